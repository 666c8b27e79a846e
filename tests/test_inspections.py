"""监督考评: a score sheet adds up, what it finds becomes issues, and who was not inspected is counted."""

import json
from datetime import date

import pytest

from ledger import catalogue, contradictions, inspections, rankings
from ledger.errors import BadData, Usage
from ledger.inspections import Inspection
from ledger.periods import Period
from ledger.profile import CheckItem, parse, unparse
from ledger.rankings import Place
from ledger.store import Author, open_writing
from ledger.tables import Heading

PERIOD = Period(first=date(2024, 1, 1), last=date(2024, 1, 31), title="2024年1月")
HEADING = Heading(district="呼兰区", made_on=date(2024, 1, 31))
LIST = (CheckItem("卫生", "清扫", 10), CheckItem("绿化", "养护", 5))


@pytest.fixture
def district(ledger):
    """Three estates, two of them run by 恒安物业."""
    for estate in ("怡园小区", "农行小区", "亿兴小区"):
        ledger.ok(f"add 漏水 -e {estate} -s 新华街道 --source 日常检查 --new")
    ledger.ok("edit 1,2 物业企业=恒安物业")
    return ledger


def shown(clerk, number="考评1"):
    (sheet,) = json.loads(clerk.ok(f"inspect show {number} --json").out)
    return sheet


def decides(clerk, **told):
    """The district decides anew from today on."""
    author = Author(by="张敏", seat="A", at=clerk.env.now(), command="试验")
    with open_writing(clerk.path, lambda _store: author) as store:
        profile = parse(told, base=parse(store.setting("profile")))
        store.set("profile", unparse(profile), on=clerk.env.today)


def rows(text):
    return [" ".join(line.split()) for line in text.splitlines()]


# --- a score sheet


def test_sheet_without_deductions_has_all_points(district):
    said = district.ok("inspect 怡园 --team 区物业办,新华街道")
    assert said.err.splitlines() == [
        "考评2024-1  怡园小区  得 100 分（满分 100）",
        "撤销：ledger undo",
    ]
    sheet = shown(district)
    assert (sheet["company"], sheet["subdistrict"], sheet["team"]) == (
        "恒安物业", "新华街道", ["区物业办", "新华街道"],
    )  # fmt: skip
    assert district.findings() == []


def test_estate_in_a_community_is_inspected_too(district):
    district.ok("edit 2 社区=新阳社区")
    district.ok("inspect 农行小区")
    assert shown(district)["estate"] == "农行小区"


def test_score_is_the_sum_and_words_are_kept(district):
    district.ok("inspect", "怡园小区", "--off", "8=1.5", "--off", "4=2 楼道有杂物", "-m", "复查")
    sheet = shown(district)
    assert sheet["score"] == 96.5
    assert sheet["deductions"] == {
        "4": {"item": "园区、楼道、电梯间清扫保洁", "points": 2.0, "text": "楼道有杂物"},
        "8": {"item": "楼道照明完好", "points": 1.5, "text": ""},
    }
    told = district.ok("inspect show 考评1").out
    assert "4\t园区、楼道、电梯间清扫保洁\t2\t楼道有杂物" in told
    assert "得分" in told
    assert "等级" not in told


def test_deductions_become_issues_that_tell_where_they_come_from(district):
    said = district.ok("inspect", "怡园小区", "--off", "4=2 楼道有杂物", "--off", "8=1", "--issues")
    assert "第 4 项扣 2 分  楼道有杂物  登记 4 号" in said.err
    issue = district.issue("4")
    assert (issue.source, issue.category, issue.estate, issue.company, issue.subdistrict) == (
        "监督考评", "环境卫生", "怡园小区", "恒安物业", "新华街道",
    )  # fmt: skip
    assert (issue.description, issue.due_on) == ("楼道有杂物", date(2024, 1, 30))
    assert district.issue("5").description == "房屋设施不达标：楼道照明完好"
    assert "监督考评\t考评2024-1；怡园小区；97 分（满分 100）" in district.ok("show 4").out
    assert shown(district)["issues"] == ["2024-0004", "2024-0005"]
    assert len(district.listed("--source", "监督考评")) == 2
    assert district.findings() == []


def test_sheet_and_its_issues_are_taken_back_together(district):
    district.ok("inspect", "怡园小区", "--off", "4=2 楼道有杂物", "--issues")
    district.ok("undo")
    assert district.issue("4").withdrawn
    assert district.ok("inspect list").out.splitlines()[1:] == []
    assert "考评2024-1 已撤回" in district("inspect show 考评1").err
    district.ok(f"undo {district.operations()[-1]}")
    assert not district.issue("4").withdrawn
    assert shown(district)["score"] == 98
    assert district.findings() == []


def test_new_estate_is_named_so(district):
    assert "名录里没有小区“水木天成”" in district("inspect 水木天成").err
    district.ok("inspect 水木天成 --new --kind 日常检查")
    assert shown(district)["kind"] == "日常检查"


MISTAKES = {
    'inspect 怡园小区 --off "楼道有杂物"': ("扣分“楼道有杂物”读不懂", "4=2 楼道有杂物"),
    "inspect 怡园小区 --off 40=1": ("考评表没有第 40 项", "ledger inspect items"),
    "inspect 怡园小区 --off 0=1": ("考评表没有第 0 项", "ledger inspect items"),
    "inspect 怡园小区 --off 4=11": ("第 4 项“园区、楼道、电梯间清扫保洁”满分 10 分，不能扣 11 分", "不超过 10"),
    "inspect 怡园小区 --off 4=0": ("第 4 项“园区、楼道、电梯间清扫保洁”满分 10 分，不能扣 0 分", "大于 0"),
    "inspect 怡园小区 --off 4=1 --off 4=2": ("第 4 项写了两次", "一项写一次"),
    "inspect 怡园小区 --kind 打分": ("没有方式“打分”", "监督考评"),
    "inspect lst": ("没有“lst”命令", "list"),
    "inspect show 考评9": ("没有考评“考评9”", "ledger inspect list"),
}  # fmt: skip


