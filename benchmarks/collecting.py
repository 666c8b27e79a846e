"""Sheets sent out, filled in, saved by another program and collected: is every edit found, and none made up?

    python benchmarks/collecting.py [--receivers 50] [--rows 40] [--edits 500] [--conflicts 40] [--added 10]
                                    [--program soffice]

No time is measured: what counts are the edits that `ledger merge` finds against those that were made. Of the
sheets some come back sorted anew, some without their hidden column, some with only the visible columns sorted.
Every sheet is changed and saved by openpyxl; with --program it is then opened and saved by that program, too.
"""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from ledgers import CLERK, DISTRICT, LEDGER, TODAY, variables
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADINGS = ("序号", "街道", "小区", "问题描述", "责任单位", "整改时限", "整改情况", "是否完成", "完成时间", "备注")  # fmt: skip
STREET, ESTATE, WORDS, PROGRESS, FINISHED, DAY, REMARKS = 2, 3, 4, 7, 8, 9, 10
FILL = ("整改情况", "是否完成", "完成时间", "备注")


class Edit(NamedTuple):
    """A cell that somebody changed: the words of its row, its heading, its new text."""

    words: str
    column: str
    text: str


class Size(NamedTuple):
    """How much there is of everything."""

    receivers: int = 50
    rows: int = 40
    edits: int = 500
    conflicts: int = 40
    added: int = 10


class Found(NamedTuple):
    """What was made, and what `ledger merge` found."""

    made: set[Edit]
    edits: set[Edit]
    clashing: set[Edit]
    conflicts: set[Edit]
    added: set[str]
    new: set[str]
    errors: list[str]

    @property
    def lines(self) -> list[str]:
        pairs = (
            ("edits", self.made, self.edits),
            ("conflicts", self.clashing, self.conflicts),
            ("new rows", self.added, self.new),
        )
        return [
            f"{name:10} made {len(made):4}  found {len(made & found):4}  invented {len(found - made):4}"
            for name, made, found in pairs
        ] + [f"errors     {len(self.errors)}"]


