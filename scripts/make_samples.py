r"""Make data/samples/*.xlsx: invented ledgers of six districts, laid out as their offices lay them out.

What the tables say is in scripts/samples/*.csv, row by row as in the sheets: 〃 continues the cell above (merged),
| separates the levels of a header, \n breaks a line. What stands around them is in scripts/samples/books.toml.
Run from the root of the repository: python scripts/make_samples.py; the same bytes come out each time.
"""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import Any, Final, NamedTuple
from unicodedata import east_asian_width
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ledger.sheets import totals
from ledger.sheets.files import write_atomic
from ledger.sheets.parts import Package

CONTENT: Final = Path("scripts/samples")
TARGET: Final = Path("data/samples")
MADE: Final = b"2024-01-01T00:00:00Z"
NOTE: Final = "说明：本表为示例，人名、单位、小区、电话和问题都是编造的。"
SAME: Final = "〃"
TITLE: Final = Font(name="方正小标宋简体", size=22)
HEADING: Final = Font(name="楷体_GB2312", size=12)
HEADER: Final = Font(name="黑体", size=11)
BODY: Final = Font(name="仿宋_GB2312", size=11)
BOLD: Final = Font(name="仿宋_GB2312", size=11, bold=True)
LINE: Final = Side(style="thin")
FRAME: Final = Border(LINE, LINE, LINE, LINE)
HEADER_TOP: Final = 3
LEAST, EACH_LINE = 30.0, 16.0
WIDE: Final = 22


@dataclass(frozen=True, kw_only=True)
class Page:
    """One sheet: the csv that fills it, the texts around the table, its look."""

    content: str
    sheet: str
    title: str
    heading: Sequence[str]
    widths: Sequence[float]
    signed: Sequence[str] = ()
    freeze: int = 1
    day: str = "General"
    choices: Mapping[str, str] = field(default_factory=dict)
    upright: bool = False


def books() -> Mapping[str, list[Page]]:
    """The sheets of each workbook, as scripts/samples/books.toml tells them."""
    told = tomllib.loads((CONTENT / "books.toml").read_text("utf-8"))
    return {district: list(_sheets(tables)) for district, tables in told.items()}


def _sheets(tables: Sequence[Mapping[str, Any]]) -> Iterator[Page]:
    for table in tables:
        for name in table.get("each", [""]):
            page = Page(**{key: value for key, value in table.items() if key != "each"})
            yield replace(
                page,
                content=page.content.format(name=name),
                sheet=page.sheet.format(name=name),
                heading=[text.format(name=name) for text in page.heading],
            )


def main() -> None:
    for district, pages in books().items():
        book = Workbook()
        book.remove(book.worksheets[0])
        for page in pages:
            Ledger(page, book.create_sheet(page.sheet)).write()
        book.properties.creator = "示例"
        write_atomic(TARGET / f"{district}.xlsx", _bytes(book))


def _bytes(book: Workbook) -> bytes:
    """The workbook with its formulas calculated, the same bytes on every day."""
    out, fixed = BytesIO(), BytesIO()
    book.save(out)
    package = Package(out.getvalue())
    totals.refresh(package, [])  # openpyxl writes texts into their cells, none are shared
    with ZipFile(fixed, "w", ZIP_DEFLATED) as archive:
        for name, data in package.parts.items():
            dated = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", MADE, data)
            whole = dated if name == "docProps/core.xml" else data
            archive.writestr(ZipInfo(name, (2024, 1, 1, 0, 0, 0)), whole, ZIP_DEFLATED)
    return fixed.getvalue()


class Look(NamedTuple):
    """What all cells of a column share, told by its texts."""

    texts: Sequence[str]
    width: float

    @property
    def dated(self) -> bool:
        return any(isinstance(_value(text), date) for text in self.texts)

    @property
    def long(self) -> bool:
        return self.width >= WIDE and any(_wide(text) > self.width for text in self.texts)


