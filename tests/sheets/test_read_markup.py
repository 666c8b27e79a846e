"""Markup that calls itself a workbook."""

from datetime import date
from pathlib import Path

import pytest

from ledger.errors import BadData
from ledger.intake.grid import Book, Merge, Tint
from ledger.sheets.read import read


@pytest.fixture
def open_text(tmp_path: Path):
    def open_(text: str, encoding: str = "utf-8") -> Book:
        path = tmp_path / "办结表.xls"
        path.write_bytes(text.encode(encoding))
        return read(path)

    return open_


PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>{meta}
<title>不是内容</title><style>td {{ color: red }} <!-- table {{}} --></style></head><body>
<!--[if gte mso 9]><xml><x:ExcelWorksheet><x:Name>信访</x:Name></x:ExcelWorksheet></xml><![endif]-->
<h3>道里区&nbsp;办结表</h3>
<table><tr><th rowspan=2>序号<th colspan="2">问题</th></tr>
<tr><td>内容<td>电话</tr>
<TR style='display: none'><TD x:num="1.25">1.3</TD><td>一<br/>二 &amp;
 三</td><td style="mso-number-format:'\\@'">0139</td></TR>
<tr><td>&nbsp;</td><td x:num="45204">2023-10-05</td><td x:num>1,200</td></tr>
</table></body></html>"""


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
@pytest.mark.parametrize(
    "meta",
    [
        "",
        '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">',
        '<meta charset="utf-8">',
    ],
)
def test_a_web_page(open_text, encoding: str, meta: str):
    book = open_text(PAGE.format(meta=meta), encoding)
    (sheet,) = book.sheets
    assert (book.container, sheet.name) == ("html", "信访")
    assert sheet.rows == {
        1: {1: "道里区\xa0办结表"},
        2: {1: "序号", 2: "问题"},
        3: {2: "内容", 3: "电话"},
        4: {1: 1.25, 2: "一\n二 & 三", 3: "0139"},
        5: {2: "2023-10-05", 3: "1,200"},
    }
    assert sheet.merges == (Merge(2, 1, 3, 1), Merge(2, 2, 2, 3))
    assert sheet.hidden_rows == {4}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("<table><td>a<td>b</table>", {1: {1: "a", 2: "b"}}),
        ("<table><tr><td>a</table><table><tr><td>b</table>", {1: {1: "a"}, 2: {1: "b"}}),
        ("<table><tr><td>a<tr></tr><tr><td>b", {1: {1: "a"}, 3: {1: "b"}}),
        (
            "<table><tr><td colspan=x rowspan=-1>a<td colspan=2>b<td>c",
            {1: {1: "a", 2: "b", 4: "c"}},
        ),
        ("<table><tr><td>1 < 2", {1: {1: "1 < 2"}}),
    ],
)
def test_careless_pages(open_text, text: str, rows: dict):
    assert open_text(f"<html>{text}").sheets[0].rows == rows


def test_a_hostile_span_is_refused(open_text):
    with pytest.raises(BadData, match="过大"):
        open_text("<html><table>" + "<tr><td colspan=1000 rowspan=65536>a" * 6000)


WORKBOOK = """<?xml version="1.0"{encoding}?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">
<Styles><Style ss:ID="Default"/><Style ss:ID="s1"><NumberFormat ss:Format="0000"/></Style>
<Style ss:ID="s2"><NumberFormat ss:Format="yyyy/m/d"/></Style></Styles>
<Worksheet ss:Name="台账"><Table>
<Column ss:Width="9"/><Column ss:Index="3" ss:Hidden="1" ss:Span="1"/><Column ss:Hidden="1"/>
<Row ss:Index="2"><Cell ss:MergeAcross="2" ss:MergeDown="1"><Data ss:Type="String">标题</Data></Cell>
<Cell><Data ss:Type="String">右</Data><Comment><Data>批注</Data></Comment></Cell></Row>
<Row ss:Index="4" ss:Hidden="1"><Cell ss:StyleID="s1"><Data ss:Type="Number">139</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="DateTime">2023-10-05T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Boolean">1</Data></Cell><Cell ss:StyleID="s2"><Data ss:Type="Number">45204</Data></Cell>
<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>粗</B>细</ss:Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="字典"><Table><Row><Cell><Data ss:Type="Number">x</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>
</Worksheet></Workbook>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "utf-16"])
def test_spreadsheetml(open_text, encoding: str):
    main, words = open_text(WORKBOOK.format(encoding=f' encoding="{encoding}"'), encoding).sheets
    assert main.rows == {
        2: {1: "标题", 4: "右"},
        4: {1: 139, 3: date(2023, 10, 5), 4: True, 5: date(2023, 10, 5), 6: "粗细"},
    }
    assert main.merges == (Merge(2, 1, 3, 3),)
    assert main.texts == {(4, 1): "0139"}
    assert main.comments == {(2, 4): "批注"}
    assert (main.hidden_rows, main.hidden_columns) == ({4}, {3, 4, 5})
    assert (main.hidden, words.name, words.hidden, words.rows) == (
        False,
        "字典",
        True,
        {1: {1: "x"}},
    )


