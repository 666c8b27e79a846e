"""监督考评: a score sheet of an estate, the issues that it finds, what was inspected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Final

import typer

from ledger import catalogue, inspections, render
from ledger.commands import limits, naming, recording, session, writing
from ledger.commands.options import Note, Write, listed, option, spread
from ledger.commands.rows import put_rows
from ledger.commands.session import say
from ledger.commands.writing import Session
from ledger.inspections import INSPECTIONS, SOURCE, WORD, Deduction, Inspection
from ledger.masking import mask_text
from ledger.models import Action, Issue
from ledger.profile import CheckItem, Profile
from ledger.store import numbered as kept
from ledger.workflow import register

app = typer.Typer()

HELP: Final = """监督考评：到小区按考评表打分，扣了分的可以登记成问题；得分只是满分减扣分，不评等级。

示例：
  ledger inspect items
  ledger inspect 怡园小区 --team 区物业办,新成街道 --off "4=2 楼道有杂物" --issues
  ledger inspect list --month 本月
"""
noun = typer.Typer(help=HELP, context_settings={"ignore_unknown_options": True})
app.add_typer(noun, name="inspect")


@noun.command("new")
@spread
def new(
    ctx: typer.Context,
    write: Write,
    estate: Annotated[str, typer.Argument(metavar="小区", help="哪个小区", show_default=False)],
    off: Annotated[
        list[str] | None,
        option(
            "--off", metavar="项=分", help="第几项扣几分，后面写原因，如 “4=2 楼道有杂物”；可写多次"
        ),
    ] = None,
    team: Annotated[str | None, option("--team", metavar="人,…", help="考评的人或单位")] = None,
    kind: Annotated[
        str, option("--kind", metavar="方式", help="监督考评、物业考评或日常检查；不写是监督考评")
    ] = SOURCE,
    issues: Annotated[bool, option("--issues", help="扣分的各项登记成问题，来源监督考评")] = False,
    note: Note = None,
    unlisted: Annotated[bool, option("--new", help="确为名录里没有的小区")] = False,
) -> None:
    """记一张考评表；没有扣分的项得满分；“new”可以不写。

    示例：
      ledger inspect 怡园小区 --team 区物业办,新成街道 --off "4=2 楼道有杂物" --off 8=1 --issues
    """
    meant = writing.word(kind, inspections.KINDS, "方式") or kind
    with writing.writing(ctx.obj, write) as work:
        checklist = _checklist(work.profile)
        taken = inspections.deductions(off or [], checklist)
        name = naming.told(estate, "estate", work, new=unlisted)
        place: dict[str, Any] = {"estate": name, **writing.place_of(name, work)}
        found = [_spawned(work, one, place, meant) for one in taken] if issues else []
        sheet = Inspection(
            **recording.begun(work, INSPECTIONS, WORD, meant, found),
            **{key: value for key, value in place.items() if key in INSPECTIONS.fields},
            **inspections.scored(checklist, taken),
            team=tuple(listed(team)),
            note=session.text(note) or None,
        )
        recording.make(work, INSPECTIONS, sheet)
        say(f"{sheet.doc_no}  {sheet.estate}  得 {sheet.score:g} 分（满分 {sheet.full:g}）")
        for at, one in enumerate(taken):
            number = f"  登记 {work.short(found[at])} 号" if found else ""
            say(f"  第 {one.number} 项扣 {one.points:g} 分  {one.words}{number}")
        if taken and not found:
            say("  要整改的，登记：ledger add 问题 -e 小区，或撤销后加 --issues 重记")
        say("撤销：ledger undo")
        if write.json:
            recording.put_json(work.store, INSPECTIONS, [sheet])


def _checklist(profile: Profile) -> tuple[CheckItem, ...]:
    """The district's own checklist, else the one that is shipped."""
    return profile.checklist or catalogue.checklist()


def _spawned(work: Session, one: Deduction, place: dict[str, Any], kind: str) -> Issue:
    """The issue that a deduction makes: at that estate, with the limit of its kind."""
    listed = one.item.category in work.profile.categories
    category = one.item.category if listed else None
    day, _ = limits.of_kind(work, {"source": SOURCE, "category": category})
    values = {
        **place,
        "source": SOURCE,
        "category": category,
        "description": one.words,
        "requirement": one.item.item,
        "remarks": f"{kind}第 {one.number} 项扣 {one.points:g} 分",
        "reported_on": work.on,
        "district": work.profile.district or None,
        "due_on": day,
        "due_precision": "duration" if day else None,
    }
    known = {name: value for name, value in values.items() if value}
    (number,) = work.store.next_numbers(work.store.series)
    event = register(work.store.uid(), number, known, work.given(), Action.REGISTER)
    return work.store.add(event)


