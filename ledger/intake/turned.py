"""Tables turned on their side: the headings one below the other, a column for each issue; made rows."""

from collections.abc import Sequence
from typing import Final

from ledger.intake.grid import Grid, Value
from ledger.intake.header import Band
from ledger.intake.sheet import Sheet
from ledger.intake.text import key
from ledger.intake.vocabulary import Vocabulary

LOOK: Final = 60
FEWEST: Final = 5
"""Headings that such a table has at least."""
LONGEST: Final = 12
SOME: Final = 0.2
HALF: Final = 0.5
MOST: Final = 0.8
PROBLEM: Final = ("description", "title")


def table(sheet: Sheet, vocabulary: Vocabulary) -> tuple[Grid, Band] | None:
    """The table with a row for each column of issues, and its header, which takes no row; None for other sheets."""
    left = sheet.columns[0] if sheet.columns else 0
    rows = [row for row in sheet.filled[:LOOK] if left in sheet.texts[row] and _wide(sheet, row)]
    names = {row: sheet.text(row, left) for row in rows}
    issues = [column for column in sheet.columns[1:] if _full(sheet, column, rows)]
    if not 1 < len(issues) <= len(rows) or not _headed(list(names.values()), vocabulary):
        return None
    if any(_labelled(sheet, column, rows, vocabulary) for column in issues):
        return None
    above = {row: cells for row, cells in sheet.grid.rows.items() if row < rows[0]}
    places = {
        (rows[n], at): (row, column)
        for n, column in enumerate(issues)
        for at, row in enumerate(rows, 1)
    }
    turned: dict[int, dict[int, Value]] = {}
    for (row, column), place in places.items():
        if sheet.text(*place):
            turned.setdefault(row, {})[column] = sheet.cell(*place)[0]
    levels = {column: (names[row],) for column, row in enumerate(rows, 1)}
    band = Band(top=rows[0], bottom=rows[0] - 1, levels=levels, confidence=1.0)
    grid = Grid(name=sheet.grid.name, rows=above | turned, stood=places)
    return grid, band


def _wide(sheet: Sheet, row: int) -> bool:
    """Whether a row has a heading and at least one more cell."""
    return len(sheet.texts[row]) > 1


def _full(sheet: Sheet, column: int, rows: Sequence[int]) -> bool:
    return sum(bool(sheet.text(row, column)) for row in rows) >= HALF * len(rows)


def _labelled(sheet: Sheet, column: int, rows: Sequence[int], vocabulary: Vocabulary) -> bool:
    """Whether a column holds headings itself: a form with two columns of them, a table of rows."""
    texts = [text for row in rows if (text := sheet.text(row, column))]
    known = (len(key(text)) <= LONGEST and vocabulary.knows(text) for text in texts)
    return sum(known) > SOME * len(texts)


def _headed(texts: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether the texts are headings, each another, and one of them asks for the problem."""
    short = [text for text in texts if len(key(text)) <= LONGEST]
    meant = [vocabulary.meaning((text,)) for text in short]
    asked = any(m and m[0].fills in PROBLEM for m in meant)
    known = sum(m is not None for m in meant) >= MOST * len(texts)
    return len(set(texts)) == len(texts) >= FEWEST and asked and known
