"""What each kind of paper (文书, 监管手段) must have, whom it goes to, and how reports count it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from ledger.errors import LedgerError, NotAllowed, Usage
from ledger.models import OPEN, WORKING, Action, Event, Issue, Status
from ledger.papers import Paper, PaperKind

REVOKED: Final = "撤销"
OUTCOMES: Final[Mapping[PaperKind, tuple[str, ...]]] = {
    PaperKind.URGE: ("回执", REVOKED),
    PaperKind.SUPERVISE: ("回执", "处理结果", REVOKED),
    PaperKind.REFER: ("回执", "处理结果", REVOKED),
    PaperKind.INTERVIEW: ("处理结果", REVOKED),
    PaperKind.CRITICIZE: ("已告知", REVOKED),
    PaperKind.DEDUCT: ("已告知", "已认定", "已申诉", "已修复", REVOKED),
    PaperKind.BLACKLIST: ("移出", REVOKED),
}
"""What may come of each 监管手段; what is revoked no longer counts."""
BLACK: Final = "黑"
BOARDS: Final = (BLACK, "红", "重点监管")
CYCLES: Final = ("周", "半月", "月")
WITH_UNIT: Final = (Status.ASSIGNED, Status.IN_PROGRESS, Status.DEFERRED)


class Demand(NamedTuple):
    """What a paper must have: the test, the words when it is missing, the option that supplies it."""

    met: Callable[[Paper], bool]
    missing: str
    supply: str


def _has(name: str, missing: str, supply: str) -> Demand:
    return Demand(lambda paper: bool(getattr(paper, name)), missing, supply)


ISSUES = _has("issues", "没有说是哪些问题", "写编号，如 17")
UNIT = _has("addressee", "缺责任单位", "--to 单位")
DEPARTMENT = _has("addressee", "缺执法部门", "--to 执法部门")
COMPANY = _has("company", "缺物业企业", "--company 企业")
DUE = _has("due_on", "缺办结期限", "-d 期限")
NOT_PAST = Demand(
    lambda paper: paper.due_on is None or paper.due_on >= paper.given_on,
    "期限比出文的那天还早",
    "-d 更晚的日期",
)
POINTS = _has("points", "缺分值", "--points 6")
WHOM = Demand(
    lambda paper: bool(paper.addressee or paper.company),
    "没有说对谁",
    "--company 企业，或 --to 单位",
)
ABOUT = Demand(lambda paper: bool(paper.issues or paper.note), "缺事由", '写编号，或 -m "事由"')
CLUE = Demand(
    lambda paper: bool(paper.issues or paper.clue), "缺违法线索", '写编号，或 --clue "违法线索"'
)
GROUNDS = Demand(
    lambda paper: bool(paper.clause or paper.note),
    "缺扣分依据",
    '--clause 条款，或 -m "事由"',
)


def _unit(issue: Issue) -> str | None:
    return issue.lead_unit or issue.company


def _company(issue: Issue) -> str | None:
    return issue.company


def _nobody(_issue: Issue) -> str | None:
    return None


class Rule(NamedTuple):
    """One kind of paper: what it must have, whom it goes to, about which issues it may be.

    Issues that go to the same go into one paper, unless each has one of its own (`apart`). What
    `lacking` and `supply` say is told of an issue in another state, or not `ready`. Printed again it is
    the same paper, until one of the steps in `anew` has happened to an issue.
    """

    demands: tuple[Demand, ...]
    whom: Callable[[Issue], str | None] = _unit
    apart: bool = False
    states: tuple[Status, ...] = tuple(Status)
    ready: Callable[[Issue], bool] = lambda _issue: True
    lacking: str = ""
    supply: str = ""
    anew: tuple[Action, ...] = ()


RULES: Final[Mapping[PaperKind, Rule]] = {
    PaperKind.ASSIGN: Rule(
        (UNIT,),
        states=WITH_UNIT,
        lacking="还没有交办",
        supply="ledger assign {number} --to 单位 --document",
        anew=(Action.ASSIGN, Action.CLAIM),
    ),
    PaperKind.NOTICE: Rule(
        (UNIT,),
        states=WITH_UNIT,
        lacking="不在责任单位手里",
        supply="ledger assign {number} --to 单位",
        anew=(Action.ASSIGN, Action.CLAIM, Action.EXTEND, Action.FAIL, Action.REOPEN),
    ),
    PaperKind.URGE: Rule((ISSUES, UNIT), states=WORKING, lacking="不用催办"),
    PaperKind.SUPERVISE: Rule((UNIT, DUE, NOT_PAST, ABOUT), states=OPEN, lacking="不用督办"),
    PaperKind.REFER: Rule((DEPARTMENT, CLUE), _nobody),
    PaperKind.INTERVIEW: Rule((WHOM, NOT_PAST, ABOUT), _company),
    PaperKind.CRITICIZE: Rule((WHOM, ABOUT), _company),
    PaperKind.DEDUCT: Rule((COMPANY, POINTS, GROUNDS), _company),
    PaperKind.BLACKLIST: Rule((COMPANY, ABOUT), _company),
    PaperKind.CALLBACK: Rule(
        (),
        apart=True,
        ready=lambda issue: issue.callback_on is not None,
        lacking="还没有回访",
        supply="ledger callback {number} --satisfaction 满意",
        anew=(Action.CALLBACK,),
    ),
    PaperKind.APPLY: Rule(
        (UNIT,),
        states=(Status.DONE,),
        lacking="没有在等验收",
        supply='ledger done {number} -m "整改情况"',
        anew=(Action.DONE,),
    ),
    PaperKind.CLOSE: Rule(
        (),
        apart=True,
        states=(Status.DONE, Status.CLOSED),
        lacking="还没有报验",
        supply='ledger done {number} -m "整改情况"',
        anew=(Action.DONE, Action.STRIKE),
    ),
}
PRINTED: Final = (
    PaperKind.ASSIGN,
    PaperKind.NOTICE,
    PaperKind.CALLBACK,
    PaperKind.APPLY,
    PaperKind.CLOSE,
)
"""The kinds that tell of an issue's own life: what `ledger export --document` prints."""


