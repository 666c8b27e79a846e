"""How a form writes things: days, states, joint cells, learnt from the rows that stand in it."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, Final

from ledger.intake import verified
from ledger.intake.drafts import Column, Draft, How
from ledger.intake.fills import CROSSED
from ledger.intake.grid import Grid, Value
from ledger.models import FIELDS, Issue, Kind, Status

YES: Final = ("√", "是", "✓", "✔", "有", "Y", "1")
NO: Final = ("×", "否", "✗", "无", "N", "0")
LIST: Final = re.compile(r"[、，,;；/\n]")
DAYS: Final[Sequence[Callable[[date], str]]] = (
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.month}月{d.day}日",
    lambda d: f"{d:%Y.%m.%d}",
    lambda d: f"{d.year}-{d.month}-{d.day}",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d:%Y/%m/%d}",
    lambda d: f"{d.month}.{d.day}",
    lambda d: f"{d:%Y%m%d}",
)
WITH_YEAR: Final = {3: 2, 8: 0}
"""The ways that name no year, and those like them that do."""
IMPORTED: Final = 1
"""The version of an issue to which nothing has happened since it was read in."""
WAITING: Final = (Status.REGISTERED, Status.ASSIGNED)
"""Not begun: most forms have one word for both (未整改)."""
LABELS: Final = frozenset(status.label for status in Status)
# What a column that fills the first also tells.
ALONG: Final = {"due_on": ("due_text",), "due_text": ("due_on",), "status_text": ("status",)}


@dataclass(frozen=True)
class Wording:
    """One column of a form with the rows that were read from it."""

    column: Column
    grid: Grid
    drafts: Sequence[Draft]
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Fields that have no column of their own and are told here when its own field is not known."""
    unread: Mapping[str, str] = field(default_factory=dict)
    """Fields that no column tells, by their labels."""

    @cached_property
    def teller(self) -> Callable[[Issue], Value | None]:
        """What the column tells of a new issue; most columns hold a plain text."""
        fields = self.column.fields
        if len(fields) == 1 and self.column.how is not How.EXTRA:
            name, kind = fields[0], FIELDS[fields[0]].kind
            dated = kind is Kind.DATE and name != "due_on" and self._way is None
            plain = kind is Kind.TEXT and name not in ("status_text", "due_text")
            if (plain or dated) and not verified.named(self.column.path, name):
                return self._own_or_others(name)
            if name in ("status", "status_text"):
                return self._status
            if name in ("due_on", "due_text"):
                return lambda issue: self._due(issue, None)
        return lambda issue: self._value(issue, None)

    def _own_or_others(self, name: str) -> Callable[[Issue], Value | None]:
        """What is known of a field itself, else what tells it instead."""
        own: Callable[[Issue], Value | None] = attrgetter(name)
        if not self.instead.get(name):
            return own

        def told(issue: Issue) -> Value | None:
            value = own(issue)
            return self._single(name, issue, None) if value is None else value

        return told

    def told(self, issue: Issue, draft: Draft | None) -> Mapping[int, Value | None]:
        """What must be written for the issue in this column; nothing while its old cell is still true."""
        if draft is not None and not self._differs(issue, draft):
            return {}
        if self.column.how is How.IGNORED:
            return {}
        return {self.column.index: self._value(issue, draft)}

    def _differs(self, issue: Issue, draft: Draft) -> bool:
        beside = f"{self.column.path}{CROSSED}"
        crossed = (draft.values.get("extra") or {}).get(beside)
        if crossed and crossed != (issue.extra or {}).get(beside):
            return True  # what is hidden now can still be read under its line
        names = {name for own in self.column.fields for name in (own, *ALONG.get(own, ()))}
        if self.column.how is How.EXTRA:
            then = draft.values.get("extra") or {}
            return bool(then.get(self.column.path) != self._extra(issue))
        now = {name: _known(getattr(issue, name)) for name in names}
        differing = [name for name in names if _known(draft.values.get(name)) != now[name]]
        # what the import would not take (a day to come, a state that no cell tells) stands as it is
        # until something happens
        aside = issue.version == IMPORTED and all(
            now[name] is None or (name == "status" and draft.supposed) for name in differing
        )
        return bool(differing) and not aside

    def _value(self, issue: Issue, draft: Draft | None) -> Value | None:
        fields = self.column.fields
        if self.column.how is How.EXTRA or not fields:
            value = self._extra_value(issue)
            known = draft is None and value is None and self._unread
            return self._single(known, issue, draft) if known else value
        if len(fields) == 1:
            return self._single(fields[0], issue, draft)
        return self._joint(issue, draft)

    @property
    def _unread(self) -> str:
        """The field whose label heads a column that nobody could make sense of (电话, all of them hidden)."""
        return self.unread.get(self.column.path.rpartition("/")[2], "")

    # -- one field -----------------------------------------------------------------------------

    def _single(self, name: str, issue: Issue, draft: Draft | None) -> Value | None:
        value: Any = verified.value(self.column.path, name, issue)
        if value is None and draft is None and name in self.instead:
            value = "".join(getattr(issue, other) or "" for other in self.instead[name]) or None
        if name in ("status", "status_text"):
            return self._status(issue)
        if name in ("due_on", "due_text"):
            return self._due(issue, draft)
        match FIELDS[name].kind:
            case Kind.DATE:
                return None if value is None else self._day(value)
            case Kind.WORDS:
                return self._list_mark.join(value) or None
            case Kind.FLAG:
                return "是" if value else None
            case _:
                return value if isinstance(value, str | int | float) else None

    def _due(self, issue: Issue, draft: Draft | None) -> Value | None:
        """The written limit while it still means the day; else the day."""
        changed = draft is not None and draft.values.get("due_text") == issue.due_text
        extended = issue.original_due_on not in (None, issue.due_on)
        if issue.due_text and not extended and not changed:
            return issue.due_text
        return None if issue.due_on is None else self._day(issue.due_on)

    def _day(self, day: date) -> Value:
        """A real date where the column has real dates, else in the way it writes them most.

        Where that names no year, a day of a year that the column does not speak of is written with its own.
        """
        if self._way is None:
            return day
        way = self._way if day.year in self._years else WITH_YEAR.get(self._way, self._way)
        return DAYS[way](day)

    @cached_property
    def _years(self) -> frozenset[int]:
        """The years of the days that were read from the column."""
        values = (d.values.get(name) for d in self.drafts for name in self.column.fields)
        return frozenset(value.year for value in values if isinstance(value, date))

    @cached_property
    def _way(self) -> int | None:
        """The place of the usual way among `DAYS`; None where days are real dates or none are known."""
        if any(isinstance(value, date) for value in self._cells.values()):
            return None
        said = Counter[int]()
        for draft in self.drafts:
            text = self._text(draft.row)
            known = [draft.values.get(name) for name in self.column.fields]
            days = [value for value in known if isinstance(value, date)]
            said.update(i for i, write in enumerate(DAYS) for d in days if write(d) == text)
        return said.most_common(1)[0][0] if said else None

    def _status(self, issue: Issue) -> Value | None:
        """The issue's own words while they agree with its state, else the form's word for the state."""
        words, meant = self._states
        own = issue.status_text
        if own and own in meant and meant[own].most_common(1)[0][0] is issue.status:
            return own
        near = [issue.status, *(WAITING if issue.status in WAITING else ())]
        known = next(
            (words[status].most_common(1)[0][0] for status in near if status in words), None
        )
        if known is not None and known not in LABELS - {issue.status.label}:
            return known or None
        marks = {text for text in meant if text}
        if marks and marks <= {*YES, *NO}:
            return _mark(marks, affirmed=issue.status is Status.CLOSED)
        return issue.status.label

    @cached_property
    def _states(self) -> tuple[Mapping[Status, Counter[str]], Mapping[str, Counter[Status]]]:
        """What the column says for each state, and which state each of its words means."""
        words: dict[Status, Counter[str]] = defaultdict(Counter)
        meant: dict[str, Counter[Status]] = defaultdict(Counter)
        for draft in self.drafts:
            text, status = self._text(draft.row), draft.values.get("status")
            if status is not None:
                words[Status(status)][text] += 1
                meant[text][Status(status)] += 1
        return words, meant

    # -- several fields in one cell ------------------------------------------------------------

    def _joint(self, issue: Issue, draft: Draft | None) -> str | None:
        """The old cell with what changed put in its place, else the parts joined as the form does."""
        if draft is not None:
            text = self._replaced(issue, draft)
            if text is not None:
                return text
        parts = [_words(getattr(issue, name), self._list_mark) for name in self.column.fields]
        return self._joint_mark.join(part for part in parts if part) or None

    def _replaced(self, issue: Issue, draft: Draft) -> str | None:
        text = self._text(draft.row)
        for name in self.column.fields:
            old, new = draft.values.get(name), getattr(issue, name)
            if _known(old) == _known(new):
                continue
            was, now = _words(old, self._list_mark), _words(new, self._list_mark)
            if not was or not now or text.count(was) != 1:
                return None
            text = text.replace(was, now)
        return text

    @cached_property
    def _joint_mark(self) -> str:
        """What stands most often between the first two parts of a joint cell."""
        marks = Counter[str]()
        for draft in self.drafts:
            first, second = (_words(draft.values.get(n), "、") for n in self.column.fields[:2])
            if first and second:
                head, found, tail = self._text(draft.row).partition(first)
                if found and not head and second in tail:
                    marks[tail[: tail.index(second)]] += 1
        return marks.most_common(1)[0][0] if marks else " "

    @cached_property
    def _list_mark(self) -> str:
        marks = Counter(mark for text in self._cells.values() for mark in LIST.findall(str(text)))
        return marks.most_common(1)[0][0] if marks and len(self.column.fields) == 1 else "、"

    # -- extra columns -------------------------------------------------------------------------

    def _extra(self, issue: Issue) -> Any:
        own = (issue.extra or {}).get(self.column.path)
        return verified.beside(self.column.path, issue) if own is None else own

    def _extra_value(self, issue: Issue) -> Value | None:
        value = self._extra(issue)
        if isinstance(value, str) and any(isinstance(v, date) for v in self._cells.values()):
            try:
                return datetime.fromisoformat(value)
            except ValueError:
                return value
        return value if isinstance(value, str | int | float) else None

    # -- cells ---------------------------------------------------------------------------------

    @cached_property
    def _cells(self) -> Mapping[int, Value]:
        rows = ((draft.row, self.grid.rows.get(draft.row, {})) for draft in self.drafts)
        return {row: cells[self.column.index] for row, cells in rows if self.column.index in cells}

    def _text(self, row: int) -> str:
        return str(self.grid.rows.get(row, {}).get(self.column.index, "")).strip()


def _known(value: Any) -> Any:
    """Nothing known looks the same in a draft and in an issue."""
    return None if value in ("", (), False) else value


def _words(value: Any, mark: str) -> str:
    return (
        mark.join(value) if isinstance(value, tuple | list) else "" if value is None else str(value)
    )


def _mark(marks: set[str], *, affirmed: bool) -> str | None:
    """A tick in the column's own hand; blank when the form never writes a no."""
    hands = YES if affirmed else NO
    seen = next((mark for mark in hands if mark in marks), None)
    if seen is not None or not affirmed:
        return seen
    return YES[NO.index(next(mark for mark in NO if mark in marks))]
