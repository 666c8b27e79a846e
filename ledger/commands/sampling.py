"""抽查、随机复查、回头看: drawn by a seed, the findings, what did not hold opened again."""

from __future__ import annotations

from datetime import date
from os import urandom
from typing import Annotated, Final

import typer

from ledger import samples, workdays
from ledger.commands import limits, recording, sampled, session, writing
from ledger.commands.options import Due, Note, Write, option, spread
from ledger.commands.picking import Choice, numbers, picked, search, wanted
from ledger.commands.sampled import Number
from ledger.commands.session import place, say
from ledger.commands.writing import Session
from ledger.errors import NotAllowed, Usage
from ledger.models import Action, Issue, Status
from ledger.samples import SAMPLES, Finding, Sample
from ledger.selection import Filter
from ledger.workflow import decide

app = typer.Typer()

HELP: Final = """抽查：从已销号的里面随机抽，看是不是整改到位、居民满意不满意；凭种子可以重抽出一样的。

示例：
  ledger sample draw --size 20
  ledger sample record 抽查1 17 --pass --satisfaction 满意
  ledger sample record 抽查1 23 --fail -m "又漏水" --reopen
  ledger sample show 抽查1
"""
noun = typer.Typer(help=HELP)
app.add_typer(noun, name="sample")

SHOWN: Final = 20
SEEDS: Final = 10_000


@noun.command("draw")
@spread
def draw(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    size: Annotated[
        str | None, option("--size", metavar="数量", help="抽几件，如 20，或百分之几，如 5%")
    ] = None,
    seed: Annotated[
        int | None,
        option("--seed", metavar="种子", help="写了种子，抽出来的就定了；不写随机定一个"),
    ] = None,
    kind: Annotated[
        str, option("--kind", metavar="方式", help="抽查、随机复查或回头看；不写是抽查")
    ] = samples.WORD,
    note: Note = None,
) -> None:
    """抽：不写条件是从全部已销号的里面抽；种子和总数记下来。

    示例：
      ledger sample draw --size 5% -s 利民街道 --seed 7
      ledger sample draw --size 10 --kind 回头看 -e 金都府邸 -S 已销号,待验收
    """
    env = ctx.obj
    if size is None:
        raise Usage("没有说抽多少", "--size 20 或 --size 5%")
    meant = writing.word(kind, samples.KINDS, "方式") or kind
    chosen = seed if seed is not None else int.from_bytes(urandom(4)) % SEEDS
    with writing.writing(env, write) as work:
        among = _among(work, choice)
        if not among:
            raise NotAllowed("没有可抽的：没有符合条件的问题", "换条件；不写条件是从已销号的里面抽")
        by_number = {issue.number: issue for issue in among}
        drawn = samples.draw(list(by_number), samples.size(size, len(among)), chosen)
        issues = [by_number[number] for number in drawn]
        sample = Sample(
            **recording.begun(work, SAMPLES, samples.WORD, meant, issues),
            population=len(among),
            seed=chosen,
            scope=_scope(choice),
            fingerprint=work.store.fingerprint(),
            note=session.text(note) or None,
        )
        recording.make(work, SAMPLES, sample)
        say(
            f"{sample.doc_no}  {meant}  {sample.scope} {len(among)} 件中抽 {len(issues)} 件，种子 {chosen}"
        )
        for issue in issues[:SHOWN]:
            say(
                f"  {work.short(issue)} 号  {place(issue)}  {issue.company or issue.lead_unit or ''}"
            )
        if len(issues) > SHOWN:
            say(f"  ……全部：ledger sample show {sample.doc_no}")
        say(
            f"记结果：ledger sample record {sample.doc_no} {work.short(issues[0])} --pass"
            " --satisfaction 满意      撤销：ledger undo"
        )
        if write.json:
            recording.put_json(work.store, SAMPLES, [sample])


def _among(work: Session, choice: Choice) -> list[Issue]:
    """The issues that may be drawn: those meant, without a state the struck ones."""
    if choice.numbers:
        return picked(choice, work.env, work.store, work.profile)
    spec: Filter = wanted(choice, work.env, work.store)
    if not spec.status and not spec.closed_too:
        spec = spec._replace(status=(str(Status.CLOSED),))
    return search(spec, work.env, work.store, work.profile, order="number")


def _scope(choice: Choice) -> str:
    """What was drawn from, in words."""
    if choice.numbers:
        return "指定的编号"
    told = [
        str(value) if value is not True else LABELS.get(name, name)
        for name, value in choice._asdict().items()
        if value and name not in ("numbers", "everything")
    ]
    status = [] if choice.status or choice.everything else [Status.CLOSED.label]
    return "、".join((*told, *status)) or "全部"


