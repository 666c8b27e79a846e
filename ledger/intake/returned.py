"""The rows of a workbook that came back: which issue each speaks of, and which of its cells were changed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, NamedTuple, TypeVar

from ledger.intake.copies import Placed, Returned, said
from ledger.intake.drafts import Draft, How, Problem, Reading
from ledger.intake.fills import COMMENT
from ledger.intake.grid import Value, address
from ledger.intake.sent import SentColumn, SentRow, cells, comments, further, kinds
from ledger.intake.sheet import Sheet, view
from ledger.intake.text import joined
from ledger.matching import squeeze

NUMBER: Final = ("number",)
WORDS: Final = ("description", "title")
PLACES: Final = ("estate", "building", "location", "community")
NOT_READ: Final = "读不成一条问题，照原来的样子填好再交一次"
T = TypeVar("T")
TWICE: Final = "和第 {} 行是同一条，没有收"
ELSEWHERE: Final = "是别的表里的一条，没有收；在它自己的表里填"


class Edit(NamedTuple):
    """A cell that is not as it was sent."""

    column: SentColumn
    row: int
    sent: str
    text: str
    value: Value | None
    doubt: str = ""
    """What the reading found wrong with it."""
    is_comment: bool = False

    @property
    def cell(self) -> str:
        return address(self.row, self.column.at)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One row that came back: as it was sent (None: it is new), what was changed, what it tells as a whole."""

    sheet: str
    row: int
    sent: SentRow | None
    edits: tuple[Edit, ...] = ()
    draft: Draft | None = None
    errors: tuple[Problem, ...] = ()
    open: Mapping[str, str] = field(default_factory=dict)
    """What stands in the columns that are the receiver's to fill, by field."""

    def said(self, name: str) -> str:
        """What the receiver let stand or wrote of a field; "" when it is not asked for it."""
        return self.open.get(name, "")


@dataclass(frozen=True, kw_only=True)
class Answers:
    """All rows of a workbook, and the issues whose rows are no longer there."""

    returned: Returned
    rows: Sequence[Answer]
    missing: Sequence[SentRow] = field(default=())


def answers(returned: Returned, reading: Reading) -> Answers:
    """Every row that came back, in the order of the sheets."""
    found: list[Answer] = []
    for placed in returned.sheets:
        drafts = {d.row: d for d in reading.drafts if d.sheet == placed.grid.name}
        doubts = [p for p in reading.problems if p.sheet == placed.grid.name]
        found += _Rows(placed, drafts, doubts, kinds(reading, placed.grid.name)).answers()
    back = {answer.sent.uid for answer in found if answer.sent}
    everything = [row for table in returned.sent.tables for row in table.rows]
    return Answers(
        returned=returned, rows=found, missing=[row for row in everything if row.uid not in back]
    )


class _Rows:
    """The rows of one sheet."""

    def __init__(
        self,
        placed: Placed,
        drafts: Mapping[int, Draft],
        doubts: Sequence[Problem],
        others: Mapping[int, str],
    ) -> None:
        self.placed, self.table, self.drafts = placed, placed.table, drafts
        self.doubts = {problem.cell: problem for problem in doubts}
        self.sheet: Sheet = view(placed.grid)
        marked = {row for row in placed.marks if self.sheet.texts.get(row)}
        parts = {row: kind for row, kind in others.items() if row not in placed.marks}
        self.cells = {
            row: cells(self.sheet, further(parts, row), self.table.columns)
            for row in sorted(marked | set(drafts))
        }

    def answers(self) -> Iterator[Answer]:
        owner = _Matching(self.placed, self.cells).matched()
        first = {sent.uid: row for row, sent in owner.items()}
        for row in self.cells:
            sent = owner.get(row)
            if sent:
                yield self._known(row, sent)
            elif row in self.drafts and self._says(row):
                yield self._new(row, first)

    def _says(self, row: int) -> bool:
        """Whether there is more in a row than its number: the empty ones at the end come back as they were."""
        return any(
            text and column.tells
            for column, text in zip(self.table.columns, self.cells[row], strict=True)
        )

    def _known(self, row: int, sent: SentRow) -> Answer:
        edits = tuple(self._edits(row, sent))
        draft = self.drafts.get(row)
        lost = edits and draft is None
        return Answer(
            sheet=self.table.sheet,
            row=row,
            sent=sent,
            edits=edits,
            draft=draft,
            open={
                name: text
                for column, text in zip(self.table.columns, self.cells[row], strict=True)
                for name in column.fields
                if column.open
            },
            errors=(self._error(edits[0].cell, edits[0], NOT_READ),) if lost else (),
        )

    def _new(self, row: int, first: Mapping[str, int]) -> Answer:
        """A row that was not sent; a copy of one that was sent, with nothing new in it, is an error."""
        draft = self.drafts[row]
        errors = draft.errors
        uid, _ = self.placed.marks.get(row, ("", 0))
        if uid and uid not in first:
            errors = (self._error(address(row, 1), None, ELSEWHERE),)
        elif uid and said(self.cells[row], self.placed) == said(
            self.cells[first[uid]], self.placed
        ):
            errors = (self._error(address(row, 1), None, TWICE.format(first[uid])),)
        return Answer(sheet=self.table.sheet, row=row, sent=None, draft=draft, errors=errors)

    def _edits(self, row: int, sent: SentRow) -> Iterator[Edit]:
        """The changed cells; a cell that was locked and is empty now says nothing."""
        now = self.cells[row]
        for column, before, after in zip(self.table.columns, sent.cells, now, strict=True):
            same = before == after or joined(before) == joined(after)
            silent = not column.tells or column.at not in self.placed.present
            if same or silent or (not after and not column.open):
                continue
            value = self.sheet.value(row, column.at)
            doubt = self.doubts.get(address(row, column.at))
            yield Edit(column, row, before, after, value, doubt.reason if doubt else "")
        yield from self._comments(row, sent)

    def _comments(self, row: int, sent: SentRow) -> Iterator[Edit]:
        """New comments, kept as an import keeps them: in a column of their own."""
        for path, text in comments(self.sheet, row, self.table.columns).items():
            if text != sent.comments.get(path, ""):
                column = next(c for c in self.table.columns if c.path == path)
                beside = column._replace(
                    path=f"{path}{COMMENT}", fields=(), how=How.EXTRA, open=True
                )
                yield Edit(beside, row, sent.comments.get(path, ""), text, text, is_comment=True)

    def _error(self, cell: str, edit: Edit | None, reason: str) -> Problem:
        return Problem(
            sheet=self.table.sheet,
            cell=cell,
            label=edit.column.path if edit else "整行",
            text=edit.text if edit else "",
            reason=reason,
            fatal=True,
        )


