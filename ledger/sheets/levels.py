"""Columns for one level of verification: 区验收人 does not name who verified for the community."""

from typing import Final

from ledger.intake.drafts import Column
from ledger.models import Issue

VERIFIED: Final = ("verifier", "verified_on", "verify_result")
LEVELS: Final = ("社区", "街道", "区", "市")


def named(column: Column, name: str) -> tuple[str, ...]:
    """The level that the heading of a column about verification begins with."""
    heading = column.path.rpartition("/")[2]
    return tuple(x for x in LEVELS if name in VERIFIED and heading.startswith(x))


def another(column: Column, name: str, issue: Issue) -> bool:
    """Whether the ledger knows the issue's last verification to be of another level than the column's."""
    own = named(column, name)
    return bool(own and issue.levels) and issue.levels[-1] not in own
