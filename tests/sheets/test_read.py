"""Any file to a book, or to a sentence: by content, whatever the name says."""

import io
import os
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt

from ledger.errors import BadData, Conflict
from ledger.sheets.read import read


def xlsx() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["序号", "问题"])
    book.save(out)
    return out.getvalue()


def xls() -> bytes:
    out = io.BytesIO()
    book = xlwt.Workbook()
    book.add_sheet("台账").write(0, 1, "问题")
    book.save(out)
    return out.getvalue()


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_X_", "."), data)
    return out.getvalue()


def ole(stream: str) -> bytes:
    """The beginning of an OLE file with the name of a stream as its directory spells it."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + stream.encode("utf-16-le") + bytes(600)
    )


CSV = "序号,问题\r\n1,电梯停运\r\n".encode("gb18030")
HTML = "<html><table><tr><td>序号<td>问题</table>".encode()
XML_2003 = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
    "<Worksheet><Table><Row><Cell><Data>序号</Data></Cell><Cell><Data>问题</Data></Cell></Row></Table>"
    "</Worksheet></Workbook>"
).encode()
MHT = (
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
    b'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    b"<html><table><tr><td>a<td>=CE=CA=CC=E2</table></html>\r\n--x--\r\n"
)


def ods() -> bytes:
    out = io.BytesIO()
    content = (
        '<a xmlns:t="t" xmlns:x="x"><t:table><t:table-row><t:table-cell><x:p>序号</x:p></t:table-cell>'
        "<t:table-cell><x:p>问题</x:p></t:table-cell></t:table-row></t:table></a>"
    )
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return out.getvalue()


def bare(version: int) -> bytes:
    """A workbook of Excel 2 to 4: records without an OLE file around them."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    text = "问题".encode("gbk")
    start = {2: 0x0009, 3: 0x0209, 4: 0x0409}[version]
    begin = record(start, struct.pack("<HHH", version, 0x10, 0)[: 4 if version == 2 else 6])
    place = struct.pack("<HH", 0, 1)
    cell = record(0x0004, place + bytes(3) + bytes([len(text)]) + text)
    if version > 2:
        cell = record(0x0204, place + struct.pack("<HH", 0, len(text)) + text)
    return begin + record(0x42, struct.pack("<H", 936)) + cell + record(0x0A, b"")


ENDINGS = (".xlsx", ".xls", ".et", ".ods", ".xlsb", ".csv", ".txt", ".html", ".zip", "")


@pytest.mark.parametrize("name", [f"台账{ending}" for ending in ENDINGS])
@pytest.mark.parametrize(
    ("data", "container"),
    [
        (xlsx(), "xlsx"),
        (xls(), "xls"),
        (CSV, "csv"),
        (HTML, "html"),
        (XML_2003, "xml"),
        (MHT, "mht"),
        (b"garbage\0" + xlsx(), "xlsx"),
        (ods(), "ods"),
        (bare(2), "xls"),
        (bare(3), "xls"),
        (bare(4), "xls"),
    ],
    ids=["xlsx", "xls", "csv", "html", "xml", "mht", "xlsx behind garbage", "ods", "2", "3", "4"],
)
def test_the_content_decides_and_not_the_name(
    tmp_path: Path, name: str, data: bytes, container: str
):
    path = tmp_path / name
    path.write_bytes(data)
    book = read(path)
    assert (book.name, book.container) == (name, container)
    assert book.sheets[0].rows[1][2] == "问题"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空文件"),
        (ole("EncryptedPackage"), "加密"),
        (ole("WordDocument"), "Word"),
        (ole("Workbook"), "损坏"),
        (ole("Something"), "不是表格|损坏"),
        (zipped(word__document_X_xml=b"<a/>"), "Word"),
        (zipped(ppt__presentation_X_xml=b"<a/>"), "演示"),
        (zipped(notes_X_txt=b"a"), "压缩包"),
        (zipped(xl__sharedStrings_X_xml=b"<a/>"), "损坏"),
        (zipped(xl__workbook_X_xml=b"<workbook/>"), "损坏"),
        (zipped(xl__workbook_X_bin=b"\x83"), "xlsb"),
        (
            zipped(
                mimetype=b"application/vnd.oasis.opendocument.spreadsheet",
                content_X_xml=b"<a/>",
            ),
            "没有工作表",
        ),
        (
            zipped(mimetype=b"application/vnd.oasis.opendocument.text", content_X_xml=b"<a/>"),
            "文字",
        ),
        (xlsx()[:-900], "损坏"),
        (xlsx()[:2000], "损坏"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
        (bytes(range(256)) * 40, "不是表格"),
        (os.urandom(8).hex().encode() * 2 + bytes(5000), "不是表格"),
        (b"<html><body>no table</body></html>"[:6] + b"<body></body></html>", "没有表格"),
    ],
)
def test_what_cannot_be_read_is_named_with_a_next_step(tmp_path: Path, data: bytes, words: str):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(data)
    with pytest.raises(BadData, match=words) as caught:
        read(path)
    assert "台账.xlsx" in str(caught.value)
    assert caught.value.hint
    assert "请" not in str(caught.value) + caught.value.hint


def test_a_missing_file_a_folder_and_a_lock_file(tmp_path: Path):
    lock = tmp_path / "~$台账.xlsx"
    lock.write_bytes(b"\x06admin")
    for path, words in (
        (tmp_path / "无.xlsx", "没有找到"),
        (tmp_path, "文件夹"),
        (lock, "临时文件"),
    ):
        with pytest.raises(BadData, match=words) as caught:
            read(path)
        assert caught.value.hint


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)
def test_a_file_without_permission(tmp_path: Path):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(xlsx())
    path.chmod(0)
    with pytest.raises(Conflict, match="权限"):
        read(path)


def test_a_zip_under_a_password(tmp_path: Path):
    """The flag of encryption is set in every header: what a packed and protected workbook looks like."""
    data = bytearray(xlsx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 1)
    path = tmp_path / "台账.xlsx"
    path.write_bytes(data)
    with pytest.raises(BadData, match="加密"):
        read(path)
