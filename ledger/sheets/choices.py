"""Which words a column of a form takes, where that is a closed list: for drop-downs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar

from ledger.intake.drafts import Column, Draft
from ledger.intake.grid import Grid
from ledger.models import FIELDS, WORKING, Kind, Status
from ledger.sheets.wording import NO, YES

MOST: Final = 8
T = TypeVar("T")
LONGEST: Final = 8
FINISHED: Final = "已完成"
REPORTED: Final = (*WORKING, Status.DONE, Status.DEFERRED)
"""The states that a unit may report; striking off and ending are the bureau's."""


def choices(
    column: Column, grid: Grid, drafts: Sequence[Draft], listed: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """The words that the column takes, in the form's own hand; none when it takes any text.

    `listed` are the district's words for a field.
    """
    name = column.fields[0] if len(column.fields) == 1 else ""
    told = [(text, draft) for draft in drafts if (text := _text(grid, draft, column))]
    if name in listed:
        own = _usual(Counter(text for text, _ in told if len(text) <= LONGEST))
        return tuple(dict.fromkeys([*listed[name], *own]))
    if answers := _answers(text for text, _ in told):
        return answers
    if name == "status":
        return _states(told)
    return ("是", "否") if name and FIELDS[name].kind is Kind.FLAG else ()


def _text(grid: Grid, draft: Draft, column: Column) -> str:
    return str(grid.rows.get(draft.row, {}).get(column.index, "")).strip()


def _answers(texts: Iterable[str]) -> tuple[str, ...]:
    """Yes and no as the column writes them; nothing when it says anything else."""
    said = set(texts)
    if not said or not said <= {*YES, *NO}:
        return ()
    yes = next((YES.index(text) for text in YES if text in said), None)
    no = next((NO.index(text) for text in NO if text in said), None)
    place = yes if yes is not None else no or 0
    return YES[place], NO[no if no is not None else min(place, len(NO) - 1)]


def _usual(said: Counter[T]) -> list[T]:
    """What several rows say, the most used first; what one alone says is not for the others to read."""
    return [told for told, count in said.most_common(MOST) if count > 1]


def _states(told: Sequence[tuple[str, Draft]]) -> tuple[str, ...]:
    """The words for states that a unit may report, most used first; the usual ones where the form has none."""
    said = Counter(
        (text, draft.values["status"])
        for text, draft in told
        if len(text) <= LONGEST and draft.values.get("status") in REPORTED
    )
    words = dict(_usual(said))
    for status, text in (
        (Status.IN_PROGRESS, Status.IN_PROGRESS.label),
        (Status.DONE, FINISHED),
        (Status.DEFERRED, Status.DEFERRED.label),
    ):
        if status not in words.values():
            words[text] = status
    return tuple(words)
