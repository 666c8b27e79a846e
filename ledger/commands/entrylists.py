"""A list of the directory (名录) handed out: on the screen, in a pipe, as JSON, as a workbook."""

from collections.abc import Sequence
from typing import Annotated, Final, NamedTuple

import typer

from ledger import directory, render
from ledger.commands import entries, session
from ledger.commands.env import Env
from ledger.commands.naming import Roll
from ledger.commands.options import Text, option
from ledger.commands.session import say
from ledger.directory import Entry
from ledger.models import dumps

WIDEST: Final = 40
SHEET: Final = "名录"


class Listing(NamedTuple):
    """How a list of the directory is wanted."""

    json: Annotated[bool, option("--json", help="按 JSON 输出")] = False
    output: Annotated[
        Text, option("-o", "--output", metavar="文件", help="写成 .xlsx，改好后可以再 import")
    ] = None
    yes: Annotated[bool, option("-y", "--yes", help="已有的文件覆盖，不再询问")] = False


def put(
    roll: Roll, found: Sequence[Entry], how: Listing, env: Env, depths: Sequence[int] = ()
) -> None:
    """The entries in the wanted form; on the screen what belongs to another stands `depths` to the right."""
    titles = [field.label for field in roll.fields.values()]
    rows = [entries.parts(roll, entry) for entry in found]
    if how.json:
        typer.echo(dumps([directory.plain(entry) for entry in found]))
    elif how.output:
        paths = list(dict.fromkeys(path for entry in found for path in entry.extra or {}))
        further = [[str((entry.extra or {}).get(path, "")) for path in paths] for entry in found]
        whole = [[*row, *more] for row, more in zip(rows, further, strict=True)]
        sheet(env, f"{roll.label}名册", [*titles, *paths], whole, (how.output, how.yes))
    elif env.terminal_out:
        for row, depth in zip(rows, depths, strict=False):
            row[0] = "　" * depth + row[0]
        table(titles, rows, env)
        say(f"共 {len(rows)} 个")
    else:
        typer.echo(render.tsv(titles, rows))


def table(titles: Sequence[str], rows: Sequence[Sequence[str]], env: Env) -> None:
    """Rows on the screen, without the columns that nobody filled; the first columns stay the longest."""
    used = [i for i, _ in enumerate(titles) if any(row[i] for row in rows)] or [0]
    looks = [render.Column(titles[i], i, 4, 30) for i in used]
    page = render.table(looks, [[row[i] for i in used] for row in rows], env.width, color=env.color)
    typer.echo(page.text)
    if page.hidden:
        say(f"另有 {len(page.hidden)} 列未显示：{'、'.join(page.hidden)}")


def sheet(
    env: Env, title: str, titles: Sequence[str], rows: Sequence[Sequence[str]], to: tuple[str, bool]
) -> None:
    """Rows as a workbook that an office can print and, of a list, `import` reads again.

    `to` is the file, and whether one that is there may be replaced unasked.
    """
    from ledger.commands.handout import save
    from ledger.periods import Period, said
    from ledger.tables import Heading, Report, Table, TableColumn

    with session.reading(env) as (store, profile):
        mark = store.fingerprint()
    columns = tuple(
        TableColumn(label=label, figures=False, width=_width(label, [row[i] for row in rows]))
        for i, label in enumerate(titles)
    )
    made = Report(
        title=title,
        period=Period(first=env.today, last=env.today, title=said(env.today)),
        heading=Heading(district=profile.district, made_on=env.today, fingerprint=mark),
        summary="",
        tables=(Table(title=SHEET, columns=columns, rows=tuple(map(tuple, rows))),),
    )
    output, yes = to
    save(env, made, output, yes=yes)


def _width(label: str, texts: Sequence[str]) -> int:
    return min(WIDEST, max(render.measure(one) for one in (label, *texts)) + 4)
