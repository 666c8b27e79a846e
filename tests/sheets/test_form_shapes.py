"""Forms of unusual shapes: issues of several rows, tables below each other, no place for the problem."""

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment

from ledger import catalogue
from ledger.intake import reading
from ledger.intake.context import Context
from ledger.models import Issue, Status
from ledger.sheets.fill import fill
from ledger.sheets.form import compose
from ledger.sheets.read import read_content

TODAY = date(2024, 6, 20)
HEADERS = (
    ("序号", "小区名称", "问题描述", "责任单位", "整改时限", "整改状态"),
    (None, "反映人", "整改措施", "责任人", "完成日期", "备注"),
    (None, "联系电话", "整改情况", "联系人电话", "验收日期", "回访情况"),
)
STREETS = {"靖宇街道": ("丰润小区", "正大小区"), "太古街道": ("昌盛小区", "和平小区")}


def read(data):
    streets = frozenset(STREETS)
    book = read_content(data, "台账.xlsx")
    context = Context(today=TODAY, district="道外区", streets=streets)
    return book, reading.read(book, catalogue.vocabulary(), context)


class Form:
    """A workbook, its issues as they are read from it."""

    def __init__(self, book):
        out = io.BytesIO()
        book.save(out)
        self.data = out.getvalue()
        self.book, self.reading = read(self.data)
        self.issues = [
            Issue(uid=f"u{n}", number=f"2024-{n:04}", **draft.values)
            for n, draft in enumerate(self.reading.drafts)
        ]

    def filled(self, issues):
        filling = compose(self.reading, self.book, issues)
        for sheet, told in zip(filling.sheets, filling.issues, strict=True):
            assert len(sheet.rows) == len(told)
        return fill(self.data, filling.sheets, filling.edits)

    def __call__(self, issues):
        return load_workbook(io.BytesIO(self.filled(issues))).active


def folded(height):
    """Each issue in so many rows, as the header is; its number is merged over them."""
    book = Workbook()
    sheet = book.active
    sheet.append(["居民诉求办理跟踪表"])
    for header in HEADERS[:height]:
        sheet.append(header)
    for n, what in enumerate(("伸缩门坏了", "烧烤摊扰民", "充电桩不够", "没有围栏"), 1):
        sheet.append([n, "东方剑桥", what, "城管办", "2024.6.10", "进行中"])
        sheet.append([None, f"住户{n}", f"措施{n}", "盖明", None, f"备注{n}"])
        if height > 2:
            sheet.append([None, "13936001234", f"查看{n}", "13936005678", None, f"回访{n}"])
    for n in range(5):
        sheet.merge_cells(f"A{2 + n * height}:A{1 + (n + 1) * height}")
    return Form(book)


def new(n=1, **values):
    told = {"description": f"新问题{n}", "status": Status.IN_PROGRESS} | values
    return Issue(uid=f"n{n}", number=f"2024-{n + 500:04}", **told)


@pytest.mark.parametrize("height", [2, 3])
def test_a_new_issue_takes_as_many_rows_as_the_others(height):
    form = folded(height)
    assert form.filled(form.issues) == form.data
    told = {"estate": "保利公园", "measures": "新措施", "person": "麦青", "progress": "查过"}
    data = form.filled([*form.issues, new(**told), new(2)])
    sheet = load_workbook(io.BytesIO(data)).active
    top = 2 + height * 5
    assert [sheet.cell(top, c).value for c in (1, 2, 3)] == [5, "保利公园", "新问题1"]
    assert [sheet.cell(top + 1, c).value for c in (1, 3, 4)] == [None, "新措施", "麦青"]
    assert sheet.cell(top + 2, 3).value == ("查过" if height == 3 else "新问题2")
    merged = {f"A{2 + n * height}:A{1 + (n + 1) * height}" for n in range(7)}
    assert {str(area) for area in sheet.merged_cells.ranges} == merged
    again = [draft.values for draft in read(data)[1].drafts]
    assert [values["description"] for values in again][4:] == ["新问题1", "新问题2"]
    assert (again[4]["measures"], again[4]["person"]) == ("新措施", "麦青")


