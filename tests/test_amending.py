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


# -- what cannot be ------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["description=", "问题描述= 楼栋=3号楼", "来源="])
def test_what_every_issue_has_is_not_emptied(two, words):
    said = two(f"edit 1 {words}")
    assert said.code == Exit.REFUSED
    assert "问题描述、来源不能空着" in said.err
    assert two.kinds() == ["register"]


PAST = [
    "add 漏雨 -e 怡园三期 --source 来电 --new -d 2020-01-01",
    "assign 1 --to 恒安物业 --new -d 2020-01-01",
    "reopen 2 --reason 又坏了 --basis 来电 -d 2024-01-14",
    "verify 3 --fail --requirement 再修 -d 2024-01-14 --by 李明",
]


@pytest.mark.parametrize("words", PAST)
def test_a_limit_that_is_over_is_refused(two, words):
    two.ok(ADD.format("门禁坏了"))
    for step in ("claim 2,3 -u 恒安物业 --new", "done 2,3 -m 修好"):
        two.ok(step)
    two.ok("close 2 --force --reason 试")
    before = two.operations()
    said = two(words)
    assert said.code == Exit.USAGE
    assert "早于办理的那天（2024-01-15）" in said.err
    assert "加 --on 当时的日期" in said.err
    assert two.operations() == before


def test_old_papers_are_entered_with_their_day(ledger):
    ledger.ok(ADD.format("漏水") + " --on 2023-11-20 -d 2023-12-01")
    assert str(ledger.issue().due_on) == "2023-12-01"
    ledger.ok("assign 1 --to 恒安物业 --new --on 2023-11-21 -d 1月10日")
    assert str(ledger.issue().due_on) == "2024-01-10"  # the next one after that day
    ledger.ok("accept 1 --on 2023-11-21")
    ledger.ok("extend 1 --on 2023-12-20 -d 2024-01-12 --reason 备料 --approved-by 赵刚")
    ledger.ok("defer 1 --on 2024-01-02 --until 30天 --reason 季节 --approved-by 赵刚")
    assert str(ledger.issue().review_on) == "2024-02-01"


def test_a_limit_is_counted_from_the_day_of_the_step(ledger):
    ledger.ok(ADD.format("漏水") + " --on 2023-12-04 -d 5个工作日")
    assert str(ledger.issue().due_on) == "2023-12-11"


def test_a_past_limit_is_filled_in_with_a_reason(two):
    two.ok("edit 1 整改时限= --reason 未定")
    said = two("edit 1 整改时限=2023-12-01")
    assert said.code == Exit.USAGE
    assert "整改时限已经过了" in said.err
    two.ok("edit 1 整改时限=2023-12-01 --reason 原件所写")
    assert str(two.issue().due_on) == "2023-12-01"


DOUBTFUL = ["abc", "12345", "1391234567", "139123456789", "23912345678", "139****2201"]
PHONES = [
    "13912345678", "139-1234-5678", "0451-84555307", "(0451)84555307", "84555307-8012", "4001234567",
    "+86 13912345678", "13912345678（王女士）、84555307", "不详", "无",
]  # fmt: skip


@pytest.mark.parametrize("phone", DOUBTFUL + PHONES)
def test_what_can_be_no_phone_is_told(two, phone):
    doubted = phone in DOUBTFUL
    for words in (["add", "漏", "--source", "来电", "-s", "新华街道", "--new", "--phone", phone],
                  ["edit", "1", f"责任人电话={phone}"]):  # fmt: skip
        said = two.ok(*words)
        assert (f"“{phone}”不像电话号码" in said.err) is doubted
    assert two.issue("3").phone == two.issue("1").person_phone == phone


# -- what a step says --------------------------------------------------------------------------


def test_what_was_set_is_told_with_the_step(two):
    two.ok("claim 1 -u 恒安物业 --new")
    assert "资金累计 2,800.00 元" in two.ok("progress 1 -m 备料 --cost 2800").err
    two.ok("done 1 -m 修好")
    closed = two.ok("close 1 --force --reason 试").err
    assert "下一步" not in closed
    assert "撤销：ledger undo" in closed
    assert "第 2 轮，时限 2024-01-30" in two.ok("reopen 1 --reason 又漏 --basis 来电").err
    assert "整改资金（元） 2,800.00" in two.ok("show 1").out


def test_a_refusal_among_several_names_the_number_once(two):
    two.ok("claim 1 -u 恒安物业 --new")
    said = two("done 1 2 -m 修好")
    assert "2 号 未改动：现为“待交办”，不能报验；ledger assign 2 --to 单位" in said.err
    two.ok("claim 2 -u 恒安物业 --new")
    said = two("defer -S 整改中 --until 2024-04-30 --approved-by 赵刚", typed="")
    assert "  2 号  怡园三期  缺挂账原因或原因不在清单内\n" in said.err


def test_add_asks_for_what_is_missing(ledger):
    ledger.ok("add", typed="漏水\n来电\n怡园三期\n")
    issue = ledger.issue()
    assert (issue.description, issue.source, issue.estate) == ("漏水", "来电", "怡园三期")
    ledger.ok("add 漏雨 -s 新华街道", typed="来电\n")
    assert ledger("add 漏雨 -s 新华街道", typed="").code == Exit.REFUSED
    assert "缺来源" in ledger("add 漏雨").err  # nobody to ask


def test_what_was_written_of_a_limit_is_shown_where_it_says_more_than_the_day(ledger, tmp_path):
    sheet = tmp_path / "台账.csv"
    rows = ("1,来电,甲小区,漏水,2024-02-01", "2,来电,乙小区,停水,2024年2月底")
    sheet.write_text(
        "\n".join(("序号,投诉来源,小区名称,投诉内容,整改时限", *rows)) + "\n", encoding="utf-8"
    )
    ledger.ok("import", str(sheet), "-y")
    assert "时限  2024-02-01\n" in ledger.ok("show 1").out
    assert "2024-02-29（原文“2024年2月底”）" in ledger.ok("show 2").out