def refused(kind: PaperKind, issue: Issue) -> LedgerError | None:
    """Why no such paper is given about an issue now, and what would help; None when it may be."""
    rule = RULES[kind]
    if issue.withdrawn:
        return NotAllowed(f"{issue.number} 的登记已撤销", f"用 ledger log {issue.number} 查看")
    ready = rule.ready(issue)
    if issue.status in rule.states and ready:
        return None
    stands = f"现为“{issue.status.label}”，" if ready else ""
    return NotAllowed(
        f"{issue.number} {stands}{rule.lacking}",
        rule.supply.format(number=issue.number) or f"用 ledger show {issue.number} 查看",
    )


def nobody(kind: PaperKind, issue: Issue) -> LedgerError | None:
    """That an issue does not tell whom its paper would go to; None when it does, or need not."""
    rule = RULES[kind]
    needs = [demand for demand in rule.demands if demand in (UNIT, COMPANY, WHOM)]
    if not needs or rule.whom(issue):
        return None
    return Usage(f"{needs[0].missing}", f"单独办，加 {needs[0].supply}")


def incomplete(paper: Paper) -> LedgerError | None:
    """What a paper lacks, and the options that supply it; None when it is complete."""
    lacking = [demand for demand in RULES[paper.kind].demands if not demand.met(paper)]
    if not lacking:
        return None
    return Usage(
        f"不能{paper.kind.label}：" + "；".join(demand.missing for demand in lacking),
        "；".join(demand.supply for demand in lacking),
    )


def parted(kind: PaperKind, issues: Sequence[Issue]) -> list[list[Issue]]:
    """The issues as they go into papers of that kind."""
    rule = RULES[kind]
    groups: dict[str | None, list[Issue]] = {}
    for issue in issues:
        groups.setdefault(issue.number if rule.apart else rule.whom(issue), []).append(issue)
    return list(groups.values())


def again(
    kind: PaperKind, earlier: Sequence[Paper], courses: Mapping[str, Sequence[Event]]
) -> Paper | None:
    """The paper among `earlier` that tells already what one of that kind about these issues would tell.

    `courses` holds the issues by uid, each with all that happened to it and to its papers (经过).
    """
    for paper in reversed(earlier):
        if (
            paper.kind is kind
            and not paper.withdrawn
            and set(paper.issues) == courses.keys()
            and not any(_anew(paper, events) for events in courses.values())
        ):
            return paper
    return None


def _anew(paper: Paper, events: Sequence[Event]) -> bool:
    """Whether what a paper tells has happened anew since it was given."""
    given = [event.issue for event in events].index(paper.uid)
    return any(event.kind in RULES[paper.kind].anew for event in events[given:])


def urged(issue: Issue, paper: Paper, today: date) -> bool:
    """Whether `paper` urged the unit about `issue` since its limit was over."""
    return (
        paper.kind is PaperKind.URGE
        and issue.uid in paper.issues
        and stands(paper, today)
        and (issue.due_on is None or paper.given_on > issue.due_on)
    )


def stands(paper: Paper, last: date) -> bool:
    """Whether a paper counts at the end of a day: given by then, neither taken back nor revoked by then."""
    revoked = paper.result == REVOKED and paper.result_on is not None and paper.result_on <= last
    return paper.given_on <= last and not paper.withdrawn and not revoked


def _issues(papers: Sequence[Paper]) -> float:
    """件: every issue of a letter, a letter without any as one."""
    return sum(len(paper.issues) or 1 for paper in papers)


def _points(papers: Sequence[Paper]) -> float:
    total = sum(paper.points or 0 for paper in papers)
    return int(total) if total == int(total) else round(total, 2)


def _bodies(papers: Sequence[Paper]) -> float:
    """家: each company or unit once."""
    return len({paper.company or paper.addressee for paper in papers})


def _blacklisted(papers: Sequence[Paper]) -> float:
    return _bodies([paper for paper in papers if paper.board == BLACK])


COUNTED: Final[Mapping[str, tuple[PaperKind, Callable[[Sequence[Paper]], float]]]] = {
    "移交执法": (PaperKind.REFER, _issues),
    "督办单": (PaperKind.SUPERVISE, len),
    "约谈": (PaperKind.INTERVIEW, len),
    "通报批评": (PaperKind.CRITICIZE, _bodies),
    "扣分": (PaperKind.DEDUCT, _points),
    "黑榜": (PaperKind.BLACKLIST, _blacklisted),
}
"""The 监管手段 of a report in its order: which papers, counted how."""


def totals(papers: Iterable[Paper], last: date, first: date = date.min) -> dict[str, float]:
    """The 监管手段 that began in these days, as they stand at the end of `last`; those of nought too."""
    standing = [paper for paper in papers if stands(paper, last) and paper.given_on >= first]
    return {
        label: count([paper for paper in standing if paper.kind is kind])
        for label, (kind, count) in COUNTED.items()
    }


def line(sums: Mapping[str, float]) -> str:
    """督办单 56，移交执法 66: what is not nought; empty when everything is."""
    return "，".join(f"{label} {n}" for label, n in sums.items() if n)
