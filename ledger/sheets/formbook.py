"""A form taken apart once, to be filled with any choice of issues."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from ledger.intake.drafts import Reading
from ledger.intake.grid import Book, Value
from ledger.models import Issue
from ledger.sheets.fill import fill
from ledger.sheets.form import Filling, compose
from ledger.sheets.heading import headed
from ledger.sheets.pasted import Thumbnail


class FormBook(NamedTuple):
    """A form, taken apart: its bytes, its cells, what they mean."""

    name: str
    workbook: bytes
    book: Book
    reading: Reading

    def composed(
        self,
        issues: Sequence[Issue],
        show: Callable[[Issue], Issue] = lambda issue: issue,
        *,
        whole: bool = False,
    ) -> Filling:
        """The rows that show exactly these issues, each as `show` lets it be seen; `whole` as in `compose`."""
        return compose(self.reading, self.book, issues, show, whole=whole)

    def filled(
        self,
        filling: Filling,
        day: date,
        unit: str,
        picture: Callable[[Any], Thumbnail | None] = lambda _: None,
    ) -> bytes:
        """The workbook with these rows; only where they differ from its own, it tells the day and the unit."""
        return fill(self.workbook, filling.sheets, filling.edits, picture, self._dated(day, unit))

    def dated(self, filling: Filling, day: date, unit: str) -> bytes:
        """The workbook with these rows, this day and this unit."""
        return fill(self.workbook, filling.sheets, {**filling.edits, **self._dated(day, unit)})

    def _dated(self, day: date, unit: str) -> dict[tuple[str, str], Value]:
        """The heading of a sheet that is no longer the one that came: the data are as of this day."""
        grids = {grid.name: grid for grid in self.book.sheets}
        found: dict[tuple[str, str], Value] = {}
        for layout in self.reading.layouts:
            found |= headed(layout, grids[layout.sheet], day, unit)
        return found
