"""What the intake is told beside the file: the day, the district, its divisions, remembered forms."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ledger.intake.grid import NOTHING
from ledger.workdays import EMPTY, Calendar


class Copy(NamedTuple):
    """The form that a file is known to be a copy of: the header's rows by sheet, the fields of each path."""

    headers: Mapping[str, tuple[int, int]]
    fields: Mapping[str, tuple[str, ...]]


class Context(NamedTuple):
    """`given` maps a header path or a column letter to a field's name or label, or to "" for an extra column.

    `sheets` are the only ones to read, hidden or not; empty means every visible one. `remembered` maps the
    fingerprint of a form to the fields of each path (none: extra column); `form` does so for whatever is
    read, where its own form is not remembered, and `alike` for a form of several sheets. With `done_is_closed` a finished
    issue counts as struck off, provided that the sheet has no column of its own for that. What is known by
    `copy_of` is not searched for. With `sure` a table is a ledger, as one beside it is.
    """

    today: date
    district: str = ""
    streets: frozenset[str] = frozenset()
    communities: frozenset[str] = frozenset()
    calendar: Calendar = EMPTY
    done_is_closed: bool = False
    given: Mapping[str, str] = NOTHING
    sheets: tuple[str, ...] = ()
    remembered: Mapping[str, Mapping[str, tuple[str, ...]]] = NOTHING
    alike: Mapping[str, Mapping[str, tuple[str, ...]]] = NOTHING
    form: Mapping[str, tuple[str, ...]] = NOTHING
    copy_of: Copy | None = None
    sure: bool = False
