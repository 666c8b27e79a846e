"""One issue on the screen: what is known, and its history in words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import typer

from ledger import render
from ledger.commands import session
from ledger.commands.env import Env
from ledger.commands.listing import remaining
from ledger.commands.rows import put_rows
from ledger.masking import mask_name, mask_phone, mask_text
from ledger.models import FIELDS, WORKING, Action, Event, Issue, Status, readable
from ledger.profile import Profile
from ledger.recounted import past
from ledger.store import Recorded

Facts = Sequence[tuple[str, str]]


def card(
    issue: Issue, past: Sequence[Recorded], env: Env, profile: Profile, linked: Facts, *, full: bool
) -> None:
    """One issue with all that is known, what it is linked to, and its history."""
    number = session.short(issue.number, profile, env)
    head = [
        f"{number} 号（{issue.number}）",
        issue.status.label,
        lateness(issue, env.today),
        *_counts(issue),
    ]
    typer.echo(render.clean("  ".join(part for part in head if part)))
    typer.echo(render.card([*_pairs(issue, env, full=full), *linked], env.width))
    history(past, env, full=full)


def lateness(issue: Issue, today: date) -> str:
    """How long an issue has, as the head of its card says it."""
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


Pairs = Iterator[tuple[str, str]]


def _pairs(issue: Issue, env: Env, *, full: bool) -> Pairs:
    """What the card shows: label and text."""
    words = str if full else mask_text
    yield from _problem(issue, words)
    yield from _people(issue, full=full)
    yield from _answers(issue, env)
    yield (
        "倒排工期",
        "；".join(_milestone(one, issue.done_on or env.today) for one in issue.milestones),
    )
    yield from _rectified(issue, words)
    yield from _struck(issue, words)
    yield "资金", _joined(f"{issue.cost:,.2f} 元" if issue.cost else "", issue.payer)
    yield "标签", "、".join(issue.tags)
    yield "备注", words(issue.remarks or "")
    yield "附件", _attachments(issue)
    for path, value in (issue.extra or {}).items():
        yield path.rpartition("/")[2], words(str(value))


def _joined(*parts: object, by: str = " ") -> str:
    return by.join(str(part) for part in parts if part)


def _problem(issue: Issue, words: Callable[[str], str]) -> Pairs:
    street = f"（{issue.subdistrict}）" if issue.subdistrict and issue.estate else ""
    yield "小区", f"{issue.estate or issue.subdistrict or ''}{street}"
    numbers = "、".join(filter(None, (issue.source_no, *issue.other_nos)))
    yield "来源", _joined(issue.source, numbers and f"单号 {numbers}")
    yield "专项", issue.campaign or ""
    yield "楼栋", issue.building or ""
    yield "地点", issue.location or ""
    yield "社区", issue.community or ""
    yield "物业企业", issue.company or ""
    yield "类别", _joined(issue.category, issue.subcategory, by=" / ")
    yield "等级", issue.severity or ""
    yield "标题", words(issue.title or "")
    yield "问题", words(issue.description or "")


def _people(issue: Issue, *, full: bool) -> Pairs:
    name, phone = (str, str) if full else (mask_name, mask_phone)
    yield "投诉人", _joined(name(issue.complainant or ""), phone(issue.phone or ""))
    yield "责任单位", _joined(issue.lead_unit, "、".join(issue.co_units), by="；")
    yield "抄告", "、".join(issue.cc_units)
    yield "责任人", _joined(issue.person, phone(issue.person_phone or ""))


def _answers(issue: Issue, env: Env) -> Pairs:
    """Whether the unit that has it accepted and answered in time, where the district sets a clock."""
    last = issue.handings[-1] if issue.handings else {}
    for label, limit, met in (
        ("签收", "accept_by", "accepted"),
        ("响应", "respond_by", "responded"),
    ):
        if limit in last and "returned" not in last:
            done = last.get(met)
            late = last[limit] < (done or env.moment())
            none = "还没有" if issue.status in WORKING else "没有记录"
            how = ("超时" if late else "按时") if done else f"{none}{'，已超时' if late else ''}"
            words = _joined(readable(done or ""), how)
            yield label, f"{words}（限 {readable(last[limit])}）"


def _milestone(one: Mapping[str, Any], today: date) -> str:
    """A step, its day, whether it is done and how late."""
    done = one.get("done")
    late = (date.fromisoformat(done or str(today)) - date.fromisoformat(one["by"])).days
    delay = f"{'迟' if done else '滞后'} {late} 天" if late > 0 else ""
    state = "，".join(part for part in (f"{done} 完成" if done else "", delay) if part)
    return f"{one['step']} {one['by']}{f'（{state}）' if state else ''}"


def _rectified(issue: Issue, words: Callable[[str], str]) -> Pairs:
    yield "时限", _limit(issue)
    if issue.city_due_on:
        yield (
            "市级时限",
            f"{issue.city_due_on}{'（区级时限晚于它）' if session.beyond_city(issue) else ''}",
        )
    yield "整改要求", words(issue.requirement or "")
    yield "整改措施", words(issue.measures or "")
    yield "根本原因", words(issue.cause or "")
    yield "整改情况", words(issue.progress or "")
    yield "完成", str(issue.done_on or "")


def _struck(issue: Issue, words: Callable[[str], str]) -> Pairs:
    """How it left the books, or was put off."""
    yield "验收", _joined("、".join(issue.levels), issue.verifier, words(issue.verify_result or ""))
    yield "回访", _joined(issue.callback_on, issue.satisfaction, words(issue.callback_text or ""))
    yield "销号", str(issue.closed_on or "")
    yield "文号", issue.doc_no or ""
    if issue.status is Status.DEFERRED:
        yield "挂账", f"{issue.reason or '未写原因'}，复核日 {issue.review_on or '未定'}"
    yield "阶段办法", words(issue.interim or "")
    yield "居民意见", words(issue.opinion or "")
    yield "终结", _joined(issue.reason, issue.into) if issue.status is Status.VOID else ""


def _limit(issue: Issue) -> str:
    day, written = str(issue.due_on or ""), issue.due_text
    told = [day, f"原文“{written}”" if written and written != day else ""]
    if issue.original_due_on and issue.extensions:
        told.append(f"原 {issue.original_due_on}，延期 {issue.extensions} 次")
    told += ["长期坚持"] if issue.ongoing else []
    first, *rest = [part for part in told if part] or [""]
    return f"{first}（{'，'.join(rest)}）" if rest else first


def _attachments(issue: Issue) -> str:
    if not issue.attachments:
        return ""
    from ledger.commands.evidence import KINDS

    kinds = [item["kind"] for item in issue.attachments]
    return "，".join(
        f"{label} {kinds.count(kind)} 个" for kind, label in KINDS.items() if kind in kinds
    )


def history(recorded: Sequence[Recorded], env: Env, *, full: bool = False) -> None:
    """What happened, a line each; before what came in with a sheet what that recounts of the days before."""
    words = str if full else mask_text
    lines: list[list[str]] = []
    for item in recorded:
        event, code = item.event, item.operation
        lines += [[p.on, p.by, p.what, words(p.words), code] for p in past(event)]
        lines.append([str(event.on), event.by, _label(item), words(told(item)), code])
    titles = ("日期", "经办人", "动作", "内容", "操作")
    sizes = ((1, 10, 10), (2, 6, 8), (3, 10, 10), (4, 20, 90), (5, 5, 6))
    put_rows([render.Column(t, *size) for t, size in zip(titles, sizes, strict=True)], lines, env)


BOOKKEEPING: Final = (
    "status", "version", "entered_on", "levels", "verifications", "rounds", "round", "done_by", "due_precision",
    "due_text", "original_due_on", "status_before", "reason_before", "origin", "extra", "district", "attachments",
    "handings", "milestones", "extensions", "returns", "failures", "repeats", "reached", "ongoing", "status_text", "withdrawn",
)  # fmt: skip
SAID_ALREADY: Final = (
    "progress", "verifier", "verified_on", "verify_result", "callback_on", "callback_text",
    "assigned_on", "done_on", "closed_on", "left_on", "reason", "interim", "opinion", "into",
)  # fmt: skip
IN_FULL: Final = (Action.EDIT, Action.TAG, Action.UPDATE)
FACTS: Final = {
    "reason": "原因", "basis": "依据", "approved_by": "批准人", "level": "层级", "method": "方式",
    "interim": "阶段性解决办法", "opinion": "居民意见", "cc": "抄告", "doc": "文号", "batch": "批次", "into": "并入", "milestone": "节点",
    "like": "照", "siblings": "登记到",
}  # fmt: skip


def _label(item: Recorded) -> str:
    """What an event is called: what makes a record by the record's name (督办单)."""
    if item.entity == "issue":
        return item.event.kind.label
    from ledger.numbered import called
    from ledger.registers import REGISTERS

    return called(REGISTERS[item.entity], item.event)


