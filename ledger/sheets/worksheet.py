"""One worksheet part, streamed into a collector."""

from collections.abc import Iterator
from typing import Final

from ledger.intake.grid import Tint, Value
from ledger.sheets.collect import LAST_COLUMN, MAX_TEXT, Collector, too_large
from ledger.sheets.package import Archive, Names, parse
from ledger.sheets.places import LETTER, POINT
from ledger.sheets.plainrows import PlainRows
from ledger.sheets.runs import OFF, Runs
from ledger.sheets.shared import COLUMNS, Shared, corner, measure
from ledger.sheets.values import clean, iso, numeric, shaped, shown, unescape

_DIGITS: Final = "0123456789"


def read_worksheet(archive: Archive, part: str, sheet: Collector, shared: Shared) -> int:
    """Fill the collector; the number of formulas that were never calculated."""
    reader = _Reader(sheet, shared)
    pieces = _without_empty_rows(archive.pieces(part), reader)
    plain = PlainRows(shared, sheet.epoch, reader.keep_row)
    parse(plain.remaining(pieces), reader.start, end=reader.end, text=reader.buffer.append)
    return reader.uncalculated


def _without_empty_rows(pieces: Iterator[bytes], reader: "_Reader") -> Iterator[bytes]:
    """The part without most of the rows that are formatted only: some books have a million of them.

    A piece that ends no value, formula or text loses what lies between its first and its last row end.
    """
    for piece in pieces:
        if reader.row_end and not any(mark in piece for mark in (b"v>", b"f>", b"t>")):
            first, last = piece.find(reader.row_end), piece.rfind(reader.row_end)
            yield piece[:first] + piece[last:] if first >= 0 else piece
        else:
            yield piece


