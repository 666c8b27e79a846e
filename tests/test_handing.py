"""Handed out: who leads, who helps, who gets a copy; accepted, returned, counted back from the limit."""

import re
from datetime import date
from zipfile import ZipFile

import pytest

from ledger.errors import Exit

ADD = "add 电梯停运 -e 怡园 -s 新华街道 --source 12345 --new"


@pytest.fixture
def office(ledger):
    ledger.ok(ADD)
    return ledger


def test_straight_to_the_manager_with_a_copy_to_the_street(office):
    said = office.ok("assign 1 --to 恒安物业/王强 --cc 新华街道 --new")
    assert "待交办 -> 待签收  给 恒安物业 王强，抄告 新华街道" in said.err
    issue = office.issue()
    assert (issue.lead_unit, issue.person) == ("恒安物业", "王强")
    assert (issue.co_units, issue.cc_units) == ((), ("新华街道",))
    shown = office.ok("show 1").out
    assert "抄告" in shown
    assert "抄告单位 新华街道" in shown
    assert office.listed("-u", "恒安物业")[0]["cc_units"] == ["新华街道"]
    assert office.listed("-u", "新华街道") == []  # who gets a copy has nothing to do


@pytest.mark.parametrize(
    ("to", "co", "person"),
    [
        ("区城管局/区工信局", ("区工信局",), None),
        ("区城管局/区工信局/王强", ("区工信局",), "王强"),
        ("区城管局", (), None),
    ],
)
def test_after_the_slash_comes_who_does_it(office, to, co, person):
    office.ok(f"assign 1 --to {to} --co 区消防救援大队")
    issue = office.issue()
    assert (issue.co_units, issue.person) == ((*co, "区消防救援大队"), person)
    assert [one["number"] for one in office.listed("-u", "区消防救援大队")] == ["2024-0001"]


@pytest.mark.parametrize(
    "word", ["区城管局/安居物业", "区城管局 --cc 新华街", "区城管局 --co 城管科"]
)
def test_an_unknown_unit_is_named_and_nothing_is_written(office, word):
    said = office(f"assign 1 --to {word}")
    assert said.code == Exit.USAGE
    assert "名录里没有单位" in said.err
    assert office.kinds() == ["register"]


def test_a_copy_stands_on_the_paper_and_goes_with_a_return(office):
    office.ok("assign 1 --to 区城管局 --cc 新华街道,区工信局 --document -o 文书")
    office.ok(ADD)
    office.ok("assign 2 --to 区城管局 --document -o 文书")
    told = {}
    for file in sorted((office.path.parent / "文书").iterdir()):
        with ZipFile(file) as package:
            told[file.name] = package.read("word/document.xml").decode("utf-8")
    first, second = told.values()
    assert "抄送：新华街道、区工信局" in first
    assert "抄送" not in second  # nobody gets a copy: no line
    office.ok("return 1 --reason 职能交叉 --basis 归工信")
    assert office.issue().cc_units == ()
    assert "退回单位 区城管局" in office.ok("show 1").out
    office.ok("undo")
    assert office.issue().cc_units == ("新华街道", "区工信局")
    assert office.findings() == []


def test_a_column_for_copies_is_read_and_written(office):
    office.ok("assign 1 --to 区城管局 --cc 新华街道,区工信局")
    office.ok("export --all --format csv -o 台账.csv")
    other = office.at(db=office.path.with_name("二.db"))
    other.ok("init --district 道里区 --by 张敏")
    other.ok("import 台账.csv -y")
    assert other.issue().cc_units == ("新华街道", "区工信局")


RULES = [{"limit": "7个工作日", "accept": "2小时", "response": "1个工作日", "returning": "2天"}]
FRIDAY = "1月12日"


@pytest.fixture
def clocked(ledger):
    """道里区 with clocks, an issue handed out on a Friday at 16:40."""
    ledger.ruled(limits=RULES, summary="")
    ledger.ok(f"{ADD} --on {FRIDAY}")
    ledger.ok("assign", "1", "--to", "区城管局", "--on", f"{FRIDAY} 16:40")
    return ledger


def lines(said):
    """The card of `show`, a line for each label."""
    return dict(re.findall(r"(签收|响应)  +(.*?)(?=   |$)", said, re.MULTILINE))


def test_clocks_run_from_the_moment_of_handing_out(clocked):
    (handing,) = clocked.issue().handings
    assert handing == {
        "unit": "区城管局",
        "at": "2024-01-12T16:40",
        "accept_by": "2024-01-12T18:40",
        "respond_by": "2024-01-15T23:59",  # the weekend does not count
        "return_in": "2天",
    }
    shown = lines(clocked.ok("show 1").out)
    assert shown["签收"] == "还没有，已超时（限 2024-01-12 18:40）"
    assert shown["响应"] == "还没有（限 2024-01-15）"


