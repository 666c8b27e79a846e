"""The samples that were drawn, and what was found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

import typer

from ledger import render, samples
from ledger.commands import recording, session
from ledger.commands.options import option
from ledger.commands.rows import put_rows
from ledger.commands.session import place, say
from ledger.masking import mask_text
from ledger.models import Issue
from ledger.samples import SAMPLES, Sample
from ledger.store import numbered as kept

app = typer.Typer()

Number = Annotated[
    str, typer.Argument(metavar="抽查号", help="如 抽查1、抽查2024-1", show_default=False)
]


@app.command("show")
def show(
    ctx: typer.Context,
    number: Number,
    left: Annotated[bool, option("--left", help="只看还没有查的")] = False,
    ids: Annotated[bool, option("--ids", help="只输出编号，一行一个")] = False,
    json: Annotated[bool, option("--json", help="按 JSON 输出")] = False,
) -> None:
    """一次抽查：从多少里面抽了哪几件，查得怎么样，合格率、满意率。

    示例：
      ledger sample show 抽查1
      ledger sample show 抽查1 --left --ids | ledger export - -o 待查.xlsx
    """
    env = ctx.obj
    with session.reading(env) as (store, profile):
        sample = recording.found(store, SAMPLES, number, env.today.year)
        if json:
            recording.put_json(store, SAMPLES, [sample])
            return
        issues = store.with_uids(samples.left(sample) if left else sample.issues)
    if ids:
        typer.echo("".join(f"{issue.number}\n" for issue in issues), nl=False)
        return
    typer.echo(render.clean(f"{sample.doc_no}  {sample.kind}"))
    typer.echo(render.card(list(_pairs(sample)), env.width))
    short = {i.uid: session.short(i.number, profile, env) for i in issues}
    put_rows(LOOKS, [_row(sample, issue, short[issue.uid]) for issue in issues], env)


def _pairs(sample: Sample) -> Iterator[tuple[str, str]]:
    from ledger.findings import found

    yield "日期", f"{sample.given_on} {sample.by}"
    yield "范围", f"{sample.scope}，{sample.population} 件"
    yield "抽取", f"{len(sample.issues)} 件，种子 {sample.seed}"
    yield "台账指纹", sample.fingerprint
    yield "说明", mask_text(sample.note or "")
    for label, figure in found([sample], {}).items():
        yield label, figure.text.replace("-", "")


LOOKS: Final = (
    render.Column("编号", 1, 4, 12, right=True, whole=True),
    render.Column("小区", 2, 8, 20),
    render.Column("街道", 6, 8, 12),
    render.Column("物业企业", 3, 8, 20),
    render.Column("责任人", 5, 6, 8),
    render.Column("结果", 1, 6, 6),
    render.Column("满意度", 2, 6, 8),
    render.Column("情况", 4, 8, 40),
)


def _row(sample: Sample, issue: Issue, number: str) -> list[str]:
    finding = sample.findings.get(issue.uid, {})
    return [
        number,
        place(issue),
        issue.subdistrict or "",
        issue.company or issue.lead_unit or "",
        issue.person or "",
        finding.get("result", "未查"),
        finding.get("satisfaction", ""),
        mask_text(finding.get("text", "")),
    ]


@app.command("list")
def list_(
    ctx: typer.Context,
    month: Annotated[
        str | None, option("--month", metavar="月份", help="只看这个月抽的，如 2024-01、本月")
    ] = None,
    json: Annotated[bool, option("--json", help="按 JSON 输出")] = False,
) -> None:
    """列出历次抽查。

    示例：
      ledger sample list --month 本月
    """
    from ledger.findings import found

    env = ctx.obj
    first, last = recording.days(month, env)
    with session.reading(env) as (store, _):
        drawn = [
            sample
            for sample in kept.every(store, SAMPLES)
            if not sample.withdrawn and first <= sample.given_on <= last
        ]
        if json:
            recording.put_json(store, SAMPLES, drawn)
            return
    rows = [
        [
            sample.doc_no,
            sample.kind,
            str(sample.given_on),
            f"{sample.population} 件抽 {len(sample.issues)} 件",
            *(figure.text for figure in found([sample], {}).values()),
        ]
        for sample in drawn
    ]
    titles = ("抽查号", "方式", "日期", "抽取", "已查", "合格率", "满意率")
    looks = [render.Column(title, 1, 4, 20) for title in titles]
    put_rows(looks, rows, env)
    say(f"共 {len(drawn)} 次")
