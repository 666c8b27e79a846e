"""One data sheet of a form as it stands: its rows and cells, which merges lie where, what styles do."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ledger.intake.drafts import Layout
from ledger.intake.grid import Merge
from ledger.sheets import cells
from ledger.sheets.heights import usual
from ledger.sheets.references import number_of, slid_formula
from ledger.sheets.stylesheet import Stylesheet
from ledger.sheets.surgery import Element, elements
from ledger.sheets.values import unescape

PLACE: Final = re.compile(r"\$?([A-Za-z]+)\$?(\d+)")
PREFIX: Final = re.compile(rb"<(?:([^\s<>/:]+):)?")
STANDARD_WIDTH: Final = 8.43
STANDARD_HEIGHT: Final = 15.0


def place(text: str) -> tuple[int, int]:
    """Row and column of an address.

    >>> place("E12")
    (12, 5)
    """
    match = PLACE.match(text)
    return (int(match[2]), number_of(match[1])) if match else (0, 0)


def merge(ref: str) -> Merge:
    """The merged area that a reference names.

    >>> merge("A1:C2")
    Merge(top=1, left=1, bottom=2, right=3)
    """
    start, _, end = ref.partition(":")
    (top, left), (bottom, right) = place(start), place(end or start)
    return Merge(top, left, bottom, right)


@dataclass(frozen=True)
class Row:
    """A row as it stands: its element and its cells by column."""

    element: Element
    cells: Mapping[int, Element]


class Template:
    """A sheet part taken apart."""

    def __init__(self, data: bytes, layout: Layout, sheet: Stylesheet, strings: list[str]) -> None:
        self.data, self.layout, self.looks, self.strings = data, layout, sheet, strings
        self.first, self.last = layout.data
        self.elements = elements(data, leaves={"c"})
        self.body = next(element for element in self.elements if element.name == "sheetData")
        self.rows = self._rows()
        match = PREFIX.match(data, self.body.start)
        self.prefix = f"{match[1].decode()}:" if match and match[1] else ""

    def _rows(self) -> dict[int, Row]:
        """Rows and cells without an address stand next to the one before them."""
        rows: dict[int, Row] = {}
        number = column = 0
        for element in self.elements:
            if element.name == "row":
                number = int(element.attributes.get("r", number + 1))
                rows[number], column = Row(element, {}), 0
            elif element.name == "c" and number:
                ref = element.attributes.get("r")
                column = place(ref)[1] if ref else column + 1
                rows[number].cells[column] = element  # type: ignore[index]
        return rows

    @cached_property
    def bottom(self) -> int:
        """The last row that is there at all."""
        return max(self.rows, default=0)

    def xml(self, element: Element) -> bytes:
        return self.data[element.start : element.end]

    @cached_property
    def merges(self) -> dict[str, Merge]:
        """All merges by their reference as written."""
        refs = [e.attributes.get("ref", "") for e in self.elements if e.name == "mergeCell"]
        return {ref: merge(ref) for ref in refs}

    @cached_property
    def joined(self) -> dict[int, dict[int, Merge]]:
        """Columns whose data cells are merged downwards: column to row to the merge it lies in."""
        found: dict[int, dict[int, Merge]] = defaultdict(dict)
        for area in self.merges.values():
            if area.left == area.right and self.first <= area.top < area.bottom <= self.last:
                found[area.left] |= dict.fromkeys(range(area.top, area.bottom + 1), area)
        return dict(found)

    def kind(self, row: int) -> str:
        return self.layout.groups.get(row, "data")

    def pattern(self, kind: str) -> int:
        """The row whose looks a new row of that kind takes: the first one; data when there is none."""
        return self.patterns.get(kind, self.patterns.get("data", self.first))

    @cached_property
    def patterns(self) -> dict[str, int]:
        """The first row of each kind."""
        numbers = [row for row in self.rows if self.first <= row <= self.last]
        return {self.kind(row): row for row in reversed(numbers)}

    @cached_property
    def styles(self) -> dict[int, dict[str, str]]:
        """For each column and each sort of value the style that most data cells of the sort have."""
        counts: dict[int, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        for number, row in self.rows.items():
            if self.first <= number <= self.last and self.kind(number) == "data":
                for column, element in row.cells.items():
                    style = element.attributes.get("s", "0")
                    counts[column][self.sort(element)][style] += 1
                    counts[column][self.position(number, column)][style] += 1
        return {
            column: {sort: count.most_common(1)[0][0] for sort, count in sorts.items()}
            for column, sorts in counts.items()
        }

    @cached_property
    def worded(self) -> dict[int, dict[str, str]]:
        """Columns whose words have looks of their own (已销号 is green): column to text to style."""
        found = {}
        for column, cells_of in self._texts.items():
            styles: dict[str, set[str]] = defaultdict(set)
            if len({style for _, style in cells_of}) > 1:
                for number, style in cells_of:
                    styles[self.text(number, column)].add(style)
            if 0 < len(styles) < len(cells_of) and all(len(own) == 1 for own in styles.values()):
                found[column] = {text: min(own) for text, own in styles.items()}
        return found

    @cached_property
    def _texts(self) -> dict[int, list[tuple[int, str]]]:
        """The rows with a text in each column that is not merged downwards, and its style."""
        found: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for number, row in self.rows.items():
            if self.first <= number <= self.last and self.kind(number) == "data":
                for column, element in row.cells.items():
                    if column not in self.joined and self.sort(element) == "text":
                        found[column].append((number, element.attributes.get("s", "0")))
        return found

    def sort(self, element: Element) -> str:
        """What a cell holds: text, number, date or blank."""
        if element.inner == element.close:
            return "blank"
        if element.attributes.get("t", "n") != "n":
            return "text"
        return "date" if self.looks.look(element.attributes.get("s")).dated else "number"

    def position(self, row: int, column: int) -> str:
        """Where in a downward merge a cell lies; borders differ by it."""
        area = self.joined.get(column, {}).get(row)
        return "alone" if area is None else spot(row - area.top, area.bottom - area.top)

    def text(self, row: int, column: int) -> str:
        """What a cell says, for comparing: its text, or its number as written."""
        element = self.rows[row].cells.get(column) if row in self.rows else None
        if element is None or element.inner == element.close:
            return ""
        found = elements(self.xml(element))
        silent = {i for i, e in enumerate(found) if e.name == "rPh"}
        if element.attributes.get("t") == "inlineStr":
            return unescape("".join(e.text for e in found if e.name == "t" and e.up not in silent))
        value = next((e.text for e in found if e.name == "v"), "")
        if (
            element.attributes.get("t") == "s"
            and value.isdigit()
            and int(value) < len(self.strings)
        ):
            return unescape(self.strings[int(value)])
        return value

    @cached_property
    def shared(self) -> dict[str, tuple[int, int, str]]:
        """Shared formulas by their number: where the first cell stands and what it says."""
        found: dict[str, tuple[int, int, str]] = {}
        if b"shared" not in self.data:
            return found
        for number, row in self.rows.items():
            for column, element in row.cells.items():
                formula = cells.formula_of(self.xml(element))
                if formula and formula.attributes.get("t") == "shared" and formula.text:
                    found[formula.attributes["si"]] = (number, column, formula.text)
        return found

    def shares(self, row: int, column: int) -> str | None:
        """The number of the shared formula that a cell takes part in."""
        if not self.shared:
            return None
        element = self.rows[row].cells.get(column)
        formula = cells.formula_of(self.xml(element)) if element else None
        return formula.attributes.get("si") if formula else None

    def formula(self, row: int, column: int) -> str | None:
        """The formula of a cell as it reads there, also when it is shared."""
        element = self.rows[row].cells.get(column)
        formula = cells.formula_of(self.xml(element)) if element else None
        if formula is None or formula.text or formula.attributes.get("t") != "shared":
            return formula.text if formula else None
        top, left, text = self.shared.get(formula.attributes.get("si", ""), (row, column, ""))
        return slid_formula(text, row - top, column - left)

    def style(self, row: int, column: int) -> str | None:
        element = self.rows[row].cells.get(column) if row in self.rows else None
        return element.attributes.get("s") if element else None

    @cached_property
    def heights(self) -> dict[str, str | None]:
        """For each kind of row the height that most of its rows have; None for rows that fit themselves."""
        found: dict[str, list[str | None]] = defaultdict(list)
        for number, row in self.rows.items():
            if self.first <= number <= self.last:
                found[self.kind(number)].append(row.element.attributes.get("ht"))
        return {kind: usual(heights) for kind, heights in found.items()}

    @cached_property
    def default_height(self) -> float:
        return self._default("defaultRowHeight", STANDARD_HEIGHT)

    def room(self, row: int, column: int) -> float:
        """The width of a cell in letters, with the columns that it is merged over; 0 when it is hidden."""
        standard = self._default("defaultColWidth", STANDARD_WIDTH)
        right = self._across.get((row, column), column)
        return sum(self.widths.get(c, standard) for c in range(column, right + 1))

    @cached_property
    def _across(self) -> dict[tuple[int, int], int]:
        """The last column of every merge by its first cell."""
        return {(area.top, area.left): area.right for area in self.merges.values()}

    @cached_property
    def widths(self) -> dict[int, float]:
        """Column widths in letters, as far as they are set; 0 for hidden ones."""
        found: dict[int, float] = {}
        for element in self.elements:
            if element.name == "col" and self.elements[element.up].name == "cols":
                low, high = int(element.attributes["min"]), int(element.attributes["max"])
                hidden = element.attributes.get("hidden") in ("1", "true")
                width = float(element.attributes.get("width", STANDARD_WIDTH))
                found |= dict.fromkeys(range(low, min(high, low + 500) + 1), 0 if hidden else width)
        return found

    def _default(self, name: str, standard: float) -> float:
        given = (e.attributes.get(name) for e in self.elements if e.name == "sheetFormatPr")
        return float(next(given, None) or standard)


def spot(index: int, last: int) -> str:
    """Top, middle or bottom of a run that ends at index `last`; alone when it is one cell."""
    if last == 0:
        return "alone"
    return "top" if index == 0 else "bottom" if index == last else "middle"
