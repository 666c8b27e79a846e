"""Forms filled in for one issue each (问题交办单, 整改通知单): labels with their values beside them, made one row each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ledger.intake.grid import Grid, Value
from ledger.intake.header import Band, rowless
from ledger.intake.hearing import WORDS
from ledger.intake.sheet import Sheet
from ledger.intake.text import key
from ledger.intake.times import ANY_DAY
from ledger.intake.vocabulary import Vocabulary

LOOK: Final = 60
FEWEST: Final = 3
"""Rows of a form that begin with a label, each with another; values beside them."""
LONGEST: Final = 12
OTHERS: Final = "其他内容"
EXPLAINED: Final = frozenset({"字段", "列名", "示例", "填写说明", "填报说明", "填写要求"})
"""Words over a list that explains headings."""
Place = tuple[int, int]
Label = tuple[str, int]
"""What a label says, and how many such stand above it in its form: 联系电话 of who complains, of who is responsible."""


@dataclass
class Card:
    """One form: where the value of each label stands, the texts beside no label, the row that tells the problem (0: none)."""

    places: dict[Label, Place] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    row: int = 0


def table(sheet: Sheet, vocabulary: Vocabulary) -> tuple[Grid, Band] | None:
    """The forms of a sheet as a table with a column for each label, whose header takes no row; None for other sheets.

    Forms that tell no problem are left out.
    """
    rows = [row for row in sheet.filled[:LOOK] if _label(sheet.first(row), vocabulary)]
    if len({sheet.first(row) for row in rows}) < FEWEST or _tabular(sheet, rows, vocabulary):
        return None
    cards = [card for card in _cards(sheet, rows[0], vocabulary) if card.row]
    if not cards or not _filled(sheet, cards):
        return None
    labels = dict.fromkeys(label for card in cards for label in card.places)
    columns = {label: column for column, label in enumerate(labels, 1)}
    last = len(columns) + 1
    above = {row: cells for row, cells in sheet.grid.rows.items() if row < rows[0]}
    below = {card.row: _row(sheet, card, columns, last) for card in cards}
    names = {column: name for (name, _), column in columns.items()} | {last: OTHERS}
    stood = {(c.row, columns[label]): place for c in cards for label, place in c.places.items()}
    return sheet.grid.carried(above | below, stood), rowless(cards[0].row, names, 1.0)


def _label(text: str, vocabulary: Vocabulary) -> bool:
    short = len(key(text)) <= LONGEST
    return short and (vocabulary.knows(text) or vocabulary.guesses(text))


def _tabular(sheet: Sheet, rows: Sequence[int], vocabulary: Vocabulary) -> bool:
    """Whether the sheet is no form: a table with a few labels above it or with headings side by side, forms side by side, headings explained."""
    if any(sum(map(vocabulary.knows, sheet.texts[row].values())) > FEWEST for row in rows):
        return True
    below = [row for row in sheet.filled[:LOOK] if row >= rows[0]]
    texts = [text for row in sheet.filled[:LOOK] for text in sheet.texts[row].values()]
    double = any(list(sheet.texts[row].values()).count(sheet.first(row)) > 1 for row in rows)
    return 2 * len(rows) <= len(below) or double or not EXPLAINED.isdisjoint(texts)


def _cards(sheet: Sheet, top: int, vocabulary: Vocabulary) -> Iterator[Card]:
    """The forms from a row on; the title, or the first label, once more begins the next one."""
    card = Card()
    seen = {text for row in sheet.filled if row < top for text in sheet.texts[row].values()}
    begins = sheet.first(top)
    for row in (row for row in sheet.filled if row >= top):
        cells = sheet.texts[row]
        if card.places and (sheet.first(row) == begins or seen.issuperset(cells.values())):
            yield card
            card = Card()
        pairs = _pairs(sheet, row, vocabulary)
        values = set(pairs.values())
        for name, place in pairs.items():
            card.places[name, sum(own == name for own, _ in card.places)] = place
            if _asks(name, vocabulary) and sheet.text(*place):
                card.row = row
        rest = (t for c, t in cells.items() if t not in pairs and (row, c) not in values)
        card.others += [text for text in rest if _says(text, vocabulary, seen)]
    yield card


def _says(text: str, vocabulary: Vocabulary, seen: set[str]) -> bool:
    """Whether a text beside no label is neither the title again nor where somebody signs."""
    signed = len(key(text)) <= LONGEST and any(word in text for word in vocabulary.footers)
    return text not in seen and not signed


def _pairs(sheet: Sheet, row: int, vocabulary: Vocabulary) -> dict[str, Place]:
    """The labels of a row, each with the cell beside it; nothing where the row does not begin with a label."""
    found: dict[str, Place] = {}
    if not _label(sheet.first(row), vocabulary):
        return found
    for column, text in sheet.texts[row].items():
        if (row, column) not in found.values() and _label(text, vocabulary):
            merge = sheet.cover.get((row, column))
            found[text] = (row, (merge.right if merge else column) + 1)
    return found


def _asks(label: str, vocabulary: Vocabulary) -> bool:
    """Whether a label asks for the problem."""
    meant = vocabulary.meaning((label,))
    return meant is not None and meant[0].fills in WORDS


def _filled(sheet: Sheet, cards: Sequence[Card]) -> bool:
    """Whether the forms are filled in: with several values each, and a day in one of them."""
    told = [[sheet.cell(*place) for place in card.places.values()] for card in cards]
    days = (isinstance(v, date) or ANY_DAY.search(text) for cells in told for v, text in cells)
    return any(days) and all(sum(bool(text) for _, text in cells) > FEWEST for cells in told)


def _row(sheet: Sheet, card: Card, columns: Mapping[Label, int], last: int) -> Mapping[int, Value]:
    told = {columns[label]: sheet.cell(*place)[0] for label, place in card.places.items()}
    told[last] = "\n".join(card.others)
    return {column: value for column, value in told.items() if value != ""}
