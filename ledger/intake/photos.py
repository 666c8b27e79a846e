"""Which issue a picture speaks for: the row by its cell or its merged area, the stage by its column."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from ledger.intake.body import Body
from ledger.intake.drafts import PhotoRef
from ledger.intake.grid import Grid, Merge, Picture, address
from ledger.intake.mapping import Mapped

EVIDENCE: Final = "evidence"


class Photos(NamedTuple):
    """The pictures of each issue's row; how many speak for some issue, and how many for none."""

    by_row: Mapping[int, tuple[PhotoRef, ...]]
    taken: int
    left: int


def bound(grid: Grid, body: Body, columns: Sequence[Mapped]) -> Photos:
    """The pictures of one table. Seals and the like, in its heading and its foot, are left."""
    pictures = [p for p in grid.pictures if not body.next_table or p.row < body.next_table]
    if not pictures:
        return Photos({}, 0, 0)
    stages = {m.column.index: m.name for m in columns if m.kind == "photo"}
    areas = _areas(pictures, grid.merges)
    lines = _Lines(body)
    found: dict[int, list[PhotoRef]] = {}
    left = 0
    for picture in pictures:
        area = areas.get((picture.row, picture.column))
        stage = stages.get(picture.column) or stages.get(area.left if area else 0, EVIDENCE)
        cell = f"{grid.name}!{address(picture.row, picture.column)}"
        rows = lines.of(picture.row, area)
        for row in rows:
            found.setdefault(row, []).append(PhotoRef(stage, picture.key, picture.name, cell))
        left += not rows
    by_row = {row: tuple(dict.fromkeys(refs)) for row, refs in found.items()}
    return Photos(by_row, len(pictures) - left, left)


def _areas(pictures: Sequence[Picture], merges: Sequence[Merge]) -> Mapping[tuple[int, int], Merge]:
    """The merged areas that hold pictures, by the cells of these."""
    columns: dict[int, set[int]] = {}
    for picture in pictures:
        columns.setdefault(picture.row, set()).add(picture.column)
    rows = sorted(columns)
    return {
        (row, column): merge
        for merge in merges
        for row in rows[bisect_left(rows, merge.top) : bisect_right(rows, merge.bottom)]
        for column in columns[row]
        if merge.left <= column <= merge.right
    }


class _Lines:
    """The rows that belong to issues: their own, and those that continue them."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._owner = {row: row for row in body.rows}
        self._owner |= {part: row for row, parts in body.parts.items() for part in parts}
        self._rows = sorted(self._owner)

    def of(self, row: int, area: Merge | None) -> list[int]:
        """The issues' rows that a picture belongs to: those of its cell.

        A row of the data that holds pictures alone continues the issue above it.
        """
        top, bottom = (area.top, area.bottom) if area else (row, row)
        first, after = bisect_left(self._rows, top), bisect_right(self._rows, bottom)
        inside = dict.fromkeys(self._owner[line] for line in self._rows[first:after])
        within = self._body.data[0] <= row <= self._body.data[1] and row not in self._body.groups
        if within and first and not inside:
            return [self._owner[self._rows[first - 1]]]
        return list(inside)
