"""Reports beside the month: week, one dimension, month by month, by how soon due; months that are frozen."""

import json

import openpyxl
import pytest

from ledger import tables
from ledger.errors import Exit
from ledger.models import dumps
from ledger.periods import Period
from ledger.reports import Heading, month

ADD = "add {} -e {} -s {} --source 12345 --new"


@pytest.fixture
def january(ledger):
    """Four issues of January, one struck off in it; it is 1 February."""
    told = (
        ("漏水", "怡园", "新华街道"),
        ("堆物", "怡园", "新华街道"),
        ("停电", "香滨", "工农街道"),
        ("噪声", "香滨", "工农街道"),
    )
    for number, words in enumerate(told, 8):
        ledger.at(today=ledger.env.today.replace(day=number)).ok(ADD.format(*words))
    ledger.ok("claim 1 3 -u 区城管局")
    ledger.ok("done 1 -m 已修 --by 李强")
    for level in ("社区", "街道", "区"):
        ledger.ok("verify", "1", "--pass", "--level", level)
    ledger.ok("callback 1 --satisfaction 满意")
    ledger.ok("close 1")
    return ledger.at(today=ledger.env.today.replace(month=2, day=1))


def test_a_week_is_counted_from_monday_to_sunday(january):
    later = january.at(today=january.env.today.replace(month=1, day=22))
    out = later.ok("report week").out
    assert "周报（2024年1月15日至2024年1月21日）" in out
    assert "期初 4＋新增 0＋反弹 0－销号 1－终结 0＝期末 3，核对一致" in out
    assert later.ok("report week 2024-01-10").out.startswith(out.split("台账周报")[0])
    assert "新增 4" in later.ok("report week 2024-01-10").out
    assert later("report week 2024-03-01").code == Exit.USAGE


def test_a_week_is_named_by_a_word_or_a_day(january):
    today = january.env.today  # a Thursday
    week = Period.week("本周", today)
    assert (str(week.first), str(week.last)) == ("2024-01-29", "2024-02-01")
    assert Period.week("上周", today) == Period.week("1月28日", today)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("report subdistrict 2024-01", "新华街道"),
        ("report category 2024-01", "未填写"),
        ("report unit 2024-01", "区城管局"),
    ],
)
def test_one_dimension(january, words, line):
    out = january.ok(words).out
    assert line in out
    assert "合计" in out
    assert january.ok(f"{words} --explain {line}.期末 --ids").out
    january.ok(f"{words} -o 表.xlsx")
    assert openpyxl.load_workbook("表.xlsx").sheetnames[0].startswith("按")
    assert "共受理问题4件" in january.ok(f"{words} --brief").out


def test_month_by_month(january):
    out = january.ok("report trend 6").out
    assert "逐月统计（2024年1月至2024年2月）" in out  # nothing was entered before
    assert january.ok("report trend --explain 2024年1月.销号 --ids").out == "2024-0001\n"
    assert january("report trend 0").code == Exit.USAGE


def test_how_soon_it_is_due(january):
    out = january.at(today=january.env.today.replace(month=1, day=18)).ok("report due").out
    assert "在办3件，已超期0件，今日到期1件，3天内到期1件" in out
    assert january.ok("report due --explain 区城管局.已超期 --ids").out == "2024-0003\n"
    january.ok("edit 4 整改时限= --reason 未定")
    assert january.ok("report due --explain 未填写.未定时限 --ids").out == "2024-0004\n"
    assert january("report due --explain 区城管局.期末").code == Exit.USAGE


# --- frozen months


def test_what_is_kept_of_a_report_is_the_report(january):
    issues = january.issues()
    heading = Heading(district="道里区", made_on=january.env.today, fingerprint="7:ab")
    made = month(issues, Period.month("2024-01", january.env.today), heading)
    assert tables.typed(json.loads(dumps(tables.plain(made)))) == made


def test_a_frozen_month_keeps_its_figures_and_tells_what_came_since(january):
    said = january.ok("report freeze 2024-01")
    assert "2024年1月的数字已冻结" in said.err
    before = january.ok("report month 2024-01").out
    assert "2024-02-01 由张敏冻结，以下是冻结时的数字" in before
    january.ok("add 补记 -e 怡园 -s 新华街道 --source 12345 --new --on 2024-01-20")
    after = january.ok("report month 2024-01").out
    assert (
        "冻结以后又补记、改动的，不进本月：新增多 1 条（2024-0005）；期末多 1 条（2024-0005）"
        in after
    )
    assert "＋新增 4＋" in after
    assert january.ok("report month 2024-01 --explain 新增 --ids").out.count("\n") == 4
    january.ok("report month 2024-01 -o 月报.xlsx")
    later = january.at(today=january.env.today.replace(month=3)).ok("report month 2024-02").out
    assert "期初比上月冻结的期末多 1 条（2024-0005），是冻结以后补记、改动的" in later
    assert january.findings() == []


def test_freezing_is_an_operation(january):
    january.ok("report freeze 2024-01")
    assert "report freeze 2024-01" in january.ok("log").out
    said = january("report freeze 2024-01")
    assert (said.code, "2024年1月已经冻结（2024-02-01，张敏）" in said.err) == (Exit.REFUSED, True)
    january.ok("undo")
    assert "冻结" not in january.ok("report month 2024-01").out
    assert january("report freeze 本月").code == Exit.REFUSED
    january.ok("report freeze -n")
    assert "冻结" not in january.ok("report month 2024-01").out
