"""What a written date is read against, and what it is read as: shapes only."""

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

YEARS: Final = range(1990, 2101)
NOWHERE: Final = "没有这一天"
PRECISIONS: Final[Mapping[str, str]] = {
    "day": "到日",
    "month": "到月",
    "quarter": "到季度",
    "half": "到半年",
    "year": "到年",
    "inferred-year": "年份推定",
    "immediate": "立行立改",
    "duration": "按期限推算",
    "ambiguous": "有歧义",
}
"""How sharply a limit was told (时限精度): the code that is kept, the word that is shown."""


class Base(NamedTuple):
    """What texts without a year, and relative texts, are read against.

    `today` is the day the file speaks of (截至, 填报), else today. Durations, weeks, 立行立改, 当日 and 次日
    count from `start` (assigned, else reported), else from today. A text without a year is read in `year`,
    else in the year of `start`, else in today's: never in a later one. A day alone (3日) lies in the month of
    `month`, or in the next one when it would lie before `start`; without `month` in that of today.
    With `season` the `year` is the first of two (2023—2024采暖期): months of its first half lie in the second.
    """

    today: date
    start: date | None = None
    year: int | None = None
    month: date | None = None
    season: bool = False

    @property
    def origin(self) -> date:
        return self.start or self.today

    @property
    def default_year(self) -> int:
        return self.year or self.origin.year


class Reading(NamedTuple):
    """What a text means: the last day that it names and how sharply it names it.

    `on` is None when it names no day; `note` then says why in words that follow the quoted text
    (“2023.2.30”没有这一天), and is empty when there was nothing to read (无, /). A note beside a day asks
    for a second look. `since` is the first day of a period or range. `status` is a code of models.Status.
    """

    on: date | None = None
    precision: str | None = None
    ongoing: bool = False
    status: str | None = None
    since: date | None = None
    note: str = ""


class Impossible(Exception):
    """The form is understood and names no day of this calendar."""


def day_of(year: int, month: int, day: int) -> date:
    """The date, between 1990 and 2100. Raises Impossible."""
    try:
        result = date(year, month, day)
    except ValueError:
        raise Impossible(NOWHERE) from None
    if year not in YEARS:
        raise Impossible("年份不在 1990 至 2100 之间")
    return result
