"""Tables whose issues take several rows each (上行问题、下行措施), folded so that each takes one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from ledger.intake.grid import Blocks, Grid, Merge
from ledger.intake.sheet import Sheet
from ledger.intake.vocabulary import Vocabulary

FEWEST: Final = 3
TALLEST: Final = 4
MOST: Final = 0.8
HALF: Final = 0.5
ALPHABET: Final = 26
LINE: Final = re.compile(r"^\s*(?:[上中下]|第[一二三四])行\s*[:：]?\s*")
T = TypeVar("T")


def folded(sheet: Sheet, vocabulary: Vocabulary) -> Grid | None:
    """The table with one row for each issue, the cells of its further rows moved to the right; None for others.

    A cell that is moved keeps its letter: B of the second row becomes AB. `Grid.blocks` tells how far.
    """
    blocks = _blocks(sheet)
    if blocks is None or not _headed(sheet, blocks, vocabulary):
        return None
    return moved(sheet.grid, blocks)


def _blocks(sheet: Sheet) -> Blocks | None:
    """The longest row of merged cells of one height, one below the other, that begins in the first rows."""
    narrow = [m for m in sheet.tall if m.left == m.right and m.bottom - m.top < TALLEST]
    found = max((_chain(narrow, first) for first in narrow[:FEWEST]), key=len, default=[])
    if len(found) < FEWEST:
        return None
    height = found[0].bottom - found[0].top + 1
    tops = [merge.top for merge in found]
    starts = frozenset(tops)
    counts: dict[int, int] = {}
    for merge in narrow:
        if merge.top in starts and merge.bottom - merge.top + 1 == height:
            counts[merge.left] = counts.get(merge.left, 0) + 1
    tall = frozenset(c for c, count in counts.items() if count >= MOST * len(tops))
    others = [c for c in sheet.columns if c not in tall]
    stride = -(-sheet.width // ALPHABET) * ALPHABET
    return Blocks(tops, height, others, stride) if others else None


def _chain(merges: Sequence[Merge], first: Merge) -> list[Merge]:
    chain = [first]
    for merge in merges:
        last = chain[-1]
        same = merge.left == first.left and merge.bottom - merge.top == first.bottom - first.top
        if same and merge.top == last.bottom + 1:
            chain.append(merge)
    return chain


def _headed(sheet: Sheet, blocks: Blocks, vocabulary: Vocabulary) -> bool:
    """Whether the first block is a header with a heading of its own in each row, and the issues fill each row."""
    first, *issues = blocks.tops
    header = range(first, first + blocks.height)
    if any(m.top in header and m.right > m.left for m in sheet.early):
        return False
    texts = [sheet.text(row, column) for row in header for column in blocks.others]
    named = [text for text in texts if text]
    known = sum(vocabulary.knows(text) or vocabulary.guesses(text) for text in named)
    own = len(set(named)) == len(named) >= MOST * len(texts) and known >= HALF * len(named)
    rows = [top + down for top in issues for down in range(1, blocks.height)]
    filled = sum(any(sheet.text(row, c) for c in blocks.others) for row in rows)
    return own and filled >= HALF * len(rows)


def moved(grid: Grid, blocks: Blocks) -> Grid:
    """The grid with every cell of a block in the block's first row."""

    def place(row: int, column: int) -> tuple[int, int]:
        top, down = blocks.block(row)
        return top, column + down * blocks.stride

    def all_moved(cells: Mapping[tuple[int, int], T]) -> dict[tuple[int, int], T]:
        return {place(*cell): value for cell, value in cells.items()}

    rows: dict[int, dict[int, Any]] = {}
    for row, cells in grid.rows.items():
        for column, value in cells.items():
            top, at = place(row, column)
            if top == blocks.tops[0] and isinstance(value, str):
                value = LINE.sub("", value)  # noqa: PLW2901
            rows.setdefault(top, {})[at] = value
    pictures = [
        picture._replace(row=at[0], column=at[1])
        for picture in grid.pictures
        for at in [place(picture.row, picture.column)]
    ]
    return grid._replace(
        rows=rows,
        merges=[m for m in grid.merges if not _inside(blocks, (m.top, m.bottom))],
        hidden_rows=frozenset(blocks.block(row)[0] for row in grid.hidden_rows),
        formulas=all_moved(grid.formulas),
        texts=all_moved(grid.texts),
        comments=all_moved(grid.comments),
        struck=frozenset(place(*cell) for cell in grid.struck),
        crossed=all_moved(grid.crossed),
        pictures=pictures,
        blocks=blocks,
    )


def _inside(blocks: Blocks, rows: Iterable[int]) -> bool:
    last = blocks.tops[-1] + blocks.height - 1
    return any(blocks.tops[0] <= row <= last for row in rows)