def test_what_changed_is_written_in_its_row_and_what_went_leaves_none_behind():
    form = folded(2)
    done = form.issues[1]._replace(remarks="已劝离", lead_unit="执法队", done_on=date(2024, 6, 18))
    sheet = form([done, form.issues[3]])
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert rows == [
        [1, "东方剑桥", "烧烤摊扰民", "执法队", "2024.6.10", "进行中"],
        [None, "住户2", "措施2", "盖明", rows[1][4], "已劝离"],
        [2, "东方剑桥", "没有围栏", "城管办", "2024.6.10", "进行中"],
        [None, "住户4", "措施4", "盖明", None, "备注4"],
    ]
    assert str(rows[1][4]).startswith("2024-06-18")


def wide(*, numbers):
    """Each issue in two rows, the lower one of wide cells as in the header; with or without merged numbers."""
    book = Workbook()
    sheet = book.active
    sheet.append(["信访事项登记台账"])
    sheet.append(["序号", "信访日期", "信访人", "责任单位", "办理状态"])
    sheet.append([None, "信访内容", None, "办理情况"])
    for n, what in enumerate(("楼道照明断电", "车位租金不公开", "阳台渗水"), 1):
        sheet.append([n, f"2024-06-0{n}", f"住户{n}", "物业办", "办理中"])
        sheet.append([None, what, None, f"已回复{n}"])
    for top in range(2, 10, 2):
        for area in [f"A{top}:A{top + 1}"] * numbers + [
            f"B{top + 1}:C{top + 1}",
            f"D{top + 1}:E{top + 1}",
        ]:
            sheet.merge_cells(area)
    return Form(book)


@pytest.mark.parametrize("numbers", [True, False])
def test_wide_cells_of_a_further_row_are_written_where_they_stand(numbers):
    form = wide(numbers=numbers)
    assert form.filled(form.issues) == form.data
    first, second, third = form.issues
    changed = second._replace(progress="已要求公开")
    sheet = form([first, changed, third, new(complainant="麦青")])
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert rows == [
        [1, "2024-06-01", "住户1", "物业办", "办理中"],
        [None, "楼道照明断电", None, "已回复1", None],
        [2, "2024-06-02", "住户2", "物业办", "办理中"],
        [None, "车位租金不公开", None, "已要求公开", None],
        [3, "2024-06-03", "住户3", "物业办", "办理中"],
        [None, "阳台渗水", None, "已回复3", None],
        [4, None, "麦青", None, "办理中"],
        [None, "新问题1", None, None, None],
    ]
    merged = {f"{area[0]}{row}:{area[1]}{row}" for area in ("BC", "DE") for row in range(3, 12, 2)}
    numbered = {f"A{row}:A{row + 1}" for row in range(2, 11, 2)} if numbers else set()
    assert {str(area) for area in sheet.merged_cells.ranges} == merged | numbered


def pasted():
    """A table for each street, one below the other, with their columns in another order."""
    book = Workbook()
    sheet = book.active
    for street, (first, second) in STREETS.items():
        sheet.append([f"{street}2024年6月物业问题台账"])
        titles = ("序号", "小区", "存在问题", "整改时限", "是否整改")
        turned = titles if street == "靖宇街道" else titles[::-1]
        sheet.append(turned)
        for n, estate in enumerate((first, second, first), 1):
            row = (n, estate, f"{estate}问题{n}", f"6月{n + 9}日", "否")
            sheet.append(row if turned is titles else row[::-1])
        sheet.append([])
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("A7:E7")
    return Form(book)


