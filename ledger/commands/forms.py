"""Forms (表样): how the columns of a district's sheet go to fields, remembered from import to import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ledger import catalogue, matching, render
from ledger.commands import session, writing
from ledger.commands.env import Env
from ledger.commands.options import Write, option, spread
from ledger.commands.rows import put_rows
from ledger.commands.session import say
from ledger.errors import Usage
from ledger.models import FIELDS
from ledger.store import Form, Reader

app = typer.Typer()

HELP = """表样：记住的列对应和原表，导入时认得，导出时照着填。

示例：
  ledger form list
  ledger form add 道外整治台账.xlsx
  ledger form edit 香坊区回头看台账 经办=责任人
"""
form = typer.Typer(help=HELP)
app.add_typer(form, name="form")

Name = Annotated[str, typer.Argument(metavar="表样", help="表样的名称", show_default=False)]


@form.command("list")
def list_(ctx: typer.Context) -> None:
    """记住了哪些表样。

    示例：
      ledger form list
    """
    from ledger.commands import formchoice

    with session.reading(ctx.obj) as (store, _):
        found, unnamed = store.forms(), formchoice.unnamed(store)
    say(f"自带的空表：{'、'.join(catalogue.forms())}（ledger export --form 名称）")
    rows = [[f.name, f.file, f.at[:10], str(len(f.mapping))] for f in found]
    if not rows:
        say("还没有表样：ledger import 一个表格，就会记住它")
        return
    _print(ctx.obj, ("表样", "文件", "导入日期", "版式数"), rows)
    say(f"不写 --form 的导出照“{unnamed}”")


def _print(env: Env, titles: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    columns = [render.Column(title, rank, 6, 60) for rank, title in enumerate(titles, 1)]
    put_rows(columns, lines, env)


@form.command("add")
def add(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="文件", help="填过的或空的 .xlsx 表格", show_default=False)
    ],
    name: Annotated[
        str | None, option("--name", metavar="名称", help="表样叫什么；不写用文件名")
    ] = None,
) -> None:
    """把一个表格记为表样，里面的问题不导入；导出时用 --form 照着填。

    示例：
      ledger form add 道外整治台账.xlsx
      ledger form add 市局月报附表.xlsx --name 月报附表
    """
    from ledger.commands import formadding

    with writing.writing(ctx.obj, Write()) as work:
        formadding.keep(work.store, ctx.obj, Path(file), name)


@form.command("use")
@spread
def use(ctx: typer.Context, write: Write, name: Name) -> None:
    """不写 --form 的导出，以后照这个表样。

    示例：
      ledger form use 道外整治台账
    """
    with writing.writing(ctx.obj, write) as work:
        meant = known(work.store, name)
        for other in work.store.forms():
            aside = other.name != meant.name
            if other.aside != aside:
                work.store.keep_form(other._replace(aside=aside), on=work.on)
        say(f"不写 --form 的导出，以后照“{meant.name}”。撤销：ledger undo")


@form.command("show")
def show(ctx: typer.Context, name: Name) -> None:
    """一个表样的列对应。

    示例：
      ledger form show 香坊区回头看台账
    """
    with session.reading(ctx.obj) as (store, _):
        found = known(store, name)
    for columns in found.mapping.values():
        rows = [
            [path, "、".join(FIELDS[f].label for f in fields) or "附加列"]
            for path, fields in columns.items()
        ]
        _print(ctx.obj, ("表中列", "对应字段"), rows)


@form.command("edit")
@spread
def edit(
    ctx: typer.Context,
    write: Write,
    name: Name,
    pairs: Annotated[
        list[str],
        typer.Argument(
            metavar="列=字段…", help="如 经办=责任人；等号后空着是附加列", show_default=False
        ),
    ],
) -> None:
    """改正列对应，下次导入照新的来。

    示例：
      ledger form edit 香坊区回头看台账 经办=责任人
    """
    from ledger.intake.mapping import field_of

    with writing.writing(ctx.obj, write) as work:
        found = known(work.store, name)
        mapping = {print_: dict(columns) for print_, columns in found.mapping.items()}
        for pair in pairs:
            column, equals, field = pair.partition("=")
            if not equals:
                raise Usage(f"“{pair}”看不懂", "应像 经办=责任人")
            _set(mapping, column.strip(), field_of(field.strip()))
        work.store.keep_form(found._replace(mapping=mapping), on=work.on)
        say(f"表样“{found.name}”已改 {len(pairs)} 列。撤销：ledger undo")


def _set(
    mapping: dict[str, dict[str, tuple[str, ...]]], column: str, fields: tuple[str, ...]
) -> None:
    """Change a column, named by its path or the end of it, in every layout that has it. Raises Usage."""
    paths = [path for columns in mapping.values() for path in columns]
    meant = [path for path in paths if column in (path, path.rpartition("/")[2])]
    if not meant:
        near = matching.nearest(column, paths) or paths
        raise Usage(f"表样里没有列“{column}”", f"是不是：{'、'.join(near)}")
    for columns in mapping.values():
        for path in meant:
            if path in columns:
                columns[path] = fields


@form.command("forget")
@spread
def forget(ctx: typer.Context, write: Write, name: Name) -> None:
    """忘掉一个表样；已导入的问题不变。

    示例：
      ledger form forget 香坊区回头看台账
    """
    with writing.writing(ctx.obj, write) as work:
        found = known(work.store, name)
        work.store.forget_form(found.name, on=work.on)
        say(f"已忘掉表样“{found.name}”。撤销：ledger undo")


def known(store: Reader, name: str) -> Form:
    """The form of that name, or the only one of which it is a part. Raises Usage naming the known ones."""
    found = store.forms()
    fitting = [f for f in found if f.name == name] or [f for f in found if name in f.name]
    if len(fitting) != 1:
        names = "、".join(f.name for f in fitting or found) or "还没有，先 ledger import 一个表格"
        raise Usage(
            f"没有表样“{name}”" if not fitting else f"表样“{name}”不止一个", f"已有表样：{names}"
        )
    return fitting[0]
