"""The units' side: handed out, accepted, claimed, returned, in progress, extended, deferred, reported done."""

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
    NewUnit,
    Note,
    Photos,
    Printed,
    Reason,
    Write,
    listed,
    money,
    option,
)
from ledger.commands.picking import Choice
from ledger.commands.receivers import Receivers, routed
from ledger.commands.steps import Task
from ledger.commands.writing import Session
from ledger.errors import Usage
from ledger.models import Action, Issue
from ledger.profile import RouteRule

app = typer.Typer()


@app.command("assign")
def assign(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    printed: Printed,
    to: Annotated[
        str | None,
        option("--to", metavar="单位[/承办]", help="责任单位，斜线后写承办单位、承办人或项目经理"),
    ] = None,
    co: Annotated[str | None, option("--co", metavar="单位,…", help="协办单位")] = None,
    cc: Annotated[str | None, option("--cc", metavar="单位,…", help="抄告单位，如属地街道")] = None,
    person: Annotated[str | None, option("--person", metavar="姓名", help="责任人")] = None,
    due: Due = None,
    doc: Doc = None,
    requirement: Annotated[
        str | None, option("--requirement", metavar="要求", help="整改要求")
    ] = None,
    by_rule: Annotated[
        bool, option("--by-rule", help="照区县配置的交办规则，各归各的单位")
    ] = False,
    note: Note = None,
    new: NewUnit = False,
) -> None:
    """交给责任单位，定下时限（没有写的按来源和类别定）。

    示例：
      ledger assign 17 --to 恒安物业 -d 5个工作日 --document
      ledger assign -S 待交办 -c 供热 --to 利民街道/恒安物业
      ledger assign 17 --to 恒安物业/王强 --cc 利民街道
      ledger assign -S 待交办 --by-rule
    """
    typed = RouteRule(to=to or "", co=tuple(listed(co)), cc=tuple(listed(cc)))
    if by_rule and typed != RouteRule():
        raise Usage("--by-rule 和 --to、--co、--cc 不能同时用", "照规则交办的，不用写单位")

    def facts(work: Session, issue: Issue) -> Mapping[str, Any]:
        rule = routed(work, issue) if by_rule else typed
        return {
            **Receivers(rule, person, new).facts(work),
            "due_on": limits.chosen(due, work, issue),
            "handings": limits.clocks(work, issue),
            "doc_no": doc,
            "requirement": requirement,
        }

    task = Task(ctx.obj, Action.ASSIGN, choice, write, note=session.text(note))
    if by_rule:
        task = task._replace(summed="lead_unit")
    if printed.wanted:
        from ledger.commands.paperwork import handing_out, may_print

        may_print(ctx.obj, printed.output, write)
        numbered, finish = handing_out(facts, doc, printed.output)
        task._replace(finish=finish).run(numbered)
    else:
        task.run(facts)


@app.command("accept")
def accept(ctx: typer.Context, choice: Choice, write: Write, note: Note = None) -> None:
    """责任单位签收。

    示例：
      ledger accept 17
    """
    Task(ctx.obj, Action.ACCEPT, choice, write, note=session.text(note)).run()


@app.command("claim")
def claim(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    unit: Annotated[str | None, option("-u", "--unit", metavar="单位", help="认领的单位")] = None,
    due: Due = None,
    note: Note = None,
    new: NewUnit = False,
) -> None:
    """单位认领（等于交办加签收）；区县配置写了节点的，同时倒排工期。

    示例：
      ledger claim 17 -u 区城管局
      ledger claim -S 待交办 -c 墙体保温 -u 区城管局 -d 3月31日
    """

    def facts(work: Session, issue: Issue) -> Mapping[str, Any]:
        day = limits.chosen(due, work, issue)
        return {
            "lead_unit": writing.unit(unit, work, new=new) if unit else None,
            "due_on": day,
            "handings": limits.clocks(work, issue),
            "milestones": limits.usual(work, issue._replace(due_on=day or issue.due_on)),
        }

    Task(ctx.obj, Action.CLAIM, choice, write, note=session.text(note)).run(facts)


@app.command("return")
def return_(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    reason: Reason = None,
    basis: Basis = None,
    note: Note = None,
    force: Force = False,
) -> None:
    """退单：不归本单位的退回，回到待交办。

    示例：
      ledger return 17 --reason 属地不符 --basis 小区属利民街道
    """
    Task(ctx.obj, Action.RETURN, choice, write, note=session.text(note), force=force).run(
        lambda work, issue: {
            "reason": reason,
            "basis": basis,
            "return_by": limits.return_by(work, issue),
        }
    )


