"""A book becomes a reading: each sheet laid out and judged, its rows drafted, its doubts told."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ledger.errors import Usage
from ledger.intake import body as bodies
from ledger.intake import header, heading, mapping, profile, search
from ledger.intake.body import Body
from ledger.intake.context import Context
from ledger.intake.drafts import Draft, How, Layout, Problem, Reading, Role
from ledger.intake.folded import folded
from ledger.intake.grid import Book, Grid, letters
from ledger.intake.header import Band
from ledger.intake.heading import Heading
from ledger.intake.mapping import Form, Mapped
from ledger.intake.offers import Offers
from ledger.intake.photos import bound
from ledger.intake.rows import Rows
from ledger.intake.sheet import Sheet, view
from ledger.intake.text import key
from ledger.intake.vocabulary import Vocabulary

SAYS_WHAT: Final = ("description", "title")
DOING: Final = frozenset((
    "due_on", "status", "measures", "progress", "done_on", "closed_on", "verified_on", "requirement",
    "callback_on", "verify_result",
))  # fmt: skip
ABOUT: Final = frozenset((
    "lead_unit", "source_no", "source", "category", "severity", "assigned_on", "reported_on",
    "subdistrict", "estate", "location", "building", "complainant",
))  # fmt: skip
WORK: Final = frozenset((
    "lead_unit", "source_no", "source", "category", "severity", "assigned_on", "reported_on", "requirement",
    "measures", "progress", "verify_result",
))  # fmt: skip
"""Of what is neither a word of the problem nor a picture, what no list of fees, cards or contracts has."""
WHEN: Final = frozenset({"reported_on"})
ENOUGH: Final = 4
STANDING: Final = frozenset(
    {"status", "strike", "progress", "done_on", "closed_on", "verified_on", "verify_result"}
)
"""Columns of which one at least tells how far the work is."""
FIRM: Final = 0.75
COUNTED: Final = ("数", "率", "（件）", "(件)", "占比", "得分", "排名")
PROBLEM: Final = re.compile(
    "问题|隐患|诉求|投诉|反映|矛盾|纠纷|信访|毛病|缺陷|故障|报修|报事|事[情儿项]|现象|违"
)
DRIVEN: Final = 3
"""Columns of the procedure that, with a unit, make a list of whatever is to be done."""
LOOK: Final = 200
SOME: Final = 0.3
TABLES: Final = 20


class Page(NamedTuple):
    """What one table of a sheet gave."""

    layout: Layout
    drafts: tuple[Draft, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(book: Book, vocabulary: Vocabulary, context: Context) -> Reading:
    """Reads every sheet of a book; never raises on what stands in it.

    Raises Usage when the context names a field, a column or a sheet that does not exist.
    """
    for word in context.given.values():
        mapping.field_of(word)
    _check_sheets(book, context)
    pages = _all(book, vocabulary, context)
    if alike := _alike(pages):
        pages = _all(book, vocabulary, context._replace(alike=alike))
    _check_columns(pages, context)
    return Reading(
        file=book.name,
        layouts=[page.layout for page in pages],
        drafts=[draft for page in pages for draft in page.drafts],
        problems=[problem for page in pages for problem in page.problems],
        media=book.media,
    )


def _all(book: Book, vocabulary: Vocabulary, context: Context) -> list[Page]:
    return [page for grid in book.sheets for page in _pages(grid, book.name, vocabulary, context)]


def _alike(pages: list[Page]) -> dict[str, dict[str, tuple[str, ...]]]:
    """What the columns fill in forms that several sheets were read differently in: as the one of the most rows has it."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    differing: set[str] = set()
    for page in sorted(pages, key=lambda page: -len(page.drafts)):
        layout = page.layout
        if layout.role is Role.LEDGER and page.drafts:
            told = {column.path: column.fields for column in layout.columns}
            if found.setdefault(layout.fingerprint, told) != told:
                differing.add(layout.fingerprint)
    return {mark: found[mark] for mark in differing}


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
    band = known or search.find(sheet, vocabulary)
    if band is None:
        return _aside(sheet.grid, Role.OTHER, "没有找到表头"), first, 0
    body = bodies.read(sheet, band, vocabulary)
    band = header.completed(band, sheet, body.rows)
    above = [row for row in sheet.filled if row < band.top and row != body.opening]
    below = [row for row in sheet.filled if body.footer[0] <= row <= body.footer[1]]
    told = heading.read(sheet, (above, below), vocabulary, context, file)
    told = heading.following(told, first)
    columns, mark = _columns(sheet, (band, body, told), vocabulary, context, file)
    role, why = (Role.LEDGER, "") if known else _role(sheet, columns, vocabulary)
    if role is Role.LEDGER and not known:
        role, why = _about((told.title, sheet.grid.name, file), (sheet, body), columns, vocabulary)
    layout = _layout(sheet, (band, body, told), columns, mark)
    if role is not Role.LEDGER:
        return Page(layout=layout._replace(role=role, why=why)), told, body.next_table
    photos = bound(sheet.grid, body, columns)
    layout = layout._replace(pictures=photos.taken, pictures_left=photos.left)
    rows = Rows(
        sheet=sheet,
        body=body,
        columns=columns,
        heading=told,
        vocabulary=vocabulary,
        context=context,
        file=file,
        photos=photos.by_row,
    )
    read_rows = [rows.draft(row) for row in body.rows]
    drafts = tuple(draft for draft, _ in read_rows)
    problems = tuple(problem for _, found in read_rows for problem in found)
    return Page(layout=layout, drafts=drafts, problems=problems), told, body.next_table


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
        channel=any(word in name for word in vocabulary.channels for name in names),
    )
    form = Form(offers=offers, context=context, paths=mapping.paths(band))
    return form.mapped(), form.fingerprint


