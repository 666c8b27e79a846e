"""What a heading means by its grammar: the head of a Chinese noun stands last, the words before it are its marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ledger.intake.text import bare, key

PLAN: Final = "plan"
FACT: Final = "fact"
FIX: Final = "fix"
STRIKE: Final = "strike"
OVERSEE: Final = "oversee"
APPLY: Final = "resident"
"""The mark of 申请, as of all that comes from residents."""
TIME: Final = "time"
EXPENSE: Final = "expense"
OVER: Final = (TIME, "unit", "leader", "category")
OVER_RESTS: Final = ("status", "place", "severity", "limit", "slip", "result")
"""Heads over what has none of its own: 状态/办理, 位置/具体; but 地址/单元 is a 单元."""
STEPS: Final = frozenset({"receipt", "assign", "finish", "fix", "verify", "callback", "strike"})
PLAIN: Final = "plain"
LONGEST_MARK: Final = 6
MEASURES: Final = "measures"
PROGRESS: Final = "progress"
WAY: Final = "做法"


@dataclass(frozen=True, eq=False)
class Head:
    """One kind of heading: what each mark makes of it, "" for nothing that an issue has.

    `first` marks decide wherever they stand, `last` ones only when no other does, `default` when none does, `alone`
    when nothing else is written.
    A `plan` (要求、拟、限) wins over marks that are `bent` by it: a day of finishing that is planned is a limit.
    """

    name: str
    means: Mapping[str, str]
    last: frozenset[str] = frozenset()
    bent: frozenset[str] = frozenset()
    default: str | None = None
    alone: str | None = None
    first: tuple[str, ...] = ()

    def told(self, marks: Sequence[str]) -> str | None:
        """The meaning that marks give, the one nearest to the head first; None when they give none."""
        if PLAN in marks and PLAN in self.means:
            return self.means[PLAN] if self.bent.issuperset(marks) else ""
        if before := next((mark for mark in self.first if mark in marks), None):
            return self.means[before]
        for late in (False, True):
            for mark in reversed(marks):
                if mark in self.means and (mark in self.last) is late:
                    return self.means[mark]
        return None


@dataclass(frozen=True, eq=False)
class Grammar:
    """Words to heads, and words to marks. `ends` stand at the end of a heading, `asked` anywhere (哪天, 谁), `starts` first."""

    ends: Mapping[str, Head]
    asked: Mapping[str, Head]
    starts: Mapping[str, Head]
    marks: Mapping[str, str]

    def split(self, text: str) -> tuple[Head | None, str]:
        """The head of a heading and what is left of it; the longest head wins, a question word before all."""
        for word, head in self.starts.items():
            if text.startswith(word):
                return head, text.removeprefix(word)
        for word, head in self.asked.items():
            if word in text:
                return head, "" if head.alone else text.replace(word, "", 1)
        for start in range(len(text)):
            if text[start:] in self.ends:
                return self.ends[text[start:]], text[:start]
        return None, text

    def begins(self, text: str) -> bool:
        """Whether a text begins with a mark; hardly any that is no heading does."""
        return any(text[:end] in self.marks for end in range(1, LONGEST_MARK + 1))

    def marks_of(self, text: str) -> tuple[list[str], bool]:
        """The marks in a text from left to right, longest words first; and whether they make up all of it.

        Plain words (具体, 有关) say nothing of their own.
        """
        found: list[str] = []
        whole, at = True, 0
        while at < len(text):
            word = next(
                (
                    w
                    for end in range(LONGEST_MARK, 0, -1)
                    if (w := text[at : at + end]) in self.marks
                ),
                "",
            )
            if word and self.marks[word] != PLAIN:
                found.append(self.marks[word])
            whole = whole and bool(word)
            at += len(word) or 1
        return found, whole


@lru_cache(maxsize=8192)
def read(grammar: Grammar, levels: tuple[str, ...]) -> str | None:
    """The field or group that a heading names, its levels from the top down.

    "" when it surely names none; None when the grammar cannot tell.
    """
    head, rest = _split(grammar, levels[-1])
    if head is None and not grammar.begins(rest):
        return None
    if not (head and rest) and (
        over := _over(grammar, levels, OVER if head else (*OVER, *OVER_RESTS))
    ):
        head, rest, levels = over, rest or key(levels[-1]), levels[1:]  # 时间/派单: 派单时间
    own, whole = grammar.marks_of(rest)
    if head is None and levels[1:] and own and whole and {PLAN, FACT}.issuperset(own):
        return read(grammar, (*levels[:-2], key(levels[-1]) + key(levels[-2])))  # 完成时间/计划
    if head is None and levels[1:] and own and whole:
        over, _ = grammar.split(key(levels[-2]))
        if _paces(grammar, levels[-2]):
            return read(grammar, (*levels[:-2], key(levels[-2]) + key(levels[-1])))  # 计划/完成
        if over and over.name == TIME:
            return read(grammar, (*levels[:-2], f"{key(levels[-1])}时间"))  # 整改时间/完成
    if head is None:
        alone = whole and len(own) > 1 and own[0] in (PLAN, FACT)
        return _time(grammar).told(own) if alone else None
    above = [grammar.marks_of(bare(text) or key(text))[0] for text in reversed(levels[:-1])]
    if head.name == EXPENSE or (head.name == TIME and not whole):
        above = []  # 处置后/测温日期, 整改情况/追缴资金: neither a step of the procedure nor its cost
    if above[:1] == [[STRIKE]] and own == [APPLY]:
        return ""  # 销号/申请日期 is not the day of it
    if above[:1] == [[STRIKE]] and own == [OVERSEE]:
        own = []  # 销号/审核结论
    if own and above and PLAN in above[0] and {PLAN, FIX}.issuperset(above[0]):
        own = [PLAN, *own]
    for marks in (own, *above):
        if (found := head.told(marks)) is not None:
            return found
    if (
        head.name == MEASURES
        and key(levels[-1]).endswith(WAY)
        and levels[1:]
        and read(grammar, levels[:-1]) == PROGRESS
    ):
        return PROGRESS  # 整改情况/具体做法 tells what was done
    return head.alone if not rest and head.alone is not None else head.default


def _split(grammar: Grammar, text: str) -> tuple[Head | None, str]:
    """The head of a heading and what is left of it, whether or not its question word stays (哪个部门)."""
    found = grammar.split(bare(text) or key(text))
    return (
        found if found[0] else max(found, grammar.split(key(text)), key=lambda told: bool(told[0]))
    )


def _over(grammar: Grammar, levels: tuple[str, ...], names: Sequence[str]) -> Head | None:
    """The head of one of these names that stands alone in the level above: 时间 over 派单, 单位 over 牵头."""
    head, rest = grammar.split(key(levels[-2])) if levels[1:] else (None, "")
    return head if head and head.name in names and not rest else None


def _paces(grammar: Grammar, text: str) -> bool:
    """Whether a heading only tells plan from fact: 计划, 实际, 整改计划."""
    marks, whole = grammar.marks_of(key(text))
    return whole and not {PLAN, FACT}.isdisjoint(marks) and {PLAN, FACT, FIX}.issuperset(marks)


def _time(grammar: Grammar) -> Head:
    return next(head for head in grammar.ends.values() if head.name == TIME)
