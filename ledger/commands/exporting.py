"""Spreadsheets out: the district's own form filled, csv, jsonl, a calendar of limits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from ledger.commands import session
from ledger.commands.ask import may_replace
from ledger.commands.env import Env
from ledger.commands.options import Write, option
from ledger.commands.outward import (
    Secrecy,
    copied,
    opened,
    recorded,
    recording,
    secrecy,
    thumbnails,
    warned,
)
from ledger.commands.picking import Choice, chosen, held
from ledger.commands.session import say
from ledger.errors import Usage
from ledger.models import Issue
from ledger.profile import Profile
from ledger.selection import Filter
from ledger.sheets.files import free, write_atomic
from ledger.store import Reader

app = typer.Typer()

FORMATS: Final = ("xlsx", "csv", "jsonl", "ics")
FOLDER: Final = "下发"
OUTWARD: Final = ("销号申请单", "整改通知单", "交办清单")
"""Shipped forms that are made to be sent to others."""


@app.command("export")
def export(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    output: Annotated[str | None, option("-o", "--output", metavar="文件", help="写到哪里")] = None,
    form: Annotated[
        str | None, option("--form", metavar="表样", help="按哪个表样：名称，或一个 .xlsx 文件")
    ] = None,
    document: Annotated[
        str | None,
        option(
            "--document",
            metavar="文书",
            help="打印交办单、整改通知书、回访记录、销号申请单或销号验收单",
        ),
    ] = None,
    format_: Annotated[
        str | None,
        option(
            "--format", metavar="格式", help="xlsx、csv、jsonl 或 ics（时限日历）；不写看文件名"
        ),
    ] = None,
    masked: Annotated[
        bool, option("--masked", help="遮盖投诉人姓名、电话、门牌号，发给外单位用")
    ] = False,
    full: Annotated[bool, option("--full", help="一律不遮盖，只供内部使用；记入日志")] = False,
    photos: Annotated[bool, option("--photos", help="原照片另存到旁边的文件夹")] = False,
    open_: Annotated[bool, option("--open", help="写好就打开")] = False,
    month: Annotated[
        str | None, option("--month", metavar="月份", help="只要这个月月末在账的，如 2024-01、上月")
    ] = None,
    split_by: Annotated[
        str | None,
        option("--split-by", metavar="街道", help="一家一个文件发下去填：按街道、单位或小区"),
    ] = None,
    fill: Annotated[
        str | None,
        option("--fill", metavar="列,…", help="发下去要填的列，其余锁定；不写是整改情况一类的列"),
    ] = None,
) -> None:
    """导出表格：按导入过的表样原样写回，或 csv、jsonl、时限日历；--document 打印文书。

    示例：
      ledger export -o 台账.xlsx --all
      ledger export -s 利民街道 --masked -o 利民街道.xlsx
      ledger export -u 物业办 -o 时限.ics
      ledger export 17 --document 整改通知书
      ledger export --split-by 街道 --month 2024-01 -o 下发
    """
    env = ctx.obj
    if document:
        from ledger.commands.giving import print_out

        print_out(env, choice, write, document, output)
        return
    if split_by is not None or fill is not None:
        from ledger.commands.sending import Order, send

        if _format(format_, None) != "xlsx" or full or photos or open_:
            raise Usage("发下去填的是 xlsx，一家一个", "去掉 --format、--full、--photos、--open")
        folder = Path(output or FOLDER)
        send(env, Order(choice, write, split_by or "", fill, form, month, folder, masked))
        return
    wanted_format = _format(format_, output)
    with session.reading(env) as (store, profile):
        secret = _secrecy(wanted_format, form or profile.form, hide=masked, full=full)
        issues = _meant(env, store, profile, choice, month)
        fingerprint = store.fingerprint()
        if wanted_format == "xlsx":
            data, name = _filled(store, issues, form, env, secret)
        else:
            data, name = _dumped(secret.shown(issues), wanted_format, env), ""
    told = {"count": len(issues), "to": output or "-"}
    if output is None and wanted_format != "xlsx":
        recorded(env, write, secret, told)
        typer.echo(data, nl=False)
        warned(issues, secret)
        return
    target = Path(output) if output else free(Path(f"{name}_{env.today:%Y%m%d}.xlsx"))
    if write.dry_run:
        say(f"试运行：将导出 {len(issues)} 条到 {target}，没有写入")
        return
    may_replace(env, target, yes=write.yes)
    with recording(env, write, secret, told | {"to": str(target)}):
        write_atomic(target, data)
        shown = f"（表样“{name}”）" if name else ""
        say(f"已导出 {len(issues)} 条：{target}{shown}\n台账指纹 {fingerprint}")
    warned(issues, secret)
    _beside(env, issues, target, photos=photos, open_=open_)


def _secrecy(wanted_format: str, form: str, *, hide: bool, full: bool) -> Secrecy:
    """What is hidden: calendars and some forms are made to be sent to others."""
    return secrecy(hide=hide, full=full, outward=wanted_format == "ics" or form in OUTWARD)


def _beside(env: Env, issues: Sequence[Issue], target: Path, *, photos: bool, open_: bool) -> None:
    """What is wanted beside the file: the photos, a look at it."""
    if photos:
        folder = target.with_name(f"{target.stem}_照片")
        say(f"照片 {copied(env, issues, folder)} 张：{folder}")
    if open_:
        opened(target)


def _meant(
    env: Env, store: Reader, profile: Profile, choice: Choice, month: str | None
) -> list[Issue]:
    """The issues to export; of a month those in the books at its end."""
    if month is None:
        return chosen(choice, env, store, profile)
    from ledger.periods import Period

    every = choice if choice.numbers else choice._replace(everything=True)
    return held(chosen(every, env, store, profile), Period.month(month, env.today))


def _format(told: str | None, output: str | None) -> str:
    """The format that is meant. Raises Usage."""
    guess = Path(output).suffix.lower().lstrip(".") if output else "xlsx"
    meant = told or guess or "xlsx"
    if meant not in FORMATS:
        raise Usage(f"没有格式“{meant}”", f"可用：{'、'.join(FORMATS)}")
    return meant


def _dumped(issues: Sequence[Issue], wanted_format: str, env: Env) -> bytes:
    from ledger.sheets import dump, ics

    if wanted_format == "ics":
        return ics.calendar(issues, env.now())
    return dump.jsonl(issues) if wanted_format == "jsonl" else dump.csv(issues)


def _filled(
    store: Reader, issues: Sequence[Issue], form: str | None, env: Env, secret: Secrecy
) -> tuple[bytes, str]:
    """The issues in a form: the one named, the only one remembered, else the shipped one."""
    from ledger.commands import formchoice

    book = formchoice.opened(store, form, env)
    every = len(issues) == store.count(Filter(closed_too=True), env.today)
    filling = book.composed(issues, secret.show, whole=every and not secret.hides)
    if filling.mute:
        say(f"注意：表样“{book.name}”没有写问题的列，新登记的 {len(filling.mute)} 条看不到问题描述")
    office = session.profile_of(store).office
    return book.filled(filling, env.today, office, thumbnails(env)), book.name
