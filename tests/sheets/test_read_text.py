"""Text tables in the encodings and shapes that clerks get them in."""

from pathlib import Path

import pytest

from ledger.errors import BadData
from ledger.intake.grid import Grid
from ledger.sheets.encoding import decode
from ledger.sheets.read import read

TABLE = "工单编号,反映内容,承办单位\r\n0139,电梯停运三天无人维修,群力街道办事处\r\n"
ROWS = {
    1: {1: "工单编号", 2: "反映内容", 3: "承办单位"},
    2: {1: "0139", 2: "电梯停运三天无人维修", 3: "群力街道办事处"},
}


@pytest.fixture
def open_bytes(tmp_path: Path):
    def open_(data: bytes) -> Grid:
        path = tmp_path / "台账.csv"
        path.write_bytes(data)
        (sheet,) = read(path).sheets
        return sheet

    return open_


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode("utf-8"),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("gbk"),
        TABLE.encode("utf-16"),
        TABLE.encode("utf-16-le"),
        TABLE.encode("utf-16-be"),
        TABLE.encode("utf-32"),
        b"\x84\x31\x95\x33" + TABLE.encode("gb18030"),
    ],
)
def test_encodings(open_bytes, data: bytes):
    sheet = open_bytes(data)
    assert (sheet.name, sheet.rows) == ("台账", ROWS)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16-le", "utf-16-be", "big5"])
@pytest.mark.parametrize(
    "text",
    ["編號,問題,地址,電話,處理結果", "日期,單位名稱,聯絡電話,責任單位", "投訴內容,小區,樓號,備註"],
)
def test_headers_alone_in_traditional_characters(encoding: str, text: str):
    assert decode(text.encode(encoding)) == (text, 0)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        "序号,小区,问题",
        "编号,问题来源,责任单位,整改时限",
        "投诉人,联系电话,诉求内容,办理结果",
        "工单号,标题,满意度",
        "姓名,䶮,𠮷,㙍",
        "name,phone,note",
    ],
)
def test_headers_alone(encoding: str, text: str):
    assert decode(text.encode(encoding)) == (text, 0)


def test_a_declared_encoding_yields_to_the_bytes():
    assert decode("序号，问题".encode(), "gb2312") == ("序号，问题", 0)
    assert decode("䶮".encode("gb18030"), "GB2312") == ("䶮", 0)
    assert decode("问题".encode("gbk"), "no such\0thing") == ("问题", 0)


def test_a_few_broken_characters_are_said(tmp_path: Path):
    path = tmp_path / "台账.csv"
    path.write_bytes(TABLE.encode() + b"\xe7\x94,x,y\r\n")
    book = read(path)
    assert book.sheets[0].rows[2] == ROWS[2]
    assert "1 处" in book.notes[0]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\tb\n1,5\t2\n", {1: {1: "a", 2: "b"}, 2: {1: "1,5", 2: "2"}}),
        ("a;b\r1;2\r", {1: {1: "a", 2: "b"}, 2: {1: "1", 2: "2"}}),
        ("sep=;\r\na,b;c\r\n", {1: {1: "a,b", 2: "c"}}),
        ('="0139","=""0007""",x\n', {1: {1: "0139", 2: "0007", 3: "x"}}),
        ("20231005123456\t,'=1+1,'x\n", {1: {1: "20231005123456", 2: "=1+1", 3: "'x"}}),
        ('a,"一\r\n二","说""好""了"\n', {1: {1: "a", 2: "一\n二", 3: '说"好"了'}}),
        ("a,b\n\n,, \nc\n", {1: {1: "a", 2: "b"}, 4: {1: "c"}}),
        ("a\0b,c\x0bd,efghijk\n", {1: {1: "ab", 2: "cd", 3: "efghijk"}}),
        ("标题\n填报单位：甲,,\n序号,问题\n1,乙\n", {1: {1: "标题"}, 2: {1: "填报单位：甲"},
         3: {1: "序号", 2: "问题"}, 4: {1: "1", 2: "乙"}}),
        ("只有一列\n第二行\n", {1: {1: "只有一列"}, 2: {1: "第二行"}}),
        (" \n", {}),
    ],
)  # fmt: skip
def test_shapes(open_bytes, text: str, rows: dict):
    assert open_bytes(text.encode()).rows == rows


def test_a_quote_that_never_ends_is_refused(open_bytes):
    for length in (40_000, 200_000):
        with pytest.raises(BadData, match="过大"):
            open_bytes(('a,"' + "长" * length).encode())
