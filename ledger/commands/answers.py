"""The whistles that were blown, and how each department has answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Final

import typer

from ledger import render, whistles
from ledger.commands import card, recording, session
from ledger.commands.env import Env
from ledger.commands.options import option
from ledger.commands.rows import put_rows
from ledger.commands.session import say
from ledger.masking import mask_text
from ledger.models import readable
from ledger.profile import Profile
from ledger.store import numbered as kept
from ledger.whistles import STAGES, WHISTLES, WORD, Whistle

app = typer.Typer()

Number = Annotated[str, typer.Argument(metavar="哨号", help="如 哨3、哨2024-3", show_default=False)]


@app.command("list")
def list_(
    ctx: typer.Context,
    unit: Annotated[
        str | None, option("-u", "--unit", metavar="部门", help="只看叫了这个部门的，可写一部分")
    ] = None,
    month: Annotated[
        str | None, option("--month", metavar="月份", help="只看这个月吹的，如 2024-01、本月")
    ] = None,
    everything: Annotated[bool, option("--all", help="连同已办结的")] = False,
    json: Annotated[bool, option("--json", help="按 JSON 输出")] = False,
) -> None:
    """列出没有办结的哨，谁还没有报到、谁超时。

    示例：
      ledger whistle list -u 区城管局
      ledger whistle list --all --month 本月
    """
    env = ctx.obj
    first, last = recording.days(month, env)
    with session.reading(env) as (store, profile):
        look = kept.every if everything or month else kept.unended
        found = [
            whistle
            for whistle in look(store, WHISTLES)
            if not whistle.withdrawn
            and first <= whistle.given_on <= last
            and (unit is None or any(unit in name for name in whistle.units))
        ]
        if json:
            recording.put_json(store, WHISTLES, found)
            return
        numbers_of = kept.numbers(store, found)
    now = readable(env.moment())
    put_rows(LOOKS, [_row(one, numbers_of, now, env, profile) for one in found], env)
    absent = sum(bool(whistles.absent(one)) for one in found)
    say(f"共 {len(found)} 哨，有部门未报到的 {absent} 哨")


LOOKS: Final = (
    render.Column("哨号", 1, 8, 12, whole=True),
    render.Column("哨种", 3, 8, 8),
    render.Column("日期", 4, 10, 10, whole=True),
    render.Column("街道", 5, 8, 12),
    render.Column("问题", 2, 4, 12),
    render.Column("部门", 1, 12, 40),
    render.Column("情况", 1, 8, 40),
)


def _row(
    whistle: Whistle, numbers_of: Mapping[str, str], now: str, env: Env, profile: Profile
) -> list[str]:
    shown = [session.short(numbers_of[uid], profile, env) for uid in whistle.issues]
    return [
        whistle.doc_no,
        whistle.kind,
        str(whistle.given_on),
        whistle.subdistrict or "",
        "、".join(shown),
        "、".join(whistle.units),
        _stands(whistle, now),
    ]


def _stands(whistle: Whistle, now: str) -> str:
    """How far it has come: who is too late, who has not reported, or that all have finished."""
    if whistle.ended_on:
        return f"{whistle.ended_on} 办结"
    slow, absent = whistles.slow(whistle, now), whistles.absent(whistle)
    parts = [f"超时：{'、'.join(slow)}"] if slow else []
    rest = [unit for unit in absent if unit not in slow]
    parts += [f"未报到：{'、'.join(rest)}"] if rest else []
    return "；".join(parts) or "已报到，未办结"


@app.command("show")
def show(
    ctx: typer.Context,
    number: Number,
    json: Annotated[bool, option("--json", help="按 JSON 输出")] = False,
) -> None:
    """一哨的全部情况：各部门几时应哨、联合行动和会议、评价。

    示例：
      ledger whistle show 哨3
    """
    env = ctx.obj
    with session.reading(env) as (store, profile):
        whistle = recording.found(store, WHISTLES, number, env.today.year)
        if json:
            recording.put_json(store, WHISTLES, [whistle])
            return
        names = kept.numbers(store, [whistle]).values()
        history = store.history(whistle.uid, WHISTLES.name)
    shown = "、".join(session.short(name, profile, env) for name in names)
    typer.echo(render.clean(f"{whistle.doc_no}  {whistle.kind}{WORD}"))
    typer.echo(render.card(list(_pairs(whistle, shown)), env.width))
    now = readable(env.moment())
    put_rows(ANSWERS, [_answers(whistle, unit, now) for unit in whistle.units], env)
    card.history(history, env)


def _pairs(whistle: Whistle, shown: str) -> Iterator[tuple[str, str]]:
    yield "街道", whistle.subdistrict or ""
    yield "吹哨", " ".join(part for part in (whistle.blown, whistle.initiator) if part)
    yield "问题", f"{shown} 号" if shown else ""
    yield "事项", mask_text(whistle.note or "")
    yield "包案领导", whistle.leader or ""
    yield "时限", "，".join(f"{stage} {by}" for stage, by in whistle.deadlines.items())
    yield "办结", str(whistle.ended_on or "")


ANSWERS: Final = (
    render.Column("部门", 1, 8, 24),
    *(render.Column(stage, 1, 10, 22) for stage in STAGES),
    render.Column("评价", 1, 4, 10),
)


def _answers(whistle: Whistle, unit: str, now: str) -> list[str]:
    """When a department reached each stage, and where it was too late."""
    cells = []
    for stage in STAGES:
        told = whistle.answers.get(f"{unit}/{stage}", "")
        slow = whistles.late(whistle, unit, stage, now)
        cells.append(" ".join(part for part in (told, "超时" if slow else "") if part))
    return [unit, *cells, whistle.ratings.get(unit, "")]
