"""What columns hold whose headings say nothing: by their values, and by what the rest of the table leaves open."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ledger.intake import asked
from ledger.intake.drafts import How
from ledger.intake.header import by_letter
from ledger.intake.hearing import HALF, LENGTHY, MOST, NOW, SOME, WORDS, Hearing
from ledger.intake.owners import PHONE_OF
from ledger.intake.profile import Profile
from ledger.intake.text import key
from ledger.intake.vocabulary import Meaning, Vocabulary

ENOUGH: Final = 3
TOLD: Final = 0.7
NEARLY: Final = 0.7
FULL: Final = 20
"""So long is a cell that tells more than whose number it holds."""
NAME: Final = 10
"""So short are names with what tells who it is: 12栋 郎先生, 退休的梁工."""
LONGEST: Final = 12
BEGUN: Final = frozenset({"reported_on", "occurred", "entered", "assigned_on"})
UNITS: Final = frozenset({"lead_unit", "assigned_unit", "acting_unit", "co_units"})
RESPONSIBLE: Final = frozenset({"person", "manager", "leader", "company", *UNITS})
REPORTS: Final = frozenset({"progress", "measures", "verify_result", "callback_text"})
STATED: Final = frozenset({"status", "strike"})
SPOKEN: Final = re.compile("[谁啥咋哪几怎没了的呢吗呗吧@那这着]|得[怎咋]|回话|看法|打电话")
"""What is in a heading that somebody made up for himself; an office's own (签收日期, 领导批示) means what nobody can guess."""
SEQUEL: Final = re.compile("回音|下文|后来|动静|眼下|如今|今天|目前|现状|结果|口信")
USERS: Final = re.compile("使用单位|使用管理单位|管理单位|服务单位")
"""Whoever runs an estate's lifts and pumps: mostly its property firm."""
UNDONE: Final = re.compile("未|没|延期|滞后|超期")
HANDED: Final = re.compile("[给交转派找归@]|认领|责任")
HOW: Final = re.compile("(?:咋|怎么|怎样)(?![坏漏来发知])")
"""当时咋处的 asks what was done; 咋坏的 does not."""
BARE: Final = re.compile("(?:具体|详细)?(?:情况|说明|情况说明|详情)")
OFFICIALS: Final = ("员", "长", "任")
LINES: Final = re.compile("热线|监督|举报|值班|总机|客服|[室岗]$")
"""Whose telephones no resident owns."""
BESIDE: Final = ("complainant", "contact", "building", "estate", "location")
"""What stands to the left of the complainants' numbers."""
ENDED: Final = re.compile("[回答好完修办结改弄]")
LIMIT: Final = re.compile("[前底内]|下班")


