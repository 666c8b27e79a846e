"""What stands above and below a table and holds for all of its rows: title, day, year, unit, place."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.dates import Base, read_day
from ledger.intake.cells import AREA
from ledger.intake.context import Context
from ledger.intake.sheet import Sheet
from ledger.intake.text import bare, clean, key
from ledger.intake.vocabulary import Vocabulary

PAIR: Final = re.compile(
    r"([^\s:：]{2,12}(?:[（(][^）)]*[）)])?)\s*[:：]\s*(.*?)(?=\s{2,}|\s+[^\s:：]{2,16}\s*[:：]|$)"
)
DAY: Final = r"(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?"
UNTIL: Final = re.compile(rf"截[至止]\s*[:：]?\s*({DAY})")
ANY_DAY: Final = re.compile(DAY)
YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
STAMP: Final = re.compile(r"[（(]\s*(?:盖章|公章|签字|签章|签名)\s*[）)]")
PLACES: Final = ("district", "subdistrict", "community", "estate", "company")


@dataclass(frozen=True, kw_only=True)
class Heading:
    """`defaults` are the fields that the heading or the name of the sheet tells of every row."""

    title: str
    meta: Mapping[str, str]
    day: date | None
    year: int | None
    defaults: Mapping[str, str]


def read(
    sheet: Sheet,
    rows: tuple[Iterable[int], Iterable[int]],
    vocabulary: Vocabulary,
    context: Context,
    file: str,
) -> Heading:
    """Reads the rows above the header and the rows of the foot."""
    above, below = ([text for row in part for text in _texts(sheet, row)] for part in rows)
    meta = _pairs(below) | _pairs(above)
    title = _title(above)
    day = _day(above, meta, vocabulary, context.today)
    year = day.year if day else _year((title, sheet.grid.name, file))
    if day and (found := UNTIL.search(" ".join(above))):
        meta["截至"] = found[1]
    if year:
        meta["年"] = str(year)
    defaults = _named(meta, vocabulary, context) or {}
    place = street(sheet.grid.name, context.streets)
    if place:
        defaults.setdefault("subdistrict", place)
    return Heading(title=title, meta=meta, day=day, year=year, defaults=defaults)


def _texts(sheet: Sheet, row: int) -> list[str]:
    """The texts of a row; a label whose value stands in the next cell is joined to it."""
    texts: list[str] = []
    for text in sheet.texts.get(row, {}).values():
        if texts and texts[-1].endswith((":", "：")) and not PAIR.search(text):
            texts[-1] += text
        else:
            texts.append(text)
    return texts


def street(text: str, streets: frozenset[str]) -> str:
    """The street that a text names as a whole, "" if none: 红旗街道, 红旗街道办事处 or 红旗办 for 红旗街道."""
    text = clean(text)
    short = text.removesuffix("人民政府").removesuffix("办事处")
    for name in (text, short, text.removesuffix("办") + "街道"):
        if name in streets:
            return name
    return short if not streets and len(short) < 9 and AREA.fullmatch(short) else ""


def _pairs(texts: Iterable[str]) -> dict[str, str]:
    """填报单位：… 填报人：… as a mapping; labels without a value are left out."""
    found: dict[str, str] = {}
    for text in texts:
        for label, value in PAIR.findall(STAMP.sub("", text)):
            if clean(value):
                found.setdefault(bare(label), clean(value))
    return found


def _title(texts: Iterable[str]) -> str:
    plain = [text for text in texts if not PAIR.search(text) and not ANY_DAY.search(text)]
    return plain[0] if plain else ""


def _day(
    texts: list[str], meta: Mapping[str, str], vocabulary: Vocabulary, today: date
) -> date | None:
    """The day the table speaks of: 截至 before 填报日期 before any single day in the heading."""
    whole = " ".join(texts)
    named = [value for label, value in meta.items() if label in vocabulary.heading_days]
    days = [*(match[1] for match in UNTIL.finditer(whole)), *named]
    single = ANY_DAY.findall(whole)
    if len(set(single)) == 1:
        days += single
    read = (read_day(text, Base(today=today)).on for text in days)
    return next((day for day in read if day), None)


def _year(texts: Iterable[str]) -> int | None:
    return next((int(m[1]) for text in texts if (m := YEAR.search(text))), None)


def _named(meta: Mapping[str, str], vocabulary: Vocabulary, context: Context) -> dict[str, str]:
    found: dict[str, str] = {}
    for label, value in meta.items():
        meaning = vocabulary.headers.get(label)
        if meaning and meaning.fills in PLACES and meaning.kind == "field":
            found[meaning.fills] = value
        elif label in vocabulary.heading_units:
            found |= _unit(value, context)
    return found


def _unit(name: str, context: Context) -> dict[str, str]:
    """What kind of place the reporting unit is."""
    if place := street(name, context.streets):
        return {"subdistrict": place}
    community = re.fullmatch(r"(.*(?:社区|村))(?:居委会|居民委员会|村委会|委员会)?", name)
    if community:
        return {"community": community[1]}
    return {"company": name} if "物业" in name and key(name).endswith("公司") else {}
