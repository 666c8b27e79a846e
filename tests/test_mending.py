"""A ledger that was made by an older program, put back by another window, or written into by hand."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from ledger.errors import Conflict, Exit
from ledger.store import files
from ledger.store.engine import connect, in_silence, writing

ADD = "add {} -e 怡园三期 -s 新华街道 --source 来电 --new"
OLD = Path(__file__).parent / "fixtures" / "v1.db.gz"
"""As 0.1.0 left it: a sheet without a column for the problem imported, an issue added, an edit undone."""


@pytest.fixture
def old(ledger):
    ledger.path.write_bytes(gzip.decompress(OLD.read_bytes()))
    return ledger


def by_hand(ledger, sql, *values):
    with closing(sqlite3.connect(ledger.path)) as connection:
        connection.execute(sql, values)
        connection.commit()


def test_a_ledger_of_the_first_version_opens_whole(old):
    assert [i.description for i in old.issues()] == [None, "漏水"]
    assert old.findings() == []
    assert len(list(files.backups(old.path).iterdir())) == 1
    assert old.ok("form list").out.splitlines()[1].startswith("病害\t病害.xlsx")
    assert "地点" in old.ok("form show 病害").out
    old.ok("export --all -o 出.xlsx")
    old.ok("undo")  # what was undone stays undone: the addition is next
    assert old.issue("2").withdrawn


# --- undone in parts


def test_a_partly_undone_operation_is_finished_by_a_second_undo(ledger):
    for words in ("漏水", "堆物"):
        ledger.ok(ADD.format(words))
    ledger.ok("edit 1 2 楼栋=1")
    ledger.ok("edit 2 楼栋=2")
    said = ledger("undo A0004")
    assert (said.code, "1 条后来改过，保留不动：2" in said.err) == (Exit.REFUSED, True)
    assert [i.building for i in ledger.issues()] == [None, "2"]
    ledger.ok("undo A0005")
    ledger.ok("undo A0004")
    assert [i.building for i in ledger.issues()] == [None, None]
    said = ledger("undo A0004")
    assert "操作 A0004 已经撤销过（A0008）" in said.err
    ledger.ok("undo A0008")  # done again as far as it was taken back
    assert [i.building for i in ledger.issues()] == [None, "1"]
    assert ledger.findings() == []


def test_what_is_done_again_in_parts_can_be_taken_back_whole(ledger):
    for words in ("漏水", "堆物"):
        ledger.ok(ADD.format(words))
    ledger.ok("edit 1 2 楼栋=1")
    ledger.ok("edit 2 楼栋=2")
    ledger("undo A0004")
    ledger.ok("undo A0006")  # the half that was taken back is there again
    ledger.ok("undo A0005")
    ledger.ok("undo A0004")
    assert [i.building for i in ledger.issues()] == [None, None]
    assert ledger.findings() == []


def test_a_setting_that_was_changed_since_is_named(ledger):
    ledger.ok("profile edit office=物业科")
    ledger.ok("profile edit office=物业办")
    said = ledger("undo A0002")
    assert (said.code, "没有可以撤回的：设置 profile" in said.err) == (Exit.REFUSED, True)


# --- two windows


def test_a_window_that_waited_for_a_restore_is_told(ledger):
    ledger.ok(ADD.format("漏水"))
    copy = files.backup(ledger.path)
    with closing(connect(ledger.path)) as waited:
        files.restore(ledger.path, copy)
        with (
            pytest.raises(Conflict, match="刚被另一窗口还原"),
            writing(ledger.path, waited, in_silence) as engine,
        ):
            engine.run("UPDATE counter SET n = n + 1")
    assert ledger.findings() == []


def test_a_restore_waits_for_the_window_that_writes(ledger, monkeypatch):
    monkeypatch.setattr("ledger.store.engine.FIRST_WAIT", 1)
    monkeypatch.setattr("ledger.store.engine.LONGEST_WAIT", 1)
    ledger.ok(ADD.format("漏水"))
    copy = files.backup(ledger.path)
    with closing(connect(ledger.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = ledger("restore", str(copy), "-y")
        assert said.code == Exit.CONFLICT
        assert "另一窗口占用" in said.err
        other.execute("ROLLBACK")
    ledger.ok("restore", str(copy), "-y")


# --- written into by hand


@pytest.mark.parametrize(
    ("sql", "value", "words"),
    [
        ("UPDATE issue SET due_on = ?", "下周", "2024-0001 号“整改时限”的内容“下周”读不懂"),
        ("UPDATE issue SET tags = ?", "[", "2024-0001 号“标签”的内容“[”读不懂"),
        ("UPDATE issue SET status = ?", "办结", "2024-0001 号“状态”的内容“办结”读不懂"),
        ("UPDATE setting SET value = ? WHERE key = 'profile'", "{", "设置“profile”的内容“{”读不懂"),
        ("UPDATE setting SET value = ? WHERE key = 'profile'", "[]", "设置“profile”"),
    ],
)
@pytest.mark.parametrize("words_of", ["list --all", "show 1"])
def test_what_no_command_wrote_is_told(ledger, sql, value, words, words_of):
    ledger.ok(ADD.format("漏水"))
    by_hand(ledger, sql, value)
    said = ledger(words_of)
    assert said.code == Exit.BAD_DATA
    assert said.err.startswith(f"错误：{words}")
    assert "提示：用 ledger check 核对" in said.err
    found = ledger("check")
    assert found.code == Exit.REFUSED
    assert words in found.out


def test_an_odd_calendar_and_clerk_are_told(ledger):
    ledger.ok("calendar 2024-02-10 休 春节")
    by_hand(ledger, "UPDATE setting SET value = ? WHERE key = 'calendar'", '{"x": 1}')
    said = ledger(ADD.format("漏水"))
    assert (said.code, "设置“calendar”的内容读不懂" in said.err) == (Exit.BAD_DATA, True)
    assert "设置“calendar”与历史记录不一致" in ledger("check").out
    by_hand(ledger, "UPDATE setting SET value = ? WHERE key = 'clerk'", "7")
    assert ledger("edit 1 楼栋=1").code == Exit.BAD_DATA


# --- forms


def test_changes_of_forms_are_taken_back(ledger, tmp_path):
    rows = "小区,问题描述,经办\n怡园,漏水,王强\n"
    (tmp_path / "街道表.csv").write_text(rows, encoding="utf-8")
    book = openpyxl.Workbook()
    for row in rows.splitlines():
        book.active.append(row.split(","))
    book.save(tmp_path / "街道表.xlsx")
    ledger.ok("import 街道表.xlsx -y")
    before = ledger.ok("form show 街道表").out
    ledger.ok("form edit 街道表 经办=责任人")
    assert ledger.ok("form show 街道表").out != before
    ledger.ok("undo")
    assert ledger.ok("form show 街道表").out == before
    ledger.ok("form forget 街道表")
    assert "还没有表样" in ledger.ok("form list").err
    ledger.ok("undo")
    assert ledger.ok("form show 街道表").out == before
    ledger.ok("export --all --form 街道表 -o 出.xlsx")
    ledger.ok("undo B0001")
    assert "还没有表样" in ledger.ok("form list").err
    assert ledger.findings() == []
    assert "form edit 街道表" in ledger.ok("log").out
