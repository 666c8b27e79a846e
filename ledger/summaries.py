"""The sentence of a report that a clerk pastes into a 简报, with the numbers of the ledger."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from ledger.figures import INDICATORS, Stay, deferred, finished, measure
from ledger.models import Issue
from ledger.periods import Period

# how a 简报 names what came from a source: the first word that the source contains decides
SOURCES: Final = (
    ("12345", "12345信访问题{}件"),
    ("信访", "信访投诉案件{}件"),
    ("来信", "信访投诉案件{}件"),
    ("来访", "信访投诉案件{}件"),
    ("来电", "信访投诉案件{}件"),
    ("媒体", "媒体反映问题{}件"),
    ("检查", "日常检查发现问题{}件"),
    ("巡查", "日常检查发现问题{}件"),
)
UNKNOWN_SOURCE: Final = "来源未填写的问题{}件"
OVERSIGHT: Final = {
    "移交执法": "移交执法部门{}件",
    "督办单": "下达整改督办单{}个",
    "约谈": "约谈{}次",
    "通报批评": "通报批评{}家",
    "扣分": "信用信息登记扣分{}分",
    "黑榜": "行业黑榜通报{}家",
}


def summary(
    counted: Sequence[Stay],
    period: Period,
    district: str,
    campaign: str,
    oversight: Mapping[str, float],
) -> str:
    """截至9月30日，道里区共受理…件（…），已完成整改…件（其中销号…件），正在整改…件…。本期…。

    The first sentence speaks of every issue entered up to the period's end, as it stood then; its parts add
    up. The second speaks of the period alone. Parts of nought are left out.
    """
    latest = _latest(counted, period.last)
    since = f"从开展{campaign}以来，" if campaign else ""
    last = period.last
    until = f"截至{last.year}年{last.month}月{last.day}日，"
    if not latest:
        return f"{since}{until}{district}没有受理问题。"
    parts = [
        f"共受理问题{len(latest)}件（{'、'.join(_by_source(latest))}）",
        *_standing(latest, period),
    ]
    parts += [OVERSIGHT[name].format(n) for name, n in oversight.items() if n and name in OVERSIGHT]
    return f"{since}{until}{district}{'，'.join(parts)}。{_moves(counted, period)}"


def _latest(counted: Sequence[Stay], day: date) -> list[Stay]:
    """The stay that tells how each issue stood at the end of a day: the last that had begun by then."""
    begun = (stay for stay in counted if stay.entered <= day)
    return list({stay.issue.uid: stay for stay in begun}.values())


def _by_source(latest: Sequence[Stay]) -> list[str]:
    phrases = Counter(_phrase(stay.issue.source) for stay in latest)
    order = [phrase for _, phrase in SOURCES]
    ranked = sorted(
        phrases.items(),
        key=lambda pair: (
            order.index(pair[0]) if pair[0] in order else len(order),
            -pair[1],
            pair[0],
        ),
    )
    return [phrase.format(count) for phrase, count in ranked]


def _phrase(source: str | None) -> str:
    if not source:
        return UNKNOWN_SOURCE
    known = (phrase for word, phrase in SOURCES if word in source)
    return next(known, source.replace("{", "").replace("}", "") + "问题{}件")


def _standing(latest: Sequence[Stay], period: Period) -> list[str]:
    gone = [stay.how if stay.left and stay.left <= period.last else "" for stay in latest]
    closed, ended = gone.count("close"), gone.count("void")
    waiting = sum(finished(stay, period) for stay in latest)
    paused = [stay.issue for stay in latest if deferred(stay, period)]
    working = len(latest) - closed - ended - waiting - len(paused)
    parts = [f"已完成整改{closed + waiting}件（其中销号{closed}件）"]
    parts += [f"正在整改{working}件"] if working else []
    parts += [_put_off(paused)] if paused else []
    return parts + ([f"终结{ended}件"] if ended else [])


SEASON: Final = "季节"
SPRING: Final = range(2, 7)
"""The months in which what winter stopped is looked at again."""
REASONS: Final = {
    SEASON: "季节原因",
    "资金": "资金未落实",
    "产权": "产权不明确",
    "历史遗留": "历史遗留问题",
    "规划": "待规划改造",
    "其他": "",
}
"""How a 简报 says the classes of reasons that do not speak for themselves."""
WINTER: Final = ("冬", "开春")
LONGEST_REASON: Final = 10


def _put_off(paused: Sequence[Issue]) -> str:
    """因冬季无法施工挂账5件, or how many for each reason: a deferral never counts as finished."""
    counts = Counter(_reason(issue) for issue in paused)
    if len(counts) == 1:
        (reason,) = counts
        return f"{f'因{reason}' if reason else ''}挂账{len(paused)}件"
    told = "、".join(f"{reason or '其他原因'}{n}件" for reason, n in counts.most_common())
    return f"挂账{len(paused)}件（{told}）"


def _reason(issue: Issue) -> str:
    """The reason in a few words; what a sheet told at length only where it speaks of winter."""
    reason = issue.reason or ""
    over_winter = issue.review_on is None or issue.review_on.month in SPRING
    if any(word in reason for word in WINTER) or (reason == SEASON and over_winter):
        return "冬季无法施工"
    reason = REASONS.get(reason, reason)
    return reason if len(reason) <= LONGEST_REASON else ""


def _moves(counted: Sequence[Stay], period: Period) -> str:
    figures = measure(counted, period)
    phrases = {"新增": "新增{}件", "反弹": "反弹{}件", "销号": "销号{}件", "超期": "期末超期{}件"}
    moves = [
        phrase.format(len(figures[label].numbers))
        for label, phrase in phrases.items()
        if figures[label].numbers
    ]
    rates = [
        f"{indicator.label}{figures[indicator.label].short}"
        for indicator in INDICATORS
        if figures[indicator.label].whole
    ]
    return (
        f"{period.title}{'、'.join(moves)}{'，' if moves and rates else ''}{'、'.join(rates)}。"
        if moves or rates
        else ""
    )