def test_a_new_issue_goes_into_the_table_of_its_street_on_the_same_sheet():
    form = pasted()
    assert len(form.reading.layouts) == 2
    more = [
        new(1, subdistrict="靖宇街道", estate="丰润小区"),
        new(2, subdistrict="太古街道"),
        new(3, estate="正大小区"),
    ]
    data = form.filled([*form.issues, *more])
    found = {d.values["description"]: d.values.get("subdistrict") for d in read(data)[1].drafts}
    told = {f"新问题{n}": found[f"新问题{n}"] for n in (1, 2, 3)}
    assert len(found) == 9
    sheet = load_workbook(io.BytesIO(data)).active
    place = {cell.value: cell.row for row in sheet for cell in row if cell.value in told}
    below = next(cell.row for cell in sheet["A"] if str(cell.value).startswith("太古街道"))
    assert place["新问题1"] < below < place["新问题2"]
    assert place["新问题3"] < below


def test_a_sheet_named_for_the_street_goes_before_the_last_one():
    book = Workbook()
    for name in ("靖宇街道", "太古街道", "其他"):
        sheet = book.active if name == "靖宇街道" else book.create_sheet()
        sheet.title = name
        sheet.append(["序号", "小区", "存在问题", "整改时限", "是否整改"])
        sheet.append([1, "甲小区", f"{name}的问题", "2024.6.10", "否"])
    form = Form(book)
    data = form.filled([*form.issues, new(subdistrict="靖宇街道"), new(2)])
    found = load_workbook(io.BytesIO(data))
    assert found["靖宇街道"]["C3"].value == "新问题1"
    assert found["其他"]["C3"].value == "新问题2"


def test_a_day_of_another_year_is_written_with_its_year():
    form = pasted()
    days = {1: date(2024, 8, 5), 2: date(2025, 1, 15)}
    more = [new(n, due_on=day, subdistrict="靖宇街道") for n, day in days.items()]
    rows = {row[2].value: row[3].value for row in form([*form.issues, *more]).iter_rows()}
    assert (rows["新问题1"], rows["新问题2"]) == ("8月5日", "2025年1月15日")


def test_without_a_column_for_the_problem_it_stands_among_the_remarks():
    book = Workbook()
    book.active.append(["序号", "小区名称", "类别", "整改措施", "整改时限", "办理情况", "备注"])
    book.active.append([1, "河松小区", "违建", "拆除", "2024-01-05", "已办结", "已报备"])
    form = Form(book)
    sheet = form([*form.issues, new(1), new(2, remarks="住户外出")])
    assert [cell.value for cell in sheet["G"]][1:] == ["已报备", "新问题1", "住户外出"]
    filling = compose(form.reading, form.book, [*form.issues, new(1), new(2, remarks="住户外出")])
    assert [issue.number for issue in filling.mute] == ["2024-0502"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_text_of_one_line_leaves_the_row_as_high_as_the_others(count):
    book = Workbook()
    sheet = book.active
    sheet.append(["序号", "小区名称", "反映问题", "整改时限", "办理情况"])
    sheet.append([1, "河松小区", "电梯停运", "2024-01-05", "已办结"])
    sheet.row_dimensions[2].height = 15
    for cell in sheet[2]:
        cell.alignment = Alignment(wrap_text=True)
    form = Form(book)
    texts = ["门坏了" if n else "门坏了" * 9 for n in range(count)]
    found = form([*form.issues, *(new(n, description=text) for n, text in enumerate(texts))])
    heights = [found.row_dimensions[row].height for row in range(2, 3 + count)]
    assert heights[0] == 15
    assert heights[1] > 60
    assert heights[2:] == [15] * (count - 1)


def test_a_ditto_mark_is_spelled_out_below_another_issue():
    book = Workbook()
    for row in (
        ("序号", "小区名称", "反映问题", "整改时限", "办理情况"),
        (1, "河松小区", "电梯停运", "2024-01-05", "已办结"),
        (2, "〃", "门坏了", "2024-01-05", "办理中"),
        (3, "同上", "路灯不亮", "2024-01-06", "办理中"),
        (4, "正大小区", "墙皮脱落", "2024-01-07", "办理中"),
    ):
        book.active.append(row)
    form = Form(book)
    assert form.filled(form.issues) == form.data
    found = form([form.issues[1], form.issues[2], form.issues[3]])
    assert [cell.value for cell in found["B"]][1:] == ["河松小区", "同上", "正大小区"]
