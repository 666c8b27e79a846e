"""How long the everyday commands take, against bare Python and against sqlite-utils.

python benchmarks/startup.py [ROUNDS]
"""

import sys
from functools import partial
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from ledgers import BIN, LEDGER, PYTHON, made, variables, working
from timer import Command, compare, printed

ISSUES = 1_000


def commands(folder: Path) -> list[Command]:
    """What is compared; every command of ours begins with the same ledger."""
    kept, used, row = folder / "kept.db", folder / "ledger.db", folder / "row.json"
    made(kept, ISSUES)
    row.write_text('{"words": "二楼阳台栏杆开裂"}', "utf-8")
    number = working(ISSUES)
    add = ("add", "二楼阳台栏杆开裂", "-e", "怡园花园三期", "-c", "房屋维修", "--source", "12345")
    insert = (str(BIN / "sqlite-utils"), "insert", str(folder / "other.db"), "issue", str(row))

    def ledger(label: str, *words: str, terminal: bool = False) -> Command:
        before = partial(copyfile, kept, used)
        return Command(label, [LEDGER, *words], terminal, variables(used), before)

    return [
        Command("`python -c pass`", [PYTHON, "-c", "pass"]),
        ledger("`ledger add`", *add),
        ledger("`ledger show`", "show", number),
        ledger("`ledger list -L 20`, piped", "list", "-L", "20"),
        ledger("`ledger done`", "done", number, "-m", "已焊接加固"),
        ledger("`ledger list`, on a terminal", "list", terminal=True),
        ledger("`ledger --version`", "--version"),
        ledger("`ledger --help`", "--help"),
        Command("`sqlite-utils insert`", insert),
    ]


def main() -> None:
    rounds = int(sys.argv[1]) if sys.argv[1:] else 15
    with TemporaryDirectory() as folder:
        print(printed(compare(commands(Path(folder)), rounds)))


if __name__ == "__main__":
    main()