@dataclass(frozen=True)
class Ledger:
    """The writing of one ledger sheet, from the title down."""

    page: Page
    sheet: Worksheet

    def write(self) -> None:
        header, *rows = csv.reader((CONTENT / f"{self.page.content}.csv").open(encoding="utf-8"))
        paths = [head.split("|") for head in header]
        top = HEADER_TOP + max(len(path) for path in paths)
        last = top + len(rows) - 1
        columns = zip(*(row for row in rows if len(row) > 1), strict=True)
        looks = [Look(*pair) for pair in zip(columns, self.page.widths, strict=True)]
        _top(self.sheet, self.page.title, self.page.heading, len(paths))
        self._header(paths, top)
        for number, texts in enumerate(rows, top):
            self._row(number, texts, looks)
        self._continued(rows, top)
        if self.page.signed:
            self._foot(last + 1, len(paths))
        for name, words in self.page.choices.items():
            column = letter(1 + [path[-1] for path in paths].index(name))
            rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
            rule.add(f"{column}{top}:{column}{last}")
            self.sheet.add_data_validation(rule)
        _paged(self.sheet, self.page, top)

    def _header(self, paths: Sequence[Sequence[str]], top: int) -> None:
        """One or two levels: a lone heading reaches down, a group over its columns."""
        for column, path in enumerate(paths, 1):
            for row in range(HEADER_TOP, top):
                level = row - HEADER_TOP
                own = level < len(path) and path[: level + 1] != paths[column - 2][: level + 1]
                _cell(self.sheet, row, column, path[level] if own else None, HEADER)
            if len(path) == 1:
                _merge(self.sheet, HEADER_TOP, column, top - 1, column)
        for _, group in groupby(enumerate(paths, 1), key=lambda item: item[1][0]):
            columns = [column for column, _ in group]
            _merge(self.sheet, HEADER_TOP, columns[0], HEADER_TOP, columns[-1])
        for row in range(HEADER_TOP, top):
            self.sheet.row_dimensions[row].height = 36 if row == top - 1 else 24

    def _row(self, number: int, texts: Sequence[str], looks: Sequence[Look]) -> None:
        kind = _kind(texts)
        padded = [*texts, *[""] * (len(looks) - len(texts))]
        for column, (text, look) in enumerate(zip(padded, looks, strict=True), 1):
            value = None if text in ("", SAME) else _value(text)
            cell = _cell(self.sheet, number, column, value, BODY if kind == "data" else BOLD)
            if kind == "data" and look.dated:
                cell.number_format = self.page.day
            if kind == "section" or look.long:
                cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
        if kind != "data":
            said = [column for column, text in enumerate(padded, 1) if text]
            _merge(self.sheet, number, 1, number, (said[1] - 1) if len(said) > 1 else len(looks))
        self.sheet.row_dimensions[number].height = self._height(texts) if kind == "data" else 26

    def _height(self, texts: Sequence[str]) -> float:
        lines = (
            sum(max(1, ceil(_wide(part) / (width - 1.5))) for part in text.split("\\n"))
            for text, width in zip(texts, self.page.widths, strict=True)
        )
        return max(LEAST, max(lines) * EACH_LINE + 8)

    def _continued(self, rows: Sequence[Sequence[str]], top: int) -> None:
        """Merge each cell with those below that continue it."""
        for column in range(len(self.page.widths)):
            start = top
            for number, texts in enumerate([*rows, []], top):
                if len(texts) <= column or texts[column] != SAME:
                    _merge(self.sheet, start, column + 1, number - 1, column + 1)
                    start = number

    def _foot(self, row: int, width: int) -> None:
        """The places to sign, side by side; below them the note."""
        each = width // len(self.page.signed)
        for index, text in enumerate(self.page.signed):
            left = 1 + index * each
            right = width if index == len(self.page.signed) - 1 else left + each - 1
            _words(self.sheet, row, (left, right), text)
        _words(self.sheet, row + 1, (1, width), NOTE)
        self.sheet.row_dimensions[row].height = 32
        self.sheet.row_dimensions[row + 1].height = 24


def _top(sheet: Worksheet, title: str, heading: Sequence[str], width: int) -> None:
    """The title, and below it what the table says of itself: at the left, at the right."""
    cell = sheet.cell(1, 1, title)
    cell.font, cell.alignment = TITLE, Alignment(horizontal="center", vertical="center")
    _merge(sheet, 1, 1, 1, width)
    middle = width * 2 // 3 if len(heading) > 1 else width
    for (left, right), text in zip(((1, middle), (middle + 1, width)), heading, strict=False):
        _words(sheet, 2, (left, right), text, "left" if left == 1 else "right")
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 40, 24


def _words(
    sheet: Worksheet, row: int, columns: tuple[int, int], text: str, align: str = "left"
) -> None:
    cell = sheet.cell(row, columns[0], text)
    cell.font, cell.alignment = HEADING, Alignment(horizontal=align, vertical="center")
    _merge(sheet, row, columns[0], row, columns[1])


def _paged(sheet: Worksheet, page: Page, top: int) -> None:
    """Widths, frozen panes, and the print set-up: A4, one page wide, the header on every page."""
    for column, width in enumerate(page.widths, 1):
        sheet.column_dimensions[letter(column)].width = width
    sheet.freeze_panes = f"{letter(page.freeze)}{top}"
    sheet.print_title_rows = f"{HEADER_TOP}:{top - 1}"
    sheet.page_setup.orientation = "portrait" if page.upright else "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.6, 0.75
    margins.header = margins.footer = 0.35
    sheet.HeaderFooter.oddFooter.center.text = "第 &P 页，共 &N 页"  # type: ignore[union-attr]


def _merge(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
    if (top, left) < (bottom, right) and top <= bottom and left <= right:
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def _cell(sheet: Worksheet, row: int, column: int, value: Any, font: Font) -> Cell:
    cell: Cell = sheet.cell(row, column, value)
    cell.font, cell.border = font, FRAME
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell


def _kind(texts: Sequence[str]) -> str:
    if texts[0].endswith("计"):
        return "subtotal"
    return "data" if texts[0].isdecimal() else "section"


def _value(text: str) -> int | date | str:
    """A number, a day, or the text as it stands. 12345 is the name of a hotline, no number."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    if text.isdecimal() and len(text) < 4:
        return int(text)
    return text.replace("\\n", "\n")


def _wide(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)


if __name__ == "__main__":
    main()
