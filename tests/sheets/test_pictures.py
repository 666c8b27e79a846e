"""Pictures of workbooks: which cell they belong to, and that their bytes come only when asked for."""

import io
import struct
import zipfile
import zlib
from itertools import chain
from pathlib import Path

import openpyxl
import pytest
import xlwt
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import (
    AbsoluteAnchor,
    AnchorMarker,
    OneCellAnchor,
    TwoCellAnchor,
)
from openpyxl.drawing.xdr import XDRPoint2D, XDRPositiveSize2D
from PIL import Image as Pillow
from xlrd.compdoc import CompDoc

from ledger.errors import BadData
from ledger.intake.grid import Book, Grid
from ledger.sheets import pictures
from ledger.sheets.read import read

PIXEL = 9525
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
DRAWN = (
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
DRAWING = "xl/drawings/drawing1.xml"


@pytest.fixture
def open_bytes(tmp_path: Path):
    def open_(data: bytes) -> Book:
        path = tmp_path / "台账"
        path.write_bytes(data)
        return read(path)

    return open_


def png(shade: int = 0, side: int = 20) -> bytes:
    out = io.BytesIO()
    Pillow.new("RGB", (side, side), (shade, 0, 0)).save(out, "PNG")
    return out.getvalue()


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_pictures(*anchors, look=None) -> bytes:
    """A workbook with a picture at each anchor; a text is the address of a cell."""
    book = openpyxl.Workbook()
    book.active.append(["问题", "整改前照片"])
    if look:
        look(book.active)
    for shade, anchor in enumerate(anchors):
        image = Image(io.BytesIO(png(shade)))
        image.anchor = anchor
        book.active.add_image(image)
    return saved(book)


def edited(data: bytes, parts: dict[str, str | bytes | None]) -> bytes:
    """The zip with some parts replaced, added or (None) dropped."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name, content in ({n: old.read(n) for n in old.namelist()} | parts).items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def related(*targets: tuple[str, str]) -> str:
    """A part of relations rId1, rId2 … of these types to these targets."""
    listed = "".join(
        f'<Relationship Id="rId{i}" Type="http://x/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f"<Relationships>{listed}</Relationships>"


def cells(grid: Grid) -> list[tuple[int, int]]:
    return [(picture.row, picture.column) for picture in grid.pictures]


# --- floating over the sheet


def place(column: int, across: int, row: int, down: int) -> AnchorMarker:
    """A corner in pixels, columns and rows from 0."""
    return AnchorMarker(col=column, colOff=across * PIXEL, row=row, rowOff=down * PIXEL)


def size(width: int, height: int) -> XDRPositiveSize2D:
    return XDRPositiveSize2D(width * PIXEL, height * PIXEL)


@pytest.mark.parametrize(
    ("anchor", "cell"),
    [
        ("B5", (5, 2)),
        (TwoCellAnchor(_from=place(1, 0, 3, 15), to=place(1, 60, 4, 19)), (5, 2)),
        (TwoCellAnchor(_from=place(0, 60, 3, 1), to=place(2, 10, 4, 1)), (4, 2)),
        (TwoCellAnchor(_from=place(1, 0, 2, 0), to=place(2, 0, 5, 0)), (4, 2)),
        (OneCellAnchor(_from=place(1, 40, 3, 2), ext=size(70, 10)), (4, 3)),
        (OneCellAnchor(_from=place(1, 2, 3, 2), ext=size(20, 60)), (5, 2)),
        (AbsoluteAnchor(pos=XDRPoint2D(70 * PIXEL, 85 * PIXEL), ext=size(30, 10)), (5, 2)),
    ],
    ids=["cell", "over a line", "over two lines", "rows", "wide", "high", "absolute"],
)
def test_a_picture_belongs_to_the_cell_below_its_centre(open_bytes, anchor, cell):
    book = open_bytes(with_pictures(anchor))
    assert cells(book.sheets[0]) == [cell]
    assert book.media[book.sheets[0].pictures[0].key] == png()


def test_heights_and_widths_count_hidden_rows_too(open_bytes):
    def look(sheet):
        sheet.row_dimensions[2].height = 150
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["A"].width = 50

    absolute = AbsoluteAnchor(pos=XDRPoint2D(300 * PIXEL, 100 * PIXEL), ext=size(10, 10))
    hidden = TwoCellAnchor(_from=place(1, 0, 2, 0), to=place(1, 40, 2, 10))
    (grid,) = open_bytes(with_pictures(absolute, hidden, look=look)).sheets
    assert sorted(cells(grid)) == [(2, 1), (3, 2)]


def anchored(content: str) -> str:
    """A drawing with one anchor, from A1 to the end of B20."""
    corners = "".join(
        f"<xdr:{corner}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{corner}>"
        for corner, column, row in (("from", 0, 0), ("to", 2, 20))
    )
    return (
        f"{HEAD}<xdr:wsDr {DRAWN}><xdr:twoCellAnchor>{corners}{content}</xdr:twoCellAnchor>"
        "</xdr:wsDr>"
    )


def frame(x: int, y: int, width: int, height: int, inner: str = "") -> str:
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/>{inner}</a:xfrm>'


def picture(xfrm: str = "", link: str = 'r:embed="rId1"') -> str:
    return (
        f'<xdr:pic><xdr:blipFill><a:blip {link}><a:extLst><a:ext uri="{{x}}"/></a:extLst></a:blip>'
        f"</xdr:blipFill><xdr:spPr>{xfrm}</xdr:spPr></xdr:pic>"
    )


def test_pictures_in_groups_lie_where_the_group_puts_them(open_bytes):
    inner = '<a:chOff x="1000" y="1000"/><a:chExt cx="200" cy="2000"/>'
    nested = '<a:chOff x="0" y="0"/><a:chExt cx="10" cy="10"/>'
    group = (
        f"<xdr:grpSp><xdr:grpSpPr>{frame(0, 0, 9, 9, inner)}</xdr:grpSpPr>"
        f"{picture(frame(1000, 1200, 100, 100))}"
        f"<xdr:grpSp><xdr:grpSpPr>{frame(1100, 2000, 100, 1000, nested)}</xdr:grpSpPr>"
        f"{picture(frame(0, 9, 10, 1))}</xdr:grpSp></xdr:grpSp>"
    )
    (grid,) = open_bytes(edited(with_pictures("A1"), {DRAWING: anchored(group)})).sheets
    assert cells(grid) == [(3, 1), (20, 2)]


def test_what_old_programs_show_instead_is_not_a_second_picture(open_bytes):
    both = (
        f"<mc:AlternateContent><mc:Choice Requires='a14'>{picture()}</mc:Choice>"
        f"<mc:Fallback>{picture()}</mc:Fallback></mc:AlternateContent>"
    )
    only = both.replace(picture(), "", 1)
    for content in (both, only):
        (grid,) = open_bytes(edited(with_pictures("A1"), {DRAWING: anchored(content)})).sheets
        assert len(grid.pictures) == 1


def test_linked_pictures_and_plain_shapes_are_no_pictures(open_bytes):
    shapes = picture(link='r:link="rId1"') + "<xdr:sp><xdr:spPr/></xdr:sp>"
    book = open_bytes(edited(with_pictures("A1"), {DRAWING: anchored(shapes)}))
    assert (cells(book.sheets[0]), len(book.media)) == ([], 0)


def test_a_picture_used_twice_is_stored_once_and_files_do_not_share_keys(open_bytes):
    data = edited(with_pictures("A1"), {DRAWING: anchored(picture() + picture())})
    first, second = open_bytes(data), open_bytes(data)
    assert len({found.key for found in first.sheets[0].pictures}) == len(first.media) == 1
    assert not first.media.keys() & second.media.keys()
    assert list(first.media.values()) == list(second.media.values()) == [png()]


@pytest.mark.parametrize(
    ("parts", "left"),
    [
        ({DRAWING: anchored(picture())[:-30]}, 1),
        ({"xl/media/image1.png": None}, 0),
        ({DRAWING: None}, 0),
        ({"xl/drawings/_rels/drawing1.xml.rels": "<broken"}, 0),
    ],
    ids=["cut off", "no picture", "no drawing", "no relations"],
)
def test_broken_drawings_never_keep_a_sheet_from_being_read(open_bytes, parts, left):
    book = open_bytes(edited(with_pictures("A1"), parts))
    assert book.sheets[0].rows == {1: {1: "问题", 2: "整改前照片"}}
    assert len(book.sheets[0].pictures) == left
    assert len(book.notes) == (DRAWING not in parts or parts[DRAWING] is not None)


def test_hostile_numbers_do_no_harm(open_bytes):
    drawing = anchored(picture()).replace("<xdr:row>20<", f"<xdr:row>{'9' * 19}<")
    drawing = drawing.replace("<xdr:colOff>0<", "<xdr:colOff>1e999<", 1)
    (grid,) = open_bytes(edited(with_pictures("A1"), {DRAWING: drawing})).sheets
    assert [(found.row <= 1_048_576, found.column) for found in grid.pictures] == [(True, 2)]


def test_a_picture_beyond_measure_is_refused_when_it_is_asked_for(open_bytes, monkeypatch):
    monkeypatch.setattr(pictures, "LARGEST", 50)
    book = open_bytes(with_pictures("A1"))
    with pytest.raises(BadData, match="图片超过"):
        book.media[book.sheets[0].pictures[0].key]


# --- inside cells


def call(name: str, how: str = '_xlfn.DISPIMG("{}",1)') -> str:
    return how.format(name).replace('"', "&quot;")


def with_cell_images(rows: str) -> bytes:
    """A workbook as WPS writes it: pictures by names, relations in another order than the list."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    return edited(
        saved(openpyxl.Workbook()),
        {"xl/worksheets/sheet1.xml": sheet, "xl/_rels/workbook.xml.rels": None, **WPS},
    )


