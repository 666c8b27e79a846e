"""What columns hold whose headings say nothing: by their values, and by what the rest of the table leaves open."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ledger.intake import asked
from ledger.intake.drafts import How
from ledger.intake.hearing import HALF, LENGTHY, MOST, NOW, SOME, WORDS, Hearing
from ledger.intake.owners import PHONE_OF
from ledger.intake.profile import Profile
from ledger.intake.vocabulary import Meaning, Vocabulary

ENOUGH: Final = 3
TOLD: Final = 0.7
BEGUN: Final = ("reported_on", "occurred", "entered", "assigned_on")
UNITS: Final = ("lead_unit", "assigned_unit", "acting_unit", "co_units")
RESIDENTS: Final = ("complainant", "contact")
RESPONSIBLE: Final = ("person", "manager", "leader", "company", *UNITS)
REPORTS: Final = ("progress", "measures", "verify_result", "callback_text")
HANDED: Final = re.compile("[给交转派找归@]|认领|责任")
WHEN: Final = re.compile("[日天号时期]")
NEARLY: Final = 0.7
FULL: Final = 20
"""So long is a cell that tells more than whose number it holds."""
HOW: Final = re.compile("(?:咋|怎么|怎样)(?![坏漏来发知])")
"""当时咋处的 asks what was done; 咋坏的 does not."""
LONGEST_LIMIT: Final = 12


@dataclass(frozen=True, kw_only=True)
class Inferred:
    """The columns of one table; `leaves` are their headings' last levels, `meanings` those that are understood."""

    leaves: Mapping[int, str]
    meanings: Mapping[int, tuple[Meaning, How]]
    hearing: Hearing
    profiles: Mapping[int, Profile]
    vocabulary: Vocabulary

    @cached_property
    def fields(self) -> Mapping[int, str]:
        """The field that each column without an understood heading fills all the same."""
        found: dict[int, str] = {}
        rules = (
            self._plain, self._order, self._begun, self._unit, self._who, self._phone, self._report,
        )  # fmt: skip
        for rule in rules:
            for column in self.leaves:
                enough = self.profiles[column].count >= ENOUGH
                if enough and column not in found and self._open(column, rule):
                    name = rule(column, {**self.hearing.names, **found})
                    found |= {column: name} if name else {}
        return found

    def _open(self, column: int, rule: Callable[..., str]) -> bool:
        """Whether a rule may look at a column: at one that is understood only for what its heading leaves open."""
        meaning, _ = self.meanings.get(column, (None, None))
        if not meaning:
            return rule == self._plain or bool(self._problem)
        if meaning.kind == "none":  # it surely names nothing, unless its cells tell it outright
            if asked.ABLE.search(self.leaves[column]):
                return False
            told = column == self._prose or self._tells_states(column)
            answered = rule == self._report and asked.ends(self.leaves[column])
            return (rule == self._plain and told) or answered
        if meaning.kind == "ignored":  # 号 may number the rows, be a day, or the number of an order
            return rule in (self._begun, self._order)
        return meaning.name == "number" and rule == self._phone  # 电话: whose?

    def _plain(self, column: int, _: Mapping[int, str]) -> str:
        """What the cells cannot be mistaken for."""
        if column == self._prose:
            return WORDS[0]
        profile = self.profiles[column]
        shares = {
            "subdistrict": profile.streets,
            "satisfaction": profile.satisfactions,
            "source": profile.ways,
            "estate": profile.estates,
            "company": profile.firms,
            "building": profile.buildings,
            "category": profile.kinds,
            "status": self._tells_states(column)
            or self.hearing.states(column, profile) - self.hearing.marks(profile),
        }
        return next((name for name, share in shares.items() if share >= MOST), "")

    @cached_property
    def _prose(self) -> int:
        """The column of the most words that no heading explains, where none says what the problem is; 0 if none."""
        if set(WORDS) & set(self.hearing.names.values()):
            return 0
        told = {
            column: profile.prose
            for column, profile in self.profiles.items()
            if self._unexplained(column)
            and profile.days(self.hearing.day) < SOME < profile.chinese
            and (profile.phones < SOME or profile.length > FULL)
        }
        most = max(told.values(), default=0)
        first = (c for c in told if told[c] >= max(LENGTHY, most * NEARLY))
        return min(first, default=0)

    def _unexplained(self, column: int) -> bool:
        """Whether a heading says nothing of its column, or no more than that residents speak: 业主意见."""
        meaning, _ = self.meanings.get(column, (None, None))
        heading = self.leaves[column]
        told = any(mark in heading for mark in self.vocabulary.resident_marks)
        return meaning is None or (meaning.kind == "none" and told)

    def _tells_states(self, column: int) -> bool:
        """Whether the cells of a column tell states in all sorts of words, where no other column is for the state."""
        profile = self.profiles[column]
        varied = len(set(profile.texts)) >= ENOUGH or NOW.search(self.leaves[column])
        other = {"status", "strike"} & set(self.hearing.names.values())
        return not other and bool(varied) and profile.marks < SOME and profile.telling >= TOLD

    @cached_property
    def _problem(self) -> int:
        """The column of the problem: who speaks of it and when stands before it, what is done about it behind."""
        told = [c for c, name in self.hearing.names.items() if name in WORDS]
        return max(told, default=self._prose)

    def _order(self, column: int, names: Mapping[int, str]) -> str:
        """Long numbers in place of those that count the rows are the orders' own."""
        counts = column in self.meanings and "source_no" not in names.values()
        return "source_no" if counts and self.profiles[column].orders >= HALF else ""

    def _begun(self, column: int, names: Mapping[int, str]) -> str:
        """The first day of a table that names none is that of the report; one still to come or vague is a limit."""
        profile, day, taken = self.profiles[column], self.hearing.day, names.values()
        plain = profile.numbers < SOME or WHEN.search(self.leaves[column])
        if not plain or profile.days(day) + profile.periods < MOST:
            return ""
        if profile.periods >= SOME or profile.later(day) > HALF:
            short = profile.length <= LONGEST_LIMIT
            return "due_on" if short and "due_on" not in taken else ""
        told = (c for c, name in names.items() if name in ("status", "strike", "progress", *UNITS))
        early = column < min(told, default=column + 1)
        return BEGUN[0] if early and set(BEGUN).isdisjoint(taken) else ""

    def _unit(self, column: int, names: Mapping[int, str]) -> str:
        """Units behind the problem, or under a heading of handing over, where no column names one."""
        behind = column > self._problem or HANDED.search(self.leaves[column])
        free = set(UNITS).isdisjoint(names.values())
        return UNITS[0] if free and behind and self.profiles[column].units >= MOST else ""

    def _who(self, column: int, names: Mapping[int, str]) -> str:
        """Names before the problem, with a number beside them, are those of who complains."""
        beside = self.profiles.get(column + 1)
        owned = names.get(column + 1, "number") not in ("number", "contact")
        if not beside or owned or beside.phones < MOST or not self._names(column):
            return ""
        free = RESIDENTS[0] not in names.values() and column < self._problem
        return RESIDENTS[0] if free else ""

    def _phone(self, column: int, names: Mapping[int, str]) -> str:
        """Whose numbers they are is told by the names to their left; beside none they are the complainants'."""
        if self.profiles[column].phones < MOST:
            return ""
        left = names.get(column - 1, "")
        marked = any(mark in self.leaves[column] for mark in self.vocabulary.unit_marks)
        strange = column - 1 not in names and self._names(column - 1)
        if strange or (marked and left not in RESPONSIBLE):
            return ""
        name = PHONE_OF["person" if left in RESPONSIBLE else "complainant"]
        return "" if {name, "number"} & {n for c, n in names.items() if c != column} else name

    def _names(self, column: int) -> bool:
        profile = self.profiles.get(column)
        return bool(profile and profile.people >= MOST)

    def _report(self, column: int, names: Mapping[int, str]) -> str:
        """What tells of the work behind the problem: whether it is done, or what was done."""
        profile, taken = self.profiles[column], set(names.values())
        if column < self._problem or profile.numbers >= SOME:
            return ""
        leaf = self.leaves[column]
        free = taken.isdisjoint(("status", "strike"))
        asks = "progress" not in taken or asked.ends(leaf)
        if free and asks and self._answers(leaf, profile) >= HALF:
            return "status"
        if taken.intersection(REPORTS) or profile.chinese < MOST or self._formal(leaf):
            return ""
        told = (HOW.search(leaf) and profile.prose) or profile.reporting >= HALF
        return "progress" if told else ""

    def _formal(self, heading: str) -> bool:
        """Whether a heading ends as one does that names its column in an office: 勘查意见."""
        ends = self.vocabulary.grammar.ends
        return any(heading[at:] in ends for at in range(len(heading)))

    def _answers(self, heading: str, profile: Profile) -> float:
        """How many cells of a column answer its heading, which asks whether something is done."""
        if not asked.verbs(heading):
            return 0
        return profile.telling + profile.share(asked.answered(heading, t) for t in profile.texts)