def test_a_clock_that_ran_out_is_on_the_board_and_in_lists(clocked):
    assert re.search(r"签收超时　 +1  1 ", clocked.ok("").out)
    assert [one["number"] for one in clocked.listed("-S", "签收超时")] == ["2024-0001"]
    assert clocked.listed("-S", "响应超时") == []
    clocked.ok("accept 1")
    assert clocked.listed("-S", "签收超时") == []
    later = clocked.at(today=date(2024, 1, 16))
    assert [one["number"] for one in later.listed("-S", "响应超时")] == ["2024-0001"]
    later.ok("progress 1 -m 电话联系 --on 1月15日")
    assert later.listed("-S", "响应超时") == []
    assert "签收超时" not in later.ok("").out


@pytest.mark.parametrize(
    ("moment", "how"),
    [
        ("1月12日 18:40", "2024-01-12 18:40 按时（限 2024-01-12 18:40）"),
        ("1月12日 18:41", "2024-01-12 18:41 超时（限 2024-01-12 18:40）"),
        ("1月12日18：05", "2024-01-12 18:05 按时（限 2024-01-12 18:40）"),
        ("1月12日", "2024-01-12 按时（限 2024-01-12 18:40）"),  # the hour is not known
        ("1月13日", "2024-01-13 超时（限 2024-01-12 18:40）"),
    ],
)
def test_the_moment_may_be_told_late(clocked, moment, how):
    clocked.ok("accept", "1", "--on", moment)
    assert lines(clocked.ok("show 1").out)["签收"] == how


@pytest.mark.parametrize("moment", ["25:70", "9点半", "1月15日 24:00", "明天 9:00"])
def test_a_moment_that_is_none_is_refused(clocked, moment):
    assert clocked("accept", "1", "--on", moment).code == Exit.USAGE
    assert clocked.kinds() == ["register", "assign"]


def test_whom_it_goes_to_is_told_with_the_clock(clocked):
    clocked.ok(f"{ADD} --on {FRIDAY}")
    said = clocked.ok("assign", "2", "--to", "区城管局", "--on", f"{FRIDAY} 16:50").err
    assert "给 区城管局，限 2024-01-12 18:50 签收" in said


def test_the_same_unit_claims_what_it_was_handed(clocked):
    clocked.ok("claim", "1", "-u", "区城管局", "--on", f"{FRIDAY} 17:00")
    (handing,) = clocked.issue().handings
    assert handing["accepted"] == "2024-01-12T17:00"
    clocked.ok("undo")
    clocked.ok("claim", "1", "-u", "区工信局", "--on", f"{FRIDAY} 17:00")
    first, second = clocked.issue().handings
    assert ("accepted" in first, second["unit"], second["accepted"]) == (
        False,
        "区工信局",
        "2024-01-12T17:00",
    )


def test_a_unit_that_a_sheet_brought_returns_it(ledger):
    (ledger.path.parent / "表.csv").write_text(
        "小区,问题描述,责任单位\n怡园,漏雨,区城管局\n", "utf-8"
    )
    ledger.ok("import 表.csv -y")
    ledger.ok("return 1 --reason 属地不符 --basis 属道外")
    assert ledger.issue().handings == (
        {"unit": "区城管局", "returned": "2024-01-15", "reason": "属地不符"},
    )
    assert "退单 1 件次（属地不符 1）" in ledger.ok("unit show 区城管局").out


def test_the_first_progress_accepts(clocked):
    clocked.ok("progress", "1", "-m", "已联系", "--on", f"{FRIDAY} 17:00")
    (handing,) = clocked.issue().handings
    assert handing["accepted"] == handing["responded"] == "2024-01-12T17:00"
    clocked.ok("undo")
    assert "accepted" not in clocked.issue().handings[0]


def test_a_claim_is_handing_out_and_accepting(ledger):
    ledger.ruled(limits=RULES)
    ledger.ok(f"{ADD} --on {FRIDAY}")
    ledger.ok("claim", "1", "-u", "区城管局", "--on", f"{FRIDAY} 9:00")
    (handing,) = ledger.issue().handings
    assert (handing["at"], handing["accepted"]) == ("2024-01-12T09:00", "2024-01-12T09:00")


