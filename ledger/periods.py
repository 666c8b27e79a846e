"""The days that a report speaks of: a month or a week, as a clerk names it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from ledger.dates import Base, read, typed
from ledger.errors import Usage
from ledger.workdays import EMPTY


@dataclass(frozen=True, kw_only=True)
class Period:
    """The days that a report speaks of, first and last included."""

    first: date
    last: date
    title: str

    @classmethod
    def month(cls, text: str, today: date) -> Self:
        """The month that a clerk names: 2023-09, 2023年9月, 9月, 本月, 上月. Raises Usage."""
        reading = read(text, Base(today=today), EMPTY)
        if reading.precision != "month" or not (reading.since and reading.on):
            raise Usage(f"“{text}”不是月份", "应像 2023-09、本月、上月")
        first, title = reading.since, f"{reading.since.year}年{reading.since.month}月"
        if first > today:
            raise Usage(f"{title}还没有到", "应像 2023-09、本月、上月")
        return cls(first=first, last=min(reading.on, today), title=title)  # so far, while it runs

    @classmethod
    def week(cls, text: str, today: date) -> Self:
        """The week, Monday to Sunday, that a clerk names: 本周, 上周, or a day in it. Raises Usage."""
        weeks = {"本周": today, "上周": today - timedelta(days=7)}
        day = weeks.get(text) or typed(text, today, EMPTY)
        first = day - timedelta(days=day.weekday())
        if first > today:
            raise Usage(f"“{text}”那一周还没有到", "应像 本周、上周、2023-09-11")
        last = min(first + timedelta(days=6), today)
        return cls(first=first, last=last, title=f"{said(first)}至{said(last)}")

    @property
    def before(self) -> "Period":
        """The month before this one."""
        last = self.first.replace(day=1) - timedelta(days=1)
        return Period(first=last.replace(day=1), last=last, title=f"{last.year}年{last.month}月")

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


def said(day: date) -> str:
    """A day as a title says it: 2024年1月15日."""
    return f"{day.year}年{day.month}月{day.day}日"
