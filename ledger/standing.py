"""What is derived from an issue and never stored: 待回访, 待销号, the limit of its kind."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ledger import needs
from ledger.models import Action, Issue, Status
from ledger.needs import Given
from ledger.profile import Profile
from ledger.workdays import Calendar, Limit, due
from ledger.workflow import lacking


def awaits_callback(issue: Issue, profile: Profile) -> bool:
    """待回访: reported finished, and the callback that this source demands is missing."""
    return issue.status is Status.DONE and not needs.CALLED_BACK.met(
        issue, Given(by="", on=date.min), profile
    )


def awaits_close(issue: Issue, profile: Profile) -> bool:
    """待销号: everything that 销号 demands is there."""
    given = Given(by="", on=date.min)
    return issue.status is Status.DONE and not lacking(issue, Action.CLOSE, given, profile)


def deadline(
    values: Mapping[str, Any], start: date, profile: Profile, calendar: Calendar
) -> tuple[date, str] | None:
    """The limit that the profile sets for a source and category: the day, and the rule in words."""
    source = needs.meant_source(values.get("source"), profile)
    kinds = (values.get("category"), values.get("subcategory"))
    rule = profile.limit_for(source, *kinds)
    if rule is None:
        return None
    words = "·".join(word for word in (values.get("source"), *kinds) if word)
    return due(start, Limit.parse(rule.limit), calendar), f"{words}，{rule.limit}"
