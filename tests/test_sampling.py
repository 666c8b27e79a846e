"""抽查: anybody can draw the same again, what was found has its denominator, what does not hold comes back."""

import json
from datetime import date

import pytest

from ledger import focus, spotchecks, tallies
from ledger.errors import Exit, Usage
from ledger.models import Issue
from ledger.periods import Period
from ledger.profile import Profile
from ledger.samples import Sample, draw, size
from ledger.tables import Heading

STRUCK = 8
PERIOD = Period(first=date(2024, 1, 1), last=date(2024, 1, 31), title="2024年1月")
HEADING = Heading(district="香坊区", made_on=date(2024, 1, 31))


@pytest.fixture(scope="module")
def struck_off(tmp_path_factory, fresh):
    """Eight issues that were struck off, one that is open."""
    folder = tmp_path_factory.mktemp("struck")
    (folder / fresh.path.name).write_bytes(fresh.path.read_bytes())
    clerk = fresh.at(db=folder / fresh.path.name)
    for n in range(STRUCK + 1):
        clerk.ok(f"add 漏水{n} -e 怡园小区 -s 新华街道 --source 12345 --new")
    clerk.ok("edit 1-9 物业企业=暖阳里物业 责任人=王强 -y")
    for words in (
        "assign 1-8 --to 新华街道 --new", "accept 1-8", "done 1-8 -m 修好",
        *(f"verify 1-8 --pass --level {level} --by 李明" for level in ("社区", "街道", "区")),
        "callback 1-8 --satisfaction 满意", "close 1-8",
    ):  # fmt: skip
        clerk.ok(f"{words} -y")
    return clerk


@pytest.fixture
def office(struck_off, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / struck_off.path.name).write_bytes(struck_off.path.read_bytes())
    return struck_off.at(db=tmp_path / struck_off.path.name)


def drawn(clerk, number="抽查1"):
    return clerk.ok(f"sample show {number} --ids").out.split()


def shown(clerk, number="抽查1"):
    (sample,) = json.loads(clerk.ok(f"sample show {number} --json").out)
    return sample


# --- drawing


def test_same_seed_draws_the_same_and_what_is_open_is_not_drawn(office):
    said = office.ok("sample draw --size 4 --seed 7")
    assert said.err.splitlines()[0] == "抽查2024-1  抽查  已销号 8 件中抽 4 件，种子 7"
    office.ok("sample draw --size 50% --seed 7")
    assert (
        drawn(office)
        == drawn(office, "抽查2")
        == ["2024-0002", "2024-0003", "2024-0004", "2024-0008"]
    )
    told = shown(office)
    assert (told["population"], told["seed"], told["scope"]) == (STRUCK, 7, "已销号")
    assert told["fingerprint"] in office.ok("sample show 抽查1").out
    assert office.findings() == []


def test_without_a_seed_one_is_chosen_and_told(office):
    said = office.ok("sample draw --size 3")
    seed = said.err.splitlines()[0].rpartition(" ")[2]
    office.ok(f"sample draw --size 3 --seed {seed}")
    assert drawn(office) == drawn(office, "抽查2")


def test_other_issues_may_be_drawn_from_and_the_scope_is_kept(office):
    office.ok("sample draw --size 20 --kind 回头看 -e 怡园 --all")
    assert (shown(office)["kind"], shown(office)["scope"], len(drawn(office))) == (
        "回头看",
        "怡园",
        9,
    )
    office.ok("sample draw --size 1 -S 待交办")
    assert drawn(office, "抽查2") == ["2024-0009"]
    assert shown(office, "抽查2")["scope"] == "待交办"


def test_sample_stands_in_the_course_of_what_was_drawn(office):
    office.ok("sample draw --size 4 --seed 7 --kind 随机复查")
    assert "抽查\t抽查2024-1；8 件中抽 4 件" in office.ok("show 2").out.replace(
        "随机复查\t", "抽查\t"
    )
    assert "抽查" not in office.ok("show 1").out


# --- findings


@pytest.fixture
def sampled(office):
    office.ok("sample draw --size 4 --seed 7")
    return office


