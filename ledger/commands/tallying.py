"""The reports of the registers: whistles by department, samples, whom to criticize, inspections."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from ledger.commands import naming, session
from ledger.commands.env import Env
from ledger.commands.handout import Month, Told, give, heading
from ledger.commands.options import spread
from ledger.commands.session import say
from ledger.models import Issue, readable
from ledger.numbered import R, Register
from ledger.selection import Filter
from ledger.store import Reader

if TYPE_CHECKING:
    from ledger.periods import Period
    from ledger.samples import Sample
    from ledger.tables import Heading

app = typer.Typer()


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
    from ledger.whistles import WHISTLES

    env = ctx.obj
    period = Period.month(when or "上月", env.today)
    with session.reading(env) as (store, profile):
        blown = [one for one in _standing(store, WHISTLES) if one.given_on in period]
        numbers = kept.numbers(store, blown)
        above = heading(env, store, profile)
    give(env, tallies.whistles(blown, period, above, numbers, readable(env.moment())), told)


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


def _standing(store: Reader, register: Register[R]) -> list[R]:
    """Every record of a register that was not taken back."""
    from ledger.store import numbered as kept

    return [one for one in kept.every(store, register) if not one.withdrawn]


@contextmanager
def _books(
    env: Env, when: str | None
) -> Iterator[tuple[Period, list[Sample], list[Issue], Heading]]:
    """The period asked for, every sample in force, every issue, what stands above the report."""
    from ledger.periods import Period
    from ledger.samples import SAMPLES

    period = Period.month(when or "上月", env.today)
    with session.reading(env) as (store, profile):
        drawn = _standing(store, SAMPLES)
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
        sheets = [one for one in _standing(store, INSPECTIONS) if one.given_on in period]
        places = {
            issue.estate: rankings.Place(issue.subdistrict, issue.company)
            for issue in store.find(Filter(closed_too=True), env.today, order="number")
            if issue.estate
        }
        register = naming.estates(store)
        places |= {one.name: rankings.Place(one.subdistrict, one.company) for one in register}
        numbers = kept.numbers(store, sheets)
        above = heading(env, store, profile)
    give(env, rankings.inspections(sheets, places, period, above, numbers), told)
