"""Whether a table lists problems, counts them, or is about something else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ledger.intake import cells
from ledger.intake.body import Body
from ledger.intake.drafts import How, Role
from ledger.intake.mapping import Mapped
from ledger.intake.sheet import Sheet
from ledger.intake.vocabulary import Vocabulary

SAYS_WHAT: Final = ("description", "title")
DOING: Final = frozenset((
    "due_on", "status", "measures", "progress", "done_on", "closed_on", "verified_on", "requirement",
    "callback_on", "verify_result",
))  # fmt: skip
ABOUT: Final = frozenset((
    "lead_unit", "source_no", "source", "category", "severity", "assigned_on", "reported_on",
    "subdistrict", "estate", "location", "building", "complainant",
))  # fmt: skip
WORK: Final = frozenset((
    "lead_unit", "source_no", "source", "category", "severity", "assigned_on", "requirement", "measures",
    "progress", "verify_result",
))  # fmt: skip
"""What is neither a word of the problem nor a picture, and what no list of fees, cards or contracts has but for its days."""
RECEIVED: Final = frozenset({"reported_on"})
STANDING: Final = frozenset(
    ("status", "strike", "progress", "done_on", "closed_on", "verified_on", "verify_result")
)
"""Columns of which one at least tells how far the work is."""
SAID: Final = (How.GIVEN, How.REMEMBERED)
"""A clerk has said what the columns are."""
ENOUGH: Final = 4
FIRM: Final = 0.75
COUNTED: Final = ("数", "率", "（件）", "(件)", "占比", "得分", "排名")
PROBLEM: Final = re.compile(
    "问题|隐患|诉求|投诉|反映|矛盾|纠纷|信访|毛病|缺陷|故障|报修|报事|事[情儿项]|现象|违|[难痛堵卡槽]点|难题|不足|短板|薄弱|乱象|险情|病害|苗头"
)
NOTHING_WRONG: Final = "没有一处说到问题、投诉或者整改，不像问题台账"
DRIVEN: Final = 3
"""Columns of the procedure that, with a unit, make a list of whatever is to be done."""
LOOK: Final = 200
SOME: Final = 0.3
HALF: Final = 0.5
MOST: Final = 0.8
ACCOUNT: Final = re.compile("收入|支出|余额|结余|借方|贷方")
ANSWER: Final = re.compile("问答|百问|口径|答案|(?:参考|标准)(?:答复|回复|解答)")
QUESTIONS: Final = ("?", "？")
PLACES: Final = frozenset({"estate", "building", "location", "community", "subdistrict"})
WHOM: Final = frozenset({"complainant", "estate", "building", "location"})


def stateless(columns: Sequence[Mapped]) -> bool:
    """Whether none of the columns tells how far the work is."""
    return all(STANDING.isdisjoint((mapped.name, *mapped.column.fields)) for mapped in columns)


@dataclass(frozen=True, kw_only=True)
class Table:
    """What is known of one table; `names` are its title, the name of its sheet and of the file."""

    names: Sequence[str]
    sheet: Sheet
    body: Body
    columns: Sequence[Mapped]
    vocabulary: Vocabulary

    def role(self) -> tuple[Role, str]:
        """What the table is, and why it is no ledger, in Chinese; "" for a ledger."""
        says = bool(self._firm & self._told) and self._worked_on
        counts = sum(mapped.path.endswith(COUNTED) for mapped in self.columns)
        named = any(word in self.sheet.grid.name for word in self.vocabulary.summaries)
        counted = counts > len(self.columns) / 3
        if (counted or (named and not self._case_by_case)) and not says:
            return Role.STATISTICS, "是统计汇总，没有逐条的问题"
        if not self._listing(says=says):
            return Role.OTHER, "表头里没有问题内容和办理情况，不像问题台账"
        if not self.body.rows or any(m.column.how in SAID for m in self.columns):
            return Role.LEDGER, ""
        if subject := self._subject:
            return Role.OTHER, f"表头里有“{subject}”，不像问题台账"
        if sum(bool(ACCOUNT.search(mapped.path)) for mapped in self.columns) > 1:
            return Role.OTHER, "记的是收支，不是问题台账"
        if self._asking:
            return Role.OTHER, "是一问一答，不是问题台账"
        never = not any(map(self.vocabulary.names_trouble, self.names)) and self._named(
            self.vocabulary.never
        )
        other = never or (stateless(self.columns) and self._named(self.vocabulary.others))
        if other and not self._problem(outright=True):
            return Role.OTHER, f"名称里写着“{other}”，表头里没有问题一列，不像问题台账"
        if not self._troubled:
            return Role.OTHER, NOTHING_WRONG
        return Role.LEDGER, ""

    @cached_property
    def _fields(self) -> frozenset[str]:
        told = {name for mapped in self.columns for name in mapped.column.fields}
        return frozenset(told | {m.name for m in self.columns if m.kind == "choice"})

    @cached_property
    def _firm(self) -> frozenset[str]:
        firm = (m.column for m in self.columns if m.column.confidence > FIRM)
        return frozenset(name for column in firm for name in column.fields)

    @cached_property
    def _doing(self) -> int:
        return len(self._fields & DOING)

    @cached_property
    def _pictured(self) -> bool:
        return any(mapped.kind == "photo" for mapped in self.columns)

    @property
    def _worked_on(self) -> bool:
        """Whether what is told is a problem, or something that somebody deals with."""
        dealt = self._doing or self._pictured or self._fields & WORK or self._problem()
        return bool(dealt) or (self._least < ENOUGH and self._telling > SOME)

    @cached_property
    def _about_trouble(self) -> bool:
        """Whether its names or headings say that it is about something wrong."""
        headings = (mapped.path for mapped in self.columns)
        return any(map(self.vocabulary.names_trouble, (*self.names, *headings)))

    @property
    def _case_by_case(self) -> bool:
        """Whether rows tell by their words what is wrong, where or with whom, and how far it is, whatever the list is called (漏雨统计)."""
        return bool(self._told and self._telling > SOME and self._doing and self._fields & WHOM)

    @property
    def _least(self) -> int:
        """How much a list must have beside what is wrong: little where its names, or its headings with places, say that it is about that."""
        named = any(map(self.vocabulary.names_trouble, self.names))
        if not named and not (self._about_trouble and self._fields & PLACES):
            return ENOUGH
        return 1 if self._telling > HALF else 2

    def _listing(self, *, says: bool) -> bool:
        """Whether the columns are those of a ledger.

        It has one for the problem (one that only its last word names such, 巡查内容, beside one of the procedure or of who
        deals with it, or whose words tell of trouble) and one more of the procedure, or, where the kind of case says it all, several of the procedure and
        of what it is about, not only people, places and dates.
        """
        about = self._doing + len(self._fields & ABOUT) + self._pictured
        told, tells = self._told, self._telling > SOME
        hinted = self._doing and told and (about > 2 - (self._doing > 1) or tells)
        hinted = hinted or (told and tells and about >= self._least)
        handled = self._pictured or self._fields & (WORK | RECEIVED)
        return bool((says and about) or hinted or (self._doing and about >= ENOUGH and handled))

    def _named(self, words: Sequence[str]) -> str:
        """The word in its names that says it is a list of something else, "" if there is none."""
        return next((word for word in words for name in self.names if word in name), "")

    @property
    def _troubled(self) -> bool:
        """Whether the list is about what is wrong: by its names, its headings, its words, or its columns alone.

        Lists of visits, parcels, papers, cards or praise have days, people and states as well.
        """
        if self._about_trouble:
            return True
        if self._doing >= DRIVEN and "lead_unit" in self._firm:
            return True
        return self._telling > SOME

    @cached_property
    def _telling(self) -> float:
        """The share of what is said to be the problem whose words may tell of something wrong."""
        told = sum(bool(self.vocabulary.tells_trouble(text)) for text in self._texts)
        return told / max(1, len(self._texts))

    @cached_property
    def _texts(self) -> Sequence[str]:
        """What is said to be the problem, row by row."""
        what = [m.column.index for m in self.columns if set(m.column.fields) & set(SAYS_WHAT)]
        texts = (self.sheet.text(row, c) for c in what for row in self.body.rows[:LOOK])
        return [text for text in texts if text and cells.speaks(text, self.vocabulary)]

    @property
    def _subject(self) -> str:
        """The heading that says that a list without places is about persons, courses or rules; "" if none does."""
        headings = () if self._fields & PLACES else [mapped.path for mapped in self.columns]
        words = self.vocabulary.subjects
        return next((path for path in headings if any(word in path for word in words)), "")

    @property
    def _asking(self) -> bool:
        """Whether what is said to be the problem is a question nearly everywhere, with an answer for everybody beside it."""
        asked = sum(text.endswith(QUESTIONS) for text in self._texts)
        given = any(ANSWER.search(text) for text in (*self.names, *(m.path for m in self.columns)))
        return given and asked >= max(ENOUGH, MOST * len(self._texts))

    @cached_property
    def _told(self) -> frozenset[str]:
        """The fields that say what is wrong; none where all of their cells say 无."""
        return self._fields.intersection(SAYS_WHAT if self._texts or not self.body.rows else ())

    def _problem(self, *, outright: bool = False) -> bool:
        """Whether a heading says that its column tells problems: as one that is known, or `outright` by such a word."""
        told = [m for m in self.columns if set(m.column.fields) & set(SAYS_WHAT)]
        known = not outright and any(m.column.how is not How.STEM for m in told)
        return known or any(PROBLEM.search(m.path) for m in told)
