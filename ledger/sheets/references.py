"""What happens to references when the data rows of a sheet are replaced by other rows."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ledger.intake.grid import letters

LAST_ROW = 1_048_576
CELL = r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}"
ROWS = r"\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6}"
REFERENCE = re.compile(
    rf"""
    "(?:[^"]|"")*"                                          # a text is no reference
    | (?<![\w.$!:'\]])
      (?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
      (?P<area>{CELL}(?::{CELL})?|{ROWS})
      (?![\w.(!:])
    """,
    re.VERBOSE,
)
END = re.compile(r"(\$?[A-Za-z]{0,3})(\$?)(\d+)")


@dataclass(frozen=True)
class Shift:
    """The data rows `first`..`last` of a sheet became `count` rows; rows below moved along.

    `kept` maps old data rows that still exist to where they stand now.
    """

    sheet: str
    first: int
    last: int
    count: int
    kept: Mapping[int, int]

    @property
    def moves(self) -> bool:
        """Whether any row stands elsewhere now."""
        rows = range(self.first, self.last + 1)
        return self.delta != 0 or any(self.kept.get(row) != row for row in rows)

    @property
    def delta(self) -> int:
        return self.count - (self.last - self.first + 1)

    def row(self, row: int) -> int | None:
        """Where a row stands now; None when it is gone."""
        if row < self.first:
            return row
        if row > self.last:
            return self._below(row)
        return self.kept.get(row)

    def _below(self, row: int) -> int:
        """A range down to the last row of all stays one."""
        return row if row >= LAST_ROW else min(row + self.delta, LAST_ROW)

    def pushes_out(self, row: int) -> bool:
        """Whether a row would stand below the last row that a sheet has."""
        return row > self.last and row + self.delta > LAST_ROW

    def span(self, top: int, bottom: int) -> tuple[int, int] | None:
        """Where rows `top`..`bottom` stand now, with the rows that were put between them."""
        if top == bottom and (top, bottom) != (self.first, self.last):
            row = self.row(top)
            return None if row is None else (row, row)
        start, stop = self._start(top), self._stop(bottom)
        return None if start is None or stop is None or stop < start else (start, stop)

    def _start(self, top: int) -> int | None:
        if top <= self.first:
            return top
        before = self.row(top - 1)
        if top > self.last:
            return self.row(top)
        later = [new for old, new in self.kept.items() if old >= top]
        return min(later, default=None) if before is None else before + 1

    def _stop(self, bottom: int) -> int | None:
        if bottom >= self.last or bottom < self.first:
            return bottom if bottom < self.first else self._below(bottom)
        after = self.row(bottom + 1)
        earlier = [new for old, new in self.kept.items() if old <= bottom]
        return max(earlier, default=None) if after is None else after - 1


def moved_ranges(ranges: str, shift: Shift) -> str:
    """A list of ranges (sqref) of the sheet itself; those whose rows are gone are left out.

    >>> moved_ranges("A5:B9 C7 D12", Shift("表", 5, 9, 6, {5: 5}))
    'A5:B10 D13'
    """
    moved = [_area(area, shift) for area in ranges.split()]
    return " ".join(area for area in moved if area)


def moved_formula(formula: str, home: str, shifts: Mapping[str, Shift]) -> str:
    r"""A formula that stands on sheet `home`, outside the replaced rows.

    >>> moved_formula("SUM(C5:C9)&\"C5\"+'甲 乙'!C5", "表", {"表": Shift("表", 5, 9, 7, {})})
    'SUM(C5:C11)&"C5"+\'甲 乙\'!C5'
    """

    def change(sheet: str, area: str) -> str:
        shift = shifts.get(sheet or home)
        return area if shift is None else _area(area, shift) or area

    return _each(formula, change)


def copied_formula(formula: str, home: str, shift: Shift, rows: tuple[int, int]) -> str:
    """A formula of data row rows[0] as it must read in row rows[1]: its own row goes along.

    >>> copied_formula("L5-K5+$A$2+B9", "表", Shift("表", 5, 8, 5, {5: 6}), (5, 6))
    'L6-K6+$A$2+B10'
    """
    old, new = rows

    def change(sheet: str, area: str) -> str:
        if sheet and sheet != home:
            return area
        own = END.findall(area)
        if all(int(row) == old for _, _, row in own):
            return _renumbered(area, [new] * len(own))
        return _area(area, shift) or area

    return _each(formula, change)


def slid_formula(formula: str, rows: int, columns: int) -> str:
    """A shared formula as the cell reads it that lies so many rows and columns further on.

    >>> slid_formula("A1+$B$2", 1, 1)
    'B2+$B$2'
    """

    def change(_: str, area: str) -> str:
        return END.sub(lambda match: _slid(match, rows, columns), area)

    return _each(formula, change)


def areas(formula: str) -> list[tuple[str, str]]:
    """All areas that a formula looks at: name of the sheet ("" at home) and reference.

    >>> areas("B5-'甲'!$C$1:C9")
    [('', 'B5'), ('甲', '$C$1:C9')]
    """
    found = []

    def note(sheet: str, area: str) -> str:
        found.append((sheet, area))
        return area

    _each(formula, note)
    return found


def looked_at(formula: str, row: int) -> set[int]:
    """The columns of single cells that a formula looks at in that row of its own sheet.

    >>> sorted(looked_at("IF(C5>0,$E5+1,SUM(A1:B9))", 5))
    [3, 5]
    """
    found = set()
    for sheet, area in areas(formula):
        name, _, number = area.replace("$", "").partition(str(row))
        if not sheet and name.isalpha() and not number:
            found.add(number_of(name))
    return found


def _slid(match: re.Match[str], rows: int, columns: int) -> str:
    name, fixed, row = match.groups()
    if name and not name.startswith("$"):
        name = letters(number_of(name) + columns)
    return f"{name}{fixed}{row if fixed or name == '$' else int(row) + rows}"


def number_of(column: str) -> int:
    """The number of a column's letters: the reverse of `letters`.

    >>> number_of("AB")
    28
    """
    number = 0
    for letter in column.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _each(formula: str, change: Callable[[str, str], str]) -> str:
    """Ask `change` (sheet name or "", area) for every reference of a formula."""

    def one(match: re.Match[str]) -> str:
        area, prefix = match["area"], match["sheet"] or ""
        return prefix + change(_sheet(prefix), area) if area else match[0]

    return REFERENCE.sub(one, formula)


def _sheet(prefix: str) -> str:
    name = prefix.removesuffix("!")
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _area(area: str, shift: Shift) -> str | None:
    """One area (A5, A5:B9, 3:4) after the shift; whole columns have no rows to move."""
    rows = [int(row) for _, _, row in END.findall(area)]
    if not rows:
        return area
    span = shift.span(min(rows), max(rows))
    if span is None:
        return None
    return _renumbered(area, span if rows[0] <= rows[-1] else span[::-1])


def _renumbered(area: str, rows: Sequence[int]) -> str:
    numbers = iter(rows)
    return END.sub(lambda match: f"{match[1]}{match[2]}{next(numbers)}", area)
