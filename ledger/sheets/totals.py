"""Results of simple totals, for viewers that calculate nothing (phones, previews)."""

import math
import re
from collections.abc import Iterator

from ledger.intake.drafts import Layout, Role
from ledger.intake.grid import Merge
from ledger.sheets import cells
from ledger.sheets.parts import Package
from ledger.sheets.references import areas
from ledger.sheets.stylesheet import Stylesheet
from ledger.sheets.surgery import Edit, splice
from ledger.sheets.template import Template, merge, place

SHEET = r"(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
AREA = r"(?P<area>\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)"
TOTAL = re.compile(
    rf'(?P<name>SUM|COUNTA|COUNT|COUNTIF)\({SHEET}{AREA}(?:,"(?P<word>[^"<>=*?~]+)")?\)',
    re.IGNORECASE,
)


def refresh(package: Package, strings: list[str]) -> bool:
    """Write the result of every simple total, drop others that may be out of date; whether there are any.

    Simple is one SUM, COUNT, COUNTA or COUNTIF with a word over one area, of cells or other totals.
    """
    parts = [package.parts[part] for part in package.sheets.values()]
    if not any(cells.HAS_FORMULA.search(part) for part in parts):
        return False
    book = _Book(package, strings)
    for name, part in package.sheets.items():
        package.parts[part] = splice(package.parts[part], book.edits(name))
    return True


class _Book:
    """The finished sheets, read as far as totals ask for them."""

    def __init__(self, package: Package, strings: list[str]) -> None:
        self.templates = {
            name: Template(
                package.parts[part], Layout(sheet=name, role=Role.OTHER), Stylesheet(), strings
            )
            for name, part in package.sheets.items()
        }
        self.known: dict[tuple[str, int, int], float | None] = {}

    def edits(self, sheet: str) -> Iterator[Edit]:
        template = self.templates[sheet]
        for number, row in template.rows.items():
            for column, element in row.cells.items():
                old = template.xml(element)
                if cells.formula_of(old) is None:
                    continue
                result = self.result(sheet, number, column)
                if result is None and self._steady(sheet, number, column):
                    continue
                new = cells.with_result(old, result)
                if new != old:
                    yield Edit(element.start, element.end, new)

    def result(self, sheet: str, row: int, column: int) -> float | None:
        """The number that a simple total comes to; None when it is not simple (or goes in circles)."""
        key = (sheet, row, column)
        if key not in self.known:
            self.known[key] = None
            match = TOTAL.fullmatch((self.templates[sheet].formula(row, column) or "").strip())
            if match:
                self.known[key] = self._total(match, sheet)
        return self.known[key]

    def _steady(self, sheet: str, row: int, column: int) -> bool:
        """Whether the old result holds: the formula looks only at given values of its own row."""
        for other, area in areas(self.templates[sheet].formula(row, column) or ""):
            top, left = place(area)
            if other or ":" in area or top != row:
                return False
            if self.templates[sheet].formula(row, left) is not None:
                return False
        return True

    def _total(self, match: re.Match[str], home: str) -> float | None:
        prefix = match["sheet"]
        sheet = prefix.strip("'").replace("''", "'") if prefix else home
        name, word = match["name"].upper(), match["word"]
        if sheet not in self.templates or (word is not None) != (name == "COUNTIF"):
            return None
        values = list(self._values(sheet, merge(match["area"].replace("$", ""))))
        if any(value is None for value in values):
            return None
        if name == "COUNTA":
            return float(len(values))
        if name == "COUNTIF":
            return float(sum(str(v).casefold() == word.casefold() for v in values))
        numbers = [value for value in values if isinstance(value, float)]
        return float(len(numbers)) if name == "COUNT" else math.fsum(numbers)

    def _values(self, sheet: str, area: Merge) -> Iterator[str | float | None]:
        """Cells with a value; None for a formula whose result is not known."""
        template = self.templates[sheet]
        for number in range(area.top, min(area.bottom, max(template.rows, default=0)) + 1):
            row = template.rows.get(number)
            for column in range(area.left, area.right + 1) if row else ():
                element = row.cells.get(column) if row else None
                if element is None or element.inner == element.close:
                    continue
                if template.formula(number, column) is not None:
                    yield self.result(sheet, number, column)
                elif element.attributes.get("t", "n") == "n":
                    yield float(template.text(number, column))
                else:
                    yield template.text(number, column)
