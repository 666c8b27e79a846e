"""`ledger report brief`: the paragraph for a 简报 in a district's own words, each figure with what is behind it."""

import json
import re
from datetime import date

import pytest

from ledger import wordings
from ledger.errors import Exit
from ledger.findings import found
from ledger.profiletext import SUMMARY

LETTERS = (
    "从开展“民呼我为 宜居冰城”主题活动以来，道里区共受理信访投诉案件{}件、处理12345信访问题{}件、"
)


@pytest.fixture
def office(ledger):
    """道里区 on 2024-01-15: a letter of December, two calls of January, one of them rectified."""
    told = ledger.at(today=date(2023, 12, 20))
    told.ok("add 漏水 -e 怡园小区 -s 新华街道 -c 房屋维修 --source 信访")
    ledger.ok("add 灯不亮 -e 农行小区 -s 新华街道 -c 楼道照明 --source 12345")
    ledger.ok("add 门坏了 -e 亿兴小区 -s 新华街道 -c 房屋维修 --source 12345 --tag 历史遗留")
    ledger.ok("claim 2 -u 新华街道")
    ledger.ok("done 2 -m 已更换")
    return ledger


def test_figures_are_those_of_today_or_of_the_day_that_is_asked_for(office):
    assert office.ok("report brief").out.startswith(LETTERS.format(1, 2))
    assert office.ok("report brief --until 2023-12-31").out.startswith(LETTERS.format(1, 0))
    assert office.ok("report brief 2023-12").out.startswith(LETTERS.format(1, 0))
    assert office.ok("report brief").out == office.ok("report month 本月 --brief").out


def test_a_day_that_is_none_is_refused(office):
    assert "2024-01-16 还没有到" in office("report brief --until 2024-01-16").err
    both = office("report brief 2023-12 --until 2023-12-20")
    assert (both.code, both.out) == (Exit.USAGE, "")


def test_a_frozen_month_is_told_as_it_was_frozen(office):
    office.ok("report freeze 2023-12")
    office.at(today=date(2023, 12, 31)).ok("add 又漏水 -e 旭日家园 -s 新华街道 --source 信访")
    assert office.ok("report brief 2023-12").out.startswith(LETTERS.format(1, 0))
    assert office.ok("report brief").out.startswith(LETTERS.format(2, 2))


def test_each_figure_is_explained_by_its_issues(office):
    def behind(figure):
        return office.ok(f"report brief --explain {figure} --ids").out.split()

    assert behind("来源.12345.受理") == ["2024-0001", "2024-0002"]
    assert behind("{标签.历史遗留.已完成}") == ["2024-0002"]
    assert behind("本期.新增") == ["2024-0001", "2024-0002"]
    assert "背后没有问题" in office.ok("report brief --explain 督办单").err
    unknown = office("report brief --explain 受里")
    assert (unknown.code, unknown.err.splitlines()[0]) == (Exit.USAGE, "错误：没有口径“受里”")


def test_programs_get_the_text_and_every_figure(office):
    told = json.loads(office.ok("report brief --json").out)
    assert told["text"] == office.ok("report brief").out.strip()
    assert (told["district"], told["until"]) == ("道里区", "2024-01-15")
    assert told["figures"]["来源.12345.受理"] == "2"
    assert told["figures"]["督办单"] == "0"


def test_the_districts_own_name_may_be_told_and_anothers_is_not_mixed_up(office):
    assert office.ok("report brief --district 道里区").out == office.ok("report brief").out
    said = office("report brief --district 香坊区")
    assert (said.code, said.out) == (Exit.REFUSED, "")
    assert "台账里没有香坊区的问题（本台账：道里区）" in said.err


def test_a_ledger_of_several_districts_tells_of_each_in_its_own_words(office, tmp_path):
    sheet = (
        "区,街道,小区,来源,问题描述,受理日期\n呼兰区,兰河街道,亿兴小区,12345,楼道灯坏,2024-01-10\n"
    )
    (tmp_path / "甲.csv").write_text(sheet, "utf-8")
    office.ok("import 甲.csv -y")
    assert "呼兰区共受理问题1件" in office.ok("report brief --district 呼兰区").out


@pytest.mark.parametrize(
    ("wording", "told"),
    [
        ("{分工}", "新华街道牵头房屋维修1件；还没有交办的房屋维修1件、楼道照明1件"),
        ("{各来源}", "12345信访问题2件、信访投诉案件1件"),
        ("{各责任单位}；{各标签}", "新华街道1件；历史遗留1件"),
        ("{类别.房屋维修.各街道}", "新华街道2件"),
        ("{已销号问题}{受理}", "无3"),
        ("{资金}|{出资情况}|{受理}", "0元|暂无单位出资|3"),
        ("{抽查.满意率}、{吹哨}、{报到}、{专题会}、{受理}", "-、0、0、0、3"),
        ("督办{督办单}次。受理{受理}件。", "受理3件。"),
    ],
)
def test_what_a_district_may_say(office, wording, told):
    office.ok("profile", "edit", f"summary={wording}")
    assert office.ok("report brief").out.strip() == told


def test_words_that_would_tell_of_nothing_give_way_to_the_general_ones(office):
    general = office.ok("profile", "edit", "summary=") and office.ok("report brief").out
    office.ok("profile", "edit", "summary=督办{督办单}次。")
    assert office.ok("report brief").out == general
    office.ok("profile", "edit", "summary={总体}。另受理{受理}件。")
    assert office.ok("report brief").out.strip() == f"{general.strip()}另受理3件。"


def test_what_was_struck_and_who_paid_is_told_by_name(office):
    office.ok("verify 2 --fail --level 社区 --requirement 再换 -d 5个工作日 --by 赵刚")
    office.ok("progress 2 -m 换门 --cost 2.8万 --paid-by 恒安物业")
    office.ok("done 2 -m 已更换")
    for level in ("社区", "街道", "区"):
        office.ok(f"verify 2 --pass --level {level} --by 赵刚")
    office.ok("callback 2 --satisfaction 满意")
    office.ok("close 2")
    office.ok("profile", "edit", "summary={已销号问题}；{出资情况}，共{资金}")
    assert office.ok("report brief").out.strip() == "亿兴小区门坏了；恒安物业出资2.8万元，共2.8万元"


def test_the_editor_lists_every_figure_that_there_is():
    listed = set(re.findall(r"\{([^{}.]+)\}", SUMMARY))
    assert listed == {*wordings.AMONG, *wordings.BESIDE}
    assert {place for place in wordings.places(SUMMARY) if place} >= {"抽查.满意率"}
    assert wordings.unknown(SUMMARY) == [""]


def test_samples_of_nothing_have_no_rate():
    assert found([], {})["满意率"].said == "-"
