"""Whom an issue is handed to: the unit that leads, who helps, who only gets a copy, who does it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ledger.commands import writing
from ledger.commands.writing import Session
from ledger.errors import NotAllowed, Usage
from ledger.models import Issue
from ledger.profile import RouteRule
from ledger.standing import route


class Receivers(NamedTuple):
    """Whom a clerk, or a rule of the district, names; `to` is 单位/承办单位/承办人."""

    rule: RouteRule
    person: str | None = None
    new: bool = False

    def facts(self, work: Session) -> Mapping[str, Any]:
        """The fields that they fill. Raises Usage for a unit that nobody knows."""
        lead, *doing = [part.strip() for part in self.rule.to.replace("／", "/").split("/")]
        helpers, person = list[str](), self.person
        for name in filter(None, doing):
            if not person and self._is_person(name, work):
                person = name
            else:
                helpers.append(self._unit(name, work))
        return {
            "lead_unit": self._unit(lead, work) if lead else None,
            "co_units": (*helpers, *(self._unit(name, work) for name in self.rule.co)),
            "cc_units": tuple(self._unit(name, work) for name in self.rule.cc),
            "person": person,
        }

    def _unit(self, name: str, work: Session) -> str:
        return writing.unit(name, work, new=self.new)

    def _is_person(self, name: str, work: Session) -> bool:
        """Whether a name that is no unit's reads like that of a person (直达项目经理)."""
        try:
            writing.unit(name, work)
        except Usage:
            from ledger.intake.cells import people

            return "person" in people(name, ("co_units", "person")).values
        return False


def routed(work: Session, issue: Issue) -> RouteRule:
    """Whom the district's rules hand an issue to. Raises NotAllowed."""
    if rule := route(issue, work.profile):
        return rule
    raise NotAllowed(
        "没有合适的交办规则",
        f"ledger assign {work.short(issue)} --to 单位；常有的，ledger profile edit 加一条规则",
    )