@dataclass(frozen=True, kw_only=True)
class Inferred:
    """The columns of one table; `leaves` are their headings' last levels, `meanings` those that are understood."""

    leaves: Mapping[int, str]
    meanings: Mapping[int, tuple[Meaning, How]]
    hearing: Hearing
    profiles: Mapping[int, Profile]
    vocabulary: Vocabulary

    @cached_property
    def fields(self) -> Mapping[int, str]:
        """The field that each column without an understood heading fills all the same."""
        found: dict[int, str] = {}
        for rule, kinds in self._rules:
            for column in self.leaves:
                enough = self.profiles[column].count >= ENOUGH
                if enough and column not in found and self._kind(column) in kinds:
                    name = rule(column, {**self.hearing.names, **found})
                    found |= {column: name} if name else {}
        return found

    @property
    def _rules(self) -> tuple[tuple[Callable[[int, Mapping[int, str]], str], tuple[str, ...]], ...]:
        """What is looked for, one after the other, and in which kinds of columns: "" are those of which nothing is known."""
        return (
            (self._plain, ("", "none")),
            (self._order, ("ignored",)),
            (self._begun, ("", "ignored")),
            (self._limit, ("",)),
            (self._unit, ("",)),
            (self._who, ("",)),
            (self._phone, ("", "number")),
            (self._state, ("", "none")),
            (self._report, ("",)),
        )

    def _kind(self, column: int) -> str:
        meaning, _ = self.meanings.get(column, (None, None))
        caused = (
            meaning and meaning.name == "undone_reason" and not UNDONE.search(self.leaves[column])
        )
        if not meaning or (caused and not self._worded):
            return ""  # 受阻原因, 上榜原因 may be all that is said of the problem
        return meaning.name if meaning.name == "number" else meaning.kind

    def _plain(self, column: int, _: Mapping[int, str]) -> str:
        """What the cells cannot be mistaken for; where the heading surely names something else, only problems and states."""
        if column == self._prose:
            return "description"
        profile, telling = self.profiles[column], self._tells_states(column)
        if self._kind(column) == "none" and not telling:
            return ""
        shares = {
            "subdistrict": profile.streets,
            "satisfaction": profile.satisfactions,
            "source": profile.ways,
            "estate": profile.estates,
            "company": profile.firms,
            "building": profile.buildings,
            "category": profile.kinds,
            "status": telling or self.hearing.states(column, profile) - self.hearing.marks(profile),
        }
        if USERS.fullmatch(self.leaves[column]) and profile.firms >= HALF:
            return "company"
        return next((name for name, share in shares.items() if share >= MOST), "")

    @cached_property
    def _worded(self) -> list[int]:
        """The columns whose headings say that they tell the problem, those aside that only tick it."""
        told = (c for c, name in self.hearing.names.items() if name in WORDS)
        return [c for c in told if self.profiles[c].marks < MOST]

    @cached_property
    def _prose(self) -> int:
        """The column of the most words that no heading explains, where none says what the problem is; 0 if none."""
        if self._worded:
            return 0
        told = {
            column: profile.prose
            for column, profile in self.profiles.items()
            if self._unexplained(column)
            and profile.days(self.hearing.day) < SOME < profile.chinese
            and (profile.phones < SOME or profile.length > FULL)
            and max(profile.firms, profile.units) < HALF
        }
        alone = {c: told[c] for c in told if self.profiles[c].phones < SOME}
        told = alone if max(alone.values(), default=0) >= LENGTHY else told
        most = max(told.values(), default=0)
        first = (c for c in told if told[c] >= max(LENGTHY, most * NEARLY))
        return min(first, default=0)

    def _unexplained(self, column: int) -> bool:
        """Whether a heading says nothing of its column, or no more than that it tells something: 业主意见, 情况说明."""
        heading = self.leaves[column]
        marked = any(mark in heading for mark in self.vocabulary.resident_marks)
        told = marked or BARE.fullmatch(heading)
        return not self._kind(column) or (self._kind(column) == "none" and bool(told))

    def _tells_states(self, column: int) -> bool:
        """Whether the cells of a column tell states in all sorts of words, where no other column is for the state."""
        profile, leaf = self.profiles[column], self.leaves[column]
        varied = len(set(profile.texts)) >= ENOUGH or NOW.search(leaf)
        other = STATED & set(self.hearing.names.values()) or asked.ABLE.search(leaf)
        return not other and bool(varied) and profile.marks < SOME and profile.telling >= TOLD

    @cached_property
    def _problem(self) -> int:
        """The column of the problem: who speaks of it and when stands before it, what is done about it behind."""
        return max(self._worded, default=self._prose)

    def _spoken(self, column: int) -> bool:
        leaf = self.leaves[column]
        told = self._nameless or len(key(leaf)) <= 1 or SPOKEN.search(leaf)
        return bool(self._problem and told)

    @cached_property
    def _nameless(self) -> bool:
        """Whether the table has no headings at all."""
        return all(leaf == by_letter(column) for column, leaf in self.leaves.items())

    def _order(self, column: int, names: Mapping[int, str]) -> str:
        """Long numbers in place of those that count the rows, where a column tells of several sources, are theirs."""
        told = set(names.values())
        given = "source" in told and "source_no" not in told
        return "source_no" if given and self.profiles[column].orders >= HALF else ""

    def _begun(self, column: int, names: Mapping[int, str]) -> str:
        """Days before what is done about it, under a spoken heading, are those of the report where no other column is."""
        profile, day = self.profiles[column], self.hearing.day
        past = profile.later(day) <= HALF and not profile.aged(day)
        dated = past and profile.days(day, beside=True) >= MOST
        told = (c for c, name in names.items() if name in ("status", "strike", "progress", *UNITS))
        early = BEGUN.isdisjoint(names.values()) and column < min(told, default=column + 1)
        later = column > self._problem and ENDED.search(self.leaves[column])
        named = self._spoken(column) or self._kind(column) == "ignored" or self._coming_in(column)
        fits = dated and early and named and not later
        return "reported_on" if fits and self._whole(column, profile) else ""

    def _coming_in(self, column: int) -> bool:
        """Whether a heading is nothing but the coming in of the problem: 来电, 报修."""
        marks, whole = self.vocabulary.grammar.marks_of(key(self.leaves[column]))
        return whole and bool(marks) and {"resident", "receipt"}.issuperset(marks)

    def _whole(self, column: int, profile: Profile) -> bool:
        """Whether values are days and no mere numbers: 10.9 is one below 瞅见那天 only."""
        told = self._nameless or re.search("[日天号时]", self.leaves[column])
        return profile.numbers < SOME or bool(told)

    def _limit(self, column: int, names: Mapping[int, str]) -> str:
        """Days still to come, and 月底前, under a spoken heading behind the problem are a limit."""
        profile, day = self.profiles[column], self.hearing.day
        vague = profile.share(LIMIT.search(text) for text in profile.texts)
        limits = profile.days(day) + vague >= MOST and (profile.later(day) > HALF or vague >= SOME)
        free = column > self._problem and "due_on" not in names.values()
        short = profile.length <= LONGEST and profile.numbers < SOME
        return "due_on" if free and limits and short and self._spoken(column) else ""

    def _unit(self, column: int, names: Mapping[int, str]) -> str:
        """Units behind the problem, or under a heading of handing over, where no column names one."""
        leaf = self.leaves[column]
        behind = column > self._problem and self._spoken(column)
        free = UNITS.isdisjoint(names.values()) and bool(self._problem)
        handed = behind or HANDED.search(leaf)
        return "lead_unit" if free and handed and self.profiles[column].units >= MOST else ""

    def _who(self, column: int, names: Mapping[int, str]) -> str:
        """Names before the problem are those of who complains, with a number beside them or below 提意见的."""
        if "complainant" in names.values() or (column >= self._problem and not self._nameless):
            return ""
        if self._speaker(column):
            return "complainant"
        beside = self.profiles.get(column + 1)
        owned = names.get(column + 1, "number") not in ("number", "contact")
        numbered = beside and not owned and beside.phones >= MOST
        if self._nameless:
            return "complainant" if numbered and self._names(column) else ""
        official = self.leaves[column].endswith(OFFICIALS)
        fits = numbered and self._names(column) and self._spoken(column) and not official
        return "complainant" if fits else ""

    def _speaker(self, column: int) -> bool:
        """Whether a heading names who speaks by what that one does (提意见的, 打电话的), above names and not sentences."""
        leaf, profile = self.leaves[column], self.profiles[column]
        marks, whole = self.vocabulary.grammar.marks_of(key(leaf).removesuffix("的"))
        speaks = leaf.endswith("的") and whole and set(marks) == {"resident"}
        return speaks and profile.length <= NAME and profile.chinese >= MOST

    def _phone(self, column: int, names: Mapping[int, str]) -> str:
        """Whose numbers they are is told by the names to their left; beside none, before the problem, they are the complainants'."""
        leaf, left = self.leaves[column], names.get(column - 1, "")
        profile = self.profiles[column]
        dated = profile.days(self.hearing.day) >= SOME  # 20240301
        if profile.phones < MOST or dated or LINES.search(leaf):
            return ""
        strange = not left and self._names(column - 1)
        marked = any(mark in leaf for mark in self.vocabulary.unit_marks)
        known = left in RESPONSIBLE or left in BESIDE
        if strange or (marked and left not in RESPONSIBLE) or not (known or column < self._problem):
            return ""
        name = PHONE_OF["person" if left in RESPONSIBLE else "complainant"]
        return "" if {name, "number"} & {n for c, n in names.items() if c != column} else name

    def _names(self, column: int) -> bool:
        profile = self.profiles.get(column)
        return bool(profile and profile.people >= MOST)

    def _state(self, column: int, names: Mapping[int, str]) -> str:
        """Answers to whether the work is done: by a verb that everybody uses, or by a heading that is nothing but the question."""
        leaf, taken = self.leaves[column], set(names.values())
        ends = asked.ends(leaf)
        bare = asked.bare(leaf) and "progress" not in taken and not self._kind(column)
        free = column > self._problem > 0 and not taken & STATED and not asked.ABLE.search(leaf)
        asks = free and (ends or bare)
        return "status" if asks and self._answers(leaf, self.profiles[column]) >= HALF else ""

    def _report(self, column: int, names: Mapping[int, str]) -> str:
        """Sentences behind the problem, under a spoken heading, tell of the work."""
        profile, leaf = self.profiles[column], self.leaves[column]
        free = column > self._problem > 0 and REPORTS.isdisjoint(names.values())
        asks = SEQUEL.search(leaf) or (self._spoken(column) and not asked.verbs(leaf))
        if not free or not asks or profile.numbers >= SOME or profile.chinese < MOST:
            return ""
        told = (HOW.search(leaf) and profile.prose) or profile.reporting >= HALF
        return "progress" if told else ""

    def _answers(self, heading: str, profile: Profile) -> float:
        """How many cells of a column answer its heading, which asks whether something is done."""
        return profile.telling + profile.share(asked.answered(heading, t) for t in profile.texts)
