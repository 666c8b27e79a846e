"""What new rows say, thousands of them, without holding it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from ledger.intake.grid import Value
from ledger.models import Issue


class Told(Mapping[int, Value | None]):
    """What a new row says, told by its issue only when it is asked: there may be thousands."""

    __slots__ = ("_issue", "_more", "_number", "_tellers")

    def __init__(
        self,
        issue: Issue,
        tellers: Mapping[int, Callable[[Issue], Value | None]],
        more: Mapping[int, Value | None] = MappingProxyType({}),
        number: tuple[int, int] = (0, 0),
    ) -> None:
        self._issue, self._tellers, self._more, self._number = issue, tellers, more, number

    def with_values(self, more: Mapping[int, Value | None]) -> "Told":
        """The same with some columns saying something else."""
        if not more:
            return self
        return Told(self._issue, self._tellers, {**self._more, **more}, self._number)

    def numbered(self, column: int, number: int) -> "Told":
        """The same with its sequence number (序号)."""
        if self._number[0]:
            return self.with_values({column: number})
        return Told(self._issue, self._tellers, self._more, (column, number))

    def listed(self, columns: Sequence[int]) -> list[Value | None]:
        """What stands in each of these columns."""
        issue, more, tellers = self._issue, self._more, self._tellers
        told = [
            more[c] if c in more else tellers[c](issue) if c in tellers else None for c in columns
        ]
        if self._number[0] in columns:
            told[columns.index(self._number[0])] = self._number[1]
        return told

    def __getitem__(self, column: int) -> Value | None:
        if column == self._number[0]:
            return self._number[1]
        return self._more[column] if column in self._more else self._tellers[column](self._issue)

    def __iter__(self) -> Iterator[int]:
        known = self._tellers
        yield from known
        yield from (column for column in self._more if column not in known)
        if self._number[0] and self._number[0] not in known and self._number[0] not in self._more:
            yield self._number[0]

    def __len__(self) -> int:
        return sum(1 for _ in self)
