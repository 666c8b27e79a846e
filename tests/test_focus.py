"""Where complaints gather, and the issues of a tag: what a 回头看 and a list of 历史遗留 begin with."""

import openpyxl
import pytest

from ledger.errors import Exit

HISTORY = (
    ("线路老旧总跳闸", "二热源动迁楼", "供电公司"),
    ("外墙垃圾堆积", "农行小区", "区城管局"),
    ("私搭乱建，执法不进小区", "亿兴小区", "区综合行政执法局"),
    ("自来水水压不足", "园丁三号楼", "供水公司"),
    ("供热室温不达标", "世亨园小区", "供热公司"),
    ("燃气管道没有安装", "大河宸院C栋", "燃气公司"),
    ("二楼阳台栏杆开裂", "怡园三期", "区住建局"),
)
LEVELS = ("社区", "街道", "区")


def add(clerk, words, estate, day, more=""):
    clerk.ok(f"add {words} -e {estate} -s 新阳路街道 --source 来访 --on {day} --new {more}")


def strike(clerk, number, unit="区住建局"):
    clerk.ok(f"assign {number} --to {unit}")
    clerk.ok(f"accept {number}")
    clerk.ok(f"done {number} -m 已整改")
    for level in LEVELS:
        clerk.ok(f"verify {number} --pass --level {level} --by 李明")
    clerk.ok(f"callback {number} --satisfaction 满意")
    clerk.ok(f"close {number}")


@pytest.fixture
def office(ledger):
    """怡园三期 told of three things, one of them twice; its alias of one; 金都府邸 of one struck and back, one void."""
    add(ledger, "漏水", "怡园三期", "2023-11-02")
    add(ledger, "停电", "怡园三期", "2023-12-05")
    add(ledger, "电梯停运", "怡园三期", "2024-01-02")
    add(ledger, "路灯不亮", "怡园C区", "2024-01-03")
    ledger.ok("add 电梯还停 -e 怡园三期 --source 来电 --into 3 --on 2024-01-05")
    add(ledger, "水压不足", "金都府邸", "2023-12-20")
    strike(ledger, 5)
    ledger.ok("reopen 5 --reason 又不足 --basis 来电")
    add(ledger, "占道", "金都府邸", "2024-01-04")
    ledger.ok("void 6 --reason 不属实 --approved-by 赵刚")
    add(ledger, "物业费", "幸福里", "2023-12-28")
    ledger.ok("unit add 恒安物业")
    ledger.ok("estate add 怡园三期 物业企业=恒安物业 别名=怡园C区")
    ledger.ok("estate add 幸福里 物业企业=金都物业")
    ledger.ok("estate add 金都府邸 物业企业=金都物业")
    return ledger


def rows(said):
    """The figures of a printed table by name."""
    lines = [line.split("\t") if "\t" in line else line.split() for line in said.out.splitlines()]
    return {
        line[0]: [int(cell) for cell in line[1:]]
        for line in lines
        if len(line) == 7 and line[1].isdigit()
    }


def test_estates_are_ranked_by_complaints_under_the_name_that_counts(office):
    said = office.ok("report top")
    assert rows(said) == {
        "怡园三期": [5, 4, 0, 1, 0, 4],
        "金都府邸": [2, 1, 1, 0, 0, 1],
        "幸福里": [1, 1, 0, 0, 0, 1],
        "合计": [8, 6, 1, 1, 0, 6],
    }
    assert next(iter(rows(said))) == "怡园三期"
    assert "投诉集中的小区（2023年1月15日至2024年1月15日）" in said.out
    assert "较为集中的小区是怡园三期5件次、金都府邸2件次、幸福里1件次。" in said.out


def test_only_what_was_told_in_the_period_counts(office):
    said = office.ok("report top --since 2024-01-01 --until 2024-01-04")
    assert rows(said) == {"怡园三期": [2, 2, 0, 0, 0, 2], "合计": [2, 2, 0, 0, 0, 2]}
    said = office.ok("report top --since 2024-01-05 --until 2024-01-05")
    assert rows(said)["怡园三期"] == [1, 0, 0, 1, 0, 1]


def test_what_was_undone_was_not_told_again(office):
    office.ok("add 电梯还停 -e 怡园三期 --source 来电 --into 3")
    office.ok("undo")
    assert rows(office.ok("report top"))["怡园三期"][3] == 1
    office.ok(f"undo {office.operations()[-1]}")
    assert rows(office.ok("report top"))["怡园三期"][3] == 2


