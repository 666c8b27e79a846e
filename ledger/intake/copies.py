"""A workbook that comes back is known again, and its cells are put where they stood when it went out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ledger.intake.context import Copy
from ledger.intake.grid import Book, Grid, Merge, address
from ledger.intake.marks import Unmarked, unmarked
from ledger.intake.sent import Sent, SentTable, cells
from ledger.intake.sheet import Sheet, view
from ledger.intake.text import joined

HEADERS_IN: Final = 60
ENOUGH: Final = 0.5


class Placed(NamedTuple):
    """A sheet that is a copy of a table: its cells in the columns of the table, where its header stands now.

    `present` are the columns of the table that it still has; `strays` are texts that stand outside of the table, by address.
    """

    table: SentTable
    grid: Grid
    header: tuple[int, int]
    marks: Mapping[int, tuple[str, int]]
    present: frozenset[int]
    strays: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Returned:
    """A workbook that came back: what it was, its sheets."""

    sent: Sent
    book: Book
    sheets: Sequence[Placed]

    @property
    def copy(self) -> Copy:
        """What its reading is told."""
        return Copy({p.grid.name: p.header for p in self.sheets}, self.sent.copy.fields)


def known_again(book: Book, sents: Sequence[Sent]) -> Returned | None:
    """The workbook as one of those that went out; None when it is none of them.

    Told by the key in its hidden column, else by the marks of its rows, else by what its rows say. `sents` are
    the newest first.
    """
    sheets = [unmarked(grid) for grid in book.sheets if not grid.hidden]
    keys = {sheet.key for sheet in sheets if sheet.key}
    for sent in sents:
        if sent.key in keys:
            return _returned(book, sheets, sent)
    scores = [_likeness(sheets, sent) for sent in sents]
    best = max(scores, default=0.0)
    return _returned(book, sheets, sents[scores.index(best)]) if best >= ENOUGH else None


def _likeness(sheets: Sequence[Unmarked], sent: Sent) -> float:
    """Which share of the rows that went out the workbook has."""
    count = sum(len(table.rows) for table in sent.tables)
    marks = {mark for sheet in sheets for mark in sheet.rows.values()}
    marked = sum((row.uid, row.version) in marks for table in sent.tables for row in table.rows)
    if marked or not count:
        return marked / max(count, 1)
    found = 0
    for placed in _placed(sheets, sent):
        wanted = {_begun(row.cells, placed) for row in placed.table.rows}
        found += len(wanted & set(_rows(placed)))
    return found / count


def _rows(placed: Placed) -> Iterator[tuple[str, ...]]:
    sheet = view(placed.grid)
    for row in sheet.after(placed.header[1]):
        yield _begun(cells(sheet, [row], placed.table.columns), placed)


def _begun(row: Sequence[str], placed: Placed) -> tuple[str, ...]:
    """What a row says in the first line of its cells: an issue may go on in the rows below."""
    return said([text.partition("\n")[0] for text in row], placed)


def said(row: Sequence[str], placed: Placed) -> tuple[str, ...]:
    """What a row says in the columns that were not the receiver's to fill."""
    return tuple(
        joined(text)
        for text, column in zip(row, placed.table.columns, strict=True)
        if column.tells and not column.open and column.at in placed.present
    )


def _returned(book: Book, sheets: Sequence[Unmarked], sent: Sent) -> Returned:
    placed = list(_placed(sheets, sent))
    return Returned(sent=sent, book=book._replace(sheets=[p.grid for p in placed]), sheets=placed)


def _placed(sheets: Sequence[Unmarked], sent: Sent) -> Iterator[Placed]:
    """For each table the sheet of its name, else the first one with its header."""
    left = list(sheets)
    for table in sent.tables:
        for sheet in sorted(left, key=lambda s: s.grid.name.strip() != table.sheet.strip()):
            if found := _place(sheet, table):
                left.remove(sheet)
                yield found
                break


def _place(sheet: Unmarked, table: SentTable) -> Placed | None:
    seen = view(sheet.grid)
    height = table.header[1] - table.header[0]
    top = _top(seen, table, height)
    if top is None:
        return None
    columns = _columns(seen, table, top)
    grid = _moved(sheet.grid, columns, table, top)
    strays = {
        address(row, column): text
        for row in seen.after(top + height)
        for column, text in seen.texts[row].items()
        if column not in columns and row in sheet.rows
    }
    present = frozenset(columns.values())
    return Placed(table, grid, (top, top + height), sheet.rows, present, strays)


def _top(sheet: Sheet, table: SentTable, height: int) -> int | None:
    """The row where the header begins now: the one that says most of what the header said."""
    heads = [(row, joined(text)) for row, _, text in table.heads]

    def agreeing(top: int) -> int:
        rows = [set(map(joined, sheet.texts.get(top + i, {}).values())) for i in range(height + 1)]
        return sum(text in rows[row] for row, text in heads)

    tops = [*dict.fromkeys([table.header[0], *sheet.filled[:HEADERS_IN]])]
    best = max(tops, key=agreeing)
    return best if agreeing(best) >= ENOUGH * len(heads) else None


def _columns(sheet: Sheet, table: SentTable, top: int) -> dict[int, int]:
    """Where each column of the sheet stood: in the same place unless its heading is found in another."""
    heads: dict[int, list[tuple[int, str]]] = {}
    for row, column, text in table.heads:
        heads.setdefault(column, []).append((row, joined(text)))
    now = {
        c: [(row, joined(t)) for row in range(table.header[1] - table.header[0] + 1)
            if (t := sheet.text(top + row, c))]
        for c in sheet.columns
    }  # fmt: skip
    indexes = [column.at for column in table.columns]
    found = {i: i for i in indexes if now.get(i, []) == heads.get(i, [])}
    for index in indexes:
        same = [c for c, texts in now.items() if texts and texts == heads.get(index)]
        free = [c for c in same if c not in found]
        if index not in found.values() and len(free) == 1:
            found[free[0]] = index
    rest = [i for i in indexes if i not in found.values() and i not in found and i in now]
    return found | {index: index for index in rest}


def _moved(grid: Grid, columns: Mapping[int, int], table: SentTable, top: int) -> Grid:
    """The cells of the columns where they stood, under the header as it was."""
    rows = {
        row: {columns[c]: value for c, value in cells_.items() if c in columns}
        for row, cells_ in grid.rows.items()
    }
    for offset in range(table.header[1] - table.header[0] + 1):
        rows[top + offset] = {}
    for offset, column, text in table.heads:
        rows[top + offset][column] = text

    def place(spot: tuple[int, int]) -> tuple[int, int]:
        return spot[0], columns[spot[1]]

    return grid._replace(
        name=table.sheet,
        rows=rows,
        merges=[
            Merge(m.top, columns[m.left], m.bottom, columns[m.right])
            for m in grid.merges
            if m.left in columns and m.right in columns
        ],
        formulas={place(p): v for p, v in grid.formulas.items() if p[1] in columns},
        texts={place(p): v for p, v in grid.texts.items() if p[1] in columns},
        comments={place(p): v for p, v in grid.comments.items() if p[1] in columns},
        struck=frozenset(place(p) for p in grid.struck if p[1] in columns),
        crossed={place(p): v for p, v in grid.crossed.items() if p[1] in columns},
        colours={
            row: {columns[c]: tint for c, tint in tints.items() if c in columns}
            for row, tints in grid.colours.items()
        },
        pictures=[p._replace(column=columns.get(p.column, p.column)) for p in grid.pictures],
    )
