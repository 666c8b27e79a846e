"""Rows over a group of issues (一、靖宇街道), one within another, and what they say of each issue."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ledger.intake.context import Context
from ledger.intake.heading import grouped
from ledger.intake.vocabulary import Vocabulary

SECTION: Final = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[、.．)）]|第[一二三四五六七八九十]{1,3}[部类批章]"
)


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
