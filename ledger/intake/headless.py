"""Tables without a header: whether the first full row is one of the issues itself."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Final

from ledger.intake.header import LABEL, Band, by_letter, heading_like, numbered, rowless
from ledger.intake.sheet import Sheet
from ledger.intake.text import key
from ledger.intake.vocabulary import Vocabulary

LEAST: Final = 3
"""Columns that a row has at least, and how many rows are looked at."""
LOOK: Final = 30
LENGTHY: Final = 8
HALF: Final = 0.5
VALUED, WORDED = "value", "words"
MOST: Final = 0.6
MONTH: Final = re.compile(r"20\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?")
VALUE: Final = re.compile(
    r"(?:\d{2,4}[年./-])?\d{1,2}[月./-]\d{1,2}[日号]?(?:\s.*)?|1\d{10}|0?\d{0,3}-?\d{7,8}|\d{1,3}(?:[-—]\d{1,4}){1,3}"
    r"|\d{1,3}(?:号楼?|[栋幢座#]楼?)(?:\d{1,2}单元)?(?:\d{2,4}室?)?|\d{1,3}"
)
"""A day, a phone, a house, a flat, what counts the rows: nobody calls a column so."""


def headless(sheet: Sheet, vocabulary: Vocabulary, header: Band | None) -> Band | None:
    """A header of no rows before the first issue, its columns called by letter.

    None where a row may name them: the likeliest `header` does where most of its words are known ones.
    """
    if header and _known(header.leaves.values(), vocabulary) >= HALF:
        return None
    full = (row for row in sheet.filled[:LOOK] if len(sheet.texts[row]) >= LEAST)
    rows = list(islice((row for row in full if not _about(sheet, row)), LEAST))
    first = rows[0] if rows else 0
    if not first or VALUED not in dict(_alike(sheet, first)).values():
        return None
    if not _issues(sheet, rows, vocabulary):
        return None
    return rowless(first, {column: by_letter(column) for column in sheet.columns}, 0.0)


def _known(texts: Iterable[str], vocabulary: Vocabulary) -> float:
    told = list(map(vocabulary.knows, texts))
    return sum(told) / max(1, len(told))


def _about(sheet: Sheet, row: int) -> bool:
    """Whether a row says something of the table as a whole, or only numbers its columns."""
    labels = all(LABEL.match(t) or MONTH.fullmatch(t) for t in sheet.texts[row].values())
    return labels or heading_like(sheet, row) or numbered(sheet, row)


def _issues(sheet: Sheet, rows: Sequence[int], vocabulary: Vocabulary) -> bool:
    """Whether none of the first rows heads columns, and one of them is an issue."""
    heads = (_known(sheet.texts[row].values(), vocabulary) >= HALF for row in rows)
    return not any(heads) and any(_issue(sheet, row, vocabulary) for row in rows)


def _issue(sheet: Sheet, row: int, vocabulary: Vocabulary) -> bool:
    """Whether a row holds a value and a sentence, both like those below it, half of the sentences telling of trouble."""
    kinds = dict(_alike(sheet, row))
    words = [column for column, kind in kinds.items() if kind == WORDED]
    troubled = (_troubled(sheet, column, vocabulary) for column in words)
    return VALUED in kinds.values() and any(share >= HALF for share in troubled)


def _troubled(sheet: Sheet, column: int, vocabulary: Vocabulary) -> float:
    texts = [text for row in sheet.filled[:LOOK] if (text := sheet.text(row, column))]
    return sum(bool(vocabulary.tells_trouble(text)) for text in texts) / max(1, len(texts))


def _alike(sheet: Sheet, row: int) -> Iterator[tuple[int, str]]:
    """The columns of a row that hold the same (a value, words) below it."""
    below = sheet.after(row, LOOK)
    for column in sheet.texts[row] if below else ():
        own = _kind(sheet, row, column)
        same = sum(_kind(sheet, other, column) == own for other in below)
        if own and same >= MOST * len(below):
            yield column, own


def _kind(sheet: Sheet, row: int, column: int) -> str:
    text = sheet.text(row, column)
    if isinstance(sheet.value(row, column), date) or VALUE.fullmatch(text):
        return VALUED
    return WORDED if len(key(text)) >= LENGTHY else ""