def test_rules_changed_later_do_not_touch_what_was_handed_out(clocked):
    clocked.ruled(limits=[{"limit": "7天"}])
    assert lines(clocked.ok("show 1").out)["签收"] == "还没有，已超时（限 2024-01-12 18:40）"
    clocked.ok(ADD)
    clocked.ok("assign 2 --to 区城管局")
    assert clocked.issue("2").handings == ({"unit": "区城管局", "at": "2024-01-15"},)


def test_what_was_accepted_is_returned_within_the_days_allowed(clocked):
    clocked.ok("accept", "1", "--on", f"{FRIDAY} 17:00")
    late = clocked("return 1 --reason 属地不符 --basis 属道外")
    assert late.code == Exit.REFUSED
    assert "签收后的退单期限已过" in late.err
    clocked.ok("return 1 --reason 属地不符 --basis 属道外 --on 1月14日")
    assert (clocked.issue().status, clocked.issue().returns) == ("registered", 1)
    clocked.ok("undo")
    clocked.ok("return 1 --reason 属地不符 --basis 属道外 --force")
    assert "例外办理" in clocked.ok("show 1").out


def test_units_answer_for_what_they_returned_and_when_they_answered(clocked):
    clocked.ok("return 1 --reason 职能交叉 --basis 归工信 --on 1月12日")
    clocked.ok("assign", "1", "--to", "区工信局", "--on", "1月13日 9:00")
    clocked.ok("accept", "1", "--on", "1月13日 12:00")
    first = clocked.ok("unit show 区城管局").out
    assert "1 件次，退单 1 件次（职能交叉 1）" in first
    assert "签收及时率 100.0%（1/1）" in first  # who returns it has answered
    second = clocked.ok("unit show 区工信局").out
    assert "退单" not in second
    assert "签收及时率 0.0%（0/1）" in second
    later = clocked.at(today=date(2024, 2, 1))
    report = later.ok("report month 2024-01")
    assert re.search(r"区工信局 +1 +0 +0.0% +0.0%", report.out)
    assert re.search(r"合计 +2 +1 +50.0% +50.0%", report.out)
    assert "退单原因：职能交叉 1 件次" in report.out
    assert "交办后签收及时率50%（1/2），响应及时率50%（1/2）。" in report.out
    explained = later.ok("report unit 2024-01 --explain 区城管局.退单 --ids").out
    assert explained == "2024-0001\n"
    assert clocked.findings() == []


def test_what_may_still_be_answered_today_does_not_count_yet(clocked):
    clocked.ok("accept", "1", "--on", f"{FRIDAY} 17:00")
    assert "响应及时率" not in clocked.ok("report unit 本月").out
    assert (
        "响应及时率 0.0%（0/1）" in clocked.at(today=date(2024, 1, 16)).ok("report unit 本月").out
    )


def test_a_past_month_does_not_move_when_the_issue_comes_back(clocked):
    clocked.ok("accept", "1", "--on", f"{FRIDAY} 17:00")
    clocked.ok("progress 1 -m 已联系")
    clocked.ok("done 1 -m 修好 --by 李强")
    for words in ("社区", "街道", "区"):
        clocked.ok(f"verify 1 --pass --level {words}")
    clocked.ok("callback 1 --satisfaction 满意")
    clocked.ok("close 1")
    march = clocked.at(today=date(2024, 3, 1))
    before = march.ok("report unit 2024-01").out
    march.ok("reopen 1 --reason 又坏 --basis 来电")
    after = march.ok("report unit 2024-01").out
    assert "响应及时率 100.0%（1/1）" in before
    assert (
        after.partition("交办响应")[2].partition("从开展")[0]
        == (before.partition("交办响应")[2].partition("从开展")[0])
    )


def test_a_district_says_how_soon_its_units_answer_in_its_own_words(clocked):
    clocked.ok("accept", "1", "--on", f"{FRIDAY} 17:00")
    clocked.ok("profile", "edit", "summary=签收{签收及时率}，响应{响应及时率}")
    later = clocked.at(today=date(2024, 2, 1))
    assert later.ok("report month 2024-01 --brief").out == "签收100%（1/1），响应0%（0/1）\n"


def test_clocks_and_steps_that_are_none_are_found_by_the_check(ledger):
    (ledger.path.parent / "区.toml").write_text(
        'limits = [{ limit = "3天", accept = "两小时", returning = "9天" }]\n'
        'plans = [{ steps = ["勘查=20%"] }]\n',
        "utf-8",
    )
    said = ledger("profile check 区.toml")
    assert said.code != Exit.OK
    told = said.out + said.err
    assert "“两小时”不是时限" in told
    assert "各节点的百分比加起来是 20%" in told