def test_broken_spreadsheetml_is_refused(open_text):
    text = WORKBOOK.format(encoding="")
    for bad in (text[:-100], text.replace("</Row>", "", 1), '<?xml version="1.0"?><Workbook/>'):
        with pytest.raises(BadData, match="损坏"):
            open_text(bad)
    with pytest.raises(BadData, match="DOCTYPE"):
        open_text(text.replace("<Workbook", "<!DOCTYPE a><Workbook", 1))


def test_hostile_markup_is_refused_at_once(open_text):
    """Columns described over and over; a text that never ends."""
    columns = '<Column ss:Index="1" ss:Hidden="1" ss:Span="99999"/>' * 2000
    for text in (
        f'<?xml version="1.0"?><Workbook xmlns:ss="s"><Worksheet><Table>{columns}</Table></Worksheet></Workbook>',
        f"<html><table><tr><td>{'<' * 100_000}",
    ):
        with pytest.raises(BadData, match="过大"):
            open_text(text)


CROSSED_OUT = (
    """<html><table><tr><td><s>站前社区</s> 执法局</td><td><font><del>站前<b>社区</b></del><br>执法局</font></td>
    <td><STRIKE>作废</STRIKE></td><td><s>没有关上<td>执法局</tr></table></html>""",
    """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:h="http://www.w3.org/TR/REC-html40"
    xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="台账"><Table><Row>
    <Cell><ss:Data ss:Type="String"><h:S>站前社区</h:S><h:Font> 执法局</h:Font></ss:Data></Cell>
    <Cell><ss:Data ss:Type="String"><h:B><h:S><h:Font>站前</h:Font>社区</h:S></h:B>执法局</ss:Data></Cell>
    <Cell><ss:Data ss:Type="String"><h:S>作废</h:S></ss:Data></Cell>
    <Cell><ss:Data ss:Type="String"><h:S>没有关上</h:S></ss:Data></Cell>
    <Cell><Data ss:Type="String">执法局</Data></Cell></Row></Table></Worksheet></Workbook>""",
)


@pytest.mark.parametrize("text", CROSSED_OUT, ids=["html", "xml"])
def test_words_struck_through_are_no_text_beside_others(open_text, text: str):
    (sheet,) = open_text(text).sheets
    texts = ("执法局", "执法局", "作废", "没有关上", "执法局")
    assert sheet.rows == {1: dict(enumerate(texts, 1))}
    assert sheet.crossed == dict.fromkeys([(1, 1), (1, 2)], "站前社区")
    assert sheet.struck == {(1, 3), (1, 4)}


def test_colours_by_the_name_that_a_clerk_gives_them(open_text):
    page = """<table><tr bgcolor="#FF0000"><td>1</td><td style="background-color: yellow; color:#00B050">漏水</td></tr>
    <tr><td style="border-color:red">2</td><td style="COLOR: Red">渗水</td></tr></table>"""
    (sheet,) = open_text(page).sheets
    assert sheet.colours == {
        1: {1: Tint(fill="红"), 2: Tint(fill="黄", font="绿")},
        2: {2: Tint(font="红")},
    }
    workbook = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
    xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="s1"><Font ss:Color="#FFFFFF"/>
    <Interior ss:Color="#92D050" ss:Pattern="Solid"/></Style></Styles><Worksheet ss:Name="台账"><Table><Row>
    <Cell ss:StyleID="s1"><Data ss:Type="String">漏水</Data></Cell></Row></Table></Worksheet></Workbook>"""
    (sheet,) = open_text(workbook).sheets
    assert sheet.colours == {1: {1: Tint(fill="绿")}}
