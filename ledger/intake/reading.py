"""A book becomes a reading: each sheet laid out and judged, its rows drafted, its doubts told."""

from collections.abc import Iterator
from typing import Final

from ledger.errors import Usage
from ledger.intake import beside, dayparts, mapping, onetable
from ledger.intake.context import Context
from ledger.intake.drafts import Page, Reading, Role
from ledger.intake.grid import Book, Grid, letters
from ledger.intake.heading import Heading
from ledger.intake.joined import joined
from ledger.intake.partners import numbering
from ledger.intake.sheet import view
from ledger.intake.sisters import alike, sister
from ledger.intake.text import key
from ledger.intake.vocabulary import Vocabulary

TABLES: Final = 20


def read(book: Book, vocabulary: Vocabulary, context: Context) -> Reading:
    """Reads every sheet of a book; never raises on what stands in it.

    Raises Usage when the context names a field, a column or a sheet that does not exist.
    """
    for word in context.given.values():
        mapping.field_of(word)
    _check_sheets(book, context)
    pages = _all(book, vocabulary, context)
    if known := alike(pages):
        pages = _all(book, vocabulary, context._replace(alike=known))
    _check_columns(pages, context)
    if context.copy_of is None:
        pages = _joined(pages, book, vocabulary, context)
    return Reading(
        file=book.name,
        layouts=[page.layout for page in pages],
        drafts=[draft for page in pages for draft in page.drafts],
        problems=[problem for page in pages for problem in page.problems],
        media=book.media,
    )


def _all(book: Book, vocabulary: Vocabulary, context: Context) -> list[Page]:
    """The tables of all sheets; one that tells of nothing wrong is a ledger all the same where its sisters are."""
    read = [list(_pages(grid, book.name, vocabulary, context)) for grid in book.sheets]
    ledgers = [page.layout for pages in read for page in pages if page.drafts]
    sure = context._replace(sure=True)
    again = (
        _pages(grid, book.name, vocabulary, sure) if sister(pages, ledgers) else pages
        for grid, pages in zip(book.sheets, read, strict=True)
    )
    return [page for pages in again for page in pages]


def _joined(pages: list[Page], book: Book, vocabulary: Vocabulary, context: Context) -> list[Page]:
    """The pages, issues of which several sheets tell put together; some of these are no ledgers by themselves."""
    sure = context._replace(sure=True)
    tried: dict[str, Page] = {}
    for grid in book.sheets if any(page.drafts for page in pages) else ():
        own = [page for page in pages if page.layout.sheet == grid.name]
        if (
            len(own) == 1
            and own[0].layout.role is Role.OTHER
            and numbering(own[0].layout, vocabulary)
        ):
            again = list(_pages(grid, book.name, vocabulary, sure))
            tried |= {grid.name: again[0]} if len(again) == 1 else {}
    found = joined([tried.get(page.layout.sheet, page) for page in pages], book, vocabulary)
    return [
        page if page.layout.sheet in tried and not new.layout.joined else new
        for page, new in zip(pages, found, strict=True)
    ]


def _check_sheets(book: Book, context: Context) -> None:
    names = {grid.name.strip() for grid in book.sheets}
    for name in context.sheets:
        if name.strip() not in names:
            raise Usage(f"文件里没有工作表“{name}”", "工作表有：" + "、".join(sorted(names)))


def _check_columns(pages: list[Page], context: Context) -> None:
    columns = [column for page in pages for column in page.layout.columns]
    known = {word for c in columns for word in (c.path, c.path.split("/")[-1], letters(c.index))}
    for word in context.given:
        if word not in known:
            paths = dict.fromkeys(column.path for column in columns)
            raise Usage(f"表里没有“{word}”这一列", "列有：" + "、".join(paths))


def _pages(grid: Grid, file: str, vocabulary: Vocabulary, context: Context) -> Iterator[Page]:
    name = grid.name.strip()
    if context.sheets and name not in {wanted.strip() for wanted in context.sheets}:
        return
    if grid.hidden and not context.sheets:
        yield onetable.aside(grid, Role.HIDDEN, "工作表已隐藏；要导入请用 --sheet 指明")
        return
    if key(name) in vocabulary.guides:
        yield onetable.aside(grid, Role.OTHER, "工作表名表明这是说明，不是台账")
        return
    alike = beside.parts(dayparts.joined(grid))
    parts = [own for part in alike for own in _apart(part, file, vocabulary, context)]
    found = [list(_below(part, file, vocabulary, context)) for part in parts]
    ledger = any(pages[0].layout.role is Role.LEDGER for pages in found)
    for part, pages in zip(parts, found, strict=True):
        alone = not ledger or pages[0].layout.role is Role.LEDGER
        yield from pages if alone else _below(part, file, vocabulary, context._replace(sure=True))


def _apart(grid: Grid, file: str, vocabulary: Vocabulary, context: Context) -> Iterator[Grid]:
    """The tables of a sheet from left to right where each is a ledger with headings of its own; mostly there is one."""
    for halves in beside.halves(grid):
        left, right = (beside.head(half) for half in halves)
        layouts = [next(_below(half, file, vocabulary, context)).layout for half in (left, right)]
        if beside.apart((left, layouts[0]), (right, layouts[1])):
            yield halves[0]
            yield from _apart(halves[1], file, vocabulary, context)
            return
    yield grid


def _below(grid: Grid, file: str, vocabulary: Vocabulary, context: Context) -> Iterator[Page]:
    """The tables of a sheet one below the other."""
    told: Heading | None = None
    for _ in range(TABLES):
        page, told, following = onetable.read(view(grid), file, vocabulary, context, told)
        yield page
        if not following:
            return
        grid = _from(grid, following)


def _from(grid: Grid, row: int) -> Grid:
    """The part of a grid that begins at a row."""
    rows = {r: cells for r, cells in grid.rows.items() if r >= row}
    merges = [m for m in grid.merges if m.top >= row]
    pictures = [p for p in grid.pictures if p.row >= row]
    return grid._replace(rows=rows, merges=merges, pictures=pictures)
