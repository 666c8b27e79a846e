import io
import itertools
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from ledger import catalogue
from ledger.intake import reading
from ledger.intake.context import Context
from ledger.intake.drafts import Reading
from ledger.models import Issue, Status
from ledger.sheets import blank, read
from ledger.sheets.fill import fill
from ledger.sheets.form import compose
from ledger.sheets.heading import headed

SHIPPED = Path(__file__).parents[2] / "data/forms/问题台账.xlsx"
HEADER = (
    "序号", "街道", "小区名称", "反映人及电话", "反映问题", "承办单位", "整改时限", "完成情况", "办理状态", "督办单号",
)  # fmt: skip
ROWS = (
    ("靖宇街道", "丰润小区", "孙岩 0451-85307016", "楼道灯不亮", "靖宇街道办事处", date(2023, 9, 1), "已换灯", "已办结", None),
    (None, "丰润小区", "袁英 0451-85307017", "单元门损坏", "区住建局", "9月5日", "已修复", "已办结", 12),
    ("太古街道", "正大小区", "张才 0451-85307018", "墙皮脱落", "太古街道办事处", date(2023, 9, 9), "正在修", "办理中", None),
)  # fmt: skip


def make(path):
    book = Workbook()
    sheet = book.active
    sheet.title = "投诉台账"
    sheet.append(["某区物业投诉办理台账"])
    sheet.append(["填报单位：某区住建局", *[None] * 5, "截至2023年12月15日"])
    sheet.append(HEADER)
    sheet.append([1, *ROWS[0]])
    sheet.append([2, *ROWS[1]])
    sheet.append(["靖宇街道小计", None, "2件", None, None, None, None, None, "已办结2件"])
    sheet.append([3, *ROWS[2]])
    sheet.append(["太古街道小计", None, "1件", None, None, None, None, None, "已办结0件"])
    sheet.append(["总计", None, "3件"])
    sheet.append(["填表人：王芳"])
    for row in (4, 7):
        sheet.cell(row, 7).number_format = "yyyy.m.d"
    for area in ("A1:J1", "A2:F2", "G2:J2", "B4:B5", "A10:J10"):
        sheet.merge_cells(area)
    book.save(path)


@pytest.fixture
def form(tmp_path):
    make(tmp_path / "台账.xlsx")
    return opened(tmp_path / "台账.xlsx")


def opened(path):
    """The form with the three issues that stand in it."""
    book = read.read(path)
    found = reading.read(book, catalogue.vocabulary(), Context(today=date(2023, 12, 20)))
    issues = [
        Issue(uid=f"u{n}", number=f"2023-{n:04}", **d.values) for n, d in enumerate(found.drafts)
    ]
    assert len(issues) == 3
    return Exported(path.read_bytes(), book, found, issues)


class Exported:
    def __init__(self, data, book, found, issues):
        self.data, self.book, self.reading, self.issues = data, book, found, issues

    def to_bytes(self, issues):
        filling = compose(self.reading, self.book, issues)
        return fill(self.data, filling.sheets, filling.edits)

    def __call__(self, issues):
        return load_workbook(io.BytesIO(self.to_bytes(issues))).active

    def changed(self, issues):
        """The cells that differ from the form, by address."""
        old, new = load_workbook(io.BytesIO(self.data)).active, self(issues)
        cells = [cell for row in new.iter_rows() for cell in row]
        return {c.coordinate: c.value for c in cells if c.value != old[c.coordinate].value}


def test_unchanged_issues_give_the_file_back(form):
    assert form.to_bytes(form.issues) == form.data


def test_issues_are_found_again_without_their_origin(form):
    strangers = [issue._replace(origin=None) for issue in form.issues]
    assert form.to_bytes(strangers) == form.data


def test_only_what_changed_is_written(form):
    first, *others = form.issues
    changed = first._replace(progress="已换灯两盏", phone="13900000000", due_on=date(2023, 9, 30))
    assert form.changed([changed, *others]) == {
        "D4": "孙岩 13900000000",
        "G4": datetime(2023, 9, 30),  # noqa: DTZ001
        "H4": "已换灯两盏",
    }


