"""The shortcut past the XML parser: it says of every workbook, whole or broken, what the parser says.

A comment before the root element makes the shortcut stand back, so the parser alone reads the same workbook.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ledger import catalogue
from ledger.errors import BadData
from ledger.sheets.read import read_content

ROOT = re.compile(rb"<(?=(?:\w+:)?(?:worksheet|sst)\b)")
WORKBOOKS = sorted(
    [*(Path(__file__).parents[1] / "cases").glob("*/*.xls[xm]"), *catalogue.path("samples").glob("*.xlsx")]
)  # fmt: skip
STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="0000"/></numFmts>'
    "<fonts><font/><font><strike/></font></fonts>"
    '<fills><fill/><fill><patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill></fill></fills>'
    '<cellXfs><xf/><xf numFmtId="14" fillId="1"/><xf numFmtId="170"/><xf fontId="1"/><xf numFmtId="20"/></cellXfs></styleSheet>'
)
RELATIONS = (
    '<Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="b" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
BOOK = '<workbook xmlns:r="r"><sheets><sheet name="台账" sheetId="1" r:id="a"/></sheets></workbook>'
HEAD = '<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>'
STRINGS = "<sst><si><t>电梯停运</t></si><si><t> </t></si><si><r><rPr><strike/></rPr><t>作废</t></r></si></sst>"


def workbook(sheet: bytes, strings: bytes = STRINGS.encode()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("xl/workbook.xml", BOOK)
        file.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        file.writestr("xl/styles.xml", STYLES)
        file.writestr("xl/sharedStrings.xml", strings)
        file.writestr("xl/worksheets/sheet1.xml", sheet)
    return out.getvalue()


def without_shortcut(data: bytes) -> bytes:
    """The same workbook as only the parser reads it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, ROOT.sub(b"<!-- --><", old.read(name), count=1))
    return out.getvalue()


def outcome(data: bytes) -> str:
    """What is read of a workbook, types and order included, or why it is not."""
    try:
        return re.sub("key='[^']*'", "", repr(read_content(data, "台账.xlsx").sheets))
    except BadData as error:
        return str(error)


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_workbooks_read_the_same(path):
    data = path.read_bytes()
    if not zipfile.is_zipfile(path):
        pytest.skip("not a zip")
    assert outcome(data) == outcome(without_shortcut(data))


def often(usual: str, others: Sequence[str]) -> st.SearchStrategy[str]:
    return st.sampled_from([usual] * 6 * len(others) + list(others))


TEXTS = st.one_of(
    st.sampled_from(["", " ", "0", "1", "007", "45204", "0.5", "61", "1e400", "-3", "电梯", "1\n2", "_x000D_", "a]]b"]),
    st.integers(-5, 3_000_000).map(str),
    st.text("]\t\n\x85 电1a'\"_;", max_size=4),
    st.text("<>&;]\r\x07\ufffe 电", max_size=2),
    st.just("长" * 33_000),
)  # fmt: skip
ATTRIBUTES = ("", ' s="1"', ' s="2"', ' s="3"', ' s="4"', ' t="n"', ' t="s"', ' t="inlineStr"', ' t="str"', ' t="b"', ' t="e"',
    ' t="d"', ' s="1" t="n"', ' t="s" s="1"', ' s="1" s="1"', ' t="e" vm="1"', " s='1'")  # fmt: skip
BODIES = ("<v>{}</v>", "<is><t>{}</t></is>", '<is><t xml:space="preserve">{}</t></is>', "", "<f>A1</f><v>{}</v>",
    "<is><r><t>{}</t></r></is>", "<v>{}", "<!-- {} --><v>1</v>", "<![CDATA[{}]]>", "<v/>")  # fmt: skip
REFERENCES = st.sampled_from(["A1", "B2", "C3", "AA10", "WZZ1", "XFD1", "ZZZ1", "c4", "A", ""])
ROWS = ('<row r="{}">', '<row r="{}" hidden="1">', '<row r="{}" spans="1:3" ht="15" x14ac:dy="0.25">', "<row>", '<row r="{}" r="2">',
    '<row r="{}"><row>', "<x:row>", '<row r="{}" hidden="1" hidden="0">', ' \n<row  r="{}">', '<rows r="{}">')  # fmt: skip
