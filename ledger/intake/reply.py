"""What a row that came back makes of its issue: three-way against the ledger, its state by the procedure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from ledger.errors import LedgerError, NotAllowed
from ledger.intake.comparing import FINAL, compare
from ledger.intake.drafts import Draft, Problem
from ledger.intake.plan import Item, Verdict
from ledger.intake.returned import Answer, Edit
from ledger.models import (
    DEFAULTS,
    FIELDS,
    WORKING,
    Action,
    Event,
    Issue,
    Kind,
    Status,
    plain,
)
from ledger.needs import Given
from ledger.profile import Profile
from ledger.workflow import apply, decide, event_of, next_command, settled

ALONG: Final = {"due_on": ("due_text", "due_precision", "ongoing"), "lead_unit": ("co_units",)}
"""What a column that fills the first also tells."""
DAYS: Final = {"closed_on": Status.CLOSED, "done_on": Status.DONE}
STATES: Final = ("status", *DAYS)
UNREAD: Final = {Kind.DATE: "不是日期，应像 2024-01-31", Kind.MONEY: "不是金额，应像 1200"}
UNKNOWN: Final = "不是认得的状态，应像 已完成、整改中"
BRIEF: Final = 6
ENDED: Final = ("closed_on", "reason")
NOT_SET: Final = ("number", "closed_on", "status_text")
STEPS: Final[Mapping[tuple[Status, Status], tuple[Action, ...]]] = {
    (Status.ASSIGNED, Status.IN_PROGRESS): (Action.ACCEPT,),
    (Status.ASSIGNED, Status.DONE): (Action.ACCEPT, Action.DONE),
    (Status.DEFERRED, Status.IN_PROGRESS): (Action.RESUME,),
}
TO: Final = {
    Status.IN_PROGRESS: Action.ACCEPT,
    Status.DONE: Action.DONE,
    Status.CLOSED: Action.CLOSE,
    Status.DEFERRED: Action.DEFER,
    Status.VOID: Action.VOID,
}


class Rules(NamedTuple):
    """What rows are judged by: the district's procedure, who returned them, today.

    `listed` are the district's words of a field, `used` those that are known beside them.
    """

    profile: Profile
    listed: Mapping[str, Sequence[str]]
    used: Mapping[str, Collection[str]]
    receiver: str
    today: date

    @property
    def given(self) -> Given:
        """Who tells it: the receiver, whose words they are."""
        return Given(by=self.receiver, on=self.today)


def item(
    answer: Answer, issue: Issue, then: Mapping[str, Any], rules: Rules, disputed: frozenset[str]
) -> Item:
    """The verdict on a row that was sent: `then` holds the plain values of the ledger when it went out.

    A locked column that was changed all the same, and what two copies tell differently (`disputed`, header
    paths), are conflicts even if the ledger did not change.
    """
    draft = answer.draft or Draft(values={}, sheet=answer.sheet, row=answer.row)
    if answer.errors:
        return _error(draft, issue, answer.errors)
    if errors := tuple(_unreadable(answer, rules)):
        return _error(draft, issue, errors)
    told, firm = _told(answer, issue, disputed)
    changes, clashes = compare(issue, told, then)
    clashes |= {name: changes.pop(name) for name in firm if name in changes}
    verdict = Verdict.CONFLICT if clashes else Verdict.UPDATE if changes else Verdict.SAME
    made = Item(
        draft=draft,
        verdict=verdict,
        mark=_mark(draft),
        issue=issue,
        changes=changes,
        clashes=clashes,
    )
    return checked(made, answer, rules)


def checked(item: Item, answer: Answer, rules: Rules) -> Item:
    """The item, as an error when the procedure refuses what it tells of the state."""
    if item.issue is None or not item.changes:
        return item
    try:
        events(item.issue, item.changes, rules)
    except LedgerError as error:
        return _error(item.draft, item.issue, (_refused(answer, error),))
    return item


def taking(item: Item, names: Sequence[str]) -> Item:
    """A conflict of which these fields were decided for the sheet; what is struck stays as it is."""
    if item.issue is None or item.issue.status in FINAL:
        names = ()
    taken = {name: value for name, value in item.clashes.items() if name in names}
    left = {name: value for name, value in item.clashes.items() if name not in names}
    changes = {**item.changes, **taken}
    verdict = Verdict.UPDATE if changes or item.photos else item.verdict
    return item._replace(verdict=verdict, changes=changes, clashes=left)


def events(issue: Issue, changes: Mapping[str, Any], rules: Rules) -> list[Event]:
    """The events of a row: its texts as one update, its state as steps of the procedure.

    Raises NotAllowed or Usage when the procedure refuses a step.
    """
    told = dict(changes)
    target = told.pop("status", None)
    if target and _already(issue.status, target):
        target = None
    given = rules.given
    if target is Status.DONE:
        measures = told.get("measures") or issue.measures  # all that some forms ask for
        note = told.pop("progress", issue.progress or measures)
        day = told.pop("done_on", None) or given.on
        if day > given.on:
            raise NotAllowed(f"完成日期 {day} 还没有到", "写实际完成的那天")
        given = given._replace(note=note or "", on=day)
    made: list[Event] = []
    if told:
        made.append(event_of(issue, Action.UPDATE, rules.given, settled(issue, told, rules.given)))
        issue = apply(issue, made[-1])
    for action in _steps(issue, target, rules.profile) if target else ():
        made.append(decide(issue, action, given, rules.profile))
        issue = apply(issue, made[-1])
    return made


def _steps(issue: Issue, target: Status, profile: Profile) -> tuple[Action, ...]:
    steps = STEPS.get((issue.status, target)) or ((TO[target],) if target in TO else ())
    if not steps:
        told = f"{issue.number} 现为“{issue.status.label}”，不能改回“{target.label}”"
        raise NotAllowed(told, next_command(issue, profile))
    return steps


def _told(
    answer: Answer, issue: Issue, disputed: frozenset[str]
) -> tuple[dict[str, Any], set[str]]:
    """What the changed cells say, as typed values; the fields that need the clerk's word all the same."""
    told: dict[str, Any] = {}
    firm = set[str]()
    for edit in answer.edits:
        values = _values(edit, answer.draft)
        about = edit.column.fields[0] if len(edit.column.fields) == 1 else ""
        if values.get(about) and values[about] == getattr(issue, about):
            continue  # the same in other words
        if "extra" in values:
            values["extra"] = {**told.get("extra", {}), **values["extra"]}
        told |= values
        if not edit.column.open or edit.column.path in disputed:
            firm |= {*values, *(["status"] if _speaks(edit) else [])}
    target = _target(answer)
    if target is not None and not _already(issue.status, target):
        told["status"] = target
    return told, firm


