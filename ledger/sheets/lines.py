"""Which rows stand on a page of a form, and where new issues go among its groups."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol, TypeVar

from ledger.intake.drafts import Draft, Layout
from ledger.intake.grid import Grid
from ledger.models import Issue

NEAR: Final = ("subdistrict", "community", "estate", "lead_unit", "category", "source")
GROUPS: Final = ("section", "subtotal")


class Placed(Protocol):
    """Anything that stands in a row: what kind of row it is."""

    @property
    def kind(self) -> str: ...


P = TypeVar("P", bound=Placed)


@dataclass(frozen=True)
class Line:
    """A row before it is worded: its kind, the old row that it is, its issue.

    A subtotal for a group that the form did not have is like the old row `like`, with one name in
    place of another.
    """

    kind: str
    source: int | None = None
    issue: Issue | None = None
    like: int | None = None
    renamed: tuple[str, str] = ("", "")


def standing(layout: Layout, drafts: Mapping[int, Draft]) -> list[Line]:
    """The rows as they stand in the form; what is neither issue nor group stays as it is.

    The open rows of a form without any issue are there to be filled: they do not stand.
    """
    first, last = layout.data
    return [
        Line(layout.groups.get(row, "data" if row in drafts else "blank"), row)
        for row in range(first, last + 1)
        if drafts or row in layout.groups
    ]


def grouping(layout: Layout, grid: Grid, drafts: Mapping[int, Draft]) -> list[str]:
    """The fields by which the rows are grouped, best first; none when all rows are one group.

    Columns that are merged downwards tell the groups; without them the one field whose values
    keep best to one group each.
    """
    first, last = layout.data
    joined = {m.left for m in grid.merges if m.left == m.right and first <= m.top <= last}
    merged = {f for column in layout.columns if column.index in joined for f in column.fields}
    places: dict[str, dict[Any, set[int]]] = {name: defaultdict(set) for name in NEAR}
    group, used = 0, set()
    for line in standing(layout, drafts):
        group += line.kind in GROUPS
        draft = drafts.get(line.source or 0)
        used |= {group} if draft else set()
        for name in NEAR if draft else ():
            if draft and name in draft.values:
                places[name][draft.values[name]].add(group)

    def doubt(name: str) -> float:
        groups = places[name].values()
        return sum(len(found) > 1 for found in groups) / len(groups)

    names = [name for name in NEAR if places[name]]
    shown = [name for name in names if name in merged]
    return shown or (sorted(names, key=doubt)[:1] if len(used) > 1 else [])


def arranged(
    old: Sequence[Line],
    kept: Mapping[int, Issue],
    new: Sequence[Issue],
    names: Sequence[str],
    grid: Grid,
) -> list[Line]:
    """Kept rows and groups in their old order, new issues behind the rows they belong to.

    A section or subtotal goes when all its rows went; one that was empty before stays.
    """
    lines = [
        replace(line, issue=kept.get(line.source or 0))
        for line in old
        if line.kind != "data" or line.source in kept
    ]
    for issue in new:
        at, subtotal = _place(issue, lines, names, grid)
        lines[at:at] = [Line("data", issue=issue), *([subtotal] if subtotal else [])]
    full = {line.source for at, line in enumerate(old) if line.kind in GROUPS and scope(old, at)}
    return [
        line
        for at, line in enumerate(lines)
        if line.kind not in GROUPS or line.source not in full or scope(lines, at)
    ]


def _place(
    issue: Issue, lines: Sequence[Line], names: Sequence[str], grid: Grid
) -> tuple[int, Line | None]:
    """Behind the last row that shares most with the issue; else in a group of its own, else at the end."""
    data = [at for at, line in enumerate(lines) if line.kind == "data"]
    if not data:
        return len(lines), None
    shared, last = max((_shared(issue, lines[at].issue, names), at) for at in data)
    if not names:
        return data[-1] + 1, None
    ends = [at for at, line in enumerate(lines) if line.kind == "subtotal" and scope(lines, at)]
    name = getattr(issue, names[0])
    if shared[0] or not ends or not isinstance(name, str):
        return last + 1, None
    source = lines[ends[-1]].source or lines[ends[-1]].like or 0
    other = getattr(scope(lines, ends[-1])[-1].issue, names[0], None)
    if not other or not any(other in str(cell) for cell in grid.rows.get(source, {}).values()):
        return last + 1, None
    return ends[-1] + 1, Line("subtotal", like=source, renamed=(other, name))


def _shared(issue: Issue, other: Issue | None, names: Sequence[str]) -> tuple[bool, ...]:
    """Which of the fields, the first counting most, two issues have in common."""
    return tuple(
        other is not None
        and getattr(issue, name) is not None
        and getattr(issue, name) == getattr(other, name)
        for name in names
    )


def scope(rows: Sequence[P], at: int) -> list[P]:
    """The data rows that a section heads (down to the next) or a subtotal closes (up to the last)."""
    group = rows[at]
    heads = group.kind == "section"
    found: list[P] = []
    for row in rows[at + 1 :] if heads else reversed(rows[:at]):
        if row.kind == group.kind or (not heads and row.kind == "section"):
            break
        if row.kind == "data":
            found.append(row)
    return found if heads else found[::-1]
