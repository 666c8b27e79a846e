"""The reports that single out: where complaints gather, the issues of a tag."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Final

import typer

from ledger.commands import session
from ledger.commands.handout import Campaign, Told, give, heading
from ledger.commands.options import Text, option, spread
from ledger.commands.picking import campaigns
from ledger.commands.session import say
from ledger.errors import Usage
from ledger.models import Issue
from ledger.profile import Profile
from ledger.selection import Filter
from ledger.store import Reader

app = typer.Typer()

YEAR: Final = timedelta(days=365)
EVERY: Final = Filter(closed_too=True)
COLUMNS: Final = {"小区": "estate", "企业": "company", "街道": "subdistrict"}
OPTIONS: Final = {"小区": "-e", "企业": "--company", "街道": "-s"}
MOST: Final = 1000


@app.command("top")
@spread
def top(
    ctx: typer.Context,
    told: Told,
    by: Annotated[
        str, option("--by", metavar="小区|企业|街道", help="按什么排，默认小区")
    ] = "小区",
    since: Annotated[Text, option("--since", metavar="日期", help="从哪天起；不写是一年前")] = None,
    until: Annotated[Text, option("--until", metavar="日期", help="到哪天；不写是今天")] = None,
    most: Annotated[int, option("-L", "--limit", metavar="个数", help="前几个，默认 10")] = 10,
    campaign: Campaign = None,
) -> None:
    """投诉集中在哪里：一段时间里投诉最多的小区、企业、街道，“回头看”从这里开始。

    示例：
      ledger report top --since 2022-01-01
      ledger report top --by 企业 --since 2023-01-01 -L 5 -o 投诉集中.xlsx
      ledger report top --explain 合计.投诉 --ids | ledger edit - 标签+=回头看 -y
    """
    from ledger import focus
    from ledger.periods import Period, said
    from ledger.store import repeats

    env = ctx.obj
    if by not in COLUMNS:
        raise Usage(f"不能按“{by}”排", f"可用：{'、'.join(COLUMNS)}")
    if not 1 <= most <= MOST:
        raise Usage(f"个数“{most}”应在 1 到 {MOST} 之间", "应像 -L 10")
    with session.reading(env) as (store, profile):
        issues = list(store.find(_of(campaign, store), env.today, order="entered"))
        last = session.day(until, env, store) if until else env.today
        first = session.day(since, env, store) if since else last - YEAR
        if first > last:
            raise Usage(f"--since {first} 晚于 --until {last}", "前面写早的日期")
        period = Period(first=first, last=last, title=f"{said(first)}至{said(last)}")
        again = repeats.told_again(store, first, last)
        complaints = focus.complaints(issues, again, period, profile)
        about = period, heading(env, store, profile)
        made = focus.top(by, complaints, _namer(by, store, profile), about, most)
    give(env, made, told)
    if not (told.explain or told.output or told.brief) and (rows := made.tables[0].rows):
        say("都标上：同一条命令加 --explain 合计.投诉 --ids | ledger edit - 标签+=回头看 -y")
        say(f"抽查：ledger sample draw --kind 回头看 --all {OPTIONS[by]} {rows[0][0]} --size 20")


def _of(campaign: str | None, store: Reader) -> Filter:
    """Every issue of the campaign that is meant; what `ledger context` leaves out is said."""
    if campaign is None and (left_out := session.narrowed(session.context(store))):
        say(left_out)
    return EVERY._replace(campaign=campaigns(campaign, store))


def _namer(by: str, store: Reader, profile: Profile) -> Callable[[Issue], str | None]:
    """Under which name of the directory an issue counts; the company of an estate where the issue names none."""
    from ledger import directory
    from ledger.commands import naming

    estates = naming.estates(store)
    units = [] if by == "小区" else naming.units(store, profile)
    names = directory.spellings(estates if by == "小区" else units)
    run_by = {one: estate.company for estate in estates for one in directory.called(estate)}

    def name(issue: Issue) -> str | None:
        told: str | None = getattr(issue, COLUMNS[by])
        if told is None and by == "企业":
            told = run_by.get(issue.estate or "")
        return names.get(told, told) if told else None

    return name


@app.command("tag")
@spread
def tag(
    ctx: typer.Context,
    told: Told,
    name: Annotated[
        str,
        typer.Argument(metavar="标签", help="如 历史遗留、重大、群体、回头看", show_default=False),
    ],
    campaign: Campaign = None,
) -> None:
    """有某个标签的问题：小区、责任单位、状态，没有办完的在前，各状态多少件。

    示例：
      ledger report tag 历史遗留
      ledger report tag 历史遗留 -o 历史遗留问题清单.xlsx
    """
    from ledger import focus

    env = ctx.obj
    with session.reading(env) as (store, profile):
        among = _of(campaign, store)
        wanted = among._replace(tag=(name,))
        issues = [i for i in store.find(wanted, env.today, order="number") if name in i.tags]
        if not issues:
            used = {one for issue in store.find(among, env.today) for one in issue.tags}
            known = "、".join(sorted(used)) or "还没有标签：ledger edit 17 标签+=历史遗留"
            raise Usage(f"没有标签是“{name}”的问题", f"用过的标签：{known}")
        made = focus.tagged(name, issues, env.today, heading(env, store, profile))
    give(env, made, told)
