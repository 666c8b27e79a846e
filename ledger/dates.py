"""What a written date or deadline means; refuses rather than guesses."""

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final

from ledger.dateforms import understand
from ledger.errors import Usage
from ledger.models import Status
from ledger.numerals import NUMERAL, number
from ledger.readings import YEARS, Base, Impossible, Reading, day_of
from ledger.workdays import DAY, EMPTY, Calendar

__all__ = ["Base", "Reading", "read", "read_day", "typed"]

Value = str | int | float | bool | date | datetime | time

# what platforms and spreadsheets put into an empty date
ZEROS: Final = ("1970-01-01", "1970/1/1", "1900-01-00", "1900-01-01", "1899-12-30", "1899-12-31")
NOTHING: Final = frozenset(("", "/", "\\", "无", "待定", "暂无", "未定", "0", "0000-00-00", *ZEROS))
NOT_A_DATE: Final = "不是日期，应像 2024-01-31"
VAGUE: Final = (
    "开春|春季|夏季|秋季|冬季|入冬|供暖|供热|汛期|雨季|尽快|尽早|适时|近期|择机|视情|条件成熟|待定"
)
SERIALS: Final = range(36526, 55154)
EPOCH: Final = date(1899, 12, 30)
LONGEST: Final = 300
MOST_DAYS: Final = 366
SHARP: Final = ("day", "inferred-year")
# a ledger goes on being filled for a while after the day that its heading names
SLACK: Final = timedelta(days=31)
LONGEST_OVER_NEW_YEAR: Final = timedelta(days=183)

CLOCK: Final = (
    r"(?<=[日号])\s*(?:上午|下午|中午|晚上?|早上?|凌晨|傍晚)$|"
    r"(?:(?<=[日号天一二三四五六])\s*|(?<=\d)(?:[ T]+|(?=[上下中]午|晚)))(?:上午|下午|中午|晚上?)?\s*"
    r"(?:\d{1,2}(?::\d{1,2}){1,2}(?:\.\d+)?Z?|\d{1,2}[时点](?:整|半|\d{1,2}分)?|下班)"
    r"(?=(?:之前|以前|前)?$)"
)
DAY_NAME: Final = r"(?<=[\d日号])\(?(?:周|星期)[一二三四五六日天]\)?$"
COUNTED: Final = rf"{NUMERAL}+(?=年|月|日|号|天|个|周|星期|礼拜|季|小时|工作日)"
EDGES: Final = "。.,;、()[]'\" "

IMMEDIATE: Final = (
    r"(?:立行立改|即知即改|立查立改|立知立改|边查边改|立即|即刻|马上|即改|当场)"
    r"(?:整改|改正|办理|处理|解决|落实|完成|到位)*"
)
ONGOING: Final = (
    r"(?:并|且|同时|再|需)*(?:长期|持续|常态化?|坚持|不间断|常抓不懈)+"
    r"(?:整改|推进|坚持|保持|管理|落实|开展|进行|巩固|治理|实施|监管)*"
)
BESIDE: Final = (
    r"((?:20\d\d年)?(?:1[0-2]|0?[1-9])月(?:3[01]|[12]\d|0?[1-9])[日号]|20\d\d[./-]\d{1,2}[./-]\d{1,2})"
    r"(?![前底止至到起未没不待还拟再])[^\W\d_前后]{1,8}$"
)
"""A day and a few words beside it: 6月3日 热线."""
VERB: Final = "完成|整改|办结|解决|处理|落实|到位|完毕|结案"
STRUCK: Final = "销号|销项|闭环"
FINISHED: Final = rf"已(?:经|全部|按期|按时|于)*(.*?)(?:{VERB}|({STRUCK}))+"
FINISHED_WORDS: Final = frozenset(("完成", "办结", "整改完成", "整改完毕", "整改到位", "√", "✓"))
PLAN: Final = r"^(?:预计|计划|力争|确保|争取|务必|限期?|拟|须|应)*(?:于|在|至|到|截至|截止|从|自)?"
TASK: Final = rf"(?:{VERB}|{STRUCK})+(?:任务|工作)?$"
LIMIT: Final = r"(?:^(?:预计|计划|力争|确保|争取|务必|限|拟|须|应)|(?:前|止|截止|为止)$)"


