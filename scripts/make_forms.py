"""Make data/forms/*.xlsx, the forms for ledgers whose district has brought none of its own.

Run from the root of the repository: python scripts/make_forms.py
"""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ledger import catalogue
from ledger.models import FIELDS, Kind, Status
from ledger.profile import parse
from ledger.sheets.files import write_atomic

FOLDER = Path("data/forms")
WIDTHS = {
    "number": 10, "source": 7, "source_no": 9, "reported_on": 10.5, "assigned_on": 10.5, "subdistrict": 8,
    "community": 8, "estate": 9, "building": 8, "company": 11, "category": 8, "severity": 7, "description": 28,
    "complainant": 7, "phone": 12, "lead_unit": 9, "co_units": 10, "person": 7, "person_phone": 12,
    "requirement": 18, "measures": 16, "due_on": 10.5, "progress": 18, "done_on": 10.5, "status": 7, "verifier": 7,
    "verified_on": 10.5, "verify_result": 12, "closed_on": 10.5, "callback_on": 10.5, "callback_text": 16,
    "satisfaction": 7, "doc_no": 10, "remarks": 9, "整改前照片": 15, "整改后照片": 15,
}  # fmt: skip
LONG = (
    "company",
    "description",
    "measures",
    "progress",
    "remarks",
    "requirement",
    "callback_text",
    "verify_result",
)
TITLE, HEADING, HEADER = 1, 2, 3
A3, A4 = 8, 9
MADE = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)


class Form(NamedTuple):
    """One form: its name, what stands above and below its table, its columns by field.

    A heading with a colon stands over the columns that follow, up to the next bar.
    """

    name: str
    title: str
    heading: tuple[str, str]
    footer: tuple[str, ...]
    columns: str
    paper: int = A4

    @property
    def bands(self) -> list[tuple[str, list[str]]]:
        """The columns with the heading over them, "" for those that have none."""
        parts = [part.rpartition(":") for part in self.columns.split("|")]
        return [(heading.strip(), names.split()) for heading, _, names in parts]


DATED = ("填报单位：", "截至    年  月  日")
SIGNED = ("填表人：", "审核人：", "联系电话：")
FORMS = (
    Form(
        "问题台账", "问题整改销号台账", DATED, SIGNED,
        "number | 来源: source source_no reported_on | 地点: subdistrict community estate building company"
        " | 问题: category description | 责任: lead_unit person | 整改: measures due_on progress done_on"
        " | 验收销号: status verifier verified_on closed_on | 回访: callback_on satisfaction | remarks",
        A3,
    ),
    Form(
        "信访台账", "信访投诉问题办理台账", DATED, SIGNED,
        "number | 来源: source_no reported_on complainant phone | 地点: subdistrict community estate building"
        " | 问题: category description | 责任: lead_unit person | 整改: due_on progress done_on"
        " | 回访: callback_on callback_text satisfaction | 销号: status closed_on | remarks",
        A3,
    ),
    Form(
        "12345台账", "12345 热线转办工单办理台账", DATED, SIGNED,
        "number | 工单: source_no reported_on assigned_on complainant phone | 地点: subdistrict estate building"
        " | 问题: category description | 责任: lead_unit person | 整改: due_on progress done_on"
        " | 回访: callback_on satisfaction | 销号: status closed_on | remarks",
        A3,
    ),
    Form(
        "销号申请单", "问题整改销号申请单", ("申请单位：", "填报日期：    年  月  日"),
        ("整改单位负责人：", "验收意见：", "主管部门负责人："),
        "number subdistrict estate building description measures progress done_on lead_unit person verifier"
        " verified_on verify_result 整改前照片 整改后照片 remarks",
    ),
    Form(
        "整改通知单", "物业问题整改通知单", ("被通知单位：", "填表日期：    年  月  日"),
        ("签发单位负责人：", "接收单位负责人：", "接收日期：    年  月  日"),
        "number estate building category severity description requirement due_on lead_unit person 整改前照片 remarks",
    ),
    Form(
        "交办清单", "问题交办清单", ("交办单位：", "填表日期：    年  月  日"),
        ("交办人：", "签收人：", "签收日期：    年  月  日"),
        "number source reported_on subdistrict estate building category description lead_unit co_units person"
        " requirement due_on doc_no remarks",
    ),
)  # fmt: skip


def main() -> None:
    for form in FORMS:
        book = Workbook()
        book.properties.creator = "ledger"
        book.properties.created = book.properties.modified = MADE
        sheet = book.worksheets[0]
        sheet.title = form.name
        _write(sheet, form)
        out = BytesIO()
        book.save(out)
        write_atomic(FOLDER / f"{form.name}.xlsx", out.getvalue())


