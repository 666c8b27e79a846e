"""The files of an import: found, opened, read; what was left aside is said."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple, TypeVar

from ledger.commands import session
from ledger.commands.ask import hidden
from ledger.commands.env import Env
from ledger.commands.options import Text, option
from ledger.commands.session import say
from ledger.errors import BadData, LedgerError, Usage
from ledger.intake import own
from ledger.intake.drafts import Reading, Role
from ledger.intake.marks import WORD
from ledger.intake.sent import SENT
from ledger.store import Reader

if TYPE_CHECKING:
    from ledger.intake.context import Context
    from ledger.intake.grid import Book
    from ledger.sheets.gather import Aside, Source

APART: Final = (Role.STATISTICS, Role.HIDDEN, Role.EMPTY)
LISTED: Final = 5
WITHOUT_IT: Final = "所有文件都没有写入；也可以先移开它，导入其余的"
Password = Annotated[
    Text, option("--password", metavar="密码", help="打开密码；不写时在终端上询问")
]


class Ways(NamedTuple):
    """How the clerk wants the files read."""

    given: Mapping[str, str]
    sheets: tuple[str, ...]
    done_is_closed: bool
    password: str | None
    form: str | None = None


class Incoming(NamedTuple):
    """A file and what it says."""

    source: "Source"
    reading: Reading


T = TypeVar("T")


def read(env: Env, words: Sequence[str], ways: Ways) -> list[Incoming]:
    """Every workbook that files, folders and zips stand for, all of them or none.

    Raises BadData naming the file that cannot be read or holds no ledger, Cancelled when a password is
    asked for and not given.
    """
    context = _context(env, ways)

    def understood(source: "Source", book: "Book") -> Incoming | str:
        return _understood(source, book, context)

    found = opened(env, words, ways.password, understood)
    if not found:
        raise BadData("没有找到台账", "检查是不是给错了文件夹或压缩包")
    _none_sent(env, found)
    return found


def _none_sent(env: Env, found: Sequence[Incoming]) -> None:
    """Raises Usage for a workbook that this ledger sent out: read as a stranger's, all of it would seem new."""
    columns = (c for item in found for layout in item.reading.layouts for c in layout.columns)
    keys = [c.path.removeprefix(WORD).strip() for c in columns if c.path.startswith(WORD)]
    if not keys:
        return
    with session.reading(env) as (store, _):
        sent = [told["file"] for key in keys if (told := store.setting(f"{SENT}{key}"))]
    if sent:
        raise Usage(f"“{sent[0]}”是发下去的表", "收回用 ledger merge 文件或文件夹")


def opened(
    env: Env,
    words: Sequence[str],
    password: str | None,
    understood: "Callable[[Source, Book], T | str]",
) -> list[T]:
    """What each workbook means that files, folders and zips stand for; a text is why one is left aside.

    What was left aside is said. Raises BadData naming the file that cannot be read, Cancelled when a password
    is asked for and not given.
    """
    from ledger.commands.busy import Busy
    from ledger.sheets.gather import Aside, gather
    from ledger.sheets.read import read_content

    found: list[T] = []
    with Busy() as busy:
        busy.say("正在查找文件")
        if not all(words):  # an empty path is the folder where one stands
            raise BadData("没有找到文件“”", "写出文件名；可把文件拖进窗口代替输入")
        sources, aside = gather([Path(word) for word in words])
        asked = password or (_asking(env, busy.pause) if env.terminal_in else None)
        notes: list[str] = []
        for number, source in enumerate(sources, 1):
            busy.say(f"正在读取 {source.name}（{number}/{len(sources)}）")
            try:
                book = read_content(source.content(), source.name, asked)
                meant = understood(source, book)
            except LedgerError as error:
                raise error if len(sources) == 1 else _named(error, source.name) from error
            notes += [n if source.named else f"“{source.name}”{n}" for n in book.notes]
            if isinstance(meant, str):
                aside.append(Aside(source.name, meant))
            else:
                found.append(meant)
    _say_aside(aside)
    for note in notes:
        say(f"注意：{note}")
    return found


def _understood(source: "Source", book: "Book", context: "Context") -> Incoming | str:
    """What a file says; why it is left aside when nobody named it and it is plainly no ledger. Raises BadData."""
    from ledger import catalogue
    from ledger.intake import reading

    if own.is_own(book):
        return Incoming(source, own.read(book))
    found = reading.read(book, catalogue.vocabulary(), context)
    roles = {layout.role for layout in found.layouts}
    if Role.LEDGER in roles:
        return Incoming(source, found)
    if not source.named and roles.issubset(APART):
        return "没有逐条的问题"
    why = "；".join(f"“{layout.sheet}”{layout.role}：{layout.why}" for layout in found.layouts)
    raise BadData(
        f"“{source.name}”里没有找到台账：{why}",
        "检查是不是拿错了文件；确是台账的，用 --map 列=字段 说明（如 --map D=问题描述）",
    )


def _context(env: Env, ways: Ways) -> "Context":
    """What the ledger knows and the clerk wants."""
    from ledger import catalogue
    from ledger.intake.context import Context

    with session.reading(env) as (store, profile):
        return Context(
            today=env.today,
            district=profile.district,
            streets=frozenset((*profile.subdistricts, *store.names("subdistrict"))),
            communities=frozenset(name for name, _ in catalogue.communities(profile.district)),
            calendar=session.calendar(store),
            done_is_closed=ways.done_is_closed,
            given=ways.given,
            sheets=ways.sheets,
            remembered=store.mappings(),
            form=_form(store, ways.form) if ways.form else {},
        )


def _form(store: Reader, name: str) -> dict[str, tuple[str, ...]]:
    """The columns of a remembered form, whatever its layout. Raises Usage."""
    from ledger.commands.forms import known

    layouts = known(store, name).mapping.values()
    return {path: fields for columns in layouts for path, fields in columns.items()}


def _asking(env: Env, before: Callable[[], None]) -> Callable[[], str | None]:
    """Asks for the password at its first use; all files of a command share it."""

    def asked() -> str | None:
        before()
        return hidden(env, "文件有打开密码，输入密码（不显示）：")

    return cache(asked)


def _named(error: LedgerError, name: str) -> LedgerError:
    """The refusal of one file among several."""
    told = str(error) if name in str(error) else f"“{name}”：{error}"
    return type(error)(told, f"{error.hint}。{WITHOUT_IT}" if error.hint else WITHOUT_IT)


def _say_aside(aside: "Sequence[Aside]") -> None:
    """What is not read, by the reason."""
    names: dict[str, list[str]] = {}
    for item in aside:
        names.setdefault(item.reason, []).append(item.name)
    for reason, told in names.items():
        more = f" 等 {len(told)} 个" if len(told) > LISTED else ""
        say(f"略过（{reason}）：{'、'.join(told[:LISTED])}{more}")
