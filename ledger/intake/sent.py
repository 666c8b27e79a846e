"""What went out in a workbook: its columns, and for each row the issue, its version and every cell as sent."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from itertools import chain, count, takewhile
from typing import Any, Final, NamedTuple

from ledger.intake.context import Copy
from ledger.intake.drafts import How, Layout, Reading
from ledger.intake.grid import Grid
from ledger.intake.sheet import Sheet
from ledger.intake.text import clean, shown
from ledger.models import Issue

SENT: Final = "sent/"
"""Settings under this word hold what went out, by its key."""
RETURNED: Final = "returned/"
"""Settings under this word hold what came back, by the key of what went out."""


class SentColumn(NamedTuple):
    """A column of a form; `open` ones are the receiver's to fill."""

    at: int
    path: str
    fields: tuple[str, ...]
    how: How
    open: bool

    @property
    def tells(self) -> bool:
        """Whether the cells say something of the issue: row numbers and formulas do not."""
        return self.how is not How.IGNORED


class SentRow(NamedTuple):
    """An issue as it went out: `status` as the sheet tells it, `cells` as it shows them, column by column.

    `comments` (批注) are told by the header path of their cell.
    """

    uid: str
    number: str
    version: int
    status: str
    cells: tuple[str, ...]
    comments: Mapping[str, str]


class SentTable(NamedTuple):
    """One sheet: where its header stands and what it says, its columns, its rows."""

    sheet: str
    header: tuple[int, int]
    heads: tuple[tuple[int, int, str], ...]
    columns: tuple[SentColumn, ...]
    rows: tuple[SentRow, ...]


class Sent(NamedTuple):
    """One workbook for one receiver, sent on a day; those that went out together share a `dispatch`.

    `field` is the field of an issue that holds the receiver's name.
    """

    key: str
    file: str
    receiver: str
    field: str
    dispatch: str
    on: str
    tables: tuple[SentTable, ...]

    @property
    def copy(self) -> Copy:
        """What a reading is told of a workbook that is a copy of this one."""
        columns = [column for table in self.tables for column in table.columns]
        fields = {column.path: column.fields for column in columns if column.fields}
        return Copy({table.sheet: table.header for table in self.tables}, fields)


def plain(sent: Sent) -> dict[str, Any]:
    """The record as JSON holds it; the key is told apart."""
    told = sent._asdict()
    del told["key"]
    told["tables"] = [
        table._asdict()
        | {"columns": [list(column) for column in table.columns]}
        | {"rows": [list(row) for row in table.rows]}
        for table in sent.tables
    ]
    return told


def without(told: Mapping[str, Any], uids: Collection[str]) -> dict[str, Any]:
    """The record as JSON holds it, without the rows of these issues."""
    tables = [
        {**table, "rows": [row for row in table["rows"] if row[0] not in uids]}
        for table in told["tables"]
    ]
    return {**told, "tables": tables}


def typed(key: str, told: Mapping[str, Any]) -> Sent:
    """The reverse of `plain`."""
    return Sent(**{**told, "key": key, "tables": tuple(map(_table, told["tables"]))})


def _table(told: Mapping[str, Any]) -> SentTable:
    top, bottom = told["header"]
    return SentTable(
        sheet=told["sheet"],
        header=(top, bottom),
        heads=tuple((row, column, text) for row, column, text in told["heads"]),
        columns=tuple(
            SentColumn(at, path, tuple(fields), How(how), open_)
            for at, path, fields, how, open_ in told["columns"]
        ),
        rows=tuple(
            SentRow(uid, number, version, status, tuple(cells), comments)
            for uid, number, version, status, cells, comments in told["rows"]
        ),
    )


def table(
    layout: Layout,
    sheet: Sheet,
    opened: Sequence[int],
    rows: Mapping[int, tuple[Issue, str]],
    others: Mapping[int, str],
) -> SentTable:
    """The record of a sheet as it was filled: `rows` tell the issue of each row and the state that it reads.

    `others` are the kinds of its other rows.
    """
    top, bottom = layout.header
    calculated = {column for row, column in sheet.grid.formulas if row in rows}
    columns = tuple(
        SentColumn(
            c.index,
            c.path,
            c.fields,
            How.IGNORED if c.index in calculated else c.how,
            c.index in opened,
        )
        for c in layout.columns
    )
    return SentTable(
        sheet=layout.sheet,
        header=layout.header,
        heads=tuple(
            (row - top, column, text)
            for row in range(top, bottom + 1)
            for column, text in sheet.texts.get(row, {}).items()
        ),
        columns=columns,
        rows=tuple(
            SentRow(
                issue.uid,
                issue.number,
                issue.version,
                status,
                cells(sheet, further(others, row), columns),
                comments(sheet, row, columns),
            )
            for row, (issue, status) in sorted(rows.items())
        ),
    )


def kinds(reading: Reading, sheet: str) -> dict[int, str]:
    """What the rows of a sheet are that are no issues, as in `Layout.groups`."""
    groups = [layout.groups.items() for layout in reading.layouts if layout.sheet == sheet]
    return dict(chain.from_iterable(groups))


def further(others: Mapping[int, str], row: int) -> list[int]:
    """The row of an issue, and those that go on with it."""
    return [row, *takewhile(lambda below: others.get(below) == "part", count(row + 1))]


def cells(sheet: Sheet, rows: Sequence[int], columns: Sequence[SentColumn]) -> tuple[str, ...]:
    """What the columns show in the rows of an issue; a cell merged downwards speaks for each of its rows.

    Days are told in one way, whatever their format: programs have their own ideas of it.
    """
    return tuple(_cell(sheet, rows, c.at) for c in columns)


def comments(sheet: Sheet, row: int, columns: Sequence[SentColumn]) -> dict[str, str]:
    """The comments on a row, by the header path of their cell."""
    told = sheet.grid.comments
    return {c.path: text for c in columns if (text := clean(told.get((row, c.at), "")))}


def _cell(sheet: Sheet, rows: Sequence[int], column: int) -> str:
    first, *others = rows
    texts = [_text(sheet, _source(sheet.grid, first, column), column)]
    texts += [_text(sheet, row, column) for row in others]
    return "\n".join(filter(None, texts))


def _text(sheet: Sheet, row: int, column: int) -> str:
    value = sheet.value(row, column)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    return shown(value) if isinstance(value, date) else sheet.text(row, column)


def _source(grid: Grid, row: int, column: int) -> int:
    for merge in grid.merges:
        if merge.left == column and merge.top <= row <= merge.bottom:
            return merge.top
    return row
