"""Sheets that come back: known again, compared three ways, shown, asked about, written as one operation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ledger.commands import formchoice, incoming, replies, session, writing
from ledger.commands.album import Album
from ledger.commands.ask import confirm
from ledger.commands.batch import batch_of
from ledger.commands.env import Env
from ledger.commands.incoming import Password
from ledger.commands.options import Write, option
from ledger.commands.replies import Row
from ledger.commands.session import say
from ledger.commands.threeway import Back, Planned, awaited, planned, sents
from ledger.commands.writing import Session
from ledger.errors import BadData, Conflict, Exit, NotAllowed, Usage
from ledger.intake.plan import Plan, Verdict
from ledger.intake.reply import Rules, checked, events, taking
from ledger.intake.returned import answers
from ledger.intake.sent import RETURNED
from ledger.models import Issue
from ledger.profile import Profile
from ledger.store import files

if TYPE_CHECKING:
    from ledger.intake.grid import Book
    from ledger.sheets.gather import Source

app = typer.Typer()

WAYS: Final = ("ask", "skip", "update", "stop")
DISPATCHES: Final = 3
STRANGE: Final = "不是从这个台账发出去填的；要读入用 ledger import"


@app.command("merge")
def merge(
    ctx: typer.Context,
    write: Write,
    file: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="文件…",
            help="交回来的表，装着它们的文件夹或 .zip，可多个；不写就看谁还没有交回",
            show_default=False,
        ),
    ] = None,
    on_conflict: Annotated[
        str | None,
        option(
            "--on-conflict",
            metavar="办法",
            help="台账和来表都改过的：skip 留台账、update 用来表、stop 停下；不写就逐条问",
        ),
    ] = None,
    password: Password = None,
) -> None:
    """收回 export --split-by 发下去填的表，和台账逐格比对后一次写入。

    示例：
      ledger merge 回收/
      ledger merge
      ledger merge 利民街道.xlsx -n
      ledger merge 回收/ --on-conflict skip -y
    """
    env = ctx.obj
    if on_conflict not in (None, *WAYS):
        raise Usage(f"没有“{on_conflict}”这种办法", f"可用：{'、'.join(WAYS)}")
    if not file:
        _outstanding(env)
        return
    found = _read(env, file, password)
    album = Album([back.reading for back in found], session.path(env))
    with session.reading(env) as (store, profile):
        made = planned(env, store, profile, write, found)
        missing = awaited(store, found)
    made = made._replace(rows=_pictured(album, made.rows))
    replies.show(env, profile, [back.answers for back in found], made.rows)
    replies.awaited(missing)
    if write.json:
        replies.echo([back.answers for back in found], made.rows, missing)
    asked = env.terminal_in and not write.yes and not write.dry_run
    decided = made._replace(rows=_decided(env, profile, made, on_conflict, asked=asked))
    replies.changes(env, profile, decided.rows)
    _finish(env, write, decided, found, album)
    if any(row.item.verdict is Verdict.ERROR for row in decided.rows):
        raise typer.Exit(Exit.BAD_DATA)
    if any(row.item.clashes for row in decided.rows):
        raise typer.Exit(Exit.CONFLICT)


def _outstanding(env: Env) -> None:
    """Who has not returned what was sent, the newest dispatches first."""
    from ledger.render import clean, tsv

    with session.reading(env) as (store, _):
        sent, back = sents(store), store.settings(RETURNED)
    waiting = [one for one in reversed(sent) if one.key not in back]
    if not env.terminal_out:
        typer.echo(tsv(("发出", "单位", "文件"), [[s.on, s.receiver, s.file] for s in waiting]))
        return
    for dispatch in list(dict.fromkeys(one.dispatch for one in sent))[:DISPATCHES]:
        (first, *others) = [one for one in sent if one.dispatch == dispatch]
        missing = [one.receiver for one in waiting if one.dispatch == dispatch]
        told = f"未交回 {len(missing)} 家：{'、'.join(missing)}" if missing else "都已交回"
        typer.echo(clean(f"{first.on}  发给 {1 + len(others)} 家，{told}"))
    say("收回：ledger merge 交回的文件或文件夹")


# -- reading -----------------------------------------------------------------------------------


def _read(env: Env, words: Sequence[str], password: str | None) -> list[Back]:
    """Every file that came back. Raises BadData when none of them was sent by this ledger."""
    from ledger import catalogue
    from ledger.intake import reading
    from ledger.intake.copies import known_again

    with session.reading(env) as (store, _):
        sent = sents(store)
        context = formchoice.known(store, env.today)

    def understood(source: Source, book: Book) -> Back | str:
        returned = known_again(book, sent)
        if returned is None:
            return STRANGE
        told = context._replace(copy_of=returned.copy)
        read = reading.read(returned.book, catalogue.vocabulary(), told)
        return Back(source, read, answers(returned, read))

    found = incoming.opened(env, words, password, understood)
    if not found:
        raise BadData("没有一个是从这个台账发出去填的表", "别处来的表用 ledger import 读入")
    return found


# -- deciding and writing ----------------------------------------------------------------------


def _pictured(album: Album, rows: Sequence[Row]) -> list[Row]:
    """The rows with the pictures that are new to their issues."""
    items = album.planned(Plan(items=[row.item for row in rows])).items
    return [row._replace(item=one) for row, one in zip(rows, items, strict=True)]


def _decided(
    env: Env, profile: Profile, made: Planned, way: str | None, *, asked: bool
) -> list[Row]:
    """Conflicts decided: cell by cell on a terminal, else as told; unattended the ledger's value stays."""
    clashing = [row for row in made.rows if row.item.clashes]
    if clashing and way in (None, "ask") and asked:
        rows = replies.decide(env, profile, made.rows)
    else:
        replies.conflicts(env, profile, made.rows)
        rows = [_taken(row) if way == "update" else _kept(row) for row in made.rows]
    if clashing and way == "stop":
        told = f"有 {len(clashing)} 行冲突，没有写入"
        raise NotAllowed(told, "逐条处理，或用 --on-conflict skip、update")
    return [row._replace(item=checked(row.item, row.answer, _rules(made, row))) for row in rows]


