"""The bureau's side: verified, called back, struck off, reopened, voided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from ledger.commands import limits, session, writing
from ledger.commands.options import (
    Approver,
    Basis,
    Doc,
    Due,
    Force,
    Note,
    Photos,
    Reason,
    Write,
    option,
)
from ledger.commands.picking import Choice, picked
from ledger.commands.steps import Task
from ledger.commands.writing import Session
from ledger.errors import Usage
from ledger.models import Action, Issue, Status
from ledger.needs import UNHAPPY, next_level

app = typer.Typer()


@app.command("verify")
def verify(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    passed: Annotated[bool, option("--pass", help="通过")] = False,
    failed: Annotated[bool, option("--fail", help="不通过，须写补充整改要求和新时限")] = False,
    level: Annotated[
        str | None, option("--level", metavar="层级", help="社区、街道、区；不写是下一级")
    ] = None,
    method: Annotated[
        str | None, option("--method", metavar="方式", help="现场、资料、电话、抽验")
    ] = None,
    requirement: Annotated[
        str | None, option("--requirement", metavar="要求", help="补充整改要求")
    ] = None,
    due: Due = None,
    note: Note = None,
    photo: Photos = None,
    force: Force = False,
    reason: Reason = None,
) -> None:
    """验收：一级一级地通过或不通过；验收人不能是报验人或责任人。

    示例：
      ledger verify 38 --pass --level 社区 -m "现场测压 0.28MPa"
      ledger verify 44 --fail --requirement "查负荷、换开关" -d 5个工作日
    """
    if passed and failed:
        raise Usage("--pass 和 --fail 不能同时用", "通过用 --pass，不通过用 --fail")
    if not passed and not failed:
        raise Usage("没有说验收通过还是不通过", "加 --pass 或 --fail")

    def facts(work: Session, issue: Issue) -> Mapping[str, Any]:
        wanted = writing.word(level, work.profile.all_levels, "验收层级")
        return {
            "level": wanted or next_level(issue, work.profile),
            "method": writing.word(method, work.profile.methods, "核查方式"),
            "requirement": requirement,
            "due_on": limits.ahead(due, work),
            "reason": reason,
        }

    task = Task(
        ctx.obj,
        Action.VERIFY if passed else Action.FAIL,
        choice,
        write,
        note=session.text(note),
        photos=photo or (),
        stage="after" if passed else "evidence",
        force=force,
    )
    task.run(facts)


@app.command("callback")
def callback(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    satisfaction: Annotated[
        str | None,
        option("--satisfaction", metavar="满意度", help="满意、基本满意、不满意、未评价"),
    ] = None,
    unreached: Annotated[bool, option("--unreached", help="未接通")] = False,
    unsolved: Annotated[bool, option("--unsolved", help="居民说没有解决，按不满意记")] = False,
    note: Note = None,
) -> None:
    """回访：记下接通没有、满不满意；“不满意”的要重新整改。

    示例：
      ledger callback 38 --satisfaction 满意 -m "水压正常了"
      ledger callback 38 --unreached
    """
    if unreached and (satisfaction or unsolved):
        raise Usage("未接通就没有满意度", "接通了去掉 --unreached，没接通去掉 --satisfaction")
    if unsolved and satisfaction not in (None, UNHAPPY):
        raise Usage(f"没有解决又记“{satisfaction}”，前后矛盾", "去掉 --unsolved 或 --satisfaction")

    def facts(work: Session, _issue: Issue) -> Mapping[str, Any]:
        rated = writing.word(satisfaction, work.profile.satisfactions, "满意度")
        return {
            "reached": not unreached,
            "satisfaction": None if unreached else rated or (UNHAPPY if unsolved else None),
            "unsolved": unsolved or None,
        }

    Task(ctx.obj, Action.CALLBACK, choice, write, note=session.text(note)).run(facts)


@app.command("close")
def close(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    doc: Doc = None,
    on_the_spot: Annotated[
        bool, option("--on-the-spot", help="立行立改直接销号，须有说明和整改后照片")
    ] = False,
    note: Note = None,
    photo: Photos = None,
    force: Force = False,
    reason: Reason = None,
) -> None:
    """销号：手续齐全的才能销；缺什么会说明，并给出补的命令。

    示例：
      ledger close 38
      ledger close -S 待销号 -s 利民街道
    """
    if force and not reason:
        raise Usage("例外销号要写明理由", "--force --reason 理由")
    task = Task(
        ctx.obj,
        Action.STRIKE if on_the_spot else Action.CLOSE,
        choice,
        write,
        note=session.text(note),
        photos=photo or (),
        force=force,
    )
    task.run(lambda _work, _issue: {"doc_no": doc, "reason": reason})


@app.command("reopen")
def reopen(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    reason: Reason = None,
    basis: Basis = None,
    due: Due = None,
    note: Note = None,
) -> None:
    """反弹：已销号的重新办理，编号不变、另起一轮；终结的恢复到终结以前。

    示例：
      ledger reopen 38 --reason 再次漏水 --basis 12345再次来电
    """

    def facts(work: Session, issue: Issue) -> Mapping[str, Any]:
        fresh = issue._replace(due_on=None, ongoing=False)  # a new round, without the old limit
        day = limits.chosen(due, work, fresh)
        return {"reason": reason, "basis": basis, "due_on": day}

    action = Action.REOPEN
    with session.reading(ctx.obj) as (store, profile):
        found = picked(choice, ctx.obj, store, profile)
    if all(issue.status is Status.VOID for issue in found):
        action = Action.RESTORE
    if choice.numbers:  # those from a pipe can be read only once
        choice = choice._replace(numbers=[issue.number for issue in found])
    Task(ctx.obj, action, choice, write, note=session.text(note)).run(facts)


@app.command("void")
def void(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    reason: Reason = None,
    into: Annotated[str | None, option("--into", metavar="编号", help="重复的并入哪一号")] = None,
    approved_by: Approver = None,
    note: Note = None,
) -> None:
    """终结：不属实、重复、不予受理等，写明理由和批准人；不删除。

    示例：
      ledger void 29 --reason 重复 --into 17 --approved-by 赵刚
    """
    Task(ctx.obj, Action.VOID, choice, write, note=session.text(note)).run(
        lambda work, _issue: {
            "reason": reason,
            "into": work.store.resolve(into) if into else None,
            "approved_by": approved_by,
        }
    )
