"""Proves that nobody edited history behind the tool's back, or says where it does not hold."""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from ledger.errors import BadData
from ledger.hashing import sha256
from ledger.models import FIELDS, Action, Issue
from ledger.numbered import fold
from ledger.registers import REGISTERS
from ledger.store import attachments, chain, schema
from ledger.store.engine import Engine
from ledger.store.numbered import differing as differing_records
from ledger.store.records import kept_value, recorded
from ledger.store.rows import COLUMNS, from_row, to_row
from ledger.workflow import apply

PRINTED: Final = re.compile("[0-9]{1,15}:[0-9a-f]{8,64}")


def findings(engine: Engine) -> Iterator[str]:
    """What does not hold, a sentence each; nothing when the ledger is sound. Never raises on damaged content."""
    for name, look in (
        ("文件", _file),
        ("结构", _structure),
        ("历史", _chain),
        ("内容", _replay),
        ("编号", _numbers),
        ("表样", _workbooks),
    ):
        try:
            yield from look(engine)
        except BadData as error:
            yield str(error)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            yield f"{name}无法读懂：{type(error).__name__}"


def _file(engine: Engine) -> Iterator[str]:
    for row in engine.run("PRAGMA integrity_check(5)"):
        if row["integrity_check"] != "ok":
            yield f"数据库文件损坏：{row['integrity_check']}"
    if engine.run("PRAGMA foreign_key_check"):
        yield "数据库内部引用不完整"


