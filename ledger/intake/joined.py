"""Rows of several sheets that tell of one issue (问题清单, 责任清单, 整改清单) become one draft."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

from ledger.intake.drafts import Column, Draft, Joined, Page, Problem
from ledger.intake.fills import WORDS
from ledger.intake.grid import Book
from ledger.intake.judged import roughly
from ledger.intake.partners import Match, Table, companions, numbering
from ledger.intake.sheet import view
from ledger.intake.states import WAITING, waiting
from ledger.intake.vocabulary import Vocabulary
from ledger.matching import squeeze
from ledger.models import Status, plain

OWN: Final = frozenset((
    *WORDS, "source", "source_no", "sender_no", "other_nos", "reported_on", "district", "subdistrict", "community",
    "estate", "building", "location", "company", "category", "subcategory", "severity", "complainant", "phone",
))  # fmt: skip
"""Of these the sheet that tells the problem in full is right, of everything else the last one."""
LIMIT: Final = ("due_on", "due_text", "due_precision", "ongoing")
STATE: Final = ("status", "status_text", "reason")
APART: Final = frozenset((*LIMIT[1:], *STATE, "extra", "origin"))
"""What is not put together field by field."""
LONG: Final = 4


class Told(NamedTuple):
    """What a sheet says in one of its rows."""

    table: Table
    draft: Draft

    @property
    def where(self) -> str:
        return f"“{self.draft.sheet}”第 {self.draft.row} 行"

    def column(self, name: str) -> Column | None:
        """The column that fills a field."""
        columns = self.table.page.layout.columns
        return next((column for column in columns if _field(name) in column.fields), None)

    def text(self, name: str) -> str:
        """What the row says in a field; "" for nothing."""
        values = self.draft.values
        if name == "status":
            said = values.get("status_text") or values.get("progress")
            return str(said or Status(values[name]).label)
        value = values.get("due_text") if name in LIMIT else None
        value = value or plain(name, values.get(name))
        return "、".join(value) if isinstance(value, list) else "" if value is None else str(value)

    def doubt(self, name: str, reason: str) -> Problem:
        """What is doubtful in the field."""
        column = self.column(name) or self.column("progress") or self.table.page.layout.columns[0]
        cell = self.table.sheet.grid.address(self.draft.row, column.index)
        return Problem(self.draft.sheet, cell, column.path, self.text(name), reason)


class Joint:
    """One issue put together of what its rows say, that of the sheet that tells the problem in full first."""

    def __init__(self, told: Sequence[Told]) -> None:
        first, *others = told
        self._told = told
        self._values = dict(first.draft.values)
        self._extra: dict[str, Any] = dict(self._values.pop("extra", {}))
        self._by = {_field(name): first for name in self._values}
        self.problems: list[Problem] = []
        for other in others:
            for name in other.draft.values:
                if name not in APART or (
                    name == "due_text" and not other.draft.values.get("due_on")
                ):
                    self._add(name, other)
            self._beside(other)
        self._decider = self._decide()

    @cached_property
    def draft(self) -> Draft:
        """The issue, where its first row stands."""
        first, state = self._told[0].draft, self._decider.draft
        values = self._values | ({"extra": self._extra} if self._extra else {})
        errors = () if any(map(values.get, WORDS)) else first.errors
        return first._replace(
            values=values,
            errors=errors,
            photos=tuple(photo for told in self._told for photo in told.draft.photos),
            supposed=state.supposed,
            coloured=state.coloured,
            parts=tuple(told.draft._replace(errors=errors) for told in self._told),
        )

    def settles(self, problem: Problem) -> bool:
        """Whether what was doubtful in one row is told by another: what is wrong, how far the work is."""
        if problem.fatal:
            return not self.draft.errors
        sheet, row = self._decider.draft.sheet, self._decider.draft.row
        own = (problem.sheet, problem.row) == (sheet, row)
        return problem.guess and not (own and self._decider.draft.supposed)

    def _add(self, name: str, other: Told) -> None:
        """Takes in a field of a further row; what no column of it tells only where nothing else does."""
        mine = self._by.get(_field(name))
        if mine is None or (other.column(name) and not mine.column(name)):
            self._take(name, other)
        elif other.column(name) and not self._fits(name, mine, other):
            self._overrule(name, mine, other)

    def _fits(self, name: str, mine: Told, other: Told) -> bool:
        """Whether both say the same, one of them perhaps in fewer words; then the fuller text is taken."""
        here, there = (squeeze(told.text(name)) for told in (mine, other))
        values = [told.draft.values.get(name) for told in (mine, other)]
        if here == there or (name == "due_on" and values[0] == values[1]):
            return True
        if name in OWN or min(len(here), len(there)) < LONG:
            return False
        if here in there:
            self._take(name, other)
        return here in there or there in here

    def _overrule(self, name: str, mine: Told, other: Told) -> None:
        """Takes one of two texts and keeps the other one beside."""
        own = name in OWN or (name == "due_text" and "due_on" in mine.draft.values)
        self._keep(name, other if own else mine)
        if name not in WORDS:
            reason = f"与{mine.where}的“{mine.text(name)}”不一致，按{'那里' if own else '这里'}的记"
            self.problems.append(other.doubt(name, reason))
        if not own:
            self._take(name, other)

    def _take(self, name: str, told: Told) -> None:
        """The field as this row tells it, a limit with all that belongs to it."""
        for one in LIMIT if name in LIMIT else (name,):
            self._values.pop(one, None)
            if one in told.draft.values:
                self._values[one] = told.draft.values[one]
        self._by[_field(name)] = told

    def _keep(self, name: str, told: Told) -> None:
        """Keeps the words of a row that another one overrules."""
        if column := told.column(name):
            self._extra[f"{told.draft.sheet}/{column.path}"] = told.text(name)

    def _beside(self, other: Told) -> None:
        """Takes in the columns that fill no field."""
        for path, value in other.draft.values.get("extra", {}).items():
            same = self._extra.get(path, value) == value
            self._extra[path if same else f"{other.draft.sheet}/{path}"] = value

    def _decide(self) -> Told:
        """Takes the state from the row that says most of it, and tells of those that say otherwise."""
        decider = self._deciding()
        state = decider.draft.values
        for name in STATE:
            self._values.pop(name, None)
            if name in state:
                self._values[name] = state[name]
        if state["status"] in WAITING:
            unit = self._values.get("lead_unit") or self._values.get("person")
            self._values["status"] = waiting(unit=bool(unit))
        for told in self._told:
            other = told.draft.values["status"]
            if not told.draft.supposed and roughly(other) is not roughly(state["status"]):
                self._keep("status", told)
                reason = f"与{decider.where}的“{decider.text('status')}”不一致，按那里的记"
                self.problems.append(told.doubt("status", reason))
        return decider

    def _deciding(self) -> Told:
        """The row that says most of the state: in a word before by guess, begun before waiting, the last; struck off where work is done."""

        def firm(at: int) -> tuple[bool, bool, int]:
            draft = self._told[at].draft
            return not draft.supposed, draft.values["status"] not in WAITING, at

        found = self._told[max(range(len(self._told)), key=firm)]
        if found.draft.values["status"] is not Status.DONE:
            return found
        struck = (t for t in self._told if t.draft.values["status"] is Status.CLOSED)
        return next((told for told in struck if not told.draft.supposed), found)


def _field(name: str) -> str:
    """All that a limit is made of is one thing."""
    return LIMIT[0] if name in LIMIT else name


def joined(pages: Sequence[Page], book: Book, vocabulary: Vocabulary) -> list[Page]:
    """The pages with the rows of further sheets taken into the issues that they go on with."""
    found = {id(page): page for page in pages}
    for first, matches in companions(_tables(pages, book, vocabulary)):
        joints = _joints(first, matches)
        found[id(first.page)] = _first(first, matches, joints)
        for match in matches:
            found[id(match.other.page)] = _further(first, match, joints)
    return [found[id(page)] for page in pages]


def _tables(pages: Sequence[Page], book: Book, vocabulary: Vocabulary) -> list[Table]:
    """The ledgers that are alone on their sheets and number their rows; none where all are of one form."""
    times = Counter(page.layout.sheet for page in pages)
    own = [
        page
        for page in pages
        if page.drafts and times[page.layout.sheet] == 1 and not page.layout.folded
        if numbering(page.layout, vocabulary)
    ]
    if len({page.layout.fingerprint for page in own}) < 2:
        return []
    grids = {grid.name: grid for grid in book.sheets}
    return [
        Table(page=page, sheet=view(grids[page.layout.sheet]), vocabulary=vocabulary)
        for page in own
    ]


def _joints(first: Table, matches: Sequence[Match]) -> dict[int, Joint]:
    """The issues of which several sheets tell, by the row of the first one."""
    told: dict[int, list[Told]] = {}
    for match in matches:
        for row, own in match.pairs.items():
            rows = told.setdefault(own, [Told(first, first.drafts[own])])
            rows.append(Told(match.other, match.other.drafts[row]))
    return {row: Joint(rows) for row, rows in told.items()}


def _first(first: Table, matches: Sequence[Match], joints: Mapping[int, Joint]) -> Page:
    """The sheet that tells the problems in full, its issues put together."""
    page = first.page
    layout = page.layout._replace(
        joined=Joined(page.layout.sheet, matches[0].mine, 0),
        stateless=all(t.page.layout.stateless for t in (first, *(m.other for m in matches))),
    )
    drafts = (joints[d.row].draft if d.row in joints else d for d in page.drafts)
    told = [problem for joint in joints.values() for problem in joint.problems]
    problems = [p for p in page.problems if p.row not in joints or not joints[p.row].settles(p)]
    return Page(layout, tuple(drafts), (*problems, *told))


def _further(first: Table, match: Match, joints: Mapping[int, Joint]) -> Page:
    """A sheet that goes on with the issues of another one: what is left are rows of which that knows nothing."""
    page, pairs = match.other.page, match.pairs
    into = Joined(first.page.layout.sheet, match.theirs, len(pairs))
    drafts = (draft for draft in page.drafts if draft.row not in pairs)
    problems = (
        p for p in page.problems if p.row not in pairs or not joints[pairs[p.row]].settles(p)
    )
    return Page(page.layout._replace(joined=into, stateless=False), tuple(drafts), tuple(problems))
