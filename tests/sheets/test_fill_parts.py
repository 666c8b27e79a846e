"""Parts that openpyxl does not write, put into a workbook by hand."""

import io
import re
import zipfile

from openpyxl import Workbook, load_workbook

from ledger.intake.drafts import Layout, Role
from ledger.sheets.fill import FormRow, FormSheet, fill

LAYOUT = Layout(sheet="表", role=Role.LEDGER, header=(1, 1), data=(2, 4), footer=(5, 5))
SHEET = "xl/worksheets/sheet1.xml"
DRAWING = """<xdr:wsDr xmlns:xdr="d" xmlns:a="a">%s</xdr:wsDr>"""
ANCHOR = """<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>%d</xdr:row></xdr:from>\
<xdr:to><xdr:col>2</xdr:col><xdr:row>%d</xdr:row></xdr:to><xdr:pic/></xdr:twoCellAnchor>"""
RELATION = '<Relationship Id="%s" Type="http://schemas.openxmlformats.org/x/%s" Target="%s"/>'


def form() -> dict[str, bytes]:
    book = Workbook()
    sheet = book.active
    sheet.title = "表"
    sheet.append(["问题", "件数", "两倍"])
    for row in (2, 3, 4):
        sheet.append([f"问题{row}", row, f"=B{row}*2"])
    sheet.append(["合计", "=SUM(B2:B4)", "=SUM(C2:C4)"])
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def filled(parts, rows, layout=LAYOUT):
    return fill(zipped(parts), [FormSheet(layout, rows)])


