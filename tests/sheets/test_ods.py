"""OpenDocument spreadsheets, as programs write them and as no program should."""

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest

from ledger.errors import BadData
from ledger.intake.grid import Grid, Merge, Tint
from ledger.sheets.read import read

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
HEAD = (
    '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" '
    'xmlns:draw="d" xmlns:calcext="c" xmlns:dc="e">'
)


def ods(body: str, styles: str = "", **parts: str) -> bytes:
    content = (
        f'<?xml version="1.0"?>{HEAD}<office:automatic-styles>{styles}</office:automatic-styles>'
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
        for name, text in ({"content.xml": content} | parts).items():
            archive.writestr(name, text)
    return out.getvalue()


def table(rows: str, name: str = "台账", more: str = "") -> str:
    return f'<table:table table:name="{name}"{more}>{rows}</table:table>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell{more}><text:p>{text}</text:p></table:table-cell>"


def typed(kind: str, name: str, value: str, seen: str) -> str:
    return cell(
        seen, f' office:value-type="{kind}" calcext:value-type="{kind}" office:{name}="{value}"'
    )


@pytest.fixture
def open_bytes(tmp_path: Path):
    def open_(data: bytes) -> list[Grid]:
        path = tmp_path / "台账.ods"
        path.write_bytes(data)
        book = read(path)
        assert book.container == "ods"
        return list(book.sheets)

    return open_


def test_values_and_what_was_seen(open_bytes):
    cells = [
        (cell("电梯停运"), "电梯停运"),
        (typed("float", "value", "13936000001", "13936000001"), 13936000001),
        (typed("float", "value", "139", "0139"), 139),
        (typed("percentage", "value", "0.5", "50%"), 0.5),
        (typed("currency", "value", "12.5", "￥12.50"), 12.5),
        (typed("date", "date-value", "2023-10-05", "10月5日"), date(2023, 10, 5)),
        (
            typed("date", "date-value", "2023-10-05T18:00:00", "x"),
            datetime.fromisoformat("2023-10-05 18:00"),
        ),
        (typed("time", "time-value", "PT12H30M00S", "12:30"), time(12, 30)),
        (typed("time", "time-value", "PT50H30M00S", "50:30:00"), "50:30:00"),
        (typed("boolean", "boolean-value", "true", "TRUE"), True),
        (typed("float", "value", "abc", "甲"), "甲"),
        (
            '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>',
            "#N/A",
        ),
        (cell("一<text:line-break/>二<text:s text:c='3'/>三<text:tab/>四"), "一\n二   三\t四"),
        ("<table:table-cell><text:p>上</text:p><text:p>下<text:span>面</text:span></text:p></table:table-cell>", "上\n下面"),
    ]  # fmt: skip
    (sheet,) = open_bytes(ods(table(row(*(text for text, _ in cells)))))
    assert sheet.rows == {1: {i: value for i, (_, value) in enumerate(cells, 1)}}
    assert [type(value) for value in sheet.rows[1].values()] == [type(v) for _, v in cells]
    assert sheet.texts == {(1, 3): "0139", (1, 4): "50%"}


def test_what_lies_around_the_values(open_bytes):
    styles = (
        '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
        '<style:style style:name="ce1"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    )
    note = "<office:annotation><dc:date>2023</dc:date><text:p>已</text:p><text:p>解决</text:p></office:annotation>"
    picture = "<draw:frame><draw:text-box><text:p>图中字</text:p></draw:text-box></draw:frame>"
    hidden = ' table:visibility="collapse"'
    body = table(
        f'<table:table-column/><table:table-column table:number-columns-repeated="2"{hidden}/>'
        + row(
            cell("标题", ' table:number-columns-spanned="3" table:number-rows-spanned="2"'),
            '<table:covered-table-cell table:number-columns-repeated="2"/>',
            cell("右"),
        )
        + row(cell("作废", ' table:style-name="ce1"'), more=' table:visibility="filter"')
        + row(f"<table:table-cell>{note}{picture}<text:p>文</text:p></table:table-cell>")
        + row(cell("2", ' table:formula="of:=1+1"'))
    ) + table(row(cell("词")), "字典", ' table:style-name="ta2"')
    main, words = open_bytes(ods(body, styles))
    assert main.rows == {1: {1: "标题", 4: "右"}, 2: {1: "作废"}, 3: {1: "文"}, 4: {1: "2"}}
    assert main.merges == (Merge(1, 1, 2, 3),)
    assert (main.hidden_rows, main.hidden_columns) == ({2}, {2, 3})
    assert (main.struck, main.comments) == ({(2, 1)}, {(3, 1): "已\n解决"})
    assert main.formulas == {(4, 1): "1+1"}
    assert (main.hidden, words.name, words.hidden) == (False, "字典", True)


def test_words_struck_through_are_no_text_beside_others(open_bytes):
    styles = "".join(
        f'<style:style style:name="{name}"><style:text-properties style:text-line-through-style="{line}"/></style:style>'
        for name, line in (("T1", "solid"), ("T2", "none"))
    )
    gone = '<text:span text:style-name="T1">站前<text:span>社区</text:span></text:span>'
    kept = '<text:span text:style-name="T2">执法局</text:span>'
    body = table(
        row(
            cell(f"{gone} 执法局"),
            cell(f"站前社区{kept}", ' table:style-name="T1"'),
            cell(gone),
            cell(f"{gone}执法局", ' table:style-name="T1"'),
            f"<table:table-cell><office:annotation><text:p>{gone}新</text:p></office:annotation>"
            "<text:p>甲</text:p></table:table-cell>",
        )
    )
    (sheet,) = open_bytes(ods(body, styles))
    assert sheet.rows[1] == {1: "执法局", 2: "执法局", 3: "站前社区", 4: "站前社区执法局", 5: "甲"}
    assert sheet.crossed == dict.fromkeys([(1, 1), (1, 2)], "站前社区")
    assert sheet.struck == {(1, 3), (1, 4)}
    assert sheet.comments == {(1, 5): "站前社区新"}


def test_repeated_values_stand_in_each_place(open_bytes):
    body = table(
        row(cell("同", ' table:number-columns-repeated="3"'), cell("末"))
        + row(
            typed("float", "value", "7", "007"),
            more=' table:number-rows-repeated="2"',
        )
        + row(more=' table:number-rows-repeated="5"')
        + row('<table:table-cell table:number-columns-repeated="9"/>', cell("远"))
    )
    (sheet,) = open_bytes(ods(body))
    assert sheet.rows == {
        1: {1: "同", 2: "同", 3: "同", 4: "末"},
        2: {1: 7},
        3: {1: 7},
        9: {10: "远"},
    }
    assert sheet.texts == {(2, 1): "007", (3, 1): "007"}


def test_indentation_and_changes_on_record_are_no_text(open_bytes):
    record = (
        "<table:tracked-changes><table:cell-content-change><table:change-track-table-cell>"
        "<text:p>旧</text:p></table:change-track-table-cell></table:cell-content-change></table:tracked-changes>"
    )
    spaced = table(row(cell("问题\n    描述"))).replace(">", ">\n  ").replace("\n  问题", "问题")
    (sheet,) = open_bytes(ods(record + spaced))
    assert sheet.rows == {1: {1: "问题 描述"}}


MOST = ' table:number-rows-repeated="1048576"'
WIDE = ' table:number-columns-repeated="16384"'


def test_empty_cells_to_the_end_of_the_sheet_cost_nothing(open_bytes):
    empty = row(f"<table:table-cell{WIDE}/>", more=MOST)
    (sheet,) = open_bytes(ods(table(row(cell("甲"), f"<table:table-cell{WIDE}/>") + empty * 50)))
    assert sheet.rows == {1: {1: "甲"}}


@pytest.mark.parametrize(
    "body",
    [
        table(row(cell("甲", WIDE), more=MOST)),
        table(row(cell("甲", ' table:number-columns-repeated="1024"'), more=MOST)),
        table(row(more=MOST) + row(cell("甲"))),
        table(row(cell("长" * 40_000))),
        table(row(cell("<text:s text:c='99'/>" * 40_000))),
    ],
    ids=["everywhere", "a thousand columns", "below the sheet", "a long text", "endless space"],
)
def test_what_is_beyond_measure_is_refused(open_bytes, body: str):
    with pytest.raises(BadData, match="过大"):
        open_bytes(ods(body))


def test_what_cannot_be_read_is_said(open_bytes):
    manifest = {"META-INF/manifest.xml": "<m><encryption-data/></m>"}
    for data, words in (
        (ods(table(row(cell("甲"))), **manifest), "加密"),
        (ods("", **{"content.xml": "<a>"}), "损坏"),
        (ods(""), "没有工作表"),
        (ods("", **{"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "DOCTYPE"),
    ):
        with pytest.raises(BadData, match=words) as caught:
            open_bytes(data)
        assert caught.value.hint


def test_colours_by_the_name_that_a_clerk_gives_them(open_bytes):
    styles = (
        '<style:style style:name="ce1"><style:table-cell-properties fo:background-color="#ff0000"/>'
        '<style:text-properties fo:color="#ffffff"/></style:style>'
        '<style:style style:name="ce2"><style:text-properties fo:color="#00b050"/></style:style>'
        '<style:style style:name="ce3"><style:table-cell-properties fo:background-color="transparent"/>'
        '<style:text-properties fo:color="#0000ff" style:text-underline-style="solid"/></style:style>'
    )
    red, green, link = (f' table:style-name="ce{n}"' for n in (1, 2, 3))
    blank = '<table:table-cell table:style-name="ce1" table:number-columns-repeated="16382"/>'
    again = ' table:number-rows-repeated="2"'
    rows = row(cell("1", red), cell("漏水", green), cell("网址", link)) + row(
        cell("2"), blank, more=again
    )
    (sheet,) = open_bytes(ods(table(rows), styles))
    assert sheet.colours[1] == {1: Tint(fill="红"), 2: Tint(font="绿")}
    assert sheet.colours[2] == sheet.colours[3] == dict.fromkeys(range(2, 65), Tint(fill="红"))