@pytest.mark.parametrize("words", MISTAKES)
def test_mistake_is_told_with_a_way_out_and_nothing_is_kept(district, words):
    before = district.operations()
    said = district(words)
    error, hint = said.err.splitlines()[-2:]
    assert said.code != 0
    assert error.startswith(f"错误：{MISTAKES[words][0]}")
    assert MISTAKES[words][1] in hint
    assert district.operations() == before


def test_shipped_list_has_a_hundred_points_and_its_categories_are_known():
    items = catalogue.checklist()
    assert inspections.full(items) == 100
    known = catalogue.profile("依兰县").categories
    assert {one.category for one in items if one.category} <= set(known)


@pytest.mark.parametrize(
    "typed", ["1=2.5 楼道有杂物", "1＝2.5分：楼道有杂物", " 1 = 2.5，楼道有杂物"]
)
def test_deduction_is_read_as_a_clerk_writes_it(typed):
    found = inspections.deduction(typed, LIST)
    assert (found.number, found.points, found.text) == (1, 2.5, "楼道有杂物")


def test_a_district_has_a_list_of_its_own(district):
    own = {"checklist": [{"group": "卫生", "item": "清扫", "points": 40}]}
    decides(district, **own)
    assert district.ok("inspect items").out.splitlines()[1:] == ["1\t卫生\t清扫\t40"]
    district.ok("inspect 怡园小区 --off 1=0.5")
    assert (shown(district)["score"], shown(district)["full"]) == (39.5, 40)
    for wrong, told in (
        ({"item": "清扫", "points": "四"}, "points”应是数字"),
        ({"item": "清扫", "score": 4}, "group、item、points、category"),
    ):
        with pytest.raises(BadData, match=told):
            parse({"checklist": [wrong]})
    empty = parse({"checklist": [{"item": "清扫"}]}, base=catalogue.profile("依兰县"))
    assert [str(one) for one in contradictions.of(empty)] == [
        "考评表第 1 条：分值 0 应是大于 0 的数"
    ]


def test_points_beyond_the_item_are_refused():
    with pytest.raises(Usage):
        inspections.deduction("2=5.5", LIST)


# --- looking


def test_list_shows_scores_and_what_was_taken_off(district):
    district.ok("inspect", "怡园小区", "--off", "4=2 楼道有杂物")
    district.ok("inspect 亿兴小区 --on 2023-12-20")
    assert district.ok("inspect list --month 本月").out.splitlines()[1:] == [
        "考评2024-1\t2024-01-15\t怡园小区\t恒安物业\t98\t100\t第 4 项 2"
    ]
    assert district.ok("inspect list --company 恒安").out.count("考评2024-") == 1
    assert "考评2023-1" in district.ok("inspect list -e 亿兴").out
    assert (
        district.ok("inspect items").out.splitlines()[4]
        == "4\t环境卫生\t园区、楼道、电梯间清扫保洁\t10"
    )


def test_report_ranks_and_counts_who_was_not_inspected(district):
    district.ok("inspect", "怡园小区", "--off", "4=2 楼道有杂物", "--issues")
    district.ok("inspect 亿兴小区 --off 1=5")
    report = district.ok("report inspect 本月")
    told = rows(report.out)
    assert "怡园小区 1 新华街道 恒安物业 1 98 1" in told
    assert "亿兴小区 2 新华街道 1 95 0" in told
    assert "恒安物业 1 2 1 1 98 1" in told
    assert "合计 3 2 1 96.5 1" in told
    assert "农行小区 新华街道 恒安物业" in told
    assert (
        "2024年1月，应考评小区3个，已考评2个，未考评1个，考评2次，平均96.5分，登记问题1件。" in told
    )
    explained = district.ok("report inspect 本月 --explain 怡园小区.登记问题 --ids")
    assert explained.out == "2024-0004\n"
    district.ok("report inspect 本月 -o 考评.xlsx")


def sheet(estate, score, company="甲", full=100):
    return Inspection(
        uid=estate, kind="监督考评", year=2024, serial=1, doc_no="考评2024-1", given_on=date(2024, 1, 15),
        by="张敏", estate=estate, full=full, score=score, company=company,
    )  # fmt: skip


def test_same_score_has_the_same_place_and_other_lists_are_brought_to_a_hundred():
    sheets = [sheet("甲园", 90), sheet("乙园", 45, full=50), sheet("丙园", 80)]
    told = rankings.inspections(sheets, {}, PERIOD, HEADING, {})
    assert [row[:2] for row in told.tables[0].rows] == [("乙园", "1"), ("甲园", "1"), ("丙园", "3")]


def test_company_of_which_nothing_was_inspected_is_in_the_table():
    told = rankings.inspections([], {"甲园": Place("新华街道", "乙物业")}, PERIOD, HEADING, {})
    assert told.summary == "2024年1月没有考评，应考评小区1个。"
    assert [row[0] for row in told.tables[1].rows] == ["乙物业"]
    assert told.tables[3].rows == (("甲园", "新华街道", "乙物业"),)
    assert rankings.inspections([], {}, PERIOD, HEADING, {}).summary == "2024年1月没有考评。"