def run(folder: Path, size: Size, program: str | None = None) -> Found:
    """The whole way of the sheets, in a ledger of its own in this folder."""
    words = _ledger(folder, size)
    _ledger_says(
        folder, "export", "--split-by", "街道", "--fill", ",".join(FILL), "-o", "下发", "-y"
    )
    source = Random(7)
    cells = [(text, column) for text in words for column in ("整改情况", "备注")]
    chosen = source.sample(cells, size.edits + size.conflicts)
    made = {Edit(text, column, f"{text}的{column}已更新") for text, column in chosen}
    clashing = set(sorted(made)[:: max(1, len(made) // size.conflicts)][: size.conflicts])
    numbers = {
        item["description"]: item["number"]
        for item in json.loads(_ledger_says(folder, "list", "--json", "-L", "0"))
    }
    for edit in sorted(clashing):
        _ledger_says(folder, "edit", numbers[edit.words], f"{edit.column}=台账里另写的")
    added = {f"新发现的问题第{n}件，楼道窗户破损" for n in range(size.added)}
    _filled(folder, made, sorted(added), source)
    if program:
        _saved_again(folder, program)
    told = json.loads(_ledger_says(folder, "merge", "交回", "-n", "--json", codes=(0, 5)))
    return _found(made, clashing, added, told, numbers)


def _ledger(folder: Path, size: Size) -> list[str]:
    """A ledger with the issues of all receivers; the words of each."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["物业问题整改台账"])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(HEADINGS))
    sheet.append(HEADINGS)
    words = []
    for receiver in range(size.receivers):
        for row in range(size.rows):
            text = f"{receiver + 1}街{row + 1}号院单元门损坏关不上"
            words.append(text)
            sheet.append([
                len(words), f"第{receiver + 1}街道", f"怡园{row % 7}期", text, f"第{receiver + 1}街道",
                TODAY, "已联系物业", "否", None, None,
            ])  # fmt: skip
    book.save(folder / "整改台账.xlsx")
    _ledger_says(folder, "init", "--district", DISTRICT, "--by", CLERK)
    _ledger_says(folder, "import", "整改台账.xlsx", "-y")
    return words


def _filled(folder: Path, edits: set[Edit], added: Sequence[str], source: Random) -> None:
    """Each receiver fills in its sheet, and handles it as people do."""
    back = folder / "交回"
    back.mkdir()
    left = list(added)
    for number, path in enumerate(sorted((folder / "下发").glob("*.xlsx"))):
        book = load_workbook(path)
        sheet = book.worksheets[0]
        rows = {str(sheet.cell(r, WORDS).value): r for r in range(3, sheet.max_row + 1)}
        for edit in edits:
            if edit.words in rows:
                sheet.cell(rows[edit.words], HEADINGS.index(edit.column) + 1).value = edit.text
        _handled(sheet, number, [row for text, row in rows.items() if text != "None"], source)
        if left and number % 3 == 0:
            free = next(r for r in range(3, sheet.max_row + 2) if not sheet.cell(r, WORDS).value)
            sheet.cell(free, ESTATE).value = "怡园新区"
            sheet.cell(free, WORDS).value = left.pop()
        book.save(back / f"{number:02}_已填.xlsx")
    if left:
        raise SystemExit("more new rows than every third sheet can take")


def _handled(sheet: Worksheet, number: int, rows: list[int], source: Random) -> None:
    """One in five sorted with its hidden column, one without, one loses it; the others stay as they are."""
    width = len(HEADINGS) + (0 if number % 5 == 1 else 1)
    if number % 5 in (0, 1):
        texts = [[sheet.cell(row, c).value for c in range(2, width + 1)] for row in rows]
        source.shuffle(texts)
        for row, cells in zip(rows, texts, strict=True):
            for column, value in enumerate(cells, 2):
                sheet.cell(row, column).value = value
    if number % 5 == 2:
        sheet.delete_cols(len(HEADINGS) + 1)


def _saved_again(folder: Path, program: str) -> None:
    """Opened and saved by another program."""
    files = sorted(map(str, (folder / "交回").glob("*.xlsx")))
    out = folder / "另存"
    subprocess.run(
        [program, "--headless", "--convert-to", "xlsx", "--outdir", str(out), *files],
        check=True, capture_output=True,
    )  # fmt: skip
    for path in out.glob("*.xlsx"):
        path.replace(folder / "交回" / path.name)


def _found(
    made: set[Edit],
    clashing: set[Edit],
    added: set[str],
    told: dict[str, Any],
    numbers: dict[str, str],
) -> Found:
    words = {number: text for text, number in numbers.items()}
    edits, conflicts, new = set(), set(), set()
    errors: list[str] = []
    for row in told["rows"]:
        errors += row["errors"]
        if row["verdict"] == "new":
            new.add(row["description"])
        for edit in row["edits"]:
            found = Edit(words[row["number"]], edit["column"], edit["returned"])
            edits.add(found)
            if edit["conflict"]:
                conflicts.add(found)
    return Found(made, edits, clashing, conflicts, added, new, errors)


def _ledger_says(folder: Path, *words: str, codes: Sequence[int] = (0,)) -> str:
    done = subprocess.run(
        [LEDGER, *words], cwd=folder, env={**os.environ, **variables(folder / "问题台账.db")},
        capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode not in codes:
        raise SystemExit(done.stderr.decode())
    return done.stdout.decode()


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    for name, usual in Size()._asdict().items():
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--program")
    told = parser.parse_args()
    size = Size(**{name: getattr(told, name) for name in Size._fields})
    with TemporaryDirectory() as folder:
        found = run(Path(folder), size, told.program)
    print(*found.lines, sep="\n")
    whole = (found.made, found.clashing, found.added) == (found.edits, found.conflicts, found.new)
    sys.exit(0 if whole and not found.errors else 1)


if __name__ == "__main__":
    main()
