"""Which row of a table is what: an issue, a section, a sum, a repetition, a note, a part of the foot."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ledger.intake import colours
from ledger.intake.cells import UNIT
from ledger.intake.header import LABEL, LONGEST_NUMBER, Band, numbered
from ledger.intake.sections import PERIOD, SECTION
from ledger.intake.sheet import Sheet
from ledger.intake.text import joined, key
from ledger.intake.times import ANY_DAY
from ledger.intake.vocabulary import Vocabulary
from ledger.models import FIELDS, Kind

SIGNED: Final = re.compile(r"年\s+月\s+日|签字|盖章|公章")
COUNT: Final = re.compile(r"\d+|[件项个条户]")
COUNTED: Final = re.compile(r"\D{0,6}[\d.,]+\D{0,6}")
TALLY: Final = re.compile(
    r"(?:本[月期周季年次]|[共总全]|统计|以上|截[至止]).{0,12}?\d+\s*[件项个条户起处宗栋单例笔封]"
)
SO_FAR: Final = ("以上", "截至", "截止")
RULE: Final = re.compile(
    r"填写|[不必选]填|如实|格式|例如|请[填选按]|下拉|年[/月-]?月|y{2,4}|^按|[^\W\d_a-zA-Z]{2,12}/[^\W\d_a-zA-Z]{2,12}/[^\W\d_a-zA-Z]{2,12}|一事一行|等$"
)
RULES_BELOW: Final = 2
PAGE: Final = re.compile(r"第\d+页|共\d+[页件条项]|^-?\d+/\d+-?$")
WIDE_SHARE: Final = 0.6
FEW_SHARE: Final = 0.34
HEADER_SHARE: Final = 0.6
LONG: Final = 20
BRIEF: Final = 6
SENTENCE: Final = 10
REMARK: Final = re.compile(
    "^[-—]*以[上下]|汇报|没提|为准|[都不]记|填写|说明|注意|请|每[天周月]|留着"
)
DIVIDER: Final = re.compile(r"([-—=*~]{2,}).*\1")
OF_TABLE: Final = re.compile(
    r"^(?:\d{1,2}月[份的]*)?(?:另起|另记|另列|接[上下]页|未完待续|到此为止)"
)
CHINESE: Final = re.compile(r"[^\W\d_a-zA-Z]{3}")


@dataclass(frozen=True)
class Reader:
    """Tells the kinds of rows of one table apart."""

    sheet: Sheet
    band: Band
    vocabulary: Vocabulary

    @cached_property
    def _ignored_columns(self) -> frozenset[int]:
        """The columns that only number the rows."""
        headers = self.vocabulary.headers
        found = ((c, headers.get(key(text))) for c, text in self.band.leaves.items())
        return frozenset(c for c, meaning in found if meaning and meaning.kind == "ignored")

    def _numbers(self, column: int) -> bool:
        """Whether a column only numbers the rows, or holds nothing but the sender's own numbers (编号)."""
        meant = self.vocabulary.meaning(self.band.levels.get(column, ("",)))
        return column in self._ignored_columns or bool(meant and meant[0].name == "own_number")

    @cached_property
    def number(self) -> int:
        """The column that numbers the rows, 0 if there is none."""
        return next((c for c in self.band.levels if c in self._ignored_columns), 0)

    @cached_property
    def _title(self) -> frozenset[str]:
        """The texts above the header."""
        rows = [row for row in self.sheet.filled if row < self.band.top]
        return frozenset(joined(t) for row in rows for t in self.sheet.texts[row].values())

    @cached_property
    def _heads(self) -> frozenset[str]:
        """The titles and the headings, as `joined`."""
        return self._title.union(*self.band.levels.values())

    def foot(self, rows: Sequence[int]) -> list[int]:
        """The rows at the end that sign or explain the table."""
        found: list[int] = []
        for row in reversed(rows):
            if not (self._signs(row) or colours.explains(self.sheet, row, self.vocabulary)):
                break
            found.insert(0, row)
        return found

    def _signs(self, row: int) -> bool:
        cells = self.sheet.texts[row]
        texts = list(cells.values())
        first = texts[0]
        labels = [bool(LABEL.match(t) or ANY_DAY.fullmatch(t) or SIGNED.search(t)) for t in texts]
        if len(texts) > 1 and all(labels):
            return True
        if not self._few(row) or first.isdecimal() or self._subtotal(row):
            return False
        note = LABEL.match(first) and key(first).startswith(self.vocabulary.notes)
        named = key(first).startswith(self.vocabulary.footers)
        alone = len(texts) == 1 and not SECTION.match(first)
        apart = alone and self._apart(row, cells)
        outside = next(iter(cells)) in self._ignored_columns or self._wide(row)
        dated = alone and ANY_DAY.fullmatch(first)
        office = ANY_DAY.fullmatch(texts[-1]) and all(UNIT.search(text) for text in texts[:-1])
        signed = SIGNED.search(first) or dated or office
        strange = alone and self._strange(row)
        return bool(
            note or named or all(labels) or signed or apart or (alone and outside) or strange
        )

    def _apart(self, row: int, cells: Mapping[int, str]) -> bool:
        """Whether a sentence stands below an empty row where the table begins, or anywhere if it speaks of the table."""
        column, text = next(iter(cells.items()))
        first = column == min(self.band.levels) or OF_TABLE.search(text)
        return bool(first) and len(text) > BRIEF and row - 1 not in self.sheet.texts

    def _strange(self, row: int) -> bool:
        """Whether a sentence stands in a column of days or numbers."""
        column, text = next(iter(self.sheet.texts[row].items()))
        meant = self.vocabulary.meaning(self.band.levels.get(column, ("",)))
        dated = meant and meant[0].fills and FIELDS[meant[0].fills].kind is Kind.DATE
        if not (dated or self._numbers(column)) or self._brief(text) or ANY_DAY.match(text):
            return False
        rule = REMARK.search(text) or not self.vocabulary.tells_trouble(text)
        return bool(CHINESE.search(text) and rule)

    def _brief(self, text: str) -> bool:
        """Whether a text is too short for a sentence that says something of the table."""
        return len(text) <= SENTENCE and not text.startswith(("以上", "以下"))

    def _wide(self, row: int) -> bool:
        return self.sheet.span(row) >= max(2, WIDE_SHARE * self.sheet.width)

    def _few(self, row: int, least: int = 3) -> bool:
        return len(self.sheet.texts[row]) <= self._most_of_few(least)

    def _most_of_few(self, least: int) -> float:
        return max(least, FEW_SHARE * len(self.band.levels))

    def kind(self, row: int) -> str:
        """What a row of the body is, "" for an issue."""
        cells = self.sheet.texts[row]
        first_column, text = next(iter(cells.items()))
        first = key(text)
        if first.startswith(self.vocabulary.samples) and self._sample(first_column, first):
            return "sample"
        if row <= self.band.bottom + RULES_BELOW and self._rules(row):
            return "sample"
        counts = first_column in self._ignored_columns and not first.startswith(self._sums)
        if counts and not self._few(row, 4) and not numbered(self.sheet, row):
            return "repeat" if self._repeats(row) else ""
        if self._subtotal(row):
            return "subtotal"
        if self._noted(row) or (self._few(row) and self._uneventful(cells)):
            return "note"
        if self._repeats(row) or numbered(self.sheet, row):
            return "repeat"
        if self._section(row):
            return "section"
        if len(cells) == 1 and DIVIDER.fullmatch(text):
            return "note"
        if len(cells) == 1 and self._strange(row):
            return "note"
        return "blank" if all(self._numbers(column) for column in cells) else ""

    def _uneventful(self, cells: Mapping[int, str]) -> bool:
        """Whether a row only says that there was nothing: 平安无事."""
        return any(key(text) in self.vocabulary.uneventful for text in cells.values())

    def _sample(self, column: int, first: str) -> bool:
        """示例, 填写要求：…: what shows how to fill the table."""
        word = next((w for w in self.vocabulary.samples if first.startswith(w)), "")
        return bool(word) and (first == word or (len(word) > 1 and column in self._ignored_columns))

    def _rules(self, row: int) -> bool:
        """A row below the header that says how to fill the columns: 填写全称, 年/月/日, 已整改/整改中/未整改."""
        texts = self.sheet.texts[row].values()
        return len(texts) > 2 and 2 * sum(bool(RULE.search(text)) for text in texts) >= len(texts)

    def _noted(self, row: int) -> bool:
        """A remark on the table, or the foot of a page, between the issues."""
        cells = self.sheet.texts[row]
        texts = list(cells.values())
        if not self._few(row) or texts[0].isdecimal():
            return False
        first = key(texts[0])
        named = first in self.vocabulary.notes or (
            LABEL.match(texts[0]) and first.startswith(self.vocabulary.notes)
        )
        page = any(PAGE.search(text) for text in texts) and not SECTION.match(texts[0])
        signed = page and all(LABEL.match(text) or PAGE.search(text) for text in texts)
        return bool((named and self.number not in cells.keys() - {min(cells)}) or signed)

    def _subtotal(self, row: int) -> bool:
        """小计, 靖宇街道小计, 共计 23 件 at the head of a row of few cells, or before nothing but counts; 本月投诉4件 alone."""
        texts = list(self.sheet.texts[row].values())
        if not self._few(row, 4) and not all(COUNTED.fullmatch(text) for text in texts[1:]):
            return False
        alone = len(texts) == 1
        first = min(self.band.levels) in self.sheet.texts[row] or texts[0].startswith(SO_FAR)
        if alone and first and TALLY.match(texts[0]):
            return True
        words = [word for text in texts if (word := COUNT.sub("", key(text)))]
        ends = words and (words[0].startswith(self._sums) or words[0].endswith(self._sums))
        return bool(words) and (ends or words[-1] in self._sums)

    @cached_property
    def _sums(self) -> tuple[str, ...]:
        return tuple(self.vocabulary.subtotals)

    def _repeats(self, row: int) -> bool:
        """The header or the title once more."""
        cells = self.sheet.texts[row]
        if (
            self._heads.isdisjoint(cells.values())
            and len("".join(cells.values()).split(None, 1)) == 1
        ):
            return False  # no cell reads as a heading or a title, nor would without white space
        if all(joined(text) in self._title for text in cells.values()):
            return True
        other = [text for c, text in cells.items() if not self._same(c, text)]
        same = len(cells) - len(other) >= max(2, HEADER_SHARE * len(cells))
        return same and not any(self.vocabulary.meaning((text,)) for text in other)

    def _same(self, column: int, text: str) -> bool:
        return len(text) < LONG and joined(text) in self.band.levels.get(column, ())

    def counting(self, rows: Sequence[int]) -> Collection[int]:
        """The rows of many cells that count on from the row above: issues beyond doubt."""
        found: set[int] = set()
        least, number, last = self._most_of_few(4), self.number, -2
        for row in rows:
            cells = self.sheet.texts[row]
            text = cells.get(number, "")
            serial = int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else -2
            if serial == last + 1 and len(cells) > least and next(iter(cells)) == number:
                found.add(row)
            last = serial
        return found

    def next_table(self, rows: Sequence[int], counting: Collection[int]) -> int:
        """The first row of another table, its title included; 0 if there is none."""
        others = (i for i, row in enumerate(rows) if row not in counting and self.other_header(row))
        at = next(others, 0)
        while at and self._titles(rows[at - 1]):
            at -= 1
        return rows[at] if at else 0

    def _titles(self, row: int) -> bool:
        """Whether a row stands above a table rather than in it."""
        cells = self.sheet.texts[row]
        return (
            len(cells) == 1
            and not self._subtotal(row)
            and (self._wide(row) or min(cells) == min(self.band.levels))
        )

    def other_header(self, row: int) -> bool:
        """Whether another table begins here: a row of headings that are not this table's."""
        texts = self.sheet.texts[row].values()
        least = max(4, HEADER_SHARE * len(texts))
        known: set[str] = set()
        for place, text in enumerate(texts, 1):
            if len(text) < LONG and (short := key(text)) in self.vocabulary.headers:
                known.add(short)
            elif len(texts) - place + len(known) < least:
                return self._begins_anew(row)  # at the first cells of most rows: no
        return len(known) >= least and not self._repeats(row)

    def _begins_anew(self, row: int) -> bool:
        """Whether a row begins as the header does, and goes on with other headings."""
        cells = self.sheet.texts[row]
        first = next(iter(cells))
        if not self._same(first, cells[first]):
            return False
        meant = sum(bool(self.vocabulary.meaning((joined(text),))) for text in cells.values())
        plain = all(len(text) < LONG and not COUNTED.fullmatch(text) for text in cells.values())
        return plain and meant >= max(4, HEADER_SHARE * len(cells)) and not self._repeats(row)

    def _section(self, row: int) -> bool:
        texts = list(self.sheet.texts[row].values())
        first = texts[0]
        if len(texts) > 2 or first.isdecimal():
            return False
        alone = len(texts) == 1 and (self._wide(row) or PERIOD.fullmatch(first))
        return bool(SECTION.match(first) or alone)

    def titles(self, kinds: Mapping[int, str]) -> dict[int, str]:
        """The texts of the rows that begin a section."""
        rows = (row for row, kind in kinds.items() if kind == "section")
        return {row: next(iter(self.sheet.texts[row].values())) for row in rows}
