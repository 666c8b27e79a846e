"""The same problem told again: counted on the issue that has it, or its rebound (反弹)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ledger.commands import limits, writing
from ledger.commands.session import say
from ledger.commands.writing import Session
from ledger.models import Action, Issue
from ledger.selection import RECURRING
from ledger.standing import recurring, said
from ledger.workflow import decide

if TYPE_CHECKING:
    from ledger.commands.register import Chosen


def told(work: Session, choice: "Chosen", values: Mapping[str, Any], due: str | None) -> Issue:
    """Do what was chosen: "into" an issue, or "reopen" it."""
    if choice.what == "into":
        return _merged(work, choice.number, values)
    return _rebound(work, choice.number, values, due)


def _merged(work: Session, number: str, values: Mapping[str, Any]) -> Issue:
    """The same problem told again: counted on the issue that has it already."""
    issue = work.store.get(number)
    given = work.given(values.get("description", ""), dict(values))
    after = work.store.record(issue, decide(issue, Action.REPEAT, given, work.profile))
    say(f"已并入 {work.short(after)} 号（再次反映，共 {after.repeats} 次）。撤销：ledger undo")
    return after


def _rebound(work: Session, number: str, values: Mapping[str, Any], due: str | None) -> Issue:
    issue = work.store.get(number)
    fresh = issue._replace(due_on=None, ongoing=False)  # a new round, without the old limit
    facts = {
        "reason": values.get("description") or "再次反映",
        "basis": _basis(values),
        "due_on": limits.chosen(due, work, fresh),
    }
    after = work.store.record(
        issue, decide(issue, Action.REOPEN, work.given(facts=facts), work.profile)
    )
    say(
        f"{work.short(after)} 号反弹重开，第 {after.round} 轮，时限 {after.due_on or '未定'}。撤销：ledger undo"
    )
    return after


def _basis(values: Mapping[str, Any]) -> str:
    return " ".join(values[key] for key in ("source", "source_no") if key in values) or "再次反映"


def marked(work: Session, values: dict[str, Any], alike: Sequence[Issue]) -> dict[str, Any]:
    """What is told of an issue, marked as 反复 when the estate told of the same within the days of the profile."""
    if not alike or "estate" not in values or RECURRING in values.get("tags", ()):
        return values
    estate = writing.estate(values["estate"], work, new=True)
    now = said(Issue(**{**values, "estate": estate, "reported_on": work.on}))
    for then in map(said, alike):
        if now and then and recurring((then, now), work.profile.repeat_days):
            again = next(one for one in alike if one.uid == then.uid)
            mark = f"{work.profile.repeat_days} 天内反映过相似的（{work.short(again)} 号）"
            say(f"{mark}，标为“{RECURRING}”")
            return {**values, "tags": (*values.get("tags", ()), RECURRING)}
    return values
