"""What an import would do: each row new, an update, the same, in conflict or in error; counts add up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, NamedTuple

from ledger.intake.comparing import FINAL, UNTOLD, compare
from ledger.intake.drafts import Draft, PhotoRef
from ledger.intake.grid import NOTHING
from ledger.intake.moves import objection
from ledger.masking import revealed
from ledger.matching import identity, likeness, printed, squeeze
from ledger.models import FIELDS, Issue, Status, plain
from ledger.profile import Profile


class Verdict(StrEnum):
    """What becomes of a row; the text is shown to the clerk."""

    NEW = "新增"
    UPDATE = "更新"
    SAME = "相同"
    CONFLICT = "冲突"
    ERROR = "错误"


class Item(NamedTuple):
    """One row: the issue that it speaks of, the values to set, and what the sheet may not set by itself.

    `changes` holds typed new values, `clashes` maps a field to the sheet's typed value where the ledger's is
    kept: both changed it, or the procedure refuses the step (`refused` says why). `photos` are new to the
    issue. `mark` is the row's own; an issue without a number is one that an earlier file of the same import
    brings, and its uid is the mark of that row.
    """

    draft: Draft
    verdict: Verdict
    mark: str
    issue: Issue | None = None
    refused: str = ""
    changes: Mapping[str, Any] = NOTHING
    clashes: Mapping[str, Any] = NOTHING
    photos: tuple[PhotoRef, ...] = ()

    @property
    def subject(self) -> str:
        """Which issue the row speaks of: rows of several files with the same one are written as one."""
        return self.issue.uid if self.issue else self.mark

    @property
    def moved(self) -> tuple[Status, Status] | None:
        """The status that the ledger has and the other one that the row tells, whether it is set or refused."""
        to = self.changes.get("status") or (self.refused and self.clashes.get("status"))
        return (self.issue.status, to) if self.issue and self.issue.number and to else None

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
            return self._replace(verdict=Verdict.NEW, issue=None)
        if way == "update" and self.issue and self.issue.status not in FINAL:
            changes = {**self.changes, **self.clashes}
            return self._replace(verdict=Verdict.UPDATE, changes=changes, clashes={})
        return self._replace(verdict=Verdict.UPDATE) if self.changes or self.photos else self


@dataclass(frozen=True)
class Plan:
    """The rows of a file, in order, each with its verdict."""

    items: Sequence[Item]

    @cached_property
    def of(self) -> Mapping[Verdict, Sequence[Item]]:
        """The rows that got each verdict, in order."""
        return {v: [item for item in self.items if item.verdict is v] for v in Verdict}

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many rows got each verdict; the sum is the number of rows read."""
        return {verdict: len(items) for verdict, items in self.of.items()}


ALIKE: Final = 0.6
WITH_STATUS: Final = ("status", "status_text", "done_on", "closed_on", "reason")
ENDS: Final = (Status.DONE, *FINAL)
KEYS: Final = ("uid", "number", "source_no", "sender_no", "printed", "print")


class Known:
    """The issues that rows may speak of, each given away at most once to the rows of one file.

    `told` is what sheets last said about them: uid to field to plain value. With `fields` an issue is known
    by these alone, all of them the same.
    """

    def __init__(
        self,
        issues: Iterable[Issue],
        told: Mapping[str, Mapping[str, Any]],
        fields: tuple[str, ...] = (),
    ) -> None:
        self._keys = ("fields",) if fields else KEYS
        self._fields = fields
        self._issues: dict[str, Issue] = {}
        self._now: dict[str, Issue] = {}
        self._told = dict(told)
        self._by: dict[tuple[str, str], list[str]] = {}
        self._used: set[str] = set()
        for issue in issues:
            self._add(issue, issue._asdict())

    def _add(self, issue: Issue, values: Mapping[str, Any]) -> None:
        self._issues[issue.uid] = self._now[issue.uid] = issue
        for kind in self._keys:
            for value in self._marks(kind, values):
                self._by.setdefault((kind, value), []).append(issue.uid)

    def next_file(self) -> None:
        """The rows to come may speak again of every issue."""
        self._used.clear()

    def issue(self, uid: str) -> Issue:
        """The issue as the ledger has it, or as the first row brought it."""
        return self._issues[uid]

    def told(self, uid: str) -> Mapping[str, Any]:
        return self._told.get(uid, {})

    def learn(self, item: Item) -> None:
        """Take in what a row says: a later file is held against that."""
        if item.verdict is Verdict.ERROR:
            return
        values = item.draft.values
        fields = {name: value for name, value in values.items() if name in FIELDS}
        if item.issue is None:
            self._add(Issue(**fields | {"uid": item.mark, "number": ""}), values)
            self._used.add(item.mark)
        else:
            self._now[item.subject] = self._now[item.subject]._replace(**item.changes)
        plainly = {name: plain(name, value) for name, value in fields.items()}
        self._told[item.subject] = {**self._told.get(item.subject, {}), **plainly}

    def _key(self, kind: str, values: Mapping[str, Any]) -> str | None:
        if kind == "fields":
            told = [squeeze(str(values.get(name) or "")) for name in self._fields]
            return "|".join(told) if all(told) else None
        if kind == "printed":
            return printed(values)
        return identity(values) if kind == "print" else values.get(kind)

    def _marks(self, kind: str, values: Mapping[str, Any]) -> tuple[str, ...]:
        """By what an issue, or a row, is known: one value of its kind, of the source's numbers several."""
        others = values.get("other_nos", ()) if kind == "source_no" else ()
        return tuple(value for value in (self._key(kind, values), *others) if value)

    def match(self, draft: Draft) -> Issue | None:
        """The issue of a row, as it stands after the files before: by the ledger's number, the source's, the
        sender's, then the fingerprint.
        """
        if not self._by:
            return None
        values = draft.values
        for kind in self._keys:
            if kind == "number" and values.get("uid"):
                continue
            marks = self._marks(kind, values)
            uids = dict.fromkeys(uid for m in marks for uid in self._by.get((kind, m), ()))
            free = [self._now[uid] for uid in uids if uid not in self._used]
            fits = FITS.get(kind)
            fitting = [issue for issue in free if fits is None or fits(issue, values)]
            if kind not in ("uid", "number"):
                fitting = [issue for issue in fitting if not _apart(issue, values)]
            if fitting:
                found = fitting[0] if len(fitting) == 1 else _likest(fitting, values)
                self._used.add(found.uid)
                return found
        return None


