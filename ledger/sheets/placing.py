"""Which issue was read from which row of a form, and on which sheet a new one belongs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from ledger.intake.drafts import Draft, Layout, Reading
from ledger.models import Issue
from ledger.sheets.lines import NEAR

KEYS: Final = (
    ("source_no",),
    ("description", "estate", "building", "complainant", "reported_on"),
    ("description", "estate", "building"),
)
ALIKE: Final = 0.5
ALONE: Final = ("origin", "extra", "status")
"""What says nothing of whether a row tells of an issue."""


def match(issues: Iterable[Issue], reading: Reading) -> dict[str, Draft]:
    """Which issue (uid) was read from which row: by its origin, else by what names it uniquely."""
    found: dict[str, Draft] = {}
    if not reading.drafts:
        return found
    places = {(draft.sheet, draft.row): draft for draft in reading.drafts}
    rest = []
    for issue in issues:
        origin = issue.origin or {}
        draft = places.get((str(origin.get("sheet")), int(origin.get("row") or 0)))
        if draft and origin.get("file") == reading.file and _alike(issue, draft):
            found[issue.uid] = places.pop((draft.sheet, draft.row))
        else:
            rest.append(issue)
    for names in KEYS:
        rest = _by_key(rest, names, places, found)
    return found | _corrected(rest, [draft for draft in places.values() if draft.errors])


def _corrected(issues: Sequence[Issue], refused: Sequence[Draft]) -> dict[str, Draft]:
    """Rows that the import refused, by the one issue (uid) that says all that they say, and what they did not."""
    found: dict[str, list[Draft]] = defaultdict(list)
    for draft in refused:
        told = {k: v for k, v in draft.values.items() if k not in ALONE}
        same = [i.uid for i in issues if all(getattr(i, k) == v for k, v in told.items())]
        if len(told) > 1 and len(same) == 1:
            found[same[0]].append(draft)
    return {uid: drafts[0] for uid, drafts in found.items() if len(drafts) == 1}


def _by_key(
    issues: Sequence[Issue],
    names: Sequence[str],
    places: dict[tuple[str, int], Draft],
    found: dict[str, Draft],
) -> list[Issue]:
    """Match by these fields where one issue and one row alone have the same; the rest comes back."""
    if not places:
        return list(issues)
    rows: dict[tuple[Any, ...], list[Draft]] = defaultdict(list)
    for draft in places.values():
        rows[tuple(draft.values.get(name) for name in names)].append(draft)
    keys = {issue.uid: tuple(getattr(issue, name) for name in names) for issue in issues}
    times = Counter(keys.values())
    rest = []
    for issue in issues:
        key = keys[issue.uid]
        same = rows.get(key, []) if key[0] else []
        if len(same) == 1 and times[key] == 1:
            found[issue.uid] = places.pop((same[0].sheet, same[0].row))
        else:
            rest.append(issue)
    return rest


def _alike(issue: Issue, draft: Draft) -> bool:
    """Whether the row still tells of this issue: most of what it says is so."""
    told = {k: v for k, v in draft.values.items() if k not in ALONE}
    same = sum(getattr(issue, name, None) == value for name, value in told.items())
    return bool(same >= ALIKE * len(told))


def placed(
    issues: Sequence[Issue], layouts: Sequence[Layout], reading: Reading
) -> dict[int, list[Issue]]:
    """New issues by table (index of its layout): the one that is for their street, community … by its name or
    title, else by what its rows tell; else the one that they came from, else the last. They go on in the tables
    that go on with it.
    """
    if len(layouts) == 1:
        return {0: list(issues)}
    further = _further(layouts)
    own = [at for at in range(len(layouts)) if at not in further]
    tables = [_Table.of(layout, reading.drafts) for layout in layouts]
    homes: dict[tuple[Any, ...], int] = {}
    found: dict[int, list[Issue]] = defaultdict(list)
    for issue in issues if tables else ():
        told = (*(getattr(issue, name) for name in NEAR), (issue.origin or {}).get("sheet"))
        if told not in homes:
            homes[told] = max(own, key=lambda at: (tables[at].suits(told), at))
        found[homes[told]].append(issue)
    return found | {at: found[home] for at, home in further.items()}


def _further(layouts: Sequence[Layout]) -> dict[int, int]:
    """The tables that go on with the issues of another one, and that one."""
    sheets = {layout.sheet: at for at, layout in enumerate(layouts)}
    return {
        at: sheets[layout.joined.into]
        for at, layout in enumerate(layouts)
        if layout.joined and layout.joined.into in sheets.keys() - {layout.sheet}
    }


class _Table(NamedTuple):
    """What tells for whom a table is: its sheet, all that stands above it, the words of its rows by field."""

    sheet: str
    heading: str
    rows: Sequence[frozenset[Any]]

    @classmethod
    def of(cls, layout: Layout, drafts: Sequence[Draft]) -> "_Table":
        first, last = layout.data
        own = [d for d in drafts if d.sheet == layout.sheet and first <= d.row <= last]
        rows = [frozenset(d.values[name] for d in own if name in d.values) for name in NEAR]
        return cls(
            layout.sheet, " ".join((layout.sheet, layout.title, *layout.meta.values())), rows
        )

    def suits(self, told: tuple[Any, ...]) -> tuple[int, ...]:
        """How well it suits an issue of this street, community …, which came from this sheet.

        Issues of a street rather go where streets are told, those of none where none is.
        """
        *places, sheet = told
        street, *near = (
            2 * (place in self.heading) + (place in rows) if place else 0
            for place, rows in zip(places, self.rows, strict=True)
        )
        return (street, bool(places[0]) == bool(self.rows[0]), *near, sheet == self.sheet)
