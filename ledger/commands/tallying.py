"""The reports of the registers: whistles by department, samples, whom to criticize, inspections, where complaints pile up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ledger.commands import session
from ledger.commands.env import Env
from ledger.commands.handout import Month, Told, give, heading
from ledger.commands.options import option, spread
from ledger.commands.session import say
from ledger.errors import Usage
from ledger.models import Issue
from ledger.selection import Filter

if TYPE_CHECKING:
    from ledger.periods import Period
    from ledger.samples import Sample
    from ledger.tables import Heading

app = typer.Typer()

YEAR: Final = timedelta(days=365)


@app.command("whistle")
@spread
def whistle(ctx: typer.Context, told: Told, when: Month = None) -> None:
    """吹哨报到：各部门被吹哨几次，按时签收、按时报到多少，街道评价如何。

    示例：
      ledger report whistle 2023-09
    """
    from ledger import tallies
    from ledger.periods import Period
    from ledger.store import numbered as kept
    from ledger.whistles import MOMENT, WHISTLES

    env = ctx.obj
    period = Period.month(when or "上月", env.today)
    with session.reading(env) as (store, profile):
        blown = [
            one
            for one in kept.every(store, WHISTLES)
            if not one.withdrawn and one.given_on in period
        ]
        numbers = kept.numbers(store, blown)
        above = heading(env, store, profile)
    give(env, tallies.whistles(blown, period, above, numbers, env.now().strftime(MOMENT)), told)


@app.command("sample")
@spread
def sample(ctx: typer.Context, told: Told, when: Month = None) -> None:
    """抽查：抽了几次、查了几件，合格率、满意率（带分子分母），不合格的列出来。

    示例：
      ledger report sample 2023-09
    """
    from ledger import spotchecks

    env = ctx.obj
    with _books(env, when) as (period, drawn, issues, above):
        here = [one for one in drawn if one.given_on in period]
        made = spotchecks.samples(here, issues, period, above)
    give(env, made, told)


@app.command("criticize")
@spread
def criticize(ctx: typer.Context, told: Told, when: Month = None) -> None:
    """通报名单：整改不及时、问题反复、抽查不合格的物业企业和负责人。

    示例：
      ledger report criticize 2023-09
    """
    from ledger import spotchecks

    env = ctx.obj
    with _books(env, when) as (period, drawn, issues, above):
        made = spotchecks.laggards(issues, drawn, period, above)
    give(env, made, told)
    if made.tables[0].rows:
        say(f"通报：ledger oversight criticize --company {made.tables[0].rows[0][0]} -m 整改不及时")


@contextmanager
def _books(
    env: Env, when: str | None
) -> Iterator[tuple[Period, list[Sample], list[Issue], Heading]]:
    """The period asked for, every sample in force, every issue, what stands above the report."""
    from ledger.periods import Period
    from ledger.samples import SAMPLES
    from ledger.store import numbered as kept

    period = Period.month(when or "上月", env.today)
    with session.reading(env) as (store, profile):
        drawn = [one for one in kept.every(store, SAMPLES) if not one.withdrawn]
        issues = list(store.find(Filter(closed_too=True), env.today, order="number"))
        sampled = store.with_uids(uid for one in drawn for uid in one.issues)
        issues += [issue for issue in sampled if issue.withdrawn]
        yield period, drawn, issues, heading(env, store, profile)


@app.command("inspect")
@spread
def inspect(ctx: typer.Context, told: Told, when: Month = None) -> None:
    """监督考评：各小区、各物业企业的得分和名次，还没有考评的小区。

    示例：
      ledger report inspect 2023-09
    """
    from ledger import rankings
    from ledger.inspections import INSPECTIONS
    from ledger.periods import Period
    from ledger.store import numbered as kept

    env = ctx.obj
    period = Period.month(when or "上月", env.today)
    with session.reading(env) as (store, profile):
        sheets = [
            sheet
            for sheet in kept.every(store, INSPECTIONS)
            if not sheet.withdrawn and sheet.given_on in period
        ]
        places = {
            issue.estate: rankings.Place(issue.subdistrict, issue.company)
            for issue in store.find(Filter(closed_too=True), env.today, order="number")
            if issue.estate
        }
        numbers = kept.numbers(store, sheets)
        above = heading(env, store, profile)
    give(env, rankings.inspections(sheets, places, period, above, numbers), told)


@app.command("concentration")
@spread
def concentration(
    ctx: typer.Context,
    told: Told,
    since: Annotated[
        str | None, option("--since", metavar="日期", help="从哪天起；不写是一年前")
    ] = None,
    until: Annotated[
        str | None, option("--until", metavar="日期", help="到哪天；不写是今天")
    ] = None,
    most: Annotated[
        int, option("--top", metavar="个数", help="小区、企业各列几个；不写是 10")
    ] = 10,
) -> None:
    """投诉集中的小区和物业企业，供“回头看”用。

    示例：
      ledger report concentration --since 2022-01-01 --top 5
    """
    from ledger.concentration import concentrated
    from ledger.periods import Period

    env = ctx.obj
    with session.reading(env) as (store, profile):
        last = session.day(until, env, store) if until else env.today
        first = session.day(since, env, store) if since else last - YEAR
        if first > last:
            raise Usage(f"{first} 晚于 {last}", "--since 写前面的那天，--until 写后面的")
        period = Period(first=first, last=last, title=f"{first} 至 {last}")
        issues = list(store.find(Filter(closed_too=True), env.today, order="number"))
        made = concentrated(issues, profile, period, heading(env, store, profile), max(most, 1))
    give(env, made, told)
    if rows := made.tables[0].rows:
        say(f"回头看：ledger sample draw --kind 回头看 --all -e {rows[0][0]} --size 20")