@noun.command("items")
def items(ctx: typer.Context) -> None:
    """考评表：各项的编号、内容和分值。

    示例：
      ledger inspect items
    """
    with session.reading(ctx.obj) as (_, profile):
        checklist = _checklist(profile)
    looks = [
        render.Column("项", 1, 2, 3, right=True),
        render.Column("分组", 2, 8, 12),
        render.Column("内容", 1, 20, 60),
        render.Column("分值", 1, 4, 6, right=True),
    ]
    rows = [
        [str(number), one.group, one.item, f"{one.points:g}"]
        for number, one in enumerate(checklist, start=1)
    ]
    put_rows(looks, rows, ctx.obj)
    own = "本区自己的" if profile.checklist else "自带的示例，按本地标准改"
    say(f"共 {len(checklist)} 项，满分 {inspections.full(checklist):g} 分（{own}）")


@noun.command("list")
def list_(
    ctx: typer.Context,
    estate: Annotated[
        str | None, option("-e", "--estate", metavar="小区", help="只看这个小区，可写一部分")
    ] = None,
    company: Annotated[
        str | None, option("--company", metavar="企业", help="只看这个物业企业，可写一部分")
    ] = None,
    month: Annotated[
        str | None, option("--month", metavar="月份", help="只看这个月的，如 2024-01、本月")
    ] = None,
    json: Annotated[bool, option("--json", help="按 JSON 输出")] = False,
) -> None:
    """列出考评过的，最近的在后。

    示例：
      ledger inspect list --month 本月 --company 恒安物业
    """
    env = ctx.obj
    first, last = recording.days(month, env)
    with session.reading(env) as (store, _):
        found = [
            sheet
            for sheet in kept.every(store, INSPECTIONS)
            if not sheet.withdrawn
            and first <= sheet.given_on <= last
            and (estate is None or estate in sheet.estate)
            and (company is None or company in (sheet.company or ""))
        ]
        if json:
            recording.put_json(store, INSPECTIONS, found)
            return
    put_rows(LOOKS, [_row(sheet) for sheet in found], env)
    say(f"共 {len(found)} 张。排名和还没有考评的：ledger report inspect 本月")


LOOKS: Final = (
    render.Column("考评号", 1, 10, 12, whole=True),
    render.Column("日期", 3, 10, 10, whole=True),
    render.Column("小区", 1, 8, 20),
    render.Column("物业企业", 4, 8, 24),
    render.Column("得分", 1, 4, 6, right=True),
    render.Column("满分", 5, 4, 6, right=True),
    render.Column("扣分", 2, 8, 40),
)


def _row(sheet: Inspection) -> list[str]:
    taken = [f"第 {number} 项 {one['points']:g}" for number, one in sheet.deductions.items()]
    return [
        sheet.doc_no,
        str(sheet.given_on),
        sheet.estate,
        sheet.company or "",
        f"{sheet.score:g}",
        f"{sheet.full:g}",
        "，".join(taken),
    ]


@noun.command("show")
def show(
    ctx: typer.Context,
    number: Annotated[
        str, typer.Argument(metavar="考评号", help="如 考评1、考评2024-1", show_default=False)
    ],
    json: Annotated[bool, option("--json", help="按 JSON 输出")] = False,
) -> None:
    """一张考评表：谁考评的，哪几项扣分、为什么，登记了哪几号问题。

    示例：
      ledger inspect show 考评1
    """
    env = ctx.obj
    with session.reading(env) as (store, profile):
        sheet = recording.found(store, INSPECTIONS, number, env.today.year)
        if json:
            recording.put_json(store, INSPECTIONS, [sheet])
            return
        names = kept.numbers(store, [sheet]).values()
    shown = "、".join(session.short(name, profile, env) for name in names)
    typer.echo(render.clean(f"{sheet.doc_no}  {sheet.kind}  {sheet.estate}"))
    typer.echo(render.card(list(_pairs(sheet, shown)), env.width))
    rows = [
        [at, one["item"], f"{one['points']:g}", mask_text(one["text"])]
        for at, one in sheet.deductions.items()
    ]
    put_rows(SHEET, rows, env)


SHEET: Final = (
    render.Column("项", 1, 2, 3, right=True),
    render.Column("内容", 2, 16, 50),
    render.Column("扣分", 1, 4, 6, right=True),
    render.Column("原因", 1, 10, 40),
)


def _pairs(sheet: Inspection, shown: str) -> Iterator[tuple[str, str]]:
    yield "日期", f"{sheet.given_on} {sheet.by}"
    yield "考评人", "、".join(sheet.team)
    yield "街道", sheet.subdistrict or ""
    yield "物业企业", sheet.company or ""
    yield "得分", f"{sheet.score:g}（满分 {sheet.full:g}）"
    yield "问题", f"{shown} 号" if shown else ""
    yield "说明", mask_text(sheet.note or "")
