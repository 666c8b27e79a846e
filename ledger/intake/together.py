"""Rows that belong together: what merged areas reach over, what only goes on with the issue above."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ledger.intake.header import Band
from ledger.intake.sheet import Sheet
from ledger.intake.vocabulary import Vocabulary

SAYS_SO: Final = ("（接上", "(接上", "接上", "（续", "(续", "【续")
GOES_ON: Final = ("，", ",", "、", "；", ";", "。", "）", ")", *SAYS_SO)
COMMAS: Final = ("，", ",", "、", "；", ";")
FEW: Final = 2
TALLEST: Final = 20
DITTO: Final = frozenset((
    "同上", "同上。", "（同上）", "(同上)", "同前", "同上行", "〃", "″", '"', '""', "''", "“", "”", "“”", "〞", "＂", "々", "↑",
))  # fmt: skip
PROSE: Final = ("description", "measures", "progress", "requirement", "remarks")


class Together(NamedTuple):
    """Looks at the issues' rows of one table; `number` is the column that numbers them, 0 if there is none."""

    sheet: Sheet
    band: Band
    vocabulary: Vocabulary
    number: int

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

    def repeated(
        self, rows: Sequence[int], above: Mapping[tuple[int, int], int]
    ) -> dict[tuple[int, int], int]:
        """`above`, with each cell that only says 同上 or 〃: the row of the value that it stands for."""
        shared = dict(above)
        for place, row in enumerate(rows):
            cells = self.sheet.texts[row]
            if DITTO.isdisjoint(cells.values()):
                continue
            for column in (c for c, text in cells.items() if text in DITTO):
                higher = ((rows[i], column) for i in range(place - 1, -1, -1))
                if cell := next((c for c in higher if c in shared or self.sheet.text(*c)), None):
                    shared[row, column] = shared.get(cell, cell[0])
        return shared

    def continued(
        self, rows: Sequence[int], above: Mapping[tuple[int, int], int]
    ) -> dict[int, int]:
        """Rows without a number that only go on with the words of the row above."""
        if not self.number:
            return {}
        found: dict[int, int] = {}
        told = self.vocabulary.meaning
        prose = {
            c for c, texts in self.band.levels.items() if (m := told(texts)) and m[0].name in PROSE
        }
        problem = self._problem()
        for before, row in pairwise(rows):
            cells = self.sheet.texts[row]
            begun = all(text.startswith(GOES_ON) for text in cells.values())
            ends = (self.sheet.text(before, c).endswith(COMMAS) for c in cells)
            awaited = len(cells) <= FEW and all(ends)
            if not (begun or awaited) and not cells.keys() <= prose:
                continue
            owner = found.get(before, before)
            bound = (row, self.number) in above or not self.sheet.text(owner, self.number)
            says = all(text.startswith(SAYS_SO) for text in cells.values())
            outright = says or awaited or (problem and problem.isdisjoint(cells))
            if (outright or not bound) and all(self.sheet.text(owner, c) for c in cells):
                found[row] = owner
        return found

    def owners(self, rows: Sequence[int], above: Mapping[tuple[int, int], int]) -> dict[int, int]:
        """Rows that share the number and the problem of a row above: one issue over several rows."""
        problem = self._problem()
        return {
            row: top
            for row in rows
            if (top := above.get((row, self.number)))
            and any(above.get((row, c)) == top for c in problem)
        }

    def reached(self, rows: Sequence[int]) -> dict[int, int]:
        """Empty rows into which the problem of a row above reaches: one issue over several rows, too."""
        wanted, problem = set(rows), self._problem()
        return {
            row: merge.top
            for merge in self.sheet.tall
            if merge.top in wanted and merge.left in problem
            for row in range(merge.top + 1, min(merge.bottom, merge.top + TALLEST) + 1)
            if row not in self.sheet.texts
        }

    def _problem(self) -> frozenset[int]:
        """The columns that tell the problem."""
        told = self.vocabulary.meaning
        meant = {c: found[0].name for c, t in self.band.levels.items() if (found := told(t))}
        return frozenset(c for c, name in meant.items() if name in ("description", "title"))
