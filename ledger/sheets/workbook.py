"""Reports as workbooks in the style of an office, with nothing to fill in or to adjust before printing."""

import re
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import LedgerError
from ledger.reports import Cell, Report, Table

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TITLE_FONT: Final = "方正小标宋简体"
HEAD_FONT: Final = "黑体"
BODY_FONT: Final = "仿宋_GB2312"
A4: Final = 9
TITLE_ROW: Final = 1
PERIOD_ROW: Final = 2
HEADER_ROW: Final = 3
LINE: Final = 18
# counts stay numbers, so that a sheet can be added up; a rate keeps its denominator and is a text
TEXT: Final = "@"
# XML knows no control characters but tab and line feed, and turns a carriage return into a line feed
UNWRITABLE: Final = r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]"


def write_report(report: Report, prepared_by: str = "", reviewed_by: str = "") -> bytes:
    """The report as an .xlsx file, one sheet for each table, read back before it is returned.

    Raises LedgerError when what was written is not what is read.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for table in report.tables:
        sheet = book.create_sheet(table.title)
        _fill(sheet, report, table)
        _foot(sheet, report, table, f"制表人：{prepared_by or '　　　　'}　　审核人：{reviewed_by}")
        _print(sheet, table)
    buffer = BytesIO()
    book.save(buffer)
    data = buffer.getvalue()
    _proofread(data, report)
    return data


def _fill(sheet: "Worksheet", report: Report, table: Table) -> None:
    width = len(table.columns)
    _line(sheet, TITLE_ROW, report.title, width, (TITLE_FONT, 20, "center"))
    about = f"{table.title}　　统计期：{report.period.first} 至 {report.period.last}"
    _line(sheet, PERIOD_ROW, about, width, (BODY_FONT, 12, "left"))
    sheet.row_dimensions[TITLE_ROW].height = 2 * LINE
    sheet.row_dimensions[PERIOD_ROW].height = LINE + 6
    labels = tuple(column.label for column in table.columns)
    _row(sheet, HEADER_ROW, labels, table, HEAD_FONT)
    for number, row in enumerate(_body(table), start=HEADER_ROW + 1):
        _row(sheet, number, row, table, HEAD_FONT if row is table.total else BODY_FONT)


def _body(table: Table) -> tuple[tuple[Cell, ...], ...]:
    return (*table.rows, *((table.total,) if table.total else ()))


def _row(sheet: "Worksheet", number: int, cells: Iterable[Cell], table: Table, font: str) -> None:
    """One framed row, high enough for its longest text."""
    from openpyxl.styles import Alignment, Border, Font, Side

    thin = Side(style="thin")
    lines = 1
    for index, (column, value) in enumerate(zip(table.columns, cells, strict=True), start=1):
        cell = sheet.cell(number, index)
        _put(cell, _shown(value))
        centred = column.figures or number == HEADER_ROW
        cell.font = Font(name=font, size=12)
        cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
        cell.alignment = Alignment(
            horizontal="center" if centred else "left", vertical="center", wrap_text=True
        )
        lines = max(lines, -(-_breadth(str(_shown(value))) // (column.width - 1)))
    sheet.row_dimensions[number].height = LINE * lines + 6


def _shown(value: Cell) -> str | int:
    """What stands in the cell: counts as numbers, everything else as text."""
    if isinstance(value, str):
        return re.sub(UNWRITABLE, "", value.replace("\r\n", "\n"))
    return int(value.value) if value.part is None and value.value is not None else value.text


def _breadth(text: str) -> int:
    """The width in Latin characters: a Chinese character takes two, at 12 points a little more."""
    return round(sum(2.2 if ord(char) > 0x2000 else 1.2 for char in text))


def _put(cell: Any, value: str | int) -> None:
    """Write a value that stays what it is: a text that begins with = is no formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = TEXT


def _line(sheet: "Worksheet", row: int, text: str, width: int, style: tuple[str, int, str]) -> None:
    """A text across the whole table."""
    from openpyxl.styles import Alignment, Font

    font, size, horizontal = style
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    cell = sheet.cell(row, 1)
    _put(cell, text)
    cell.font = Font(name=font, size=size)
    cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)


def _foot(sheet: "Worksheet", report: Report, table: Table, signed: str) -> None:
    """Notes, the sentence for a 简报 below the first table, who made it, the ledger's 指纹."""
    lines = [f"注：{'；'.join(table.notes)}。"] if table.notes else []
    if table is report.tables[0] and report.summary:
        lines.append(report.summary)
    made = report.heading.made_on
    lines.append(f"{signed}　　　　制表日期：{made.year}年{made.month}月{made.day}日")
    if report.heading.fingerprint:
        lines.append(f"台账指纹：{report.heading.fingerprint}")
    room = sum(column.width for column in table.columns) - 2
    for row, text in enumerate(lines, start=HEADER_ROW + len(_body(table)) + 1):
        _line(sheet, row, text, len(table.columns), (BODY_FONT, 12, "left"))
        sheet.row_dimensions[row].height = LINE * -(-_breadth(text) // room) + 6


def _print(sheet: "Worksheet", table: Table) -> None:
    """Widths, a header that stays in sight, A4 landscape one page wide with the header on each page."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    for index, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{TITLE_ROW}:{HEADER_ROW}"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.print_options.horizontalCentered = True
    footer: Any = sheet.oddFooter
    footer.center.text = "第 &P 页 共 &N 页"


def _proofread(data: bytes, report: Report) -> None:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data))
    for table in report.tables:
        rows = book[table.title].iter_rows(
            min_row=HEADER_ROW + 1, max_row=HEADER_ROW + len(_body(table)), values_only=True
        )
        read = [tuple("" if value is None else value for value in row) for row in rows]
        if read != [tuple(_shown(cell) for cell in row) for row in _body(table)]:
            raise LedgerError(
                f"报表“{table.title}”写出后读回不一致，没有保存",
                "再试一次；仍不行用 ledger check 核对台账",
            )