def image(name: str, relation: str) -> str:
    return (
        f'<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="{name}"/></xdr:nvPicPr>'
        f'<xdr:blipFill><a:blip r:embed="{relation}"/></xdr:blipFill></xdr:pic></etc:cellImage>'
    )


WPS = {
    "xl/cellImages.xml": (
        f'{HEAD}<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" {DRAWN}>'
        f"{image('ID_A', 'rId2')}{image('ID_B', 'rId1')}{image('ID_C', 'rId1')}</etc:cellImages>"
    ),
    "xl/_rels/cellImages.xml.rels": related(
        ("image", "media/image1.png"), ("image", "media/image2.png")
    ),
    "xl/media/image1.png": png(1),
    "xl/media/image2.png": png(2),
    "_rels/.rels": related(("cellImage", "xl/cellImages.xml")),
}


def test_cell_pictures_of_wps_go_by_name(open_bytes):
    rows = (
        f'<row r="2"><c r="B2" t="str"><f>{call("ID_A")}</f><v>=DISPIMG("ID_A",1)</v></c>'
        f'<c r="C2" t="str"><f>{call("ID_B", "@_xlfn.DISPIMG({!r},1)").replace(chr(39), "&quot;")}</f></c></row>'
        f'<row r="3"><c r="B3" t="str"><v>{call("ID_C", "=DISPIMG({!r},1)").replace(chr(39), "&quot;")}</v></c>'
        f'<c r="C3" t="str"><f>{call("ID_X")}</f><v>x</v></c><c r="D3"><f>1+1</f><v>2</v></c></row>'
    )
    book = open_bytes(with_cell_images(rows))
    (grid,) = book.sheets
    found = {(p.row, p.column): book.media[p.key] for p in grid.pictures}
    assert found == {(2, 2): png(2), (2, 3): png(1), (3, 2): png(1)}
    assert len(book.media) == 2
    assert any("1 张单元格图片在文件里找不到" in note for note in book.notes)


