"""Issues, their events and operations as they are kept: everything that is asked of a ledger."""

import json
from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from datetime import date
from typing import Any, Final

from ledger.errors import NotFound, Usage
from ledger.models import Action, Issue
from ledger.selection import Filter
from ledger.store import chain
from ledger.store.engine import Engine
from ledger.store.query import BATCH, ORDERS, where
from ledger.store.records import (
    FORM,
    Form,
    Operation,
    Recorded,
    changes,
    kept_value,
    mapping,
    operation,
    recorded,
)  # fmt: skip
from ledger.store.rows import SELECT, from_row

SHEETS: Final = f"'{Action.IMPORT}', '{Action.UPDATE}'"
IS_FORM: Final = f"substr(key, 1, {len(FORM)}) = '{FORM}'"
UNDONE_BY: Final = (
    "(SELECT code FROM operation undo WHERE undo.undo_of = operation.id"
    " ORDER BY undo.id DESC LIMIT 1) AS undone_by"
)
PORTION: Final = 500
LONGEST_SERIAL: Final = 18
TOLD: Final = (
    "SELECT event.seq, event.kind, event.entity, event.entity_id, payload.body, operation.code, operation.at,"
    " operation.by, operation.seat FROM {} JOIN operation ON operation.id = event.operation"
    " LEFT JOIN payload ON payload.seq = event.seq WHERE {} ORDER BY event.seq"
)
HISTORY: Final = TOLD.format("event", "entity_id = :uid AND entity = :entity")
OF_OPERATION: Final = TOLD.format("event", "operation.code = :code")
TRAIL: Final = TOLD.format(
    "record_issue JOIN event ON event.entity_id = record_issue.record", "record_issue.issue = :uid"
)
AWAITED: Final = (
    "SELECT 1 FROM record WHERE register = :register AND ended_on IS NULL AND withdrawn = 0 LIMIT 1"
)
NAMES: Final = (
    "campaign", "estate", "lead_unit", "company", "subdistrict", "community", "category", "source", "severity",
)  # fmt: skip


