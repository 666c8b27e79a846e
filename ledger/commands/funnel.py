"""The one way out for errors: two Chinese lines and an exit code, never a traceback."""

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NoReturn

import typer

from ledger.commands.argv import repaired
from ledger.commands.ask import NOTHING_DONE
from ledger.commands.chinese import Group
from ledger.errors import BadData, Cancelled, Conflict, Exit, LedgerError
from ledger.render import clean, measure

LINE: Final = 80
LOG_LIMIT: Final = 1_000_000


class Interrupted(Cancelled):
    """The clerk pressed Ctrl-C."""

    code = Exit.CANCELLED


class Funnel(Group):
    """A program: runs the command, tells what went wrong, leaves with the exit code."""

    def main(self, args: Sequence[str] | None = None, *_: Any, **extra: Any) -> NoReturn:
        """Run the words of the command line (or `args`) and exit; `obj` is the commands' Env."""
        words = _expanded(sys.argv[1:]) if args is None else args
        sys.exit(self._outcome(repaired(words), extra.get("obj")))

    def _outcome(self, words: list[str], obj: Any) -> int:
        try:
            with self.make_context(self.name, words, obj=obj) as ctx:
                return self.invoke(ctx) or Exit.OK
        except typer.Exit as done:
            return done.exit_code
        except BrokenPipeError:  # the reader has seen enough, as in `ledger list | head`
            return Exit.OK
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001
            return tell(error)


def tell(error: BaseException) -> int:
    """Say on stderr what went wrong and what to do next; the exit code."""
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(str(error), err=True)
        return Exit.USAGE
    failure = told(error)
    if failure is None:
        if os.environ.get("LEDGER_DEBUG"):
            raise error
        hint = f"详情已写入 {path}" if (path := logged(error)) else "加 LEDGER_DEBUG=1 可看详情"
        failure = LedgerError("程序内部出错，台账数据没有改动", hint)
        failure.code = Exit.INTERNAL
    message = str(failure) or NOTHING_DONE
    lines = [message if isinstance(failure, Cancelled) else f"错误：{message}"]
    if failure.hint:
        hint = f"提示：{failure.hint}"
        lines.append(told_apart(hint) if sys.stderr and sys.stderr.isatty() else hint)
    typer.echo("\n".join(clean(line) for text in lines for line in text.split("\n")), err=True)
    return failure.code


def told_apart(line: str) -> str:
    r"""A line that a terminal would break anywhere, broken between what it names.

    >>> told_apart("提示：--reason 原因；-d 日期")
    '提示：--reason 原因；-d 日期'
    >>> told_apart("提示：ledger verify 2023-0006 --pass --level 街道；ledger callback 2023-0006 --satisfaction 满意")
    '提示：ledger verify 2023-0006 --pass --level 街道\n      ledger callback 2023-0006 --satisfaction 满意'
    """
    return line if measure(line) <= LINE else line.replace("；", "\n      ")


def told(error: BaseException) -> LedgerError | None:
    """The error as one that can be told to a clerk; None for what nobody foresaw."""
    match error:
        case LedgerError():
            return error
        case KeyboardInterrupt():
            return Interrupted(NOTHING_DONE)
        case typer.Abort() | EOFError():
            return Cancelled(NOTHING_DONE)
        case typer.TyperException():
            from ledger.commands.mistakes import explain

            return explain(error)
        case OSError():
            return _surrounding(error)
        case UnicodeEncodeError():  # half characters, as a terminal with another encoding sends them
            return BadData(
                "文字里有读不出的字符，没有改动", "把终端的编码设为 UTF-8，或给文件改名，再试一次"
            )
        case _:
            return None


def _surrounding(error: OSError) -> LedgerError | None:
    """What disk and folders refuse, when it reaches the funnel untold."""
    name = f"“{error.filename}”" if error.filename else ""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return Conflict(f"磁盘已满，写不下{name or '文件'}", "腾出空间后再做一次")
        case errno.EACCES | errno.EPERM | errno.EBUSY | errno.ETXTBSY:
            return Conflict(
                f"不能打开{name or '文件'}：没有权限或正被占用", "关闭打开它的程序（如 WPS）后再试"
            )
        case errno.EROFS:
            return Conflict(f"不能写入{name}：磁盘是只读的", "换一个文件夹")
        case errno.ENOENT:
            return BadData(f"找不到{name or '文件'}", "看看路径对不对")
        case errno.EISDIR | errno.ENOTDIR:
            return BadData(f"{name or '路径'}不是要的文件或文件夹", "看看路径对不对")
        case _:
            return None


def logged(error: BaseException) -> Path | None:
    """Append the traceback, phones masked, to the log that only the user may read; its path.

    None when it cannot be written. A log that has grown long begins anew.
    """
    import traceback

    from ledger.masking import mask_text

    path = state_folder() / "错误.log"
    told_at = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    text = mask_text("".join(traceback.format_exception(error)))
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        mode = "w" if path.stat().st_size > LOG_LIMIT else "a"
        with path.open(mode, encoding="utf-8", errors="replace") as log:
            log.write(f"{told_at}\n{text}\n")
        return path
    return None


def state_folder() -> Path:
    """Where the program keeps what concerns this user on this machine only."""
    home = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(home) if home else Path.home() / ".local" / "state") / "ledger"


def _expanded(words: list[str]) -> list[str]:
    """On Windows, where no shell does it: file patterns as the names of the files that they match."""
    if os.name != "nt":
        return words
    from glob import glob

    found = ((word, sorted(glob(word)) if "*" in word else []) for word in words)  # noqa: PTH207
    return [name for word, names in found for name in names or [word]]
