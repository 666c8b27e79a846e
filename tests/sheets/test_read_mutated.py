"""Damage of any kind ends in a sentence, never in a traceback."""

import contextlib
import io
import random
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlwt

from ledger.errors import LedgerError
from ledger.sheets.read import read

ROUNDS = 150


def xlsx(compression: int) -> bytes:
    """Stored parts let the damage reach the XML; compressed ones are damaged as zips."""
    out, again = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    book.active.merge_cells("A1:C1")
    for row in range(20):
        book.active.append([row, date(2023, 10, 5), "电梯停运", row / 7])
    book.save(out)
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(again, "w", compression) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return again.getvalue()


def xls() -> bytes:
    out = io.BytesIO()
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    sheet.write_merge(0, 0, 0, 3, "标题")
    for row in range(1, 20):
        sheet.write(row, 0, row)
        sheet.write(row, 1, "电梯停运")
    book.save(out)
    return out.getvalue()


SEEDS = {
    "xlsx stored": xlsx(zipfile.ZIP_STORED),
    "xlsx": xlsx(zipfile.ZIP_DEFLATED),
    "xls": xls(),
    "csv": "序号,问题\r\n1,电梯停运\r\n".encode("gb18030") * 9,
    "html": '<html><meta charset=gbk><table><tr><td rowspan="2">序号<td x:num="1">1</table>'.encode(
        "gbk"
    ),
    "xml": (
        '<?xml version="1.0" encoding="gbk"?><Workbook xmlns:ss="a"><Worksheet ss:Name="台账"><Table>'
        '<Column ss:Hidden="1" ss:Span="2"/><Row ss:Index="3"><Cell ss:MergeAcross="2"><Data '
        'ss:Type="Number">7</Data></Cell></Row></Table></Worksheet></Workbook>'
    ).encode("gbk"),
    "mht": (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: '
        b'text/html; charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        b"<html><table><tr><td rowspan=3D2>=B1=EA<td>b</table></html>\r\n--x--\r\n"
    ),
}


def mutated(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 2, 8, 32))):
        at, other = rng.randrange(len(out) + 1), rng.randrange(len(out) + 1)
        match rng.randrange(5):
            case 0:
                out[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del out[at : at + rng.randrange(1, 40)]
            case 2:
                out[at:at] = out[other : other + rng.randrange(1, 80)]
            case 3:
                out[at : at + 4] = rng.choice((b"\xff\xff\xff\xff", bytes(4), b"9999", b'">"<'))
            case _ if rng.random() < 0.1:
                del out[at:]
    return bytes(out)


@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS.keys())
def test_damaged_files_are_read_or_refused(tmp_path: Path, seed: bytes):
    rng = random.Random(20231005)
    path = tmp_path / "台账.xlsx"
    path.write_bytes(seed)
    assert read(path).sheets
    for _ in range(ROUNDS):
        path.write_bytes(mutated(seed, rng))
        with contextlib.suppress(LedgerError):
            read(path)
