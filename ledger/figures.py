"""What each number of a report means (口径): one function per indicator, over stays in the books."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ledger.models import Issue, Status
from ledger.periods import Period

SATISFIED: Final = ("满意", "基本满意", "很满意", "非常满意")
JUDGED: Final = (*SATISFIED, "一般", "不满意", "非常不满意")


@dataclass(frozen=True, kw_only=True)
class Stay:
    """One stay of an issue in the books (在账): from the day it was entered until it was struck or ended.

    `left` is None while it stays; `how` then is "", else "close" or "void". `before` tells how the stay
    before it ended ("" for the first). `last` marks the stay that the issue itself describes.
    """

    issue: Issue
    entered: date
    left: date | None
    how: str
    before: str
    due_on: date | None
    done_on: date | None
    last: bool

    @property
    def reported(self) -> date | None:
        """The day that counts against the limit: reported finished (报验), else struck."""
        return self.done_on or (self.left if self.how == "close" else None)


def stays(issues: Iterable[Issue]) -> tuple[Stay, ...]:
    """Every stay of every issue that counts (撤回的不计), earlier ones first."""
    return tuple(stay for issue in issues if not issue.withdrawn for stay in _stays(issue))


def _stays(issue: Issue) -> Iterator[Stay]:
    first_round = issue.rounds[0]["round"] if issue.rounds else issue.round
    # a round that the ledger never saw (imported as round 2) was struck and came back all the same
    before = "close" if first_round > 1 else ""
    for past in issue.rounds:
        yield _past(issue, past, before)
        before = past["how"]
    yield _present(issue, before)


def _past(issue: Issue, past: Mapping[str, Any], before: str) -> Stay:
    days = ("entered_on", "due_on", "done_on", "left_on")
    entered_on, due_on, done_on, left_on = (
        date.fromisoformat(past[name]) if past.get(name) else None for name in days
    )
    entered = entered_on or _entered(issue)
    return Stay(
        issue=issue,
        entered=entered,
        left=max(left_on or done_on or entered, entered),
        how=past["how"],
        before=before,
        due_on=due_on,
        done_on=done_on,
        last=False,
    )


def _present(issue: Issue, before: str) -> Stay:
    how = {Status.CLOSED: "close", Status.VOID: "void"}.get(issue.status, "")
    entered = issue.entered_on or _entered(issue)
    left = issue.left_on or issue.closed_on
    return Stay(
        issue=issue,
        entered=entered,
        left=max(left or issue.done_on or entered, entered) if how else None,
        how=how,
        before=before,
        due_on=issue.due_on,
        done_on=issue.done_on,
        last=True,
    )


def _entered(issue: Issue) -> date:
    return issue.reported_on or issue.assigned_on or date.min


def _held(stay: Stay, day: date) -> bool:
    """Whether the stay lies in the books at the end of a day."""
    return stay.entered <= day and (stay.left is None or stay.left > day)


def opening(stay: Stay, period: Period) -> bool:
    return stay.entered < period.first and (stay.left is None or stay.left >= period.first)


def new(stay: Stay, period: Period) -> bool:
    return stay.entered in period and not stay.before


def rebound(stay: Stay, period: Period) -> bool:
    return stay.entered in period and bool(stay.before)


def restored(stay: Stay, period: Period) -> bool:
    return stay.entered in period and stay.before == "void"


def struck(stay: Stay, period: Period) -> bool:
    return stay.how == "close" and stay.left in period


def voided(stay: Stay, period: Period) -> bool:
    return stay.how == "void" and stay.left in period


def closing(stay: Stay, period: Period) -> bool:
    return _held(stay, period.last)


def deferred(stay: Stay, period: Period) -> bool:
    return closing(stay, period) and stay.last and stay.issue.status is Status.DEFERRED


def finished(stay: Stay, period: Period) -> bool:
    """Reported finished and waiting for 验收 at the end of the period."""
    if not closing(stay, period) or deferred(stay, period):
        return False
    if stay.how:
        return stay.done_on is not None and stay.done_on <= period.last
    return stay.issue.status is Status.DONE and (stay.done_on or date.min) <= period.last


def overdue(stay: Stay, period: Period) -> bool:
    return (
        closing(stay, period)
        and not deferred(stay, period)
        and not finished(stay, period)
        and stay.due_on is not None
        and stay.due_on < period.last
    )


def struck_with_limit(stay: Stay, period: Period) -> bool:
    return struck(stay, period) and stay.due_on is not None


def struck_late(stay: Stay, period: Period) -> bool:
    return struck_with_limit(stay, period) and not struck_in_time(stay, period)


def struck_in_time(stay: Stay, period: Period) -> bool:
    return (
        struck(stay, period)
        and stay.due_on is not None
        and stay.reported is not None
        and stay.reported <= stay.due_on
    )


def judged(stay: Stay, period: Period) -> bool:
    issue = stay.issue
    day = issue.callback_on or stay.left or stay.done_on or stay.entered
    return stay.last and issue.satisfaction in JUDGED and day in period


def satisfied(stay: Stay, period: Period) -> bool:
    return judged(stay, period) and stay.issue.satisfaction in SATISFIED


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number and the numbers of the issues behind it.

    A count has one number for each time it counted. A rate has `part` and `whole`, and the issues of its part.
    """

    value: float | None
    numbers: tuple[str, ...] = ()
    part: int | None = None
    whole: int | None = None

    @property
    def short(self) -> str:
        """The count, or the rate rounded half up to a tenth of a percent (100.0% only when all are in)."""
        if self.value is None or self.whole == 0:
            return "-"
        if self.part is None or self.whole is None:
            return f"{self.value:.0f}"
        permille = (self.part * 2000 + self.whole) // (2 * self.whole)
        permille = min(permille, 999) if self.part < self.whole else permille
        return f"{permille // 10}.{permille % 10}%"

    @property
    def text(self) -> str:
        """As `short`, a rate with its denominator: 97.1%（68/70）."""
        return f"{self.short}（{self.part}/{self.whole}）" if self.whole else self.short

    @property
    def said(self) -> str:
        """As `short`, in a sentence: 98% where it is whole."""
        return self.short.replace(".0%", "%")

    @property
    def said_fully(self) -> str:
        """As `said`, a rate with its denominator: 98%（49/50）."""
        return self.text.replace(".0%", "%")


