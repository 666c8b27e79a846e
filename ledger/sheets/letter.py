"""A workbook for one receiver: the form filled with its issues, without the others', sealed; and what is in it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

from ledger.errors import Usage
from ledger.intake import marks, reading
from ledger.intake.context import Context, Copy
from ledger.intake.drafts import Column, How, Layout
from ledger.intake.grid import Grid, letters
from ledger.intake.sent import SentTable, kinds, table
from ledger.intake.sheet import view
from ledger.intake.text import key
from ledger.intake.vocabulary import Vocabulary
from ledger.models import FIELDS, Issue
from ledger.sheets.choices import choices
from ledger.sheets.fill import FormSheet
from ledger.sheets.form import Filling
from ledger.sheets.formbook import FormBook
from ledger.sheets.formrow import FormRow
from ledger.sheets.narrow import narrowed
from ledger.sheets.read import read_content
from ledger.sheets.seal import Choice, Seal, sealed

USUAL: Final = (
    "measures", "progress", "done_on", "status", "callback_on", "callback_text", "satisfaction", "remarks",
)  # fmt: skip
"""What a receiver fills in when nobody says otherwise."""
SPARE: Final = 5
"""Empty rows at the end of a table, for issues that the receiver adds."""


class Terms(NamedTuple):
    """What all workbooks of one dispatch share.

    `opened` are the columns that receivers fill in, by sheet and first row of their table; `listed` the words
    of a field where the district lists them; `show` makes of an issue what its row shall tell.
    """

    form: FormBook
    opened: Mapping[tuple[str, int], tuple[Column, ...]]
    listed: Mapping[str, Sequence[str]]
    vocabulary: Vocabulary
    context: Context
    day: date
    show: Callable[[Issue], Issue] = lambda issue: issue


class Letter(NamedTuple):
    """A workbook ready to go out."""

    data: bytes
    tables: tuple[SentTable, ...]


def opened(form: FormBook, words: Sequence[str]) -> dict[tuple[str, int], tuple[Column, ...]]:
    """The columns with these headings or fields, the usual ones when none is named. Raises Usage."""
    layouts = [sheet.layout for sheet in form.composed(()).sheets]
    columns = [c for layout in layouts for c in layout.columns if c.how is not How.IGNORED]
    for word in words:
        if not any(_is(column, word) for column in columns):
            known = "、".join(dict.fromkeys(column.path for column in columns))
            raise Usage(f"表样里没有“{word}”这一列", f"列有：{known}")
    found = {
        (layout.sheet, layout.data[0]): tuple(
            column
            for column in layout.columns
            if column.how is not How.IGNORED
            and (any(_is(column, word) for word in words) if words else _usual(column, layout))
        )
        for layout in layouts
    }
    if not any(found.values()):
        raise Usage("表样里没有通常由单位填的列", "用 --fill 列,… 指明，如 --fill 整改情况,备注")
    return found


def _is(column: Column, word: str) -> bool:
    """Whether a clerk means the column: by a heading over it, its letter, its field's label."""
    labels = [FIELDS[name].label for name in column.fields]
    said = {key(text) for text in (*column.path.split("/"), column.path, *labels)}
    return key(word) in said or word.upper() == letters(column.index)


def _usual(column: Column, layout: Layout) -> bool:
    """Whether units fill the column as a rule: also what stands beside such a one under the same heading."""
    group = column.path.rpartition("/")[0]
    beside = [c for c in layout.columns if group and c.path.rpartition("/")[0] == group]
    fields = {name for c in (beside if column.how is How.EXTRA else [column]) for name in c.fields}
    return bool(fields & set(USUAL))


def letter(terms: Terms, receiver: str, file: str, key_: str, issues: Sequence[Issue]) -> Letter:
    """The workbook of one receiver under this file name; `key_` is the one by which it is known again."""
    filling = terms.form.composed(issues, terms.show)
    pages = list(_pages(terms, filling))
    kept = {page.layout.sheet for page in pages if page.places}
    roomy = replace(filling, sheets=[page.sheet for page in pages])
    data = narrowed(terms.form.dated(roomy, terms.day, receiver), kept)
    pages = [page for page in pages if page.places]
    data = sealed(data, [_seal(name, pages, key_) for name in kept])
    return Letter(data, _tables(terms, data, file, pages))


