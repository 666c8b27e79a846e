"""Whom an issue is handed to: the unit that leads, who helps, who only gets a copy, who does it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ledger.commands import writing
from ledger.commands.options import listed
from ledger.commands.writing import Session
from ledger.errors import Usage


class Receivers(NamedTuple):
    """The words of a clerk: 单位/承办单位/承办人, the others separated by commas."""

    to: str | None
    co: str | None = None
    cc: str | None = None
    person: str | None = None
    new: bool = False

    def facts(self, work: Session) -> Mapping[str, Any]:
        """The fields that they fill. Raises Usage for a unit that nobody knows."""
        lead, *doing = [part.strip() for part in (self.to or "").replace("／", "/").split("/")]
        helpers, person = list[str](), self.person
        for name in filter(None, doing):
            if not person and self._is_person(name, work):
                person = name
            else:
                helpers.append(self._unit(name, work))
        return {
            "lead_unit": self._unit(lead, work) if lead else None,
            "co_units": (*helpers, *(self._unit(name, work) for name in listed(self.co))),
            "cc_units": tuple(self._unit(name, work) for name in listed(self.cc)),
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
