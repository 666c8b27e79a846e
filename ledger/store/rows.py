"""How an issue lies in its row: one column a field, dates and lists as text."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from ledger.matching import fingerprint
from ledger.models import FIELDS, OPEN, Issue, Kind, Status, dumps, plain

NEVER: Final = "9999-12-31"
JSON: Final = (Kind.WORDS, Kind.OBJECT)
NUMBERED: Final = tuple(n for n, f in FIELDS.items() if f.kind in (Kind.COUNT, Kind.MONEY))
DERIVED: Final = ("serial", "fingerprint", "open", "urgency")
COLUMNS: Final = (*FIELDS, *DERIVED)
SELECT: Final = ", ".join(f'"{name}"' for name in FIELDS)


def serial(number: str) -> int:
    """What a clerk types for short: the part after the dash."""
    return int(number.rpartition("-")[2])


def is_open(issue: Issue) -> bool:
    return issue.status in OPEN and not issue.withdrawn


def urgency(issue: Issue) -> str:
    """The day by which an open issue presses: its limit, for 挂账 its review day, else never."""
    day = issue.review_on if issue.status is Status.DEFERRED else issue.due_on
    return day.isoformat() if day else NEVER


def place(issue: Issue) -> str | None:
    return issue.estate or issue.location or issue.community or issue.subdistrict


def to_row(issue: Issue) -> dict[str, Any]:
    """The row of an issue, the derived columns included."""
    row = {name: _stored(name, getattr(issue, name)) for name in FIELDS}
    row["serial"] = serial(issue.number)
    row["fingerprint"] = (
        None if issue.withdrawn else fingerprint(place(issue), issue.description or issue.title)
    )
    row["open"] = int(is_open(issue))
    row["urgency"] = urgency(issue)
    return row


def _stored(name: str, value: Any) -> Any:
    kind = FIELDS[name].kind
    if value is None or kind is Kind.TEXT:
        return value
    if kind in JSON:
        return dumps(plain(name, value)) if value else None
    if kind is Kind.DATE:
        return value.isoformat()
    if kind is Kind.FLAG:
        return int(value)
    return str(value) if kind is Kind.STATUS else value


def _words(text: str) -> tuple[Any, ...]:
    return tuple(json.loads(text))


def _object(text: str) -> Any:
    value = json.loads(text)
    return tuple(value) if isinstance(value, list) else value


LOADERS: Final[Mapping[str, Any]] = {
    name: {
        Kind.DATE: date.fromisoformat,
        Kind.WORDS: _words,
        Kind.OBJECT: _object,
        Kind.FLAG: bool,
        Kind.STATUS: Status,
    }[field.kind]
    for name, field in FIELDS.items()
    if field.kind in (Kind.DATE, Kind.WORDS, Kind.OBJECT, Kind.FLAG, Kind.STATUS)
}


def from_row(row: Mapping[str, Any]) -> Issue:
    """The issue that a row holds; NULL is the field's default."""
    told = {name: value for name, value in row.items() if value is not None and name in FIELDS}
    for name in told.keys() & LOADERS.keys():
        told[name] = LOADERS[name](told[name])
    return Issue(**told)
