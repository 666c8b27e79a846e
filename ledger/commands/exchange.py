"""Spreadsheets in: read, planned, shown, asked about, written as one batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from typing import Annotated, Any, Final, NamedTuple

import typer

from ledger.commands import byproducts, dialogue, incoming, preview, session, writing
from ledger.commands.album import Album
from ledger.commands.ask import confirm
from ledger.commands.batch import batch_of
from ledger.commands.contexts import one_campaign
from ledger.commands.env import Env
from ledger.commands.incoming import Incoming, Password
from ledger.commands.options import Write, listed, option
from ledger.commands.session import say
from ledger.errors import Conflict, Exit, NotAllowed, Usage
from ledger.intake.drafts import Draft, Reading, Role
from ledger.intake.plan import Known, Plan, Verdict, plan
from ledger.matching import identity, printed
from ledger.models import dumps
from ledger.profile import Profile
from ledger.selection import Filter
from ledger.store import Reader, files

app = typer.Typer()

AT_ONCE: Final = 100  # recorded: so few are still in the processor's cache from step to step

CONFLICTS: Final = ("ask", "skip", "update", "stop", "new")


class Planned(NamedTuple):
    """A plan, and the end of the history that it was made against."""

    plan: Plan
    head: tuple[int, bytes]


@app.command("import")
def import_(
    ctx: typer.Context,
    write: Write,
    file: Annotated[
        list[str],
        typer.Argument(
            metavar="文件…",
            help=".xlsx、.xls、.et、.ods、.csv，装着它们的文件夹或 .zip，可多个",
            show_default=False,
        ),
    ],
    campaign: Annotated[
        str | None, option("--campaign", metavar="专项", help="表里没有写专项的，归入哪个专项")
    ] = None,
    sheet: Annotated[
        list[str] | None, option("--sheet", metavar="工作表", help="只读这些工作表，可写多次")
    ] = None,
    map_: Annotated[
        list[str] | None,
        option("--map", metavar="列=字段", help="指定列对应的字段，如 G=责任人；空为附加列"),
    ] = None,
    form: Annotated[
        str | None,
        option("--form", metavar="表样", help="没读过的表，各列照这个表样的列名对应"),
    ] = None,
    key: Annotated[
        str | None,
        option("--key", metavar="字段,…", help="凭这些字段认出同一条，如 来源单号 或 小区,楼栋"),
    ] = None,
    on_conflict: Annotated[
        str | None,
        option(
            "--on-conflict",
            metavar="办法",
            help="两边都改过的、手续不准的：skip 留台账、update 用表、new 另立、stop 停下",
        ),
    ] = None,
    done_is_closed: Annotated[
        bool, option("--done-is-closed", help="表里没有销号栏时，已完成的按已销号记")
    ] = False,
    password: Password = None,
    errors: Annotated[
        str | None, option("--errors", metavar="文件", help="错误行另存到哪里；不写就在当前文件夹")
    ] = None,
) -> None:
    """读入街道、单位报来的表格：先看怎么读、会改什么，确认后一次写入。

    示例：
      ledger import 12345转办工单.xlsx
      ledger import 1月报表/ 12345.zip
      ledger import 台账.xlsx --map G=责任人 --on-conflict update
    """
    env = ctx.obj
    if on_conflict not in (None, *CONFLICTS):
        raise Usage(f"没有“{on_conflict}”这种办法", f"可用：{'、'.join(CONFLICTS)}")
    ways = incoming.Ways(_given(map_), tuple(sheet or ()), done_is_closed, password, form)
    fields = _fields(key)
    found = dialogue.agreed(env, file, ways, yes=write.yes)
    readings = [reading for _, reading in found]
    album = Album(readings, session.path(env))
    with session.reading(env) as (store, profile):
        name = one_campaign(campaign, store, profile)
        drafts = [[_within(draft, name) for draft in reading.drafts] for reading in readings]
        made, head = album.planned(planned(store, drafts, profile, fields)), store.head()
    _say_plan(made, readings, json=write.json)
    resolved = _resolved(made, env, on_conflict, yes=write.yes)
    changed = [item for item in resolved.items if item.verdict in (Verdict.NEW, Verdict.UPDATE)]
    if not changed:
        say("没有要写入的：表里各行台账都已有")
    elif not write.dry_run:
        confirm(env, f"将写入（{_counts(resolved)}）", yes=write.yes)
        album.keep(changed)
        _write(env, write, Planned(resolved, head), found, album)
    else:
        say(f"试运行：{_counts(resolved)}；没有写入")
    if made.counts[Verdict.ERROR]:
        if not write.dry_run:
            byproducts.save_errors(found, errors)
        raise typer.Exit(Exit.BAD_DATA)
    clashing = made.of[Verdict.CONFLICT]
    if clashing and _undecided(env, on_conflict, yes=write.yes):
        say(f"冲突 {len(clashing)} 条，留了台账的；要照表改，再导入一次，加 --on-conflict update")
        raise typer.Exit(Exit.CONFLICT)


def _within(draft: Draft, campaign: str) -> Draft:
    """The row as one of a campaign, where it tells none; what the ledger itself wrote keeps what it says."""
    known = not campaign or draft.values.get("campaign") or draft.values.get("uid")
    return draft if known else draft._replace(values={**draft.values, "campaign": campaign})


def _given(words: Sequence[str] | None) -> dict[str, str]:
    """The columns that the clerk assigns by hand. Raises Usage."""
    pairs = [word.partition("=") for word in words or ()]
    for column, equals, _ in pairs:
        if not equals or not column.strip():
            raise Usage(f"--map 的“{column}”看不懂", "应像 --map G=责任人")
    return {column.strip(): name.strip() for column, _, name in pairs}


def _fields(words: str | None) -> tuple[str, ...]:
    """The fields by which the clerk wants rows to be known again. Raises Usage."""
    from ledger.intake.mapping import field_of

    return tuple(field for word in listed(words) for field in field_of(word))


def planned(
    store: Reader,
    tables: Sequence[Sequence[Draft]],
    profile: Profile,
    fields: tuple[str, ...] = (),
) -> Plan:
    """The verdict on every row of all files, against the ledger as it is."""
    if fields:
        issues = list(store.find(Filter(closed_too=True), date.max, order="number"))
        told = store.last_told([issue.uid for issue in issues])
        return plan(tables, Known(issues, told, fields), profile)
    values = [draft.values for drafts in tables for draft in drafts]
    issues = store.candidates(
        uids=_told(values, "uid"),
        numbers=filter(None, map(printed, values)),
        source_nos=chain(
            _told(values, "source_no"), (no for v in values for no in v.get("other_nos", ()))
        ),
        sender_nos=_told(values, "sender_no"),
        prints=filter(None, map(identity, values)),
    )
    told = store.last_told([issue.uid for issue in issues])
    return plan(tables, Known(issues, told), profile)


def _told(values: Sequence[Mapping[str, Any]], name: str) -> Iterator[str]:
    return (told[name] for told in values if told.get(name))


def _say_plan(made: Plan, readings: Sequence[Reading], *, json: bool) -> None:
    if json:
        typer.echo(dumps(preview.plain_plan(made, readings)))
    say(f"读到 {len(made.items)} 行：{_counts(made)}")
    left = [x.sheet for r in readings for x in r.layouts if x.role is Role.OTHER and x.header[1]]
    if left:
        say(f"注意：没有导入工作表 {'、'.join(left)}；确是台账的，用 --map 列=字段 说明")
    preview.problems(readings)
    preview.moves(made)
    clashing = made.of[Verdict.CONFLICT]
    for number, item in enumerate(clashing[: preview.MOST], 1):
        preview.conflict(number, len(clashing), item)


def _counts(made: Plan) -> str:
    return "，".join(f"{verdict} {count}" for verdict, count in made.counts.items())


def _resolved(made: Plan, env: Env, way: str | None, *, yes: bool) -> Plan:
    """Conflicts decided: asked one by one on a terminal, else as told; unattended the ledger's value stays."""
    clashing = made.of[Verdict.CONFLICT]
    if not clashing:
        return made
    if way == "stop":
        raise NotAllowed(
            f"有 {len(clashing)} 条冲突，没有写入", "逐条处理，或用 --on-conflict skip、update"
        )
    if way in (None, "ask") and not _undecided(env, way, yes=yes):
        return Plan(items=preview.decide(made.items, env))
    return Plan(items=[item.resolved(way or "skip") for item in made.items])


