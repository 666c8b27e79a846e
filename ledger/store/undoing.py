"""Takes operations back, in several goes if need be; each undo is an operation of its own."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from ledger.errors import NotAllowed, Usage
from ledger.intake.sent import SENT
from ledger.models import FIELDS, Action, Event, Issue
from ledger.needs import Given
from ledger.store import numbered
from ledger.store.query import BATCH, CHANGED
from ledger.store.reader import UNDONE_BY
from ledger.store.records import FORM, Recorded
from ledger.store.repository import Store
from ledger.workflow import apply, event_of, reverse

PURGES: Final = f"SELECT 1 FROM event WHERE operation = :id AND kind = '{Action.PURGE}' LIMIT 1"
UNDONE: Final = "EXISTS (SELECT 1 FROM operation undo WHERE undo.undo_of = operation.id)"

UPGRADE: Final = "coalesce(json_extract(operation.detail, '$.upgrade'), 0)"


class Undone(NamedTuple):
    """What an undo did: the operation taken back, the issues and records restored and those kept (full numbers)."""

    code: str
    command: str
    restored: tuple[str, ...]
    kept: tuple[str, ...] = ()


def undo(store: Store, code: str | None, given: Given) -> Undone:
    """Take an operation (None: the last that can be) back, as an operation of its own.

    Issues changed since are kept as they are and listed; nothing is restored by halves. A further undo of
    the same operation tries those that were kept. Raises Usage for an unknown code, NotAllowed when there is
    nothing (more) to take back.
    """
    target = _target(store, code)
    standing = _standing(store, target["id"])
    if not standing:
        raise NotAllowed(
            f"操作 {target['code']} 已经撤销过（{target['undone_by']}）",
            f"要重做：ledger undo {target['undone_by']}",
        )
    store.undoes = target["id"]
    touched: dict[str, list[Recorded]] = {}
    for item in store.operation_events(target["code"]):
        if item.event.issue in standing:
            touched.setdefault(item.event.issue, []).append(item)
    steps, kept = _reversed(store, touched, given)
    if store.operation is None:
        raise NotAllowed(
            f"操作 {target['code']} 之后都改过了，没有可以撤回的：{'、'.join(kept)}",
            "先撤销后来的操作，用 ledger log 查看",
        )
    return Undone(target["code"], target["command"], tuple(steps), tuple(kept))


def _reversed(
    store: Store, touched: dict[str, list[Recorded]], given: Given
) -> tuple[list[str], list[str]]:
    """Take back what happened to each issue and setting; which issues were restored, what was kept."""
    steps: list[tuple[Issue, Event]] = []
    records_back: list[str] = []
    kept: list[str] = []
    forms: list[str] = []
    for uid, items in touched.items():
        issue = store.by_uid(uid)
        events = [item.event for item in items]
        if issue is None and (record := numbered.taken_back(store, uid, events, given)):
            records_back += record[0]
            kept += record[1]
        elif any(item.erased for item in items):
            kept.append(issue.number if issue else _named(uid))
        elif issue is None:
            if not _setting_back(store, uid, events, given):
                (forms if uid.startswith(FORM) else kept).append(_named(uid))
        elif event := _taken_back(issue, events, given):
            steps.append((issue, event))
        else:
            kept.append(issue.number)
    if steps:
        store.record_all(steps)
    # a form that a later import has read anew is nothing left undone of this one
    restored = [*(issue.number for issue, _ in steps), *records_back]
    return restored, kept if restored or kept else forms


def _named(key: str) -> str:
    if key.startswith(SENT):
        return "发出的表"
    return f"表样“{key.removeprefix(FORM)}”" if key.startswith(FORM) else f"设置 {key}"


def _target(store: Store, code: str | None) -> dict[str, Any]:
    """The operation that an undo means: its own code, its batch's code, or the last one in effect.

    What was taken back and done again by a second undo is meant by that one.
    """
    if code is None:
        rows = _operations(
            store, f"operation.id > 1 AND NOT {UNDONE} AND NOT {UPGRADE} AND {CHANGED}"
        )
        target = next((row for row in rows if not _takes_back(store, row["undo_of"])), None)
    else:
        named = _operations(store, f":code IN (operation.code, {BATCH})", code=code)
        target = next(named, None)
    if target is None:
        raise Usage(
            f"没有{'批次' if code.startswith('B') else '操作'} {code}"
            if code
            else "没有可以撤销的操作",
            "用 ledger log 查看操作编号",
        )
    if store.engine.run(PURGES, id=target["id"]):
        raise NotAllowed(
            f"操作 {target['code']} 清除了个人信息，不能撤销", "清除的内容只在清除前的备份里"
        )
    if not store.engine.run(
        f"SELECT 1 FROM operation WHERE id = :id AND {CHANGED}", id=target["id"]
    ):
        raise NotAllowed(
            f"操作 {target['code']} 是导出的记录，不能撤销", "文件已经导出，要收回请联系收件人"
        )
    if target["id"] == 1:
        raise NotAllowed("建台账这一步不能撤销", "要重来，换一个文件夹 ledger init")
    while again := _done_again(store, target["id"]):
        target = again
    return target


def _done_again(store: Store, target: int) -> dict[str, Any] | None:
    """The operation that did again all that an operation had done; None when none did."""
    standing = _standing(store, target)
    for undone in _operations(store, "operation.undo_of = :id", id=target):
        for again in _operations(store, "operation.undo_of = :id", id=undone["id"]):
            if _standing(store, again["id"]) >= standing:
                return again
    return None


def _standing(store: Store, target: int) -> "set[str]":
    """The issues and settings on which an operation has its effect: all but those that an undo restored."""
    rows = store.engine.run("SELECT entity_id FROM event WHERE operation = :id", id=target)
    standing = {str(row["entity_id"]) for row in rows}
    for back in store.engine.run("SELECT id FROM operation WHERE undo_of = :id", id=target):
        standing -= _standing(store, back["id"])
    return standing


def _operations(store: Store, condition: str, **named: Any) -> Iterator[dict[str, Any]]:
    """The operations of which it is true, newest first, with the code of what last took them back."""
    return store.engine.each(
        f"SELECT operation.*, {UNDONE_BY} FROM operation"
        f" WHERE {condition} ORDER BY operation.id DESC",
        **named,
    )


def _takes_back(store: Store, undo_of: int | None) -> bool:
    """Whether an operation takes something back; what takes an undo back does the thing again."""
    if undo_of is None:
        return False
    (before,) = store.engine.run("SELECT undo_of FROM operation WHERE id = :id", id=undo_of)
    return not _takes_back(store, before["undo_of"])


def _setting_back(store: Store, key: str, events: Sequence[Event], given: Given) -> bool:
    """Set a setting back, unless someone changed it since."""
    if store.setting(key) != events[-1].new[key]:
        return False
    store.set(key, events[0].old.get(key), on=given.on, kind=Action.UNDO)
    return True


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
