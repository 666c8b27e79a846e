"""Workbooks of strangers, whatever is in them: one cell changed, then rows taken out and put in.

    python benchmarks/strangers.py FOLDER [--pages]

Of the changed cell: every other part is the same byte for byte, every other cell, style, merge and height is the
same (openpyxl reads both). Of the changed rows: nothing is unsound that was not before (`soundness.py`), openpyxl
opens it. With --pages LibreOffice draws both, and the share of pixels that differ is told.
"""

import io
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from openpyxl import load_workbook
from soundness import faults

from ledger.errors import LedgerError
from ledger.intake.drafts import Layout, Role
from ledger.intake.grid import Grid, address
from ledger.sheets.fill import FormRow, FormSheet, fill
from ledger.sheets.parts import Package
from ledger.sheets.read import read_content

LARGEST = 1_500_000
CALCULATED = ("calcChain.xml", "sharedStrings.xml", "workbook.xml", ".rels", "[Content_Types].xml")


def tried(path: Path, *, pages: bool) -> Iterator[str]:
    """What went wrong with one workbook. Raises LedgerError for what is no workbook at all."""
    data = path.read_bytes()
    package, book = Package(data), read_content(data, path.name)
    grids = [grid for grid in book.sheets if grid.name in package.sheets and len(grid.rows) > 3]
    if not grids:
        raise LedgerError("no table")
    yield from _one_cell(path, data, max(grids, key=lambda grid: len(grid.rows)), pages=pages)
    yield from _rows(path, fill(data, [_shuffled(grid) for grid in grids]))


def _one_cell(path: Path, data: bytes, grid: Grid, *, pages: bool) -> Iterator[str]:
    row = sorted(grid.rows)[len(grid.rows) // 2]
    column = min(grid.rows[row])
    where = address(row, column)
    changed = fill(data, [], {(grid.name, where): "改过的一格"})
    old, new = _parts(data), _parts(changed)
    for name in old.keys() | new.keys():
        sheet = "worksheets/" in name
        if old.get(name) != new.get(name) and not sheet and not name.endswith(CALCULATED):
            yield f"part {name}"
    before, after = _cells(data), _cells(changed)
    if before and after:
        differing = [key for key in before | after if before.get(key) != after.get(key)]
        if others := [key for key in differing if key != (grid.name, where)]:
            yield f"{len(others)} other cells, as {others[:3]}"
    if pages:
        print(f"      pages: {drawn(path, changed):.5f} of the pixels differ")


def _shuffled(grid: Grid) -> FormSheet:
    """Every seventh row gone, ten new ones in the middle and at the end."""
    rows = sorted(grid.rows)
    top, last = rows[2], rows[-2]
    columns = sorted({c for r in rows[:50] for c in grid.rows[r]})[:6]
    new = [FormRow(dict.fromkeys(columns, f"新{k}\n第二行")) for k in range(5)]
    kept = [FormRow(source=r) for r in range(top, min(last, top + 5000) + 1) if r % 7 != 3]
    layout = Layout(sheet=grid.name, role=Role.LEDGER, header=(1, top - 1), data=(top, last))
    middle = len(kept) // 2
    return FormSheet(layout, [*kept[:middle], *new, *kept[middle:], *new])


def _rows(path: Path, data: bytes) -> Iterator[str]:
    before = {fault.rpartition(": ")[2] for fault in faults(path)}
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / path.name
        target.write_bytes(data)
        yield from (f for f in faults(target) if f.rpartition(": ")[2] not in before)
    if _cells(path.read_bytes()) and not _cells(data):
        yield "openpyxl opens it no more"


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _cells(data: bytes) -> dict[tuple[str, str], Any]:
    """Values, styles, merges and heights; nothing when openpyxl cannot open it."""
    found: dict[tuple[str, str], Any] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data))
    except Exception:  # noqa: BLE001
        return found
    for sheet in book.worksheets:
        found[sheet.title, "merges"] = sorted(map(str, sheet.merged_cells.ranges))
        found[sheet.title, "heights"] = {n: d.height for n, d in sheet.row_dimensions.items()}
        for row in sheet.iter_rows():
            for cell in row:
                value = getattr(cell.value, "text", cell.value)
                found[sheet.title, cell.coordinate] = (value, getattr(cell, "style_id", 0))
    return found


def drawn(path: Path, changed: bytes) -> float:
    """The share of pixels in which the pages of both, drawn by LibreOffice, differ."""
    from PIL import Image, ImageChops

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.xlsx").write_bytes(path.read_bytes())
        (folder / "b.xlsx").write_bytes(changed)
        office = ["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless"]
        files = [str(folder / "a.xlsx"), str(folder / "b.xlsx")]
        subprocess.run(
            [*office, "--convert-to", "pdf", "--outdir", name, *files],
            capture_output=True,
            check=True,
        )
        for one in ("a", "b"):
            subprocess.run(
                ["pdftoppm", "-r", "40", "-l", "20", "-png", f"{name}/{one}.pdf", f"{name}/{one}"],
                check=True,
            )
        before, after = sorted(folder.glob("a-*.png")), sorted(folder.glob("b-*.png"))
        if len(before) != len(after):
            return 1.0
        differing = total = 0
        for one, other in zip(before, after, strict=True):
            apart = ImageChops.difference(
                Image.open(one).convert("L"), Image.open(other).convert("L")
            )
            differing += sum(apart.histogram()[9:])
            total += apart.width * apart.height
        return differing / max(total, 1)


def main(folder: Path, *, pages: bool) -> None:
    done = wrong = left = 0
    for path in sorted(folder.iterdir()):
        if path.stat().st_size > LARGEST:
            left += 1
            continue
        try:
            found = list(tried(path, pages=pages))
        except (LedgerError, zipfile.BadZipFile, NotImplementedError):
            left += 1
            continue
        done, wrong = done + 1, wrong + bool(found)
        if found or pages:
            print(
                "BAD" if found else "ok ", path.name, *found[:3], sep="\n      " if found else " "
            )
        sys.stdout.flush()
    print(f"{done} workbooks, {wrong} with something to look at, {left} left out")


if __name__ == "__main__":
    main(Path(sys.argv[1]), pages="--pages" in sys.argv)
