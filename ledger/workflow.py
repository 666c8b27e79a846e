"""The strike-off procedure (销号流程): what may follow what, and what each step changes.

`STEPS` is the whole table: a step that is not in it is refused. What a step must have stands in the same
row (the needs are explained in `needs`), so that rule and refusal cannot disagree.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from ledger import effects, needs
from ledger.errors import LedgerError, NotAllowed, Usage
from ledger.models import DEFAULTS, FIELDS, OPEN, PLAIN, Action, Event, Issue, Status, plain, typed
from ledger.needs import Given, Need, next_level
from ledger.profile import Profile


class Step(NamedTuple):
    """One row of the procedure. `after` None: the status stays, or the effect decides."""

    action: Action
    before: tuple[Status, ...]
    after: Status | None
    needs: tuple[Need, ...] = ()
    effect: Callable[[Issue, Given, Profile], dict[str, Any]] = lambda _issue, _given, _profile: {}


STEPS: Final[tuple[Step, ...]] = (
    Step(Action.ASSIGN, (Status.REGISTERED,), Status.ASSIGNED, (needs.UNIT,), effects.assign),
    Step(Action.ACCEPT, (Status.ASSIGNED,), Status.IN_PROGRESS, (), effects.accept),
    Step(Action.CLAIM, (Status.REGISTERED, Status.ASSIGNED), Status.IN_PROGRESS,
        (needs.CLAIMER,), effects.claim),
    Step(Action.RETURN, (Status.ASSIGNED, Status.IN_PROGRESS), Status.REGISTERED,
        (needs.RETURN_REASON, needs.BASIS, needs.RETURN_IN_TIME), effects.return_),
    Step(Action.PLAN, (Status.ASSIGNED, Status.IN_PROGRESS), None,
        (needs.LIMIT_SET, needs.MILESTONES), effects.plan),
    Step(Action.PROGRESS, (Status.ASSIGNED, Status.IN_PROGRESS, Status.DEFERRED), None,
        (needs.NOTE_OR_TICK,), effects.progress),
    Step(Action.EXTEND, (Status.ASSIGNED, Status.IN_PROGRESS), None,
        (needs.NEW_DUE, needs.REASON, needs.APPROVER, needs.LATER_DUE, needs.NOT_YET_DUE, needs.MAY_EXTEND), effects.extend),
    Step(Action.DEFER, (Status.IN_PROGRESS, Status.DEFERRED), Status.DEFERRED,
        (needs.DEFER_REASON, needs.REVIEW_DAY, needs.APPROVER, needs.LATER_REVIEW), effects.defer),
    Step(Action.RESUME, (Status.DEFERRED,), Status.IN_PROGRESS, (), effects.resume),
    Step(Action.DONE, (Status.IN_PROGRESS, Status.DEFERRED), Status.DONE, (needs.NOTE,), effects.done),
    Step(Action.VERIFY, (Status.DONE,), None,
        (needs.LEVEL_LEFT, needs.LEVEL, needs.OTHER_PERSON), effects.verify),
    Step(Action.FAIL, (Status.DONE,), Status.IN_PROGRESS,
        (needs.REQUIREMENT, needs.NEW_DUE, needs.OTHER_PERSON), effects.fail),
    Step(Action.CALLBACK, (Status.DONE,), None, (needs.RATED,), effects.callback),
    Step(Action.CLOSE, (Status.DONE,), Status.CLOSED, needs.FOR_STRIKING_OFF, effects.close),
    Step(Action.STRIKE, (Status.IN_PROGRESS,), Status.CLOSED,
        (needs.ON_THE_SPOT, needs.NOTE, needs.PHOTO_TAKEN, needs.CAUSE_FOUND), effects.strike),
    Step(Action.REOPEN, (Status.CLOSED,), None, (needs.REASON, needs.BASIS), effects.reopen),
    Step(Action.RESTORE, (Status.VOID,), None, (needs.REASON,), effects.restore),
    Step(Action.VOID, OPEN, Status.VOID, (needs.VOID_REASON, needs.INTO, needs.APPROVER), effects.void),
    Step(Action.PURGE, (Status.CLOSED, Status.VOID), None, (needs.BASIS,), effects.purge),
    Step(Action.EDIT, OPEN, None, (needs.LIMIT_KEPT, needs.LIMIT_AHEAD, needs.FILLED), effects.edit),
    Step(Action.ATTACH, OPEN, None, (), effects.attach),
    Step(Action.REPEAT, OPEN, None, (), effects.repeat),
    Step(Action.TAG, tuple(Status), None, (), effects.tag),
    Step(Action.LINK, tuple(Status), None),
)  # fmt: skip
STEP: Final[Mapping[Action, Step]] = {step.action: step for step in STEPS}
ANY_TIME: Final = (Action.EDIT, Action.TAG, Action.ATTACH, Action.REPEAT, Action.LINK)
"""No steps of their own: they may be told late, of a day before the last step."""


def _words(issue: Issue, profile: Profile) -> dict[str, str]:
    """What the sentences of needs may name."""
    lists = ("return_reasons", "defer_reasons", "void_reasons", "satisfactions")
    return {
        "number": issue.number,
        "done_by": issue.done_by or issue.person or "",
        "next_level": next_level(issue, profile) or "",
        "began": str(needs.began(issue)),
        "last_day": str(needs.last_day(issue)),
        **{name: "|".join(getattr(profile, name)) for name in lists},
    }


def lacking(issue: Issue, action: Action, given: Given, profile: Profile) -> list[Need]:
    """The needs of `action` that are not met, their sentences filled in; forced steps lack only options."""
    words = _words(issue, profile)
    forced = given.force and given.get("reason")
    order = needs.AFTER_REPORT if action in ANY_TIME else needs.IN_ORDER
    return [
        need._replace(missing=need.missing.format(**words), supply=need.supply.format(**words))
        for need in (order, *STEP[action].needs)
        if not need.met(issue, given, profile) and (need.option or need.firm or not forced)
    ]


def refusal(issue: Issue, action: Action, given: Given, profile: Profile) -> LedgerError | None:
    """Why `action` is refused now and what would help; None when it is allowed.

    Missing options alone are a wrong use of the command (Usage), everything else is NotAllowed.
    """
    if issue.withdrawn:
        return NotAllowed(
            f"{issue.number} 的登记已撤销，不能{action.deed}",
            f"用 ledger log {issue.number} 查看是哪次撤销，再 ledger undo 那次操作",
        )
    if issue.status not in STEP[action].before:
        return NotAllowed(
            f"{issue.number} 现为“{issue.status.label}”，不能{action.deed}",
            next_command(issue, profile),
        )
    missing = lacking(issue, action, given, profile)
    if not missing:
        return None
    kind = Usage if all(need.option for need in missing) else NotAllowed
    return kind(
        f"{issue.number} 不能{action.deed}：" + "；".join(need.missing for need in missing),
        "；".join(need.supply for need in missing),
    )


def decide(issue: Issue, action: Action, given: Given, profile: Profile) -> Event:
    """The event that `action` makes of `issue`. Raises NotAllowed or Usage (see `refusal`)."""
    if error := refusal(issue, action, given, profile):
        raise error
    step = STEP[action]
    changed = step.effect(issue, given, profile)
    if step.after:
        changed["status"] = step.after
    return event_of(issue, action, given, changed)


def purged(issue: Issue, given: Given, profile: Profile) -> Event:
    """The event that tells the whole issue without who complained, so that all told before can be erased."""
    event = decide(issue, Action.PURGE, given, profile)
    after = apply(issue, event)
    told = {
        name: plain(name, value)
        for name, value in zip(FIELDS, after, strict=True)
        if name not in ("uid", "version")
        and (value != DEFAULTS[name] or value != getattr(issue, name))
    }
    return event._replace(new=told, old={})


def event_of(issue: Issue, action: Action, given: Given, changed: Mapping[str, Any]) -> Event:
    """The event that sets the fields in `changed` (typed values); facts that became fields are told once."""
    new = {name: value for name, value in changed.items() if getattr(issue, name) != value}
    return Event(
        issue=issue.uid,
        kind=action,
        on=given.on,
        by=given.by,
        new={name: plain(name, value) for name, value in new.items()},
        old={name: plain(name, getattr(issue, name)) for name in new},
        note=given.note,
        facts=_facts(given, changed),
    )


def register(uid: str, number: str, values: Mapping[str, Any], given: Given, kind: Action) -> Event:
    """The event that creates an issue with the fields in `values` (typed); history tells its number, too."""
    first = {"number": number, "entered_on": effects.entry_day(values, given.on)}
    told = {**first, **settled(UNTOLD, values, given)}
    new = {
        name: PLAIN[name](value) if name in PLAIN else value
        for name, value in told.items()
        if value is not None and value != DEFAULTS[name]
    }
    return Event(uid, kind, given.on, given.by, new, note=given.note, facts=_facts(given, told))


UNTOLD: Final = Issue()


def _facts(given: Given, changed: Mapping[str, Any]) -> dict[str, Any]:
    """What is told with a step and became no field."""
    told = {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in given.facts.items()
        if changed.get(key) is None and value not in (None, "", ())
    }
    return {**told, "force": True} if given.force else told


def settled(issue: Issue, changed: Mapping[str, Any], given: Given) -> dict[str, Any]:
    """What a sheet says, completed by the day on which a struck or void issue left the books.

    That day (离账日期) is the strike-off day if the sheet tells it, else the latest day on which anything
    was finished; what the sheet does not tell stays unknown.
    """
    if changed.get("status", issue.status) in OPEN:
        return {**changed, "left_on": None, "closed_on": None}
    closed_on = changed.get("closed_on", issue.closed_on)
    finished = (changed.get(name, getattr(issue, name)) for name in ("done_on", "verified_on"))
    day = closed_on or issue.left_on or max(filter(None, finished), default=given.on)
    return {**changed, "left_on": day}


def apply(issue: Issue | None, event: Event) -> Issue:
    """`issue` after `event`: the fold that history, undo and replay rest on. None: `event` creates it."""
    before = issue or Issue(uid=event.issue)
    changed = {name: typed(name, new) for name, new in event.new.items()}
    return before._replace(version=before.version + 1, **changed)


CREATES: Final = (Action.REGISTER, Action.IMPORT)
FINAL: Final = (Status.CLOSED, Status.VOID)


def reverse(issue: Issue, event: Event, given: Given) -> Event | None:
    """The event that takes `event` back, None when a later change of the same fields would be trampled.

    Tags and links (举一反三) only sort issues: they can be taken back when a round is struck, too.
    What was created is withdrawn (its number stays used); that is refused once anything at all was changed.
    """
    created = event.kind in CREATES
    sorting = event.new.keys() <= {"tags"} and event.kind is not Action.PURGE
    if issue.status in FINAL and "status" not in event.new and not sorting:
        return None  # a struck round is never edited, nor what it was struck on
    now = {name: plain(name, getattr(issue, name)) for name in FIELDS}
    watched = (set(FIELDS) - {"uid", "number", "version"}) if created else set(event.new)
    then = {
        name: event.new[name] if name in event.new else plain(name, DEFAULTS[name])
        for name in watched
    }
    if any(now[name] != then[name] for name in watched):
        return None
    if created:
        return event_of(issue, Action.UNDO, given, {"withdrawn": True})
    back = {name: typed(name, event.old.get(name)) for name in event.new}
    return event_of(issue, Action.UNDO, given, back)


NEXT: Final[Mapping[Status, str]] = {
    Status.REGISTERED: "ledger assign {number} --to 单位",
    Status.ASSIGNED: "ledger accept {number}",
    Status.IN_PROGRESS: 'ledger done {number} -m "整改情况"',
    Status.DEFERRED: "ledger resume {number}",
    Status.CLOSED: "ledger reopen {number} --reason 原因 --basis 依据",
    Status.VOID: "ledger reopen {number} --reason 原因",
}


def next_command(issue: Issue, profile: Profile) -> str:
    """The likely next command for an issue, as a clerk may type it."""
    if issue.status is not Status.DONE:
        return NEXT[issue.status].format(number=issue.number)
    missing = lacking(issue, Action.CLOSE, Given(by="", on=date.min), profile)
    return missing[0].supply if missing else f"ledger close {issue.number}"
