"""A list written as numbered sentences in one column (1、3栋漏水，已报修) is parted into columns."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from ledger.intake.grid import Grid, Value
from ledger.intake.text import clean
from ledger.intake.vocabulary import Vocabulary

FEWEST: Final = 3
ITEM: Final = re.compile(r"\s*[(（]?(\d{1,3})(?:[)）、．:：]|[.,，](?!\d))\s*(?=\S)")
CIRCLED: Final = re.compile(r"\s*([①-⑳])\s*[、.．]?\s*(?=\S)")
PAUSE: Final = re.compile(r"\s*(?:[，。；,;!！?？\n]|—{2,})\s*")


def itemized(grid: Grid, vocabulary: Vocabulary) -> Grid:
    """The grid with each sentence where it stood, beside it what it tells of the work, and its number.

    Only where the items are counted 1, 2, 3, and no row has a second cell; else the grid as it is.
    """
    if any(len(cells) > 1 for cells in grid.rows.values()):
        return grid
    columns = {column for cells in grid.rows.values() for column in cells}
    items = {row: found for row, cells in grid.rows.items() if (found := _item(cells))}
    numbers = [items[row][0] for row in sorted(items)]
    if len(columns) != 1 or len(items) < FEWEST or not _counted(numbers):
        return grid
    rows, own = dict(grid.rows), min(columns)
    for row, (number, text) in items.items():
        rows[row] = dict(_parted(own, number, text, vocabulary))
    stood = {(row, column): (row, own) for row in items for column in rows[row]}
    return grid._replace(rows=rows, stood=stood)


def _item(cells: Mapping[int, Value]) -> tuple[int, str] | None:
    """The number and the sentence of a row."""
    text = clean(str(next(iter(cells.values()), "")))
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
    yield column, text
    rests = (text[pause.end() :] for pause in PAUSE.finditer(text))
    if told := next((rest for rest in rests if vocabulary.report.outcome(rest)), ""):
        yield column + 1, told
    yield column + 2, number