RICH = {
    "xl/_rels/workbook.xml.rels": related(
        ("worksheet", "worksheets/sheet1.xml"),
        ("sheetMetadata", "metadata.xml"),
        ("rdRichValueStructure", "richData/structure.xml"),
        ("rdRichValue", "richData/value.xml"),
        ("richValueRel", "richData/rel.xml"),
    ),
    "xl/metadata.xml": (
        '<metadata xmlns:x="y"><metadataTypes><metadataType name="XLDAPR"/><metadataType name="XLRICHVALUE"/>'
        '</metadataTypes><futureMetadata name="XLDAPR"><bk/></futureMetadata>'
        '<futureMetadata name="XLRICHVALUE"><bk><x:rvb i="2"/></bk><bk><x:rvb i="0"/></bk></futureMetadata>'
        '<cellMetadata><bk><rc t="1" v="0"/></bk></cellMetadata>'
        '<valueMetadata><bk><rc t="2" v="1"/></bk><bk><rc t="2" v="0"/></bk><bk><rc t="1" v="0"/></bk></valueMetadata></metadata>'
    ),
    "xl/richData/structure.xml": (
        '<rvStructures><s t="_localImage"><k n="_rvRel:LocalImageIdentifier"/><k n="CalcOrigin"/></s>'
        '<s t="_error"><k n="errorType"/></s>'
        '<s t="_localImage"><k n="Text"/><k n="_rvRel:LocalImageIdentifier"/></s></rvStructures>'
    ),
    "xl/richData/value.xml": (
        '<rvData><rv s="0"><v>1</v><v>5</v></rv><rv s="1"><v>8</v></rv>'
        '<rv s="2"><v>泵房</v><v>0</v></rv></rvData>'
    ),
    "xl/richData/rel.xml": '<richValueRels xmlns:r="z"><rel r:id="rId2"/><rel r:id="rId1"/></richValueRels>',
    "xl/richData/_rels/rel.xml.rels": related(
        ("image", "../media/image1.png"), ("image", "../media/image2.png")
    ),
    "xl/media/image1.png": png(1),
    "xl/media/image2.png": png(2),
}


