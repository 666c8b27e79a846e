"""What a step of the procedure must have, the words when it is missing, and what supplies it."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from ledger.matching import meant
from ledger.models import Issue, Status
from ledger.profile import Profile
from ledger.selection import RECURRING

UNHAPPY: Final = "不满意"
DUPLICATE: Final = "重复"


class Given(NamedTuple):
    """What the clerk tells with a step: who, on which day, in which words, and the step's own facts.

    `dated` when the clerk named the day (--on), so that it can be held against the steps before; `at` is the
    moment as far as it is known (2024-01-15T14:30).
    """

    by: str
    on: date
    note: str = ""
    facts: Mapping[str, Any] = MappingProxyType({})
    force: bool = False
    dated: bool = False
    at: str = ""

    @property
    def moment(self) -> str:
        return self.at or self.on.isoformat()

    def get(self, key: str) -> Any:
        return self.facts.get(key)


class Need(NamedTuple):
    """What a step must have: the test, the words when it is missing, the command or option that supplies it.

    An `option` is a word of the step's own command; no --force passes that or what is `firm`.
    """

    met: Callable[[Issue, Given, Profile], bool]
    missing: str
    supply: str
    option: bool = False
    firm: bool = False


def _told(key: str, missing: str, supply: str) -> Need:
    return Need(lambda _i, given, _p: bool(given.get(key)), missing, supply, option=True)


def _one_of(
    key: str, words: Callable[[Profile], tuple[str, ...]], missing: str, supply: str
) -> Need:
    return Need(lambda _i, given, p: given.get(key) in words(p), missing, supply, option=True)


@lru_cache(maxsize=1024)  # the same few sources are asked about for every issue
def meant_source(source: str | None, profile: Profile) -> str | None:
    """The source that the rules of the profile speak of: 12345 for 12345市民热线. All rules compare by it."""
    return (meant(source, profile.named_sources) if source else None) or source


def _wants_callback(issue: Issue, profile: Profile) -> bool:
    return meant_source(issue.source, profile) in profile.callback_for


def _answered(issue: Issue) -> bool:
    """Reached by us, or told so by a sheet (a day or an opinion, and no word of 未接通)."""
    told = issue.callback_on is not None or issue.satisfaction is not None
    return issue.reached is True or (issue.reached is None and told)


def _has_photo(issue: Issue, stage: str) -> bool:
    """Whether there is a photo of that stage, of this round."""
    since = issue.entered_on.isoformat() if issue.entered_on and issue.round > 1 else ""
    return any(
        item["kind"] == stage and item.get("on", since) >= since for item in issue.attachments
    )


def kinds(issue: Issue) -> set[str]:
    """What kind of case an issue is: 重大, 群体, 历史遗留… by its tags and severity, 反复 when it was told again."""
    return {*issue.tags, issue.severity or "", RECURRING if issue.repeats else ""}


def _put_off(issue: Issue) -> str | None:
    """The reason for which it is put off now."""
    return issue.reason if issue.status is Status.DEFERRED else None


def began(issue: Issue) -> date | None:
    """The day on which this stay in the books began, as far as it is known."""
    return issue.entered_on if issue.rounds else issue.reported_on


def last_day(issue: Issue) -> date | None:
    """The latest day on which a step of this stay is known to have happened."""
    steps = (issue.assigned_on, issue.done_on, issue.verified_on, issue.callback_on)
    left = issue.left_on if issue.status is Status.VOID else issue.closed_on
    return max((day for day in (began(issue), *steps, left) if day), default=None)


def next_level(issue: Issue, profile: Profile) -> str | None:
    """The verification level (验收层级) that comes next, None when every level has passed."""
    return next((level for level in levels(issue, profile) if level not in issue.levels), None)


def levels(issue: Issue, profile: Profile) -> tuple[str, ...]:
    """The verification levels that an issue of this kind goes through."""
    if not profile.chains:
        return profile.levels
    source = meant_source(issue.source, profile)
    return profile.levels_for(source, issue.category, issue.subcategory)


AFTER_REPORT = Need(
    lambda issue, given, _p: not given.dated or given.on >= (began(issue) or given.on),
    "--on 早于受理的那天（{began}）",
    "--on {began} 或以后的日期",
    option=True,
)
IN_ORDER = Need(
    lambda issue, given, _p: not given.dated or given.on >= (last_day(issue) or given.on),
    "--on 早于上一步的那天（{last_day}）",
    "--on {last_day} 或以后的日期",
    option=True,
)
LIMIT_KEPT = Need(
    lambda issue, given, _p: (
        issue.due_on in (None, given.facts.get("due_on", issue.due_on)) or bool(given.get("reason"))
    ),
    "改整改时限要办延期",
    "ledger extend {number} -d 新时限 --reason 原因 --approved-by 姓名；是录入写错的，加 --reason 写明",
)
LIMIT_AHEAD = Need(
    lambda issue, given, _p: (
        issue.due_on is not None
        or (given.get("due_on") or given.on) >= given.on
        or bool(given.get("reason"))
    ),
    "整改时限已经过了",
    "--reason 写明确是那天；写错了的，改写以后的日期",
    option=True,
)
FILLED = Need(
    lambda _i, given, _p: all(given.facts.get(name, True) for name in ("description", "source")),
    "问题描述、来源不能空着",
    "等号后面写上新的内容",
    firm=True,
)
NOTE = Need(lambda _i, given, _p: bool(given.note), "缺情况说明", '-m "说明"', option=True)
NOTE_OR_TICK = NOTE._replace(met=lambda _i, given, _p: bool(given.note or given.get("milestone")))
MILESTONES = Need(
    lambda _i, given, _p: given.get("milestones") is not None,
    "缺节点",
    "ledger plan {number} 勘查=3天 施工=10天 自验=2天",
)
LIMIT_SET = Need(
    lambda issue, _g, _p: issue.due_on is not None,
    "还没有整改时限，无从倒排",
    "ledger edit {number} 整改时限=日期",
)
UNIT = _told("lead_unit", "缺责任单位", "--to 单位")
CLAIMER = _told("lead_unit", "缺认领单位", "-u 单位")
BASIS = _told("basis", "缺依据", "--basis 依据")
APPROVER = _told("approved_by", "缺批准人", "--approved-by 姓名")
NEW_DUE = _told("due_on", "缺新时限", "-d 日期")
REASON = _told("reason", "缺原因", "--reason 原因")
RETURN_REASON = _one_of(
    "reason", lambda p: p.return_reasons, "缺退单原因或原因不在清单内", "--reason {return_reasons}"
)
DEFER_REASON = Need(
    lambda issue, given, p: (given.get("reason") or _put_off(issue)) in p.defer_reasons,
    "缺挂账原因或原因不在清单内",
    "--reason {defer_reasons}",
    option=True,
)
VOID_REASON = _one_of(
    "reason", lambda p: p.void_reasons, "缺终结原因或原因不在清单内", "--reason {void_reasons}"
)
RETURN_IN_TIME = Need(
    lambda _i, given, _p: given.moment <= (given.get("return_by") or given.moment),
    "签收后的退单期限已过",
    "协调由谁办理后改派；确需例外加 --force（记入日志）",
)
REVIEW_DAY = _told("review_on", "缺复核日", "--until 日期")
REQUIREMENT = _told("requirement", "缺补充整改要求", "--requirement 要求")
NOT_YET_DUE = Need(
    lambda issue, given, _p: issue.due_on is None or given.on <= issue.due_on,
    "已过整改时限，延期应在到期前申请",
    'ledger progress {number} -m "说明未按期原因"',
)
LATER_DUE = Need(
    lambda issue, given, _p: (
        not given.get("due_on") or issue.due_on is None or given.get("due_on") > issue.due_on
    ),
    "新时限不晚于原时限",
    "-d 更晚的日期",
    option=True,
)
MAY_EXTEND = Need(
    lambda issue, _g, p: issue.extensions < p.max_extensions,
    "延期次数已用完",
    "ledger defer {number} --until 复核日 --reason 原因 --approved-by 姓名",
)
LATER_REVIEW = Need(
    lambda _i, given, _p: not given.get("review_on") or given.get("review_on") > given.on,
    "复核日应晚于今天",
    "--until 日期",
    option=True,
)
INTO = Need(
    lambda issue, given, _p: (
        given.get("reason") != DUPLICATE or given.get("into") not in (None, "", issue.number)
    ),
    "重复件要指明并入哪一号（不能是它自己）",
    "--into 编号",
    option=True,
)
RATED = Need(
    lambda _i, given, p: not given.get("reached") or given.get("satisfaction") in p.satisfactions,
    "缺满意度或满意度不在清单内",
    "--satisfaction {satisfactions}，未接通用 --unreached",
    option=True,
)
LEVEL_LEFT = Need(
    lambda issue, _g, p: next_level(issue, p) is not None,
    "各级验收都已通过",
    "ledger close {number}",
    firm=True,
)
LEVEL = Need(
    lambda issue, given, p: next_level(issue, p) in (None, given.get("level")),
    "不是下一级验收",
    "ledger verify {number} --pass --level {next_level}",
    firm=True,
)
OTHER_PERSON = Need(
    lambda issue, given, _p: given.by not in (issue.done_by, issue.person),
    "由{done_by}报验，验收人不能是报验人或责任人",
    "换一人验收（--by 姓名）；确需例外加 --force --reason 理由（记入日志）",
)
VERIFIED = Need(
    lambda issue, _g, p: next_level(issue, p) is None,
    "还没有{next_level}级验收",
    "ledger verify {number} --pass --level {next_level}",
)
CALLED_BACK = Need(
    lambda issue, _g, p: not _wants_callback(issue, p) or _answered(issue),
    "缺回访记录",
    "ledger callback {number} --satisfaction 满意",
)
NOT_UNHAPPY = Need(
    lambda issue, _g, p: (
        issue.satisfaction != UNHAPPY or not (_wants_callback(issue, p) or issue.source is None)
    ),
    "回访“不满意”，需重新整改",
    "ledger verify {number} --fail --requirement 补充整改要求 -d 新时限",
)
AFTER_PHOTO = Need(
    lambda issue, _g, p: (
        _has_photo(issue, "after") or not {issue.category, issue.subcategory} & {*p.photo_for}
    ),
    "缺整改后照片",
    "ledger attach {number} 照片.jpg --after",
)
CAUSE_FOUND = Need(
    lambda issue, _g, p: bool(issue.cause) or not kinds(issue) & set(p.cause_for),
    "没有倒查根本原因",
    "ledger edit {number} 根本原因=…",
)
ON_THE_SPOT = Need(
    lambda _i, _g, p: p.on_the_spot,
    "本区不允许立行立改直接销号",
    'ledger done {number} -m "整改情况"',
)
PHOTO_TAKEN = Need(
    lambda issue, _g, _p: _has_photo(issue, "after"),
    "缺整改后照片",
    "--photo 照片.jpg",
    option=True,
)
FOR_STRIKING_OFF: Final = (NOT_UNHAPPY, VERIFIED, CALLED_BACK, AFTER_PHOTO, CAUSE_FOUND)
