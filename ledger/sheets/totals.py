"""Results of simple totals, for viewers that calculate nothing (phones, previews)."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ledger.intake.drafts import Layout, Role
from ledger.intake.grid import Merge
from ledger.sheets import cells
from ledger.sheets.parts import Package
from ledger.sheets.references import LAST_ROW, areas, number_of
from ledger.sheets.stylesheet import Stylesheet
from ledger.sheets.surgery import Edit, splice
from ledger.sheets.template import Template, merge

SHEET = r"(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
AREA = r"(?P<area>\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)"
TOTAL = re.compile(
    rf"(?P<name>SUM|COUNTA|COUNT|COUNTIF|SUBTOTAL)\((?:(?P<code>10[239]|[239]),)?"
    rf'{SHEET}{AREA}(?:,"(?P<word>[^"<>=*?~]+)")?\)|{SHEET.replace("sheet", "home")}(?P<cell>\$?[A-Z]{{1,3}}\$?\d+)',
    re.IGNORECASE,
)
TERMS = re.compile(r"\s*([+-]?)\s*([^+\-\s(]+(?:\([^()]*\))?)")
CODES = {"9": "SUM", "2": "COUNT", "3": "COUNTA"}
WHOLE = re.compile(rf"{SHEET}(?P<columns>\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}})\b(?!\d)")
UNSEEN = re.compile(r"\[|\b(?:INDIRECT|OFFSET|INDEX|ROW|ROWS|CELL)\s*\(", re.IGNORECASE)
"""What a formula may look at that is no plain reference: other workbooks, tables, its own place."""
NAME = re.compile(r"[^\W\d][\w.]*(?!\w)(?![(!.])")
PLAIN = re.compile(
    r""" "(?:[^"]|"")*" | '(?:[^']|'')+'! | \b(?:TRUE|FALSE)\b
    | \$?[A-Z]{1,3}(?:\$?\d+ | :\$?[A-Z]{1,3})\b """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Changed:
    """What reads otherwise on a sheet now: whole rows, single cells, a band whose rows came and went."""

    rows: frozenset[int] = frozenset()
    cells: frozenset[tuple[int, int]] = frozenset()
    band: range = range(0)

    def touches(self, area: Merge) -> bool:
        if area.top < area.bottom and area.top < self.band.stop and area.bottom >= self.band.start:
            return bool(self.band)
        if area.top == area.bottom and area.left == area.right:
            return area.top in self.rows or (area.top, area.left) in self.cells
        return any(area.top <= row <= area.bottom for row in self.rows) or any(
            area.top <= row <= area.bottom and area.left <= column <= area.right
            for row, column in self.cells
        )


def calculates(package: Package) -> bool:
    """Whether any sheet has a formula."""
    parts = (package.parts[part] for part in package.sheets.values())
    return any(cells.HAS_FORMULA.search(part) for part in parts)


def refresh(package: Package, strings: list[str], changed: Mapping[str, Changed]) -> None:
    """Write the result of every simple total, drop others that may be out of date.

    Simple are SUM, COUNT, COUNTA, SUBTOTAL, COUNTIF with a word over one area, single cells, and their
    sums and differences.
    """
    book = _Book(package, strings, changed)
    for name, part in package.sheets.items():
        package.parts[part] = splice(package.parts[part], book.edits(name))


class _Book:
    """The finished sheets, read as far as totals ask for them."""

    def __init__(
        self, package: Package, strings: list[str], changed: Mapping[str, Changed]
    ) -> None:
        self.changed = changed
        self.templates = {
            name: Template(
                package.parts[part], Layout(sheet=name, role=Role.OTHER), Stylesheet(), strings
            )
            for name, part in package.sheets.items()
        }
        self.known: dict[tuple[str, int, int], float | None] = {}
        self.steady: dict[tuple[str, int, int], bool] = {}
        self.same: dict[tuple[str, Merge], bool] = {}

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
            formula = (self.templates[sheet].formula(row, column) or "").strip()
            self.known[key] = self._added(formula, sheet, row)
        return self.known[key]

    def _added(self, formula: str, home: str, row: int) -> float | None:
        """Totals, cells and numbers added and taken away; ROW() is where the formula stands."""
        found, at = 0.0, 0
        while at < len(formula):
            term = TERMS.match(formula, at)
            if term is None or (at and not term[1]):
                return None
            total = TOTAL.fullmatch(term[2])
            number = self._total(total, home) if total else _constant(term[2], row)
            if number is None:
                return None
            found, at = found + (-number if term[1] == "-" else number), term.end()
        return found if formula else None

    def _steady(self, sheet: str, row: int, column: int) -> bool:
        """Whether the old result holds: nothing that the formula looks at reads otherwise now."""
        key = (sheet, row, column)
        if key not in self.steady:
            self.steady[key] = False
            formula = self.templates[sheet].formula(row, column) or ""
            self.steady[key] = not _looks_elsewhere(formula) and all(
                self._as_it_was(other or sheet, merge(area.replace("$", "")))
                for other, area in areas(formula)
            )
            self.steady[key] &= all(
                self._as_it_was(_name(match["sheet"]) or sheet, _whole(match["columns"]))
                for match in WHOLE.finditer(formula)
            )
        return self.steady[key]

    def _as_it_was(self, sheet: str, area: Merge) -> bool:
        key = (sheet, area)
        if key not in self.same:
            self.same[key] = self._unchanged(sheet, area)
        return self.same[key]

    def _unchanged(self, sheet: str, area: Merge) -> bool:
        if sheet not in self.templates or self.changed.get(sheet, Changed()).touches(area):
            return False
        template = self.templates[sheet]
        lines = range(area.top, min(area.bottom, template.bottom) + 1)
        return all(
            self._steady(sheet, row, column)
            for row in lines
            if row in template.rows
            for column in template.rows[row].cells
            if area.left <= column <= area.right and template.formula(row, column) is not None
        )

    def _total(self, match: re.Match[str], home: str) -> float | None:
        sheet = _name(match["sheet"] or match["home"]) or home
        name, word = (match["name"] or "").upper(), match["word"]
        if sheet not in self.templates or (word is not None) != (name == "COUNTIF"):
            return None
        if (name == "SUBTOTAL") != (match["code"] is not None):
            return None
        area = merge((match["cell"] or match["area"]).replace("$", ""))
        values = list(self._values(sheet, area))
        if any(value is None for value in values):
            return None
        if not name:  # a single cell
            number = values[0] if values else 0.0
            return number if isinstance(number, float) else None
        if match["code"] and any(self._hidden(sheet, area)):
            return None
        return _counted(CODES.get((match["code"] or "")[-1:], name), values, word)

    def _hidden(self, sheet: str, area: Merge) -> Iterator[bool]:
        """Rows that a SUBTOTAL may leave out."""
        for number, row in self.templates[sheet].rows.items():
            if area.top <= number <= area.bottom:
                yield row.element.attributes.get("hidden") in ("1", "true")

    def _values(self, sheet: str, area: Merge) -> Iterator[str | float | None]:
        """Cells with a value; None for a formula whose result is not known."""
        template = self.templates[sheet]
        for number in range(area.top, min(area.bottom, template.bottom) + 1):
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


def _whole(columns: str) -> Merge:
    """All of some columns."""
    left, right = (number_of(name) for name in columns.replace("$", "").split(":"))
    return Merge(1, left, LAST_ROW, right)


def _name(prefix: str | None) -> str:
    return (prefix or "").strip("'").replace("''", "'")


def _constant(text: str, row: int) -> float | None:
    if text.upper() == "ROW()":
        return float(row)
    return float(text) if text.isdecimal() else None


def _counted(name: str, values: list[str | float | None], word: str | None) -> float:
    if name == "COUNTA":
        return float(len(values))
    if name == "COUNTIF":
        return float(sum(str(v).casefold() == (word or "").casefold() for v in values))
    numbers = [value for value in values if isinstance(value, float)]
    return float(len(numbers)) if name == "COUNT" else math.fsum(numbers)


def _looks_elsewhere(formula: str) -> bool:
    """Whether a formula looks at more than the plain references in it."""
    return bool(UNSEEN.search(formula) or NAME.search(PLAIN.sub("0", formula)))
