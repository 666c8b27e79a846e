"""A sheet that comes again: what it may do to the state of known issues, and versions of it in one command."""

import json
from pathlib import Path

import openpyxl
import pytest

from ledger.errors import Exit

HEADER = ("序号", "受理日期", "小区", "问题描述", "责任单位", "整改情况", "是否销号")
DONE = "已整改完成"


@pytest.fixture
def sheet(tmp_path: Path):
    """Writes a sheet with one row for each (problem, progress, struck)."""

    def write(*rows, name="台账.xlsx", header=HEADER):
        book = openpyxl.Workbook()
        book.active.append(header)
        for number, (problem, progress, struck) in enumerate(rows, 1):
            told = (number, "2024-01-05", "怡园小区", problem, "恒安物业", progress, struck)
            book.active.append(told[: len(header)])
        book.save(tmp_path / name)
        return str(tmp_path / name)

    return write


def status(ledger):
    return {issue.number: str(issue.status) for issue in ledger.issues()}


def counts(said):
    return next(line for line in said.err.splitlines() if line.startswith("读到"))


def test_progress_is_an_update_and_shown(ledger, sheet):
    ledger.ok("import", sheet(("漏水", "正在整改", "否"), ("堆物", "正在整改", "否")), "-y")
    said = ledger.ok("import", sheet(("漏水", DONE, "否"), ("堆物", DONE, "否")), "-y")
    assert "状态 整改中 -> 待验收 2 条：2024-0001、2024-0002" in said.err
    assert status(ledger) == {"2024-0001": "done", "2024-0002": "done"}
    assert "状态 整改中 改 待验收" in ledger.ok("show 1").out


def test_a_strike_without_verification_is_a_conflict_and_the_ledger_stays(ledger, sheet):
    ledger.ok("import", sheet(("漏水", DONE, "否"), ("堆物", DONE, "否")), "-y")
    later = sheet(("漏水", DONE, "是"), ("堆物", DONE, "否"))
    said = ledger("import", later, "-y")
    assert said.code == Exit.CONFLICT
    assert "新增 0，更新 0，相同 1，冲突 1，错误 0" in said.err
    assert "状态 待验收 -> 已销号 1 条，按手续不能改（还没有社区级验收）：2024-0001" in said.err
    assert status(ledger) == {"2024-0001": "done", "2024-0002": "done"}
    assert ledger("import", later, "-y").code == Exit.CONFLICT  # it is not forgotten


def test_what_goes_with_the_refused_state_stays_out_and_the_rest_comes_in(ledger, sheet):
    header = (*HEADER, "销号日期", "备注")
    rows = [("漏水", DONE, "否")]
    ledger.ok("import", sheet(*rows, header=header), "-y")
    book = openpyxl.load_workbook("台账.xlsx")
    for cell, value in (("G2", "是"), ("H2", "2024-01-12"), ("I2", "换了管")):
        book.active[cell] = value
    book.save("台账.xlsx")
    said = ledger("import 台账.xlsx -y")
    assert said.code == Exit.CONFLICT
    issue = ledger.issue()
    assert (str(issue.status), issue.closed_on, issue.remarks) == ("done", None, "换了管")
    assert ledger.findings() == []


def test_a_strike_whose_demands_are_met_is_an_update(ledger, sheet):
    ledger.ok("import", sheet(("漏水", DONE, "否")), "-y")
    for level in ("社区", "街道", "区"):
        ledger.ok("verify", "1", "--pass", "--level", level)
    said = ledger.ok("import", sheet(("漏水", DONE, "是")), "-y")
    assert "状态 待验收 -> 已销号 1 条：2024-0001" in said.err
    assert status(ledger) == {"2024-0001": "closed"}


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (DONE, "正在整改", "“待验收”不能凭表退回“整改中”"),
        ("正在整改", "未整改", "“整改中”不能凭表退回“待签收”"),
        ("正在整改", "挂账", "ledger defer"),
        ("正在整改", "不属实", "ledger void"),
    ],
)
def test_a_step_back_or_aside_is_a_conflict(ledger, sheet, before, after, why):
    header = (*HEADER[:-2], "办理状态")
    ledger.ok("import", sheet(("漏水", before, ""), header=header), "-y")
    stood = status(ledger)
    said = ledger("import", sheet(("漏水", after, ""), header=header), "-y")
    assert said.code == Exit.CONFLICT
    assert why in said.err
    assert status(ledger) == stood


def test_a_state_that_no_word_tells_never_steps_back(ledger, sheet):
    ledger.ok("import", sheet(("漏水", "正在整改", "否")), "-y")
    said = ledger.ok("import", sheet(("漏水", "管材周五到货", "否")), "-y")
    assert counts(said) == "读到 1 行：新增 0，更新 1，相同 0，冲突 0，错误 0"
    assert (ledger.issue().progress, str(ledger.issue().status)) == ("管材周五到货", "in_progress")


def test_on_a_terminal_the_clerk_decides(ledger, sheet):
    ledger.ok("import", sheet(("漏水", DONE, "否")), "-y")
    later = sheet(("漏水", DONE, "是"))
    assert ledger("import", later, typed="S\n").code == Exit.OK
    assert status(ledger) == {"2024-0001": "done"}
    ledger.ok("import", later, typed="U\n是\n")
    assert status(ledger) == {"2024-0001": "closed"}
    ledger.ok("undo")
    assert status(ledger) == {"2024-0001": "done"}


def test_agreed_beforehand(ledger, sheet):
    ledger.ok("import", sheet(("漏水", DONE, "否")), "-y")
    ledger.ok("import", sheet(("漏水", DONE, "是")), "-y", "--on-conflict", "update")
    assert status(ledger) == {"2024-0001": "closed"}


