"""Whistles (吹哨): a street calls departments; by when each must have answered, reported, finished; how it is rated."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any, Final, NamedTuple

from ledger.errors import LedgerError, NotAllowed, Usage
from ledger.models import Action, Day, Kind, Object, Text, Texts, declared, field, readable
from ledger.numbered import Handle, Register, handle
from ledger.profile import WhistleRule
from ledger.workdays import Calendar, Limit, until

WORD: Final = "哨"
SIGN: Final = "签收"
CONTACT: Final = "联系"
REPORT: Final = "报到"
FINISH: Final = "办结"
STAGES: Final = (SIGN, CONTACT, REPORT, FINISH)
"""What is awaited of each department, in this order: who has reported has signed, too."""
DAY_LONG: Final = 10
NOTHING: Final[Mapping[str, Any]] = {}
MEETING: Final = "专题会"
ORDER: Final = "领导批示"
ACTS: Final = ("联合执法", "联合行动", MEETING, ORDER)


class Whistle(NamedTuple):
    """One whistle: what is called for, of whom, by when; `answers` has the moment of each 部门/阶段.

    A moment is a day, or a day and a time where the time is known; `deadlines` are fixed when it is blown.
    """

    uid: str = field("标识")
    kind: str = field("哨种")
    year: int = field("年份", Kind.COUNT)
    serial: int = field("序号", Kind.COUNT)
    doc_no: str = field("哨号")
    given_on: date = field("日期", Kind.DATE)
    by: str = field("经办人")
    blown: str = field("吹哨时间")
    units: Texts = field("应哨部门", Kind.WORDS)
    subdistrict: Text = field("街道")
    initiator: Text = field("吹哨人")
    leader: Text = field("包案领导")
    issues: Texts = field("问题", Kind.WORDS, unknown=())
    note: Text = field("事项")
    due_on: Day = field("办结期限", Kind.DATE)
    deadlines: Object = field("时限", Kind.OBJECT, unknown=NOTHING)
    answers: Object = field("应哨", Kind.OBJECT, unknown=NOTHING)
    ratings: Object = field("评价", Kind.OBJECT, unknown=NOTHING)
    acts: Object = field("联动", Kind.OBJECT, unknown=NOTHING)
    ended_on: Day = field("办结日期", Kind.DATE)
    withdrawn: bool = field("已撤回", Kind.FLAG, unknown=False)
    version: int = field("版本", Kind.COUNT, unknown=0)


def _handle(text: str) -> Handle | None:
    return handle("whistle", WORD, text)


def _heading(made: Mapping[str, Any]) -> list[str]:
    return ["吹哨", made["doc_no"], f"{made['kind']}哨", "、".join(made["units"])]


WHISTLES: Final[Register[Whistle]] = Register(
    name="whistle",
    label="吹哨",
    listed="ledger whistle list --all",
    shape=Whistle,
    fields=declared(Whistle),
    created=Action.WHISTLE,
    handle=_handle,
    heading=_heading,
    said=(
        "kind", "year", "serial", "doc_no", "given_on", "by", "blown", "units", "issues", "deadlines", "ended_on",
    ),
    inner={"on": None, "who": "参加", "chair": "主持"},
)  # fmt: skip


def deadlines(rule: WhistleRule, blown: str, due_on: date | None, days: Calendar) -> dict[str, str]:
    """By when each stage must be reached: to the minute for hours from a known time, else by the day."""
    limits = {SIGN: rule.sign, CONTACT: rule.contact, REPORT: rule.report}
    told = {stage: _deadline(blown, text, days) for stage, text in limits.items() if text}
    return told | ({FINISH: str(due_on)} if due_on else {})


def _deadline(blown: str, text: str, days: Calendar) -> str:
    return readable(until(blown.replace(" ", "T"), Limit.parse(text), days))


def after(one: str, other: str) -> bool:
    """Whether a moment lies after another, as far as both are known.

    >>> after("2024-01-15 10:31", "2024-01-15 10:30"), after("2024-01-15 10:31", "2024-01-15")
    (True, False)
    """
    known = min(len(one), len(other))
    return one[:known] > other[:known]


def reached(whistle: Whistle, unit: str, stage: str) -> str | None:
    """When a department reached a stage: by that answer or by a later one. None while it has not."""
    later = STAGES[STAGES.index(stage) :]
    told = [moment for one in later if (moment := whistle.answers.get(f"{unit}/{one}"))]
    return min(told, default=None)


def late(whistle: Whistle, unit: str, stage: str, now: str) -> bool:
    """Whether a department reached a stage too late, or has not reached it while it should have by `now`."""
    deadline = whistle.deadlines.get(stage)
    return deadline is not None and after(reached(whistle, unit, stage) or now, deadline)


def awaited(whistle: Whistle, unit: str) -> str | None:
    """The first stage that a department has not reached; None when it has finished."""
    return next((stage for stage in STAGES if reached(whistle, unit, stage) is None), None)


def absent(whistle: Whistle) -> list[str]:
    """The departments that have not reported yet."""
    return [unit for unit in whistle.units if reached(whistle, unit, REPORT) is None]


def slow(whistle: Whistle, now: str) -> list[str]:
    """The departments that have let a deadline go by and still have not reached that stage."""
    return [
        unit
        for unit in whistle.units
        if any(
            late(whistle, unit, stage, now)
            for stage in STAGES
            if reached(whistle, unit, stage) is None
        )
    ]


def answer(whistle: Whistle, units: Sequence[str], stage: str, when: str) -> dict[str, Any]:
    """What changes when departments reach a stage. Raises NotAllowed for what was told already or cannot be."""
    if after(whistle.blown, when):
        raise NotAllowed(
            f"{stage}早于吹哨（{whistle.blown}）", "用 --on 写明应哨的时间，如 --on 9:30"
        )
    told = {f"{unit}/{stage}": when for unit in units}
    if known := next((key for key in told if key in whistle.answers), None):
        raise NotAllowed(
            f"{whistle.doc_no} {known.replace('/', ' ')}已经记过（{whistle.answers[known]}）",
            "记错了先 ledger undo 撤销那一次",
        )
    follows = whistle._replace(answers={**whistle.answers, **told})
    ended = all(awaited(follows, unit) is None for unit in whistle.units)
    changed: dict[str, Any] = {f"answers/{key}": moment for key, moment in told.items()}
    return changed | ({"ended_on": date.fromisoformat(when[:DAY_LONG])} if ended else {})


def rate(whistle: Whistle, units: Sequence[str], grade: str) -> dict[str, Any]:
    """What changes when a street rates departments. Raises NotAllowed for one that never came."""
    if missing := [unit for unit in units if unit in absent(whistle)]:
        raise NotAllowed(
            f"{whistle.doc_no} {'、'.join(missing)}还没有报到，不能评价",
            f"ledger respond {whistle.doc_no} -u {missing[0]} --stage 报到",
        )
    return {f"ratings/{unit}": grade for unit in units}


def act(whistle: Whistle, kind: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """What changes when departments acted or met together: 专题会1, 联合执法1."""
    name = next(name for n in count(1) if (name := f"{kind}{n}") not in whistle.acts)
    return {f"acts/{name}": {key: value for key, value in told.items() if value}}


def incomplete(kind: str, told: Mapping[str, Any]) -> LedgerError | None:
    """What the record of an act lacks; None when it is complete."""
    lacking = [
        (missing, option)
        for name, missing, option, kinds in (
            ("text", "议定事项" if kind == MEETING else "做了什么", '-m "内容"', ACTS),
            ("who", "参加单位", "--who 单位,…", [one for one in ACTS if one != ORDER]),
            (
                "chair",
                "主持人" if kind == MEETING else "领导姓名",
                "--chair 姓名",
                (MEETING, ORDER),
            ),
        )
        if kind in kinds and not told.get(name)
    ]
    if not lacking:
        return None
    return Usage(
        f"{kind}缺{'、'.join(missing for missing, _ in lacking)}",
        "，".join(option for _, option in lacking),
    )
