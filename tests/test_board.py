"""The board of the day: every open issue stands in one line."""

import re

from ledger import render
from ledger.errors import Exit

ADD = "add {} -e {}小区 -s 新华街道 --source 12345"


def lines(ledger):
    found = re.findall(r"^  (\S+?)　*\s+(\d+)", ledger.ok("").out, re.MULTILINE)
    return {label: int(count) for label, count in found}


def test_the_states_add_up_to_what_is_open(ledger):
    for number in range(1, 8):
        ledger.ok(ADD.format(f"问题{number}", number))
    ledger.ok("assign 1-6 --to 区城管局 -y")
    ledger.ok("accept 2-5 -y")
    ledger.ok("done 2 -m 已修 --by 李强")
    ledger.ok("defer 3 --until 2024-04-01 --reason 季节 --approved-by 赵刚")
    ledger.ok("void 5 --reason 不属实 --approved-by 赵刚")
    found = lines(ledger)
    states = {"待交办": 1, "待签收": 2, "整改中": 1, "待验收": 1, "挂账": 1}
    assert {label: found[label] for label in states} == states
    assert found["未完成"] == sum(states.values()) == len(ledger.listed())
    assert {
        "今日到期": 0,
        "已超期": 0,
        "待回访": 1,
        "待销号": 0,
        "到复核日": 0,
    }.items() <= found.items()
    later = ledger.at(today=ledger.env.today.replace(month=5))
    assert {"已超期": 4, "到复核日": 1}.items() <= lines(later).items()


def test_how_long_an_issue_has_stays_in_one_line_of_the_list(ledger):
    words = "楼道照明不亮，物业说等采购，已经等了两个星期没有人来"
    for number, due in (("甲", "今天"), ("乙", "3天")):
        ledger.ok("add", f"{words}{number}", "-e", f"{number}小区", "--source", "来电", "-d", due)
    listed = ledger.at(terminal_out=True).ok("list").out
    assert "今日到期" in listed
    assert max(map(render.measure, listed.splitlines())) <= ledger.env.width


def test_lists_of_every_kind_stand_in_columns_on_a_terminal(ledger):
    at_desk = ledger.at(terminal_out=True)
    for words in ("document list", "log", "sample list", "form list"):
        assert "\t" not in at_desk.ok(words).out
    assert "\t" in ledger.ok("document list").out


def test_a_deferral_keeps_its_reason_through_void_and_back(ledger):
    ledger.ok(ADD.format("漏水", "怡园"))
    ledger.ok("claim 1 -u 区城管局")
    ledger.ok("defer 1 --until 2024-04-01 --reason 季节 --approved-by 赵刚")
    ledger.ok("void 1 --reason 不属实 --approved-by 赵刚")
    assert ledger.issue().reason == "不属实"
    ledger.ok("reopen 1 --reason 查明属实")
    assert (ledger.issue().reason, ledger.issue().reason_before) == ("季节", None)
    assert "季节，复核日 2024-04-01" in ledger.ok("show 1").out
    assert ledger("reopen 1 --reason 再来").code == Exit.REFUSED
    assert ledger.findings() == []
