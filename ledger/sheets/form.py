"""Issues put into the rows of a form: each on its sheet, in its group, in the form's own words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, TypeVar

from ledger.intake.drafts import Column, Draft, How, Layout, Reading, Role
from ledger.intake.grid import Book, Grid, Value, address
from ledger.models import Issue
from ledger.sheets.band import FormRow
from ledger.sheets.counts import Row, recounted, texts
from ledger.sheets.fill import FormSheet
from ledger.sheets.matching import match, placed
from ledger.sheets.wording import Wording

NEAR: Final = ("subdistrict", "community", "estate", "lead_unit", "category", "source")
GROUPS: Final = ("section", "subtotal")


@dataclass(frozen=True)
class Filling:
    """What `fill` needs: rows for each ledger sheet, new texts for single cells outside the data."""

    sheets: Sequence[FormSheet]
    edits: Mapping[tuple[str, str], str]


def compose(reading: Reading, book: Book, issues: Sequence[Issue]) -> Filling:
    """The rows that show exactly these issues in this form.

    An issue that was read from the form keeps its row, and every cell that is still true keeps its
    text; an issue that is not among `issues` loses its row; others are put into their group.
    """
    grids = {grid.name: grid for grid in book.sheets}
    layouts = [layout for layout in reading.layouts if layout.role is Role.LEDGER]
    matched = match(issues, reading)
    by_uid = {issue.uid: issue for issue in issues}
    fresh = [issue for issue in issues if issue.uid not in matched]
    new = placed(fresh, layouts, reading)
    pages = [
        Page(
            layout,
            grids[layout.sheet],
            [draft for draft in reading.drafts if draft.sheet == layout.sheet],
            {d.row: by_uid[uid] for uid, d in matched.items() if d.sheet == layout.sheet},
            new.get(layout.sheet, []),
        )
        for layout in layouts
    ]
    edits = {(page.layout.sheet, at): text for page in pages for at, text in page.edits.items()}
    return Filling([FormSheet(page.layout, page.rows) for page in pages], edits)


@dataclass(frozen=True)
class Line:
    """A row of the page before it is worded: what kind, which old row, which issue."""

    kind: str
    source: int | None = None
    issue: Issue | None = None


T = TypeVar("T", FormRow, Line)


@dataclass(frozen=True)
class Page:
    """One sheet: its rows as they stand, and which issues shall stand there."""

    layout: Layout
    grid: Grid
    drafts: Sequence[Draft]
    kept: Mapping[int, Issue]
    new: Sequence[Issue]

    @cached_property
    def rows(self) -> list[FormRow]:
        """All rows in their order, with sequence numbers and counts brought up to date."""
        rows = [self._worded(line) for line in self.lines]
        for index, values in self._numbers(rows):
            rows[index] = replace(rows[index], values={**rows[index].values, **values})
        everything = self._data(self._old_rows), self._data(rows)
        return [self._recounted(rows, row, everything) for row in rows]

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

    # -- which rows, in which order ------------------------------------------------------------

    @cached_property
    def old(self) -> list[Line]:
        """The rows as they stand in the form; what is neither issue nor group stays as it is."""
        first, last = self.layout.data
        return [
            Line(self.layout.groups.get(row, "data" if row in self._read else "blank"), row)
            for row in range(first, last + 1)
        ]

    @cached_property
    def lines(self) -> list[Line]:
        """Kept rows and groups in their old order, new issues behind the rows they belong to."""
        lines = [
            replace(line, issue=self.kept.get(line.source or 0))
            for line in self.old
            if line.kind != "data" or line.source in self.kept
        ]
        for issue in self.new:
            lines.insert(self._behind(issue, lines), Line("data", None, issue))
        return self._without_empty_groups(lines)

    def _behind(self, issue: Issue, lines: Sequence[Line]) -> int:
        """Behind the last row that shares most with the issue; without groups at the end."""
        data = [index for index, line in enumerate(lines) if line.kind == "data"]
        if not data:
            return len(lines)
        if not self._grouping:
            return data[-1] + 1
        return (
            max((_shared(issue, lines[index].issue, self._grouping), index) for index in data)[1]
            + 1
        )

    @cached_property
    def _grouping(self) -> Sequence[str]:
        """The fields by which the sheet is grouped, best first; none when it has no groups.

        A field tells the group when its values keep to one group each; a column that is merged
        downwards tells more than others.
        """
        joined = {m.left for m in self.grid.merges if m.left == m.right and self._inside(m.top)}
        merged = {
            f for column in self.layout.columns if column.index in joined for f in column.fields
        }
        if not merged and not set(self.layout.groups.values()) & set(GROUPS):
            return ()
        places: dict[str, dict[object, set[int]]] = {name: defaultdict(set) for name in NEAR}
        group = 0
        for line in self.old:
            group += line.kind in GROUPS
            for name in NEAR:
                draft = self._read.get(line.source or 0)
                if draft and (value := draft.values.get(name)) is not None:
                    places[name][value].add(group)

        def purity(name: str) -> tuple[bool, float]:
            groups = places[name].values()
            return name not in merged, -sum(len(g) == 1 for g in groups) / max(len(groups), 1)

        return sorted((name for name in NEAR if places[name]), key=purity)

    def _inside(self, row: int) -> bool:
        return self.layout.data[0] <= row <= self.layout.data[1]

    def _without_empty_groups(self, lines: Sequence[Line]) -> list[Line]:
        """A section or subtotal goes when all its rows went; one that was empty before stays."""
        had = {line.source for line in self.old if line.kind in GROUPS and _scope(self.old, line)}
        return [
            line
            for line in lines
            if line.kind not in GROUPS or line.source not in had or _scope(lines, line)
        ]

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
            standing = [self._cell(row, column.index) for row in old if row.kind == "data"]
            for restart in (False, True):
                if standing and standing == [n for _, n in _counted(old, restart=restart)]:
                    for index, number in _counted(rows, restart=restart):
                        if self._cell(rows[index], column.index) != number:
                            yield index, {column.index: number}
                    break

    def _recounted(
        self, rows: Sequence[FormRow], row: FormRow, everything: tuple[list[Row], list[Row]]
    ) -> FormRow:
        """A group row with its count of the rows that it heads or closes, else of all (合计)."""
        if row.kind not in GROUPS or row.source is None:
            return row
        old = self._old_rows[row.source - self.layout.data[0]]
        near = self._data(_scope(self._old_rows, old)), self._data(_scope(rows, row))
        values = dict(row.values)
        for column, text in texts(self.grid, row.source).items():
            tried = (recounted(text, column, *scope) for scope in (near, everything))
            changed = next((text for text in tried if text is not None), text)
            if changed != text:
                values[column] = changed
        return replace(row, values=values)

    @cached_property
    def _old_rows(self) -> list[FormRow]:
        return [FormRow({}, line.kind, line.source) for line in self.old]

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


def _shared(issue: Issue, other: Issue | None, names: Sequence[str]) -> tuple[bool, ...]:
    """Which of the fields, the first counting most, two issues have in common."""
    return tuple(
        other is not None
        and getattr(issue, name) is not None
        and getattr(issue, name) == getattr(other, name)
        for name in names
    )


def _counted(rows: Sequence[FormRow], *, restart: bool) -> Iterator[tuple[int, int]]:
    """Index and running number of each data row; groups start anew if `restart`."""
    number = 0
    for index, row in enumerate(rows):
        if row.kind == "data":
            number += 1
            yield index, number
        elif restart and row.kind in GROUPS:
            number = 0


def _scope(rows: Sequence[T], group: T) -> list[T]:
    """The data rows that a section heads (down to the next) or a subtotal closes (up to the last)."""
    at = next(index for index, row in enumerate(rows) if row.source == group.source)
    step = 1 if group.kind == "section" else -1
    found: list[T] = []
    for row in rows[at + step :: step] if at + step >= 0 else []:
        if row.kind == group.kind or (group.kind == "subtotal" and row.kind == "section"):
            break
        if row.kind == "data":
            found.append(row)
    return found
