"""Workbooks as every writer makes them, also those that no writer should make."""

import io
import re
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Color, Font, PatternFill

from ledger.errors import BadData
from ledger.intake.grid import Book, Grid, Merge, Tint
from ledger.sheets import collect, package
from ledger.sheets.read import read

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
RELS = "xl/_rels/workbook.xml.rels"

at = datetime.fromisoformat


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def small() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "台账"
    book.active.append(["序号", "受理日期", "问题"])
    book.active.append([1, date(2023, 10, 5), "电梯停运"])
    data = saved(book)
    inline = 't="inlineStr"><is><t>电梯停运</t></is>'.encode()
    rels = part(data, RELS).replace(
        b"</Relationships>",
        b'<Relationship Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml" Id="rId9"/></Relationships>',
    )
    parts = {
        SHEET: part(data, SHEET).replace(inline, b't="s"><v>0</v>'),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>电梯停运</t></si></sst>'.encode(),
        RELS: rels,
    }
    return edited(data, parts)


def edited(data: bytes, parts: dict[str, bytes | None], rename=lambda name: name) -> bytes:
    """The workbook with some parts replaced, added or (None) dropped."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        kept = {name: old.read(name) for name in old.namelist()} | parts
        for name, content in kept.items():
            if content is not None:
                new.writestr(rename(name), content)
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def with_rows(rows: str, after: str = "", **parts: bytes) -> bytes:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    return edited(small(), {SHEET: sheet.encode(), **parts})


def with_shared(data: bytes) -> bytes:
    """The workbook with the texts of its cells among the shared strings."""
    texts: list[bytes] = []

    def shared(found: re.Match[bytes]) -> bytes:
        texts.append(found[1])
        return b't="s"><v>%d</v>' % (len(texts) - 1)

    sheet = re.sub(rb't="inlineStr"><is>(.*?)</is>', shared, part(data, SHEET))
    strings = b"".join(b"<si>%b</si>" % text for text in texts)
    sst = f'<sst xmlns="{MAIN}">'.encode() + strings + b"</sst>"
    return edited(data, {SHEET: sheet, "xl/sharedStrings.xml": sst})


@pytest.fixture
def open_bytes(tmp_path: Path):
    def open_(data: bytes) -> Book:
        path = tmp_path / "台账.xlsx"
        path.write_bytes(data)
        return read(path)

    return open_


def first_row(grid: Grid) -> dict:
    return dict(grid.rows[1])


EXPECTED = {
    1: {1: "序号", 2: "受理日期", 3: "问题"},
    2: {1: 1, 2: date(2023, 10, 5), 3: "电梯停运"},
}


def strict(data: bytes) -> bytes:
    parts = {}
    for name in (
        "xl/workbook.xml",
        SHEET,
        "xl/sharedStrings.xml",
        "xl/_rels/workbook.xml.rels",
        "_rels/.rels",
    ):
        parts[name] = (
            part(data, name)
            .replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006",
                b"http://purl.oclc.org/ooxml/officeDocument",
            )
            .replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        )
    return edited(data, parts)


def prefixed(data: bytes) -> bytes:
    text = part(data, SHEET).decode()
    for name in ("worksheet", "sheetData", "row", "c", "v"):
        for end in " >/":
            text = text.replace(f"<{name}{end}", f"<x:{name}{end}")
        text = text.replace(f"</{name}>", f"</x:{name}>")
    return edited(data, {SHEET: text.replace("xmlns=", "xmlns:x=", 1).encode()})


def replaced(name: str, old: bytes, new: bytes) -> bytes:
    content = part(small(), name)
    assert old in content
    return edited(small(), {name: content.replace(old, new)})


STRUCTURES = {
    "strict": strict(small()),
    "prefixes": prefixed(small()),
    "back slashes": edited(small(), {}, lambda name: name.replace("/", "\\")),
    "upper case": edited(small(), {}, str.upper),
    "no content types": edited(small(), {"[Content_Types].xml": None}),
    "no root relations": edited(small(), {"_rels/.rels": None}),
    "no theme": edited(small(), {"xl/theme/theme1.xml": None}),
    "relative targets": replaced(RELS, b'"/xl/', b'"'),
    "back slashes in targets": replaced(RELS, b"/xl/worksheets/", b"worksheets\\"),
    "wrong dimension": replaced(SHEET, b'ref="A1:C2"', b'ref="A1"'),
    "blank line before the declaration": edited(small(), {SHEET: b"\r\n " + part(small(), SHEET)}),
    "no addresses": edited(
        small(),
        {SHEET: part(small(), SHEET).replace(b' r="', b' old="')},
    ),
    "rows without numbers": replaced(SHEET, b'<row r="', b'<row old="'),
    "lower case addresses": replaced(SHEET, b' r="A1"', b' r="a1"'),
}


@pytest.mark.parametrize("data", STRUCTURES.values(), ids=STRUCTURES.keys())
def test_the_same_workbook_by_other_writers(open_bytes, data: bytes):
    sheet = open_bytes(data).sheets[0]
    assert (sheet.name, sheet.rows) == ("台账", EXPECTED)


@pytest.mark.parametrize(
    "styles", [None, b"", b"<styleSheet><cellXfs><xf numFmtId='14'", b"\xff\xfe\x00"]
)
def test_without_styles_there_are_no_dates_but_all_values(open_bytes, styles: bytes | None):
    rows = open_bytes(edited(small(), {"xl/styles.xml": styles})).sheets[0].rows
    assert rows == {**EXPECTED, 2: {1: 1, 2: 45204, 3: "电梯停运"}}


def test_a_cell_that_makes_no_sense_costs_that_cell_only(open_bytes):
    rows = (
        '<row r="1"><c r="A1"><v>abc</v></c><c r="B1" t="s"><v>999</v></c><c r="C1" t="s"><v>-1</v></c>'
        '<c r="D1" t="s"><v>x</v></c><c r="E1"><v>1e999</v></c><c r="F1" t="d"><v>someday</v></c>'
        '<c r="ZZZZ1"><v>9</v></c><c r="H1" s="77"><v>8</v></c><c r="I1" t="b"><v>1</v></c></row>'
    )
    found = first_row(open_bytes(with_rows(rows)).sheets[0])
    assert found == {1: "abc", 5: "1e999", 6: "someday", 7: 9, 8: 8, 9: True}


def test_formulas_keep_their_last_result(open_bytes):
    rows = (
        '<row><c><f>1+1</f><v>2</v></c><c t="str"><f>""</f><v></v></c><c t="str"><f>A1</f><v>甲</v></c>'
        '<c t="e"><f>1/0</f><v>#DIV/0!</v></c><c><v> </v></c></row>'
    )
    book = open_bytes(with_rows(rows))
    assert book.sheets[0].rows[1] == {1: 2, 3: "甲", 4: "#DIV/0!"}
    assert book.sheets[0].formulas == {(1, 1): "1+1", (1, 2): '""', (1, 3): "A1", (1, 4): "1/0"}
    assert book.notes == []


def test_numbers(open_bytes):
    texts = ["1", "1.0", "1.3936E+10", "0.5", "-3", "230103199001011234", "2.30103199001011E+17"]
    cells = "".join(f"<c><v>{text}</v></c>" for text in texts)
    found = list(first_row(open_bytes(with_rows(f"<row>{cells}</row>")).sheets[0]).values())
    assert found == [1, 1, 13936000000, 0.5, -3, 230103199001011234, 2.30103199001011e17]
    assert [type(value) for value in found] == [int, int, int, float, int, int, float]


def styled(codes: list[str | int], values: list[float], *, epoch_1904: bool = False) -> bytes:
    """One row of numbers, each under its number format (a code or a built-in id)."""
    custom = "".join(
        f'<numFmt numFmtId="{200 + i}" formatCode="{code}"/>'
        for i, code in enumerate(codes)
        if isinstance(code, str)
    )
    ids = [200 + i if isinstance(code, str) else code for i, code in enumerate(codes)]
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in ids)
    cells = "".join(f'<c s="{i}"><v>{value}</v></c>' for i, value in enumerate(values))
    parts = {
        "xl/styles.xml": (
            f'<styleSheet xmlns="{MAIN}"><numFmts>{custom}</numFmts><cellStyleXfs><xf numFmtId="14"/>'
            f"</cellStyleXfs><cellXfs>{styles}</cellXfs><dxfs><dxf><numFmt numFmtId='200'"
            ' formatCode="0"/></dxf></dxfs></styleSheet>'
        ).encode()
    }
    if epoch_1904:
        workbook = part(small(), "xl/workbook.xml")
        parts["xl/workbook.xml"] = workbook.replace(b"<workbookPr ", b'<workbookPr date1904="1" ')
    return with_rows(f"<row>{cells}</row>", **parts)


DATES = [
    ("yyyy/m/d", 45204, date(2023, 10, 5)),
    ("m&quot;月&quot;d&quot;日&quot;", 45204, date(2023, 10, 5)),
    ("[$-804]yyyy&quot;年&quot;m&quot;月&quot;;@", 45204, date(2023, 10, 5)),
    (14, 45204, date(2023, 10, 5)),
    (27, 45204, date(2023, 10, 5)),
    (31, 45204, date(2023, 10, 5)),
    (57, 45204, date(2023, 10, 5)),
    ("yyyy-mm-dd hh:mm:ss", 45204.4999999, at("2023-10-05 12:00")),
    ("yyyy-mm-dd hh:mm", 45204, at("2023-10-05")),
    ("yyyy-mm-dd", 45204.75, at("2023-10-05 18:00")),
    (22, 45204.75, at("2023-10-05 18:00")),
    (20, 0.75, time(18, 0)),
    (32, 0.75, time(18, 0)),
    ("yyyy/m/d", 1, date(1900, 1, 1)),
    ("yyyy/m/d", 59, date(1900, 2, 28)),
    ("yyyy/m/d", 60, 60),
    ("yyyy/m/d", 61, date(1900, 3, 1)),
    ("yyyy/m/d", -5, -5),
    ("yyyy/m/d", 3000000, 3000000),
    ("yyyy/m/d", 2958465.99999999, 2958465.99999999),
    ("yyyy/m/d", 0, 0),
    ("[h]:mm", 3, 3),
    ("General", 45204, 45204),
    ("0.00_);[Red]\\(0.00\\)", 45204, 45204),
    ("#,##0&quot;days&quot;", 45204, 45204),
    ("@", 45204, 45204),
]


def test_dates_and_what_only_looks_like_one(open_bytes):
    sheet = open_bytes(
        styled([code for code, _, _ in DATES], [value for _, value, _ in DATES])
    ).sheets[0]
    wanted = [expected for _, _, expected in DATES]
    found = list(sheet.rows[1].values())
    assert found == wanted
    assert [type(value) for value in found] == [type(value) for value in wanted]


def test_the_calendar_of_1904(open_bytes):
    sheet = open_bytes(styled([14, 14, 14], [1, 60, 43742], epoch_1904=True)).sheets[0]
    assert list(sheet.rows[1].values()) == [date(1904, 1, 2), date(1904, 3, 1), date(2023, 10, 5)]


def test_what_was_seen_where_the_number_does_not_tell_it(open_bytes):
    sheet = open_bytes(styled(["0000", 9, "0.0%", "0", 0], [139, 0.5, 0.125, 7, 7])).sheets[0]
    assert sheet.rows[1] == {1: 139, 2: 0.5, 3: 0.125, 4: 7, 5: 7}
    assert sheet.texts == {(1, 1): "0139", (1, 2): "50%", (1, 3): "12.5%"}


def test_texts(open_bytes):
    texts = [
        "a_x000D_&#10;b",
        "_x005F_x0041_",
        "x_x000B_y",
        "_xD83C__xDFE0_",
        "一&#10;二",
        " _x0020_ ",
        "　",
    ]
    cells = "".join(f't="str"><v>{text}</v></c><c ' for text in texts).removesuffix("<c ")
    found = first_row(open_bytes(with_rows(f"<row><c {cells}</row>")).sheets[0])
    assert found == {1: "a\nb", 2: "_x0041_", 3: "xy", 4: "🏠", 5: "一\n二"}


def test_rich_and_phonetic_texts_shared_and_in_the_cell(open_bytes):
    string = (
        "<r><rPr><strike/></rPr><t>旧</t></r><r><t>新</t></r><rPh><t>xin</t></rPh><phoneticPr/>"
    )
    gone = "<r><rPr><strike/></rPr><t>作废</t></r>"
    strings = f"<sst xmlns='{MAIN}'><si>{string}</si><si>{gone}</si><si><t/></si></sst>"
    rows = (
        f'<row><c t="s"><v>0</v></c><c t="inlineStr"><is>{string}</is></c><c t="s"><v>1</v></c>'
        '<c t="s"><v>2</v></c></row>'
    )
    sheet = open_bytes(with_rows(rows, **{"xl/sharedStrings.xml": strings.encode()})).sheets[0]
    assert sheet.rows[1] == {1: "新", 2: "新", 3: "作废"}
    assert (sheet.struck, sheet.crossed) == ({(1, 3)}, {(1, 1): "旧", (1, 2): "旧"})


STRUCK = InlineFont(strike=True)


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize(
    ("runs", "text", "crossed"),
    [
        ([TextBlock(STRUCK, "站前社区"), " 市综合执法局"], "市综合执法局", "站前社区"),
        (["派", TextBlock(STRUCK, "站前"), TextBlock(STRUCK, "社区"), "恒安物业"], "派恒安物业", "站前社区"),
        ([TextBlock(STRUCK, "一"), "二", TextBlock(STRUCK, "三")], "二", "一；三"),
        ([TextBlock(STRUCK, "×"), "√"], "√", "×"),
        ([TextBlock(STRUCK, "&lt;"), "&amp;"], "&amp;", "&lt;"),
        (["漏水", TextBlock(STRUCK, " ")], "漏水 ", None),
        ([TextBlock(STRUCK, "漏水"), "。"], "漏水。", ""),
        ([TextBlock(STRUCK, "漏水"), " "], "漏水 ", ""),
        ([TextBlock(InlineFont(strike=False), "漏水")], "漏水", None),
    ],
)  # fmt: skip
def test_words_struck_through_are_no_text_beside_others(open_bytes, runs, text, crossed, shared):
    book = openpyxl.Workbook()
    book.active["A1"] = CellRichText(runs)
    (sheet,) = open_bytes(with_shared(saved(book)) if shared else saved(book)).sheets
    assert sheet.rows == {1: {1: text}}
    assert sheet.struck == ({(1, 1)} if crossed == "" else set())
    assert sheet.crossed == ({(1, 1): crossed} if crossed else {})


@pytest.mark.parametrize("shared", [True, False])
def test_a_run_that_tells_no_look_has_that_of_its_cell(open_bytes, shared):
    book = openpyxl.Workbook()
    book.active.append(
        [
            CellRichText(["站前社区", TextBlock(InlineFont(sz=11), "执法局")]),
            CellRichText([TextBlock(STRUCK, "站前社区"), "执法局"]),
            "作废",
        ]
    )
    for cell in book.active[1]:
        cell.font = Font(strike=True)
    (sheet,) = open_bytes(with_shared(saved(book)) if shared else saved(book)).sheets
    assert sheet.rows == {1: {1: "执法局", 2: "站前社区执法局", 3: "作废"}}
    assert (sheet.struck, sheet.crossed) == ({(1, 2), (1, 3)}, {(1, 1): "站前社区"})


def test_a_comment_is_kept_with_what_is_struck_through_in_it(open_bytes):
    book = openpyxl.Workbook()
    book.active["A1"] = "漏水"
    book.active["A1"].comment = Comment("旧新", "张三")
    data, name = saved(book), "xl/comments/comment1.xml"
    runs = "<r><rPr><strike/></rPr><t>旧</t></r><r><t>新</t></r>".encode()
    text = part(data, name)
    start, end = text.index(b"<text>") + len(b"<text>"), text.index(b"</text>")
    (sheet,) = open_bytes(edited(data, {name: text[:start] + runs + text[end:]})).sheets
    assert sheet.comments == {(1, 1): "旧新"}


def test_everything_that_lies_around_the_values(open_bytes):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "标题"
    sheet.merge_cells("A1:C1")
    for row in range(2, 6):
        sheet.append([row, "电梯", f"=A{row}*2"])
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[99].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet["B2"].comment = Comment("已整改", "张三")
    sheet["B4"].font = Font(strike=True)
    sheet["B5"] = CellRichText(TextBlock(InlineFont(strike=True), "撤销"))
    book.create_sheet("字典").sheet_state = "veryHidden"
    found = open_bytes(saved(book))
    main, words = found.sheets
    assert main.merges == (Merge(1, 1, 1, 3),)
    assert (main.hidden_rows, main.hidden_columns) == ({3}, {2})
    assert main.comments == {(2, 2): "已整改"}
    assert main.struck == {(4, 2), (5, 2)}
    assert main.formulas[2, 3] == "A2*2"
    assert 3 not in main.rows[2]
    assert "4 个公式没有计算结果" in found.notes[0]
    assert (main.hidden, words.name, words.hidden) == (False, "字典", True)


def test_a_chart_sheet_is_no_sheet(open_bytes):
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.create_chartsheet("图", 0)
    assert [sheet.name for sheet in open_bytes(saved(book)).sheets] == ["Sheet"]


def test_far_cells_and_a_hundred_thousand_formatted_rows(open_bytes):
    """The values behind the empty rows are found, and so are the merges behind all rows."""
    empty = "".join(
        f'<row r="{r}" s="1"><c r="A{r}" s="1"/><c r="B{r}" s="1"/></row>'
        for r in range(2, 100_000)
    )
    rows = (
        f'<row r="1"><c r="A1"><v>1</v></c></row>{empty}<row r="100000"><c r="B100000"><v>2</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>3</v></c></row>'
    )
    after = '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="A1:XFD20000"/><mergeCell ref="?"/></mergeCells>'
    sheet = open_bytes(with_rows(rows, after)).sheets[0]
    assert sheet.rows == {1: {1: 1}, 100_000: {2: 2}, 1_048_576: {16_384: 3}}
    assert sheet.merges == (Merge(1, 1, 2, 2),)


def test_a_document_type_is_refused(open_bytes):
    bad = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + part(
        small(), SHEET
    )
    for name in (SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        with pytest.raises(BadData, match="DOCTYPE"):
            open_bytes(edited(small(), {name: bad}))


def test_a_zip_bomb_is_refused(open_bytes):
    with pytest.raises(BadData, match="过大"):
        open_bytes(with_rows(" " * (package.LARGE_PART + package.PIECE)))


def test_limits(open_bytes, monkeypatch):
    long = f'<row><c t="inlineStr"><is><t>{"长" * (collect.MAX_TEXT + 1)}</t></is></c></row>'
    with pytest.raises(BadData, match="32767"):
        open_bytes(with_rows(long))
    with pytest.raises(BadData, match="行"):
        open_bytes(with_rows('<row r="1048577"><c><v>1</v></c></row>'))
    monkeypatch.setattr(package, "MAX_ENTRIES", 3)
    with pytest.raises(BadData, match="过大"):
        open_bytes(small())


def test_a_missing_or_broken_sheet_is_said(open_bytes):
    cut = part(small(), SHEET)
    for content in (None, cut[:-40], b"", cut.replace(b"</row>", b"</col>", 1)):
        with pytest.raises(BadData, match="损坏"):
            open_bytes(edited(small(), {SHEET: content}))


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]).filter(
        lambda c: c != "\ufeff"
    ),
    min_size=1,
).filter(lambda text: not text.isspace() and text[0] != "=" and "_x" not in text)
VALUES = st.one_of(
    TEXT,
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.integers(-(10**9), 10**9).map(lambda n: n + 0.25),
    st.dates(date(1900, 3, 1), date(9999, 12, 30)),
    st.datetimes(at("1900-03-01"), at("9999-12-30")).map(
        lambda moment: moment.replace(microsecond=0)
    ),
)
GRIDS = st.dictionaries(
    st.integers(1, 60),
    st.dictionaries(st.integers(1, 30), VALUES, min_size=1, max_size=5),
    max_size=5,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(GRIDS)
def test_what_openpyxl_writes_is_read_back(tmp_path: Path, rows: dict):
    book = openpyxl.Workbook()
    for row, cells in rows.items():
        for column, value in cells.items():
            cell = book.active.cell(row, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    path = tmp_path / "grid.xlsx"
    book.save(path)
    found = read(path).sheets[0].rows
    assert found == rows
    assert [list(map(type, cells.values())) for cells in found.values()] == [
        [type(cells[column]) for column in sorted(cells)] for _, cells in sorted(rows.items())
    ]


NAMED = {
    "FFFF0000": "红", "FFC00000": "红", "FFFFC7CE": "红", "FFFFC000": "橙", "FFFCE4D6": "橙", "FFFFFF00": "黄",
    "FFFFF2CC": "黄", "FF92D050": "绿", "FF00B050": "绿", "FFC6EFCE": "绿", "FFE2EFDA": "绿", "FF00B0F0": "蓝",
    "FF002060": "蓝", "FFDDEBF7": "蓝", "FF7030A0": "紫", "FFBFBFBF": "灰", "FFFFFFFF": "", "FFF2F2F2": "",
    "FF000000": "", "FF44546A": "",
}  # fmt: skip


def test_colours_by_the_name_that_a_clerk_gives_them(open_bytes):
    book = openpyxl.Workbook()
    for row, colour in enumerate(NAMED, 1):
        book.active.cell(row, 1, row).fill = PatternFill("solid", fgColor=colour)
        book.active.cell(row, 2).font = Font(color=colour)
    book.active["C1"].fill = PatternFill("gray125")
    book.active["D1"].font = Font(color=Color(theme=1))
    book.active["E1"].font = Font(color="FF0000FF", underline="single")
    (sheet,) = open_bytes(saved(book)).sheets
    assert sheet.colours == {
        row: {1: Tint(fill=name), 2: Tint(font=name)}
        for row, name in enumerate(NAMED.values(), 1)
        if name
    }


def test_colours_of_the_palette_and_of_the_theme(open_bytes):
    book = openpyxl.Workbook()
    colours = [Color(theme=9), Color(theme=9, tint=0.8), Color(theme=0, tint=-0.25), Color(theme=3, tint=0.6),
               Color(indexed=10), Color(indexed=64), Color(theme=99), Color(theme=9, tint=1)]  # fmt: skip
    for column, colour in enumerate(colours, 1):
        book.active.cell(1, column, column).fill = PatternFill("solid", fgColor=colour)
    data = saved(book)
    (sheet,) = open_bytes(data).sheets
    told = [sheet.colours[1].get(n, Tint()).fill for n in range(1, 9)]
    assert told == ["橙", "橙", "灰", "蓝", "红", "", "", ""]
    theme = part(data, "xl/theme/theme1.xml").replace(b"F79646", b"70AD47")
    styles = part(data, "xl/styles.xml")
    palette = styles.replace(b'rgb="00FF0000"', b'rgb="0000B050"')
    changed = {"xl/theme/theme1.xml": theme, "xl/styles.xml": palette}
    (sheet,) = open_bytes(edited(data, changed)).sheets
    assert [sheet.colours[1][n].fill for n in (1, 2, 5)] == ["绿", "绿", "绿"]
    broken = {
        "xl/theme/theme1.xml": b"<a:theme",
        "xl/styles.xml": styles.replace(b'tint="', b'tint="nan'),
    }
    (sheet,) = open_bytes(edited(data, broken)).sheets
    assert sheet.colours[1] == {1: Tint(fill="橙"), 5: Tint(fill="红")}


def test_marks_in_a_long_sheet(open_bytes):
    """The rows that are written as most are read by a pattern of their own, which must see them as well."""
    book = openpyxl.Workbook()
    for row in range(1, 2501):
        book.active.append([row, "漏水", None, "换管"])
        book.active.cell(row, 1).fill = PatternFill("solid", fgColor="FFDDEBF7")
        if row % 7 == 0:
            book.active.cell(row, 3).fill = PatternFill("solid", fgColor="FFFF0000")
    (sheet,) = open_bytes(saved(book)).sheets
    marked = [row for row, tints in sheet.colours.items() if tints.get(3)]
    assert marked == list(range(7, 2501, 7))
    assert all(tints[1] == Tint(fill="蓝") for tints in sheet.colours.values())
    assert len(sheet.colours) == 2500
