"""What the values of a column say against its heading, or beyond it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from ledger.intake import grammar
from ledger.intake.channels import Channels
from ledger.intake.drafts import How
from ledger.intake.owners import Owners
from ledger.intake.profile import Profile
from ledger.intake.vocabulary import Meaning, Vocabulary

TITLE: Final = re.compile("标题|主题|题目|名称$")
SUBJECT: Final = re.compile("(?:案由|事由|题目|案名|议题|事项|名称|标题|主题|简述|概要|摘要|简介)$")
TELLING: Final = re.compile(
    "(?:内容|描述|详情|详细|详述|摘要|简述|概述|概况|经过|情况|要点|具体建议)$"
)
REMEDY: Final = re.compile("整改|治理|整治")
ENDING: Final = re.compile("结案|结单|归档|闭环")
LEAKS: Final = re.compile("[漏渗堵坏裂塌返淌].{0,2}(?:在?哪|啥地方)")
LEADS: Final = re.compile("牵头|主抓|第一责任")
NOW: Final = re.compile("^(?:目前|眼下|现在|如今|当前|最新|后来)|进展|进度|到哪")
ASKS: Final = re.compile("[咋啥怎没]|[了的]$|眼下|如今")
PACE: Final = re.compile("(?:现状|状态|状况|进度|阶段|(?:目前|当前|现在|眼下).*)$")
LINKED: Final = re.compile("[及和与、]")
PROPOSED: Final = re.compile("[处办]理意见$")
RESULT: Final = re.compile("(?:结果|结论|落实情况|进展|进展情况|后来.*)$")
WORDS: Final = ("description", "title")
LENGTHY: Final = 8
BRIEFLY: Final = 5
MOST: Final = 0.8
HALF: Final = 0.5
SOME: Final = 0.3


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """The columns of one table: the levels of their headings, what each heading means by itself, their values.

    `day` is the day that the table speaks of, `legend` what its signs stand for; `channel` tells a register of petitions,
    `monthly` a table of which a title or a row says the month.
    """

    levels: Mapping[int, tuple[str, ...]]
    meanings: Mapping[int, tuple[Meaning, How]]
    profiles: Mapping[int, Profile]
    vocabulary: Vocabulary
    day: date
    channel: bool
    legend: Mapping[str, str]
    monthly: bool

    def instead(self, column: int) -> tuple[str, ...] | None:
        """The fields that the values of a column call for instead of its heading's usual one; None for that one."""
        name, profile = self.names[column], self.profiles[column]
        rules: Mapping[str, Callable[[int, Profile], str | None]] = {
            "contact": lambda c, _: self.owners.side(c),
            "number": lambda c, _: self.owners.number(c, guessed=self._guessed(c)),
            "own_number": self.channels.own_number,
            "title": self._title,
            "remarks": self._noted,
            "opinion": lambda *_: None if set(WORDS) & set(self.names.values()) else "description",
            "description": self._second,
            "requirement": self._by_when,
            "person": self._handed,
            "lead_unit": self._helper,
            "assigned_unit": lambda _, p: "person" if p.people >= MOST else None,
            "progress": self._progress,
            "severity": self._severity,
            "category": lambda _, p: "severity" if p.severities >= MOST else None,
            "verify_result": self._examined,
            "source_no": self.channels.another,
            "callback_text": lambda _, p: "satisfaction" if p.satisfactions >= MOST else None,
            "subcategory": self._finer,
            "district": lambda _, p: "subdistrict" if p.streets >= MOST else None,
            "location": self._where,
            "done_on": self._plan,
            "assigned_on": self.channels.published,
        }
        found = rules[name](column, profile) if name in rules and profile.count else None
        return (found,) if found else None

    @cached_property
    def names(self) -> dict[int, str]:
        """What each heading means by itself, by name."""
        return {column: meaning.name for column, (meaning, _) in self.meanings.items()}

    @cached_property
    def owners(self) -> Owners:
        return Owners(self.levels, self.names, self.profiles, self.vocabulary)

    @cached_property
    def channels(self) -> Channels:
        return Channels(self.levels, self.names, self.profiles, named=self.channel)

    def _guessed(self, column: int) -> bool:
        """Whether a heading is only known by its last word."""
        return self.meanings[column][1] is How.STEM

    @property
    def _tells_state(self) -> bool:
        told = (c for c, name in self.names.items() if name in ("status", "strike"))
        return any(not self.answers(column) for column in told)

    @property
    def struck(self) -> bool:
        """Whether a column tells of the strike-off: then no other one fills the state, but may tell it."""
        return "strike" in self.names.values()

    def answers(self, column: int) -> bool:
        """Whether a column only says yes or no to what another says in words: 是否结案 beside 案件状态."""
        if self.names[column] != "status" or self.profiles[column].marks < MOST:
            return False
        return any(
            profile.states >= MOST and profile.marks < HALF
            for c, profile in self.profiles.items()
            if self.names.get(c) in ("status", "progress")
        )

    def latest(self, column: int) -> bool | None:
        """Whether of several reports a column is the one of now (进展, 现在); None where no such one stands among them."""
        reports = [c for c, name in self.names.items() if name == "progress"]
        now = [c for c in reports if NOW.search(self.levels[c][-1])]
        return column in now if column in reports and 0 < len(now) < len(reports) else None

    def states(self, column: int, profile: Profile) -> bool:
        """Whether a column holds states and no reports: by its words, or by its heading (进度, 现状) and their shape."""
        pace = PACE.search(self.levels[column][-1])
        asks = ASKS.search(self.levels[column][-1])
        brief = asks and profile.length <= BRIEFLY and profile.telling >= MOST
        shaped = brief or (pace and profile.shaped)
        return bool(self._signed(profile) or profile.states >= MOST or shaped)

    def _signed(self, profile: Profile) -> bool:
        """Whether a column holds nothing but signs of which the legend tells the state."""
        return bool(profile.count) and self.legend.keys() >= set(profile.texts)

    def marks(self, profile: Profile) -> float:
        """The share of cells that say yes or no to something that nobody knows."""
        return 0.0 if self._signed(profile) else profile.marks

    def _handed(self, column: int, profile: Profile) -> str | None:
        """责任人 may name units; 转给谁 and 归谁管 do where half of them are."""
        least = HALF if re.search("[给归]", self.levels[column][-1]) else MOST
        return "lead_unit" if profile.units >= least else None

    def _helper(self, column: int, _: Profile) -> str | None:
        """Beside 牵头单位 the 责任单位 are those that help, where no other column names them."""
        leading = {c for c, name in self.names.items() if name == "lead_unit" and self._leads(c)}
        helped = "co_units" in self.names.values()
        return None if helped or not leading or column in leading else "co_units"

    def _leads(self, column: int) -> bool:
        return bool(LEADS.match(self.levels[column][-1]))

    def _progress(self, column: int, profile: Profile) -> str | None:
        """办理情况 may hold states; 处理意见 is a plan beside 结果; 堆物情况 is the problem itself where no other column is."""
        if self._proposed(column):
            return "measures"
        if self._whole(column):
            return "description"
        if self.states(column, profile):
            told = self._tells_state and profile.marks < MOST
            return None if told and not self._reported(column) else "status"
        about = grammar.read(self.vocabulary.grammar, self.levels[column]) is None
        known = not self._guessed(column) or set(WORDS) & set(self.names.values())
        alone = about and not known and not self._before(column)
        named = self.vocabulary.names_trouble(self.levels[column][-1])
        return "description" if alone and (named or profile.prose >= BRIEFLY) else None

    def _whole(self, column: int) -> bool:
        """Whether 问题及处理情况 is all that a list says of what is wrong."""
        first, *more = LINKED.split(self.levels[column][-1])
        told = self.vocabulary.meaning((first,)) if more else None
        return bool(told and told[0].name in WORDS) and not set(WORDS) & set(self.names.values())

    def _proposed(self, column: int) -> bool:
        """Whether a column only tells what shall be done: its heading says so, and that of another what came of it."""
        if "measures" in self.names.values() or not PROPOSED.search(self.levels[column][-1]):
            return False
        others = (c for c, name in self.names.items() if name == "progress" and c != column)
        return any(RESULT.search(self.levels[c][-1]) for c in others)

    def _before(self, column: int) -> bool:
        """Whether sentences that no heading explains stand before a column: they will be the problem."""
        return any(
            c < column and c not in self.names and profile.prose >= LENGTHY
            for c, profile in self.profiles.items()
        )

    def _reported(self, column: int) -> bool:
        """Whether another column tells in whole sentences how the work goes: 办理进展 beside 完成情况."""
        others = (c for c, name in self.names.items() if name == "progress" and c != column)
        return any(self.profiles[c].length >= LENGTHY for c in others)

    def _finer(self, _column: int, _profile: Profile) -> str | None:
        """小类 is the kind itself where no column tells a coarser one."""
        coarser = {"category", "appeal_kind"} & set(self.names.values())
        return None if coarser else "category"

    def _examined(self, column: int, profile: Profile) -> str | None:
        """核查内容 is what was found where no other column says what the problem is."""
        alone = not set(WORDS) & set(self.names.values())
        return (
            "description" if alone and self._guessed(column) and profile.prose >= BRIEFLY else None
        )

    def _where(self, column: int, profile: Profile) -> str | None:
        """位置 may hold streets; 漏在哪儿, 漏雨部位及情况 tell what is wrong where nothing else does."""
        alone = not set(WORDS) & set(self.names.values())
        if alone and (LEAKS.search(self.levels[column][-1]) or self.troubled(profile)):
            return "description"
        return "subdistrict" if profile.streets >= MOST else profile.district

    def troubled(self, profile: Profile) -> bool:
        """Whether most cells of a column tell of something wrong, each in its own words."""
        told = map(self.vocabulary.tells_trouble, profile.texts)
        return profile.prose >= BRIEFLY and profile.share(told) > HALF

    def _noted(self, column: int, profile: Profile) -> str | None:
        """记事, 记录 tell what is wrong where nothing else does."""
        alone = "备注" not in self.levels[column][-1] and not set(WORDS) & set(self.names.values())
        return "description" if alone and self.troubled(profile) else None

    def _severity(self, column: int, profile: Profile) -> str | None:
        """隐患类别 holds levels in some ledgers and kinds in others."""
        if self.states(column, profile) and not self._tells_state:
            return "status"
        kinds = re.search("类|性质", self.levels[column][-1])
        return "category" if kinds and profile.severities < HALF else None

    def _by_when(self, _: int, profile: Profile) -> str | None:
        """整改要求 may hold nothing but limits, where no column has them."""
        free = "due_on" not in self.names.values()
        return "due_on" if free and profile.limits(self.day) >= MOST else None

    def _title(self, column: int, _: Profile) -> str | None:
        """督办事项, 隐患名称: the problem itself where no column describes it; 标题 stays what it is."""
        alone = "description" not in self.names.values()
        return "description" if alone and not TITLE.search(self.levels[column][-1]) else None

    def _second(self, column: int, profile: Profile) -> str | None:
        """案由 is the title, 整改内容 what is to be done, 哪类问题 a kind, 现状 how far it is, where another column says better what the problem is."""
        others = [c for c, name in self.names.items() if name == "description" and c != column]
        told = any(TELLING.search(self.levels[c][-1]) for c in others)
        if told and SUBJECT.search(self.levels[column][-1]) and "title" not in self.names.values():
            return "title"
        if not self._guessed(column) or not others:
            return None
        if self.states(column, profile) and not self._tells_state:
            return "status"
        if PACE.search(self.levels[column][-1]) and "progress" not in self.names.values():
            return "progress"
        if REMEDY.match(self.levels[column][-1]):
            return "measures"
        problem = any("问题" in self.levels[c][-1] for c in others)
        if problem and self.levels[column][-1].endswith("诉求"):
            return None if "requirement" in self.names.values() else "requirement"
        longest = max(self.profiles[c].length for c in others)
        kind = profile.length <= BRIEFLY and longest > profile.length
        return "category" if kind and "category" not in self.names.values() else None

    def _plan(self, column: int, profile: Profile) -> str | None:
        """完成时间 is a limit when it names periods or days still to come, and nothing else names the limit.

        结案时间 beside 完成时间 is the day of striking off.
        """
        if ENDING.search(self.levels[column][-1]) and "done_on" in (
            name for c, name in self.names.items() if c != column
        ):
            return "closed_on"
        if "due_on" in self.names.values():
            return None
        later = profile.later(self.day)
        return "due_on" if profile.periods >= SOME or later > HALF else None
