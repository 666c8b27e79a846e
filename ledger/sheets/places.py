"""Where drawings lie on a sheet: boxes in the units of drawings (EMU), and the cell below a point."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final, NamedTuple

ROWS: Final = 1_048_576
COLUMNS: Final = 16_384
POINT: Final = 12_700
LETTER: Final = 7 * 9_525
"""The width of a digit of the usual font, in which the widths of columns are told."""


class Box(NamedTuple):
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def moved(self, frame: "Box", onto: "Box") -> "Box":
        """Where the box lies when the `frame` of its group, in whose coordinates it is told, lies on `onto`."""
        across = (onto.right - onto.left) / ((frame.right - frame.left) or 1)
        down = (onto.bottom - onto.top) / ((frame.bottom - frame.top) or 1)
        return Box(
            onto.left + (self.left - frame.left) * across,
            onto.top + (self.top - frame.top) * down,
            onto.left + (self.right - frame.left) * across,
            onto.top + (self.bottom - frame.top) * down,
        )


class Axis:
    """The rows or the columns of a sheet, 1-based, one after the other."""

    def __init__(self, usual: float, sizes: Mapping[int, float], last: int) -> None:
        self._usual, self._sizes, self._last = usual, sizes, last
        self._order = sorted(sizes)
        self._extra = [0.0, *accumulate(sizes[index] - usual for index in self._order)]

    def size(self, index: int) -> float:
        return self._sizes.get(index, self._usual)

    def start(self, index: int) -> float:
        """Where a row or a column begins."""
        return (index - 1) * self._usual + self._extra[bisect_left(self._order, index)]

    def point(self, index: int, offset: float) -> float:
        """A point inside a row or column; it ends where that ends."""
        return self.start(index) + min(max(offset, 0), self.size(index))

    def at(self, point: float) -> int:
        """The row or column below a point."""
        return max(bisect_right(range(1, self._last + 1), point, key=self.start), 1)


@dataclass
class Sizes:
    """The heights of rows and the widths of columns, as far as a file tells them.

    Hidden ones count with the size that they had: a picture in a filtered row belongs to it all the same.
    """

    height: float = 15 * POINT
    width: float = 64 * 9_525
    heights: dict[int, float] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)


class Ground:
    """A sheet as drawings see it."""

    def __init__(self, sizes: Sizes) -> None:
        self.rows = Axis(sizes.height, sizes.heights, ROWS)
        self.columns = Axis(sizes.width, sizes.widths, COLUMNS)

    def cell(self, box: Box) -> tuple[int, int]:
        """Row and column of the cell below the centre of a box."""
        across, down = box.centre
        return self.rows.at(down), self.columns.at(across)
