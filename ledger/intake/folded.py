"""Tables whose issues take several rows each (上行问题、下行措施), folded so that each takes one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, Final, TypeVar

from ledger.intake.grid import Blocks, Grid, Merge, Tint
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
    for blocks in (*_tall(sheet), *_wide(sheet)):
        if blocks.others and _headed(sheet, blocks, vocabulary):
            return moved(sheet.grid, blocks)
    return None


def _tall(sheet: Sheet) -> Iterator[Blocks]:
    """The longest row of merged cells of one height, one below the other, that begins in the first rows."""
    narrow = [m for m in sheet.tall if m.left == m.right and m.bottom - m.top < TALLEST]
    found = max((_chain(narrow, first) for first in narrow[:FEWEST]), key=len, default=[])
    if len(found) >= FEWEST:
        yield _blocks(sheet, [merge.top for merge in found], found[0].bottom - found[0].top + 1)


def _chain(merges: Sequence[Merge], first: Merge) -> list[Merge]:
    chain = [first]
    for merge in merges:
        last = chain[-1]
        same = merge.left == first.left and merge.bottom - merge.top == first.bottom - first.top
        if same and merge.top == last.bottom + 1:
            chain.append(merge)
    return chain


def _wide(sheet: Sheet) -> Iterator[Blocks]:
    """The columns that are most often merged in one row, every so many rows; in each row that they may be of a block.

    What begins in the first column is a title or a section.
    """
    found: dict[tuple[int, int], list[int]] = {}
    for merge in sheet.grid.merges:
        if merge.top == merge.bottom and 1 < merge.left < merge.right:
            found.setdefault((merge.left, merge.right), []).append(merge.top)
    most: list[int] = max(found.values(), key=len, default=[])
    rows = sorted(most)
    height = rows[1] - rows[0] if len(rows) >= FEWEST else 0
    rows = [row for n, row in enumerate(rows) if row == rows[0] + n * height]
    if 1 < height <= TALLEST and len(rows) >= FEWEST:
        for down in range(min(height, rows[0])):
            yield _blocks(sheet, [row - down for row in rows], height)


def _blocks(sheet: Sheet, tops: Sequence[int], height: int) -> Blocks:
    starts = frozenset(tops)
    counts = Counter(
        merge.left
        for merge in sheet.tall
        if merge.left == merge.right
        and merge.top in starts
        and merge.bottom - merge.top + 1 == height
    )
    tall = frozenset(c for c, count in counts.items() if count >= MOST * len(tops))
    others = [c for c in sheet.columns if c not in tall]
    return Blocks(tops, height, others, -(-sheet.width // ALPHABET) * ALPHABET)


def _headed(sheet: Sheet, blocks: Blocks, vocabulary: Vocabulary) -> bool:
    """Whether the first block is a header: it names every cell that the issues fill, and they fill each row."""
    first, *issues = blocks.tops
    named = {
        (down, column): text
        for down in range(blocks.height)
        for column in blocks.others
        if (text := sheet.text(first + down, column))
    }
    texts = named.values()
    known = sum(vocabulary.knows(text) or vocabulary.guesses(text) for text in texts)
    if len(set(texts)) < len(texts) or known < HALF * len(texts) or _groups(sheet, blocks):
        return False
    filled = [[p for p in _places(blocks) if sheet.text(top + p[0], p[1])] for top in issues]
    times = Counter(place for places in filled for place in places)
    further = sum(len({down for down, _ in set(places) & set(named) if down}) for places in filled)
    nameless = any(times[place] > (1 - MOST) * len(issues) for place in set(times) - set(named))
    return not nameless and further >= HALF * len(issues) * (blocks.height - 1)


def _places(blocks: Blocks) -> Iterator[tuple[int, int]]:
    """The cells of a block: how far down, and in which column."""
    return product(range(blocks.height), blocks.others)


def _groups(sheet: Sheet, blocks: Blocks) -> bool:
    """Whether a wide heading stands over those of the next row: the issues do not have such a cell."""
    first, *issues = blocks.tops
    last = first + blocks.height - 1
    merges = set(sheet.grid.merges)
    for merge in sheet.early:
        if first <= merge.top < last and merge.right > merge.left:
            down = [top - first for top in issues]
            below = {merge._replace(top=merge.top + n, bottom=merge.bottom + n) for n in down}
            if len(merges & below) < MOST * len(issues):
                return True
    return False


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
    colours: dict[int, dict[int, Tint]] = {}
    for row, tints in grid.colours.items():
        for column, tint in tints.items():
            top, at = place(row, column)
            colours.setdefault(top, {})[at] = tint
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
        colours=colours,
        pictures=pictures,
        blocks=blocks,
    )


def _inside(blocks: Blocks, rows: Iterable[int]) -> bool:
    last = blocks.tops[-1] + blocks.height - 1
    return any(blocks.tops[0] <= row <= last for row in rows)
