"""What a single cell says: text, money, lists, people with their phones, places."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from ledger.intake.grid import Value
from ledger.intake.profile import AREA, PHONE
from ledger.intake.text import shown
from ledger.intake.vocabulary import Vocabulary

LIST: Final = re.compile(r"[、,，;；\n/／]+")
PIECES: Final = re.compile(r"[\s/／、,，;；:：()（）|]+")
UNIT: Final = re.compile(
    r"(?:局|办|委|公司|街道|中心|大队|支队|队|科|所|社区|部|厅|会|站|处|室|院|校|镇|乡|村|政府|集团|银行|专班|部门|单位|企业|物业|项目部|业主)$"
)
PERSON: Final = re.compile(r"[\u4e00-\u9fff·]{2,4}")
MONEY: Final = re.compile(r"(?:约|共|人民币|¥|￥)*([\d,]+(?:\.\d+)?)(万)?元?整?")
CLOCK: Final = re.compile(r"\d{1,2}[:：]\d{2}")
SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
EXACT_DIGITS: Final = 15
UNITS: Final = ("lead_unit", "company", "co_units")
PERSONS: Final = ("person", "complainant", "leader")
PHONES: Final = ("phone", "person_phone")


def speaks(value: Value, vocabulary: Vocabulary) -> bool:
    """Whether a cell says anything: no white space, no “/” or 无, no date of the year 1970 or 1900."""
    text = shown(value)
    return bool(text) and text.lower() not in vocabulary.empty and not text.startswith(vocabulary.empty_dates)


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


def broken_number(value: Value) -> bool:
    """Whether a long number has lost digits on its way through a spreadsheet."""
    if isinstance(value, str):
        return bool(SCIENTIFIC.fullmatch(value.strip()))
    whole = isinstance(value, int | float) and not isinstance(value, bool)
    return whole and abs(value) >= 10**EXACT_DIGITS


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
    return round(float(found[1].replace(",", "") or 0) * factor, 2)


@dataclass(frozen=True)
class People:
    """Who stands in a joint cell; `whole` tells whether nothing of it is left over."""

    values: Mapping[str, Any]
    whole: bool


def people(text: str, fields: Sequence[str]) -> People:
    """A joint cell (单位/人/电话) taken apart into those of the fields that it tells.

    >>> people("区城管局（梁伟）0451-82156033", ("lead_unit", "person")).values
    {'lead_unit': '区城管局', 'person': '梁伟'}
    """
    text = unicodedata.normalize("NFKC", text)
    found: dict[str, list[str]] = {"phone": PHONE.findall(text), "unit": [], "person": []}
    for piece in filter(None, PIECES.split(PHONE.sub(" ", text))):
        unit = UNIT.search(piece) or not PERSON.fullmatch(piece)
        found["unit" if unit else "person"].append(piece)
    kinds = {"phone": PHONES, "unit": UNITS, "person": PERSONS}
    values: dict[str, Any] = {}
    whole = True
    for kind, pieces in found.items():
        field = next((f for f in fields if f in kinds[kind]), None)
        if field and pieces:
            values[field] = tuple(pieces) if field == "co_units" else "、".join(pieces)
        whole = whole and (bool(field) or not pieces)
    return People({field: values[field] for field in fields if field in values}, whole)


def area(text: str) -> dict[str, str]:
    """District and street of a text that names both: 哈尔滨市道里区新阳路街道; nothing otherwise."""
    found = AREA.fullmatch(text)
    if not found or not found["district"]:
        return {}
    return {"district": found["district"], "subdistrict": found["street"]}
