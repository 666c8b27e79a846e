from collections.abc import Callable, Sequence
from datetime import date

import pytest

from ledger import catalogue
from ledger.intake import reading
from ledger.intake.context import Context
from ledger.intake.drafts import Reading
from ledger.intake.grid import Book, Grid, Merge, Value
from ledger.intake.vocabulary import Vocabulary

TODAY = date(2023, 12, 20)
Row = Sequence[Value | None]


def grid(*rows: Row, name: str = "台账", merges: Sequence[str] = (), **facts: object) -> Grid:
    """A sheet from its rows; merges as "A1:C1" (single letters)."""
    cells = {
        r: {c: v for c, v in enumerate(row, 1) if v is not None} for r, row in enumerate(rows, 1)
    }
    return Grid(
        name=name,
        rows={r: row for r, row in cells.items() if row},
        merges=[area(text) for text in merges],
        **facts,
    )


def area(text: str) -> Merge:
    first, last = text.split(":")
    return Merge(int(first[1:]), ord(first[0]) - 64, int(last[1:]), ord(last[0]) - 64)


@pytest.fixture(scope="session")
def make() -> Callable[..., Grid]:
    return grid


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return catalogue.vocabulary()


@pytest.fixture(scope="session")
def read(vocabulary: Vocabulary) -> Callable[..., Reading]:
    def run(*grids: Grid, name: str = "台账.xlsx", **told: object) -> Reading:
        context = Context(**{"today": TODAY, **told})
        return reading.read(Book(name=name, container="xlsx", sheets=grids), vocabulary, context)

    return run
