"""A workbook locked for sending: what may be changed, drop-downs, the hidden column."""

import io
import re
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Protection
from openpyxl.worksheet.datavalidation import DataValidation

from ledger.sheets.seal import Choice, Seal, sealed

PART = "xl/worksheets/sheet1.xml"


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def form() -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = "台账"
    for row in (("小区", "问题", "情况"), ("怡园", "漏水", None), ("康宁", "断电", "已修")):
        sheet.append(row)
    return book


def seal(**told) -> Seal:
    usual = {
        "sheet": "台账", "open": {2: [3], 3: [3]}, "marks": {1: "头", 2: "甲", 3: "乙"}, "mark_column": 4,
    }  # fmt: skip
    return Seal(**{**usual, **told})


def sheet(data: bytes):
    return load_workbook(io.BytesIO(data)).active


def part(data: bytes, name: str = PART) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def opened(found) -> set[str]:
    return {cell.coordinate for row in found.iter_rows() for cell in row if not cell.protection.locked}  # fmt: skip


def test_only_the_open_cells_can_be_changed_even_if_they_were_missing():
    found = sheet(sealed(saved(form()), [seal()]))
    assert found.protection.sheet
    assert opened(found) == {"C2", "C3"}
    assert [found.cell(row, 4).value for row in (1, 2, 3)] == ["头", "甲", "乙"]
    assert found["C3"].value == "已修"


def test_looks_stay_when_a_cell_is_opened():
    book = form()
    book.active["C3"].alignment = Alignment(wrap_text=True, horizontal="center")
    book.active["C3"].number_format = "yyyy-mm-dd"
    cell = sheet(sealed(saved(book), [seal()]))["C3"]
    assert (cell.alignment.wrap_text, cell.alignment.horizontal, cell.number_format) == (True, "center", "yyyy-mm-dd")  # fmt: skip
    assert not cell.protection.locked


def test_what_the_maker_of_the_form_left_open_is_locked():
    book = form()
    book.active["A2"].protection = Protection(locked=False)
    book.active["C2"].protection = Protection(locked=False)
    assert opened(sheet(sealed(saved(book), [seal()]))) == {"C2", "C3"}


def test_a_password_of_the_form_is_taken_off():
    book = form()
    book.active.protection.sheet = True
    book.active.protection.password = "1234"
    found = sheet(sealed(saved(book), [seal()]))
    assert (found.protection.sheet, found.protection.password) == (True, None)


@pytest.mark.parametrize(
    ("widths", "hidden"),
    [
        ({}, {"D": True}),
        ({"A": 20}, {"A": False, "D": True}),
        ({"F": 20}, {"D": True, "F": False}),
        ({"D": 20}, {"D": True}),
    ],
)
def test_the_column_of_the_marks_is_hidden_whatever_columns_the_form_tells_of(widths, hidden):
    book = form()
    for column, width in widths.items():
        book.active.column_dimensions[column].width = width
    found = sheet(sealed(saved(book), [seal()])).column_dimensions
    assert {name: dimension.hidden for name, dimension in found.items()} == hidden


def test_a_run_of_columns_is_parted_around_the_marks():
    data = saved(form())
    told = '<cols><col min="2" max="9" width="30" customWidth="1"/></cols>'
    data = changed(data, lambda xml: xml.replace("<sheetData>", f"{told}<sheetData>"))
    xml = part(sealed(data, [seal()]))
    assert re.findall(r'<col min="(\d)" max="(\d)"', xml) == [("2", "3"), ("4", "4"), ("5", "9")]


def changed(data: bytes, change) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[PART] = change(parts[PART].decode()).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_choices_become_drop_downs_where_the_form_has_none():
    book = form()
    own = DataValidation(type="list", formula1='"甲,乙"')
    own.add("B2:B9")
    book.active.add_data_validation(own)
    choices = [Choice(column=c, rows=(2, 3), words=("是", "否")) for c in (2, 3)]
    found = sheet(sealed(saved(book), [seal(choices=choices)])).data_validations
    assert {str(d.sqref): d.formula1 for d in found.dataValidation} == {"B2:B9": '"甲,乙"', "C2:C3": '"是,否"'}  # fmt: skip
    assert found.count == 2


@pytest.mark.parametrize(
    "words", [("甲,乙", "丙"), ('"甲"',), tuple(f"很长的词{n}" for n in range(60)), ()]
)
def test_words_that_no_list_can_hold_are_left_free(words):
    choices = [Choice(column=3, rows=(2, 3), words=words)]
    found = sheet(sealed(saved(form()), [seal(choices=choices)]))
    assert found.data_validations.dataValidation == []


def test_elements_stand_in_the_order_of_the_standard():
    book = form()
    book.active.auto_filter.ref = "A1:C3"
    book.active.merge_cells("A5:C5")
    book.active.print_options.horizontalCentered = True
    choices = [Choice(column=3, rows=(2, 3), words=("是", "否"))]
    xml = part(sealed(saved(book), [seal(choices=choices)]))
    order = (
        "<cols", "<sheetData", "<sheetProtection", "<autoFilter", "<mergeCells", "<dataValidations",
        "<printOptions", "<pageMargins",
    )  # fmt: skip
    places = [xml.index(name) for name in order]
    assert places == sorted(places)


def test_a_sheet_with_prefixed_names_is_sealed_too():
    def prefixed(xml: str) -> str:
        xml = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", xml)
        return xml.replace('xmlns="', 'xmlns:x="', 1)

    choices = [Choice(column=3, rows=(2, 3), words=("是", "否"))]
    found = sheet(sealed(changed(saved(form()), prefixed), [seal(choices=choices)]))
    assert opened(found) == {"C2", "C3"}
    assert found["D2"].value == "甲"
    assert found.protection.sheet


def test_other_parts_stay_byte_for_byte():
    data = saved(form())
    result = sealed(data, [seal()])
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(result)) as after:
        same = {name for name in before.namelist() if before.read(name) == after.read(name)}
        assert before.namelist() == after.namelist()
        assert set(before.namelist()) - same == {PART, "xl/styles.xml"}
