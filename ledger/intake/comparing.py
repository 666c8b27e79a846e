"""What a sheet changed in an issue, and what sheet and ledger both changed since they last agreed."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from ledger.intake.drafts import SECTION_COLUMN
from ledger.intake.verified import beside
from ledger.models import FIELDS, Issue, Kind, Status, plain

UNTOLD: Final = ("origin", "number", "uid", "version")
AFTER_STRIKE: Final = ("callback_on", "callback_text", "satisfaction", "remarks", "extra")
DIGITS: Final = re.compile(r"\d+")
MONTH_DAY: Final = re.compile(r"(\d{1,2})[月./-](\d{1,2})[日号]?")
DATES: Final = tuple(name for name, told in FIELDS.items() if told.kind is Kind.DATE)
STATED: Final[Mapping[str, tuple[str, ...]]] = {
    "progress": ("status_text",),
    "reason": ("status_text", "progress", "remarks"),
}
"""What is read from the words of other columns: they tell the state."""
LIMIT: Final = ("due_on", "due_text", "due_precision", "ongoing")
FINAL: Final = (Status.CLOSED, Status.VOID)
INSTEAD: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("description",),
    "description": ("title",),
    "location": ("estate", "building"),
    "estate": ("location",),
}
"""What a form tells in the column of a field that an issue has not, where it has no column for these."""


def compare(
    issue: Issue, values: Mapping[str, Any], base: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a sheet changed, and what sheet and ledger both changed since `base`, where they last agreed.

    `base` holds plain values: what sheets last said, or the ledger's when a sheet went out. Extra columns are
    compared one by one; one that only repeats what the ledger wrote there (编号 of our forms, who verified for a
    level) says nothing.
    """
    changes: dict[str, Any] = {}
    clashes: dict[str, Any] = {}
    for name, value in values.items():
        if _idle(name, issue, values, base):
            continue
        struck = issue.status in FINAL and issue.number and name not in AFTER_STRIKE
        now, then = getattr(issue, name), base.get(name)
        if name == "extra":
            told = {path: text for path, text in value.items() if not _known(path, text, issue)}
            _extra(now or {}, told, then or {}, (changes, clashes))
        elif plain(name, value) not in (plain(name, now), then):
            untouched = plain(name, now) == then or (then is None and not now)
            (changes if untouched and not struck else clashes)[name] = value
    if not clashes.keys().isdisjoint(LIMIT):  # the words of a limit and its day are one thing
        clashes |= {name: changes.pop(name) for name in LIMIT if name in changes}
    return _in_order(changes), _in_order(clashes)


def _in_order(values: dict[str, Any]) -> dict[str, Any]:
    """The values in the order in which issues have them."""
    return {name: values[name] for name in FIELDS if name in values} if values else values


def _idle(name: str, issue: Issue, values: Mapping[str, Any], base: Mapping[str, Any]) -> bool:
    """Whether a field says nothing new beside the others of its row.

    A limit in the same words is the same, whatever year they would mean by now, and so is one for the same day
    where the ledger has no words for it; so are the words that our forms write for what an issue has not, and a
    report that only names the state in which the issue is.
    """
    if name in LIMIT and values.get("due_text"):
        same = values.get("due_on") == issue.due_on and not issue.due_text
        return bool(values["due_text"] == issue.due_text or (issue.due_on and same))
    if values[name] and name in STATED and values[name] in _reports(name, issue, values):
        return _stands(issue, values)
    if name == "status":
        return values[name] is Status.REGISTERED and _stands(issue, values)
    if name in INSTEAD and not getattr(issue, name):
        others = INSTEAD[name]
        written = [getattr(issue, other) or "" for other in others if other not in values]
        return values[name] in (*written, "".join(written))
    if name == "due_precision":
        return bool(values.get("due_on") == issue.due_on)
    return name in UNTOLD or (name == "status_text" and _reworded(issue, values, base))


def _reports(name: str, issue: Issue, values: Mapping[str, Any]) -> Iterable[Any]:
    """The words from which the field was read: of other columns, for a reason also of extra ones that the issue has as well."""
    own = (values.get(other) for other in STATED[name])
    return (*own, *((issue.extra or {}).values() if name == "reason" else ()))


def _stands(issue: Issue, values: Mapping[str, Any]) -> bool:
    """Whether a row tells the issue's own state; where it knows of no unit, one that waits for its unit has none for it."""
    told = values.get("status", issue.status)
    return told is issue.status or (told, issue.status) == (Status.REGISTERED, Status.ASSIGNED)


def _reworded(issue: Issue, values: Mapping[str, Any], base: Mapping[str, Any]) -> bool:
    """Whether a sheet tells the ledger's own state in another word: ours, its form's, or that of a matter struck off."""
    moved = base.get("status") != str(issue.status)
    ours = values["status_text"] == issue.status.label
    return values.get("status", issue.status) is issue.status and (
        moved or ours or issue.status in FINAL
    )


def _known(path: str, text: Any, issue: Issue) -> bool:
    """Whether an extra column only repeats what the ledger wrote there, or tells the section where a form put the issue."""
    if path == SECTION_COLUMN:
        own = (issue.extra or {}).get(path)
        return own is None or DIGITS.sub("", text) == DIGITS.sub("", own)
    return bool(text) and (text in (issue.number, beside(path, issue)) or _dated(text, issue))


def _dated(text: Any, issue: Issue) -> bool:
    """Whether a text is a day of the issue, as a form writes it that names no years."""
    if not (found := MONTH_DAY.fullmatch(str(text))):
        return False
    days = (getattr(issue, name) for name in DATES)
    return (int(found[1]), int(found[2])) in {(day.month, day.day) for day in days if day}


def _extra(
    now: Mapping[str, Any],
    value: Mapping[str, Any],
    then: Mapping[str, Any],
    sides: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    """The same for the extra columns; both sides get all of them, so that either can be set as it is."""
    changes, clashes = sides
    told = {path: new for path, new in value.items() if new not in (now.get(path), then.get(path))}
    taken = {path: new for path, new in told.items() if now.get(path) == then.get(path)}
    if taken:
        changes["extra"] = _set(now, taken)
    if len(taken) < len(told):
        clashes["extra"] = _set(now, told)


def _set(now: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any] | None:
    return {path: text for path, text in {**now, **new}.items() if text is not None} or None
