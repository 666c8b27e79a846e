"""Make data/samples/*.xlsx: invented ledgers of six districts, laid out as their offices lay them out.

What the tables say stands in scripts/samples/*.csv as it stands in the sheets: 〃 continues the cell above
(merged), | separates the levels of a header, \\n breaks a line. How they look is told here.
Run from the root of the repository: python -m scripts.make_samples; the same files come out each time.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import Final
from unicodedata import east_asian_width
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ledger.sheets.files import write_atomic

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
DATA_TOP: Final = 4
LEAST, EACH_LINE = 30.0, 15.5


@dataclass(frozen=True, kw_only=True)
class Page:
    """One sheet: the csv that fills it, the texts around the table, its look."""

    content: str
    sheet: str
    title: str
    heading: tuple[str, ...]
    widths: tuple[float, ...]
    signed: tuple[str, ...]
    freeze: int = 5
    day: str = "yyyy-mm-dd"
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Count:
    """A sheet that counts the rows of others by formulas: `row` makes the cells of a name in a row."""

    sheet: str
    title: str
    heading: str
    header: tuple[str, ...]
    names: tuple[str, ...]
    formulas: tuple[str, ...]
    summed: int

    def row(self, name: str, number: int) -> list[str]:
        return [formula.format(name=name, row=number) for formula in self.formulas]


def _streets(*names: str) -> tuple[Page, ...]:
    return tuple(
        Page(
            content=f"平房区.{name}",
            sheet=name,
            title="平房区城镇老旧小区居住环境专项整治台账（示例）",
            heading=(f"填报单位：{name}办事处（盖章）", "填报日期：2023年12月18日"),
            widths=(5, 11, 11, 12, 10, 26, 13, 19, 15, 22, 11, 11, 11, 9, 9),
            signed=("填表人：", "街道办事处负责人："),
            freeze=4,
            day="yyyy/m/d",
            choices={"销号情况": "已销号,未销号"},
        )
        for name in names
    )


STREETS: Final = ("兴建街道", "友协街道", "平新街道", "建安街道")
BOOKS: Final[Mapping[str, tuple[Page | Count, ...]]] = {
    "香坊区": (
        Page(
            content="香坊区",
            sheet="回头看台账",
            title="香坊区物业投诉集中小区“回头看”整改台账（示例）",
            heading=("填报单位：香坊区住房和城乡建设局物业办", "截至2023年12月20日"),
            widths=(5, 11, 9, 11, 12, 18, 9, 15, 25, 22, 12, 10, 11, 27, 11, 17, 10, 11),
            signed=("填表人：任小雨", "审核人：赵立新", "联系电话：0451-8215****"),
            day="yyyy.m.d",
            choices={"投诉来源": "12345,信访,来访,投诉", "是否完成": "已完成,正在整改,未整改"},
        ),
    ),
    "道里区": (
        Page(
            content="道里区",
            sheet="信访投诉台账",
            title="道里区物业信访投诉案件办理台账（示例）",
            heading=("填报单位：道里区住房和城乡建设局物业办（盖章）", "填报时间：2023年12月18日"),
            widths=(5, 14, 12, 10, 12, 12, 18, 15, 28, 10, 15, 12, 26, 15, 8, 8, 8, 9, 10),
            signed=("制表人：孟晓彤", "审核人：季立文", "分管领导："),
            choices={"办理状态": "已办结,办理中,待交办", "满意度": "满意,基本满意,不满意,未评价"},
        ),
        Count(
            sheet="分街道统计",
            title="道里区物业信访投诉办理情况统计表（示例）",
            heading="统计区间：2023年9月1日至2023年12月18日",
            header=("序号", "街道（镇）", "信访投诉（件）", "已办结（件）", "督办单（个）", "移交执法（件）",
                    "信用扣分（分）", "黑榜（家）"),
            names=("群力街道", "安和街道", "康安街道", "工农街道", "城乡路街道", "经纬街道", "爱建街道",
                   "通江街道", "新阳路街道", "抚顺街道", "共乐街道", "新发镇"),
            formulas=(
                "=COUNTIF(信访投诉台账!$E$5:$E$26,B{row})",
                '=COUNTIFS(信访投诉台账!$E$5:$E$26,B{row},信访投诉台账!$R$5:$R$26,"已办结")',
                '=COUNTIFS(信访投诉台账!$E$5:$E$26,B{row},信访投诉台账!$N$5:$N$26,"*")',
                '=COUNTIFS(信访投诉台账!$E$5:$E$26,B{row},信访投诉台账!$O$5:$O$26,"√")',
                "=SUMIF(信访投诉台账!$E$5:$E$26,B{row},信访投诉台账!$P$5:$P$26)",
                '=COUNTIFS(信访投诉台账!$E$5:$E$26,B{row},信访投诉台账!$Q$5:$Q$26,"√")',
            ),
            summed=6,
        ),
    ),
    "道外区": (
        Page(
            content="道外区",
            sheet="专项整治台账",
            title="道外区城镇老旧小区居住环境专项整治问题整改销号台账（示例）",
            heading=("填报单位：道外区住房和城乡建设局（盖章）", "截至2023年12月15日"),
            widths=(5, 11, 10, 10, 8, 10, 26, 17, 9, 22, 12, 24, 12, 10, 10, 10, 8, 12),
            signed=("整改单位负责人：          （签字）", "街道办事处负责人：          （签字）",
                    "区住建局负责人：          （签字）"),
            choices={"是否销号": "√,×"},
        ),
    ),
    "平房区": (
        Count(
            sheet="汇总",
            title="平房区城镇老旧小区居住环境专项整治台账汇总表（示例）",
            heading="截至2023年12月18日    单位：项",
            header=("序号", "街道", "问题总数", "已整改", "已销号", "销号率"),
            names=STREETS,
            formulas=(
                "=COUNTA({name}!F4:F8)", "=COUNTA({name}!L4:L8)", '=COUNTIF({name}!O4:O8,"已销号")',
                "=E{row}/C{row}",
            ),
            summed=3,
        ),
        *_streets(*STREETS),
    ),
    "松北区": (
        Page(
            content="松北区",
            sheet="两媒交办",
            title="松北区“两媒”信访问题交办台账（示例）",
            heading=("交办主体：松北区住房和城乡建设局", "截至2023年12月18日"),
            widths=(5, 10, 15, 11, 13, 27, 17, 11, 11, 26, 11, 10, 11, 9, 15),
            signed=("填表人：贺小宁", "审核人：鲍文山"),
            freeze=3,
            day="m月d日",
            choices={"办理状态": "已办结,办理中,待签收", "群众满意度": "满意,基本满意,不满意"},
        ),
    ),
    "双城区": (
        Page(
            content="双城区",
            sheet="投诉台账",
            title="双城区物业小区投诉问题台账（示例）",
            heading=("填报单位：双城区住房和城乡建设局物业管理科", "截至2023年12月18日"),
            widths=(5, 12, 9, 15, 12, 12, 26, 11, 18, 9, 15, 15, 12, 9, 12, 23, 12, 10),
            signed=("填表人：盛楠", "审核人：罗启明", "物业管理科电话：0451-5316****"),
            freeze=3,
            choices={"问题类别": "物业费缴纳,小区卫生,房屋维修,物业服务,车位管理", "办理状态": "已办结,办理中"},
        ),
    ),
}  # fmt: skip


def main() -> None:
    for district, pages in BOOKS.items():
        book = Workbook()
        book.remove(book.worksheets[0])
        for page in pages:
            sheet = book.create_sheet(page.sheet)
            if isinstance(page, Page):
                Ledger(page, sheet).write()
            else:
                _count(page, sheet)
        book.properties.creator = "示例"
        write_atomic(TARGET / f"{district}.xlsx", _bytes(book))


def _bytes(book: Workbook) -> bytes:
    """The workbook with the same bytes on every day."""
    out, fixed = BytesIO(), BytesIO()
    book.save(out)
    with ZipFile(out) as old, ZipFile(fixed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", MADE, data)
            new.writestr(ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data, ZIP_DEFLATED)
    return fixed.getvalue()


@dataclass(frozen=True)
class Ledger:
    """The writing of one ledger sheet, from the title down."""

    page: Page
    sheet: Worksheet

    def write(self) -> None:
        header, *rows = csv.reader((CONTENT / f"{self.page.content}.csv").open(encoding="utf-8"))
        paths = [head.split("|") for head in header]
        top = DATA_TOP if all(len(path) == 1 for path in paths) else DATA_TOP + 1
        last = top + len(rows) - 1
        _top(self.sheet, self.page.title, self.page.heading, len(paths))
        self._header(paths, top)
        for number, texts in enumerate(rows, top):
            self._row(number, texts, len(paths))
        self._continued(rows, top)
        self._foot(last + 1, len(paths))
        for name, words in self.page.choices.items():
            column = letter(1 + [path[-1] for path in paths].index(name))
            rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
            rule.add(f"{column}{top}:{column}{last}")
            self.sheet.add_data_validation(rule)
        _paged(self.sheet, self.page.widths, f"{letter(self.page.freeze)}{top}", (3, top - 1))

    def _header(self, paths: Sequence[Sequence[str]], top: int) -> None:
        """One or two levels: a lone heading reaches down, a group over its columns."""
        for column, path in enumerate(paths, 1):
            for row in range(3, top):
                level = min(row - 3, len(path) - 1)
                text = path[level] if row - 3 < len(path) else None
                _cell(self.sheet, row, column, text, HEADER)
            if top > DATA_TOP and len(path) == 1:
                _merge(self.sheet, 3, column, top - 1, column)
        for _, group in groupby(enumerate(paths, 1), key=lambda item: item[1][0]):
            columns = [column for column, _ in group]
            for column in columns[1:]:
                self.sheet.cell(3, column).value = None
            _merge(self.sheet, 3, columns[0], 3, columns[-1])
        for row in range(3, top):
            self.sheet.row_dimensions[row].height = 36 if row == top - 1 else 24

    def _row(self, number: int, texts: Sequence[str], width: int) -> None:
        kind = _kind(texts)
        padded = [*texts, *[""] * (width - len(texts))]
        for column, text in enumerate(padded, 1):
            value = None if text in ("", SAME) else _value(text)
            cell = _cell(self.sheet, number, column, value, BODY if kind == "data" else BOLD)
            if isinstance(value, date):
                cell.number_format = self.page.day
            long = kind == "section" or self.page.widths[column - 1] > 19
            cell.alignment = Alignment(
                horizontal="left" if long else "center", vertical="center", wrap_text=True
            )
        if kind != "data":
            said = [column for column, text in enumerate(padded, 1) if text]
            _merge(self.sheet, number, 1, number, (said[1] - 1) if len(said) > 1 else width)
        self.sheet.row_dimensions[number].height = self._height(texts) if kind == "data" else 26

    def _height(self, texts: Sequence[str]) -> float:
        lines = (
            sum(max(1, ceil(_wide(part) / (width - 1.5))) for part in text.split("\\n"))
            for text, width in zip(texts, self.page.widths, strict=True)
        )
        return max(LEAST, max(lines) * EACH_LINE + 6)

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


def _count(page: Count, sheet: Worksheet) -> None:
    width = len(page.header)
    _top(sheet, page.title, (page.heading,), width)
    for column, text in enumerate(page.header, 1):
        _cell(sheet, 3, column, text, HEADER)
    for number, name in enumerate(page.names, DATA_TOP):
        for column, value in enumerate([number - 3, name, *page.row(name, number)], 1):
            cell = _cell(sheet, number, column, value, BODY)
            cell.number_format = "0%" if page.header[column - 1].endswith("率") else "General"
    last = DATA_TOP + len(page.names)
    sums = [f"=SUM({c}{DATA_TOP}:{c}{last - 1})" for c in map(letter, range(3, 3 + page.summed))]
    for column, total in enumerate(["合计", None, *sums, *[None] * (width - 2 - page.summed)], 1):
        _cell(sheet, last, column, total, BOLD)
    _merge(sheet, last, 1, last, 2)
    for row in range(3, last + 1):
        sheet.row_dimensions[row].height = LEAST
    _paged(sheet, (7, 18, *[15] * (width - 2)), f"A{DATA_TOP}", (3, 3), orientation="portrait")


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


def _paged(
    sheet: Worksheet,
    widths: Sequence[float],
    freeze: str,
    titles: tuple[int, int],
    orientation: str = "landscape",
) -> None:
    """Widths, frozen panes, and the print set-up: A4, one page wide, the header on every page."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[letter(column)].width = width
    sheet.freeze_panes = freeze
    sheet.print_title_rows = f"{titles[0]}:{titles[1]}"
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.6
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def _merge(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
    if (top, left) < (bottom, right) and top <= bottom and left <= right:
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def _cell(sheet: Worksheet, row: int, column: int, value: object, font: Font) -> object:
    cell = sheet.cell(row, column, value)
    cell.font, cell.border = font, FRAME
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell
