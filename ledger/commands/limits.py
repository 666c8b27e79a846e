"""The limit (时限) of an issue: the day that a clerk types, else the one that the district sets for its kind."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ledger.commands import session
from ledger.commands.writing import Session
from ledger.errors import Usage
from ledger.models import Issue
from ledger.standing import deadline


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
