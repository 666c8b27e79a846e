"""Documents (文书) and their templates: the office edits its own in Word or WPS; printing again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from ledger import matching, render
from ledger.commands import paperwork, session, writing
from ledger.commands.options import Write, option
from ledger.commands.rows import put_rows
from ledger.commands.session import say
from ledger.errors import BadData, Usage
from ledger.papers import FORMS, PAPERS, Paper
from ledger.store import numbered, templates

app = typer.Typer()

HELP: Final = """文书：模板可以取出来，用 Word 或 WPS 改好再用；已编号的可以重印。

示例：
  ledger document list
  ledger document copy 督办单
  ledger document use 督办单 督办单模板.docx
  ledger document print 督办8
"""
noun = typer.Typer(help=HELP)
app.add_typer(noun, name="document")

LARGEST: Final = 10_000_000

Name = Annotated[str, typer.Argument(metavar="文书", help="如 督办单、交办单", show_default=False)]


@noun.command("list")
def list_(ctx: typer.Context) -> None:
    """有哪些文书，用的是自带的模板还是自己的，编到几号。

    示例：
      ledger document list
    """
    last: dict[str, Paper] = {}
    with session.reading(ctx.obj) as (store, _):
        for paper in numbered.every(store, PAPERS):
            last[paper.kind] = max(paper, last.get(paper.kind, paper), key=_age)
        lines = []
        for kind, name in FORMS.items():
            own = templates.template(store, kind)
            used = f"自己的：{own.file}（{own.at[:10]}）" if own else "自带"
            lines.append([name, used, last[kind].doc_no if kind in last else ""])
    titles = ("文书", "模板", "最近的文号")
    put_rows([render.Column(t, rank, 10, 40) for rank, t in enumerate(titles)], lines, ctx.obj)


def _age(paper: Paper) -> tuple[int, int]:
    return paper.year, paper.serial


@noun.command("fields")
def fields() -> None:
    """模板里可以写哪些 {{字段}}；写了 {{序号}} 的表格行，每个问题重复一次。

    示例：
      ledger document fields
    """
    from ledger.documents.wording import KNOWN

    typer.echo("\n".join(f"{{{{{name}}}}}" for name in KNOWN))


@noun.command("copy")
def copy(
    ctx: typer.Context,
    name: Name,
    output: Annotated[
        str | None, option("-o", "--output", metavar="文件", help="取出来放到哪里")
    ] = None,
) -> None:
    """取出正在用的模板，用 Word 或 WPS 修改。

    示例：
      ledger document copy 督办单 -o 督办单模板.docx
    """
    from ledger.sheets.files import write_atomic

    kind = paperwork.kind_of(name)
    target = Path(output or f"{FORMS[kind]}模板{paperwork.SUFFIX}")
    if target.exists():  # perhaps with the office's changes
        raise Usage(f"已经有 {target}，没有覆盖", "用 -o 写成别的文件")
    with session.reading(ctx.obj) as (store, _):
        data = paperwork.template(store, kind)
    write_atomic(target, data)
    say(f"已取出 {target}，用 Word 或 WPS 修改；{{{{字段}}}} 照样留着，印的时候换成内容")
    say(
        f"改好以后：ledger document use {FORMS[kind]} {target}      全部字段：ledger document fields"
    )


@noun.command("use")
def use(
    ctx: typer.Context,
    name: Name,
    file: Annotated[
        str, typer.Argument(metavar="文件", help="改好的模板（.docx）", show_default=False)
    ],
) -> None:
    """以后用改好的模板；里面有不认识的字段，会指出来。

    示例：
      ledger document use 督办单 督办单模板.docx
    """
    kind, path = paperwork.kind_of(name), Path(file)
    body = _read(path)
    with writing.writing(ctx.obj, Write()) as work:
        at = work.env.now().isoformat(timespec="seconds")
        templates.keep_template(work.store, templates.Template(kind, path.name, at, body))
        say(f"{FORMS[kind]}以后用 {path.name}。改回自带的：ledger document reset {FORMS[kind]}")


def _read(path: Path) -> bytes:
    """A template whose placeholders all are known. Raises BadData."""
    from ledger.documents.docx import fields as fields_of
    from ledger.documents.wording import KNOWN

    if not path.is_file():
        raise BadData(f"找不到文件：{path}", "检查文件名和文件夹")
    if path.stat().st_size > LARGEST:
        raise BadData(f"模板太大：{path}", f"最多 {LARGEST // 1_000_000} MB，去掉大图片再试一次")
    body = path.read_bytes()
    found = fields_of(body)
    if not found:
        raise BadData(
            "模板里没有 {{字段}}", "写上要填的字段，如 {{文号}}；全部字段：ledger document fields"
        )
    for name in found:
        if name not in KNOWN:
            near = matching.nearest(name, KNOWN)
            guess = f"是不是：{'、'.join(near)}？" if near else ""
            raise BadData(
                f"模板里有不认识的字段“{name}”", f"{guess}全部字段：ledger document fields"
            )
    return body


@noun.command("reset")
def reset(ctx: typer.Context, name: Name) -> None:
    """改回自带的模板。

    示例：
      ledger document reset 督办单
    """
    kind = paperwork.kind_of(name)
    with writing.writing(ctx.obj, Write()) as work:
        templates.forget_template(work.store, kind)
        say(f"{FORMS[kind]}改回自带的模板")


@noun.command("print")
def print_(
    ctx: typer.Context,
    number: Annotated[
        str, typer.Argument(metavar="文号", help="如 督办8、交办〔2024〕第3号", show_default=False)
    ],
    output: Annotated[
        str | None,
        option("-o", "--output", metavar="文件夹", help="放到哪个文件夹，或写成哪个 .docx"),
    ] = None,
    yes: Annotated[bool, option("-y", "--yes", help="已有的文件覆盖，不再询问")] = False,
) -> None:
    """重新打印已编号的文书，文号不变，内容是现在的。

    示例：
      ledger document print 督办8
    """
    paperwork.may_print(ctx.obj, output, Write(yes=yes))
    paperwork.reprint(ctx.obj, number, output)
