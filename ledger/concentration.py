"""Where complaints pile up (投诉集中): the estates and companies with most of them, as the start of a 回头看."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ledger.figures import Figure, Stay, new, rebound, stays
from ledger.models import OPEN, Issue
from ledger.needs import UNHAPPY, meant_source
from ledger.periods import Period
from ledger.profile import Profile
from ledger.tables import Cell, Heading, Report, Table, TableColumn

NAMES: Final[Mapping[str, Callable[[Issue], str | None]]] = {
    "小区": lambda issue: issue.estate,
    "物业企业": lambda issue: issue.company,
}
LABELS: Final = ("投诉", "新增", "反弹", "再次反映", "不满意", "未完成")


def concentrated(
    issues: Sequence[Issue], profile: Profile, period: Period, heading: Heading, most: int
) -> Report:
    """The `most` estates and companies with most complaints in a period, those without a name left out."""
    complaints = [issue for issue in issues if _complained(issue, profile)]
    entered = [s for s in stays(complaints) if new(s, period) or rebound(s, period)]
    tables = tuple(_table(label, entered, period, most) for label in NAMES)
    first = tables[0].rows[0] if tables[0].rows else None
    among = len({stay.issue.estate for stay in entered if stay.issue.estate})
    told = (
        f"，最集中的是{first[0]}，{first[1].short}件"
        if first and isinstance(first[1], Figure)
        else ""
    )
    return Report(
        title=f"{heading.district}投诉集中情况（{period.title}）",
        period=period,
        heading=heading,
        summary=f"{period.title}，投诉{len(entered)}件，涉及{among}个小区{told}。",
        tables=tables,
    )


def _complained(issue: Issue, profile: Profile) -> bool:
    """Whether residents told of it: of a source that is called back, where the district names such."""
    return not profile.callback_for or meant_source(issue.source, profile) in profile.callback_for


def _table(label: str, entered: Sequence[Stay], period: Period, most: int) -> Table:
    groups: dict[str, list[Stay]] = {}
    for stay in entered:
        if name := NAMES[label](stay.issue):
            groups.setdefault(name, []).append(stay)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))[:most]
    rows: list[tuple[Cell, ...]] = [(name, *_counts(among, period)) for name, among in ordered]
    return Table(
        title=f"按{label}",
        columns=(
            TableColumn(label=label, figures=False, width=26),
            *(TableColumn(label=one, width=10) for one in LABELS),
        ),
        rows=tuple(rows),
        notes=(
            "投诉＝新增＋反弹，只计居民反映的来源（要回访的）；再次反映、不满意、未完成是其中的问题件数",
        ),
    )


def _counts(among: Sequence[Stay], period: Period) -> tuple[Figure, ...]:
    """The figures of LABELS."""
    fresh = [stay.issue for stay in among if new(stay, period)]
    back = [stay.issue for stay in among if rebound(stay, period)]
    issues = list({stay.issue.uid: stay.issue for stay in among}.values())
    counted = (
        [stay.issue for stay in among],
        fresh,
        back,
        [issue for issue in issues if issue.repeats],
        [issue for issue in issues if issue.satisfaction == UNHAPPY],
        [issue for issue in issues if issue.status in OPEN],
    )
    return tuple(
        Figure(value=len(of), numbers=tuple(sorted(issue.number for issue in of))) for of in counted
    )