def _role(sheet: Sheet, columns: list[Mapped], vocabulary: Vocabulary) -> tuple[Role, str]:
    """Whether a table lists issues, counts them, or is about something else; and why, in Chinese.

    A ledger has a column for the problem (one that only its last word names such, 巡查内容, beside one of the procedure
    or of who deals with it) and one more of the procedure, or, where the kind of case says it
    all, several of the procedure and of what it is about, not only people, places and dates.
    """
    fields = {name for mapped in columns for name in mapped.column.fields}
    fields |= {mapped.name for mapped in columns if mapped.kind == "choice"}
    firm = {
        n for mapped in columns if mapped.column.confidence > FIRM for n in mapped.column.fields
    }
    doing = len(fields & DOING)
    pictured = any(mapped.kind == "photo" for mapped in columns)
    about = doing + len(fields & ABOUT) + pictured
    says = any(name in firm for name in SAYS_WHAT)
    says = says and bool(doing or pictured or fields & WORK - WHEN or _problem(columns))
    counts = sum(mapped.path.endswith(COUNTED) for mapped in columns)
    named = any(word in sheet.grid.name for word in vocabulary.summaries)
    if (counts > len(columns) / 3 or named) and not says:
        return Role.STATISTICS, "是统计汇总，没有逐条的问题"
    hinted = doing and about > 2 - (doing > 1) and any(name in fields for name in SAYS_WHAT)
    worked = doing and about >= ENOUGH and (pictured or fields & WORK)
    if (says and about) or hinted or worked:
        return Role.LEDGER, ""
    return Role.OTHER, "表头里没有问题内容和办理情况，不像问题台账"


def _about(
    names: Sequence[str],
    rows: tuple[Sheet, Body],
    columns: Sequence[Mapped],
    vocabulary: Vocabulary,
) -> tuple[Role, str]:
    """Whether a list with the columns of a ledger is one by what it is about."""
    given = any(m.column.how is How.GIVEN for m in columns)
    other = next((word for word in vocabulary.others for name in names if word in name), "")
    if other and not given and not _problem(columns, outright=True):
        return Role.OTHER, f"名称里写着“{other}”，表头里没有问题一列，不像问题台账"
    if given or _troubled(names, rows, columns, vocabulary):
        return Role.LEDGER, ""
    return Role.OTHER, "没有一处说到问题、投诉或者整改，不像问题台账"


def _troubled(
    names: Sequence[str],
    rows: tuple[Sheet, Body],
    columns: Sequence[Mapped],
    vocabulary: Vocabulary,
) -> bool:
    """Whether a list with the columns of a ledger is about what is wrong: by its names, its headings, its words, or its columns alone.

    Lists of visits, parcels, papers, cards or praise have days, people and states as well.
    """
    if any(map(vocabulary.names_trouble, (*names, *(m.path for m in columns)))):
        return True
    fields = {name: m for m in columns for name in m.column.fields}
    if len(fields.keys() & DOING) >= DRIVEN and "lead_unit" in fields:
        return True
    what = [fields[name].column for name in SAYS_WHAT if name in fields]
    sheet, body = rows
    texts = [text for c in what for r in body.rows[:LOOK] if (text := sheet.text(r, c.index))]
    telling = sum(bool(vocabulary.tells_trouble(text)) for text in texts)
    return telling > len(texts) * SOME


def _problem(columns: Sequence[Mapped], *, outright: bool = False) -> bool:
    """Whether a heading says that its column tells problems: as one that is known, or `outright` by such a word."""
    told = [m for m in columns if set(m.column.fields) & set(SAYS_WHAT)]
    known = not outright and any(m.column.how is not How.STEM for m in told)
    return known or any(PROBLEM.search(m.path) for m in told)


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
        stateless=not any(
            m.name in STANDING or STANDING.intersection(m.column.fields) for m in columns
        ),
    )
