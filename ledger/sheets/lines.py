"""Which rows stand on a page of a form, and how they are grouped."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, NamedTuple, Protocol, TypeVar

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


class Line(NamedTuple):
    """A row before it is worded: its kind, the old row that it is, its issue.

    A section or subtotal for a group that the form did not have is like the old row `like`, with some
    words in place of others.
    """

    kind: str
    source: int | None = None
    issue: Issue | None = None
    like: int | None = None
    renamed: tuple[tuple[str, str], ...] = ()


def standing(
    layout: Layout, drafts: Mapping[int, Draft], parts: Collection[int] = ()
) -> list[Line]:
    """The rows as they stand in the form; what is neither issue nor group stays as it is.

    The open rows of a form without any issue are there to be filled: they do not stand. A subtotal that stands
    above the issues that it counts heads them like a section.
    """
    first, last = layout.data
    kinds = {
        row: _kind(row, drafts, parts, layout.groups.get(row, "blank"))
        for row in range(first, last + 1)
        if drafts or row in layout.groups
    }
    if _on_top([kind for kind in kinds.values() if kind in ("data", "subtotal")]):
        kinds = {row: "section" if kind == "subtotal" else kind for row, kind in kinds.items()}
    return [Line(kind, row) for row, kind in kinds.items()]


def _on_top(kinds: Sequence[str]) -> bool:
    """Whether subtotals stand above what they count: the first row is one, the last is not."""
    return "data" in kinds and kinds[0] == "subtotal" != kinds[-1]


def _kind(row: int, drafts: Collection[int], parts: Collection[int], group: str) -> str:
    """An empty row under a cell that is merged downwards goes on with the issue."""
    if group != "blank":
        return group
    return "data" if row in drafts else "part" if row in parts else "blank"


def further(grid: Grid, drafts: Collection[int]) -> frozenset[int]:
    """The rows in which issues go on: below their first one in cells merged downwards."""
    return frozenset(
        row
        for merge in grid.merges
        if merge.top in drafts
        for row in range(merge.top + 1, merge.bottom + 1)
        if row not in drafts
    )


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


def said(line: Line, grid: Grid) -> str:
    """What a section or subtotal says, a made one with its own words."""
    row = grid.rows.get(line.source or line.like or 0, {})
    return renamed("".join(str(cell) for cell in row.values()), line)


def renamed(text: str, line: Line) -> str:
    """The text of the row that a line is like, with its own words."""
    for old, new in line.renamed:
        text = text.replace(old, new, 1)
    return text
