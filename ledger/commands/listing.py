"""Issues on the screen and in pipes: the list, the card with its history."""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

import typer

from ledger import render
from ledger.commands import session
from ledger.commands.env import Env
from ledger.commands.options import Show
from ledger.commands.session import say
from ledger.errors import Usage
from ledger.masking import mask_name, mask_phone, mask_text
from ledger.models import DERIVED, FIELDS, WORKING, Action, Issue, dumps, plain, public
from ledger.profile import Profile
from ledger.store import Recorded

PAGE: Final = 30
FORMATS: Final = ("table", "tsv", "csv", "jsonl")


class Seen(NamedTuple):
    """A column of the list: its look in a table, and what it shows of an issue."""

    look: render.Column
    text: Callable[[Issue, date], str]


def remaining(issue: Issue, today: date) -> str:
    """How long an open issue has: 超9天, 今日到期, 剩2天; empty when no clock runs."""
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
    "编号": Seen(render.Column("编号", 1, 4, 12, right=True), lambda issue, _t: issue.number),
    "状态": Seen(render.Column("状态", 1, 6, 6), lambda issue, _t: issue.status.label),
    "剩余": Seen(render.Column("剩余", 1, 6, 8), remaining),
    "小区": Seen(
        render.Column("小区", 2, 12, 22), lambda i, _t: i.estate or i.location or i.community or ""
    ),
    "责任单位": Seen(render.Column("责任单位", 4, 10, 24), _field("lead_unit")),
    "时限": Seen(render.Column("时限", 5, 10, 10), _field("due_on")),
    "类别": Seen(render.Column("类别", 8, 8, 12), _field("category")),
    "街道": Seen(render.Column("街道", 6, 8, 16), _field("subdistrict")),
    "来源": Seen(render.Column("来源", 9, 6, 12), _field("source")),
    "轮次": Seen(render.Column("轮次", 10, 4, 4), _field("round")),
    "问题": Seen(render.Column("问题", 3, 18, 60), _words),
}


def limit(show: Show, env: Env) -> int:
    """How many rows: a page on a terminal, everything in a pipe, unless told."""
    if show.limit is None:
        return PAGE if env.terminal_out and not (show.json or show.ids or show.format) else 0
    if not show.limit.isdecimal():
        raise Usage(f"条数“{show.limit}”不是数", "应像 -L 50；0 为不限")
    return int(show.limit)


def put(issues: Sequence[Issue], show: Show, env: Env, profile: Profile, *, total: int) -> None:
    """The issues in the wanted form; data on stdout, counts and hints on stderr."""
    wanted = show.format or ("table" if env.terminal_out else "tsv")
    if wanted not in FORMATS:
        raise Usage(f"没有格式“{wanted}”", f"可用：{'、'.join(FORMATS)}")
    if show.ids:
        sys.stdout.write("".join(f"{issue.number}\n" for issue in issues))
    elif show.json:
        typer.echo(dumps([public(issue) for issue in issues]))
    elif wanted == "jsonl":
        sys.stdout.write("".join(f"{dumps(public(issue))}\n" for issue in issues))
    elif wanted == "csv":
        from ledger.sheets.dump import csv

        sys.stdout.write(csv(issues).decode("utf-8-sig"))
    elif wanted == "tsv":
        _tsv(issues, show, env)
    else:
        _table(issues, show, env, profile, total)


def _chosen(words: str | None) -> list[str]:
    """The columns that were asked for. Raises Usage with the list for an unknown one."""
    if not words:
        return list(COLUMNS)
    chosen = [word.strip() for word in words.replace("，", ",").split(",") if word.strip()]
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
        say("没有符合条件的问题")
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
        late = issue.status in WORKING and issue.due_on is not None and issue.due_on < env.today
        word = DERIVED[0] if late else issue.status.label
        counts[word] = counts.get(word, 0) + 1
    return f"共 {len(issues)} 条：{'，'.join(f'{word} {n}' for word, n in counts.items())}"


def card(
    issue: Issue, history_of: Sequence[Recorded], env: Env, profile: Profile, *, full: bool
) -> None:
    """One issue with all that is known, and its history."""
    number = session.short(issue.number, profile, env)
    head = [
        f"{number} 号（{issue.number}）",
        issue.status.label,
        _lateness(issue, env.today),
        *_counts(issue),
    ]
    typer.echo(render.clean("  ".join(part for part in head if part)))
    typer.echo(render.card(list(_pairs(issue, full=full)), env.width))
    history(history_of, env, full=full)


def _lateness(issue: Issue, today: date) -> str:
    text = remaining(issue, today)
    return f"已超期 {text[1:-1]} 天" if text.startswith("超") else text


def _counts(issue: Issue) -> list[str]:
    told = (
        (issue.round - 1, "反弹 {} 次"),
        (issue.failures, "验收不通过 {} 次"),
        (issue.returns, "退单 {} 次"),
        (issue.repeats, "再次反映 {} 次"),
    )
    return [words.format(count) for count, words in told if count]


