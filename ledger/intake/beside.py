"""Tables side by side on one sheet, cut apart where the header begins anew."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

from ledger.intake.grid import Grid, Merge, Value
from ledger.intake.text import key

HEADERS_WITHIN: Final = 15
LEAST: Final = 3
BELOW: Final = 5


def parts(grid: Grid) -> list[Grid]:
    """The tables of a sheet from left to right, each with the titles that stand over all; mostly the sheet as it is."""
    rows = sorted(grid.rows)
    for place, row in enumerate(rows[:HEADERS_WITHIN]):
        starts = _starts(grid.rows[row])
        if len(starts) > 1 and _leads(grid, rows[place + 1 :], starts):
            ends = [*starts[1:], max(max(grid.rows[r]) for r in rows) + 1]
            return [_part(grid, row, span) for span in zip(starts, ends, strict=True)]
    return [grid]


def _starts(cells: Mapping[int, Value]) -> Sequence[int]:
    """The columns at which a row of headings begins, and begins anew word for word."""
    columns = sorted(cells)
    texts = (cells[column] for column in columns)
    words = [key(text) if isinstance(text, str) else "" for text in texts]
    again = [i for i, word in enumerate(words) if word and word == words[0]]
    width = again[1] if len(again) > 1 else len(words)
    plain = width >= LEAST and len(set(words[:width])) == width
    repeated = words == words[:width] * len(again)
    return [columns[i] for i in again] if plain and repeated else columns[:1]


def _leads(grid: Grid, below: Iterable[int], starts: Sequence[int]) -> bool:
    """Whether nothing stands left of the first heading, as it does below a group of columns (复查日期, 复查人) of one table."""
    rows = [grid.rows[row] for row in islice(below, BELOW)]
    filled = any(column >= starts[1] for cells in rows for column in cells)
    return filled and all(min(cells) >= starts[0] for cells in rows)


def _part(grid: Grid, header: int, span: tuple[int, int]) -> Grid:
    """The columns of one table, with what stands alone in a row above the header."""
    first, end = span
    rows: dict[int, dict[int, Value]] = {}
    for row, cells in grid.rows.items():
        own = {column: value for column, value in cells.items() if first <= column < end}
        if row < header and not own and len(cells) == 1:
            (title,) = cells.values()
            own = {first: title}
        if own:
            rows[row] = own
    merges = [
        Merge(m.top, max(m.left, first), m.bottom, min(m.right, end - 1))
        for m in grid.merges
        if m.left < end and m.right >= first
    ]
    pictures = [p for p in grid.pictures if first <= p.column < end]
    return grid._replace(rows=rows, merges=merges, pictures=pictures)
