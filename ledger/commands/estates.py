"""The register of estates (小区名册): where each lies, who runs it, whom to call."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from ledger import render
from ledger.commands import entries, entrylists, naming, session
from ledger.commands.entrylists import Listing
from ledger.commands.incoming import Password
from ledger.commands.naming import ESTATES
from ledger.commands.options import Write, option, spread
from ledger.commands.session import say
from ledger.directory import Entry, Names
from ledger.models import OPEN, Issue, Status
from ledger.selection import Filter
from ledger.store import Reader

app = typer.Typer()

MOST: Final = 5
HELP: Final = """小区名册：街道、社区、物业企业、项目经理和电话，登记问题时按它填。

示例：
  ledger estate import 小区名册.xlsx
  ledger estate add 怡园三期 街道=新华街道 物业企业=恒安物业 项目经理=王强
  ledger estate list -s 新华街道
"""
noun = typer.Typer(help=HELP)
app.add_typer(noun, name="estate")

Name = Annotated[str, typer.Argument(metavar="小区", help="名称或别名", show_default=False)]
Pairs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="字段=值…",
        help="别名、街道、社区、物业企业、项目经理、电话、备注；别名可用 += 和 -=",
        show_default=False,
    ),
]


@noun.command("list")
@spread
def list_(
    ctx: typer.Context,
    how: Listing,
    word: Annotated[
        str, typer.Argument(metavar="词", help="名称、企业、经理里的词", show_default=False)
    ] = "",
    subdistrict: Annotated[
        str | None, option("-s", "--subdistrict", metavar="街道", help="只要这个街道的")
    ] = None,
) -> None:
    """小区名册；问题里用过、名册里没有的，在最后提示。

    示例：
      ledger estate list
      ledger estate list 恒安 -o 小区名册.xlsx
    """
    env = ctx.obj
    with session.reading(env) as (store, _):
        every = naming.estates(store)
        missing = _missing(store, every)
    found = [
        estate
        for estate in sorted(every, key=lambda e: (e.subdistrict or "", e.name))
        if word in entries.line(ESTATES, estate)
        and (subdistrict or "") in (estate.subdistrict or "")
    ]
    entrylists.put(ESTATES, found, how, env)
    if missing:
        more = f" 等 {len(missing)} 个" if len(missing) > MOST else ""
        say(f"问题里有、名册里没有：{'、'.join(missing[:MOST])}{more}")
        say(f"记进名册：ledger estate add {missing[0]}")


def _missing(store: Reader, every: list[Entry]) -> list[str]:
    names = Names(every)
    return [name for name in store.names("estate") if not names.meant(name)]


@noun.command("show")
def show(ctx: typer.Context, name: Name) -> None:
    """一个小区：在哪里、谁管、找谁，问题办得怎样。

    示例：
      ledger estate show 怡园三期
    """
    env = ctx.obj
    with session.reading(env) as (store, _):
        estate = entries.one(name.strip(), ESTATES, _every(store))
        names = (estate.name, *estate.aliases)
        wanted = Filter(estate=names, closed_too=True)
        issues = [i for i in store.find(wanted, env.today, order="number") if i.estate in names]
    typer.echo(render.clean(estate.name))
    typer.echo(render.card([*entries.facts(ESTATES, estate), ("问题", _count(issues))], env.width))
    say(f"看全部问题：ledger list -e {estate.name} --all")


def _every(store: Reader) -> list[Entry]:
    """The estates of the directory, and those that issues alone name."""
    every = naming.estates(store)
    return [*every, *(Entry(name) for name in _missing(store, every))]


def _count(issues: list[Issue]) -> str:
    stands = [issue.status for issue in issues]
    unfinished = sum(status in OPEN for status in stands)
    told = "，".join(f"{s.label} {stands.count(s)}" for s in Status if s in stands)
    return f"{len(issues)} 件，未完成 {unfinished} 件" + (f"：{told}" if told else "")


@noun.command("add")
@spread
def add(ctx: typer.Context, write: Write, name: Name, fields: Pairs = None) -> None:
    """把一个小区记进名册；没有写的街道、社区、企业，照它最近的问题填。

    示例：
      ledger estate add 怡园三期 街道=新华街道 物业企业=恒安物业 项目经理=王强 电话=13900000000
    """
    entries.add(ESTATES, ctx.obj, write, name, fields or ())


@noun.command("edit")
@spread
def edit(ctx: typer.Context, write: Write, name: Name, fields: Pairs = None) -> None:
    """改名册里的一个小区；改了名称的，原名留作别名，已登记的问题不变。

    示例：
      ledger estate edit 怡园三期 项目经理=赵刚 电话=13900000001
      ledger estate edit 怡园三期 别名+=怡园3期
    """
    entries.edit(ESTATES, ctx.obj, write, name, fields or ())


@noun.command("import")
@spread
def import_(
    ctx: typer.Context,
    write: Write,
    file: Annotated[
        list[str],
        typer.Argument(metavar="文件…", help="小区名册的表格，可多个", show_default=False),
    ],
    password: Password = None,
) -> None:
    """读入小区名册：名册里有的更新，没有的新增；先看会改什么，确认后写入。

    示例：
      ledger estate import 小区名册.xlsx
    """
    from ledger.commands import entrysheets

    entrysheets.import_(ESTATES, ctx.obj, write, file, password)