def _pairs(issue: Issue, *, full: bool) -> Any:
    """What the card shows: label and text."""
    name, phone, words = (str, str, str) if full else (mask_name, mask_phone, mask_text)
    street = f"（{issue.subdistrict}）" if issue.subdistrict and issue.estate else ""
    yield "小区", f"{issue.estate or issue.subdistrict or ''}{street}"
    yield (
        "来源",
        " ".join(
            part for part in (issue.source, issue.source_no and f"单号 {issue.source_no}") if part
        ),
    )
    yield "楼栋", issue.building or ""
    yield "社区", issue.community or ""
    yield "物业企业", issue.company or ""
    yield "类别", " / ".join(part for part in (issue.category, issue.subcategory) if part)
    yield "等级", issue.severity or ""
    yield "标题", words(issue.title or "")
    yield "问题", words(issue.description or "")
    yield (
        "投诉人",
        " ".join(
            part for part in (name(issue.complainant or ""), phone(issue.phone or "")) if part
        ),
    )
    yield (
        "责任单位",
        "；".join(part for part in (issue.lead_unit, "、".join(issue.co_units)) if part),
    )
    yield (
        "责任人",
        " ".join(part for part in (issue.person, phone(issue.person_phone or "")) if part),
    )
    yield "时限", _limit(issue)
    yield "整改要求", issue.requirement or ""
    yield "整改措施", issue.measures or ""
    yield "整改情况", words(issue.progress or "")
    yield "完成", str(issue.done_on or "")
    yield (
        "验收",
        " ".join(
            part for part in ("、".join(issue.levels), issue.verifier, issue.verify_result) if part
        ),
    )
    yield (
        "回访",
        " ".join(
            str(part)
            for part in (issue.callback_on, issue.satisfaction, issue.callback_text)
            if part
        ),
    )
    yield "销号", str(issue.closed_on or "")
    yield "挂账", f"{issue.reason}，复核日 {issue.review_on}" if issue.review_on else ""
    yield "终结", f"{issue.reason} {issue.into or ''}".strip() if issue.voided_on else ""
    yield "资金", f"{issue.cost:,.2f} 元" if issue.cost else ""
    yield "标签", "、".join(issue.tags)
    yield "备注", words(issue.remarks or "")
    yield "附件", _attachments(issue)
    for path, value in (issue.extra or {}).items():
        yield path.rpartition("/")[2], words(str(value))


def _limit(issue: Issue) -> str:
    told = [
        str(issue.due_on) if issue.due_on else "",
        f"原文“{issue.due_text}”" if issue.due_text else "",
    ]
    if issue.original_due_on and issue.extensions:
        told.append(f"原 {issue.original_due_on}，延期 {issue.extensions} 次")
    told += ["长期坚持"] if issue.ongoing else []
    first, *rest = [part for part in told if part] or [""]
    return f"{first}（{'，'.join(rest)}）" if rest else first


def _attachments(issue: Issue) -> str:
    from ledger.commands.evidence import KINDS

    kinds = [item["kind"] for item in issue.attachments]
    return "，".join(
        f"{label} {kinds.count(kind)} 个" for kind, label in KINDS.items() if kind in kinds
    )


def history(recorded: Sequence[Recorded], env: Env, *, full: bool = False) -> None:
    """What happened, a line each."""
    words = str if full else mask_text
    rows = [
        [
            str(item.event.on),
            item.event.by,
            item.event.kind.label,
            words(told(item)),
            item.operation,
        ]
        for item in recorded
    ]
    titles = ("日期", "经办人", "动作", "内容", "操作")
    if not env.terminal_out:
        typer.echo(render.tsv(titles, rows))
        return
    sizes = ((1, 10, 10), (2, 6, 8), (3, 4, 10), (4, 20, 90), (5, 5, 6))
    looks = [render.Column(t, *size) for t, size in zip(titles, sizes, strict=True)]
    typer.echo(render.table(looks, rows, env.width, color=env.color).text)


SILENT: Final = (
    "status", "version", "entered_on", "levels", "rounds", "round", "done_by", "due_precision",
    "due_text", "original_due_on", "status_before", "origin", "extra", "district", "attachments",
    "progress", "verifier", "verified_on", "callback_text", "extensions", "returns", "failures",
    "repeats", "reached", "reported_on", "description", "ongoing", "assigned_on", "done_on",
    "closed_on", "voided_on", "callback_on", "status_text",
)  # fmt: skip
FACTS: Final = {
    "reason": "原因", "basis": "依据", "approved_by": "批准人", "level": "层级", "method": "方式",
    "opinion": "居民意见", "cc": "抄告", "doc": "文号", "batch": "批次",
}  # fmt: skip


def told(item: Recorded) -> str:
    """An event in words: the note, what was decided, what changed."""
    event = item.event
    parts = [event.note] if event.note else []
    for key, label in FACTS.items():
        value = event.facts.get(key)
        if value:
            parts.append(f"{label} {'、'.join(value) if isinstance(value, list) else value}")
    if event.kind in (Action.REGISTER, Action.IMPORT):
        new = {name: value for name, (_, value) in event.changes.items()}
        parts += [f"来源 {new['source']}"] if new.get("source") else []
        parts += [new["description"]] if new.get("description") and not event.note else []
        return "；".join(parts)
    for name, (old, new_value) in event.changes.items():
        if name not in SILENT and (old or new_value):
            parts.append(f"{FIELDS[name].label} {_changed(old, new_value)}")
    if event.facts.get("force"):
        parts.append("例外办理")
    return "；".join(str(part) for part in parts)


def _changed(old: Any, new: Any) -> str:
    shown = ["、".join(map(str, v)) if isinstance(v, list) else str(v or "空") for v in (old, new)]
    return f"{shown[0]} 改 {shown[1]}" if old else shown[1]


def plain_event(item: Recorded) -> dict[str, Any]:
    """An event for `--json`."""
    event = item.event
    return {
        "seq": item.seq, "operation": item.operation, "at": item.at, "seat": item.seat,
        "kind": str(event.kind), "on": event.on.isoformat(), "by": event.by, "note": event.note,
        "facts": dict(event.facts), "changes": {k: list(v) for k, v in event.changes.items()},
    }  # fmt: skip
