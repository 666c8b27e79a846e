"""The clerk's own text editor."""

import os
import shlex
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from ledger.commands.ask import NOTHING_DONE
from ledger.errors import Cancelled, Usage

WINDOWS: Final = os.name == "nt"


def typed(text: str, name: str) -> str:
    """What the clerk makes of a text, which the editor shows as a file of that name.

    Raises Usage when there is no editor, Cancelled when it ends with an error.
    """
    usual = "notepad" if WINDOWS else "vi"
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or usual
    with TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_text(text, "utf-8")
        try:
            words = shlex.split(command, posix=not WINDOWS)
            done = subprocess.run([*words, file], check=False)  # noqa: S603  the clerk's own program
        except OSError:
            hint = "设好环境变量 EDITOR，或用 --from 文件"
            raise Usage(f"打不开编辑器“{command}”", hint) from None
        if done.returncode:
            raise Cancelled(NOTHING_DONE)
        return file.read_text("utf-8-sig")
