"""The pictures of a workbook of the old kind (xls, et): from its records, its drawings, the cell pictures of WPS."""

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from typing import Any, Final, NamedTuple

from ledger.errors import BadData
from ledger.intake.grid import Picture
from ledger.sheets.collect import Collector, Damaged, too_large
from ledger.sheets.package import Archive
from ledger.sheets.pictures import LARGEST, MOST, Again, Finder, Media
from ledger.sheets.places import Box, Ground

# Records of the workbook stream (MS-XLS).
START, END, SHEET = 0x0809, 0x000A, 0x0085
PICTURES, DRAWING, CONTINUED = 0x00EB, 0x00EC, 0x003C
# Parts of drawings (MS-ODRAW).
STORED, SHAPE, BOUNDS, OPTIONS, CHILD, CLIENT = 0xF007, 0xF004, 0xF009, 0xF00B, 0xF00F, 0xF010
PICTURE_OF_SHAPE: Final = 260
METAFILES: Final = {0xF01A: ".emf", 0xF01B: ".wmf", 0xF01C: ".pict"}
BITMAPS: Final = {0xF01D: ".jpg", 0xF01E: ".png", 0xF01F: ".dib", 0xF029: ".tif", 0xF02A: ".jpg"}
KINDS: Final = METAFILES | BITMAPS
DEEPEST: Final = 20


class Part(NamedTuple):
    """One part of a drawing: what it is, and where its content lies in the data."""

    kind: int
    instance: int
    nested: bool
    start: int
    end: int


class Group(NamedTuple):
    """A group of shapes: the coordinates inside it, and where it lies on the sheet."""

    frame: Box
    box: Box


def parts(data: bytes, start: int, end: int) -> Iterator[Part]:
    """The parts that lie one after the other in a piece of drawing data."""
    while start + 8 <= end:
        version, kind, length = struct.unpack_from("<HHI", data, start)
        start += 8
        yield Part(kind, version >> 4, version & 15 == 15, start, min(start + length, end))
        start += length


def records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of a substream with their kinds; those of charts within it are left out."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        at += 4
        depth += (kind == START) - (kind == END)
        if depth <= 1:
            yield kind, stream[at : at + length]
        at += length
        if depth == 0:
            return


class OldFinder:
    """Finds the pictures of the sheets of one workbook."""

    def __init__(self, data: bytes) -> None:
        self.media = Media()
        self.notes: list[str] = []
        self._data = data

    def find(self, number: int, sheet: Collector) -> None:
        """Gives the worksheet with that number, counted from 0, its pictures; broken ones are noted."""
        try:
            if self._stored and number < len(self._sheets):
                self._floating(self._sheets[number], sheet)
            if self._cells:
                self._cells.in_cells(sheet)
        except (BadData, struct.error):
            self.notes.append(f"工作表“{sheet.name}”的图片已损坏，没有全部读出")

    def _floating(self, start: int, sheet: Collector) -> None:
        drawing = b"".join(d for kind, d in records(self._stream, start) if kind == DRAWING)
        ground = Ground(sheet.sizes)
        for index, box in _placed(drawing, ground, Part(0, 0, True, 0, len(drawing)), None):
            if not 0 < index <= len(self._stored):
                continue
            if len(sheet.pictures) >= MOST:
                raise too_large(f"工作表“{sheet.name}”的图片超过 {MOST // 10_000} 万张")
            blip = self._stored[index - 1]
            if blip is not None:
                name = f"image{index}{KINDS[blip.kind]}"
                key = self.media.add(name, partial(_content, self._drawings, blip))
                sheet.pictures.append(Picture(*ground.cell(box), name, key))

    @cached_property
    def _file(self) -> Any:
        from xlrd.compdoc import CompDoc

        return CompDoc(self._data, logfile=io.StringIO())

    @cached_property
    def _stream(self) -> bytes:
        """The records of the workbook; none for files that hold nothing else, for these are too old for pictures."""
        if not self._data.startswith(b"\xd0\xcf\x11\xe0"):
            return b""
        return self._file.get_named_stream("Workbook") or b""

    @cached_property
    def _globals(self) -> Sequence[tuple[int, bytes]]:
        return list(records(self._stream, 0))

    @cached_property
    def _sheets(self) -> Sequence[int]:
        """Where the worksheets begin; sheets of other kinds are not counted."""
        listed = [data for kind, data in self._globals if kind == SHEET and len(data) > 5]
        return [int.from_bytes(data[:4], "little") for data in listed if data[5] == 0]

    @cached_property
    def _drawings(self) -> bytes:
        """What all drawings share, of which the pictures are the larger part."""
        pieces, open_ = [], False
        for kind, data in self._globals:
            open_ = kind == PICTURES or (open_ and kind == CONTINUED)
            pieces += [data] if open_ else []
        return b"".join(pieces)

    @cached_property
    def _stored(self) -> Sequence[Part | None]:
        """The pictures in order; None for one that is not in the file."""
        data = self._drawings
        return [_picture(data, part) for part in _all(data, Part(0, 0, True, 0, len(data)))]

    @cached_property
    def _cells(self) -> Finder | None:
        """The pictures that WPS keeps in cells: a zip in a stream of its own."""
        if not self._stream:
            return None
        try:
            content = self._file.get_named_stream("ETCellImageData")
        except Exception as error:  # xlrd has no one error for broken files
            raise Damaged from error
        if not content:
            return None
        archive = Archive(io.BytesIO(content))
        finder = Finder(archive, archive.relations(""), Again(bytes(content)), self.media)
        finder.notes = self.notes
        return finder


