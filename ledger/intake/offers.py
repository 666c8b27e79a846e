"""What each column offers to fill: by its heading, corrected by what its values look like."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Final

from ledger.intake import grammar, states
from ledger.intake.drafts import How
from ledger.intake.header import Band
from ledger.intake.profile import Profile
from ledger.intake.vocabulary import Meaning, Vocabulary
from ledger.models import FIELDS, Kind

JOINTS: Final = re.compile(r"[/／、]|[及和与]")
PEOPLE: Final = (
    "lead_unit", "company", "complainant", "phone", "person", "person_phone", "leader", "co_units",
)  # fmt: skip
PHONE_OF: Final = {"complainant": "phone", "person": "person_phone"}
UNITS: Final = ("lead_unit", "company", "co_units", "subdistrict")
NO_NUMBERS: Final = (
    "title", "description", "category", "subcategory", "measures", "progress", "requirement", "lead_unit",
    "co_units", "person", "complainant", "leader", "company", "estate", "subdistrict", "community",
    "district", "location", "verifier", "verify_result", "callback_text",
)  # fmt: skip
ORDER: Final = (How.GIVEN, How.REMEMBERED, How.EXACT, How.SYNONYM, How.STEM, How.CONTENT)
CHOSEN: Final = ("category", "subcategory", "source", "severity", "satisfaction", "verify_result")
WORDS: Final = ("description", "title")
LENGTHY: Final = 8
MOST: Final = 0.8
HALF: Final = 0.5
SOME: Final = 0.3
ENOUGH: Final = 3


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a column would fill if no other has a better claim.

    `name` and `kind` are those of its heading's meaning; a `weak` offer yields to every other one.
    """

    index: int
    name: str
    fields: tuple[str, ...]
    how: How
    rank: int = 0
    weak: bool = False
    kind: str = "field"

    @property
    def claim(self) -> tuple[object, ...]:
        """Sorts the better claim first: by certainty, columns for one field before joint ones, by name, by place.

        Of several levels of verification (社区、街道、区) the last one decides.
        """
        place = -self.index if self.name == "verifier" else self.index
        return self.weak, len(self.fields) > 1, ORDER.index(self.how), self.rank, place


