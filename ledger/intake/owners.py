"""Whose a name or a number is: the complainant's or the responsible side's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ledger.intake.profile import Profile
from ledger.intake.vocabulary import Vocabulary

PHONE_OF: Final = {"complainant": "phone", "person": "person_phone"}
UNITS: Final = ("lead_unit", "company", "co_units", "subdistrict")
COMPLAINTS: Final = re.compile("纠纷|矛盾|调解|化解|诉求|反映|投诉|信访|来电|来访")
NAMES: Final = 0.8
NUMBERS: Final = 0.5


@dataclass(frozen=True)
class Owners:
    """The columns of one table: the levels of their headings, the name of what each means, their values."""

    levels: Mapping[int, tuple[str, ...]]
    names: Mapping[int, str]
    profiles: Mapping[int, Profile]
    vocabulary: Vocabulary

    def side(self, column: int) -> str:
        """Whose name or number a column holds, complainant or person: the heading tells, else the left neighbour."""
        heading = "".join(self.levels[column])
        if any(mark in heading for mark in self.vocabulary.resident_marks):
            return "complainant"
        if any(mark in heading for mark in self.vocabulary.unit_marks):
            return "person"
        left = self._left(column)
        name = self.names.get(left, "")
        if name == "subdistrict" and "lead_unit" in self.names.values():
            name = ""
        if name == "contact":
            return self.side(left)
        return "person" if name in ("person", "manager", "leader", *UNITS) else "complainant"

    def number(self, column: int, *, guessed: bool) -> str | None:
        """The field of a column of numbers; 楼长电话 beside nobody that an issue knows is nobody's.

        A heading that is `guessed` says whose only where the column to its left does.
        """
        unowned = guessed and not self._left(column)
        return None if unowned or self._stranger(column) else PHONE_OF[self.side(column)]

    def accused(self, column: int) -> bool:
        """Whether 当事人 is who put up the building and no complainant."""
        return "当事" in "".join(self.levels[column]) and not self._complaints

    @cached_property
    def _complaints(self) -> bool:
        """Whether the table is about what residents say or quarrel over."""
        return any(COMPLAINTS.search("".join(texts)) for texts in self.levels.values())

    def _stranger(self, column: int) -> bool:
        """Whether a number whose heading does not tell its owner stands beside names of whom nothing is known."""
        heading, beside = "".join(self.levels[column]), self.profiles.get(column - 1)
        told = (*self.vocabulary.resident_marks, *self.vocabulary.unit_marks)
        if not beside or self.names.get(column - 1) or any(mark in heading for mark in told):
            return False
        return beside.brief >= NAMES and beside.numbers < NUMBERS

    def _left(self, column: int) -> int:
        """The column to the left that tells whose a name or number is, 0 if none does."""
        told = (
            c for c in (column - 1, column - 2) if self.names.get(c) not in (None, "", "number")
        )
        return next(told, 0)
