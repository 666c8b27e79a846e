"""A book becomes a reading: each sheet laid out and judged, its rows drafted, its doubts told."""

from collections.abc import Iterator, Sequence
from datetime import MINYEAR
from typing import Final

from ledger.errors import Usage
from ledger.intake import (
    beside,
    colours,
    dayparts,
    header,
    heading,
    mapping,
    profile,
    search,
    sections,
)
from ledger.intake import body as bodies
from ledger.intake.body import Body
from ledger.intake.context import Context
from ledger.intake.drafts import Layout, Page, Reading, Role
from ledger.intake.folded import folded
from ledger.intake.grid import Book, Grid, Tint, letters
from ledger.intake.header import Band
from ledger.intake.heading import Heading
from ledger.intake.headless import headless
from ledger.intake.joined import joined
from ledger.intake.mapping import Form, Mapped
from ledger.intake.offers import Offers
from ledger.intake.partners import numbering
from ledger.intake.photos import bound
from ledger.intake.roles import Table, stateless
from ledger.intake.rows import Rows
from ledger.intake.sheet import Sheet, view
from ledger.intake.sisters import alike, sister
from ledger.intake.states import WAITING
from ledger.intake.text import key
from ledger.intake.vocabulary import Vocabulary

TABLES: Final = 20
STATED: Final = ("status", "strike")


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
        yield _aside(grid, Role.HIDDEN, "工作表已隐藏；要导入请用 --sheet 指明")
        return
    if key(name) in vocabulary.guides:
        yield _aside(grid, Role.OTHER, "工作表名表明这是说明，不是台账")
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
        page, told, following = _table(view(grid), file, vocabulary, context, told)
        yield page
        if not following:
            return
        grid = _from(grid, following)


def _aside(grid: Grid, role: Role, why: str) -> Page:
    return Page(layout=Layout(sheet=grid.name, role=role, why=why))


def _from(grid: Grid, row: int) -> Grid:
    """The part of a grid that begins at a row."""
    rows = {r: cells for r, cells in grid.rows.items() if r >= row}
    merges = [m for m in grid.merges if m.top >= row]
    pictures = [p for p in grid.pictures if p.row >= row]
    return grid._replace(rows=rows, merges=merges, pictures=pictures)


def _table(
    sheet: Sheet, file: str, vocabulary: Vocabulary, context: Context, first: Heading | None
) -> tuple[Page, Heading | None, int]:
    """The first table of a sheet, its heading with what the `first` one tells, the row of the next table (0 if none)."""
    if narrow := folded(sheet, vocabulary):
        sheet = view(narrow)
    if not sheet.filled:
        return _aside(sheet.grid, Role.EMPTY, "没有内容"), first, 0
    known = _known(sheet, context) if first is None else None
    band = known or headless(sheet, vocabulary) or search.find(sheet, vocabulary)
    if band is None:
        return _aside(sheet.grid, Role.OTHER, "没有找到表头"), first, 0
    body = bodies.read(sheet, band, vocabulary)
    band = header.completed(band, sheet, body.rows)
    above = [row for row in sheet.filled if row < band.top and row != body.opening]
    below = [row for row in sheet.filled if body.footer[0] <= row <= body.footer[1]]
    told = heading.following(heading.read(sheet, (above, below), vocabulary, context, file), first)
    columns, mark = _columns(sheet, (band, body, told), vocabulary, context, file)
    names = (told.title, sheet.grid.name, file)
    table = Table(names=names, sheet=sheet, body=body, columns=columns, vocabulary=vocabulary)
    role, why = (Role.LEDGER, "") if known or context.sure else table.role()
    layout = _layout(sheet, (band, body, told), columns, mark)
    if role is not Role.LEDGER:
        return Page(layout=layout._replace(role=role, why=why)), told, body.next_table
    marks = _colours(sheet, body, columns, told)
    photos = bound(sheet.grid, body, columns)
    layout = layout._replace(pictures=photos.taken, pictures_left=photos.left, colours=marks.untold)
    rows = Rows(
        sheet=sheet,
        body=body,
        columns=columns,
        heading=told,
        vocabulary=vocabulary,
        context=context,
        file=file,
        photos=photos.by_row,
        colours=marks.told,
    )
    return _page(layout, rows), told, body.next_table


