"""Made and set: init, config, calendar."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from ledger import catalogue
from ledger.commands import session, writing
from ledger.commands.ask import ask
from ledger.commands.env import Env
from ledger.commands.options import Write, option
from ledger.commands.session import say
from ledger.errors import Usage
from ledger.matching import nearest
from ledger.profile import Profile, parse, unparse
from ledger.profiletext import ENTRIES
from ledger.store import files

app = typer.Typer()

ELSEWHERE: Final = re.compile(r"[^\W\da-zA-Z_]{1,8}(?<![市郊城辖小片])[区县市旗]")
CAMPAIGN: Final = "住宅小区物业问题整治"  # where the city's own is not held
SETTINGS: Final = {
    "clerk": "经办人（不写 --by 时用）",
    "seat": "席位代号，一个大写字母，操作编号以它开头",
}
SHOWN_ONLY: Final = {
    "profile": "区县配置：ledger profile show 查看，ledger profile edit 修改",
    "file": "用另一个台账文件：设环境变量 LEDGER_DB",
}
BATCHES: Final = "B"


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
    from ledger.contradictions import sound

    env = ctx.obj
    if district is None:
        if not env.terminal_in:
            raise Usage("没有说是哪个区", f"加 --district，可用：{'、'.join(catalogue.areas())}")
        district = ask(env, "哪个区（如 道里区）：")
    profile = _profile_of(district.strip())
    told = {"campaign": campaign, "prefix": prefix}
    given = {key: value.strip() for key, value in told.items() if value}
    profile = sound(parse(given, base=profile))
    _check_seat(seat)
    path = Path(file) if file else env.db or Path.cwd() / files.NAME
    clerk = by or env.user or _account()
    with (
        files.created(path) as part,
        writing.writing(env._replace(db=part), Write(by=clerk)) as work,
    ):
        for key, value in (("profile", unparse(profile)), ("seat", seat), ("clerk", clerk)):
            work.store.set(key, value, on=work.on)
    say(f"已建台账：{path}")
    say(f"  区县配置 {profile.name}，活动 {profile.campaign}，经办人 {clerk}，席位 {seat}")
    if profile.district not in catalogue.areas():
        say("  区县配置是默认的规则，街道、单位、时限可以改：ledger profile edit")
    say("下一步：ledger import 表格.xlsx，或 ledger add 登记一个问题")


def _profile_of(district: str) -> Profile:
    """What is shipped for a district; for one elsewhere the neutral profile in its name. Raises Usage for a mistyped one."""
    known = tuple(dict.fromkeys((*catalogue.areas(), *catalogue.districts())))
    if ELSEWHERE.fullmatch(district) and not nearest(district, known):
        return parse({"campaign": CAMPAIGN}, base=catalogue.neutral(district))
    return catalogue.profile(writing.word(district, known, "区县配置") or "")


def _account() -> str:
    return os.environ.get("USER") or os.environ.get("USERNAME") or "经办人"


def _check_seat(seat: str) -> None:
    if not (len(seat) == 1 and seat.isascii() and seat.isupper()):
        raise Usage(f"席位代号“{seat}”应是一个大写字母", "应像 --seat A")
    if seat == BATCHES:
        raise Usage(f"{BATCHES} 是导入批次的字母，不能作席位代号", "换一个字母，如 --seat C")


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
    origin: Annotated[bool, option("--origin", help="每一项是哪里来的")] = False,
) -> None:
    """查看和修改设置。

    示例：
      ledger config
      ledger config --origin
      ledger config clerk 张敏
    """
    if key is None:
        _print_settings(ctx.obj, origin=origin)
        return
    if key in SHOWN_ONLY:
        raise Usage(f"“{key}”只能看，不能在这里改", SHOWN_ONLY[key])
    if key in ENTRIES:
        raise Usage(f"“{key}”在区县配置里", f"ledger profile edit {key}=…")
    if key not in SETTINGS:
        raise Usage(f"没有设置“{key}”", f"可用的设置：{'、'.join(SETTINGS)}")
    if value is None:
        with session.reading(ctx.obj) as (store, _):
            typer.echo(store.setting(key, ""))
        return
    if key == "seat":
        _check_seat(value)
    with writing.writing(ctx.obj, write) as work:
        work.store.set(key, value, on=work.on)
        say(f"{key} 已设为“{value}”。撤销：ledger undo")


def _print_settings(env: Env, *, origin: bool) -> None:
    """Every setting with its value and what it is, or with where the value in force comes from."""
    with session.reading(env) as (store, profile):
        told = {key: store.setting(key, "") for key in SETTINGS}
        told["clerk"] = (origin and env.user) or told["clerk"]
        rows = [(key, value, SETTINGS[key]) for key, value in told.items()]
        rows += [
            ("profile", profile.name, "区县配置（ledger profile show）"),
            ("file", str(session.path(env)), "台账文件"),
        ]
        for key, value, label in rows:
            typer.echo(f"{key}\t{value}\t{_origin(key, env) if origin else label}")


def _origin(key: str, env: Env) -> str:
    """Where the value of a setting comes from."""
    path = session.path(env)
    if key == "file" and env.db:
        return "环境变量 LEDGER_DB"
    if key == "file":
        return (
            "当前文件夹或它的上级"
            if path.parent in (Path.cwd(), *Path.cwd().parents)
            else "本用户的数据文件夹"
        )
    if key == "clerk":
        return "环境变量 LEDGER_USER" if env.user else "台账（ledger config clerk）"
    return "台账"


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
