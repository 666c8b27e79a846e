"""What is handed out of a report: the screen, the issues behind a figure, the sentence, a workbook."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ledger.commands import session
from ledger.commands.ask import may_replace
from ledger.commands.env import Env
from ledger.commands.options import Text, option
from ledger.commands.session import say
from ledger.errors import Usage
from ledger.profile import Profile
from ledger.store import Reader

if TYPE_CHECKING:
    from ledger.tables import Cell, Heading, Report, TableColumn

Campaign = Annotated[Text, option("--campaign", metavar="专项", help="只要哪个专项的；全部 是不限")]
Month = Annotated[
    Text,
    typer.Argument(metavar="月份", help="如 2023-09、上月、本月；不写是上月", show_default=False),
]


class Told(NamedTuple):
    """What of a report is wanted: all of it on the screen, a figure explained, the sentence, a workbook."""

    explain: Annotated[
        Text, option("--explain", metavar="数字", help="列出数字背后的问题，如 金都街道.超期")
    ] = None
    ids: Annotated[bool, option("--ids", help="和 --explain 一起用，只输出编号")] = False
    brief: Annotated[bool, option("--brief", help="只要写进简报的那段话")] = False
    output: Annotated[Text, option("-o", "--output", metavar="文件", help="写成 .xlsx")] = None
    yes: Annotated[bool, option("-y", "--yes", help="已有的文件覆盖，不再询问")] = False


def heading(env: Env, store: Reader, profile: Profile) -> "Heading":
    """What stands above and below a report of this ledger, made today."""
    from ledger.tables import Heading

    return Heading(
        district=profile.district or profile.office,
        campaign=profile.campaign,
        made_on=env.today,
        fingerprint=store.fingerprint(),
        wording=profile.summary,
    )


def give(env: Env, made: "Report", told: Told) -> None:
    """Hand out what is wanted of a report."""
    from ledger import reports

    if told.explain:
        if numbers := reports.explain(made, told.explain):
            listed(env, numbers, ids=told.ids)
        else:
            say(f"“{told.explain}”是 0，背后没有问题")
    elif told.output:
        save(env, made, told.output, yes=told.yes)
    elif told.brief:
        typer.echo(made.summary)
    else:
        _print(made, env)


def listed(env: Env, numbers: tuple[str, ...], *, ids: bool) -> None:
    """The issues behind a figure."""
    from ledger.commands import listing

    with session.reading(env) as (store, profile):
        issues = store.issues(list(dict.fromkeys(numbers)))
    listing.put(issues, listing.Show(ids=ids), env, profile, total=len(issues))


def save(env: Env, made: "Report", output: str, *, yes: bool) -> None:
    """The report as a workbook; what is there already is replaced only when the clerk means it."""
    from ledger.sheets.files import write_atomic
    from ledger.sheets.workbook import write_report

    target = Path(output)
    if target.suffix.lower() != ".xlsx":
        raise Usage(f"报表写成 .xlsx，不是“{target.suffix or '没有后缀'}”", "应像 -o 月报.xlsx")
    may_replace(env, target, yes=yes)
    with session.reading(env) as (store, _):
        clerk = store.setting("clerk", "")
    write_atomic(target, write_report(made, clerk))
    say(f"已写成 {target}。台账指纹 {made.heading.fingerprint}")


def _print(made: "Report", env: Env) -> None:
    """Every table on the screen, the sentence for the 简报 at the end."""
    from ledger import render
    from ledger.tables import asked

    typer.echo(made.title)
    for table in made.tables:
        typer.echo(f"\n{table.title}")
        told = [*table.rows, *([table.total] if table.total else [])]
        rows = [[_shown(*pair) for pair in zip(table.columns, row, strict=True)] for row in told]
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
    say(f"查来源：--explain {asked(made)}      出表：-o 报表.xlsx      文字稿：--brief")


def _shown(column: "TableColumn", cell: "Cell") -> str:
    if isinstance(cell, str):
        return cell
    return cell.text if column.full else cell.short
