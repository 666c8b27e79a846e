"""How the everyday commands grow with the ledger: the ratio of each size to the smallest one.

python benchmarks/growth.py [ROUNDS]
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from ledgers import ESTATES, LEDGER, made, variables, working
from timer import Command, compare

SIZES = (100, 10_000, 100_000)


def commands(folder: Path) -> dict[str, list[Command]]:
    """For each command the same words at every size."""
    told: dict[str, list[Command]] = {}
    for size in SIZES:
        path = made(folder / f"{size}.db", size)
        number = working(size)
        add = ("add", "二楼阳台栏杆开裂", "-e", ESTATES[0], "-c", "房屋维修", "--source", "12345")
        told.setdefault("add, with the look for duplicates", []).append(
            ledger(size, path, *add, "--source-no", "24011500001")
        )
        told.setdefault("show", []).append(ledger(size, path, "show", number))
        told.setdefault("list -L 20, piped", []).append(ledger(size, path, "list", "-L", "20"))
        told.setdefault("list, on a terminal", []).append(ledger(size, path, "list", terminal=True))
        # like `done`, but it can be repeated
        step = ("progress", number, "-m", "已派人到现场查看")
        told.setdefault("progress", []).append(ledger(size, path, *step))
    return told


def ledger(size: int, path: Path, *words: str, terminal: bool = False) -> Command:
    return Command(str(size), [LEDGER, *words], terminal, variables(path))


def main() -> None:
    rounds = int(sys.argv[1]) if sys.argv[1:] else 15
    print("| × CPU |", " | ".join(f"{size:,}" for size in SIZES), "|")
    print("|---|" + "--:|" * len(SIZES))
    with TemporaryDirectory() as folder:
        for label, each in commands(Path(folder)).items():
            ratios = " | ".join(f"{row.cpu:.2f}" for row in compare(each, rounds))
            print(f"| `ledger {label}` | {ratios} |", flush=True)


if __name__ == "__main__":
    main()
