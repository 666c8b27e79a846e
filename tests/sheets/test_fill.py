import io
import re
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break

from ledger.errors import BadData
from ledger.intake.drafts import Layout, Role
from ledger.sheets.fill import FormRow, FormSheet, fill

HEADER = ("序号", "街道", "问题", "整改", None, "件数", "状态")
LOWER = (None, None, None, "时限", "情况", None, None)
DATA = (
    (1, "靖宇街道", "路灯不亮", date(2023, 9, 1), "已换灯", 2, "已销号"),
    (2, None, "井盖缺失", "9月5日", "已补装", 3, "已销号"),
    (3, "太古街道", "楼道堆物", date(2023, 9, 9), None, 5, "整改中"),
    (4, None, "绿地种菜", date(2023, 9, 20), None, 7, "整改中"),
)
FIRST, LAST = 4, 7
LAYOUT = Layout(sheet="台账 一", role=Role.LEDGER, header=(2, 3), data=(FIRST, LAST), footer=(8, 9))


def form() -> bytes:
    """A two-level header, streets merged downwards, totals, rules, names, a second sheet with formulas."""
    book = Workbook()
    sheet = book.active
    sheet.title = "台账 一"
    thin = Side(style="thin")
    sheet.append(["某区问题整改台账"])
    sheet.append(HEADER)
    sheet.append(LOWER)
    for values in DATA:
        sheet.append(values)
    sheet.append(["合计", None, None, None, None, "=SUM(F4:F7)", '=COUNTIF(G4:G7,"已销号")'])
    sheet.append(["填表人：王芳"])
    for row in sheet.iter_rows(min_row=2, max_row=8, max_col=7):
        for cell in row:
            cell.border = Border(thin, thin, thin, thin)
            cell.font = Font(name="仿宋_GB2312", size=11)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    for row in (4, 6, 7):
        sheet.cell(row, 4).number_format = "yyyy.m.d"
    for row in range(FIRST, LAST + 1):
        sheet.row_dimensions[row].height = 30
    for area in ("A1:G1", "A2:A3", "B2:B3", "D2:E2", "B4:B5", "B6:B7", "A8:C8", "A9:G9"):
        sheet.merge_cells(area)
    rule = DataValidation(type="list", formula1='"整改中,已销号"')
    rule.add("G4:G7")
    sheet.add_data_validation(rule)
    red = PatternFill(bgColor="FFC7CE", fill_type="solid")
    sheet.conditional_formatting.add("A4:G7", FormulaRule(formula=['$G4="整改中"'], fill=red))
    sheet.auto_filter.ref = "A3:G7"
    sheet.row_breaks.append(Break(id=8))
    sheet.print_area = "A1:G9"
    sheet.print_title_rows = "2:3"
    sheet.freeze_panes = "C4"
    sheet["C6"].comment = Comment("现场看过", "王芳")
    sheet["A9"].hyperlink = "https://example.org/"
    other = book.create_sheet("统计")
    other["A1"] = "=SUM('台账 一'!F4:F7)"
    other["A2"] = "='台账 一'!F8"
    other["A3"] = "=A1*2&\"'台账 一'!F8\""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def kept() -> list[FormRow]:
    return [FormRow(source=row) for row in range(FIRST, LAST + 1)]


def filled(rows, data=None, **more):
    return fill(data or form(), [FormSheet(LAYOUT, rows)], **more)


def opened(data):
    return load_workbook(io.BytesIO(data))["台账 一"]


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def merges(sheet):
    return {str(area) for area in sheet.merged_cells.ranges}


def new(n, **values):
    return FormRow({1: n, 2: "太古街道", 3: f"新问题{n}", 4: date(2023, 10, n), **values})


def test_a_form_whose_rows_stay_is_the_same_file():
    data = form()
    assert filled(kept(), data) == data


def test_one_new_value_changes_one_cell_and_no_other_part():
    data = form()
    rows = kept()
    rows[2] = FormRow({5: "已清理"}, source=6)
    result = filled(rows, data)
    before, after = opened(data), opened(result)
    changed = {
        cell.coordinate
        for row in before.iter_rows()
        for cell in row
        if (cell.value, cell._style)
        != (after[cell.coordinate].value, after[cell.coordinate]._style)
    }
    assert changed == {"E6"}
    assert after["E6"].value == "已清理"
    assert merges(before) == merges(after)
    sheets = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"}
    assert {n for n, part in parts(data).items() if parts(result)[n] != part} <= sheets


def test_rows_below_and_all_that_refers_to_them_move():
    sheet = opened(filled([*kept(), *(new(n) for n in (5, 6, 7))]))
    book = load_workbook(io.BytesIO(filled([*kept(), *(new(n) for n in (5, 6, 7))])))
    assert sheet["A11"].value == "合计"
    assert sheet["F11"].value == "=SUM(F4:F10)"
    assert sheet["G11"].value == '=COUNTIF(G4:G10,"已销号")'
    assert {"A11:C11", "A12:G12"} <= merges(sheet)
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["G4:G10"]
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["A4:G10"]
    assert sheet.auto_filter.ref == "A3:G10"
    assert [brk.id for brk in sheet.row_breaks.brk] == [11]
    assert sheet.print_area == "'台账 一'!$A$1:$G$12"
    assert sheet.print_title_rows == "$2:$3"
    assert sheet["A12"].hyperlink.ref == "A12"
    assert sheet.dimensions == "A1:G12"
    assert book["统计"]["A1"].value == "=SUM('台账 一'!F4:F10)"
    assert book["统计"]["A2"].value == "='台账 一'!F11"
    assert book["统计"]["A3"].value == "=A1*2&\"'台账 一'!F8\""


