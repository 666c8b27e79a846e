"""Which field each column fills: by its heading, checked against its values, never two columns for one field."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from ledger.errors import Usage
from ledger.intake.context import Context
from ledger.intake.drafts import Column, How
from ledger.intake.grid import letters
from ledger.intake.header import Band
from ledger.intake.profile import Profile
from ledger.intake.text import bare, joined, key
from ledger.intake.vocabulary import Meaning, Vocabulary
from ledger.models import FIELDS, Kind

JOINTS: Final = re.compile(r"[/／、]|[及和与]")
PEOPLE: Final = ("lead_unit", "company", "complainant", "phone", "person", "person_phone", "leader", "co_units")
PHONE_OF: Final = {"complainant": "phone", "person": "person_phone"}
UNITS: Final = ("lead_unit", "company", "co_units", "subdistrict")
NO_NUMBERS: Final = (
    "title", "description", "category", "subcategory", "measures", "progress", "requirement", "lead_unit",
    "co_units", "person", "complainant", "leader", "company", "estate", "subdistrict", "community",
    "district", "location", "verifier", "verify_result", "callback_text", "source",
)  # fmt: skip
SURE: Final = {How.GIVEN: 1.0, How.REMEMBERED: 1.0, How.EXACT: 1.0, How.SYNONYM: 0.95, How.STEM: 0.8, How.CONTENT: 0.6}
WEAK: Final = 0.7
ORDER: Final = tuple(SURE)
MOST: Final = 0.8
HALF: Final = 0.5
ENOUGH: Final = 3


@dataclass(frozen=True, kw_only=True)
class Mapped:
    """A column with the name and the kind of the headings that it belongs to ("" when unknown)."""

    column: Column
    name: str
    kind: str

    @property
    def path(self) -> str:
        return self.column.path


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a column would fill if no other has a better claim."""

    index: int
    name: str
    fields: tuple[str, ...]
    how: How
    rank: int = 0
    weak: bool = False
    kind: str = "field"

    @property
    def claim(self) -> tuple[object, ...]:
        late = self.weak and self.how not in (How.GIVEN, How.REMEMBERED)
        return late, len(self.fields) > 1, ORDER.index(self.how), self.rank, self.index


def paths(band: Band) -> dict[int, str]:
    """The header path of each column: levels joined by "/", a second one of the same name marked."""
    found: dict[int, str] = {}
    for column, texts in band.levels.items():
        path = "/".join(texts)
        found[column] = f"{path}（{letters(column)}列）" if path in found.values() else path
    return found


