"""Sequence numbers (序号) as a form counts its rows: through, anew in each group, by groups, or within them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from ledger.sheets.lines import GROUPS


class Entry(NamedTuple):
    """A row that counts, or may make the count begin anew: its kind, what groups it."""

    kind: str
    key: tuple[Any, ...] = ()


Way = Callable[[Sequence[Entry]], Iterator[int]]


def way(entries: Sequence[Entry], numbers: Sequence[Any]) -> Way | None:
    """The way of counting that gives these numbers to the rows of data, if there is one."""
    return next((count for count in WAYS if list(count(entries)) == list(numbers)), None)


def _through(entries: Sequence[Entry]) -> Iterator[int]:
    yield from range(1, sum(entry.kind == "data" for entry in entries) + 1)


def _in_sections(entries: Sequence[Entry]) -> Iterator[int]:
    number = 0
    for entry in entries:
        number = number + 1 if entry.kind == "data" else 0 if entry.kind in GROUPS else number
        if entry.kind == "data":
            yield number


def _groups(entries: Sequence[Entry]) -> Iterator[int]:
    """Rows that belong together share a number."""
    number, last = 0, None
    for entry in entries:
        if entry.kind == "data":
            number += entry.key != last
            last = entry.key
            yield number


def _in_groups(entries: Sequence[Entry]) -> Iterator[int]:
    number, last = 0, None
    for entry in entries:
        if entry.kind == "data":
            number = number + 1 if entry.key == last else 1
            last = entry.key
            yield number


WAYS: Final[Sequence[Way]] = (_through, _in_sections, _groups, _in_groups)
