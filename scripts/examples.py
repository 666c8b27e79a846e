"""Tell the examples of the documents anew: `python scripts/examples.py` writes what the commands now say.

Every ```console block of DOCUMENTS is a terminal of 80 columns. A comment <!-- 填写 甲 乙 A1=字 -->
is what somebody else does with a sheet in the meantime; from <!-- 台账 道里区 --> on the clerk is at a copy of the
ledger of that district's scenario (tests/districts), on its last day. The blocks of one document
share a folder that holds a copy of a bundled sheet; a test holds the documents against this same retelling.
"""

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from unittest.mock import patch

from openpyxl import load_workbook

from ledger import catalogue
from ledger.cli import app
from ledger.commands.env import Env, surroundings
from ledger.commands.tour import PIXEL

ROOT: Final = Path(__file__).resolve().parents[1]
DOCUMENTS: Final = ("README.md", "docs/手册.md", "docs/机制.md")
SHEET: Final = "香坊区.xlsx"
PHOTO: Final = "整改后.png"
DEBUGGING: Final = patch.dict(os.environ, {"LEDGER_DEBUG": "1"})
HOME: Final = "/home/zhangmin/台账"
BLOCK: Final = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MEANTIME: Final = re.compile(r"^<!-- (填写|台账) (.*?) -->$", re.MULTILINE)
PROMPT: Final = re.compile(r"(?:默认否）|放弃)：(.*)$", re.MULTILINE)
# what no two runs share: the ends of fingerprints, stamps of backups, sizes of files, clock times
VARYING: Final = re.compile(
    r"(?<=\d:)[0-9a-f]{16}|\d{8}-\d{6}(?:-\d+)?(?=\.db)|(?<=（)\d+ KB|(?<=-\d\d )\d\d:\d\d"
)


class Typed(StringIO):
    """What a clerk types; as on a terminal it is seen where it is asked for."""

    def readline(self, size: int | None = -1, /) -> str:
        line = super().readline(-1 if size is None else size)
        sys.stdout.write(line)
        return line


class Terminal:
    """A clerk's terminal in a folder: what stands in the environment, what varied so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.variables: dict[str, str] = {}
        self.actual: dict[str, str] = {}

    def answer(self, command: str, told: str) -> str:
        """What `command` prints; what varies from run to run, and what is typed at prompts, as in `told`."""
        name, *words = shlex.split(self._meant(command))
        if name == "export":
            self.variables |= dict([words[0].split("=", 1)])
            return ""
        if name != "ledger":
            raise SystemExit(f"no such command in an example: {command}")
        said = printed(words, self._env(), PROMPT.findall(told))
        return self._as_told(said.replace(str(self.folder), HOME), told)

    def sits_at(self, district: str) -> None:
        """From here on the clerk works in a copy of the ledger of that district's scenario."""
        from kit import built  # in tests/districts

        office = built(district)
        copy = shutil.copytree(office.folder, self.folder / district)
        self.variables |= {
            "LEDGER_DB": str(copy / "问题台账.db"),
            "LEDGER_TODAY": str(office.env.today),
        }

    def _env(self) -> Env:
        env = surroundings(self.variables)
        return env._replace(width=80, terminal_in=True, terminal_out=True, color=False)

    def _meant(self, command: str) -> str:
        for shown, actual in self.actual.items():
            command = command.replace(shown, actual)
        return command

    def _as_told(self, said: str, told: str) -> str:
        varied, shown = VARYING.findall(said), VARYING.findall(told)
        if len(varied) != len(shown):
            return said
        self.actual |= dict(zip(shown, varied, strict=True))
        return VARYING.sub(lambda _match: shown.pop(0), said)


def printed(words: list[str], env: Env, answers: list[str]) -> str:
    """All that `ledger` with these words writes, in order; an exit code that is not 0 at the end.

    What nobody foresaw is raised, not told: no document shows it.
    """
    screen = TextIOWrapper(BytesIO(), "utf-8", write_through=True)
    stdin, sys.stdin = sys.stdin, Typed("".join(f"{answer}\n" for answer in answers))
    try:
        with DEBUGGING, redirect_stdout(screen), redirect_stderr(screen):
            app(words, obj=env)
    except SystemExit as end:
        if end.code:
            screen.write(f"[退出码 {int(end.code)}]\n")
    finally:
        sys.stdin = stdin
    screen.seek(0)
    return screen.read()


def exchanges(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with the output that stands under it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, told = part.partition("\n")
        yield command, told


def fill(sent: str, returned: str, *cells: str) -> None:
    """What somebody does elsewhere: fill in a sheet that was sent, save it under another name."""
    book = load_workbook(sent)
    for cell in cells:
        place, _, text = cell.partition("=")
        book.worksheets[0][place] = text
    Path(returned).parent.mkdir(exist_ok=True)
    book.save(returned)


def retold(document: str, folder: Path) -> str:
    """The document with the output under each command as the command now prints it."""
    shutil.copyfile(catalogue.path("samples", SHEET), folder / SHEET)
    (folder / PHOTO).write_bytes(PIXEL)
    terminal = Terminal(folder)
    ahead = [0]

    def block(match: re.Match[str]) -> str:
        for what, words in MEANTIME.findall(document, ahead[0], match.start()):
            if what == "台账":
                terminal.sits_at(words)
            else:
                fill(*shlex.split(words))
        ahead[0] = match.end()
        told = (f"$ {c}\n{terminal.answer(c, told)}" for c, told in exchanges(match[1]))
        return f"```console\n{''.join(told)}```"

    with chdir(folder):
        return BLOCK.sub(block, document)


def main() -> None:
    sys.path.append(str(ROOT / "tests" / "districts"))
    for name in DOCUMENTS:
        document = ROOT / name
        with TemporaryDirectory(prefix="ledger-") as folder:
            text = retold(document.read_text("utf-8"), Path(folder).resolve())
        document.write_text(text, "utf-8")
        print(f"{name}: {len(BLOCK.findall(text))} blocks")


if __name__ == "__main__":
    main()
