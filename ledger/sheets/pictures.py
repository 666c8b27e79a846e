"""The pictures of a workbook that is a zip: floating ones, and those inside cells (WPS DISPIMG, Excel)."""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import count, pairwise
from pathlib import Path
from posixpath import basename
from typing import Final

from ledger.intake.grid import Picture
from ledger.sheets.collect import Collector, Damaged, too_large
from ledger.sheets.package import Archive, Names
from ledger.sheets.places import Box, Ground
from ledger.sheets.richdata import read_placed

LARGEST: Final = 50 << 20
MOST: Final = 20_000
CELL_IMAGE: Final = re.compile(r'DISPIMG\(\s*"([^"]{1,99})"', re.IGNORECASE)
CELL_IMAGES: Final = "xl/cellimages.xml"


class Media(Mapping[str, bytes]):
    """Pictures by their keys; the bytes are read when asked for, one picture at a time.

    Keys begin with the number of the reading, so that those of two files never meet.
    """

    _readings = count(1)

    def __init__(self) -> None:
        self._prefix = f"{next(self._readings)}!"
        self._readers: dict[str, Callable[[], bytes]] = {}

    def add(self, name: str, reader: Callable[[], bytes]) -> str:
        """The key of a picture that `reader` gives the bytes of; the same name is the same picture."""
        key = self._prefix + name
        self._readers.setdefault(key, reader)
        return key

    def __getitem__(self, key: str) -> bytes:
        """Raises BadData when the picture is damaged or beyond all measure."""
        return self._readers[key]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._readers)

    def __len__(self) -> int:
        return len(self._readers)


class Again:
    """A zip that is opened again when the first of its pictures is asked for."""

    def __init__(self, source: Path | bytes) -> None:
        self._source = source

    @cached_property
    def _archive(self) -> Archive:
        source = self._source
        return Archive(io.BytesIO(source) if isinstance(source, bytes) else source)

    def read(self, part: str) -> bytes:
        content = bytearray()
        for piece in self._archive.pieces(part):
            content += piece
            if len(content) > LARGEST:
                raise too_large(f"图片超过 {LARGEST >> 20} MB")
        return bytes(content)


@dataclass
class Finder:
    """Finds the pictures of the sheets of one workbook; `again` reads their bytes later."""

    archive: Archive
    relations: Mapping[str, tuple[str, str]]
    again: Again
    media: Media
    notes: list[str] = field(default_factory=list)

    def find(self, part: str, sheet: Collector) -> None:
        """Gives a sheet that was read its pictures. What is broken is noted and left out."""
        for kind in (partial(self._floating, part), self.in_cells, self._in_excel_cells):
            try:
                kind(sheet)
            except Damaged:
                self.notes.append(f"工作表“{sheet.name}”的图片已损坏，没有全部读出")

    def _floating(self, part: str, sheet: Collector) -> None:
        for kind, drawing in self.archive.relations(part).values():
            if kind != "drawing" or drawing not in self.archive:
                continue
            targets = self.archive.relations(drawing)
            reader = _Drawing(Ground(sheet.sizes))
            try:
                self.archive.parse(drawing, reader.start, end=reader.end, text=reader.buffer.append)
            finally:
                for place, relation in reader.found:
                    if relation in targets:
                        self._add(sheet, place, targets[relation][1])

    def _in_excel_cells(self, sheet: Collector) -> None:
        """The pictures that Excel placed in cells, instead of the error that other programs show there."""
        for place, mark in sheet.placed.items():
            if target := self._placed.get(mark):
                sheet.rows.get(place[0], {}).pop(place[1], None)
                self._add(sheet, place, target)

    def in_cells(self, sheet: Collector) -> None:
        """The pictures that WPS keeps in cells, by the names that their formulas call."""
        missing = 0
        for place, name in self._called(sheet):
            missing += name not in self._cell_images
            if target := self._cell_images.get(name):
                self._add(sheet, place, target)
        if missing:
            self.notes.append(f"工作表“{sheet.name}”有 {missing} 张单元格图片在文件里找不到")

    def _called(self, sheet: Collector) -> Iterator[tuple[tuple[int, int], str]]:
        """Cells that call a picture, in a formula or, where that was lost, in its text."""
        calls = dict(sheet.formulas)
        if self._cell_images:
            for row, cells in sheet.rows.items():
                for column, value in cells.items():
                    if isinstance(value, str) and value.startswith("="):
                        calls.setdefault((row, column), value)
        for place, text in calls.items():
            if found := CELL_IMAGE.search(text):
                yield place, found[1]

    def _add(self, sheet: Collector, place: tuple[int, int], part: str) -> None:
        if part not in self.archive:
            self.notes.append(f"工作表“{sheet.name}”有图片在文件里找不到")
            return
        if len(sheet.pictures) >= MOST:
            raise too_large(f"工作表“{sheet.name}”的图片超过 {MOST // 10_000} 万张")
        key = self.media.add(part, partial(self.again.read, part))
        sheet.pictures.append(Picture(*place, basename(part), key))

    @cached_property
    def _cell_images(self) -> Mapping[str, str]:
        """The parts of WPS's cell pictures by their names."""
        listed = [part for kind, part in self.relations.values() if kind.lower() == "cellimage"]
        part = next((name for name in (*listed, CELL_IMAGES) if name in self.archive), None)
        return _cell_images(self.archive, part) if part else {}

    @cached_property
    def _placed(self) -> Mapping[str, str]:
        return read_placed(self.archive, self.relations)


