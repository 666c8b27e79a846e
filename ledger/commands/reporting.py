"""The reports: for a month, a week, by street, category, source or unit, month by month, by how soon it is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ledger.commands import books as kept
from ledger.commands import briefing, focusing, tallying, writing
from ledger.commands.books import Books, open_books
from ledger.commands.env import Env
from ledger.commands.handout import Campaign, Month, Told, give
from ledger.commands.options import Text, Write, spread
from ledger.commands.session import say
from ledger.errors import NotAllowed, Usage
from ledger.models import Issue

if TYPE_CHECKING:
    from ledger.reports import Heading, Period, Report

app = typer.Typer()

MOST_MONTHS: Final = 60

HELP: Final = """月报、周报，按街道、类别、来源、单位的统计，逐月、到期、投诉集中的情况；每个数字可查来源。

示例：
  ledger report month 2023-09
  ledger report unit 2023-09
  ledger report due
"""
report = typer.Typer(help=HELP)
app.add_typer(report, name="report")
report.add_typer(briefing.app)
report.add_typer(tallying.app)
report.add_typer(focusing.app)


@report.command("month")
@spread
def month(ctx: typer.Context, told: Told, when: Month = None, campaign: Campaign = None) -> None:
    """月报：期初＋新增＋反弹－销号－终结＝期末，逐项可查来源；冻结了的月份按冻结时的数字。

    示例：
      ledger report month 2023-09
      ledger report month 2023-09 -o 月报.xlsx
      ledger report month 2023-09 --explain 超期
    """
    from ledger import reports

    period = reports.Period.month(when or "上月", ctx.obj.today)
    with open_books(ctx.obj, campaign) as books:
        made = reports.month(books.issues, period, books.heading, books.records)
        made = _as_frozen(books, made)
    give(ctx.obj, made, told)


def _as_frozen(books: Books, made: Report) -> Report:
    """The month as it was frozen, with what was entered since; else as it is, with what the last one lacked."""
    from ledger import tables

    if frozen := kept.frozen(books, made.period):
        then = tables.typed(frozen["report"])
        late = tables.since(then, made)
        notes = [f"{frozen['on']} 由{frozen['by']}冻结，以下是冻结时的数字"]
        notes += [f"冻结以后又补记、改动的，不进本月：{'；'.join(late)}"] if late else []
        return tables.noted(then, *notes)
    if frozen := kept.frozen(books, made.period.before):
        gap = tables.carried(tables.typed(frozen["report"]), made)
        return tables.noted(made, *gap)
    return made


@report.command("freeze")
@spread
def freeze(ctx: typer.Context, write: Write, when: Month = None) -> None:
    """冻结一个月的数字：报出去以后，再补记、改动的不改那个月的月报。

    示例：
      ledger report freeze 2023-09
    """
    from ledger import reports

    env = ctx.obj
    period = reports.Period.month(when or "上月", env.today)
    if period.last >= env.today:
        raise NotAllowed(f"{period.title}还没有过完，不能冻结", "过完这个月再冻结")
    with writing.writing(env, write) as work:
        key = kept.frozen_key(period)
        if frozen := work.store.setting(key):
            raise NotAllowed(
                f"{period.title}已经冻结（{frozen['on']}，{frozen['by']}）",
                "要重来，用 ledger log 找到那次操作，ledger undo 撤销",
            )
        books = kept.read(env, work.store, work.profile)
        frozen = {"on": work.on.isoformat(), "by": work.by, "report": _kept(books, period)}
        names = sorted({issue.campaign for issue in books.issues if issue.campaign})
        if names:
            frozen["campaigns"] = {name: _kept(books.of(name), period) for name in names}
        work.store.set(key, frozen, on=work.on)
        say(f"{period.title}的数字已冻结。台账指纹 {books.heading.fingerprint}。撤销：ledger undo")


def _kept(books: Books, period: Period) -> dict[str, Any]:
    from ledger import reports, tables

    return tables.plain(reports.month(books.issues, period, books.heading, books.records))


@report.command("week")
@spread
def week(
    ctx: typer.Context,
    told: Told,
    when: Annotated[
        Text,
        typer.Argument(
            metavar="周", help="上周、本周，或那一周的某一天；不写是上周", show_default=False
        ),
    ] = None,
    campaign: Campaign = None,
) -> None:
    """周报：和月报一样的各项，周一到周日。

    示例：
      ledger report week
      ledger report week 2023-09-11 --brief
    """
    from ledger import reports

    period = reports.Period.week(when or "上周", ctx.obj.today)
    with open_books(ctx.obj, campaign) as books:
        made = reports.week(books.issues, period, books.heading, books.records)
    give(ctx.obj, made, told)


def _by(name: str, label: str, example: str) -> None:
    """Declare the report of a month by one dimension."""

    def by(ctx: typer.Context, told: Told, when: Month = None, campaign: Campaign = None) -> None:
        from ledger import reports

        period = reports.Period.month(when or "上月", ctx.obj.today)
        _report(
            ctx.obj,
            told,
            campaign,
            lambda issues, heading: reports.by(label, issues, period, heading),
        )

    told = f"一个月的各项，按{label}。\n\n示例：\n  ledger report {name} {example}"
    report.command(name, help=told)(spread(by))


_by("subdistrict", "街道", "2023-09")
_by("category", "类别", "2023-09")
_by("unit", "责任单位", "2023-09 --explain 恒安物业.超期")


@report.command("trend")
@spread
def trend(
    ctx: typer.Context,
    told: Told,
    months: Annotated[
        int, typer.Argument(metavar="月数", help="连同本月，默认 12", show_default=False)
    ] = 12,
    campaign: Campaign = None,
) -> None:
    """逐月的各项，看走势。

    示例：
      ledger report trend
      ledger report trend 6 -o 走势.xlsx
    """
    from ledger import reports

    if not 1 <= months <= MOST_MONTHS:
        raise Usage(f"月数“{months}”应在 1 到 {MOST_MONTHS} 之间", "应像 ledger report trend 6")
    periods = [reports.Period.month("本月", ctx.obj.today)]
    while len(periods) < months:
        periods.insert(0, periods[0].before)
    _report(
        ctx.obj, told, campaign, lambda issues, heading: reports.trend(issues, periods, heading)
    )


@report.command("due")
@spread
def due(ctx: typer.Context, told: Told, campaign: Campaign = None) -> None:
    """各单位手里的，几时到期：已超期、今日、3 天内、7 天内、以后。

    示例：
      ledger report due
      ledger report due --explain 恒安物业.已超期 --ids
    """
    from ledger import reports

    today: date = ctx.obj.today
    _report(ctx.obj, told, campaign, lambda issues, heading: reports.due(issues, today, heading))


def _report(
    env: Env,
    told: Told,
    campaign: str | None,
    make: Callable[[Sequence[Issue], Heading], Report],
) -> None:
    with open_books(env, campaign) as books:
        made = make(books.issues, books.heading)
    give(env, made, told)
