"""A step of the procedure on the issues that are meant: previewed, asked about, carried out as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import typer

from ledger.commands import evidence, writing
from ledger.commands.ask import confirm
from ledger.commands.env import Env
from ledger.commands.options import Write
from ledger.commands.picking import Choice, is_bulk, picked
from ledger.commands.session import beyond_city, place, say
from ledger.commands.writing import Session
from ledger.errors import Exit, LedgerError, NotAllowed, Usage
from ledger.models import OPEN, WORKING, Action, Issue, Status, dumps, public, readable
from ledger.needs import Given
from ledger.workflow import STEP, apply, decide, refusal

Facts = Callable[[Session, Issue], Mapping[str, Any]]
Finish = Callable[[Session, Sequence[Issue]], None]
EDITS = (Action.EDIT, Action.TAG)
SHOWN = 5
NOTED: Final = ("due_on", "review_on", "cost", "callback_on", "satisfaction")
"""Fields whose new value is told with a step."""


def _none(_session: Session, _issue: Issue) -> Mapping[str, Any]:
    return {}


def _nothing(_session: Session, _issues: Sequence[Issue]) -> None:
    """Nothing is left to do once the step is made."""


class Task(NamedTuple):
    """One verb on the issues that are meant: preview and question for many, then one transaction.

    `finish` is called in that transaction with the issues on which the step was made. The preview counts by the
    fact that `summed` names.
    """

    env: Env
    action: Action
    choice: Choice
    write: Write
    note: str = ""
    photos: Sequence[str] = ()
    stage: str = "after"
    force: bool = False
    finish: Finish = _nothing
    shown: Callable[[Session, Issue, Issue], str] | None = None
    summed: str = ""

    def given(self, work: Session, issue: Issue, facts: Facts) -> Given:
        told = dict(facts(work, issue))
        if self.action not in EDITS:  # there None empties a field
            told = {key: value for key, value in told.items() if value is not None}
        return work.given(self.note, told, force=self.force)

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
                f"可以{self.action.deed} {len(ready)} 条，不能{self.action.deed} {len(issues) - len(ready)} 条："
            )
            left = [i for i in issues if errors[i.number]]
            first = left if self.summed else [*left, *ready]
            for issue in first[:SHOWN]:
                error = errors[issue.number]
                stands = self._why(issue, error) if error else issue.status.label
                say(f"  {work.short(issue)} 号  {place(issue)}  {stands}")
            if len(first) > SHOWN:
                say(f"  ……共 {len(first)} 条")
            if self.summed:
                self._say_sums(work, ready, facts)
        if not ready:
            raise NotAllowed(f"没有一条可以{self.action.deed}", "原因见上；换条件，或先补上所缺的")
        if not self.write.dry_run:
            confirm(self.env, f"将{self.action.deed} {len(ready)} 条", yes=False)
        return [issue.number for issue in issues]

    def _say_sums(self, work: Session, ready: Sequence[Issue], facts: Facts) -> None:
        """How many issues there are for each value of a fact, the most first."""
        sums: dict[str, list[str]] = {}
        for issue in ready:
            sums.setdefault(facts(work, issue)[self.summed], []).append(work.short(issue))
        for value, numbers in sorted(sums.items(), key=lambda pair: -len(pair[1])):
            more = " 等" if len(numbers) > SHOWN else ""
            say(f"  {value}  {len(numbers)} 条：{'、'.join(numbers[:SHOWN])}{more}")

    def _error(self, work: Session, issue: Issue, facts: Facts) -> LedgerError | None:
        coming = tuple({"kind": self.stage} for _ in self.photos)
        supposed = issue._replace(attachments=(*issue.attachments, *coming))
        try:
            return refusal(supposed, self.action, self.given(work, issue, facts), work.profile)
        except LedgerError as error:
            return error

    def _why(self, issue: Issue, error: LedgerError) -> str:
        """Why the step is refused, in a line that names the issue already."""
        said = str(error).removeprefix(f"{issue.number} ")
        return said.removeprefix(f"不能{self.action.deed}：")

    def _one(self, work: Session, issue: Issue, facts: Facts) -> None:
        after = self._step(work, issue, facts)
        say(self._told(work, issue, after))
        self.finish(work, [after])
        self._print([after])
        if work.store.operation:
            ahead = f"下一步：{work.next_command(after)}      " if after.status in OPEN else ""
            say(f"{ahead}撤销：ledger undo")

    def _many(self, work: Session, issues: list[Issue], facts: Facts) -> int:
        after, refused, same = [], 0, 0
        for issue in issues:
            try:
                after.append(self._step(work, issue, facts))
            except (NotAllowed, Usage) as error:
                refused += 1
                hint = error.hint.replace(issue.number, work.short(issue))
                say(f"{work.short(issue)} 号 未改动：{self._why(issue, error)}；{hint}")
            else:
                same += after[-1] is issue
                say(self._told(work, issue, after[-1]))
        if after:
            self.finish(work, after)
        self._print(after)
        code = work.store.operation
        say(
            f"{self.action.label} {len(after) - same} 条，未改动 {refused + same} 条"
            + (f"（操作 {code}）。撤销：ledger undo {code}" if code else "。")
        )
        return refused

    def _step(self, work: Session, issue: Issue, facts: Facts) -> Issue:
        given = self.given(work, issue, facts)
        if not self.photos or issue.status not in STEP[self.action].before:
            event = decide(issue, self.action, given, work.profile)
            nothing = self.action in EDITS and not event.new
            return issue if nothing else work.store.record(issue, event)
        kept = evidence.attached(work, issue, self.photos, self.stage)
        if self.action is Action.ATTACH:
            return work.store.record(issue, kept)
        event = decide(apply(issue, kept), self.action, given, work.profile)
        return work.store.record(work.store.record(issue, kept), event)

    def _told(self, work: Session, before: Issue, after: Issue) -> str:
        return (self.shown or told)(work, before, after)

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
        for part in (
            f"{work.short(after)} 号", place(after), moved, _receivers(before, after), _remark(before, after),
            _milestones(before, after),
        )
        if part
    )  # fmt: skip


def _receivers(before: Issue, after: Issue) -> str:
    """To whom it was handed now."""
    if before.status is not Status.REGISTERED or after.status is not Status.ASSIGNED:
        return ""
    names = "、".join((after.lead_unit or "", *after.co_units))
    copied = f"，抄告 {'、'.join(after.cc_units)}" if after.cc_units else ""
    limit = after.handings[-1].get("accept_by") if after.handings else None
    clock = f"，限 {readable(limit)} 签收" if limit else ""
    return f"给 {' '.join(filter(None, (names, after.person)))}{copied}{clock}"


def _milestones(before: Issue, after: Issue) -> str:
    """The milestones as they were counted back; what was ticked off, and what comes next."""
    if after.milestones == before.milestones:
        return ""
    left = [f"{one['step']} {one['by']}" for one in after.milestones if "done" not in one]
    known = [one["step"] for one in before.milestones if "done" in one]
    done = [one["step"] for one in after.milestones if "done" in one and one["step"] not in known]
    if not done:
        return "，".join(left)
    return f"{'、'.join(done)}完成，" + (f"下一节点 {left[0]}" if left else "节点都已完成")


def _remark(before: Issue, after: Issue) -> str:
    """What else is worth saying: the limit that was set, whether it was kept, what was verified."""
    new = {name for name in NOTED if getattr(after, name) != getattr(before, name)}
    told = (
        _kept(after) if after.status is Status.DONE and before.status is not Status.DONE else "",
        f"第 {after.round} 轮" if after.round > before.round else "",
        f"时限 {after.due_on}{beyond_city(after)}"
        if after.due_on and ("due_on" in new or _begins(before, after))
        else "",
        f"复核日 {after.review_on}" if "review_on" in new and after.review_on else "",
        f"资金累计 {after.cost:,.2f} 元" if "cost" in new and after.cost else "",
        _passed(after)
        if after.status is Status.DONE and len(after.levels) > len(before.levels)
        else "",
        "回访未接通" if "callback_on" in new and after.reached is False else "",
        f"回访{after.satisfaction}" if "satisfaction" in new and after.satisfaction else "",
        after.reason or "" if after.status is Status.VOID else "",
    )
    return "，".join(filter(None, told))


def _begins(before: Issue, after: Issue) -> bool:
    """Whether it was handed out, or came back into the books."""
    handed = before.status is Status.REGISTERED and after.status in WORKING
    return handed or after.round > before.round


def _kept(issue: Issue) -> str:
    """Whether the report came in time."""
    if not (issue.due_on and issue.done_on):
        return ""
    late = (issue.done_on - issue.due_on).days
    return f"超期 {late} 天" if late > 0 else "按期" + (f"（提前 {-late} 天）" if late else "")


def _passed(issue: Issue) -> str:
    who = f"验收人 {issue.verifier}（报验人 {issue.done_by or '未记'}）"
    return f"{issue.levels[-1]}级验收通过，{who}"
