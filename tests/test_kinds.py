"""Kinds of cases: told again (反复), found elsewhere (举一反三), grave or of many (重大, 群体) and their root cause."""

import pytest

from ledger import contradictions
from ledger.errors import Exit
from ledger.profile import Profile

ADD = "add {} -e {} --source 日常检查"
LEVELS = ("社区", "街道", "区")


def days(clerk, *told):
    """Register each (day, words, estate) on its day."""
    for day, words, estate in told:
        clerk.ok(f"{ADD.format(words, estate)} --on {day} --new")
    return clerk


# --- 反复


def test_what_an_estate_told_before_is_marked(ledger):
    days(ledger, ("2023-11-20", "楼道灯不亮", "怡园三期"))
    said = ledger.ok(ADD.format("楼道灯又不亮了", "怡园三期"))
    assert "90 天内反映过相似的（1 号），标为“反复”" in said.err
    assert [issue.tags for issue in ledger.issues()] == [(), ("反复",)]
    ledger.ok("edit 2 标签-=反复")
    assert ledger.issue("2").tags == ()


@pytest.mark.parametrize(
    ("day", "words", "more"),
    [
        ("2023-10-16", "楼道灯又不亮了", ""),
        ("2024-01-10", "楼下烧烤店油烟扰民", ""),
        ("2024-01-10", "楼道灯又不亮了", "--building 3号楼"),
        ("2024-01-10", "楼道灯又不亮了", "-e 怡园二期"),
    ],
)
def test_another_matter_is_not_marked(ledger, day, words, more):
    ledger.ok(f"{ADD.format('楼道灯不亮', '怡园三期')} --building 1号楼 --on {day}")
    ledger.ok(f"{ADD.format(words, '怡园三期')} {more} --new")
    assert ledger.issue("2").tags == ()


def test_the_days_are_those_of_the_profile(ledger):
    mine = ledger.at(db=ledger.path.with_name("双城.db"))
    mine.ok("init --district 双城区 --by 张敏")
    days(mine, ("2023-12-10", "楼道灯不亮", "古堡家园"), ("2023-12-30", "电梯停运", "古堡家园"))
    mine.ok(ADD.format("楼道灯不亮", "古堡家园") + " --new")
    said = mine.ok(ADD.format("电梯又停运", "古堡家园") + " --new --tag 群体")
    assert "30 天内" in said.err
    assert [issue.tags for issue in mine.issues()[2:]] == [(), ("群体", "反复")]


def test_repeated_complaints_are_found_among_what_was_imported(ledger, tmp_path):
    rows = [
        "受理日期,小区,问题描述",
        "2023-12-01,怡园三期,电梯停运",
        "2024-01-05,怡园三期,电梯停运两天",
    ]
    rows += ["2024-01-06,怡园二期,电梯停运", "2023-06-01,怡园二期,电梯停运"]
    (tmp_path / "表.csv").write_text("\n".join(rows), encoding="utf-8")
    ledger.ok("import 表.csv -y")
    assert [issue.tags for issue in ledger.issues()] == [()] * 4
    ledger.ok(ADD.format("停电", "幸福里"))
    ledger.ok("add 还停电 -e 幸福里 --source 来电 --into 5")
    found = [one["number"] for one in ledger.listed("-S", "反复投诉", "--sort", "编号")]
    assert found == ["2024-0002", "2024-0005"]
    assert ledger.ok("list -S 反复投诉,待回访 --ids --sort 编号").out.split() == found
    ledger.ok("edit -S 反复投诉 标签+=反复,回头看 -y")
    assert ledger.issue("2").tags == ("反复", "回头看")


# --- 举一反三


@pytest.fixture
def linked(ledger):
    ledger.ok(ADD.format("二楼阳台栏杆开裂", "怡园三期") + " -c 房屋维修 --tag 重大")
    ledger.ok("add --like 1 -e 怡园二期,金都府邸")
    return ledger


def test_siblings_are_shown_on_both_sides_as_they_stand(linked):
    linked.ok("assign 2 --to 区住建局")
    shown = linked.ok("show 1").out
    assert "举一反三  2 号  怡园二期  待签收" in shown
    assert "3 号  金都府邸  待交办" in shown
    assert "举一反三\t登记到 2024-0002、2024-0003" in shown
    assert "举一反三  1 号  怡园三期  待交办" in linked.ok("show 2").out
    assert linked.kinds("1") == ["register", "link"]
    assert linked.issue("2").tags == ("重大",)
    assert linked.findings() == []


def test_a_struck_issue_can_be_followed_up_elsewhere_and_that_be_undone(linked):
    linked.ok("assign 1 --to 区住建局")
    linked.ok("accept 1")
    linked.ok("done 1 -m 已加固")
    for level in LEVELS:
        linked.ok(f"verify 1 --pass --level {level} --by 李明")
    linked.ok("close 1")
    before = linked.issue()
    linked.ok("add --like 1 -e 和平小区")
    assert linked.issue()._replace(version=before.version) == before
    assert "4 号  和平小区  待交办" in linked.ok("show 1").out
    said = linked.ok("undo")
    assert "保留不动" not in said.err
    assert "4 号" not in linked.ok("show 1").out
    linked.ok("undo " + linked.operations()[-1])
    assert "4 号  和平小区  待交办" in linked.ok("show 1").out
    assert linked.findings() == []


# --- 根本原因


@pytest.fixture
def city(ledger):
    """A finished issue of 双城区, verified and called back."""
    mine = ledger.at(db=ledger.path.with_name("双城.db"))
    mine.ok("init --district 双城区 --by 张敏")
    mine.ok("add 物业费纠纷 -e 古堡家园 -s 承旭街道 --source 投诉 -c 物业服务 --tag 群体")
    mine.ok("assign 1 --to 双兴物业 --new")
    mine.ok("accept 1")
    mine.ok("done 1 -m 已公示收支")
    for level in mine.setting("profile")["levels"]:
        mine.ok(f"verify 1 --pass --level {level} --by 李明")
    mine.ok("callback 1 --satisfaction 满意")
    return mine


def test_a_case_of_many_is_not_struck_before_its_cause_is_known(city):
    said = city("close 1")
    assert said.code == Exit.REFUSED
    assert "没有倒查根本原因" in said.err
    assert "ledger edit 2024-0001 根本原因=…" in said.err
    assert "没有倒查根本原因" in city.ok("show 1 --why").out
    city.ok("edit 1 根本原因=收支长期不公示，合同没有写明")
    assert "根本原因  收支长期不公示，合同没有写明" in city.ok("show 1").out
    city.ok("close 1")
    assert city.listed("--all")[0]["cause"] == "收支长期不公示，合同没有写明"


def test_other_districts_demand_no_cause(ledger):
    assert ledger.setting("profile")["cause_for"] == []


def test_a_sheet_may_tell_the_cause(ledger, tmp_path):
    (tmp_path / "表.csv").write_text(
        "小区,问题描述,根本原因,整改时限\n怡园,漏水,屋面老化,2024-02-01\n", encoding="utf-8"
    )
    ledger.ok("import 表.csv -y")
    assert ledger.issue().cause == "屋面老化"


def test_a_profile_whose_days_make_no_sense_is_refused():
    (finding,) = contradictions.found({"repeat_days": 0}, Profile(sources=("来电",)))
    assert str(finding) == "反复：应是 1 或更多的天数"
