"""Throw broken workbooks and senseless grids at the importer: it may refuse, never crash, never hang.

Run from the root of the repository: python scripts/fuzz.py [cases] [seed]. Prints one line of result.
"""

import io
import random
import sys
import time
import zipfile
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from ledger import catalogue
from ledger.errors import LedgerError
from ledger.intake import reading
from ledger.intake.context import Context
from ledger.intake.grid import Book, Grid, Merge
from ledger.sheets.read import read_content

SLOW: Final = 5.0
CONTEXT: Final = Context(today=date(2023, 12, 20), district="香坊区")
PIECES: Final = (
    b"<",
    b">",
    b'"',
    b"&amp;",
    b"\0",
    b"99999999",
    b"-1",
    b"XFD1048576",
    b"\xff\xfe",
    b"",
)
WORDS: Final = (
    "序号", "小区名称", "存在问题", "整改时限", "整改情况/是否完成", "责任单位", "合计", "小计", "一、道里区",
    "√", "是", "否", "已销号", "2023.2.30", "8.1", "立行立改", "13900001111", "备注：", "制表人：", "", "　",
    "=1+1", "\u202e", "\x0b", "截至2023年12月15日", "填报单位：红旗街道办事处",
)  # fmt: skip


def main(cases: int, seed: int) -> int:
    chance = random.Random(seed)  # noqa: S311
    samples = [path.read_bytes() for path in sorted(Path("data/samples").glob("*.xlsx"))]
    ends: Counter[str] = Counter()
    slowest, worst = 0.0, ""
    for case in range(cases):
        start = time.perf_counter()
        try:
            ends[_try(chance, samples)] += 1
        except LedgerError:
            ends["refused"] += 1
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            print(f"case {case} of seed {seed}: {type(error).__name__}: {error}")
            ends["CRASH"] += 1
        took = time.perf_counter() - start
        if took > slowest:
            slowest, worst = took, str(case)
    told = ", ".join(f"{name} {count}" for name, count in sorted(ends.items()))
    print(f"{cases} cases, seed {seed}: {told}; slowest {slowest:.2f} s (case {worst})")
    return int(ends["CRASH"] > 0 or slowest > SLOW)


def _try(chance: random.Random, samples: list[bytes]) -> str:
    """One case: a mutated workbook or a grid; how it ended."""
    if chance.random() < 0.5:
        book = read_content(_mutated(chance, chance.choice(samples)), "台账.xlsx")
    else:
        book = Book(name="格.xlsx", container="xlsx", sheets=[_grid(chance)])
    found = reading.read(book, catalogue.vocabulary(), CONTEXT)
    return "read, with issues" if found.drafts else "read, no issues"


def _mutated(chance: random.Random, workbook: bytes) -> bytes:
    """A workbook with some bytes of some parts replaced, doubled or cut; sometimes of the zip itself."""
    if chance.random() < 0.2:
        return _hurt(chance, workbook)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        victims = chance.sample(names, chance.randint(1, 3))
        for name in names:
            data = old.read(name)
            new.writestr(name, _hurt(chance, data) if name in victims else data)
    return out.getvalue()


def _hurt(chance: random.Random, data: bytes) -> bytes:
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        width = chance.choice((0, 1, 2, 8, 200))
        piece = chance.choice((*PIECES, data[at : at + width] * 2))
        data = data[:at] + piece + data[at + width :]
    return data


def _grid(chance: random.Random) -> Grid:
    """Words of ledgers, dates and numbers where they do not belong."""
    height, width = chance.randint(0, 30), chance.randint(1, 20)
    rows = {
        row: {column: _value(chance) for column in range(1, width + 1) if chance.random() < 0.7}
        for row in range(1, height + 1)
        if chance.random() < 0.9
    }
    merges = [
        Merge(top, left, top + chance.randint(0, 5), left + chance.randint(0, 5))
        for top, left in (
            (chance.randint(1, 30), chance.randint(1, 20)) for _ in range(chance.randint(0, 6))
        )
    ]
    return Grid(name=chance.choice(("Sheet1", "1月", "红旗街道", "汇总")), rows=rows, merges=merges)


def _value(chance: random.Random) -> Any:
    kinds = (
        lambda: chance.choice(WORDS),
        lambda: "".join(
            chance.choice("水电气热漏雨楼道照明123年月日.号前底（）、/\n") for _ in range(12)
        ),
        lambda: chance.randint(-5, 60_000),
        lambda: chance.uniform(-1e9, 1e9),
        lambda: date(2023, chance.randint(1, 12), 15),
        lambda: datetime(2023, 8, 25, 9, 30),  # noqa: DTZ001
        lambda: chance.random() < 0.5,
    )
    return chance.choice(kinds)()


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(given + [2_000, 7][len(given) :])))
