"""A verb at work: the ledger open for writing, who writes, names checked against what is known."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import date, time
from io import StringIO
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import typer

from ledger import matching
from ledger.commands.env import Env
from ledger.commands.options import Write
from ledger.commands.session import (
    context,
    day,
    entered,
    path,
    profile_of,
    say,
    series,
    short,
    waiting,
)
from ledger.errors import Usage
from ledger.masking import mask_text
from ledger.models import FIELDS, Issue
from ledger.needs import Given
from ledger.profile import Profile
from ledger.store import Author, Reader, open_writing
from ledger.store.records import ESTATE, UNIT
from ledger.store.repository import Store
from ledger.workflow import next_command

LISTED: Final = {
    "campaign": "campaigns",
    "source": "sources",
    "category": "categories",
    "severity": "severities",
    "subdistrict": "subdistricts",
}
"""Fields whose words the profile lists, and where."""


CLOCK: Final = r"(?P<day>.*?)[ T]*(?<!\d)(?P<hour>\d{1,2})[:：](?P<minute>\d\d)"
PHONES: Final = ("phone", "person_phone")
PHONE: Final = (
    r"(?<!\d)(?:(?:86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|[48]00[- ]?\d{3}[- ]?\d{4}"
    r"|(?:0\d{2,3}[- ]?)?[2-9]\d{6,7})(?!\d)"
)

PLACE: Final = ("subdistrict", "community", "company")
NO_CAMPAIGN: Final = "无"
LONGEST_COMMAND: Final = 500
NONE: Final[Mapping[str, Any]] = MappingProxyType({})


class _TriedOnly(Exception):
    """Leaves the transaction of a dry run behind."""


class Session(NamedTuple):
    """What a verb works with: the open ledger, the district's rules, the day, the clerk.

    `afterwards` is done once all is kept: a file must not tell of what was not.
    """

    env: Env
    store: Store
    profile: Profile
    by: str
    on: date
    afterwards: list[Callable[[], None]]
    kept: bool = True
    dated: bool = False
    at: str = ""

    def given(
        self, note: str = "", facts: Mapping[str, Any] = NONE, *, force: bool = False
    ) -> Given:
        """What is told with a step: by this clerk, on this day."""
        return Given(self.by, self.on, note, facts, force, self.dated, self.at)

    def short(self, issue: Issue) -> str:
        """The number as a clerk says it: 17 in this year's series, else in full."""
        return short(issue.number, self.profile, self.env)

    def next_command(self, issue: Issue) -> str:
        """The likely next command, with the number as a clerk says it."""
        command = next_command(issue, self.profile)
        return command.replace(issue.number, self.short(issue))


@contextmanager
def writing(env: Env, write: Write) -> Iterator[Session]:
    """One command's transaction; with --dry-run everything is tried and nothing kept.

    What the command says and prints goes out once it is kept: nobody reads 已登记 of what a full disk refused.
    """
    out, err = StringIO(), StringIO()
    afterwards: list[Callable[[], None]] = []
    try:
        with open_writing(path(env), lambda store: _author(env, write, store), waiting) as store:
            with redirect_stdout(out), redirect_stderr(err):
                on, at = _happened(write.on, env, store)
                by = store.author.by
                profile = profile_of(store)
                store.series = series(profile, env)
                kept, dated = not write.dry_run, write.on is not None
                yield Session(env, store, profile, by, on, afterwards, kept, dated, at)
            _keep_unless(write.dry_run)
    except _TriedOnly:
        err.write("试运行：以上都没有写入\n")
        afterwards.clear()
    typer.echo(out.getvalue(), nl=False)
    typer.echo(err.getvalue(), nl=False, err=True)
    for step in afterwards:
        step()


def _happened(words: str | None, env: Env, store: Reader) -> tuple[date, str]:
    """The day on which it happened, today or before, and the moment as far as it is told. Raises Usage."""
    now = env.moment()
    if not words:
        return env.today, now
    clock = re.fullmatch(CLOCK, words.strip())
    on = day(words, env, store) if clock is None or clock["day"] else env.today
    at = f"{on}T{_clock(clock['hour'], clock['minute'])}" if clock else str(on)
    if at > now:
        raise Usage(f"--on 的 {at.replace('T', ' ')} 还没有到", "写事情发生的那天，不晚于今天")
    return on, at


def _clock(hour: str, minute: str) -> str:
    try:
        return f"{time(int(hour), int(minute)):%H:%M}"
    except ValueError:
        raise Usage(f"--on 的“{hour}:{minute}”不是钟点", "应像 16:40、昨天 16:40") from None


