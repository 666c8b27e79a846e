"""What the store hands out beside issues: events as recorded, operations, forms, and who writes."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from ledger.models import Action, Event, Operation


class Author(NamedTuple):
    """Who writes, from where, with which words: what an operation records."""

    by: str
    seat: str
    at: datetime
    command: str
    os_user: str = ""
    host: str = ""


class Form(NamedTuple):
    """A remembered form (表样): its columns' fields by fingerprint of the layout, the workbook itself."""

    name: str
    file: str
    at: str
    mapping: Mapping[str, Mapping[str, tuple[str, ...]]]
    workbook: bytes


class Recorded(NamedTuple):
    """An event as the ledger keeps it."""

    seq: int
    event: Event
    operation: str
    at: str
    seat: str


def event_from(kind: str, entity_id: str, body: str) -> Event:
    """The event that a payload tells."""
    told = json.loads(body)
    return Event(
        issue=entity_id,
        kind=Action(kind),
        on=date.fromisoformat(told["on"]),
        by=told["by"],
        note=told.get("note", ""),
        facts=told.get("facts", {}),
        changes={name: (old, new) for name, (old, new) in told["changes"].items()},
    )


def recorded(row: Mapping[str, Any]) -> Recorded:
    return Recorded(
        seq=row["seq"],
        event=event_from(row["kind"], row["entity_id"], row["body"]),
        operation=row["code"],
        at=row["at"],
        seat=row["seat"],
    )


def operation(row: Mapping[str, Any]) -> Operation:
    detail = json.loads(row["detail"] or "{}")
    return Operation(
        code=row["code"],
        at=row["at"],
        by=row["by"],
        seat=row["seat"],
        command=row["command"],
        undo_of=row["target"],
        undone_by=row["undone_by"],
        batch=detail.get("batch"),
        events=row["events"],
        detail=detail,
    )


def mapping(text: str) -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        print_: {path: tuple(names) for path, names in columns.items()}
        for print_, columns in json.loads(text).items()
    }
