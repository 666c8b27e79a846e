"""The reports of the registers: whistles by department."""

from __future__ import annotations

import typer

from ledger.commands import session
from ledger.commands.handout import Month, Told, give, heading
from ledger.commands.options import spread

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