def _undecided(env: Env, way: str | None, *, yes: bool) -> bool:
    """Whether nobody was asked about conflicts, nor said beforehand what to do."""
    return way in (None, "ask") and (yes or not env.terminal_in)


def _write(
    env: Env, write: Write, planned: Planned, found: Sequence[Incoming], album: Album
) -> None:
    """Everything in one transaction, after a backup. Raises Conflict when the ledger moved on since the plan."""
    made = planned.plan
    files.backup(session.path(env))
    with writing.writing(env, write) as work:
        if work.store.head() != planned.head:
            raise Conflict("确认期间台账有改动，没有写入", "再导入一次，按最新的台账重新比对")
        batch = work.store.next_batch()
        work.store.detail = {
            "batch": batch,
            "files": [{"name": source.name, "sha256": source.sha256} for source, _ in found],
            "counts": {str(verdict): count for verdict, count in made.counts.items()},
        }
        given = work.given(facts={"batch": batch})
        steps = batch_of(work, made, given, album)
        with work.store.filling(made.counts[Verdict.NEW]):
            while portion := list(islice(steps, AT_ONCE)):
                work.store.record_all(portion)
        byproducts.remember(work, found)
        say(f"已写入批次 {batch}（操作 {work.store.operation}）。撤销整批：ledger undo {batch}")