def test_finding_is_of_its_own_issue(sampled):
    sampled.ok("sample record 抽查1 2,3 --pass --satisfaction 满意")
    said = sampled.ok("sample record 抽查1 8 --fail --satisfaction 不满意 -m 又漏水")
    assert said.err.splitlines() == [
        "8 号  怡园小区  不合格  不满意  又漏水",
        '  重办：ledger reopen 8 --reason "又漏水" --basis 抽查2024-1 -d 5个工作日',
        "抽查2024-1 还有 1 件没有查",
        "撤销：ledger undo",
    ]
    assert sampled.kinds("8")[-2:] == ["sample", "finding"]
    assert "抽查结果\t抽查2024-1；不合格，满意度 不满意，又漏水" in sampled.ok("show 8").out
    assert "又漏水" not in sampled.ok("show 2").out
    assert sampled.kinds("4")[-1] == "sample"
    assert sampled.issue("8").status == "closed"
    assert sampled.ok("sample show 抽查1 --left --ids").out == "2024-0004\n"


def test_the_command_that_is_offered_can_be_typed(sampled):
    said = sampled.ok("sample record 抽查1 8 --fail -m 又漏水")
    command = said.err.splitlines()[1].partition("ledger ")[2]
    sampled.ok(command)
    assert sampled.issue("8").round == 2


def test_what_does_not_hold_comes_back_with_a_shorter_limit_in_one_step(sampled):
    before = sampled.issue("8")
    said = sampled.ok("sample record 抽查1 8 --fail -m 又漏水 --reopen")
    issue = sampled.issue("8")
    assert (issue.round, issue.status, issue.due_on) == (2, "in_progress", date(2024, 1, 22))
    assert issue.due_on < before.due_on
    assert "反弹重办，第 2 轮，时限 2024-01-22" in said.err
    assert "原因 又漏水；依据 抽查2024-1" in sampled.ok("show 8").out
    sampled.ok("undo")
    assert (sampled.issue("8").round, shown(sampled).get("findings")) == (1, None)
    sampled.ok("sample record 抽查1 8 --fail -m 又漏水 --reopen -d 3天")
    assert sampled.issue("8").due_on == date(2024, 1, 18)
    assert sampled.findings() == []


def test_what_is_not_struck_off_yet_is_not_reopened(office):
    office.ok("sample draw --size 1 -S 待交办")
    said = office("sample record 抽查1 9 --fail -m 没有动工 --reopen")
    assert said.err.splitlines() == [
        "错误：2024-0009 现为“待交办”，没有销号，不用反弹",
        "提示：去掉 --reopen 只记结果；重办：ledger assign 9 --to 单位",
    ]
    assert "findings" not in shown(office)
    assert "重办：ledger assign 9" in office.ok("sample record 抽查1 9 --fail -m 没有动工").err


def test_what_was_registered_by_mistake_may_have_been_looked_at(office):
    office.ok("add 误登 -e 怡园小区 -s 新华街道 --source 日常检查 --new")
    office.ok("sample draw 10 --size 1")
    office.ok("sample record 抽查1 10 --fail -m 没有此事")
    office.ok(f"undo {office.operations()[-3]}")
    assert office.issue("10").withdrawn
    assert "2024-0010" in office.ok("report sample 本月").out
    assert "抽查不合格1件" in office.ok("report criticize 本月 --brief").out


def test_several_findings_are_taken_back_together(sampled):
    sampled.ok("sample record 抽查1 2,3 --pass")
    sampled.ok("sample record 抽查1 4 --pass")
    sampled.ok(f"undo {sampled.operations()[-2]}")
    assert len(shown(sampled)["findings"]) == 1
    sampled.ok(f"undo {sampled.operations()[-1]}")
    assert len(shown(sampled)["findings"]) == 3
    assert sampled.findings() == []


def test_when_all_are_looked_at_the_board_is_silent(sampled):
    assert "未查完　　    1  抽查2024-1" in sampled().out
    sampled.ok("sample record 抽查1 2,3,4,8 --pass --satisfaction 满意")
    assert shown(sampled)["ended_on"] == "2024-01-15"
    assert "未查完" not in sampled().out