def _all(data: bytes, outer: Part, depth: int = 0) -> Iterator[Part]:
    """The entries of the list of pictures, at whatever depth."""
    for part in parts(data, outer.start, outer.end):
        if part.kind == STORED:
            yield part
        elif part.nested and depth < DEEPEST:
            yield from _all(data, part, depth + 1)


def _picture(data: bytes, entry: Part) -> Part | None:
    """The picture of an entry: it follows 36 bytes and a name."""
    if entry.end - entry.start < 36:
        return None
    found = parts(data, entry.start + 36 + data[entry.start + 33], entry.end)
    return next((part for part in found if part.kind in KINDS), None)


def _content(data: bytes, part: Part) -> bytes:
    """The file of a picture: after one or two identifiers, metafiles packed. Raises Damaged."""
    start = part.start + 16 * (1 + part.instance % 2)
    if part.kind in BITMAPS:
        return data[start + 1 : part.end]
    packed = data[start + 32 : start + 33] == b"\0"
    content = data[start + 34 : part.end]
    try:
        return zlib.decompressobj().decompress(content, LARGEST) if packed else content
    except zlib.error as error:
        raise Damaged from error


def _placed(
    data: bytes, ground: Ground, outer: Part, group: Group | None, depth: int = 0
) -> Iterator[tuple[int, Box]]:
    """The number of each picture of a drawing and where it lies. The first shape of a group is the group itself."""
    for part in parts(data, outer.start, outer.end):
        if part.kind == SHAPE:
            found = {inner.kind: inner for inner in parts(data, part.start, part.end)}
            box = _box(data, ground, found, group)
            if box and BOUNDS in found:
                group = Group(Box(*struct.unpack_from("<4i", data, found[BOUNDS].start)), box)
            elif box and OPTIONS in found:
                yield _number(data, found[OPTIONS]), box
        elif part.nested and depth < DEEPEST:
            yield from _placed(data, ground, part, group, depth + 1)


def _box(data: bytes, ground: Ground, found: dict[int, Part], group: Group | None) -> Box | None:
    """Where a shape lies: from cell to cell, or within its group."""
    if CLIENT in found:
        _, *ends = struct.unpack_from("<9H", data, found[CLIENT].start)
        return Box(*_point(ground, *ends[:4]), *_point(ground, *ends[4:]))
    if CHILD in found and group:
        return Box(*struct.unpack_from("<4i", data, found[CHILD].start)).moved(*group)
    return None


def _point(ground: Ground, column: int, across: int, row: int, down: int) -> tuple[float, float]:
    """A corner: offsets are 1024ths of the column's width and 256ths of the row's height."""
    columns, rows = ground.columns, ground.rows
    return (
        columns.point(column + 1, across / 1024 * columns.size(column + 1)),
        rows.point(row + 1, down / 256 * rows.size(row + 1)),
    )


def _number(data: bytes, options: Part) -> int:
    """Which picture a shape shows, counted from 1; 0 for none."""
    count = min(options.instance, (options.end - options.start) // 6)
    found = struct.iter_unpack("<HI", data[options.start : options.start + 6 * count])
    return next((value for name, value in found if name & 0x3FFF == PICTURE_OF_SHAPE), 0)