def told(item: Recorded) -> str:
    """An event in words: the note, what was decided, what changed."""
    event = item.event
    if item.entity != "issue":
        from ledger.numbered import words as phrases
        from ledger.registers import REGISTERS

        return "；".join(phrases(REGISTERS[item.entity], event))
    silent = event.kind is Action.PURGE  # it tells the whole issue anew
    new: Mapping[str, Any] = {} if silent else event.new
    parts = [event.note] if event.note else []
    for key, label in FACTS.items():
        value = event.facts.get(key) or (event.kind not in IN_FULL and new.get(key))
        if value:
            parts.append(f"{label} {'、'.join(value) if isinstance(value, list) else value}")
    if event.kind in (Action.REGISTER, Action.IMPORT):
        parts += [f"来源 {new['source']}"] if new.get("source") else []
        parts += [new["description"]] if new.get("description") else []
    elif event.kind is Action.RETURN:
        back = event.old.get("lead_unit")
        parts += [f"退回单位 {back}"] if back else []
    elif event.kind is Action.ATTACH and new:
        before = event.old.get("attachments") or ()
        parts += [_attached(new["attachments"][len(before) :])]
    else:
        parts += list(_changes(event))
    if event.kind in (Action.PLAN, Action.CLAIM):
        parts += [f"{one['step']} {one['by']}" for one in new.get("milestones", ())]
    if new.get("reached") is False:
        parts.append("未接通")
    if event.facts.get("force"):
        parts.append("例外办理")
    return "；".join(parts)


