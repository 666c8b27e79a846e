"""The entry: answers `--version` at once, runs the program otherwise, leaves quickly."""

import os
import sys
from io import TextIOWrapper
from types import ModuleType

TYPE_CHECKING = False  # typing costs as much as all the rest of `ledger --version`
if TYPE_CHECKING:
    from typing import Any, NoReturn

PUT_OFF = ("bz2", "ipaddress", "lzma", "subprocess", "textwrap", "tokenize")
"""What typer imports, or the library for it, and hardly ever uses: a tenth of the start of a command."""


class PutOff(ModuleType):
    """A module that is loaded at the first use of something in it."""

    def __getattr__(self, name: str) -> "Any":
        from importlib import import_module

        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        module = import_module(self.__name__)
        vars(self).update(vars(module))
        return getattr(module, name)


def main() -> "NoReturn":
    """Run `ledger` with the words of the command line."""
    _prepare_streams()
    if sys.argv[1:] == ["--version"]:
        from ledger import __version__

        _leave(0, f"问题台账 {__version__}\n")
    import gc

    gc.disable()  # a command ends before cycles are worth looking for
    for name in PUT_OFF:
        sys.modules.setdefault(name, PutOff(name))
    try:
        from ledger.cli import app

        app()
    except SystemExit as end:
        _leave(end.code if isinstance(end.code, int) else 0)
    except KeyboardInterrupt:  # before there was anything to cancel
        _leave(130)
    _leave(0)


def _prepare_streams() -> None:
    """Rare characters in names must not stop the output: GBK consoles take GB18030."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, TextIOWrapper):  # closed, or somebody else's
            continue
        if stream.encoding.lower() in ("gbk", "cp936", "gb2312"):
            stream.reconfigure(encoding="gb18030", errors="backslashreplace")
        else:
            stream.reconfigure(errors="backslashreplace")


def _leave(code: int, last_words: str = "") -> "NoReturn":
    """End the process without taking it apart; a reader that has gone is no error."""
    for stream, text in ((sys.stdout, last_words), (sys.stderr, "")):
        try:
            if stream is not None:
                stream.write(text)
                stream.flush()
        except BrokenPipeError:
            pass
        except OSError:
            os.write(2, "错误：结果没有写完，磁盘可能已满\n".encode())
            code = code or 1
    os._exit(code)


if __name__ == "__main__":
    main()
