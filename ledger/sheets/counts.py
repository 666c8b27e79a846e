"""Counts that a form writes as words (“23件”, “销号4件”, “（11件）”), brought up to date.

A count is touched only when a rule of counting gives the number that stands there now.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from ledger.intake.grid import Grid

WHOLE: Final = re.compile(
    r"\s*(?P<word>[^\d\s：:（(]{0,8}?)\s*(?P<count>\d+)\s*(?:件|个|项|条|处|户|起)\s*"
)
TITLE: Final = re.compile(
    r".*?[（(]\s*(?:共\s*)?(?P<count>\d+)\s*(?:件|个|项|条|处|户|起)\s*[）)]\s*"
)
ALL: Final = ("", "共", "合计", "总计", "小计", "计", "问题", "共计")
NEGATIVE: Final = ("×", "否", "未销号", "无")

Row = Mapping[int, str]
Counter = Callable[[Sequence[Row]], int]


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
