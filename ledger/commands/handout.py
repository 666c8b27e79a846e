"""What is handed out of a report: the screen, the issues behind a figure, the sentence, a workbook."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ledger.commands import session
from ledger.commands.env import Env
from ledger.commands.options import Text, option
from ledger.commands.session import say
from ledger.errors import Usage

if TYPE_CHECKING:
    from ledger.tables import Report


class Told(NamedTuple):
    """What of a report is wanted: all of it on the screen, a figure explained, the sentence, a workbook."""

    campaign: Annotated[
        Text, option("--campaign", metavar="专项", help="只要哪个专项的；全部 是不限")
    ] = None
    explain: Annotated[
        Text, option("--explain", metavar="数字", help="列出数字背后的问题，如 金都街道.超期")
    ] = None
    ids: Annotated[bool, option("--ids", help="和 --explain 一起用，只输出编号")] = False
    brief: Annotated[bool, option("--brief", help="只要写进简报的那段话")] = False
    output: Annotated[Text, option("-o", "--output", metavar="文件", help="写成 .xlsx")] = None


def give(env: Env, made: "Report", told: Told) -> None:
    """Hand out what is wanted of a report."""
    from ledger import reports

    if told.explain:
        _explain(env, reports.explain(made, told.explain), ids=told.ids)
    elif told.output:
        _save(env, made, told.output)
    elif told.brief:
        typer.echo(made.summary)
    else:
        _print(made, env)


def _explain(env: Env, numbers: tuple[str, ...], *, ids: bool) -> None:
    """The issues behind a figure."""
    from ledger.commands import listing

    with session.reading(env) as (store, profile):
        issues = store.issues(list(dict.fromkeys(numbers)))
    listing.put(issues, listing.Show(ids=ids), env, profile, total=len(issues))


def _save(env: Env, made: "Report", output: str) -> None:
    from ledger.sheets.files import write_atomic
    from ledger.sheets.workbook import write_report

    target = Path(output)
    if target.suffix.lower() != ".xlsx":
        raise Usage(f"报表写成 .xlsx，不是“{target.suffix or '没有后缀'}”", "应像 -o 月报.xlsx")
    with session.reading(env) as (store, _):
        clerk = store.setting("clerk", "")
    write_atomic(target, write_report(made, clerk))
    say(f"已写成 {target}。台账指纹 {made.heading.fingerprint}")


def _print(made: "Report", env: Env) -> None:
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
                column.label,
                index,
                4,
                60 if not column.figures else 20,
                right=column.figures,
                whole=column.whole,
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
