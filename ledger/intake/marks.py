"""The hidden column of a workbook that went out: which workbook it is, which issue stands in each row."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from ledger.intake.grid import Grid
from ledger.models import Issue

WORD: Final = "台账标识"
UID: Final = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
HEAD: Final = re.compile(f"{WORD} ({UID})")
ROW: Final = re.compile(rf"({UID}) (\d{{1,9}})")


class Unmarked(NamedTuple):
    """A sheet without its marks: its cells, the key of the workbook ("" when it is lost), uid and version by row."""

    grid: Grid
    key: str
    rows: Mapping[int, tuple[str, int]]


def head(key: str) -> str:
    """What stands over the marks."""
    return f"{WORD} {key}"


def mark(issue: Issue) -> str:
    """What stands in the row of an issue."""
    return f"{issue.uid} {issue.version}"


def unmarked(grid: Grid) -> Unmarked:
    """The sheet with its marks taken out, wherever they stand now."""
    key, marks, gone = "", {}, set[tuple[int, int]]()
    for row, cells in grid.rows.items():
        for column, value in cells.items():
            if not isinstance(value, str):
                continue
            if found := HEAD.fullmatch(value.strip()):
                key = found[1]
            elif found := ROW.fullmatch(value.strip()):
                marks[row] = (found[1], int(found[2]))
            else:
                continue
            gone.add((row, column))
    rows = {
        row: {column: value for column, value in cells.items() if (row, column) not in gone}
        for row, cells in grid.rows.items()
    }
    return Unmarked(grid._replace(rows=rows), key, marks)
