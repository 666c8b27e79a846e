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
    begun = latest(counted, period.last)
    book = campaign.endswith("台账")
    since = f"从开展{campaign}以来，" if campaign and not book else ""
    whose = f"{district}{campaign}" if book else district
    until = f"截至{written(period.last)}，"
    if not begun:
        return f"{since}{until}{whose}没有受理问题。"
    parts = [
        f"共受理问题{len(begun)}件（{'、'.join(by_source(begun))}）",
        *_standing(begun, period),
    ]
    parts += [OVERSIGHT[name].format(n) for name, n in oversight.items() if n and name in OVERSIGHT]
    return f"{since}{until}{whose}{'，'.join(parts)}。{_moves(counted, period)}"


def written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def latest(counted: Sequence[Stay], day: date) -> list[Stay]:
    """The stay that tells how each issue stood at the end of a day: the last that had begun by then."""
    begun = (stay for stay in counted if stay.entered <= day)
    return list({stay.issue.uid: stay for stay in begun}.values())


def by_source(begun: Sequence[Stay]) -> list[str]:
    phrases = Counter(_phrase(stay.issue.source) for stay in begun)
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


def _standing(begun: Sequence[Stay], period: Period) -> list[str]:
    stand = sorted_out(begun, period)
    parts = [f"已完成整改{len(stand['已完成'])}件（其中销号{len(stand['已销号'])}件）"]
    for label in ("正在整改", "挂账", "终结"):
        if stays := stand[label]:
            paused = label == "挂账"
            parts.append(put_off(stays) if paused else f"{label}{len(stays)}件")
    return parts


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


def put_off(paused: Sequence[Stay]) -> str:
    """因冬季无法施工挂账5件, or how many for each reason: a deferral never counts as finished."""
    counts = Counter(_reason(stay.issue) for stay in paused)
    if not paused:
        return "没有挂账"
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


def sorted_out(begun: Sequence[Stay], period: Period) -> dict[str, list[Stay]]:
    """These stays by how they stood at the period's end; 受理 has all of them, 未完成 what 挂账 has, too."""
    stand: dict[str, list[Stay]] = {label: [] for label in STANDING}
    for stay in begun:
        for label in ("受理", *_labels(stay, period)):
            stand[label].append(stay)
    return stand


STANDING: Final = ("受理", "已完成", "已销号", "未完成", "正在整改", "挂账", "终结")


def _labels(stay: Stay, period: Period) -> tuple[str, ...]:
    how = stay.how if stay.left and stay.left <= period.last else ""
    if how:
        return ("已完成", "已销号") if how == "close" else ("终结",)
    if finished(stay, period):
        return ("已完成",)
    return ("未完成", "挂账" if deferred(stay, period) else "正在整改")


def _moves(counted: Sequence[Stay], period: Period) -> str:
    figures = measure(counted, period)
    phrases = {"新增": "新增{}件", "反弹": "反弹{}件", "销号": "销号{}件", "超期": "期末超期{}件"}
    moves = [
        phrase.format(len(figures[label].numbers))
        for label, phrase in phrases.items()
        if figures[label].numbers
    ]
    rates = [
        f"{indicator.label}{figures[indicator.label].said}"
        for indicator in INDICATORS
        if figures[indicator.label].whole
    ]
    return (
        f"{period.title}{'、'.join(moves)}{'，' if moves and rates else ''}{'、'.join(rates)}。"
        if moves or rates
        else ""
    )
