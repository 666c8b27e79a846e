"""Several campaigns (专项) in one ledger: told at registration and import, a filter of every verb, a context, reports."""

import pytest

from ledger.errors import Exit

LETTERS, WORKS = "信访台账", "整治台账"


@pytest.fixture
def office(ledger, tmp_path):
    """平房区 with three issues: two of one campaign, one of the other, and one of none."""
    clerk = ledger.at(db=tmp_path / "平房区.db")
    clerk.ok("init --district 平房区 --by 张敏")
    add = "add 漏水 -s 新疆街道 --new --source"
    clerk.ok(f"{add} 信访 -e 甲园 --campaign {LETTERS}")
    clerk.ok(f"{add} 信访 -e 乙园 --campaign 信访")
    clerk.ok(f"{add} 社区排查 -e 甲园 --campaign {WORKS}")
    clerk.ok(f"{add} 来电 -e 丙园")
    return clerk


def numbers(issues):
    return [issue["number"][-1] for issue in issues]


def told(office):
    return [issue.campaign for issue in office.issues()]


def test_an_issue_tells_its_campaign(office):
    assert told(office) == [LETTERS, LETTERS, WORKS, None]
    assert f"专项  {WORKS}" in office.ok("show 3").out
    assert (
        office("add 漏水 -e 甲园 -s 新疆街道 --source 信访 --new --campaign 旧改").code
        == Exit.USAGE
    )
    office.ok(f"edit 4 专项={WORKS}")
    assert numbers(office.listed("--campaign", WORKS)) == ["3", "4"]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (LETTERS, "12"),
        ("整治", "3"),
        ("信访,整治", "123"),
        ("~信访", "34"),
        ("无", "4"),
        ("全部", "1234"),
    ],
)
def test_campaigns_are_filtered_as_everything_else(office, words, meant):
    assert "".join(sorted(numbers(office.listed("--campaign", words)))) == meant


def test_every_verb_understands_the_filter(office):
    office.ok(f"claim --campaign {LETTERS} -u 区住建局 -y")
    office.ok(f"done --campaign {LETTERS} -m 已修 -y --by 李强")
    office.ok(f"oversight urge --campaign {WORKS} -m 催办 --to 区住建局 -y")
    assert [str(issue.status) for issue in office.issues()] == [
        "done",
        "done",
        "registered",
        "registered",
    ]
    said = office.ok(f"export --campaign {WORKS} --format csv").out
    assert (said.count("甲园"), "乙园" in said, WORKS in said) == (1, False, True)


def test_a_context_is_the_default_filter_and_is_always_told(office):
    assert office.ok("context").out == "全部\n"
    assert f"以后只办专项“{WORKS}”" in office.ok("context 整治").err
    assert office.ok("context").out == f"{WORKS}\n"
    said = office.ok("list")
    assert [line.split("\t")[0] for line in said.out.splitlines()[1:]] == ["2024-0003"]
    assert said.err.splitlines()[-1] == (
        f"只看专项“{WORKS}”的；不限：--campaign 全部，取消：ledger context --clear"
    )
    assert len(office.listed("--campaign", "全部")) == 4
    assert "只看" not in office.ok("list 1 --ids").err  # a number means itself
    assert "未完成　　    1" in office.ok("").out
    assert "没有说是哪些问题" in office("close").err  # a context alone chooses nothing
    said = office("assign -S 待交办 --to 区住建局", typed="是\n")
    assert ("只看专项" in said.err, "交办 1 条" in said.err or said.code == 0) == (True, True)
    assert [issue.lead_unit for issue in office.issues()] == [None, None, "区住建局", None]
    office.ok("context --clear")
    assert len(office.listed()) == 4
    office.ok("undo")
    assert numbers(office.listed()) == ["3"]
    assert office.findings() == []


def test_a_context_fills_in_what_is_registered_and_imported(office, tmp_path):
    office.ok(f"context {LETTERS}")
    said = office.ok("add 停电 -e 丁园 -s 新疆街道 --source 来电")
    assert f"专项 {LETTERS}" in said.err
    office.ok(f"add 停电 -e 戊园 -s 新疆街道 --source 来电 --campaign {WORKS}")
    office.ok("add 停电 -e 己园 -s 新疆街道 --source 来电 --campaign 无")
    (tmp_path / "表.csv").write_text(
        "小区,问题描述,专项\n庚园,停水,整治台账\n辛园,停水,\n", "utf-8"
    )
    office.ok("import 表.csv -y")
    assert told(office)[4:] == [LETTERS, WORKS, None, WORKS, LETTERS]