def test_companies_are_those_of_the_register_where_an_issue_names_none(office):
    assert [issue.company for issue in office.issues()] == [None] * 7
    found = rows(office.ok("report top --by 企业 -L 1"))
    assert found == {"恒安物业": [5, 4, 0, 1, 0, 4], "合计": [5, 4, 0, 1, 0, 4]}
    office.ok("unit edit 恒安物业 名称=新恒安物业")
    assert "新恒安物业" in rows(office.ok("report top --by 企业"))
    said = office.ok("report top --by 街道 --brief")
    assert (
        said.out
        == "2023年1月15日至2024年1月15日，共接到投诉8件次，较为集中的街道是新阳路街道8件次。\n"
    )


def test_the_worst_become_a_selection_struck_ones_too(office, tmp_path):
    strike(office, 3)
    ids = office.ok("report top -L 1 --explain 合计.投诉 --ids").out
    assert ids.split() == [f"2024-{n:04d}" for n in (1, 2, 3, 4)]
    said = office.piped(ids, "edit", "-", "标签+=回头看", "-y")
    assert (said.code, "标签 4 条，未改动 0 条" in said.err) == (Exit.OK, True)
    assert [issue.number for issue in office.issues() if "回头看" in issue.tags] == ids.split()
    assert len(office.listed("--tag", "回头看", "--all")) == 4
    assert office("edit 3 楼栋=2号楼").code == Exit.REFUSED
    office.ok("undo")
    assert office.listed("--tag", "回头看", "--all") == []
    assert office.findings() == []
    office.ok("report top -o 集中.xlsx")
    assert openpyxl.load_workbook("集中.xlsx").sheetnames == ["按小区"]


@pytest.mark.parametrize(
    ("words", "error", "hint"),
    [
        ("top --by 楼栋", "不能按“楼栋”排", "小区、企业、街道"),
        ("top -L 0", "个数“0”应在 1 到 1000 之间", "-L 10"),
        ("top --since 2024-01-10 --until 2024-01-01", "晚于 --until", "前面写早的日期"),
        ("top --since 某天", "某天", ""),
        ("tag 历史遗留", "没有标签是“历史遗留”的问题", "用过的标签：反复"),
    ],
)
def test_mistakes_are_told(office, words, error, hint):
    office.ok("edit 1 标签+=反复")
    said = office(f"report {words}")
    assert said.code == Exit.USAGE
    assert error in said.err
    assert hint in said.err


def test_nothing_to_rank_is_said(ledger):
    ledger.ok("add 巡查发现 -e 怡园三期 --source 日常检查")  # no resident complained of it
    said = ledger.ok("report top --since 2023-01-01")
    assert "没有投诉" in said.out


def test_old_cases_are_listed_with_estate_units_and_state(ledger, tmp_path):
    for words, estate, _ in HISTORY:
        add(ledger, words, estate, "2023-09-01", "--tag 历史遗留")
    add(ledger, "别的", "别处", "2023-09-01", "--tag 历史遗留问题")
    for number, (_, _, unit) in enumerate(HISTORY[:6], 1):
        strike(ledger, number, unit)
    ledger.ok("assign 7 --to 区住建局 --co 区城管局")
    said = ledger.ok("report tag 历史遗留")
    lines = said.out.splitlines()
    assert "道里区历史遗留问题清单（2024年1月15日）" in lines
    assert (
        "历史遗留问题共7件，已解决销号6件，包括二热源动迁楼、农行小区、亿兴小区、园丁三号楼、世亨园小区、大河宸院C栋等处，未销号1件。"
        in said.out
    )
    assert ledger.ok("report tag 历史遗留 --explain 待签收.件数 --ids").out == "2024-0007\n"
    ledger.ok("accept 7")
    ledger.ok("report tag 历史遗留 -o 清单.xlsx")
    sheet = openpyxl.load_workbook("清单.xlsx")["清单"]
    first = [cell.value for cell in sheet[4]]
    assert first[:3] == ["2024-0007", "新阳路街道", "怡园三期"]
    assert first[5:8] == ["区住建局、区城管局", "整改中", "2023-09-01"]
    assert sheet.max_row >= 10
