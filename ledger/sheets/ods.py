"""OpenDocument spreadsheets (ods): their one content part, streamed into collectors."""

import re
from datetime import time
from typing import Final

from ledger.errors import BadData
from ledger.intake.grid import Grid, Tint, Value
from ledger.sheets.collect import (
    LAST_COLUMN,
    MAX_CELLS,
    MAX_ROWS,
    MAX_TEXT,
    Collector,
    Damaged,
    too_large,
)
from ledger.sheets.colours import LINK, of_hex
from ledger.sheets.package import UNLOCK, Archive, Names
from ledger.sheets.runs import parted
from ledger.sheets.values import clean, iso, number

CONTENT: Final = "content.xml"
MANIFEST: Final = "meta-inf/manifest.xml"
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_CLOCK: Final = re.compile(r"PT(\d{1,2})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")
_PADDED: Final = re.compile(r"0\d+")
_CELLS: Final = ("table-cell", "covered-table-cell")
FAR: Final = 64
"""How far colours are looked at: whole rows are coloured to the end of the sheet."""
_NUMBERS: Final = ("float", "currency", "percentage")


def is_ods(archive: Archive) -> bool:
    """Whether the zip is a spreadsheet of this kind; under a password its content has another name."""
    if "mimetype" not in archive or not (CONTENT in archive or "encrypted-package" in archive):
        return False
    return b"spreadsheet" in b"".join(archive.pieces("mimetype"))


def read_ods(archive: Archive) -> list[Grid]:
    """The sheets in order. Raises BadData when the file is under a password, damaged or too large."""
    manifest = b"".join(archive.pieces(MANIFEST)) if MANIFEST in archive else b""
    if b"encryption-data" in manifest or CONTENT not in archive:
        raise BadData("文件带有打开密码，已加密", UNLOCK)
    reader = _Reader()
    archive.parse(CONTENT, reader.start, end=reader.end, text=reader.text)
    if not reader.sheets:
        raise Damaged("没有工作表")
    return [sheet.grid() for sheet in reader.sheets]


