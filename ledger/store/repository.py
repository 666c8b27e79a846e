"""What is written to a ledger, in domain verbs. Knows SQL and no rule."""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from io import BytesIO
from itertools import count
from os import urandom
from typing import Any, Final

from ledger import __version__
from ledger.errors import Conflict
from ledger.hashing import sha256
from ledger.models import Action, Event, Issue, dumps
from ledger.store import chain
from ledger.store.engine import Engine, insertion
from ledger.store.query import BATCH
from ledger.store.reader import IS_FORM, Reader
from ledger.store.records import FORM, Author, Form, body
from ledger.store.rows import COLUMNS, SELECT, created, from_row, to_row
from ledger.workflow import apply

ASSIGNMENTS: Final = ", ".join(f'"{name}" = :{name}' for name in COLUMNS)
INDEXES: Final = (
    "SELECT name, sql FROM sqlite_master"
    " WHERE type = 'index' AND tbl_name IN ('issue', 'event') AND sql IS NOT NULL"
)
MANY: Final = 10_000
SALT: Final = 16
UPDATE: Final = f"UPDATE issue SET {ASSIGNMENTS} WHERE uid = :uid AND version = :seen"


class Store(Reader):
    """A ledger open for writing: one transaction, one operation."""

    def __init__(self, engine: Engine, author: Author) -> None:
        super().__init__(engine)
        self.author = author
        self._operation: dict[str, Any] | None = None
        self._hash = b""
        self.detail: dict[str, Any] = {}
        self.undoes: int | None = None
        self._pruned = False
        self._uids = uids(author.at)

    @property
    def operation(self) -> str | None:
        """The code of the operation in progress (A0131); None while nothing was written."""
        return self._operation["code"] if self._operation else None

    def uid(self) -> str:
        """A fresh identity for an issue."""
        return next(self._uids)

    def next_numbers(self, series: str, count: int = 1) -> list[str]:
        """`count` fresh numbers of a series (prefix + year), in order; a number is never given twice."""
        self._run(
            "UPDATE counter SET n = n + :count WHERE series = :series", count=count, series=series
        )
        if not self.engine.changed:
            self._run(
                "INSERT INTO counter (series, n) VALUES (:series, :count)",
                series=series,
                count=count,
            )
        (row,) = self._run("SELECT n FROM counter WHERE series = :series", series=series)
        return [f"{series}-{n:04d}" for n in range(row["n"] - count + 1, row["n"] + 1)]

    def next_batch(self) -> str:
        """The code of the import batch that begins."""
        (row,) = self._run(f"SELECT count({BATCH}) AS n FROM operation")
        return f"B{row['n'] + 1:04d}"

    def keep_form(self, form: Form, *, on: date) -> None:
        """Remember a form; a newer copy of the same name takes the older one's place.

        The workbooks that earlier operations replaced go: history keeps what was understood, not every copy.
        """
        if not self._pruned:
            self._pruned = True
            self._run(
                "DELETE FROM workbook WHERE sha256 NOT IN"
                f" (SELECT json_extract(value, '$.workbook') FROM setting WHERE {IS_FORM})"
            )
        digest = sha256(form.workbook).hexdigest() if form.workbook else ""
        if digest:
            self._run(
                "INSERT INTO workbook (sha256, content) VALUES (:digest, :content)"
                " ON CONFLICT DO NOTHING",
                digest=digest,
                content=form.workbook,
            )
        told: dict[str, Any] = {
            "file": form.file, "at": form.at, "mapping": form.mapping, "workbook": digest,
        }  # fmt: skip
        told |= {"aside": True} if form.aside else {}
        self.set(f"{FORM}{form.name}", json.loads(dumps(told)), on=on)

    def forget_form(self, name: str, *, on: date) -> None:
        self.set(f"{FORM}{name}", None, on=on)

    def add(self, event: Event) -> Issue:
        """Create the issue that `event` tells."""
        self.record_all([(None, event)])
        return apply(None, event)

    def record(self, issue: Issue, event: Event) -> Issue:
        """Append the event and store what it makes of the issue, unless someone else was faster."""
        self.record_all([(issue, event)])
        return apply(issue, event)

    def record_all(self, steps: Sequence[tuple[Issue | None, Event]]) -> None:
        """As `add` and `record`, for many issues at once; each issue may occur once."""
        self.append("issue", [event for _, event in steps])
        if new := [event for issue, event in steps if not issue]:
            self.engine.insert("issue", *created(new))
        changed = [
            to_row(apply(issue, event)) | {"seen": issue.version} for issue, event in steps if issue
        ]
        if changed:
            self.engine.many(UPDATE, changed)
            if self.engine.changed != len(changed):
                raise Conflict("刚被别人改过，没有写入", "用 ledger show 编号 看最新情况后再试一次")

    @contextmanager
    def filling(self, new: int) -> Iterator[None]:
        """Within, so many new issues are recorded; if they outnumber all events before, indexes are built when all are there."""
        later = self._run(INDEXES) if new > max(self.head()[0], MANY) else []
        for index in later:
            self._run(f"DROP INDEX {index['name']}")
        yield
        for index in later:
            self._run(index["sql"])

    def purge(self, issue: Issue, event: Event) -> Issue:
        """Record the purge of an issue, and erase what was told of it before: the chain stays."""
        after = self.record(issue, event)
        self._erase(issue.uid)
        return after

    def told_of(self, prefix: str, words: Collection[str]) -> list[str]:
        """The settings whose keys begin so and that ever held one of the words."""
        rows = self.engine.each(
            "SELECT entity_id, body FROM event JOIN payload ON payload.seq = event.seq"
            " WHERE entity = 'setting' AND substr(entity_id, 1, :length) = :prefix",
            length=len(prefix),
            prefix=prefix,
        )
        found = (row["entity_id"] for row in rows if any(word in row["body"] for word in words))
        return list(dict.fromkeys(found))

    def purge_setting(self, key: str, value: Any, *, on: date) -> None:
        """Put a value in the place of one that is erased, from history as well."""
        self._set(key, (None, value), on, Action.PURGE)
        self._erase(key)

    def _erase(self, entity: str) -> None:
        """Take away what was told before the last event."""
        self._run(
            "DELETE FROM payload WHERE seq < :purge AND seq IN"
            " (SELECT seq FROM event WHERE entity_id = :entity)",
            purge=self.head()[0],
            entity=entity,
        )

    def set(self, key: str, value: Any, *, on: date, kind: Action = Action.EDIT) -> None:
        """Change one setting; None removes it."""
        old = self.setting(key)
        if old != value:
            self._set(key, (old, value), on, kind)

    def _set(self, key: str, change: tuple[Any, Any], on: date, kind: Action) -> None:
        old, new = change
        event = Event(key, kind, on, self.author.by, {key: new}, {key: old})
        self.append("setting", [event])
        self._run("DELETE FROM setting WHERE key = :key", key=key)
        if new is not None:
            self._run(
                "INSERT INTO setting (key, value) VALUES (:key, :value)",
                key=key,
                value=dumps(new),
            )

    def by_uid(self, uid: str) -> Issue | None:
        rows = self._run(f"SELECT {SELECT} FROM issue WHERE uid = :uid", uid=uid)
        return from_row(rows[0]) if rows else None

    def append(self, entity: str, events: Sequence[Event]) -> None:
        """Write events, their payloads and their links; the operation with the first of them."""
        operation = self._operation or self._start()
        last, head = self.head()
        salts = BytesIO(urandom(SALT * len(events)))
        rows, payloads = [], []
        for seq, event in enumerate(events, last + 1):
            salt, text = salts.read(SALT), body(event)
            told = (seq, str(event.kind), entity, event.issue)
            digest = chain.joined(salt, text)
            link = chain.link(head, self._hash, (*told, digest))
            # for bytes sqlite3 would look for an adapter, each time
            rows.append((*told, *map(bytearray, (digest, head, link)), operation["id"]))
            payloads.append((seq, bytearray(salt), text))
            head = link
        self.engine.insert("event", (*chain.EVENT_PARTS, "prev", "hash", "operation"), rows)
        self.engine.insert("payload", ("seq", "salt", "body"), payloads)

    def _start(self) -> dict[str, Any]:
        who = self.author
        (row,) = self._run("SELECT coalesce(max(id), 0) + 1 AS id FROM operation")
        operation = {
            "id": row["id"],
            "uid": new_uid(who.at),
            "code": f"{who.seat}{row['id']:04d}",
            "at": who.at.isoformat(timespec="seconds"),
            "by": who.by,
            "os_user": who.os_user,
            "seat": who.seat,
            "host": who.host,
            "command": who.command,
            "program": __version__,
            "undo_of": self.undoes,
            "detail": dumps(self.detail) if self.detail else None,
        }
        self._run(insertion("operation", operation), **operation)
        self._operation, self._hash = operation, chain.operation_hash(operation)
        return operation


def uids(at: datetime) -> Iterator[str]:
    """UUIDv7s of one moment (RFC 9562): sortable by time, unique without a server.

    Each follows on the one before (its method 2): what is made together lies side by side in every index.
    """
    when = f"{int(at.timestamp() * 1000):012x}"
    chance, first = divmod(int.from_bytes(urandom(9), "big"), 1 << 46)
    lead = f"{when[:8]}-{when[8:]}-7{chance >> 14:03x}-{2 << 14 | chance & 0x3FFF:04x}"
    for node in count(first):  # of 48 bits 46 by chance, so that there is room to count
        yield f"{lead}-{node:012x}"


def new_uid(at: datetime) -> str:
    """A uid that belongs to no others."""
    return next(uids(at))
