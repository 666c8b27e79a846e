"""Columns that report on the work time and again (第一周进展, 第二周进展; 进展情况/6月底): the last that is filled counts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from ledger.intake.text import joined, key
from ledger.numerals import number

FILLS: Final = {"progress": "progress", "status": "status_text"}
"""What such columns report, and the field that their words go to."""
FEWEST: Final = 2
NUMBER: Final = r"[一二三四五六七八九十\d]{1,3}"
TIME: Final = (
    rf"第{NUMBER}(?:个?[周次期轮旬月]|季度?|阶段)|{NUMBER}(?:季度|个?月份?|(?<!一)次(?!性)|轮)|[一二三四]季|[上中下]旬|[上本前]一?(?:周|月|期|次|季度?)"
    r"|(?:20)?\d\d年(?:\d{1,2}月)?|\d{1,2}月\d{1,2}[日号]?|20\d\d[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[./]\d{1,2}|首次|初次|再次"
)
WITHIN: Final = re.compile(TIME)
ALONE: Final = re.compile(
    rf"(?:截[至止到])?(?:{TIME})(?:[-—~至到]?(?:{TIME}))?(?:[初底末前]|之前|为止)?"
)
COUNT: Final = re.compile(r"\d{1,3}|[一二三四五六七八九十]{1,3}")
NOW: Final = re.compile("(?:^|/)本|最新")
SAME: Final = re.compile(
    r"(?:暂|尚)?(?:无|没有?)(?:新的?)?(?:变化|进展)|同(?:上|前)(?:周|月|期|次|一?季度)?|(?:情况)?不变"
)


def alone(text: str) -> bool:
    """Whether a heading only names a time.

    >>> alone("6月底"), alone("第二周"), alone("截至2024年6月"), alone("6月进展")
    (True, True, True, False)
    """
    return bool(ALONE.fullmatch(joined(text)))


def rounds(named: Mapping[int, tuple[str, str]]) -> dict[str, Sequence[int]]:
    """The columns that report time and again, by what they report, the latest last; of columns by name and path."""
    found = {
        name: [c for c, (own, path) in named.items() if own == name and WITHIN.search(joined(path))]
        for name in FILLS
    }
    return {
        name: _in_order({c: joined(named[c][1]) for c in columns})
        for name, columns in found.items()
        if len(columns) >= FEWEST
    }


def _in_order(paths: Mapping[int, str]) -> list[int]:
    """The columns from the earliest to the latest: as they stand, or backwards where they count down (第三周, 第二周, 第一周)."""
    told = map(COUNT.search, paths.values())
    numbers = [_number(found[0]) if found else 0 for found in told]
    down = len(numbers) > FEWEST and all(a - b == 1 for a, b in pairwise(numbers))
    ordered = list(paths)[::-1] if down else list(paths)
    return sorted(ordered, key=lambda column: bool(NOW.search(paths[column])))


def _number(text: str) -> int:
    """The number that figures or a numeral tell; 0 for characters that make none (十十)."""
    try:
        return int(text) if text.isdecimal() else number(text)
    except ValueError:
        return 0


def last(texts: Iterable[str]) -> str:
    """What was told last and says anything new; "" for nothing.

    >>> last(["联系施工队", "正在施工", "无变化"])
    '正在施工'
    """
    return next((text for text in reversed(list(texts)) if not SAME.fullmatch(key(text))), "")