@dataclass(frozen=True)
class Page:
    """One table: its rows with room for more, the issue of each, and where the first of them stands.

    `room` are the empty rows, counted as `issues` are.
    """

    terms: Terms
    sheet: FormSheet
    issues: Sequence[Issue | None]
    room: range
    first: int

    @property
    def layout(self) -> Layout:
        return self.sheet.layout

    @property
    def last(self) -> int:
        return self.first + max(len(self.sheet.rows), 1) - 1

    @cached_property
    def places(self) -> dict[int, Issue]:
        """Which issue stands in which row."""
        return {row: issue for row, issue in enumerate(self.issues, self.first) if issue}

    @property
    def opened(self) -> tuple[Column, ...]:
        return self.terms.opened[self.layout.sheet, self.layout.data[0]]

    @property
    def width(self) -> int:
        return max(column.index for column in self.layout.columns)

    @property
    def grid(self) -> Grid:
        return next(g for g in self.terms.form.book.sheets if g.name == self.layout.sheet)

    @cached_property
    def open(self) -> dict[int, Sequence[int]]:
        """The columns that may be changed, by row: of the empty rows every one, below them the lines to sign."""
        spare = [self.first + index for index in self.room]
        columns = [column.index for column in self.opened]
        parts = [at for at, row in enumerate(self.sheet.rows, self.first) if row.kind == "part"]
        rows = dict.fromkeys([*self.places, *parts], columns)
        return rows | dict.fromkeys(spare, range(1, self.width + 1)) | dict(self._signed())

    def _signed(self) -> Iterator[tuple[int, Sequence[int]]]:
        """Where the receiver signs: 填表人： with nothing behind it."""
        down = self.last - self.layout.data[1]
        for row in range(self.layout.data[1] + 1, self.layout.footer[1] + 1):
            cells = self.grid.rows.get(row, {})
            open_ = [c for c, text in cells.items() if str(text).rstrip().endswith(("：", ":"))]
            if open_:
                yield row + down, open_

    @property
    def choices(self) -> list[Choice]:
        first, last = self.layout.data
        drafts = [
            draft
            for draft in self.terms.form.reading.drafts
            if draft.sheet == self.layout.sheet and first <= draft.row <= last
        ]
        return [
            Choice(column=c.index, rows=(self.first, self.last), words=words)
            for c in self.opened
            if (words := choices(c, self.grid, drafts, self.terms.listed))
        ]


def _pages(terms: Terms, filling: Filling) -> Iterator[Page]:
    """The tables in the order of their sheets; below one that grew the next stands lower."""
    below: dict[str, int] = {}
    for sheet, issues in zip(filling.sheets, filling.issues, strict=True):
        room = _room(terms, sheet) if any(issues) else []
        rows = [row._replace(pictures={}) for row in sheet.rows]
        at = max((i for i, row in enumerate(rows, 1) if row.kind in ("data", "part")), default=0)
        roomy = replace(sheet, rows=[*rows[:at], *room, *rows[at:]])
        standing = [*issues[:at], *([None] * len(room)), *issues[at:]]
        first, end = sheet.layout.data
        down = below.get(sheet.layout.sheet, 0)
        yield Page(terms, roomy, standing, range(at, at + len(room)), first + down)
        below[sheet.layout.sheet] = down + max(len(roomy.rows), 1) - (end - first + 1)


def _room(terms: Terms, sheet: FormSheet) -> list[FormRow]:
    """Empty rows; where rows are numbered, they are as well."""
    grid = next(g for g in terms.form.book.sheets if g.name == sheet.layout.sheet)
    last = [row for row in sheet.rows if row.kind == "data"][-1]
    numbers = {
        column.index: number
        for column in sheet.layout.columns
        if column.how is How.IGNORED and isinstance(number := _value(grid.rows, last, column), int)
    }
    return [
        FormRow({column: number + extra for column, number in numbers.items()})
        for extra in range(1, SPARE + 1)
    ]


def _value(rows: Mapping[int, Mapping[int, object]], row: FormRow, column: Column) -> object:
    if column.index in row.values or row.source is None:
        return row.values.get(column.index)
    return rows.get(row.source, {}).get(column.index)


def _seal(name: str, pages: Sequence[Page], key_: str) -> Seal:
    mine = [page for page in pages if page.layout.sheet == name]
    marked = {row: marks.mark(issue) for page in mine for row, issue in page.places.items()}
    return Seal(
        sheet=name,
        open={row: columns for page in mine for row, columns in page.open.items()},
        marks={mine[0].layout.header[1]: marks.head(key_), **marked},
        mark_column=max(page.width for page in mine) + 1,
        choices=[choice for page in mine for choice in page.choices],
    )


def _tables(terms: Terms, data: bytes, file: str, pages: Sequence[Page]) -> tuple[SentTable, ...]:
    """What the workbook says, read as it will be when it comes back."""
    book = read_content(data, file)
    grids = {grid.name: marks.unmarked(grid).grid for grid in book.sheets}
    columns = [column for page in pages for column in page.layout.columns]
    headers = {page.layout.sheet: page.layout.header for page in reversed(pages)}
    copy = Copy(headers, {c.path: c.fields for c in columns if c.fields})
    read = reading.read(
        book._replace(sheets=list(grids.values())),
        terms.vocabulary,
        terms.context._replace(copy_of=copy),
    )
    states = {(d.sheet, d.row): str(d.values.get("status", "")) for d in read.drafts}
    return tuple(
        table(
            page.layout,
            view(grids[page.layout.sheet]),
            [column.index for column in page.opened],
            {
                row: (issue, states.get((page.layout.sheet, row), ""))
                for other in pages
                if other.layout.sheet == page.layout.sheet
                for row, issue in other.places.items()
            },
            kinds(read, page.layout.sheet),
        )
        for page in {page.layout.sheet: page for page in reversed(pages)}.values()
    )
