"""Counts that a form writes down (“23件”, “销号4件”, “（11件）”, 合计 23), brought up to date.

A count is touched only when a rule of counting gives the number that stands there now.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from ledger.intake.grid import Grid, Value

WHOLE: Final = re.compile(
    r"\s*(?P<word>[^\d\s：:（(]{0,8}?)\s*(?P<count>\d+)\s*(?:件|个|项|条|处|户|起)\s*"
)
TITLE: Final = re.compile(
    r".*?[（(]\s*(?:共\s*)?(?P<count>\d+)\s*(?:件|个|项|条|处|户|起)\s*[）)]\s*"
)
ALL: Final = ("", "共", "合计", "总计", "小计", "计", "问题", "共计")
TOTAL: Final = re.compile("合计|总计|小计|共计|累计|总数")
NEGATIVE: Final = ("×", "否", "未销号", "无")

Row = Mapping[int, str]
Counter = Callable[[Sequence[Row]], int]
Scope = tuple[Sequence[Row], Sequence[Row]]
"""The rows that a count was over, as they were and as they are."""


def counts(grid: Grid, row: int) -> bool:
    """Whether anything in a row may be a count."""
    said = texts(grid, row)
    adds = any(TOTAL.search("".join(text.split())) for text in said.values())
    return any(
        (WHOLE.fullmatch(text) or TITLE.fullmatch(text))
        if isinstance(grid.rows[row][column], str)
        else adds
        for column, text in said.items()
    )


def renewed(
    grid: Grid, row: int, scopes: Sequence[Scope], words: Callable[[str], str] = str
) -> dict[int, Value]:
    """The cells of a row of counts that read otherwise now, by column; what is calculated is left alone.

    The first scope that explains a count is the one that it is over. `words` gives a made row its own words.
    """
    said = texts(grid, row)
    adds = any(TOTAL.search("".join(text.split())) for text in said.values())
    found: dict[int, Value] = {}
    for column, text in said.items():
        if (row, column) in grid.formulas:
            continue
        value = grid.rows[row][column]
        if isinstance(value, str):
            told = words(text)
            tried: Iterator[Value | None] = (recounted(told, column, *scope) for scope in scopes)
            new: Value = next((counted for counted in tried if counted is not None), told)
        elif adds and isinstance(value, int | float) and not isinstance(value, bool):
            tried = (readded(value, column, *scope) for scope in scopes)
            new = next((added for added in tried if added is not None), value)
        else:
            continue
        if new != (text if isinstance(value, str) else value):
            found[column] = new
    return found


def readded(value: float, column: int, old: Sequence[Row], new: Sequence[Row]) -> float | None:
    """A number of a total brought up to date: the sum of its column, or how many rows there are.

    >>> readded(5, 3, [{3: "2"}, {3: "3"}], [{3: "2"}, {3: "3"}, {3: "4"}])
    9
    >>> readded(2, 3, [{1: "甲"}, {1: "乙"}], [{1: "甲"}])
    1
    """
    before, now = _numbers(old, column), _numbers(new, column)
    if before:
        holds = math.isclose(math.fsum(before), value)
        return None if not holds else value if before == now else _sum(now)
    return len(new) if old and value == len(old) else None


def _sum(numbers: Sequence[float]) -> float:
    total = math.fsum(numbers)
    return int(total) if total.is_integer() else round(total, 6)


def _numbers(rows: Sequence[Row], column: int) -> list[float]:
    found = []
    for row in rows:
        try:
            found.append(float(row.get(column, "")))
        except ValueError:
            continue
    return found


def recounted(text: str, column: int, old: Sequence[Row], new: Sequence[Row]) -> str | None:
    """The text with the count of the new rows; None when it holds no count that can be explained.

    >>> recounted("销号2件", 3, [{3: "√"}, {3: "√"}], [{3: "√"}])
    '销号1件'
    """
    match = WHOLE.fullmatch(text) or TITLE.fullmatch(text)
    if match is None:
        return None
    word = match.groupdict().get("word") or ""
    for count in _counters(word, column):
        if count(old) == int(match["count"]):
            start, end = match.span("count")
            return f"{text[:start]}{count(new)}{text[end:]}"
    return None


def _counters(word: str, column: int) -> Iterator[Counter]:
    """Rules of counting, the closest to the words first."""
    if word not in ALL:
        yield lambda rows: sum(word in row.values() for row in rows)
        yield lambda rows: sum(any(word in cell for cell in row.values()) for row in rows)
        yield lambda rows: sum(row.get(column, "") not in ("", *NEGATIVE) for row in rows)
    yield len


def texts(grid: Grid, row: int) -> Row:
    """The texts of a row by column."""
    return {column: str(value).strip() for column, value in grid.rows.get(row, {}).items()}