def rate(part: int, whole: int, numbers: tuple[str, ...] = ()) -> Figure:
    """One count divided by another, with the issues behind the first.

    >>> rate(49, 50).text, rate(0, 0).text
    ('98.0%（49/50）', '-')
    """
    return Figure(value=part / whole if whole else None, numbers=numbers, part=part, whole=whole)


Test = Callable[[Stay, Period], bool]


@dataclass(frozen=True)
class Count:
    """An indicator that counts stays."""

    label: str
    test: Test
    definition: str

    def measure(self, among: Sequence[Stay], period: Period) -> Figure:
        numbers = tuple(sorted(stay.issue.number for stay in among if self.test(stay, period)))
        return Figure(value=len(numbers), numbers=numbers)


@dataclass(frozen=True)
class Rate:
    """An indicator that divides one count by another."""

    label: str
    part: Test
    whole: Test
    definition: str

    def measure(self, among: Sequence[Stay], period: Period) -> Figure:
        numbers = tuple(sorted(stay.issue.number for stay in among if self.part(stay, period)))
        whole = sum(self.whole(stay, period) for stay in among)
        return rate(len(numbers), whole, numbers)


Indicator = Count | Rate

INDICATORS: Final[tuple[Indicator, ...]] = (
    Count("期初", opening, "本期开始前已入账、尚未销号也未终结的问题"),
    Count("新增", new, "本期首次入账的问题（入账日为受理日期，没有的用交办日期）"),
    Count("反弹", rebound, "本期重新入账的问题：销号后反弹，或撤销终结后恢复"),
    Count("销号", struck, "本期销号的问题"),
    Count("终结", voided, "本期终结的问题（不属实、重复、不予受理等，不算销号）"),
    Count("期末", closing, "本期最后一天仍在账的问题，期初＋新增＋反弹－销号－终结＝期末"),
    Count("待验收", finished, "期末在账、已报验等待验收或销号的问题"),
    Count("挂账", deferred, "期末在账、出表时为挂账的问题，不计超期"),
    Count("超期", overdue, "期末在账、整改时限早于本期最后一天、尚未报验的问题"),
    Count("超期销号", struck_late, "本期销号、报验日期（没有的用销号日期）晚于整改时限的问题"),
    Rate(
        "按期销号率",
        struck_in_time,
        struck_with_limit,
        "按期销号÷有整改时限的本期销号；报验日期（没有的用销号日期）不晚于整改时限为按期",
    ),
    Rate(
        "满意率",
        satisfied,
        judged,
        "（非常满意＋满意＋基本满意）÷有效评价；未接通、未评价不计，没有回访日期的按销号或完成日期归期",
    ),
)

DEFINITIONS: Final = {indicator.label: indicator.definition for indicator in INDICATORS}
RESTORED: Final = Count("恢复", restored, "反弹中撤销终结后恢复的问题")


def measure(among: Sequence[Stay], period: Period) -> dict[str, Figure]:
    """Every indicator over some stays, by its label."""
    return {indicator.label: indicator.measure(among, period) for indicator in INDICATORS}


def balance(figures: dict[str, Figure]) -> int:
    """期初＋新增＋反弹－销号－终结－期末: nought when the flow agrees."""
    counts = {label: len(figure.numbers) for label, figure in figures.items()}
    entered = counts["期初"] + counts["新增"] + counts["反弹"]
    return entered - counts["销号"] - counts["终结"] - counts["期末"]
