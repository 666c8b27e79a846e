"""The register of 监管手段: urged, supervised, referred, interviewed, criticized, deducted, blacklisted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

import typer

from ledger import oversight as rules
from ledger.commands import followup, limits, session, writing
from ledger.commands.env import Env
from ledger.commands.giving import Facts, Order
from ledger.commands.options import Due, Printed, Told, Write, option, spread
from ledger.commands.picking import Choice, campaigns, search
from ledger.commands.session import say
from ledger.commands.writing import Session
from ledger.errors import Usage
from ledger.papers import PAPERS, PaperKind
from ledger.selection import Filter
from ledger.store import numbered as kept

app = typer.Typer()

HELP: Final = """监管手段：催办、督办、移交执法、约谈、通报批评、信用扣分、红黑榜，各有自己的文号。

示例：
  ledger oversight supervise 17 -d 5个工作日
  ledger oversight deduct --company 恒安物业 --points 6 --clause 第12条
  ledger oversight list --month 本月
"""
noun = typer.Typer(help=HELP)
app.add_typer(noun, name="oversight")

MOST_POINTS: Final = 1_000

To = Annotated[str | None, option("--to", metavar="单位", help="主送单位；不写是责任单位")]
Body = Annotated[str | None, option("--to", metavar="单位", help="不是物业企业的单位")]
Firm = Annotated[
    str | None, option("--company", metavar="企业", help="物业企业；不写看问题里的物业企业")
]

Requirement = Annotated[str | None, option("--requirement", metavar="要求", help="要求")]


def _facts(told: Told, given: Mapping[str, Any], due: str | None = None) -> Facts:
    """What the clerk told, with names and days read once the ledger is open."""
    note = session.text(told.note)  # from a pipe it can be read only once

    def read(work: Session) -> Mapping[str, Any]:
        facts = {**given, "note": note, "doc_no": told.doc}
        if name := facts.get("addressee"):
            facts["addressee"] = writing.unit(name, work, new=told.new)
        for column in ("company", "estate"):
            if name := facts.get(column):
                facts[column] = _meant(name, column, work, new=told.new)
        facts["due_on"] = limits.coming(due, work)
        facts["valid_until"] = limits.coming(facts.get("valid_until"), work)
        return {name: value for name, value in facts.items() if value}

    return read


def _meant(name: str, column: str, work: Session, *, new: bool) -> str:
    from ledger.commands import naming

    return naming.told(name, column, work, new=new)


@noun.command("urge")
@spread
def urge(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    told: Told,
    printed: Printed,
    all_due: Annotated[
        bool, option("--all-due", help="全部超期而没有催过的；催过的列出来，供督办")
    ] = False,
    to: To = None,
) -> None:
    """催办：到了时限没有办结的，催责任单位；一个单位一份。

    示例：
      ledger oversight urge 17 23
      ledger oversight urge --all-due --document -o 催办
    """
    if all_due:
        found = _never_urged(ctx.obj)
        if not found:
            say("没有超期而未催过的问题")
            return
        choice = Choice(numbers=found)
    facts = _facts(told, {"addressee": to})
    Order(ctx.obj, PaperKind.URGE, choice, write, facts, printed).run()


def _never_urged(env: Env) -> list[str]:
    """The overdue issues that were not urged since; those that were are told, for the next rung."""
    with session.reading(env) as (store, profile):
        late = search(Filter(overdue=True, campaign=campaigns(None, store)), env, store, profile)
        known = kept.about(store, PAPERS, [issue.uid for issue in late])
    urged = [
        issue.number
        for issue in late
        if any(rules.urged(issue, paper, env.today) for paper in known)
    ]
    if urged:
        shown = ",".join(session.short(number, profile, env) for number in urged)
        say(f"已催过 {len(urged)} 条，可以督办：ledger oversight supervise {shown} -d 时限")
    return [issue.number for issue in late if issue.number not in urged]


@noun.command("supervise")
@spread
def supervise(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    told: Told,
    printed: Printed,
    to: To = None,
    company: Firm = None,
    due: Due = None,
    cycle: Annotated[
        str | None, option("--cycle", metavar="周期", help="反馈周期：周、半月、月")
    ] = None,
    leader: Annotated[str | None, option("--leader", metavar="姓名", help="督办领导")] = None,
    requirement: Requirement = None,
) -> None:
    """督办：下督办单，定下办结期限；一个单位一份。

    示例：
      ledger oversight supervise 17 -d 5个工作日 --cycle 周 --document
    """
    cycle = writing.word(cycle, rules.CYCLES, "反馈周期")
    given = {"addressee": to, "company": company, "leader": leader, "cycle": cycle}
    facts = _facts(told, {**given, "requirement": requirement}, due)
    Order(ctx.obj, PaperKind.SUPERVISE, choice, write, facts, printed).run()


@noun.command("refer")
@spread
def refer(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    told: Told,
    printed: Printed,
    to: Annotated[
        str | None, option("--to", metavar="部门", help="执法部门，如 区综合行政执法局")
    ] = None,
    company: Firm = None,
    clue: Annotated[str | None, option("--clue", metavar="线索", help="违法线索")] = None,
) -> None:
    """移交执法：把违法线索移交执法部门。

    示例：
      ledger oversight refer 17 --to 区综合行政执法局 --clue 私搭乱建 --document
    """
    facts = _facts(told, {"addressee": to, "company": company, "clue": clue})
    Order(ctx.obj, PaperKind.REFER, choice, write, facts, printed).run()


@noun.command("interview")
@spread
def interview(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    told: Told,
    printed: Printed,
    company: Firm = None,
    to: Body = None,
    person: Annotated[str | None, option("--person", metavar="姓名", help="被约谈人")] = None,
    time: Annotated[
        str | None, option("--time", metavar="时间", help="约谈时间，如 1月18日9时")
    ] = None,
    place: Annotated[str | None, option("--place", metavar="地点", help="约谈地点")] = None,
    requirement: Requirement = None,
    due: Due = None,
) -> None:
    """约谈：约谈物业企业或单位负责人；-d 是承诺整改的时限。

    示例：
      ledger oversight interview --company 恒安物业 -m 多次停电 --time 1月18日9时 --place 物业办 --document
    """
    given = {"addressee": to, "company": company, "person": person, "time": time, "place": place}
    facts = _facts(told, {**given, "requirement": requirement}, due)
    Order(ctx.obj, PaperKind.INTERVIEW, choice, write, facts, printed).run()


@noun.command("criticize")
@spread
def criticize(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    told: Told,
    company: Firm = None,
    to: Body = None,
) -> None:
    """通报批评：整改不及时、问题反复的物业企业或单位。

    示例：
      ledger oversight criticize --company 恒安物业 -m 整改不及时
    """
    facts = _facts(told, {"addressee": to, "company": company})
    Order(ctx.obj, PaperKind.CRITICIZE, choice, write, facts).run()


@noun.command("deduct")
@spread
def deduct(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    told: Told,
    company: Firm = None,
    points: Annotated[str | None, option("--points", metavar="分", help="扣几分")] = None,
    clause: Annotated[str | None, option("--clause", metavar="条款", help="依据条款")] = None,
    valid_until: Annotated[
        str | None, option("--valid-until", metavar="日期", help="有效期至")
    ] = None,
) -> None:
    """信用扣分：记下分值和依据；信用等级由信用系统评定，这里不算。

    示例：
      ledger oversight deduct 17 --points 6 --clause 第12条
    """
    given = {"company": company, "points": _points(points), "clause": clause}
    facts = _facts(told, {**given, "valid_until": valid_until})
    Order(ctx.obj, PaperKind.DEDUCT, choice, write, facts).run()


def _points(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        points = float(text)
    except ValueError:
        points = -1.0
    if not 0 < points <= MOST_POINTS:
        raise Usage(f"分值“{text}”不是大于 0 的数，或太大", "应像 --points 6")
    return points


@noun.command("blacklist")
@spread
def blacklist(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    told: Told,
    company: Firm = None,
    estate: Annotated[
        str | None, option("-e", "--estate", metavar="小区", help="上榜的小区")
    ] = None,
    board: Annotated[
        str, option("--list", metavar="榜", help="黑、红或重点监管；不写是黑")
    ] = rules.BLACK,
    edition: Annotated[
        str | None, option("--edition", metavar="期次", help="期次，如 2024年第1期")
    ] = None,
) -> None:
    """红黑榜：行业通报的黑榜、红榜、重点监管名单，-m 写上榜理由。

    示例：
      ledger oversight blacklist --company 恒安物业 -m 拒不整改 --edition 2024年第1期
    """
    meant = writing.word(board.removesuffix("榜"), rules.BOARDS, "榜")
    given = {"company": company, "estate": estate, "edition": edition, "board": meant}
    Order(ctx.obj, PaperKind.BLACKLIST, choice, write, _facts(told, given)).run()


noun.add_typer(followup.app)
