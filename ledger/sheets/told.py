"""What new rows say, thousands of them, without holding it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import cast

from ledger.intake.grid import Value
from ledger.models import Issue


class Told(Mapping[int, Value | None]):
    """What a new row says, told by its issue only when it is asked: there may be thousands."""

    __slots__ = ("issue", "more", "number", "tellers")

    def __init__(
        self,
        issue: Issue,
        tellers: Mapping[int, Callable[[Issue], Value | None]],
        more: Mapping[int, Value | None] = MappingProxyType({}),
        number: tuple[int, int] = (0, 0),
    ) -> None:
        self.issue, self.tellers, self.more, self.number = issue, tellers, more, number

    def with_values(self, more: Mapping[int, Value | None]) -> "Told":
        """The same with some columns saying something else."""
        if not more:
            return self
        return Told(self.issue, self.tellers, {**self.more, **more}, self.number)

    def numbered(self, column: int, number: int) -> "Told":
        """The same with its sequence number (序号)."""
        if self.number[0]:
            return self.with_values({column: number})
        return Told(self.issue, self.tellers, self.more, (column, number))

    def __getitem__(self, column: int) -> Value | None:
        if column == self.number[0]:
            return self.number[1]
        return self.more[column] if column in self.more else self.tellers[column](self.issue)

    def __iter__(self) -> Iterator[int]:
        known = self.tellers
        yield from known
        yield from (column for column in self.more if column not in known)
        if self.number[0] and self.number[0] not in known and self.number[0] not in self.more:
            yield self.number[0]

    def __len__(self) -> int:
        return sum(1 for _ in self)


Said = Mapping[int, Value | None]


def by_column(rows: Sequence[Said], columns: Sequence[int]) -> list[list[Value | None]]:
    """What rows say in each of these columns, a column at a time.

    >>> by_column([{1: "甲", 2: "乙"}, {2: "丙"}], [1, 2])
    [['甲', None], ['乙', '丙']]
    """
    if rows and all(type(row) is Told for row in rows):
        return _told(cast("Sequence[Told]", rows), columns)
    return [[row.get(column) for row in rows] for column in columns]


def columns(rows: Iterable[Said]) -> set[int]:
    """The columns in which any of the rows says something."""
    found: set[int] = set()
    seen: set[int] = set()
    for row in rows:
        if type(row) is not Told or row.more:
            found.update(row)
        elif id(row.tellers) not in seen or row.number[0] not in found:
            seen.add(id(row.tellers))
            found.update(row)
    return found


def _told(rows: Sequence[Told], columns: Sequence[int]) -> list[list[Value | None]]:
    """The rows of one table are told by the same tellers."""
    issues = [row.issue for row in rows]
    tellers = rows[0].tellers
    nothing: list[Value | None] = [None] * len(rows)
    said = {c: list(map(tellers[c], issues)) if c in tellers else [*nothing] for c in columns}
    for index, row in enumerate(rows):
        for column, value in (*row.more.items(), row.number) if row.more else (row.number,):
            if column in said:
                said[column][index] = value
    return [said[column] for column in columns]
