"""How an issue lies in its row: one column a field, dates and lists as text."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

from ledger.errors import BadData
from ledger.matching import identity
from ledger.models import FIELDS, OPEN, Event, Issue, Kind, Status, dumps

CHECK_HINT: Final = "用 ledger check 核对，再用 ledger restore 从备份还原"
NEVER: Final = "9999-12-31"
DERIVED: Final = ("serial", "fingerprint", "open", "urgency")
COLUMNS: Final = (*FIELDS, *DERIVED)
SELECT: Final = ", ".join(f'"{name}"' for name in FIELDS)


def serial(number: str) -> int:
    """What a clerk types for short: the part after the dash."""
    return int(number.rpartition("-")[2])


def _urgency(row: Mapping[str, Any]) -> str:
    """The day by which an open issue presses: its limit, for 挂账 its review day, else never."""
    return row.get("review_on" if row["status"] == Status.DEFERRED else "due_on") or NEVER


def _words(text: str) -> tuple[Any, ...]:
    return tuple(json.loads(text))


def _words_text(words: tuple[str, ...]) -> str | None:
    return dumps(list(words)) if words else None


def _object(text: str) -> Any:
    value = json.loads(text)
    return tuple(value) if isinstance(value, list) else value


def _object_text(value: Any) -> str | None:
    if not value:
        return None
    return dumps([dict(item) for item in value] if isinstance(value, tuple) else dict(value))


KEPT: Final[Mapping[Kind, tuple[Any, Any]]] = {
    Kind.DATE: (date.isoformat, date.fromisoformat),
    Kind.WORDS: (_words_text, _words),
    Kind.OBJECT: (_object_text, _object),
    Kind.FLAG: (int, bool),
    Kind.STATUS: (str, Status),
}
"""How values that are no plain text or number go into the row, and how they come out of it."""
OTHERS: Final = {name: KEPT[field.kind] for name, field in FIELDS.items() if field.kind in KEPT}


def to_row(issue: Issue) -> dict[str, Any]:
    """The row of an issue, the derived columns included."""
    row = issue._asdict()
    mark = identity(row)
    for name, (kept, _) in OTHERS.items():
        if row[name] is not None:
            row[name] = kept(row[name])
    return _completed(row, mark)


def _completed(row: dict[str, Any], mark: str | None) -> dict[str, Any]:
    """The row with the columns that follow from its others; `mark` is the issue's fingerprint."""
    row["serial"] = serial(row["number"])
    row["fingerprint"] = None if row["withdrawn"] else mark
    row["open"] = int(row["status"] in OPEN and not row["withdrawn"])
    row["urgency"] = _urgency(row)
    return row


FRESH: Final = to_row(Issue(uid="", number="0", version=1))
FILLED: Final = frozenset(name for name, value in FRESH.items() if value is not None)
AS_TEXT: Final = frozenset(
    name for name, field in FIELDS.items() if field.kind in (Kind.WORDS, Kind.OBJECT)
)
"""What events tell as lists and objects; all else lies in a row as events tell it."""


ORIGIN: Final = ("file", "sheet", "row")


def _text(name: str, value: Any) -> str | None:
    """A list or an object as JSON text; where a row came from is put together, for a fifth of the work."""
    if name == "origin" and value and tuple(value) == ORIGIN and isinstance(value["row"], int):
        return f'{_sheet(value["file"], value["sheet"])},"row":{value["row"]}}}'
    return dumps(value) if value else None


@lru_cache(maxsize=64)
def _sheet(file: str, sheet: str) -> str:
    """How the origin of every row of a sheet begins."""
    return dumps({"file": file, "sheet": sheet})[:-1]


def created(events: Sequence[Event]) -> tuple[Sequence[str], Iterator[tuple[Any, ...]]]:
    """The columns and the rows of the issues that `events` create: as `to_row` of `apply`, for a fifth of the work.

    What is empty in all of them is left out: sqlite3 takes longer over None than over a text.
    """
    told = FILLED.union({"fingerprint"}, *(event.new for event in events))
    columns = {name: FRESH[name] for name in COLUMNS if name in told}
    texts = AS_TEXT.intersection(columns)

    def row(event: Event) -> dict[str, Any]:
        told = {**columns, **event.new, "uid": event.issue}
        for name in texts:
            told[name] = _text(name, told[name])
        return _completed(told, identity(event.new))

    return tuple(columns), map(itemgetter(*columns), map(row, events))


def from_row(row: Mapping[str, Any]) -> Issue:
    """The issue that a row holds; NULL is the field's default. Raises BadData for what no command wrote."""
    told = {name: value for name, value in row.items() if value is not None and name in FIELDS}
    for name in told.keys() & OTHERS.keys():
        try:
            told[name] = OTHERS[name][1](told[name])
        except (ValueError, TypeError) as error:
            raise BadData(
                f"{row['number']} 号“{FIELDS[name].label}”的内容“{told[name]}”读不懂，台账文件被改动过",
                CHECK_HINT,
            ) from error
    return Issue(**told)
