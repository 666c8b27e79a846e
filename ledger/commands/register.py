"""Registering an issue; one that looks like another is asked about."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, NamedTuple

import typer

from ledger import matching
from ledger.commands import limits, session, writing
from ledger.commands.ask import NOTHING_DONE, ask
from ledger.commands.env import Env
from ledger.commands.options import Due, Photos, Text, Write, listed, option
from ledger.commands.session import place, say
from ledger.commands.writing import Session
from ledger.errors import Cancelled, Usage
from ledger.models import Action, Issue, Status, dumps, public
from ledger.needs import Given
from ledger.standing import ALIKE
from ledger.store.records import ESTATE
from ledger.workflow import decide, register

app = typer.Typer()

SURE: Final = 1.0
PLACES: Final = ("estate", "subdistrict")
MOST_LISTED: Final = 5


@app.command("add")
def add(
    ctx: typer.Context,
    write: Write,
    description: Annotated[
        str | None,
        typer.Argument(metavar="描述", help="问题描述；- 从标准输入读", show_default=False),
    ] = None,
    estate: Annotated[Text, option("-e", "--estate", metavar="小区", help="小区")] = None,
    campaign: Annotated[
        Text, option("--campaign", metavar="专项", help="属于哪个专项；无 是不属于")
    ] = None,
    subdistrict: Annotated[
        Text, option("-s", "--subdistrict", metavar="街道", help="街道；不写按小区定")
    ] = None,
    category: Annotated[
        Text, option("-c", "--category", metavar="类别", help="问题类别，可写 类别/小类")
    ] = None,
    source: Annotated[
        Text, option("--source", metavar="来源", help="问题来源，如 12345、信访")
    ] = None,
    source_no: Annotated[
        list[str] | None, option("--source-no", metavar="单号", help="来源单号，可写多次")
    ] = None,
    building: Annotated[Text, option("--building", metavar="楼栋", help="楼栋、单元")] = None,
    complainant: Annotated[Text, option("--complainant", metavar="姓名", help="投诉人")] = None,
    phone: Annotated[Text, option("--phone", metavar="电话", help="联系电话")] = None,
    severity: Annotated[Text, option("--severity", metavar="等级", help="等级")] = None,
    due: Due = None,
    city_due: Annotated[
        Text, option("--city-due", metavar="日期", help="市级时限（-d 是区里的）")
    ] = None,
    unit: Annotated[
        Text, option("-u", "--unit", metavar="单位", help="责任单位，登记后即交办")
    ] = None,
    tag: Annotated[Text, option("--tag", metavar="标签,…", help="标签，如 群体,历史遗留")] = None,
    photo: Photos = None,
    like: Annotated[
        Text,
        option("--like", metavar="编号", help="举一反三：照这一号的问题登记到 -e 各小区"),
    ] = None,
    new: Annotated[
        bool, option("--new", help="与已有的相像也另立新号；小区、单位不在名录也可用")
    ] = False,
    into: Annotated[Text, option("--into", metavar="编号", help="是再次反映，并入这一号")] = None,
    reopen: Annotated[Text, option("--reopen", metavar="编号", help="是反弹，重开这一号")] = None,
) -> None:
    """登记一个问题；像已有的会提醒，可以另立、并入或判为反弹。

    示例：
      ledger add "二楼阳台栏杆开裂" -e 怡园三期 -c 房屋维修 --source 12345 --source-no 2401030077
      ledger add "又漏水了" -e 怡园三期 --source 来电 --into 9
      ledger add --like 17 -e 怡园二期,金都府邸
    """
    env = ctx.obj
    words = session.text(description)
    if not (words or like) and env.terminal_in:
        words = ask(env, "问题描述：")
    told = {
        "description": words, "estate": estate, "subdistrict": subdistrict, "category": category,
        "source": source, "building": building, "complainant": complainant,
        "phone": phone, "severity": severity, "campaign": campaign,
    }  # fmt: skip
    values: dict[str, Any] = {
        key: kept for key, value in told.items() if (kept := session.tidy(value or ""))
    }
    if tag:
        values["tags"] = tuple(listed(tag))
    if numbers := [number for told in source_no or () for number in listed(told)]:
        values |= {"source_no": numbers[0], "other_nos": tuple(numbers[1:])}
    if env.terminal_in and not (like or into or reopen):
        _ask_for_missing(env, values)
    choice = NEW if like else _likely(env, values, new=new, into=into, reopen=reopen)
    with writing.writing(env, write) as work:
        if city_due and not choice.number:
            values["city_due_on"] = limits.coming(city_due, work)
        if choice.number:
            from ledger.commands import retelling

            issues = [retelling.told(work, choice, values, due)]
        elif like:
            issues = _like(work, like, values, due, new=new)
        else:
            if choice.alike:
                from ledger.commands import retelling

                values = retelling.marked(work, values, choice.alike)
            issues = [_registered(work, values, due, work.given(), new=new)]
        issues = [_photographed(work, i, photo) if photo else i for i in issues]
        if choice.what == "new":
            issues = [_handed_out(work, i, unit, new=new) if unit else i for i in issues]
            say(f"下一步：{work.next_command(issues[-1])}      撤销：ledger undo")
        if write.json:
            typer.echo(dumps([public(issue) for issue in issues]))


def _photographed(work: Session, issue: Issue, photo: Sequence[str]) -> Issue:
    from ledger.commands import evidence

    return work.store.record(issue, evidence.attached(work, issue, photo, "before"))


def _ask_for_missing(env: Env, values: dict[str, Any]) -> None:
    """What every issue has and was not told, asked of the clerk."""
    for names, question in ((("source",), "来源（如 12345、来电）："), (PLACES, "小区：")):
        if not any(values.get(name) for name in names):
            values[names[0]] = session.tidy(ask(env, question))


class Chosen(NamedTuple):
    """What to do about issues that look the same: "new", "into" one of them or "reopen" it; the likeliest first."""

    what: str
    number: str = ""
    alike: Sequence[Issue] = ()


NEW: Final = Chosen("new")


def _likely(
    env: Env, values: Mapping[str, Any], *, new: bool, into: str | None, reopen: str | None
) -> Chosen:
    """Look for the same problem; what there is is told and asked about, unless the clerk has said."""
    if into or reopen:
        return Chosen("into", into) if into else Chosen("reopen", reopen or "")
    with session.reading(env) as (store, profile):
        alike = _alike(store, values)
        found = NEW._replace(alike=[issue for _, issue in alike])
        if not alike or new:
            return found
        say(f"可能重复（最像的 {min(len(alike), MOST_LISTED)} 条）：")
        for score, issue in alike[:MOST_LISTED]:
            same = not _numbers(values).isdisjoint((issue.source_no, *issue.other_nos))
            parts = (
                f"  {session.short(issue.number, profile, env)} 号", issue.status.label, place(issue),
                issue.category or "", (issue.description or issue.title or "")[:30],
                issue.source_no or "", "单号相同" if same else f"相似 {score:.0%}",
            )  # fmt: skip
            say("  ".join(part for part in parts if part))
    best = alike[0][1]
    if not env.terminal_in:
        say(f"没有终端可问，另立新号；若是再次反映：ledger undo，再加 --into {best.number} 登记")
        return found
    return _asked(env, best, found)


def _asked(env: Env, best: Issue, found: Chosen) -> Chosen:
    """The clerk's choice: a struck issue can rebound, an open one can be told of again."""
    struck = best.status is Status.CLOSED
    other = "R" if struck else "I"
    words = f"R 判为 {best.number} 反弹重开" if struck else f"I 并入 {best.number}（再次反映）"
    while True:
        answer = ask(env, f"[N] 另立新号  {words}  Q 放弃：").upper() or "N"
        if answer == "N":
            return found
        if answer == other:
            return Chosen("reopen" if struck else "into", best.number)
        if answer == "Q":
            raise Cancelled(NOTHING_DONE)


