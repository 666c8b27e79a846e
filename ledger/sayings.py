"""Figures of some issues, of all or of those of a kind, in the words of a sentence for a 简报."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from statistics import mean
from typing import Final, NamedTuple

from ledger import responses
from ledger.figures import Stay
from ledger.masking import mask_text
from ledger.models import Issue
from ledger.summaries import STANDING, by_source, put_off

NONE: Final = "无"
NO_ISSUES: Final = "暂无问题"
NO_PAYER: Final = "暂无单位出资"
NOTHING: Final = ("0", "-", "0元", NONE, NO_ISSUES, NO_PAYER, put_off([]))


class Said(NamedTuple):
    """A figure in the words of a sentence, and the numbers of the issues behind it."""

    text: str
    numbers: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether it tells that there is nothing."""
        return self.text in NOTHING


Standing = Mapping[str, Sequence[Stay]]
"""Some issues by how they stand; see summaries.sorted_out."""
OF: Final[Mapping[str, Callable[[Issue], str | tuple[str, ...] | None]]] = {
    "来源": lambda issue: issue.source,
    "专项": lambda issue: issue.campaign,
    "街道": lambda issue: issue.subdistrict,
    "类别": lambda issue: issue.category,
    "小类": lambda issue: issue.subcategory,
    "责任单位": lambda issue: issue.lead_unit,
    "标签": lambda issue: issue.tags,
}


def _numbers(among: Iterable[Stay]) -> tuple[str, ...]:
    return tuple(sorted(stay.issue.number for stay in among))


def _count(label: str, stand: Standing) -> Said:
    return Said(str(len(stand[label])), _numbers(stand[label]))


def _progress(stand: Standing) -> Said:
    left, ended = len(stand["未完成"]), len(stand["终结"])
    if left:
        return Said(f"已完成{len(stand['已完成'])}件，未完成{left}件", _numbers(stand["未完成"]))
    if not stand["受理"]:
        return Said(NO_ISSUES)
    rest = f"（其中终结{ended}件）" if ended else ""
    return Said(f"已全部整改完成{rest}", _numbers(stand["已完成"]))


def _paused(stand: Standing) -> Said:
    return Said(put_off(stand["挂账"]), _numbers(stand["挂账"]))


def _struck(stand: Standing) -> Said:
    """Each issue struck off by its place and what it was."""
    told = (_named(stay.issue) for stay in stand["已销号"])
    return Said("、".join(told) or NONE, _numbers(stand["已销号"]))


def _named(issue: Issue) -> str:
    what = mask_text(issue.title or issue.description or "").rstrip("。；，")
    place = issue.estate or issue.location or ""
    return what if place in what else place + what


def _spent(stand: Standing) -> Said:
    paid = [stay for stay in stand["受理"] if stay.issue.cost]
    return Said(money(sum(stay.issue.cost or 0 for stay in paid)), _numbers(paid))


def _paid(stand: Standing) -> Said:
    """Each who paid, with how much."""
    sums: dict[str, float] = {}
    paid = [stay for stay in stand["受理"] if stay.issue.cost and stay.issue.payer]
    for stay in paid:
        payer = stay.issue.payer or ""
        sums[payer] = sums.get(payer, 0) + (stay.issue.cost or 0)
    told = "、".join(
        f"{payer}出资{money(sums[payer])}" for payer in sorted(sums, key=sums.__getitem__)[::-1]
    )
    return Said(told or NO_PAYER, _numbers(paid))


def money(yuan: float) -> str:
    """A sum of money as one says it.

    >>> money(280_000), money(12_345.6), money(800)
    ('28万元', '12345.6元', '800元')
    """
    whole = yuan >= 10_000 and yuan % 100 == 0
    return f"{yuan / 10_000:g}万元" if whole else f"{yuan:.2f}".rstrip("0").rstrip(".") + "元"


def _each(of: str, stand: Standing) -> Said:
    """Each value with its count, the most first; sources in the words that a 简报 has for them."""
    if of == "来源":
        return Said("、".join(by_source(stand["受理"])) or NONE, _numbers(stand["受理"]))
    counts: Counter[str] = Counter()
    for stay in stand["受理"]:
        told = OF[of](stay.issue) or ()
        counts.update([told] if isinstance(told, str) else told)
    told = "、".join(f"{value}{n}件" for value, n in counts.most_common())
    return Said(told or NONE, _numbers(stand["受理"]))


def _shared(stand: Standing) -> Said:
    """Which categories each lead unit has in hand, the unit with most first."""
    units: dict[str, list[Stay]] = {}
    for stay in stand["受理"]:
        units.setdefault(stay.issue.lead_unit or "", []).append(stay)
    ordered = sorted(units.items(), key=lambda item: (not item[0], -len(item[1])))
    told = (
        f"{f'{unit}牵头' if unit else '还没有交办的'}{_each('类别', {'受理': of}).text}"
        for unit, of in ordered
    )
    return Said("；".join(told) or NONE, _numbers(stand["受理"]))


def _answers(stand: Standing) -> Said:
    """Each category with its count and how soon units answered on average, the most first."""
    categories: dict[str, list[Stay]] = {}
    for stay in stand["受理"]:
        if stay.issue.category:
            categories.setdefault(stay.issue.category, []).append(stay)
    ordered = sorted(categories.items(), key=lambda item: -len(item[1]))
    told = (f"{name}{len(of)}件{_soon(of)}" for name, of in ordered)
    return Said("、".join(told) or NONE, _numbers(stand["受理"]))


def _soon(among: Sequence[Stay]) -> str:
    """（平均1.5小时响应）, of those whose time of answer is known."""
    told = responses.handings({stay.issue.uid: stay.issue for stay in among}.values())
    hours = [one.hours for one in told if one.hours is not None]
    return f"（平均{lasting(mean(hours))}响应）" if hours else ""


def lasting(hours: float) -> str:
    """How long something took, as one says it.

    >>> lasting(2.5), lasting(0.9), lasting(5)
    ('2.5小时', '54分钟', '5小时')
    """
    if hours < 1:
        return f"{max(round(hours * 60), 1)}分钟"
    return f"{hours:.1f}".removesuffix(".0") + "小时"


AMONG: Final[Mapping[str, Callable[[Standing], Said]]] = {
    **{label: partial(_count, label) for label in STANDING},
    "进度": _progress,
    "挂账情况": _paused,
    "已销号问题": _struck,
    "资金": _spent,
    "出资情况": _paid,
    "分工": _shared,
    "各类别响应": _answers,
    **{f"各{of}": partial(_each, of) for of in OF},
}
