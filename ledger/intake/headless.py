"""Tables without a header: whether the first full row is one of the issues itself."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from ledger.intake.grid import letters
from ledger.intake.header import Band, heading_like, numbered
from ledger.intake.sheet import Sheet
from ledger.intake.text import key
from ledger.intake.vocabulary import Vocabulary

LEAST: Final = 3
"""Columns and rows that a table has at least."""
LOOK: Final = 30
LENGTHY: Final = 8
MOST: Final = 0.6
VALUE: Final = re.compile(
    r"(?:\d{2,4}[年./-])?\d{1,2}[月./-]\d{1,2}[日号]?(?:\s.*)?|1\d{10}|0?\d{0,3}-?\d{7,8}|\d{1,3}(?:[-—]\d{1,4}){1,3}"
    r"|\d{1,3}(?:号楼?|[栋幢座#]楼?)(?:\d{1,2}单元)?(?:\d{2,4}室?)?"
)
"""A day, a phone, a house or a flat: nobody calls a column so."""


def headless(sheet: Sheet, vocabulary: Vocabulary) -> Band | None:
    """A header of no rows before the first issue, its columns called by letter; None where a row may name them."""
    full = (row for row in sheet.filled[:LOOK] if len(sheet.texts[row]) >= LEAST)
    first = next((row for row in full if not _about(sheet, row)), 0)
    if not first or not _issue(sheet, first, vocabulary):
        return None
    names = {column: (f"{letters(column)}列",) for column in sheet.columns}
    return Band(top=first, bottom=first - 1, levels=names, confidence=0.0)


def _about(sheet: Sheet, row: int) -> bool:
    return heading_like(sheet, row) or numbered(sheet, row)


def _issue(sheet: Sheet, row: int, vocabulary: Vocabulary) -> bool:
    """Whether a row holds no word that heads columns, but values and sentences like those below it, of which some tell of trouble."""
    below = sheet.after(row, LOOK)
    if len(below) < LEAST - 1 or any(_heads(sheet, row, c, vocabulary) for c in sheet.texts[row]):
        return False
    kinds = dict(_alike(sheet, row, below))
    words = [column for column, kind in kinds.items() if kind == "words"]
    told = (sheet.text(r, c) for r in (row, *below) for c in words)
    return "value" in kinds.values() and any(map(vocabulary.tells_trouble, told))


def _heads(sheet: Sheet, row: int, column: int, vocabulary: Vocabulary) -> bool:
    """Whether a cell holds a known heading; not 已办结 where others of its column do."""
    text = sheet.text(row, column)
    below = (sheet.text(other, column) for other in sheet.after(row, LOOK))
    return vocabulary.knows(text) and text not in below


def _alike(sheet: Sheet, row: int, below: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The columns of a row that hold the same (value, words) below it."""
    for column in sheet.texts[row]:
        own = _kind(sheet, row, column)
        same = sum(_kind(sheet, other, column) == own for other in below)
        if own and same >= MOST * len(below):
            yield column, own


def _kind(sheet: Sheet, row: int, column: int) -> str:
    text = sheet.text(row, column)
    if isinstance(sheet.value(row, column), date) or VALUE.fullmatch(text):
        return "value"
    return "words" if len(key(text)) >= LENGTHY else ""
