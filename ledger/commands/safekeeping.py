"""Nothing is lost: undo, log, check, backup, restore."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from ledger.commands import session, writing
from ledger.commands.ask import confirm
from ledger.commands.env import Env
from ledger.commands.options import Basis, Note, Write, option
from ledger.commands.picking import Choice, filtered, picked
from ledger.commands.session import say
from ledger.errors import Exit, LedgerError, Usage
from ledger.intake.sent import SENT, without
from ledger.masking import mask_text
from ledger.models import dumps
from ledger.store import attachments, files, open_reading
from ledger.store.records import Operation
from ledger.workflow import purged

app = typer.Typer()

MOST: Final = 10**9


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
    from ledger.store.undoing import undo as take_back

    with writing.writing(ctx.obj, write) as work:
        wanted = code.strip().upper() if code else None
        undone = take_back(work.store, wanted, work.given())
        code, count = work.store.operation, len(undone.restored)
        issues = f"：{count} 条" if count else ""  # a setting or a form has none
        say(
            f"已恢复到执行“{mask_text(undone.command)}”之前{issues}（操作 {code}）\n要重做：ledger undo {code}"
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
    if not 0 <= limit <= MOST:
        raise Usage(f"条数“{limit}”不是数，或太大", "应像 -L 50；0 为不限")
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
    from ledger.commands.rows import put_rows
    from ledger.render import Column

    lines = [
        [
            op.code,
            op.at[:16].replace("T", " "),
            op.by,
            str(op.events),
            op.batch or "",
            _state(op),
            mask_text(op.command),
        ]
        for op in found
    ]
    titles = ("操作", "时间", "经办人", "记录", "批次", "撤销", "命令")
    sizes = ((1, 5, 6), (2, 16, 16), (4, 6, 8), (5, 4, 6), (6, 5, 6), (7, 10, 11), (3, 20, 80))
    looks = [Column(title, *size) for title, size in zip(titles, sizes, strict=True)]
    put_rows(looks, lines, env)


def _state(operation: Operation) -> str:
    if operation.undone_by:
        return f"被 {operation.undone_by}"
    return f"撤销 {operation.undo_of}" if operation.undo_of else ""


@app.command("purge")
def purge(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    before: Annotated[
        str | None, option("--before", metavar="日期", help="只要这天以前销号、终结的")
    ] = None,
    basis: Basis = None,
    note: Note = None,
) -> None:
    """清除投诉人的姓名、电话，和经过里的原话；问题、日期、数字都留着，不能撤销。

    只能清除已销号、终结的；历史记录仍前后相连，附件不动。发下去的表里的那一行，记录也清除。

    示例：
      ledger purge --before 2022-01-01 --basis 保存期满
      ledger purge 17 --basis 本人申请
    """
    env = ctx.obj
    if not basis:
        raise Usage("缺清除的依据", "--basis 保存期满，或 --basis 本人申请")
    numbers = _ended(env, choice, before)
    if not numbers:
        say("没有符合条件的问题")
        return
    if not write.dry_run:
        confirm(env, f"清除 {len(numbers)} 条的投诉人和原话，不能撤销", yes=write.yes)
        files.backup(session.path(env))
    with writing.writing(env, write) as work:
        given = work.given(session.text(note), {"basis": basis})
        issues = work.store.issues(numbers)
        for issue in issues:
            work.store.purge(issue, purged(issue, given, work.profile))
        _forget_sent(work, {issue.uid for issue in issues})
        say(f"已清除 {len(numbers)} 条（操作 {work.store.operation}）")
        say(f"备份里还有原来的内容，确认无误后自行删除：{files.backups(session.path(env))}")
        say("附件、文书、表样留的原表（ledger form forget）、从前命令里打过的姓名，不在清除之内")
        files_of = [(work.short(i), item) for i in issues for item in i.attachments]
        if files_of:
            say(
                f"附件 {len(files_of)} 个列在下面，里面有个人信息的自行处理；删了的，ledger check 会说丢失"
            )
        for number, item in files_of:
            place = attachments.kept(session.path(env), item["sha256"], item["name"])
            typer.echo(f"{number}\t{item['name']}\t{place}")


def _forget_sent(work: writing.Session, uids: set[str]) -> None:
    """Take the rows of these issues out of what was sent, and out of what was sent and taken back."""
    for key in work.store.told_of(SENT, uids):
        told = work.store.setting(key)
        work.store.purge_setting(key, without(told, uids) if told else None, on=work.on)


def _ended(env: Env, choice: Choice, before: str | None) -> list[str]:
    """The full numbers that are meant: those named, or what left the books and fits."""
    with session.reading(env) as (store, profile):
        named = choice.numbers or choice.status
        every = bool(before) or filtered(choice)
        wanted = choice if named else choice._replace(everything=every)
        limit = session.day(before, env, store) if before else date.max
        return [
            issue.number
            for issue in picked(wanted, env, store, profile)
            if choice.numbers or (issue.left_on and issue.left_on < limit)
        ]


@app.command("check")
def check(
    ctx: typer.Context,
    against: Annotated[
        str | None, option("--against", metavar="指纹", help="旧报表上的台账指纹，如 120:9f3a…")
    ] = None,
) -> None:
    """核对台账：历史没有被改动，各条与历史一致，编号不缺不重，附件都在。

    示例：
      ledger check
      ledger check --against 120:9f3ac1d2e4b5a697
    """
    from ledger.store.check import contains, findings, lost_files

    with open_reading(session.path(ctx.obj), session.waiting) as store:
        found = list(findings(store.engine))
        lost = [] if found else list(lost_files(store.engine, session.path(ctx.obj)))
        held = contains(store.engine, against) if against is not None else True
        fingerprint = store.fingerprint()
        count = store.head()[0]
    for finding in found or lost:
        typer.echo(finding)
    if found:
        raise LedgerError(
            f"核对发现 {len(found)} 处问题", "保留现有文件，用 ledger restore 从备份还原"
        )
    if lost:
        folder = attachments.folder(session.path(ctx.obj))
        raise LedgerError(
            f"有 {len(lost)} 个附件的文件丢失或被改动", f"从备份把文件拷回附件文件夹：{folder}"
        )
    if not held:
        raise LedgerError(
            f"台账里没有指纹 {against} 所指的历史", "可能换过台账文件，或历史被截断、重造"
        )
    typer.echo(
        f"核对无误：{count} 条历史记录前后相连，各条与历史一致，编号不缺不重，附件都在\n台账指纹 {fingerprint}"
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
        for copy in sorted(
            files.backups(path).glob("*.db"), key=lambda file: file.stem, reverse=True
        ):
            typer.echo(str(copy))
        say("还原：ledger restore 备份文件")
        return
    files.check_backup(path, Path(file))
    confirm(ctx.obj, f"用 {file} 换下现在的台账 {path}", yes=yes)
    kept = files.restore(path, Path(file), session.waiting)
    say(f"已还原：{path}")
    if kept:
        say(f"原来的台账存为：{kept}      要换回来：ledger restore {kept}")
