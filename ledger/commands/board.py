"""The board of the day: every open issue in one line, what presses among them."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import typer

from ledger.commands import session
from ledger.commands.env import Env
from ledger.commands.picking import counted, search
from ledger.commands.session import say
from ledger.models import Issue, Status, readable
from ledger.profile import Profile
from ledger.render import measure
from ledger.selection import Filter
from ledger.store import Reader

NAMED: Final = 6


class Line(NamedTuple):
    """A line of the board: its word, which issues, the command for them; whether it stands there for none."""

    label: str
    wanted: Filter
    command: str
    always: bool = True


STATES: Final = (
    Line("待交办", Filter(status=(Status.REGISTERED,)), "ledger assign 编号 --to 单位"),
    Line("待签收", Filter(status=(Status.ASSIGNED,)), "ledger accept 编号"),
    Line("整改中", Filter(status=(Status.IN_PROGRESS,)), 'ledger done 编号 -m "情况"'),
    Line("待验收", Filter(status=(Status.DONE,)), "ledger verify 编号 --pass"),
    Line("挂账", Filter(status=(Status.DEFERRED,)), "ledger resume 编号"),
)
"""Every open issue stands in one of these lines."""
PRESSING: Final = (
    Line("今日到期", Filter(due_in=0), "ledger list --due-in 0"),
    Line("已超期", Filter(overdue=True), "ledger list --overdue"),
    Line("待回访", Filter(status=("待回访",)), "ledger callback 编号 --satisfaction 满意"),
    Line("待销号", Filter(status=("待销号",)), "ledger close -S 待销号"),
    Line("到复核日", Filter(status=("到复核日",)), "ledger list -S 到复核日"),
    Line("签收超时", Filter(status=("签收超时",)), "ledger list -S 签收超时", always=False),
    Line("响应超时", Filter(status=("响应超时",)), "ledger list -S 响应超时", always=False),
    Line("节点滞后", Filter(status=("节点滞后",)), "ledger list -S 节点滞后", always=False),
)


def board(env: Env) -> None:
    """Today: every open issue by its state, then what presses among them, each line with the command for it."""
    with session.reading(env) as (store, profile):
        title = " ".join(part for part in (profile.district, profile.campaign) if part)
        typer.echo(f"{title}  {env.today.year}年{env.today.month}月{env.today.day}日")
        within = session.context(store)
        total = sum(_line(_of(line, within), env, store, profile) for line in STATES)
        typer.echo(f"  {'未完成':　<5}{total:>5}")
        typer.echo("其中")
        for line in PRESSING:
            _line(_of(line, within), env, store, profile)
        _beside(env, store)
        if within:
            say(session.narrowed(within))
        say('看全部：ledger list      登记：ledger add "问题" -e 小区 --source 来源')


def _of(line: Line, campaign: str) -> Line:
    """The line for one campaign; for all without one."""
    within = (campaign,) if campaign else ()
    return line._replace(wanted=line.wanted._replace(campaign=within))


def _line(line: Line, env: Env, store: Reader, profile: Profile) -> int:
    """A line with the most pressing issues of it; how many there are."""
    first = search(line.wanted, env, store, profile, limit=NAMED)
    full = len(first) == NAMED
    count = counted(line.wanted, env, store, profile) if full else len(first)
    if count or line.always:
        _told(line, count, _numbers(first, env, profile), env)
    return count


def _numbers(issues: Sequence[Issue], env: Env, profile: Profile) -> list[str]:
    return [session.short(issue.number, profile, env) for issue in issues]


def _told(line: Line, count: int, numbers: Sequence[str], env: Env) -> None:
    """Print a line with as many numbers as its width allows."""
    text = f"  {line.label:　<5}{count:>5}"
    for most in range(min(len(numbers), NAMED), 0, -1):
        more = " 等" if count > most else ""
        told = f"{text}  {'、'.join(numbers[:most])}{more}      {line.command}"
        if measure(told) <= env.width or most == 1:
            text = told
            break
    typer.echo(text)


def _beside(env: Env, store: Reader) -> None:
    """What is awaited beside the issues: departments that were called, samples. Nothing awaited, no line."""
    if not (store.awaits("whistle") or store.awaits("sample")):
        return
    from ledger import whistles
    from ledger.samples import SAMPLES
    from ledger.store import numbered as kept

    called = kept.unended(store, whistles.WHISTLES)
    now = readable(env.moment())
    absent = [one.doc_no for one in called if whistles.absent(one)]
    slow = [one.doc_no for one in called if whistles.slow(one, now)]
    drawn = [one.doc_no for one in kept.unended(store, SAMPLES)]
    for label, found, command in (
        ("哨未报到", absent, "ledger whistle list"),
        ("哨超时", slow, "ledger whistle list"),
        ("未查完", drawn, "ledger sample show 抽查号 --left"),
    ):
        if found:
            _told(Line(label, Filter(), command), len(found), found, env)
