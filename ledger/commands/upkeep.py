"""Looking after the ledger: made, undone, logged, checked, backed up, set."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from ledger import catalogue
from ledger.commands import session, writing
from ledger.commands.ask import ask, confirm
from ledger.commands.options import Write, option
from ledger.commands.session import say
from ledger.errors import Exit, LedgerError, Usage
from ledger.models import Operation, dumps
from ledger.needs import Given
from ledger.profile import parse, unparse
from ledger.store import files

app = typer.Typer()

SETTINGS: Final = {
    "clerk": "经办人（不写 --by 时用）",
    "seat": "席位代号，一个大写字母，操作编号以它开头",
    "campaign": "活动名称，写在报表里",
    "prefix": "编号前缀，写在年份前",
    "office": "填报单位，写在报表里",
}
RULES: Final = ("campaign", "prefix", "office")


@app.command("init")
def init(
    ctx: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(metavar="文件", help="台账文件；不写就建在当前文件夹", show_default=False),
    ] = None,
    district: Annotated[
        str | None, option("--district", metavar="区", help="用哪个区的配置，如 道里区")
    ] = None,
    campaign: Annotated[str | None, option("--campaign", metavar="名称", help="活动名称")] = None,
    prefix: Annotated[
        str | None, option("--prefix", metavar="前缀", help="编号前缀，如 DL")
    ] = None,
    seat: Annotated[str, option("--seat", metavar="字母", help="席位代号，默认 A")] = "A",
    by: Annotated[str | None, option("--by", metavar="姓名", help="经办人姓名")] = None,
) -> None:
    """新建一个台账。

    示例：
      ledger init --district 道里区 --by 张敏
    """
    env = ctx.obj
    if district is None:
        if not env.terminal_in:
            raise Usage("没有说是哪个区", f"加 --district，可用：{'、'.join(catalogue.areas())}")
        district = ask(env, "哪个区（如 道里区）：")
    profile = catalogue.profile(district.strip())
    told = {"campaign": campaign, "prefix": prefix}
    profile = parse({key: value.strip() for key, value in told.items() if value}, base=profile)
    _check_seat(seat)
    path = Path(file) if file else env.db or Path.cwd() / files.NAME
    with closing(files.create(path)):
        pass
    clerk = by or env.user or _account()
    with writing.writing(env._replace(db=path), Write(by=clerk)) as work:
        for key, value in (("profile", unparse(profile)), ("seat", seat), ("clerk", clerk)):
            work.store.set(key, value, on=work.on)
    say(f"已建台账：{path}")
    say(f"  区县配置 {district}，活动 {profile.campaign}，经办人 {clerk}，席位 {seat}")
    say("下一步：ledger import 表格.xlsx，或 ledger add 登记一个问题")


def _account() -> str:
    return os.environ.get("USER") or os.environ.get("USERNAME") or "经办人"


def _check_seat(seat: str) -> None:
    if not (len(seat) == 1 and seat.isascii() and seat.isupper()):
        raise Usage(f"席位代号“{seat}”应是一个大写字母", "应像 --seat A")


@app.command("undo")
def undo(
    ctx: typer.Context,
    write: Write,
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="操作",
            help="操作编号或批次，如 A0131、B0007；不写是最近一次",
            show_default=False,
        ),
    ] = None,
) -> None:
    """撤销一次操作或一批导入；之后又改过的保留不动，并列出。

    示例：
      ledger undo
      ledger undo B0007
    """
    with writing.writing(ctx.obj, write) as work:
        wanted = code.strip().upper() if code else None
        undone = work.store.undo(wanted, Given(by=work.by, on=work.on))
        say(
            f"已恢复到执行“{undone.command}”之前：{len(undone.restored)} 条"
            f"（操作 {work.store.operation}）。要重做：ledger undo {work.store.operation}"
        )
        if undone.kept:
            shown = "、".join(
                session.short(number, work.profile, ctx.obj) for number in undone.kept
            )
            say(f"{len(undone.kept)} 条后来改过，保留不动：{shown}")
    if undone.kept:
        raise typer.Exit(Exit.REFUSED)


@app.command("log")
def log(
    ctx: typer.Context,
    number: Annotated[
        str | None, typer.Argument(metavar="编号", help="只看这一号", show_default=False)
    ] = None,
    batches: Annotated[bool, option("--batches", help="只看导入批次")] = False,
    limit: Annotated[
        int, option("-L", "--limit", metavar="条数", help="最多几条，默认 20；0 为不限")
    ] = 20,
    json: Annotated[bool, option("--json", help="按 JSON 输出")] = False,
) -> None:
    """谁在什么时候做了什么，最近的在前。

    示例：
      ledger log
      ledger log 17
      ledger log --batches
    """
    if number:
        from ledger.commands.looking import show_history

        show_history(ctx.obj, number, json=json)
        return
    with session.reading(ctx.obj) as (store, _):
        found = store.operations(batches=batches, limit=limit)
    if json:
        typer.echo(dumps([_plain(operation) for operation in found]))
        return
    _print_operations(ctx.obj, found)


def _plain(operation: Operation) -> dict[str, Any]:
    told = operation._asdict()
    return {name: value for name, value in told.items() if value not in (None, {})}


def _print_operations(env: Any, found: list[Operation]) -> None:
    from ledger import render

    rows = [
        [
            op.code,
            op.at[:16].replace("T", " "),
            op.by,
            str(op.events),
            op.batch or "",
            _state(op),
            op.command,
        ]
        for op in found
    ]
    titles = ("操作", "时间", "经办人", "记录", "批次", "撤销", "命令")
    if not env.terminal_out:
        typer.echo(render.tsv(titles, rows))
        return
    sizes = ((1, 5, 6), (2, 16, 16), (4, 6, 8), (5, 4, 6), (6, 5, 6), (7, 5, 8), (3, 20, 80))
    columns = [
        render.Column(title, rank, least, most)
        for title, (rank, least, most) in zip(titles, sizes, strict=True)
    ]
    typer.echo(render.table(columns, rows, env.width, color=env.color).text)


def _state(operation: Operation) -> str:
    if operation.undone_by:
        return f"已被 {operation.undone_by} 撤销"
    return f"撤销 {operation.undo_of}" if operation.undo_of else ""


@app.command("check")
def check(
    ctx: typer.Context,
    against: Annotated[
        str | None, option("--against", metavar="指纹", help="旧报表上的台账指纹，如 120:9f3a…")
    ] = None,
) -> None:
    """核对台账：历史没有被改动，各条与历史一致，编号不缺不重。

    示例：
      ledger check
      ledger check --against 120:9f3ac1d2e4b5a697
    """
    from ledger.store.check import contains, findings

    with session.reading(ctx.obj) as (store, _):
        found = list(findings(store.engine))
        held = contains(store.engine, against) if against else True
        fingerprint = store.fingerprint()
        count = store.head()[0]
    for finding in found:
        typer.echo(finding)
    if found:
        raise LedgerError(
            f"核对发现 {len(found)} 处问题", "保留现有文件，用 ledger restore 从备份还原"
        )
    if not held:
        raise LedgerError(
            f"台账里没有指纹 {against} 所指的历史", "可能换过台账文件，或历史被截断、重造"
        )
    typer.echo(
        f"核对无误：{count} 条历史记录前后相连，各条与历史一致，编号不缺不重。台账指纹 {fingerprint}"
    )


@app.command("backup")
def backup(
    ctx: typer.Context,
    output: Annotated[
        str | None, option("-o", "--output", metavar="文件", help="备份到哪里；不写放进备份文件夹")
    ] = None,
) -> None:
    """备份台账（附件另存在“附件”文件夹，一并拷走）。

    示例：
      ledger backup
      ledger backup -o U盘/台账备份.db
    """
    path = session.path(ctx.obj)
    with session.reading(ctx.obj):
        pass
    copy = files.backup(path, Path(output) if output else None)
    say(f"已备份并核对：{copy}（{copy.stat().st_size // 1024} KB）")


@app.command("restore")
def restore(
    ctx: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(metavar="备份文件", help="不写就列出已有备份", show_default=False),
    ] = None,
    yes: Annotated[bool, option("-y", "--yes", help="不再询问")] = False,
) -> None:
    """用备份还原台账；现在的台账先另存一份。

    示例：
      ledger restore
      ledger restore 问题台账_备份/问题台账_20240115-090000.db
    """
    path = session.path(ctx.obj)
    if file is None:
        for copy in sorted(files.backups(path).glob("*.db"), reverse=True):
            typer.echo(str(copy))
        say("还原：ledger restore 备份文件")
        return
    confirm(ctx.obj, f"用 {file} 换下现在的台账 {path}", yes=yes)
    kept = files.restore(path, Path(file))
    say(f"已还原：{path}")
    if kept:
        say(f"原来的台账存为：{kept}      要换回来：ledger restore {kept}")


@app.command("config")
def config(
    ctx: typer.Context,
    write: Write,
    key: Annotated[
        str | None, typer.Argument(metavar="名称", help="设置的名称", show_default=False)
    ] = None,
    value: Annotated[
        str | None, typer.Argument(metavar="值", help="新的值", show_default=False)
    ] = None,
) -> None:
    """查看和修改设置。

    示例：
      ledger config
      ledger config clerk 张敏
    """
    if key is None:
        _print_settings(ctx.obj)
        return
    if key not in SETTINGS:
        raise Usage(f"没有设置“{key}”", f"可用的设置：{'、'.join(SETTINGS)}")
    if value is None:
        with session.reading(ctx.obj) as (store, profile):
            typer.echo(getattr(profile, key) if key in RULES else store.setting(key, ""))
        return
    if key == "seat":
        _check_seat(value)
    with writing.writing(ctx.obj, write) as work:
        if key in RULES:
            changed = parse({key: value}, base=work.profile)
            work.store.set("profile", unparse(changed), on=work.on)
        else:
            work.store.set(key, value, on=work.on)
        say(f"{key} 已设为“{value}”。撤销：ledger undo")


def _print_settings(env: Any) -> None:
    with session.reading(env) as (store, profile):
        for key, label in SETTINGS.items():
            value = getattr(profile, key) if key in RULES else store.setting(key, "")
            typer.echo(f"{key}\t{value}\t{label}")
        typer.echo(f"profile\t{profile.name}\t区县配置")
        typer.echo(f"levels\t{' → '.join(profile.levels)}\t验收层级".replace("→", "->"))
        typer.echo(f"file\t{session.path(env)}\t台账文件")


@app.command("calendar")
def calendar(
    ctx: typer.Context,
    write: Write,
    when: Annotated[
        str | None,
        typer.Argument(metavar="年或日期", help="如 2024 或 2024-02-10", show_default=False),
    ] = None,
    kind: Annotated[
        str | None, typer.Argument(metavar="休|班", help="改成放假还是上班", show_default=False)
    ] = None,
    name: Annotated[
        str, typer.Argument(metavar="名称", help="节日名称", show_default=False)
    ] = "调整",
) -> None:
    """查看一年的放假和调休，或改一天。

    示例：
      ledger calendar 2024
      ledger calendar 2027-01-01 休 元旦
    """
    if kind is None:
        _print_year(ctx.obj, when)
        return
    if kind not in ("休", "班"):
        raise Usage(f"“{kind}”应写 休 或 班", "应像 ledger calendar 2027-01-01 休 元旦")
    with writing.writing(ctx.obj, write) as work:
        changed = session.day(when or "", ctx.obj, work.store).isoformat()
        changes = work.store.setting("calendar", {}) | {changed: [kind, name]}
        work.store.set("calendar", changes, on=work.on)
        say(f"{changed} 已改为{kind}（{name}）。撤销：ledger undo")


def _print_year(env: Any, when: str | None) -> None:
    year = when or str(env.today.year)
    if not (year.isdecimal() and len(year) == 4):
        raise Usage(f"“{year}”不是年份", "应像 ledger calendar 2024")
    with session.reading(env) as (store, _):
        days = session.calendar(store)
    for day, worked in sorted(days.days.items()):
        if day.year == int(year):
            typer.echo(f"{day}\t{'班' if worked else '休'}\t{days.names.get(day, '调休')}")
    if int(year) not in days.years:
        say(
            f"注意：没有 {year} 年的放假安排，按周一至周五计算；发布后用 ledger calendar 日期 休|班 补上"
        )
