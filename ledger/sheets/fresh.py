"""New rows of a form, thousands of them: each column's looks are settled once, then rows are only joined."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from math import floor, inf, isfinite
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from ledger.intake.grid import Value, letters
from ledger.sheets import cells
from ledger.sheets.heights import LINE, MARGIN, holds, needed
from ledger.sheets.stylesheet import Look
from ledger.sheets.surgery import UNSAFE, cleaned
from ledger.sheets.told import Told

CHUNK: Final = 64 * 1024
LONG: Final = 16_000
"""From here on a text is looked at closely: a cell holds 32,767 characters."""
Slow = Callable[[int, int], bytes]


class Column(NamedTuple):
    """One column of new rows: its number, the style of each sort of value, the look and width of its texts."""

    number: int
    styles: Mapping[str, str | None]
    look: Look
    width: float
    slow: bool = False


class Writer:
    """Writes new rows. `tag` gives the start tag of row n with the height that it needs (None: the usual)."""

    def __init__(
        self,
        columns: list[Column],
        made: cells.Maker,
        height: float,
        tag: Callable[[int, float | None], str],
    ) -> None:
        self.columns = [_Ready(column, made, height) for column in columns]
        self.numbers = [column.number for column in columns]
        self.made, self.height, self.tag = made, height, tag
        self.tags: dict[float | None, tuple[str, str]] = {}
        self.end = f"</{made.prefix}row>"

    def rows(
        self, numbered: Iterator[tuple[int, Mapping[int, Value | None]]], slow: Slow
    ) -> Iterator[bytes]:
        """The rows in pieces of some size; `slow` writes single cells that need more thought."""
        piece: list[str] = []
        size = 0
        for number, values in numbered:
            row = self._row(number, values, slow)
            piece.append(row)
            size += len(row)
            if size > CHUNK:
                yield "".join(piece).encode()
                piece, size = [], 0
        yield "".join(piece).encode()

    def _row(self, number: int, values: Mapping[int, Value | None], slow: Slow) -> str:
        n = str(number)
        need = 0.0
        parts = [""]
        listed = (
            values.listed(self.numbers)
            if isinstance(values, Told)
            else list(map(values.get, self.numbers))
        )
        for column, value in zip(self.columns, listed, strict=True):
            if column.slow:
                parts.append(slow(number, column.number).decode())
            elif value is None or value == "":
                parts += (column.head, n, column.blank)
            elif type(value) is str:
                if len(value) > column.fits or "\n" in value:
                    need = max(need, needed(value, column.look, column.width))
                safe = len(value) <= LONG and not UNSAFE.search(value)
                text = value if safe else escape(cleaned(value))
                parts += (column.head, n, column.text, text, column.end)
            else:
                parts.append(column.other(n, value))
        before, after = self._tag(need if need > self.height else None)
        parts[0] = before + n + after
        parts.append(self.end)
        return "".join(parts)

    def _tag(self, need: float | None) -> tuple[str, str]:
        """What stands before and after the number in the start tag of a row of that height."""
        if need not in self.tags:
            before, _, after = self.tag(0, need).partition(' r="0"')
            self.tags[need] = f'{before} r="', f'"{after}'
        return self.tags[need]


class _Ready:
    """A column with everything said once that its cells have in common."""

    def __init__(self, column: Column, made: cells.Maker, height: float) -> None:
        p = made.prefix
        self.number, self.slow = column.number, column.slow
        self.look, self.width = column.look, column.width
        self.styles, self.made = column.styles, made
        self.name = letters(column.number)
        self.head = f'<{p}c r="{self.name}'
        self.blank = f'"{_style(column.styles.get("blank"))}/>'
        self.text = (
            f'"{_style(column.styles.get("text"))} t="inlineStr"><{p}is><{p}t xml:space="preserve">'
        )
        self.end = f"</{p}t></{p}is></{p}c>"
        self.days: dict[date, str] = {}
        self.fits = _fitting(column.look, column.width, height)

    def other(self, row: str, value: Value) -> str:
        """A cell with a number, a day or a truth."""
        known = isinstance(value, int | float) and not isinstance(value, bool)
        if known and isfinite(value) and abs(value) < cells.EXACT:  # type: ignore[arg-type]
            p = self.made.prefix
            style = _style(self.styles.get("number"))
            return f'{self.head}{row}"{style}><{p}v>{value!r}</{p}v></{p}c>'
        if type(value) is date:
            if value not in self.days:
                cell = cells.written("@", self.styles.get("date"), value, self.made).decode()
                self.days[value] = cell.partition("@")[2]
            return self.head + row + self.days[value]
        sort = "date" if isinstance(value, date) else "number"
        return cells.written(self.name + row, self.styles.get(sort), value, self.made).decode()


def _style(style: str | None) -> str:
    return f' s="{style}"' if style else ""


def _fitting(look: Look, width: float, height: float) -> float:
    """How many letters certainly fit into a row of that height."""
    if not look.wrapped or width <= 0:
        return inf
    lines = floor((height - MARGIN) / (look.size * LINE))
    return floor(lines * (floor(holds(look, width)) - 1) / 2) if lines > 0 else 0
