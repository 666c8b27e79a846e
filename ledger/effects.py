"""What each step of the procedure changes in an issue, besides its status."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from ledger.models import DEFAULTS, Issue, Status
from ledger.needs import Given, levels
from ledger.profile import Profile


def assign(issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    told = ("lead_unit", "person", "leader", "requirement", "doc_no")
    changed = {**{key: given.get(key) for key in told if given.get(key)}, **_limit(given)}
    changed |= {name: tuple(given.get(name) or ()) for name in ("co_units", "cc_units")}
    return {**changed, "handings": (*issue.handings, _handing(given)), "assigned_on": given.on}


def _limit(given: Given) -> dict[str, Any]:
    """The limit that is told with a handing-out, if any."""
    due_on = given.get("due_on")
    told = {"due_precision": "day", "original_due_on": None, "due_text": None}
    return {"due_on": due_on, **told} if due_on else {}


def _handing(given: Given) -> dict[str, Any]:
    """One handing-out (交办): to whom, when, when its clocks run out. Without clocks the day is enough."""
    clocks = given.get("handings") or {}
    at = given.moment if clocks else given.on.isoformat()
    return {"unit": given.get("lead_unit"), "at": at, **clocks}


def _answered(issue: Issue, what: tuple[str, ...], given: Given) -> dict[str, Any]:
    """When a unit first accepted and first answered, kept with the handing-out whose clocks run."""
    *past, last = issue.handings or ({},)
    new = {one: given.moment for one in what if one not in last}
    return {"handings": (*past, {**last, **new})} if new and CLOCKS & set(last) else {}


CLOCKS: Final = {"accept_by", "respond_by", "return_in"}


def accept(issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    return _answered(issue, ("accepted",), given)


def claim(issue: Issue, given: Given, profile: Profile) -> dict[str, Any]:
    unit = given.get("lead_unit")
    told = {"lead_unit": unit, "assigned_on": issue.assigned_on or given.on, **_limit(given)}
    told |= plan(issue, given, profile) if given.get("milestones") else {}
    if issue.lead_unit == unit and issue.status is Status.ASSIGNED:
        return told | {"handings": issue.handings} | accept(issue, given, profile)
    handed = issue._replace(handings=(*issue.handings, _handing(given)))
    return told | {"handings": handed.handings} | accept(handed, given, profile)


def return_(issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    *past, last = issue.handings or ({},)
    if last.get("unit") != issue.lead_unit or "returned" in last:  # a sheet told of the unit
        past, last = list(issue.handings), {"unit": issue.lead_unit}
    last = {**last, "returned": given.on.isoformat(), "reason": given.get("reason")}
    return {
        "lead_unit": None,
        "co_units": (),
        "cc_units": (),
        "person": None,
        "assigned_on": None,
        "handings": (*past, last),
        "milestones": (),
        "returns": issue.returns + 1,
    }


def progress(issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    status = Status.IN_PROGRESS if issue.status is Status.ASSIGNED else issue.status
    spent = given.get("cost")
    cost = {"cost": (issue.cost or 0) + spent} if spent else {}
    payer = given.get("payer")
    known = (issue.payer or "").split("、") if issue.payer else []
    paid = {"payer": "、".join(dict.fromkeys((*known, payer)))} if payer else {}
    step = given.get("milestone")
    told: dict[str, Any] = {"progress": given.note or f"{step}已完成", "status": status}
    if step:
        from ledger.milestones import ticked  # few have any

        told["milestones"] = ticked(issue.milestones, step, given.on)
    return {**told, **cost, **paid, **_answered(issue, ("accepted", "responded"), given)}


def plan(issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    from ledger.milestones import renewed

    return {"milestones": renewed(issue.milestones, given.get("milestones") or ())}


def _moved(issue: Issue, due_on: date) -> tuple[Any, ...]:
    from ledger.milestones import moved

    return moved(issue.milestones, due_on - (issue.due_on or due_on))


def extend(issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    return {
        "due_on": given.get("due_on"),
        "due_text": None,
        "due_precision": "day",
        "original_due_on": issue.original_due_on or issue.due_on,
        "extensions": issue.extensions + 1,
        "milestones": _moved(issue, given.get("due_on")) if issue.milestones else (),
    }


DEFERRAL: Final = ("review_on", "reason", "interim", "opinion")
AWAKE: Final[Mapping[str, Any]] = {"review_on": None, "reason": None}
"""No longer put off; what was done meanwhile and what residents said of it stays."""


def defer(issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    """Put off once more, what is not told again stays as it was."""
    before = issue._asdict() if issue.status is Status.DEFERRED else {}
    return {name: given.get(name) or before.get(name) for name in DEFERRAL}


def resume(_issue: Issue, _given: Given, _profile: Profile) -> dict[str, Any]:
    return {**AWAKE}


def done(issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    return {
        "progress": given.note,
        "done_on": given.on,
        "done_by": given.by,
        **AWAKE,
        **_answered(issue, ("accepted", "responded"), given),
    }


def verify(issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    result = given.note or "通过"
    passed = {"level": given.get("level"), "by": given.by, "on": str(given.on), "result": result}
    return {
        "levels": (*issue.levels, passed["level"]),
        "verifications": (*issue.verifications, passed),
        "verifier": given.by,
        "verified_on": given.on,
        "verify_result": result,
    }


UNPROVED: Final[Mapping[str, Any]] = {name: DEFAULTS[name] for name in (
    "done_on", "done_by", "levels", "verifications", "callback_on", "callback_text", "satisfaction", "reached", "status_text",
)}  # fmt: skip
NOT_VERIFIED: Final[Mapping[str, Any]] = dict.fromkeys(("verifier", "verified_on", "verify_result"))


def fail(issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    return {
        **UNPROVED,
        "verifier": given.by,
        "verified_on": given.on,
        "verify_result": given.note or "不通过",
        "requirement": given.get("requirement"),
        "due_on": given.get("due_on"),
        "due_text": None,
        "due_precision": "day",
        "original_due_on": issue.original_due_on or issue.due_on,
        "failures": issue.failures + 1,
        "milestones": tuple(one for one in issue.milestones if "done" in one),
    }


def callback(_issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    return {
        "callback_on": given.on,
        "callback_text": given.note or None,
        "satisfaction": given.get("satisfaction"),
        "reached": bool(given.get("reached")),
    }


def close(_issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    numbered = {"doc_no": given.get("doc_no")} if given.get("doc_no") else {}
    return {"closed_on": given.on, "left_on": given.on} | numbered


def strike(issue: Issue, given: Given, profile: Profile) -> dict[str, Any]:
    return {
        "progress": given.note or issue.progress,
        "done_on": given.on,
        "done_by": given.by,
        "levels": levels(issue, profile),
        "verifier": given.by,
        "verified_on": given.on,
        "verify_result": "立行立改",
        "closed_on": given.on,
        "left_on": given.on,
    }


def stay(issue: Issue, how: str, left_on: date | None) -> dict[str, Any]:
    """The stay in the books (在账) that ends now, as it is kept in `rounds` and never edited again."""
    dates = {
        "entered_on": issue.entered_on,
        "due_on": issue.due_on,
        "done_on": issue.done_on,
        "left_on": left_on,
    }
    return {
        "round": issue.round,
        "how": how,
        **{name: day.isoformat() for name, day in dates.items() if day},
        **({"satisfaction": issue.satisfaction} if issue.satisfaction else {}),
    }


def reopen(issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    return {
        **UNPROVED,
        **NOT_VERIFIED,
        "rounds": (*issue.rounds, stay(issue, "close", issue.left_on)),
        "round": issue.round + 1,
        "status": Status.IN_PROGRESS if issue.lead_unit else Status.REGISTERED,
        "entered_on": given.on,
        "closed_on": None,
        "left_on": None,
        "due_on": given.get("due_on"),
        "due_text": None,
        "due_precision": "day" if given.get("due_on") else None,
        "ongoing": False,
        "original_due_on": None,
        "milestones": (),
        "extensions": 0,
    }


def void(issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    return {
        "left_on": given.on,
        "reason": given.get("reason"),
        "into": given.get("into"),
        "status_before": issue.status,
        "reason_before": issue.reason,
    }


def restore(issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    return {
        "rounds": (*issue.rounds, stay(issue, "void", issue.left_on)),
        "status": issue.status_before or Status.REGISTERED,
        "status_before": None,
        "entered_on": given.on,
        "left_on": None,
        "reason": issue.reason_before,
        "reason_before": None,
        "into": None,
    }


def purge(issue: Issue, _given: Given, _profile: Profile) -> dict[str, Any]:
    from ledger.purging import forgotten  # seldom wanted

    return forgotten(issue)


def edit(issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    changed = {name: value for name, value in given.facts.items() if name != "reason"}
    if "due_on" in changed:  # the written limit no longer means this day
        changed |= {"due_text": None, "due_precision": "day" if changed["due_on"] else None}
    if issue.round == 1 and {"reported_on", "assigned_on"} & changed.keys():
        dates = {name: changed.get(name, getattr(issue, name)) for name in ENTRY_DATES}
        changed["entered_on"] = entry_day(dates, issue.entered_on or given.on)
    return changed


ENTRY_DATES: Final = ("reported_on", "assigned_on", "done_on")


def entry_day(values: Mapping[str, Any], on: date) -> date:
    """The day from which an issue counts in the books (入账): received or handed out, else its earliest date."""
    received = values.get("reported_on") or values.get("assigned_on")
    if received:
        return received  # type: ignore[no-any-return]
    return min(day for day in (values.get("done_on"), values.get("closed_on"), on) if day)


def tag(issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    return {"tags": tuple(given.facts.get("tags", issue.tags))}


def repeat(issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    told = (given.get("source_no"), *(given.get("other_nos") or ()))
    known = (issue.source_no, *issue.other_nos)
    new = tuple(number for number in told if number and number not in known)
    first = {} if issue.source_no or not new else {"source_no": new[0]}
    others = new[1:] if first else new
    return {"repeats": issue.repeats + 1, "other_nos": (*issue.other_nos, *others), **first}


def attach(issue: Issue, given: Given, _profile: Profile) -> dict[str, Any]:
    return {"attachments": (*issue.attachments, *given.get("attachments"))}