def test_a_new_state_is_told_in_the_words_of_the_form(form):
    first, second, third = form.issues
    changed = form.changed([first, second, third._replace(status=second.status)])
    assert changed == {"I7": "已办结", "I8": "已办结1件"}
    strange = form.changed([first, second, third._replace(status=Status.DEFERRED)])
    assert strange == {"I7": "挂账"}


def test_an_extra_column_follows_the_issue(form):
    first, *others = form.issues
    changed = first._replace(extra={**(first.extra or {}), "督办单号": "督〔2023〕5号"})
    assert form.changed([changed, *others]) == {"J4": "督〔2023〕5号"}


@pytest.mark.parametrize(
    ("levels", "told"), [((), "闻静"), (("社区",), None), (("社区", "街道", "区"), "闻静")]
)
def test_a_column_for_one_level_names_nobody_of_another(tmp_path, levels, told):
    make(tmp_path / "台账.xlsx")
    book = load_workbook(tmp_path / "台账.xlsx")
    book.active["J3"], book.active["J5"] = "区验收人", "梁伟东"
    book.save(tmp_path / "台账.xlsx")
    form = opened(tmp_path / "台账.xlsx")
    first, *others = form.issues
    verified = first._replace(verifier="闻静", levels=levels, version=2)
    new = Issue(uid="u9", number="2023-0009", description="灯不亮", verifier="闻静", levels=levels)
    sheet = form([verified, *others, new])
    assert [sheet["J4"].value, sheet["J5"].value] == [told, "梁伟东"]
    assert next(row[9].value for row in sheet.rows if row[4].value == "灯不亮") == told


def test_each_level_of_verification_is_told_in_its_own_column(tmp_path):
    make(tmp_path / "台账.xlsx")
    book = load_workbook(tmp_path / "台账.xlsx")
    book.active["I3"], book.active["J3"] = "社区核查人", "区验收人"
    for row in (4, 5):
        book.active[f"I{row}"] = book.active[f"J{row}"] = None
    book.save(tmp_path / "台账.xlsx")
    form = opened(tmp_path / "台账.xlsx")
    first, *others = form.issues
    passed = [
        {"level": level, "by": by, "on": "2024-01-15", "result": "通过"}
        for level, by in (("社区", "石秀芝"), ("区", "梁伟东"))
    ]
    proved = first._replace(
        verifier="梁伟东", levels=("社区", "区"), verifications=tuple(passed), version=4
    )
    sheet = form([proved, *others])
    assert [sheet["I4"].value, sheet["J4"].value] == ["石秀芝", "梁伟东"]
    half = proved._replace(levels=("社区",), verifications=tuple(passed[:1]), verifier="石秀芝")
    sheet = form([half, *others])
    assert [sheet["I4"].value, sheet["J4"].value] == ["石秀芝", None]


def test_a_new_issue_joins_its_group_and_the_counts_follow(form):
    lamp = form.issues[0]._replace(
        uid="n",
        number="2023-9",
        origin=None,
        description="井盖缺失",
        due_on=date(2023, 10, 1),
    )
    sheet = form([*form.issues, lamp])
    assert [sheet.cell(6, column).value for column in (1, 3, 4, 5)] == [
        3, "丰润小区", "孙岩 0451-85307016", "井盖缺失",
    ]  # fmt: skip
    assert sheet["G6"].value == datetime(2023, 10, 1)  # noqa: DTZ001
    assert sheet["G6"].number_format == "yyyy.m.d"
    assert "B4:B6" in {str(area) for area in sheet.merged_cells.ranges}
    assert [sheet.cell(row, 3).value for row in (7, 9, 10)] == ["3件", "1件", "4件"]
    assert [sheet.cell(row, 1).value for row in (4, 5, 6, 8)] == [1, 2, 3, 4]


def test_a_new_street_gets_a_subtotal_of_its_own(form):
    hole = form.issues[2]._replace(
        uid="n",
        number="2023-9",
        origin=None,
        subdistrict="东莱街道",
        description="井盖缺失",
    )
    sheet = form([*form.issues, hole])
    assert sheet["B9"].value == "东莱街道"
    assert [cell.value for cell in sheet[10]][:3] == ["东莱街道小计", None, "1件"]
    assert sheet["C11"].value == "4件"