def test_pictures_that_excel_placed_in_cells(open_bytes):
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="e" vm="{row}"><v>#VALUE!</v></c></row>'
        for row in (1, 2, 3)
    )
    sheet = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    parts = {"xl/worksheets/sheet1.xml": sheet, **RICH}
    book = open_bytes(edited(saved(openpyxl.Workbook()), parts))
    (grid,) = book.sheets
    found = {(p.row, p.column): book.media[p.key] for p in grid.pictures}
    assert found == {(1, 1): png(1), (2, 1): png(2)}
    assert grid.rows == {3: {1: "#VALUE!"}}  # other values that old programs cannot show


BROKEN_RICH = sorted(name for name in RICH if "/richData/" in name or name.endswith("metadata.xml"))


@pytest.mark.parametrize("name", ["xl/cellImages.xml", "xl/_rels/cellImages.xml.rels"])
def test_broken_cell_pictures_never_keep_a_sheet_from_being_read(open_bytes, name):
    rows = f'<row r="2"><c r="A2"><f>{call("ID_A")}</f></c><c r="B2"><v>7</v></c></row>'
    book = open_bytes(edited(with_cell_images(rows), {name: "<broken"}))
    assert (book.sheets[0].rows, book.sheets[0].pictures) == ({2: {2: 7}}, ())
    assert any("图片已损坏" in note for note in book.notes)


@pytest.mark.parametrize("name", BROKEN_RICH)
def test_broken_placed_pictures_leave_what_old_programs_show(open_bytes, name):
    row = '<row r="1"><c r="A1" t="e" vm="1"><v>#VALUE!</v></c></row>'
    sheet = f"<worksheet><sheetData>{row}</sheetData></worksheet>"
    parts = {"xl/worksheets/sheet1.xml": sheet, **RICH, name: "<broken"}
    book = open_bytes(edited(saved(openpyxl.Workbook()), parts))
    assert (book.sheets[0].rows, book.sheets[0].pictures) == ({1: {1: "#VALUE!"}}, ())
    assert any("图片已损坏" in note for note in book.notes)


# --- workbooks of the old kind