def _changes(event: Event) -> Iterator[str]:
    """The fields that an event changed, but those that go without saying."""
    undone = event.kind in (Action.REOPEN, Action.FAIL, Action.RESTORE)
    silent = BOOKKEEPING if event.kind in IN_FULL else (*BOOKKEEPING, *SAID_ALREADY)
    changes = event.changes
    if event.kind in (Action.UPDATE, Action.UNDO) and "status" in changes:
        yield f"状态 {_changed(*(Status(code).label for code in changes['status']))}"
    if "withdrawn" in changes:
        yield "登记已撤回" if event.new["withdrawn"] else "登记已恢复"
    for name, (old, new) in () if event.kind is Action.PURGE else changes.items():
        if name not in silent and (new or (old and not undone)):
            yield f"{FIELDS[name].label} {_changed(old, new)}"


def _attached(items: Sequence[Mapping[str, Any]]) -> str:
    from ledger.commands.evidence import KINDS

    return "，".join(f"{KINDS[item['kind']]} {item['name']}" for item in items)


def _changed(old: Any, new: Any) -> str:
    return f"{_worded(old)} 改 {_worded(new)}" if old else _worded(new)


def _worded(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}"
    return ("、".join(map(str, value)) if isinstance(value, list) else str(value or "")) or "空"