def _alike(store: Any, values: Mapping[str, Any]) -> list[tuple[float, Issue]]:
    """Issues that may be the same one, the likeliest first: same source number, or alike in the same estate."""
    found: dict[str, tuple[float, Issue]] = {}
    found |= {one.uid: (SURE, one) for one in store.candidates(source_nos=_numbers(values))}
    if values.get("estate") and values.get("description"):
        known = session.entered(store, ESTATE, values["estate"]) or {"name": values["estate"]}
        scored = {
            number: score
            for number, words in store.newest_of(known["name"])
            if (score := matching.likeness(values["description"], words)) >= ALIKE
        }
        likest = sorted(scored, key=lambda number: -scored[number])[:MOST_LISTED]
        for issue in store.issues(likest):
            found.setdefault(issue.uid, (scored[issue.number], issue))
    return sorted(found.values(), key=lambda pair: (-pair[0], pair[1].number))


def _numbers(values: Mapping[str, Any]) -> set[str]:
    """Every number under which the sources have it."""
    return {number for number in (values.get("source_no"), *values.get("other_nos", ())) if number}


def _like(
    work: Session, number: str, values: Mapping[str, Any], due: str | None, *, new: bool
) -> list[Issue]:
    """The same problem registered at other estates (举一反三), linked with the one it was found by."""
    from ledger.commands import siblings

    model = work.store.get(number)
    told = work.given(facts={siblings.LIKE: model.number})
    each = siblings.values(model, values)
    issues = [_registered(work, one, due, told, new=new) for one in each]
    siblings.link(work, model, issues)
    return issues


