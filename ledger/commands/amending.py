"""What is added to an issue or put right: edit, attach."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer

from ledger import matching
from ledger.commands import evidence, session, writing
from ledger.commands.options import Note, Write, option
from ledger.commands.picking import numbers
from ledger.commands.session import say
from ledger.commands.writing import Session
from ledger.errors import Usage
from ledger.models import FIELDS, Action, Kind, dumps, public, typed
from ledger.needs import Given
from ledger.workflow import decide

app = typer.Typer()

SHORT: Final = {"来源": "source", "电话": "phone", "资金": "cost", "问题": "description"}
EDITABLE: Final = (
    "source", "source_no", "reported_on", "subdistrict", "community", "estate", "building",
    "location", "company", "category", "subcategory", "title", "description", "severity", "tags",
    "complainant", "phone", "lead_unit", "co_units", "person", "person_phone", "leader",
    "requirement", "measures", "due_on", "progress", "cost", "doc_no", "remarks",
)  # fmt: skip


@app.command("edit")
def edit(
    ctx: typer.Context,
    write: Write,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="编号… 字段=值…", help="如 17 小区=怡园三期 楼栋=3号楼", show_default=False
        ),
    ],
    note: Note = None,
) -> None:
    """修改登记的内容；已销号、终结的不能改。

    示例：
      ledger edit 17 小区=怡园三期 类别=供热
      ledger edit 17 备注=
    """
    pairs = [word.partition("=") for word in words if "=" in word]
    chosen = [word for word in words if "=" not in word]
    if not pairs or not chosen:
        raise Usage("没有说改哪一号的什么", "应像 ledger edit 17 小区=怡园三期")
    with writing.writing(ctx.obj, write) as work:
        changes = dict(_value(work, name.strip(), value.strip()) for name, _, value in pairs)
        found = [work.store.resolve(number) for number in numbers(chosen)]
        issues = work.store.issues(list(dict.fromkeys(found)))
        after = []
        for issue in issues:
            given = Given(by=work.by, on=work.on, note=session.text(note), facts=changes)
            event = decide(issue, Action.EDIT, given, work.profile)
            if not event.changes:
                say(f"{work.short(issue)} 号 没有变化")
                continue
            after.append(work.store.record(issue, event))
            for name, (old, new) in event.changes.items():
                say(f"{work.short(issue)} 号 {FIELDS[name].label}：{old or '空'} -> {new or '空'}")
        if write.json:
            typer.echo(dumps([public(issue) for issue in after]))
        if work.store.operation:
            say("撤销：ledger undo")


def _value(work: Session, name: str, text: str) -> tuple[str, Any]:
    """The field that a clerk named, and the typed value. Raises Usage."""
    names = {FIELDS[key].label: key for key in EDITABLE} | {key: key for key in EDITABLE} | SHORT
    if name not in names:
        near = matching.nearest(name, names) or [FIELDS[key].label for key in EDITABLE]
        raise Usage(f"没有可修改的字段“{name}”", f"可用的字段：{'、'.join(near)}")
    key = names[name]
    if not text:
        return key, typed(key, None)
    match FIELDS[key].kind:
        case Kind.DATE:
            read = session.limit if key == "due_on" else session.day
            return key, read(text, work.env, work.store)
        case Kind.WORDS:
            return key, tuple(
                word for word in text.replace("，", ",").replace("、", ",").split(",") if word
            )
        case Kind.MONEY:
            from ledger.commands.handling import money

            return key, money(text)
        case _:
            return key, writing.vetted(work, key, session.tidy(text))


@app.command("attach")
def attach(
    ctx: typer.Context,
    write: Write,
    number: Annotated[str, typer.Argument(metavar="编号", help="附到哪一号", show_default=False)],
    file: Annotated[
        list[str], typer.Argument(metavar="文件…", help="照片或文件", show_default=False)
    ],
    before: Annotated[bool, option("--before", help="整改前")] = False,
    during: Annotated[bool, option("--during", help="整改中")] = False,
    after: Annotated[bool, option("--after", help="整改后")] = False,
) -> None:
    """附上照片或文件：整改前、中、后，或佐证材料（默认）。

    示例：
      ledger attach 17 泵房.jpg --after
    """
    stages = [
        name for name, told in (("before", before), ("during", during), ("after", after)) if told
    ]
    if len(stages) > 1:
        raise Usage("整改前、中、后只能选一个", "--before、--during 或 --after")
    kind = stages[0] if stages else "evidence"
    with writing.writing(ctx.obj, write) as work:
        issue = work.store.get(numbers([number])[0])
        issue = work.store.record(issue, evidence.attached(work, issue, file, kind))
        say(
            f"{work.short(issue)} 号 已附上{evidence.KINDS[kind]} {len(file)} 个。撤销：ledger undo"
        )
