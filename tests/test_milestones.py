"""Counting back (倒排工期): each step has its day, late ones are seen, what is done is ticked off."""

import re
from datetime import date

import pytest

from ledger.errors import Exit, Usage
from ledger.milestones import counted_back, parts
from ledger.workdays import Calendar

ADD = "add 外墙脱落 -e 怡园 -s 新华街道 -c 外墙保温 --source 日常检查 --new -d 2024-02-14"
START, DUE = date(2024, 1, 15), date(2024, 2, 14)


@pytest.fixture
def work(ledger):
    ledger.ok(ADD)
    ledger.ok("claim 1 -u 区城管局")
    return ledger


def days(*words, due=DUE):
    return [str(one.by) for one in counted_back(parts(words), START, due, Calendar())]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("勘查=3天 施工=10天 自验=2天", ["2024-02-02", "2024-02-12", "2024-02-14"]),
        ("施工=30天", ["2024-02-14"]),
        ("勘查=3个工作日 施工=5个工作日", ["2024-02-07", "2024-02-14"]),
        ("勘查=20% 施工=70％ 自验=10%", ["2024-01-21", "2024-02-11", "2024-02-14"]),
        ("施工=10日 自验=1日", ["2024-02-13", "2024-02-14"]),
    ],
)
def test_steps_are_counted_back_from_the_limit(words, found):
    assert days(*words.split()) == found


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("勘查=20天 施工=11天", "排不下：“勘查”要从 2024-01-14 做起，到时限 2024-02-14 只剩 30 天"),
        ("勘查=20% 施工=70%", "各节点的百分比加起来是 90%"),
        ("勘查=20% 施工=7天", "天数和百分比不能混着写"),
        ("勘查=1天 勘查=2天", "有两个节点同名"),
        ("勘查=", "节点“勘查=”没有写全"),
        ("=3天", "节点“=3天”没有写全"),
        ("勘查=3小时", "节点“勘查=3小时”按天算"),
        ("勘查=三天", "“三天”不是时限"),
    ],
)
def test_what_makes_no_plan_is_refused(words, why):
    with pytest.raises(Usage, match=re.escape(why)):
        days(*words.split())


def test_nothing_is_counted_back_from_a_limit_that_is_there():
    with pytest.raises(Usage, match="已到"):
        days("施工=100%", due=START)


def test_a_plan_is_shown_ticked_off_and_late_ones_are_seen(work):
    said = work.ok("plan 1 勘查=20% 施工=70% 自验=10%").err
    assert "整改中  勘查 2024-01-21，施工 2024-02-11，自验 2024-02-14" in said
    assert work.listed("-S", "节点滞后") == []
    assert "节点滞后" not in work.ok("").out
    later = work.at(today=date(2024, 1, 24))
    assert "倒排工期  勘查 2024-01-21（滞后 3 天）；施工 2024-02-11；自验" in later.ok("show 1").out
    assert re.search(r"节点滞后　 +1  1 ", later.ok("").out)
    assert len(later.listed("-S", "节点滞后")) == 1
    said = later.ok("progress 1 --milestone 勘").err
    assert "勘查完成，下一节点 施工 2024-02-11" in said
    assert later.listed("-S", "节点滞后") == []
    shown = later.ok("show 1").out
    assert "勘查 2024-01-21（2024-01-24 完成，迟 3 天）" in shown
    assert "节点 勘查" in shown
    assert work.issue().progress == "勘查已完成"
    assert work.findings() == []


def test_a_milestone_that_is_none_is_named_with_the_others(work):
    said = work("progress 1 --milestone 勘查")
    assert (said.code, "先倒排工期：ledger plan" in said.err) == (Exit.USAGE, True)
    work.ok("plan 1 勘查=20% 施工=80%")
    said = work("progress 1 --milestone 验收")
    assert (said.code, "节点有：勘查、施工" in said.err) == (Exit.USAGE, True)
    assert work.kinds() == ["register", "claim", "plan"]


def test_a_new_plan_keeps_what_is_done(work):
    work.ok("plan 1 勘查=20% 施工=80%")
    work.ok("progress 1 --milestone 勘查")
    work.ok("plan 1 勘查=10% 备料=40% 施工=50%")
    assert [one.get("done") for one in work.issue().milestones] == ["2024-01-15", None, None]


def test_an_extension_moves_what_is_still_to_come(work):
    work.ok("plan 1 勘查=20% 施工=80%")
    work.ok("progress 1 --milestone 勘查")
    work.ok("extend 1 -d 2024-02-24 --reason 到货 --approved-by 赵刚")
    assert [one["by"] for one in work.issue().milestones] == ["2024-01-21", "2024-02-24"]


def test_who_returns_it_leaves_no_plan(work):
    work.ok("plan 1 勘查=20% 施工=80%")
    work.ok("return 1 --reason 属地不符 --basis 属道外")
    assert work.issue().milestones == ()


def test_many_are_planned_at_once(work):
    work.ok(f"{ADD} -u 区城管局")
    said = work.ok("plan -c 外墙保温 勘查=20% 施工=80% -y").err
    assert "倒排工期 2 条" in said
    assert all(issue.milestones for issue in work.issues())


def test_a_claim_plans_by_the_rule_of_the_district(ledger):
    ledger.ruled(
        plans=[{"category": "外墙保温", "steps": ["勘查=3天", "施工=10个工作日", "自验=2天"]}]
    )
    ledger.ok(ADD)
    ledger.ok(ADD.replace("2024-02-14", "2024-01-20"))
    ledger.ok(ADD.replace("外墙保温", "供热"))
    said = ledger.ok("claim 1,2,3 -u 区城管局").err
    planned = ledger.issue("1").milestones
    assert [one["step"] for one in planned] == ["勘查", "施工", "自验"]
    assert [one["by"] for one in planned] == ["2024-01-30", "2024-02-12", "2024-02-14"]
    assert "注意：2 号没有倒排工期：排不下" in said  # claimed all the same
    assert [ledger.issue(n).milestones for n in "23"] == [(), ()]
    ledger.ok("plan 1")
    assert ledger("plan 3").err.startswith("错误：区县配置没有“供热”的节点")


def test_without_a_limit_nothing_is_counted_back(ledger):
    (ledger.path.parent / "表.csv").write_text(
        "小区,问题描述,责任单位\n怡园,漏雨,区城管局\n", "utf-8"
    )
    ledger.ok("import 表.csv -y")
    said = ledger("plan 1 施工=100%")
    assert (said.code, "还没有整改时限" in said.err) == (Exit.REFUSED, True)


def test_csv_brings_the_plan_back(work):
    work.ok("plan 1 勘查=20% 施工=80%")
    work.ok("export --all --format csv -o 台账.csv")
    other = work.at(db=work.path.with_name("二.db"))
    other.ok("init --district 道里区 --by 张敏")
    other.ok("import 台账.csv -y")
    assert other.issue().milestones == work.issue().milestones
