"""A day that is written in several columns (年, 月, 日, or 月, 日 alone) is put together in the last of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from ledger.intake.grid import Grid, Merge, Value
from ledger.intake.text import key

HEADERS_WITHIN: Final = 15
PARTS: Final = (("年", "月", "日"), ("月", "日"))
WHOLE: Final = "日期"
NUMBER: Final = re.compile(r"\s*(\d{1,4})\s*[年月日号]?\s*")
YEAR: Final = re.compile(r"\s*(20\d\d)\s*年?\s*")


def joined(grid: Grid) -> Grid:
    """The grid with such days as dates, or as 9月4日 where no year stands beside or above them.

    A year and a month stand once and hold for the rows below. What spans the parts (受理日期, 2026年) names the day.
    """
    for row in sorted(grid.rows)[:HEADERS_WITHIN]:
        while place := _place(grid.rows[row]):
            over = Merge(row - 1, place[0], row - 1, place[-1])
            told = grid.rows.get(over.top, {}).get(over.left) if over in grid.merges else None
            rows = dict(_rows(grid, row, place, str(told or WHOLE)))
            grid = grid._replace(rows=rows, merges=[m for m in grid.merges if m != over])
    return grid


def _place(cells: Mapping[int, Value]) -> Sequence[int]:
    """The columns of the parts of a day in a row of headings; none where it has no such."""
    columns = sorted(cells)
    words = [key(str(cells[column])) for column in columns]
    for parts in PARTS:
        for place in range(len(words) - len(parts) + 1):
            if tuple(words[place : place + len(parts)]) == parts:
                return columns[place : place + len(parts)]
    return ()


def _rows(
    grid: Grid, header: int, place: Sequence[int], over: str
) -> Iterator[tuple[int, dict[int, Value]]]:
    year = YEAR.fullmatch(over)
    held: list[int | None] = [int(year[1]) if year else None, None, None]
    for row in sorted(grid.rows):
        cells = dict(grid.rows[row])
        if row == header:
            cells = _kept(cells, place, WHOLE if year else over)
        elif row == header - 1 and cells.get(place[0]) == over:
            del cells[place[0]]
        elif row > header:
            told = [_number(cells.get(column)) for column in place]
            held[-len(told) :] = [
                new or old for new, old in zip(told, held[-len(told) :], strict=True)
            ]
            if told[-1] and (day := _day(*held)):
                cells = _kept(cells, place, day)
        yield row, cells


def _kept(cells: Mapping[int, Value], place: Sequence[int], whole: Value) -> dict[int, Value]:
    """The cells with one for the whole day in the last of its columns."""
    return {c: value for c, value in cells.items() if c not in place} | {place[-1]: whole}


def _number(value: Value | None) -> int | None:
    found = NUMBER.fullmatch(str(value)) if value is not None else None
    return int(found[1]) if found else None


def _day(year: int | None, month: int | None, day: int | None) -> date | str | None:
    if not year:
        return f"{month}月{day}日" if month else None
    try:
        return date(year, month or 0, day or 0)
    except ValueError:
        return None
