"""The lists and tables of a report beside its indicators: what is overdue, what was put off, how units answered."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from ledger import figures, responses
from ledger.figures import Figure, Stay
from ledger.models import Issue
from ledger.periods import Period
from ledger.responses import Handing
from ledger.tables import TOTAL, UNKNOWN, Cell, Table, TableColumn, texts


def answers(issues: Sequence[Issue], period: Period, today: date) -> tuple[Table, ...]:
    """交办响应 by unit, the one with most in hand first; nothing where nothing was returned and no clock ran."""
    every = responses.handings(issues)
    total = responses.measure(every, period, today)
    if not (total["退单"].numbers or any(figure.whole for figure in total.values())):
        return ()
    labels = [label for label, figure in total.items() if figure.whole != 0]
    groups: dict[str, list[Handing]] = {}
    for one in every:
        groups.setdefault(one.unit or UNKNOWN, []).append(one)
    measured = {unit: responses.measure(among, period, today) for unit, among in groups.items()}
    lively = [u for u, told in measured.items() if any(f.numbers or f.whole for f in told.values())]
    lively.sort(key=lambda unit: (unit == UNKNOWN, -len(measured[unit]["交办"].numbers), unit))
    return (
        Table(
            title="交办响应",
            columns=(
                TableColumn(label="责任单位", figures=False, width=22),
                *(TableColumn(label=label, width=18) for label in labels),
            ),
            rows=tuple((unit, *(measured[unit][label] for label in labels)) for unit in lively),
            total=(TOTAL, *(total[label] for label in labels)),
            notes=tuple(_meant(total, responses.reasons(every, period))),
        ),
    )


def _meant(total: Mapping[str, Figure], reasons: Mapping[str, int]) -> Iterator[str]:
    """What the rates mean and what was divided by what; why things were returned."""
    for label, figure in total.items():
        if figure.whole:
            yield f"{label} {figure.text}：{responses.COLUMNS[label][1]}"
    if reasons:
        yield "退单原因：" + "、".join(f"{word} {n} 件次" for word, n in reasons.items())


def overdue(counted: Sequence[Stay], period: Period) -> Table:
    """超期清单: still open first, the longest overdue first."""
    open_late = [(stay, period.last) for stay in counted if figures.overdue(stay, period)]
    closed_late = [
        (stay, stay.reported)
        for stay in counted
        if figures.struck_late(stay, period) and stay.reported
    ]
    rows = [
        *_late_rows(open_late, "超期未销号"),
        *_late_rows(closed_late, "超期销号"),
    ]
    return Table(
        title="超期清单",
        columns=(*texts({**ABOUT, "整改时限": 13, "情形": 13}), TableColumn(label="超期天数")),
        rows=tuple(rows),
        notes=(f"超期未销号 {len(open_late)} 件，超期销号 {len(closed_late)} 件",),
    )


def _late_rows(late: Sequence[tuple[Stay, date]], how: str) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for stay, until in sorted(
        late, key=lambda pair: (pair[0].due_on or date.min, pair[0].issue.number)
    ):
        issue, due_on = stay.issue, stay.due_on or until
        days = Figure(value=(until - due_on).days, numbers=(issue.number,))
        rows.append((*_about(issue), due_on.isoformat(), how, days))
    return rows


ABOUT: Final = {"编号": 14, "街道": 16, "小区": 20, "问题": 44, "责任单位": 22}
"""The columns that say which issue it is, and how wide they are."""


def _about(issue: Issue) -> tuple[str, ...]:
    words = (issue.subdistrict, issue.estate, issue.title or issue.description, issue.lead_unit)
    return (issue.number, *(word or "" for word in words))


def put_off(counted: Sequence[Stay], period: Period) -> tuple[Table, ...]:
    """挂账清单, what is looked at again first on top; nothing where nothing is put off."""
    issues = [stay.issue for stay in counted if figures.deferred(stay, period)]
    if not issues:
        return ()
    issues.sort(key=lambda issue: (issue.review_on or date.min, issue.number))
    due = sum((issue.review_on or date.min) <= period.last for issue in issues)
    return (
        Table(
            title="挂账清单",
            columns=texts(
                {**ABOUT, "复核日": 13, "原因": 14, "阶段性解决办法": 30, "居民意见": 16}
            ),
            rows=tuple(
                (
                    *_about(issue),
                    str(issue.review_on or "未定"),
                    issue.reason or "",
                    issue.interim or "",
                    issue.opinion or "",
                )
                for issue in issues
            ),
            notes=(f"挂账 {len(issues)} 件，仍算未完成；其中到复核日或没有定复核日的 {due} 件",),
        ),
    )
