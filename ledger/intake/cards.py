"""Forms filled in for one issue each (问题交办单, 整改通知单): labels with their values beside them, made one row each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ledger.intake.grid import Grid, Value
from ledger.intake.header import Band
from ledger.intake.sheet import Sheet
from ledger.intake.text import key
from ledger.intake.times import ANY_DAY
from ledger.intake.vocabulary import Vocabulary

LOOK: Final = 60
FEWEST: Final = 3
"""Rows of a form that begin with a label, each with another."""
LONGEST: Final = 12
OTHERS: Final = "其他内容"
PROBLEM: Final = ("description", "title")
Place = tuple[int, int]


@dataclass
class Card:
    """One form: where the value of each label stands, the texts beside no label, the row that tells the problem (0: none)."""

    places: dict[str, Place] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    row: int = 0


def table(sheet: Sheet, vocabulary: Vocabulary) -> tuple[Grid, Band] | None:
    """The forms of a sheet as a table with a column for each label, whose header takes no row; None for other sheets."""
    rows = [row for row in sheet.filled[:LOOK] if _label(_first(sheet, row), vocabulary)]
    if len({_first(sheet, row) for row in rows}) < FEWEST or _tabular(sheet, rows):
        return None
    cards = list(_cards(sheet, rows[0], vocabulary))
    if not all(card.row and _dated(sheet, card) for card in cards):
        return None
    labels = [*dict.fromkeys(label for card in cards for label in card.places), OTHERS]
    columns = {label: column for column, label in enumerate(labels, 1)}
    grid = Grid(
        name=sheet.grid.name,
        rows={row: cells for row, cells in sheet.grid.rows.items() if row < rows[0]}
        | {card.row: _row(sheet, card, columns) for card in cards},
        stood={(c.row, columns[label]): place for c in cards for label, place in c.places.items()},
    )
    levels = {column: (label,) for label, column in columns.items()}
    return grid, Band(top=cards[0].row, bottom=cards[0].row - 1, levels=levels, confidence=1.0)


def _tabular(sheet: Sheet, rows: Sequence[int]) -> bool:
    """Whether most rows from the first label on begin with something else: a table with a few labels above it."""
    return 2 * len(rows) <= sum(row >= rows[0] for row in sheet.filled[:LOOK])


def _first(sheet: Sheet, row: int) -> str:
    return next(iter(sheet.texts[row].values()))


def _label(text: str, vocabulary: Vocabulary) -> bool:
    short = len(key(text)) <= LONGEST
    return short and (vocabulary.knows(text) or vocabulary.guesses(text))


def _cards(sheet: Sheet, top: int, vocabulary: Vocabulary) -> Iterator[Card]:
    """The forms from a row on; a label that comes again begins the next one."""
    card = Card()
    seen = {text for row in sheet.filled if row < top for text in sheet.texts[row].values()}
    for row in (row for row in sheet.filled if row >= top):
        pairs = _pairs(sheet, row, vocabulary)
        if pairs.keys() & card.places.keys():
            yield card
            card = Card()
        card.places |= pairs
        if not pairs:
            card.others += [t for t in sheet.texts[row].values() if _says(t, vocabulary, seen)]
        if any(_asks(label, vocabulary) and sheet.text(*pairs[label]) for label in pairs):
            card.row = row
    yield card


def _says(text: str, vocabulary: Vocabulary, seen: set[str]) -> bool:
    """Whether a text beside no label is neither the title again nor where somebody signs."""
    signed = len(key(text)) <= LONGEST and any(word in text for word in vocabulary.footers)
    return text not in seen and not signed


def _pairs(sheet: Sheet, row: int, vocabulary: Vocabulary) -> dict[str, Place]:
    """The labels of a row, each with the cell beside it; nothing where the row does not begin with a label."""
    found: dict[str, Place] = {}
    values: set[int] = set()
    for column, text in sheet.texts[row].items():
        if column in values:
            continue
        if not _label(text, vocabulary):
            return {}
        merge = sheet.cover.get((row, column))
        beside = (merge.right if merge else column) + 1
        found[text] = (row, beside)
        values.add(beside)
    return found


def _asks(label: str, vocabulary: Vocabulary) -> bool:
    """Whether a label asks for the problem."""
    meant = vocabulary.meaning((label,))
    return meant is not None and meant[0].fills in PROBLEM


def _dated(sheet: Sheet, card: Card) -> bool:
    """Whether a day stands beside one of the labels: a list that explains headings has none."""
    told = [sheet.cell(*place) for place in card.places.values()]
    days = (isinstance(value, date) or ANY_DAY.search(text) for value, text in told)
    return sum(bool(text) for _, text in told) > FEWEST and any(days)


def _row(sheet: Sheet, card: Card, columns: Mapping[str, int]) -> Mapping[int, Value]:
    told = {columns[label]: sheet.cell(*place)[0] for label, place in card.places.items()}
    told[columns[OTHERS]] = "\n".join(card.others)
    return {column: value for column, value in told.items() if value != ""}
