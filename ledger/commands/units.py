"""A unit or company (单位, 物业企业): its issues as they stand, what it was told, its record in one place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Final

import typer

from ledger import matching, oversight, render
from ledger.commands import followup, session
from ledger.commands.env import Env
from ledger.commands.listing import remaining
from ledger.commands.session import place, say
from ledger.errors import Usage
from ledger.masking import mask_text
from ledger.models import OPEN, Issue, Status
from ledger.papers import OVERSIGHT, PAPERS, Paper
from ledger.periods import Period
from ledger.responses import Handing, handings, measure, reasons
from ledger.selection import Filter
from ledger.store import Reader
from ledger.store import numbered as kept

app = typer.Typer()

HELP: Final = """单位和物业企业：负责的问题、超期、反弹和受过的监管，一处看全。

示例：
  ledger unit show 恒安物业
"""
noun = typer.Typer(help=HELP)
app.add_typer(noun, name="unit")


@noun.command("show")
def show(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="单位", help="名称，可写一部分", show_default=False)
    ],
) -> None:
    """一个单位或企业的全部情况。

    示例：
      ledger unit show 恒安物业
    """
    env = ctx.obj
    with session.reading(env) as (store, profile):
        names = _meant(name.strip(), store)
        issues = _issues(names, store, env.today)
        answers = _answers(names, store, env.today)
        papers = [
            paper
            for paper in kept.every(store, PAPERS)
            if paper.kind in OVERSIGHT
            and not paper.withdrawn
            and not {paper.company, paper.addressee}.isdisjoint(names)
        ]
        numbers = {
            uid: session.short(number, profile, env)
            for uid, number in kept.numbers(store, papers).items()
        }
        late = [issue for issue in issues if remaining(issue, env.today).startswith("超")]
        lines = [f"{session.short(i.number, profile, env)} 号  {_line(i, env)}" for i in late]
    typer.echo(render.clean("、".join(names)))
    typer.echo(
        render.card(list(_pairs(issues, late, papers, _handed(answers, env.today))), env.width)
    )
    for line in lines:
        typer.echo(render.clean(f"  {line}"))
    if papers:
        followup.put(papers, numbers, env)
    say(f"看全部问题：ledger list -u {name} --all")


def _meant(word: str, store: Reader) -> list[str]:
    """The names of units and companies of which the word is a part. Raises Usage with the nearest."""
    known = [
        *store.names("lead_unit"),
        *store.names("company"),
        *_handed_to(word, store),
        *kept.names(store, PAPERS, "company"),
        *kept.names(store, PAPERS, "addressee"),
    ]
    same = [name for name in known if word and matching.bare(word) in matching.bare(name)]
    if same:
        return list(dict.fromkeys(same))
    near = matching.nearest(word, known)
    hint = f"是不是：{'、'.join(near)}？" if near else "用 ledger list --columns 编号,责任单位 查看"
    raise Usage(f"台账里没有单位“{word}”", hint)


def _handed_to(word: str, store: Reader) -> list[str]:
    """The units with that word to which anything was ever handed, those that returned it too."""
    found = store.find(Filter(handed=(word,), closed_too=True), date.max, order="number")
    return [one.unit for one in handings(found)]


def _issues(names: Sequence[str], store: Reader, today: date) -> list[Issue]:
    """The issues for which any of them is responsible, or that are in an estate which it runs."""
    found = {
        issue.number: issue
        for wanted in (
            Filter(unit=tuple(names), closed_too=True),
            Filter(company=tuple(names), closed_too=True),
        )
        for issue in store.find(wanted, today, order="number")
    }
    return list(found.values())


def _answers(names: Sequence[str], store: Reader, today: date) -> list[Handing]:
    """What was handed to any of them, what they returned too."""
    found = store.find(Filter(handed=tuple(names), closed_too=True), today, order="number")
    return [one for one in handings(found) if one.unit in names]


def _handed(answers: Sequence[Handing], today: date) -> Iterator[tuple[str, str]]:
    """How often they were handed something, what they returned and why, how soon they answered."""
    ever = Period(first=date.min, last=today, title="")
    told = measure(answers, ever, today)
    why = "、".join(f"{word} {n}" for word, n in reasons(answers, ever).items())
    back = f"，退单 {told['退单'].short} 件次（{why}）" if why else ""
    yield "交办", f"{told['交办'].short} 件次{back}" if answers else ""
    rates = {label: told[label].text for label in ("签收及时率", "响应及时率") if told[label].whole}
    yield "响应", "，".join(f"{label} {text}" for label, text in rates.items())


def _line(issue: Issue, env: Env) -> str:
    words = mask_text(issue.description or issue.title or "")
    return f"{remaining(issue, env.today)}  {place(issue)}  {words}"


def _pairs(
    issues: Sequence[Issue],
    late: Sequence[Issue],
    papers: Sequence[Paper],
    answers: Iterator[tuple[str, str]],
) -> Iterator[tuple[str, str]]:
    """The sums, each a label and a text."""
    stands = [issue.status for issue in issues]
    unfinished = [status for status in stands if status in OPEN]
    counts = {status.label: stands.count(status) for status in Status}
    told = "，".join(f"{label} {n}" for label, n in counts.items() if n)
    yield "问题", f"{len(issues)} 件" + (f"：{told}" if told else "")
    yield "未完成", f"{len(unfinished)} 件，超期 {len(late)} 件"
    yield "反弹", _times(issue.round - 1 for issue in issues)
    yield "验收", _times((issue.failures for issue in issues), "不通过 ")
    yield "延期", _times(issue.extensions for issue in issues)
    yield from answers
    yield "监管", oversight.line(oversight.totals(papers, date.max)) or f"{len(papers)} 份"


def _times(counts: Iterator[int], words: str = "") -> str:
    total = sum(counts)
    return f"{words}{total} 次" if total else ""
