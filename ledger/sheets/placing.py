"""Which issue was read from which row of a form, and on which sheet a new one belongs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from ledger.intake.drafts import Draft, Layout, Reading
from ledger.models import Issue

KEYS: Final = (
    ("source_no",),
    ("description", "estate", "building", "complainant", "reported_on"),
    ("description", "estate", "building"),
)
ALIKE: Final = 0.5


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
    return found


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
    told = {k: v for k, v in draft.values.items() if k not in ("origin", "extra", "status")}
    same = sum(getattr(issue, name, None) == value for name, value in told.items())
    return bool(same >= ALIKE * len(told))


def placed(
    issues: Sequence[Issue], layouts: Sequence[Layout], reading: Reading
) -> dict[int, list[Issue]]:
    """New issues by table (index of its layout): the one of their sheet or street, else the last."""
    homes = {
        draft.values["subdistrict"]: draft.sheet
        for draft in reading.drafts
        if "subdistrict" in draft.values
    }
    found: dict[int, list[Issue]] = defaultdict(list)
    if len(layouts) == 1:
        return {0: list(issues)}
    for issue in issues if layouts else []:
        street, own = issue.subdistrict or "", (issue.origin or {}).get("sheet")
        fitting = [
            index
            for index, layout in enumerate(layouts)
            if layout.sheet in (homes.get(street), own)
            or (street and any(street in said for said in (layout.sheet, *layout.meta.values())))
        ]
        at_home = [i for i in fitting if layouts[i].sheet == homes.get(street, own)]
        found[[len(layouts) - 1, *fitting, *at_home][-1]].append(issue)
    return found
