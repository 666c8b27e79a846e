"""What stands in the ledger: the day's board and the reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import typer

from ledger.commands import session
from ledger.commands.env import Env
from ledger.commands.options import option
from ledger.commands.picking import search
from ledger.commands.session import say
from ledger.errors import Usage
from ledger.models import Issue, Status
from ledger.profile import Profile
from ledger.selection import Filter
from ledger.store import Reader

if TYPE_CHECKING:
    from ledger.reports import Report

app = typer.Typer()

NAMED: Final = 6


class Line(NamedTuple):
    """A line of the board: its word, which issues, the command for them."""

    label: str
    wanted: Filter
    command: str


BOARD: Final = (
    Line("待交办", Filter(status=(Status.REGISTERED,)), "ledger assign 编号 --to 单位"),
    Line("今日到期", Filter(due_in=0), "ledger list --due-in 0"),
    Line("已超期", Filter(overdue=True), "ledger list --overdue"),
    Line("待验收", Filter(status=(Status.DONE,)), "ledger verify 编号 --pass"),
    Line("待回访", Filter(status=("待回访",)), "ledger callback 编号 --satisfaction 满意"),
    Line("待销号", Filter(status=("待销号",)), "ledger close -S 待销号"),
)


def board(env: Env) -> None:
    """Today: what waits for the clerk, each line with the command for it."""
    with session.reading(env) as (store, profile):
        title = " ".join(part for part in (profile.district, profile.campaign) if part)
        typer.echo(f"{title}  {env.today.year}年{env.today.month}月{env.today.day}日")
        waiting = [(line, search(line.wanted, env, store, profile)) for line in BOARD]
        for line, issues in waiting:
            _line(line, issues, env, profile)
        _deferred(env, store, profile)
        total = store.count(Filter(), env.today)
        say(
            f'未完成共 {total} 条。看全部：ledger list      登记：ledger add "问题" -e 小区 --source 来源'
        )


def _line(line: Line, issues: list[Issue], env: Env, profile: Profile) -> None:
    shown = "、".join(session.short(issue.number, profile, env) for issue in issues[:NAMED])
    more = " 等" if len(issues) > NAMED else ""
    text = f"  {line.label:　<5}{len(issues):>5}"
    typer.echo(f"{text}  {shown}{more}      {line.command}".rstrip() if issues else text)


def _deferred(env: Env, store: Reader, profile: Profile) -> None:
    """挂账 stays in sight, above all when its review day has come."""
    waiting = list(store.find(Filter(status=(Status.DEFERRED,)), env.today))
    due = [issue for issue in waiting if issue.review_on and issue.review_on <= env.today]
    text = f"  {'挂账':　<5}{len(waiting):>5}"
    if due:
        shown = "、".join(session.short(issue.number, profile, env) for issue in due[:NAMED])
        text += f"  其中 {shown} 到复核日      ledger resume 编号"
    typer.echo(text)


HELP: Final = """月报：期初、新增、反弹、销号、终结、期末，按街道、类别、来源，超期清单。

示例：
  ledger report month 2023-09
"""
report = typer.Typer(help=HELP)
app.add_typer(report, name="report")


@report.command("month")
def month(
    ctx: typer.Context,
    when: Annotated[
        str | None,
        typer.Argument(
            metavar="月份", help="如 2023-09、上月、本月；不写是上月", show_default=False
        ),
    ] = None,
    explain: Annotated[
        str | None, option("--explain", metavar="数字", help="列出数字背后的问题，如 金都街道.超期")
    ] = None,
    brief: Annotated[bool, option("--brief", help="只要写进简报的那段话")] = False,
    output: Annotated[
        str | None, option("-o", "--output", metavar="文件", help="写成 .xlsx")
    ] = None,
    ids: Annotated[bool, option("--ids", help="和 --explain 一起用，只输出编号")] = False,
) -> None:
    """月报：期初＋新增＋反弹－销号－终结＝期末，逐项可查来源。

    示例：
      ledger report month 2023-09
      ledger report month 2023-09 -o 月报.xlsx
      ledger report month 2023-09 --explain 超期
    """
    from ledger import reports
    from ledger.store import papers

    env = ctx.obj
    period = reports.Period.month(when or "上月", env.today)
    with session.reading(env) as (store, profile):
        issues = list(store.find(Filter(closed_too=True), env.today, order="number"))
        heading = reports.Heading(
            district=profile.district or profile.office,
            campaign=profile.campaign,
            made_on=env.today,
            fingerprint=store.fingerprint(),
        )
        clerk = store.setting("clerk", "")
        given = papers.every(store)
    made = reports.month(issues, period, heading, given)
    if explain:
        _explain(env, reports.explain(made, explain), ids=ids)
    elif output:
        _save(made, output, clerk)
    elif brief:
        typer.echo(made.summary)
    else:
        _print(made, env)


def _explain(env: Env, numbers: tuple[str, ...], *, ids: bool) -> None:
    """The issues behind a figure."""
    from ledger.commands import listing

    with session.reading(env) as (store, profile):
        issues = store.issues(list(dict.fromkeys(numbers)))
    listing.put(issues, listing.Show(ids=ids), env, profile, total=len(issues))


def _save(made: Report, output: str, clerk: str) -> None:
    from ledger.sheets.files import write_atomic
    from ledger.sheets.workbook import write_report

    target = Path(output)
    if target.suffix.lower() != ".xlsx":
        raise Usage(f"报表写成 .xlsx，不是“{target.suffix or '没有后缀'}”", "应像 -o 月报.xlsx")
    write_atomic(target, write_report(made, clerk))
    say(f"已写成 {target}。台账指纹 {made.heading.fingerprint}")


def _print(made: Report, env: Env) -> None:
    """Every table on the screen, the sentence for the 简报 at the end."""
    from ledger import render

    typer.echo(made.title)
    for table in made.tables:
        typer.echo(f"\n{table.title}")
        rows = [[_shown(cell) for cell in row] for row in table.rows]
        rows += [[_shown(cell) for cell in table.total]] if table.total else []
        if not rows:
            typer.echo("  无")
            continue
        looks = [
            render.Column(
                column.label, index, 4, 60 if not column.figures else 20, right=column.figures
            )
            for index, column in enumerate(table.columns)
        ]
        page = render.table(looks, rows, env.width, color=env.color)
        typer.echo(page.text)
        for note in table.notes:
            typer.echo(note)
    typer.echo(f"\n{made.summary}")
    typer.echo(f"台账指纹 {made.heading.fingerprint}")
    say("查来源：--explain 街道.超期      出表：-o 月报.xlsx      文字稿：--brief")


def _shown(cell: object) -> str:
    return cell if isinstance(cell, str) else str(getattr(cell, "short", cell))
