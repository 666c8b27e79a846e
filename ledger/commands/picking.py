"""From what a clerk typed to the issues that are meant: numbers, ranges, stdin, filters."""

import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import typer

from ledger.commands import session
from ledger.commands.env import Env
from ledger.commands.options import Text, listed, option
from ledger.errors import Usage
from ledger.models import Issue, Status
from ledger.profile import Profile
from ledger.selection import DERIVED, RECURRING, Filter
from ledger.store import Reader
from ledger.store.records import ESTATE, UNIT

if TYPE_CHECKING:
    from ledger.periods import Period

FULL: Final = r"(\D*\d{4}-)(\d+)"
FIRST_YEAR: Final = 1990
MOST: Final = 10_000
TO_BLANK: Final = str.maketrans(",，、", "   ")
LABELS: Final = {status.label: str(status) for status in Status}
EVERY: Final = "全部"
TOLD_AGAIN: Final = "反复投诉"
JUDGED: Final = frozenset(("待回访", "待销号"))
FILTERS: Final = (
    "campaign", "status", "subdistrict", "community", "estate", "unit", "company", "category", "source",
    "severity", "tag", "overdue", "due_in", "since", "until", "reopened", "batch", "keyword",
)  # fmt: skip


class Choice(NamedTuple):
    """Which issues: numbers, or filters (the same words in every verb)."""

    numbers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="编号…",
            help="如 17、17,41,50-55、2023-0017；- 从标准输入读",
            show_default=False,
        ),
    ] = None
    campaign: Annotated[
        Text, option("--campaign", metavar="专项", help="哪个专项；全部 是不限")
    ] = None
    status: Annotated[
        Text,
        option("-S", "--status", metavar="状态", help="待交办、整改中、超期、待回访……；~ 表示不是"),
    ] = None
    subdistrict: Annotated[
        Text, option("-s", "--subdistrict", metavar="街道", help="街道、镇、乡")
    ] = None
    community: Annotated[Text, option("--community", metavar="社区", help="社区、村")] = None
    estate: Annotated[
        Text, option("-e", "--estate", metavar="小区", help="小区，可写一部分或拼音首字母")
    ] = None
    unit: Annotated[Text, option("-u", "--unit", metavar="单位", help="责任单位或配合单位")] = None
    company: Annotated[Text, option("--company", metavar="企业", help="物业企业")] = None
    category: Annotated[Text, option("-c", "--category", metavar="类别", help="问题类别或小类")] = (
        None
    )
    source: Annotated[Text, option("--source", metavar="来源", help="问题来源")] = None
    severity: Annotated[Text, option("--severity", metavar="等级", help="等级")] = None
    tag: Annotated[Text, option("--tag", metavar="标签", help="标签")] = None
    overdue: Annotated[bool, option("--overdue", help="只要超期的")] = False
    due_in: Annotated[Text, option("--due-in", metavar="天数", help="几天内到期的")] = None
    since: Annotated[Text, option("--since", metavar="日期", help="这天起入账的")] = None
    until: Annotated[Text, option("--until", metavar="日期", help="到这天入账的")] = None
    reopened: Annotated[bool, option("--reopened", help="只要反弹的")] = False
    batch: Annotated[Text, option("--batch", metavar="批次", help="某一导入批次，如 B0007")] = None
    keyword: Annotated[
        Text, option("-k", "--keyword", metavar="关键词", help="描述、标题、小区、单号、备注里的词")
    ] = None
    everything: Annotated[bool, option("--all", help="连同已销号和终结的")] = False


def numbers(typed: list[str]) -> list[str]:
    """Single numbers from lists (17,41), ranges (50-55) and "-" (stdin, one a line), in order, each once.

    Raises Usage for what is no number and for a range that is turned round or too long.
    """
    parts: list[str] = []
    for item in typed:
        if item == "-":
            parts += [line.split("\t")[0].strip() for line in sys.stdin if line.strip()]
        else:
            parts += item.translate(TO_BLANK).split()
    return list(dict.fromkeys(number for part in parts for number in _expanded(part)))


