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
    "number": 11, "source": 9, "source_no": 13, "reported_on": 11, "assigned_on": 11, "subdistrict": 10,
    "community": 10, "estate": 11, "building": 9, "company": 16, "category": 9, "severity": 7, "description": 30,
    "complainant": 8, "phone": 13, "lead_unit": 13, "co_units": 13, "person": 8, "person_phone": 13,
    "requirement": 20, "measures": 20, "due_on": 11, "progress": 22, "done_on": 11, "status": 8, "verifier": 8,
    "verified_on": 11, "verify_result": 12, "closed_on": 11, "callback_on": 11, "callback_text": 18,
    "satisfaction": 8, "doc_no": 12, "remarks": 12, "整改前照片": 16, "整改后照片": 16,
}  # fmt: skip
LONG = (
    "company", "description", "measures", "progress", "remarks", "source_no", "requirement", "callback_text",
    "verify_result",
)  # fmt: skip
TITLE, HEADING, HEADER, DATA, FOOTER = 1, 2, 3, 4, 5
MADE = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)


class Form(NamedTuple):
    """One form: its name, what stands above and below its table, its columns by field."""

    name: str
    title: str
    heading: tuple[str, str]
    footer: tuple[str, ...]
    columns: str


DATED = ("填报单位：", "截至    年  月  日")
SIGNED = ("填表人：", "审核人：", "联系电话：")
FORMS = (
    Form(
        "问题台账", "问题整改销号台账", DATED, SIGNED,
        "number source source_no reported_on subdistrict community estate building company category description"
        " lead_unit person measures due_on progress done_on status verifier verified_on closed_on callback_on"
        " satisfaction remarks",
    ),
    Form(
        "信访台账", "信访投诉问题办理台账", DATED, SIGNED,
        "number source_no reported_on complainant phone subdistrict community estate building category description"
        " lead_unit person due_on progress done_on callback_on callback_text satisfaction status closed_on remarks",
    ),
    Form(
        "12345台账", "12345 热线转办工单办理台账", DATED, SIGNED,
        "number source_no reported_on assigned_on complainant phone subdistrict estate building category description"
        " lead_unit person due_on progress done_on callback_on satisfaction status closed_on remarks",
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
        _print(sheet)
        out = BytesIO()
        book.save(out)
        write_atomic(FOLDER / f"{form.name}.xlsx", out.getvalue())


def _write(sheet: Worksheet, form: Form) -> None:
    columns = form.columns.split()
    width = len(columns) + 1
    split = width - max(width // 4, 3)
    sheet.cell(TITLE, 1, form.title).style = _style("标题", "方正小标宋简体", 18, "center")
    sheet.cell(HEADING, 1, form.heading[0]).style = _style("说明", "楷体_GB2312", 12, "left")
    right = sheet.cell(HEADING, split + 1, form.heading[1])
    right.style = _style("说明右", "楷体_GB2312", 12, "right")
    head = _style("表头", "黑体", 11, "center", framed=True)
    short = _style("内容", "仿宋_GB2312", 11, "center", framed=True)
    long = _style("内容长", "仿宋_GB2312", 11, "left", framed=True)
    day = _style("日期", "仿宋_GB2312", 11, "center", framed=True)
    day.number_format = "yyyy-mm-dd"
    sheet.cell(HEADER, 1, "序号").style = head
    sheet.cell(DATA, 1).style = short
    sheet.column_dimensions["A"].width = 5
    for column, name in enumerate(columns, 2):
        field = FIELDS.get(name)
        sheet.cell(HEADER, column, field.label if field else name).style = head
        dated = field is not None and field.kind is Kind.DATE
        sheet.cell(DATA, column).style = day if dated else long if name in LONG else short
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[name]
        _choices(sheet, name, f"{get_column_letter(column)}{DATA}")
    _footer(sheet, form, width)
    sheet.merge_cells(start_row=TITLE, end_row=TITLE, start_column=1, end_column=width)
    sheet.merge_cells(start_row=HEADING, end_row=HEADING, start_column=1, end_column=split)
    sheet.merge_cells(start_row=HEADING, end_row=HEADING, start_column=split + 1, end_column=width)


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


def _footer(sheet: Worksheet, form: Form, width: int) -> None:
    """The places to sign, side by side."""
    each = width // len(form.footer)
    for index, text in enumerate(form.footer):
        left = 1 + index * each
        right = width if text == form.footer[-1] else left + each - 1
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
