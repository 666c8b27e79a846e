"""What was registered is put right: edit and attach on one and on many; days that cannot be."""

from datetime import date

import pytest

from ledger.errors import Exit

ADD = "add {} -e 怡园三期 -s 新华街道 --source 来电 --new"


@pytest.fixture
def two(ledger):
    ledger.ok(ADD.format("二楼漏水"))
    ledger.ok(ADD.format("路灯不亮"))
    return ledger


def test_the_limit_is_not_moved_by_an_edit(two):
    due = two.issue().due_on
    said = two("edit 1 整改时限=2024-03-01")
    assert said.code == Exit.REFUSED
    assert "改整改时限要办延期" in said.err
    assert "ledger extend" in said.err
    assert two("edit 1 整改时限=").code == Exit.REFUSED
    assert two.issue().due_on == due
    assert two.kinds() == ["register"]


def test_a_mistyped_limit_is_put_right_with_a_reason(two):
    two.ok("edit 1 整改时限=2024-03-01 --reason 录错月份")
    assert str(two.issue().due_on) == "2024-03-01"
    assert two.issue().reason is None
    assert "原因 录错月份；整改时限 2024-01-30 改 2024-03-01" in two.ok("show 1").out
    two.ok("edit 1 整改时限=2024-03-01 楼栋=3号楼")  # the same day is no other limit


def test_a_limit_that_was_open_is_filled_in(two):
    two.ok("edit 1 整改时限= --reason 未定")
    two.ok("edit 1 整改时限=2024-03-01")
    assert str(two.issue().due_on) == "2024-03-01"


def test_edit_by_filter_counts_and_asks(two):
    assert two("edit -e 怡园 类别=供电").code == Exit.USAGE  # nobody to ask
    said = two("edit -e 怡园 类别=供电", typed="否\n")
    assert "可以修改 2 条" in said.err
    assert two.issue().category is None
    said = two.ok("edit -e 怡园 类别=供电 -y")
    assert "1 号 类别：空 -> 供电" in said.err
    assert "修改 2 条，未改动 0 条（操作 A0004）" in said.err
    said = two.ok("edit 1 2 类别=供电")
    assert "1 号 没有变化" in said.err
    assert "修改 0 条，未改动 2 条" in said.err
    assert two.operations() == ["A0001", "A0002", "A0003", "A0004"]


def test_a_field_is_emptied(two):
    two.ok("edit 1 楼栋=3号楼")
    assert "1 号 楼栋：3号楼 -> 空" in two.ok("edit 1 楼栋=").err
    assert two.issue().building is None


def test_attach_by_filter(two, tmp_path):
    (tmp_path / "验收表.pdf").write_bytes(b"%PDF-1.4")
    two.ok("attach -e 怡园三期 验收表.pdf -y")
    assert [len(issue.attachments) for issue in two.issues()] == [1, 1]
    two.ok("attach 1,2 验收表.pdf --after")
    assert [i.attachments[-1]["kind"] for i in two.issues()] == ["after", "after"]
    assert two("attach 1").code == Exit.USAGE


def test_a_step_before_the_report_is_refused(two):
    said = two("assign 1 --to 恒安物业 --new --on 2024-01-10")
    assert said.code == Exit.USAGE
    assert "--on 早于上一步的那天（2024-01-15）" in said.err
    assert two("edit 1 楼栋=3号楼 --on 2024-01-10").code == Exit.USAGE


def test_a_step_before_the_one_that_it_follows_is_refused(two):
    later = two.at(today=two.env.today.replace(day=25))
    later.ok("claim 1 -u 恒安物业 --new --on 2024-01-18")
    later.ok("done 1 -m 已修 --by 李强 --on 2024-01-20")
    said = later("verify 1 --pass --level 社区 --on 2024-01-19")
    assert said.code == Exit.USAGE
    assert "--on 早于上一步的那天（2024-01-20）" in said.err
    later.ok("verify 1 --pass --level 社区 --on 2024-01-20")
    later.ok("edit 1 楼栋=3号楼 --on 2024-01-16")  # told late, no step


def test_imported_history_without_days_sets_no_bound(ledger, tmp_path):
    rows = "小区,问题描述,责任单位,办理状态\n怡园,漏水,恒安物业,待签收\n"
    (tmp_path / "表.csv").write_text(rows, encoding="utf-8")
    ledger.ok("import 表.csv -y")
    ledger.ok("accept 1 --on 2024-01-02")


def test_a_corrected_day_of_receipt_moves_the_day_of_entry(ledger):
    ledger.ok("add 路灯不亮 -e 怡园三期 -s 新华街道 --source 来电 --new")
    day = ledger.issue("1").entered_on
    ledger.ok("edit 1 受理日期=2023-11-01")
    issue = ledger.issue("1")
    assert issue.entered_on == issue.reported_on == date(2023, 11, 1)
    ledger.ok("undo")
    assert ledger.issue("1").entered_on == day