class Reader:
    """One open ledger inside one transaction: a consistent view."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self._run = engine, engine.run
        self.series = ""  # the one in which numbers are given today; short numbers mean it

    def get(self, words: str) -> Issue:
        """The issue with that number, full (2023-0017) or short (17).

        Raises NotFound, or Usage when a short number fits more than one.
        """
        return self.issues([self.resolve(words)])[0]

    def resolve(self, words: str) -> str:
        """The full number for what a clerk typed; a short one means the current series if it is there."""
        if words.isdecimal() and len(words) < LONGEST_SERIAL:
            rows = self._run(
                "SELECT number FROM issue WHERE serial = :n ORDER BY number", n=int(words)
            )
        else:
            rows = self._run("SELECT number FROM issue WHERE number = :n", n=words)
        if not rows:
            raise NotFound(f"台账里没有 {words} 号", "用 ledger list 查看编号")
        found = [str(row["number"]) for row in rows]
        current = [number for number in found if number.rpartition("-")[0] == self.series]
        if current:
            return current[0]
        if len(rows) > 1:
            both = "、".join(row["number"] for row in rows)
            raise Usage(f"{words} 号不止一个：{both}", "写全编号再试一次")
        return found[0]

    def issues(self, numbers: Sequence[str]) -> list[Issue]:
        """The issues with these full numbers, in this order."""
        found = {issue.number: issue for issue in self._having("number", numbers)}
        for number in numbers:
            if number not in found:
                raise NotFound(f"台账里没有 {number} 号", "用 ledger list 查看编号")
        return [found[number] for number in numbers]

    def with_uids(self, uids: Iterable[str]) -> list[Issue]:
        """The issues with these uids, by number."""
        return sorted(self._having("uid", uids), key=lambda issue: issue.number)

    def _having(self, column: str, values: Iterable[str]) -> Iterator[Issue]:
        """The issues with one of these values in that column."""
        for names, named in _portions(values):
            sql = f"SELECT {SELECT} FROM issue WHERE {column} IN ({names}) ORDER BY number"
            yield from map(from_row, self._run(sql, **named))

    def find(
        self, wanted: Filter, today: date, *, order: str = "pressing", limit: int = 0
    ) -> Iterator[Issue]:
        """The issues that fit, at most `limit` (0: all)."""
        clause = where(wanted, today)
        sql = f"SELECT {SELECT} FROM issue WHERE {clause.sql} ORDER BY {ORDERS[order]}"
        sql += f" LIMIT {int(limit)}" if limit else ""
        return map(from_row, self.engine.each(sql, **clause.named))

    def count(self, wanted: Filter, today: date) -> int:
        clause = where(wanted, today)
        rows = self._run(f"SELECT count(*) AS n FROM issue WHERE {clause.sql}", **clause.named)
        return int(rows[0]["n"])

    def history(self, uid: str, entity: str = "issue") -> list[Recorded]:
        """All that happened to an issue, or to a record of the register of that name, oldest first."""
        return [recorded(row) for row in self._run(HISTORY, uid=uid, entity=entity)]

    def course(self, uid: str) -> list[Recorded]:
        """All that happened to an issue and to the papers and other records about it (经过), oldest first."""
        beside = [
            item
            for item in map(recorded, self._run(TRAIL, uid=uid))
            if item.event.facts.get("about") in (None, uid)
        ]
        return sorted((*self.history(uid), *beside), key=lambda item: item.seq)

    def awaits(self, register: str) -> bool:
        """Whether anything is still awaited of a record in the register of that name."""
        return bool(self._run(AWAITED, register=register))

    def names(self, column: str) -> list[str]:
        """The distinct values of one of NAMES in the ledger."""
        if column not in NAMES:
            raise ValueError(column)
        rows = self._run(
            f'SELECT DISTINCT "{column}" AS name FROM issue'
            f' WHERE "{column}" IS NOT NULL AND withdrawn IS NOT 1 ORDER BY 1'
        )
        return [str(row["name"]) for row in rows]

    def knows(self, column: str, name: str) -> bool:
        if column not in NAMES:
            raise ValueError(column)
        return bool(self._run(f'SELECT 1 FROM issue WHERE "{column}" = :name LIMIT 1', name=name))

    def candidates(
        self,
        *,
        uids: Iterable[str] = (),
        numbers: Iterable[str] = (),
        source_nos: Iterable[str] = (),
        sender_nos: Iterable[str] = (),
        prints: Iterable[str] = (),
    ) -> list[Issue]:
        """The issues that may be the same as rows of a sheet: by a number of theirs, or by fingerprint."""
        if self._run("SELECT max(serial) AS last FROM issue")[0]["last"] is None:
            return []
        sources = dict.fromkeys(source_nos).keys()
        wanted = {
            "uid": (*uids, *self._numbered(sources)), "number": numbers, "source_no": sources,
            "sender_no": sender_nos, "fingerprint": prints,
        }  # fmt: skip
        found = {
            issue.uid: issue
            for column, values in wanted.items()
            for issue in self._having(column, values)
            if not issue.withdrawn
        }
        return list(found.values())

    def _numbered(self, wanted: KeysView[str]) -> list[str]:
        """The issues (uid) that have one of these numbers beside the one of their source."""
        if not wanted:
            return []
        rows = self._run("SELECT other_nos, uid FROM issue WHERE other_nos IS NOT NULL")
        return [row["uid"] for row in rows if not wanted.isdisjoint(json.loads(row["other_nos"]))]

    def newest_of(self, estate: str, limit: int = 200) -> list[tuple[str, str]]:
        """Number and words of the newest issues of an estate."""
        rows = self._run(
            "SELECT number, coalesce(description, title, '') AS words FROM issue"
            " WHERE estate = :estate AND withdrawn IS NOT 1 ORDER BY uid DESC LIMIT :limit",
            estate=estate,
            limit=limit,
        )
        return [(row["number"], row["words"]) for row in rows]

    def last_told(self, uids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """What sheets last said about issues: uid to field to plain value (the base of a three-way comparison).

        What an undo took back was never said.
        """
        told: dict[str, dict[str, Any]] = {}
        for names, named in _portions(uids):
            for row in self._run(
                "SELECT event.kind, entity_id, body FROM event JOIN payload ON payload.seq = event.seq"
                f" WHERE entity_id IN ({names}) AND event.kind IN ({SHEETS}, '{Action.UNDO}')"
                " ORDER BY event.seq",
                **named,
            ):
                base = told.setdefault(row["entity_id"], {})
                news, olds = changes(json.loads(row["body"]))
                for name, new in news.items():
                    if row["kind"] != Action.UNDO or base.get(name, ...) == olds.get(name):
                        base[name] = new
        return told

    def mappings(self) -> dict[str, Mapping[str, tuple[str, ...]]]:
        """What was remembered of forms: fingerprint to header path to fields; the newest word counts."""
        told = sorted(self._forms(), key=lambda form: form[1]["at"])
        return {p: columns for _, form in told for p, columns in mapping(form["mapping"]).items()}

    def forms(self) -> list[Form]:
        """The remembered forms, the newest first, those that stand aside last."""
        newest = sorted(self._forms(), key=lambda form: form[1]["at"], reverse=True)
        return [
            Form(
                name,
                told["file"],
                told["at"],
                mapping(told["mapping"]),
                self._workbook(told["workbook"]),
                told.get("aside", False),
            )
            for name, told in sorted(newest, key=lambda form: form[1].get("aside", False))
        ]

    def _forms(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Name and setting of each form, by name."""
        rows = self._run(f"SELECT key FROM setting WHERE {IS_FORM} ORDER BY key")
        for row in rows:
            yield row["key"].removeprefix(FORM), self.setting(row["key"])

    def _workbook(self, digest: str) -> bytes:
        rows = self._run("SELECT content FROM workbook WHERE sha256 = :digest", digest=digest)
        return rows[0]["content"] if rows else b""

    def setting(self, key: str, default: Any = None) -> Any:
        """The value of a setting. Raises BadData when it is none of the kind of `default`."""
        rows = self._run("SELECT value FROM setting WHERE key = :key", key=key)
        return kept_value(key, rows[0]["value"], default) if rows else default

    def settings(self, prefix: str, telling: str = "") -> dict[str, Any]:
        """The settings whose keys begin so and whose values tell that JSON, without that beginning; the newest of keys that tell the time first."""
        rows = self._run(
            "SELECT key, value FROM setting WHERE key >= :first AND key < :after"
            " AND instr(value, :telling) ORDER BY key DESC",
            first=prefix,
            after=prefix[:-1] + chr(ord(prefix[-1]) + 1),
            telling=telling,
        )
        return {row["key"].removeprefix(prefix): json.loads(row["value"]) for row in rows}

    def as_of(self, uid: str, version: int) -> Issue | None:
        """An issue as it was in that version; None when it never had one."""
        from ledger.workflow import apply  # `list` and `show` need no procedure

        issue: Issue | None = None
        for past in self.history(uid)[:version]:
            issue = apply(issue, past.event)
        return issue

    def head(self) -> tuple[int, bytes]:
        """The last event's number and hash; (0, zeros) for a new ledger."""
        rows = self._run("SELECT seq, hash FROM event WHERE seq = (SELECT max(seq) FROM event)")
        return (rows[0]["seq"], rows[0]["hash"]) if rows else (0, chain.GENESIS)

    def fingerprint(self) -> str:
        """台账指纹: printed on every report and export, so that an old one can be held against the ledger."""
        return chain.short(*self.head())

    def operations(self, *, batches: bool = False, limit: int = 0) -> list[Operation]:
        """Newest first."""
        rows = self._run(
            f"SELECT operation.*, {UNDONE_BY}, target.code AS target,"
            " (SELECT count(*) FROM event WHERE event.operation = operation.id) AS events"
            " FROM operation LEFT JOIN operation target ON target.id = operation.undo_of"
            + (f" WHERE {BATCH} IS NOT NULL" if batches else "")
            + " ORDER BY operation.id DESC"
            + (f" LIMIT {int(limit)}" if limit else "")
        )
        return [operation(row) for row in rows]

    def operation_events(self, code: str) -> list[Recorded]:
        """The events of one operation, in order."""
        return [recorded(row) for row in self._run(OF_OPERATION, code=code)]


def _portions(values: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The distinct values, as many at a time as one statement takes: what stands in IN (), the parameters."""
    distinct = list(dict.fromkeys(values))
    for start in range(0, len(distinct), PORTION):
        named = {f"v{i}": value for i, value in enumerate(distinct[start : start + PORTION])}
        yield ", ".join(f":{name}" for name in named), named
