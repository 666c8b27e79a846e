"""The words that the intake knows, as a value: headings, wordings of states, signs of rows."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from ledger.intake import grammar
from ledger.intake.drafts import How
from ledger.intake.grammar import Grammar
from ledger.intake.outcome import Signs
from ledger.intake.text import bare, key, spoken
from ledger.models import FIELDS, Status

CALLED: Final = re.compile(
    "(?:的?名儿|叫啥名?儿?|叫个啥|叫什么名?字?|的?名字?|姓啥|贵姓|写这儿|是啥|是谁|是哪家|是哪个)$"
)
NAME: Final = re.compile("(?:单位|部门)?(?:名称|全称|名)")
WHICH: Final = re.compile(
    "[是归属在]?(?:哪|啥|什么)一?个?(街道|乡镇|镇|乡|社区|居委会|村|小区|大院|院子|家属院|楼盘|部门|单位|科室|局)(?:的|管的?|管片的?|地界|里的?)?"
)
IN_BRACKETS: Final = re.compile("[(（]([^()（）]+)[)）]$")
LATIN: Final = re.compile("(?!.*id$)[a-z0-9]+")
COUNTED: Final = re.compile(r"(?<=[^\W\da-z]{2})(?:\d{1,2}|[a-z]|[一二三四五六七八九十])$")


class Meaning(NamedTuple):
    """What a heading stands for.

    `name` is a field of an issue, a group of headings or a stage of pictures; `kind` tells which:
    "field", "group", "photo" or "ignored". `fills` is the field that it fills, if any. Of two columns for
    one field the one with the lower `rank` wins; a `weak` one wins only when nothing else claims the field.
    """

    name: str
    kind: str
    fills: str | None
    rank: int
    weak: bool = False


NONE: Final = Meaning("", "none", None, 0)


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """All words, compared by `text.key`. Made by the catalogue from data/fields.toml and data/words.toml."""

    headers: Mapping[str, Meaning]
    stems: Mapping[str, Meaning]
    grammar: Grammar
    named: Mapping[str, Meaning]
    states: Mapping[str, Status]
    wordings: Mapping[Status, str]
    unless: Mapping[Status, str]
    steps: Mapping[str, Status | None]
    waiting: frozenset[str]
    unfinished: frozenset[str]
    deferred_hints: tuple[str, ...]
    yes: frozenset[str]
    no: frozenset[str]
    severities: frozenset[str]
    satisfactions: frozenset[str]
    ways: frozenset[str]
    empty: frozenset[str]
    empty_dates: tuple[str, ...]
    subtotals: frozenset[str]
    footers: tuple[str, ...]
    notes: tuple[str, ...]
    uneventful: frozenset[str]
    samples: tuple[str, ...]
    heading_units: frozenset[str]
    heading_days: frozenset[str]
    guides: frozenset[str]
    summaries: tuple[str, ...]
    others: tuple[str, ...]
    never: tuple[str, ...]
    subjects: tuple[str, ...]
    channels: tuple[str, ...]
    resident_marks: tuple[str, ...]
    unit_marks: tuple[str, ...]
    tags: tuple[str, ...]
    signs: Mapping[str, str]
    trouble: Mapping[str, str]

    def meaning(self, levels: tuple[str, ...]) -> tuple[Meaning, How] | None:
        """What a heading means, its levels from the top down: known as a whole, made by the grammar, or by its end.

        None when it says nothing; a meaning of kind "none" when it surely says nothing that an issue has.
        """
        levels = tuple(map(spoken, levels))
        if levels[1:] and NAME.fullmatch(key(levels[-1])) and (unit := self._unit(levels[:-1])):
            return unit, How.STEM
        found = self._whole(levels)
        made = grammar.read(self.grammar, levels)
        planned = found and found[0].fills == "done_on" and made == "due_on"
        if found and not found[0].weak and not (planned and len(levels) > 1):
            return found
        if said := self._spoken(levels):
            return said
        if made:
            return self.named[made], How.STEM
        if found:
            return found
        if made == "":
            return NONE, How.EXTRA
        leaf = bare(levels[-1]) or levels[-1]
        if other := self.headers.get(LATIN.sub("", leaf)) or self.stem(leaf):
            return other, How.STEM
        inside = IN_BRACKETS.search(levels[-1])
        if inside and (told := self.headers.get(key(inside[1]))):
            return told, How.STEM  # 使用单位（物业）
        plain = COUNTED.sub("", leaf)  # 备注一, 维修人2
        one = self.meaning((*levels[:-1], plain)) if plain != leaf else None
        return (one[0], How.STEM) if one else None

    def _unit(self, levels: tuple[str, ...]) -> Meaning | None:
        """The unit that a heading over 单位名称 tells: 承办单位, 协办单位, 责任单位信息."""
        *upper, over = levels
        found = self.meaning((*upper, over.removesuffix("信息")))
        return found[0] if found and found[0].fills in ("lead_unit", "co_units") else None

    def _spoken(self, levels: tuple[str, ...]) -> tuple[Meaning, How] | None:
        """The meaning of a heading that asks for the name of something: 归哪个镇管, 小区叫啥, 投诉人贵姓."""
        *upper, leaf = levels
        if asked := WHICH.fullmatch(key(leaf)):
            return self.meaning((*upper, asked[1]))
        leaf = bare(leaf) or leaf
        thing = CALLED.sub("", leaf)
        if not thing or thing == leaf:
            return None
        told = self.meaning((*upper, f"{thing}名称")) or self.meaning((*upper, thing))
        return (told[0], How.STEM) if told else None

    def _whole(self, levels: tuple[str, ...]) -> tuple[Meaning, How] | None:
        for text in ("".join(levels[-2:]), levels[-1]):
            for short in (key(text), bare(text)):
                if found := self.headers.get(short):
                    exact = found.fills and short == key(FIELDS[found.fills].label)
                    return found, How.EXACT if exact else How.SYNONYM
        return None

    def stem(self, text: str) -> Meaning | None:
        """The meaning of the longest known ending of a heading (the head of a Chinese noun stands last)."""
        whole = key(text)
        for start in range(1, len(whole)):
            if found := self.stems.get(whole[start:]):
                return found
        return None

    def guesses(self, text: str) -> bool:
        """Whether a text may be a heading by its grammar or by its end."""
        return bool(grammar.read(self.grammar, (text,)) or self.stem(text))

    def knows(self, text: str) -> bool:
        """Whether a text is a heading word for word."""
        return key(text) in self.headers

    def worded(self, short: str) -> Status | None:
        """The state that a whole clause tells by its parts: 待业主评价, 复查未通过, 已申请延期."""
        return next((state for state, tells in self._wordings.items() if tells(short)), None)

    @cached_property
    def _wordings(self) -> dict[Status, Callable[[str], bool]]:
        return {
            state: _telling(text, self.unless.get(state)) for state, text in self.wordings.items()
        }

    @cached_property
    def report(self) -> Signs:
        """What a report on the work is looked through for; compiled when a row has one."""
        return Signs(**{name: re.compile(pattern) for name, pattern in self.signs.items()})

    def names_step(self, text: str) -> bool:
        """Whether a heading is made of steps of the procedure and nothing else: 办结, 已交办."""
        steps, whole = self.grammar.marks_of(key(text))
        return whole and bool(steps) and grammar.STEPS.issuperset(steps)

    @cached_property
    def names_trouble(self) -> Callable[[str], re.Match[str] | None]:
        """Whether a name or a heading says that a sheet is about something wrong."""
        return re.compile(self.trouble["named"]).search

    @cached_property
    def tells_trouble(self) -> Callable[[str], re.Match[str] | None]:
        """Whether the words of a row may tell of something wrong."""
        return re.compile(self.trouble["told"]).search

    @cached_property
    def silent_starts(self) -> frozenset[str]:
        """How texts begin that may say nothing: of all others it need not be asked."""
        first = {text[0] for text in (*self.empty, *self.empty_dates)}
        return frozenset((*first, *map(str.upper, first)))

    @cached_property
    def state_words(self) -> frozenset[str]:
        """Every word that tells a state or answers yes or no."""
        return frozenset(self.states) | self.waiting | self.yes | self.no

    @cached_property
    def state_starts(self) -> tuple[str, ...]:
        """Wordings of two and more characters, the longest first: how a sentence on the state begins."""
        known = (*self.states, *self.waiting)
        words = (word for word in known if len(word) > 1 and not word.endswith("了"))
        return tuple(sorted(words, key=len, reverse=True))


def _telling(wording: str, unless: str | None) -> Callable[[str], bool]:
    """Whether a clause is of a wording and has no part that rules it out."""
    whole, part = re.compile(wording), re.compile(unless or "(?!)")
    return lambda short: bool(whole.fullmatch(short)) and not part.search(short)
