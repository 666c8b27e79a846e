"""The ledger as a command finds it: opened for reading, its profile and calendar, words for the clerk."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ledger.commands.env import Env
from ledger.errors import BadData
from ledger.models import Issue, dumps
from ledger.profile import Profile, parse
from ledger.store import Reader, files, open_reading

if TYPE_CHECKING:
    from ledger.workdays import Calendar

LONGEST_TEXT = 32_767


def say(text: str) -> None:
    """A sentence for the clerk: words go to stderr, data to stdout."""
    from ledger.render import clean

    typer.echo("\n".join(clean(line) for line in text.split("\n")), err=True)


def waiting() -> None:
    say("另一窗口正在写入，等它做完（最多一分钟）……")


def path(env: Env) -> Path:
    return files.find(env.db)


@contextmanager
def reading(env: Env) -> Iterator[tuple[Reader, Profile]]:
    """The ledger as it is, and its district's profile."""
    with open_reading(path(env), waiting) as store:
        profile = profile_of(store)
        store.series = series(profile, env)
        yield store, profile


def profile_of(store: Reader) -> Profile:
    return parse(store.setting("profile", {}))


def context(store: Reader) -> str:
    """The campaign (专项) that is worked on: what is not told otherwise is meant of it; "" is every one."""
    return str(store.setting("context", ""))


def narrowed(campaign: str) -> str:
    """The sentence on what `ledger context` leaves out; "" when it leaves out nothing."""
    if not campaign:
        return ""
    return f"只看专项“{campaign}”的；不限：--campaign 全部，取消：ledger context --clear"


def entered(store: Reader, prefix: str, name: str) -> dict[str, Any] | None:
    """What the directory (名录) holds of exactly that name, or of what is called so, too."""
    told = store.settings(prefix, dumps(name)).values()
    return next((one for one in told if name in (one["name"], *one.get("aliases", ()))), None)


def calendar(store: Reader) -> "Calendar":
    """The working days: the shipped table with this ledger's own changes."""
    from ledger import catalogue

    changes = store.setting("calendar", {})
    try:
        return catalogue.calendar(changes)
    except (ValueError, TypeError, AttributeError) as error:
        raise BadData(
            "设置“calendar”的内容读不懂，台账文件被改动过",
            "用 ledger check 核对，再用 ledger restore 从备份还原",
        ) from error


def day(text: str, env: Env, store: Reader) -> date:
    """The day that a clerk typed for what has happened."""
    from ledger.dates import typed

    return typed(text, env.today, calendar(store))


def limit(text: str, env: Env, store: Reader) -> date:
    """The day that a clerk typed for what is to come."""
    from ledger.dates import typed

    return typed(text, env.today, calendar(store), ahead=True)


def warn_unofficial(first: date, last: date, days: "Calendar") -> None:
    """Say so when a limit runs through a year whose days off are not known."""
    from ledger.workdays import unofficial

    for year in sorted(unofficial(first, last, days)):
        say(f"注意：没有 {year} 年的放假安排，暂按周一至周五计算；发布后用 ledger calendar 补上")


def series(profile: Profile, env: Env) -> str:
    """The series in which numbers are given today: prefix and year."""
    return f"{profile.prefix}{env.today.year}"


def short(number: str, profile: Profile, env: Env) -> str:
    """17 for this year's 2023-0017, anything else in full."""
    before, _, serial = number.rpartition("-")
    return str(int(serial)) if before == series(profile, env) else number


def text(words: str | None) -> str:
    """What a clerk typed as free text; "-" reads stdin. Raises BadData for what no file could hold."""
    return tidy(sys.stdin.read() if words == "-" else words or "")


def tidy(text: str) -> str:
    """A text without outer white space and NUL. Raises BadData for what no file could hold."""
    told = text.replace("\0", "").strip()
    if len(told) > LONGEST_TEXT:
        raise BadData(
            f"文字太长（{len(told)} 字），最多 {LONGEST_TEXT} 字", "长的材料用 ledger attach 附上"
        )
    return told


def beyond_city(issue: Issue) -> str:
    """A warning beside the limit when the city's lies before it."""
    city = issue.city_due_on
    return f"，注意：晚于市级时限 {city}" if city and issue.due_on and issue.due_on > city else ""


def place(issue: Issue) -> str:
    """Where an issue is, for a line that names it."""
    return (
        issue.estate
        or issue.location
        or issue.community
        or issue.subdistrict
        or (issue.title or "")
    )
