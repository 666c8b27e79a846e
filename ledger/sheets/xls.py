"""Workbooks of the old kind: xls, and the et of WPS that is one, read with xlrd."""

import io
from functools import partial
from typing import Any, Final

from ledger.errors import BadData
from ledger.intake.grid import Book, Tint
from ledger.sheets.collect import MAX_CELLS, Collector, Damaged
from ledger.sheets.colours import LINK, named
from ledger.sheets.locked import Locked
from ledger.sheets.places import LETTER, POINT
from ledger.sheets.runs import parted
from ledger.sheets.values import EPOCH_1904, clean, number_format
from ledger.sheets.xlspictures import OldFinder

_TWIP: Final = POINT / 20
_UNICODE: Final = 80  # BIFF8 and later keep texts in Unicode


def read_xls(data: bytes, name: str) -> Book:
    """The sheets of a workbook in order, and its pictures.

    Raises Locked when it is under a password, which includes xlsx (ECMA-376 wraps it in OLE), else BadData
    whatever is wrong with it: xlrd has no one error for broken files, so all are caught.
    """
    if _stream("EncryptedPackage") in data:
        raise Locked
    try:
        book = _open(data)
        room, finder = MAX_CELLS, OldFinder(data)
        sheets = []
        for sheet in book.sheets():
            collector = _Reader(book, sheet, room).read()
            room = collector.room
            finder.find(sheet.number, collector)
            sheets.append(collector.grid())
    except BadData:
        raise
    except Exception as error:
        raise _told(data, str(error)) from error
    return Book(name=name, container="xls", sheets=sheets, notes=finder.notes, media=finder.media)


def _told(data: bytes, message: str) -> BadData:
    """The sentence for what xlrd said of the file."""
    if "encrypt" in message.lower():
        return Locked()
    if _stream("WordDocument") in data:
        return BadData("这是 Word 或 WPS 文字文件，不是表格", "把其中的表格复制到 xlsx 再导入")
    if "Can't find workbook" in message:
        return BadData("这不是表格文件", "选择台账的表格文件再导入")
    return Damaged()


def _stream(name: str) -> bytes:
    """How the directory of an OLE file spells the name of a stream."""
    return name.encode("utf-16-le") + b"\0\0"


def _open(data: bytes) -> Any:
    """The workbook, opened again as GB18030 when its code page is a lie (old Chinese programs)."""
    import xlrd

    opened = partial(
        xlrd.open_workbook,
        file_contents=data,
        formatting_info=True,
        ragged_rows=True,
        logfile=io.StringIO(),
    )
    book = opened()
    if book.biff_version < _UNICODE and _garbled(book):
        book = opened(encoding_override="gb18030")
    return book


def _garbled(book: Any) -> bool:
    """Whether western letters of the texts are bytes that make sense as Chinese."""
    if book.encoding not in ("cp1252", "iso-8859-1", "latin_1", "ascii"):
        return False
    texts = [
        str(value)
        for sheet in book.sheets()
        for row in range(sheet.nrows)
        for value in sheet.row_values(row)
    ]
    western = "".join(text for text in (*book.sheet_names(), *texts) if not text.isascii())
    try:
        return bool(western.encode(book.encoding).decode("gb18030"))
    except UnicodeError:
        return False


class _Reader:
    """The reading of one sheet."""

    def __init__(self, book: Any, sheet: Any, room: int) -> None:
        self.book = book
        self.sheet = sheet
        self.into = Collector(clean(sheet.name), room=room, hidden=sheet.visibility != 0)
        if book.datemode:
            self.into.epoch = EPOCH_1904
        known = ((index, self.tint(style)) for index, style in enumerate(book.xf_list))
        self.tints = {index: tint for index, tint in known if any(tint)}

    def read(self) -> Collector:
        for row in range(self.sheet.nrows):
            for column in range(self.sheet.row_len(row)):
                self.cell(row, column)
                if self.tints and (tint := self.tints.get(self.sheet.cell_xf_index(row, column))):
                    self.into.tint(row + 1, {column + 1: tint})
        for top, bottom, left, right in self.sheet.merged_cells:
            self.into.merge(top + 1, left + 1, bottom, right)
        self.sizes()
        for (row, column), note in self.sheet.cell_note_map.items():
            self.into.comments[row + 1, column + 1] = clean(note.text).strip()
        return self.into

    def sizes(self) -> None:
        """Which rows and columns are hidden, how high and how wide they are."""
        known = self.into.sizes
        if self.sheet.default_row_height:
            known.height = self.sheet.default_row_height * _TWIP
        if self.sheet.defcolwidth:
            known.width = (self.sheet.defcolwidth + 5 / 7) * LETTER
        for row, about in self.sheet.rowinfo_map.items():
            if about.hidden:
                self.into.hidden_rows.add(row + 1)
            if about.height > 0:
                known.heights[row + 1] = about.height * _TWIP
        for column, about in self.sheet.colinfo_map.items():
            if about.hidden:
                self.into.hidden_columns.add(column + 1)
            if about.width:
                known.widths[column + 1] = about.width / 256 * LETTER

    def cell(self, row: int, column: int) -> None:
        import xlrd

        kind, value = self.sheet.cell_type(row, column), self.sheet.cell_value(row, column)
        place = row + 1, column + 1
        if kind == xlrd.XL_CELL_TEXT:
            self.text(row, column, value)
            return
        if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
            self.into.put_number(*place, value, number_format(self.style(row, column)[0]))
        elif kind == xlrd.XL_CELL_BOOLEAN:
            self.into.put(*place, bool(value))
        elif kind == xlrd.XL_CELL_ERROR:
            self.into.put(*place, xlrd.error_text_from_code.get(value, "#N/A"))
        else:
            return
        if self.style(row, column)[1]:
            self.into.strike(*place, "")

    def text(self, row: int, column: int, whole: str) -> None:
        """Keep a text, of which a part may be struck through."""
        line, start = self.style(row, column)[1], 0
        pieces = []
        for end, font in self.sheet.rich_text_runlist_map.get((row, column), ()):
            pieces.append((whole[start:end], line))
            start, line = end, self.strikes(font)
        text, struck = parted([*pieces, (whole[start:], line)])
        self.into.put(row + 1, column + 1, clean(text))
        self.into.strike(row + 1, column + 1, struck and clean(struck))

    def strikes(self, font: int) -> bool:
        fonts = self.book.font_list
        return font < len(fonts) and bool(fonts[font].struck_out)

    def tint(self, style: Any) -> Tint:
        """The colours of a style; blue and underlined is a link."""
        fill = style.background.fill_pattern and style.background.pattern_colour_index
        fonts = self.book.font_list
        font = fonts[style.font_index] if style.font_index < len(fonts) else None
        told = Tint(self.called(fill), self.called(font.colour_index) if font else "")
        link = font and font.underline_type and told.font == LINK
        return told._replace(font="") if link else told

    def called(self, colour: int) -> str:
        """The name of a colour of the palette; the automatic ones have none."""
        found = self.book.colour_map.get(colour)
        return named(*found) if found else ""

    def style(self, row: int, column: int) -> tuple[str, bool]:
        """The number format of a cell, and whether it is struck through."""
        index = self.sheet.cell_xf_index(row, column)
        if index >= len(self.book.xf_list):
            return "", False
        style = self.book.xf_list[index]
        known = self.book.format_map.get(style.format_key)
        return (known.format_str if known else ""), self.strikes(style.font_index)
