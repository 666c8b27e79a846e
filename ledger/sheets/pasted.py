"""Photos put into the cells of a form as small floating pictures that move and size with their cell."""

import re
from collections.abc import Mapping, Sequence
from itertools import count
from posixpath import basename, dirname, join, relpath
from typing import Final, NamedTuple

from ledger.sheets.parts import Package
from ledger.sheets.surgery import Edit, Element, elements, splice

PIXEL: Final = 9525
POINT: Final = 12700
PAD: Final = 2 * PIXEL
KINDS: Final = {"jpeg": "image/jpeg", "png": "image/png"}
DRAWING_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawing+xml"
AFTER_DRAWING: Final = (
    "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip


class Thumbnail(NamedTuple):
    """A small picture: its bytes, jpeg or png, its size in pixels."""

    data: bytes
    kind: str
    width: int
    height: int


class Cell(NamedTuple):
    """Where pictures go: row and column from 1, the size of the cell in letters and points."""

    row: int
    column: int
    width: float
    height: float


class _Names(NamedTuple):
    """The namespaces of a workbook: usual ones, or those of the strict kind."""

    main: str
    sheet: str
    relation: str


USUAL: Final = _Names(
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
)
STRICT: Final = _Names(
    "http://purl.oclc.org/ooxml/drawingml/main",
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


def paste(package: Package, part: str, pictures: Mapping[Cell, Sequence[Thumbnail | None]]) -> None:
    """Put pictures into cells of the sheet in `part`, those of one cell side by side.

    None leaves the place of a picture that stands there already.
    """
    names = STRICT if b"purl.oclc.org/ooxml/" in package.parts[part][:2000] else USUAL
    drawing = package.first(part, "drawing") or _new_drawing(package, part, names)
    taken = {e.attributes.get("id", "") for e in elements(package.parts[drawing])}
    ids = (n for n in count(1) if str(n) not in taken)
    anchors = []
    for cell, thumbnails in pictures.items():
        for index, picture in enumerate(thumbnails):
            if picture is None:
                continue
            relation = _related(
                package, drawing, _kept(package, picture), f"{names.relation}/image"
            )
            slot = index, len(thumbnails)
            anchors.append(_anchor(cell, slot, picture, (relation, next(ids)), names))
    package.parts[drawing] = _appended(package.parts[drawing], "".join(anchors))


def _anchor(
    cell: Cell, slot: tuple[int, int], picture: Thumbnail, ids: tuple[str, int], names: _Names
) -> str:
    index, parts = slot
    room = int((cell.width * 7 + 5) * PIXEL) // parts
    height = int(cell.height * POINT)
    scale = min((room - 2 * PAD) / picture.width, (height - 2 * PAD) / picture.height)
    wide, high = int(picture.width * scale), int(picture.height * scale)
    left, top = index * room + (room - wide) // 2, (height - high) // 2
    start, end = (left, top), (left + wide, top + high)
    relation, number = ids
    places = "".join(
        f"<xdr:{name}><xdr:col>{cell.column - 1}</xdr:col><xdr:colOff>{x}</xdr:colOff>"
        f"<xdr:row>{cell.row - 1}</xdr:row><xdr:rowOff>{y}</xdr:rowOff></xdr:{name}>"
        for name, (x, y) in (("from", start), ("to", end))
    )
    return (
        f'<xdr:twoCellAnchor xmlns:xdr="{names.sheet}" xmlns:a="{names.main}" xmlns:r="{names.relation}"'
        f' editAs="twoCell">{places}<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{number}" name="照片 {number}"/>'
        '<xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr><xdr:blipFill>'
        f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/>'
        "</xdr:twoCellAnchor>"
    )


# -- parts of the package --------------------------------------------------------------------------


def _kept(package: Package, picture: Thumbnail) -> str:
    """The part of a picture; the same picture is kept once."""
    same = (n for n, data in package.parts.items() if "/media/" in n and data == picture.data)
    if name := next(same, None):
        return name
    name = _free(package, "xl/media/photo{}." + picture.kind)
    package.add(name, picture.data)
    listed = package.parts["[Content_Types].xml"]
    known = {
        e.attributes.get("Extension", "").lower() for e in elements(listed) if e.name == "Default"
    }
    if picture.kind not in known:
        default = f'<{{p}}Default Extension="{picture.kind}" ContentType="{KINDS[picture.kind]}"/>'
        package.parts["[Content_Types].xml"] = _appended(listed, default)
    return name


def _new_drawing(package: Package, part: str, names: _Names) -> str:
    name = _free(package, "xl/drawings/drawing{}.xml")
    root = f'<xdr:wsDr xmlns:xdr="{names.sheet}" xmlns:a="{names.main}"></xdr:wsDr>'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    package.add(name, (head + root).encode())
    override = f'<{{p}}Override PartName="/{name}" ContentType="{DRAWING_TYPE}"/>'
    listed = package.parts["[Content_Types].xml"]
    package.parts["[Content_Types].xml"] = _appended(listed, override)
    relation = _related(package, part, name, f"{names.relation}/drawing")
    data = package.parts[part]
    found = elements(data)
    after = (e.start for e in found if e.up == 0 and e.name in AFTER_DRAWING)
    place = next(after, found[0].close)
    tag = f'<{_prefix(data, found[0])}drawing xmlns:r="{names.relation}" r:id="{relation}"/>'
    package.parts[part] = splice(data, [Edit(place, place, tag.encode())])
    return name


def _related(package: Package, part: str, target: str, kind: str) -> str:
    """The id by which `part` knows `target`, a new relationship when it does not yet."""
    listed = join(dirname(part), "_rels", f"{basename(part)}.rels")
    known = package.related(part)
    found = next((key for key, (_, name) in known.items() if name == target), None)
    if found:
        return found
    if listed not in package.parts:
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        package.add(listed, f'<Relationships xmlns="{space}"></Relationships>'.encode())
    data = package.parts[listed]
    taken = {e.attributes.get("Id") for e in elements(data)}
    key = next(name for n in count(1) if (name := f"rId{n}") not in taken)
    path = relpath(target, dirname(part))
    entry = f'<{{p}}Relationship Id="{key}" Type="{kind}" Target="{path}"/>'
    package.parts[listed] = _appended(data, entry)
    return key


def _appended(data: bytes, text: str) -> bytes:
    """A part with more at the end of its root; {p} stands for the prefix of the root."""
    root = elements(data)[0]
    prefix = _prefix(data, root)
    text = text.replace("{p}", prefix)
    if root.inner == root.end:  # <root/>
        tag = data[root.start : root.end]
        name = re.match(rb"<([^\s/>]+)", tag)
        closed = tag.removesuffix(b"/>").rstrip() + b">" + text.encode()
        closed += b"</" + (name[1] if name else b"") + b">"
        return splice(data, [Edit(root.start, root.end, closed)])
    return splice(data, [Edit(root.close, root.close, text.encode())])


def _prefix(data: bytes, element: Element) -> str:
    match = re.match(rb"<([^\s<>/:]+:)", data[element.start : element.inner])
    return match[1].decode() if match else ""


def _free(package: Package, pattern: str) -> str:
    return next(name for n in count(1) if (name := pattern.format(n)) not in package.parts)
