"""The rows below a header: which are issues, which are sections, sums, repetitions, and where the foot begins."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ledger.intake.header import Band
from ledger.intake.kinds import Reader
from ledger.intake.sections import begun, lying
from ledger.intake.sheet import Sheet
from ledger.intake.together import Together
from ledger.intake.vocabulary import Vocabulary


class Body(NamedTuple):
    """`rows` hold one issue each; `groups` the others with their kind; `sections` those that each row lies in, of
    which the first may stand above the header, in the row `opening` (0 if none does).

    `parts` maps a row to the rows that only continue its issue, `loose` are those of them that no merged area
    binds to it. `above` tells for a cell that a merged area covers from above, or that only says 同上, the row of
    its value. `next_table` is the first row of another table below this one, 0 if there is none.
    """

    rows: Sequence[int]
    groups: Mapping[int, str]
    sections: Mapping[int, tuple[str, ...]]
    opening: int
    parts: Mapping[int, Sequence[int]]
    loose: frozenset[int]
    data: tuple[int, int]
    footer: tuple[int, int]
    next_table: int
    above: Mapping[tuple[int, int], int]

    def source(self, row: int, column: int) -> int:
        """The row whose cell speaks for this one: itself, or where the value stands that it shares."""
        return self.above.get((row, column), row) if self.above else row


def read(sheet: Sheet, band: Band, vocabulary: Vocabulary) -> Body:
    """Sorts every filled row below the header."""
    reader = Reader(sheet, band, vocabulary)
    below = list(sheet.after(band.bottom))
    counting = reader.counting(below)
    another = reader.next_table(below, counting)
    if another:
        below = [row for row in below if row < another]
    foot = reader.foot(below)
    body = [row for row in below if row not in foot]
    kinds = {row: kind for row in body if row not in counting and (kind := reader.kind(row))}
    rows = [row for row in body if row not in kinds]
    together = Together(sheet, band, vocabulary, reader.number)
    above = together.filled_down(rows)
    loose = together.continued(rows, above)
    empty = together.reached(rows)
    owners = loose | together.owners(rows, above) | empty
    parts: dict[int, list[int]] = {}
    for row, owner in owners.items():
        parts.setdefault(owner, []).append(row)
    titles = reader.titles(kinds)
    opening = begun(sheet, band.top, titles)
    return Body(
        rows=[row for row in rows if row not in owners],
        groups=kinds | dict.fromkeys(owners, "part"),
        sections=lying([*opening, *body], opening | titles),
        opening=next(iter(opening), 0),
        parts=parts,
        loose=frozenset(loose),
        data=(body[0], max([body[-1], *empty])) if body else (0, 0),
        footer=(foot[0], foot[-1]) if foot else (0, 0),
        next_table=another,
        above=together.repeated(rows, above),
    )
