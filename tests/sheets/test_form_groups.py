"""Forms with groups: where new issues go, what is numbered, counted, coloured and merged again."""

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, PatternFill

from ledger import catalogue
from ledger.intake import reading
from ledger.intake.context import Context
from ledger.models import Issue, Status
from ledger.sheets.fill import fill
from ledger.sheets.form import compose
from ledger.sheets.read import read_content

HEADER = ("序号", "小区名称", "反映问题", "整改措施", "整改时限", "办理情况")
TODAY = date(2023, 12, 20)


class Form:
    """A workbook of these rows, its issues as they are read from it."""

    def __init__(self, rows, *, header=HEADER, change=lambda _: None):
        book = Workbook()
        sheet = book.active
        sheet.append(["某区问题台账"])
        sheet.append(header)
        for row in rows:
            sheet.append(row)
        change(sheet)
        out = io.BytesIO()
        book.save(out)
        self.data = out.getvalue()
        self.book = read_content(self.data, "台账.xlsx")
        streets = frozenset(("靖宇街道", "太古街道", "东莱街道"))
        context = Context(today=TODAY, district="道外区", streets=streets)
        self.reading = reading.read(self.book, catalogue.vocabulary(), context)
        self.issues = [
            Issue(uid=f"u{n}", number=f"2023-{n:04}", **draft.values)
            for n, draft in enumerate(self.reading.drafts)
        ]

    def __call__(self, issues):
        filling = compose(self.reading, self.book, issues)
        return load_workbook(io.BytesIO(fill(self.data, filling.sheets, filling.edits))).active

    def column(self, issues, letter, top=3):
        return [cell.value for cell in self(issues)[letter][top - 1 :]]


def new(n=1, **values):
    told = {"description": f"新问题{n}", "status": Status.IN_PROGRESS} | values
    return Issue(uid=f"n{n}", number=f"2024-{n:04}", **told)


def row(n, estate, what, state="已办结"):
    return (n, estate, what, "已安排", "2023-11-01", state)


SECTIONS = (
    ("一、靖宇街道（2件）",),
    row(1, "丰润小区", "路灯不亮"),
    row(2, "正大小区", "井盖缺失"),
    ("小计", None, "2件"),
    ("二、太古街道（1件）",),
    row(1, "昌盛小区", "楼道堆物"),
    ("小计", None, "1件"),
    ("合计", 3),
)


def test_an_issue_goes_into_the_section_that_names_its_street():
    form = Form(SECTIONS)
    found = form.column([*form.issues, new(subdistrict="靖宇街道", estate="新小区")], "A")
    assert found == [
        "一、靖宇街道（3件）",
        1,
        2,
        3,
        "小计",
        "二、太古街道（1件）",
        1,
        "小计",
        "合计",
    ]
    sheet = form([*form.issues, new(subdistrict="靖宇街道")])
    assert (sheet["C7"].value, sheet["C10"].value, sheet["B11"].value) == ("3件", "1件", 4)


def test_an_issue_stands_beside_those_of_its_estate():
    form = Form(SECTIONS)
    found = form.column([*form.issues, new(subdistrict="靖宇街道", estate="丰润小区")], "C", top=4)
    assert found[:4] in (
        ["路灯不亮", "新问题1", "井盖缺失", "3件"],
        ["路灯不亮", "井盖缺失", "新问题1", "3件"],
    )


def test_a_street_without_a_section_gets_one_with_its_own_number_and_sum():
    form = Form(SECTIONS)
    streets = [new(1, subdistrict="东莱街道"), new(2, subdistrict="东莱街道")]
    sheet = form([*form.issues, *streets])
    assert [cell.value for cell in sheet["A"][8:]] == [
        "小计", "三、东莱街道（2件）", 1, 2, "小计", "合计",
    ]  # fmt: skip
    assert (sheet["C13"].value, sheet["B14"].value) == ("2件", 5)


def test_totals_of_numbers_follow():
    form = Form([row(1, "甲小区", "路灯不亮"), row(2, "乙小区", "井盖缺失"), ("合计", 2)])
    assert form.column([*form.issues, new()], "B") == ["甲小区", "乙小区", None, 3]
    assert form.column(form.issues[:1], "B") == ["甲小区", 1]


