"""Records of a register as commands make, find, change and list them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import typer

from ledger import numbered
from ledger.commands.env import Env
from ledger.commands.options import listed
from ledger.commands.writing import Session
from ledger.errors import NotFound, Usage
from ledger.models import Action, Issue, dumps
from ledger.needs import Given
from ledger.numbered import R, Register
from ledger.store import Reader
from ledger.store import numbered as kept

Values = Mapping[str, Any]


def begun(
    work: Session, register: Register[R], word: str, kind: str, issues: Sequence[Issue] = ()
) -> dict[str, Any]:
    """What every new record has: its identity, its kind, the next number, who made it and when."""
    serial = kept.next_serial(work.store, register, kind, work.on.year)
    return {
        "uid": work.store.uid(),
        "kind": kind,
        "year": work.on.year,
        "serial": serial,
        "doc_no": numbered.number(word, work.on.year, serial),
        "given_on": work.on,
        "by": work.by,
        "issues": tuple(issue.uid for issue in issues),
    }


def make(work: Session, register: Register[R], record: R) -> R:
    """A new record, kept."""
    return kept.record(work.store, register, None, numbered.issued(register, record, work.given()))


def change(
    work: Session, register: Register[R], record: R, deed: tuple[Action, Given], values: Values
) -> R:
    """A record with other values, kept: what was done, and what was told with it."""
    event = numbered.changed(record, *deed, values)
    return kept.record(work.store, register, record, event)


def found(reader: Reader, register: Register[R], words: str, year: int) -> R:
    """The record that a clerk names. Raises NotFound when there is none, Usage when it was taken back."""
    record = kept.named(reader, register, words, year)
    if record is None:
        raise NotFound(f"没有{register.label}“{words}”", f"用 {register.listed} 查看编号")
    if record.withdrawn:
        raise Usage(f"{record.doc_no} 已撤回", "用 ledger log 查看是哪次撤销")
    return record


def days(month: str | None, env: Env) -> tuple[date, date]:
    """The first and last day that a clerk asks for by a month; all days without one."""
    if month is None:
        return date.min, date.max
    from ledger.periods import Period

    period = Period.month(month, env.today)
    return period.first, period.last


def put_json(reader: Reader, register: Register[R], records: Sequence[R]) -> None:
    """Records as JSON objects, their issues by number."""
    names = kept.numbers(reader, records)
    typer.echo(dumps([numbered.public(register, record, names) for record in records]))


def called(typed: str | None, known: Sequence[str], label: str) -> tuple[str, ...]:
    """Those of the known names that a clerk means, in full or by a part of each. Raises Usage."""
    meant: list[str] = []
    for name in listed(typed):
        fits = [one for one in known if one == name] or [one for one in known if name in one]
        if len(fits) != 1:
            raise Usage(
                f"{label}里{'不止一个' if fits else '没有'}“{name}”", f"可用：{'、'.join(known)}"
            )
        meant += fits
    return tuple(dict.fromkeys(meant))
