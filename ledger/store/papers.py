"""How papers (文书, 监管记录) and the office's own templates are kept."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ledger.models import Event
from ledger.needs import Given
from ledger.papers import FIELDS, Paper, PaperKind, fold, handle, reverse
from ledger.store.engine import Engine, insertion
from ledger.store.rows import KEPT

if TYPE_CHECKING:
    from ledger.store.reader import Reader
    from ledger.store.repository import Store

SELECT: Final = ", ".join(f'paper."{name}"' for name in FIELDS)
ASSIGNMENTS: Final = ", ".join(f'"{name}" = :{name}' for name in FIELDS)
ORDER: Final = "given_on, uid"
OTHERS: Final = {name: KEPT[field.kind] for name, field in FIELDS.items() if field.kind in KEPT}


class Template(NamedTuple):
    """The office's own template of one kind of document."""

    kind: PaperKind
    file: str
    at: str
    body: bytes


def to_row(paper: Paper) -> dict[str, Any]:
    row = paper._asdict() | {"kind": str(paper.kind)}
    for name, (kept, _) in OTHERS.items():
        if row[name] is not None:
            row[name] = kept(row[name])
    return row


def from_row(row: Mapping[str, Any]) -> Paper:
    told = {name: value for name, value in row.items() if value is not None and name in FIELDS}
    for name in told.keys() & OTHERS.keys():
        told[name] = OTHERS[name][1](told[name])
    return Paper(**told | {"kind": PaperKind(told["kind"])})


def every(reader: "Reader") -> list[Paper]:
    """All papers, those taken back too, the earliest first."""
    return [from_row(row) for row in reader.engine.each(f"SELECT * FROM paper ORDER BY {ORDER}")]


def about(reader: "Reader", uids: Iterable[str]) -> list[Paper]:
    """The papers about any of these issues, the earliest first."""
    found: dict[str, Paper] = {}
    for uid in dict.fromkeys(uids):
        rows = reader.engine.run(
            f"SELECT {SELECT} FROM paper_issue JOIN paper ON paper.uid = paper_issue.paper"
            " WHERE paper_issue.issue = :uid",
            uid=uid,
        )
        found |= {row["uid"]: from_row(row) for row in rows}
    return sorted(found.values(), key=lambda paper: (paper.given_on, paper.uid))


def by_uid(reader: "Reader", uid: str) -> Paper | None:
    rows = reader.engine.run("SELECT * FROM paper WHERE uid = :uid", uid=uid)
    return from_row(rows[0]) if rows else None


def named(reader: "Reader", words: str, year: int) -> Paper | None:
    """The paper of that 文号, or the one that 督办8 means in that year or else in the latest before it."""
    rows = reader.engine.run("SELECT * FROM paper WHERE doc_no = :words", words=words.strip())
    meant = handle(words)
    if not rows and meant:
        rows = reader.engine.run(
            "SELECT * FROM paper WHERE kind = :kind AND serial = :serial AND year <= :year"
            " ORDER BY year DESC LIMIT 1"
            if meant.year is None
            else "SELECT * FROM paper WHERE kind = :kind AND serial = :serial AND year = :year",
            kind=str(meant.kind),
            serial=meant.serial,
            year=meant.year or year,
        )
    return from_row(rows[-1]) if rows else None


def taken(reader: "Reader", doc_no: str) -> bool:
    """Whether a paper in force bears that 文号."""
    sql = "SELECT 1 FROM paper WHERE doc_no = :doc_no AND withdrawn IS NOT 1 LIMIT 1"
    return bool(reader.engine.run(sql, doc_no=doc_no))


def names(reader: "Reader", column: str) -> list[str]:
    """The companies, estates or addressees that papers name."""
    if column not in ("company", "estate", "addressee"):
        raise ValueError(column)
    rows = reader.engine.run(f"SELECT DISTINCT {column} AS name FROM paper ORDER BY 1")
    return [row["name"] for row in rows if row["name"]]