class _Reader:
    """Handlers for the content: rows and columns count on; what is repeated counts only where it has a value.

    `level` is how deep the cell or comment lies whose paragraphs are wanted, `into` where they go: texts of
    pictures lie deeper. `lines` are the styles that tell whether something is struck through, `looks` whether the
    cell is and the spans in it that are open; `tints` are the colours of styles.
    """

    def __init__(self) -> None:
        self.names = Names()
        self.sheets: list[Collector] = []
        self.style = ""
        self.hidden: set[str] = set()
        self.lines: dict[str, bool] = {}
        self.looks = [False]
        self.tints: dict[str, Tint] = {}
        self.row = self.column = self.described = self.depth = self.level = 0
        self.again = 0
        self.cell: dict[str, str] = {}
        self.words: list[tuple[str, bool]] = []
        self.comment: list[tuple[str, bool]] = []
        self.into = self.words
        self.writing = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        name = self.names[tag]
        found = {self.names[key]: value for key, value in attributes.items()}
        if name == "style":
            self.style = found.get("name", "")
        elif name == "table-properties" and found.get("display") == "false":
            self.hidden.add(self.style)
        elif name == "table-cell-properties":
            self.colour(fill=of_hex(found.get("background-color", "")))
        elif name == "text-properties":
            self.letters(found)
        elif name == "table":
            self.start_sheet(found)
        elif self.sheets and name.startswith(("table-", "covered-")):
            self.place(name, found)
        elif self.level:
            self.write(name, found)

    def letters(self, found: dict[str, str]) -> None:
        """What a style tells of its letters; blue and underlined are links."""
        if "text-line-through-style" in found:
            self.lines[self.style] = found["text-line-through-style"] != "none"
        font, line = of_hex(found.get("color", "")), found.get("text-underline-style", "none")
        self.colour(font="" if font == LINK and line != "none" else font)

    def colour(self, **told: str) -> None:
        """Keep what a style tells of colours."""
        if any(told.values()):
            self.tints[self.style] = self.tints.get(self.style, Tint())._replace(**told)

    def start_sheet(self, found: dict[str, str]) -> None:
        room = self.sheets[-1].room if self.sheets else MAX_CELLS
        hidden = found.get("style-name") in self.hidden
        self.sheets.append(Collector(clean(found.get("name", "")), room=room, hidden=hidden))
        self.row = self.described = self.again = 0

    def place(self, name: str, found: dict[str, str]) -> None:
        """Where a column, row or cell lies, which is told by counting."""
        hides = found.get("visibility", "visible") != "visible"
        if name == "table-column":
            first, sheet = self.described + 1, self.sheets[-1]
            self.described = min(self.described + _count(found, "columns-repeated"), LAST_COLUMN)
            if hides:
                sheet.hidden_columns.update(sheet.columns(first, self.described))
        elif name == "table-row":
            self.row, self.column = self.row + 1, 0
            self.again = _count(found, "rows-repeated") - 1
            if hides:
                last = min(self.row + self.again, MAX_ROWS)
                self.sheets[-1].hidden_rows.update(range(self.row, last + 1))
        elif name in _CELLS:
            self.cell, self.level = found, self.depth
            self.words, self.comment = [], []
            self.looks = [self.lines.get(found.get("style-name", ""), False)]
            self.into = self.words

    def write(self, name: str, found: dict[str, str]) -> None:
        """A paragraph of the cell or of its comment, or white space in one."""
        if name == "annotation":
            self.level, self.into = self.depth, self.comment
        elif name == "p" and self.depth == self.level + 1:
            self.writing = True
            self.add("\n" if self.into else "")
        elif name == "span":
            self.looks.append(self.lines.get(found.get("style-name", ""), self.looks[-1]))
        elif name == "s" and self.writing:
            self.add(" " * min(_count(found, "c", ""), 99))
        elif name in ("tab", "line-break") and self.writing:
            self.add("\t" if name == "tab" else "\n")

    def text(self, text: str) -> None:
        if self.writing:
            self.add(_BLANKS.sub(" ", text))

    def add(self, text: str) -> None:
        """Some text of the cell or comment; endless ones are not gathered first."""
        self.into.append((text, self.looks[-1]))
        if len(self.into) > MAX_TEXT:
            where = f"工作表“{self.sheets[-1].name}”第 {self.row} 行"
            raise too_large(f"{where}有超过 {MAX_TEXT} 个字的单元格")

    def end(self, tag: str) -> None:
        name = self.names[tag]
        if name == "p" and self.depth == self.level + 1:
            self.writing = False
        elif name == "span" and len(self.looks) > 1:
            self.looks.pop()
        elif name == "annotation" and self.depth == self.level:
            self.level, self.into = self.depth - 1, self.words
        elif name in _CELLS and self.depth == self.level:
            self.end_cell()
        elif name == "table-row" and self.again:
            self.repeat()
        self.depth -= 1

    def end_cell(self) -> None:
        sheet, place = self.sheets[-1], (self.row, self.column + 1)
        repeated = _count(self.cell, "columns-repeated")
        text, struck = parted(self.words)
        seen = clean(text).strip()
        value = _value(self.cell, seen)
        last = min(self.column + repeated, LAST_COLUMN)
        if tint := self.tints.get(self.cell.get("style-name", "")):
            columns = range(place[1], min(last, FAR) + 1)
            sheet.tint(self.row, dict.fromkeys(columns, tint))
        if value != "":
            for column in range(place[1], last + 1):
                sheet.put(self.row, column, value)
                if not isinstance(value, str) and (seen[-1:] == "%" or _PADDED.fullmatch(seen)):
                    sheet.texts[self.row, column] = seen
            if not isinstance(value, str):
                struck = "" if self.looks[0] else None
            sheet.strike(*place, struck and clean(struck))
        if "formula" in self.cell:
            sheet.formulas[place] = self.cell["formula"].partition("=")[2]
        if note := clean("".join(text for text, _ in self.comment)).strip():
            sheet.comments[place] = note
        down, across = _count(self.cell, "rows-spanned"), _count(self.cell, "columns-spanned")
        sheet.merge(*place, place[0] + down - 1, place[1] + across - 1)
        self.column += repeated
        self.level = 0

    def repeat(self) -> None:
        """The rows that are as the last one; empty ones are only counted."""
        sheet, row, last = self.sheets[-1], self.row, self.row + self.again
        if cells := sheet.rows.get(row):
            sheet.spend(last, len(cells) * self.again)
            texts = {
                column: sheet.texts[row, column] for column in cells if (row, column) in sheet.texts
            }
            for other in range(row + 1, last + 1):
                sheet.rows[other] = dict(cells)
                sheet.tint(other, sheet.colours.get(row, {}))
                sheet.texts |= {(other, column): text for column, text in texts.items()}
        self.row = last


def _count(found: dict[str, str], name: str, prefix: str = "number-") -> int:
    """How often or how far, 1 when it is not told; never beyond a sheet."""
    text = found.get(f"{prefix}{name}", "")
    return max(1, min(int(text[:9]), MAX_ROWS)) if text.isascii() and text.isdigit() else 1


def _value(found: dict[str, str], seen: str) -> Value:
    """The typed value of a cell, what is seen where it has none."""
    kind = found.get("value-type")
    if kind in _NUMBERS:
        value = number(found.get("value", ""))
        return seen if isinstance(value, str) else value
    if kind == "date":
        return iso(found.get("date-value", seen))
    if kind == "time" and (clock := _CLOCK.fullmatch(found.get("time-value", ""))):
        return _time(*map(int, clock.groups())) or seen
    if kind == "boolean":
        return found.get("boolean-value") == "true"
    return seen


def _time(hour: int, minute: int, second: int) -> time | None:
    """The time of day, None for what is longer than a day."""
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None
