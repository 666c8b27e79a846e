"""What each column offers to fill: by its heading, corrected by what its values look like."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Final

from ledger.intake import asked, states
from ledger.intake.drafts import How
from ledger.intake.fitting import fits
from ledger.intake.header import Band
from ledger.intake.hearing import HALF, LINKED, MOST, WORDS, Hearing
from ledger.intake.inferred import Inferred
from ledger.intake.owners import PHONE_OF, UNITS
from ledger.intake.profile import Profile
from ledger.intake.rounds import FILLS, alone, rounds
from ledger.intake.vocabulary import NONE, Meaning, Vocabulary
from ledger.models import FIELDS, Kind

JOINTS: Final = re.compile(r"[/／、()（）—-]|[及和与]")
ASIDE: Final = re.compile(r"[(（][^()（）]*[)）](?=[^及和与、/／()（）—-])")
"""Brackets inside a word join nothing: 物业（使用）单位."""
PEOPLE: Final = (
    "lead_unit", "company", "complainant", "phone", "person", "person_phone", "leader", "co_units",
)  # fmt: skip
ORDER: Final = (How.GIVEN, How.REMEMBERED, How.ALIKE, How.EXACT, How.SYNONYM, How.STEM, How.CONTENT)
CHOSEN: Final = ("category", "subcategory", "source", "severity", "satisfaction", "verify_result")


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
        place = -self.index if self.name in ("verifier", "verified_on") else self.index
        return self.weak, len(self.fields) > 1, ORDER.index(self.how), self.rank, place


@dataclass(frozen=True, kw_only=True)
class Offers:
    """The offers of one table's columns. `day` is the day it speaks of, `legend` what its signs stand for;
    `channel` tells a register of petitions, `monthly` a table of which a title or a row says the month.
    """

    band: Band
    profiles: Mapping[int, Profile]
    vocabulary: Vocabulary
    day: date
    channel: bool
    legend: Mapping[str, str]
    monthly: bool

    @cached_property
    def meanings(self) -> dict[int, tuple[Meaning, How]]:
        """What each heading means by itself."""
        told = ((c, self._step(c) or self._meaning(texts)) for c, texts in self._levels.items())
        return {column: found for column, found in told if found}

    def _timed(self, levels: tuple[str, ...]) -> tuple[Meaning, How] | None:
        """What a heading means of which the last level only names a time (进展情况/6月底): what those above it do."""
        found = self.vocabulary.meaning(levels[:-1]) if levels[1:] and alone(levels[-1]) else None
        return found if found and found[0].name in FILLS else None

    def _meaning(self, levels: tuple[str, ...]) -> tuple[Meaning, How] | None:
        """What a heading means; whether something can be done (能当场办不) is no state of it."""
        found = self.vocabulary.meaning(levels) or self._timed(levels)
        able = found and found[0].name == "status" and asked.ABLE.search(levels[-1])
        return (NONE, How.EXTRA) if able else found

    def _step(self, column: int) -> tuple[Meaning, How] | None:
        """What a heading means that only names a step (办结, 交办): its values say whether it was taken, or when."""
        *upper, leaf = self._levels[column]
        profile = self.profiles[column]
        if upper or not profile.count or not self.vocabulary.names_step(leaf):
            return None
        asked = (
            "与否" if profile.marks >= MOST else "日期" if profile.days(self.day) >= MOST else ""
        )
        found = self.vocabulary.meaning((leaf + asked,)) if asked else None
        return found if found and found[0].fills else None

    @cached_property
    def hearing(self) -> Hearing:
        """What the values say of what the headings mean."""
        return Hearing(
            levels=self._levels,
            meanings=self.meanings,
            profiles=self.profiles,
            vocabulary=self.vocabulary,
            day=self.day,
            channel=self.channel,
            legend=self.legend,
            monthly=self.monthly,
        )

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
        if repeated := self._round(column) or self._joint(column):
            return repeated
        found = self.meanings.get(column)
        if not found:
            first, guessed = self._first(column), self._guess(column)
            problem = guessed and guessed.name == "description"
            told = problem and self.hearing.troubled(self.profiles[column])
            return guessed if told else first or guessed  # 脱落位置及面积
        meaning, how = found
        if meaning.kind == "none":
            return self._guess(column)
        if meaning.kind in ("ignored", "photo"):
            if told := self._guess(column):
                return told
            return Offer(index=column, name=meaning.name, fields=(), how=how, kind=meaning.kind)
        dated = self._first(column)
        if dated and FIELDS[dated.fields[0]].kind is Kind.DATE and not meaning.name.endswith("_on"):
            return dated  # 投诉时间、渠道
        offer = self._sniffed(column, meaning, how)
        return offer if offer.fields else self._first(column) or self._guess(column) or offer

    @cached_property
    def _rounds(self) -> Mapping[str, Sequence[int]]:
        """The columns that report on the work time and again, by what they report."""
        names = self.hearing.names.items()
        return rounds({c: (name, "/".join(self._levels[c])) for c, name in names})

    def _round(self, column: int) -> Offer | None:
        """What a column offers that reports time and again; the latest has the best claim."""
        for name, columns in self._rounds.items():
            if column in columns and self._able(name, column):
                rank = -columns.index(column)
                return Offer(index=column, name=name, fields=(name,), how=How.STEM, rank=rank)
        return None

    def _able(self, field: str, column: int) -> bool:
        """Whether what a column holds can be values of a field."""
        return not self.profiles[column].count or fits(self.hearing, field, column, How.STEM)

    def _first(self, column: int) -> Offer | None:
        """What a heading offers that names two things (处理情况及时间), by the first where the whole says nothing."""
        first, *more = LINKED.split(self._levels[column][-1])
        meant = self.vocabulary.meaning((first,)) if more else None
        if not meant or not meant[0].fills or meant[0].kind != "field":
            return None
        field = meant[0].fills
        if not self.profiles[column].count or not self._able(field, column):
            return None
        return Offer(index=column, name=meant[0].name, fields=(field,), how=How.STEM, weak=True)

    @cached_property
    def _choices(self) -> dict[int, str]:
        """Columns of √, of which a row marks one, under a heading that tells what they choose."""
        found: dict[int, str] = {}
        for upper, group in groupby(self.band.levels, key=self._over):
            columns = list(group)
            marked = [self.profiles[c].marks >= MOST for c in columns if self.profiles[c].count]
            if upper and len(columns) > 1 and marked and all(marked):
                found |= dict.fromkeys(columns, self._chosen(columns, upper))
        return {column: name for column, name in found.items() if name}

    def _over(self, column: int) -> tuple[str, ...]:
        """What the levels above say; of columns of √ without any their being such: 已办结, 正在办理, 未办理 side by side."""
        *upper, leaf = self.band.levels[column]
        profile = self.profiles[column]
        ticked = not profile.count or profile.marks >= MOST
        told = not upper and ticked and states.named(leaf, self.vocabulary)
        return ("√",) if told else tuple(upper)

    def _chosen(self, columns: list[int], upper: tuple[str, ...]) -> str:
        leaves = [self.band.leaves[c] for c in columns]
        told = sum(bool(states.word(leaf, self.vocabulary, unit=True)) for leaf in leaves)
        meant = self.vocabulary.meaning(upper)
        if 2 * told > len(leaves):
            return "status"
        answers = all(states.answer(leaf, self.vocabulary) is not None for leaf in leaves)
        if answers:
            return meant[0].name if meant and meant[0].fills == "status" else ""
        return meant[0].name if meant and meant[0].fills in CHOSEN else ""

    def _joint(self, column: int) -> Offer | None:
        """A heading that names several people or units at once: 责任单位/责任人, 反映人及电话."""
        fields: list[str] = []
        for part in filter(None, JOINTS.split(ASIDE.sub("", self._levels[column][-1]))):
            meant = self.vocabulary.meaning((part,))
            if not meant:
                continue
            found = meant[0]
            if found.name == "number":
                owner = next((f for f in reversed(fields) if f in PHONE_OF), "person")
                fields.append(PHONE_OF[owner])
            elif found.name == "contact":
                unit = set(fields) & set(UNITS)
                fields.append("person" if unit else self.hearing.owners.side(column))
            elif found.fills in PEOPLE:
                fields += ["lead_unit"] * self._of_unit(part, found.fills) + [found.fills]
        if len(set(fields)) < 2:
            return None
        owner = next((f for f in fields if f in PHONE_OF), "")
        if owner and PHONE_OF[owner] not in fields and self.profiles[column].phones >= HALF:
            fields.append(PHONE_OF[owner])
        return Offer(
            index=column, name="joint", fields=tuple(dict.fromkeys(fields)), how=How.SYNONYM
        )

    def _of_unit(self, part: str, field: str) -> bool:
        """牵头整改部门责任人 names a unit as well as a person."""
        return field == "person" and bool(re.search("部门|单位", part))

    def _guess(self, column: int) -> Offer | None:
        """A column whose heading says nothing, but whose values cannot be mistaken."""
        name = self._inferred.fields.get(column)
        if not name:
            return None
        return Offer(index=column, name=name, fields=(name,), how=How.CONTENT, weak=True)

    @cached_property
    def _inferred(self) -> Inferred:
        return Inferred(
            leaves=self.band.leaves,
            meanings=self.meanings,
            hearing=self.hearing,
            profiles=self.profiles,
            vocabulary=self.vocabulary,
        )

    def _yields(self, column: int, meaning: Meaning, fields: tuple[str, ...]) -> bool:
        """Whether another column for the same field has the better claim."""
        if fields == ("building",) and self._flats(column):
            return True
        latest = self.hearing.latest(column) if fields == ("progress",) else None
        doubtful = meaning.weak or meaning.name in ("contact", "manager")
        return not latest if latest is not None else doubtful or self.hearing.answers(column)

    def _flats(self, column: int) -> bool:
        """Whether a column names flats (2-501) beside one that names their houses."""
        others = (c for c, name in self.hearing.names.items() if name == "building" and c != column)
        flats = self.profiles[column].houses < HALF
        return flats and any(self.profiles[c].houses >= MOST for c in others)

    def _renamed(self, changed: tuple[str, ...] | None) -> str:
        """The name of a column whose values tell of the work after all; "" where its heading's name stays."""
        struck = changed == ("status",) and self.hearing.struck
        named = changed in (("progress",), ("description",))
        return changed[0] if changed and (struck or named) else ""

    def _sniffed(self, column: int, meaning: Meaning, how: How) -> Offer:
        """The offer of a heading once its values are heard."""
        fields: tuple[str, ...] = (meaning.fills,) if meaning.fills else ()
        changed = self.hearing.instead(column)
        if changed is not None:
            surely = {*changed, *fields} <= set(WORDS)  # 督办事项, title or problem
            fields = changed
            how = How.CONTENT if meaning.kind == "field" and not surely else how
        heard = fields and self.profiles[column].count
        contradicted = heard and not fits(self.hearing, fields[0], column, how)
        return Offer(
            index=column,
            name=self._renamed(changed) or meaning.name,
            fields=() if contradicted else fields,
            how=how,
            rank=meaning.rank,
            weak=self._yields(column, meaning, fields),
        )
