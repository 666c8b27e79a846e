"""Papers about the issues that are meant: previewed, asked about, given as one operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import typer

from ledger import matching, numbered, oversight
from ledger.commands import paperwork, writing
from ledger.commands.ask import confirm
from ledger.commands.env import Env
from ledger.commands.options import Printed, Write
from ledger.commands.picking import Choice, filtered, is_bulk, picked
from ledger.commands.session import say
from ledger.commands.writing import Session
from ledger.errors import Exit, LedgerError, NotAllowed, Usage
from ledger.models import Issue, dumps
from ledger.papers import FORMS, PAPERS, Paper, PaperKind
from ledger.store import numbered as kept

Facts = Callable[[Session], Mapping[str, Any]]
SHOWN = 5


class Order(NamedTuple):
    """What a clerk asks for: papers of a kind, about which issues, printed or only registered."""

    env: Env
    kind: PaperKind
    choice: Choice
    write: Write
    facts: Facts = lambda _work: {}
    printed: Printed = Printed()

    def run(self) -> None:
        """Carry it out. Raises typer.Exit(1) when some of the issues were refused."""
        asked = self._asked() if is_bulk(self.choice) and not self.write.yes else None
        paperwork.may_print(self.env, self.printed.output, self.write)
        with writing.writing(self.env, self.write) as work:
            issues = work.store.issues(asked) if asked is not None else self._meant(work)
            if not issues and self._of_issues():
                say("没有符合条件的问题")
                return
            told = self.facts(work)
            refused = self._refused(work, issues, told)
            ready = [issue for issue in issues if issue.uid not in refused]
            given = self._given(work, ready, told)
            self._tell(work, given, len(refused))
        if refused:
            raise typer.Exit(Exit.REFUSED)

    def _of_issues(self) -> bool:
        return bool(self.choice.numbers) or filtered(self.choice)

    def _meant(self, work: Session) -> list[Issue]:
        """The issues by number; none when only a company or unit is meant."""
        if not self._of_issues():
            return []
        found = picked(self.choice, self.env, work.store, work.profile)
        return sorted(found, key=lambda issue: issue.number)

    def _asked(self) -> list[str]:
        """Show what would be given, ask, and give the numbers that were agreed to."""
        with writing.writing(self.env, Write(by=self.write.by, on=self.write.on)) as work:
            issues = self._meant(work)
            told = self.facts(work)
            refused = self._errors(issues, told)
            ready = [issue for issue in issues if issue.uid not in refused]
            groups = self._groups(ready, told) if ready else []
            for group in groups:
                paper = paperwork.drawn(work, self.kind, group, told)
                if len(groups) <= SHOWN:
                    numbers = "、".join(work.short(issue) for issue in group)
                    say(f"  {paper.addressee or paper.company or ''}  {numbers} 号")
        if issues and not ready:
            raise NotAllowed(f"没有一条可以{self.kind.label}", "用 ledger list 查看各条的状态")
        if ready and not self.write.dry_run:
            question = f"将{self.kind.label} {len(groups)} 份，{len(ready)} 条"
            confirm(self.env, question, yes=False)
        return [issue.number for issue in issues]

    def _groups(self, issues: Sequence[Issue], told: Mapping[str, Any]) -> list[list[Issue]]:
        """The issues of each paper: all in one when the clerk told whom it goes to. Raises Usage."""
        whole = _whole(told) or not issues
        groups = [list(issues)] if whole else oversight.parted(self.kind, issues)
        if len(groups) > 1 and told.get("doc_no"):
            raise Usage(f"有 {len(groups)} 份，一个文号不够", "去掉 --doc，或写明 --to 只办一份")
        return groups

    def _errors(self, issues: Sequence[Issue], told: Mapping[str, Any]) -> dict[str, LedgerError]:
        """Why no such paper is given about some of the issues, by uid."""
        errors = {issue.uid: oversight.refused(self.kind, issue) for issue in issues}
        if len(issues) > 1 and not _whole(told):  # of one alone, all that is lacking is told
            for issue in issues:
                errors[issue.uid] = errors[issue.uid] or oversight.nobody(self.kind, issue)
        return {uid: error for uid, error in errors.items() if error}

    def _refused(
        self, work: Session, issues: Sequence[Issue], told: Mapping[str, Any]
    ) -> dict[str, LedgerError]:
        """As `_errors`, each told; that of one alone is raised."""
        refused = self._errors(issues, told)
        if refused and len(issues) == 1:
            raise next(iter(refused.values()))
        for issue in issues:
            if error := refused.get(issue.uid):
                say(f"{work.short(issue)} 号 未改动：{error}；{error.hint}")
        return refused

    def _given(
        self, work: Session, issues: Sequence[Issue], told: Mapping[str, Any]
    ) -> list[tuple[Paper, bool]]:
        """Each paper, and whether it is new: the same is not given twice."""
        if self._of_issues() and not issues:
            return []
        groups = self._groups(issues, told)
        given: list[tuple[Paper, bool]] = []
        for group in groups:
            before = self._before(work, group)
            paper = before or paperwork.give(work, self.kind, group, told)
            given.append((paper, before is None))
            if self.printed.wanted:
                paperwork.print_later(work, paper, group, self._file(len(groups)))
            line = paperwork.about(work, paper, group)
            say(line + ("（已有，用原来的文号）" if before else ""))
        return given

    def _before(self, work: Session, issues: Sequence[Issue]) -> Paper | None:
        if self.kind not in oversight.PRINTED:
            return None
        courses = {i.uid: [item.event for item in work.store.course(i.uid)] for i in issues}
        return oversight.again(self.kind, kept.about(work.store, PAPERS, courses), courses)

    def _file(self, count: int) -> str | None:
        """Where a document goes. Raises Usage when several would go into one file."""
        output = self.printed.output
        if count > 1 and output and output.lower().endswith(paperwork.SUFFIX):
            raise Usage(f"有 {count} 份，不能写进一个文件", "-o 写一个文件夹")
        return output

    def _tell(self, work: Session, given: Sequence[tuple[Paper, bool]], refused: int) -> None:
        new = [paper for paper, fresh in given if fresh]
        if self.write.json:
            told = [paper for paper, _ in given]
            numbers = kept.numbers(work.store, told)
            typer.echo(dumps([numbered.public(PAPERS, paper, numbers) for paper in told]))
        if not new:
            return
        code = work.store.operation
        if len(given) + refused > 1:
            left = f"，未改动 {refused} 条" if refused else ""
            say(f"{self.kind.label} {len(new)} 份{left}（操作 {code}）。撤销：ledger undo {code}")
        else:
            say(f"{self._next(new[0])}撤销：ledger undo")

    def _next(self, paper: Paper) -> str:
        year = "" if paper.year == self.env.today.year else f"{paper.year}-"
        short = f"{paper.kind.label}{year}{paper.serial}"
        if paper.kind in FORMS and not self.printed.wanted:
            return f"打印：ledger document print {short}      "
        if paper.kind in oversight.OUTCOMES:
            result = oversight.OUTCOMES[paper.kind][0]
            return f"有了结果：ledger oversight outcome {short} --result {result}      "
        return ""


def _whole(told: Mapping[str, Any]) -> bool:
    """Whether the clerk told whom it goes to: then it is one paper."""
    return bool(told.get("addressee") or told.get("company"))


def print_out(env: Env, choice: Choice, write: Write, form: str, output: str | None) -> None:
    """Print what tells of the issues' own life: 交办单, 回访记录…; what has its number already keeps it.

    Raises Usage for a document that another command makes.
    """
    kind = paperwork.kind_of(form)
    if kind not in oversight.PRINTED:
        raise Usage(
            f"{FORMS[kind]}在登记监管手段时打印",
            f"ledger oversight {kind} 编号 --document；重新打印：ledger document print 文号",
        )
    if not choice.numbers and not filtered(choice):
        raise Usage("没有说是哪些问题", "写编号（如 17），或筛选条件（如 -s 街道）")
    Order(env, kind, choice, write, printed=Printed(document=True, output=output)).run()


def unit(name: str | None, work: Session, *, new: bool) -> str | None:
    """The unit that a name means; one that a paper named before is known."""
    if name is None:
        return None
    try:
        return writing.unit(name, work, new=new)
    except Usage:
        if name in kept.names(work.store, PAPERS, "addressee"):
            return name
        raise


def known(name: str | None, column: str, work: Session, *, new: bool) -> str | None:
    """The company or estate that a name means: the same, or the only one of which it is a part.

    Raises Usage with the nearest for an unknown one.
    """
    if name is None or work.store.knows(column, name):
        return name
    names = [*work.store.names(column), *kept.names(work.store, PAPERS, column)]
    same = [one for one in names if matching.bare(one) == matching.bare(name)]
    meant = same or list(dict.fromkeys(one for one in names if name in one))
    if len(meant) == 1 or (same and not new):
        return meant[0]
    if new:
        return name
    label = {"company": "物业企业", "estate": "小区"}[column]
    near = meant or matching.nearest(name, names)
    hint = f"是不是：{'、'.join(near)}？确为新的加 --new" if near else "确为新的加 --new"
    raise Usage(f"台账里{'不止一个' if meant else '没有'}{label}“{name}”", hint)
