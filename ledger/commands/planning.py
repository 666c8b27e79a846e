"""Counting back (倒排工期): the days of a job's milestones, from its limit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from ledger.commands import limits, session
from ledger.commands.options import Note, Write
from ledger.commands.picking import Choice, filtered
from ledger.commands.steps import Task
from ledger.commands.writing import Session
from ledger.errors import Usage
from ledger.milestones import HINT
from ledger.models import Action, Issue

app = typer.Typer()


@app.command("plan")
def plan(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    numbers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="编号… 节点=天数…",
            help="如 17 勘查=3天 施工=10天；不写节点的按区县配置",
            show_default=False,
        ),
    ] = None,
    note: Note = None,
) -> None:
    """倒排工期：从整改时限往回排，最后一个节点落在时限那天；再排一次就是重排。

    示例：
      ledger plan 17 勘查=3天 施工=10个工作日 自验=2天
      ledger plan 17 勘查=20% 施工=70% 自验=10%
      ledger plan -S 整改中 -c 墙体保温
    """
    words = [word for word in numbers or () if "=" in word or "＝" in word]
    chosen = [word for word in numbers or () if word not in words]
    if not (chosen or filtered(choice)):
        raise Usage("没有说排哪一号的工期", "应像 ledger plan 17 勘查=3天 施工=10天 自验=2天")

    def facts(work: Session, issue: Issue) -> Mapping[str, Any]:
        steps = words or limits.usual_steps(work, issue)
        if not steps:
            raise Usage(f"区县配置没有“{issue.category or '未分类'}”的节点", HINT)
        return {"milestones": limits.planned(work, issue, steps)}

    choice = choice._replace(numbers=chosen or None)
    Task(ctx.obj, Action.PLAN, choice, write, note=session.text(note)).run(facts)