def test_a_conflict_with_other_changes_is_still_a_conflict(ledger, sheet):
    ledger.ok("import", sheet(("漏水", "正在整改", "否")), "-y")
    ledger.ok("edit 1 责任单位=")
    said = ledger("import", sheet(("漏水", DONE, "是")), "-y")
    assert said.code == Exit.CONFLICT


def test_two_versions_in_one_command_are_one_issue_each(ledger, sheet):
    first = sheet(("漏水", "正在整改", "否"), ("堆物", "正在整改", "否"), name="1.xlsx")
    second = sheet(
        ("漏水", DONE, "否"), ("堆物", "正在整改", "否"), ("路灯", "", "否"), name="2.xlsx"
    )
    said = ledger.ok("import", first, second, "-y")
    assert counts(said) == "读到 5 行：新增 3，更新 1，相同 1，冲突 0，错误 0"
    assert [i.description for i in ledger.issues()] == ["漏水", "堆物", "路灯"]
    assert (ledger.issue("1").progress, str(ledger.issue("1").status)) == (DONE, "done")
    assert ledger.kinds("1") == ["import"]
    again = ledger("import", first, second, "-y", "-n")  # the first is the older word now
    assert counts(again) == "读到 5 行：新增 0，更新 1，相同 3，冲突 1，错误 0"
    assert ledger.findings() == []


def test_two_versions_of_known_issues_in_one_command(ledger, sheet):
    ledger.ok("import", sheet(("漏水", "正在整改", "否"), name="0.xlsx"), "-y")
    first = sheet(("漏水", "已买管材", "否"), name="1.xlsx")
    second = sheet(("漏水", DONE, "否"), name="2.xlsx")
    said = ledger.ok("import", first, second, "-y")
    assert counts(said) == "读到 2 行：新增 0，更新 2，相同 0，冲突 0，错误 0"
    assert ledger.issue("1").progress == DONE
    assert ledger.kinds("1") == ["import", "update"]
    assert ledger.findings() == []


def test_equal_rows_of_one_file_stay_apart(ledger, sheet):
    rows = [("漏水", "正在整改", "否"), ("漏水", "正在整改", "否")]
    first, second = sheet(*rows, name="1.xlsx"), sheet(*rows, ("路灯", "", "否"), name="2.xlsx")
    said = ledger.ok("import", first, second, "-y")
    assert counts(said) == "读到 5 行：新增 3，更新 0，相同 2，冲突 0，错误 0"


def test_a_sheet_without_a_problem_column_does_not_double(ledger):
    book = openpyxl.Workbook()
    book.active.append(("序号", "街道", "类别", "位置", "整改措施"))
    book.active.append((1, "新华街道", "路面坑槽", "8号楼西侧", "铣刨后重铺"))
    book.active.append((2, "新华街道", "路面沉陷", "7号楼北侧", "开挖回填"))
    book.save("病害.xlsx")
    assert "新增 2" in counts(ledger.ok("import 病害.xlsx -y"))
    assert "新增 0，更新 0，相同 2" in counts(ledger.ok("import 病害.xlsx -y"))
    book.active["E2"] = "冷补"
    book.save("病害.xlsx")
    assert "新增 0，更新 1，相同 1" in counts(ledger.ok("import 病害.xlsx -y"))
    assert ledger.findings() == []


NUMBERED = ("import", "编号.xlsx", "-y", "--map", "问题编号=来表编号")


def by_number(*rows):
    book = openpyxl.Workbook()
    book.active.append(("问题编号", "受理日期", "小区", "问题描述"))
    for number, estate, problem in rows:
        book.active.append((number, "2024-01-05", estate, problem))
    book.save("编号.xlsx")


def test_the_sender_s_number_needs_the_same_matter(ledger):
    by_number(("W-007", "怡园", "漏水"))
    ledger.ok(*NUMBERED)
    by_number(("W-007", "怡园", "顶层渗漏，墙皮脱落"))
    assert "更新 1" in counts(ledger.ok(*NUMBERED, "-n"))
    by_number(("W-007", "香滨", "电梯停运"))  # another firm's seventh, of the same day
    assert "新增 1" in counts(ledger.ok(*NUMBERED, "-n"))


def test_of_equal_rows_the_likest_is_meant(ledger, sheet):
    rows = [("漏水", "管材到货", "否"), ("漏水", "已报维修资金", "否")]
    ledger.ok("import", sheet(*rows), "-y")
    said = ledger.ok("import", sheet(*reversed(rows)), "-y")
    assert "相同 2" in counts(said)


def test_what_is_void_stays_void(ledger, sheet):
    ledger.ok("import", sheet(("漏水", "正在整改", "否")), "-y")
    ledger.ok("void 1 --reason 不属实 --approved-by 赵刚")
    said = ledger.ok("import", sheet(("漏水", "", "否")), "-y")
    assert "相同 1" in counts(said)
    assert status(ledger) == {"2024-0001": "void"}
    assert ledger("import", sheet(("漏水", DONE, "否")), "-y").code == Exit.CONFLICT


def test_the_plan_tells_refusals_to_programs(ledger, sheet):
    ledger.ok("import", sheet(("漏水", DONE, "否")), "-y")
    said = ledger("import", sheet(("漏水", DONE, "是")), "-y", "-n", "--json")
    (row,) = json.loads(said.out)["rows"]
    assert (row["verdict"], row["refused"]) == ("conflict", "还没有社区级验收")
    assert row["conflicts"]["status"] == "closed"
