"""同上 and 〃 in rows that have another issue above them than before: they are spelled out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ledger.intake.grid import Grid, Value
from ledger.intake.together import DITTO
from ledger.sheets.lines import Line
from ledger.sheets.wording import Wording


def spelled(
    old: Sequence[Line], lines: Sequence[Line], grid: Grid, wordings: Sequence[Wording]
) -> Iterator[tuple[int, Mapping[int, Value | None]]]:
    """What the marks stand for in such rows, by the index of the row."""
    before = {line.source: above for line, above in _followed(old)}
    for index, (line, above) in enumerate(_followed(lines)):
        if line.source is None or line.issue is None or before[line.source] == above:
            continue
        cells = grid.rows.get(line.source, {})
        marked = [wording for wording in wordings if cells.get(wording.column.index) in DITTO]
        if marked:
            yield index, {c: v for w in marked for c, v in w.told(line.issue, None).items()}


def _followed(lines: Iterable[Line]) -> Iterator[tuple[Line, int | None]]:
    """Each line with the row of the issue above it; 0 for the first, None below a new one."""
    above: int | None = 0
    for line in lines:
        yield line, above
        above = line.source if line.kind == "data" else above
