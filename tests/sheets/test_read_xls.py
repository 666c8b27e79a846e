"""Workbooks of the old kind."""

import io
import struct
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlwt

from ledger.errors import BadData
from ledger.intake.grid import Grid, Merge, Tint
from ledger.sheets.read import read

at = datetime.fromisoformat


@pytest.fixture
def open_bytes(tmp_path: Path):
    def open_(data: bytes) -> list[Grid]:
        path = tmp_path / "台账.xls"
        path.write_bytes(data)
        return list(read(path).sheets)

    return open_


def saved(book: xlwt.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_values_and_what_was_seen(open_bytes):
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    cells = [
        ("一\r\n二", "General", "一\n二"),
        (13936000001.0, "General", 13936000001),
        (0.5, "0%", 0.5),
        (139, "0000", 139),
        (45204, "yyyy/m/d", date(2023, 10, 5)),
        (45204.75, "yyyy/m/d h:mm", at("2023-10-05 18:00")),
        (0.75, "h:mm", time(18)),
        (-5, "yyyy/m/d", -5),
        (True, "General", True),
    ]
    for column, (value, code, _) in enumerate(cells):
        sheet.write(0, column, value, xlwt.easyxf(num_format_str=code))
    sheet.write(1, 0, "   ")
    (found,) = open_bytes(saved(book))
    assert found.rows == {1: {i: expected for i, (_, _, expected) in enumerate(cells, 1)}}
    assert [type(value) for value in found.rows[1].values()] == [type(e) for _, _, e in cells]
    assert found.texts == {(1, 3): "50%", (1, 4): "0139"}


def test_colours_by_the_name_that_a_clerk_gives_them(open_bytes):
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    for column, look in enumerate((
        "pattern: pattern solid, fore_colour red; font: colour white", "font: colour green",
        "font: colour blue, underline on", "pattern: pattern solid, fore_colour light_yellow", "font: bold on",
    )):  # fmt: skip
        sheet.write(0, column, "电梯" if column else None, xlwt.easyxf(look))
    sheet.write(1, 0, None, xlwt.easyxf("pattern: pattern solid, fore_colour red"))
    (found,) = open_bytes(saved(book))
    assert found.colours == {1: {1: Tint(fill="红"), 2: Tint(font="绿"), 4: Tint(fill="黄")}}


def test_what_lies_around_the_values(open_bytes):
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    sheet.write_merge(0, 0, 0, 3, "标题")
    sheet.write(1, 1, "电梯")
    sheet.write(2, 1, "作废", xlwt.easyxf("font: struck_out on"))
    sheet.row(1).hidden = True
    sheet.col(2).hidden = True
    book.add_sheet("字典").visibility = 1
    main, words = open_bytes(saved(book))
    assert main.merges == (Merge(1, 1, 1, 4),)
    assert (main.hidden_rows, main.hidden_columns) == ({2}, {3})
    assert main.struck == {(3, 2)}
    assert (main.hidden, words.name, words.hidden) == (False, "字典", True)


def test_words_struck_through_are_no_text_beside_others(open_bytes):
    gone, kept = xlwt.easyfont("struck_out on"), xlwt.easyfont("")
    struck = xlwt.easyxf("font: struck_out on")
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    sheet.write_rich_text(0, 0, [("站前社区", gone), "执法局"])
    sheet.write_rich_text(0, 1, ["派", ("站前社区", gone), ("执法局", kept)])
    sheet.write_rich_text(0, 2, ["站前社区", ("执法局", kept)], struck)
    sheet.write_rich_text(0, 3, ["作", ("废", gone)], struck)
    (found,) = open_bytes(saved(book))
    assert found.rows == {1: {1: "执法局", 2: "派执法局", 3: "执法局", 4: "作废"}}
    assert found.crossed == dict.fromkeys([(1, 1), (1, 2), (1, 3)], "站前社区")
    assert found.struck == {(1, 4)}


def test_the_calendar_of_1904(open_bytes):
    book = xlwt.Workbook()
    book.dates_1904 = True
    book.add_sheet("台账").write(0, 0, 43742, xlwt.easyxf(num_format_str="yyyy/m/d"))
    assert open_bytes(saved(book))[0].rows == {1: {1: date(2023, 10, 5)}}


def biff5(code_page: int, text: bytes) -> bytes:
    """A workbook of Excel 5 with one cell, as old Chinese programs write it."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def start(kind: int) -> bytes:
        return record(0x0809, struct.pack("<HHHH", 0x0500, kind, 0, 0))

    end = record(0x0A, b"")
    name = "台账".encode("gb18030")
    page = record(0x42, struct.pack("<H", code_page))
    size = len(start(5)) + len(page) + 4 + 7 + len(name) + len(end)
    listed = record(0x85, struct.pack("<IHB", size, 0, len(name)) + name)
    cell = record(0x0204, struct.pack("<HHHH", 0, 0, 0, len(text)) + text)
    return start(5) + page + listed + end + start(0x10) + cell + end


@pytest.mark.parametrize("code_page", [936, 1252], ids=["told", "lied about"])
def test_chinese_of_before_unicode(open_bytes, code_page: int):
    (sheet,) = open_bytes(biff5(code_page, "河松小区".encode("gbk")))
    assert (sheet.name, sheet.rows) == ("台账", {1: {1: "河松小区"}})


def test_a_truncated_workbook_is_refused(open_bytes):
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    for row in range(2000):
        sheet.write(row, 0, f"问题{row}")
    data = saved(book)
    with pytest.raises(BadData, match="损坏"):
        open_bytes(data[: len(data) // 2])
