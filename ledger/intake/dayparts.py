"""A day that is written in three columns (年, 月, 日) is put together in the last of them."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from ledger.intake.grid import Grid, Value
from ledger.intake.text import key

HEADERS_WITHIN: Final = 15
PARTS: Final = ("年", "月", "日")
WHOLE: Final = "日期"
NUMBER: Final = re.compile(r"\s*(\d{1,4})\s*[年月日号]?\s*")


def joined(grid: Grid) -> Grid:
    """The grid with such days as dates; a year and a month stand once and hold for the rows below."""
    for row in sorted(grid.rows)[:HEADERS_WITHIN]:
        if place := _place(grid.rows[row]):
            return grid._replace(rows=dict(_rows(grid, row, place)))
    return grid


def _place(cells: Mapping[int, Value]) -> tuple[int, int, int] | None:
    """The columns of year, month and day in a row of headings."""
    columns = sorted(cells)
    words = [key(str(cells[column])) for column in columns]
    for place in range(len(words) - 2):
        if tuple(words[place : place + 3]) == PARTS:
            return columns[place], columns[place + 1], columns[place + 2]
    return None


def _rows(
    grid: Grid, header: int, place: tuple[int, int, int]
) -> Iterator[tuple[int, dict[int, Value]]]:
    held: list[int | None] = [None, None, None]
    for row in sorted(grid.rows):
        cells = dict(grid.rows[row])
        if row == header:
            cells = {c: value for c, value in cells.items() if c not in place[:2]}
            cells[place[2]] = WHOLE
        elif row > header:
            told = [_number(cells.get(column)) for column in place]
            held = [new or old for new, old in zip(told, held, strict=True)]
            if told[2] and (day := _day(held)):
                cells = {c: value for c, value in cells.items() if c not in place[:2]}
                cells[place[2]] = day
        yield row, cells


def _number(value: Value | None) -> int | None:
    found = NUMBER.fullmatch(str(value)) if value is not None else None
    return int(found[1]) if found else None


def _day(parts: list[int | None]) -> date | None:
    year, month, day = (part or 0 for part in parts)
    try:
        return date(year, month, day)
    except ValueError:
        return None