def read(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def kept(*rows):
    return [FormRow(source=row) for row in rows]


def cells(data):
    return load_workbook(io.BytesIO(data)).active


def test_formulas_go_along_with_their_rows_and_come_to_new_rows():
    sheet = cells(filled(form(), [FormRow({1: "新", 2: 9}), *kept(2, 3, 4)]))
    assert [sheet.cell(row, 3).value for row in range(2, 6)] == ["=B2*2", "=B3*2", "=B4*2", "=B5*2"]
    assert sheet["C6"].value == "=SUM(C2:C5)"


def test_shared_formulas_become_formulas_of_their_own():
    parts = form()
    text = parts[SHEET].decode()
    text = text.replace("<f>B2*2</f>", '<f t="shared" ref="C2:C4" si="0">B2*2</f>')
    text = re.sub(r"<f>B[34]\*2</f>", '<f t="shared" si="0"/>', text)
    sheet = cells(filled(parts | {SHEET: text.encode()}, kept(3, 4, 2)))
    assert [sheet.cell(row, 3).value for row in (2, 3, 4)] == ["=B2*2", "=B3*2", "=B4*2"]
    assert [sheet.cell(row, 2).value for row in (2, 3, 4)] == [3, 4, 2]


def test_old_results_stay_where_they_hold_and_go_where_they_do_not():
    parts = form()
    text = parts[SHEET].decode()
    text = re.sub(r"(<f>B(\d)\*2</f>)<v ?/>|(<f>B(\d)\*2</f>)<v></v>", r"\1\3<v>\2\g<4>0</v>", text)
    assert text.count("0</v>") == 3
    data = filled(parts | {SHEET: text.encode()}, [FormRow({2: 7}, source=2), *kept(4)])
    sheet = load_workbook(io.BytesIO(data), data_only=True).active
    assert [sheet.cell(row, 3).value for row in (2, 3)] == [None, 40]
    assert sheet["B4"].value == 11


def test_the_chain_of_calculation_is_dropped_with_all_that_names_it():
    parts = form()
    rels, types = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
    relation = RELATION % ("rId99", "calcChain", "calcChain.xml")
    parts[rels] = parts[rels].replace(b"</Relationships>", f"{relation}</Relationships>".encode())
    parts[types] = parts[types].replace(
        b"</Types>", b'<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'
    )
    parts["xl/calcChain.xml"] = b'<calcChain><c r="C2"/></calcChain>'
    data = filled(parts, kept(2, 3))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "xl/calcChain.xml" not in archive.namelist()
    assert "calcChain" not in read(data, rels) + read(data, types)


def test_pictures_follow_their_rows():
    parts = form()
    name = "xl/worksheets/_rels/sheet1.xml.rels"
    relation = RELATION % ("rId1", "drawing", "../drawings/drawing1.xml")
    parts[name] = f"<Relationships>{relation}</Relationships>".encode()
    anchors = "".join(ANCHOR % rows for rows in ((1, 1), (2, 2), (3, 3), (4, 5)))
    parts["xl/drawings/drawing1.xml"] = (DRAWING % anchors).encode()
    data = filled(parts, [*kept(3), FormRow({1: "新"}), *kept(2)])
    rows = re.findall(r"<xdr:row>(\d+)", read(data, "xl/drawings/drawing1.xml"))
    assert rows == ["3", "3", "1", "1", "4", "5"]


def test_two_tables_on_one_sheet():
    book = Workbook()
    sheet = book.active
    sheet.title = "表"
    for values in (
        ["甲"],
        ["一"],
        ["合计", "=COUNTA(A2:A2)"],
        ["乙"],
        ["二"],
        ["合计", "=COUNTA(A5:A5)"],
    ):
        sheet.append(values)
    out = io.BytesIO()
    book.save(out)
    upper = Layout(sheet="表", role=Role.LEDGER, header=(1, 1), data=(2, 2), footer=(3, 3))
    lower = Layout(sheet="表", role=Role.LEDGER, header=(4, 4), data=(5, 5), footer=(6, 6))
    data = fill(
        out.getvalue(),
        [
            FormSheet(upper, [*kept(2), FormRow({1: "三"})]),
            FormSheet(lower, [*kept(5), FormRow({1: "四"}), FormRow({1: "五"})]),
        ],
    )
    found = [[cell.value for cell in row] for row in cells(data).iter_rows()]
    assert [row[0] for row in found] == ["甲", "一", "三", "合计", "乙", "二", "四", "五", "合计"]
    assert found[3][1] == "=COUNTA(A2:A3)"
    assert found[8][1] == "=COUNTA(A6:A8)"


def test_a_shared_formula_outlives_its_first_cell():
    parts = form()
    parts[SHEET] = parts[SHEET].replace(
        b"<f>B2*2</f>", b'<f t="shared" ref="C2:C4" si="0">B2*2</f>'
    )
    for row in (b"3", b"4"):
        parts[SHEET] = parts[SHEET].replace(b"<f>B%s*2</f>" % row, b'<f t="shared" si="0"/>')
    outside = cells(fill(zipped(parts), [], {("表", "C2"): "手填"}))
    assert [outside[f"C{row}"].value for row in (2, 3, 4)] == ["手填", "=B3*2", "=B4*2"]
    inside = cells(filled(parts, [FormRow({3: "手填"}, source=2), *kept(3, 4)]))
    assert [inside[f"C{row}"].value for row in (2, 3, 4)] == ["手填", "=B3*2", "=B4*2"]


def test_results_stay_until_what_they_look_at_changes():
    parts = form()
    formulas = (
        b"SUM(B2:B4)+1",
        b"VLOOKUP(1,A:B,2,0)",
        b"VLOOKUP(1,E:F,2,0)",
        b"ROW()-1",
        b"B2&amp;B3",
    )
    for number, formula in enumerate(formulas, 7):
        row = b'<row r="%d"><c r="A%d"><f>%s</f><v>7</v></c></row></sheetData>'
        row %= (number, number, formula)
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", row)
    changed = filled(parts, [FormRow({2: 10}, source=2), *kept(3, 4)])
    values = load_workbook(io.BytesIO(changed), data_only=True).active
    assert [values[f"A{row}"].value for row in range(7, 12)] == [18, None, 7, 9, None]


def test_rows_pushed_over_the_end_of_a_sheet_are_gone():
    parts = form()
    last = b'<row r="1048576"><c r="A1048576"/></row></sheetData>'
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", last)
    data = filled(parts, [*kept(2, 3, 4), FormRow({1: "新"})])
    assert read(data, SHEET).count("1048576") == 0