@app.command("progress")
def progress(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    note: Note = None,
    cost: Annotated[
        str | None, option("--cost", metavar="元", help="这次花的钱，累计到整改资金")
    ] = None,
    paid_by: Annotated[
        str | None, option("--paid-by", metavar="单位", help="这笔钱谁出的，如物业企业")
    ] = None,
    milestone: Annotated[
        str | None, option("--milestone", metavar="节点", help="倒排工期里完成了哪个节点")
    ] = None,
    photo: Photos = None,
) -> None:
    """记下整改进展；待签收的同时算签收。

    示例：
      ledger progress 17 -m "已购增压泵，周五安装"
      ledger progress 17 -m "更换高压柜" --cost 28万 --paid-by 恒安物业
      ledger progress 17 --milestone 勘查
    """
    spent = money(cost)
    if paid_by and not spent:
        raise Usage("没有说出了多少钱", f"--cost 28万 --paid-by {paid_by}")
    task = Task(
        ctx.obj,
        Action.PROGRESS,
        choice,
        write,
        note=session.text(note),
        photos=photo or (),
        stage="during",
    )
    task.run(
        lambda work, issue: {
            "cost": spent,
            "payer": _payer(paid_by, work) if paid_by else None,
            "milestone": _step(milestone, issue) if milestone else None,
        }
    )


def _payer(name: str, work: Session) -> str:
    """Who paid: a company as the directory calls it, anybody else as typed."""
    from ledger.commands import naming

    return naming.told(name, "company", work, new=True)


@app.command("extend")
def extend(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    due: Due = None,
    reason: Reason = None,
    approved_by: Approver = None,
    doc: Doc = None,
    note: Note = None,
) -> None:
    """延期：到期前申请，写明理由、新时限和批准人。

    示例：
      ledger extend 17 -d 1月15日 --reason 设备到货 --approved-by 赵刚
    """
    Task(ctx.obj, Action.EXTEND, choice, write, note=session.text(note)).run(
        lambda work, _issue: {
            "due_on": limits.coming(due, work),
            "reason": reason,
            "approved_by": approved_by,
            "doc": doc,
        }
    )


@app.command("defer")
def defer(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    until: Annotated[str | None, option("--until", metavar="日期", help="复核日")] = None,
    reason: Reason = None,
    interim: Annotated[
        str | None, option("--interim", metavar="办法", help="阶段性解决办法")
    ] = None,
    opinion: Annotated[str | None, option("--opinion", metavar="意见", help="居民意见")] = None,
    approved_by: Approver = None,
    note: Note = None,
) -> None:
    """挂账：一时办不了的写明原因和复核日，仍算未完成；到了复核日还办不了的，再定一个。

    示例：
      ledger defer 52 --until 明年4月30日 --reason 季节 --interim 先做临时遮盖 --opinion 满意 --approved-by 赵刚
      ledger defer 52 --until 5月15日 --approved-by 赵刚
    """
    Task(ctx.obj, Action.DEFER, choice, write, note=session.text(note)).run(
        lambda work, _issue: {
            "review_on": limits.coming(until, work),
            "reason": reason,
            "interim": session.tidy(interim or ""),
            "opinion": session.tidy(opinion or ""),
            "approved_by": approved_by,
        }
    )


@app.command("resume")
def resume(ctx: typer.Context, choice: Choice, write: Write, note: Note = None) -> None:
    """挂账的恢复办理。

    示例：
      ledger resume 52
    """
    Task(ctx.obj, Action.RESUME, choice, write, note=session.text(note)).run()


@app.command("done")
def done(
    ctx: typer.Context, choice: Choice, write: Write, note: Note = None, photo: Photos = None
) -> None:
    """报验：整改完成，报请验收。

    示例：
      ledger done 38 -m "更换增压泵" --photo 泵房后.jpg
    """
    told = session.text(note)
    Task(ctx.obj, Action.DONE, choice, write, note=told, photos=photo or ()).run()


def _step(word: str, issue: Issue) -> str:
    """The milestone that a clerk names, in full or by a part. Raises Usage with the list."""
    steps = [one["step"] for one in issue.milestones]
    found = [step for step in steps if step == word] or [step for step in steps if word in step]
    if len(found) != 1:
        hint = f"节点有：{'、'.join(steps)}" if steps else f"先倒排工期：ledger plan {issue.number}"
        raise Usage(f"{issue.number} 没有节点“{word}”", hint)
    return str(found[0])
