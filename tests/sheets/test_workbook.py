"""The report as a workbook: what an office program finds in it."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from ledger.models import Issue, Status
from ledger.reports import Heading, Period, month
from ledger.sheets.workbook import write_report

SEPTEMBER = Period(first=date(2023, 9, 1), last=date(2023, 9, 30), title="2023年9月")
NASTY = '=HYPERLINK("http://x","点我")'


@pytest.fixture(scope="module")
def book():
    issues = [
        Issue(
            uid=str(n),
            number=f"2023-{n:04}",
            title=title,
            subdistrict=subdistrict,
            status=Status.IN_PROGRESS,
            entered_on=date(2023, 9, n),
            due_on=date(2023, 9, 10),
        )
        for n, title, subdistrict in [
            (1, NASTY, "工农街道"),
            (2, "地下车库渗漏，积水影响通行，业主多次反映未解决" * 3, "=1+1"),
            (3, "-1\x0b\r\n二单元", None),
        ]
    ]
    heading = Heading(district="道里区", made_on=date(2023, 10, 8), fingerprint="7f3a 91c2")
    data = write_report(month(issues, SEPTEMBER, heading), prepared_by="王芳")
    return load_workbook(BytesIO(data))


def texts(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_one_sheet_for_each_table(book):
    assert book.sheetnames == ["总体", "按街道", "按类别", "按来源", "超期清单"]


def test_texts_never_become_formulas(book):
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert NASTY in [cell.value for cell in cells]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_characters_that_no_workbook_holds_are_left_out(book):
    assert "-1\n二单元" in texts(book["超期清单"])


def test_counts_are_numbers_and_add_up(book):
    sheet = book["按街道"]
    labels = [cell.value for cell in sheet[3]]
    column = [sheet.cell(row, labels.index("新增") + 1).value for row in range(4, 8)]
    assert column == [1, 1, 1, 3]


def test_it_prints_on_a4_across_with_its_header_on_each_page(book):
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$3"
        assert sheet.freeze_panes == "A4"


def test_it_looks_like_a_report_of_an_office(book):
    sheet = book["超期清单"]
    assert sheet["A1"].value == "道里区物业问题台账月报（2023年9月）"
    assert (sheet["A1"].font.name, sheet["A1"].alignment.horizontal) == ("方正小标宋简体", "center")
    assert "A1:H1" in [str(area) for area in sheet.merged_cells.ranges]
    assert (sheet["A3"].font.name, sheet["A4"].font.name) == ("黑体", "仿宋_GB2312")
    assert sheet["D4"].border.top.style == "thin"
    assert sheet.row_dimensions[5].height > sheet.row_dimensions[6].height


def test_every_sheet_names_who_made_it_and_the_state_of_the_ledger(book):
    for sheet in book:
        assert any("制表人：王芳" in text and "审核人：" in text for text in texts(sheet))
        assert "台账指纹：7f3a 91c2" in texts(sheet)
    assert any(text.startswith("截至2023年9月30日") for text in texts(book["总体"]))
