"""What is written to a ledger, in domain verbs. Knows SQL and no rule."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from os import urandom
from typing import Any, Final, NamedTuple

from ledger import __version__
from ledger.errors import Conflict, NotAllowed, Usage
from ledger.models import FIELDS, Action, Event, Issue, dumps
from ledger.needs import Given
from ledger.store import chain
from ledger.store.engine import Engine, insertion
from ledger.store.query import BATCH
from ledger.store.reader import Reader
from ledger.store.records import Author, Form
from ledger.store.rows import COLUMNS, SELECT, from_row, to_row
from ledger.workflow import apply, event_of, reverse

INSERT: Final = insertion("issue", COLUMNS)
ASSIGNMENTS: Final = ", ".join(f'"{name}" = :{name}' for name in COLUMNS)
UPDATE: Final = f"UPDATE issue SET {ASSIGNMENTS} WHERE uid = :uid AND version = :seen"


class Undone(NamedTuple):
    """What an undo did: the operation taken back, the issues and papers restored and those kept (full numbers)."""

    code: str
    command: str
    restored: tuple[str, ...]
    kept: tuple[str, ...] = ()


class Store(Reader):
    """A ledger open for writing: one transaction, one operation."""

    def __init__(self, engine: Engine, author: Author) -> None:
        super().__init__(engine)
        self.author = author
        self._operation: dict[str, Any] | None = None
        self._hash = b""
        self.detail: dict[str, Any] = {}
        self._undoes: int | None = None

    @property
    def operation(self) -> str | None:
        """The code of the operation in progress (A0131); None while nothing was written."""
        return self._operation["code"] if self._operation else None

    def uid(self) -> str:
        """A fresh identity for an issue."""
        return new_uid(self.author.at)

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

    def keep_form(self, form: Form) -> None:
        """Remember a form; a newer copy of the same name takes the older one's place."""
        self.forget_form(form.name)
        row = form._asdict() | {"mapping": dumps(form.mapping)}
        self._run(insertion("form", row), **row)

    def forget_form(self, name: str) -> None:
        self._run("DELETE FROM form WHERE name = :name", name=name)

    def add(self, event: Event, number: str) -> Issue:
        """Create the issue that `event` tells."""
        return self.record_all([(None, event, number)])[0]

    def record(self, issue: Issue, event: Event) -> Issue:
        """Append the event and store what it makes of the issue, unless someone else was faster."""
        return self.record_all([(issue, event, issue.number)])[0]

    def record_all(self, steps: Sequence[tuple[Issue | None, Event, str]]) -> list[Issue]:
        """As `add` and `record`, for many issues at once; each issue may occur once."""
        after = [apply(issue, event, number) for issue, event, number in steps]
        self.append("issue", [event for _, event, _ in steps])
        new = [to_row(a) for a, (issue, _, _) in zip(after, steps, strict=True) if issue is None]
        if new:
            self.engine.many(INSERT, new)
        changed = [
            to_row(a) | {"seen": issue.version}
            for a, (issue, _, _) in zip(after, steps, strict=True)
            if issue is not None
        ]
        if changed:
            self.engine.many(UPDATE, changed)
            if self.engine.changed != len(changed):
                raise Conflict("刚被别人改过，没有写入", "用 ledger show 编号 看最新情况后再试一次")
        return after

    def set(self, key: str, value: Any, *, on: date, kind: Action = Action.EDIT) -> None:
        """Change one setting; None removes it."""
        old = self.setting(key)
        if old == value:
            return
        event = Event(issue=key, kind=kind, on=on, by=self.author.by, changes={key: (old, value)})
        self.append("setting", [event])
        self._run("DELETE FROM setting WHERE key = :key", key=key)
        if value is not None:
            self._run(
                "INSERT INTO setting (key, value) VALUES (:key, :value)",
                key=key,
                value=dumps(value),
            )

    def undo(self, code: str | None, given: Given) -> Undone:
        """Take an operation (None: the last that can be) back, as an operation of its own.

        Issues changed since are kept as they are and listed; nothing is restored by halves.
        Raises Usage for an unknown code, NotAllowed when there is nothing (more) to take back.
        """
        target = self._target(code)
        self._undoes = target["id"]
        touched: dict[str, list[Event]] = {}
        for recorded in self.operation_events(target["code"]):
            touched.setdefault(recorded.event.issue, []).append(recorded.event)
        steps: list[tuple[Issue | None, Event, str]] = []
        kept: list[str] = []
        papers: list[str] = []
        for uid, events in touched.items():
            issue = self._by_uid(uid)
            if issue is None:
                taken_back, left = self._undo_other(uid, events, given)
                papers += taken_back
                kept += left
            elif event := _taken_back(issue, events, given):
                steps.append((issue, event, issue.number))
            else:
                kept.append(issue.number)
        if steps:
            self.record_all(steps)
        if self.operation is None:
            raise NotAllowed(
                f"操作 {target['code']} 之后都改过了，没有可以撤回的：{'、'.join(kept)}",
                "先撤销后来的操作，用 ledger log 查看",
            )
        restored = (*(number for _, _, number in steps), *papers)
        return Undone(
            code=target["code"], command=target["command"], restored=restored, kept=tuple(kept)
        )

    def _target(self, code: str | None) -> dict[str, Any]:
        """The operation that an undo means: its own code, its batch's code, or the last one in effect.

        What was taken back and done again by a second undo is meant by that one.
        """
        if code is None:
            rows = self._operations("operation.id > 1 AND undone.id IS NULL")
            target = next((row for row in rows if not self._takes_back(row["undo_of"])), None)
        else:
            target = next(self._operations(f":code IN (operation.code, {BATCH})", code=code), None)
        if target is None:
            raise Usage(
                f"没有操作 {code}" if code else "没有可以撤销的操作", "用 ledger log 查看操作编号"
            )
        if target["id"] == 1:
            raise NotAllowed("建台账这一步不能撤销", "要重来，换一个文件夹 ledger init")
        while target["undone_by"]:
            (undo,) = self._operations("operation.code = :code", code=target["undone_by"])
            if not undo["undone_by"]:
                raise NotAllowed(
                    f"操作 {target['code']} 已经撤销过（{undo['code']}）",
                    f"要重做：ledger undo {undo['code']}",
                )
            (target,) = self._operations("operation.code = :code", code=undo["undone_by"])
        return target

    def _operations(self, condition: str, **named: Any) -> Iterator[dict[str, Any]]:
        """The operations of which it is true, newest first, with the code of what took them back."""
        return self.engine.each(
            "SELECT operation.*, undone.code AS undone_by FROM operation"
            " LEFT JOIN operation undone ON undone.undo_of = operation.id"
            f" WHERE {condition} ORDER BY operation.id DESC",
            **named,
        )

    def _takes_back(self, undo_of: int | None) -> bool:
        """Whether an operation takes something back; what takes an undo back does the thing again."""
        if undo_of is None:
            return False
        (before,) = self._run("SELECT undo_of FROM operation WHERE id = :id", id=undo_of)
        return not self._takes_back(before["undo_of"])

    def _by_uid(self, uid: str) -> Issue | None:
        rows = self._run(f"SELECT {SELECT} FROM issue WHERE uid = :uid", uid=uid)
        return from_row(rows[0]) if rows else None

    def _undo_other(
        self, key: str, events: Sequence[Event], given: Given
    ) -> tuple[list[str], list[str]]:
        """Take back what happened to a paper or a setting: what was restored, what was kept."""
        from ledger.store import papers

        found = papers.taken_back(self, key, events, given)
        return found or ([], self._undo_setting(key, events, given))

    def _undo_setting(self, key: str, events: Sequence[Event], given: Given) -> list[str]:
        """Set a setting back; its key when someone changed it since."""
        if self.setting(key) != events[-1].changes[key][1]:
            return [key]
        self.set(key, events[0].changes[key][0], on=given.on, kind=Action.UNDO)
        return []

    def append(self, entity: str, events: Sequence[Event]) -> None:
        """Write events, their payloads and their links; the operation with the first of them."""
        operation = self._operation or self._start()
        last, head = self.head()
        rows, payloads = [], []
        for seq, event in enumerate(events, last + 1):
            salt, body = urandom(16), _body(event)
            row = {
                "seq": seq,
                "operation": operation["id"],
                "kind": str(event.kind),
                "entity": entity,
                "entity_id": event.issue,
                "digest": chain.joined(salt, body),
                "prev": head,
            }
            head = row["hash"] = chain.link(head, self._hash, row)
            rows.append(row)
            payloads.append({"seq": seq, "salt": salt, "body": body})
        self.engine.many(insertion("event", rows[0]), rows)
        self.engine.many(insertion("payload", payloads[0]), payloads)

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
            "undo_of": self._undoes,
            "detail": dumps(self.detail) if self.detail else None,
        }
        self._run(insertion("operation", operation), **operation)
        self._operation, self._hash = operation, chain.operation_hash(operation)
        return operation


def new_uid(at: datetime) -> str:
    """A UUIDv7 (RFC 9562): sortable by time, unique without a server."""
    value = int(at.timestamp() * 1000) << 80 | int.from_bytes(urandom(10), "big")
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _taken_back(issue: Issue, events: Sequence[Event], given: Given) -> Event | None:
    """One event that takes all of `events` back, None when one of them was built upon since."""
    before = issue
    for event in reversed(events):
        step = reverse(before, event, given)
        if step is None:
            return None
        before = apply(before, step)
    changed = {
        name: getattr(before, name)
        for name in FIELDS
        if name != "version" and getattr(before, name) != getattr(issue, name)
    }
    return event_of(issue, Action.UNDO, given, changed)


def _body(event: Event) -> str:
    told = {"on": event.on.isoformat(), "by": event.by, "changes": event.changes}
    return dumps(told | {k: v for k, v in (("note", event.note), ("facts", event.facts)) if v})