def test_a_form_whose_rows_all_went_keeps_its_total_below():
    form = Form([row(1, "甲小区", "路灯不亮"), ("合计", None, "1件"), ("填表人：王芳",)])
    assert form.column([new()], "A") == [1, "合计", "填表人：王芳"]
    assert form.column([new()], "C") == ["新问题1", "1件", None]


def test_numbers_by_groups_and_within_them():
    header = ("序号", "小区名称", "分序号", "反映问题", "整改措施", "办理情况")
    rows = [
        (1, "甲小区", 1, "路灯不亮", "已安排", "已办结"),
        (None, None, 2, "井盖缺失", "已安排", "已办结"),
        (2, "乙小区", 1, "楼道堆物", "已安排", "已办结"),
        (None, None, 2, "绿地种菜", "已安排", "已办结"),
    ]

    def merged(sheet):
        for area in ("A3:A4", "B3:B4", "A5:A6", "B5:B6"):
            sheet.merge_cells(area)

    form = Form(rows, header=header, change=merged)
    sheet = form([*form.issues, new(estate="甲小区")])
    assert [cell.value for cell in sheet["C"][2:]] == [1, 2, 3, 1, 2]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A3:A5", "B3:B5", "A6:A7", "B6:B7"}
    assert sheet["A6"].value == 2


def test_a_word_has_the_colour_that_it_has_elsewhere():
    colours = {"已办结": "FF00FF00", "办理中": "FFFFFF00"}

    def painted(sheet):
        for cell in sheet["F"][2:]:
            cell.fill = PatternFill("solid", fgColor=colours[cell.value])

    rows = [row(n, "甲小区", f"问题{n}", s) for n, s in enumerate(["已办结", "办理中"] * 2, 1)]
    form = Form(rows, change=painted)
    done = form.issues[1]._replace(status=form.issues[0].status, status_text="已办结")
    sheet = form([form.issues[0], done, *form.issues[2:], new()])
    told = [(cell.value, cell.fill.fgColor.rgb) for cell in sheet["F"][2:]]
    assert told[1] == ("已办结", colours["已办结"])
    assert told[-1] == ("办理中", colours["办理中"])


def test_a_heading_over_all_columns_keeps_its_height():
    def wrapped(sheet):
        sheet.merge_cells("A3:F3")
        for cell in [c for r in sheet.iter_rows(min_row=3) for c in r]:
            if not isinstance(cell, type(sheet["B3"])):
                cell.alignment = Alignment(wrap_text=True)
        for number in range(3, 11):
            sheet.row_dimensions[number].height = 30

    form = Form([("一、靖宇街道负责处理的问题（2件）",), *SECTIONS[1:]], change=wrapped)
    sheet = form([*form.issues, new(subdistrict="靖宇街道", description="很长的问题" * 30)])
    assert sheet.row_dimensions[3].height == 30
    assert sheet.row_dimensions[6].height > 100


def test_formulas_that_would_look_at_nothing_give_way_to_what_is_known():
    header = ("序号", "小区名称", "反映问题", "派件日期", "办理天数", "整改时限", "办理情况")
    rows = [
        (n, "甲小区", f"问题{n}", "2023-11-01", 5, f"=D{n + 2}+E{n + 2}", "已办结")
        for n in (1, 2, 3)
    ]
    form = Form(rows, header=header)
    sheet = form([*form.issues, new(due_on=TODAY)])
    assert str(sheet["F5"].value).startswith("=D5")
    assert not str(sheet["F6"].value).startswith("=")


@pytest.mark.parametrize("count", [3, 700])
def test_many_new_rows_are_like_few(count):
    form = Form([row(1, "甲小区", "路灯不亮"), ("填表人：王芳",)])
    texts = ["甲\x0b乙<&>", "=1+1", "多行\n的", "_x0041_"]
    more = [new(n, description=texts[n % 4], estate=f"小区{n}") for n in range(count)]
    sheet = form([*form.issues, *more])
    assert sheet.max_row == count + 4
    assert [cell.value for cell in sheet["A"][2:-1]] == list(range(1, count + 2))
    assert sheet.cell(count + 4, 1).value == "填表人：王芳"
    book = read_content(_saved(form, [*form.issues, *more]), "台账.xlsx")
    assert [book.sheets[0].rows[n][3] for n in (4, 5, 6)] == ["甲乙<&>", "=1+1", "多行\n的"]


def _saved(form, issues):
    filling = compose(form.reading, form.book, issues)
    return fill(form.data, filling.sheets, filling.edits)
