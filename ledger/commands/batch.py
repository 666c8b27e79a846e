"""What an import writes, issue by issue: the rows of several files on one issue are one event."""

from collections.abc import Iterable, Iterator, Sequence
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
    new: list[list[Item]] = []
    changed: list[list[Item]] = []
    for items in _subjects(made):
        (new if items[0].issue is None else changed).append(items)
    return chain(_new(work, new, given, album), _changed(changed, given, album))


def _subjects(made: Plan) -> Iterable[list[Item]]:
    """The rows that are to be written, issue by issue."""
    found: dict[str, list[Item]] = {}
    for item in made.items:
        if item.verdict in (Verdict.NEW, Verdict.UPDATE):
            found.setdefault(item.subject, []).append(item)
    return found.values()


def _changes(items: Sequence[Item]) -> dict[str, Any]:
    """What rows change in their issue; of two files the later one counts."""
    return {name: value for item in items for name, value in item.changes.items()}


def _new(
    work: Session, subjects: Sequence[Sequence[Item]], given: Given, album: Album
) -> Iterator[Step]:
    numbers = work.store.next_numbers(work.store.series, len(subjects)) if subjects else []
    for items, number in zip(subjects, numbers, strict=True):
        values = {**items[0].draft.values, **_changes(items)}
        for own in ("number", "uid"):
            values.pop(own, None)
        if added := album.attachments(items, given.on):
            values["attachments"] = added
        yield None, register(work.store.uid(), number, values, given, Action.IMPORT)


def _changed(subjects: Iterable[Sequence[Item]], given: Given, album: Album) -> Iterator[Step]:
    for items in subjects:
        issue = items[0].issue
        if issue is None:
            raise LedgerError("更新没有对应的问题")
        added = album.attachments(items, given.on)
        photos = {"attachments": (*issue.attachments, *added)} if added else {}
        if changes := {**_changes(items), **photos}:
            event = event_of(issue, Action.UPDATE, given, settled(issue, changes, given))
            yield issue, event