class _Reader:
    """Handlers for the XML of a sheet. `start` and `end` run for every cell: they are kept short."""

    __slots__ = (
        "_any_struck", "_colours", "_formats", "_shared", "_sheet", "_strings", "attributes", "buffer", "cells",
        "column", "formula", "names", "row", "row_end", "row_named", "runs", "uncalculated", "value",
    )  # fmt: skip

    def __init__(self, sheet: Collector, shared: Shared) -> None:
        self._sheet = sheet
        self._shared = shared
        self._strings = shared.strings
        self._formats = shared.formats.numbers
        self._colours = shared.formats.colours
        self._any_struck = bool(shared.formats.struck or shared.struck_strings)
        self.names = Names()
        self.buffer: list[str] = []
        self.runs = Runs()
        self.attributes: dict[str, str] = {}
        self.cells: dict[int, Value] = {}
        self.value = ""
        self.formula: str | None = None
        self.row = self.column = self.uncalculated = 0
        self.row_named = True
        self.row_end = b""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.buffer.clear()
        name = self.names[tag]
        if name == "v":
            return
        if name == "c":
            self.attributes = attributes
        elif name == "row":
            self.start_row(attributes)
        elif name == "mergeCell":
            self.merge(attributes.get("ref", ""))
        elif name == "col":
            self.start_columns(attributes)
        elif name == "sheetFormatPr":
            self.usual(attributes)
        else:
            self.runs.start(name, attributes)

    def end(self, tag: str) -> None:
        name = self.names[tag]
        if name == "v":
            self.value = "".join(self.buffer)
        elif name == "c":
            self.end_cell(self.attributes)
        elif name == "f":
            self.formula = "".join(self.buffer)
        elif name == "row":
            self.end_row()
            self.row_end = f"</{tag}>".encode() if self.row_named else b""
        elif name != "sheetData":
            self.runs.end(name, "".join(self.buffer))

    def start_row(self, attributes: dict[str, str]) -> None:
        named = attributes.get("r", "")
        self.row_named = named.isascii() and named.isdigit() and len(named) < 8
        self.row = int(named) if self.row_named else self.row + 1
        self.column = 0
        self.cells = self._sheet.rows.get(self.row, {})
        self.value, self.formula = "", None  # what stood outside of cells belongs to none
        if self.runs:
            self.runs.take()
        if attributes.get("hidden", "0") not in OFF:
            self._sheet.hidden_rows.add(self.row)
        if self._sheet.drawn and (height := measure(attributes.get("ht"))):
            self._sheet.sizes.heights[self.row] = height * POINT

    def keep_row(
        self, attributes: dict[str, str], cells: dict[int, Value], tints: dict[int, Tint]
    ) -> None:
        """Take over a row whose cells were read elsewhere."""
        self.start_row(attributes)
        if tints:
            self._sheet.tint(self.row, tints)
        self.cells = {**self.cells, **cells} if self.cells else cells
        self.end_row()
        self.row_end = b"</row>"

    def end_row(self) -> None:
        if self.cells:
            self._sheet.rows[self.row] = self.cells
            self._sheet.spend(self.row, len(self.cells))

    def end_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r", "")
        self.column = column = COLUMNS[reference.rstrip(_DIGITS)] or self.column + 1
        if not self.row_named:
            self.follow(reference)
        if self._colours and (tint := self._colours.get(attributes.get("s", ""))):
            self._sheet.tint(self.row, {column: tint})
        if self.formula is not None:
            self.end_formula()
        value: Value | None
        if attributes.get("t") == "s":
            value = self._strings.get(self.value) or None
        elif self.value or self.runs:
            value = self.typed(attributes.get("t"))
        else:
            return
        if value is not None and column <= LAST_COLUMN:
            self.cells[column] = value
            if self._any_struck:
                self.strike(attributes.get("s"))
        self.value = ""

    def strike(self, style: str | None) -> None:
        """Keep what is struck through in a cell by its style or in its shared string."""
        struck = "" if style in self._shared.formats.struck else None
        if self.attributes.get("t") == "s":
            if struck is not None and self.value in self._shared.mixed_strings:
                text, struck = self._shared.mixed_strings[self.value]
                self.cells[self.column] = self.measured(text)
            else:
                struck = self._shared.struck_strings.get(self.value, struck)
        self._sheet.strike(self.row, self.column, struck)

    def follow(self, reference: str) -> None:
        """The row that a cell names, where the row itself names none."""
        if (place := corner(reference)) and place[0] != self.row:
            self.end_row()
            self.row = place[0]
            self.cells = self._sheet.rows.get(self.row, {})

    def end_formula(self) -> None:
        if not self.value and self.attributes.get("t") != "str":
            self.uncalculated += 1
        if self.formula:
            self._sheet.formulas[self.row, self.column] = unescape(self.formula).removeprefix("=")
        self.formula = None

    def typed(self, kind: str | None) -> Value | None:
        """The value of a cell that holds it itself, None when it is blank."""
        if self.runs:
            return self.inline_string()
        if kind is None or kind == "n":
            return self.numeric()
        if kind == "b":
            return self.value.strip() not in OFF
        if kind == "d":
            return iso(self.value)
        if kind == "e" and "vm" in self.attributes:
            self._sheet.placed[self.row, self.column] = self.attributes["vm"]
        text = self.measured(clean(unescape(self.value)))
        return text if text and not text.isspace() else None

    def inline_string(self) -> str | None:
        """A string that stands in the cell itself."""
        style = self.attributes.get("s")
        text, struck = self.runs.take(struck=style in self._shared.formats.struck)
        self._sheet.strike(self.row, self.column, struck)
        return self.measured(text) or None

    def measured(self, text: str) -> str:
        """The text, unless it is longer than any program writes it."""
        if len(text) > MAX_TEXT:
            where = f"工作表“{self._sheet.name}”第 {self.row} 行"
            raise too_large(f"{where}有超过 {MAX_TEXT} 个字的单元格")
        return text

    def numeric(self) -> Value | None:
        value = numeric(self.value)
        form = self._formats.get(self.attributes.get("s", ""))
        if form is None or not isinstance(value, int | float):
            return value
        if (text := shown(value, form)) is not None:
            self._sheet.texts[self.row, self.column] = text
        return shaped(value, form, self._sheet.epoch)

    def merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        if (start := corner(first)) and (end := corner(last)):
            top, bottom = sorted((start[0], end[0]))
            left, right = sorted((start[1], end[1]))
            self._sheet.merge(top, left, bottom, right)

    def start_columns(self, attributes: dict[str, str]) -> None:
        """Columns that are alike: whether they are hidden, how wide they are."""
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if not (first.isdecimal() and last.isdecimal()):
            return
        columns = self._sheet.columns(int(first[:7]), int(last[:7]))
        if attributes.get("hidden", "0") not in OFF:
            self._sheet.hidden_columns.update(columns)
        if width := measure(attributes.get("width")):
            self._sheet.sizes.widths.update(dict.fromkeys(columns, width * LETTER))

    def usual(self, attributes: dict[str, str]) -> None:
        """The sizes of rows and columns that tell none of their own."""
        sizes = self._sheet.sizes
        if height := measure(attributes.get("defaultRowHeight")):
            sizes.height = height * POINT
        if width := measure(attributes.get("defaultColWidth")):
            sizes.width = width * LETTER