def _keep_unless(tried_only: bool) -> None:
    if tried_only:
        raise _TriedOnly


def _author(env: Env, write: Write, store: Reader) -> Author:
    by = (write.by or env.user or store.setting("clerk", "") or "").strip()
    if not by:
        raise Usage("不知道经办人是谁", "加 --by 姓名，或设一次：ledger config clerk 姓名")
    return Author(
        by=by,
        seat=store.setting("seat", "A"),
        at=env.now(),
        command=mask_text(env.words)[:LONGEST_COMMAND],  # what was typed stays for ever
        os_user=_os_user(),
        host=os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", ""),
    )


def _os_user() -> str:
    return os.environ.get("USER") or os.environ.get("USERNAME") or ""


def unit(name: str, session: Session, *, new: bool = False) -> str:
    """The unit that a name means, as the directory calls it. Raises Usage with the nearest for an unknown one."""
    store, profile = session.store, session.profile
    if entry := entered(store, UNIT, name):
        return str(entry["name"])
    place = matching.place(name)
    for known in (*profile.units, *profile.subdistricts):
        if matching.place(known) == place:
            return known
    if store.knows("lead_unit", name) or store.knows("company", name):
        return name
    from ledger.commands import naming

    return naming.unit(name, session, new=new)


def estate(name: str, session: Session, *, new: bool = False) -> str:
    """The estate that a name means, as the directory calls it.

    Raises Usage with the nearest for one that is unknown to an office that keeps a register.
    """
    if entry := entered(session.store, ESTATE, name):
        return str(entry["name"])
    if session.store.knows("estate", name):
        return name
    from ledger.commands import naming

    return naming.estate(name, session, new=new)


def place_of(estate: str, session: Session) -> dict[str, Any]:
    """Street, community and company of an estate, by the directory, else as its last issue tells them."""
    store = session.store
    known: Mapping[str, Any] = entered(store, ESTATE, estate) or {}
    if not known and (newest := store.newest_of(estate, limit=1)):
        known = store.get(newest[0][0])._asdict()
    return {key: known[key] for key in PLACE if known.get(key)}


def words_of(profile: Profile) -> dict[str, tuple[str, ...]]:
    """The words of each field for which the district lists them."""
    lists = {**LISTED, "satisfaction": "satisfactions"}
    return {field: words for field, name in lists.items() if (words := getattr(profile, name))}


def classed(work: Session, values: dict[str, Any]) -> None:
    """Tell 类别/小类, or a subcategory by itself, as the two that it names; the campaign that is worked on, too.

    Raises Usage for a subcategory that the category does not have.
    """
    if campaign := context(work.store):
        values.setdefault("campaign", campaign)
    if values.get("campaign") == NO_CAMPAIGN:
        del values["campaign"]
    told = values.get("category", "")
    category, slash, finer = told.partition("/")
    if not slash:
        category, finer = work.profile.category_of(told) or "", told
    rows = {name: tuple(words) for name, *words in work.profile.subcategories}
    if category in rows and told not in work.profile.categories:
        values |= {"category": category, "subcategory": word(finer, rows[category], "小类")}


def vetted(work: Session, key: str, value: str) -> str:
    """The value of a field, where the district lists its words: one of them, or one in use already;
    an estate as the directory calls it.

    Raises Usage naming the nearest. What is no phone is kept, old papers have such, and told.
    """
    if key in PHONES and re.search("[0-9A-Za-z]", value) and not re.search(PHONE, value):
        say(f"注意：{FIELDS[key].label}“{value}”不像电话号码，核对一下；写错了用 ledger edit 改")
    if key == "estate":
        return estate(value, work)
    if key not in LISTED:
        return value
    known, place = getattr(work.profile, LISTED[key]), matching.place(value)
    same = next((one for one in known if matching.place(one) == place), None)
    if same or work.store.knows(key, value):
        return same or value
    return word(value, known, FIELDS[key].label) or value


def word(value: str | None, listed: tuple[str, ...], label: str) -> str | None:
    """A word of the profile's list, or the one of which it is a part. Raises Usage with the list."""
    if value is None or not listed or value in listed:
        return value
    meant = [known for known in listed if value in known]
    if len(meant) == 1:
        return meant[0]
    near = meant or matching.nearest(value, listed)
    guess = f"是不是：{'、'.join(near)}？" if near else ""
    raise Usage(f"没有{label}“{value}”", f"{guess}可用的{label}：{'、'.join(listed)}")
