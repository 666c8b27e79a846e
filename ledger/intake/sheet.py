"""A grid seen as a clerk sees it: texts, merged areas, which rows and columns are filled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.intake.grid import Grid, Merge, Value
from ledger.intake.text import clean, shown

HEADING_ROWS: Final = 60


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """`texts[row][column]` holds only cells that show something; `filled` are their rows, in order.

    `wide` are the merged areas that begin in the first rows; `tall` all that reach over several rows.
    """

    grid: Grid
    texts: Mapping[int, Mapping[int, str]]
    filled: Sequence[int]
    width: int
    wide: Sequence[Merge]
    tall: Sequence[Merge]

    def value(self, row: int, column: int) -> Value | None:
        return self.grid.rows.get(row, {}).get(column)

    def text(self, row: int, column: int) -> str:
        return self.texts.get(row, {}).get(column, "")

    def after(self, row: int) -> Sequence[int]:
        """The filled rows below a row."""
        return [r for r in self.filled if r > row]

    def merge_over(self, row: int, column: int) -> Merge | None:
        """The merged area near the top of the sheet that covers a cell."""
        for merge in self.wide:
            if merge.top <= row <= merge.bottom and merge.left <= column <= merge.right:
                return merge
        return None

    def merged_text(self, row: int, column: int) -> str:
        """The text of a cell or of the merged area that covers it."""
        merge = self.merge_over(row, column)
        return self.text(merge.top, merge.left) if merge else self.text(row, column)

    def span(self, row: int) -> int:
        """How many columns the widest text of a row reaches over."""
        widths = [
            min(m.right, self.width) - m.left + 1
            for m in self.wide
            if m.top <= row <= m.bottom and self.text(m.top, m.left)
        ]
        return max(widths, default=1)


def view(grid: Grid) -> Sheet:
    """The sheet of a grid. Cells of white space, and pictures in cells, show nothing."""
    texts = {row: _row(cells, grid, row) for row, cells in grid.rows.items()}
    texts = {row: cells for row, cells in texts.items() if cells}
    filled = sorted(texts)
    limit = filled[min(len(filled), HEADING_ROWS) - 1] if filled else 0
    sound = [m for m in grid.merges if m.bottom >= m.top and m.right >= m.left]
    return Sheet(
        grid=grid,
        texts=texts,
        filled=filled,
        width=max((max(cells) for cells in texts.values()), default=0),
        wide=[m for m in sound if m.top <= limit],
        tall=sorted((m for m in sound if m.bottom > m.top), key=lambda m: (m.top, m.left)),
    )


def _row(cells: Mapping[int, Value], grid: Grid, row: int) -> dict[int, str]:
    texts = {c: clean(grid.texts.get((row, c), "")) or shown(value) for c, value in cells.items()}
    return {c: text for c, text in texts.items() if text}