def _expanded(part: str) -> list[str]:
    if part.isdecimal():
        return [str(int(part))]
    full = re.fullmatch(FULL, part)
    if full and not (part[0].isdecimal() and int(part[:4]) < FIRST_YEAR):
        return [f"{full[1]}{int(full[2]):04d}"]
    first, dash, last = part.partition("-")
    if dash and first.isdecimal() and last.isdecimal():
        low, high = int(first), int(last)
        if low > high:
            raise Usage(f"编号范围“{part}”前大后小", f"写成 {high}-{low}")
        if high - low >= MOST:
            raise Usage(f"编号范围“{part}”太长", "改用筛选条件，如 -s 街道")
        return [str(n) for n in range(low, high + 1)]
    raise Usage(f"“{part}”不是编号", "编号写 17、2023-0017、17,41 或 50-55")


def is_bulk(choice: Choice) -> bool:
    """Whether a change must be asked about: more than three numbers, numbers from a pipe, any filter."""
    typed = choice.numbers or []
    return filtered(choice) or "-" in typed or len(numbers(typed)) > 3


def filtered(choice: Choice) -> bool:
    return any(getattr(choice, name) for name in FILTERS) or choice.everything


def wanted(choice: Choice, env: Env, store: Reader) -> Filter:
    """The filter that the options spell."""
    status = _status(choice.status)
    return Filter(
        campaign=campaigns(choice.campaign, store),
        status=status,
        recurring=_recurring(store) if TOLD_AGAIN in status else (),
        subdistrict=_names(choice.subdistrict, "subdistrict", store),
        community=_words(choice.community),
        estate=_names(choice.estate, "estate", store),
        unit=_names(choice.unit, "lead_unit", store),
        company=_names(choice.company, "company", store),
        category=_words(choice.category),
        source=_words(choice.source),
        severity=_words(choice.severity),
        tag=_words(choice.tag),
        batch=choice.batch,
        keyword=choice.keyword,
        overdue=choice.overdue,
        due_in=_count(choice.due_in, "--due-in"),
        since=session.day(choice.since, env, store) if choice.since else None,
        until=session.day(choice.until, env, store) if choice.until else None,
        reopened=choice.reopened,
        closed_too=choice.everything,
    )


def campaigns(told: str | None, store: Reader) -> tuple[str, ...]:
    """The campaigns that are meant: those told, else the one of `ledger context`; none is every one."""
    named = _words(told) if told is not None else (session.context(store),)
    return () if EVERY in named else tuple(filter(None, named))


def narrowed(choice: Choice, store: Reader) -> str:
    """The sentence on what `ledger context` leaves out; "" when it has no say."""
    own = choice.numbers or choice.campaign is not None
    return "" if own else session.narrowed(session.context(store))


def _recurring(store: Reader) -> tuple[str, ...]:
    """The issues (uid) that repeat another within the days of the profile (反复)."""
    from ledger.standing import recurring
    from ledger.store import repeats

    return tuple(recurring(repeats.said(store), session.profile_of(store).repeat_days))


def _words(value: str | None) -> tuple[str, ...]:
    return tuple(listed(value))


def _count(value: str | None, name: str) -> int | None:
    if value is None:
        return None
    if not value.isdecimal() or int(value) > MOST:
        raise Usage(f"{name} 的“{value}”不是数，或太大", f"应像 {name} 3")
    return int(value)


def _status(value: str | None) -> tuple[str, ...]:
    """Codes and derived words. Raises Usage with the list for anything else."""
    out = []
    for word in _words(value):
        no, bare = ("~", word[1:]) if word.startswith("~") else ("", word)
        code = LABELS.get(bare, bare)
        if code not in set(Status) and (bare not in DERIVED or no):
            known = "、".join((*LABELS, *DERIVED))
            raise Usage(f"没有状态“{word}”", f"可用的状态：{known}")
        out.append(no + code)
    return tuple(out)