def test_a_matter_of_two_campaigns_is_two_issues(office, tmp_path):
    (tmp_path / "表.csv").write_text("小区,问题描述,问题来源\n甲园,电梯坏,信访\n", "utf-8")
    office.ok(f"import 表.csv -y --campaign {LETTERS}")
    assert "新增 1" in office.ok(f"import 表.csv -y --campaign {WORKS}").err
    assert "相同 1" in office.ok(f"import 表.csv -y --campaign {LETTERS}").err
    assert "相同 1" in office.ok(f"import 表.csv -y --campaign {WORKS}").err
    assert "相同 1" in office.ok("import 表.csv -y").err
    assert told(office)[4:] == [LETTERS, WORKS]
    assert office("import 表.csv -y --campaign 旧改").code == Exit.USAGE


def test_what_had_no_campaign_joins_the_one_it_is_imported_for(office, tmp_path):
    (tmp_path / "表.csv").write_text("小区,问题描述,问题来源\n丙园,漏水,来电\n", "utf-8")
    assert "更新 1" in office.ok(f"import 表.csv -y --campaign {WORKS}").err
    assert told(office) == [LETTERS, LETTERS, WORKS, WORKS]


def test_reports_speak_of_one_campaign_or_of_each(office):
    every = office.ok("report month 本月").out
    assert "\n按专项\n" in every
    assert "2024-0003" in office.ok(f"report month 本月 --explain {WORKS}.新增 --ids").out
    one = office.ok(f"report month 本月 --campaign {LETTERS}").out
    assert one.startswith(f"平房区{LETTERS}月报")
    assert "按专项" not in one
    assert "共受理问题2件" in office.ok(f"report month 本月 --campaign {LETTERS} --brief").out
    office.ok(f"context {WORKS}")
    said = office.ok("report category 本月 --brief")
    assert ("共受理问题1件" in said.out, "只看专项" in said.err) == (True, True)
    every = office.ok("report month 本月 --campaign 全部 --brief").out
    assert "信访台账2件，已完成0件，未完成2件" in every
    for report in ("week 本周", "unit 本月", "subdistrict 本月", "trend 3", "due"):
        said = office.ok(f"report {report} --campaign {LETTERS} --brief")
        assert ("2" in said.out, "4" in said.out.split("年")[-1]) == (True, False), report


def test_reports_that_single_out_speak_of_one_campaign_too(office):
    assert "乙园" in office.ok("report top").out
    assert "乙园" not in office.ok(f"report top --campaign {WORKS}").out
    office.ok("edit 2,3 标签=重大")
    assert "乙园" not in office.ok(f"report tag 重大 --campaign {WORKS}").out
    office.ok(f"context {WORKS}")
    said = office.ok("report tag 重大")
    assert ("乙园" in said.out, "只看专项" in said.err) == (False, True)
    assert "乙园" in office.ok("report tag 重大 --campaign 全部").out
    assert office("report whistle --campaign 全部").code == Exit.USAGE  # whistles have none


def test_a_frozen_month_is_frozen_for_each_campaign(office):
    later = office.at(today=office.env.today.replace(month=2))
    later.ok("report freeze 2024-01")
    later.ok("add 补记 -e 甲园 -s 新疆街道 --source 信访 --new --on 2024-01-20 --campaign 整治台账")
    whole = later.ok("report month 2024-01").out
    works = later.ok(f"report month 2024-01 --campaign {WORKS}").out
    letters = later.ok(f"report month 2024-01 --campaign {LETTERS}").out
    assert "新增多 1 条（2024-0005）" in whole
    assert "新增多 1 条（2024-0005）" in works
    assert ("冻结" in letters, "2024-0005" in letters) == (True, False)


def test_papers_count_for_the_campaign_of_their_issues(office):
    office.ok("claim 1,3 -u 区住建局")
    office.ok("oversight supervise 1 3 -d 5个工作日 --to 区住建局")
    office.ok("oversight supervise 1 -d 5个工作日 --to 区住建局")
    assert "下达整改督办单2个" in office.ok(f"report month 本月 --brief --campaign {LETTERS}").out
    assert "下达整改督办单1个" in office.ok(f"report month 本月 --brief --campaign {WORKS}").out


def test_the_names_are_asked_for_and_refused(office):
    assert (
        "是新的：ledger profile edit campaigns=信访台账,整治台账,旧改" in office("context 旧改").err
    )
    assert office("context 台账").code == Exit.USAGE
    assert office("context 整治 --clear").code == Exit.USAGE
    said = office("profile edit campaigns=整治,整治二期")
    assert "“整治”是“整治二期”的一部分" in said.err


def test_a_campaign_that_nobody_listed_may_be_begun(ledger):
    assert "还没有" in ledger.ok("context").err
    ledger.ok("context 回头看")
    ledger.ok("add 漏水 -e 怡园 -s 新华街道 --source 来电")
    assert ledger.issue().campaign == "回头看"
    assert ledger("context 旧改").code == Exit.USAGE


def test_a_context_that_nothing_belongs_to_yet_is_said_to_be_new(ledger):
    assert "（新的，还没有问题归入它）" in ledger.ok("context 回头看").err
    ledger.ok("add 堆物 -e 怡园小区 --source 日常检查 --new")
    assert "新的" not in ledger.ok("context 回头看").err
