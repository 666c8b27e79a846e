"""Where new issues go on a page of a form: into the group they belong to, or into a new one like the last."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any, Final

from ledger.intake.drafts import Draft
from ledger.intake.grid import Grid
from ledger.models import Issue
from ledger.numerals import NUMERAL, number, numeral
from ledger.sheets.formrow import goes_on
from ledger.sheets.lines import GROUPS, NEAR, Line, said, scope

NUMBERED: Final = re.compile(rf"({NUMERAL}{{1,3}})、")
Key = tuple[Any, ...]


def arranged(
    old: Sequence[Line],
    stay: tuple[Mapping[int, Issue], Collection[int]],
    new: Sequence[Issue],
    page: "Page",
) -> list[Line]:
    """Kept rows and groups in their old order, new issues behind the rows they belong to.

    `stay` are the rows of issues and those that stay without one. Rows whose issue is not among them go, but show where others belong. A section or subtotal goes when
    all its rows went; one that was empty before stays, as does the only total.
    """
    kept, others = stay
    lines = [line._replace(issue=kept.get(line.source or 0)) for line in old]
    if new:
        lines = _Places(lines, page).with_issues(new)
    lines = list(_standing(lines, others))
    full = {line.source for at, line in enumerate(old) if line.kind in GROUPS and scope(old, at)}
    sums = [line.source for line in old if line.kind == "subtotal"]
    full -= set(sums if len(sums) == 1 else ())
    return [
        line
        for at, line in enumerate(lines)
        if line.kind not in GROUPS or line.source not in full or scope(lines, at)
    ]


def _standing(lines: Sequence[Line], others: Collection[int]) -> Iterator[Line]:
    """Without the rows whose issue went, and what goes on with them in rows of their own."""
    gone = False
    for line in lines:
        went = line.issue is None and line.source not in others
        gone = went if line.kind == "data" else gone and goes_on(line.kind)
        if not gone:
            yield line


@dataclass(frozen=True)
class Page:
    """What is known of a page: its cells, what was read from its rows, the fields that group them."""

    grid: Grid
    drafts: Mapping[int, Draft]
    names: Sequence[str]

    def key(self, issue: Issue) -> Key:
        return tuple([getattr(issue, name) for name in self.names]) if self.names else ()

    def key_of(self, line: Line) -> Key:
        """What groups a row of data: as its issue says, else as it was read."""
        if line.issue is not None:
            return self.key(line.issue)
        draft = self.drafts.get(line.source or 0)
        return tuple(draft.values.get(name) if draft else None for name in self.names)


@dataclass
class _Group:
    """A group that the form did not have."""

    head: list[Line]
    foot: list[Line]
    issues: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class _Places:
    """The lines of a page before new issues join them. Places are looked up: there may be thousands."""

    lines: Sequence[Line]
    page: Page

    @property
    def names(self) -> Sequence[str]:
        return self.page.names

    @property
    def grid(self) -> Grid:
        return self.page.grid

    def with_issues(self, new: Sequence[Issue]) -> list[Line]:
        behind: dict[int, list[Line]] = defaultdict(list)
        groups: dict[str, _Group] = {}
        for issue in self._clustered(new):
            line, at = Line("data", issue=issue), self._place(issue)
            if at is not None:
                behind[self._whole(at)].append(line)
                continue
            name = str(getattr(issue, self.names[0]))
            if name not in groups:
                groups[name] = self._made(name, len(groups))
            groups[name].issues.append(line)
        behind[self._whole(self._end)] += [
            line for made in groups.values() for line in (*made.head, *made.issues, *made.foot)
        ]
        found = behind[-1]
        for at, line in enumerate(self.lines):
            found += [line, *behind.get(at, ())]
        return found

    def _whole(self, at: int) -> int:
        """The last row of what begins in a row: an issue may go on in further ones."""
        while at + 1 < len(self.lines) and goes_on(self.lines[at + 1].kind):
            at += 1
        return at

    def _clustered(self, new: Sequence[Issue]) -> list[Issue]:
        """Those of one street, estate … side by side, in the order in which each is first met."""
        if not self.names:
            return list(new)
        ranks: dict[Key, int] = {}

        def rank(issue: Issue) -> list[int]:
            key = self.page.key(issue)
            return [ranks.setdefault(key[: i + 1], len(ranks)) for i in range(len(key))]

        return sorted(new, key=rank)

    # -- places --------------------------------------------------------------------------------

    def _place(self, issue: Issue) -> int | None:
        """The line behind which an issue goes: in the section that names its place the row that shares most
        with it, else such a row anywhere, else the last one; None when it shall have a group of its own.
        """
        section = self._section(issue) if self._headings else None
        key = self.page.key(issue)
        for share in self._shares[:-1]:
            place = self._rows.get((section, share, _shared(key, share)))
            if place is not None and (share[0] or section is not None or not self._makes(issue)):
                return place
        if section is not None:
            return section + self._reach(section)
        return None if self._makes(issue) else self._last

    @cached_property
    def _shares(self) -> list[Key]:
        """Which names two rows may have in common, all of them first."""
        return list(product((True, False), repeat=len(self.names)))

    @cached_property
    def _rows(self) -> dict[tuple[int | None, Key, Key], int]:
        """The last row of data for every choice of shared names and what it says there: anywhere (None)
        and in each section.
        """
        found: dict[tuple[int | None, Key, Key], int] = {}
        section = None
        for at, line in enumerate(self.lines):
            section = at if line.kind == "section" else section
            if line.kind == "data":
                key = self.page.key_of(line)
                for share in self._shares:
                    shared = _shared(key, share)
                    if all(value is not None for value in shared):
                        found[None, share, shared] = found[section, share, shared] = at
        return found

    @cached_property
    def _last(self) -> int:
        """The last row of data, else the last line."""
        data = [at for at, line in enumerate(self.lines) if line.kind == "data"]
        return data[-1] if data else len(self.lines) - 1

    def _section(self, issue: Issue) -> int | None:
        """The section whose heading names most of where the issue belongs."""
        places = [
            value for name in NEAR if isinstance(value := getattr(issue, name), str) and value
        ]
        found = (
            (sum(place in text for place in places), at) for at, text in self._headings.items()
        )
        hits, at = max(found, default=(0, 0))
        return at if hits else None

    @cached_property
    def _headings(self) -> dict[int, str]:
        return {
            at: said(line, self.grid)
            for at, line in enumerate(self.lines)
            if line.kind == "section"
        }

    def _reach(self, section: int) -> int:
        """How far the rows of a section reach: to its last row of data."""
        below = self.lines[section + 1 :]
        end = next((i for i, line in enumerate(below) if line.kind == "section"), len(below))
        return max((i + 1 for i, line in enumerate(below[:end]) if line.kind == "data"), default=0)

    # -- new groups ----------------------------------------------------------------------------

    def _makes(self, issue: Issue) -> bool:
        name = getattr(issue, self.names[0]) if self.names else None
        return bool(
            name and isinstance(name, str) and (self._last_group.head or self._last_group.foot)
        )

    @cached_property
    def _last_group(self) -> _Group:
        """Heading and subtotal of the last group, where they tell what its rows have in common (街道)."""
        other = self._common
        heads = [self.lines[at] for at in self._headings if at < self._last]
        feet = [self.lines[at] for at in self._feet]
        tells = [
            line for line in (*heads[-1:], *feet[-1:]) if other and other in said(line, self.grid)
        ]
        head = [line for line in heads[-1:] if line in tells]
        own = [line for line in feet[-1:] if line in tells or (head and len(feet) > 1)]
        return _Group(head, own)

    @cached_property
    def _common(self) -> str:
        key = self.page.key_of(self.lines[self._last]) if self.lines else ()
        return key[0] if key and isinstance(key[0], str) else ""

    @cached_property
    def _feet(self) -> list[int]:
        return [
            at
            for at, line in enumerate(self.lines)
            if line.kind == "subtotal" and scope(self.lines, at)
        ]

    @cached_property
    def _end(self) -> int:
        """The last line of the last group."""
        return max(self._last, self._feet[-1]) if self._last_group.foot else self._last

    def _made(self, name: str, before: int) -> _Group:
        """A group like the last one, with its own name and number; `before` were made before it."""
        words = ((self._common, name),)
        head = [
            _like(h, (*words, *_next(said(h, self.grid), before))) for h in self._last_group.head
        ]
        return _Group(head, [_like(foot, words) for foot in self._last_group.foot])


def _shared(key: Key, share: Key) -> Key:
    return tuple(value for value, wanted in zip(key, share, strict=True) if wanted)


def _like(line: Line, words: tuple[tuple[str, str], ...]) -> Line:
    return Line(line.kind, like=line.source, renamed=words)


def _next(heading: str, before: int) -> list[tuple[str, str]]:
    """The number of a heading further down: 四、 becomes 五、."""
    match = NUMBERED.match(heading)
    return [(match[0], f"{numeral(number(match[1]) + 1 + before)}、")] if match else []