MISTAKES = {
    "draw": ("没有说抽多少", "--size 20 或 --size 5%"),
    "draw --size 0": ("“0”不是抽查的数量", "--size 20"),
    "draw --size 101%": ("“101%”不是抽查的数量", "--size 20"),
    "draw --size 多": ("“多”不是抽查的数量", "--size 20"),
    "draw --size 3 --kind 查": ("没有方式“查”", "抽查"),
    "draw --size 3 -e 没有的小区": ("没有可抽的", "换条件"),
    "record 抽查1 8": ("没有说查得怎么样", "--pass 或 --fail"),
    "record 抽查1 8 --fail": ("8 号不合格，缺情况", "-m"),
    "record 抽查1 8 --pass --reopen": ("合格的不用反弹重办", "--fail"),
    "record 抽查1 1 --pass": ("抽查2024-1 没有抽到 1 号", "ledger sample show 抽查2024-1"),
    "record 抽查1 2 --pass": ("抽查2024-1 的 2 号已经记过：合格", "ledger undo"),
    "record 抽查1 8 --pass --satisfaction 很好": ("没有满意度“很好”", "满意、基本满意、不满意"),
    "record 抽查9 8 --pass": ("没有抽查“抽查9”", "ledger sample list"),
    "record 抽查1 99 --pass": ("台账里没有 99 号", "ledger list"),
    "show 哨1": ("没有抽查“哨1”", "ledger sample list"),
}  # fmt: skip


@pytest.mark.parametrize("words", MISTAKES)
def test_mistake_is_told_with_a_way_out_and_nothing_is_kept(sampled, words):
    sampled.ok("sample record 抽查1 2 --pass")
    before = sampled.operations()
    said = sampled(f"sample {words}")
    error, hint = said.err.splitlines()[-2:]
    assert said.code != 0
    assert error.startswith(f"错误：{MISTAKES[words][0]}")
    assert MISTAKES[words][1] in hint
    assert sampled.operations() == before


def test_one_that_cannot_be_recorded_leaves_none_recorded(sampled):
    said = sampled("sample record 抽查1 2,1 --pass")
    assert said.code == Exit.REFUSED
    assert "findings" not in shown(sampled)


# --- reports


def test_report_tells_rates_with_their_denominators(sampled):
    sampled.ok("sample record 抽查1 2,3 --pass --satisfaction 满意")
    sampled.ok("sample record 抽查1 4 --pass --satisfaction 未评价")
    sampled.ok("sample record 抽查1 8 --fail --satisfaction 不满意 -m 又漏水 --reopen")
    report = sampled.ok("report sample 本月")
    rows = [" ".join(line.split()) for line in report.out.splitlines()]
    assert "抽查2024-1 抽查 7 8 4 4 75.0%（3/4） 66.7%（2/3）" in rows
    assert "暖阳里物业 4 75.0%（3/4） 66.7%（2/3）" in rows
    assert "2024-0008 新华街道 怡园小区 暖阳里物业 王强 又漏水" in rows
    assert (
        "2024年1月，抽查1次，从8件中抽4件，已查4件，合格率75%（3/4），居民满意率66.7%（2/3）。"
        in rows
    )
    assert sampled.ok("report sample 本月 --explain 暖阳里物业.合格率 --ids").out.split() == [
        "2024-0002", "2024-0003", "2024-0004",
    ]  # fmt: skip
    sampled.ok("report sample 本月 -o 抽查.xlsx")
    listed = sampled.ok("sample list").out.splitlines()[1]
    assert listed == "抽查2024-1\t抽查\t2024-01-15\t8 件抽 4 件\t4\t75.0%（3/4）\t66.7%（2/3）"


