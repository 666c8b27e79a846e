"""New rows of a form, thousands of them: each column's looks are settled once, then rows are only joined."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import repeat
from math import floor, inf
from operator import add
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from ledger.intake.grid import Value, letters
from ledger.sheets import cells
from ledger.sheets.heights import LINE, MARGIN, holds, tall
from ledger.sheets.stylesheet import Look
from ledger.sheets.surgery import UNSAFE, cleaned
from ledger.sheets.told import Said, by_column

ROWS: Final = 500
"""So many rows are written at once."""
KNOWN: Final = 2_000
"""So many different cells of a column are remembered."""
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
    """Writes new rows. `tag` gives the start tag of row n with the height that it needs (None: the usual).

    Rows are written a column at a time: what follows the row's number in a cell, up to the number of the next
    cell, is one piece, and the number itself joins the pieces of a row.
    """

    def __init__(
        self,
        columns: list[Column],
        made: cells.Maker,
        height: float,
        tag: Callable[[int, float | None], str],
    ) -> None:
        heads = ["" if column.slow else _head(made, column) for column in columns]
        nexts = [*heads, f"</{made.prefix}row>"]
        self.first = nexts[0]
        self.columns = list(map(_Cells, columns, nexts[1:], repeat(made), repeat(height)))
        self.numbers = [column.number for column in columns]
        self.tag = tag
        self.tags: dict[float, tuple[str, str]] = {}

    def rows(self, first: int, rows: Sequence[Said], slow: Slow) -> Iterator[bytes]:
        """The rows from number `first` on in pieces of some size; `slow` writes single cells that need
        more thought.
        """
        for start in range(0, len(rows), ROWS):
            yield self._chunk(first + start, rows[start : start + ROWS], slow)

    def _chunk(self, first: int, rows: Sequence[Said], slow: Slow) -> bytes:
        numbers = range(first, first + len(rows))
        needs: list[Iterable[float]] = [repeat(0.0, len(rows)), repeat(0.0)]
        pieces: list[Iterable[str]] = [repeat(self.first)]
        for column, values in zip(self.columns, by_column(rows, self.numbers), strict=True):
            if column.slow:
                own = [slow(number, column.number).decode() + column.next for number in numbers]
                pieces[-1] = map(add, pieces[-1], own)
                continue
            pieces.append(column.pieces(values))
            if column.tall:
                needs.append(map(column.tall.get, values, repeat(0.0)))
        before, after = zip(*map(self._tag, map(max, *needs)), strict=True)
        pieces[0] = map(add, after, pieces[0])
        return "".join(
            map(str.join, map(str, numbers), zip(before, *pieces, strict=False))
        ).encode()

    def _tag(self, need: float) -> tuple[str, str]:
        """What stands before and after the number in the start tag of a row that needs this height."""
        if need not in self.tags:
            before, _, after = self.tag(0, need or None).partition(' r="0"')
            self.tags[need] = f'{before} r="', f'"{after}'
        return self.tags[need]


def _head(made: cells.Maker, column: Column) -> str:
    """How a cell of the column begins, up to the number of its row."""
    return f'<{made.prefix}c r="{letters(column.number)}'


class _Cells(dict[Value | None, str]):
    """A column: what follows the row's number in a cell, by what the cell says. Many rows say the same.

    `tall` are the texts that need more than the usual height, and how much.
    """

    def __init__(self, column: Column, following: str, made: cells.Maker, height: float) -> None:
        p, look = made.prefix, column.look
        super().__init__()
        self.column, self.made, self.height, self.next = column, made, height, following
        self.number, self.slow = column.number, column.slow
        self.wraps = look.wrapped and column.width > 0
        self.room, self.line = holds(look, column.width), look.size * LINE
        self.fits = self._fitting() if self.wraps else inf
        self.tall: dict[Value | None, float] = {}
        style = {sort: f' s="{s}"' if s else "" for sort, s in column.styles.items()}
        self.blank = f'"{style["blank"]}/>{following}'
        self.count = f'"{style["number"]}><{p}v>', f"</{p}v></{p}c>{following}"
        self.text = f'"{style["text"]} t="inlineStr"><{p}is><{p}t xml:space="preserve">'
        self.end = f"</{p}t></{p}is></{p}c>{following}"

    def pieces(self, values: Iterable[Value | None]) -> list[str]:
        """What follows the row's number for each of these."""
        if len(self) > KNOWN:
            self.clear()
            self.tall.clear()
        return list(map(self.__getitem__, values))

    def __missing__(self, value: Value | None) -> str:
        if type(value) is int and abs(value) < cells.EXACT:  # not kept: 1 and True are one key
            return f"{self.count[0]}{value}{self.count[1]}"
        if isinstance(value, str) and value:
            piece = self._text(value)
        elif value is None or value == "":
            piece = self.blank
        else:
            sort = "date" if isinstance(value, date) else "number"
            cell = cells.written("@", self.column.styles.get(sort), value, self.made).decode()
            piece = cell.partition("@")[2] + self.next
            if sort == "number":
                return piece
        self[value] = piece
        return piece

    def _text(self, value: str) -> str:
        if self.wraps and (len(value) > self.fits or "\n" in value):
            need = tall(value, self.room, self.line)
            if need > self.height:
                self.tall[value] = need
        safe = len(value) <= LONG and not UNSAFE.search(value)
        return f"{self.text}{value if safe else escape(cleaned(value))}{self.end}"

    def _fitting(self) -> int:
        """How many letters certainly fit into a row of the usual height, Chinese ones too."""
        lines = max(floor((self.height - MARGIN) / self.line), 1)
        return floor(lines * self.room / 2)