def _structure(engine: Engine) -> Iterator[str]:
    """The tables and guards must be those that the migrations make (what a library words is its own affair)."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        schema.build(fresh)
        wanted = _objects(Engine(fresh))
    found = _objects(engine)
    for name in sorted(wanted.keys() | found.keys()):
        if wanted.get(name) != found.get(name):
            yield f"数据库结构被改动：{name}"


def _objects(engine: Engine) -> dict[str, str]:
    rows = engine.run(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        " AND name NOT IN ('issue', 'idx_issue_number', '_sqlite_migrations')"
    )
    return {row["name"]: row["sql"] for row in rows}


def _chain(engine: Engine) -> Iterator[str]:
    operations = {}
    for row in engine.each("SELECT * FROM operation ORDER BY id"):
        operations[row["id"]] = chain.operation_hash(row)
    head, used, gone = chain.GENESIS, set(), defaultdict[str, list[int]](list)
    rows = engine.each(
        "SELECT event.*, salt, body FROM event LEFT JOIN payload ON payload.seq = event.seq"
        " ORDER BY event.seq"
    )
    for seq, row in enumerate(rows, 1):
        if row["seq"] != seq:
            yield f"第 {seq} 条历史记录缺失"
            return
        if row["kind"] == Action.PURGE:  # what was told of the issue before may be gone
            gone.pop(row["entity_id"], None)
        if row["body"] is None:
            gone[row["entity_id"]].append(seq)
        elif chain.joined(row["salt"], row["body"]) != row["digest"]:
            yield f"第 {seq} 条历史记录的内容被改动"
        told = [row[part] for part in chain.EVENT_PARTS]
        if row["prev"] != head or row["hash"] != chain.link(
            head, operations[row["operation"]], told
        ):
            yield f"第 {seq} 条历史记录与前后对不上"
            return
        head = row["hash"]
        used.add(row["operation"])
    for lost in sorted(seq for seqs in gone.values() for seq in seqs):
        yield f"第 {lost} 条历史记录的内容缺失，没有清除的记录"
    for empty in sorted(operations.keys() - used):
        yield f"操作 {empty} 没有任何历史记录"


def _replay(engine: Engine) -> Iterator[str]:
    issues, records, settings = replayed(engine)
    kept = {row["uid"]: row for row in engine.each("SELECT * FROM issue")}
    for uid, issue in issues.items():
        row = kept.pop(uid, None)
        if row is None:
            yield f"{issue.number} 号的台账行缺失"
            continue
        try:
            differing = _differing(issue, row)
        except BadData as error:
            yield str(error)
        else:
            if differing:
                yield f"{issue.number} 号的台账行被改动：{'、'.join(differing)}"
    for row in kept.values():
        yield f"{row['number']} 号没有登记记录"
    yield from differing_records(engine, records)
    yield from _settings(engine, settings)


def _settings(engine: Engine, told: dict[str, Any]) -> Iterator[str]:
    for row in engine.run("SELECT key, value FROM setting ORDER BY key"):
        try:
            same = kept_value(row["key"], row["value"]) == told.pop(row["key"], None)
        except BadData as error:
            yield str(error)
        else:
            if not same:
                yield f"设置“{row['key']}”与历史记录不一致"
    for key in told:
        yield f"设置“{key}”缺失"


def replayed(
    engine: Engine,
) -> tuple[dict[str, Issue], dict[str, tuple[str, Any]], dict[str, Any]]:
    """The issues by uid, the records by uid with their register, the settings: the fold of the whole history."""
    issues: dict[str, Issue] = {}
    records: dict[str, tuple[str, Any]] = {}
    settings: dict[str, Any] = {}
    for row in engine.each(
        "SELECT event.seq, kind, entity, entity_id, body, at, operation.by FROM event"
        " JOIN operation ON operation.id = event.operation"
        " LEFT JOIN payload ON payload.seq = event.seq ORDER BY event.seq"
    ):
        event = recorded({**row, "code": "", "seat": ""}).event
        if row["entity"] == "setting":
            settings |= event.new
        elif row["entity"] in REGISTERS:
            _, before = records.get(event.issue, ("", None))
            after = fold(REGISTERS[row["entity"]], before, event)
            records[event.issue] = (row["entity"], after)
        else:
            issues[event.issue] = apply(issues.get(event.issue), event)
    kept = {key: value for key, value in settings.items() if value is not None}
    return issues, records, kept


def _differing(issue: Issue, row: dict[str, Any]) -> list[str]:
    wanted = to_row(issue)
    found = row | {name: value for name, value in to_row(from_row(row)).items() if name in FIELDS}
    return [
        FIELDS[name].label if name in FIELDS else name
        for name in COLUMNS
        if wanted[name] != found[name]
    ]


def _numbers(engine: Engine) -> Iterator[str]:
    given = {row["series"]: row["n"] for row in engine.run("SELECT series, n FROM counter")}
    found = {
        row["series"].removesuffix("-"): (row["n"], row["top"])
        for row in engine.run(
            "SELECT rtrim(number, '0123456789') AS series, count(*) AS n, max(serial) AS top"
            " FROM issue GROUP BY 1"
        )
    }
    for series in sorted(given.keys() | found.keys()):
        count, (there, top) = given.get(series, 0), found.get(series, (0, 0))
        if not count == there == top:
            yield f"编号 {series} 应有 {count} 个，实有 {there} 个，最大 {top}"


def _workbooks(engine: Engine) -> Iterator[str]:
    for row in engine.each("SELECT sha256, content FROM workbook"):
        if sha256(row["content"]).hexdigest() != row["sha256"]:
            yield f"表样的原表 {row['sha256'][:8]} 被改动"


def lost_files(engine: Engine, ledger: Path) -> Iterator[str]:
    """The attachments whose files are gone, or are no longer what was attached, a sentence each."""
    sound: dict[tuple[str, str], bool] = {}
    for row in engine.each("SELECT number, attachments FROM issue WHERE attachments IS NOT NULL"):
        for item in json.loads(row["attachments"]):
            file = (item["sha256"], item["name"])
            if file not in sound:
                sound[file] = attachments.sound(ledger, *file)
            if not sound[file]:
                yield f"{row['number']} 号的附件“{item['name']}”的文件丢失或被改动"


def contains(engine: Engine, fingerprint: str) -> bool:
    """Whether the history that a printed fingerprint speaks of is still the beginning of this ledger's."""
    fingerprint = fingerprint.strip().rstrip("….")
    seq, _, head = fingerprint.partition(":")
    if not PRINTED.fullmatch(fingerprint):
        return False
    rows = engine.run("SELECT hash FROM event WHERE seq = :seq", seq=int(seq))
    return bool(rows) and rows[0]["hash"].hex().startswith(head)
