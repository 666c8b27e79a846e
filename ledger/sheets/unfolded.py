"""Issues of several rows each (上行问题、下行措施): what a folded table says, put back over its rows."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from ledger.intake.drafts import Layout
from ledger.intake.grid import Blocks
from ledger.sheets.formrow import PART, FormRow, goes_on

V = TypeVar("V")


def spread(layout: Layout, blocks: Blocks) -> Layout:
    """The layout of the rows of such a table: down to the end of its last issue, the further rows by their kind."""
    first, last = layout.data
    while blocks.block(last + 1)[1]:
        last += 1
    kinds = {row: _kind(down) for row in range(first, last + 1) if (down := blocks.block(row)[1])}
    return layout._replace(data=(first, last), groups={**layout.groups, **kinds})


def unfolded(row: FormRow, blocks: Blocks) -> Iterator[FormRow]:
    """The rows of one row of a folded table; those in which an issue went on come with its first one."""
    if goes_on(row.kind):
        return
    if row.kind != "data":
        yield row
        return
    values, pictures = _by_row(row.values, blocks), _by_row(row.pictures, blocks)
    yield row._replace(values=values.get(0, {}), pictures=pictures.get(0, {}))
    for down in range(1, blocks.height):
        source = row.source and row.source + down
        if source is None or blocks.block(source)[1] == down:
            yield FormRow(values.get(down, {}), _kind(down), source, pictures.get(down, {}))


def _by_row(said: Mapping[int, V], blocks: Blocks) -> dict[int, dict[int, V]]:
    """What is said in the columns of the folded table, by how far down it stands."""
    found: dict[int, dict[int, V]] = {}
    for column, value in said.items():
        down, at = blocks.place(column)
        found.setdefault(down, {})[at] = value
    return found


def _kind(down: int) -> str:
    """The second row looks like all second rows, the third like all third ones."""
    return PART if down == 1 else f"{PART}{down}"