def _registered(
    work: Session, values: dict[str, Any], due: str | None, told: Given, *, new: bool
) -> Issue:
    """The new issue: its words checked, its place completed, its limit set."""
    profile = work.profile
    _require(values)
    writing.classed(work, values)
    for key, value in values.items():
        if isinstance(value, str) and key != "estate":
            values[key] = writing.vetted(work, key, value)
    by_estate = _placed(work, values, new=new)
    values |= {"reported_on": work.on}
    if profile.district:
        values.setdefault("district", profile.district)
    rule = _limited(work, values, due)
    (number,) = work.store.next_numbers(work.store.series)
    event = register(work.store.uid(), number, values, told, Action.REGISTER)
    issue = work.store.add(event)
    kind = "/".join(filter(None, (issue.category, issue.subcategory)))
    say(f"已登记 {work.short(issue)} 号（{number}）：{place(issue)} {kind} {issue.description}")
    say(
        f"  街道 {issue.subdistrict or '未填'}{'（按小区自动）' if by_estate else ''}"
        f"  时限 {issue.due_on or '未定'}{f'（{rule}）' if rule else ''}{session.beyond_city(issue)}"
        f"{f'  专项 {issue.campaign}' if issue.campaign else ''}"
    )
    return issue


def _require(values: Mapping[str, Any]) -> None:
    if not values.get("description"):
        raise Usage("缺问题描述", 'ledger add "问题描述" …')
    if not values.get("source"):
        raise Usage("缺来源", "--source 12345")
    if not any(values.get(name) for name in PLACES):
        raise Usage("缺小区或街道", "-e 小区，或 -s 街道")


def _placed(work: Session, values: dict[str, Any], *, new: bool) -> bool:
    """The estate as the directory calls it; street, community and company completed from there, or else from
    its last issue. Whether the street was.
    """
    if not values.get("estate"):
        return False
    name = values["estate"] = writing.estate(values["estate"], work, new=new)
    known = writing.place_of(name, work)
    missing = "subdistrict" not in values
    for key in known.keys() - values.keys():
        values[key] = known[key]
    return missing and "subdistrict" in values


def _limited(work: Session, values: dict[str, Any], due: str | None) -> str:
    """Set the limit that was told, or the one of its kind; the rule in words."""
    if due:
        values |= {"due_on": limits.ahead(due, work), "due_precision": "day"}
        return ""
    day, rule = limits.of_kind(work, values)
    if day:
        values |= {"due_on": day, "due_precision": "duration"}
    return rule


def _handed_out(work: Session, issue: Issue, name: str, *, new: bool) -> Issue:
    unit = writing.unit(name, work, new=new)
    facts = {"lead_unit": unit, "handings": limits.clocks(work, issue)}
    event = decide(issue, Action.ASSIGN, work.given(facts=facts), work.profile)
    after = work.store.record(issue, event)
    say(f"已交办给 {after.lead_unit}")
    return after
