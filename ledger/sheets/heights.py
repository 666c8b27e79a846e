"""How high a row must be: a fixed height would cut the end of a wrapped text."""

import math
from collections import Counter
from collections.abc import Iterable
from typing import Final

from ledger.intake.grid import Value
from ledger.sheets.stylesheet import USUAL_SIZE, Look

LINE: Final = 1.4
TEXT: Final = 0.95
MARGIN: Final = 4.0
HIGHEST: Final = 409.5


def needed(value: Value | None, look: Look, width: float) -> float:
    """The height in points that a text asks for in a cell so many letters wide; 0 where it is not wrapped."""
    if not isinstance(value, str) or not look.wrapped or width <= 0:
        return 0.0
    return tall(value, holds(look, width), look.size * LINE)


def tall(text: str, room: float, line: float) -> float:
    """The height in points of a text in lines that hold so many half-width letters and are so high; 0 for one
    line, which every row has room for.
    """
    if "\n" in text:
        lines = sum(max(math.ceil(breadth(part) / room), 1) for part in text.split("\n"))
    else:
        lines = math.ceil(breadth(text) / room)
    return min(lines * line + MARGIN, HIGHEST) if lines > 1 else 0.0


def holds(look: Look, width: float) -> float:
    """How many half-width letters stand in one line of a cell: the frame and line ends take some room."""
    return max(TEXT * width * USUAL_SIZE / look.size - 0.5, 1.0)


def usual(heights: Iterable[str | None]) -> str | None:
    """The height that most rows have; the least where no two agree, as they were fitted to their texts.

    >>> usual(["30", "30", "96.5"]), usual(["61", "28", "96.5"]), usual([None, None, "40"])
    ('30', '28', None)
    """
    counts = Counter(heights)
    most = max(counts.values(), default=0)
    common = [height for height, count in counts.items() if count == most]
    return None if not common or None in common else min(common, key=lambda ht: float(ht or 0))


def breadth(text: str) -> int:
    """The width of a text in half-width letters: Chinese ones, three bytes each, take two.

    >>> breadth("3号楼"), breadth("abc")
    (5, 3)
    """
    return (len(text) + len(text.encode("utf-8", "surrogatepass")) + 1) // 2
