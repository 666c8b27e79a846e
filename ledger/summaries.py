"""The sentence of a report that a clerk pastes into a 简报, with the numbers of the ledger."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from ledger.figures import DEFINITIONS, INDICATORS, Stay, deferred, finished, measure
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
    book = campaign.endswith("台账")
    since = f"从开展{campaign}以来，" if campaign and not book else ""
    whose = f"{district}{campaign}" if book else district
    until = f"截至{written(period.last)}，"
    if not latest:
        return f"{since}{until}{whose}没有受理问题。"
    parts = [
        f"共受理问题{len(latest)}件（{'、'.join(_by_source(latest))}）",
        *_standing(latest, period),
    ]
    parts += [OVERSIGHT[name].format(n) for name, n in oversight.items() if n and name in OVERSIGHT]
    return f"{since}{until}{whose}{'，'.join(parts)}。{_moves(counted, period)}"


def written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


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
    n = _counts(latest, period)
    parts = [f"已完成整改{n['已完成']}件（其中销号{n['已销号']}件）"]
    rest = {label: f"{label}{n[label]}件" for label in ("正在整改", "挂账", "终结") if n[label]}
    if n["挂账"]:
        rest["挂账"] = _put_off([stay.issue for stay in latest if deferred(stay, period)])
    return [*parts, *rest.values()]


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


def _counts(latest: Sequence[Stay], period: Period) -> dict[str, int]:
    """How many of these were entered up to the period's end, and how they stood then."""
    gone = [stay.how if stay.left and stay.left <= period.last else "" for stay in latest]
    closed, ended = gone.count("close"), gone.count("void")
    done = closed + sum(finished(stay, period) for stay in latest)
    paused = sum(deferred(stay, period) for stay in latest)
    left = len(latest) - done - ended
    return {
        "受理": len(latest), "已完成": done, "已销号": closed, "未完成": left,
        "正在整改": left - paused, "挂账": paused, "终结": ended,
    }  # fmt: skip


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


OF: Final[Mapping[str, Callable[[Issue], str | None]]] = {
    "来源": lambda issue: issue.source,
    "专项": lambda issue: issue.campaign,
    "街道": lambda issue: issue.subdistrict,
    "类别": lambda issue: issue.category,
    "小类": lambda issue: issue.subcategory,
}
COUNTED: Final = (
    "受理",
    "已完成",
    "已销号",
    "未完成",
    "正在整改",
    "挂账",
    "终结",
    "进度",
    "挂账情况",
)
PERIOD: Final = "本期"
ANSWERED: Final = ("签收及时率", "响应及时率")
"""How soon units answered: told beside the figures of issues."""
NAMED: Final = (*ANSWERED, "截至", "区", "活动", PERIOD, *(f"各{kind}" for kind in OF), *OVERSIGHT)
PLACE: Final = re.compile(r"\{([^{}]*)\}")


def unknown(wording: str) -> list[str]:
    """What stands in {} in a district's own wording and is no figure."""
    return [place for place in PLACE.findall(wording) if not _known(place)]


def _known(place: str) -> bool:
    match place.split("."):
        case [name]:
            return name in (*NAMED, *COUNTED)
        case [of, figure]:
            return of == PERIOD and figure in DEFINITIONS
        case [of, words, figure]:
            return of in OF and bool(words) and figure in COUNTED
    return False


def worded(wording: str, counted: Sequence[Stay], period: Period, named: Mapping[str, str]) -> str:
    """The district's own sentence: a text with figures in {}, of every issue entered up to the period's end.

    {受理} is all of them, {来源.信访、来访.受理} those whose source contains one of the words, {各类别} each
    category with its count, {本期.新增} a figure of the period. `named` holds what is no figure of issues.
    """
    latest = _latest(counted, period.last)

    def told(place: re.Match[str]) -> str:
        *kind, last = place[1].split(".")
        if kind == [PERIOD]:
            return measure(counted, period)[last].short
        if last in named:
            return named[last]
        if last.removeprefix("各") in OF:
            return _each(latest, OF[last.removeprefix("各")])
        among = [stay for stay in latest if not kind or _is(stay.issue, *kind)]
        if last == "挂账情况":
            return _put_off([stay.issue for stay in among if deferred(stay, period)])
        return _progress(among, period) if last == "进度" else str(_counts(among, period)[last])

    return PLACE.sub(told, wording)


def _is(issue: Issue, of: str, names: str) -> bool:
    return any(name in (OF[of](issue) or "") for name in names.split("、"))


def _each(latest: Sequence[Stay], of: Callable[[Issue], str | None]) -> str:
    """Each value with its count, the most first."""
    counts = Counter(value for stay in latest if (value := of(stay.issue)))
    return "、".join(f"{value}{n}件" for value, n in counts.most_common()) or "无"


def _progress(among: Sequence[Stay], period: Period) -> str:
    n = _counts(among, period)
    if not n["未完成"]:
        ended = f"（其中终结{n['终结']}件）" if n["终结"] else ""
        return f"已全部完成{ended}" if among else "暂无问题"
    return f"已完成{n['已完成']}件，未完成{n['未完成']}件"
