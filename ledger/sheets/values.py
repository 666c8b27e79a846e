"""What a stored cell means: texts cleaned, numbers under their number formats."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from ledger.intake.grid import Value

# The formats that every workbook knows without naming them; 27-36 and 50-58 are East Asian dates.
BUILTIN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
    **dict.fromkeys((27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), "yyyy/m/d"),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), "h:mm:ss"),
}  # fmt: skip

EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell knows no time zone
EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
_FALSE_LEAP_DAY: Final = 60  # Excel counts a 29 February 1900
_DAYS: Final = 2_958_466  # 10000-01-01
_EXACT: Final = 1e15

_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKETS = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]")
_PERCENT = re.compile(r"[#,0]*0(?:\.(0+))?%")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATES = re.compile("[\ud800-\udfff]")
# What no cell may hold: control characters but line break and tab, and what XML cannot carry.
_DROPPED: Final = {
    **dict.fromkeys((*range(32), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF)),
    **{ord(kept): kept for kept in "\t\n"},
}


class Format(NamedTuple):
    """What a number format does to a number: makes a day or a clock time of it, pads it, scales it."""

    day: bool = False
    clock: bool = False
    zeros: int = 0
    percent: int | None = None


PLAIN: Final = Format()


@lru_cache(maxsize=1024)
def number_format(code: str) -> Format:
    """The meaning of a number format; only its first section counts.

    >>> number_format('yyyy"年"m"月"d"日"').day, number_format("0000").zeros
    (True, 4)
    """
    section = _LITERALS.sub("", code).split(";")[0].strip()
    seen = _BRACKETS.sub("", section.lower())
    if "general" in seen:
        return PLAIN
    if re.fullmatch("00+", seen):
        return Format(zeros=len(seen))
    if percent := _PERCENT.fullmatch(seen):
        return Format(percent=len(percent[1] or ""))
    letters = re.sub(r"am/pm|a/p", "", seen)
    clock = "h" in letters or "s" in letters
    day = "y" in letters or "d" in letters or ("m" in letters and not clock)
    return Format(day=day, clock=clock)


def number(text: str) -> str | int | float:
    """The number that a text writes: int when it is integral; the text itself when it is none."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        value = float(text)
    except ValueError:
        return text
    return integral(value) if abs(value) < float("inf") else text


def numeric(text: str) -> str | int | float | None:
    """The number that a cell for numbers writes; the text itself when it is none, None when it is blank."""
    value = number(text)
    return clean(value).strip() or None if isinstance(value, str) else value


def integral(value: float) -> int | float:
    """An int where the number is whole and a float still holds every digit of it."""
    return int(value) if abs(value) < _EXACT and value == int(value) else value


def shaped(value: float, form: Format, epoch: datetime = EPOCH) -> Value:
    """A number under its format: a date, a date with time, a time, or the number itself.

    Serials carry noise (…11.999999), so times are rounded to the whole second. What lies outside the
    calendar, and Excel's 29 February 1900, stays a number.
    """
    if not (form.day or form.clock) or not 0 <= value < _DAYS:
        return value
    if value < 1:
        return _time(value) if form.clock else value
    if not form.day and value == int(value):
        return value
    if epoch is EPOCH and value < _FALSE_LEAP_DAY + 1:
        if value >= _FALSE_LEAP_DAY:
            return value
        value += 1
    try:
        moment = epoch + timedelta(seconds=round(value * 86400))
    except OverflowError:
        return value
    return moment if form.clock else dateless(moment)


def _time(value: float) -> time:
    seconds = round(value * 86400) % 86400
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)


def dateless(moment: datetime) -> date | datetime:
    """The day alone where the clock stands at midnight."""
    return moment if moment.time() != time.min else moment.date()


def shown(value: float, form: Format) -> str | None:
    """What the clerk saw, where the number alone does not tell it."""
    if form.zeros and value >= 0 and value == int(value):
        return f"{int(value):0{form.zeros}d}"
    if form.percent is not None:
        return f"{value:.{form.percent}%}"
    return None


def iso(text: str) -> Value:
    """The date, with its time unless that is midnight, that a text writes in ISO 8601; else the text."""
    try:
        return dateless(datetime.fromisoformat(text.strip()).replace(tzinfo=None))
    except ValueError:
        return text


def clean(text: str) -> str:
    """The text as a person meant it: line feeds for breaks, no control characters, no half characters."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_DROPPED)
    return _SURROGATES.sub("", text)


def words(text: str) -> str | None:
    """The text that a cell of a workbook writes; None when it is blank."""
    if "_x" in text or not text.isprintable():
        text = clean(unescape(text))
    return text if text and not text.isspace() else None


def unescape(text: str) -> str:
    """The characters that workbooks write as _xHHHH_ (ECMA-376 part 1, ST_Xstring)."""
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    if _SURROGATES.search(text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
