"""Problems written as numbered sentences in one column (1、3栋漏水，已报修), made a table of three columns."""

import re
from collections.abc import Iterator
from typing import Final

from ledger.intake.grid import Grid, Value
from ledger.intake.header import Band, rowless
from ledger.intake.outcome import CLAUSE
from ledger.intake.sheet import Sheet
from ledger.intake.vocabulary import Vocabulary

FEWEST: Final = 3
"""Items of a list."""
HALF: Final = 0.5
ITEM: Final = re.compile(
    r"\s*[(（]?(\d{1,3})(?:[)）、．:：]|[.,，](?!\d(?!\d{0,2}(?:[栋幢座]|号楼|单元|楼|#))))\s*(?=\S)"
)
CIRCLED: Final = re.compile(r"\s*([①-⑳])\s*[、.．]?\s*(?=\S)")
COLUMNS: Final = ("问题", "处理情况", "序号")


def table(sheet: Sheet, vocabulary: Vocabulary) -> tuple[Grid, Band] | None:
    """The list with the problem of each item, what is told of the work, its number; and its header, which takes no row.

    None unless no row has a second cell, the items are counted 1, 2, 3, and half of them tell of something wrong.
    """
    grid = sheet.grid
    if len(sheet.columns) != 1:
        return None
    items = {row: found for row in sheet.filled if (found := _item(sheet.first(row)))}
    told = sum(bool(vocabulary.tells_trouble(text)) for _, text in items.values())
    counted = _counted([number for number, _ in items.values()])
    if len(items) < FEWEST or not counted or told < HALF * len(items):
        return None
    rows, own = dict(grid.rows), sheet.columns[0]
    for row, (number, text) in items.items():
        rows[row] = dict(_parted(own, number, text, vocabulary))
    stood = {(row, column): (row, own) for row in items for column in rows[row]}
    names = {own + n: name for n, name in enumerate(COLUMNS)}
    return grid._replace(rows=rows, stood=stood), rowless(min(items), names, 0.0)


def _item(text: str) -> tuple[int, str] | None:
    """The number and the sentence of an item."""
    if found := ITEM.match(text):
        return int(found[1]), text[found.end() :]
    if found := CIRCLED.match(text):
        return ord(found[1]) - ord("①") + 1, text[found.end() :]
    return None


def _counted(numbers: list[int]) -> bool:
    """Whether each number follows the one before it, or begins anew at 1."""
    pairs = zip([0, *numbers], numbers, strict=False)
    return all(number in (1, before + 1) for before, number in pairs)


def _parted(
    column: int, number: int, text: str, vocabulary: Vocabulary
) -> Iterator[tuple[int, Value]]:
    """The cells of an item: what is told of the work begins at the first pause behind which nothing else is told."""
    outcome = vocabulary.report.outcome
    pauses = (p for p in CLAUSE.finditer(text) if outcome(text[p.end() :]))
    told = next(pauses, None)
    yield column, text[: told.start()].strip() if told else text
    if told:
        yield column + 1, text[told.end() :].strip()
    yield column + 2, number