def _names(value: str | None, column: str, store: Reader) -> tuple[str, ...]:
    """Words for a column of names, with what the directory calls the same; Latin letters are tried as
    pinyin initials of the names in the ledger.
    """
    out: list[str] = []
    for word in _words(value):
        sign, name = ("~", word[1:]) if word.startswith("~") else ("", word)
        entry = session.entered(store, ESTATE if column == "estate" else UNIT, name)
        if entry:
            out += [sign + one for one in (entry["name"], *entry.get("aliases", ()))]
        elif word.isascii() and word.isalpha():
            from ledger import catalogue

            found = [n for n in store.names(column) if catalogue.matches_initials(word, n)]
            out += found or [word]
        else:
            out.append(word)
    return tuple(out)


def picked(choice: Choice, env: Env, store: Reader, profile: Profile) -> list[Issue]:
    """The issues that are meant, by numbers or by filters, but not by both. Raises Usage, NotFound."""
    if choice.numbers and filtered(choice):
        raise Usage("编号和筛选条件不能同时用", "只写编号，或只写筛选条件")
    if choice.numbers:
        found = [store.resolve(number) for number in numbers(choice.numbers)]
        if not found:
            raise Usage("没有收到编号", "编号写 17、2023-0017、17,41 或 50-55")
        return store.issues(list(dict.fromkeys(found)))
    if not filtered(choice):
        raise Usage("没有说是哪些问题", "写编号（如 17），或筛选条件（如 -s 街道）")
    return _found(choice, env, store, profile, order="pressing")


def chosen(choice: Choice, env: Env, store: Reader, profile: Profile) -> list[Issue]:
    """The issues that numbers or filters mean, all open ones when nothing is told, in the order of their numbers."""
    if choice.numbers:
        return picked(choice, env, store, profile)
    return _found(choice, env, store, profile, order="number")


def _found(choice: Choice, env: Env, store: Reader, profile: Profile, *, order: str) -> list[Issue]:
    """The issues that filters mean; what `ledger context` leaves out is said."""
    if told := narrowed(choice, store):
        session.say(told)
    return search(wanted(choice, env, store), env, store, profile, order=order)


def held(issues: Sequence[Issue], period: "Period") -> list[Issue]:
    """Those of the issues that are in the books at the end of a period (期末)."""
    from ledger.figures import closing, stays

    uids = {stay.issue.uid for stay in stays(issues) if closing(stay, period)}
    return [issue for issue in issues if issue.uid in uids]


def search(
    spec: Filter,
    env: Env,
    store: Reader,
    profile: Profile,
    *,
    order: str = "pressing",
    limit: int = 0,
) -> list[Issue]:
    """The issues that fit; the derived words that SQL cannot tell are judged here."""
    derived = JUDGED & set(spec.status)
    spec = spec._replace(now=env.moment())
    found = store.find(spec, env.today, order=order, limit=0 if derived else limit)
    if not derived:
        return list(found)
    from ledger.standing import awaits_callback, awaits_close

    judges = {"待回访": awaits_callback, "待销号": awaits_close}
    found_again = set(spec.recurring)
    kept = [
        issue
        for issue in found
        if issue.status is not Status.DONE  # another word asked for it
        or issue.status in spec.status
        or (TOLD_AGAIN in spec.status and _tells_again(issue, found_again))
        or any(judges[word](issue, profile) for word in derived)
    ]
    return kept[:limit] if limit else kept


def _tells_again(issue: Issue, found: set[str]) -> bool:
    return bool(issue.repeats) or RECURRING in issue.tags or issue.uid in found


def counted(spec: Filter, env: Env, store: Reader, profile: Profile) -> int:
    """How many issues fit."""
    if JUDGED.isdisjoint(spec.status):
        return store.count(spec._replace(now=env.moment()), env.today)
    return len(search(spec, env, store, profile))
