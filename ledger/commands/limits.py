"""The limit (时限) of an issue: the day that a clerk types, else the one that the district sets for its kind."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ledger.commands import session
from ledger.commands.writing import Session
from ledger.errors import Usage
from ledger.models import Issue
from ledger.needs import meant_source
from ledger.standing import deadline
from ledger.workdays import Limit, until


def coming(words: str | None, work: Session) -> date | None:
    """The day to come that a clerk types, counted from the day of the step."""
    return session.limit(words, work.env._replace(today=work.on), work.store) if words else None


def ahead(words: str | None, work: Session) -> date | None:
    """As `coming`. Raises Usage for a limit that was over on the day of the step."""
    day = coming(words, work)
    if day and day < work.on:
        told = f"时限 {day} 早于办理的那天（{work.on}）"
        raise Usage(told, "-d 那天以后的日期；补录从前的，加 --on 当时的日期")
    return day


def chosen(words: str | None, work: Session, issue: Issue) -> date | None:
    """The limit as typed; without one the limit of its kind for an issue that has none yet, else None."""
    if words:
        return ahead(words, work)
    if issue.due_on or issue.ongoing:
        return None
    day, _ = of_kind(work, issue._asdict())
    return day


def of_kind(work: Session, values: Mapping[str, Any]) -> tuple[date | None, str]:
    """The limit that the profile sets for a source and category, and the rule in words; (None, "") without a rule."""
    days = session.calendar(work.store)
    found = deadline(values, work.on, work.profile, days)
    if found is None:
        return None, ""
    session.warn_unofficial(work.on, found[0], days)
    return found


def clocks(work: Session, issue: Issue) -> Mapping[str, str] | None:
    """When what is handed out now must be answered by the rules of the district; None without a rule."""
    source = meant_source(issue.source, work.profile)
    rule = work.profile.limit_for(source, issue.category, issue.subcategory)
    if rule is None:
        return None
    days = session.calendar(work.store)
    told = {"accept_by": rule.accept, "respond_by": rule.response}
    ends = {name: until(work.at, Limit.parse(text), days) for name, text in told.items() if text}
    return {**ends, **({"return_in": rule.returning} if rule.returning else {})} or None


def return_by(work: Session, issue: Issue) -> str | None:
    """The moment until which the unit may still return what it accepted; None where no clock runs."""
    last = issue.handings[-1] if issue.handings else {}
    if "return_in" not in last or "accepted" not in last:
        return None
    return until(last["accepted"], Limit.parse(last["return_in"]), session.calendar(work.store))


def planned(work: Session, issue: Issue, words: Sequence[str]) -> list[dict[str, str]]:
    """The milestones of an issue, counted back from its limit; none without a limit. Raises Usage."""
    from ledger.milestones import counted_back, parts

    if issue.due_on is None:
        return []
    days = session.calendar(work.store)
    found = counted_back(parts(words), work.on, issue.due_on, days)
    return [{"step": one.step, "by": one.by.isoformat()} for one in found]


def usual_steps(work: Session, issue: Issue) -> list[str]:
    """The steps of such work as the district sets them; none where it sets none."""
    source = meant_source(issue.source, work.profile)
    rule = work.profile.plan_for(source, issue.category, issue.subcategory)
    return [*rule.steps] if rule else []


def usual(work: Session, issue: Issue) -> list[dict[str, str]] | None:
    """The milestones by these steps; None without such, or where they do not fit into the time."""
    try:
        steps = usual_steps(work, issue)
        return (planned(work, issue, steps) if steps else None) or None
    except Usage as error:
        session.say(f"注意：{work.short(issue)} 号没有倒排工期：{error}")
        return None
