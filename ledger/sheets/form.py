"""Issues put into the rows of a form: each on its sheet, in its group, in the form's own words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from ledger.errors import BadData
from ledger.intake.drafts import Draft, Layout, Reading, Role
from ledger.intake.folded import moved
from ledger.intake.grid import Book, Grid, Value
from ledger.models import Issue
from ledger.sheets import blank
from ledger.sheets.fill import FormSheet
from ledger.sheets.lines import further
from ledger.sheets.page import Page
from ledger.sheets.parted import numbered, said
from ledger.sheets.placing import match, placed
from ledger.sheets.unfolded import spread, unfolded


@dataclass(frozen=True)
class Filling:
    """What `fill` needs: rows for each ledger sheet, new texts for single cells outside the data.

    `issues` tells for each of the sheets which issue stands in each of its rows. `mute` are new issues whose
    problem no column of the form tells.
    """

    sheets: Sequence[FormSheet]
    edits: Mapping[tuple[str, str], Value]
    issues: Sequence[Sequence[Issue | None]]
    mute: Sequence[Issue] = ()


def compose(
    reading: Reading,
    book: Book,
    issues: Sequence[Issue],
    show: Callable[[Issue], Issue] = lambda issue: issue,
    *,
    whole: bool = False,
) -> Filling:
    """The rows that show exactly these issues in this form.

    An issue that was read from the form keeps its row, and every cell that is still true keeps its
    text; an issue that is not among `issues` loses its row; others are put into their group.
    `show` makes of an issue what its row shall tell. Where the issues are the `whole` ledger and it has some of
    this form, tables stay as they are from which it took none, and so do rows that no import would take (no
    problem written yet). A form without any row is understood when its header has the labels of fields.
    Raises BadData else.
    """
    fillable(reading)
    grids = {grid.name: grid for grid in book.sheets}

    def seen(layout: Layout) -> Grid:
        grid = grids[layout.sheet]
        return moved(grid, layout.folded) if layout.folded else grid

    rows = [row for draft in reading.drafts for row in draft.rows]
    layouts = _ledgers(reading, rows, seen) or list(blank.reading(book).layouts)
    if not layouts:
        raise BadData("表样里没有台账", "换一份表样；台账要有表头和至少一行数据")
    matched = match(issues, reading)
    told = {(row.sheet, row.row) for draft in matched.values() for row in draft.rows}
    waiting = [row for row in rows if (row.sheet, row.row) not in told] if whole else []
    if matched:
        layouts = [layout for layout in layouts if not _others(layout, told, waiting)]
    by_uid = {issue.uid: issue for issue in issues}
    fresh = [issue for issue in issues if issue.uid not in matched]
    new = placed(fresh, layouts, reading)
    kept = [(by_uid[uid], draft) for uid, draft in matched.items()]
    pages = [
        Page(
            layout,
            seen(layout),
            [row for row in rows if _within(row, layout)],
            _kept(kept, layout, show),
            [show(numbered(issue, layout)) for issue in new.get(index, [])],
            frozenset(d.row for d in waiting if matched and d.errors and _within(d, layout)),
        )
        for index, layout in enumerate(layouts)
    ]
    edits = {(page.layout.sheet, at): text for page in pages for at, text in page.edits.items()}
    mute = [issue for page in pages for issue in page.untold]
    tables = [_table(page) for page in pages]
    return Filling([table for table, _ in tables], edits, [told for _, told in tables], mute)


def _ledgers(
    reading: Reading, rows: Sequence[Draft], seen: Callable[[Layout], Grid]
) -> list[Layout]:
    """The tables for issues; those without rows are read as blank."""
    filled = {row.sheet for row in rows}
    return [
        _whole(layout, seen(layout), rows) if layout.sheet in filled else _opened(layout)
        for layout in reading.layouts
        if layout.role is Role.LEDGER and layout.data[0]
    ]


def _kept(
    issues: Sequence[tuple[Issue, Draft]], layout: Layout, show: Callable[[Issue], Issue]
) -> dict[int, Issue]:
    """What the rows of a table shall tell of the issues that were read from them."""
    return {
        row.row: show(said(issue, draft, row, layout))
        for issue, draft in issues
        for row in draft.rows
        if _within(row, layout)
    }


def fillable(reading: Reading) -> None:
    """Raises BadData for a form whose rows cannot be filled, moved or taken out one by one."""
    if reading.beside:
        raise BadData(
            f"“{reading.file}”里有左右并排的表，不能照着填", "改成上下排，或分成两张工作表"
        )
    ledgers = [layout for layout in reading.layouts if layout.role is Role.LEDGER]
    if ledgers and all(layout.headless for layout in ledgers):
        raise BadData(f"“{reading.file}”没有表头，不能照着填", "加一行列名，如 序号、小区、问题")


def _table(page: Page) -> tuple[FormSheet, list[Issue | None]]:
    """The rows of a page as they stand in the sheet, and the issue of each."""
    layout, told = page.layout, [line.issue for line in page.lines]
    blocks = layout.folded
    if blocks is None:
        return FormSheet(layout, page.rows), told
    rows = [
        (row, issue)
        for whole, issue in zip(page.rows, told, strict=True)
        for row in unfolded(whole, blocks)
    ]
    return FormSheet(layout, [row for row, _ in rows]), [issue for _, issue in rows]


def _others(layout: Layout, told: Collection[tuple[str, int]], waiting: Sequence[Draft]) -> bool:
    """Whether a table has issues and the ledger none of them."""
    first, last = layout.data
    here = any(sheet == layout.sheet and first <= row <= last for sheet, row in told)
    return not here and any(_within(draft, layout) and not draft.errors for draft in waiting)


def _opened(layout: Layout) -> Layout:
    """A table without issues: everything between its header and its end is there to be filled."""
    return layout._replace(data=(layout.header[1] + 1, layout.data[1]))


def _whole(layout: Layout, grid: Grid, drafts: Sequence[Draft]) -> Layout:
    """A table down to the end of its last issue, which may go on below the row that tells it."""
    if layout.folded:
        return spread(layout, layout.folded)
    first, last = layout.data
    rows = {draft.row for draft in drafts if _within(draft, layout)}
    bottom = max(
        (row for row in further(grid, rows) if row <= max(layout.footer[0] - 1, last + 9)),
        default=last,
    )
    return layout._replace(data=(first, max(last, bottom)))


def _within(draft: Draft, layout: Layout) -> bool:
    """Whether the draft was read from this table; a sheet can hold several."""
    return draft.sheet == layout.sheet and layout.data[0] <= draft.row <= layout.data[1]
