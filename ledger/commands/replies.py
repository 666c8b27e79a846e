"""What a collection shows: the count of each file, what is missing or wrong, conflicts cell by cell."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import typer

from ledger import render
from ledger.commands import session
from ledger.commands.ask import ask
from ledger.commands.env import Env
from ledger.commands.preview import as_text
from ledger.commands.session import say
from ledger.errors import Cancelled
from ledger.intake.comparing import FINAL
from ledger.intake.plan import Item, Verdict
from ledger.intake.reply import fields_of, taking
from ledger.intake.returned import Answer, Answers, Edit
from ledger.models import FIELDS, Issue, dumps, plain
from ledger.profile import Profile

HEADINGS: Final = ("文件", "行", "未变", "更新", "新增", "冲突", "错误")
VERDICTS: Final = (
    Verdict.SAME, Verdict.UPDATE, Verdict.NEW, Verdict.CONFLICT, Verdict.ERROR,
)  # fmt: skip
TOTAL: Final = "合计"
CLAUSE: Final = 40
LISTED: Final = 10


class Row(NamedTuple):
    """One row that came back: in which of the files, from whom, what it says, what becomes of it."""

    place: int
    receiver: str
    answer: Answer
    item: Item


class Clash(NamedTuple):
    """A cell that ledger and sheet both changed: the fields that it fills."""

    row: Row
    edit: Edit
    fields: tuple[str, ...]


def show(env: Env, profile: Profile, found: Sequence[Answers], rows: Sequence[Row]) -> None:
    """Everything about the files but conflicts: counts that add up, missing rows, errors."""
    _counts(env, found, rows)
    for answers in found:
        if answers.missing:
            numbers = [session.short(row.number, profile, env) for row in answers.missing]
            say(
                f"“{answers.returned.book.name}”少了 {len(numbers)} 行：{'、'.join(numbers)} 号（台账里不动）"
            )
        for placed in answers.returned.sheets:
            for cell, text in placed.strays.items():
                say(f"“{answers.returned.book.name}”{cell} 在表外，没有收：“{text[:CLAUSE]}”")
    for row in rows:
        for problem in row.item.draft.errors if row.item.verdict is Verdict.ERROR else ():
            say(f"错误：“{found[row.place].returned.book.name}”{problem}")


def _counts(env: Env, found: Sequence[Answers], rows: Sequence[Row]) -> None:
    lines = []
    for place, answers in enumerate(found):
        verdicts = Counter(row.item.verdict for row in rows if row.place == place)
        lines.append([answers.returned.book.name, *_figures(verdicts)])
    if len(lines) > 1:
        lines.append([TOTAL, *_figures(Counter(row.item.verdict for row in rows))])
    columns = [render.Column(HEADINGS[0], 1, 8, 40)]
    columns += [render.Column(title, 1, 4, 6) for title in HEADINGS[1:]]
    say(render.table(columns, lines, env.width).text)


def _figures(verdicts: Counter[Verdict]) -> list[str]:
    return [str(verdicts.total()), *(str(verdicts[verdict]) for verdict in VERDICTS)]


def awaited(receivers: Sequence[str]) -> None:
    """Who has not returned a workbook of the same dispatch."""
    say(f"未交回：{'、'.join(receivers)}" if receivers else "这一次发下去的都已交回")


def changes(env: Env, profile: Profile, rows: Sequence[Row]) -> None:
    """What the sheets change, issue by issue, for the first of them."""
    updated = [row for row in rows if row.item.verdict is Verdict.UPDATE]
    for row in updated[:LISTED]:
        number = session.short(row.item.issue.number, profile, env) if row.item.issue else ""
        say(f"  {number} 号  {'；'.join(_changed(row)) or '照片'}")
    if len(updated) > LISTED:
        say(f"  ……更新共 {len(updated)} 条")


def _changed(row: Row) -> list[str]:
    """The cells that change the issue; of a row that was not sent, the fields."""
    changes = row.item.changes
    if row.answer.sent is None:
        return [f"{FIELDS[name].label} {_quoted(as_text(name, changes[name]))}" for name in changes]
    edits = (edit for edit in row.answer.edits if changes.keys() & fields_of(edit))
    return [f"{_label(edit)} {_quoted(edit.text)}" for edit in edits]


def _label(edit: Edit) -> str:
    return edit.column.path.replace("\n", "")


# -- conflicts ---------------------------------------------------------------------------------


def conflicts(env: Env, profile: Profile, rows: Sequence[Row]) -> None:
    """All cells that ledger and sheet both changed."""
    clashes = list(_clashes(rows))
    for number, clash in enumerate(clashes, 1):
        say(_told(env, profile, clash, f"冲突 {number}/{len(clashes)}"))


def _clashes(rows: Sequence[Row]) -> Iterator[Clash]:
    for row in rows:
        left = set(row.item.clashes)
        for edit in row.answer.edits:
            fields = tuple(name for name in fields_of(edit) if name in left)
            if fields:
                left -= set(fields)
                yield Clash(row, edit, fields)


def _told(env: Env, profile: Profile, clash: Clash, count: str) -> str:
    """下发 01-12，来表 01-20，台账 01-15."""
    row, edit, fields = clash
    issue = row.item.issue
    number = session.short(issue.number, profile, env) if issue else ""
    locked = "" if edit.column.open else "（锁定的列）"
    now = _now(issue, edit, fields) if issue else ""
    texts = f"下发 {_quoted(edit.sent)}，来表 {_quoted(edit.text)}，台账 {_quoted(now)}"
    return f"{count}  {number} 号 {_label(edit)}{locked}：{texts}（{row.receiver} {edit.cell}）"


def _now(issue: Issue, edit: Edit, fields: Sequence[str]) -> str:
    if fields[0] == "extra":
        return str((issue.extra or {}).get(edit.column.path) or "")
    return "、".join(as_text(name, getattr(issue, name)) for name in fields[:1])


def _quoted(text: str) -> str:
    flat = text.replace("\n", " ")
    return (flat if len(flat) <= CLAUSE else f"{flat[:CLAUSE]}……") or "空"


def decide(env: Env, profile: Profile, rows: Sequence[Row]) -> list[Row]:
    """The conflicts as the clerk decides them, cell by cell. Raises Cancelled."""
    clashes = list(_clashes(rows))
    taken: dict[int, list[str]] = {}
    for number, clash in enumerate(clashes, 1):
        place = next(i for i, row in enumerate(rows) if row is clash.row)
        issue = clash.row.item.issue
        say(_told(env, profile, clash, f"冲突 {number}/{len(clashes)}"))
        if issue and issue.status in FINAL:
            say(f"  {issue.status.label}的不改，留台账")
        elif _answer(env) == "U":
            taken.setdefault(place, []).extend(clash.fields)
    return [
        row._replace(item=taking(row.item, taken.get(place, ()))) for place, row in enumerate(rows)
    ]


def _answer(env: Env) -> str:
    while True:
        answer = ask(env, "[L] 留台账  U 用来表  Q 放弃：").upper() or "L"
        if answer == "Q":
            raise Cancelled("已取消，没有改动")
        if answer in ("L", "U"):
            return answer


# -- for programs ------------------------------------------------------------------------------


def echo(found: Sequence[Answers], rows: Sequence[Row], receivers: Sequence[str]) -> None:
    """The verdicts as JSON."""
    files = [_file(place, answers, rows) for place, answers in enumerate(found)]
    told = [_row(found[row.place].returned.book.name, row) for row in rows]
    typer.echo(dumps({"files": files, "rows": told, "not_returned": list(receivers)}))


def _file(place: int, answers: Answers, rows: Sequence[Row]) -> dict[str, Any]:
    verdicts = Counter(row.item.verdict for row in rows if row.place == place)
    return {
        "file": answers.returned.book.name,
        "sent_as": answers.returned.sent.file,
        "receiver": answers.returned.sent.receiver,
        "rows": verdicts.total(),
        **{verdict.name.lower(): verdicts[verdict] for verdict in VERDICTS},
        "missing": [row.number for row in answers.missing],
    }


def _row(file: str, row: Row) -> dict[str, Any]:
    issue = row.item.issue
    return {
        "file": file,
        "sheet": row.answer.sheet,
        "row": row.answer.row,
        "verdict": row.item.verdict.name.lower(),
        "number": issue.number if issue else None,
        "description": issue.description if issue else row.item.draft.values.get("description"),
        "edits": [_edit(edit, set(row.item.clashes)) for edit in row.answer.edits],
        "changes": {name: plain(name, value) for name, value in row.item.changes.items()},
        "conflicts": {name: plain(name, value) for name, value in row.item.clashes.items()},
        "errors": [f"{problem}" for problem in row.item.draft.errors],
    }


def _edit(edit: Edit, clashes: set[str]) -> dict[str, Any]:
    return {
        "cell": edit.cell,
        "column": edit.column.path,
        "sent": edit.sent,
        "returned": edit.text,
        "conflict": bool(clashes & set(fields_of(edit))),
    }
