"""What a single cell says: text, money, lists, people with their phones, places."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple

from ledger.dates import Base, Reading, read
from ledger.intake.grid import Value
from ledger.intake.vocabulary import Vocabulary
from ledger.readings import YEARS
from ledger.workdays import Calendar

PHONE: Final = re.compile(
    r"(?<!\d)(?:1[\d*xX×]{2}[ -]?[\d*xX×]{4}[ -]?[\d*xX×]{4}|(?:0\d{2,3}[-— ]?)?(?:\d{7,8}|(?!(?:19|20)\d\d-)\d{4}-\d{4}|\d{1,4}\*{3,5}\d{0,4})(?:[-转]\d{1,5})?)(?![\d*])"
)
AREA: Final = re.compile(
    r"(?:黑龙江省)?(?:哈尔滨市?)?(?P<district>[^\d\s]{1,6}?[区县市])?(?P<street>[^\d\s区县市]{2,8}?(?:街道|镇|乡)|(?<=[区县])[^\d\s区县市](?:街道|镇|乡))"
    r"(?:办事处|人民政府)?"
)
HOUSE: Final = re.compile(
    r"[A-Za-z甲乙丙丁东西南北]?[\d一二三四五六七八九十]{1,4}(?:号楼|[栋幢座]|#楼?)"
)
ESTATE: Final = re.compile(
    r"[^\d\s，。；、]{1,10}(?:小区|花园|家园|花苑|公寓|新村|新居|嘉园|佳苑|名苑|苑|府邸|府|名邸|里|城|园|庭院|华庭|名都|丽都|大厦|公馆|雅居|居|家属[院区楼]|宿舍)"
    r"(?:[一二三四五六七八九十\dA-Za-z]{1,2}[期区])?"
)
NO_PHONE: Final = re.compile("[无没](?:有|留)?(?:电话|手机|联系方式)|电话不详")
LIST: Final = re.compile(r"[、,，;；\n/／]+")
PIECES: Final = re.compile(r"[\s/／、,，;；:：()（）|—-]+")
UNIT: Final = re.compile(
    r"(?:局|办|委|公司|街道|中心|大队|支队|队|科|所|社区|部|厅|会|站|处|室|院|校|镇|乡|村|政府|集团|银行|专班|部门|单位|企业|物业|项目部|业主|[班组股岗])$"
)
PERSON: Final = re.compile(r"(?:[^\W\d_a-zA-Z]|·){2,4}?(?:等\d*[余多]?[人户名位]?)?")
LONG_NAME: Final = re.compile(r"[^\W\d_a-zA-Z]{5,8}")
ROLES: Final = ("代表", "楼长", "单元长", "组长", "主任", "户主", "住户", "居民")
"""What somebody is, written before the name."""
MONEY: Final = re.compile(r"(?:约|共|人民币|¥|￥)*(\d[\d,]*(?:\.\d+)?)(万)?元?整?")
CLOCK: Final = re.compile(r"\d{1,2}[:：]\d{2}|[上下中]午|凌晨|[早傍]?晚上?$")
SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
SHORT: Final = 4
EXACT_DIGITS: Final = 15
FAR: Final = timedelta(days=180)
YEARLESS: Final = ("inferred-year", "month", "quarter", "half")
UNITS: Final = ("lead_unit", "company", "co_units")
PERSONS: Final = ("person", "complainant", "leader")
PHONES: Final = ("phone", "person_phone")


def speaks(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text says anything: no white space, no “/” or 无, no date of the year 1970 or 1900."""
    silent = text.lower() in vocabulary.empty or text.startswith(vocabulary.empty_dates)
    return bool(text) and not silent


def kept(value: Value, text: str) -> Any:
    """A cell as an extra column keeps it: numbers as numbers, everything else as its text."""
    return value if isinstance(value, int | float) else text


def clocked(value: Value) -> bool:
    """Whether a cell tells the hour beside the day."""
    if isinstance(value, datetime):
        return value.time() != time(0)
    return isinstance(value, str) and bool(CLOCK.search(value))


def plain_day(value: Value) -> bool:
    """Whether a cell is a real date, not a text or a number."""
    return isinstance(value, date)


def sure_day(value: Value) -> bool:
    """Whether a cell is a real date of our time, without a clock time: whatever is told beside it, it means that day."""
    return type(value) is date and value.year in YEARS