def _write(sheet: Worksheet, form: Form) -> None:
    columns = [name for _, names in form.bands for name in names]
    width = len(columns) + 1
    split = width - max(width // 4, 3)
    header = HEADER + any(heading for heading, _ in form.bands)
    sheet.cell(TITLE, 1, form.title).style = _style("标题", "方正小标宋简体", 20, "center")
    sheet.cell(HEADING, 1, form.heading[0]).style = _style("说明", "楷体_GB2312", 12, "left")
    right = sheet.cell(HEADING, split + 1, form.heading[1])
    right.style = _style("说明右", "楷体_GB2312", 12, "right")
    _table(sheet, form, header)
    _footer(sheet, form, width, header + 2)
    sheet.merge_cells(start_row=TITLE, end_row=TITLE, start_column=1, end_column=width)
    sheet.merge_cells(start_row=HEADING, end_row=HEADING, start_column=1, end_column=split)
    sheet.merge_cells(start_row=HEADING, end_row=HEADING, start_column=split + 1, end_column=width)
    _print(sheet, form, header)


def _table(sheet: Worksheet, form: Form, header: int) -> None:
    """The header, of two rows where it has headings over columns, and the first row below it."""
    head = _style("表头", "黑体", 11, "center", framed=True)
    short = _style("内容", "仿宋_GB2312", 11, "center", framed=True)
    long = _style("内容长", "仿宋_GB2312", 11, "left", framed=True)
    day = _style("日期", "仿宋_GB2312", 11, "center", framed=True)
    day.number_format = "yyyy-mm-dd"
    sheet.cell(header + 1, 1).style = short
    sheet.column_dimensions["A"].width = 4.5
    _heading(sheet, "", ["序号"], (1, header), head)
    column = 2
    for over, names in form.bands:
        labels = [FIELDS[name].label if name in FIELDS else name for name in names]
        _heading(sheet, over, labels, (column, header), head)
        for at, name in enumerate(names, column):
            dated = name in FIELDS and FIELDS[name].kind is Kind.DATE
            sheet.cell(header + 1, at).style = day if dated else long if name in LONG else short
            sheet.column_dimensions[get_column_letter(at)].width = WIDTHS[name]
            _choices(sheet, name, f"{get_column_letter(at)}{header + 1}")
        column += len(names)


def _heading(
    sheet: Worksheet, over: str, labels: list[str], place: tuple[int, int], style: NamedStyle
) -> None:
    """Labels from a column on, below what stands over them; without that they are as high as the header."""
    left, header = place
    for row in range(HEADER, header + 1):
        for column in range(left, left + len(labels)):
            sheet.cell(row, column).style = style
    for column, label in enumerate(labels, left):
        sheet.cell(header if over else HEADER, column, label)
        if not over and header > HEADER:
            sheet.merge_cells(
                start_row=HEADER, end_row=header, start_column=column, end_column=column
            )
    if over:
        right = left + len(labels) - 1
        sheet.cell(HEADER, left, over)
        sheet.merge_cells(start_row=HEADER, end_row=HEADER, start_column=left, end_column=right)


def _choices(sheet: Worksheet, name: str, cell: str) -> None:
    """A drop-down of the usual words; another word may be typed in."""
    usual = parse(catalogue.table("profiles/默认.toml"))
    lists = {
        "status": tuple(status.label for status in Status),
        "category": usual.categories,
        "severity": usual.severities,
        "satisfaction": ("满意", "基本满意", "不满意", "未评价"),
    }
    if name in lists:
        rule = DataValidation(type="list", formula1=f'"{",".join(lists[name])}"', allow_blank=True)
        rule.showErrorMessage = False
        rule.add(cell)
        sheet.add_data_validation(rule)


def _footer(sheet: Worksheet, form: Form, width: int, row: int) -> None:
    """The places to sign, side by side."""
    each = width // len(form.footer)
    for index, text in enumerate(form.footer):
        left = 1 + index * each
        right = width if text == form.footer[-1] else left + each - 1
        sheet.cell(row, left, text).style = "说明"
        sheet.merge_cells(start_row=row, end_row=row, start_column=left, end_column=right)


def _print(sheet: Worksheet, form: Form, header: int) -> None:
    heads = dict.fromkeys(range(HEADER, header + 1), 24 if header > HEADER else 34)
    for row, height in {TITLE: 40, HEADING: 24, **heads, header + 1: 36, header + 2: 30}.items():
        sheet.row_dimensions[row].height = height
    sheet.freeze_panes = f"C{header + 1}"
    sheet.print_title_rows = f"{HEADER}:{header}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = form.paper
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.footer = 0.5, 0.75, 0.35
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
