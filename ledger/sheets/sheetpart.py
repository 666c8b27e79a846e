"""One sheet part after the rows of some sheets moved: what stands around its data rows."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ledger.intake.grid import Value, address
from ledger.sheets import cells
from ledger.sheets.band import Band
from ledger.sheets.references import Shift, copied_formula, moved_formula, moved_ranges
from ledger.sheets.surgery import (
    Edit,
    Element,
    removed,
    splice,
    with_attributes,
    with_text,
)
from ledger.sheets.template import Row, Template, merge, place

RANGES = ("ref", "sqref")
FORMULAS = ("formula", "formula1", "formula2", "f")
LISTS = ("dataValidations", "hyperlinks", "ignoredErrors", "protectedRanges", "rowBreaks")
COUNTS = ("count", "manualBreakCount")
VIEWS = ("sheetView", "selection", "pane")


@dataclass(frozen=True)
class SheetPart:
    """One sheet to be brought up to date: `band` when its own data rows are written anew."""

    template: Template
    band: Band | None
    shifts: Mapping[str, Shift]
    texts: Mapping[str, Value]
    made: cells.Maker
    mark: str = ""

    @property
    def home(self) -> str:
        return self.template.layout.sheet

    @property
    def shift(self) -> Shift | None:
        return self.shifts.get(self.home)

    def rewritten(self) -> bytes:
        """The part with its new rows and everything that refers to moved rows."""
        edits = [*self._band(), *self._rows(), *self._merges(), *self._around()]
        return splice(self.template.data, edits)

    def _band(self) -> Iterator[Edit]:
        """The rows of the band are replaced as one piece."""
        if self.band is None or not self.band.changed:
            return
        old = self.template
        rows = [row.element for n, row in old.rows.items() if old.first <= n <= old.last]
        later = [row.element.start for n, row in old.rows.items() if n > old.last]
        start = rows[0].start if rows else min(later, default=old.body.close)
        yield Edit(start, rows[-1].end if rows else start, self.band.xml(self.mark))

    def _rows(self) -> Iterator[Edit]:
        """The other rows: they move, their formulas follow, some cells get new texts."""
        for number, row in self.template.rows.items():
            if self.band is not None and self.template.first <= number <= self.template.last:
                continue
            now = self.shift.row(number) if self.shift else number
            if now is None:
                continue
            if self.shift and self.shift.pushes_out(number):
                yield removed(row.element)
                continue
            if now != number:
                yield with_attributes(self.template.data, row.element, {"r": str(now)})
            for column in row.cells:
                yield from self._cell(row, (number, now), column)
            yield from self._beyond(row, (number, now))

    def _beyond(self, row: Row, numbers: tuple[int, int]) -> Iterator[Edit]:
        """New texts to the right of a row's last cell, in the looks of that cell."""
        last = max(row.cells, default=0)
        for where, text in self.texts.items():
            number, column = place(where)
            if number == numbers[0] and column > last > 0:
                style = row.cells[last].attributes.get("s")
                new = cells.written(address(numbers[1], column), style, text, self.made)
                yield Edit(row.element.close, row.element.close, new)

    def _cell(self, row: Row, numbers: tuple[int, int], column: int) -> Iterator[Edit]:
        element = row.cells[column]
        old = self.template.xml(element)
        where = address(numbers[1], column)
        text = self.texts.get(address(numbers[0], column))
        if text is not None:
            new = cells.written(where, element.attributes.get("s"), text, self.made)
        else:
            new = old if numbers[0] == numbers[1] else cells.readdressed(old, where)
            follows = self.shifts or self.template.shares(numbers[0], column) in self._lost
            formula = self.template.formula(numbers[0], column) if follows else None
            if formula is not None:
                new = cells.restated(new, moved_formula(formula, self.home, self.shifts), where)
        if new != old:
            yield Edit(element.start, element.end, new)

    @cached_property
    def _lost(self) -> Collection[str]:
        """Shared formulas whose first cell says something else now."""
        shared = self.template.shared.items() if self.texts or self.band else ()
        own = {number for number, (row, column, _) in shared if address(row, column) in self.texts}
        return own | (self.band.lost if self.band else frozenset())

    def _merges(self) -> Iterator[Edit]:
        """Merges inside the band follow its rows; the others are ranges like all others."""
        listed = [e for e in self.template.elements if e.name == "mergeCell"]
        if self.band is None or not listed:
            return
        inside = self.band.joins.merges() if self.band.changed else {}
        refs = [e.attributes["ref"] for e in listed]
        now = [self._merge(ref, inside) for ref in refs]
        for element, ref, new in zip(listed, refs, now, strict=True):
            if new is None:
                yield removed(element)
            elif new != ref:
                yield with_attributes(self.template.data, element, {"ref": new})
        added = [ref for ref in inside if ref not in refs and ref not in now]
        parent = self.template.elements[listed[0].up]
        count = len(added) + sum(new is not None for new in now)
        if not count:
            yield removed(parent)
            return
        if count != len(listed):
            yield with_attributes(self.template.data, parent, {"count": str(count)})
        p = self.template.prefix
        if added:
            new_ones = "".join(f'<{p}mergeCell ref="{ref}"/>' for ref in added)
            yield Edit(parent.close, parent.close, new_ones.encode())

    def _merge(self, ref: str, inside: Mapping[str, str | None]) -> str | None:
        if ref in inside:
            return inside[ref]
        return (moved_ranges(ref, self.shift) or None) if self.shift else ref

    def _around(self) -> Iterator[Edit]:
        """Ranges and formulas before and after the rows; what lost all its rows is taken away."""
        found, gone = self.template.elements, set[int]()
        for index, element in enumerate(found):
            if element.up in gone:
                gone.add(index)
            if index in gone or element.name in ("row", "c", "mergeCell", *VIEWS):
                continue
            edits = list(self._one(element))
            if removed(element) in edits:
                gone.add(index)
            yield from edits
        yield from self._containers(gone)

    def _one(self, element: Element) -> Iterator[Edit]:
        if element.name == "brk" and self.template.elements[element.up].name == "rowBreaks":
            return self._break(element)
        return self._formula(element) if element.name in FORMULAS else self._ranges(element)

    def _containers(self, gone: set[int]) -> Iterator[Edit]:
        """Lists that lost members: their new count, or away with a list that is empty now."""
        found = self.template.elements
        for up in {found[index].up for index in gone}:
            if found[up].name not in LISTS or up in gone:
                continue
            left = sum(e.up == up and index not in gone for index, e in enumerate(found))
            counts = {name: str(left) for name in COUNTS if name in found[up].attributes}
            yield (
                with_attributes(self.template.data, found[up], counts)
                if left
                else removed(found[up])
            )

    def _ranges(self, element: Element) -> Iterator[Edit]:
        data, shift = self.template.data, self.shift
        if shift is None:
            return
        if element.name == "sqref" and element.text.strip():
            yield with_text(element, moved_ranges(element.text, shift) or element.text)
        for name in RANGES:
            ranges = element.attributes.get(name)
            if ranges is None:
                continue
            moved = moved_ranges(ranges, shift)
            if not moved:
                yield removed(element)
            elif moved != ranges:
                yield with_attributes(data, element, {name: moved})

    def _break(self, element: Element) -> Iterator[Edit]:
        row = int(element.attributes.get("id", "0"))
        now = self.shift.row(row) if self.shift else row
        if now is None:
            yield removed(element)
        elif now != row:
            yield with_attributes(self.template.data, element, {"id": str(now)})

    def _formula(self, element: Element) -> Iterator[Edit]:
        """Formulas of rules are meant for the first row of the rule's range and move with it."""
        text, shift = element.text, self.shift
        if not text:
            return
        top = self._top(element)
        if shift is not None and top is not None:
            span = shift.span(top, shift.last)
            text = copied_formula(text, self.home, shift, (top, span[0] if span else top))
        others = {name: s for name, s in self.shifts.items() if top is None or name != self.home}
        text = moved_formula(text, self.home, others)
        if text != element.text:
            yield with_text(element, text)

    def _top(self, element: Element) -> int | None:
        """The first row of the range that the rule holds for; None for charts in cells (sparklines)."""
        found, up = self.template.elements, element.up
        while up >= 0:
            ranges = found[up].attributes.get("sqref") or self._inner.get(up, "")
            if ranges.strip():
                return min(merge(area).top for area in ranges.split())
            up = found[up].up
        return None

    @cached_property
    def _inner(self) -> Mapping[int, str]:
        """Ranges that newer rules (x14) keep in an element of their own, by the rule."""
        return {e.up: e.text for e in self.template.elements if e.name == "sqref"}
