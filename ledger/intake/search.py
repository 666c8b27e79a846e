"""The search for a sheet's header: every start in the first rows, every depth, the best score."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Final

from ledger.intake.header import DEPTH, NUMBER, Band, folded, heading_like, levels, numbered, spread
from ledger.intake.sheet import Sheet
from ledger.intake.text import joined, key
from ledger.intake.vocabulary import Vocabulary

CANDIDATES: Final = 40
LOOK_BELOW: Final = 30
LOOK_USED: Final = 400
ACCEPTED: Final = 3.0
CERTAIN: Final = 8.0
STILL: Final = 2.0  # what rows below and the shape of a band can add to its score
UNLIKELY: Final = re.compile(r"\d{4}|[。；]|[:：]$")


def find(sheet: Sheet, vocabulary: Vocabulary) -> Band | None:
    """The most likely header of a sheet; None when no row looks like one."""
    search = Search(sheet, vocabulary)
    best = max(search.scored(), default=None)
    if best is None or best[0] < ACCEPTED:
        return None
    score, _, _, top, bottom = best
    top, bottom = search.grow_up(top), search.grow_down(top, bottom)
    confidence = min(1.0, max(0.0, (score - ACCEPTED) / (CERTAIN - ACCEPTED)))
    return Band(top=top, bottom=bottom, levels=levels(sheet, top, bottom), confidence=confidence)


@lru_cache(maxsize=8192)
def _looks(text: str) -> tuple[bool, bool, bool]:
    """Whether a text is a word, whether it is short, whether it is unlikely as a heading."""
    return not NUMBER.fullmatch(text), len(key(text)) <= 14, bool(UNLIKELY.search(text))


@dataclass(frozen=True)
class Search:
    """The search for the band: every start in the first rows, every depth, the best score."""

    sheet: Sheet
    vocabulary: Vocabulary
    # what several candidates see: rows spread out, what lies below the rows at which they end
    _spreads: dict[tuple[int, bool], dict[int, str]] = field(default_factory=dict)
    _under: dict[int, tuple[Sequence[int], frozenset[int], float]] = field(default_factory=dict)

    def scored(self) -> Sequence[tuple[float, int, int, int, int]]:
        """(score, −top, −depth, top, bottom) of each candidate, so that the upper and shorter wins a tie.

        Below a certain one nobody looks for another.
        """
        found: list[tuple[float, int, int, int, int]] = []
        best = ACCEPTED
        for top in self.sheet.filled[:CANDIDATES]:
            if best >= CERTAIN and top > max(found)[-1] + DEPTH:
                break
            for depth in range(1, DEPTH + 1):
                bottom = top + depth - 1
                if not self._possible(bottom):
                    break
                score = self._score(top, bottom, best)
                best = max(best, score)
                found.append((score, -top, -depth, top, bottom))
        return found

    def _possible(self, row: int) -> bool:
        sheet = self.sheet
        return (
            len(sheet.texts.get(row, {})) > 1
            and not heading_like(sheet, row)
            and not numbered(sheet, row)
        )

    @cached_property
    def used(self) -> frozenset[int]:
        """The columns that are filled in at least a twentieth of the rows."""
        counts: dict[int, int] = {}
        rows = self.sheet.filled[:LOOK_USED]
        for row in rows:
            for column in self.sheet.texts[row]:
                counts[column] = counts.get(column, 0) + 1
        return frozenset(c for c, n in counts.items() if n >= max(2, len(rows) / 20))

    def _levels(self, top: int, bottom: int) -> dict[int, tuple[str, ...]]:
        """As `levels`."""
        places = [(row, row == bottom) for row in range(top, bottom + 1)]
        for place in places:
            if place not in self._spreads:
                self._spreads[place] = spread(self.sheet, *place)
        return folded(self.sheet.columns, [self._spreads[place] for place in places])

    def _score(self, top: int, bottom: int, best: float) -> float:
        """The score of a candidate; of one that cannot be the best, what it would reach at the most."""
        labels = self._levels(top, bottom)
        leaves = [texts[-1] for texts in labels.values()]
        count = len(leaves)
        looks = zip(*map(_looks, leaves), strict=True)
        words, short, unlikely = (sum(told) / count for told in looks)
        unique = len(set(labels.values())) / count
        covered = len(self.used & labels.keys()) / max(1, len(self.used))
        score: float = 2.2 * words + short + 1.2 * unique + 2.0 * covered - 2.0 * unlikely
        known = 2.5 * self._known(leaves)
        if (most := score + known + STILL) < best:
            return most
        score += known + self._below(labels, bottom)
        return score + self._shape(top, bottom, labels)

    def _known(self, texts: Sequence[str]) -> float:
        return sum(map(self._sure, texts)) / max(1, len(texts))

    @cached_property
    def _sure(self) -> Callable[[str], float]:
        """How surely a text is a heading, remembered: many candidates look at the same cells."""
        words = self.vocabulary
        return cache(lambda text: 1.0 if words.knows(text) else 0.5 * words.guesses(text))

    def _below(self, labels: Mapping[int, tuple[str, ...]], bottom: int) -> float:
        """What the rows below say for the band: values that are no words, a first column that counts."""
        if bottom not in self._under:
            self._under[bottom] = self._look_below(bottom)
        rows, values, known = self._under[bottom]
        if not rows:
            return -1.0
        plain = len(values & labels.keys()) / len(labels)
        first = [self.sheet.text(row, min(labels)) for row in rows[:3]]
        counting = 0.6 if {"1", "2"} <= set(first) else 0.3 if "1" in first else 0.0
        apart = not labels.keys() & self.sheet.texts[rows[0]].keys()
        return 0.8 * plain + counting - apart - 0.9 * known

    def _look_below(self, bottom: int) -> tuple[Sequence[int], frozenset[int], float]:
        """The rows below one, their columns of values that are mostly no words, how far the next row is known as headings."""
        below = self.sheet.after(bottom, LOOK_BELOW)
        rows = [row for row in below if len(self.sheet.texts[row]) > 1]
        if not rows:
            return rows, frozenset(), 0.0
        balance = dict.fromkeys(self.sheet.columns, 0)
        for row in rows:
            for column, weight in self._weights[row].items():
                balance[column] += weight
        values = frozenset(column for column, weight in balance.items() if weight > 0)
        next_texts = [joined(text) for text in self.sheet.texts[rows[0]].values()]
        return rows, values, self._known(next_texts)

    @cached_property
    def _weights(self) -> Mapping[int, Mapping[int, int]]:
        """For the cells of the first rows, which every candidate looks at: 1 for what is no word, −1 for words."""
        return {
            row: {c: 1 if self._is_value(row, c) else -1 for c in self.sheet.texts[row]}
            for row in self.sheet.filled[: CANDIDATES + DEPTH + LOOK_BELOW]
        }

    def _is_value(self, row: int, column: int) -> bool:
        value = self.sheet.value(row, column)
        return isinstance(value, int | float | date) or bool(NUMBER.fullmatch(str(value)))

    def _shape(self, top: int, bottom: int, labels: Mapping[int, tuple[str, ...]]) -> float:
        sheet = self.sheet
        cut = sum(m.top <= bottom < m.bottom and m.top >= top for m in sheet.early)
        score = -0.9 * min(2, cut) - 0.04 * sheet.filled.index(top)
        if bottom == top:
            return score
        inside = any(m.top >= top and m.bottom <= bottom and m.right > m.left for m in sheet.early)
        lower = set().union(*(sheet.texts.get(row, {}) for row in range(top + 1, bottom + 1)))
        alone = sum(column in lower and len(texts) == 1 for column, texts in labels.items())
        groups = Counter(texts[0] for texts in labels.values())
        doubled = sum(
            column in lower and len(texts) > 1 and groups[texts[0]] == 1
            for column, texts in labels.items()
        )
        score -= 2.0 * self._over_numbers(top, bottom)
        score += 0.5 if inside else 0.0 if self._completes(top) else -1.3
        return score - 0.6 * min(4, alone + doubled) - 0.5 * (not lower)

    def _completes(self, top: int) -> bool:
        """Whether the row below a row of groups names just the columns that it leaves blank, and their group."""
        upper, lower = self.sheet.texts[top].keys(), self.sheet.texts.get(top + 1, {}).keys()
        blank = self.used - upper
        return bool(blank) and blank <= lower and len(lower & upper) <= len(blank)

    def grow_up(self, top: int) -> int:
        """Take in the rows of groups above."""
        while self._possible(top - 1) and self._group_row(top - 1):
            top -= 1
        return top

    def _group_row(self, row: int) -> bool:
        """Whether a row names groups of the columns below it; a group never holds the row numbers (序号)."""
        texts = self.sheet.texts.get(row, {})
        groups = [m for m in self.sheet.early if m.top == row and m.right > m.left]
        if self._over_numbers(row, row + 1):
            return False
        added = len(texts.keys() - self.sheet.texts.get(row + 1, {}).keys()) >= 3
        return (bool(groups) or added) and all(
            len(key(text)) <= 20 and not UNLIKELY.search(text) and not NUMBER.fullmatch(text)
            for text in texts.values()
        )

    def _over_numbers(self, top: int, bottom: int) -> bool:
        """Whether a wide merged area of the upper rows lies over the column of row numbers."""
        headers = self.vocabulary.headers
        texts = self.sheet.texts.get(bottom, {})
        found = ((column, headers.get(key(text))) for column, text in texts.items())
        numbers = [column for column, meaning in found if meaning and meaning.kind == "ignored"]
        areas = [
            m for m in self.sheet.early if top <= m.top and m.bottom < bottom and m.right > m.left
        ]
        return any(m.left <= column <= m.right for m in areas for column in numbers)

    def grow_down(self, top: int, bottom: int) -> int:
        """Take in the rows that merged areas of the header reach to."""
        reach = [
            m.bottom
            for m in self.sheet.early
            if top <= m.top <= bottom < m.bottom <= top + DEPTH - 1
            and self.sheet.text(m.top, m.left)
        ]
        return max(reach, default=bottom)
