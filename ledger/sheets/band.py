"""The data rows of a form written anew: kept rows as they were, new rows in the looks of the old."""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ledger.intake.grid import Merge, Value, address
from ledger.sheets import cells
from ledger.sheets.references import Shift, copied_formula
from ledger.sheets.surgery import Element, retagged
from ledger.sheets.template import STANDARD_WIDTH, Row, Template, spot

LINE = 1.4
MARGIN = 4.0
HIGHEST = 409.5


@dataclass(frozen=True)
class FormRow:
    """One row to stand among the data of a form.

    `source` is the row of the form that it is: every cell that `values` does not name stays as it
    was. Without a source it is a new row in the looks of the rows of its `kind` (data, section,
    subtotal …), with formulas where they have formulas. A column that is merged downwards is
    merged again over neighbours that say the same.
    """

    values: Mapping[int, Value | None] = field(default_factory=dict)
    kind: str = "data"
    source: int | None = None


class Band:
    """The rows of one sheet between its header and its footer, as they shall be."""

    def __init__(self, old: Template, rows: Sequence[FormRow], made: cells.Maker) -> None:
        self.old, self.made = old, made
        self.rows = list(rows) or [FormRow()]
        kept = {row.source: old.first + i for i, row in enumerate(self.rows) if row.source}
        self.shift = Shift(old.layout.sheet, old.first, old.last, len(self.rows), kept)

    @property
    def changed(self) -> bool:
        return self.shift.moves or any(row.values for row in self.rows)

    def xml(self) -> bytes:
        """The row elements, in order."""
        return b"".join(self._row(index, row) for index, row in enumerate(self.rows))

    def _row(self, index: int, row: FormRow) -> bytes:
        number = self.old.first + index
        like = self.old.rows.get(row.source or self.old.pattern(row.kind))
        if like is None:
            return f'<{self.made.prefix}row r="{number}"/>'.encode()
        columns = sorted({*like.cells, *row.values})
        content = b"".join(self._cell(index, row, column, like) for column in columns)
        element = like.element
        tag = self.old.data[element.start : element.inner]
        changes = {"r": str(number)} | self._height(row, element.attributes)
        if row.source is None:
            changes |= {"hidden": None}
        opened = retagged(tag, changes)
        opened = opened.removesuffix(b"/>").rstrip() + b">" if opened.endswith(b"/>") else opened
        return opened + content + f"</{self.made.prefix}row>".encode()

    def _cell(self, index: int, row: FormRow, column: int, like: Row) -> bytes:
        number = self.old.first + index
        where, place = address(number, column), self._place(index, column)
        style = self._style(row, column, like, place)
        if place in ("middle", "bottom"):
            return cells.written(where, style, None, self.made)
        if column in row.values:
            return cells.written(where, style, row.values[column], self.made)
        source = row.source or self.old.pattern(row.kind)
        formula = self.old.formula(source, column)
        if row.source is None and formula is None:
            return cells.written(where, style, None, self.made)
        element = self._anchor(source, column) or like.cells[column]
        cell = self.old.xml(element)
        if formula is not None and self.shift.moves:
            text = copied_formula(formula, self.old.layout.sheet, self.shift, (source, number))
            cell = cells.restated(cell, text, where)
        if formula is not None and (row.values or row.source is None):
            cell = cells.with_result(cell, None)
        same = element.attributes.get("s") == style
        if same and element.attributes.get("r") == where:
            return cell
        return cells.readdressed(cell, where, None if same else style)

    def _style(self, row: FormRow, column: int, like: Row, place: str) -> str | None:
        """The cell's own style while it fits; else the one that such values have in the column."""
        element = like.cells.get(column)
        own = element.attributes.get("s") if element else None
        if row.kind != "data" or (row.source is not None and column not in row.values):
            source = row.source
            moved = source is not None and self.old.position(source, column) != place
            return self._known(column).get(place, own) if moved else own
        if column in self.old.joined:
            return self._known(column).get(place, own)
        wanted = _sort(row.values.get(column))
        if element is not None and row.source is not None and self._fits(wanted, own):
            return own
        known = self._known(column)
        return known.get(wanted) or known.get("text" if wanted != "blank" else "alone") or own

    def _fits(self, wanted: str, style: str | None) -> bool:
        dated = self.old.looks.look(style).dated
        return wanted == "blank" or dated == (wanted == "date")

    def _known(self, column: int) -> Mapping[str, str]:
        return self.old.styles.get(column, {})

    def _anchor(self, source: int, column: int) -> Element | None:
        """The cell that holds the value of a downward merge, when the row lies in one."""
        area = self.old.joined.get(column, {}).get(source)
        return self.old.rows[area.top].cells.get(column) if area else None

    def _height(self, row: FormRow, attributes: Mapping[str, str]) -> dict[str, str | None]:
        """More height when a new text needs it: a fixed height would cut it."""
        height = attributes.get("ht")
        need = max((self._need(c, v) for c, v in row.values.items()), default=0.0)
        if height is None or need <= float(height):
            return {}
        return {"ht": f"{min(need, HIGHEST):g}", "customHeight": "1"}

    def _need(self, column: int, value: Value | None) -> float:
        known = self._known(column)
        look = self.old.looks.look(known.get("text") or known.get("alone"))
        if not isinstance(value, str) or not look.wrapped or column in self.old.joined:
            return 0.0
        width = max(self.old.widths.get(column, STANDARD_WIDTH) * cells_per(look.size) - 0.5, 1.0)
        lines = sum(max(math.ceil(breadth(line) / width), 1) for line in value.split("\n"))
        return lines * look.size * LINE + MARGIN

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
        """Whether two neighbours share a cell: as they did, or because they say the same."""
        a, b = self.rows[upper], self.rows[lower]
        if a.kind != "data" or b.kind != "data":
            return False
        if a.source and b.source and column not in a.values and column not in b.values:
            areas = self.old.joined[column]
            return a.source in areas and areas[a.source] == areas.get(b.source)
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

    def _place(self, index: int, column: int) -> str:
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
        made = downward | {ref for index in range(len(self.rows)) for ref in self._across(index)}
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

    def _across(self, index: int) -> list[str]:
        """A new row is merged across as its pattern is."""
        row = self.rows[index]
        if row.source is not None:
            return []
        like, number = self.old.pattern(row.kind), self.old.first + index
        areas = [a for a in self.old.merges.values() if a.top == a.bottom == like]
        if self.old.kind(like) != row.kind:
            return []
        return [f"{address(number, a.left)}:{address(number, a.right)}" for a in areas]

    def _moved(self, area: Merge) -> str | None:
        """Other merges go along while their rows still stand together."""
        rows = [self.shift.row(row) for row in range(area.top, area.bottom + 1)]
        top = rows[0]
        if top is None or rows != list(range(top, top + len(rows))):
            return None
        return f"{address(top, area.left)}:{address(top + len(rows) - 1, area.right)}"


def _sort(value: Value | None) -> str:
    """The sort of value in the words of `Template.sort`; days need a style that shows days."""
    match value:
        case None | "":
            return "blank"
        case str():
            return "text"
        case bool() | int() | float():
            return "number"
        case _:
            return "date"


def cells_per(size: float) -> float:
    """How many letters of this size fit where one of the usual size fits."""
    return 11.0 / size


def breadth(text: str) -> int:
    """The width of a text in half-width letters: Chinese ones take two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)
