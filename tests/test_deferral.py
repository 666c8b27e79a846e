"""Put off (挂账): why, what is done meanwhile, what residents say; it comes back by itself and is never finished."""

import re
from datetime import date

import pytest

from ledger.errors import Exit

DEFER = (
    "defer {} --until 2024-04-30 --reason 季节 --interim 先苫盖 --opinion 满意 --approved-by 赵刚"
)


@pytest.fixture
def winter(ledger):
    """Four issues at work; the first three wait for the spring."""
    ledger.ruled(summary="", limits=[{"limit": "20天"}])
    for number in range(1, 5):
        ledger.ok(f"add 室内漏雨 -e {number}小区 -s 新华街道 --source 12345 --new")
    ledger.ok("claim 1-4 -u 区城管局 -y")
    ledger.ok(f"{DEFER.format('1-3')} -y")
    return ledger


def summary(ledger, when="2024-01"):
    return ledger.ok(f"report month {when} --brief").out


def test_all_that_was_told_is_shown(winter):
    shown = winter.ok("show 1").out
    for words in ("季节，复核日 2024-04-30", "先苫盖", "满意"):
        assert words in shown
    history = "原因 季节；批准人 赵刚；阶段性解决办法 先苫盖；居民意见 满意；复核日 2024-04-30"
    assert history in shown


def test_it_comes_back_on_its_review_day(winter):
    eve, day = (winter.at(today=date(2024, 4, number)) for number in (29, 30))
    assert re.search(r"到复核日　 +0", eve.ok("").out)
    assert re.search(r"到复核日　 +3  1、2、3 ", day.ok("").out)
    assert eve.listed("-S", "到复核日") == []
    assert [one["number"][-1] for one in day.listed("-S", "到复核日")] == ["1", "2", "3"]
    assert "\t挂账\t到复核日\t1小区\t" in day.ok("list").out
    assert day.ok("report due --brief").out.endswith("另有挂账3件，其中到复核日3件。\n")


def test_it_may_be_put_off_again_without_telling_all_anew(winter):
    later = winter.at(today=date(2024, 4, 30))
    assert later("defer 1 --until 2024-05-15").code == Exit.USAGE  # somebody must approve
    later.ok("defer 1 --until 2024-05-15 --approved-by 赵刚 --opinion 再等等")
    issue = later.issue()
    assert (issue.review_on, issue.reason) == (date(2024, 5, 15), "季节")
    assert (issue.interim, issue.opinion) == ("先苫盖", "再等等")
    later.ok("undo")
    assert later.issue().review_on == date(2024, 4, 30)


@pytest.mark.parametrize("words", ["resume 1", "done 1 -m 已修 --by 李强"])
def test_it_ends_and_what_was_done_meanwhile_is_remembered(winter, words):
    winter.ok(words)
    issue = winter.issue()
    assert (issue.review_on, issue.reason) == (None, None)
    assert (issue.interim, issue.opinion) == ("先苫盖", "满意")
    winter.ok("undo")
    assert winter.issue().review_on == date(2024, 4, 30)
    assert winter.findings() == []


def test_another_deferral_begins_anew(winter):
    winter.ok("resume 1")
    assert winter("defer 1 --until 2024-05-15 --approved-by 赵刚").code == Exit.USAGE
    winter.ok("defer 1 --until 2024-05-15 --approved-by 赵刚 --reason 资金")
    issue = winter.issue()
    assert (issue.reason, issue.interim, issue.opinion) == ("资金", None, None)


def test_a_sheet_that_tells_no_review_day_comes_back_at_once(ledger, tmp_path):
    (tmp_path / "表.csv").write_text(
        "小区,问题描述,办理状态,责任单位\n怡园,漏雨,挂账,区城管局\n", encoding="utf-8"
    )
    ledger.ok("import 表.csv -y")
    assert ledger.issue().status == "deferred"
    assert re.search(r"到复核日　 +1  1 ", ledger.ok("").out)
    assert "复核日 未定" in ledger.ok("show 1").out


def test_it_has_its_own_line_and_never_counts_as_finished(winter):
    winter.ok("done 4 -m 已修 --by 李强")
    report = winter.at(today=date(2024, 2, 1)).ok("report month 2024-01").out
    assert re.search(r"^挂账 +3 ", report, re.MULTILINE)
    assert "挂账 3 件，仍算未完成；其中到复核日或没有定复核日的 0 件" in report
    assert "已完成整改1件（其中销号0件），因冬季无法施工挂账3件。" in report
    assert "挂账 3" in winter.ok("unit show 区城管局").out


def test_several_reasons_are_told_with_their_numbers(winter):
    winter.ok("resume 3")
    winter.ok("defer 3 --until 2024-09-30 --reason 资金 --approved-by 赵刚")
    assert "正在整改1件，挂账3件（冬季无法施工2件、资金未落实1件）。" in summary(
        winter.at(today=date(2024, 2, 1))
    )


def test_words_of_residents_are_purged_and_masked(winter):
    winter.ok("edit 1 居民意见=同意，电话13912342201 --reason 补录")
    assert "13912342201" not in winter.ok("show 1").out
    full = winter.ok("show 1 --show-phone").out
    assert full.count("居民意见 满意 改 同意，电话13912342201") == 1


def test_a_district_tells_the_reasons_in_its_own_words(winter):
    winter.ok(
        "profile",
        "edit",
        "summary=共{受理}件，完成{已完成}件，{挂账情况}；12345：{来源.12345.挂账情况}",
    )
    assert summary(winter.at(today=date(2024, 2, 1))) == (
        "共4件，完成0件，因冬季无法施工挂账3件；12345：因冬季无法施工挂账3件\n"
    )
