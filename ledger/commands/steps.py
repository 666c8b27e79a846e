"""The steps of an issue's life: handed out, rectified, verified, called back, struck off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

import typer

from ledger.commands import evidence, session, writing
from ledger.commands.ask import confirm
from ledger.commands.env import Env
from ledger.commands.options import (
    Approver,
    Basis,
    Choice,
    Doc,
    Due,
    Force,
    NewUnit,
    Note,
    Photos,
    Reason,
    Write,
    option,
)
from ledger.commands.picking import is_bulk, picked
from ledger.commands.session import place, say
from ledger.commands.writing import Session
from ledger.errors import Exit, LedgerError, NotAllowed, Usage
from ledger.models import Action, Issue, Status, dumps, public
from ledger.needs import Given, next_level
from ledger.standing import deadline
from ledger.workflow import STEP, apply, decide, next_command, refusal

app = typer.Typer()

Facts = Callable[[Session, Issue], Mapping[str, Any]]
SHOWN = 5


def _none(_session: Session, _issue: Issue) -> Mapping[str, Any]:
    return {}


class Task(NamedTuple):
    """One verb on the issues that are meant: preview and question for many, then one transaction."""

    env: Env
    action: Action
    choice: Choice
    write: Write
    note: str = ""
    photos: Sequence[str] = ()
    stage: str = "after"
    force: bool = False

    def given(self, work: Session, issue: Issue, facts: Facts) -> Given:
        told = {key: value for key, value in facts(work, issue).items() if value is not None}
        return Given(by=work.by, on=work.on, note=self.note, facts=told, force=self.force)

    def run(self, facts: Facts = _none) -> None:
        """Carry the step out. Raises typer.Exit(1) when some of the issues were refused."""
        asked = self._asked(facts) if is_bulk(self.choice) and not self.write.yes else None
        with writing.writing(self.env, self.write) as work:
            issues = work.store.issues(asked) if asked is not None else self._picked(work)
            if not issues:
                say("没有符合条件的问题")
                return
            if len(issues) == 1:
                self._one(work, issues[0], facts)
                return
            refused = self._many(work, issues, facts)
        if refused:
            raise typer.Exit(Exit.REFUSED)

    def _picked(self, work: Session) -> list[Issue]:
        return picked(self.choice, self.env, work.store, work.profile)

    def _asked(self, facts: Facts) -> list[str]:
        """Show what would be done, ask, and give the numbers that were agreed to."""
        with writing.writing(self.env, Write(by=self.write.by, on=self.write.on)) as work:
            issues = self._picked(work)
            errors = {i.number: self._error(work, i, facts) for i in issues}
            ready = [i for i in issues if not errors[i.number]]
            if not issues:
                return []
            say(
                f"可以{self.action.label} {len(ready)} 条，不能{self.action.label} {len(issues) - len(ready)} 条："
            )
            for issue in [*(i for i in issues if errors[i.number]), *ready][:SHOWN]:
                say(
                    f"  {work.short(issue)} 号  {place(issue)}  {errors[issue.number] or issue.status.label}"
                )
            if len(issues) > SHOWN:
                say(f"  ……共 {len(issues)} 条")
        if not ready:
            raise NotAllowed(f"没有一条可以{self.action.label}")
        if not self.write.dry_run:
            confirm(self.env, f"将{self.action.label} {len(ready)} 条", yes=False)
        return [issue.number for issue in issues]

    def _error(self, work: Session, issue: Issue, facts: Facts) -> LedgerError | None:
        try:
            return refusal(issue, self.action, self.given(work, issue, facts), work.profile)
        except LedgerError as error:
            return error

    def _one(self, work: Session, issue: Issue, facts: Facts) -> None:
        after = self._step(work, issue, facts)
        say(told(work, issue, after))
        self._print([after])
        if work.store.operation:
            say(f"下一步：{next_command(after, work.profile)}      撤销：ledger undo")

    def _many(self, work: Session, issues: list[Issue], facts: Facts) -> int:
        after, refused = [], 0
        for issue in issues:
            try:
                after.append(self._step(work, issue, facts))
            except (NotAllowed, Usage) as error:
                refused += 1
                say(f"{work.short(issue)} 号 未改动：{error}；{error.hint}")
            else:
                say(told(work, issue, after[-1]))
        self._print(after)
        code = work.store.operation
        say(
            f"{self.action.label} {len(after)} 条，未改动 {refused} 条"
            + (f"（操作 {code}）。撤销：ledger undo {code}" if code else "。")
        )
        return refused

    def _step(self, work: Session, issue: Issue, facts: Facts) -> Issue:
        given = self.given(work, issue, facts)
        if not self.photos or issue.status not in STEP[self.action].before:
            return work.store.record(issue, decide(issue, self.action, given, work.profile))
        kept = evidence.attached(work, issue, self.photos, self.stage)
        event = decide(apply(issue, kept), self.action, given, work.profile)
        return work.store.record(work.store.record(issue, kept), event)

    def _print(self, issues: list[Issue]) -> None:
        if self.write.json:
            typer.echo(dumps([public(issue) for issue in issues]))


def told(work: Session, before: Issue, after: Issue) -> str:
    """One line on what a step made of an issue."""
    moved = (
        f"{before.status.label} -> {after.status.label}"
        if before.status is not after.status
        else after.status.label
    )
    return "  ".join(
        part
        for part in (f"{work.short(after)} 号", place(after), moved, _remark(before, after))
        if part
    )


def _remark(before: Issue, after: Issue) -> str:
    """What else is worth saying: the limit that was set, whether it was kept, what was verified."""
    if (
        after.status is Status.DONE
        and before.status is not Status.DONE
        and after.due_on
        and after.done_on
    ):
        late = (after.done_on - after.due_on).days
        return f"超期 {late} 天" if late > 0 else "按期" + (f"（提前 {-late} 天）" if late else "")
    if after.due_on != before.due_on:
        return f"时限 {after.due_on}" if after.due_on else ""
    if after.review_on and after.review_on != before.review_on:
        return f"复核日 {after.review_on}"
    if len(after.levels) > len(before.levels) and after.status is Status.DONE:
        return f"{after.levels[-1]}级验收通过，验收人 {after.verifier}（报验人 {after.done_by or '未记'}）"
    if after.satisfaction and after.satisfaction != before.satisfaction:
        return f"回访{after.satisfaction}"
    if after.round > before.round:
        return f"第 {after.round} 轮"
    return after.reason or "" if after.status is Status.VOID else ""


@app.command("assign")
def assign(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    to: Annotated[
        str | None, option("--to", metavar="单位[/承办]", help="责任单位，斜线后写承办单位")
    ] = None,
    co: Annotated[str | None, option("--co", metavar="单位,…", help="协办单位")] = None,
    cc: Annotated[str | None, option("--cc", metavar="单位,…", help="抄告单位")] = None,
    person: Annotated[str | None, option("--person", metavar="姓名", help="责任人")] = None,
    due: Due = None,
    doc: Doc = None,
    requirement: Annotated[
        str | None, option("--requirement", metavar="要求", help="整改要求")
    ] = None,
    note: Note = None,
    new: NewUnit = False,
) -> None:
    """交给责任单位，定下时限（没有写的按来源和类别定）。

    示例：
      ledger assign 17 --to 恒安物业 -d 5个工作日
      ledger assign -S 待交办 -c 供热 --to 利民街道/恒安物业
    """

    def facts(work: Session, issue: Issue) -> Mapping[str, Any]:
        lead, _, undertaker = (to or "").partition("/")
        helpers = [name for name in (undertaker, *_list(co)) if name]
        day = session.day(due, work.env, work.store) if due else _limit(work, issue)
        return {
            "lead_unit": writing.unit(lead, work, new=new) if lead else None,
            "co_units": tuple(writing.unit(name, work, new=new) for name in helpers),
            "cc": [writing.unit(name, work, new=new) for name in _list(cc)],
            "person": person,
            "due_on": day,
            "doc_no": doc,
            "requirement": requirement,
        }

    Task(ctx.obj, Action.ASSIGN, choice, write, note=session.text(note)).run(facts)


def _list(words: str | None) -> list[str]:
    return [
        word.strip()
        for word in (words or "").replace("，", ",").replace("、", ",").split(",")
        if word.strip()
    ]


def _limit(work: Session, issue: Issue) -> Any:
    """The limit of its kind for an issue that has none yet."""
    if issue.due_on or issue.ongoing:
        return None
    days = session.calendar(work.store)
    found = deadline(
        {"source": issue.source, "category": issue.category}, work.on, work.profile, days
    )
    if found is None:
        return None
    session.warn_unofficial(work.on, found[0], days)
    return found[0]


@app.command("accept")
def accept(ctx: typer.Context, choice: Choice, write: Write, note: Note = None) -> None:
    """责任单位签收。

    示例：
      ledger accept 17
    """
    Task(ctx.obj, Action.ACCEPT, choice, write, note=session.text(note)).run()


@app.command("claim")
def claim(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    unit: Annotated[str | None, option("-u", "--unit", metavar="单位", help="认领的单位")] = None,
    note: Note = None,
    new: NewUnit = False,
) -> None:
    """单位认领（等于交办加签收）。

    示例：
      ledger claim 17 -u 区城管局
    """
    Task(ctx.obj, Action.CLAIM, choice, write, note=session.text(note)).run(
        lambda work, _issue: {"lead_unit": writing.unit(unit, work, new=new) if unit else None}
    )


@app.command("return")
def return_(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    reason: Reason = None,
    basis: Basis = None,
    note: Note = None,
) -> None:
    """退单：不归本单位的退回，回到待交办。

    示例：
      ledger return 17 --reason 属地不符 --basis 小区属利民街道
    """
    Task(ctx.obj, Action.RETURN, choice, write, note=session.text(note)).run(
        lambda _work, _issue: {"reason": reason, "basis": basis}
    )


@app.command("progress")
def progress(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    note: Note = None,
    cost: Annotated[
        str | None, option("--cost", metavar="元", help="这次花的钱，累计到整改资金")
    ] = None,
    photo: Photos = None,
) -> None:
    """记下整改进展；待签收的同时算签收。

    示例：
      ledger progress 17 -m "已购增压泵，周五安装"
    """
    spent = money(cost)
    task = Task(
        ctx.obj,
        Action.PROGRESS,
        choice,
        write,
        note=session.text(note),
        photos=photo or (),
        stage="during",
    )
    task.run(lambda _work, _issue: {"cost": spent})


def money(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        amount = float(text.replace(",", ""))
    except ValueError:
        amount = -1.0
    if not 0 <= amount < 1e12:
        raise Usage(f"金额“{text}”不是数", "应像 --cost 2800")
    return amount


@app.command("extend")
def extend(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    due: Due = None,
    reason: Reason = None,
    approved_by: Approver = None,
    doc: Doc = None,
    note: Note = None,
) -> None:
    """延期：到期前申请，写明理由、新时限和批准人。

    示例：
      ledger extend 17 -d 1月15日 --reason 设备到货 --approved-by 赵刚
    """
    Task(ctx.obj, Action.EXTEND, choice, write, note=session.text(note)).run(
        lambda work, _issue: {
            "due_on": session.day(due, work.env, work.store) if due else None,
            "reason": reason,
            "approved_by": approved_by,
            "doc": doc,
        }
    )


@app.command("defer")
def defer(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    until: Annotated[str | None, option("--until", metavar="日期", help="复核日")] = None,
    reason: Reason = None,
    opinion: Annotated[str | None, option("--opinion", metavar="意见", help="居民意见")] = None,
    approved_by: Approver = None,
    note: Note = None,
) -> None:
    """挂账：一时办不了的写明原因和复核日，仍算未完成。

    示例：
      ledger defer 52 --until 明年4月30日 --reason 季节 --opinion 同意 --approved-by 赵刚
    """
    Task(ctx.obj, Action.DEFER, choice, write, note=session.text(note)).run(
        lambda work, _issue: {
            "review_on": session.day(until, work.env, work.store) if until else None,
            "reason": reason,
            "opinion": opinion,
            "approved_by": approved_by,
        }
    )


@app.command("resume")
def resume(ctx: typer.Context, choice: Choice, write: Write, note: Note = None) -> None:
    """挂账的恢复办理。

    示例：
      ledger resume 52
    """
    Task(ctx.obj, Action.RESUME, choice, write, note=session.text(note)).run()


@app.command("done")
def done(
    ctx: typer.Context, choice: Choice, write: Write, note: Note = None, photo: Photos = None
) -> None:
    """报验：整改完成，报请验收。

    示例：
      ledger done 38 -m "更换增压泵" --photo 泵房后.jpg
    """
    told = session.text(note)
    Task(ctx.obj, Action.DONE, choice, write, note=told, photos=photo or ()).run()


@app.command("verify")
def verify(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    passed: Annotated[bool, option("--pass", help="通过")] = False,
    failed: Annotated[bool, option("--fail", help="不通过，须写补充整改要求和新时限")] = False,
    level: Annotated[
        str | None, option("--level", metavar="层级", help="社区、街道、区；不写是下一级")
    ] = None,
    method: Annotated[
        str | None, option("--method", metavar="方式", help="现场、资料、电话、抽验")
    ] = None,
    requirement: Annotated[
        str | None, option("--requirement", metavar="要求", help="补充整改要求")
    ] = None,
    due: Due = None,
    note: Note = None,
    photo: Photos = None,
    force: Force = False,
    reason: Reason = None,
) -> None:
    """验收：一级一级地通过或不通过；验收人不能是报验人或责任人。

    示例：
      ledger verify 38 --pass --level 社区 -m "现场测压 0.28MPa"
      ledger verify 44 --fail --requirement "查负荷、换开关" -d 5个工作日
    """
    if passed == failed:
        raise Usage("没有说验收通过还是不通过", "加 --pass 或 --fail")

    def facts(work: Session, issue: Issue) -> Mapping[str, Any]:
        wanted = writing.word(level, work.profile.levels, "验收层级")
        return {
            "level": wanted or next_level(issue, work.profile),
            "method": writing.word(method, work.profile.methods, "核查方式"),
            "requirement": requirement,
            "due_on": session.day(due, work.env, work.store) if due else None,
            "reason": reason,
        }

    task = Task(
        ctx.obj,
        Action.VERIFY if passed else Action.FAIL,
        choice,
        write,
        note=session.text(note),
        photos=photo or (),
        stage="after" if passed else "evidence",
        force=force,
    )
    task.run(facts)


@app.command("callback")
def callback(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    satisfaction: Annotated[
        str | None,
        option("--satisfaction", metavar="满意度", help="满意、基本满意、不满意、未评价"),
    ] = None,
    unreached: Annotated[bool, option("--unreached", help="未接通")] = False,
    unsolved: Annotated[bool, option("--unsolved", help="居民说没有解决，按不满意记")] = False,
    note: Note = None,
) -> None:
    """回访：记下接通没有、满不满意；“不满意”的要重新整改。

    示例：
      ledger callback 38 --satisfaction 满意 -m "水压正常了"
      ledger callback 38 --unreached
    """

    def facts(work: Session, _issue: Issue) -> Mapping[str, Any]:
        rated = writing.word(satisfaction, work.profile.satisfactions, "满意度")
        return {
            "reached": not unreached,
            "satisfaction": None if unreached else rated or ("不满意" if unsolved else None),
            "unsolved": unsolved or None,
        }

    Task(ctx.obj, Action.CALLBACK, choice, write, note=session.text(note)).run(facts)


@app.command("close")
def close(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    doc: Doc = None,
    on_the_spot: Annotated[
        bool, option("--on-the-spot", help="立行立改直接销号，须有说明和整改后照片")
    ] = False,
    note: Note = None,
    photo: Photos = None,
    force: Force = False,
    reason: Reason = None,
) -> None:
    """销号：手续齐全的才能销；缺什么会说明，并给出补的命令。

    示例：
      ledger close 38
      ledger close -S 待销号 -s 利民街道
    """
    if force and not reason:
        raise Usage("例外销号要写明理由", "--force --reason 理由")
    task = Task(
        ctx.obj,
        Action.STRIKE if on_the_spot else Action.CLOSE,
        choice,
        write,
        note=session.text(note),
        photos=photo or (),
        force=force,
    )
    task.run(lambda _work, _issue: {"doc_no": doc, "reason": reason})


@app.command("reopen")
def reopen(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    reason: Reason = None,
    basis: Basis = None,
    due: Due = None,
    note: Note = None,
) -> None:
    """反弹：已销号的重新办理，编号不变、另起一轮；终结的恢复到终结以前。

    示例：
      ledger reopen 38 --reason 再次漏水 --basis 12345再次来电
    """

    def facts(work: Session, issue: Issue) -> Mapping[str, Any]:
        fresh = _without_limit(issue)
        day = session.day(due, work.env, work.store) if due else _limit(work, fresh)
        return {"reason": reason, "basis": basis, "due_on": day}

    action = Action.REOPEN
    with session.reading(ctx.obj) as (store, profile):
        if all(i.status is Status.VOID for i in picked(choice, ctx.obj, store, profile)):
            action = Action.RESTORE
    Task(ctx.obj, action, choice, write, note=session.text(note)).run(facts)


def _without_limit(issue: Issue) -> Issue:
    """The issue as a new round sees it: without the old round's limit."""
    return issue._replace(due_on=None, ongoing=False)


@app.command("void")
def void(
    ctx: typer.Context,
    choice: Choice,
    write: Write,
    reason: Reason = None,
    into: Annotated[str | None, option("--into", metavar="编号", help="重复的并入哪一号")] = None,
    approved_by: Approver = None,
    note: Note = None,
) -> None:
    """终结：不属实、重复、不予受理等，写明理由和批准人；不删除。

    示例：
      ledger void 29 --reason 重复 --into 17 --approved-by 赵刚
    """
    Task(ctx.obj, Action.VOID, choice, write, note=session.text(note)).run(
        lambda work, _issue: {
            "reason": reason,
            "into": work.store.resolve(into) if into else None,
            "approved_by": approved_by,
        }
    )
