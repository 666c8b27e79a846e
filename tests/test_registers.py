"""What is numbered beside the issues: one table for every register, whatever happened to an older file."""

import json
import sqlite3
from contextlib import closing

import pytest
from sqlite_utils import Database

from ledger.errors import Exit
from ledger.models import FIELDS
from ledger.numbered import handle
from ledger.registers import REGISTERS
from ledger.store import migrations, schema

CORE = ("uid", "kind", "year", "serial", "doc_no", "given_on", "version")


def older(path, ledger, *, step, version):
    """A file as an older program left it: its schema, the history of `ledger`, its issues and papers."""
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as old,
        closing(sqlite3.connect(ledger.path)) as new,
    ):
        old.execute("BEGIN")
        migrations.steps.apply(Database(old), stop_before=step)
        old.execute(f"PRAGMA application_id = {schema.APPLICATION}")
        old.execute(f"PRAGMA user_version = {version * 1000 + len(FIELDS)}")
        for table in ("operation", "event", "payload", "setting", "counter", "issue"):
            for row in new.execute(f"SELECT * FROM {table}").fetchall():
                old.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        db = Database(old)
        for row in Database(new).query("SELECT * FROM record"):
            body = json.loads(row["body"])
            issues = json.dumps(body.pop("issues", [])) if body.get("issues") else None
            told = {name: row[name] for name in CORE} | body
            db["paper"].insert({**told, "issues": issues, "withdrawn": row["withdrawn"] or None})
        for issue, paper in new.execute("SELECT issue, record FROM record_issue").fetchall():
            db["paper_issue"].insert({"issue": issue, "paper": paper})
        old.execute("COMMIT")


def test_papers_of_an_older_file_keep_their_numbers_and_their_history(ledger, tmp_path):
    ledger.ok("add 停电 -e 金都府邸 -s 新华街道 --source 日常检查 --new -u 恒安物业")
    ledger.ok("oversight supervise 1 -d 2024-02-20")
    ledger.ok("oversight deduct --company 恒安物业 --new --points 0.5 -m 脏乱")
    ledger.ok("oversight outcome 扣分1 --result 已告知")
    ledger.ok("oversight urge 1")
    ledger.ok("undo")
    path = tmp_path / "旧.db"
    older(path, ledger, step="m004_one_table_for_every_register", version=3)
    clerk = ledger.at(db=path)
    assert clerk.ok("oversight list").out == ledger.ok("oversight list").out
    assert clerk.ok("show 1").out == ledger.ok("show 1").out
    assert clerk.findings() == []
    assert list(tmp_path.glob("旧_备份/*.db"))
    clerk.ok(f"undo {clerk.operations()[-1]}")
    assert "催办〔2024〕第1号" in clerk.ok("oversight list").out
    assert "督办〔2024〕第2号" in clerk.ok("oversight supervise 1 -d 月底").err
    assert clerk.findings() == []


def test_row_that_no_command_wrote_is_told(ledger):
    ledger.ok("add 停电 -e 金都府邸 -s 新华街道 --source 日常检查")
    ledger.ok("whistle 1 --kind 应急 --to 区城管局")
    with closing(sqlite3.connect(ledger.path, isolation_level=None)) as connection:
        connection.execute("UPDATE record SET body = '{'")
    said = ledger("whistle list")
    assert said.code == Exit.BAD_DATA
    assert said.err.startswith("错误：吹哨 哨2024-1 的记录读不懂")
    assert any("哨2024-1 的记录被改动" in sentence for sentence in ledger.findings())


@pytest.mark.parametrize("name", REGISTERS)
def test_each_register_has_what_every_record_has(name):
    register = REGISTERS[name]
    assert register.name == name
    assert {
        "uid", "kind", "year", "serial", "doc_no", "given_on", "by", "issues", "withdrawn", "version",
    } <= register.fields.keys()  # fmt: skip
    assert set(register.said) <= register.fields.keys()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("哨3", (None, 3)),
        ("3", (None, 3)),
        ("哨2024-3", (2024, 3)),
        ("哨 2024-3", (2024, 3)),
        ("2024-3", (2024, 3)),
        ("哨2024年3号", (2024, 3)),
        ("哨〔2024〕第3号", (2024, 3)),
        ("哨", None),
        ("督办3", None),
        ("哨2024-", None),
    ],
)
def test_number_is_read_as_a_clerk_types_it(typed, meant):
    found = handle("whistle", "哨", typed)
    assert (found and (found.year, found.serial)) == meant
