"""Tables side by side on one sheet, cut apart where the header begins anew."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

from ledger.intake.grid import Grid, Merge, Value
from ledger.intake.text import key

LABEL: Final = re.compile("[:：]")
HEADERS_WITHIN: Final = 15
NUMBERS: Final = ("序号", "序", "号", "编号")
LABELS: Final = 3
LEAST: Final = 3
"""Columns that a table has at least; two headings may well come again (日期, 结果)."""
BELOW: Final = 5
"""Rows below the header that are looked at."""


def parts(grid: Grid) -> list[Grid]:
    """The tables of a sheet from left to right, each with the titles that stand over all; mostly the sheet as it is."""
    rows = sorted(grid.rows)
    for place, row in enumerate(rows[:HEADERS_WITHIN]):
        starts = _starts(grid.rows[row])
        if len(starts) < 2 or _grouped(grid, row, starts):
            continue
        if _leads(grid, rows[place + 1 :], starts):
            ends = [
                *starts[1:],
                max(column for cells in grid.rows.values() for column in cells) + 1,
            ]
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


def _grouped(grid: Grid, row: int, starts: Sequence[int]) -> bool:
    """Whether headings above hold each group of columns together: 整改前 and 整改后 of one table; two tables number their rows."""
    first = grid.rows[row].get(starts[0])
    numbered = isinstance(first, str) and key(first) in NUMBERS
    held = {m.left for m in grid.merges if m.bottom == row - 1 and m.right > m.left}
    return not numbered and held.issuperset(starts)


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
        if row < header and len(cells) <= LABELS and _speaks_for_all(cells, own):
            own = dict(enumerate(cells.values(), first))
        if own:
            rows[row] = own
    merges = [
        Merge(m.top, max(m.left, first), m.bottom, min(m.right, end - 1))
        for m in grid.merges
        if m.left < end and m.right >= first
    ]
    pictures = [p for p in grid.pictures if first <= p.column < end]
    return grid._replace(rows=rows, merges=merges, pictures=pictures)


def _speaks_for_all(cells: Mapping[int, Value], own: Mapping[int, Value]) -> bool:
    """Whether a row above the header is a title, or holds labels (填报单位：…), and not the name of each table."""
    labels = any(isinstance(value, str) and LABEL.search(value) for value in cells.values())
    return labels or (len(cells) == 1 and not own)
