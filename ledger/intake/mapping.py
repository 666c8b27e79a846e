"""Which field each column fills: the clerk's word, the memory of the form, the best offer; never two for one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple

from ledger.errors import Usage
from ledger.intake.context import Context
from ledger.intake.drafts import Column, How
from ledger.intake.grid import letters
from ledger.intake.header import Band
from ledger.intake.offers import Offer, Offers
from ledger.intake.own import SETTLED
from ledger.intake.text import key
from ledger.models import FIELDS

SURE: Final = {
    How.GIVEN: 1.0,
    How.REMEMBERED: 1.0,
    How.ALIKE: 0.8,
    How.EXACT: 1.0,
    How.SYNONYM: 0.95,
    How.STEM: 0.8,
    How.CONTENT: 0.6,
}
WEAK: Final = 0.7
SAMPLE: Final = 24


class Mapped(NamedTuple):
    """A column with the name and the kind of the headings that it belongs to ("" when unknown)."""

    column: Column
    name: str
    kind: str

    @property
    def path(self) -> str:
        return self.column.path


def paths(band: Band) -> dict[int, str]:
    """The header path of each column: levels joined by "/", a second one of the same name marked."""
    found: dict[int, str] = {}
    taken: set[str] = set()
    for column, texts in band.levels.items():
        path = "/".join(texts)
        found[column] = f"{path}（{letters(column)}列）" if path in taken else path
        taken.add(path)
    return found


@dataclass(frozen=True, kw_only=True)
class Form:
    """One table's form: its offers, what the clerk said of it, what is remembered of it."""

    offers: Offers
    context: Context
    paths: Mapping[int, str]

    @cached_property
    def fingerprint(self) -> str:
        """What the form is known by: its header paths in order, whatever their punctuation."""
        import hashlib

        whole = "\n".join(map(key, self.paths.values()))
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @cached_property
    def _memory(self) -> tuple[Mapping[str, tuple[str, ...]], How]:
        """What is known of the columns by their paths: as a copy, by an earlier import, by other sheets of the book."""
        context, mark = self.context, self.fingerprint
        if context.copy_of or mark in context.remembered:
            known = context.copy_of.fields if context.copy_of else context.remembered[mark]
            return known, How.REMEMBERED
        if mark in context.alike:
            return context.alike[mark], How.ALIKE
        return context.form, How.REMEMBERED

    def mapped(self) -> list[Mapped]:
        """Every column of the table, in order."""
        found = (self._told(c) or self.offers.offer(c) for c in self.paths)
        taken: set[str] = set()
        won: dict[int, Offer] = {}
        for offer in sorted((offer for offer in found if offer), key=lambda offer: offer.claim):
            fields = tuple(field for field in offer.fields if field not in taken)
            won[offer.index] = replace(offer, fields=fields)
            taken.update(fields)
        return [self._mapped(column, won.get(column)) for column in self.paths]

    def _mapped(self, column: int, offer: Offer | None) -> Mapped:
        offer = offer or Offer(index=column, name="", fields=(), how=How.EXTRA, kind="")
        how = offer.how if offer.fields else How.EXTRA
        if offer.kind == "ignored":
            how = How.IGNORED
        texts = self.offers.profiles[column].texts
        return Mapped(
            column=Column(
                index=column,
                path=self.paths[column],
                fields=offer.fields,
                how=how,
                sample=" ".join(texts[0].split())[:SAMPLE] if texts else "",
                confidence=WEAK if offer.weak else SURE.get(how, 1.0),
            ),
            name=offer.name,
            kind=offer.kind,
        )

    def _told(self, column: int) -> Offer | None:
        """The clerk's own word on a column, or the memory of the form."""
        path = self.paths[column]
        meaning = self.offers.meanings.get(column)
        name = meaning[0].name if meaning else ""
        for word in (path, letters(column), path.split("/")[-1]):
            if word in self.context.given:
                fields = field_of(self.context.given[word])
                return Offer(index=column, name=name, fields=fields, how=How.GIVEN)
        memory, how = self._memory
        if path not in memory or (meaning and meaning[0].kind in ("ignored", "photo")):
            return None
        offer = None if memory[path] else self.offers.offer(column)
        if offer and offer.kind == "choice":  # its ticks speak for another column's field
            return None
        name = "joint" if len(memory[path]) > 1 else name
        return Offer(index=column, name=name, fields=tuple(memory[path]), how=how)


OWN_BUSINESS: Final = (
    *SETTLED, "number", "extra", "levels", "done_by", "reached", "into", "due_text", "due_precision",
)  # fmt: skip
"""What only the ledger itself keeps: no column of a stranger's sheet fills it."""


def field_of(word: str) -> tuple[str, ...]:
    """The field that a clerk names by its label (整改时限) or its name (due_on); "" for none. Raises Usage."""
    if not word:
        return ()
    told = {name: field for name, field in FIELDS.items() if name not in OWN_BUSINESS}
    for name, field in told.items():
        if word in (name, field.label) or key(word) == key(field.label):
            return (name,)
    raise Usage(f"没有“{word}”这个字段", "字段名可用：" + "、".join(f.label for f in told.values()))