def _taken(row: Row) -> Row:
    return row._replace(item=taking(row.item, tuple(row.item.clashes)))


def _kept(row: Row) -> Row:
    return row._replace(item=taking(row.item, ()))


def _rules(made: Planned, row: Row) -> Rules:
    return made.rules._replace(receiver=row.receiver)


def _finish(env: Env, write: Write, made: Planned, found: Sequence[Back], album: Album) -> None:
    changed = [row for row in made.rows if row.item.verdict in (Verdict.NEW, Verdict.UPDATE)]
    counts = Counter(row.item.verdict for row in changed)
    told = f"更新 {counts[Verdict.UPDATE]}，新增 {counts[Verdict.NEW]}"
    if write.dry_run:
        say(f"试运行：将写入 {told}；没有写入")
        return
    if changed:
        confirm(env, f"将写入（{told}）", yes=write.yes)
        album.keep([row.item for row in changed])
        files.backup(session.path(env))
    _write(env, write, made, found, album)


def _write(env: Env, write: Write, made: Planned, found: Sequence[Back], album: Album) -> None:
    """Everything in one transaction. Raises Conflict when the ledger moved on since the plan."""
    with writing.writing(env, write) as work:
        if work.store.head() != made.head:
            raise Conflict("其间台账有改动，没有写入", "再收一次，按最新的台账重新比对")
        batch = _rows(work, made, found, album)
        for back in found:
            told = {"file": back.source.name, "sha256": back.source.sha256}
            work.store.set(f"{RETURNED}{back.sent.key}", told, on=work.on)
        code = work.store.operation
        done = (
            f"已写入批次 {batch}（操作 {code}）"
            if batch
            else f"没有要更新的，已记下交回（操作 {code}）"
        )
        say(f"{done}。撤销：ledger undo {code}" if code else "没有要写入的")


def _rows(work: Session, made: Planned, found: Sequence[Back], album: Album) -> str:
    """Record what the rows say; the code of their batch, "" when they say nothing new."""
    new = [row.item for row in made.rows if row.item.verdict is Verdict.NEW]
    updates = [row for row in made.rows if row.item.verdict is Verdict.UPDATE]
    if not (new or updates):
        return ""
    batch = work.store.next_batch()
    work.store.detail = {
        "batch": batch,
        "files": [{"name": b.source.name, "sha256": b.source.sha256} for b in found],
        "counts": dict(Counter(str(row.item.verdict) for row in made.rows)),
    }
    given = work.given(facts={"batch": batch})
    current: dict[str, Issue] = {}
    for row in updates:
        _record(work, row, _rules(made, row), album, current)
    if new:
        work.store.record_all(list(batch_of(work, Plan(items=new), given, album)))
    return batch


def _record(work: Session, row: Row, rules: Rules, album: Album, current: dict[str, Issue]) -> None:
    """The events of a row, on the issue as the rows before it left it."""
    first = row.item.issue
    if first is None:
        return
    issue = current.get(first.uid, first)
    batch = work.store.detail["batch"]
    added = album.attachments([row.item], work.on)
    photos = {"attachments": (*issue.attachments, *added)} if added else {}
    for event in events(issue, {**row.item.changes, **photos}, rules):
        told = event._replace(facts={**event.facts, "batch": batch})
        issue = work.store.record(issue, told)
    current[first.uid] = issue
