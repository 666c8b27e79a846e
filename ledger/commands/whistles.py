"""吹哨报到: departments called by a street, their answers, joint acts and meetings, their rating."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Final

import typer

from ledger import numbered, whistles
from ledger.commands import answers, limits, recording, session, writing
from ledger.commands.answers import Number
from ledger.commands.options import Due, NewUnit, Note, Write, listed, option, spread
from ledger.commands.picking import numbers
from ledger.commands.session import say
from ledger.commands.writing import Session
from ledger.errors import NotAllowed, Usage
from ledger.models import OPEN, Action, Issue, readable
from ledger.profile import Profile, WhistleRule
from ledger.store import numbered as kept
from ledger.whistles import STAGES, WHISTLES, WORD, Whistle

app = typer.Typer()

HELP: Final = """街道吹哨：街道解决不了的，吹哨叫部门来；几时签收、联系、报到，按哨种定。

示例：
  ledger whistle 17 --kind 综合执法 --to 区城管局,区公安分局
  ledger respond 哨3 -u 区城管局 --stage 报到
  ledger whistle act 哨3 --kind 专题会 --who 区住建局,供电公司 --chair 赵刚 -m "更换高压柜"
  ledger whistle list
"""
noun = typer.Typer(help=HELP, context_settings={"ignore_unknown_options": True})
app.add_typer(noun, name="whistle")


@noun.command("new")
@spread
def new(
    ctx: typer.Context,
    write: Write,
    number: Annotated[
        list[str] | None,
        typer.Argument(metavar="编号…", help="为哪几号问题吹哨，如 17", show_default=False),
    ] = None,
    kind: Annotated[
        str | None, option("--kind", metavar="哨种", help="如 工作推进、攻坚克难、综合执法、应急")
    ] = None,
    to: Annotated[str | None, option("--to", metavar="部门,…", help="叫哪些部门")] = None,
    street: Annotated[
        str | None, option("-s", "--subdistrict", metavar="街道", help="哪个街道吹；不写看问题")
    ] = None,
    initiator: Annotated[
        str | None, option("--from", metavar="姓名", help="吹哨人，如街道班子成员")
    ] = None,
    leader: Annotated[str | None, option("--leader", metavar="姓名", help="包案领导")] = None,
    due: Due = None,
    note: Note = None,
    unlisted: NewUnit = False,
) -> None:
    """吹哨：叫部门来，签收、联系、报到的时限按哨种定；“new”可以不写。

    示例：
      ledger whistle 17 --kind 综合执法 --to 区城管局,区公安分局 -m "拒不拆除"
    """
    told = {"initiator": initiator, "leader": leader, "note": session.text(note)}
    with writing.writing(ctx.obj, write) as work:
        issues = _about(work, number)
        if not issues and not told["note"]:
            raise Usage("没有说为什么事吹哨", '写编号，或 -m "事项"')
        rule = _rule(kind, work.profile)
        units = tuple(writing.unit(name, work, new=unlisted) for name in listed(to))
        if not units:
            raise Usage("没有说叫哪些部门", "--to 部门,部门")
        told["subdistrict"] = _street(work, street, issues)
        whistle = _clocked(work, rule, _moment(work), due)(
            **recording.begun(work, WHISTLES, WORD, rule.kind, issues),
            units=units,
            **{name: value for name, value in told.items() if value},
        )
        _told_new(work, recording.make(work, WHISTLES, whistle), issues)
        if write.json:
            recording.put_json(work.store, WHISTLES, [whistle])


def _about(work: Session, typed: list[str] | None) -> list[Issue]:
    """The issues for which the whistle is blown. Raises NotAllowed for one that is struck off or void."""
    issues = work.store.issues([work.store.resolve(word) for word in numbers(typed or [])])
    for issue in issues:
        if issue.withdrawn or issue.status not in OPEN:
            raise NotAllowed(
                f"{issue.number} 现为“{issue.status.label}”，不用吹哨",
                f"用 ledger show {work.short(issue)} 查看",
            )
    return issues


def _rule(kind: str | None, profile: Profile) -> WhistleRule:
    """The kind of whistle that is meant. Raises Usage with the kinds that there are."""
    kinds = tuple(rule.kind for rule in profile.whistles)
    if kind is None:
        raise Usage("没有说是哪种哨", f"--kind {'|'.join(kinds)}")
    meant = writing.word(kind.removesuffix(WORD), kinds, "哨种")
    return next((r for r in profile.whistles if r.kind == meant), WhistleRule(meant or kind))


def _street(work: Session, typed: str | None, issues: Sequence[Issue]) -> str | None:
    if typed:
        return writing.vetted(work, "subdistrict", typed)
    return numbered.one(issue.subdistrict for issue in issues)


def _moment(work: Session) -> str:
    """When it happened, as far as it is known: now, or what --on tells."""
    return readable(work.given().moment)


def _clocked(
    work: Session, rule: WhistleRule, blown: str, due: str | None
) -> Callable[..., Whistle]:
    """A whistle of that kind and time, with its deadlines. Raises Usage when it would end before it began."""
    due_on = limits.ahead(due, work)
    by = whistles.deadlines(rule, blown, due_on, session.calendar(work.store))
    return partial(Whistle, blown=blown, due_on=due_on, deadlines=by)


def _told_new(work: Session, whistle: Whistle, issues: Sequence[Issue]) -> None:
    about = "、".join(work.short(issue) for issue in issues)
    parts = (
        whistle.doc_no,
        f"{whistle.kind}{WORD}",
        "、".join(whistle.units),
        f"{about} 号" if about else whistle.note or "",
    )
    say("  ".join(parts))
    for issue in issues:
        before = len(kept.about(work.store, WHISTLES, [issue.uid]))
        if before > 1:
            say(f"  {work.short(issue)} 号已吹哨 {before} 次")
    if whistle.deadlines:
        say("  " + "，".join(f"{stage} {by}" for stage, by in whistle.deadlines.items()) + " 前")
    first = f"ledger respond {whistle.doc_no} -u {whistle.units[0]} --stage 签收"
    say(f"应哨：{first}      撤销：ledger undo")


@app.command("respond")
@spread
def respond(
    ctx: typer.Context,
    write: Write,
    number: Number,
    unit: Annotated[
        str | None, option("-u", "--unit", metavar="部门,…", help="哪些部门；只叫了一家的可不写")
    ] = None,
    stage: Annotated[
        str | None, option("--stage", metavar="环节", help="签收、联系、报到或办结")
    ] = None,
    rating: Annotated[
        str | None, option("--rating", metavar="评价", help="街道对部门的评价，如 满意")
    ] = None,
    note: Note = None,
) -> None:
    """部门应哨：签收、联系、报到、办结；街道评价部门。

    示例：
      ledger respond 哨3 -u 区城管局 --stage 报到 --on 14:20 -m "两人到场"
      ledger respond 哨3 -u 区城管局 --rating 满意
    """
    if not (stage or rating):
        raise Usage("没有说到了哪一步", f"--stage {'|'.join(STAGES)}，或 --rating 评价")
    words = session.text(note)
    with writing.writing(ctx.obj, write) as work:
        whistle = recording.found(work.store, WHISTLES, number, work.on.year)
        units = _units(whistle, unit)
        if stage:
            meant = writing.word(stage, STAGES, "环节") or stage
            when = _moment(work)
            values = whistles.answer(whistle, units, meant, when)
            whistle = recording.change(
                work, WHISTLES, whistle, (Action.RESPOND, work.given(words)), values
            )
            for name in units:
                slow = whistles.late(whistle, name, meant, when)
                say(f"{whistle.doc_no}  {name}  {meant} {when}{'  超时' if slow else ''}")
        if rating:
            grade = writing.word(rating, work.profile.ratings, "评价") or rating
            values = whistles.rate(whistle, units, grade)
            whistle = recording.change(
                work, WHISTLES, whistle, (Action.RATE, work.given("" if stage else words)), values
            )
            say(f"{whistle.doc_no}  {'、'.join(units)}  评价 {grade}")
        if whistle.ended_on and stage:
            say(f"{whistle.doc_no} 各部门都已办结")
        say("撤销：ledger undo")
        if write.json:
            recording.put_json(work.store, WHISTLES, [whistle])


def _units(whistle: Whistle, typed: str | None) -> tuple[str, ...]:
    """The departments that a clerk means; the only one, when only one was called. Raises Usage."""
    if typed is None and len(whistle.units) > 1:
        raise Usage(
            f"{whistle.doc_no} 叫了 {len(whistle.units)} 家", f"-u {'|'.join(whistle.units)}"
        )
    return recording.called(typed, whistle.units, f"{whistle.doc_no} ") if typed else whistle.units


@noun.command("act")
@spread
def act(
    ctx: typer.Context,
    write: Write,
    number: Number,
    kind: Annotated[
        str | None, option("--kind", metavar="方式", help="联合执法、联合行动、专题会或领导批示")
    ] = None,
    who: Annotated[str | None, option("--who", metavar="单位,…", help="哪些单位参加")] = None,
    chair: Annotated[
        str | None, option("--chair", metavar="姓名", help="主持会议或作出批示的领导")
    ] = None,
    note: Note = None,
) -> None:
    """记下联合执法、联合行动、专题会（议定事项）或领导批示。

    示例：
      ledger whistle act 哨3 --kind 联合执法 --who 区城管局,区公安分局 -m "拆除违建两处"
    """
    meant = writing.word(kind, whistles.ACTS, "方式")
    if meant is None:
        raise Usage("没有说是哪种方式", f"--kind {'|'.join(whistles.ACTS)}")
    units = listed(who)
    told = {"who": units, "chair": chair, "text": session.text(note)}
    if error := whistles.incomplete(meant, told):
        raise error
    with writing.writing(ctx.obj, write) as work:
        whistle = recording.found(work.store, WHISTLES, number, work.on.year)
        values = whistles.act(whistle, meant, {"on": str(work.on), **told})
        after = recording.change(work, WHISTLES, whistle, (Action.ACT, work.given()), values)
        say(f"{after.doc_no}  {meant}  {'、'.join(units) or chair}  {told['text']}")
        say("出了钱的，记到问题上：ledger progress 编号 --cost 28万 --paid-by 单位 -m 情况")
        say("撤销：ledger undo")
        if write.json:
            recording.put_json(work.store, WHISTLES, [after])


noun.add_typer(answers.app)
