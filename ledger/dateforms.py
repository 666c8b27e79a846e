"""Which day or period each written form names: one row of FORMS is one form."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from ledger.readings import Base, Impossible, Reading, day_of
from ledger.workdays import DAY, Calendar, add_workdays

JULY: Final = 7


class Frame(NamedTuple):
    """A form's surroundings: the year it stands in, and whether that year was written."""

    base: Base
    calendar: Calendar
    year: int
    written: bool

    def year_of(self, month: int) -> int:
        """The year in which a month without one lies."""
        return self.year + (self.base.season and not self.written and month < JULY)

    @property
    def sharp(self) -> str:
        return "day" if self.written else "inferred-year"


Form = Callable[[re.Match[str], Frame], Reading]


def last_day(year: int, month: int) -> date:
    in_next_month = day_of(year, month, 28) + DAY * 4
    return in_next_month.replace(day=1) - DAY


def add_months(start: date, months: int) -> date:
    """The same day so many months later, clipped to the end of a shorter month."""
    years, month = divmod(start.month - 1 + months, 12)
    end = last_day(start.year + years, month + 1)
    return end.replace(day=min(start.day, end.day))


def _period(first: date, last: date, precision: str) -> Reading:
    return Reading(on=last, since=first, precision=precision)


def _months(year: int, first: int, last: int, precision: str) -> Reading:
    return _period(day_of(year, first, 1), last_day(year, last), precision)


def _full(match: re.Match[str], frame: Frame) -> Reading:
    year = full_year(match[1], frame.base)
    return Reading(on=day_of(year, int(match[3]), int(match[4])), precision="day")


def _compact(match: re.Match[str], _: Frame) -> Reading:
    return Reading(on=day_of(*(int(group) for group in match.groups())), precision="day")


def _year_month(match: re.Match[str], _: Frame) -> Reading:
    return _months(int(match[1]), int(match[2]), int(match[2]), "month")


def _month_day(match: re.Match[str], frame: Frame) -> Reading:
    month = int(match[1])
    on = day_of(frame.year_of(month), month, int(match[2]))
    return Reading(on=on, precision=frame.sharp)


def _bare_day(match: re.Match[str], frame: Frame) -> Reading:
    base = frame.base
    month = base.month or base.today
    on = day_of(month.year, month.month, int(match[1]))
    if base.month and base.start and on < base.start:
        month = add_months(month.replace(day=1), 1)
        on = day_of(month.year, month.month, int(match[1]))
    doubtful = match[0].endswith("日") and not base.month
    note = f"按 {on.month} 月 {on.day} 日理解，如指天数应写“{match[0]}内”" if doubtful else ""
    return Reading(on=on, precision="inferred-year", note=note)


def _month(match: re.Match[str], frame: Frame) -> Reading:
    return _part_of_month(frame.year_of(int(match[1])), int(match[1]), match[2])


def _near_month(match: re.Match[str], frame: Frame) -> Reading:
    ahead = {"下": 1, "次": 1, "上": -1}.get(match[1] or "", 0)
    month = add_months(frame.base.today.replace(day=1), ahead)
    if match[2] and match[2].isdigit():
        return Reading(on=day_of(month.year, month.month, int(match[2])), precision="day")
    return _part_of_month(month.year, month.month, match[2])


def _part_of_month(year: int, month: int, part: str | None) -> Reading:
    tenths = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20)}
    if part in tenths:
        first, last = (day_of(year, month, day) for day in tenths[part])
        return _period(first, last, "month")
    end = last_day(year, month)
    return _period(end.replace(day=21 if part == "下旬" else 1), end, "month")


def _quarter(match: re.Match[str], frame: Frame) -> Reading:
    quarter = int(match[1])
    return _months(frame.year, quarter * 3 - 2, quarter * 3, "quarter")


