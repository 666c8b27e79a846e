"""Which tables and sentences a report has: one function per report, from issues and a period."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.errors import Usage
from ledger.figures import (
    DEFINITIONS,
    INDICATORS,
    RESTORED,
    Figure,
    Indicator,
    Period,
    Stay,
    balance,
    measure,
    overdue,
    stays,
    struck_late,
)
from ledger.models import Issue
from ledger.oversight import line, totals
from ledger.papers import Paper
from ledger.summaries import summary

__all__ = ["Figure", "Heading", "Period", "Report", "Table", "TableColumn", "explain", "month"]

Cell = str | Figure
UNKNOWN: Final = "未填写"
TOTAL: Final = "合计"
OVERALL: Final = "总体"


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """One column: its heading, whether it holds figures, how wide it is in characters of Latin width."""

    label: str
    figures: bool = True
    width: int = 10


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of texts and figures under a title; each row and the total have one cell for each column."""

    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What stands above and below a report: whose it is, the campaign, the day, the ledger's 指纹."""

    district: str
    campaign: str = ""
    made_on: date
    fingerprint: str = ""


@dataclass(frozen=True, kw_only=True)
class Report:
    title: str
    period: Period
    heading: Heading
    summary: str
    tables: tuple[Table, ...]


def month(
    issues: Sequence[Issue],
    period: Period,
    heading: Heading,
    papers: Sequence[Paper] = (),
) -> Report:
    """The monthly report (月报): 总体, 按街道, 按类别, 按来源, 超期清单, and the sentence for a 简报.

    `papers` are those of the ledger: the sentence counts all of them, the line under 总体 the period's.
    """
    counted = stays(issues)
    subject = f"{heading.district}{heading.campaign or '物业'}问题"
    return Report(
        title=f"{subject}台账月报（{period.title}）",
        period=period,
        heading=heading,
        summary=summary(
            counted, period, heading.district, heading.campaign, totals(papers, period.last)
        ),
        tables=(
            _overall(counted, period, line(totals(papers, period.last, period.first))),
            _grouped("街道", counted, period, lambda issue: issue.subdistrict),
            _grouped("类别", counted, period, lambda issue: issue.category),
            _grouped("来源", counted, period, lambda issue: issue.source),
            _overdue(counted, period),
        ),
    )


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


def _grouped(
    label: str,
    counted: Sequence[Stay],
    period: Period,
    key: Callable[[Issue], str | None],
) -> Table:
    """One row for each value of a field that has any figure in the period, the busiest first."""
    groups: dict[str, list[Stay]] = {}
    for stay in counted:
        groups.setdefault(key(stay.issue) or UNKNOWN, []).append(stay)
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


def _overdue(counted: Sequence[Stay], period: Period) -> Table:
    """超期清单: still open first, the longest overdue first."""
    open_late = [(stay, period.last) for stay in counted if overdue(stay, period)]
    closed_late = [
        (stay, stay.reported) for stay in counted if struck_late(stay, period) and stay.reported
    ]
    rows = [
        *_late_rows(open_late, "超期未销号"),
        *_late_rows(closed_late, "超期销号"),
    ]
    labels = {
        "编号": 14,
        "街道": 16,
        "小区": 20,
        "问题": 44,
        "责任单位": 22,
        "整改时限": 13,
        "情形": 13,
    }
    return Table(
        title="超期清单",
        columns=(
            *(
                TableColumn(label=label, figures=False, width=width)
                for label, width in labels.items()
            ),
            TableColumn(label="超期天数"),
        ),
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
        words = (issue.subdistrict, issue.estate, issue.title or issue.description, issue.lead_unit)
        rows.append((issue.number, *(word or "" for word in words), due_on.isoformat(), how, days))
    return rows


def explain(report: Report, question: str) -> tuple[str, ...]:
    """The issue numbers behind one figure: 超期 (of all), 金都街道.超期, 来源.12345.新增. Raises Usage."""
    wanted = question.replace("．", ".").strip()
    found = {figure.numbers for address, figure in _addresses(report) if address == wanted}
    if not found:
        raise Usage(
            f"报表里没有“{question}”",
            f"可以问 超期、{_example(report)}.超期、来源.12345.新增；指标有：{'、'.join(DEFINITIONS)}",
        )
    if len(found) > 1:
        raise Usage(
            f"“{question}”在几张表里都有", f"写明哪张表，如 街道.{question} 或 类别.{question}"
        )
    return found.pop()


def _addresses(report: Report) -> Iterator[tuple[str, Figure]]:
    """Every figure under each name by which it may be asked for."""
    for table in report.tables:
        title = table.title.removeprefix("按")
        for row in (*table.rows, *((table.total,) if table.total else ())):
            for column, cell in zip(table.columns, row, strict=True):
                if isinstance(cell, Figure):
                    name = str(row[0]) if table.title == OVERALL else f"{row[0]}.{column.label}"
                    yield name, cell
                    yield f"{title}.{name}", cell


def _example(report: Report) -> str:
    rows = report.tables[1].rows
    return str(rows[0][0]) if rows else TOTAL
