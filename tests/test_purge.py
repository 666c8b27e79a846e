"""Personal data: not in the journal of commands, erased for the law, and the chain still holds."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ledger.errors import Exit

PHONE, ID = "13912342201", "230102196001011234"
ADD = (
    "add", f"漏水，请打{PHONE}，身份证{ID}", "-e", "怡园", "-s", "新华街道", "--source", "来电",
    "--complainant", "曾庆华", "--phone", PHONE,
)  # fmt: skip


@pytest.fixture
def struck(ledger, tmp_path):
    rows = (
        "受理日期,小区,街道,问题描述,问题来源,投诉人,联系电话,经过备注",
        f"2024-01-15,怡园,新华街道,曾庆华家漏水请打{PHONE}身份证{ID},来电,曾庆华,{PHONE},曾庆华在家",
    )
    (tmp_path / "表.csv").write_text("\n".join(rows), encoding="utf-8")
    ledger.ok("import 表.csv -y")
    (tmp_path / "表.csv").unlink()
    ledger.ok("claim 1 -u 区城管局")
    ledger.ok("progress", "1", "-m", f"{PHONE}约周五")
    for words in (
        "done 1 -m 已修 --by 李强",
        "verify 1 --pass --level 社区",
        "verify 1 --pass --level 街道",
    ):
        ledger.ok(words)
    ledger.ok("verify 1 --pass --level 区")
    ledger.ok("callback", "1", "--satisfaction", "满意", "-m", f"{PHONE}说好了")
    ledger.ok("close 1")
    return ledger


def test_the_journal_holds_no_phone_and_no_name(ledger):
    ledger.ok(*ADD)
    ledger.ok("edit", "1", "联系电话=84555307", "投诉人=曾庆华", f"备注=再打{PHONE}")
    with closing(sqlite3.connect(ledger.path)) as connection:
        commands = " ".join(row[0] for row in connection.execute("SELECT command FROM operation"))
    assert "139****2201" in commands
    for secret in (PHONE, ID, "曾庆华", "84555307"):
        assert secret not in commands


def test_a_purge_leaves_nothing_and_the_chain_holds(struck):
    figures = struck.ok("report month 2024-01").out.split("台账指纹")[0]
    fingerprint = struck.ok("check").out.rpartition(" ")[2].strip()
    assert struck("purge 1 --basis 保存期满").code == Exit.USAGE  # nobody to ask
    assert struck("purge 1 --basis 保存期满", typed="否\n").code == Exit.REFUSED
    said = struck.ok("purge 1 --basis 保存期满 -y")
    assert "备份里还有原来的内容" in said.err
    data = struck.path.read_bytes()
    for secret in (PHONE, ID, "曾庆华"):
        assert secret.encode() not in data
    issue = struck.issue()
    assert (issue.complainant, issue.phone) == (None, None)
    assert issue.description == "曾**家漏水请打139****2201身份证230102****1234"
    struck.ok("check", "--against", fingerprint)
    assert struck.ok("report month 2024-01").out.split("台账指纹")[0] == figures
    shown = struck.ok("show 1 --show-phone").out
    assert "导入\t（内容已清除）" in shown
    assert "清除个人信息\t依据 保存期满" in shown
    assert "（内容已清除）" in struck.ok("log 1").out


def test_what_was_sent_out_is_purged_as_well(struck):
    struck.ok("export --split-by 街道 --all -o 撤回")
    struck.ok("undo")
    struck.ok("export --split-by 街道 --all -o 下发")
    assert PHONE.encode() in struck.path.read_bytes()
    struck.ok("purge 1 --basis 保存期满 -y")
    assert PHONE.encode() not in struck.path.read_bytes()
    assert struck.findings() == []
    said = struck(f"undo {struck.operations()[-2]}")
    assert (said.code, "之后都改过了，没有可以撤回的：发出的表" in said.err) == (Exit.REFUSED, True)
    assert struck("merge 下发 -n").code == Exit.BAD_DATA


def test_what_is_purged_is_not_undone(struck):
    struck.ok("purge 1 --basis 本人申请 -y")
    said = struck("undo")
    assert (said.code, "清除了个人信息，不能撤销" in said.err) == (Exit.REFUSED, True)
    assert struck("undo A0010").code == Exit.REFUSED
    struck.ok("reopen 1 --reason 又漏 --basis 来电")
    struck.ok("undo")
    assert struck.findings() == []


def test_an_import_whose_rows_were_purged_is_not_undone(struck):
    struck.ok("purge 1 --basis 本人申请 -y")
    said = struck("undo B0001")
    assert (said.code, "之后都改过了" in said.err) == (Exit.REFUSED, True)


def test_only_what_left_the_books_is_purged(ledger):
    ledger.ok(*ADD)
    said = ledger("purge 1 --basis 保存期满 -y")
    assert (said.code, "不能清除个人信息" in said.err) == (Exit.REFUSED, True)
    assert "没有符合条件的问题" in ledger.ok("purge --before 2024-01-01 --basis 保存期满 -y").err
    assert ledger("purge --before 2024-01-01").code == Exit.USAGE
    assert ledger("purge --basis 保存期满").code == Exit.USAGE


def test_purge_by_the_day_of_leaving(struck):
    later = struck.at(today=struck.env.today.replace(year=2026))
    later.ok(*ADD[:1], "路灯不亮", *ADD[2:], "--new")
    said = later.ok("purge --before 2025-01-01 --basis 保存期满 -y")
    assert "已清除 1 条" in said.err
    assert [issue.complainant for issue in later.issues()] == [None, "曾庆华"]


def test_what_was_erased_by_hand_is_shown_as_such_and_found(struck):
    with closing(sqlite3.connect(struck.path)) as connection:
        connection.execute("DELETE FROM payload WHERE seq IN (4, 5)")
        connection.commit()
    assert struck.ok("show 1").out.count("（内容已清除）") == 2
    struck.ok("log 1 --json")
    said = struck("check")
    assert "第 4 条历史记录的内容缺失，没有清除的记录" in said.out


def test_attachments_that_stay_are_listed_with_their_places(ledger, tmp_path):
    ledger.ok(*ADD)
    (tmp_path / "来信.pdf").write_bytes(b"%PDF a letter")
    ledger.ok("attach 1 来信.pdf")
    ledger.ok("void 1 --reason 不属实 --approved-by 赵刚")
    said = ledger.ok("purge 1 --basis 本人申请 -y")
    assert "附件 1 个列在下面" in said.err
    number, name, place = said.out.strip().split("\t")
    assert (number, name) == ("1", "来信.pdf")
    assert Path(place).read_bytes() == b"%PDF a letter"
    assert ledger.findings() == []
