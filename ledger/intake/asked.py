"""Headings that ask whether something was done, and cells that answer with the verb of the question.

收拾没: 收拾了, 没收拾; 结没结: 结了; 销不销: 销. Whatever the verb is, the answer needs no dictionary.
"""

import re
from functools import lru_cache
from typing import Final

from ledger.intake.text import clean, spoken

TWICE: Final = re.compile(r"([^\W\d_]{1,3})[没不未]\1([^\W\d_]{0,2})$")
ONCE: Final = re.compile(r"([^\W\d_]{1,12}?)了?(?:没有|没|吗|不|没呢)$")
ABLE: Final = re.compile(
    "^还|通没通|[打接]通没|接没接|[能可会肯敢][^没]*[不吗]$|[能可]不[能可]|[能可]否"
)
"""What may come of it (能当场办不), or whether somebody answered the telephone (通没通), is not what was done."""
ENDING: Final = re.compile("[结了完好办修弄整搞改清换销]$|处理|解决|落实")
RESULT: Final = re.compile("(?:利索|干净|到位|好|完|妥|掉|住|成|上)$")
LONGEST: Final = 4
SHORT: Final = 5
OTHER: Final = re.compile("[批拍签住够回接报看问贴]")
"""Verbs of what is done beside the work itself."""
PAIR: Final = 2
"""A verb with its object, of which an answer may leave out the object: 签字没, 签了."""
DONE, LEFT, GOING = "已完成", "未完成", "整改中"
FIRST: Final = re.compile(r"^[^，。；,;!！\s（(]+")


@lru_cache(maxsize=4096)
def verbs(heading: str) -> tuple[str, ...]:
    """The verbs of a heading that asks whether, the longest first; none of any other heading.

    >>> verbs("结没结"), verbs("修没修好"), verbs("物业收拾没")[1:], verbs("处理情况")
    (('结',), ('修好', '修'), ('业收拾', '收拾', '拾'), ())
    """
    leaf = spoken(clean(heading)).rstrip("？?")
    if ABLE.search(leaf):
        return ()
    if found := TWICE.search(leaf):
        return tuple(dict.fromkeys((found[1] + found[2], found[1])))
    found = ONCE.search(leaf)
    stems = (found[1], RESULT.sub("", found[1])) if found else ()
    told = (stem[at:] for stem in stems for at in range(max(0, len(stem) - LONGEST), len(stem)))
    return tuple(dict.fromkeys(told))


def bare(heading: str) -> bool:
    """Whether a heading is nothing but the question (收拾没), and not one about some other thing (照片拍了没)."""
    asks = spoken(clean(heading))
    return bool(verbs(heading)) and len(asks) <= SHORT and not OTHER.search(asks)


def ends(heading: str) -> bool:
    """Whether a heading asks for the end of the work by a verb that everybody uses: 结没结, 弄好没."""
    return any(map(ENDING.search, verbs(heading)))


@lru_cache(maxsize=4096)
def answered(heading: str, text: str) -> str:
    """What a cell answers to its heading, in the words of a column for the state; "" when it is no answer.

    >>> [answered("收拾没", text) for text in ("收拾了，干净", "没收拾", "收拾一半", "等料")]
    ['已完成', '未完成', '整改中', '']
    """
    first = FIRST.match(text)
    asked = verbs(heading) if first else ()
    told = (_told(re.escape(verb), first[0]) for verb in asked if first)
    parted = any(len(verb) == PAIR and first and first[0] == f"{verb[0]}了" for verb in asked)
    return next(filter(None, told), DONE if parted else "")


def _told(verb: str, clause: str) -> str:
    if re.fullmatch(
        rf"(?:[都全早]|已经?)*{verb}[好完掉妥通成净利索]{{0,2}}(?:[了哒咯嘞咧]|过了?|的|毕)?",
        clause,
    ):
        return DONE
    if re.fullmatch(rf"(?:[还尚仍都]|一直)*[没未不](?:有|能|给)?{verb}.{{0,2}}", clause):
        return LEFT
    going = re.match(rf"(?:正在?|还?在){verb}", clause)
    part = re.match(rf"{verb}了?(?:一半|一部分|部分|大半|一些|一点|着|中$)", clause)
    return GOING if going or part else ""
