"""Which issues are meant: the filter that every verb and every list understands."""

from datetime import date
from typing import Final, NamedTuple


class Filter(NamedTuple):
    """Which issues are meant; the same words in every verb. Nothing told means every open issue.

    Each tuple is a choice: "甲" keeps what contains it, "~甲" keeps what does not, "无" keeps the empty.
    `recurring` are the issues (uid) found to repeat another, which 反复投诉 means beside those that say so.
    `status` takes the codes of Status and the derived words of `DERIVED`. `now` is the moment at which clocks
    of hours are read (2024-01-15T14:30), else the day begins.
    """

    numbers: tuple[str, ...] = ()
    campaign: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    subdistrict: tuple[str, ...] = ()
    community: tuple[str, ...] = ()
    estate: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    handed: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    batch: str | None = None
    keyword: str | None = None
    overdue: bool = False
    due_in: int | None = None
    since: date | None = None
    until: date | None = None
    reopened: bool = False
    closed_too: bool = False
    recurring: tuple[str, ...] = ()
    now: str = ""


RECURRING: Final = "反复"
"""The tag of a complaint that was told before."""
DERIVED: Final = (
    "超期", "临期", "待回访", "待销号", "反复投诉", "到复核日", "签收超时", "响应超时", "节点滞后",
)  # fmt: skip
