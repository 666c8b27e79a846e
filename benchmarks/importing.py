"""How long a workbook takes to come into the ledger, against merely reading it and against other pipelines.

    python benchmarks/importing.py [ROWS] [ROUNDS] [--peers PYTHON]

The peers run in the interpreter named by --peers, which has pandas, openpyxl, python-calamine and sqlite-utils;
they neither understand the sheet nor check it, keep no history and make no fingerprints. The floor
(calamine_floor.py) checks the cells and keeps an event beside each issue; a second table is told against it.
"""

import subprocess
import sys
from argparse import ArgumentParser
from contextlib import redirect_stderr, suppress
from functools import partial
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from ledgers import CLERK, DISTRICT, LEDGER, PYTHON, values, variables
from timer import SURROUNDINGS, Command, printed, ratios, taken

HEADINGS = {
    "序号": None, "问题来源": "source", "来源单号": "source_no", "受理日期": "reported_on", "区": "district",
    "街道": "subdistrict", "社区": "community", "小区": "estate", "楼栋": "building", "物业企业": "company",
    "类别": "category", "问题描述": "description", "投诉人": "complainant", "联系电话": "phone",
    "责任单位": "lead_unit", "责任人": "person", "整改时限": "due_on", "整改情况": "progress",
    "完成日期": "done_on", "销号日期": "closed_on",
}  # fmt: skip
MANY = 10_000
FLOOR = str(Path(__file__).with_name("calamine_floor.py"))
PEERS = {
    "pandas.read_excel + to_sql": (
        "import pandas, sqlite3, sys; pandas.read_excel(sys.argv[1])"
        ".to_sql('issue', sqlite3.connect(sys.argv[2]), index=False, if_exists='replace')"
    ),
    "openpyxl + sqlite_utils.insert_all": (
        "import openpyxl, sqlite_utils, sys\n"
        "rows = openpyxl.load_workbook(sys.argv[1], read_only=True).active.iter_rows(values_only=True)\n"
        "head = next(rows)\n"
        "db = sqlite_utils.Database(sys.argv[2], recreate=True)\n"
        "db['issue'].insert_all(dict(zip(head, row)) for row in rows)"
    ),
}


def workbook(path: Path, rows: int) -> Path:
    """A sheet of 20 columns as a street office would send it."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(list(HEADINGS))
    for serial, told in enumerate(values(rows), 1):
        sheet.append([told[name] if name else serial for name in HEADINGS.values()])
    book.save(path)
    return path


def fresh(path: Path) -> None:
    """An empty ledger in the place of what was imported."""
    path.unlink(missing_ok=True)
    subprocess.run(
        [LEDGER, "init", "--district", DISTRICT, "--by", CLERK],
        env={**SURROUNDINGS, **variables(path)}, check=True, capture_output=True,
    )  # fmt: skip


def commands(folder: Path, rows: int, peers: str | None) -> list[Command]:
    """The reader alone, the import, the peers."""
    sheet, ledger = workbook(folder / "台账.xlsx", rows), folder / "ledger.db"
    read = (
        f"from pathlib import Path; from ledger.sheets.read import read; read(Path({str(sheet)!r}))"
    )
    told = [
        Command("reading with our own reader", [PYTHON, "-c", read]),
        Command(
            "`ledger import --yes`", [LEDGER, "import", str(sheet), "--yes"],
            variables=variables(ledger), before=partial(fresh, ledger),
        ),
    ]  # fmt: skip
    if peers:
        words = (str(sheet), str(folder / "other.db"))
        told += [Command(label, [peers, "-c", code, *words]) for label, code in PEERS.items()]
        told.append(Command("the floor: calamine, checks, events, indexes", [peers, FLOOR, *words]))
    return told


def in_process(folder: Path, rows: int) -> float:
    """The same without the start of the program: import against reading, both warm."""
    from os import environ

    from ledger.cli import app
    from ledger.sheets.read import read

    sheet, ledger = workbook(folder / "台账.xlsx", rows), folder / "ledger.db"
    environ.update(variables(ledger))
    ratios = []
    for _ in range(3):
        fresh(ledger)
        start = process_time()
        read(sheet)
        between = process_time()
        sys.argv = [LEDGER, "import", str(sheet), "--yes"]
        with redirect_stderr(StringIO()), suppress(SystemExit):
            app()
        ratios.append((process_time() - between) / (between - start))
    return min(ratios)


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=1_000)
    parser.add_argument("rounds", nargs="?", type=int, default=5)
    parser.add_argument("--peers", metavar="PYTHON")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        told = commands(Path(folder), given.rows, given.peers)
        rounds = taken(told, given.rounds)
        print(printed(ratios(told, rounds)))
        if given.peers:
            print(f"\n{printed(ratios(told, rounds, base=len(told) - 1))}")
        if given.rows <= MANY:
            print(f"\nin one process: {in_process(Path(folder), given.rows):.2f} × reading")


if __name__ == "__main__":
    main()