def test_list_of_whom_to_criticize_names_company_and_person(sampled):
    sampled.ok("sample record 抽查1 8 --fail -m 又漏水 --reopen")
    later = sampled.at(today=date(2024, 2, 29))
    report = later.ok("report criticize 2024-01")
    rows = [" ".join(line.split()) for line in report.out.splitlines()]
    assert "暖阳里物业 王强 2 1 1" in rows
    assert "2024年1月，整改不及时2件，问题反复1件，抽查不合格1件，涉及1家。" in rows
    assert "ledger oversight criticize --company 暖阳里物业" in report.err
    later.ok("oversight criticize --company 暖阳里物业 -m 整改不及时")


def test_where_complaints_pile_up_is_the_start_of_looking_back(office):
    office.ok("add 噪声 -e 江畔小区 -s 新华街道 --source 12345 --new")
    office.ok("add 巡查发现 -e 江畔小区 -s 新华街道 --source 日常检查 --new")
    office.ok("reopen 1 --reason 又漏水 --basis 来电")
    office.ok("add 漏水 -e 怡园小区 -s 新华街道 --source 12345 --into 9")
    office.ok("report top --by 企业")
    report = office.ok("report top")
    rows = [" ".join(line.split()) for line in report.out.splitlines()]
    assert "怡园小区 11 9 1 1 0 2" in rows
    assert "江畔小区 1 1 0 0 0 1" in rows
    office.ok(report.err.splitlines()[-1].partition("ledger ")[2])
    assert len(drawn(office)) == 9
    assert "江畔小区" not in office.ok("report top -L 1").out


def test_nothing_is_reported_of_nothing():
    assert spotchecks.samples([], [], PERIOD, HEADING).summary == "2024年1月没有抽查。"
    assert spotchecks.laggards([], [], PERIOD, HEADING).summary == "2024年1月没有要通报的。"
    assert tallies.whistles([], PERIOD, HEADING, {}, "2024-01-31").summary == "2024年1月没有吹哨。"


def test_what_inspectors_found_is_no_complaint_unless_the_district_names_none():
    issues = [
        Issue(
            uid=source,
            number=f"2024-000{n}",
            source=source,
            estate="甲园",
            entered_on=date(2024, 1, 5),
        )
        for n, source in enumerate(("12345", "日常检查"), start=1)
    ]
    for asked, counted in ((("12345",), 1), ((), 2)):
        told = focus.complaints(issues, {}, PERIOD, Profile(callback_for=asked))
        assert len(told) == counted


def test_ninety_eight_of_a_hundred(office):
    """香坊: 98 % of those who were asked and answered."""
    issues = [Issue(uid=f"u{n}", number=f"2024-{n:04d}", company="甲") for n in range(50)]
    told = {"on": "2024-01-15", "result": "合格"}
    findings = {
        f"u{n}": told | ({"satisfaction": "不满意" if n == 0 else "满意"} if n < 50 else {})
        for n in range(50)
    }
    sample = Sample(
        uid="s", kind="抽查", year=2024, serial=1, doc_no="抽查2024-1", given_on=date(2024, 1, 15),
        by="张敏", population=2682, seed=1, scope="已销号", fingerprint="",
        issues=tuple(issue.uid for issue in issues), findings=findings,
    )  # fmt: skip
    assert "居民满意率98%（49/50）" in spotchecks.samples([sample], issues, PERIOD, HEADING).summary


# --- the core


def test_draw_does_not_hang_on_the_order_or_on_what_else_there_is():
    numbers = [f"2024-{n:04d}" for n in range(1, 200)]
    first = draw(numbers, 20, 7)
    assert draw(list(reversed(numbers)), 20, 7) == first
    assert draw(numbers, 20, 8) != first
    assert set(draw(numbers, 10, 7)) < set(first)
    assert len(set(first)) == 20


@pytest.mark.parametrize(
    ("text", "of", "count"),
    [("1.1%", 1000, 11), ("1.5%", 10, 1), ("100%", 7, 7), ("３", 9, 3), ("5 ", 3, 3)],
)
def test_part_is_rounded_up_and_never_more_than_there_are(text, of, count):
    assert size(text, of) == count


@pytest.mark.parametrize("text", ["", "-3", "0%", "1.25%", "五件"])
def test_what_is_no_size_is_refused(text):
    with pytest.raises(Usage):
        size(text, 10)
