"""Looking: list, show."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer

from ledger.commands import card, listing, session
from ledger.commands.env import Env
from ledger.commands.listing import Show
from ledger.commands.options import option
from ledger.commands.picking import Choice, counted, narrowed, numbers, picked, search, wanted
from ledger.errors import Usage
from ledger.models import dumps, public
from ledger.profile import Profile
from ledger.recounted import past
from ledger.store import Reader, Recorded

app = typer.Typer()

ORDERS: Final = {"紧迫": "pressing", "编号": "number", "入账": "entered"}


@app.command("list")
def list_(ctx: typer.Context, choice: Choice, show: Show) -> None:
    """列出问题，最紧迫的在前；不写条件是全部未完成的。

    示例：
      ledger list -S 超期 -s 利民街道
      ledger list --ids --due-in 3
    """
    env = ctx.obj
    with session.reading(env) as (store, profile):
        order = ORDERS.get(show.sort or "紧迫")
        if order is None:
            raise Usage(f"没有次序“{show.sort}”", f"可用：{'、'.join(ORDERS)}")
        limit, left_out = listing.limit(show, env), narrowed(choice, store)
        if choice.numbers:
            issues, total = picked(choice, env, store, profile), 0
        else:
            spec = wanted(choice, env, store)
            issues = search(spec, env, store, profile, order=order, limit=limit)
            full = len(issues) == limit and env.terminal_out
            total = counted(spec, env, store, profile) if full else 0
    # the ledger is let go first: a pager would keep others from writing
    listing.put(issues, show, env, profile, total=max(total, len(issues)))
    if left_out:
        session.say(left_out)


@app.command("show")
def show_command(
    ctx: typer.Context,
    number: Annotated[
        list[str], typer.Argument(metavar="编号…", help="看哪一号", show_default=False)
    ],
    show_phone: Annotated[bool, option("--show-phone", help="显示完整的姓名和电话")] = False,
    why: Annotated[bool, option("--why", help="为什么排在这里，离销号还差什么")] = False,
    json: Annotated[bool, option("--json", help="按 JSON 输出")] = False,
) -> None:
    """查看一个问题和它的经过。

    示例：
      ledger show 17
      ledger show 17 --why
    """
    env = ctx.obj
    with session.reading(env) as (store, profile):
        issues = store.issues([store.resolve(word) for word in numbers(number)])
        histories = [] if json else [store.course(issue.uid) for issue in issues]
        links = [_linked(history, store, env, profile) for history in histories]
    if json:
        typer.echo(dumps([public(issue) for issue in issues]))
        listing.inside(issues, env)
        return
    for issue, history, linked in zip(issues, histories, links, strict=True):
        if why:
            from ledger.commands.why import explain

            explain(issue, env, profile)
            continue
        card.card(issue, history, env, profile, linked, full=show_phone)


def _linked(
    history: list[Recorded], store: Reader, env: Env, profile: Profile
) -> list[tuple[str, str]]:
    """What an issue was registered after or led to register (举一反三), for its card."""
    if not any({"like", "siblings"} & item.event.facts.keys() for item in history):
        return []
    from ledger.commands import siblings

    return siblings.linked(history, store, env, profile)


def show_history(env: Env, number: str, *, json: bool) -> None:
    """What happened to one issue, for `log 编号`."""
    with session.reading(env) as (store, _):
        issue = store.get(numbers([number])[0])
        history = store.course(issue.uid)
    if json:
        typer.echo(dumps([_plain_event(recorded) for recorded in history]))
    else:
        card.history(history, env)


def _plain_event(item: Recorded) -> dict[str, Any]:
    """An event for `--json`."""
    event = item.event
    return {
        "seq": item.seq, "operation": item.operation, "at": item.at, "seat": item.seat,
        "kind": str(event.kind), "on": event.on.isoformat(), "by": event.by, "note": event.note,
        "facts": dict(event.facts), "changes": {k: list(v) for k, v in event.changes.items()},
        "recounted": [told._asdict() for told in past(event)],
    }  # fmt: skip