@dataclass(frozen=True, kw_only=True)
class Form:
    """Everything that decides the mapping of one table."""

    band: Band
    profiles: Mapping[int, Profile]
    vocabulary: Vocabulary
    context: Context
    day: date | None
    channel: bool
    fingerprint: str

    def mapped(self) -> list[Mapped]:
        """Every column of the table, in order."""
        offers = sorted(self.offers.values(), key=lambda offer: offer.claim)
        taken: set[str] = set()
        won: dict[int, Offer] = {}
        for offer in offers:
            fields = self._left(offer, taken)
            won[offer.index] = replace(offer, fields=fields)
            taken.update(fields)
        return [self._column(index, won.get(index)) for index in self.band.levels]

    def _left(self, offer: Offer, taken: set[str]) -> tuple[str, ...]:
        """The fields of an offer that are still free; a second column on the state may stand beside the first."""
        return tuple(field for field in offer.fields if field not in taken)

    def _column(self, index: int, offer: Offer | None) -> Mapped:
        how = offer.how if offer and offer.fields else How.EXTRA
        if offer and offer.kind == "ignored":
            how = How.IGNORED
        profile = self.profiles[index]
        column = Column(
            index=index,
            path=self.paths[index],
            fields=offer.fields if offer else (),
            how=how,
            sample=joined(profile.texts[0])[:24] if profile.texts else "",
            confidence=WEAK if offer and offer.weak else SURE.get(how, 1.0),
        )
        return Mapped(
            column=column, name=offer.name if offer else "", kind=offer.kind if offer else ""
        )

    @cached_property
    def paths(self) -> dict[int, str]:
        return paths(self.band)

    @cached_property
    def meanings(self) -> dict[int, tuple[Meaning, How]]:
        """What each heading means by itself."""
        return {c: found for c in self.band.levels if (found := self._meaning(c))}

    def _meaning(self, column: int) -> tuple[Meaning, How] | None:
        texts = self.band.levels[column]
        whole = "".join(texts[-2:])
        for text in (whole, texts[-1]):
            for short in (key(text), bare(text)):
                if found := self.vocabulary.headers.get(short):
                    exact = found.fills and short == key(FIELDS[found.fills].label)
                    return found, How.EXACT if exact else How.SYNONYM
        found = self.vocabulary.stem(bare(texts[-1]) or texts[-1])
        return (found, How.STEM) if found else None

    @cached_property
    def offers(self) -> dict[int, Offer]:
        return {c: offer for c in self.band.levels if (offer := self._offer(c))}

    def _offer(self, column: int) -> Offer | None:
        fixed = self._told(column)
        if fixed:
            return fixed
        if joint := self._joint(column):
            return joint
        found = self.meanings.get(column)
        if not found:
            return self._guess(column)
        meaning, how = found
        if self.band.levels[column][-1] and meaning.kind in ("ignored", "photo"):
            return Offer(index=column, name=meaning.name, fields=(), how=how, kind=meaning.kind)
        return self._sniffed(column, meaning, how)

    def _told(self, column: int) -> Offer | None:
        """The clerk's own word on a column, or the memory of the form."""
        path = self.paths[column]
        meaning = self.meanings.get(column)
        name = meaning[0].name if meaning else ""
        for word in (path, letters(column), self.band.leaves[column]):
            if word in self.context.given:
                fields = field_of(self.context.given[word])
                return Offer(index=column, name=name, fields=fields, how=How.GIVEN)
        memory = self.context.remembered.get(self.fingerprint, {})
        if path not in memory or (meaning and meaning[0].kind in ("ignored", "photo")):
            return None
        return Offer(index=column, name=name, fields=tuple(memory[path]), how=How.REMEMBERED)

    def _joint(self, column: int) -> Offer | None:
        """A heading that names several people or units at once: 责任单位/责任人, 反映人及电话."""
        fields: list[str] = []
        for part in JOINTS.split(self.band.leaves[column]):
            found = self.vocabulary.headers.get(bare(part)) or self.vocabulary.stem(bare(part))
            if not found:
                return None
            if found.name == "number":
                owner = next((f for f in reversed(fields) if f in PHONE_OF), "person")
                fields.append(PHONE_OF[owner])
            elif found.name == "contact":
                fields.append(self._side(column))
            elif found.fills in PEOPLE:
                fields += ["lead_unit"] * self._of_unit(part, found.fills) + [found.fills]
        if len(set(fields)) < 2:
            return None
        return Offer(index=column, name="joint", fields=tuple(dict.fromkeys(fields)), how=How.SYNONYM)

    def _of_unit(self, part: str, field: str) -> bool:
        """牵头整改部门责任人 names a unit as well as a person."""
        return field == "person" and bool(re.search("部门|单位", part))

    def _guess(self, column: int) -> Offer | None:
        """A column whose heading says nothing, but whose values cannot be mistaken."""
        profile = self.profiles[column]
        if profile.count < ENOUGH:
            return None
        if profile.streets >= MOST:
            return Offer(index=column, name="subdistrict", fields=("subdistrict",), how=How.CONTENT, weak=True)
        return None

    def _sniffed(self, column: int, meaning: Meaning, how: How) -> Offer | None:
        """The offer of a heading once its values are heard."""
        fields = (meaning.fills,) if meaning.fills else ()
        profile = self.profiles[column]
        changed = self._instead(column, meaning.name, profile)
        if changed is not None:
            fields, how = changed, How.CONTENT if meaning.kind == "field" else how
        contradicted = fields and profile.count and not self._fits(fields[0], profile)
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
            "progress": lambda _, p: "status" if p.states >= MOST and not self._tells_state else None,
            "severity": self._severity,
            "category": lambda _, p: "severity" if p.severities >= MOST else None,
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

    def _severity(self, column: int, profile: Profile) -> str | None:
        """隐患类别 holds levels in some ledgers and kinds in others."""
        kinds = re.search("类|性质", self.band.leaves[column])
        return "category" if kinds and profile.severities < HALF else None

    def _plan(self, _: int, profile: Profile) -> str | None:
        """完成时间 is a limit when it names periods or days still to come, and nothing else names the limit."""
        if "due_on" in self._names.values():
            return None
        later = profile.later(self.day or self.context.today)
        return "due_on" if profile.periods >= 0.3 or later > HALF else None

    def _contact(self, column: int, _: Profile) -> str | None:
        return self._side(column)

    def _number(self, column: int, _: Profile) -> str | None:
        return PHONE_OF[self._side(column)]

    def _side(self, column: int) -> str:
        """Whose name or number a column holds, complainant or person: the heading tells, else the left neighbour."""
        heading = "".join(self.band.levels[column])
        if any(mark in heading for mark in self.vocabulary.resident_marks):
            return "complainant"
        if any(mark in heading for mark in self.vocabulary.unit_marks):
            return "person"
        left = next((c for c in (column - 1, column - 2) if self._names.get(c) not in (None, "number")), 0)
        name = self._names.get(left, "")
        if name == "contact":
            return self._side(left)
        return "person" if name in ("person", "manager", "leader", *UNITS) else "complainant"

    def _fits(self, field: str, profile: Profile) -> bool:
        """Whether the values of a column can be values of the field at all."""
        if FIELDS[field].kind is Kind.DATE and field != "due_on":
            return profile.days(self.day or self.context.today) >= 0.3
        if field in ("phone", "person_phone"):
            return profile.phones >= HALF
        return field not in NO_NUMBERS or profile.numbers < MOST


def field_of(word: str) -> tuple[str, ...]:
    """The field that a clerk names by its label (整改时限) or its name (due_on); "" for none. Raises Usage."""
    if not word:
        return ()
    for name, field in FIELDS.items():
        if word in (name, field.label) or key(word) == key(field.label):
            return (name,)
    raise Usage(f"没有“{word}”这个字段", "字段名可用：" + "、".join(f.label for f in FIELDS.values()))


def fingerprint(columns: Sequence[str]) -> str:
    """What a form is known by: its header paths in order, whatever their punctuation."""
    import hashlib

    return hashlib.sha256("\n".join(map(key, columns)).encode()).hexdigest()[:16]
