"""Which tables the reports of samples have: what was found, by street and company; whom to criticize."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from ledger.figures import Figure, overdue, rebound, stays, struck_late
from ledger.findings import found, judged
from ledger.models import Issue
from ledger.periods import Period
from ledger.samples import GOOD, Sample
from ledger.tables import TOTAL, UNKNOWN, Cell, Heading, Report, Table, TableColumn, texts


def samples(
    drawn: Sequence[Sample], issues: Sequence[Issue], period: Period, heading: Heading
) -> Report:
    """What the samples drawn in a period found, by street and company; what did not hold, one by one."""
    known = {issue.uid: issue for issue in issues}
    numbers = {issue.uid: issue.number for issue in issues}
    findings = [(known[uid], told) for one in drawn for uid, told in one.findings.items()]
    whole = found(drawn, numbers)
    return Report(
        title=f"{heading.district}抽查情况（{period.title}）",
        period=period,
        heading=heading,
        summary=_sampled(drawn, whole, period),
        tables=(
            _each_sample(drawn, numbers, whole),
            *(
                _findings_by(label, findings, of, whole)
                for label, of in (("街道", _street), ("物业企业", _company))
            ),
            _not_held(findings),
        ),
    )


def _street(issue: Issue) -> str:
    return issue.subdistrict or UNKNOWN


def _company(issue: Issue) -> str:
    return issue.company or issue.lead_unit or UNKNOWN


def _each_sample(
    drawn: Sequence[Sample], numbers: Mapping[str, str], whole: Mapping[str, Figure]
) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            one.doc_no,
            one.kind,
            str(one.seed),
            Figure(value=one.population),
            Figure(
                value=len(one.issues), numbers=tuple(sorted(numbers[uid] for uid in one.issues))
            ),
            *found([one], numbers).values(),
        )
        for one in drawn
    ]
    sums = (sum(one.population for one in drawn), sum(len(one.issues) for one in drawn))
    return Table(
        title="历次抽查",
        columns=(
            *(
                TableColumn(label=label, figures=False, width=14)
                for label in ("抽查号", "方式", "种子")
            ),
            *(TableColumn(label=label, width=10) for label in ("总数", "抽取")),
            *(TableColumn(label=label, width=18, full=True) for label in whole),
        ),
        rows=tuple(rows),
        total=(TOTAL, "", "", *(Figure(value=n) for n in sums), *whole.values()),
        notes=(
            "合格率＝合格÷已查；满意率＝（非常满意＋满意＋基本满意）÷有效评价，没有问到的、未评价的不计",
        ),
    )


def _findings_by(
    label: str,
    findings: Sequence[tuple[Issue, Mapping[str, str]]],
    of: Callable[[Issue], str],
    whole: Mapping[str, Figure],
) -> Table:
    groups: dict[str, list[tuple[Issue, Mapping[str, str]]]] = {}
    for issue, told in findings:
        groups.setdefault(of(issue), []).append((issue, told))
    rows: list[tuple[Cell, ...]] = []
    for name, among in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        numbers = {issue.uid: issue.number for issue, _ in among}
        rows.append((name, *judged([(i.uid, told) for i, told in among], numbers).values()))
    return Table(
        title=f"按{label}",
        columns=(
            TableColumn(label=label, figures=False, width=22),
            *(TableColumn(label=name, width=18, full=True) for name in whole),
        ),
        rows=tuple(rows),
        total=(TOTAL, *whole.values()),
    )


def _not_held(findings: Sequence[tuple[Issue, Mapping[str, str]]]) -> Table:
    labels = {"编号": 14, "街道": 16, "小区": 20, "物业企业": 22, "责任人": 10, "情况": 44}
    rows: list[tuple[Cell, ...]] = [
        (
            issue.number,
            issue.subdistrict or "",
            issue.estate or "",
            _company(issue),
            issue.person or "",
            told.get("text", ""),
        )
        for issue, told in findings
        if told["result"] != GOOD
    ]
    return Table(
        title="不合格清单",
        columns=texts(labels),
        rows=tuple(rows),
    )


def _sampled(drawn: Sequence[Sample], whole: Mapping[str, Figure], period: Period) -> str:
    if not drawn:
        return f"{period.title}没有抽查。"
    among, taken = sum(one.population for one in drawn), sum(len(one.issues) for one in drawn)
    rates = [
        f"居民{label}{whole[label].said_fully}"
        if label == "满意率"
        else f"{label}{whole[label].said_fully}"
        for label in ("合格率", "满意率")
        if whole[label].whole
    ]
    told = (f"抽查{len(drawn)}次，从{among}件中抽{taken}件，已查{whole['已查'].short}件", *rates)
    return f"{period.title}，{'，'.join(told)}。"


def laggards(
    issues: Sequence[Issue], drawn: Sequence[Sample], period: Period, heading: Heading
) -> Report:
    """Whom to criticize (通报名单): companies that were not in time or whose problems came back, with who is in charge."""
    kinds = _lagging(issues, drawn, period)
    companies: dict[str, list[Issue]] = {}
    for issue in (issue for of in kinds.values() for issue in of.values()):
        companies.setdefault(_company(issue), []).append(issue)
    rows: list[tuple[Cell, ...]] = [
        (name, _persons(among), *(_counted(of, name) for of in kinds.values()))
        for name, among in sorted(companies.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    told = "，".join(f"{label}{len(of)}件" for label, of in kinds.items() if of)
    return Report(
        title=f"{heading.district}整改不及时、问题反复通报名单（{period.title}）",
        period=period,
        heading=heading,
        summary=f"{period.title}，{told}，涉及{len(rows)}家。"
        if rows
        else f"{period.title}没有要通报的。",
        tables=(
            Table(
                title="通报名单",
                columns=(
                    TableColumn(label="物业企业", figures=False, width=28),
                    TableColumn(label="负责人", figures=False, width=16),
                    *(TableColumn(label=label, width=12) for label in kinds),
                ),
                rows=tuple(rows),
                total=(TOTAL, "", *(_counted(of) for of in kinds.values())),
                notes=(LAGGING,),
            ),
        ),
    )


LAGGING: Final = (
    "整改不及时＝期末超期未报验，或本期超期销号；问题反复＝本期销号后反弹；没有物业企业的列责任单位"
)


def _lagging(
    issues: Sequence[Issue], drawn: Sequence[Sample], period: Period
) -> dict[str, dict[str, Issue]]:
    """Why an issue counts against its company, and the issues of each reason by number."""
    counted, known = stays(issues), {issue.uid: issue for issue in issues}
    late = [s.issue for s in counted if overdue(s, period) or struck_late(s, period)]
    back = [s.issue for s in counted if rebound(s, period) and s.before == "close"]
    failed = [
        known[uid]
        for one in drawn
        for uid, told in one.findings.items()
        if told["result"] != GOOD and date.fromisoformat(told["on"]) in period
    ]
    kinds = {"整改不及时": late, "问题反复": back, "抽查不合格": failed}
    return {label: {issue.number: issue for issue in of} for label, of in kinds.items()}


def _persons(issues: Iterable[Issue]) -> str:
    return "、".join(dict.fromkeys(issue.person for issue in issues if issue.person))


def _counted(issues: Mapping[str, Issue], company: str | None = None) -> Figure:
    numbers = [n for n, issue in issues.items() if company in (None, _company(issue))]
    return Figure(value=len(numbers), numbers=tuple(sorted(numbers)))
