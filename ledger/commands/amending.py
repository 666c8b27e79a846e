"""What is added to an issue or put right: edit, attach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

import typer

from ledger.commands import evidence, pairs, session, writing
from ledger.commands.options import Note, Reason, Write, option
from ledger.commands.pairs import Pair
from ledger.commands.picking import Choice, filtered
from ledger.commands.steps import Task
from ledger.commands.writing import Session
from ledger.errors import Usage
from ledger.models import FIELDS, Action, Issue, Kind, plain, typed

app = typer.Typer()

SHORT: Final = {"来源": "source", "电话": "phone", "资金": "cost", "问题": "description"}
TAGS: Final = {"标签", "tags"}
EDITABLE: Final = (
    "campaign", "source", "source_no", "other_nos", "reported_on", "subdistrict", "community", "estate", "building",
    "location", "company", "category", "subcategory", "title", "description", "severity", "tags",
    "complainant", "phone", "lead_unit", "co_units", "cc_units", "person", "person_phone", "leader",
    "requirement", "measures", "cause", "due_on", "city_due_on", "progress", "cost", "payer", "doc_no", "remarks",
    "interim", "opinion",
)  # fmt: skip


@app.command("edit")
def edit(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    numbers: Annotated[
        list[str],
        typer.Argument(
            metavar="编号… 字段=值…", help="如 17 小区=怡园三期 楼栋=3号楼", show_default=False
        ),
    ],
    note: Note = None,
    reason: Reason = None,
) -> None:
    """修改登记的内容；已销号、终结的只能改标签，时限要用 extend。

    示例：
      ledger edit 17 小区=怡园三期 类别=供热
      ledger edit -k 怡园 -S 待交办 小区=怡园三期
      ledger edit 17 标签+=回头看
      ledger edit 17 整改时限=2024-02-12 --reason 录错月份
    """
    told = [pairs.parsed(word) for word in numbers if "=" in word]
    chosen = [word for word in numbers if "=" not in word]
    if not told:
        raise Usage("没有说改什么", "应像 ledger edit 17 小区=怡园三期")
    if not (chosen or filtered(choice)):
        raise Usage("没有说改哪一号", "应像 ledger edit 17 小区=怡园三期")

    def facts(work: Session, issue: Issue) -> Mapping[str, Any]:
        changes = dict(_value(work, issue, pair) for pair in told)
        return changes | ({"reason": reason} if reason else {})

    choice = choice._replace(numbers=chosen or None)
    sorting = {pair.name for pair in told} <= TAGS  # which a struck issue may be, too
    action = Action.TAG if sorting else Action.EDIT
    Task(ctx.obj, action, choice, write, note=session.text(note), shown=_edited).run(facts)


def _edited(work: Session, before: Issue, after: Issue) -> str:
    """What an edit changed, a line for each field."""
    number = f"{work.short(after)} 号"
    lines = [
        f"{number} {FIELDS[name].label}：{_text(name, before)} -> {_text(name, after)}"
        for name in EDITABLE
        if getattr(before, name) != getattr(after, name)
    ]
    return "\n".join(lines) or f"{number} 没有变化"


def _text(name: str, issue: Issue) -> str:
    value = plain(name, getattr(issue, name))
    return ("、".join(value) if isinstance(value, list) else str(value or "")) or "空"


def _value(work: Session, issue: Issue, pair: Pair) -> tuple[str, Any]:
    """The field that a clerk named, and the typed value. Raises Usage."""
    key, text = pairs.field_of(pair, {name: FIELDS[name] for name in EDITABLE}, SHORT), pair.value
    if not text:
        return key, typed(key, None)
    match FIELDS[key].kind:
        case Kind.DATE:
            read = session.limit if key in ("due_on", "city_due_on") else session.day
            return key, read(text, work.env, work.store)
        case Kind.WORDS:
            return key, pair.words(getattr(issue, key))
        case Kind.MONEY:
            from ledger.commands.options import money

            return key, money(text)
        case _:
            return key, writing.vetted(work, key, session.tidy(text))


@app.command("attach")
def attach(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    numbers: Annotated[
        list[str],
        typer.Argument(
            metavar="编号 文件…",
            help="附到哪几号（如 17 或 17,41）；照片或文件",
            show_default=False,
        ),
    ],
    before: Annotated[bool, option("--before", help="整改前")] = False,
    during: Annotated[bool, option("--during", help="整改中")] = False,
    after: Annotated[bool, option("--after", help="整改后")] = False,
) -> None:
    """附上照片或文件：整改前、中、后，或佐证材料（默认）；写了筛选条件就不写编号。

    示例：
      ledger attach 17 泵房.jpg --after
      ledger attach -e 怡园三期 -S 待验收 验收表.pdf
    """
    stages = [
        name for name, told in (("before", before), ("during", during), ("after", after)) if told
    ]
    if len(stages) > 1:
        raise Usage("整改前、中、后只能选一个", "--before、--during 或 --after")
    kind = stages[0] if stages else "evidence"
    chosen, files = ([], numbers) if filtered(choice) else (numbers[:1], numbers[1:])
    if not files:
        raise Usage("没有说附什么文件", "应像 ledger attach 17 泵房.jpg --after")

    def shown(work: Session, _before: Issue, after: Issue) -> str:
        return f"{work.short(after)} 号 已附上{evidence.KINDS[kind]} {len(files)} 个"

    choice = choice._replace(numbers=chosen or None)
    Task(ctx.obj, Action.ATTACH, choice, write, photos=files, stage=kind, shown=shown).run()
