"""Words of the grammar that help now and then: add --like, show --why, config --origin, import --form and --key."""

import openpyxl
import pytest

from ledger.errors import Exit

ADD = "add 漏水 -e 怡园 -s 新华街道 -c 供热 --source 12345 --tag 反复"


def book(name, *rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(name)


# --- add --like


def test_an_issue_is_looked_for_at_other_estates(ledger):
    ledger.ok(ADD)
    ledger.ok("add 电梯停运 -e 香滨 -s 工农街道 --source 来电")  # its street is known from now on
    ledger.ok("add --like 1 -e 香滨,金都府邸 -s 工农街道 -u 区城管局")
    first, second = ledger.issues()[2:]
    assert (first.estate, first.description, first.category) == ("香滨", "漏水", "供热")
    assert (second.estate, second.source, second.tags) == ("金都府邸", "12345", ("反复",))
    assert (second.remarks, str(second.status)) == ("举一反三：2024-0001", "assigned")
    ledger.ok("undo")
    assert len(ledger.listed("--all")) == 2
    assert ledger("add --like 1").code == Exit.USAGE
    assert ledger("add --like 99 -e 香滨").code == Exit.NO_SUCH_NUMBER


# --- show --why


def test_why_an_issue_stands_there_and_what_it_lacks(ledger):
    ledger.ok(ADD)
    said = ledger.ok("show 1 --why").out
    assert "时限 2024-01-24，剩9天" in said
    assert "来源 12345、类别 不限：7个工作日，响应 24小时" in said
    assert "还没有社区级验收    ledger verify 1 --pass --level 社区" in said
    assert "缺回访记录    ledger callback 1 --satisfaction 满意" in said
    assert "ledger assign 1 --to 单位" in said
    late = ledger.at(today=ledger.env.today.replace(month=2))
    assert "已超期" in late.ok("show 1 --why").out


# --- config --origin


def test_where_settings_come_from(ledger):
    lines = {
        line.split("\t")[0]: line.split("\t")[1:]
        for line in ledger.ok("config --origin").out.splitlines()
    }
    assert lines["clerk"] == ["张敏", "台账（ledger config clerk）"]
    assert lines["profile"] == ["道里区", "台账"]
    assert lines["file"][1] == "环境变量 LEDGER_DB"
    assert "clerk\t李明\t环境变量 LEDGER_USER" in ledger.at(user="李明").ok("config --origin").out


# --- import --form and --key


@pytest.fixture
def known(ledger):
    """A form whose column 经办 is the person in charge."""
    book("街道表.xlsx", ("小区", "问题描述", "经办"), ("怡园", "漏水", "王强"))
    ledger.ok("import", "街道表.xlsx", "-y", "--map", "经办=责任领导")
    return ledger


def test_another_layout_is_read_by_a_form(known):
    book(
        "新表.xlsx", ("序号", "小区", "问题描述", "经办", "日期"), (1, "香滨", "停电", "李刚", "x")
    )
    known.ok("import 新表.xlsx -y -n --form 街道")
    known.ok("import 新表.xlsx -y --form 街道表")
    assert known.issue("2").leader == "李刚"
    said = known("import 新表.xlsx -y --form 没有")
    assert (said.code, "没有表样“没有”" in said.err) == (Exit.USAGE, True)


def test_rows_are_known_again_by_the_fields_that_are_named(ledger):
    head = ("小区", "楼栋", "问题描述", "责任单位")
    book(
        "1.xlsx", head, ("怡园", "3号楼", "漏水", "恒安物业"), ("怡园", "4号楼", "漏水", "恒安物业")
    )
    ledger.ok("import 1.xlsx -y")
    book("2.xlsx", head, ("怡园", "4 号楼", "顶楼漏水，已反映多次", "恒安物业"))
    assert "更新 1" in ledger.ok("import 2.xlsx -y -n --key 小区,楼栋").err
    assert "新增 1" in ledger.ok("import 2.xlsx -y -n").err
    ledger.ok("import 2.xlsx -y --key 小区,楼栋")
    assert ledger.issue("2").description == "顶楼漏水，已反映多次"
    assert ledger("import 2.xlsx -y --key 没有").code == Exit.USAGE
