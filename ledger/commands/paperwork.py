"""Papers given and printed: the number, the record and the .docx, for every command that makes one."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from ledger import catalogue, numbered, oversight, papers
from ledger.commands import recording, session
from ledger.commands.ask import may_replace
from ledger.commands.env import Env
from ledger.commands.options import Write
from ledger.commands.session import say
from ledger.commands.steps import Facts, Finish
from ledger.commands.writing import Session
from ledger.errors import LedgerError, Usage
from ledger.models import Issue
from ledger.papers import FORMS, PAPERS, Paper, PaperKind
from ledger.profile import Profile
from ledger.store import Reader, templates
from ledger.store import numbered as kept

UNFIT: Final = frozenset('\\/:*?"<>|')
LONGEST_NAME: Final = 40
SUFFIX: Final = ".docx"


def next_number(work: Session, kind: PaperKind) -> str:
    """The 文号 that the next paper of that kind gets."""
    serial = kept.next_serial(work.store, PAPERS, kind, work.on.year)
    return papers.number(work.profile.doc_prefix, kind, work.on.year, serial)


def drawn(
    work: Session, kind: PaperKind, issues: Sequence[Issue], told: Mapping[str, Any]
) -> Paper:
    """A paper about these issues as it would be given now. Raises Usage when it lacks something."""
    common: dict[str, Any] = {
        "doc_no": next_number(work, kind),
        "addressee": numbered.one(map(oversight.RULES[kind].whom, issues)) or told.get("company"),
        "company": numbered.one(issue.company for issue in issues),
        "estate": numbered.one(issue.estate for issue in issues),
    }
    if kind is PaperKind.REFER:
        del common["addressee"]  # never those who are reported
    paper = Paper(
        uid=work.store.uid(),
        kind=kind,
        year=work.on.year,
        serial=kept.next_serial(work.store, PAPERS, kind, work.on.year),
        given_on=work.on,
        by=work.by,
        issues=tuple(issue.uid for issue in issues),
        **common | {name: value for name, value in told.items() if value},
    )
    if error := oversight.incomplete(paper):
        raise error
    if told.get("doc_no") and kept.taken(work.store, paper.doc_no):
        raise Usage(f"文号“{paper.doc_no}”已经用过", "换一个 --doc，或不写，用台账自己的编号")
    return paper


def give(work: Session, kind: PaperKind, issues: Sequence[Issue], told: Mapping[str, Any]) -> Paper:
    """As `drawn`, and kept in the ledger, so that its number is its own."""
    paper = drawn(work, kind, issues, told)
    return kept.record(work.store, PAPERS, None, numbered.issued(PAPERS, paper, work.given()))


def handing_out(facts: Facts, doc: str | None, output: str | None) -> tuple[Facts, Finish]:
    """`assign` with its 交办单: the issues bear its number, and it is given in the same operation."""

    def numbered(work: Session, issue: Issue) -> Mapping[str, Any]:
        return {**facts(work, issue), "doc_no": doc or next_number(work, PaperKind.ASSIGN)}

    def finish(work: Session, issues: Sequence[Issue]) -> None:
        paper = give(work, PaperKind.ASSIGN, issues, {"doc_no": doc})
        say(about(work, paper, issues))
        print_later(work, paper, issues, output)

    return numbered, finish


def form_of(kind: PaperKind) -> str:
    """The name of the document of a kind. Raises Usage for kinds that are not printed."""
    if kind not in FORMS:
        raise Usage(f"{kind.label}没有文书可打印", f"可打印：{'、'.join(FORMS.values())}")
    return FORMS[kind]


def kind_of(form: str) -> PaperKind:
    """The kind of the document that a clerk names, in full or by its beginning. Raises Usage."""
    found = [kind for kind, name in FORMS.items() if name == form]
    found = found or [kind for kind, name in FORMS.items() if form and name.startswith(form)]
    if len(found) != 1:
        raise Usage(f"没有文书“{form}”", f"可用的文书：{'、'.join(FORMS.values())}")
    return found[0]


def may_print(env: Env, output: str | None, write: Write) -> None:
    """Ask before a document takes the place of a file that the clerk named."""
    if output and output.lower().endswith(SUFFIX):
        may_replace(env, Path(output), yes=write.yes or write.dry_run)


def print_later(work: Session, paper: Paper, issues: Sequence[Issue], output: str | None) -> None:
    """Fill the document now, write it once the ledger has kept what it tells of."""
    data = filled(work.store, paper, issues, work.profile)
    target = _target(paper, output)
    work.afterwards.append(lambda: save(paper, target, data))


def save(paper: Paper, target: Path, data: bytes) -> None:
    """Write a document. The number is kept even when the file cannot be written."""
    from ledger.sheets.files import write_atomic

    with suppress(OSError):  # what is wrong with the folder is told when the file is written
        target.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_atomic(target, data)
    except LedgerError as error:
        error.hint = f"{paper.doc_no} 已记入台账；重新打印：ledger document print {paper.doc_no}"
        raise
    say(f"已写成 {target}")


def filled(store: Reader, paper: Paper, issues: Sequence[Issue], profile: Profile) -> bytes:
    """The document of a paper: the office's own template or the shipped one, filled."""
    from ledger.documents import docx, wording

    events = {i.uid: [item.event for item in store.history(i.uid)] for i in issues}
    content = wording.Content(paper, issues, profile, events)
    return docx.fill(template(store, paper.kind), wording.whole(content), wording.rows(content))


def template(store: Reader, kind: PaperKind) -> bytes:
    """The template in use for a kind."""
    own = templates.template(store, kind)
    return own.body if own else shipped(kind).read_bytes()


def shipped(kind: PaperKind) -> Path:
    return catalogue.path("documents", f"{form_of(kind)}{SUFFIX}")


def _target(paper: Paper, output: str | None) -> Path:
    """The file told, else one in the folder told that is not there yet: nobody's changes are overwritten."""
    form = form_of(paper.kind)
    if output and output.lower().endswith(SUFFIX):
        return Path(output)
    folder = Path(output or ".")
    whom = _as_name(paper.addressee or paper.company or "")
    stem = "_".join(part for part in (form, f"{paper.year}第{paper.serial}号", whom) if part)
    target, n = folder / f"{stem}{SUFFIX}", 2
    while target.exists():
        target, n = folder / f"{stem}({n}){SUFFIX}", n + 1
    return target


def _as_name(text: str) -> str:
    """A text as part of a file's name, on every system."""
    fit = (char if char.isprintable() and char not in UNFIT else "_" for char in text)
    return "".join(fit)[:LONGEST_NAME]


def about(work: Session, paper: Paper, issues: Sequence[Issue]) -> str:
    """One line on a paper that was given: its number, for whom, about which issues."""
    numbers = "、".join(work.short(issue) for issue in issues)
    parts = (
        paper.doc_no,
        paper.addressee or paper.company,
        f"{numbers} 号" if numbers else "",
        f"时限 {paper.due_on}" if paper.due_on else "",
        f"扣 {paper.points:g} 分" if paper.points else "",
        f"{paper.board}榜" if paper.board else "",
    )
    return "  ".join(part for part in parts if part)


def reprint(env: Env, words: str, output: str | None) -> None:
    """Print a paper again, with the number that it has."""
    with session.reading(env) as (store, profile):
        paper = recording.found(store, PAPERS, words, env.today.year)
        data = filled(store, paper, store.with_uids(paper.issues), profile)
    save(paper, _target(paper, output), data)