@dataclass(frozen=True, kw_only=True)
class Offers:
    """The offers of one table's columns. `day` is the day it speaks of; `channel` tells a register of petitions."""

    band: Band
    profiles: Mapping[int, Profile]
    vocabulary: Vocabulary
    day: date
    channel: bool

    @cached_property
    def meanings(self) -> dict[int, tuple[Meaning, How]]:
        """What each heading means by itself."""
        told = ((c, self.vocabulary.meaning(texts)) for c, texts in self._levels.items())
        return {column: found for column, found in told if found}

    @cached_property
    def _levels(self) -> dict[int, tuple[str, ...]]:
        """The headings; one that is spread over a column for each of its parts (反映人及电话) is taken apart."""
        found = dict(self.band.levels)
        for _, group in groupby(found.items(), key=lambda item: item[1]):
            columns = [column for column, _ in group if self.profiles[column].count]
            *upper, leaf = found[columns[0]] if columns else ("",)
            parts = JOINTS.split(leaf)
            if len(parts) == len(columns) > 1:
                found |= {c: (*upper, *parts[: i + 1]) for i, c in enumerate(columns)}
        return found

    def offer(self, column: int) -> Offer | None:
        """What a column offers; None when neither its heading nor its values say anything."""
        if name := self._choices.get(column):
            return Offer(index=column, name=name, fields=(), how=How.CONTENT, kind="choice")
        if joint := self._joint(column):
            return joint
        found = self.meanings.get(column)
        if not found:
            return self._guess(column)
        meaning, how = found
        if meaning.kind == "none":
            return None
        if meaning.kind in ("ignored", "photo"):
            return Offer(index=column, name=meaning.name, fields=(), how=how, kind=meaning.kind)
        return self._sniffed(column, meaning, how)

    @cached_property
    def _prose(self) -> int:
        """The column of the most words that no heading explains, where none says what the problem is; 0 if none."""
        if set(WORDS) & set(self._names.values()):
            return 0
        told = {
            column: profile.prose
            for column, profile in self.profiles.items()
            if column not in self.meanings and max(profile.days(self.day), profile.phones) < SOME
        }
        best = max(told, key=lambda c: told[c], default=0)
        return best if best and told[best] >= LENGTHY else 0

    @cached_property
    def _choices(self) -> dict[int, str]:
        """Columns of √, of which a row marks one, under a heading that tells what they choose."""
        found: dict[int, str] = {}
        for upper, group in groupby(self.band.levels, key=lambda c: self.band.levels[c][:-1]):
            columns = list(group)
            marked = [self.profiles[c].marks >= MOST for c in columns if self.profiles[c].count]
            if upper and len(columns) > 1 and marked and all(marked):
                found |= dict.fromkeys(columns, self._chosen(columns, upper))
        return {column: name for column, name in found.items() if name}

    def _chosen(self, columns: list[int], upper: tuple[str, ...]) -> str:
        leaves = [self.band.leaves[c] for c in columns]
        told = sum(bool(states.word(leaf, self.vocabulary, unit=True)) for leaf in leaves)
        meant = self.vocabulary.meaning(upper)
        if 2 * told > len(leaves):
            return "status"
        return meant[0].name if meant and meant[0].fills in CHOSEN else ""

    def _joint(self, column: int) -> Offer | None:
        """A heading that names several people or units at once: 责任单位/责任人, 反映人及电话."""
        fields: list[str] = []
        for part in JOINTS.split(self._levels[column][-1]):
            meant = self.vocabulary.meaning((part,))
            if not meant:
                return None
            found = meant[0]
            if found.name == "number":
                owner = next((f for f in reversed(fields) if f in PHONE_OF), "person")
                fields.append(PHONE_OF[owner])
            elif found.name == "contact":
                fields.append(self._side(column))
            elif found.fills in PEOPLE:
                fields += ["lead_unit"] * self._of_unit(part, found.fills) + [found.fills]
        if len(set(fields)) < 2:
            return None
        return Offer(
            index=column, name="joint", fields=tuple(dict.fromkeys(fields)), how=How.SYNONYM
        )

    def _of_unit(self, part: str, field: str) -> bool:
        """牵头整改部门责任人 names a unit as well as a person."""
        return field == "person" and bool(re.search("部门|单位", part))

    def _guess(self, column: int) -> Offer | None:
        """A column whose heading says nothing, but whose values cannot be mistaken."""
        profile = self.profiles[column]
        if profile.count < ENOUGH:
            return None
        if column == self._prose:
            return Offer(
                index=column, name="description", fields=WORDS[:1], how=How.CONTENT, weak=True
            )
        shares = {
            "subdistrict": profile.streets,
            "satisfaction": profile.satisfactions,
            "source": profile.ways,
            "estate": profile.estates,
            "company": profile.firms,
        }
        name = next((name for name, share in shares.items() if share >= MOST), "")
        if not name:
            return None
        return Offer(index=column, name=name, fields=(name,), how=How.CONTENT, weak=True)

    def _sniffed(self, column: int, meaning: Meaning, how: How) -> Offer:
        """The offer of a heading once its values are heard."""
        fields: tuple[str, ...] = (meaning.fills,) if meaning.fills else ()
        profile = self.profiles[column]
        changed = self._instead(column, meaning.name, profile)
        if changed is not None:
            fields, how = changed, How.CONTENT if meaning.kind == "field" else how
        contradicted = fields and profile.count and not self._fits(fields[0], profile, how)
        return Offer(
            index=column,
            name=meaning.name,
            fields=() if contradicted else fields,
            how=how,
            rank=meaning.rank,
            weak=meaning.weak or meaning.name in ("contact", "manager"),
        )

    def _instead(self, column: int, name: str, profile: Profile) -> tuple[str, ...] | None:
        """The fields that the values of a known group of headings call for instead of the usual one."""
        rules: Mapping[str, Callable[[int, Profile], str | None]] = {
            "contact": self._contact,
            "number": self._number,
            "own_number": lambda _, p: "source_no" if self.channel and p.numbers < 1 else None,
            "progress": self._progress,
            "severity": self._severity,
            "category": lambda _, p: "severity" if p.severities >= MOST else None,
            "callback_text": lambda _, p: "satisfaction" if p.satisfactions >= MOST else None,
            "district": lambda _, p: "subdistrict" if p.streets >= MOST else None,
            "location": lambda _, p: "subdistrict" if p.streets >= MOST else None,
            "done_on": self._plan,
        }
        found = rules[name](column, profile) if name in rules and profile.count else None
        return (found,) if found else None

    @cached_property
    def _names(self) -> dict[int, str]:
        return {column: meaning.name for column, (meaning, _) in self.meanings.items()}

    @property
    def _tells_state(self) -> bool:
        return bool({"status", "strike"} & set(self._names.values()))

    def _progress(self, column: int, profile: Profile) -> str | None:
        """办理情况 may hold states; 堆物情况 is the problem itself where no other column is."""
        if profile.states >= MOST:
            return None if self._tells_state else "status"
        about = grammar.read(self.vocabulary.grammar, self._levels[column]) is None
        known = self.meanings[column][1] is not How.STEM or set(WORDS) & set(self._names.values())
        return "description" if about and not known and profile.prose >= LENGTHY else None

    def _severity(self, column: int, profile: Profile) -> str | None:
        """隐患类别 holds levels in some ledgers and kinds in others."""
        kinds = re.search("类|性质", self.band.leaves[column])
        return "category" if kinds and profile.severities < HALF else None

    def _plan(self, _: int, profile: Profile) -> str | None:
        """完成时间 is a limit when it names periods or days still to come, and nothing else names the limit."""
        if "due_on" in self._names.values():
            return None
        later = profile.later(self.day)
        return "due_on" if profile.periods >= SOME or later > HALF else None

    def _contact(self, column: int, _: Profile) -> str | None:
        return self._side(column)

    def _number(self, column: int, _: Profile) -> str | None:
        """Whose number it is; 楼长电话 beside nobody that an issue knows is nobody's."""
        guessed = self.meanings[column][1] is How.STEM and not self._left(column)
        return None if guessed else PHONE_OF[self._side(column)]

    def _left(self, column: int) -> int:
        """The column to the left that tells whose a name or number is, 0 if none does."""
        told = (
            c for c in (column - 1, column - 2) if self._names.get(c) not in (None, "", "number")
        )
        return next(told, 0)

    def _side(self, column: int) -> str:
        """Whose name or number a column holds, complainant or person: the heading tells, else the left neighbour."""
        heading = "".join(self._levels[column])
        if any(mark in heading for mark in self.vocabulary.resident_marks):
            return "complainant"
        if any(mark in heading for mark in self.vocabulary.unit_marks):
            return "person"
        left = self._left(column)
        name = self._names.get(left, "")
        if name == "subdistrict" and "lead_unit" in self._names.values():
            name = ""
        if name == "contact":
            return self._side(left)
        return "person" if name in ("person", "manager", "leader", *UNITS) else "complainant"

    def _fits(self, field: str, profile: Profile, how: How) -> bool:
        """Whether the values of a column can be values of the field at all; a heading that is only guessed asks for more."""
        if field == "due_on":
            return how is not How.STEM or profile.limits(self.day) >= SOME
        if FIELDS[field].kind is Kind.DATE:
            return profile.days(self.day) >= SOME
        if field == "satisfaction":
            return how is not How.STEM or profile.satisfactions >= SOME
        if field == "cost":
            return how is not How.STEM or profile.numbers >= HALF
        if field == "company" and how is How.STEM and profile.brief >= HALF:
            return False
        if field == "lead_unit" and profile.short >= MOST:
            return False
        if field in ("phone", "person_phone"):
            return profile.phones >= HALF
        return field not in NO_NUMBERS or profile.numbers < MOST
