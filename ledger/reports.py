"""Which tables and sentences a report has: one function per report, from issues and a period."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from ledger import rosters
from ledger.figures import (
    DEFINITIONS,
    INDICATORS,
    RESTORED,
    Figure,
    Indicator,
    Stay,
    balance,
    measure,
    stays,
)
from ledger.models import WORKING, Issue, Status
from ledger.oversight import line, totals
from ledger.periods import Period
from ledger.summaries import summary
from ledger.tables import (
    OVERALL,
    TOTAL,
    UNKNOWN,
    Cell,
    Heading,
    Report,
    Table,
    TableColumn,
    explain,
)
from ledger.wordings import Basis, Records, general, worded

__all__ = [
    "Basis", "Cell", "Figure", "Heading", "Period", "Records", "Report", "Table", "TableColumn", "brief", "by",
    "due", "explain", "month", "trend", "week",
]  # fmt: skip

BOOKS: Final = "台账"


DIMENSIONS: Final[Mapping[str, Callable[[Issue], str | None]]] = {
    "街道": lambda issue: issue.subdistrict,
    "类别": lambda issue: issue.category,
    "来源": lambda issue: issue.source,
    "责任单位": lambda issue: issue.lead_unit,
    "专项": lambda issue: issue.campaign,
    "小类": lambda issue: issue.subcategory and f"{issue.category or UNKNOWN}/{issue.subcategory}",
}
NOTHING: Final = Records()
BUCKETS: Final = ("已超期", "今日到期", "3天内", "7天内", "以后", "未定时限")


def month(
    issues: Sequence[Issue],
    period: Period,
    heading: Heading,
    records: Records = NOTHING,
) -> Report:
    """The monthly report (月报): 总体, 按街道, 按类别, 按来源, 超期清单, and the sentence for a 简报.

    Where there are several campaigns, 按专项 as well.

    `records` are those of the ledger: the sentence counts all of them, the line under 总体 the period's.
    """
    return _full("月报", Basis(stays(issues), period, heading, records), issues)


def week(
    issues: Sequence[Issue], period: Period, heading: Heading, records: Records = NOTHING
) -> Report:
    """The same for a week (周报)."""
    return _full("周报", Basis(stays(issues), period, heading, records), issues)


def _full(kind: str, basis: Basis, issues: Sequence[Issue]) -> Report:
    counted, period, heading, records = basis
    several = len({issue.campaign for issue in issues}) > 1
    labels = ("专项",) * several + ("街道", "类别", "来源")
    given = line(totals(records.papers, period.last, period.first))
    return Report(
        title=f"{_subject(heading)}{BOOKS}{kind}（{period.title}）",
        period=period,
        heading=heading,
        summary=brief(basis),
        tables=(
            _overall(counted, period, given),
            *(_grouped(label, counted, period) for label in labels),
            rosters.overdue(counted, period),
            *rosters.put_off(counted, period),
            *rosters.answers(issues, period, heading.made_on),
        ),
    )


def brief(basis: Basis) -> str:
    """The paragraph for a 简报, in the district's own words if it has any, and these tell of anything."""
    return worded(basis.heading.wording, basis) or general(basis)


def _subject(heading: Heading) -> str:
    named = heading.campaign or "物业"
    plain = named.removesuffix(BOOKS)  # 信访台账 is one by its name
    return f"{heading.district}{plain}{'问题' if plain == named else ''}"


def by(label: str, issues: Sequence[Issue], period: Period, heading: Heading) -> Report:
    """Every indicator for each value of one of DIMENSIONS; under 类别 also for each 小类, where there are any."""
    counted = stays(issues)
    finer = label == "类别" and any(issue.subcategory for issue in issues)
    beside = rosters.answers(issues, period, heading.made_on) if label == "责任单位" else ()
    return Report(
        title=f"{_subject(heading)}按{label}统计（{period.title}）",
        period=period,
        heading=heading,
        summary=summary(counted, period, heading.district, heading.campaign, {}),
        tables=(
            *(_grouped(each, counted, period) for each in (label, "小类")[: 1 + finer]),
            *beside,
        ),
    )


def trend(issues: Sequence[Issue], periods: Sequence[Period], heading: Heading) -> Report:
    """Every indicator month by month (逐月), from the first month in which anything was entered."""
    counted = stays(issues)
    lively = [p for p in periods if any(stay.entered <= p.last for stay in counted)] or periods[-1:]
    whole = Period(
        first=lively[0].first, last=lively[-1].last, title=f"{lively[0].title}至{lively[-1].title}"
    )
    rows: list[tuple[Cell, ...]] = [(p.title, *measure(counted, p).values()) for p in lively]
    columns = (
        TableColumn(label="月份", figures=False, width=14),
        *(_figure_column(indicator) for indicator in INDICATORS),
    )
    return Report(
        title=f"{_subject(heading)}逐月统计（{whole.title}）",
        period=whole,
        heading=heading,
        summary=summary(counted, whole, heading.district, heading.campaign, {}),
        tables=(Table(title="逐月", columns=columns, rows=tuple(rows)),),
    )