def _page(layout: Layout, rows: Rows) -> Page:
    """The issues of a ledger, and what can only be said of it once they are read."""
    found = [rows.draft(row) for row in rows.body.rows]
    drafts = tuple(draft for draft, _ in found)
    idle = not rows.colours and all(draft.values["status"] in WAITING for draft in drafts)
    return Page(
        layout=layout._replace(
            stateless=stateless(rows.columns) and idle and bool(drafts),
            years=tuple(sorted(rows.fills.years)),
        ),
        drafts=drafts,
        problems=tuple(problem for _, problems in found for problem in problems),
    )


def _colours(sheet: Sheet, body: Body, columns: Sequence[Mapped], told: Heading) -> colours.Marks:
    """What the colours of the rows tell."""
    known = sheet.grid.colours
    if not known:
        return colours.Marks()
    indexes = [mapped.column.index for mapped in columns]
    rows: dict[int, dict[int, Tint]] = {}
    for row in body.rows:
        cells = ((c, known.get(body.source(row, c))) for c in indexes)
        coloured = bool(body.above) or row in known
        rows[row] = {c: own[c] for c, own in cells if own and c in own} if coloured else {}
    stated = any(m.name in STATED or "status" in m.column.fields for m in columns)
    return colours.read(rows, told.colours, stated=stated)


def _known(sheet: Sheet, context: Context) -> Band | None:
    """The header of a sheet of which it is known where it stands."""
    rows = context.copy_of.headers.get(sheet.grid.name) if context.copy_of else None
    if rows is None:
        return None
    top, bottom = rows
    return Band(top=top, bottom=bottom, levels=header.levels(sheet, top, bottom), confidence=1.0)


def _columns(
    sheet: Sheet,
    parts: tuple[Band, Body, Heading],
    vocabulary: Vocabulary,
    context: Context,
    file: str,
) -> tuple[list[Mapped], str]:
    band, body, told = parts
    profiles = {
        column: profile.profile(
            (sheet.cell(body.source(row, column), column) for row in body.rows), vocabulary
        )
        for column in band.levels
    }
    names = (told.title, sheet.grid.name, file)
    offers = Offers(
        band=band,
        profiles=profiles,
        vocabulary=vocabulary,
        day=told.day or context.today,
        legend=told.legend,
        monthly=bool(told.month or sections.periods(sheet, body.groups, body.rows, MINYEAR)),
        channel=any(word in name for word in vocabulary.channels for name in names),
    )
    form = Form(offers=offers, context=context, paths=mapping.paths(band))
    return form.mapped(), form.fingerprint


def _layout(
    sheet: Sheet, parts: tuple[Band, Body, Heading], columns: list[Mapped], mark: str
) -> Layout:
    band, body, told = parts
    first, last = body.data
    hidden = sum(first <= row <= last for row in sheet.grid.hidden_rows) if first else 0
    known = sum(bool(mapped.column.fields) for mapped in columns) / max(1, len(columns))
    return Layout(
        sheet=sheet.grid.name,
        role=Role.LEDGER,
        title=told.title,
        header=(band.top, band.bottom),
        data=body.data,
        footer=body.footer,
        columns=tuple(mapped.column for mapped in columns),
        photos={m.name: m.column.index for m in reversed(columns) if m.kind == "photo"},
        groups=body.groups,
        meta=told.meta,
        hidden_rows=hidden,
        confidence=round(min(band.confidence, 1.0, 0.5 + known), 2),
        fingerprint=mark,
        folded=sheet.grid.blocks,
    )
