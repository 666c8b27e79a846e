"""What an issue says, cell by cell: in its own row, from merged areas above, in rows that go on with it."""

from collections.abc import Mapping
from typing import NamedTuple

from ledger.intake.body import Body
from ledger.intake.grid import Value
from ledger.intake.sheet import Sheet
from ledger.intake.together import COMMAS, GOES_ON


class Whole(NamedTuple):
    """The issues of one table, each known by its first row."""

    sheet: Sheet
    body: Body

    def read(self, row: int) -> tuple[Mapping[int, str], Mapping[int, Value]]:
        """The texts of an issue by column, and what the cells hold; of what is no text, that counts as well."""
        if not self.body.above and row not in self.body.parts:  # it says all by itself
            return self.sheet.texts[row], self.sheet.grid.rows[row]
        cells = {column: self._cell(row, column) for column in self.sheet.columns}
        return {c: text for c, (_, text) in cells.items()}, {c: v for c, (v, _) in cells.items()}

    def _cell(self, row: int, column: int) -> tuple[Value, str]:
        """The cell of an issue in a column; what further rows of the same issue say is added below it."""
        value, text = self.sheet.cell(self.body.source(row, column), column)
        for part in self.body.parts.get(row, ()):
            if words := self.sheet.text(part, column):
                on = words.startswith(GOES_ON) or text.endswith(COMMAS) or not text
                text += words if on else f"\n{words}"
                value = text
        return value, text