def read(value: Value, base: Base, calendar: Calendar) -> Reading:
    """What a deadline (整改时限) means: never raises, keeps silent about nothing that it did not understand.

    前, 底前, 之前 mean up to and with the day. A small number is a number of days from `base.start`.
    """
    if isinstance(value, str) and len(value) > LONGEST:
        return Reading(note=NOT_A_DATE)
    try:
        return _read(value, base, calendar)
    except Impossible as problem:
        return Reading(note=str(problem))


def read_day(value: Value, base: Base, *, beside: bool = False) -> Reading:
    """The day of a fact (受理, 完成, 销号 …): what names a period, a limit or a plan is no day and is noted.

    A day without a year that would lie before `base.start`, or well after `base.today`, is taken from the
    neighbouring year in which it does neither. With `beside` a few words may stand behind the day (6月3日 热线).
    """
    if isinstance(value, str) and re.search(LIMIT, _clean(value)):
        return Reading(note="是期限，不是某一天")
    reading = read(value, base, EMPTY)
    if (
        beside
        and reading.on is None
        and isinstance(value, str)
        and (day := re.match(BESIDE, _clean(value)))
    ):
        found = read_day(day[1], base)
        return found._replace(note=found.note or f"后面还有别的话，日期读作 {found.on}")
    if reading.on is None:
        return reading._replace(ongoing=False)
    if reading.precision not in SHARP or reading.since:
        return Reading(status=reading.status, note="没有写到哪一天")
    if reading.precision == "inferred-year" and not reading.note:
        return reading._replace(on=_plausible(reading.on, base))
    return reading


def past(day: date, today: date) -> date:
    """The day of a fact whose year nobody wrote: one still to come was a year ago."""
    try:
        return day if day <= today else _in_year(day, day.year - 1)
    except Impossible:
        return day


def typed(text: str, today: date, calendar: Calendar, *, ahead: bool = False) -> date:
    """The day that a clerk means by what follows -d or --on.

    Beyond the forms of a sheet: 5wd, 3d, 2w and 1-15. With `ahead` (limits, review days) a day without a
    year that has passed is next year's. Raises Usage.
    """
    short = re.fullmatch(r"(\d{1,3})(wd|d|w)", text.strip().lower())
    units = {"wd": "个工作日", "d": "天", "w": "周"}
    written = short[1] + units[short[2]] if short else text.strip()
    written = re.sub(r"^(\d{1,2})-(\d{1,2})$", r"\1.\2", written)
    if re.fullmatch(r"\d{1,2}", written):
        raise Usage(f"“{text}”看不出是日子还是天数", f"写 {written}日 或 {written}天")
    reading = read(written, Base(today=today), calendar)
    if reading.on is None:
        raise Usage(
            f"日期“{text}”{reading.note or NOT_A_DATE}",
            "可以写 1月15日、2024-01-15、明天、周五、月底、3天、5个工作日",
        )
    if ahead and reading.on < today:
        coming = read(written, Base(today=today, year=today.year + 1), calendar)
        return coming.on or reading.on
    return reading.on


def _read(value: Value, base: Base, calendar: Calendar) -> Reading:
    if isinstance(value, bool | time):
        return Reading(note=NOT_A_DATE)
    if isinstance(value, date):
        return _real(value.date() if isinstance(value, datetime) else value)
    if not isinstance(value, str):
        return _number(value, base, calendar)
    if re.fullmatch(r"\d{1,3}|\d{5}", value.strip()):
        reading = _number(int(value), base, calendar)
        serial = reading.precision == "day"
        return reading._replace(note=f"按日期序号读作 {reading.on}") if serial else reading
    return _text(_clean(value), base, calendar)


def _real(day: date) -> Reading:
    if day.year in YEARS:
        return Reading(on=day, precision="day")
    return Reading(note="" if day.isoformat() in NOTHING else "年份不在 1990 至 2100 之间")


def _number(value: float, base: Base, calendar: Calendar) -> Reading:
    if not math.isfinite(value):
        return Reading(note=NOT_A_DATE)
    whole = math.floor(value)
    if whole in SERIALS:
        return Reading(on=EPOCH + DAY * whole, precision="day")
    if whole != value:
        return _lost_zero(repr(value), base) or _text(repr(value), base, calendar)
    if 0 < whole <= MOST_DAYS:
        return Reading(on=base.origin + DAY * whole, precision="duration")
    return _text(str(whole), base, calendar)


