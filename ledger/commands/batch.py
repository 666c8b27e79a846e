"""What an import writes, issue by issue: the rows of several files on one issue are one event."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from ledger.commands.album import Album
from ledger.commands.writing import Session
from ledger.errors import LedgerError
from ledger.intake.plan import Item, Plan, Verdict
from ledger.models import Action, Event, Issue
from ledger.needs import Given
from ledger.workflow import event_of, register, settled

Step = tuple[Issue | None, Event]


def batch_of(work: Session, made: Plan, given: Given, album: Album) -> Iterator[Step]:
    """The steps to record: new issues with fresh numbers first, then the changed ones."""
    return chain(_new(work, made, given, album), _changed(made, given, album))


def _subjects(made: Plan, *, new: bool) -> list[list[Item]]:
    """The rows that are to be written, issue by issue: those that begin a new one, or the others."""
    found: dict[str, list[Item]] = {}
    for item in made.items:
        if item.verdict in (Verdict.NEW, Verdict.UPDATE):
            found.setdefault(item.subject, []).append(item)
    return [items for items in found.values() if (items[0].issue is None) is new]


def _changes(items: Sequence[Item]) -> dict[str, Any]:
    """What rows change in their issue; of two files the later one counts."""
    return {name: value for item in items for name, value in item.changes.items()}


def _new(work: Session, made: Plan, given: Given, album: Album) -> Iterator[Step]:
    subjects = _subjects(made, new=True)
    numbers = work.store.next_numbers(work.store.series, len(subjects)) if subjects else []
    for items, number in zip(subjects, numbers, strict=True):
        values = {**items[0].draft.values, **_changes(items)}
        for own in ("number", "uid"):
            values.pop(own, None)
        if added := album.attachments(items, given.on):
            values["attachments"] = added
        yield None, register(work.store.uid(), number, values, given, Action.IMPORT)


def _changed(made: Plan, given: Given, album: Album) -> Iterator[Step]:
    for items in _subjects(made, new=False):
        issue = items[0].issue
        if issue is None:
            raise LedgerError("更新没有对应的问题")
        added = album.attachments(items, given.on)
        photos = {"attachments": (*issue.attachments, *added)} if added else {}
        if changes := {**_changes(items), **photos}:
            event = event_of(issue, Action.UPDATE, given, settled(issue, changes, given))
            yield issue, event
