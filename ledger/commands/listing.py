"""Issues in a list, on the screen and in pipes."""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Final, NamedTuple

import typer

from ledger import render
from ledger.commands import session
from ledger.commands.env import Env
from ledger.commands.options import Text, listed, option
from ledger.commands.session import say
from ledger.errors import Usage
from ledger.masking import mask_text, personal
from ledger.models import WORKING, Issue, Status, dumps, plain, public
from ledger.profile import Profile
from ledger.selection import DERIVED

PAGE: Final = 30
MOST: Final = 10**9
FORMATS: Final = ("table", "tsv", "csv", "jsonl")
WHOLE: Final = ("csv", "jsonl")


class Show(NamedTuple):
    """How to print."""

    json: Annotated[bool, option("--json", help="按 JSON 输出")] = False
    format: Annotated[Text, option("--format", metavar="格式", help="table、tsv、csv 或 jsonl")] = (
        None
    )
    ids: Annotated[bool, option("--ids", help="只输出编号，一行一个")] = False
    columns: Annotated[Text, option("--columns", metavar="列,…", help="要哪些列")] = None
    sort: Annotated[
        Text,
        option("--sort", metavar="次序", help="紧迫（默认）、编号、入账"),
    ] = None
    limit: Annotated[Text, option("-L", "--limit", metavar="条数", help="最多几条；0 为不限")] = (
        None
    )
    wide: Annotated[bool, option("--wide", help="列出全部列")] = False
    no_header: Annotated[bool, option("--no-header", help="不要表头")] = False


class Seen(NamedTuple):
    """A column of the list: its look in a table, and what it shows of an issue."""

    look: render.Column
    text: Callable[[Issue, date], str]


def remaining(issue: Issue, today: date) -> str:
    """How long an open issue has: 超9天, 今日到期, 剩2天, 到复核日; empty when no clock runs."""
    if issue.status is Status.DEFERRED:
        due = issue.review_on is None or issue.review_on <= today
        return "到复核日" if due else ""
    if issue.status not in WORKING or issue.due_on is None:
        return ""
    days = (issue.due_on - today).days
    if days == 0:
        return "今日到期"
    return f"超{-days}天" if days < 0 else f"剩{days}天"


def _field(name: str) -> Callable[[Issue, date], str]:
    def text(issue: Issue, _today: date) -> str:
        value = plain(name, getattr(issue, name))
        return "、".join(value) if isinstance(value, list) else str(value or "")

    return text


def _words(issue: Issue, _today: date) -> str:
    return mask_text(issue.description or issue.title or "")


COLUMNS: Final[Mapping[str, Seen]] = {
    "编号": Seen(
        render.Column("编号", 1, 4, 20, right=True, whole=True), lambda issue, _t: issue.number
    ),
    "状态": Seen(render.Column("状态", 1, 6, 6), lambda issue, _t: issue.status.label),
    "剩余": Seen(render.Column("剩余", 1, 6, 8, whole=True), remaining),
    "小区": Seen(
        render.Column("小区", 2, 12, 22), lambda i, _t: i.estate or i.location or i.community or ""
    ),
    "责任单位": Seen(render.Column("责任单位", 4, 10, 24), _field("lead_unit")),
    "时限": Seen(render.Column("时限", 5, 10, 10, whole=True), _field("due_on")),
    "类别": Seen(render.Column("类别", 8, 8, 12), _field("category")),
    "街道": Seen(render.Column("街道", 6, 8, 16), _field("subdistrict")),
    "来源": Seen(render.Column("来源", 9, 6, 12), _field("source")),
    "轮次": Seen(render.Column("轮次", 10, 4, 4), _field("round")),
    "专项": Seen(render.Column("专项", 11, 8, 20), _field("campaign")),
    "问题": Seen(render.Column("问题", 3, 18, 60), _words),
}
ASKED_FOR: Final = ("专项",)
"""Columns that are shown only when they are named."""