def test_rules_keep_to_their_first_row_when_that_row_is_replaced():
    sheet = opened(filled([new(1), *kept()]))
    (area,) = sheet.conditional_formatting
    assert str(area.sqref) == "A4:G8"
    assert area.rules[0].formula == ['$G4="整改中"']


def test_new_rows_look_like_the_others_of_their_column():
    sheet = opened(filled([*kept(), new(5)]))
    assert sheet["D8"].value == datetime(2023, 10, 5)  # noqa: DTZ001
    assert sheet["D8"].number_format == "yyyy.m.d"
    assert sheet["C8"].font.name == "仿宋_GB2312"
    assert sheet["C8"].border.left.style == "thin"
    assert sheet["E8"].value is None
    assert sheet["E8"].border.left.style == "thin"


def test_a_text_in_a_column_of_days_takes_the_look_of_texts():
    sheet = opened(filled([*kept(), new(5), FormRow({4: "长期坚持"})]))
    assert sheet["D9"].value == "长期坚持"
    assert sheet["D9"].number_format == "General"


def test_a_day_without_a_format_is_written_as_text():
    sheet = opened(filled([*kept(), FormRow({3: date(2023, 10, 1)})]))
    assert sheet["C8"].value == "2023-10-01"


def test_streets_are_merged_over_new_neighbours():
    sheet = opened(filled([*kept(), new(5)]))
    assert {"B4:B5", "B6:B8"} <= merges(sheet)
    assert sheet["B6"].value == "太古街道"
    assert sheet["B8"].value is None


def test_a_merge_that_loses_its_first_row_keeps_its_text():
    rows = kept()
    sheet = opened(filled([rows[1], rows[2], rows[3]]))
    assert sheet["B4"].value == "靖宇街道"
    assert sheet["C4"].value == "井盖缺失"
    assert "B5:B6" in merges(sheet)
    assert not {"B4:B5", "B6:B7"} & merges(sheet)


def test_fewer_rows_take_their_comments_with_them():
    rows = kept()
    moved = opened(filled([rows[0], rows[2], rows[3]]))
    gone = opened(filled([rows[0], rows[1], rows[3]]))
    assert moved["C5"].comment.text == "现场看过"
    assert not any(cell.comment for row in gone.iter_rows() for cell in row)


def test_rules_for_rows_that_are_gone_are_gone():
    book = load_workbook(io.BytesIO(form()))
    sheet = book.active
    only = DataValidation(type="whole")
    only.add("F6")
    sheet.add_data_validation(only)
    sheet.row_breaks.append(Break(id=6))
    out = io.BytesIO()
    book.save(out)
    rows = kept()
    data = filled([rows[0], rows[1], rows[3]], out.getvalue())
    part = parts(data)["xl/worksheets/sheet1.xml"].decode()
    assert re.search(r'<dataValidations[^>]* count="1"', part)
    assert re.search(r'<rowBreaks[^>]* count="1"', part)
    assert [brk.id for brk in opened(data).row_breaks.brk] == [7]


def test_no_rows_leave_one_empty_row():
    sheet = opened(filled([]))
    assert [cell.value for cell in sheet[4]] == [None] * 7
    assert sheet["F5"].value == "=SUM(F4:F4)"


def test_totals_are_written_for_viewers_that_do_not_calculate():
    data = filled([*kept(), new(5), FormRow({6: 10, 7: "已销号"})])
    book = load_workbook(io.BytesIO(data), data_only=True)
    assert book["台账 一"]["F10"].value == 27
    assert book["台账 一"]["G10"].value == 3
    assert book["统计"]["A1"].value == 27
    assert book["统计"]["A2"].value is None
    assert b'fullCalcOnLoad="1"' in parts(data)["xl/workbook.xml"]


def test_rows_grow_with_long_texts_and_never_shrink():
    sheet = opened(filled([*kept(), new(5), FormRow({3: "问题" * 100})]))
    assert sheet.row_dimensions[8].height == 30
    assert sheet.row_dimensions[9].height > 200


def test_texts_outside_the_data_can_be_edited():
    result = fill(form(), [], {("台账 一", "A9"): "填表人：李明", ("统计", "A2"): "无"})
    book = load_workbook(io.BytesIO(result))
    assert book["台账 一"]["A9"].value == "填表人：李明"
    assert book["统计"]["A2"].value == "无"


def test_prefixes_quotes_and_order_of_attributes_do_not_matter():
    data = form()
    changed = {}
    for name, part in parts(data).items():
        text = part.decode() if name == "xl/worksheets/sheet1.xml" else ""
        if text:
            text = re.sub(r"<(/?)(\w)", r"<\1x:\2", text).replace("xmlns=", "xmlns:x=")
            text = re.sub(r'<x:c r="(\w+)" s="(\d+)"', r"<x:c  s='\2' r='\1'", text)
        changed[name] = text.encode() or part
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in changed.items():
            archive.writestr(name, part)
    sheet = opened(filled([*kept(), new(5)], out.getvalue()))
    assert sheet["C8"].value == "新问题5"
    assert sheet["F9"].value == "=SUM(F4:F8)"
    assert "B6:B8" in merges(sheet)


def test_what_is_no_workbook_or_has_no_such_sheet_is_refused():
    with pytest.raises(BadData, match="xlsx"):
        fill(b"no zip", [])
    with pytest.raises(BadData, match="没有工作表"):
        fill(form(), [FormSheet(Layout(sheet="别的", role=Role.LEDGER, data=(1, 2)), [])])
