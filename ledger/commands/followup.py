"""What came of 监管手段, and the register with its sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

import typer

from ledger import numbered, oversight, papers, render
from ledger.commands import recording, session, writing
from ledger.commands.env import Env
from ledger.commands.options import Basis, Note, Write, option, spread
from ledger.commands.picking import numbers as typed_numbers
from ledger.commands.rows import put_rows
from ledger.commands.session import say
from ledger.errors import Usage
from ledger.masking import mask_text
from ledger.models import Action, dumps
from ledger.needs import Given
from ledger.papers import PAPERS, Paper, PaperKind
from ledger.store import Reader
from ledger.store import numbered as kept

app = typer.Typer()


@app.command("outcome")
@spread
def outcome(
    ctx: typer.Context,
    write: Write,
    number: Annotated[
        str, typer.Argument(metavar="文号", help="如 督办8、扣分〔2024〕第3号", show_default=False)
    ],
    result: Annotated[
        str | None,
        option(
            "--result", metavar="结果", help="回执、处理结果、已告知、已认定、已修复、撤销、移出"
        ),
    ] = None,
    basis: Basis = None,
    note: Note = None,
) -> None:
    """记下结果：收到回执、处理结果，扣分的告知、认定、修复，移出黑榜，或撤销。

    示例：
      ledger oversight outcome 移交2 --result 处理结果 -m "已立案，罚款2000元"
    """
    with writing.writing(ctx.obj, write) as work:
        paper = recording.found(work.store, PAPERS, number, work.on.year)
        allowed = oversight.OUTCOMES.get(paper.kind, ())
        if not allowed:
            raise Usage(
                f"{paper.doc_no} 不是监管手段，没有结果可记", "用 ledger oversight list 查看文号"
            )
        if result is None:
            raise Usage("没有说是什么结果", f"--result {'|'.join(allowed)}")
        meant = writing.word(result, allowed, "结果")
        if meant == oversight.REVOKED and not basis:
            raise Usage(f"{paper.doc_no} 撤销要写依据", "--basis 依据；录错了的，用 ledger undo")
        values = {"result": meant, "result_on": work.on, "basis": basis}
        given = Given(by=work.by, on=work.on, note=session.text(note))
        kept.record(
            work.store, PAPERS, paper, numbered.changed(paper, Action.OUTCOME, given, values)
        )
        say(f"{paper.doc_no}  {meant}")
        say("撤销：ledger undo")


@app.command("list")
def list_(
    ctx: typer.Context,
    number: Annotated[
        list[str] | None,
        typer.Argument(metavar="编号…", help="只看这几号问题的", show_default=False),
    ] = None,
    kind: Annotated[
        str | None,
        option("--kind", metavar="手段", help="催办、督办、移交、约谈、通报、扣分、红黑榜"),
    ] = None,
    month: Annotated[
        str | None, option("--month", metavar="月份", help="只看这个月的，如 2024-01、本月")
    ] = None,
    company: Annotated[
        str | None, option("--company", metavar="企业", help="企业或单位，可写一部分")
    ] = None,
    json: Annotated[bool, option("--json", help="按 JSON 输出")] = False,
) -> None:
    """列出监管手段和合计，合计和月报里的一样。

    示例：
      ledger oversight list --month 本月
      ledger oversight list --kind 扣分 --company 恒安物业
    """
    env = ctx.obj
    first, last = recording.days(month, env)
    with session.reading(env) as (store, profile):
        found = [
            paper
            for paper in _of(store, number)
            if paper.kind in _kinds(kind)
            and not paper.withdrawn
            and first <= paper.given_on <= last
            and (company is None or company in f"{paper.company or ''}\n{paper.addressee or ''}")
        ]
        names = kept.numbers(store, found)
        short = {uid: session.short(no, profile, env) for uid, no in names.items()}
    if json:
        typer.echo(dumps([numbered.public(PAPERS, paper, names) for paper in found]))
        return
    put(found, short if env.terminal_out else names, env)
    say(_sums(found, last))


def _of(store: Reader, number: list[str] | None) -> list[Paper]:
    """The papers about these issues, without any all papers."""
    if not number:
        return kept.every(store, PAPERS)
    wanted = [store.resolve(word) for word in typed_numbers(number)]
    return kept.about(store, PAPERS, [issue.uid for issue in store.issues(wanted)])


def _kinds(word: str | None) -> Sequence[PaperKind]:
    labels = {kind.label: kind for kind in papers.OVERSIGHT}
    meant = writing.word(word, tuple(labels), "监管手段")
    return [labels[meant]] if meant else papers.OVERSIGHT


def put(found: Sequence[Paper], numbers: Mapping[str, str], env: Env) -> None:
    """Papers, a line each."""
    titles = ("文号", "日期", "对象", "问题", "内容", "结果")
    lines = [
        [
            paper.doc_no,
            str(paper.given_on),
            paper.addressee or paper.company or "",
            "、".join(numbers[uid] for uid in paper.issues),
            mask_text(content(paper)),
            paper.result or "",
        ]
        for paper in found
    ]
    sizes = ((1, 20, 30), (2, 10, 10), (3, 12, 24), (5, 4, 12), (4, 14, 60), (6, 6, 20))
    put_rows([render.Column(t, *size) for t, size in zip(titles, sizes, strict=True)], lines, env)


def content(paper: Paper) -> str:
    """What a paper is about, in a line."""
    parts = (
        f"扣 {paper.points:g} 分" if paper.points else "",
        f"{paper.board}榜" if paper.board else "",
        paper.edition,
        paper.clause,
        paper.clue,
        paper.note,
        f"办结期限 {paper.due_on}" if paper.due_on else "",
    )
    return "，".join(part for part in parts if part)


def _sums(found: Sequence[Paper], last: date) -> str:
    told = oversight.line(oversight.totals(found, last))
    return f"共 {len(found)} 份" + (f"：{told}" if told else "")