def _near_quarter(match: re.Match[str], frame: Frame) -> Reading:
    today = frame.base.today
    month = today.replace(day=1, month=(today.month - 1) // 3 * 3 + 1)
    first = add_months(month, {"下": 3, "上": -3}.get(match[1], 0))
    return _months(first.year, first.month, first.month + 2, "quarter")


def _half(match: re.Match[str], frame: Frame) -> Reading:
    first = 1 if match[1] == "上" else 7
    return _months(frame.year, first, first + 5, "half")


def _year(match: re.Match[str], frame: Frame) -> Reading:
    if not (frame.written or match[1]):
        raise Impossible("没有说明是哪一天")
    if match[1] == "初":
        return _months(frame.year, 1, 1, "month")
    if match[1] == "中":
        return _months(frame.year, 1, 6, "half")
    return _months(frame.year, 1, 12, "year")


def _near_day(match: re.Match[str], frame: Frame) -> Reading:
    days = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
    return Reading(on=frame.base.today + DAY * days[match[1]], precision="day")


def _start_day(match: re.Match[str], frame: Frame) -> Reading:
    return Reading(on=frame.base.origin + DAY * (match[1] in ("次日", "第二天")), precision="day")


def _week_shift(word: str | None) -> timedelta:
    return timedelta(weeks={"下下": 2, "下": 1, "上": -1, "上上": -2}.get(word or "", 0))


def _monday(frame: Frame, word: str | None) -> date:
    return frame.base.origin - DAY * frame.base.origin.weekday() + _week_shift(word)


def _weekday(match: re.Match[str], frame: Frame) -> Reading:
    ahead = "一二三四五六日天".index(match[2])
    return Reading(on=_monday(frame, match[1]) + DAY * min(ahead, 6), precision="day")


def _week(match: re.Match[str], frame: Frame) -> Reading:
    monday = _monday(frame, match[1])
    return _period(monday, monday + DAY * 6, "duration")


def _duration(match: re.Match[str], frame: Frame) -> Reading:
    start, unit = frame.base.origin, match[2]
    amount = int(match[1])
    if unit == "工作日":
        return Reading(on=add_workdays(start, amount, frame.calendar), precision="duration")
    if unit in ("月", "年"):
        months = amount * (12 if unit == "年" else 1)
        return Reading(on=add_months(start, months), precision="duration")
    hours = {"小时": 1, "周": 7 * 24, "星期": 7 * 24, "礼拜": 7 * 24}.get(unit, 24)
    return Reading(on=start + DAY * (amount * hours // 24), precision="duration")


def _half_duration(match: re.Match[str], frame: Frame) -> Reading:
    start = frame.base.origin
    on = start + DAY * 15 if match[1] == "个月" else add_months(start, 6)
    return Reading(on=on, precision="duration")


FIXED: Final = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1), "十一": (10, 1)}
MOVING: Final = {"春节": "春节", "清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


def _holiday(match: re.Match[str], frame: Frame) -> Reading:
    """The first day of a holiday; 节前 is the day before. Without a year: the next one from the start."""
    name, eve = match[1], DAY * bool(match[2])
    if frame.written:
        on = _holiday_in(frame.year, name, frame.calendar) - eve
        return Reading(on=on, precision="day")
    year = frame.base.origin.year
    first = _holiday_in(year, name, frame.calendar)
    if first - eve < frame.base.origin:
        first = _holiday_in(year + 1, name, frame.calendar)
    return Reading(on=first - eve, precision="inferred-year")


def _holiday_in(year: int, name: str, calendar: Calendar) -> date:
    if name in FIXED:
        return day_of(year, *FIXED[name])
    first = calendar.first(MOVING[name], year)
    if first is None:
        raise Impossible(f"所指节日在工作日表里没有 {year} 年的安排")
    return first


def full_year(text: str, base: Base) -> int:
    """The year of four or two digits; two must lie within ten years of the ledger's. Raises Impossible."""
    year = int(text)
    if len(text) > 2:
        return year
    if abs(year + 2000 - base.default_year) > 10:
        raise Impossible("看不出是哪一年")
    return year + 2000


UNTIL: Final = r"(?:之前|以前|前|为止|截止|止)?"
ONCE: Final = r"(?:以内|之内|之后|内|后)"
WEEK: Final = r"(上上|下下|上|下|本|这)"
SINCE: Final = (
    r"(?:自?即日起?|(?:自|从)?(?:接到|收到|接|收)?(?:交办|派单|派件|下发|受理|签收|通知|工单|单|件)"
    r"(?:之日|当日)?(?:起|后|之后)?)?"
)

# a whole period takes no 前: 8月前 may end in July or in August
FORMS: Final[tuple[tuple[str, Form], ...]] = (
    (r"(\d{4}|\d\d)([-./])(\d{1,2})\2(\d{1,2})[日号]?" + UNTIL, _full),
    (r"(\d{4})(\d\d)(\d\d)" + UNTIL, _compact),
    (r"(\d{4})[-./](\d{1,2})月?", _year_month),
    (r"(\d{1,2})(?:月|[./])(\d{1,2})[日号]?" + UNTIL, _month_day),
    # 9-18 and 09-05 are days; 3-5 may be three to five of something
    (r"(0?[1-9]|1[0-2])-(1[3-9]|2\d|3[01])", _month_day),
    (r"(0[1-9]|1[0-2])-(0[1-9]|1[0-2])", _month_day),
    (r"(\d{1,2})[日号]" + UNTIL, _bare_day),
    (r"(\d{1,2})月份?(内)?", _month),
    (r"(\d{1,2})月份?月?(底|末|初|上旬|中旬|下旬)" + UNTIL, _month),
    (r"(?:([本这当下上次])个?)?月份?(底|末|初|上旬|中旬|下旬|内)" + UNTIL, _near_month),
    (r"([本这当下上次])个?月份?(\d{1,2})[日号]" + UNTIL, _near_month),
    (r"([本这当下上次])个?月份?()", _near_month),
    (r"第?([1-4])季度?(?:内|[底末]" + UNTIL + ")?", _quarter),
    (r"([本这当下上])个?季度(?:内|[底末]" + UNTIL + ")?", _near_quarter),
    (r"([上下])半年(?:内|[底末]" + UNTIL + ")?", _half),
    (r"年?([底末初中])" + UNTIL, _year),
    (r"年?(内)|年", _year),
    (r"(大前|前|昨|今|明|后|大后)[天日]" + UNTIL, _near_day),
    (r"(当日|当天|次日|第二天)内?" + UNTIL, _start_day),
    (WEEK + r"?(?:周|星期|礼拜)([一二三四五六日天])" + UNTIL, _weekday),
    (WEEK + r"(?:周|星期|礼拜)(?:内|末)?", _week),
    (SINCE + r"(\d{1,4})个?(工作日|天|小时|周|星期|礼拜)" + ONCE + "?", _duration),
    (SINCE + r"(\d{1,4})个(月)" + ONCE + "?", _duration),
    (SINCE + r"(\d{1,3})(日|年)" + ONCE, _duration),
    (SINCE + r"半(个月|年)" + ONCE + "?", _half_duration),
    (f"({'|'.join((*FIXED, *MOVING))})节?(之前|以前|前)?", _holiday),
)

YEAR: Final = rf"(?:(\d{{4}}|\d\d(?!年{ONCE}$))年|([今本当明次后去前])年)"
SHIFTS: Final = {"明": 1, "次": 1, "后": 2, "去": -1, "前": -2}


def understand(text: str, base: Base, calendar: Calendar) -> Reading | None:
    """What a normalised text names; None when it has no known form. Raises Impossible."""
    frame = Frame(base=base, calendar=calendar, year=base.default_year, written=False)
    for rest, around in ((text, frame), *_with_year(text, frame)):
        for pattern, form in FORMS:
            if rest and (match := re.fullmatch(pattern, rest)):
                return form(match, around)
    return None


def _with_year(text: str, frame: Frame) -> Iterator[tuple[str, Frame]]:
    if match := re.match(YEAR, text):
        if match[1]:
            year = full_year(match[1], frame.base)
        else:
            year = frame.base.today.year + SHIFTS.get(match[2], 0)
        # what stays of 2023年 alone is the year itself
        yield text[match.end() :] or "年", frame._replace(year=year, written=True)
