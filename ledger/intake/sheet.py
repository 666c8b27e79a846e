"""A grid seen as a clerk sees it: texts, merged areas, which rows and columns are filled."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from ledger.intake.grid import Grid, Merge, Value
from ledger.intake.text import SHOWN, clean

HEADING_ROWS: Final = 60
COVERED_CELLS: Final = 200_000
NOTHING: Final[Mapping[int, str]] = {}


class Sheet(NamedTuple):
    """`texts[row][column]` holds only cells that show something; `filled` are their rows, in order.

    `columns` show something in any row. Of the merged areas, `early` begin in the first rows, `tall` reach over
    several rows, `cover` tells for cells of the first rows which one covers them, `spans` how many columns the
    widest one that begins in a row takes.
    """

    grid: Grid
    texts: Mapping[int, Mapping[int, str]]
    filled: Sequence[int]
    columns: Sequence[int]
    early: Sequence[Merge]
    tall: Sequence[Merge]
    cover: Mapping[tuple[int, int], Merge]
    spans: Mapping[int, int]

    @property
    def width(self) -> int:
        return self.columns[-1] if self.columns else 0

    def cell(self, row: int, column: int) -> tuple[Value, str]:
        """The value and the text of a cell; both empty texts when it shows nothing."""
        text = self.texts.get(row, NOTHING).get(column)
        if text is None:
            return "", ""
        value = self.grid.rows[row][column]
        return (text if isinstance(value, str) else value), text

    def value(self, row: int, column: int) -> Value | None:
        return self.grid.rows.get(row, {}).get(column)

    def text(self, row: int, column: int) -> str:
        return self.texts.get(row, NOTHING).get(column, "")

    def first(self, row: int) -> str:
        """The text of the first cell of a filled row that shows something."""
        return next(iter(self.texts[row].values()))

    def after(self, row: int, most: int | None = None) -> Sequence[int]:
        """The filled rows below a row, the first of them when not all are wanted."""
        start = bisect_right(self.filled, row)
        return self.filled[start : None if most is None else start + most]

    def merged_text(self, row: int, column: int) -> str:
        """The text of a cell or of the merged area that covers it."""
        merge = self.cover.get((row, column))
        own = self.text(row, column)
        return own or (self.text(merge.top, merge.left) if merge else "")

    def span(self, row: int) -> int:
        """How many columns the widest text that begins in a row reaches over."""
        return min(self.spans.get(row, 1), self.width)


def view(grid: Grid) -> Sheet:
    """The sheet of a grid. Cells of white space, and pictures in cells, show nothing."""
    rows = ((row, _row(cells, grid.texts, row)) for row, cells in grid.rows.items())
    texts = {row: cells for row, cells in rows if cells}
    filled = sorted(texts)
    columns = sorted(set[int]().union(*texts.values()))
    limit = filled[min(len(filled), HEADING_ROWS) - 1] if filled else 0
    sound = [m for m in grid.merges if m.bottom >= m.top and m.right >= m.left]
    early = [m for m in sound if m.top <= limit]
    spans: dict[int, int] = {}
    for merge in sound:
        if merge.left in texts.get(merge.top, {}):
            spans[merge.top] = max(spans.get(merge.top, 1), merge.right - merge.left + 1)
    return Sheet(
        grid=grid,
        texts=texts,
        filled=filled,
        columns=columns,
        early=early,
        tall=sorted((m for m in sound if m.bottom > m.top), key=lambda m: (m.top, m.left)),
        cover=dict(islice(_covered(early, limit, columns), COVERED_CELLS)),
        spans=spans,
    )


def _covered(
    merges: Sequence[Merge], limit: int, columns: Sequence[int]
) -> Iterator[tuple[tuple[int, int], Merge]]:
    for merge in merges:
        inside = columns[bisect_left(columns, merge.left) : bisect_right(columns, merge.right)]
        for row in range(merge.top, min(merge.bottom, limit) + 1):
            yield from (((row, column), merge) for column in inside)


def _row(
    cells: Mapping[int, Value], seen: Mapping[tuple[int, int], str], row: int
) -> dict[int, str]:
    """The texts of a row; what the clerk saw goes before what the value says."""
    if seen:
        return {
            c: text
            for c in sorted(cells)
            if (text := clean(seen.get((row, c), "")) or SHOWN[type(value := cells[c])](value))
        }
    return {c: text for c in sorted(cells) if (text := SHOWN[type(value := cells[c])](value))}
