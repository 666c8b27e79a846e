"""One command at work on the ledger: opened, its author and profile known, its words echoed."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typer

from ledger import matching
from ledger.commands.env import Env
from ledger.commands.options import Write
from ledger.errors import BadData, Usage
from ledger.models import Issue
from ledger.profile import Profile, parse
from ledger.store import Author, Reader, Store, files, open_reading, open_writing
from ledger.workdays import Calendar

LONGEST_TEXT = 32_767


class _TriedOnly(Exception):
    """Leaves the transaction of a dry run behind."""


@dataclass
class Session:
    """What a verb works with: the open ledger, the district's rules, the day, the clerk."""

    env: Env
    store: Store
    profile: Profile
    by: str
    on: date

    def short(self, issue: Issue) -> str:
        """The number as a clerk says it: 17 in this year's series, else in full."""
        return short(issue.number, self.profile, self.env)


def say(text: str) -> None:
    """A sentence for the clerk: words go to stderr, data to stdout."""
    from ledger.render import clean

    typer.echo("\n".join(clean(line) for line in text.split("\n")), err=True)


def path(env: Env) -> Path:
    return files.find(env.db)


@contextmanager
def reading(env: Env) -> Iterator[tuple[Reader, Profile]]:
    """The ledger as it is, and its district's profile."""
    with open_reading(path(env)) as store:
        yield store, profile_of(store)


@contextmanager
def writing(env: Env, write: Write, *, command: str | None = None) -> Iterator[Session]:
    """One command's transaction; with --dry-run everything is tried and nothing kept."""
    file = path(env)
    by, seat = _clerk(env, write, file)
    author = Author(
        by=by,
        seat=seat,
        at=env.now(),
        command=command or words(),
        os_user=_os_user(),
        host=os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", ""),
    )
    try:
        with open_writing(file, author, _waiting) as store:
            on = day(write.on, env, store) if write.on else env.today
            yield Session(env=env, store=store, profile=profile_of(store), by=by, on=on)
            _keep_unless(write.dry_run)
    except _TriedOnly:
        say("试运行：以上都没有写入")


def _keep_unless(tried_only: bool) -> None:
    if tried_only:
        raise _TriedOnly


def _clerk(env: Env, write: Write, file: Path) -> tuple[str, str]:
    with open_reading(file) as store:
        seat = store.setting("seat", "A")
        clerk = store.setting("clerk")
    by = write.by or env.user or clerk
    if not by:
        raise Usage("不知道经办人是谁", "加 --by 姓名，或设一次：ledger config clerk 姓名")
    return by.strip(), seat


def words() -> str:
    """The command as it was typed, for the log."""
    return " ".join(sys.argv[1:])[:500]


def _waiting() -> None:
    say("另一窗口正在写入，等它做完（最多一分钟）……")


def _os_user() -> str:
    return os.environ.get("USER") or os.environ.get("USERNAME") or ""


def profile_of(store: Reader) -> Profile:
    return parse(store.setting("profile", {}))


def calendar(store: Reader) -> Calendar:
    """The working days: the shipped table with this ledger's own changes."""
    from ledger import catalogue

    return catalogue.calendar(store.setting("calendar", {}))


def day(text: str, env: Env, store: Reader) -> date:
    """The day that a clerk typed."""
    from ledger.dates import typed

    return typed(text, env.today, calendar(store))


def warn_unofficial(first: date, last: date, days: Calendar) -> None:
    """Say so when a limit runs through a year whose days off are not known."""
    from ledger.workdays import unofficial

    for year in sorted(unofficial(first, last, days)):
        say(f"注意：没有 {year} 年的放假安排，暂按周一至周五计算；发布后用 ledger calendar 补上")


def short(number: str, profile: Profile, env: Env) -> str:
    """17 for this year's 2023-0017, anything else in full."""
    series, _, serial = number.rpartition("-")
    return str(int(serial)) if series == f"{profile.prefix}{env.today.year}" else number


def text(words: str | None) -> str:
    """What a clerk typed as free text; "-" reads stdin. Raises BadData for what no file could hold."""
    if words is None:
        return ""
    told = sys.stdin.read() if words == "-" else words
    told = told.strip()
    if len(told) > LONGEST_TEXT:
        raise BadData(
            f"文字太长（{len(told)} 字），最多 {LONGEST_TEXT} 字", "长的材料用 ledger attach 附上"
        )
    return told.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\0", "")


def unit(name: str, session: Session, *, new: bool = False) -> str:
    """The unit that a name means, in its usual spelling. Raises Usage with the nearest for an unknown one."""
    store, profile = session.store, session.profile
    if store.knows("lead_unit", name) or store.knows("company", name):
        return name
    listed = (*profile.units, *profile.subdistricts)
    same = [known for known in listed if matching.bare(known) == matching.bare(name)]
    if same or new:
        return (same or [name])[0]
    known = (*listed, *store.names("lead_unit"), *store.names("company"))
    near = matching.nearest(name, known)
    hint = f"是不是：{'、'.join(near)}？确为新单位加 --new" if near else "确为新单位加 --new"
    raise Usage(f"名录里没有单位“{name}”", hint)


def word(value: str | None, listed: tuple[str, ...], label: str) -> str | None:
    """A word of the profile's list, or the one of which it is a part. Raises Usage naming the nearest."""
    if value is None or not listed or value in listed:
        return value
    meant = [known for known in listed if value in known]
    if len(meant) == 1:
        return meant[0]
    near = meant or matching.nearest(value, listed) or listed
    raise Usage(f"没有{label}“{value}”", f"可用的{label}：{'、'.join(near)}")
