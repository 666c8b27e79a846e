"""What a report is made of: tables of texts and figures, which can be asked for the issues behind them and kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from ledger.errors import Usage
from ledger.figures import Figure
from ledger.periods import Period

Cell = str | Figure
OVERALL: Final = "总体"
TOTAL: Final = "合计"
UNKNOWN: Final = "未填写"
WHOLE: Final = ("编号", "状态", "整改时限", "情形", "复核日")
"""Columns of texts that are never wrapped."""


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """One column: its heading, whether it holds figures, how wide it is in characters of Latin width.

    A `whole` one (numbers, days) is never wrapped. One that is `full` tells rates with their denominators
    on the screen, too; no table of a month, which may be frozen, has one.
    """

    label: str
    figures: bool = True
    width: int = 10
    whole: bool = False
    full: bool = False


def texts(widths: Mapping[str, int]) -> tuple[TableColumn, ...]:
    """Columns of texts by their labels, as wide as told."""
    return tuple(
        TableColumn(label=label, figures=False, width=width, whole=label in WHOLE)
        for label, width in widths.items()
    )


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
    """What stands above and below a report: whose it is, the campaign, the day, the ledger's 指纹.

    `wording` is the district's own for the summary, with figures in {} (see summaries.worded).
    """

    district: str
    campaign: str = ""
    made_on: date
    fingerprint: str = ""
    wording: str = ""


@dataclass(frozen=True, kw_only=True)
class Report:
    title: str
    period: Period
    heading: Heading
    summary: str
    tables: tuple[Table, ...]


def explain(report: Report, question: str) -> tuple[str, ...]:
    """The issue numbers behind one figure: 超期 (of all), 金都街道.超期, 来源.12345.新增. Raises Usage."""
    wanted = question.replace("．", ".").strip()
    found = {figure.numbers for address, figure in _addresses(report) if address == wanted}
    if not found:
        raise Usage(
            f"报表里没有“{question}”",
            _example(report),
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


def asked(report: Report) -> str:
    """A figure of the report that may well be asked for."""
    first = report.tables[0]
    if first.title == OVERALL:
        return "街道.超期"
    name = TOTAL if first.total or not first.rows else str(first.rows[0][0])
    return f"{name}.{next(column.label for column in first.columns if column.figures)}"


def _example(report: Report) -> str:
    """How the figures of the report are asked for."""
    whole = report.tables[0].title == OVERALL
    table = report.tables[1 if whole else 0]
    labels = [column.label for column in table.columns if column.figures]
    name = str(table.rows[0][0]) if table.rows else TOTAL
    asked = f"超期、{name}.超期、来源.12345.新增" if whole else f"{name}.{labels[0]}"
    return f"可以问 {asked}；指标有：{'、'.join(labels)}"


def plain(report: Report) -> dict[str, Any]:
    """The report in values that JSON knows."""
    return {
        "title": report.title,
        "period": [
            report.period.first.isoformat(),
            report.period.last.isoformat(),
            report.period.title,
        ],
        "heading": {**vars(report.heading), "made_on": report.heading.made_on.isoformat()},
        "summary": report.summary,
        "tables": [_plain_table(table) for table in report.tables],
    }


def _plain_table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "columns": [[c.label, c.figures, c.width, c.whole] for c in table.columns],
        "rows": [[_plain_cell(cell) for cell in row] for row in table.rows],
        "total": table.total and [_plain_cell(cell) for cell in table.total],
        "notes": list(table.notes),
    }


def _plain_cell(cell: Cell) -> Any:
    return (
        cell if isinstance(cell, str) else [cell.value, list(cell.numbers), cell.part, cell.whole]
    )


def typed(told: Mapping[str, Any]) -> Report:
    """The reverse of `plain`."""
    first, last, title = told["period"]
    made_on = date.fromisoformat(told["heading"]["made_on"])
    return Report(
        title=told["title"],
        period=Period(first=date.fromisoformat(first), last=date.fromisoformat(last), title=title),
        heading=Heading(**{**told["heading"], "made_on": made_on}),
        summary=told["summary"],
        tables=tuple(_typed_table(table) for table in told["tables"]),
    )


def _typed_table(told: Mapping[str, Any]) -> Table:
    return Table(
        title=told["title"],
        columns=tuple(
            TableColumn(label=a, figures=b, width=c, whole=d) for a, b, c, d in told["columns"]
        ),
        rows=tuple(tuple(map(_typed_cell, row)) for row in told["rows"]),
        total=told["total"] and tuple(map(_typed_cell, told["total"])),
        notes=tuple(told["notes"]),
    )


def _typed_cell(told: Any) -> Cell:
    if isinstance(told, str):
        return told
    value, numbers, part, whole = told
    return Figure(value=value, numbers=tuple(numbers), part=part, whole=whole)


def since(frozen: Report, now: Report) -> tuple[str, ...]:
    """What a frozen report would say otherwise today: each count with the issues that came and went."""
    then = {str(row[0]): row[1] for row in frozen.tables[0].rows}
    notes = []
    for label, cell, *_ in now.tables[0].rows:
        old = then.get(str(label))
        if isinstance(cell, Figure) and isinstance(old, Figure) and cell.part is None:
            moves = (("多", cell, old), ("少", old, cell))
            told = [
                f"{word} {len(numbers)} 条（{'、'.join(numbers)}）"
                for word, one, other in moves
                if (numbers := sorted(set(one.numbers) - set(other.numbers)))
            ]
            notes += [f"{label}{'，'.join(told)}"] if told else []
    return tuple(notes)


def carried(before: Report, now: Report) -> tuple[str, ...]:
    """Why a period does not begin with what the frozen one before it ended with."""
    end, start = (
        next(
            (
                set(row[1].numbers)
                for row in one.tables[0].rows
                if row[0] == label and isinstance(row[1], Figure)
            ),
            set(),
        )
        for one, label in ((before, "期末"), (now, "期初"))
    )
    told = [
        f"{word} {len(numbers)} 条（{'、'.join(sorted(numbers))}）"
        for word, numbers in (("多", start - end), ("少", end - start))
        if numbers
    ]
    return (f"期初比上月冻结的期末{'，'.join(told)}，是冻结以后补记、改动的",) if told else ()


def noted(report: Report, *notes: str) -> Report:
    """The report with more notes under its first table."""
    first, *others = report.tables
    return replace(report, tables=(replace(first, notes=(*first.notes, *notes)), *others))