def fields_of(edit: Edit) -> tuple[str, ...]:
    """The fields that a cell may change, the one that it is about first."""
    own = [n for name in edit.column.fields for n in (name, *ALONG.get(name, ()))] or ["extra"]
    return (*own, *(("status",) if _speaks(edit) and "status" not in own else ()))


def _values(edit: Edit, draft: Draft | None) -> dict[str, Any]:
    """The fields of one changed cell; an emptied cell empties them."""
    values = draft.values if draft else {}
    if not edit.column.fields:
        return {"extra": {edit.column.path: values.get("extra", {}).get(edit.column.path)}}
    return {
        name: values.get(name, DEFAULTS[name])
        for name in fields_of(edit)
        if name not in (*NOT_SET, "status")
    }


def _speaks(edit: Edit) -> bool:
    """Whether a cell tells the state: a column for it, a √ under one of several headings, a day of finishing."""
    if not edit.column.fields:
        return not edit.is_comment and len(edit.text) <= BRIEF
    return bool(set(edit.column.fields) & set(STATES))


def _target(answer: Answer) -> Status | None:
    """The state that the row tells: in a column for it, else by a day of finishing or striking off.

    Such a day says nothing against a word on the state that the receiver could have changed and did not.
    """
    if answer.draft is None or answer.sent is None:
        return None
    edits = [edit for edit in answer.edits if edit.text]
    status = answer.draft.values.get("status")
    if any(_speaks(edit) and not set(edit.column.fields) & set(DAYS) for edit in edits):
        return status if status != answer.sent.status else None
    if answer.said("status"):
        return None
    return next((DAYS[n] for edit in edits for n in edit.column.fields if n in DAYS), None)


