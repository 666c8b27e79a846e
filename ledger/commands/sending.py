"""One workbook for each receiver, made, written and remembered: what `export --split-by` does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import typer

from ledger import figures
from ledger.commands import formchoice, session, writing
from ledger.commands.ask import confirm
from ledger.commands.env import Env
from ledger.commands.options import Write, listed
from ledger.commands.outward import Secrecy
from ledger.commands.picking import Choice, chosen, counted, held, wanted
from ledger.commands.session import say
from ledger.commands.writing import words_of
from ledger.errors import BadData, Conflict, Exit, LedgerError, NotAllowed, Usage
from ledger.intake.drafts import Layout
from ledger.intake.sent import SENT, Sent, plain
from ledger.models import FIELDS, Issue
from ledger.periods import Period
from ledger.profile import Profile
from ledger.sheets.files import write_atomic
from ledger.sheets.letter import SPARE, Terms, letter, opened
from ledger.store import Reader
from ledger.store.repository import new_uid

RECEIVERS: Final = {"街道": "subdistrict", "单位": "lead_unit", "小区": "estate"}
FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|\s]+')
OFFICE: Final = "办事处"
"""利民街道 and 利民街道办事处 are one receiver."""
NAMED: Final = 10


class Order(NamedTuple):
    """What the clerk wants sent: which issues, to whom, what they fill in, in which form, where to."""

    choice: Choice
    write: Write
    split_by: str
    fill: str | None
    form: str | None
    month: str | None
    folder: Path
    masked: bool


class Outgoing(NamedTuple):
    """A workbook ready to be written, and the record of it."""

    path: Path
    data: bytes
    sent: Sent

    @property
    def rows(self) -> int:
        return sum(len(table.rows) for table in self.sent.tables)


class Meant(NamedTuple):
    """The issues to send, by whom they are received; how their number agrees with the ledger; as of which day."""

    issues: Sequence[Issue]
    agreeing: str
    day: date


class Dispatch(NamedTuple):
    """Everything that goes out at once, and the end of the history that it was made from."""

    outgoing: Sequence[Outgoing]
    homeless: Sequence[Issue]
    agreeing: str
    head: tuple[int, bytes]


def send(env: Env, order: Order) -> None:
    """Write the workbooks and remember what is in them. Raises typer.Exit(4) when issues have no receiver."""
    with session.reading(env) as (store, profile):
        dispatch = _made(env, store, profile, order)
    if not dispatch.outgoing:
        raise NotAllowed(
            f"选出的问题都没有{order.split_by}，没有可发的", f"先补上：{_supply(order)}"
        )
    if not order.write.dry_run:
        _ask(env, order, dispatch)
        _keep(env, order, dispatch)
    _say(env, profile, order, dispatch)
    if dispatch.homeless:
        raise typer.Exit(Exit.BAD_DATA)


def _made(env: Env, store: Reader, profile: Profile, order: Order) -> Dispatch:
    if not order.split_by:
        raise Usage("--fill 要和 --split-by 一起用", "如 --split-by 街道 --fill 整改情况,备注")
    if order.split_by not in RECEIVERS:
        raise Usage(f"不能按“{order.split_by}”分表", f"可用：{'、'.join(RECEIVERS)}")
    field = RECEIVERS[order.split_by]
    meant = _meant(env, store, profile, order)
    groups: dict[str, list[Issue]] = {}
    for issue in meant.issues:
        name = getattr(issue, field) or ""
        groups.setdefault(name.removesuffix(OFFICE) or name, []).append(issue)
    homeless = groups.pop("", [])
    terms = _terms(env, store, profile, order, meant.day)
    files = _files(groups, terms, order)
    dispatch = new_uid(env.now())
    outgoing = []
    for receiver, issues in groups.items():
        key = new_uid(env.now())
        made = letter(terms, receiver, files[receiver], key, issues)
        sent = Sent(key, files[receiver], receiver, field, dispatch, f"{env.today}", made.tables)
        outgoing.append(Outgoing(order.folder / files[receiver], made.data, sent))
    if sum(out.rows for out in outgoing) + len(homeless) != len(meant.issues):
        raise LedgerError("分出的条数和台账不一致，没有写文件", "用 ledger check 核对台账")
    return Dispatch(outgoing, homeless, meant.agreeing, store.head())


def _terms(env: Env, store: Reader, profile: Profile, order: Order, day: date) -> Terms:
    from ledger import catalogue

    form = formchoice.opened(store, order.form, env)
    if why := next(filter(None, map(_unsent, form.reading.layouts)), ""):
        raise Usage(f"表样“{form.name}”{why}，不能发下去填", f"换一个 .xlsx，{formchoice.OTHER}")
    return Terms(
        form=form,
        opened=opened(form, listed(order.fill)),
        listed=words_of(profile),
        vocabulary=catalogue.vocabulary(),
        context=formchoice.known(store, env.today),
        day=day,
        show=Secrecy(hides=order.masked).show,
    )


def _unsent(layout: Layout) -> str:
    """Why what comes back in such a table could not be known again, in Chinese; "" if it can."""
    if layout.folded:
        return "的表头和问题都是上下几行"
    if layout.joined:
        return "把一个问题分写在几张工作表上"
    return f"的工作表“{layout.sheet}”没有表头" if layout.headless else ""


def _files(groups: Mapping[str, object], terms: Terms, order: Order) -> dict[str, str]:
    """The file name of each receiver: 利民街道_整改台账_202401.xlsx, no two the same."""
    stamp = f"{terms.day:%Y%m}" if order.month else f"{terms.day:%Y%m%d}"
    found: dict[str, str] = {}
    for receiver in groups:
        stem = FORBIDDEN.sub("_", f"{receiver}_{terms.form.name}")
        names = {name.casefold() for name in found.values()}
        tries = (f"{stem}{extra}_{stamp}.xlsx" for extra in ("", *range(2, len(groups) + 2)))
        found[receiver] = next(name for name in tries if name.casefold() not in names)
    return found


def _meant(env: Env, store: Reader, profile: Profile, order: Order) -> Meant:
    """The issues to send, counted twice: as chosen, and as the ledger reckons."""
    choice = order.choice
    if order.month:
        every = choice if choice.numbers else choice._replace(everything=True)
        issues = chosen(every, env, store, profile)
        period = Period.month(order.month, env.today)
        meant, expected, day = held(issues, period), _balance(issues, period), period.last
        what = f"台账{period.title}期末数"
    else:
        meant = chosen(choice, env, store, profile)
        spec = wanted(choice, env, store)
        expected = len(meant) if choice.numbers else counted(spec, env, store, profile)
        what, day = "台账", env.today
    if not meant:
        raise NotAllowed("没有符合条件的问题，没有可发的", "换条件再试，如 --all 连同已销号的")
    if len(meant) != expected:
        raise LedgerError(
            f"选出 {len(meant)} 条，{what}是 {expected} 条", "用 ledger check 核对台账"
        )
    return Meant(meant, f"与{what}一致", day)


def _balance(issues: Sequence[Issue], period: Period) -> int:
    """期末 as reports reckon it: what was there and what came, without what went."""
    stays = figures.stays(issues)
    came = sum(
        count(stay, period)
        for count in (figures.opening, figures.new, figures.rebound)
        for stay in stays
    )
    left = sum(count(s, period) for count in (figures.struck, figures.voided) for s in stays)
    return came - left


def _ask(env: Env, order: Order, dispatch: Dispatch) -> None:
    there = [out.path.name for out in dispatch.outgoing if out.path.exists()]
    if there:
        more = "等" if len(there) > 1 else ""
        told = f"“{order.folder}”里已有 {there[0]}{more} {len(there)} 个同名文件，将覆盖"
        confirm(env, told, yes=order.write.yes)


def _keep(env: Env, order: Order, dispatch: Dispatch) -> None:
    """The record first, the files before it is final: a full disk leaves no record of what is not there."""
    with writing.writing(env, order.write) as work:
        if work.store.head() != dispatch.head:
            raise Conflict("其间台账有改动，没有写文件", "再发一次，按最新的台账")
        for out in dispatch.outgoing:
            work.store.set(f"{SENT}{out.sent.key}", plain(out.sent), on=work.on)
        try:
            order.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadData(f"建不了文件夹“{order.folder}”", "换一个位置，用 -o 指明") from error
        for out in dispatch.outgoing:
            write_atomic(out.path, out.data)


def _say(env: Env, profile: Profile, order: Order, dispatch: Dispatch) -> None:
    from ledger import render

    names = [render.clean(str(out.path)) for out in dispatch.outgoing]
    width = max(map(render.measure, names))
    for name, out in zip(names, dispatch.outgoing, strict=True):
        blank = " " * (width - render.measure(name))
        typer.echo(
            f"{name}{blank}  {out.rows:>4} 条" if env.terminal_out else f"{name}\t{out.rows}"
        )
    homeless = [session.short(issue.number, profile, env) for issue in dispatch.homeless]
    total = sum(out.rows for out in dispatch.outgoing)
    without = f"，另有 {len(homeless)} 条没有{order.split_by}、未发" if homeless else ""
    say(f"合计 {total} 条{without}，{dispatch.agreeing}。{_open(dispatch)}")
    if homeless:
        more = f" 等 {len(homeless)} 条" if len(homeless) > NAMED else ""
        say(f"未发：{'、'.join(homeless[:NAMED])}{more}。补上再发：{_supply(order)}")
    if order.write.dry_run:
        say("试运行：没有写文件，也没有记下")
    else:
        say("收回后：ledger merge 交回的文件或文件夹      撤销：ledger undo")


def _supply(order: Order) -> str:
    """The command that gives issues a receiver."""
    return f"ledger edit 编号 {FIELDS[RECEIVERS[order.split_by]].label}=…"


def _open(dispatch: Dispatch) -> str:
    """Which columns the receivers may fill in."""
    columns = [
        column.path.replace("\n", "").rpartition("/")[2]
        for out in dispatch.outgoing
        for table in out.sent.tables
        for column in table.columns
        if column.open
    ]
    return f"可填列：{'、'.join(dict.fromkeys(columns))}；其余列已锁定，末尾空 {SPARE} 行可填新问题"