def broken_number(value: Value) -> bool:
    """Whether a long number has lost digits on its way through a spreadsheet."""
    if isinstance(value, str):
        return "+" in value and bool(SCIENTIFIC.fullmatch(value.strip()))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) >= 10**EXACT_DIGITS


@lru_cache(maxsize=4096)
def units(text: str) -> tuple[str, ...]:
    """The units in one cell; short names that say no kind of unit share the last words of a company behind them.

    >>> units("区城管局、属地社区"), units("联通、移动、电信安宁分公司")
    (('区城管局', '属地社区'), ('联通、移动、电信安宁分公司',))
    """
    found = several(text)
    *others, last = found or ("",)
    short = all(len(name) <= SHORT and not UNIT.search(name) for name in others)
    shared = others and short and last.endswith("公司")
    return (text.strip(),) if shared else found


@lru_cache(maxsize=4096)
def several(text: str) -> tuple[str, ...]:
    """A list in one cell: 区城管局、属地社区."""
    return tuple(piece.strip() for piece in LIST.split(text) if piece.strip())


def money(value: Value, *, ten_thousands: bool) -> float | None:
    """An amount in yuan; None when it is none. Numbers under a heading （万元） count ten thousands.

    >>> money("3.5万元", ten_thousands=False)
    35000.0
    """
    if isinstance(value, bool | date | time):
        return None
    factor = 10_000 if ten_thousands else 1
    if isinstance(value, int | float):
        return round(value * factor, 2)
    found = MONEY.fullmatch(unicodedata.normalize("NFKC", value).replace(" ", ""))
    if not found:
        return None
    if found[2] or "元" in value:
        factor = 10_000 if found[2] else 1
    return round(float(found[1].replace(",", "")) * factor, 2)


def limit(value: Value, base: Base, calendar: Calendar) -> Reading:
    """What a limit means: one without a year lies near the start of its issue, not in the year of the report."""
    if not base.start:
        return read(value, base, calendar)
    year = base.start.year
    found = read(value, base._replace(year=year, season=False), calendar)
    early = found.on and found.on < base.start - FAR and found.precision in YEARLESS
    if early and str(year) not in str(value):
        return read(value, base._replace(year=year + 1, season=False), calendar)
    return found


class People(NamedTuple):
    """Who stands in a joint cell; `whole` tells whether nothing of it is left over and its parts stood apart."""

    values: Mapping[str, Any]
    whole: bool


def people(text: str, fields: Sequence[str]) -> People:
    """A joint cell (单位/人/电话) taken apart into those of the fields that it tells.

    >>> people("区城管局（梁伟）0451-82156033", ("lead_unit", "person")).values
    {'lead_unit': '区城管局', 'person': '梁伟'}
    """
    text = unicodedata.normalize("NFKC", text)
    found: dict[str, list[str]] = {"phone": PHONE.findall(text), "unit": [], "person": []}
    units = not set(UNITS).isdisjoint(fields)
    for piece in filter(None, PIECES.split(NO_PHONE.sub("", PHONE.sub(" ", text)))):
        named = PERSON.fullmatch(piece) or (not units and LONG_NAME.fullmatch(piece))
        unit = UNIT.search(piece) or not named
        own = found["unit" if unit else "person"]
        if own and own[-1].endswith(ROLES) and f"{own[-1]} {piece}" in text:
            own[-1] += f" {piece}"  # 业主代表 周兰
        else:
            own.append(piece)
    kinds = {"phone": PHONES, "unit": UNITS, "person": PERSONS}
    values: dict[str, Any] = {}
    whole = True
    for kind, pieces in found.items():
        field = next((f for f in fields if f in kinds[kind]), None)
        if field and pieces:
            values[field] = tuple(pieces) if field == "co_units" else "、".join(pieces)
        whole = whole and (bool(field) or not pieces)
    apart = set(filter(None, PIECES.split(PHONE.sub(" ", text)))) <= set(PIECES.split(text))
    return People({field: values[field] for field in fields if field in values}, whole and apart)


@lru_cache(maxsize=4096)
def area(text: str) -> Mapping[str, str]:
    """District and street of a text that names both: 哈尔滨市道里区新阳路街道; nothing otherwise."""
    found = AREA.fullmatch(text)
    if not found or not found["district"]:
        return {}
    return {"district": found["district"], "subdistrict": found["street"]}
