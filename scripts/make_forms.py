"""Make data/forms/问题台账.xlsx, the form for ledgers whose district has brought none of its own.

Run from the root of the repository: python scripts/make_forms.py
"""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ledger.models import FIELDS, Kind
from ledger.sheets.files import write_atomic

TARGET = Path("data/forms/问题台账.xlsx")
COLUMNS = {
    "number": 11, "source": 9, "source_no": 13, "reported_on": 11, "subdistrict": 10, "community": 10,
    "estate": 11, "building": 9, "company": 16, "category": 9, "description": 30, "lead_unit": 13,
    "person": 8, "measures": 20, "due_on": 11, "progress": 22, "done_on": 11, "status": 8,
    "verifier": 8, "verified_on": 11, "closed_on": 11, "callback_on": 11, "satisfaction": 8, "remarks": 12,
}  # fmt: skip
LONG = ("company", "description", "measures", "progress", "remarks", "source_no")
TITLE, HEADING, HEADER, DATA, FOOTER = 1, 2, 3, 4, 5
FOOTER_TEXTS = ("填表人：", "审核人：", "联系电话：")
MADE = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def main() -> None:
    book = Workbook()
    book.properties.creator = "ledger"
    book.properties.created = MADE
    sheet = book.worksheets[0]
    sheet.title = "问题台账"
    _write(sheet)
    _print(sheet)
    out = BytesIO()
    book.save(out)
    write_atomic(TARGET, out.getvalue())


def _write(sheet: Worksheet) -> None:
    width = len(COLUMNS) + 1
    title = sheet.cell(TITLE, 1, "问题整改销号台账")
    title.style = _style("标题", "方正小标宋简体", 18, "center")
    sheet.cell(HEADING, 1, "填报单位：").style = _style("说明", "楷体_GB2312", 12, "left")
    as_of = sheet.cell(HEADING, width - 5, "截至    年  月  日")
    as_of.style = _style("说明右", "楷体_GB2312", 12, "right")
    head = _style("表头", "黑体", 11, "center", framed=True)
    short = _style("内容", "仿宋_GB2312", 11, "center", framed=True)
    long = _style("内容长", "仿宋_GB2312", 11, "left", framed=True)
    day = _style("日期", "仿宋_GB2312", 11, "center", framed=True)
    day.number_format = "yyyy-mm-dd"
    sheet.cell(HEADER, 1, "序号").style = head
    sheet.cell(DATA, 1).style = short
    sheet.column_dimensions["A"].width = 5
    for column, (name, size) in enumerate(COLUMNS.items(), 2):
        sheet.cell(HEADER, column, FIELDS[name].label).style = head
        dated = FIELDS[name].kind is Kind.DATE
        sheet.cell(DATA, column).style = day if dated else long if name in LONG else short
        sheet.column_dimensions[get_column_letter(column)].width = size
    _footer(sheet, width)
    sheet.merge_cells(start_row=TITLE, end_row=TITLE, start_column=1, end_column=width)
    sheet.merge_cells(start_row=HEADING, end_row=HEADING, start_column=1, end_column=width - 6)
    sheet.merge_cells(start_row=HEADING, end_row=HEADING, start_column=width - 5, end_column=width)


def _footer(sheet: Worksheet, width: int) -> None:
    """Three places to sign, side by side."""
    each = width // len(FOOTER_TEXTS)
    for index, text in enumerate(FOOTER_TEXTS):
        left = 1 + index * each
        right = width if text == FOOTER_TEXTS[-1] else left + each - 1
        sheet.cell(FOOTER, left, text).style = "说明"
        sheet.merge_cells(start_row=FOOTER, end_row=FOOTER, start_column=left, end_column=right)


def _print(sheet: Worksheet) -> None:
    for row, height in ((TITLE, 36), (HEADING, 22), (HEADER, 34), (DATA, 34), (FOOTER, 28)):
        sheet.row_dimensions[row].height = height
    sheet.freeze_panes = f"C{DATA}"
    sheet.print_title_rows = f"{HEADER}:{HEADER}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.5, 0.6
    sheet.HeaderFooter.oddFooter.center.text = "第 &P 页，共 &N 页"  # type: ignore[union-attr]


def _style(name: str, font: str, size: int, align: str, *, framed: bool = False) -> NamedStyle:
    side = Side(style="thin") if framed else Side()
    return NamedStyle(
        name,
        font=Font(name=font, size=size),
        alignment=Alignment(horizontal=align, vertical="center", wrap_text=True),
        border=Border(side, side, side, side),
    )


if __name__ == "__main__":
    main()
