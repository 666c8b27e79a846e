"""What the store hands out beside issues: events as recorded, operations, forms, and who writes."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from ledger.errors import BadData
from ledger.models import Action, Event, dumps
from ledger.store.rows import CHECK_HINT


class Author(NamedTuple):
    """Who writes, from where, with which words: what an operation records."""

    by: str
    seat: str
    at: datetime
    command: str
    os_user: str = ""
    host: str = ""


ERASED: Final = "（内容已清除）"
FORM: Final = "form/"
"""How the key of a setting begins that holds a form; its name follows."""


class Operation(NamedTuple):
    """One command's changes, undone as one: who, where, when, with which words."""

    code: str
    at: str
    by: str
    seat: str
    command: str
    undo_of: str | None = None
    undone_by: str | None = None
    batch: str | None = None
    events: int = 0
    detail: Mapping[str, Any] = MappingProxyType({})


class Form(NamedTuple):
    """A remembered form (表样): its columns' fields by fingerprint of the layout, the workbook itself.

    One that stands `aside` is filled only by who names it.
    """

    name: str
    file: str
    at: str
    mapping: Mapping[str, Mapping[str, tuple[str, ...]]]
    workbook: bytes
    aside: bool = False


class Recorded(NamedTuple):
    """An event as the ledger keeps it; what was `erased` tells no more than that it was.

    `entity` is what it happened to: an issue, a setting, or a record of the register of that name.
    """

    seq: int
    event: Event
    operation: str
    at: str
    seat: str
    erased: bool = False
    entity: str = "issue"


def event_from(row: Mapping[str, Any]) -> Event:
    """The event that a row of the history tells. Raises BadData for what no command wrote."""
    try:
        told = json.loads(row["body"])
        new, old = changes(told)
        return Event(
            issue=row["entity_id"],
            kind=Action(row["kind"]),
            on=date.fromisoformat(told["on"]),
            by=told["by"],
            new=new,
            old=old,
            note=told.get("note", ""),
            facts=told.get("facts", {}),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadData(f"第 {row['seq']} 条历史记录读不懂，台账文件被改动过", CHECK_HINT) from error


def body(event: Event) -> str:
    """What is kept of an event beside its kind and whom it is about; what tells nothing is left out."""
    told = {"on": event.on.isoformat(), "by": event.by, "new": event.new}
    if old := {name: value for name, value in event.old.items() if value is not None}:
        told["old"] = old
    if event.note:
        told["note"] = event.note
    if event.facts:
        told["facts"] = event.facts
    return dumps(told)


def changes(told: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a body tells that fields became, and what they were; 0.1 wrote both side by side."""
    if "changes" in told:
        pairs = told["changes"].items()
        return {name: new for name, (_, new) in pairs}, {name: old for name, (old, _) in pairs}
    return dict(told["new"]), dict(told.get("old", {}))


def erased_event(row: Mapping[str, Any]) -> Event:
    """What is left of an event whose content was erased: its kind, by the day it was recorded on."""
    day = date.fromisoformat(row["at"][:10])
    return Event(row["entity_id"], Action(row["kind"]), day, row["by"], note=ERASED)


def recorded(row: Mapping[str, Any]) -> Recorded:
    erased = row["body"] is None
    return Recorded(
        seq=row["seq"],
        event=erased_event(row) if erased else event_from(row),
        erased=erased,
        operation=row["code"],
        at=row["at"],
        seat=row["seat"],
        entity=row["entity"],
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


def mapping(told: Mapping[str, Any]) -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        print_: {path: tuple(names) for path, names in columns.items()}
        for print_, columns in told.items()
    }


def kept_value(key: str, text: str, default: Any = None) -> Any:
    """The value that a setting holds. Raises BadData for what no command wrote."""
    try:
        value = json.loads(text)
    except ValueError:
        value = ...
    if value is ... or not (default is None or isinstance(value, type(default))):
        raise BadData(f"设置“{key}”的内容“{text[:40]}”读不懂，台账文件被改动过", CHECK_HINT)
    return value
