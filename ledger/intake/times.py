"""Which day, month and year the texts around a table name, and which days hold for all of its rows."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from ledger.dates import Base, read_day
from ledger.intake.vocabulary import Vocabulary

DAY: Final = r"(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}(?!\d)\s*日?"
SPAN: Final = re.compile(
    r"((?:19|20)\d\d)[年./-](\d{1,2})[月./-]\d{1,2}日?\s*[至到—–~～-]+\s*(?:\1[年./-])?(?:(\d{1,2})[月./-])?(\d{1,2})(?!\d)日?"
)
UNTIL: Final = re.compile(rf"截[至止]\s*[:：]?\s*({DAY})")
ANY_DAY: Final = re.compile(DAY)
YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
SEASON: Final = re.compile(
    r"(?<!\d)(20\d\d)\s*年?度?\s*[-—–~～至/]{1,2}\s*((?:20)?\d\d)\s*年?度?\s*(?:冬季?)?(?:采暖|供暖|供热|取暖|冬)[期季]?"
    r"|(?<!\d)(20\d\d)年\d{1,2}月\s*[-—–~～至到]{1,2}\s*(20\d\d)年\d{1,2}月"
)
MONTH: Final = re.compile(
    r"(?<![\d\-—～~至到.、])(1[0-2]|0?[1-9])月(?![\d底末前初中上下\-—～~至到、])"
)
OTHER_DAY: Final = re.compile("[上下][次期回]|计划|拟|预计")
"""What a label says of a day on which nothing was reported or handed over yet, or of one before."""
YEARS: Final = ("年度", "年份", "年")
DAYS: Final = ("assigned_on", "due_on", "reported_on")


def month_told(names: Iterable[str], year: int) -> date | None:
    """The first day of the month that the first of the names with a single one tells: 11月."""
    found = (MONTH.findall(text) for text in names)
    months = next((months for months in found if months), [])
    return date(year, int(months[0]), 1) if len(months) == 1 else None


def day_told(
    texts: list[str], meta: Mapping[str, str], vocabulary: Vocabulary, today: date
) -> date | None:
    """The day the table speaks of: 截至 before 填报日期 before any single day in the heading."""
    whole = " ".join(texts)
    named = [value for label, value in meta.items() if label in vocabulary.heading_days]
    days = [*(match[1] for match in UNTIL.finditer(whole)), *named]
    whole = SPAN.sub(lambda span: f"{span[1]}年{span[3] or span[2]}月{span[4]}日", whole)
    single = ANY_DAY.findall(whole)
    if len(set(single)) == 1:
        days += single
    read = (read_day(text, Base(today=today)).on for text in days)
    return next((day for day in read if day), None)


def season_told(texts: Iterable[str]) -> int | None:
    """The first year of a season that the texts name: 2023—2024采暖期, 2023-24供热季."""
    for text in texts:
        if found := SEASON.search(text):
            first, second = (int(told) for told in found.groups() if told)
            return first if second % 100 == (first + 1) % 100 else None
    return None


def year_told(texts: Iterable[str]) -> int | None:
    """The first year that the texts name."""
    return next((int(m[1]) for text in texts if (m := YEAR.search(text))), None)


def for_all(above: Mapping[str, str], vocabulary: Vocabulary) -> dict[str, str]:
    """The days that labels above the header name for every row: 交办时间, 整改期限; not 日期, which is that of the sheet."""
    found: dict[str, str] = {}
    for label, value in above.items():
        meaning = vocabulary.meaning((label,))
        name = meaning[0].fills if meaning and not meaning[0].weak else None
        other = label in vocabulary.heading_days or (name != "due_on" and OTHER_DAY.match(label))
        if name in DAYS and not other:
            found.setdefault(name, value)
    return found
