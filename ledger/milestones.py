"""Milestones (节点) of a job, counted back from its limit (倒排工期)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from ledger.errors import Usage
from ledger.workdays import DAY, Calendar, Limit, add_workdays

HINT: Final = "应像 勘查=3天 施工=10天 自验=2天，或各占百分之几：勘查=20% 施工=70% 自验=10%"
WHOLE: Final = 100
Told = tuple[Mapping[str, Any], ...]
"""Milestones as an issue keeps them: step, by, and the day on which it was done."""


class Part(NamedTuple):
    """One step of the work: how long it takes, or its share of the time."""

    step: str
    days: Limit | None = None
    share: int = 0


def parts(words: Sequence[str]) -> list[Part]:
    """The steps as a clerk tells them, in order. Raises Usage.

    >>> [str(part.days) for part in parts(["勘查=3天", "施工=10个工作日"])]
    ['3 天', '10 个工作日']
    """
    told = [_part(word) for word in words]
    names = [part.step for part in told]
    if len(set(names)) < len(names):
        raise Usage("有两个节点同名", "换一个名字")
    shares = [part.share for part in told if part.days is None]
    if shares and len(shares) < len(told):
        raise Usage("天数和百分比不能混着写", HINT)
    if shares and sum(shares) != WHOLE:
        raise Usage(f"各节点的百分比加起来是 {sum(shares)}%", "应是 100%")
    return told


def _part(word: str) -> Part:
    step, _, length = (text.strip() for text in word.replace("＝", "=").partition("="))
    if not step or not length:
        raise Usage(f"节点“{word}”没有写全", HINT)
    share = length.replace("％", "%").removesuffix("%")
    if share != length and share.isdecimal():
        return Part(step, share=int(share))
    limit = Limit.parse(length)
    if limit.unit == "小时":
        raise Usage(f"节点“{word}”按天算", HINT)
    return Part(step, limit)


class Milestone(NamedTuple):
    """A step and the day by which it is to be done."""

    step: str
    by: date


def counted_back(
    told: Sequence[Part], start: date, due: date, calendar: Calendar
) -> list[Milestone]:
    """The day of each step, the last on the limit. Raises Usage when the time is too short.

    >>> plan = parts(["勘查=3天", "施工=10天", "自验=2天"])
    >>> [str(one.by) for one in counted_back(plan, date(2024, 1, 1), date(2024, 1, 20), Calendar())]
    ['2024-01-08', '2024-01-18', '2024-01-20']
    >>> plan = parts(["勘查=20%", "施工=70%", "自验=10%"])
    >>> [str(one.by) for one in counted_back(plan, date(2024, 1, 1), date(2024, 1, 21), Calendar())]
    ['2024-01-05', '2024-01-19', '2024-01-21']
    """
    if due <= start:
        raise Usage(f"时限 {due} 已到，排不出节点", "时限要延长的，到期前用 ledger extend")
    return _by_days(told, start, due, calendar) if told[0].days else _by_shares(told, start, due)


def _by_shares(told: Sequence[Part], start: date, due: date) -> list[Milestone]:
    span, gone = (due - start).days, 0
    found = []
    for part in told:
        gone += part.share
        found.append(Milestone(part.step, start + timedelta(days=span * gone // WHOLE)))
    return found


def _by_days(told: Sequence[Part], start: date, due: date, calendar: Calendar) -> list[Milestone]:
    found, end = list[Milestone](), due
    lengths = [(part.step, part.days) for part in told if part.days]
    for step, days in reversed(lengths):
        found.insert(0, Milestone(step, end))
        end = _before(end, days, calendar)
    if end < start:
        raise Usage(
            f"排不下：“{told[0].step}”要从 {end} 做起，到时限 {due} 只剩 {(due - start).days} 天",
            "缩短天数，或写百分比，如 勘查=20% 施工=70% 自验=10%",
        )
    return found


def _before(end: date, days: Limit, calendar: Calendar) -> date:
    """The day on which a step that is done by `end` begins."""
    if days.unit == "工作日":
        return add_workdays(end, -days.amount, calendar)
    return end - DAY * days.amount


def ticked(told: Told, step: str, on: date) -> Told:
    """The milestones with one done on that day."""
    return tuple({**one, "done": str(on)} if one["step"] == step else one for one in told)


def renewed(old: Told, new: Sequence[Mapping[str, Any]]) -> Told:
    """New milestones; what is done of the old ones stays done."""
    done = {one["step"]: {"done": one["done"]} for one in old if "done" in one}
    return tuple({**one, **done.get(one["step"], {})} for one in new)


def moved(told: Told, later: timedelta) -> Told:
    """The milestones still to come keep their distance to a limit that moved."""
    return tuple(
        one if "done" in one else {**one, "by": str(date.fromisoformat(one["by"]) + later)}
        for one in told
    )