def _lost_zero(text: str, base: Base) -> Reading | None:
    """A number such as 8.1, which may have been typed 8.10; None when only one of the two exists."""
    if match := re.fullmatch(r"(\d{4})\.1", text):
        return Reading(precision="ambiguous", note=f"可能是{match[1]}年1月或{match[1]}年10月")
    if match := re.fullmatch(r"(\d{1,2})\.([123])", text):
        month, day = int(match[1]), int(match[2])
        try:
            day_of(base.default_year, month, day * 10)
        except Impossible:
            return None
        note = f"可能是{month}月{day}日或{month}月{day}0日"
        return Reading(precision="ambiguous", note=note)
    return None


def _clean(text: str) -> str:
    """The text in plain characters and digits, without spaces, clock time and day of the week."""
    text = unicodedata.normalize("NFKC", text).strip()
    text = "".join(re.sub(CLOCK, "", text).split())
    text = re.sub(r"(?<=\d)。(?=\d)", ".", text).strip(EDGES)
    text = re.sub(r"^(\d{2,4})[,、·](\d{1,2})[,、·](?=\d{1,2}日?$)", r"\1.\2.", text)
    text = re.sub(DAY_NAME, "", text).replace("元月", "1月")
    return re.sub(COUNTED, _counted, text)


def _counted(match: re.Match[str]) -> str:
    try:
        return str(number(match[0]))
    except ValueError:
        return match[0]


def _text(text: str, base: Base, calendar: Calendar) -> Reading:
    """The steps in order: nothing, finished, ongoing, immediate, range, single form."""
    if text in NOTHING or not text.strip("-—–_*"):
        return Reading()
    if text in FINISHED_WORDS:
        return Reading(status=Status.DONE.value)
    if "未" not in text and (match := re.search(FINISHED, text)):
        status = Status.CLOSED if match[2] else Status.DONE
        rest = _rest(text[: match.start()] + match[1] + text[match.end() :], base, calendar)
        return rest._replace(status=status.value)
    if re.search(ONGOING, text):
        return _rest(re.sub(ONGOING, "", text), base, calendar)._replace(ongoing=True)
    return _dated(text, base, calendar)


def _rest(text: str, base: Base, calendar: Calendar) -> Reading:
    text = text.strip(EDGES)
    return _dated(text, base, calendar) if text else Reading()


def _dated(text: str, base: Base, calendar: Calendar) -> Reading:
    if re.fullmatch(IMMEDIATE, text):
        return Reading(on=base.origin, precision="immediate")
    text = re.sub(TASK, "", re.sub(PLAN, "", text))
    reading = _range(text, base, calendar) or understand(text, base, calendar)
    if reading is None:
        vague = re.search(VAGUE, text)
        return Reading(note="没有说明是哪一天" if vague else NOT_A_DATE)
    if reading.on and reading.on.year not in YEARS:
        raise Impossible("年份不在 1990 至 2100 之间")
    return reading


def _range(text: str, base: Base, calendar: Calendar) -> Reading | None:
    """From one day or month to another; the right side is read from where the left one begins."""
    for mark in re.finditer(r"[-—–~至到]+", text):
        left_text, right_text = text[: mark.start()], text[mark.end() :]
        # a hyphen also joins year, month and day
        if mark[0] == "-" and not re.search(r"[年月.]", left_text):
            continue
        left = understand(left_text, base, calendar)
        if left is None or left.on is None or left.precision not in (*SHARP, "month"):
            continue
        day = (
            f"{right_text}日"
            if re.fullmatch(r"\d\d?", right_text) and not left.since
            else right_text
        )
        right = understand(day, base._replace(today=left.on, year=left.on.year), calendar)
        if right and right.on and right.precision in (*SHARP, "month"):
            return _joined(left.since or left.on, right.on, left.precision, right.precision)
    return None


def _joined(first: date, last: date, left: str | None, right: str | None) -> Reading:
    """The range from first to last, whose sides were read with these precisions. Raises Impossible."""
    if left == "inferred-year" and right == "day":
        first = _in_year(first, last.year)
    if last < first and right == "inferred-year":
        next_year = _in_year(last, first.year + 1)
        last = next_year if next_year - first <= LONGEST_OVER_NEW_YEAR else last
    if last < first:
        raise Impossible("起止颠倒")
    precision = "day" if left == "day" and right == "inferred-year" else right
    return Reading(on=last, since=first, precision=precision)


def _in_year(day: date, year: int) -> date:
    return day_of(year, day.month, day.day)


def _plausible(day: date, base: Base) -> date:
    for year in (day.year, day.year + 1, day.year - 1):
        try:
            candidate = _in_year(day, year)
        except Impossible:
            continue
        if (base.start or candidate) <= candidate <= base.today + SLACK:
            return candidate
    return day