def numbers(reader: "Reader", papers: Sequence[Paper]) -> dict[str, str]:
    """The numbers of the issues that papers are about, by uid."""
    uids = (uid for paper in papers for uid in paper.issues)
    return {issue.uid: issue.number for issue in reader.with_uids(uids)}


def next_serial(reader: "Reader", kind: PaperKind, year: int) -> int:
    """The next number of a kind and year; as no paper ever goes, none is given twice."""
    (row,) = reader.engine.run(
        "SELECT coalesce(max(serial), 0) + 1 AS n FROM paper WHERE kind = :kind AND year = :year",
        kind=str(kind),
        year=year,
    )
    return int(row["n"])


def record(store: "Store", paper: Paper | None, event: Event) -> Paper:
    """Append the event and store what it makes of the paper; None: it creates it."""
    after = fold(paper, event)
    store.append("paper", [event])
    row = to_row(after)
    if paper is None:
        store.engine.run(insertion("paper", row), **row)
        if after.issues:
            store.engine.many(insertion("paper_issue", ("issue", "paper")), links(after))
    else:
        store.engine.run(f"UPDATE paper SET {ASSIGNMENTS} WHERE uid = :uid", **row)
    return after


def taken_back(
    store: "Store", uid: str, events: Sequence[Event], given: Given
) -> tuple[list[str], list[str]] | None:
    """Undo the one thing that an operation did to a paper: the 文号 restored, or kept. None: no paper."""
    paper = by_uid(store, uid)
    if paper is None:
        return None
    (event,) = events
    back = reverse(paper, event, given)
    if back is None:
        return [], [paper.doc_no]
    record(store, paper, back)
    return [paper.doc_no], []


def links(paper: Paper) -> list[dict[str, str]]:
    return [{"issue": uid, "paper": paper.uid} for uid in paper.issues]


def template(reader: "Reader", kind: PaperKind) -> Template | None:
    """The office's own template, None while the shipped one is used."""
    rows = reader.engine.run("SELECT * FROM template WHERE kind = :kind", kind=str(kind))
    return Template(**rows[0] | {"kind": kind}) if rows else None


def keep_template(store: "Store", own: Template) -> None:
    """Use the office's own template from now on, in place of an earlier one."""
    forget_template(store, own.kind)
    row = own._asdict() | {"kind": str(own.kind)}
    store.engine.run(insertion("template", row), **row)


def forget_template(store: "Store", kind: PaperKind) -> None:
    """Use the shipped template again."""
    store.engine.run("DELETE FROM template WHERE kind = :kind", kind=str(kind))


def differing(engine: Engine, papers: Mapping[str, Paper]) -> Iterable[str]:
    """Where the rows are not what the events make (`papers`: by uid), a sentence each."""
    kept = {row["uid"]: row for row in engine.each("SELECT * FROM paper")}
    for uid, paper in papers.items():
        row = kept.pop(uid, None)
        if row != to_row(paper):
            yield f"文书 {paper.doc_no} 的记录{'缺失' if row is None else '被改动'}"
    for row in kept.values():
        yield f"文书 {row['doc_no']} 没有历史记录"
    wanted = {(link["issue"], link["paper"]) for p in papers.values() for link in links(p)}
    found = {(row["issue"], row["paper"]) for row in engine.each("SELECT * FROM paper_issue")}
    if wanted != found:
        yield "文书和问题的联系被改动"
    yield from _gaps(papers.values())


def _gaps(papers: Iterable[Paper]) -> Iterable[str]:
    series: dict[tuple[PaperKind, int], list[int]] = {}
    for paper in papers:
        series.setdefault((paper.kind, paper.year), []).append(paper.serial)
    for (kind, year), serials in sorted(series.items()):
        if sorted(serials) != list(range(1, len(serials) + 1)):
            yield f"{kind.label}〔{year}〕的编号有缺或有重"
