"""What leaves the office: whose data are hidden, what is recorded, the photos beside it, the file opened."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.commands import evidence, session, writing
from ledger.commands.env import Env
from ledger.commands.options import Write
from ledger.commands.session import say
from ledger.errors import Usage
from ledger.masking import masked, personal
from ledger.models import Action, Event, Issue

if TYPE_CHECKING:
    from ledger.sheets.pasted import Thumbnail


class Secrecy(NamedTuple):
    """Whether residents' names, phones and door numbers are hidden.

    They are in what goes to others, unless it is asked for in full, which the log remembers. The ledger's own
    book (表样, csv, jsonl) is complete, so that it can be read in again.
    """

    hides: bool
    recorded: bool = False

    def shown(self, issues: Sequence[Issue]) -> list[Issue]:
        return [masked(issue) for issue in issues] if self.hides else list(issues)

    def show(self, issue: Issue) -> Issue:
        return masked(issue) if self.hides else issue


def secrecy(*, hide: bool, full: bool, outward: bool) -> Secrecy:
    """What was asked for. Raises Usage when both were."""
    if hide and full:
        raise Usage("--masked 和 --full 只能用一个", "发给外单位用 --masked，内部使用用 --full")
    return Secrecy(hides=hide or (outward and not full), recorded=full)


@contextmanager
def recording(env: Env, write: Write, secret: Secrecy, told: dict[str, object]) -> Iterator[None]:
    """The writing of a file; when it holds everything in full it is remembered with it, or not written."""
    if not secret.recorded:
        yield
        return
    with writing.writing(env, write) as work:
        event = Event("export", Action.EXPORT, work.on, work.by, {}, facts=told)
        work.store.append("setting", [event])
        yield
        say(f"含投诉人姓名、电话，只供内部使用；已记入日志（操作 {work.store.operation}）")


def recorded(env: Env, write: Write, secret: Secrecy, told: dict[str, object]) -> None:
    """Remember a complete export before it is printed: bytes are not held back, as text is, until that is kept."""
    with recording(env, write, secret, told):
        pass


def warned(issues: Sequence[Issue], secret: Secrecy) -> None:
    """Say that a complete export is for the office alone."""
    if not secret.hides and not secret.recorded and personal(issues):
        say("含投诉人姓名或电话，发给外单位加 --masked 遮盖")


def copied(env: Env, issues: Sequence[Issue], folder: Path) -> int:
    """The photos of these issues as they are kept, named by number and stage, in a folder; how many."""
    from ledger.sheets.files import write_atomic
    from ledger.store import attachments

    count = 0
    for issue in issues:
        for index, item in enumerate(issue.attachments, 1):
            file = attachments.kept(session.path(env), item["sha256"], item["name"])
            if not file.is_file():
                say(f"注意：{issue.number} 号的附件 {item['name']} 不在附件文件夹里，没有带上")
                continue
            folder.mkdir(parents=True, exist_ok=True)
            name = f"{issue.number}_{evidence.KINDS[item['kind']]}{index}{file.suffix}"
            write_atomic(folder / name, file.read_bytes())
            count += 1
    return count


def thumbnails(env: Env) -> "Callable[[Any], Thumbnail | None]":
    """Makes the photo that an issue names small enough for a cell; None for one that is not there."""
    from ledger.sheets.pasted import Thumbnail
    from ledger.store import attachments, images

    def made(item: Any) -> Thumbnail | None:
        file = attachments.kept(session.path(env), item["sha256"], item["name"])
        small = images.small(file.read_bytes()) if file.is_file() else None
        return Thumbnail(*small) if small else None

    return made


def opened(path: Path) -> None:
    """Show the file in the program that the desktop has for it; where there is none, say where it is."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606
        return
    program = "open" if sys.platform == "darwin" else "xdg-open"
    try:
        subprocess.Popen(  # noqa: S603
            [program, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except OSError:
        say(f"这台电脑不能自动打开，文件在：{path.resolve()}")