def limit(show: Show, env: Env) -> int:
    """How many rows: a page on a terminal, everything in a pipe, unless told."""
    if show.limit is None:
        return PAGE if env.terminal_out and not (show.json or show.ids or show.format) else 0
    if not show.limit.isdecimal() or int(show.limit) > MOST:
        raise Usage(f"条数“{show.limit}”不是数，或太大", "应像 -L 50；0 为不限")
    return int(show.limit)


def put(issues: Sequence[Issue], show: Show, env: Env, profile: Profile, *, total: int) -> None:
    """The issues in the wanted form; data on stdout, counts and hints on stderr."""
    wanted = show.format or ("table" if env.terminal_out else "tsv")
    if wanted not in FORMATS:
        raise Usage(f"没有格式“{wanted}”", f"可用：{'、'.join(FORMATS)}")
    if not issues:
        say("没有符合条件的问题；看全部：ledger list --all")
    if show.ids:
        sys.stdout.write("".join(f"{issue.number}\n" for issue in issues))
    elif show.json or wanted in WHOLE:
        _whole(issues, "json" if show.json else wanted)
        inside(issues, env)
    elif wanted == "tsv":
        _tsv(issues, show, env)
    else:
        _table(issues, show, env, profile, total)


def _whole(issues: Sequence[Issue], wanted: str) -> None:
    """Everything that is known of the issues, for other programs."""
    if wanted == "json":
        typer.echo(dumps([public(issue) for issue in issues]))
    elif wanted == "jsonl":
        sys.stdout.write("".join(f"{dumps(public(issue))}\n" for issue in issues))
    else:
        from ledger.sheets.dump import csv

        sys.stdout.write(csv(issues).decode("utf-8-sig"))


def inside(issues: Sequence[Issue], env: Env) -> None:
    """Say to who sits there that what is led away tells who complained, and is for the office alone."""
    if env.terminal_in and not env.terminal_out and personal(issues):
        say("含投诉人姓名或电话，只供内部使用；给外单位的用 ledger export --masked")


def _chosen(words: str | None) -> list[str]:
    """The columns that were asked for. Raises Usage with the list for an unknown one."""
    if not words:
        return [name for name in COLUMNS if name not in ASKED_FOR]
    chosen = listed(words)
    unknown = [word for word in chosen if word not in COLUMNS]
    if unknown:
        raise Usage(f"没有列“{unknown[0]}”", f"可用的列：{'、'.join(COLUMNS)}")
    return chosen


def _tsv(issues: Sequence[Issue], show: Show, env: Env) -> None:
    names = _chosen(show.columns)
    rows = [[COLUMNS[name].text(issue, env.today) for name in names] for issue in issues]
    typer.echo(render.tsv(() if show.no_header else names, rows))


def _table(issues: Sequence[Issue], show: Show, env: Env, profile: Profile, total: int) -> None:
    if not issues:
        return
    names = _chosen(show.columns)
    looks = [COLUMNS[name].look for name in names]
    rows = [
        [
            session.short(issue.number, profile, env)
            if name == "编号"
            else COLUMNS[name].text(issue, env.today)
            for name in names
        ]
        for issue in issues
    ]
    page = render.table(looks, rows, 10_000 if show.wide else env.width, color=env.color)
    typer.echo(page.text)
    say(_summary(issues, env, total))
    if page.hidden:
        say(
            f"另有 {len(page.hidden)} 列未显示：{'、'.join(page.hidden)}。加 --wide 看全部，或 ledger show 编号"
        )


def _summary(issues: Sequence[Issue], env: Env, total: int) -> str:
    if total > len(issues):
        return f"共 {total} 条，显示前 {len(issues)} 条；加 -L 0 看全部"
    counts: dict[str, int] = {}
    for issue in issues:
        late = remaining(issue, env.today).startswith("超")
        word = DERIVED[0] if late else issue.status.label
        counts[word] = counts.get(word, 0) + 1
    return f"共 {len(issues)} 条：{'，'.join(f'{word} {n}' for word, n in counts.items())}"
