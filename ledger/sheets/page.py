"""One table of a form: its rows in order, each issue in the form's own words, numbered and counted."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from ledger.intake.comparing import INSTEAD
from ledger.intake.drafts import Column, Draft, How, Layout
from ledger.intake.grid import Grid, Value, address
from ledger.models import Issue
from ledger.sheets import blank, groups
from ledger.sheets.counts import Row, Scope, counts, renewed
from ledger.sheets.ditto import spelled
from ledger.sheets.formrow import FormRow
from ledger.sheets.lines import GROUPS, Line, further, grouping, renamed, scope, standing
from ledger.sheets.numbering import Entry, way
from ledger.sheets.references import looked_at
from ledger.sheets.told import Told
from ledger.sheets.wording import Wording

PROBLEM: Final = ("title", "description")


@dataclass(frozen=True)
class Page:
    """One table: its rows as they stand, and which issues shall stand there."""

    layout: Layout
    grid: Grid
    drafts: Sequence[Draft]
    kept: Mapping[int, Issue]
    new: Sequence[Issue]
    refused: Collection[int] = ()
    """Rows that stay although no issue stands in them."""

    @cached_property
    def rows(self) -> list[FormRow]:
        """All rows in their order, with sequence numbers and counts brought up to date."""
        lines = self.lines
        rows = list(map(self._row, lines))
        for index, said in spelled(self._old, lines, self.grid, self._wordings):
            rows[index] = rows[index]._replace(values={**said, **rows[index].values})
        for index, column, number in self._numbers(lines, rows):
            rows[index] = rows[index]._replace(values=_with(rows[index].values, column, number))
        everything: Scope | None = None
        for index, line in enumerate(lines):
            if line.kind in GROUPS and (line.like or counts(self.grid, line.source or 0)):
                everything = everything or (self._data(self._old_rows), self._data(rows))
                near = self._data(self._old_scope(line)), self._data(scope(rows, index))
                values = {**rows[index].values, **self._counts(line, near, everything)}
                rows[index] = rows[index]._replace(values=values)
        return rows

    @cached_property
    def lines(self) -> list[Line]:
        """All rows before they are worded; an empty table that nothing is put into stays as it is."""
        if not self.drafts and not self.new:
            first, last = self.layout.data
            return [Line("blank", row) for row in range(first, last + 1)]
        names = grouping(self.layout, self.grid, self._read)
        known = groups.Page(self.grid, self._read, names)
        return groups.arranged(self._old, (self.kept, self.refused), self.new, known)

    @cached_property
    def edits(self) -> dict[str, Value]:
        """Counts in the rows below the data, by address."""
        below = range(self.layout.data[1] + 1, self.layout.footer[1] + 1)
        counting = [number for number in below if counts(self.grid, number)]
        if not counting:
            return {}
        scopes = [(self._data(self._old_rows), self._data(self.rows))]
        return {
            address(number, column): changed
            for number in counting
            for column, changed in renewed(self.grid, number, scopes).items()
        }

    @property
    def untold(self) -> Sequence[Issue]:
        """New issues whose problem no column tells; it stands among the remarks where these are empty."""
        if self._has & set(PROBLEM):
            return []
        return [issue for issue in self.new if issue.remarks or "remarks" not in self._has]

    @cached_property
    def _has(self) -> frozenset[str]:
        """The fields that have a column."""
        return frozenset(name for column in self.layout.columns for name in column.fields)

    @cached_property
    def _read(self) -> Mapping[int, Draft]:
        return {draft.row: draft for draft in self.drafts}

    @cached_property
    def _old(self) -> list[Line]:
        return standing(self.layout, self._read, further(self.grid, self._read.keys()))

    # -- words ---------------------------------------------------------------------------------

    @cached_property
    def _wordings(self) -> Sequence[Wording]:
        """The columns that issues fill; those with formulas calculate themselves."""
        return [self._wording(column) for column in self._told if column not in self._calculated]

    @cached_property
    def _told(self) -> Sequence[Column]:
        return [column for column in self.layout.columns if column.how is not How.IGNORED]

    def _wording(self, column: Column) -> Wording:
        has = self._has
        instead = {
            name: tuple(other for other in others if other not in has)
            for name, others in INSTEAD.items()
        }
        if not self._has & set(PROBLEM):
            instead["remarks"] = ("title", "description")
        unread = {label: name for label, name in blank.BY_LABEL.items() if name not in has}
        return Wording(column, self.grid, self.drafts, instead, unread)

    @cached_property
    def _calculated(self) -> Mapping[Column, tuple[int, str]]:
        """The columns with formulas, with the first row that has one."""
        found = {}
        for column in self.layout.columns:
            rows = (d.row for d in self.drafts if (d.row, column.index) in self.grid.formulas)
            if row := next(rows, None):
                found[column] = (row, self.grid.formulas[row, column.index])
        return found

    @cached_property
    def _calculating(self) -> Sequence[tuple[Wording, set[int]]]:
        """Calculated columns that tell a field, with the columns that their formulas look at in their row."""
        return [
            (self._wording(column), looked_at(formula, row))
            for column, (row, formula) in self._calculated.items()
            if column in self._told and column.fields
        ]

    def _row(self, line: Line) -> FormRow:
        row = self._worded(line)
        shown = line.issue and line.issue.attachments and self._pictures(line)
        return row._replace(pictures=shown) if shown else row

    def _worded(self, line: Line) -> FormRow:
        if line.issue is None:
            return FormRow({}, line.kind, line.source)
        draft = self._read.get(line.source or 0)
        if draft is None:
            told = Told(line.issue, self._tellers)
            if self._calculating:
                told = told.with_values(self._uncalculated(line.issue, told))
            return FormRow(told, line.kind)
        values: dict[int, Value | None] = {}
        for wording in self._wordings:
            values |= wording.told(line.issue, draft)
        return FormRow(values, line.kind, line.source)

    @cached_property
    def _tellers(self) -> Mapping[int, Callable[[Issue], Value | None]]:
        """What tells a new issue in each column."""
        return {wording.column.index: wording.teller for wording in self._wordings}

    def _uncalculated(
        self, issue: Issue, values: Mapping[int, Value | None]
    ) -> dict[int, Value | None]:
        """What a new row says itself where its formula would look at cells that nobody has filled."""
        found: dict[int, Value | None] = {}
        for wording, columns in self._calculating:
            if any(values.get(column, "") in (None, "") for column in columns & self._filled):
                found |= wording.told(issue, None)
        return found

    @cached_property
    def _filled(self) -> set[int]:
        """The columns that have a value in every row that was read."""
        rows = [self.grid.rows.get(draft.row, {}) for draft in self.drafts]
        return {c.index for c in self.layout.columns if rows and all(c.index in r for r in rows)}

    def _pictures(self, line: Line) -> Mapping[int, Sequence[Mapping[str, Any] | None]]:
        """The photos for its row, by the column for their stage; None for one that stands there already."""
        found: dict[int, list[Mapping[str, Any] | None]] = {}
        attached = line.issue.attachments if line.issue else ()
        draft = self._read.get(line.source or 0)
        shown = {(photo.stage, photo.cell) for photo in draft.photos} if draft else set()
        for stage, column in self.layout.photos.items() if attached else ():
            items = [item for item in attached if item["kind"] == stage]
            new = [item for item in items if (stage, item.get("cell")) not in shown]
            if new:
                found[column] = [None] * sum(own == stage for own, _ in shown) + new
        return found

    # -- numbers and counts --------------------------------------------------------------------

    def _numbers(
        self, lines: Sequence[Line], rows: Sequence[FormRow]
    ) -> Iterator[tuple[int, int, int]]:
        """Index, column and sequence number (序号), where the form counts its rows."""
        data = [index for index, row in enumerate(rows) if row.kind == "data"]
        for column in self.layout.columns:
            if column.how is not How.IGNORED or column in self._calculated:
                continue
            said = [self._down(line.source or 0, column.index) for line in self._old_data]
            if not said and column.path not in blank.NUMBERS:
                continue
            for names in self._groupings:
                known = groups.Page(self.grid, self._read, names)
                count = way([_entry(line, known) for line in self._old], said)
                if count is not None:
                    numbers = count([_entry(line, known) for line in lines])
                    for index, number in zip(data, numbers, strict=True):
                        source = rows[index].source
                        if source is None or self._down(source, column.index) != number:
                            yield index, column.index, number
                    break

    @cached_property
    def _old_data(self) -> Sequence[Line]:
        return [line for line in self._old if line.kind == "data"]

    @cached_property
    def _groupings(self) -> Sequence[Sequence[str]]:
        """The fields by which rows may share a number: those of columns merged downwards, more and more."""
        named = [column for column in self.layout.columns if column.fields]
        names = [column.fields[0] for column in named if column.index in self._joined]
        return [names[:count] for count in range(len(names) + 1)]

    @cached_property
    def _joined(self) -> Mapping[int, Mapping[int, int]]:
        """Columns merged downwards: row to the row that holds its value."""
        first, last = self.layout.data
        found: dict[int, dict[int, int]] = {}
        for m in self.grid.merges:
            if m.left == m.right and first <= m.top < m.bottom <= last:
                found.setdefault(m.left, {}).update(
                    dict.fromkeys(range(m.top, m.bottom + 1), m.top)
                )
        return found

    def _down(self, row: int, column: int) -> Value | None:
        """What a cell shows, in a downward merge as well."""
        top = self._joined.get(column, {}).get(row, row)
        return self.grid.rows.get(top, {}).get(column)

    def _old_scope(self, line: Line) -> list[FormRow]:
        sources = [row.source for row in self._old_rows]
        return scope(self._old_rows, sources.index(line.source or line.like))

    def _counts(self, line: Line, *scopes: Scope) -> dict[int, Value]:
        """The counts of a group row: over the rows that it heads or closes, else over all (合计).

        A made row has no old cells: it says everything anew.
        """
        row = line.source or line.like or 0
        new = renewed(self.grid, row, scopes, lambda text: renamed(text, line))
        if line.source:
            return new
        like = self.grid.rows.get(row, {}).items()
        return {c: value for c, value in like if (row, c) not in self.grid.formulas} | new

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


def _with(
    values: Mapping[int, Value | None], column: int, number: int
) -> Mapping[int, Value | None]:
    return (
        values.numbered(column, number) if isinstance(values, Told) else {**values, column: number}
    )


def _entry(line: Line, known: groups.Page) -> Entry:
    return Entry(line.kind, known.key_of(line) if line.kind == "data" else ())