CELLS = st.builds(
    lambda reference, attributes, body, text: (
        f'<c r="{reference}"{attributes}>{body.format(text)}</c>' if body else f"<c{attributes}/>"
    ),
    REFERENCES, st.sampled_from(ATTRIBUTES), often(BODIES[0], BODIES), TEXTS,
)  # fmt: skip
PLAIN = st.builds(
    lambda column, attributes, text: f'<c r="{column}5"{attributes}><v>{text}</v></c>',
    st.sampled_from(["A", "B", "AB"]), st.sampled_from(ATTRIBUTES[:7]), st.integers(0, 50_000),
)  # fmt: skip
ROW = st.builds(
    lambda begin, number, cells, end: begin.format(number) + "".join(cells) + end,
    often(ROWS[0], ROWS),
    st.integers(0, 2_000_000),
    st.lists(st.one_of(PLAIN, PLAIN, CELLS), max_size=3),
    often("</row>", ["", "</x:row>", "</row>\n"]),
)
SHEETS = st.builds(
    lambda head, rows, tail: head + "".join(rows) + tail,
    often(HEAD, [HEAD.replace("UTF-8", "gbk"), HEAD.replace("<sheetData>", "<c><sheetData>"), "<worksheet>"]),
    st.lists(ROW, max_size=6),
    often("</sheetData></worksheet>", ["", "</worksheet>", '</sheetData><row r="9"/></worksheet>', "<?x?></sheetData></worksheet>"]),
)  # fmt: skip


@settings(max_examples=300, suppress_health_check=list(HealthCheck), deadline=None)
@given(SHEETS)
@example(f'{HEAD}<row r="1"><c r="A1"><v>]]></v></c></row></sheetData></worksheet>')
@example(f'{HEAD}<!-- <row r="1"><c r="A1"><v>1</v></c></row> --></sheetData></worksheet>')
@example(f'{HEAD}<row r="1"><row r="2"></row><row r="3"><c r="A3"><v>1</v></c></row></row></sheetData></worksheet>')  # fmt: skip
def test_any_sheet_reads_the_same(xml):
    data = workbook(xml.encode("utf-8", "surrogatepass"))
    assert outcome(data) == outcome(without_shortcut(data))


SHORT = TEXTS.filter(lambda text: len(text) < 9)  # a thousand long ones would be a bomb
ALIKE = st.lists(
    st.tuples(st.sampled_from(ATTRIBUTES[:11]), st.sampled_from([*BODIES[:4], "/>"]), SHORT), max_size=4
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(ALIKE, st.lists(ROW, max_size=6))
def test_any_long_sheet_reads_the_same(alike, others):
    """After many rows written alike there is a pattern of their own, for the others that of any row."""
    cells = [
        f'<c r="{letter}1"{attributes}{"/>" if body == "/>" else f">{body.format(text)}</c>"}'
        for letter, (attributes, body, text) in zip("ABCD", alike, strict=False)
    ]
    rows = "".join(f'<row r="{n}">{"".join(cells[n % 3 :])}</row>' for n in range(1, 1_100))
    shorter = "".join(f'<row r="{n}">{"".join(cells[:1])}</row>' for n in range(1_100, 1_110))
    xml = f"{HEAD}{rows}{''.join(others)}{shorter}</sheetData></worksheet>"
    data = workbook(xml.encode("utf-8", "surrogatepass"))
    assert outcome(data) == outcome(without_shortcut(data))


STRING = st.sampled_from(
    [
        "<si><t>电梯</t></si>", "<si><t/></si>", "<si/>", "<si><t>甲&amp;乙</t></si>", '<si><t xml:space="preserve"> 甲 </t></si>',
        '<si><t>文字</t><phoneticPr fontId="1" type="noConversion"/></si>', "<si><t>文</t><rPh><t>wen</t></rPh></si>",
        '<si><t>文字</t><phoneticPr fontId="1" fontId="1"/></si>', "<si><r><rPr><strike/></rPr><t>作废</t></r></si>", "<si>",
        "<!-- <si><t>注</t></si> -->", "<si><t>_x0041_\n</t></si>", "<t>乙</t>",
    ]
)  # fmt: skip


@settings(max_examples=200, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    st.lists(STRING, max_size=6),
    st.sampled_from(["<sst>", '<sst count="1" xmlns="x">', "<x:sst>", "<sst/>"]),
)
def test_any_strings_read_the_same(strings, begin):
    xml = f"{begin}{''.join(strings)}</sst>"
    cells = "".join(f'<c r="A{n}" t="s"><v>{n}</v></c>' for n in range(7))
    sheet = f'{HEAD}<row r="1">{cells}</row></sheetData></worksheet>'
    data = workbook(sheet.encode(), xml.encode())
    assert outcome(data) == outcome(without_shortcut(data))


def test_rows_in_pieces_are_whole():
    """The end of one piece of a part and the beginning of the next make a row."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="inlineStr"><is><t>{"漏" * (n % 90)}</t></is></c></row>'
        for n in range(1, 9_000)
    )  # fmt: skip
    data = workbook(f"{HEAD}{rows}</sheetData></worksheet>".encode())
    assert outcome(data) == outcome(without_shortcut(data))
    (sheet,) = read_content(data, "台账.xlsx").sheets
    assert [cells[1] for cells in sheet.rows.values()] == list(range(1, 9_000))
