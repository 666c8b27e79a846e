"""Why an issue stands where it does in the list, and what it lacks until it can be struck off."""

import typer

from ledger import render
from ledger.commands import session
from ledger.commands.card import lateness
from ledger.commands.env import Env
from ledger.models import OPEN, Action, Issue, Status
from ledger.needs import Given, meant_source
from ledger.profile import Profile
from ledger.workflow import lacking, next_command


def explain(issue: Issue, env: Env, profile: Profile) -> None:
    """Why an issue stands where it does in the list, and what it lacks until 销号, each with its command."""
    number = session.short(issue.number, profile, env)
    typer.echo(render.clean(f"{number} 号（{issue.number}）  {issue.status.label}"))
    pressing = (
        f"时限 {issue.due_on}，{lateness(issue, env.today)}"
        if issue.due_on
        else "没有时限，排在最后"
    )
    if issue.status is Status.DEFERRED:
        pressing = f"按复核日 {issue.review_on or '未定'} 排"
    rule = profile.limit_for(meant_source(issue.source, profile), issue.category, issue.subcategory)
    pairs = [
        (
            "次序",
            pressing.removesuffix("，") if issue.status in OPEN else "已不在账，排在未完成的后面",
        ),
        (
            "时限规定",
            f"来源 {rule.source}、类别 {rule.category}：{rule.limit}".replace("*", "不限")
            + (f"，响应 {rule.response}" if rule.response else "")
            if rule
            else "",
        ),
    ]
    if issue.status in OPEN:
        given = Given(by="", on=env.today)
        missing = lacking(issue, Action.CLOSE, given, profile)
        pairs += [
            ("销号前", f"{need.missing}    {need.supply}".replace(issue.number, number))
            for need in missing
        ]
    pairs.append(("下一步", next_command(issue, profile).replace(issue.number, number)))
    for label, text in pairs:
        if text:
            typer.echo(render.clean(f"  {label:　<4}  {text}"))
