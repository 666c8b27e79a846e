"""Merges among the data rows of a form: columns merged downwards are merged again, the others go along."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from ledger.intake.grid import Merge, address
from ledger.sheets import cells
from ledger.sheets.formrow import FormRow, goes_on
from ledger.sheets.references import Shift
from ledger.sheets.template import Template, spot


class Joins:
    """The merges that lie in the data rows, as they were and as they shall be."""

    def __init__(self, old: Template, rows: Sequence[FormRow], shift: Shift) -> None:
        self.old, self.rows, self.shift = old, rows, shift

    # -- columns merged downwards --------------------------------------------------------------

    @cached_property
    def runs(self) -> dict[int, dict[int, tuple[int, int]]]:
        """For each column merged downwards: index of a row to the first and last index of its run."""
        return {column: self._runs(column) for column in self.old.joined}

    def _runs(self, column: int) -> dict[int, tuple[int, int]]:
        found: dict[int, tuple[int, int]] = {}
        start = 0
        for index in range(1, len(self.rows) + 1):
            if index == len(self.rows) or not self._one(index - 1, index, column):
                found |= dict.fromkeys(range(start, index), (start, index - 1))
                start = index
        return found

    def _one(self, upper: int, lower: int, column: int) -> bool:
        """Whether two neighbours share a cell: as they did, or because they are issues that say the same."""
        a, b = self.rows[upper], self.rows[lower]
        areas = self.old.joined[column]
        told = column in a.values or column in b.values
        if a.source and b.source and (b.kind != "data" or not told):
            return a.source in areas and areas[a.source] == areas.get(b.source)
        if goes_on(b.kind) and not (a.source or b.source):
            like = areas.get(self.old.pattern(a.kind))
            return like is not None and like == areas.get(self.old.pattern(b.kind))
        if not a.kind == b.kind == "data":
            return False
        left = [other for other in sorted(self.old.joined) if other <= column]
        said = [self._said(a, other) for other in left]
        return bool(said[-1]) and said == [self._said(b, other) for other in left]

    def _said(self, row: FormRow, column: int) -> str:
        if column in row.values:
            value = row.values[column]
            return "" if value is None else cells.shown(value)
        if row.source is None:
            return ""
        area = self.old.joined[column].get(row.source)
        return self.old.text(area.top if area else row.source, column)

    def place(self, index: int, column: int) -> str:
        start, stop = self.runs.get(column, {}).get(index, (index, index))
        return spot(index - start, stop - start)

    # -- merges --------------------------------------------------------------------------------

    def merges(self) -> dict[str, str | None]:
        """Old merges inside the band to their new reference (None: gone); new ones map to themselves."""
        found: dict[str, str | None] = {}
        downward = self._downward()
        for ref, area in self.old.merges.items():
            if area.top > self.old.last or area.bottom < self.old.first:
                continue
            if self.old.joined.get(area.left, {}).get(area.top) == area:
                found[ref] = None
            else:
                found[ref] = self._moved(area)
        made = downward | set(self._across())
        return {ref: ref if ref in made else new for ref, new in found.items()} | {
            ref: ref for ref in sorted(made)
        }

    def _downward(self) -> set[str]:
        first = self.old.first
        return {
            f"{address(first + start, column)}:{address(first + stop, column)}"
            for column, runs in self.runs.items()
            for start, stop in set(runs.values())
            if stop > start
        }

    def _across(self) -> Iterator[str]:
        """New rows are merged across as their pattern is."""
        patterns = {row.kind: self.old.pattern(row.kind) for row in self.rows}
        spans = {
            kind: [a for a in self.old.merges.values() if a.top == a.bottom == like]
            for kind, like in patterns.items()
            if self.old.kind(like) == kind
        }
        for number, row in enumerate(self.rows, self.old.first):
            for area in spans.get(row.kind, ()) if row.source is None else ():
                yield f"{address(number, area.left)}:{address(number, area.right)}"

    def _moved(self, area: Merge) -> str | None:
        """Other merges go along while their rows still stand together."""
        rows = [self.shift.row(row) for row in range(area.top, area.bottom + 1)]
        top = rows[0]
        if top is None or rows != list(range(top, top + len(rows))):
            return None
        return f"{address(top, area.left)}:{address(top + len(rows) - 1, area.right)}"