def _cell_images(archive: Archive, part: str) -> dict[str, str]:
    """Names to parts: by relation, never by order, for a picture used twice is stored once."""
    found: dict[str, str] = {}
    names, targets = Names(), archive.relations(part)
    current = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal current
        if names[tag] == "cNvPr":
            current = attributes.get("name", "")
        elif names[tag] == "blip" and (relation := _embedded(attributes)) in targets:
            found[current] = targets[relation][1]

    archive.parse(part, start)
    return found


def _embedded(attributes: Mapping[str, str]) -> str:
    """The relation of a picture that lies in the file; "" for one that is only linked."""
    return next((value for key, value in attributes.items() if key.endswith("embed")), "")


@dataclass
class _Shape:
    """A picture, or a group of shapes, while it is read: sizes by the names of their elements."""

    sizes: dict[str, tuple[float, float]] = field(default_factory=dict)
    relation: str = ""

    def box(self, corner: str, size: str) -> Box:
        (x, y), (width, height) = self.sizes.get(corner, (0, 0)), self.sizes.get(size, (0, 0))
        return Box(x, y, x + width, y + height)


class _Drawing:
    """Handlers for a drawing part; `found` holds the cell and the relation of each picture."""

    def __init__(self, ground: Ground) -> None:
        self.found: list[tuple[tuple[int, int], str]] = []
        self.buffer: list[str] = []
        self._ground = ground
        self._names = Names()
        self._shapes: list[_Shape] = [_Shape()]
        self._anchor: dict[str, float] = {}
        self._corner = ""
        self._before_choice = 0
        self._fallback = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.buffer.clear()
        name = self._names[tag]
        if name.endswith("Anchor"):
            self._shapes, self._anchor = [_Shape()], {}
        elif name in ("from", "to"):
            self._corner = name
        elif name in ("pic", "sp", "grpSp"):
            self._shapes.append(_Shape())
        elif name == "blip":
            self._shapes[-1].relation = _embedded(attributes)
        elif name in ("pos", "off", "chOff"):
            self._size(name, attributes, "x", "y")
        elif name in ("ext", "chExt") and "cx" in attributes:
            self._size(name, attributes, "cx", "cy")
        elif name == "AlternateContent":
            self._before_choice = len(self.found)
        elif name == "Fallback":
            self._fallback = True

    def end(self, tag: str) -> None:
        name = self._names[tag]
        if name in ("col", "colOff", "row", "rowOff"):
            self._anchor[f"{self._corner} {name}"] = _number("".join(self.buffer))
        elif name in ("pic", "sp"):
            self._end_picture()
        elif name == "grpSp":
            self._shapes[1:] = self._shapes[1:-1]
        elif name == "Fallback":
            self._fallback = False

    def _size(self, name: str, attributes: Mapping[str, str], x: str, y: str) -> None:
        size = _number(attributes.get(x, "")), _number(attributes.get(y, ""))
        self._shapes[-1].sizes.setdefault(name, size)

    def _end_picture(self) -> None:
        """What an old program shows instead (Fallback) counts only where the new one shows no picture."""
        shape = self._shapes[-1]
        again = self._fallback and len(self.found) > self._before_choice
        if shape.relation and not again:
            self.found.append((self._ground.cell(self._box()), shape.relation))
        self._shapes[1:] = self._shapes[1:-1]

    def _box(self) -> Box:
        """Where the picture lies; inside groups through the coordinates of each of them."""
        box = self._anchored()
        for group, inner in pairwise(self._shapes[1:]):
            box = inner.box("off", "ext").moved(group.box("chOff", "chExt"), box)
        return box

    def _anchored(self) -> Box:
        """Where the anchor lies: from cell to cell, from a cell with a size, or by itself."""
        if not self._anchor:
            return self._shapes[0].box("pos", "ext")
        left, top = self._point("from")
        if "to col" in self._anchor:
            return Box(left, top, *self._point("to"))
        width, height = self._shapes[0].sizes.get("ext", (0, 0))
        return Box(left, top, left + width, top + height)

    def _point(self, corner: str) -> tuple[float, float]:
        column, row, across, down = (
            self._anchor.get(f"{corner} {name}", 0) for name in ("col", "row", "colOff", "rowOff")
        )
        ground = self._ground
        return (
            ground.columns.point(int(column) + 1, across),
            ground.rows.point(int(row) + 1, down),
        )


def _number(text: str) -> float:
    """A coordinate; 0 for what is none."""
    return float(text) if text.strip().lstrip("-").isdecimal() and len(text) < 20 else 0
