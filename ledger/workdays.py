"""Working-day arithmetic with days off and made-up days (调休); the calendar is a value."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, Self

from ledger.errors import BadData, Usage
from ledger.models import DAY_END

Unit = Literal["工作日", "天", "小时"]
Row = tuple[date, bool, str]

DAY: Final = timedelta(days=1)
FRIDAY: Final = 4
WORKED: Final = {"休": False, "班": True}
NATIONAL_DAY: Final = "国庆节"
HOURS: Final = 24
UNITS: Final[Mapping[str, Unit]] = {"工作日": "工作日", "天": "天", "日": "天", "小时": "小时"}
LONGEST_AMOUNT: Final = 4


class Calendar(NamedTuple):
    """The days that the State Council's notices name; every other day follows the Monday–Friday rule.

    `days` tells for a named day whether it is worked, `names` its holiday, `years` which years are official.
    """

    days: Mapping[date, bool] = MappingProxyType({})
    years: frozenset[int] = frozenset()
    names: Mapping[date, str] = MappingProxyType({})

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Self:
        """The calendar of (day, worked, name) rows; a year is official once its National Day is listed."""
        kept = list(rows)
        return cls(
            days={day: worked for day, worked, _ in kept},
            years=frozenset(
                day.year for day, worked, name in kept if name == NATIONAL_DAY and not worked
            ),
            names={day: name for day, worked, name in kept if not worked},
        )

    def first(self, holiday: str, year: int) -> date | None:
        """The first day off of a holiday in a year; None when the calendar does not know."""
        days = (day for day, name in self.names.items() if name == holiday and day.year == year)
        return min(days, default=None)


EMPTY: Final = Calendar()


def parse(lines: Iterable[str]) -> Calendar:
    """The calendar of csv text with the columns day, kind (休 or 班), name. Raises BadData."""
    return Calendar.of(
        _row(number, line.strip())
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.startswith("day,")
    )


def _row(number: int, line: str) -> Row:
    try:
        day, kind, name = line.split(",", 2)
        return date.fromisoformat(day), WORKED[kind], name
    except (ValueError, KeyError):
        raise BadData(
            f"工作日表第 {number} 行看不懂：“{line}”",
            "应像 2024-02-10,休,春节 或 2024-02-04,班,春节",
        ) from None


def is_workday(day: date, calendar: Calendar) -> bool:
    return calendar.days.get(day, day.weekday() <= FRIDAY)


def add_workdays(start: date, n: int, calendar: Calendar) -> date:
    """The n-th working day after `start` (before it when n is negative); `start` itself when n is 0."""
    step = DAY if n > 0 else -DAY
    day = start
    for _ in range(abs(n)):
        day += step
        while not is_workday(day, calendar):
            day += step
    return day


def between(start: date, end: date, calendar: Calendar) -> int:
    """How many working days lie after `start` up to and with `end`: the reverse of `add_workdays`."""
    if end < start:
        return -between(end, start, calendar)
    return sum(
        is_workday(start + DAY * ahead, calendar) for ahead in range(1, (end - start).days + 1)
    )


def unofficial(start: date, end: date, calendar: Calendar) -> set[int]:
    """The years from `start` to `end` (in either order) that were counted without official data."""
    first, last = sorted((start.year, end.year))
    return set(range(first, last + 1)) - calendar.years


class Limit(NamedTuple):
    """A time limit (时限). `next_day` starts the count on the next day (次日起算), else today is the first."""

    amount: int
    unit: Unit
    next_day: bool = True

    @classmethod
    def parse(cls, text: str) -> Self:
        """The limit that a text such as 5个工作日, 3天, 24小时 names.

        Days count from the next day, hours from the moment. Raises Usage.
        """
        written = text.strip()
        name = next((name for name in UNITS if written.endswith(name)), "")
        amount = written.removesuffix(name).rstrip().removesuffix("个").rstrip()
        if not name or not amount.isdecimal() or len(amount) > LONGEST_AMOUNT:
            raise Usage(f"“{text}”不是时限", "应像 5个工作日、15天、24小时")
        unit = UNITS[name]
        return cls(amount=int(amount), unit=unit, next_day=unit != "小时")

    def __str__(self) -> str:
        return f"{self.amount} {'个' if self.unit == '工作日' else ''}{self.unit}"


def due(start: date, limit: Limit, calendar: Calendar) -> date:
    """The last day within `limit` when it begins on `start`.

    Hours are kept as whole days: those that run from the moment end on the day that 24 hours lead to,
    those that run from the next day fill it.
    """
    if limit.unit == "小时":
        hours = limit.amount + (HOURS - 1 if limit.next_day else 0)
        return start + DAY * (hours // HOURS)
    origin = start if limit.next_day else start - DAY
    if limit.unit == "天":
        return origin + DAY * limit.amount
    return add_workdays(origin, limit.amount, calendar)


def until(start: str, limit: Limit, calendar: Calendar) -> str:
    """The moment at which `limit` has run out when it begins at `start`; both as 2024-01-15T14:30.

    Hours run from the moment; of a day alone, and for days, it is the end of the last day.

    >>> until("2024-01-15T14:30", Limit.parse("2小时"), EMPTY)
    '2024-01-15T16:30'
    >>> until("2024-01-15T14:30", Limit.parse("1个工作日"), EMPTY)
    '2024-01-16T23:59'
    """
    if limit.unit == "小时" and "T" in start:
        end = datetime.fromisoformat(start) + timedelta(hours=limit.amount)
        return end.isoformat(timespec="minutes")
    return f"{due(date.fromisoformat(start[:10]), limit, calendar)}{DAY_END}"
