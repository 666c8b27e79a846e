"""What sheets of one workbook tell of each other where they have the same columns."""

from collections.abc import Sequence
from typing import Final

from ledger.intake.drafts import Layout, Page, Role
from ledger.intake.roles import NOTHING_WRONG

FORM: Final = 5
ALIKE: Final = 0.8


def sister(pages: Sequence[Page], ledgers: Sequence[Layout]) -> bool:
    """Whether a sheet that is only refused for telling of nothing wrong has the columns of one that is a ledger."""
    mine = pages[0].layout.filled if pages else frozenset()
    if len(mine) < FORM or any(page.layout.why != NOTHING_WRONG for page in pages):
        return False
    return any(len(mine & ledger.filled) >= ALIKE * len(ledger.filled) for ledger in ledgers)


def alike(pages: Sequence[Page]) -> dict[str, dict[str, tuple[str, ...]]]:
    """What the columns fill in forms that several sheets were read differently in: as the one of the most rows has it."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    differing: set[str] = set()
    for page in sorted(pages, key=lambda page: -len(page.drafts)):
        layout = page.layout
        if layout.role is Role.LEDGER and page.drafts:
            told = {column.path: column.fields for column in layout.columns}
            if found.setdefault(layout.fingerprint, told) != told:
                differing.add(layout.fingerprint)
    return {mark: found[mark] for mark in differing}
