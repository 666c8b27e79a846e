"""The form for ledgers whose district has brought none: columns headed by the labels of their fields."""

from typing import Final

from ledger.intake.drafts import Column, How, Layout, Reading, Role
from ledger.intake.grid import Book, Grid
from ledger.models import FIELDS

BY_LABEL: Final = {field.label: name for name, field in FIELDS.items()}
NUMBERS: Final = ("序号", "顺序号")
PHOTOS: Final = {"整改前照片": "before", "整改中照片": "during", "整改后照片": "after"}


def reading(book: Book) -> Reading:
    """The layout of an empty form: its header is the row with the most labels, then rows of data.

    Sheets without any such header are left out.
    """
    grids = [grid for grid in book.sheets if not grid.hidden and _labels(grid, _header(grid))]
    return Reading(file=book.name, layouts=[_layout(grid) for grid in grids], drafts=[])


def _header(grid: Grid) -> int:
    return max(grid.rows, key=lambda row: _labels(grid, row), default=0)


def _labels(grid: Grid, row: int) -> int:
    return sum(value in BY_LABEL for value in grid.rows.get(row, {}).values())


def _layout(grid: Grid) -> Layout:
    """The footer is what stands below; the open rows lie between it and the header.

    A column without a label of its own in the header's row has the one that is merged down to it.
    """
    header = _header(grid)
    tall = [m for m in grid.merges if m.top < header == m.bottom and m.left == m.right]
    above = {m.left: grid.rows[m.top][m.left] for m in tall if m.left in grid.rows.get(m.top, {})}
    top = min((m.top for m in tall), default=header)
    below = [row for row in grid.rows if row > header]
    last = max(min(below, default=header + 2) - 1, header + 1)
    texts = {index: str(value) for index, value in sorted({**above, **grid.rows[header]}.items())}
    return Layout(
        sheet=grid.name,
        role=Role.LEDGER,
        header=(top, header),
        data=(header + 1, last),
        footer=(last + 1, max(below, default=last)),
        columns=tuple(_column(index, text) for index, text in texts.items()),
        photos={PHOTOS[text]: index for index, text in texts.items() if text in PHOTOS},
    )


def _column(index: int, text: str) -> Column:
    """The column under a heading; what is no label keeps its place among the extra columns."""
    if text in NUMBERS or text in PHOTOS:
        return Column(index=index, path=text, fields=(), how=How.IGNORED)
    if text not in BY_LABEL:
        return Column(index=index, path=text, fields=(), how=How.EXTRA)
    return Column(index=index, path=text, fields=(BY_LABEL[text],), how=How.EXACT)
