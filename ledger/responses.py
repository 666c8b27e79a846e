"""How units answer what is handed to them (交办): accepted and answered in time, or returned; over handing-outs."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from ledger.figures import Figure
from ledger.models import Issue
from ledger.periods import Period

ACCEPT: Final = (("accept_by", "accepted"),)
ANSWER: Final = (*ACCEPT, ("respond_by", "responded"))
"""Clocks with what stops them."""
DAY_LONG: Final = 10


class Handing(NamedTuple):
    """One handing-out of an issue to a unit."""

    issue: Issue
    told: Mapping[str, Any]

    @property
    def unit(self) -> str:
        return self.told["unit"] or ""

    def day(self, key: str) -> date | None:
        """The day of what is told under a key."""
        return date.fromisoformat(self.told[key][:10]) if key in self.told else None

    @property
    def hours(self) -> float | None:
        """How long it took the unit to answer; None where the time of day is not known of both."""
        moments = [self.told.get(key) or "" for key in ("at", "responded")]
        if any(len(moment) <= DAY_LONG for moment in moments):
            return None
        at, responded = map(datetime.fromisoformat, moments)
        return (responded - at).total_seconds() / 3600


def handings(issues: Iterable[Issue]) -> tuple[Handing, ...]:
    """Every handing-out of every issue that counts."""
    counted = (issue for issue in issues if not issue.withdrawn)
    return tuple(Handing(issue, told) for issue in counted for told in issue.handings)


def handed(among: Sequence[Handing], period: Period) -> Figure:
    return _count(one for one in among if one.day("at") in period)


def returned(among: Sequence[Handing], period: Period) -> Figure:
    return _count(one for one in among if one.day("returned") in period)


def reasons(among: Sequence[Handing], period: Period) -> dict[str, int]:
    """Why things were returned, the most frequent reason first."""
    back = (one.told["reason"] for one in among if one.day("returned") in period)
    return dict(Counter(reason or "未写明" for reason in back).most_common())


def accepted_in_time(among: Sequence[Handing], period: Period, today: date) -> Figure:
    return _rate(among, period, today, ACCEPT)


def answered_in_time(among: Sequence[Handing], period: Period, today: date) -> Figure:
    return _rate(among, period, today, ANSWER)


Clocks = Sequence[tuple[str, str]]


def _count(found: Iterable[Handing]) -> Figure:
    numbers = tuple(sorted(one.issue.number for one in found))
    return Figure(value=len(numbers), numbers=numbers)


def _rate(among: Sequence[Handing], period: Period, today: date, clocks: Clocks) -> Figure:
    """Those whose every clock was stopped in time, of those whose last clock ran out in the period."""
    due = [one for one in among if _counts(one, period, today, clocks)]
    part = _count(
        one for one in due if all(_in_time(one, clock) for clock in _running(one, clocks))
    )
    value = len(part.numbers) / len(due) if due else None
    return Figure(value=value, numbers=part.numbers, part=len(part.numbers), whole=len(due))


def _running(one: Handing, clocks: Clocks) -> list[tuple[str, str]]:
    return [clock for clock in clocks if clock[0] in one.told]


def _in_time(one: Handing, clock: tuple[str, str]) -> bool:
    """A unit that returns it has answered as well."""
    limit, met = clock
    at = one.told.get(met) or one.told.get("returned")
    return bool(at) and at <= one.told[limit]


def _counts(one: Handing, period: Period, today: date, clocks: Clocks) -> bool:
    """Whether it had to be answered in the period; what may still come in time today does not count yet."""
    running = _running(one, clocks)
    if not running:
        return False
    end = max(one.told[limit] for limit, _ in running)[:10]
    open_still = end >= today.isoformat() and not all(_in_time(one, clock) for clock in running)
    return date.fromisoformat(end) in period and not open_still


Told = Callable[[Sequence[Handing], Period, date], Figure]
COLUMNS: Final[Mapping[str, tuple[Told, str]]] = {
    "交办": (lambda among, period, _t: handed(among, period), "本期交办、认领的件次"),
    "退单": (lambda among, period, _t: returned(among, period), "本期退回的件次"),
    "签收及时率": (accepted_in_time, "期限内签收÷签收期限在本期的"),
    "响应及时率": (
        answered_in_time,
        "期限内签收并有第一次进展（首次联系）÷响应期限在本期的；退回的算已响应",
    ),
}
"""The columns of a report on units: the figure, what it means."""


def measure(among: Sequence[Handing], period: Period, today: date) -> dict[str, Figure]:
    """Every figure over some handing-outs, by its label."""
    return {label: told(among, period, today) for label, (told, _) in COLUMNS.items()}
