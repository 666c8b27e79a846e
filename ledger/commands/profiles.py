"""The district's profile (区县配置): shown in the clerk's words, changed as TOML, checked for contradictions."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from ledger import catalogue, contradictions, render
from ledger.commands import editor, session, writing
from ledger.commands.ask import NOTHING_DONE, ask, confirm
from ledger.commands.env import Env
from ledger.commands.options import Write, listed, option, spread
from ledger.commands.profilefile import read, refused
from ledger.commands.session import say
from ledger.errors import Cancelled, Conflict, Exit, Usage
from ledger.profile import ANY, DEFAULTS, ROWS, RULES, Profile, parse, unparse
from ledger.profiletext import ENTRIES, written

app = typer.Typer()

OWN: Final = "区县配置"
HELP: Final = """区县配置：来源、类别、验收、回访、时限、交办规则，照本区的办法。

示例：
  ledger profile show
  ledger profile edit
  ledger profile check 依兰县.toml
"""
profile = typer.Typer(help=HELP)
app.add_typer(profile, name="profile")

WORDS: Final = {
    "source": "来源", "category": "类别", "subdistrict": "街道", "limit": "办结", "accept": "签收", "response": "响应", "returning": "退单", "steps": "节点",
    "levels": "验收层级", "to": "责任单位", "co": "协办", "cc": "抄告",
    "kind": "哨种", "sign": "签收", "contact": "联系", "report": "报到",
    "group": "类", "item": "考评项目", "points": "分值",
}  # fmt: skip
TRUE: Final = {"是": True, "true": True, "否": False, "false": False}


@profile.command("show")
def show(
    ctx: typer.Context,
    output: Annotated[
        str | None,
        option(
            "-o", "--output", metavar="文件", help="写成 .toml，改好了用 profile edit --from 收回"
        ),
    ] = None,
) -> None:
    """本台账的区县配置。

    示例：
      ledger profile show
      ledger profile show -o 本区.toml
    """
    env = ctx.obj
    with session.reading(env) as (_, now):
        pass
    if output:
        from ledger.sheets.files import write_atomic

        write_atomic(Path(output), written(now).encode())
        say(f"已写成 {output}。改好以后：ledger profile edit --from {output}")
        return
    typer.echo(render.clean(f"区县配置  {now.name}"))
    pairs = [(entry.label, _short(now, key)) for key, entry in ENTRIES.items() if key not in RULES]
    typer.echo(render.card(pairs, env.width))
    for key in RULES:
        _table(key, getattr(now, key), env)
    if now.name in catalogue.areas():
        shipped = catalogue.profile(now.name)
        other = [
            ENTRIES[key].label for key in ENTRIES if getattr(shipped, key) != getattr(now, key)
        ]
        say(
            f"和自带的{now.name}配置不同的：{'、'.join(other)}"
            if other
            else f"同自带的{now.name}配置"
        )
    say("修改：ledger profile edit      核对：ledger profile check")


def _short(now: Profile, key: str) -> str:
    """The value of a key that is no list of rules, in words."""
    value = getattr(now, key)
    if key == "levels":
        return " -> ".join(value)
    if isinstance(value, bool):
        return "可以直接销号" if value else "不可以直接销号"
    if key == "max_extensions":
        return f"{value} 次"
    return "、".join(map(_said, value)) if isinstance(value, tuple) else str(value)


def _said(one: Any) -> str:
    """One word, row or rule of a list, in words."""
    if isinstance(one, str):
        return one
    if not hasattr(one, "_asdict"):
        return f"{one[0]}（{'、'.join(one[1:])}）"
    told = {name: v for name, v in one._asdict().items() if v not in (ANY, "", ())}
    return "，".join(f"{WORDS[n]} {_cell(n, v)}" for n, v in told.items())


def _table(key: str, rules: Sequence[Any], env: Env) -> None:
    """The rules of a list, without the columns that none of them uses."""
    if not rules:
        return
    typer.echo(f"\n{ENTRIES[key].label}（从上到下取第一条合适的）")
    rows = [one._asdict() for one in rules]
    names = [
        n
        for n in rows[0]
        if n in ("source", "category") or any(r[n] not in (ANY, "", ()) for r in rows)
    ]
    looks = [render.Column(WORDS[name], rank, 8, 30) for rank, name in enumerate(names)]
    cells = [[_cell(name, row[name]) for name in names] for row in rows]
    typer.echo(render.table(looks, cells, env.width, color=env.color).text)


def _cell(name: str, value: Any) -> str:
    if name == "levels":
        return " -> ".join(value)
    if isinstance(value, tuple):
        return "、".join(value)
    return "不限" if value == ANY else _number(value)


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


@profile.command("check")
def check(
    ctx: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="文件", help="区县配置的 .toml；不写就核对本台账的", show_default=False
        ),
    ] = None,
) -> None:
    """核对区县配置：写错的、自相矛盾的、永远用不到的规则，逐条指明在第几行。

    示例：
      ledger profile check
      ledger profile check 依兰县.toml
    """
    if file:
        path = Path(file)
        name, text, base = path.name, read(path), catalogue.neutral(path.stem)
    else:
        with session.reading(ctx.obj) as (_, base):
            name, text = OWN, written(base)
    told = refused(name, text, base)
    for line in told:
        say(line)
    if told:
        raise typer.Exit(Exit.BAD_DATA)
    say(f"{name}：没有矛盾")


@profile.command("edit")
@spread
def edit(
    ctx: typer.Context,
    write: Write,
    told: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="名称=值…",
            help="只改这几项，如 office=物业科；不写就打开编辑器",
            show_default=False,
        ),
    ] = None,
    source: Annotated[
        str | None, option("--from", metavar="文件", help="照这个 .toml 改；里面没有写的不动")
    ] = None,
) -> None:
    """修改区县配置：从现在起照新的办，以前交办、验收、销号的不变。

    示例：
      ledger profile edit
      ledger profile edit office=香坊区住建局物业办
      ledger profile edit --from 依兰县.toml
    """
    env = ctx.obj
    if told and source:
        raise Usage("名称=值 和 --from 不能同时用", "只写一种")
    with session.reading(env) as (_, before):
        pass
    after = _after(env, before, told, source)
    changed = [key for key in ENTRIES if getattr(before, key) != getattr(after, key)]
    if not changed:
        say("区县配置没有改动")
        return
    for key in changed:
        say(f"{ENTRIES[key].label}：{_moved(getattr(before, key), getattr(after, key))}")
    if not told:
        confirm(env, f"区县配置将改 {len(changed)} 项", yes=write.yes or write.dry_run)
    with writing.writing(env, write) as work:
        if work.profile != before:
            raise Conflict("修改期间区县配置有改动，没有写入", "再改一次")
        work.store.set("profile", unparse(after), on=work.on)
        say("区县配置已改，从现在起照新的办；以前办的不变。撤销：ledger undo")


def _after(env: Env, before: Profile, told: list[str] | None, source: str | None) -> Profile:
    """The profile as the clerk wants it. Raises Usage, BadData, typer.Exit after the contradictions are listed."""
    if told:
        return contradictions.sound(parse(dict(map(_pair, told)), base=before))
    if source is None:
        return _edited(env, before)
    text = read(Path(source))
    wrong = refused(Path(source).name, text, before)
    for line in wrong:
        say(line)
    if wrong:
        say("没有写入，改好了再来")
        raise typer.Exit(Exit.BAD_DATA)
    return parse(tomllib.loads(text), base=before)


def _edited(env: Env, before: Profile) -> Profile:
    """What the clerk makes of the profile in an editor, asked until it can be taken."""
    if not env.terminal_in:
        hint = "写 名称=值；或 ledger profile show -o 本区.toml 取出来改好，用 --from 收回"
        raise Usage("没有终端，不能打开编辑器", hint)
    text = written(before)
    while True:
        text = editor.typed(text, f"{OWN}.toml")
        wrong = refused(OWN, text, before)
        if not wrong:
            return parse(tomllib.loads(text), base=before)
        for line in wrong:
            say(line)
        if ask(env, "回车接着改，Q 放弃：").upper() == "Q":
            raise Cancelled(NOTHING_DONE)


def _pair(word: str) -> tuple[str, Any]:
    """A key and its value, from what was typed. Raises Usage."""
    name, equals, value = word.partition("=")
    labels = {entry.label: key for key, entry in ENTRIES.items()}
    key = labels.get(name, name)
    if not equals or key not in ENTRIES:
        raise Usage(f"“{word}”看不懂", "应像 office=物业科；名称：" + "、".join(ENTRIES))
    if key in (*RULES, *ROWS):
        raise Usage(f"“{name}”有好几条，不能这样写", "用 ledger profile edit 打开来改")
    if isinstance(DEFAULTS[key], tuple):
        return key, listed(value)
    if isinstance(DEFAULTS[key], bool):
        return key, TRUE.get(value, value)
    number = value.isdecimal() and isinstance(DEFAULTS[key], int)
    return key, int(value) if number else value.strip()


def _moved(old: Any, new: Any) -> str:
    """What became of a value, in words."""
    if not isinstance(new, tuple):
        return f"{_plainly(old)} -> {_plainly(new)}"
    parts = {
        "加 ": [one for one in new if one not in old],
        "去 ": [one for one in old if one not in new],
    }
    told = [word + "；".join(map(_said, found)) for word, found in parts.items() if found]
    return "。".join(told) or "次序变了"


def _plainly(value: Any) -> str:
    words = {True: "是", False: "否"} if isinstance(value, bool) else {}
    return words.get(value) or str(value) or "空"
