"""The data rows of a form written anew: kept rows as they were, new rows in the looks of the old."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any, Final

from ledger.intake.grid import Value, address
from ledger.sheets import cells, told
from ledger.sheets.formrow import FormRow
from ledger.sheets.fresh import Column, Writer
from ledger.sheets.heights import needed
from ledger.sheets.joins import Joins
from ledger.sheets.pasted import Cell
from ledger.sheets.references import Shift, copied_formula
from ledger.sheets.surgery import Element, retagged
from ledger.sheets.template import Row, Template
from ledger.sheets.totals import Changed

PHOTO: Final = 60.0
"""The least height of a row with photos, in points."""
SORTS: Final = ("text", "number", "date", "blank")
MANY: Final = 500
"""So many new rows in a run are not written before the file is."""


class Band:
    """The rows of one sheet between its header and its footer, as they shall be."""

    def __init__(self, old: Template, rows: Sequence[FormRow], made: cells.Maker) -> None:
        self.old, self.made = old, made
        self.rows = list(rows) or [FormRow()]
        kept = {row.source: old.first + i for i, row in enumerate(self.rows) if row.source}
        self.shift = Shift(old.layout.sheet, old.first, old.last, len(self.rows), kept)
        self.joins = Joins(old, self.rows, self.shift)

    @property
    def changed(self) -> bool:
        return self.shift.moves or any(row.values or row.pictures for row in self.rows)

    @property
    def loses(self) -> bool:
        """Whether something that the sheet said is said no more."""
        gone = set(self.old.rows) & set(range(self.old.first, self.old.last + 1))
        return not gone <= self.shift.kept.keys() or any(
            row.source and row.values for row in self.rows
        )

    @cached_property
    def lost(self) -> frozenset[str]:
        """Shared formulas whose first cell is gone or says something else: the others need their own."""
        now = {row.source: row.values for row in self.rows if row.source}
        return frozenset(
            number
            for number, (row, column, _) in self.old.shared.items()
            if self.old.first <= row <= self.old.last and column in now.get(row, (column,))
        )

    def pictures(self) -> Iterator[tuple[Cell, Sequence[Any]]]:
        """The cells that get pictures, and which."""
        for index, row in enumerate(self.rows):
            for column, shown in row.pictures.items():
                like = row.source or self.old.pattern(row.kind)
                number = self.old.first + index
                yield Cell(number, column, self.old.room(like, column), self._tall(row)), shown

    def _tall(self, row: FormRow) -> float:
        like = self.old.rows.get(row.source or self.old.pattern(row.kind))
        height = self._height(row, like).get("ht") if like else None
        given = like.element.attributes.get("ht") if like else None
        return float(height or given or self.old.default_height)

    def changes(self) -> Changed:
        """What reads otherwise now: new rows, new values, and all of the band when rows came or went."""
        first = self.old.first
        numbered = list(enumerate(self.rows, first))
        return Changed(
            frozenset(number for number, row in numbered if row.source is None),
            frozenset((n, column) for n, row in numbered if row.source for column in row.values),
            range(first, first + len(self.rows)) if self.shift.moves else range(0),
        )

    def xml(self, mark: str = "") -> bytes:
        """The row elements, in order. With a `mark` it stands, as a processing instruction with the first
        and the last index, for each long run of new rows, which `pieces` writes.
        """
        return b"".join(self._runs_of_rows(mark))

    def _runs_of_rows(self, mark: str) -> Iterator[bytes]:
        numbered = enumerate(self.rows)
        for plain, run in groupby(numbered, lambda item: self._plain(item[1])):
            if not plain:
                yield from (self._row(index, row) for index, row in run)
                continue
            indexes = [index for index, _ in run]
            start, stop = indexes[0], indexes[-1] + 1
            if mark and stop - start >= MANY:
                yield f"<?{mark} {start} {stop}?>".encode()
            else:
                yield from self.pieces(start, stop)

    def _plain(self, row: FormRow) -> bool:
        """Whether it is a new row like many others."""
        return (
            row.source is None and row.kind == "data" and not row.pictures and bool(self.old.rows)
        )

    def pieces(self, start: int, stop: int) -> Iterator[bytes]:
        """New rows, from index `start` to before `stop`."""
        first, rows = self.old.first, self.rows
        said = [row.values for row in rows[start:stop]]
        like = self.old.rows[self.old.pattern("data")]

        def slow(number: int, column: int) -> bytes:
            return self._cell(number - first, rows[number - first], column, like)

        return self._fresh.rows(first + start, said, slow)

    @cached_property
    def _fresh(self) -> Writer:
        """The writer of new rows."""
        number = self.old.pattern("data")
        like = self.old.rows[number]
        said = told.columns(row.values for row in self.rows if self._plain(row))
        columns = [self._looks(number, column, like) for column in sorted(said | set(like.cells))]
        given = self.old.heights.get("data")

        def tag(n: int, need: float | None) -> str:
            height = f"{need:g}" if need else given
            changes = {"r": str(n), "ht": height, "hidden": None}
            changes |= {} if height else {"customHeight": None}
            return self._opened(like, changes).decode()

        return Writer(columns, self.made, float(given or self.old.default_height), tag)

    def _looks(self, number: int, column: int, like: Row) -> Column:
        styles = {sort: self._new_style(column, sort, like) for sort in SORTS}
        known = self._known(column)
        text = known.get("text") or known.get("alone") or self.old.style(number, column)
        calculated = self.old.formula(number, column) is not None
        slow = calculated or column in self.old.joined or column in self.old.worded
        return Column(
            column, styles, self.old.looks.look(text), self.old.room(number, column), slow=slow
        )

    def _row(self, index: int, row: FormRow) -> bytes:
        number = self.old.first + index
        like = self.old.rows.get(row.source or self.old.pattern(row.kind))
        if like is None:
            return f'<{self.made.prefix}row r="{number}"/>'.encode()
        columns = sorted({*like.cells, *row.values})
        content = b"".join(self._cell(index, row, column, like) for column in columns)
        changes = {"r": str(number)} | self._height(row, like)
        if row.source is None:
            changes |= {"hidden": None}
        return self._opened(like, changes) + content + f"</{self.made.prefix}row>".encode()

    def _opened(self, like: Row, changes: Mapping[str, str | None]) -> bytes:
        """The start tag of a row like another."""
        tag = retagged(self.old.data[like.element.start : like.element.inner], changes)
        return tag.removesuffix(b"/>").rstrip() + b">" if tag.endswith(b"/>") else tag

    def _cell(self, index: int, row: FormRow, column: int, like: Row) -> bytes:
        number = self.old.first + index
        where, place = address(number, column), self.joins.place(index, column)
        style = self._style(row, column, like, place)
        if place in ("middle", "bottom"):
            return cells.written(where, style, None, self.made)
        if column in row.values:
            return cells.written(where, style, row.values[column], self.made)
        source = row.source or self.old.pattern(row.kind)
        formula = self.old.formula(source, column)
        if row.source is None and formula is None:
            return cells.written(where, style, None, self.made)
        element = self._anchor(source, column) or like.cells[column]
        cell = self.old.xml(element)
        if formula is not None and (
            self.shift.moves or self.old.shares(source, column) in self.lost
        ):
            text = copied_formula(formula, self.old.layout.sheet, self.shift, (source, number))
            cell = cells.restated(cell, text, where)
        if formula is not None and row.source is None:
            cell = cells.with_result(cell, None)
        same = element.attributes.get("s") == style
        if same and element.attributes.get("r") == where:
            return cell
        return cells.readdressed(cell, where, None if same else style)

    def _style(self, row: FormRow, column: int, like: Row, place: str) -> str | None:
        """The cell's own style while it fits; else the one that such values have in the column."""
        element = like.cells.get(column)
        own = element.attributes.get("s") if element else None
        if row.kind != "data" or (row.source is not None and column not in row.values):
            source = row.source
            moved = source is not None and self.old.position(source, column) != place
            return self._known(column).get(place, own) if moved else own
        if column in self.old.joined:
            return self._known(column).get(place, own)
        value = row.values.get(column)
        wanted = _sort(value)
        if value in self.old.worded.get(column, ()):
            return self.old.worded[column][str(value)]
        if element is not None and row.source is not None and self._fits(wanted, own):
            return own
        return self._new_style(column, wanted, like)

    def _new_style(self, column: int, sort: str, like: Row) -> str | None:
        """The style that values of this sort have in the column, else that of the row that is followed."""
        element, known = like.cells.get(column), self._known(column)
        own = element.attributes.get("s") if element else None
        return known.get(sort) or known.get("text" if sort != "blank" else "alone") or own

    def _fits(self, wanted: str, style: str | None) -> bool:
        dated = self.old.looks.look(style).dated
        return wanted == "blank" or dated == (wanted == "date")

    def _known(self, column: int) -> Mapping[str, str]:
        return self.old.styles.get(column, {})

    def _anchor(self, source: int, column: int) -> Element | None:
        """The cell that holds the value of a downward merge, when the row lies in one."""
        area = self.old.joined.get(column, {}).get(source)
        return self.old.rows[area.top].cells.get(column) if area else None

    def _height(self, row: FormRow, like: Row) -> dict[str, str | None]:
        """Enough height for the new texts; a row that fits itself is left to do so."""
        need = max((self._need(row, c, v) for c, v in row.values.items()), default=0.0)
        given = like.element.attributes.get("ht")
        if row.pictures:
            need = max(need, PHOTO)
        if row.source is None:
            given = self.old.heights.get(row.kind, given)
        elif given is None and not row.pictures:
            return {}
        if need > float(given or self.old.default_height):
            return {"ht": f"{need:g}", **({"customHeight": "1"} if row.pictures else {})}
        return {"ht": given} if given else {"ht": None, "customHeight": None}

    def _need(self, row: FormRow, column: int, value: Value | None) -> float:
        if column in self.old.joined:
            return 0.0
        number = row.source or self.old.pattern(row.kind)
        known = self._known(column) if row.kind == "data" else {}
        style = known.get("text") or known.get("alone") or self.old.style(number, column)
        return needed(value, self.old.looks.look(style), self.old.room(number, column))


def _sort(value: Value | None) -> str:
    """The sort of value in the words of `Template.sort`; days need a style that shows days."""
    match value:
        case None | "":
            return "blank"
        case str():
            return "text"
        case bool() | int() | float():
            return "number"
        case _:
            return "date"
