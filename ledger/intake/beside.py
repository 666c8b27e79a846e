"""Tables side by side on one sheet, cut apart where the header begins anew, or where each is a ledger of its own."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import Final

from ledger.intake.drafts import Layout, Role
from ledger.intake.grid import Grid, Merge, Value
from ledger.intake.roles import SAYS_WHAT, STANDING
from ledger.intake.text import SHOWN, key

LABEL: Final = re.compile("[:：]")
TABLE: Final = re.compile(r"\s*附?表\s*[一二三四五六七八九十\d]")
"""What only a table is called, no group of columns."""
HEADERS_WITHIN: Final = 15
NUMBERS: Final = ("序号", "序", "号", "编号")
LABELS: Final = 3
LEAST: Final = 3
"""Columns that a table has at least; two headings may well come again (日期, 结果)."""
BELOW: Final = 5
"""Rows below the header that are looked at."""
WHOM: Final = frozenset({"complainant", "estate", "building", "location"})
ANEW: Final = frozenset({"status", "reported_on"})
LOOK: Final = 200
Half = tuple[Grid, Layout]


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


def halves(grid: Grid) -> Iterator[tuple[Grid, Grid]]:
    """The places where a sheet may be two tables with headings of their own: what each would be."""
    for row in sorted(grid.rows)[:HEADERS_WITHIN]:
        if starts := _may_start(grid, row):
            columns = set[int]().union(*grid.rows.values())
            first, end = min(columns), max(columns) + 1
            for start in starts:
                yield _part(grid, row, (first, start)), _part(grid, row, (start, end))
            return


def head(grid: Grid) -> Grid:
    """The first rows of a table, which tell what it is."""
    rows = dict(islice(sorted(grid.rows.items()), LOOK))
    return grid._replace(rows=rows, merges=[m for m in grid.merges if m.bottom <= max(rows)])


def apart(left: Half, right: Half) -> bool:
    """Whether two halves of a sheet, read alone, are tables of their own and not groups of columns of one.

    Each is a ledger that tells what is wrong, and the right one has its own numbers, or a name as only tables have,
    or tells once more whom it is about, since when, and how far the work is.
    """
    if not (_lists(left[1]) and _lists(right[1]) and _from_the_top(left[0], *right)):
        return False
    again = all(half.filled >= ANEW and half.filled & WHOM for _, half in (left, right))
    called = _called(left, right) and _called(right, left)
    return _numbered(left[1], right[1]) or called or again


def _lists(table: Layout) -> bool:
    return table.role is Role.LEDGER and bool(table.filled.intersection(SAYS_WHAT))


def _may_start(grid: Grid, row: int) -> Sequence[int]:
    """The columns where a second table may begin: after a blank one, or with numbers of its own below its name."""
    columns = [
        c for c, value in sorted(grid.rows[row].items()) if isinstance(value, str) and key(value)
    ]
    inner = columns[LEAST : 1 - LEAST]
    blank = (_after_blank(grid, row, place) for place in pairwise(columns[LEAST - 1 : 1 - LEAST]))
    numbers = [c for c in columns if key(str(grid.rows[row][c])) in NUMBERS]
    named = grid.rows.get(row - 1, {}).keys() if numbers[:1] == columns[:1] else ()
    anew = (c for c in numbers if c in inner and c in named)
    return sorted({*filter(None, blank), *anew})


def _after_blank(grid: Grid, row: int, place: tuple[int, int]) -> int:
    """The column after the last blank one between two neighbouring headings, 0 if there is none."""
    blank = (c for c in range(place[1] - 1, place[0], -1) if _blank(grid, row, c))
    return next(blank, -1) + 1


def _blank(grid: Grid, row: int, column: int) -> bool:
    """Whether a column is blank from a row of headings down, and no group of headings reaches over it."""
    told = (
        r
        for r, cells in grid.rows.items()
        if _shows(cells, column) and (r >= row or len(cells) > LABELS)
    )
    groups = (
        m
        for m in grid.merges
        if m.left <= column <= m.right and m.left < m.right and row - 1 <= m.top <= row
    )
    return not any(told) and not any(len(grid.rows.get(m.top, ())) > 1 for m in groups)


def _shows(cells: Mapping[int, Value], column: int) -> bool:
    value = cells.get(column, "")
    return bool(SHOWN[type(value)](value))


def _from_the_top(left: Grid, right: Grid, table: Layout) -> bool:
    """Whether the right one fills each row as far as it goes; a group of columns has none where nothing was done yet."""
    first, last = table.data
    return all(row in right.rows for row in left.rows if first <= row <= last)


def _numbered(left: Layout, right: Layout) -> bool:
    """Whether the right one begins with numbers of its rows, or with those of its orders beside issues that have a state too."""
    first = right.columns[0]
    ordered = "source_no" in first.fields and bool(left.filled & STANDING)
    return ordered or key(first.path.rpartition("/")[2]) in NUMBERS


def _called(half: Half, other: Half) -> bool:
    """Whether the one is called a table (表1 …, 附表二 …) by what stands above it alone."""
    return any(map(_is_table, _above(*half) - _above(*other)))


def _above(grid: Grid, table: Layout) -> set[Value]:
    rows = (cells for row, cells in grid.rows.items() if row < table.header[0])
    return {value for cells in rows for value in cells.values()}


def _is_table(value: Value) -> bool:
    return isinstance(value, str) and bool(TABLE.match(value))


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
        if row < header and len(cells) <= LABELS:
            own = _above_part(cells, own, first)
        if own:
            rows[row] = own
    merges = [
        Merge(m.top, max(m.left, first), m.bottom, min(m.right, end - 1))
        for m in grid.merges
        if m.left < end and m.right >= first
    ]
    pictures = [p for p in grid.pictures if first <= p.column < end]
    return grid._replace(rows=rows, merges=merges, pictures=pictures)


def _above_part(
    cells: Mapping[int, Value], own: Mapping[int, Value], first: int
) -> dict[int, Value]:
    """What a row above the header says of one table: a title and labels (填报单位：…) speak for all of them.

    The name of a table does not, nor a label that each of them has (小区名称：林海家园 here, 小区名称：滨河新村 there).
    """
    texts = {c: v for c, v in cells.items() if isinstance(v, str) and not _is_table(v)}
    labels = {c: LABEL.split(text)[0] for c, text in texts.items() if LABEL.search(text)}
    times = Counter(labels.values())
    common = {c for c, label in labels.items() if times[label] == 1}
    if not common and (labels or len(cells) > 1 or own):
        return dict(own)
    each = {c for c, label in labels.items() if times[label] > 1} - own.keys()
    return dict(enumerate((v for c, v in cells.items() if c not in each), first))
