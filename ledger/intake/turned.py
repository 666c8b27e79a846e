"""Tables turned on their side: the headings one below the other, a column for each issue; made rows."""

from collections.abc import Sequence
from typing import Final

from ledger.intake.grid import Grid, Value
from ledger.intake.header import Band, rowless
from ledger.intake.hearing import WORDS
from ledger.intake.sheet import Sheet
from ledger.intake.text import key
from ledger.intake.vocabulary import Vocabulary

LOOK: Final = 60
FEWEST: Final = 5
"""Headings that such a table has at least."""
LONGEST: Final = 12
SOME: Final = 0.2
MOST: Final = 0.8


def table(sheet: Sheet, vocabulary: Vocabulary) -> tuple[Grid, Band] | None:
    """The table with a row for each column of issues, and its header, which takes no row; None for other sheets.

    What stands beside no heading stays in its row, to be read as the foot or told as an error.
    """
    left = sheet.columns[0] if sheet.columns else 0
    rows = [row for row in sheet.filled[:LOOK] if left in sheet.texts[row] and _wide(sheet, row)]
    names = [sheet.text(row, left) for row in rows]
    issues = [c for c in sheet.columns[1:] if any(sheet.text(row, c) for row in rows)]
    if not 1 < len(issues) <= len(rows) or not _headed(names, vocabulary):
        return None
    if any(_labelled(sheet, column, rows, vocabulary) for column in issues):
        return None
    stood = {
        (rows[n], at): (row, column)
        for n, column in enumerate(issues)
        for at, row in enumerate(rows, 1)
        if sheet.text(row, column)
    }
    told = {row: cells for row, cells in sheet.grid.rows.items() if row not in rows}
    turned: dict[int, dict[int, Value]] = {}
    for (row, column), place in stood.items():
        turned.setdefault(row, {})[column] = sheet.cell(*place)[0]
    return sheet.grid.carried(told | turned, stood), rowless(
        rows[0], dict(enumerate(names, 1)), 1.0
    )


def _wide(sheet: Sheet, row: int) -> bool:
    """Whether a row has a heading and at least one more cell."""
    return len(sheet.texts[row]) > 1


def _labelled(sheet: Sheet, column: int, rows: Sequence[int], vocabulary: Vocabulary) -> bool:
    """Whether a column holds headings itself: a form with two columns of them, a table of rows."""
    texts = [text for row in rows if (text := sheet.text(row, column))]
    known = (len(key(text)) <= LONGEST and vocabulary.knows(text) for text in texts)
    return sum(known) > SOME * len(texts)


def _headed(texts: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether the texts are headings, each another, and one of them asks for the problem."""
    short = [text for text in texts if len(key(text)) <= LONGEST]
    meant = [vocabulary.meaning((text,)) for text in short]
    asked = any(m and m[0].fills in WORDS for m in meant)
    known = sum(m is not None for m in meant) >= MOST * len(texts)
    return len(set(texts)) == len(texts) >= FEWEST and asked and known
