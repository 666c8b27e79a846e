"""What a reader hands to the intake: the non-empty cells of a sheet and where they lie."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple

NOTHING: Final[Mapping[Any, Any]] = MappingProxyType({})
Value = str | int | float | bool | date | datetime | time
Stood = Mapping[tuple[int, int], tuple[int, int]]
"""Where cells that were moved stand in the file."""


class Merge(NamedTuple):
    """A merged area; rows and columns are 1-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


class Picture(NamedTuple):
    """A picture and the cell that it belongs to: the one that it is in, else the one below its centre.

    `key` names its bytes in `Book.media`; pictures that are the same may share them.
    """

    row: int
    column: int
    name: str
    key: str


class Blocks(NamedTuple):
    """The header and the issues of a table whose issues take several rows each: blocks of `height` rows that
    begin at `tops`, the header first.

    The `others` are the columns with a cell of their own in every row. In a folded grid (intake.folded) the
    cells of an issue's further rows lie `stride` columns apart.
    """

    tops: Sequence[int]
    height: int
    others: Sequence[int]
    stride: int

    def block(self, row: int) -> tuple[int, int]:
        """The first row of the block that holds a row, and how far down in it the row lies; (row, 0) outside."""
        down = row - self.tops[0]
        if not 0 <= down < len(self.tops) * self.height:
            return row, 0
        return row - down % self.height, down % self.height

    def place(self, column: int) -> tuple[int, int]:
        """How far down in its block a column of the folded grid stands, and in which column of the sheet."""
        down, at = divmod(column - 1, self.stride)
        return down, at + 1


class Tint(NamedTuple):
    """The colours of a cell that a clerk may have chosen, each as one character (红 橙 黄 绿 蓝 紫 灰) or ""."""

    fill: str = ""
    font: str = ""


class Grid(NamedTuple):
    r"""One sheet, sparse. Rows and columns are 1-based, as a spreadsheet shows them.

    `rows[r][c]` holds only cells with a value: text (line breaks as \n), int (integral numbers), float,
    bool, datetime for real dates (a `date` when the cell has no clock time), time for times alone.
    `texts[r, c]` is what the clerk saw where the value alone does not tell it (number formats such as 0000).
    `formulas[r, c]` holds formula texts without "=". A formula that was never calculated has no value.
    `struck` are cells with a line through all that they say; of others the words with a line through them
    are no part of the value, but `crossed`. `colours[r][c]` are those of cells that have any, blank ones as well, of
    rows that hold something.
    A folded grid (intake.folded) has one row for each of its `blocks`; `stood` tells of other cells that were moved
    where they stand in the file.
    """

    name: str
    rows: Mapping[int, Mapping[int, Value]]
    merges: Sequence[Merge] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formulas: Mapping[tuple[int, int], str] = NOTHING
    texts: Mapping[tuple[int, int], str] = NOTHING
    comments: Mapping[tuple[int, int], str] = NOTHING
    struck: frozenset[tuple[int, int]] = frozenset()
    crossed: Mapping[tuple[int, int], str] = NOTHING
    colours: Mapping[int, Mapping[int, Tint]] = NOTHING
    pictures: Sequence[Picture] = ()
    blocks: Blocks | None = None
    stood: Stood = NOTHING

    def address(self, row: int, column: int) -> str:
        """The address of a cell as the clerk's spreadsheet shows it, of one that was moved too."""
        row, column = self.stood.get((row, column), (row, column))
        down, at = self.blocks.place(column) if self.blocks else (0, column)
        return address(row + down, at)

    def carried(self, rows: Mapping[int, Mapping[int, Value]], stood: Stood) -> "Grid":
        """A grid of these rows, whose cells stood elsewhere in this one: their comments, crossed words and pictures go with them.

        Pictures of other cells stay where they are; merged areas, hidden rows and colours are those of this grid alone.
        """
        new = {place: cell for cell, place in stood.items()}
        spots = [new.get((p.row, p.column), (p.row, p.column)) for p in self.pictures]
        moved = zip(self.pictures, spots, strict=True)

        def own(told: Mapping[tuple[int, int], str]) -> dict[tuple[int, int], str]:
            return {new[place]: text for place, text in told.items() if place in new}

        return self._replace(
            rows=rows,
            merges=(),
            hidden_rows=frozenset(),
            formulas=own(self.formulas),
            texts=own(self.texts),
            comments=own(self.comments),
            struck=frozenset(new[place] for place in self.struck if place in new),
            crossed=own(self.crossed),
            colours={},
            pictures=[p._replace(row=row, column=column) for p, (row, column) in moved],
            stood=stood,
        )


class Book(NamedTuple):
    """A file as read: its name as the clerk knows it, the kind of container, its sheets in order.

    `media` holds the bytes of the pictures under keys that no other file uses; reading one may raise BadData.
    """

    name: str
    container: str
    sheets: Sequence[Grid]
    notes: Sequence[str] = ()
    media: Mapping[str, bytes] = NOTHING


@lru_cache(maxsize=4096)
def letters(column: int) -> str:
    """The letters of a 1-based column.

    >>> letters(1), letters(28)
    ('A', 'AB')
    """
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def address(row: int, column: int) -> str:
    """The address of a cell as a spreadsheet shows it.

    >>> address(12, 5)
    'E12'
    """
    return f"{letters(column)}{row}"