def ole(streams: dict[str, bytes]) -> bytes:
    """A compound file; streams of 4096 bytes and more lie in plain sectors."""
    contents = [
        data.ljust(-(-max(len(data), 4096) // 512) * 512, b"\0") for data in streams.values()
    ]
    counts = [len(data) // 512 for data in contents]
    tables = -(-(sum(counts) + 8) // 127)
    starts = [tables + 1 + sum(counts[:i]) for i in range(len(counts))]
    runs = ([*range(s + 1, s + n), -2] for s, n in zip(starts, counts, strict=True))
    fat = [-3] * tables + [-2, *chain.from_iterable(runs)]
    fat += [-1] * (tables * 128 - len(fat))

    def entry(name: str, kind: int, child: int, right: int, start: int, length: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        head = text.ljust(64, b"\0") + struct.pack("<HBBiii", len(text), kind, 1, -1, right, child)
        return (head + b"\0" * 36 + struct.pack("<iII", start, length, 0))[:128].ljust(128, b"\0")

    files = [
        entry(name, 2, -1, i + 2 if i + 1 < len(streams) else -1, starts[i], len(contents[i]))
        for i, name in enumerate(streams)
    ]
    folder = b"".join([entry("Root Entry", 5, 1, -1, -2, 0), *files]).ljust(512, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack(
        "<HHHHHHIIiiIIiIiI", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, tables, tables, 0, 4096, -2, 0, -2, 0
    )
    head += struct.pack("<109i", *([*range(tables), *[-1] * 109][:109]))
    return head[:512] + struct.pack(f"<{len(fat)}i", *fat) + folder + b"".join(contents)


def record(kind: int, data: bytes) -> bytes:
    """A record, continued as often as its length demands."""
    pieces = [data[at : at + 8000] for at in range(0, len(data), 8000)] or [b""]
    kinds = [kind] + [0x3C] * (len(pieces) - 1)
    return b"".join(struct.pack("<HH", k, len(p)) + p for k, p in zip(kinds, pieces, strict=True))


def part(kind: int, *inner: bytes, instance: int = 0, box: bool = False) -> bytes:
    content = b"".join(inner)
    return struct.pack("<HHI", instance << 4 | (15 if box else 0), kind, len(content)) + content


def stored(*blips: bytes) -> bytes:
    """The list of pictures; each entry has a name of two bytes."""
    entries = [part(0xF007, b"\0" * 33 + b"\2\0\0" + b"xy", blip) for blip in blips]
    return part(0xF000, part(0xF006, b"\0" * 24), part(0xF001, *entries, box=True), box=True)


def shown(index: int, *anchor: bytes) -> bytes:
    """A shape that shows a picture."""
    options = part(0xF00B, struct.pack("<HIHI", 0x007F, 1, 0x4104, index), instance=2)
    return part(0xF004, part(0xF00A, b"\0" * 8), options, *anchor, box=True)


def client(*ends: int) -> bytes:
    """Column, 1024ths, row, 256ths of both corners."""
    return part(0xF010, struct.pack("<9H", 0, *ends))


def group(bounds: tuple[int, ...], anchor: bytes, *shapes: bytes) -> bytes:
    itself = part(0xF004, part(0xF009, struct.pack("<4i", *bounds)), anchor, box=True)
    return part(0xF003, itself, *shapes, box=True)


BLIPS = (
    part(0xF01E, b"u" * 17, png(1), instance=0x6E0),
    part(0xF01D, b"u" * 33, b"\xff\xd8\xff" + b"j" * 9000, instance=0x46B),
    part(0xF01A, b"u" * 16 + b"\0" * 34, zlib.compress(b"emf"), instance=0x3D4),
)


def xls(drawing: bytes, pictures: bytes, *, cell: str = "问题", **streams: bytes) -> bytes:
    """A workbook whose second sheet has a drawing."""
    book = xlwt.Workbook()
    book.add_sheet("说明")
    sheet = book.add_sheet("台账")
    sheet.write(3, 3, cell)
    sheet.row(1).height_mismatch = True
    sheet.row(1).height = 4000
    out = io.BytesIO()
    book.save(out)
    stream = CompDoc(out.getvalue(), logfile=io.StringIO()).get_named_stream("Workbook")
    pieces, at, moved, ends = [], 0, len(record(0xEB, pictures)), 0
    while at + 4 <= len(stream) and ends < 3:
        kind, length = struct.unpack_from("<HH", stream, at)
        data = stream[at + 4 : at + 4 + length]
        if kind == 0x85:
            data = struct.pack("<I", struct.unpack_from("<I", data)[0] + moved) + data[4:]
        if kind == 0x0A:
            pieces += [(record(0xEB, pictures), b"", record(0xEC, drawing))[ends]]
            ends += 1
        pieces.append(struct.pack("<HH", kind, length) + data)
        at += 4 + length
    return ole({"Workbook": b"".join(pieces), **streams})


def drawn(*shapes: bytes) -> bytes:
    patriarch = part(0xF004, part(0xF009, b"\0" * 16), part(0xF00A, b"\0" * 8), box=True)
    return part(
        0xF002, part(0xF008, b"\0" * 8), part(0xF003, patriarch, *shapes, box=True), box=True
    )


def test_floating_pictures_of_an_old_workbook(open_bytes):
    shapes = (
        shown(1, client(3, 0, 3, 200, 3, 1000, 4, 250)),
        shown(2, client(0, 0, 0, 0, 0, 1023, 1, 250)),
        shown(3, client(1, 100, 7, 0, 1, 200, 7, 100)),
        shown(9, client(1, 100, 7, 0, 1, 200, 7, 100)),
        shown(1),
    )
    book = open_bytes(xls(drawn(*shapes), stored(*BLIPS)))
    empty, grid = book.sheets
    found = {(p.row, p.column): (p.name, book.media[p.key]) for p in grid.pictures}
    assert found == {
        (5, 4): ("image1.png", png(1)),
        (2, 1): ("image2.jpg", b"\xff\xd8\xff" + b"j" * 9000),
        (8, 2): ("image3.emf", b"emf"),
    }
    assert (book.container, empty.pictures, grid.rows) == ("xls", (), {4: {4: "问题"}})


def test_grouped_pictures_of_an_old_workbook(open_bytes):
    inner = shown(1, part(0xF00F, struct.pack("<4i", 100, 200, 200, 210)))
    shape = group((0, 0, 200, 210), client(0, 0, 2, 0, 2, 0, 22, 0), inner)
    _, grid = open_bytes(xls(drawn(shape), stored(*BLIPS))).sheets
    assert cells(grid) == [(22, 2)]


def test_cell_pictures_of_wps_in_an_old_workbook(open_bytes):
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        for name, content in (WPS | {"xl/media/padding": b"\0" * 4096}).items():
            archive.writestr(name, content)
    data = xls(b"", b"", cell='=DISPIMG("ID_A",1)', ETCellImageData=zipped.getvalue())
    book = open_bytes(data)
    ((found,),) = [grid.pictures for grid in book.sheets if grid.pictures]
    assert (found.row, found.column, book.media[found.key]) == (4, 4, png(2))


@pytest.mark.parametrize(
    ("drawing", "store"),
    [
        (drawn(shown(1, part(0xF010, b"\0" * 4))), stored(*BLIPS)),
        (drawn(group((0, 0, 0, 0), client(*[9] * 8)))[:-40], stored(*BLIPS)),
        (drawn(shown(1, client(*[9] * 8))), stored(*BLIPS)[:60]),
        (b"\xff" * 50, b"\x0f" * 50),
    ],
    ids=["short anchor", "cut group", "cut store", "noise"],
)
def test_broken_drawings_never_keep_an_old_sheet_from_being_read(open_bytes, drawing, store):
    _, grid = open_bytes(xls(drawing, store)).sheets
    assert grid.rows == {4: {4: "问题"}}
    assert grid.pictures == ()


def test_a_damaged_cell_picture_stream_is_noted(open_bytes):
    book = open_bytes(xls(b"", b"", ETCellImageData=b"PK\3\4" + b"\0" * 5000))
    assert [note for note in book.notes if "图片已损坏" in note]
