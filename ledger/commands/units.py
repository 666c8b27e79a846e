"""The directory of units (单位名录): who belongs to whom, whom to call, and the whole record of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Final

import typer

from ledger import directory, matching, oversight, render
from ledger.commands import entries, entrylists, followup, naming, pairs, session
from ledger.commands.entrylists import Listing
from ledger.commands.env import Env
from ledger.commands.incoming import Password
from ledger.commands.listing import remaining
from ledger.commands.naming import UNITS
from ledger.commands.options import Write, option, spread
from ledger.commands.session import place, say
from ledger.directory import Entry, Names
from ledger.masking import mask_text
from ledger.models import OPEN, Issue, Status
from ledger.papers import OVERSIGHT, PAPERS, Paper
from ledger.periods import Period
from ledger.profile import Profile
from ledger.responses import Handing, handings, measure, reasons
from ledger.selection import Filter
from ledger.store import Reader
from ledger.store import numbered as kept

app = typer.Typer()

HELP: Final = """单位名录：街道、社区、部门、企业，各归谁管、别名、联系人和电话；一个单位的问题和受过的监管。

示例：
  ledger unit show 恒安物业
  ledger unit list --kind 部门,企业
  ledger unit import 通讯录.xlsx
"""
noun = typer.Typer(help=HELP)
app.add_typer(noun, name="unit")


Name = Annotated[str, typer.Argument(metavar="单位", help="名称、别名", show_default=False)]
Pairs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="字段=值…",
        help="类型、上级、别名、负责事项、联系人、电话、备注；别名可用 += 和 -=",
        show_default=False,
    ),
]


@noun.command("list")
@spread
def list_(
    ctx: typer.Context,
    how: Listing,
    word: Annotated[
        str, typer.Argument(metavar="词", help="名称、联系人里的词", show_default=False)
    ] = "",
    kind: Annotated[
        str | None,
        option("--kind", metavar="类型,…", help="市、区、街道、社区、部门、企业、专班、媒体"),
    ] = None,
) -> None:
    """单位名录，按上下级排；社区很多，写 --kind 社区 才列出。

    示例：
      ledger unit list
      ledger unit list --kind 企业 -o 物业企业名册.xlsx
    """
    env = ctx.obj
    kinds = pairs.Pair("", "=", kind or "").words(())
    for one in kinds:
        entries.checked("kind", one, Names(()))
    with session.reading(env) as (store, profile):
        every = naming.units(store, profile)
        own = {unit.name for unit in UNITS.entries(store).values()}
    wanted = [
        (depth, unit)
        for depth, unit in directory.tree(every)
        if (unit.kind in kinds if kinds else unit.kind != "社区" or unit.name in own or word)
        and word in entries.line(UNITS, unit)
    ]
    depths = [] if word or kinds else [depth for depth, _ in wanted]
    entrylists.put(UNITS, [unit for _, unit in wanted], how, env, depths)


@noun.command("show")
def show(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="单位", help="名称、别名，可写一部分", show_default=False)
    ],
) -> None:
    """一个单位或企业的全部情况。

    示例：
      ledger unit show 恒安物业
    """
    env = ctx.obj
    with session.reading(env) as (store, profile):
        entry, names = _meant(name.strip(), store, profile)
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
        known = list(_known(entry, names, store, profile))
        late = [issue for issue in issues if remaining(issue, env.today).startswith("超")]
        lines = [f"{session.short(i.number, profile, env)} 号  {_line(i, env)}" for i in late]
    typer.echo(render.clean(entry.name if entry else "、".join(names)))
    told = _pairs(issues, late, papers, _handed(answers, env.today))
    typer.echo(render.card([*known, *told], env.width))
    for line in lines:
        typer.echo(render.clean(f"  {line}"))
    if papers:
        followup.put(papers, numbers, env)
    say(f"看全部问题：ledger list -u {name} --all")


def _meant(word: str, store: Reader, profile: Profile) -> tuple[Entry | None, list[str]]:
    """The unit of the directory and all that it is called; else the names in use of which the word is a part.

    Raises Usage with the nearest.
    """
    known = naming.units(store, profile)
    used = [*naming.used_units(store), *_handed_to(word, store)]
    if len(found := directory.meant(word, known)) == 1:
        return found[0], list(directory.called(found[0]))
    same = [name for name in used if word and matching.bare(word) in matching.bare(name)]
    if same:
        return None, list(dict.fromkeys(same))
    every = [*(unit.name for unit in known), *used]
    raise naming.unknown(word, "单位", every, f"，先 ledger unit add {word}")


MOST: Final = 8


def _known(
    entry: Entry | None, names: Sequence[str], store: Reader, profile: Profile
) -> Iterator[tuple[str, str]]:
    """What the directory tells of a unit: its entry, the units below it, the estates that it runs or that lie in it."""
    if entry:
        yield from entries.facts(UNITS, entry)
        below = [u.name for u in naming.units(store, profile) if u.parent in names]
        yield "下属", _several(below)
    of = {"subdistrict": "辖区小区", "community": "辖区小区", "company": "在管小区"}
    for key, label in of.items():
        yield label, _several([e.name for e in naming.estates(store) if getattr(e, key) in names])


def _several(names: Sequence[str]) -> str:
    more = f" 等 {len(names)} 个" if len(names) > MOST else ""
    return f"{'、'.join(names[:MOST])}{more}"


@noun.command("add")
@spread
def add(ctx: typer.Context, write: Write, name: Name, fields: Pairs = None) -> None:
    """把一个单位记进名录；没有写类型的，按名称定。

    示例：
      ledger unit add 恒安物业 上级=新华街道 联系人=王强 电话=0451-85550000
    """
    entries.add(UNITS, ctx.obj, write, name, fields or ())


@noun.command("edit")
@spread
def edit(ctx: typer.Context, write: Write, name: Name, fields: Pairs = None) -> None:
    """改名录里的一个单位；改了名称的，原名留作别名，已登记的问题不变。

    示例：
      ledger unit edit 红旗街道 电话=0451-85550001 别名+=红旗街道综合服务中心
      ledger unit edit 恒安物业 名称=新恒安物业
    """
    entries.edit(UNITS, ctx.obj, write, name, fields or ())


@noun.command("import")
@spread
def import_(
    ctx: typer.Context,
    write: Write,
    file: Annotated[
        list[str],
        typer.Argument(metavar="文件…", help="单位名单、通讯录的表格，可多个", show_default=False),
    ],
    password: Password = None,
) -> None:
    """读入单位名单、通讯录：名录里有的更新，没有的新增；先看会改什么，确认后写入。

    示例：
      ledger unit import 通讯录.xlsx
    """
    from ledger.commands import entrysheets

    entrysheets.import_(UNITS, ctx.obj, write, file, password)


@noun.command("contacts")
def contacts(
    ctx: typer.Context,
    estate: Annotated[
        str | None,
        option("-e", "--estate", metavar="小区", help="贴在这个小区的：加上它的物业、社区、街道"),
    ] = None,
    output: Annotated[
        str | None, option("-o", "--output", metavar="文件", help="写成 .xlsx，打印张贴")
    ] = None,
    yes: Annotated[bool, option("-y", "--yes", help="已有的文件覆盖，不再询问")] = False,
) -> None:
    """便民公示：写了负责事项和电话的单位，居民有事找谁。

    示例：
      ledger unit contacts -o 便民公示.xlsx
      ledger unit contacts -e 怡园三期
    """
    from ledger.commands import postings

    postings.contacts(ctx.obj, estate, output, yes=yes)


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
