"""One issue under several numbers, with two limits: the city's and the district's."""

import re
from datetime import date

import pytest

ADD = "add 暖气不热 -e 怡园 -s 新华街道 --source 12345 --new"
HEAD = "工单编号,市平台号,诉求内容,诉求详细地址,区交办时间,区交办办结期限,市交办办结期限,工单状态"


def sheet(path, *rows, head=HEAD):
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path.name


@pytest.mark.parametrize(
    "told", ["--source-no 2401 --source-no SJ-9", "--source-no 2401,SJ-9", "--source-no 2401、SJ-9"]
)
def test_several_numbers_are_told_and_found(ledger, told):
    ledger.ok(f"{ADD} {told}")
    issue = ledger.issue()
    assert (issue.source_no, issue.other_nos) == ("2401", ("SJ-9",))
    assert "单号 2401、SJ-9" in ledger.ok("show 1").out
    assert [one["number"] for one in ledger.listed("-k", "SJ-9")] == ["2024-0001"]
    said = ledger.ok("add 别的话 -e 别处 --source 12345 --source-no SJ-9").err
    assert "单号相同" in said


def test_the_same_told_again_adds_its_number(ledger):
    ledger.ok(f"{ADD} --source-no 2401")
    ledger.ok("add 还是不热 --source 来电 --source-no 热线77 --into 1")
    ledger.ok("add 还是不热 --source 来电 --source-no 热线77 --into 1")
    issue = ledger.issue()
    assert (issue.source_no, issue.other_nos, issue.repeats) == ("2401", ("热线77",), 2)
    ledger.ok("undo")
    ledger.ok("undo")
    assert ledger.issue().other_nos == ()
    assert ledger.findings() == []


def test_words_that_are_the_same_are_no_same_number(ledger):
    ledger.ok(f"{ADD} --source-no 2401")
    said = ledger.ok("add 暖气不热 -e 怡园 --source 12345 --source-no 2402").err
    assert "相似 100%" in said
    assert "单号相同" not in said


def test_each_sheet_finds_the_issue_by_its_own_number(ledger, tmp_path):
    row = "2401,SJ-9,暖气不热,怡园3号楼,2024-01-08,2024-01-12,2024-01-15,处置中"
    ledger.ok("import", sheet(tmp_path / "区.csv", row), "-y")
    issue = ledger.issue()
    assert (issue.source_no, issue.other_nos) == ("2401", ("SJ-9",))
    assert (issue.due_on, issue.city_due_on) == (date(2024, 1, 12), date(2024, 1, 15))
    again = ledger.ok("import", sheet(tmp_path / "区.csv", row), "-y").err
    assert "相同 1" in again
    city = sheet(
        tmp_path / "市.csv",
        "SJ-9,完全另写的一段话,别的地址,已办结",
        head="工单编号,诉求内容,诉求详细地址,工单状态",
    )
    said = ledger("import", city, "-y", "--on-conflict", "update").err
    assert "新增 0" in said
    issue = ledger.issue()
    assert (issue.source_no, issue.other_nos) == ("2401", ("SJ-9",))
    assert issue.description == "完全另写的一段话"
    assert len(ledger.issues()) == 1


def test_a_sheet_adds_a_number_and_never_takes_one(ledger, tmp_path):
    ledger.ok(f"{ADD} --source-no 2401 --source-no SJ-9")
    row = "2401,SJ-10,暖气不热,怡园3号楼,2024-01-08,2024-01-12,2024-01-15,处置中"
    ledger("import", sheet(tmp_path / "区.csv", row), "-y", "--on-conflict", "update")
    assert ledger.issue().other_nos == ("SJ-9", "SJ-10")


def test_a_district_limit_after_the_citys_is_warned_of(ledger, tmp_path):
    said = ledger.ok(f"{ADD} -d 2024-01-25 --city-due 2024-01-20").err
    assert "时限 2024-01-25，注意：晚于市级时限 2024-01-20" in said
    shown = ledger.ok("show 1").out
    assert "2024-01-20（区级时限晚于它）" in shown
    ledger.ok("edit 1 市级时限=2024-02-20")
    assert re.search(r"市级时限 +2024-02-20(?!（)", ledger.ok("show 1").out)
    ledger.ok("assign 1 --to 区城管局")
    said = ledger.ok("extend 1 -d 2024-02-25 --reason 到货 --approved-by 赵刚").err
    assert "时限 2024-02-25，注意：晚于市级时限 2024-02-20" in said
    row = "2402,SJ-8,不热,怡园3号楼,2024-01-08,2024-01-18,2024-01-15 17:00,处置中"
    said = ledger.ok("import", sheet(tmp_path / "区.csv", row), "-y").err
    assert "区级时限 2024-01-18 晚于市级时限 2024-01-15" in said
    assert ledger.issue("2").extra["市交办办结期限"] == "2024-01-15 17:00"  # the hour is kept


def test_csv_brings_all_of_it_back(ledger):
    ledger.ok(f"{ADD} --source-no 2401 --source-no SJ-9 --city-due 2024-01-20")
    ledger.ok("export --all --format csv -o 台账.csv")
    other = ledger.at(db=ledger.path.with_name("二.db"))
    other.ok("init --district 道里区 --by 张敏")
    other.ok("import 台账.csv -y")
    issue = other.issue()
    assert (issue.source_no, issue.other_nos) == ("2401", ("SJ-9",))
    assert issue.city_due_on == date(2024, 1, 20)
