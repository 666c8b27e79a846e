"""Which sheets of a workbook tell of the same issues: by their rows' numbers, by what they add, by their words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Final, NamedTuple

from ledger.intake.drafts import Column, Draft, Layout, Page
from ledger.intake.fills import WORDS
from ledger.intake.sheet import Sheet
from ledger.intake.vocabulary import Vocabulary
from ledger.matching import bare, likeness, squeeze
from ledger.models import FIELDS

NUMBERS: Final = ("own_number", "ledger_number", "supervision", "source_no", "ignored")
"""The meanings of headings under which rows have numbers of their own."""
SERIAL: Final = 4
"""Digits of a number that may merely count the rows."""
PLACES: Final = ("estate", "building", "location")
FACTS: Final = ("subdistrict", "community", "estate", "building", "complainant", "phone")
NEUTRAL: Final = frozenset((
    *WORDS, *FACTS, "location", "source_no", "sender_no", "extra", "origin", "status_text", "due_text", "due_precision",
))  # fmt: skip
"""What every list of issues repeats, and what only goes along with a field."""
FEWEST: Final = 2
MOST: Final = 0.8
MANY: Final = 0.6
HALF: Final = 0.5
REPEATED: Final = 2
"""How many columns of another sheet a sheet may repeat for each one that it adds."""
LOOK: Final = 20

Pairs = Mapping[int, int]
"""Rows of a further sheet, and the rows of the first one that tell of the same issues."""


class Match(NamedTuple):
    """A further sheet, its rows with those of the first one, and in which columns both number them."""

    other: "Table"
    pairs: Pairs
    mine: Column
    theirs: Column


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """The only ledger of a sheet."""

    page: Page
    sheet: Sheet
    vocabulary: Vocabulary

    @cached_property
    def drafts(self) -> Mapping[int, Draft]:
        return {draft.row: draft for draft in self.page.drafts}

    @cached_property
    def numbers(self) -> Mapping[Column, Mapping[str, int]]:
        """For each column that numbers the rows: which row has which number."""
        columns = numbering(self.page.layout, self.vocabulary)
        return {column: found for column in columns if (found := self._numbers(column.index))}

    def _numbers(self, column: int) -> dict[str, int]:
        texts = [(squeeze(self.sheet.text(row, column)), row) for row in self.drafts]
        told = [(text, row) for text, row in texts if text]
        found = dict(told)
        sound = len(found) == len(told) >= HALF * len(texts)
        return found if sound else {}

    @cached_property
    def told(self) -> frozenset[str]:
        """What its rows tell beside the problem, its place and its number: fields, and columns that fill none."""
        numbers = {column.path for column in numbering(self.page.layout, self.vocabulary)}
        found: set[str] = set()
        for draft in self.page.drafts:
            found.update(draft.values, draft.values.get("extra", ()))
        if all(draft.supposed for draft in self.page.drafts):
            found.discard("status")
        return frozenset(found - NEUTRAL - numbers)

    @cached_property
    def words(self) -> Mapping[int, str]:
        """What each row says is wrong, as it is compared."""
        return {
            row: squeeze("".join(draft.values.get(name, "") for name in WORDS))
            for row, draft in self.drafts.items()
        }

    @cached_property
    def placed(self) -> Mapping[int, str]:
        """What each row says is wrong and where, as it is compared."""
        return {
            row: squeeze("".join(draft.values.get(name, "") for name in PLACES)) + self.words[row]
            for row, draft in self.drafts.items()
        }

    def said(self, numbered: Iterable[int]) -> dict[str, int]:
        """The rows other than these by what they say is wrong, where one alone says it."""
        known = set(numbered)
        found = {row: words for row, words in self.words.items() if words and row not in known}
        times = Counter(found.values())
        return {words: row for row, words in found.items() if times[words] == 1}

    @cached_property
    def weight(self) -> int:
        """How much it says of what is wrong."""
        return sum(map(len, self.words.values()))


def numbering(layout: Layout, vocabulary: Vocabulary) -> list[Column]:
    """The columns whose heading says that they number the rows."""
    told = ((c, vocabulary.meaning(tuple(c.path.split("/")))) for c in layout.columns)
    return [column for column, found in told if found and found[0].name in NUMBERS]


def companions(tables: Sequence[Table]) -> Iterator[tuple[Table, list[Match]]]:
    """Each table that tells problems in full, with the further ones, in order, that go on with its issues."""
    left = [table for table in tables if table.weight]
    rest = list(tables)
    while left:
        first = max(left, key=lambda table: table.weight)
        rest.remove(first)
        found = [match for other in rest if (match := partners(first, other))]
        rest = [table for table in rest if all(match.other is not table for match in found)]
        left = [table for table in rest if table.weight]
        if found:
            yield first, found


def partners(first: Table, other: Table) -> Match | None:
    """The rows of a further sheet that go on with issues of the first; None unless all evidence says so.

    Most of its numbers are those of the first, it adds more than it repeats, and what both tell of a row is
    the same or shortened; where the numbers only count, of every row and like no other.
    """
    if first.page.layout.fingerprint == other.page.layout.fingerprint or not _adds(first, other):
        return None
    for (mine, here), (theirs, there) in product(first.numbers.items(), other.numbers.items()):
        pairs = {row: here[number] for number, row in there.items() if number in here}
        if len(pairs) < max(FEWEST, MANY * len(there)):
            continue
        counted = all(number.isdigit() and len(number) <= SERIAL for number in there)
        if _agree(first, other, pairs, counted=counted):
            pairs |= _worded(first, other, here.values(), there.values())
            return Match(other, pairs, mine, theirs)
    return None


def _adds(first: Table, other: Table) -> bool:
    """Whether a sheet goes on where the first ends."""
    new = other.told - first.told
    fields = new & FIELDS.keys()  # a list of devices under the same numbers has none
    return bool(fields) and len(other.told & first.told) <= REPEATED * len(new)


def _agree(first: Table, other: Table, pairs: Pairs, *, counted: bool) -> bool:
    """Whether the rows of the same number speak of the same."""
    texts = [(first.words[row], other.words[own]) for own, row in pairs.items()]
    told = [(whole, part) for whole, part in texts if whole and part]
    if not counted:
        words = not told or _shortened(told[:LOOK], MANY)
    elif not (words := sum(_near(*pair) for pair in told) >= MOST * len(pairs)):
        texts = [(first.placed[row], other.placed[own]) for own, row in pairs.items()]
        words = len(told) == len(pairs) > FEWEST and _shortened(texts[:LOOK], MOST)
    return words and not _elsewhere(first, other, pairs)


def _near(whole: str, part: str) -> bool:
    return whole == part or likeness(whole, part) >= MANY


def _shortened(told: Sequence[tuple[str, str]], least: float) -> bool:
    """Whether texts shorten those beside them, at `least` so many of them none of the same list more."""
    shares = [[_share(whole, part) for whole, _ in told] for _, part in told]
    own = [row[at] for at, row in enumerate(shares)]
    best = sum(own[at] >= max(row) for at, row in enumerate(shares))
    return sum(own) >= HALF * len(told) and best >= least * len(told)


def _share(whole: str, part: str) -> float:
    """How much of a text stands in another one, by its characters: 车位整体抵押 in 地下车位被开发商整体抵押."""
    short, long = sorted((set(whole), set(part)), key=len)
    return len(short & long) / len(short)


def _elsewhere(first: Table, other: Table, pairs: Pairs) -> bool:
    """Whether the rows of the same number speak of other places or people."""
    same = [
        bare(str(mine[name])) == bare(str(theirs[name]))
        for own, row in pairs.items()
        for mine, theirs in [(first.drafts[row].values, other.drafts[own].values)]
        for name in FACTS
        if name in mine and name in theirs
    ]
    return sum(same) < HALF * len(same)


def _worded(first: Table, other: Table, mine: Iterable[int], theirs: Iterable[int]) -> Pairs:
    """Rows that have no number, neither here nor there, by their words."""
    known = first.said(mine)
    return {row: known[words] for words, row in other.said(theirs).items() if words in known}
