"""What is derived from an issue and never stored: 待回访, 待销号, the limit of its kind, whom its kind goes to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ledger import needs
from ledger.models import Action, Issue, Status
from ledger.needs import Given
from ledger.profile import ANY, OWN, Profile, RouteRule, fits
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


def route(issue: Issue, profile: Profile) -> RouteRule | None:
    """The rule by which an issue is handed out, its own street and company put in; None when none fits.

    A rule whose lead would be a street or company that the issue does not have does not fit.
    """
    source = needs.meant_source(issue.source, profile)
    kinds = (issue.category, issue.subcategory)
    for rule in profile.routing:
        if fits(rule, source, kinds) and rule.subdistrict in (ANY, issue.subdistrict):
            lead = [_own(name, issue) for name in rule.to.split("/")]
            if all(lead):
                others = ([_own(name, issue) for name in names] for names in (rule.co, rule.cc))
                co, cc = (tuple(n for n in names if n and n not in lead) for names in others)
                return rule._replace(to="/".join(lead), co=co, cc=cc)
    return None


def _own(name: str, issue: Issue) -> str:
    """A unit that a rule names; for {街道} the issue's street, "" when it has none."""
    return (getattr(issue, OWN[name]) or "") if name in OWN else name
