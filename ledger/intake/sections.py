"""Rows over a group of issues (一、靖宇街道), one within another, and what they say of each issue."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from ledger.intake.cells import ESTATE
from ledger.intake.context import Context
from ledger.intake.heading import BRACKET, COUNT, NUMBERING, PAIR, labelled, named, pairs, standing
from ledger.intake.sheet import Sheet
from ledger.intake.text import clean
from ledger.intake.times import for_all
from ledger.intake.vocabulary import Vocabulary
from ledger.numerals import number

PERIOD: Final = re.compile(
    r"[（(【]?(?=[\d十一二三四五六七八九])(?:(20\d\d)年?度?)?\s*(?:(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?)?[）)】]?"
)
KIND: Final = re.compile(r"[^，。；:：\d]{2,16}(?:方面|领域|类|类别|类型|类问题)")
OFFICE: Final = re.compile(r"[^，。；、:：\d]{2,12}(?:局|委|大队|支队|中队|科|股|办公室|中心)")
PERIODS_IN: Final = ("section", "blank")
"""Kinds of rows that may name a period: merged ones, and those with nothing beside it."""
SECTION: Final = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[、.．)）]|第[一二三四五六七八九十]{1,3}[部类批章]"
)


def begun(sheet: Sheet, header: int, sections: Mapping[int, str]) -> dict[int, str]:
    """The row just above the header that begins a section, where those below go on with its numbering: 一、 and 二、."""
    above = [row for row in sheet.filled if row < header][-1:]
    first = {row: next(iter(sheet.texts[row].values())) for row in above}
    ways = set(map(numbering, sections.values())) - {""}
    return {row: text for row, text in first.items() if numbering(text) in ways}


class Period(NamedTuple):
    """The year, and the first day of the month, that a row over others says they lie in."""

    year: int
    month: date | None


def periods(
    sheet: Sheet, groups: Mapping[int, str], rows: Iterable[int], year: int
) -> dict[int, Period]:
    """The period of each row below one that only names it (2024年, 11月): a year holds until the next one. `year` is that of the table."""
    alone = (row for row, kind in groups.items() if kind in PERIODS_IN)
    texts = {row: "".join(sheet.texts[row].values()).strip() for row in alone}
    told = {row: match for row, text in texts.items() if (match := PERIOD.fullmatch(text))}
    found: dict[int, Period] = {}
    month: date | None = None
    for row in sorted((*told, *rows)) if told else ():
        if match := told.get(row):
            year = int(match[1]) if match[1] else year
            month = date(year, _month(match[2]), 1) if match[2] else None
        elif row > min(told):
            found[row] = Period(year, month)
    return found


def _month(text: str) -> int:
    return int(text) if text.isdecimal() else number(text)


def lying(rows: Iterable[int], sections: Mapping[int, str]) -> dict[int, tuple[str, ...]]:
    """The texts of the sections that each row lies in, outermost first: one ends where the next numbered alike begins."""
    found: dict[int, tuple[str, ...]] = {}
    current: dict[str, str] = {}
    for row in rows:
        if text := sections.get(row):
            way = numbering(text)
            ways = list(current)
            within = ways[: ways.index(way)] if way in current else ways
            current = {way: current[way] for way in within} | {way: text}
        elif current:
            found[row] = tuple(current.values())
    return found


def numbering(section: str) -> str:
    """How a section is numbered: "一" for 一、 or 一. or 一), "（" for （一） or (一), "第" for 第一部; "" for not at all."""
    if not SECTION.match(section):
        return ""
    return {"（": "（", "(": "（", "第": "第"}.get(section[0], "一")


def grouped(text: str, vocabulary: Vocabulary, context: Context) -> dict[str, str]:
    """What a row over a group of issues says of each: 红旗街道 their place, 一、资金归集方面 their kind, 市住建局 their unit."""
    if place := named(text, context):
        return place
    plain = COUNT.sub("", NUMBERING.sub("", clean(text))).strip("【】[]〔〕 ：:")
    if bracket := BRACKET.fullmatch(plain):
        outer, told = bracket[1], labelled(pairs([bracket[2]]), vocabulary, context)
        return told | (grouped(outer, vocabulary, context) or _estate_of(told, outer))
    if PAIR.match(plain):  # 小区：沿河家园  检查日期：4月15日
        told = pairs([plain])
        return labelled(told, vocabulary, context) | for_all(told, vocabulary)
    if state := standing(plain, vocabulary):
        return state
    if KIND.fullmatch(plain):
        return {"category": plain}
    if ESTATE.fullmatch(plain):
        return {"estate": plain}
    if plain.endswith("公司") and "物业" in plain:
        return {"company": plain}
    return {"lead_unit": plain} if OFFICE.fullmatch(plain) else {}


def _estate_of(told: Mapping[str, str], name: str) -> dict[str, str]:
    """What has a property firm is an estate, whatever its name: 松江明珠（物业：佳和物业）."""
    return {"estate": name} if "company" in told else {}


def told(
    sections: Sequence[str], vocabulary: Vocabulary, context: Context
) -> list[tuple[str, Mapping[str, str]]]:
    """What each section says of the issues in it; one that says what an outer one said ends that."""
    found: list[tuple[str, Mapping[str, str]]] = []
    for section in sections:
        says = grouped(section, vocabulary, context)
        over = (i for i, (_, outer) in enumerate(found) if not says.keys().isdisjoint(outer))
        found = [*found[: next(over, len(found))], (section, says)]
    return found