def test_a_group_goes_with_its_last_row(form):
    sheet = form(form.issues[:2])
    assert [sheet.cell(row, 1).value for row in (6, 7, 8)] == [
        "靖宇街道小计",
        "总计",
        "填表人：王芳",
    ]
    assert sheet["C7"].value == "2件"
    assert "A8:J8" in {str(area) for area in sheet.merged_cells.ranges}


def test_a_total_on_top_goes_with_the_last_row_below_it(tmp_path):
    book = Workbook()
    for row in (
        ("序号", "街道", "小区名称", "反映问题", "承办单位", "完成情况"),
        (None, "靖宇街道小计", "2件"),
        (1, "靖宇街道", "丰润小区", "楼道灯不亮", "区城管局", "已换灯"),
        (2, "靖宇街道", "丰润小区", "单元门损坏", "区城管局", "已修复"),
        (None, "太古街道小计", "1件"),
        (3, "太古街道", "正大小区", "墙皮脱落", "区城管局", "正在修"),
    ):
        book.active.append(row)
    book.save(tmp_path / "台账.xlsx")
    form = opened(tmp_path / "台账.xlsx")
    assert form.changed(form.issues) == {}
    said = [[cell.value for cell in row][:4] for row in form(form.issues[1:2]).iter_rows()]
    assert said[1:] == [
        [None, "靖宇街道小计", "1件", None],
        [1, "靖宇街道", "丰润小区", "单元门损坏"],
    ]


def test_a_merged_issue_keeps_its_rows_together(tmp_path):
    """What goes on with it goes with it; a new issue stands behind them."""
    book = Workbook()
    sheet = book.active
    for row in (
        ("序号", "小区名称", "反映问题", "承办单位", "完成情况"),
        (1, "丰润小区", "楼道灯不亮", "区城管局", "已现场查看"),
        (None, None, None, None, "已换灯"),
        (2, "正大小区", "墙皮脱落", "区城管局", "已约谈"),
        (None, None, None, None, "正在修"),
        (3, "正大小区", "井盖缺失", "区城管局", "已围挡"),
    ):
        sheet.append(row)
    for column, row in itertools.product("ABCD", (2, 4)):
        sheet.merge_cells(f"{column}{row}:{column}{row + 1}")
    book.save(tmp_path / "台账.xlsx")
    form = opened(tmp_path / "台账.xlsx")
    new = form.issues[1]._replace(uid="n", number="2023-9", origin=None, description="漏雨")
    result = form([form.issues[1], new])
    said = [[cell.value for cell in row][2] for row in result.iter_rows(min_row=2)]
    assert said == ["墙皮脱落", None, "漏雨"]
    assert result["E3"].value == "正在修"
    merged = {f"{column}2:{column}3" for column in "ABCD"}
    assert {str(area) for area in result.merged_cells.ranges} == merged


def test_the_day_above_the_header_is_rewritten_in_its_way(form):
    layout = next(layout for layout in form.reading.layouts)
    edits = headed(layout, form.book.sheets[0], date(2024, 3, 5), "不用")
    assert edits == {("投诉台账", "G2"): "截至2024年3月5日"}


def test_the_shipped_form_takes_any_issue(form):
    book = read.read(SHIPPED)
    empty = blank.reading(book)
    filling = compose(Reading(file=book.name, layouts=[], drafts=[]), book, form.issues)
    edits = headed(empty.layouts[0], book.sheets[0], date(2024, 3, 5), "某区住建局")
    sheet = load_workbook(io.BytesIO(fill(SHIPPED.read_bytes(), filling.sheets, edits))).active
    header = {cell.value: cell.column for row in (3, 4) for cell in sheet[row]}
    assert sheet["A2"].value == "填报单位：某区住建局"
    assert [sheet.cell(row, header["序号"]).value for row in (5, 6, 7)] == [1, 2, 3]
    assert sheet.cell(5, header["问题描述"]).value == "楼道灯不亮"
    assert sheet.cell(5, header["整改时限"]).value == datetime(2023, 9, 1)  # noqa: DTZ001
    assert sheet.cell(6, header["整改时限"]).value == "9月5日"
    assert sheet.cell(7, header["状态"]).value == Status.IN_PROGRESS.label
    assert sheet.cell(8, 1).value == "填表人："
    assert sheet.print_title_rows == "$3:$4"
