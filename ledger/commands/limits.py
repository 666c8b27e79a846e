"""The limit (时限) of an issue: the day that a clerk types, else the one that the district sets for its kind."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ledger.commands import session
from ledger.commands.writing import Session
from ledger.models import Issue
from ledger.standing import deadline


def chosen(typed: str | None, work: Session, issue: Issue) -> date | None:
    """The limit as typed; without one the limit of its kind for an issue that has none yet, else None."""
    if typed:
        return session.limit(typed, work.env, work.store)
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
