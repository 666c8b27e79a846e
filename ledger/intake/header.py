"""Where a sheet's header stands: the band of one to four rows that names the columns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from ledger.intake.grid import letters
from ledger.intake.sheet import Sheet
from ledger.intake.text import joined
from ledger.intake.times import ANY_DAY, UNTIL

DEPTH: Final = 4
TITLE_SHARE: Final = 0.7
LABEL: Final = re.compile(r"^[^:：]{1,14}[:：]")
LONGEST_NUMBER: Final = 8  # with its brackets
NUMBER: Final = re.compile(r"[-+]?[\d.,]+%?")


@dataclass(frozen=True, kw_only=True)
class Band:
    """The header: its rows (inclusive) and the texts of each named column, from the top level down."""

    top: int
    bottom: int
    levels: Mapping[int, tuple[str, ...]]
    confidence: float

    @cached_property
    def leaves(self) -> Mapping[int, str]:
        return {column: texts[-1] for column, texts in self.levels.items()}


def rowless(first: int, names: Mapping[int, str], confidence: float) -> Band:
    """A header that takes no row: the first issue stands in row `first`."""
    levels = {column: (name,) for column, name in names.items()}
    return Band(top=first, bottom=first - 1, levels=levels, confidence=confidence)


def levels(sheet: Sheet, top: int, bottom: int) -> dict[int, tuple[str, ...]]:
    """The texts of each column in a band: merged areas spread out, equal neighbours folded into one."""
    rows = [spread(sheet, row, row == bottom) for row in range(top, bottom + 1)]
    return folded(sheet.columns, rows)


def folded(columns: Sequence[int], rows: Sequence[Mapping[int, str]]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for column in columns:
        texts: list[str] = []
        for row in rows:
            text = joined(row.get(column, ""))
            if text and (not texts or text != texts[-1]):
                texts.append(text)
        if texts:
            found[column] = tuple(texts)
    return found


def completed(band: Band, sheet: Sheet, rows: Sequence[int]) -> Band:
    """The band with columns that have values in some of the rows but no heading: they are called by letter."""
    filled = set[int]().union(*map(sheet.texts.__getitem__, rows))
    nameless = {column: (by_letter(column),) for column in sorted(filled - band.levels.keys())}
    whole = {**band.levels, **nameless}
    return replace(band, levels={column: whole[column] for column in sorted(whole)})


def by_letter(column: int) -> str:
    """What a column without a heading is called."""
    return f"{letters(column)}列"


def spread(sheet: Sheet, row: int, last: bool) -> dict[int, str]:
    """The texts of a header row; unless it is the last, a group without merged area reaches over the blanks beside it."""
    own = {c: t for c in sheet.columns if (t := sheet.merged_text(row, c))}
    if last:
        return own
    below = sheet.texts.get(row + 1, {})
    for column in sheet.columns:
        left = own.get(column - 1)
        blank = column not in own and (row, column) not in sheet.cover
        if blank and left and column in below and column - 1 in below:
            own[column] = left
    return own


def heading_like(sheet: Sheet, row: int) -> bool:
    """Whether a row is a title or says something of the table: one wide text, or mostly 填报单位：…"""
    texts = list(sheet.texts.get(row, {}).values())
    named = sum(
        bool(LABEL.match(text) or UNTIL.match(text) or ANY_DAY.match(text)) for text in texts
    )
    wide = sheet.span(row) >= max(3, TITLE_SHARE * sheet.width)
    return wide or (2 * named >= len(texts) and len(texts) < TITLE_SHARE * sheet.width)


def numbered(sheet: Sheet, row: int) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3 … or 甲、乙、1、2."""
    texts = sheet.texts.get(row, {}).values()
    digits: list[int] = []
    for place, text in enumerate(texts, 1):
        short = text.strip("()（）") if len(text) < LONGEST_NUMBER else ""
        if short.isdecimal() and len(short) < 4:
            digits.append(int(short))
        elif len(texts) - place + len(digits) < 0.7 * len(texts):
            return False  # at the first cells of most rows
    return len(digits) > 2 and digits == list(range(digits[0], digits[0] + len(digits)))