class _Matching:
    """Which row that came back is which row that was sent.

    By what stands in its locked cells, which no sorting can separate; then by its hidden mark, its number, its
    place and description.
    """

    def __init__(self, placed: Placed, now: Mapping[int, tuple[str, ...]]) -> None:
        self.placed, self.table, self.now, self.marks = placed, placed.table, now, placed.marks
        self.rows: dict[int, SentRow] = {}

    def matched(self) -> dict[int, SentRow]:
        self._pair(
            lambda row: said(self.now[row], self.placed),
            lambda sent: said(sent.cells, self.placed),
            in_order=True,
        )
        self._by_mark()
        for wanted in (NUMBER, WORDS):
            here = [(i, c) for i, c in enumerate(self.table.columns) if c.at in self.placed.present]
            if any(set(column.fields) & set(wanted) for _, column in here):
                fields = {*wanted, *(PLACES if wanted is WORDS else ())}
                at = [i for i, column in here if set(column.fields) & fields]
                self._pair(partial(self._told, at), partial(_was, at), in_order=False)
        return self.rows

    def _told(self, places: Sequence[int], row: int) -> tuple[str, ...]:
        return _words(self.now[row], places)

    @property
    def _left(self) -> list[SentRow]:
        taken = {sent.uid for sent in self.rows.values()}
        return [sent for sent in self.table.rows if sent.uid not in taken]

    @property
    def _open(self) -> list[int]:
        return [row for row in self.now if row not in self.rows]

    def _pair(
        self,
        told: Callable[[int], tuple[str, ...]],
        was: Callable[[SentRow], tuple[str, ...]],
        *,
        in_order: bool,
    ) -> None:
        """Pair rows that say the same: one with one, several by their marks, else (if wanted) in their order."""
        here = _grouped(self._open, told)
        there = _grouped(self._left, was)
        for key, sents in there.items():
            rows = here.get(key, [])
            if not any(key) or not rows:
                continue
            by_mark = {self.marks[row][0]: row for row in reversed(rows) if row in self.marks}
            marked = {by_mark[s.uid]: s for s in sents if s.uid in by_mark}
            alike = len(sents) == len(rows) and (in_order or len(rows) == 1)
            if alike and len(marked) < len(sents):
                marked = dict(zip(rows, sents, strict=True))
            self.rows |= marked

    def _by_mark(self) -> None:
        """A mark that several rows bear (one was copied) belongs to the one that is most as it was sent."""
        sents = {sent.uid: sent for sent in self._left}
        bearers: dict[str, list[int]] = defaultdict(list)
        for row in self._open:
            uid = self.marks.get(row, ("", 0))[0]
            if uid in sents:
                bearers[uid].append(row)
        for uid, rows in bearers.items():
            self.rows[max(rows, key=partial(self._likeness, sents[uid]))] = sents[uid]

    def _likeness(self, sent: SentRow, row: int) -> tuple[int, int]:
        """How many cells of a row are as sent; of two such rows the upper one."""
        return sum(a == b for a, b in zip(self.now[row], sent.cells, strict=True)), -row


def _grouped(
    items: Iterable[T], key: Callable[[T], tuple[str, ...]]
) -> dict[tuple[str, ...], list[T]]:
    found: dict[tuple[str, ...], list[T]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return found


def _was(places: Sequence[int], sent: SentRow) -> tuple[str, ...]:
    return _words(sent.cells, places)


def _words(row: Sequence[str], places: Sequence[int]) -> tuple[str, ...]:
    return tuple(squeeze(row[place]) for place in places)
