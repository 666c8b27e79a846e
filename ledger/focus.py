"""Reports that single out: where complaints gather (投诉集中), and the issues that bear a tag (历史遗留)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from ledger import figures
from ledger.figures import Figure, Stay
from ledger.models import OPEN, Issue, Status
from ledger.needs import UNHAPPY, meant_source
from ledger.periods import Period, said
from ledger.profile import Profile
from ledger.tables import TOTAL, UNKNOWN, Heading, Report, Table, TableColumn, texts

TOP: Final = ("投诉", "问题", "反弹", "再次反映", "不满意", "未销号")


class Told(NamedTuple):
    """How often an issue was complained of in a period: told anew, come back, told of again."""

    issue: Issue
    new: int
    rebounds: int
    again: int

    @property
    def times(self) -> int:
        return self.new + self.rebounds + self.again


def top(
    label: str,
    told: Sequence[Told],
    name_of: Callable[[Issue], str | None],
    about: tuple[Period, Heading],
    most: int,
) -> Report:
    """Where most complaints of a period come from: the estates, companies or streets with their figures, the worst first.

    `told` is what `complaints` gives, `name_of` says under which name an issue counts.
    """
    period, heading = about
    groups: dict[str, list[Told]] = {}
    for one in told:
        groups.setdefault(name_of(one.issue) or UNKNOWN, []).append(one)
    measured = {name: _measured(among) for name, among in groups.items() if name != UNKNOWN}
    ranked = sorted(
        measured, key=lambda name: (*(-(f.value or 0) for f in _weight(measured[name])), name)
    )
    listed = ranked[:most]
    shown = [one for name in listed for one in groups[name]]
    whole = sum(one.times for one in told)
    part = sum(one.times for one in shown)
    notes = [
        "投诉＝问题＋反弹＋再次反映，按件次，只计居民反映的来源（要回访的），终结的不计；不满意、未销号是现在的",
        f"全部 {len(measured)} 个{label} {whole} 件次，以上 {len(listed)} 个占 {part} 件次",
    ]
    if UNKNOWN in groups:
        notes.append(f"没有写{label}的 {len(groups[UNKNOWN])} 件，没有列入")
    return Report(
        title=f"{heading.district}投诉集中的{label}（{period.title}）",
        period=period,
        heading=heading,
        summary=_said(label, listed, measured, period, whole),
        tables=(
            Table(
                title=f"按{label}",
                columns=(
                    TableColumn(label=label, figures=False, width=24),
                    *(TableColumn(label=name) for name in TOP),
                ),
                rows=tuple((name, *measured[name].values()) for name in listed),
                total=(TOTAL, *_measured(shown).values()),
                notes=tuple(notes),
            ),
        ),
    )


def complaints(
    issues: Sequence[Issue], again: Mapping[str, int], period: Period, profile: Profile
) -> list[Told]:
    """What was complained of in a period; `again` tells how often issues (uid) were told of again in it."""
    found: dict[str, list[Stay]] = {}
    for stay in figures.stays(issues):
        found.setdefault(stay.issue.uid, []).append(stay)
    told = []
    for uid, stays in found.items():
        issue = stays[0].issue
        new = sum(figures.new(stay, period) for stay in stays)
        rebounds = sum(figures.rebound(stay, period) for stay in stays)
        one = Told(issue, new, rebounds, again.get(uid, 0))
        if one.times and issue.status is not Status.VOID and _by_residents(issue, profile):
            told.append(one)
    return told


def _by_residents(issue: Issue, profile: Profile) -> bool:
    """Whether residents told of it: of a source that is called back, where the district names such."""
    return not profile.callback_for or meant_source(issue.source, profile) in profile.callback_for


def _measured(told: Sequence[Told]) -> dict[str, Figure]:
    unhappy = [one for one in told if one.issue.satisfaction == UNHAPPY]
    unfinished = [one for one in told if one.issue.status in OPEN]
    return {
        "投诉": _figure(told, [one.times for one in told]),
        "问题": _figure(told, [one.new for one in told]),
        "反弹": _figure(told, [one.rebounds for one in told]),
        "再次反映": _figure(told, [one.again for one in told]),
        "不满意": _figure(unhappy, [1] * len(unhappy)),
        "未销号": _figure(unfinished, [1] * len(unfinished)),
    }


def _figure(told: Sequence[Told], times: Sequence[int]) -> Figure:
    numbers = sorted(one.issue.number for one, n in zip(told, times, strict=True) if n)
    return Figure(value=sum(times), numbers=tuple(numbers))


def _weight(measured: Mapping[str, Figure]) -> tuple[Figure, ...]:
    return measured["投诉"], measured["未销号"]


def _said(
    label: str,
    listed: Sequence[str],
    measured: Mapping[str, Mapping[str, Figure]],
    period: Period,
    whole: int,
) -> str:
    """The sentence for a 简报."""
    if not listed:
        return f"{period.title}，没有投诉。"
    worst = "、".join(f"{name}{measured[name]['投诉'].short}件次" for name in listed[:3])
    return f"{period.title}，共接到投诉{whole}件次，较为集中的{label}是{worst}。"


WIDTHS: Final = {
    "编号": 14, "街道": 16, "小区": 20, "类别": 12, "问题": 40, "责任单位": 26, "状态": 10, "入账": 13,
    "时限": 13,
}  # fmt: skip


def tagged(tag: str, issues: Sequence[Issue], today: date, heading: Heading) -> Report:
    """The issues that bear a tag with their estates, units and states; what is not yet done comes first, the oldest on top."""
    found = sorted(
        (issue for issue in issues if tag in issue.tags and not issue.withdrawn),
        key=lambda i: (i.status not in OPEN, i.entered_on or date.min, i.number),
    )
    day = said(today)
    states = {s.label: [i.number for i in found if i.status is s] for s in Status}
    counted = tuple(
        (label, Figure(value=len(numbers), numbers=tuple(sorted(numbers))))
        for label, numbers in states.items()
        if numbers
    )
    every = Figure(value=len(found), numbers=tuple(sorted(issue.number for issue in found)))
    return Report(
        title=f"{heading.district}{tag}问题清单（{day}）",
        period=Period(first=today, last=today, title=day),
        heading=heading,
        summary=_sentence(tag, found, day),
        tables=(
            Table(
                title="清单",
                columns=(
                    *texts(WIDTHS),
                    TableColumn(label="在账天数"),
                ),
                rows=tuple(_row(issue, today) for issue in found),
            ),
            Table(
                title="按状态",
                columns=(
                    TableColumn(label="状态", figures=False, width=14),
                    TableColumn(label="件数"),
                ),
                rows=counted,
                total=(TOTAL, every),
            ),
        ),
    )


def _row(issue: Issue, today: date) -> tuple[str | Figure, ...]:
    units = "、".join(filter(None, (issue.lead_unit, *issue.co_units)))
    words = (issue.subdistrict, issue.estate or issue.location, issue.category)
    until = issue.left_on or today
    days = (until - issue.entered_on).days if issue.entered_on else None
    return (
        issue.number,
        *(word or "" for word in words),
        issue.title or issue.description or "",
        units,
        issue.status.label,
        str(issue.entered_on or ""),
        str(issue.due_on or ""),
        Figure(value=days, numbers=(issue.number,)),
    )


def _sentence(tag: str, found: Sequence[Issue], day: str) -> str:
    """The sentence for a 简报, with the places of what is solved."""
    closed = [issue for issue in found if issue.status is Status.CLOSED]
    left = [issue for issue in found if issue.status in OPEN]
    places = list(dict.fromkeys(filter(None, (issue.estate or issue.location for issue in closed))))
    solved = f"，包括{'、'.join(places)}等处" if places else ""
    rest = f"，未销号{len(left)}件" if left else ""
    return f"截至{day}，{tag}问题共{len(found)}件，已解决销号{len(closed)}件{solved}{rest}。"