def _already(now: Status, target: Status) -> bool:
    """Whether the issue is there, or further on: a unit that is late says nothing against it."""
    if target in (Status.REGISTERED, Status.ASSIGNED):
        return now in (*WORKING, Status.DEFERRED)
    return now is target or (target in (Status.IN_PROGRESS, Status.DONE) and now is Status.CLOSED)


def _unreadable(answer: Answer, rules: Rules) -> Iterator[Problem]:
    """The changed cells that cannot be taken as they stand."""
    for edit in answer.edits:
        name = edit.column.fields[0] if edit.column.fields else ""
        if name == "number":
            yield _problem(answer, edit, f"编号不能改，下发时是“{edit.sent}”")
        elif edit.text and name:
            reason = _doubt(edit, name, answer.draft, rules)
            if reason:
                yield _problem(answer, edit, reason)


def _doubt(edit: Edit, name: str, draft: Draft | None, rules: Rules) -> str:
    values = draft.values if draft else {}
    if name == "status":
        return UNKNOWN if edit.doubt else ""
    kind = FIELDS[name].kind
    if kind in UNREAD and name not in values:
        return edit.doubt or UNREAD[kind]
    words = rules.listed.get(name, ())
    known = not words or values.get(name) in (*words, *rules.used.get(name, ()))
    return "" if known else f"不在清单里：{'、'.join(words)}"


def _problem(answer: Answer, edit: Edit, reason: str) -> Problem:
    return Problem(
        sheet=answer.sheet,
        cell=edit.cell,
        label=edit.column.path,
        text=edit.text,
        reason=reason,
        fatal=True,
    )


def _refused(answer: Answer, error: LedgerError) -> Problem:
    """The refusal at the cell that asked for the step."""
    edit = next((e for e in answer.edits if _speaks(e) and e.text), None)
    return _problem(answer, edit, f"：{error}") if edit else _whole(answer, str(error))


def _whole(answer: Answer, reason: str) -> Problem:
    return Problem(
        sheet=answer.sheet, cell=f"A{answer.row}", label="整行", text="", reason=reason, fatal=True
    )


def failed(answer: Answer, reason: str) -> Item:
    """A row that cannot be taken as a whole."""
    draft = answer.draft or Draft(values={}, sheet=answer.sheet, row=answer.row)
    return _error(draft, None, (_whole(answer, reason),))


def _error(draft: Draft, issue: Issue | None, errors: tuple[Problem, ...]) -> Item:
    wrong = draft._replace(errors=errors)
    return Item(draft=wrong, verdict=Verdict.ERROR, mark=_mark(draft), issue=issue)


def _mark(draft: Draft) -> str:
    return f"{draft.sheet}!{draft.row}"


def values_then(issue: Issue) -> dict[str, Any]:
    """All plain values of an issue, as a base to compare with."""
    return {name: plain(name, getattr(issue, name)) for name in FIELDS}


def fresh(draft: Draft, field: str, receiver: str) -> Draft:
    """A row that the receiver added: its own unless it says otherwise, finished at most (报验), never struck."""
    values = {name: value for name, value in draft.values.items() if name not in ENDED}
    status = values.get("status", Status.REGISTERED)
    told = {Status.CLOSED: Status.DONE, Status.VOID: Status.REGISTERED}.get(status, status)
    return draft._replace(values={field: receiver, **values, "status": told})
