"""The rows below a header: which are issues, which are sections, sums, repetitions, and where the foot begins."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ledger.intake.header import LABEL, Band, numbered
from ledger.intake.sheet import Sheet
from ledger.intake.text import joined, key
from ledger.intake.vocabulary import Vocabulary

SECTION: Final = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[、.．)）]|第[一二三四五六七八九十]{1,3}[部类批章]"
)
SIGNED: Final = re.compile(r"年\s+月\s+日|签字|盖章|公章")
COUNT: Final = re.compile(r"\d+|[件项个条户]")
WIDE_SHARE: Final = 0.6
FEW_SHARE: Final = 0.34
HEADER_SHARE: Final = 0.6
LONG: Final = 20


@dataclass(frozen=True, kw_only=True)
class Body:
    """`rows` hold one issue each; `groups` the others with their kind; `sections` the section each row lies in.

    `parts` maps a row to the rows that only continue its issue. `above` tells for a cell that a merged area
    covers from above the row of its value. `next_table` is the first
    row of another table below this one, 0 if there is none.
    """

    rows: Sequence[int]
    groups: Mapping[int, str]
    sections: Mapping[int, str]
    parts: Mapping[int, Sequence[int]]
    data: tuple[int, int]
    footer: tuple[int, int]
    next_table: int
    above: Mapping[tuple[int, int], int]

    def source(self, row: int, column: int) -> int:
        """The row whose cell speaks for this one: itself, or where the merged area that covers it begins."""
        return self.above.get((row, column), row)


def read(sheet: Sheet, band: Band, vocabulary: Vocabulary) -> Body:
    """Sorts every filled row below the header."""
    reader = Reader(sheet, band, vocabulary)
    below = list(sheet.after(band.bottom))
    another = next((row for row in below if reader.other_header(row)), 0)
    if another:
        below = [row for row in below if row < another]
    foot = reader.foot(below)
    body = [row for row in below if row not in foot]
    kinds = {row: kind for row in body if (kind := reader.kind(row))}
    rows = [row for row in body if row not in kinds]
    above = reader.filled_down(rows)
    owners = reader.owners(rows, above)
    parts: dict[int, list[int]] = {}
    for row, owner in owners.items():
        parts.setdefault(owner, []).append(row)
    return Body(
        rows=[row for row in rows if row not in owners],
        groups=kinds | dict.fromkeys(owners, "part"),
        sections=reader.sections(body, kinds),
        parts=parts,
        data=(body[0], body[-1]) if body else (0, 0),
        footer=(foot[0], foot[-1]) if foot else (0, 0),
        next_table=another,
        above=above,
    )


@dataclass(frozen=True)
class Reader:
    """Tells the kinds of rows of one table apart."""

    sheet: Sheet
    band: Band
    vocabulary: Vocabulary

    @cached_property
    def _ignored_columns(self) -> frozenset[int]:
        headers = self.vocabulary.headers
        found = ((c, headers.get(key(text))) for c, text in self.band.leaves.items())
        return frozenset(c for c, meaning in found if meaning and meaning.kind == "ignored")

    def _ignored(self, column: int) -> bool:
        """Whether a column only numbers the rows."""
        return column in self._ignored_columns

    def foot(self, rows: Sequence[int]) -> list[int]:
        """The rows at the end that sign or explain the table."""
        found: list[int] = []
        for row in reversed(rows):
            if not self._signs(row):
                break
            found.insert(0, row)
        return found

    def _signs(self, row: int) -> bool:
        cells = self.sheet.texts[row]
        texts = list(cells.values())
        first = texts[0]
        if not self._few(row) or first.isdecimal() or self._subtotal(row):
            return False
        labels = [bool(LABEL.match(text)) for text in texts]
        note = LABEL.match(first) and key(first).startswith(self.vocabulary.notes)
        named = key(first).startswith(self.vocabulary.footers)
        alone = len(texts) == 1 and not SECTION.match(first)
        outside = self._ignored(next(iter(cells))) or self._wide(row)
        return bool(note or named or all(labels) or SIGNED.search(first) or (alone and outside))

    def _wide(self, row: int) -> bool:
        return self.sheet.span(row) >= max(2, WIDE_SHARE * self.sheet.width)

    def _few(self, row: int, least: int = 3) -> bool:
        return len(self.sheet.texts[row]) <= max(least, FEW_SHARE * len(self.band.levels))

    def kind(self, row: int) -> str:
        """What a row of the body is, "" for an issue."""
        cells = self.sheet.texts[row]
        first_column, first = next(iter(cells.items()))
        if not self._few(row, 4) and self._ignored(first_column) and not numbered(self.sheet, row):
            return "repeat" if self._repeats(row) else ""
        if all(self._ignored(column) for column in cells):
            return "section" if self._section(row) else "blank"
        if self._subtotal(row):
            return "subtotal"
        if self._repeats(row) or numbered(self.sheet, row):
            return "repeat"
        if self._section(row):
            return "section"
        return "sample" if key(first) in self.vocabulary.samples else ""

    def _subtotal(self, row: int) -> bool:
        """小计, 靖宇街道小计, 共计 23 件 at the head of a row of few cells."""
        if not self._few(row, 4):
            return False
        texts = self.sheet.texts[row].values()
        words = [word for text in texts if (word := COUNT.sub("", key(text)))]
        sums = tuple(self.vocabulary.subtotals)
        return bool(words) and (
            words[0].startswith(sums) or words[0].endswith(sums) or words[-1] in sums
        )

    def _repeats(self, row: int) -> bool:
        cells = self.sheet.texts[row]
        same = sum(
            len(text) < LONG and joined(text) in self.band.levels.get(c, ())
            for c, text in cells.items()
        )
        return same >= max(2, HEADER_SHARE * len(cells))

    def other_header(self, row: int) -> bool:
        """Whether another table begins here: a row of headings that are not this table's."""
        texts = [text for text in self.sheet.texts[row].values() if len(text) < LONG]
        least = max(4, HEADER_SHARE * len(self.sheet.texts[row]))
        if len(texts) < least:
            return False
        known = {key(text) for text in texts if self.vocabulary.knows(text)}
        return len(known) >= least and not self._repeats(row)

    def _section(self, row: int) -> bool:
        texts = list(self.sheet.texts[row].values())
        first = texts[0]
        if len(texts) > 2 or first.isdecimal():
            return False
        return bool(SECTION.match(first)) or (len(texts) == 1 and self._wide(row))

    def sections(self, rows: Sequence[int], kinds: Mapping[int, str]) -> dict[int, str]:
        found: dict[int, str] = {}
        current = ""
        for row in rows:
            if kinds.get(row) == "section":
                current = next(iter(self.sheet.texts[row].values()))
            elif current:
                found[row] = current
        return found

    def filled_down(self, rows: Sequence[int]) -> dict[tuple[int, int], int]:
        """For each cell of an issue's row that a merged area from above covers: the row of its value."""
        wanted = set(rows)
        return {
            (row, merge.left): merge.top
            for merge in self.sheet.tall
            if merge.top in wanted
            for row in rows[bisect_right(rows, merge.top) : bisect_right(rows, merge.bottom)]
            if not self.sheet.text(row, merge.left)
        }

    def owners(self, rows: Sequence[int], above: Mapping[tuple[int, int], int]) -> dict[int, int]:
        """Rows that share the number and the problem of a row above: one issue over several rows."""
        number = next((c for c in self.band.levels if self._ignored(c)), 0)
        meaning = {c: self.vocabulary.headers.get(key(t)) for c, t in self.band.leaves.items()}
        problem = [c for c, m in meaning.items() if m and m.name in ("description", "title")]
        return {
            row: top
            for row in rows
            if (top := above.get((row, number)))
            and any(above.get((row, c)) == top for c in problem)
        }