LABELS: Final = {"overdue": "超期", "reopened": "反弹"}


@noun.command("record")
@spread
def record(
    ctx: typer.Context,
    write: Write,
    number: Number,
    which: Annotated[
        list[str],
        typer.Argument(metavar="编号…", help="查的是哪几号，如 17", show_default=False),
    ],
    good: Annotated[
        bool | None, typer.Option("--pass/--fail", help="合格，或不合格", show_default=False)
    ] = None,
    satisfaction: Annotated[
        str | None, option("--satisfaction", metavar="满意度", help="居民满意、不满意")
    ] = None,
    note: Note = None,
    reopen: Annotated[bool, option("--reopen", help="不合格的同时反弹重办，另起一轮")] = False,
    due: Due = None,
) -> None:
    """记下查的结果；不合格的可以同时反弹重办，时限比头一回短。

    示例：
      ledger sample record 抽查1 17,19 --pass --satisfaction 满意
      ledger sample record 抽查1 23 --fail -m "又漏水" --reopen -d 3个工作日
    """
    if good is None:
        raise Usage("没有说查得怎么样", "--pass 或 --fail")
    if good and reopen:
        raise Usage("合格的不用反弹重办", "去掉 --reopen，或改用 --fail")
    text = session.text(note)
    with writing.writing(ctx.obj, write) as work:
        sample = recording.found(work.store, SAMPLES, number, work.on.year)
        rated = writing.word(satisfaction, work.profile.satisfactions, "满意度")
        finding = Finding(good=good, satisfaction=rated, text=text)
        for issue in work.store.issues([work.store.resolve(word) for word in numbers(which)]):
            sample = _looked_at(work, sample, issue, finding)
            if reopen:
                _reopened(work, issue, sample, text, due)
            elif not good:
                say(f"  重办：{_command(work, issue, sample, text)}")
        left = len(samples.left(sample))
        say(f"{sample.doc_no} 还有 {left} 件没有查" if left else f"{sample.doc_no} 都查完了")
        say("撤销：ledger undo")
        if write.json:
            recording.put_json(work.store, SAMPLES, [sample])


def _looked_at(work: Session, sample: Sample, issue: Issue, finding: Finding) -> Sample:
    values = samples.found(sample, issue.uid, work.short(issue), finding, work.on)
    given = work.given(facts={"about": issue.uid})
    after = recording.change(work, SAMPLES, sample, (Action.FINDING, given), values)
    parts = (samples.GOOD if finding.good else samples.BAD, finding.satisfaction, finding.text)
    say("  ".join((f"{work.short(issue)} 号", place(issue), *(part for part in parts if part))))
    return after


def _reopened(work: Session, issue: Issue, sample: Sample, reason: str, due: str | None) -> None:
    """A new round of an issue that did not hold, with a shorter limit. Raises NotAllowed if it is not struck off."""
    if issue.status is not Status.CLOSED:
        raise NotAllowed(
            f"{issue.number} 现为“{issue.status.label}”，没有销号，不用反弹",
            f"去掉 --reopen 只记结果；重办：{_command(work, issue, sample, reason)}",
        )
    facts = {"reason": reason, "basis": sample.doc_no, "due_on": _limit(work, issue, due)}
    event = decide(issue, Action.REOPEN, work.given(facts=facts), work.profile)
    after = work.store.record(issue, event)
    say(f"  反弹重办，第 {after.round} 轮，时限 {after.due_on}")


def _limit(work: Session, issue: Issue, due: str | None) -> date:
    """The limit typed, else that of a rebound, unless the limit of its kind is shorter."""
    if day := limits.ahead(due, work):
        return day
    short = workdays.Limit.parse(work.profile.rebound_limit)
    rebound = workdays.due(work.on, short, session.calendar(work.store))
    usual, _ = limits.of_kind(work, issue._asdict())
    return min(rebound, usual) if usual else rebound


def _command(work: Session, issue: Issue, sample: Sample, reason: str) -> str:
    """How an issue that did not hold is done again, by where it stands."""
    number, limit = work.short(issue), work.profile.rebound_limit
    if issue.status is Status.CLOSED:
        return f'ledger reopen {number} --reason "{reason}" --basis {sample.doc_no} -d {limit}'
    if issue.status is Status.DONE:
        return f'ledger verify {number} --fail --requirement "{reason}" -d {limit}'
    return work.next_command(issue)


noun.add_typer(sampled.app)
