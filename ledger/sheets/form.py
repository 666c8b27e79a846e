"""Issues put into the rows of a form: each on its sheet, in its group, in the form's own words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ledger.errors import BadData
from ledger.intake.drafts import Column, Draft, How, Layout, Reading, Role
from ledger.intake.grid import Book, Grid, Value, address
from ledger.models import Issue
from ledger.sheets import blank
from ledger.sheets.band import FormRow
from ledger.sheets.counts import Row, recounted, texts
from ledger.sheets.fill import FormSheet
from ledger.sheets.lines import GROUPS, Line, arranged, grouping, scope, standing
from ledger.sheets.placing import match, placed
from ledger.sheets.wording import Wording


@dataclass(frozen=True)
class Filling:
    """What `fill` needs: rows for each ledger sheet, new texts for single cells outside the data."""

    sheets: Sequence[FormSheet]
    edits: Mapping[tuple[str, str], str]


def compose(reading: Reading, book: Book, issues: Sequence[Issue]) -> Filling:
    """The rows that show exactly these issues in this form.

    An issue that was read from the form keeps its row, and every cell that is still true keeps its
    text; an issue that is not among `issues` loses its row; others are put into their group. A form
    without any row is understood when its header has the labels of fields. Raises BadData else.
    """
    grids = {grid.name: grid for grid in book.sheets}
    ledgers = [layout for layout in reading.layouts if layout.role is Role.LEDGER]
    layouts = [
        layout for layout in ledgers if layout.data[0]
    ]  # those without rows are read as blank
    layouts = layouts or list(blank.reading(book).layouts)
    if not layouts:
        raise BadData("表样里没有台账", "换一份表样；台账要有表头和至少一行数据")
    matched = match(issues, reading)
    by_uid = {issue.uid: issue for issue in issues}
    fresh = [issue for issue in issues if issue.uid not in matched]
    new = placed(fresh, layouts, reading)
    pages = [
        Page(
            layout,
            grids[layout.sheet],
            [draft for draft in reading.drafts if _within(draft, layout)],
            {draft.row: by_uid[uid] for uid, draft in matched.items() if _within(draft, layout)},
            new.get(index, []),
        )
        for index, layout in enumerate(layouts)
    ]
    edits = {(page.layout.sheet, at): text for page in pages for at, text in page.edits.items()}
    return Filling([FormSheet(page.layout, page.rows) for page in pages], edits)


def _within(draft: Draft, layout: Layout) -> bool:
    """Whether the draft was read from this table; a sheet can hold several."""
    return draft.sheet == layout.sheet and layout.data[0] <= draft.row <= layout.data[1]


@dataclass(frozen=True)
class Page:
    """One table: its rows as they stand, and which issues shall stand there."""

    layout: Layout
    grid: Grid
    drafts: Sequence[Draft]
    kept: Mapping[int, Issue]
    new: Sequence[Issue]

    @cached_property
    def rows(self) -> list[FormRow]:
        """All rows in their order, with sequence numbers and counts brought up to date."""
        names = grouping(self.layout, self.grid, self._read)
        lines = arranged(self._old, self.kept, self.new, names, self.grid)
        rows = [self._worded(line) for line in lines]
        for index, values in self._numbers(rows):
            rows[index] = replace(rows[index], values={**rows[index].values, **values})
        everything = self._data(self._old_rows), self._data(rows)
        for index, line in enumerate(lines):
            if line.kind in GROUPS:
                near = self._data(self._old_scope(line)), self._data(scope(rows, index))
                values = {**rows[index].values, **self._counts(line, near, everything)}
                rows[index] = replace(rows[index], values=values)
        return rows

    @cached_property
    def edits(self) -> dict[str, str]:
        """Counts in the rows below the data, by address."""
        _, last = self.layout.footer
        old, new = self._data(self._old_rows), self._data(self.rows)
        return {
            address(number, column): changed
            for number in range(self.layout.data[1] + 1, last + 1)
            for column, text in texts(self.grid, number).items()
            if (changed := recounted(text, column, old, new)) not in (None, text)
        }

    @cached_property
    def _read(self) -> Mapping[int, Draft]:
        return {draft.row: draft for draft in self.drafts}

    @cached_property
    def _old(self) -> list[Line]:
        return standing(self.layout, self._read)

    # -- words ---------------------------------------------------------------------------------

    @cached_property
    def _wordings(self) -> Sequence[Wording]:
        """The columns that issues fill; those with formulas calculate themselves."""
        return [
            Wording(column, self.grid, self.drafts)
            for column in self.layout.columns
            if column.how is not How.IGNORED and not self._calculated(column)
        ]

    def _calculated(self, column: Column) -> bool:
        return any((draft.row, column.index) in self.grid.formulas for draft in self.drafts)

    def _worded(self, line: Line) -> FormRow:
        if line.issue is None:
            return FormRow({}, line.kind, line.source)
        draft = self._read.get(line.source or 0)
        values: dict[int, Value | None] = {}
        for wording in self._wordings:
            values |= wording.told(line.issue, draft)
        return FormRow(values, line.kind, line.source)

    # -- numbers and counts --------------------------------------------------------------------

    def _numbers(self, rows: Sequence[FormRow]) -> Iterator[tuple[int, dict[int, Value | None]]]:
        """Sequence numbers (序号), where the form counts its rows from 1, through or in each group."""
        for column in self.layout.columns:
            if column.how is not How.IGNORED or self._calculated(column):
                continue
            old = self._old_rows
            numbers = [self._cell(row, column.index) for row in old if row.kind == "data"]
            for restart in (False, True):
                counts = [number for _, number in _counted(old, restart=restart)]
                if numbers == counts and (counts or column.path in blank.NUMBERS):
                    for index, number in _counted(rows, restart=restart):
                        if self._cell(rows[index], column.index) != number:
                            yield index, {column.index: number}
                    break

    def _old_scope(self, line: Line) -> list[FormRow]:
        sources = [row.source for row in self._old_rows]
        return scope(self._old_rows, sources.index(line.source or line.like))

    def _counts(self, line: Line, *scopes: tuple[Sequence[Row], Sequence[Row]]) -> dict[int, str]:
        """The texts of a group row with the count of the rows it heads or closes, else of all (合计)."""
        found = {}
        for column, old in texts(self.grid, line.source or line.like or 0).items():
            text = old.replace(*line.renamed) if line.like else old
            tried = (recounted(text, column, before, now) for before, now in scopes)
            text = next((counted for counted in tried if counted is not None), text)
            if text != old or line.like:
                found[column] = text
        return found

    @cached_property
    def _old_rows(self) -> list[FormRow]:
        return [FormRow({}, line.kind, line.source) for line in self._old]

    def _data(self, rows: Iterable[FormRow]) -> list[Row]:
        """What the data rows say, as texts by column."""
        columns = [column.index for column in self.layout.columns]
        said: list[Row] = []
        for row in rows:
            if row.kind == "data":
                cells = {column: self._cell(row, column) for column in columns}
                said.append({c: str(v).strip() for c, v in cells.items() if v not in (None, "")})
        return said

    def _cell(self, row: FormRow, column: int) -> Value | None:
        if column in row.values or row.source is None:
            return row.values.get(column)
        return self.grid.rows.get(row.source, {}).get(column)


def _counted(rows: Sequence[FormRow], *, restart: bool) -> Iterator[tuple[int, int]]:
    """Index and running number of each data row; groups start anew if `restart`."""
    number = 0
    for index, row in enumerate(rows):
        if row.kind == "data":
            number += 1
            yield index, number
        elif restart and row.kind in GROUPS:
            number = 0
