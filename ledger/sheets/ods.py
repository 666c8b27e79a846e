"""OpenDocument spreadsheets (ods): the one content part, streamed into collectors."""

import re
from datetime import time
from typing import Final

from ledger.errors import BadData
from ledger.intake.grid import Grid, Value
from ledger.sheets.collect import MAX_CELLS, MAX_ROWS, Collector, Damaged, too_large
from ledger.sheets.package import UNLOCK, Archive, Names
from ledger.sheets.values import clean, iso, number

CONTENT: Final = "content.xml"
MANIFEST: Final = "meta-inf/manifest.xml"
_LAST_COLUMN: Final = 16_384
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_CLOCK: Final = re.compile(r"PT(\d{1,2})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")
_CELLS: Final = ("table-cell", "covered-table-cell")
_NUMBERS: Final = ("float", "currency", "percentage")


def is_ods(archive: Archive) -> bool:
    """Whether the zip is a spreadsheet of this kind, whatever lies in it otherwise."""
    if "mimetype" not in archive or not ({CONTENT, "encrypted-package"} & set(archive.names())):
        return False
    return b"spreadsheet" in b"".join(archive.pieces("mimetype"))[:200]


def read_ods(archive: Archive) -> list[Grid]:
    """The sheets in order. Raises BadData when it is under a password, damaged or too large."""
    manifest = b"".join(archive.pieces(MANIFEST)) if MANIFEST in archive else b""
    if b"encryption-data" in manifest or CONTENT not in archive:
        raise BadData("文件带有打开密码，已加密", UNLOCK)
    reader = _Reader()
    archive.parse(CONTENT, reader.start, end=reader.end, text=reader.text)
    if not reader.sheets:
        raise Damaged("没有工作表")
    return [sheet.grid() for sheet in reader.sheets]


class _Reader:
    """Handlers for the content: rows and columns count on, repeats are cells only where they hold a value."""

    def __init__(self) -> None:
        self.names = Names()
        self.sheets: list[Collector] = []
        self.style = ""
        self.hidden: set[str] = set()
        self.struck: set[str] = set()
        self.row = self.column = self.heading = self.depth = 0
        self.repeated = 1
        self.cells: dict[int, tuple[Value, str | None]] = {}
        self.cell: dict[str, str] = {}
        self.level = 0
        self.note = False
        self.lines: list[str] | None = None
        self.told: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        name = self.names[tag]
        found = {self.names[key]: value for key, value in attributes.items()}
        if name == "style":
            self.style = found.get("name", "")
        elif name == "table-properties" and found.get("display") == "false":
            self.hidden.add(self.style)
        elif name == "text-properties" and found.get("text-line-through-style", "none") != "none":
            self.struck.add(self.style)
        elif name == "table":
            room = self.sheets[-1].room if self.sheets else MAX_CELLS
            hidden = found.get("style-name") in self.hidden
            self.sheets.append(Collector(clean(found.get("name", "")), room=room, hidden=hidden))
            self.row = self.heading = 0
        elif self.sheets:
            self.place(name, found)

    def place(self, name: str, found: dict[str, str]) -> None:
        """What stands in a sheet."""
        if name == "table-column":
            first, self.heading = self.heading + 1, self.heading + _repeats(found, "columns")
            if _hides(found):
                last = min(self.heading, _LAST_COLUMN)
                self.sheets[-1].hidden_columns.update(range(first, last + 1))
        elif name == "table-row":
            self.row, self.column, self.cells = self.row + 1, 0, {}
            self.repeated = _repeats(found, "rows")
            if _hides(found):
                last = min(self.row + self.repeated - 1, MAX_ROWS)
                self.sheets[-1].hidden_rows.update(range(self.row, last + 1))
        elif name in _CELLS:
            self.cell, self.level, self.lines, self.told = found, self.depth, [], []
        elif name == "annotation":
            self.note = True
        elif self.lines is not None:
            self.write(name, found)

    def write(self, name: str, found: dict[str, str]) -> None:
        """A paragraph of a cell or of its comment, or white space in it; pictures have texts of their own."""
        into = self.told if self.note else self.lines or []
        if name == "p" and (self.note or self.depth == self.level + 1):
            (self.told if self.note else self.lines or into).append("")
        elif name in ("s", "tab", "line-break") and into:
            count = min(int(found.get("c", "1")[:4] or 1), 1000) if name == "s" else 1
            into[-1] += {"s": " " * count, "tab": "\t"}.get(name, "\n")

    def text(self, text: str) -> None:
        into = self.told if self.note else self.lines
        if into:
            into[-1] += _BLANKS.sub(" ", text)

    def end(self, tag: str) -> None:
        self.depth -= 1
        name = self.names[tag]
        if not self.sheets:
            return
        if name == "annotation":
            self.note = False
        elif name in _CELLS:
            self.end_cell()
        elif name == "table-row":
            self.end_row()