def _likest(issues: Sequence[Issue], values: Mapping[str, Any]) -> Issue:
    """The one that says most of what the row says, the day of reporting first; the earliest of equals."""

    def agreement(issue: Issue) -> tuple[bool, int]:
        told = ((n, v) for n, v in values.items() if n not in UNTOLD)
        same = [name for name, value in told if getattr(issue, name) == value]
        return "reported_on" in same, len(same)

    return max(issues, key=agreement)


def _apart(issue: Issue, values: Mapping[str, Any]) -> bool:
    """Two campaigns have each their own issue of one matter."""
    return bool(issue.campaign) and values.get("campaign") not in (None, issue.campaign)


def _may_be(issue: Issue, values: Mapping[str, Any]) -> bool:
    """Not the same words about another matter: two source numbers, buildings or days tell them apart."""
    return all(
        not values.get(key) or not getattr(issue, key) or values[key] == getattr(issue, key)
        for key in ("source_no", "building", "reported_on")
    )


def _same_words(issue: Issue, values: Mapping[str, Any]) -> bool:
    """Two ledgers have a 2024-0001 each: the words must be the same."""
    words = values.get("description") or values.get("title") or ""
    known = issue.description or issue.title or ""
    return bool(words and known) and likeness(words, known) >= ALIKE


def _same_matter(issue: Issue, values: Mapping[str, Any]) -> bool:
    """Two senders may both have a number 7: where, when or the words must be the same as well."""
    if _same_words(issue, values):
        return True
    if issue.estate and values.get("estate") not in (None, issue.estate):
        return False
    return any(
        values.get(key) and values[key] == getattr(issue, key)
        for key in ("estate", "reported_on", "complainant", "location")
    )


FITS: Final = {"print": _may_be, "sender_no": _same_matter, "printed": _same_words}


def plan(files: Sequence[Sequence[Draft]], known: Known, profile: Profile) -> Plan:
    """The verdict on every row of the files, as if they were imported one after another."""
    items: list[Item] = []
    for left, drafts in enumerate(files, 1 - len(files)):
        known.next_file()
        for draft in drafts:
            items.append(_item(draft, known, profile, f"row {len(items)}"))
            if left:
                known.learn(items[-1])
    return Plan(items=items)


def _item(draft: Draft, known: Known, profile: Profile, mark: str) -> Item:
    if draft.errors:
        return Item(draft, Verdict.ERROR, mark)
    now = known.match(draft)
    if now is None:
        return Item(draft, Verdict.NEW, mark)
    draft = draft._replace(values=_numbered(revealed(draft.values, now), now))
    # a form that went out keeps its colours, whatever became of the issues since
    idle = draft.coloured and draft.values["status_text"] == now.status_text
    if idle or (draft.supposed and not _credible(now, draft.values, profile)):
        draft = draft._replace(values={n: v for n, v in draft.values.items() if n != "status"})
    changes, clashes = compare(now, draft.values, known.told(now.uid))
    refused = _refused(now, changes, profile)
    if refused or (draft.coloured and "status" in clashes):
        clashes |= {name: changes.pop(name) for name in WITH_STATUS if name in changes}
    verdict = Verdict.CONFLICT if clashes else Verdict.UPDATE if changes else Verdict.SAME
    return Item(
        draft=draft, verdict=verdict, mark=mark, issue=known.issue(now.uid),
        changes=changes, clashes=clashes, refused=refused,
    )  # fmt: skip


def _numbered(values: Mapping[str, Any], issue: Issue) -> Mapping[str, Any]:
    """What a row tells, its numbers added to those of the issue: each sheet knows its own only."""
    numbers = (values.get("source_no"), *values.get("other_nos", ()))
    if not issue.other_nos and len(numbers) == 1:
        return values
    known = (issue.source_no, *issue.other_nos)
    new = tuple(number for number in numbers if number and number not in known)
    first = issue.source_no or values.get("source_no")
    return {
        **values,
        "source_no": first,
        "other_nos": (*issue.other_nos, *(n for n in new if n != first)),
    }


def _credible(issue: Issue, values: Mapping[str, Any], profile: Profile) -> bool:
    """Whether a state that no word of the row tells may move a known issue: forward, to its end with a day only."""
    to = values["status"]
    dated = to not in ENDS or values.get("done_on") or values.get("closed_on")
    return bool(dated) and not objection(issue, to, profile)


def _refused(issue: Issue, changes: Mapping[str, Any], profile: Profile) -> str:
    """Why the procedure refuses the status that the sheet tells; an issue that is new may stand anywhere."""
    if "status" not in changes or not issue.number:
        return ""
    others = {name: value for name, value in changes.items() if name != "status"}
    return objection(issue._replace(**others), changes["status"], profile)
