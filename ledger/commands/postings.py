"""The public list of contacts (便民公示): whom residents turn to for what."""

from collections.abc import Iterator
from typing import Final

import typer

from ledger import directory, render
from ledger.commands import entries, entrylists, naming, session
from ledger.commands.env import Env
from ledger.commands.naming import ESTATES
from ledger.commands.session import say
from ledger.directory import Entry, Names
from ledger.errors import Usage

TITLES: Final = ("负责事项", "单位", "电话")
Row = tuple[str, str, str]


def contacts(env: Env, estate: str | None, output: str | None, *, yes: bool) -> None:
    """Print the list, or write it as a workbook. Raises Usage while no unit tells what it is there for."""
    with session.reading(env) as (store, profile):
        every = naming.units(store, profile)
        home = entries.one(estate.strip(), ESTATES, naming.estates(store)) if estate else None
    rows = [*(_of(home, every) if home else ()), *_common(every)]
    if not rows:
        raise Usage(
            "名录里还没有写了负责事项和电话的单位",
            "先 ledger unit edit 供水公司 负责事项=停水、水压 电话=0451-85550000，或 ledger unit import 通讯录.xlsx",
        )
    title = f"{home.name if home else profile.district}便民公示"
    if output:
        entrylists.sheet(env, title, TITLES, rows, (output, yes))
    elif env.terminal_out:
        typer.echo(title)
        entrylists.table(TITLES, rows, env)
    else:
        typer.echo(render.tsv(TITLES, rows))
    if any(unit.duty and not unit.phone for unit in every):
        lacking = "、".join(unit.name for unit in every if unit.duty and not unit.phone)
        say(f"没有电话的没有列出：{lacking}")


def _common(every: list[Entry]) -> Iterator[Row]:
    """The units that tell what they are there for, in the order of the directory."""
    for _, unit in directory.tree(every):
        if unit.duty and unit.phone:
            yield unit.duty, unit.name, unit.phone


def _of(home: Entry, every: list[Entry]) -> Iterator[Row]:
    """Whom to turn to in an estate: who runs it, its community, its street."""
    names = Names(every)
    if home.company or home.phone:
        firm = next(iter(names.meant(home.company or "")), None)
        phones = dict.fromkeys(phone for phone in (home.phone, firm and firm.phone) if phone)
        who = " ".join(part for part in (home.company, home.person) if part)
        if phones:
            yield "物业服务", who, "、".join(phones)
    for label, name in (("社区事务", home.community), ("街道事务", home.subdistrict)):
        unit = next(iter(names.meant(name or "")), None)
        if unit and unit.phone and not unit.duty:
            yield label, unit.name, unit.phone
