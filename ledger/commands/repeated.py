"""What is registered turns out to be told again (再次反映), or to have come back (反弹)."""

from collections.abc import Mapping
from typing import Any

from ledger.commands import limits
from ledger.commands.session import say
from ledger.commands.writing import Session
from ledger.models import Action, Issue
from ledger.workflow import decide


def merged(work: Session, number: str, values: Mapping[str, Any], _due: str | None) -> Issue:
    """The same problem told again: counted on the issue that has it already."""
    issue = work.store.get(number)
    given = work.given(values.get("description", ""), dict(values))
    after = work.store.record(issue, decide(issue, Action.REPEAT, given, work.profile))
    say(f"已并入 {work.short(after)} 号（再次反映，共 {after.repeats} 次）。撤销：ledger undo")
    return after


def rebound(work: Session, number: str, values: Mapping[str, Any], due: str | None) -> Issue:
    """The struck issue in a new round."""
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
