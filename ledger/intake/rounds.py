"""Columns that report on the work time and again (第一周进展, 第二周进展; 进展情况/6月底): the last that is filled counts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ledger.intake.text import joined, key

FILLS: Final = {"progress": "progress", "status": "status_text"}
"""What such columns report, and the field that their words go to."""
FEWEST: Final = 2
NUMBER: Final = r"[一二三四五六七八九十\d]{1,3}"
TIME: Final = (
    rf"第{NUMBER}(?:个?[周次期轮旬月]|季度?|阶段|批次?|遍)|{NUMBER}(?:季度|个?月份?|(?<!一)次(?!性)|轮)|[一二三四]季|[上中下]旬|[上本前]一?(?:周|月|期|次|季度?)"
    r"|(?:20)?\d\d年(?:\d{1,2}月)?|\d{1,2}月\d{1,2}[日号]?|(?:20\d\d[-./])?\d{1,2}[-./]\d{1,2}|首次|初次|再次"
)
WITHIN: Final = re.compile(TIME)
ALONE: Final = re.compile(
    rf"(?:截[至止到])?(?:{TIME})(?:[-—~至到]?(?:{TIME}))?(?:[初底末前]|之前|为止)?"
)
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
        name: sorted(columns, key=lambda c: (bool(NOW.search(joined(named[c][1]))), c))
        for name, columns in found.items()
        if len(columns) >= FEWEST
    }


def last(texts: Iterable[str]) -> str:
    """What was told last and says anything new; "" for nothing.

    >>> last(["联系施工队", "正在施工", "无变化"])
    '正在施工'
    """
    return next((text for text in reversed(list(texts)) if not SAME.fullmatch(key(text))), "")
