"""Spreadsheets out: the district's own form filled, csv, jsonl, a calendar of limits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from ledger.commands import session
from ledger.commands.env import Env
from ledger.commands.options import Write, option
from ledger.commands.outward import Secrecy, copied, opened, recording, secrecy, thumbnails, warned
from ledger.commands.picking import Choice, picked, search, wanted
from ledger.commands.session import say
from ledger.errors import Usage
from ledger.intake.drafts import Reading
from ledger.intake.grid import Book, Value
from ledger.models import Issue
from ledger.store import Reader

app = typer.Typer()

FORMATS: Final = ("xlsx", "csv", "jsonl", "ics")
SHIPPED: Final = "问题台账"
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
) -> None:
    """导出表格：按导入过的表样原样写回，或 csv、jsonl、时限日历；--document 打印文书。

    示例：
      ledger export -o 台账.xlsx --all
      ledger export -s 利民街道 --masked -o 利民街道.xlsx
      ledger export -u 物业办 -o 时限.ics
      ledger export 17 --document 整改通知书
    """
    env = ctx.obj
    if document:
        from ledger.commands.giving import print_out

        print_out(env, choice, write, document, output)
        return
    wanted_format = _format(format_, output)
    secret = secrecy(hide=masked, full=full, outward=wanted_format == "ics" or form in OUTWARD)
    with session.reading(env) as (store, profile):
        if choice.numbers:
            issues = picked(choice, env, store, profile)
        else:
            issues = search(wanted(choice, env, store), env, store, profile, order="number")
        fingerprint = store.fingerprint()
        if wanted_format == "xlsx":
            data, name = _filled(store, issues, form, env, secret)
        else:
            data, name = _dumped(secret.shown(issues), wanted_format, env), ""
    told = {"count": len(issues), "to": output or "-"}
    if output is None and wanted_format != "xlsx":
        with recording(env, write, secret, told):
            typer.echo(data, nl=False)
        return
    target = Path(output or f"{name}_{env.today:%Y%m%d}.xlsx")
    if write.dry_run:
        say(f"试运行：将导出 {len(issues)} 条到 {target}，没有写入")
        return
    from ledger.sheets.files import write_atomic

    with recording(env, write, secret, told | {"to": str(target)}):
        write_atomic(target, data)
        shown = f"（表样“{name}”）" if name else ""
        say(f"已导出 {len(issues)} 条：{target}{shown}。台账指纹 {fingerprint}")
    warned(issues, secret)
    if photos:
        folder = target.with_name(f"{target.stem}_照片")
        say(f"照片 {copied(env, issues, folder)} 张：{folder}")
    if open_:
        opened(target)


def _format(told: str | None, output: str | None) -> str:
    """The format that is meant. Raises Usage."""
    guess = Path(output).suffix.lower().lstrip(".") if output else "xlsx"
    meant = told or (guess if guess in FORMATS else "xlsx")
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
    from ledger import catalogue
    from ledger.intake import reading
    from ledger.intake.context import Context
    from ledger.sheets.fill import fill
    from ledger.sheets.form import compose
    from ledger.sheets.read import read_content

    name, file, workbook, day = _form(store, form)
    book = read_content(workbook, file)
    profile = session.profile_of(store)
    context = Context(
        today=day or env.today,
        district=profile.district,
        streets=frozenset(profile.subdistricts),
        communities=frozenset(known for known, _ in catalogue.communities(profile.district)),
        calendar=session.calendar(store),
        remembered=store.mappings(),
    )
    read = reading.read(book, catalogue.vocabulary(), context)
    filling = compose(read, book, issues, secret.show)
    if filling.mute:
        say(f"注意：表样“{name}”没有写问题的列，新登记的 {len(filling.mute)} 条看不到问题描述")
    dated = _dated(read, book, env.today, profile.office)
    return fill(workbook, filling.sheets, filling.edits, thumbnails(env), dated), name


def _dated(read: Reading, book: Book, day: date, office: str) -> dict[tuple[str, str], Value]:
    """The heading of a sheet that is no longer the one that came: the data are as of today."""
    from ledger.sheets.heading import headed

    grids = {grid.name: grid for grid in book.sheets}
    found: dict[tuple[str, str], Value] = {}
    for layout in read.layouts:
        found |= headed(layout, grids[layout.sheet], day, office)
    return found


def _form(store: Reader, form: str | None) -> tuple[str, str, bytes, date | None]:
    """Name, file name, workbook and day of the form that is meant. Raises Usage naming the known ones."""
    from ledger import catalogue

    if form and form.lower().endswith(".xlsx") and Path(form).is_file():
        return Path(form).stem, Path(form).name, Path(form).read_bytes(), None
    known = store.forms()
    for found in known:
        if form in (None, found.name):
            if not found.workbook:
                raise Usage(f"表样“{found.name}”的原表太大，没有保存", "用 --form 原表.xlsx 指明")
            return found.name, found.file, found.workbook, date.fromisoformat(found.at[:10])
    shipped = catalogue.path("forms", f"{form or SHIPPED}.xlsx")
    if (form or SHIPPED) in catalogue.forms():
        return form or SHIPPED, shipped.name, shipped.read_bytes(), None
    names = "、".join([found.name for found in known] + list(catalogue.forms()))
    raise Usage(f"没有表样“{form}”", f"已有表样：{names}")