def due(issues: Sequence[Issue], today: date, heading: Heading) -> Report:
    """What the units have in hand, by how soon it is due (时限), the unit with most of it overdue first."""
    period = Period(first=today, last=today, title=f"{today.year}年{today.month}月{today.day}日")
    running = [issue for issue in issues if issue.status in WORKING and not issue.withdrawn]
    units: dict[str, list[Issue]] = {}
    for issue in running:
        units.setdefault(issue.lead_unit or UNKNOWN, []).append(issue)
    told = [(name, _due(among, today)) for name, among in units.items()]
    told.sort(key=lambda pair: (*(-len(figure.numbers) for figure in pair[1][:3]), pair[0]))
    rows: list[tuple[Cell, ...]] = [(name, *figures) for name, figures in told]
    late, now, soon = (len(figure.numbers) for figure in _due(running, today)[:3])
    paused = [i for i in issues if i.status is Status.DEFERRED and not i.withdrawn]
    back = sum((issue.review_on or date.min) <= today for issue in paused)
    return Report(
        title=f"{_subject(heading)}到期情况（{period.title}）",
        period=period,
        heading=heading,
        summary=f"{period.title}，各单位在办{len(running)}件，已超期{late}件，今日到期{now}件，3天内到期{soon}件"
        + (f"；另有挂账{len(paused)}件，其中到复核日{back}件。" if paused else "。"),
        tables=(
            Table(
                title="按责任单位",
                columns=(
                    TableColumn(label="责任单位", figures=False, width=22),
                    *(TableColumn(label=label) for label in (*BUCKETS, TOTAL)),
                ),
                rows=tuple(rows),
                total=(TOTAL, *_due(running, today)),
                notes=("待交办、待签收、整改中的问题；待验收和挂账的不计",),
            ),
        ),
    )


def _due(among: Sequence[Issue], today: date) -> tuple[Figure, ...]:
    """The issues by how soon they are due, and all of them."""
    found: dict[str, list[str]] = {label: [] for label in BUCKETS}
    for issue in among:
        found[_bucket(issue.due_on, today)].append(issue.number)
    found[TOTAL] = [issue.number for issue in among]
    return tuple(Figure(value=len(n), numbers=tuple(sorted(n))) for n in found.values())


def _bucket(due_on: date | None, today: date) -> str:
    if due_on is None:
        return "未定时限"
    left = (due_on - today).days
    steps = ((-1, "已超期"), (0, "今日到期"), (3, "3天内"), (7, "7天内"))
    return next((label for most, label in steps if left <= most), "以后")


def _overall(counted: Sequence[Stay], period: Period, oversight: str) -> Table:
    figures = measure(counted, period)
    return Table(
        title=OVERALL,
        columns=(
            TableColumn(label="指标", figures=False, width=14),
            TableColumn(label="数值", width=20),
            TableColumn(label="口径", figures=False, width=90),
        ),
        rows=tuple((label, figure, DEFINITIONS[label]) for label, figure in figures.items()),
        notes=(
            *_flow(counted, period, figures),
            *([f"监管手段：{oversight}"] if oversight else []),
        ),
    )


def _flow(counted: Sequence[Stay], period: Period, figures: dict[str, Figure]) -> tuple[str, ...]:
    """The check row (期初＋新增＋反弹－销号－终结＝期末), and what a reader may stumble over."""
    number = {label: figure.short for label, figure in figures.items()}
    gap = balance(figures)
    notes = [
        f"期初 {number['期初']}＋新增 {number['新增']}＋反弹 {number['反弹']}－销号 {number['销号']}"
        f"－终结 {number['终结']}＝期末 {number['期末']}，"
        + (f"核对不一致，差 {gap} 件，运行 ledger check" if gap else "核对一致")
    ]
    if restored := RESTORED.measure(counted, period).numbers:
        notes.append(f"反弹中有 {len(restored)} 件为撤销终结后恢复：{'、'.join(restored)}")
    return tuple(notes)


def _grouped(label: str, counted: Sequence[Stay], period: Period) -> Table:
    """One row for each value of a field that has any figure in the period, the busiest first."""
    groups: dict[str, list[Stay]] = {}
    for stay in counted:
        groups.setdefault(DIMENSIONS[label](stay.issue) or UNKNOWN, []).append(stay)
    measured = {name: measure(group, period) for name, group in groups.items()}
    lively = {name: row for name, row in measured.items() if any(f.numbers for f in row.values())}
    ordered = sorted(lively, key=lambda name: (name == UNKNOWN, -_weight(lively[name]), name))
    return Table(
        title=f"按{label}",
        columns=(
            TableColumn(label=label, figures=False, width=18),
            *(_figure_column(indicator) for indicator in INDICATORS),
        ),
        rows=tuple((name, *lively[name].values()) for name in ordered),
        total=(TOTAL, *measure(counted, period).values()),
    )


def _figure_column(indicator: Indicator) -> TableColumn:
    return TableColumn(label=indicator.label, width=18 if indicator.label.endswith("率") else 9)


def _weight(figures: dict[str, Figure]) -> int:
    return sum(len(figures[label].numbers) for label in ("期初", "新增", "反弹"))
