"""What an import would do: each row new, an update, the same, in conflict or in error; counts add up."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from ledger.intake.drafts import Draft, PhotoRef
from ledger.matching import fingerprint, likeness
from ledger.models import Issue, Status, plain


class Verdict(StrEnum):
    """What becomes of a row; the text is shown to the clerk."""

    NEW = "新增"
    UPDATE = "更新"
    SAME = "相同"
    CONFLICT = "冲突"
    ERROR = "错误"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One row: the issue that it speaks of, the values to set, and what sheet and ledger both changed.

    `changes` holds typed new values, `seen` plain values that the ledger has already, `clashes` maps a
    field to the sheet's typed value where the ledger's is kept. `photos` are new to the issue.
    """

    draft: Draft
    verdict: Verdict
    issue: Issue | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    clashes: Mapping[str, Any] = field(default_factory=dict)
    photos: tuple[PhotoRef, ...] = ()

    @property
    def added(self) -> tuple[PhotoRef, ...]:
        """The pictures that come with the row: to a new issue all of them."""
        return self.draft.photos if self.verdict is Verdict.NEW else self.photos

    def resolved(self, way: str) -> "Item":
        """A conflict decided: "skip" keeps the ledger's values, "update" takes the sheet's, "new" parts the two.

        What is struck or void is never overwritten. Every other verdict stands.
        """
        if self.verdict is not Verdict.CONFLICT:
            return self
        if way == "new":
            return replace(self, verdict=Verdict.NEW, issue=None)
        if way == "update" and self.issue and self.issue.status not in FINAL:
            changes = {**self.changes, **self.clashes}
            return replace(self, verdict=Verdict.UPDATE, changes=changes, clashes={})
        return replace(self, verdict=Verdict.UPDATE) if self.changes or self.photos else self


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The rows of a file, in order, each with its verdict."""

    items: Sequence[Item]

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many rows got each verdict; the sum is the number of rows read."""
        found = Counter(item.verdict for item in self.items)
        return {verdict: found[verdict] for verdict in Verdict}

    def of(self, verdict: Verdict) -> list[Item]:
        return [item for item in self.items if item.verdict is verdict]


UNTOLD: Final = ("origin", "number", "uid", "version")
ALIKE: Final = 0.6
AFTER_STRIKE: Final = ("callback_on", "callback_text", "satisfaction", "remarks", "extra")
FINAL: Final = (Status.CLOSED, Status.VOID)


def identity(values: Mapping[str, Any]) -> str | None:
    """The fingerprint of a row: where and in which words, never the date or the 序号."""
    where = next(
        (
            values[key]
            for key in ("estate", "location", "community", "subdistrict")
            if values.get(key)
        ),
        None,
    )
    return fingerprint(where, values.get("description") or values.get("title"))


class Known:
    """The issues that rows may speak of, each given away at most once."""

    def __init__(self, issues: Iterable[Issue], prints: Mapping[str, str | None]) -> None:
        self._by: dict[tuple[str, str], list[Issue]] = {}
        for issue in issues:
            keys = (
                ("uid", issue.uid),
                ("number", issue.number),
                ("source_no", issue.source_no),
                ("sender_no", issue.sender_no),
                ("print", prints[issue.uid]),
            )
            for kind, value in keys:
                if value:
                    self._by.setdefault((kind, value), []).append(issue)
        self._used: set[str] = set()

    def match(self, draft: Draft) -> Issue | None:
        """The issue of a row: by the ledger's number, the source's, the sender's, then the fingerprint."""
        values = draft.values
        for kind, value in (
            ("uid", values.get("uid")),
            ("number", None if values.get("uid") else values.get("number")),
            ("source_no", values.get("source_no")),
            ("sender_no", values.get("sender_no")),
            ("print", identity(values)),
        ):
            free = [
                issue
                for issue in self._by.get((kind, value or ""), ())
                if issue.uid not in self._used
            ]
            fits = FITS.get(kind)
            fitting = [issue for issue in free if fits is None or fits(issue, values)]
            if len(fitting) > 1:
                fitting = [
                    i for i in fitting if i.reported_on == values.get("reported_on")
                ] or fitting
            if fitting:
                self._used.add(fitting[0].uid)
                return fitting[0]
        return None


def _may_be(issue: Issue, values: Mapping[str, Any]) -> bool:
    """Not the same words about another matter: two source numbers, buildings or days tell them apart."""
    return all(
        not values.get(key) or not getattr(issue, key) or values[key] == getattr(issue, key)
        for key in ("source_no", "building", "reported_on")
    )


def _same_matter(issue: Issue, values: Mapping[str, Any]) -> bool:
    """Two senders may both have a number 7: where, when or the words must be the same as well."""
    words = values.get("description") or values.get("title") or ""
    known = issue.description or issue.title or ""
    alike = likeness(words, known) >= ALIKE if words and known else False
    return alike or any(
        values.get(key) and values[key] == getattr(issue, key)
        for key in ("estate", "reported_on", "complainant", "location")
    )


FITS: Final = {"print": _may_be, "sender_no": _same_matter}


def plan(drafts: Sequence[Draft], known: Known, told: Mapping[str, Mapping[str, Any]]) -> Plan:
    """The verdict on every row. `told` is what sheets last said about an issue: uid to field to plain value."""
    return Plan(items=[_item(draft, known, told) for draft in drafts])


def _item(draft: Draft, known: Known, told: Mapping[str, Mapping[str, Any]]) -> Item:
    if draft.errors:
        return Item(draft=draft, verdict=Verdict.ERROR)
    issue = known.match(draft)
    if issue is None:
        return Item(draft=draft, verdict=Verdict.NEW)
    changes, clashes = _compare(issue, draft.values, told.get(issue.uid, {}))
    verdict = Verdict.CONFLICT if clashes else Verdict.UPDATE if changes else Verdict.SAME
    return Item(draft=draft, verdict=verdict, issue=issue, changes=changes, clashes=clashes)


def _compare(
    issue: Issue, values: Mapping[str, Any], base: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the sheet changed, and what sheet and ledger both changed since they last agreed."""
    changes: dict[str, Any] = {}
    clashes: dict[str, Any] = {}
    for name, value in values.items():
        if name in UNTOLD or (name == "due_precision" and values.get("due_on") == issue.due_on):
            continue
        new = {**(issue.extra or {}), **value} if name == "extra" else value
        now, then = getattr(issue, name), base.get(name)
        if plain(name, new) in (plain(name, now), then):
            continue
        struck = issue.status in FINAL and name not in AFTER_STRIKE
        untouched = plain(name, now) == then or (then is None and not now)
        (changes if untouched and not struck else clashes)[name] = new
    return changes, clashes
