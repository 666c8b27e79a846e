"""One table of a sheet becomes a page: its header found, its columns understood, judged, its rows drafted."""

from collections.abc import Sequence
from datetime import MINYEAR
from typing import Final

from ledger.intake import body as bodies
from ledger.intake import (
    cards,
    colours,
    header,
    heading,
    itemized,
    mapping,
    profile,
    search,
    sections,
    turned,
)
from ledger.intake.body import Body
from ledger.intake.context import Context
from ledger.intake.drafts import Layout, Page, Role
from ledger.intake.folded import folded
from ledger.intake.grid import Grid, Tint
from ledger.intake.header import Band
from ledger.intake.heading import Heading
from ledger.intake.headless import headless
from ledger.intake.mapping import Form, Mapped
from ledger.intake.offers import Offers
from ledger.intake.photos import bound
from ledger.intake.roles import Table, stateless
from ledger.intake.rows import Rows
from ledger.intake.sheet import Sheet, view
from ledger.intake.states import WAITING
from ledger.intake.vocabulary import Vocabulary

STATED: Final = ("status", "strike")


def aside(grid: Grid, role: Role, why: str) -> Page:
    """What a sheet gives that is not read."""
    return Page(layout=Layout(sheet=grid.name, role=role, why=why))


def read(
    sheet: Sheet, file: str, vocabulary: Vocabulary, context: Context, first: Heading | None
) -> tuple[Page, Heading | None, int]:
    """The first table of a sheet, its heading with what the `first` one tells, the row of the next table (0 if none)."""
    if narrow := folded(sheet, vocabulary):
        sheet = view(narrow)
    if not sheet.filled:
        return aside(sheet.grid, Role.EMPTY, "没有内容"), first, 0
    known = _known(sheet, context) if first is None else None
    made = None if known else _made(sheet, vocabulary)
    if made:
        sheet = view(made[0])
    band = made[1] if made else known or _header(sheet, vocabulary)
    if band is None:
        return aside(sheet.grid, Role.OTHER, "没有找到表头"), first, 0
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


def _made(sheet: Sheet, vocabulary: Vocabulary) -> tuple[Grid, Band] | None:
    """A sheet that is no table of rows made one: numbered sentences, columns of issues, forms."""
    ways = (itemized.table, turned.table, cards.table)
    return next((made for way in ways if (made := way(sheet, vocabulary))), None)


def _header(sheet: Sheet, vocabulary: Vocabulary) -> Band | None:
    """The rows that name the columns, or none of them before the first issue; None for neither."""
    likely = search.find(sheet, vocabulary)
    return headless(sheet, vocabulary, likely) or likely


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
        day=told.until or context.today,
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
