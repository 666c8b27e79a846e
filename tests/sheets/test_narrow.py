"""A workbook without the rows of others: sheets, names, texts, pictures that nobody refers to any more."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image as Drawing
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image

from ledger.sheets.narrow import narrowed

SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(told: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in told.items():
            archive.writestr(name, data)
    return out.getvalue()


def three() -> Workbook:
    book = Workbook()
    book.active.title = "甲街道"
    for name in ("乙街道", "字典"):
        book.create_sheet(name)
    for sheet in book:
        sheet["A1"] = f"{sheet.title}的内容"
        sheet.print_title_rows = "1:1"
    return book


def test_other_sheets_go_with_their_names():
    book = three()
    book.defined_names["全部"] = DefinedName("全部", attr_text="乙街道!$A$1:$A$9")
    book.defined_names["自己"] = DefinedName("自己", attr_text="甲街道!$A$1:$A$9")
    book.active = 1
    result = narrowed(saved(book), ["甲街道", "字典"])
    found = load_workbook(io.BytesIO(result))
    assert found.sheetnames == ["甲街道", "字典"]
    assert list(found.defined_names) == ["自己"]
    assert [sheet.print_title_rows for sheet in found] == ["$1:$1", "$1:$1"]
    assert "乙街道".encode() not in b"".join(parts(result).values())


def test_a_sheet_that_a_drop_down_draws_from_stays():
    book = three()
    listed = DataValidation(type="list", formula1="字典!$A$1:$A$5")
    listed.add("B2:B9")
    book["甲街道"].add_data_validation(listed)
    assert load_workbook(io.BytesIO(narrowed(saved(book), ["甲街道"]))).sheetnames == ["甲街道", "字典"]  # fmt: skip


def test_pictures_of_a_sheet_that_went_are_gone():
    book = three()
    for sheet, colour in zip(book, ("red", "blue", "green"), strict=True):
        picture = io.BytesIO()
        Image.new("RGB", (9, 9), colour).save(picture, "PNG")
        sheet.add_image(Drawing(picture), "B2")
    found = parts(narrowed(saved(book), ["甲街道"]))
    assert sum(name.startswith("xl/media/") for name in found) == 1
    assert sum(name.startswith("xl/drawings/drawing") for name in found) == 1
    named = found["[Content_Types].xml"].decode()
    assert "drawing2" not in named
    assert "sheet2" not in named


@pytest.mark.parametrize("odd", ["", "<!-- -->"])
def test_shared_texts_that_no_cell_shows_are_emptied_in_their_place(odd):
    told = parts(saved(three()))
    strings = ["甲的", "乙的", "甲另外的"]
    listed = "".join(f"<si><t>{text}</t></si>" for text in strings)
    told["xl/sharedStrings.xml"] = f"<sst {SPACE}>{listed}</sst>".encode()
    told["xl/worksheets/sheet1.xml"] = (
        f'<worksheet {SPACE}><sheetData><row r="1"><c r="A1" t="s">{odd}<v>0</v></c><c r="B1" t="s"><v>2</v></c>'
        "</row></sheetData></worksheet>"
    ).encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = f'<Relationship Id="rIdS" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    rels = "xl/_rels/workbook.xml.rels"
    told[rels] = told[rels].replace(b"</Relationships>", link.encode())
    found = parts(narrowed(packed(told), ["甲街道"]))["xl/sharedStrings.xml"].decode()
    assert found.endswith("<si><t>甲的</t></si><si><t/></si><si><t>甲另外的</t></si></sst>")


def test_pictures_in_cells_that_no_cell_shows_are_gone():
    told = parts(saved(three()))
    wps = "http://www.wps.cn/officeDocument/2017/etCustomData"
    image = (
        '<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="1" name="ID_{n}"/></xdr:nvPicPr>'
        '<xdr:blipFill><a:blip r:embed="rId{n}"/></xdr:blipFill></xdr:pic></etc:cellImage>'
    )
    told["xl/cellimages.xml"] = (
        f'<etc:cellImages xmlns:etc="{wps}" xmlns:xdr="x" xmlns:a="a" xmlns:r="r">'
        f"{image.format(n=1)}{image.format(n=2)}</etc:cellImages>"
    ).encode()
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{office}" Target="media/image{n}.png"/>' for n in (1, 2)
    )
    told["xl/_rels/cellimages.xml.rels"] = (
        f'<Relationships xmlns="{package}">{links}</Relationships>'.encode()
    )
    told["xl/media/image1.png"], told["xl/media/image2.png"] = b"one", b"two"
    rels = "xl/_rels/workbook.xml.rels"
    kind = "http://www.wps.cn/officeDocument/2020/cellImage"
    link = f'<Relationship Id="rIdC" Type="{kind}" Target="cellimages.xml"/></Relationships>'
    told[rels] = told[rels].replace(b"</Relationships>", link.encode())
    told["xl/worksheets/sheet1.xml"] = (
        f'<worksheet {SPACE}><sheetData><row r="1"><c r="A1" t="str"><f>_xlfn.DISPIMG("ID_2",1)</f></c></row>'
        "</sheetData></worksheet>"
    ).encode()
    found = parts(narrowed(packed(told), ["甲街道"]))
    assert {name for name in found if "media" in name} == {"xl/media/image2.png"}
    assert b"ID_1" not in found["xl/cellimages.xml"]


def test_a_workbook_of_one_sheet_without_leftovers_keeps_its_parts():
    book = Workbook()
    book.active.title = "甲街道"
    data = saved(book)
    assert parts(narrowed(data, ["甲街道"])) == parts(data)


def test_what_was_reckoned_with_a_sheet_that_went_keeps_its_result():
    told = parts(saved(three()))
    told["xl/worksheets/sheet1.xml"] = (
        f'<worksheet {SPACE}><sheetData><row r="1">'
        '<c r="A1"><f>乙街道!A1+1</f><v>7</v></c>'
        '<c r="B1" t="str"><f t="shared" si="0" ref="B1:C1">VLOOKUP(A1,\'乙街道\'!A:B,2)</f><v>甲</v></c>'
        '<c r="C1" t="str"><f t="shared" si="0"/><v>丙</v></c><c r="D1"><f>A1*2</f><v>14</v></c>'
        "</row></sheetData></worksheet>"
    ).encode()
    result = narrowed(packed(told), ["甲街道"])
    found = load_workbook(io.BytesIO(result)).active
    assert [cell.value for cell in found[1]] == [7, "甲", "丙", "=A1*2"]


def test_what_a_pivot_table_remembers_of_all_rows_is_gone():
    told = parts(saved(three()))
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = "xl/_rels/workbook.xml.rels"
    link = (
        f'<Relationship Id="rIdP" Type="{office}/pivotCacheDefinition" Target="pivotCache/d.xml"/>'
    )
    told[rels] = told[rels].replace(b"</Relationships>", link.encode() + b"</Relationships>")
    told["xl/pivotCache/d.xml"] = f"<pivotCacheDefinition {SPACE}/>".encode()
    told["xl/pivotCache/_rels/d.xml.rels"] = (
        f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/pivotCacheRecords"'
        ' Target="r.xml"/></Relationships>'
    ).encode()
    told["xl/pivotCache/r.xml"] = "<r>别家的电话</r>".encode()
    caches = (
        b'<pivotCaches><pivotCache cacheId="1" r:id="rIdP" xmlns:r="r"/></pivotCaches></workbook>'
    )
    told["xl/workbook.xml"] = told["xl/workbook.xml"].replace(b"</workbook>", caches)
    found = parts(narrowed(packed(told), ["甲街道"]))
    assert not [name for name in found if "pivotCache" in name]
    assert b"pivotCache" not in found["xl/workbook.xml"] + found[rels]


def test_a_list_that_a_name_stands_for_stays_and_sheets_of_like_names_go():
    book = Workbook()
    book.active.title = "甲街道"
    for name in ("1月", "11月", "字典"):
        book.create_sheet(name)["A1"] = "别家"
    book.defined_names["类别"] = DefinedName("类别", attr_text="字典!$A$1:$A$5")
    book.defined_names["A"] = DefinedName("A", attr_text="'1月'!$A$1:$A$5")
    for cell, rule in (("B2", "类别"), ("C2", "'11月'!$A$1:$A$5")):
        listed = DataValidation(type="list", formula1=rule)
        listed.add(cell)
        book["甲街道"].add_data_validation(listed)
    found = load_workbook(io.BytesIO(narrowed(saved(book), ["甲街道"])))
    assert found.sheetnames == ["甲街道", "11月", "字典"]


def test_what_a_chart_remembers_is_gone():
    told = parts(saved(three()))
    told["xl/charts/chart1.xml"] = (
        '<c:chartSpace xmlns:c="c"><c:strRef><c:f>甲街道!$A$1</c:f><c:strCache><c:v>别家的小区</c:v></c:strCache>'
        "</c:strRef></c:chartSpace>"
    ).encode()
    link(told, "xl/worksheets/sheet1.xml", "chart", "../charts/chart1.xml")
    found = parts(narrowed(packed(told), ["甲街道"]))["xl/charts/chart1.xml"].decode()
    assert (
        found
        == '<c:chartSpace xmlns:c="c"><c:strRef><c:f>甲街道!$A$1</c:f></c:strRef></c:chartSpace>'
    )


def test_cells_of_other_workbooks_and_the_picture_of_the_first_page_are_gone():
    told = parts(saved(three()))
    told["xl/worksheets/sheet1.xml"] = (
        f'<worksheet {SPACE}><sheetData><row r="1"><c r="A1" t="str"><f>VLOOKUP(B1,[1]总表!A:C,2,0)</f><v>甲</v></c>'
        "</row></sheetData></worksheet>"
    ).encode()
    told["xl/externalLinks/externalLink1.xml"] = "<externalLink>别家的电话</externalLink>".encode()
    told["docProps/thumbnail.jpeg"] = b"a picture of all rows"
    link(told, "xl/workbook.xml", "externalLink", "externalLinks/externalLink1.xml")
    link(told, "", "thumbnail", "docProps/thumbnail.jpeg")
    listed = b'<externalReferences><externalReference r:id="rIdX" xmlns:r="r"/></externalReferences></workbook>'
    told["xl/workbook.xml"] = told["xl/workbook.xml"].replace(b"</workbook>", listed)
    result = narrowed(packed(told), ["甲街道"])
    found = parts(result)
    assert not [name for name in found if "external" in name or "thumbnail" in name]
    assert b"externalReference" not in found["xl/workbook.xml"]
    assert b"<f>" not in found["xl/worksheets/sheet1.xml"]
    assert load_workbook(io.BytesIO(result)).active["A1"].value == "甲"


def link(told: dict[str, bytes], owner: str, kind: str, target: str) -> None:
    """Relate a part to another one."""
    folder, _, name = owner.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels".lstrip("/")
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    old = told.get(rels, f'<Relationships xmlns="{space}"></Relationships>'.encode())
    new = f'<Relationship Id="rIdX" Type="{office}/{kind}" Target="{target}"/></Relationships>'
    told[rels] = old.replace(b"</Relationships>", new.encode())
