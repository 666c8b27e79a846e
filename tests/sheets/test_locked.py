"""Workbooks under a password: every kind that offices use, opened, or refused with what to do."""

import hashlib
import io
import struct
import sys
from pathlib import Path

import openpyxl
import pytest
import xlwt
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted
from xlwt.CompoundDoc import XlsDoc

from ledger.errors import BadData
from ledger.sheets import locked
from ledger.sheets.read import read

PASSWORD = "住建局2024"
READ_ONLY = "VelvetSweatshop"
SALT = bytes(range(16))


def xlsx() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["序号", "问题"])
    book.save(out)
    return out.getvalue()


def agile(password: str) -> bytes:
    """As Excel encrypts since 2010."""
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx())).encrypt(password, out)
    return out.getvalue()


def standard(password: str) -> bytes:
    """As Excel 2007 and some WPS encrypt: AES-128, the key from 50,000 rounds of SHA-1 (MS-OFFCRYPTO 2.3.4)."""
    told = hashlib.sha1(SALT + password.encode("utf-16-le")).digest()
    for turn in range(50_000):
        told = hashlib.sha1(struct.pack("<I", turn) + told).digest()
    told = hashlib.sha1(told + bytes(4)).digest()
    inner = bytes(a ^ b for a, b in zip(told.ljust(64, b"\0"), b"\x36" * 64, strict=True))
    key = hashlib.sha1(inner).digest()[:16]

    def aes(data: bytes) -> bytes:
        cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
        return cipher.update(data + bytes(-len(data) % 16)) + cipher.finalize()

    header = struct.pack("<8I", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + "AES\0".encode(
        "utf-16-le"
    )
    check = struct.pack("<I", 16) + SALT + aes(SALT)
    check += struct.pack("<I", 20) + aes(hashlib.sha1(SALT).digest())
    info = struct.pack("<HHII", 4, 2, 0x24, len(header)) + header + check
    out = io.BytesIO()
    plain = xlsx()  # once: the time of saving is in it, and with it the length can change
    ECMA376Encrypted(struct.pack("<Q", len(plain)) + aes(plain), info).write_to(out)
    return out.getvalue()


def rc4(password: str) -> bytes:
    """As Excel 97-2003 encrypts (MS-OFFCRYPTO 2.3.6): a new key for every 1,024 bytes of the stream."""
    first = hashlib.md5(password.encode("utf-16-le")).digest()[:5]
    second = hashlib.md5((first + SALT) * 16).digest()[:5]

    def stream(block: int, size: int) -> bytes:
        key = hashlib.md5(second + struct.pack("<I", block)).digest()
        return Cipher(ARC4(key), None).encryptor().update(bytes(size))

    def xor(data: bytes, mask: bytes) -> bytes:
        return bytes(a ^ b for a, b in zip(data, mask, strict=True))

    check = xor(SALT + hashlib.md5(SALT).digest(), stream(0, 32))
    secret = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + SALT + check
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    for column, text in enumerate(("序号", "问题")):
        sheet.write(0, column, text)
    plain = book.get_biff_data()
    out, at = bytearray(), 0
    while at < len(plain):
        kind, size = struct.unpack_from("<HH", plain, at)
        body = plain[at + 4 : at + 4 + size]
        if kind == 0x85:  # where a sheet begins is never encrypted, and has moved
            body = struct.pack("<I", struct.unpack_from("<I", body)[0] + len(secret)) + body[4:]
        start, clear = len(out) + 4, {0x809: size, 0x85: 4}.get(kind, 0)
        blocks = range(start // 1024, (start + size) // 1024 + 1)
        mask = b"".join(stream(block, 1024) for block in blocks)[start % 1024 :][:size]
        out += plain[at : at + 4] + body[:clear] + xor(body[clear:], mask[clear:])
        out += secret if at == 0 else b""
        at += 4 + size
    file = io.BytesIO()
    XlsDoc().save(file, bytes(out))  # filled with zeros, as Excel does
    return file.getvalue()


KINDS = {"agile": agile, "standard": standard, "rc4": rc4}
CONTAINERS = {"agile": "xlsx", "standard": "xlsx", "rc4": "xls"}


@pytest.fixture(scope="module", params=KINDS)
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def files(kind, tmp_path_factory) -> Path:
    """A folder with 台账.xlsx under a password, and one that is only marked as read-only."""
    folder = tmp_path_factory.mktemp(kind)
    (folder / "台账.xlsx").write_bytes(KINDS[kind](PASSWORD))
    (folder / "只读.xlsx").write_bytes(KINDS[kind](READ_ONLY))
    return folder


def test_the_password_opens_it(files: Path, kind: str):
    book = read(files / "台账.xlsx", PASSWORD)
    assert book.container == CONTAINERS[kind]
    assert book.sheets[0].rows == {1: {1: "序号", 2: "问题"}}


def test_the_password_is_asked_for_only_when_it_is_needed(files: Path):
    asked = []

    def ask() -> str:
        asked.append(1)
        return PASSWORD

    assert read(files / "只读.xlsx", ask).sheets[0].rows[1][2] == "问题"
    assert asked == []
    assert read(files / "台账.xlsx", ask).sheets[0].rows[1][2] == "问题"
    assert asked == [1]


def test_without_the_password(files: Path):
    for none in (None, "", lambda: None):
        with pytest.raises(BadData, match="加密") as caught:
            read(files / "台账.xlsx", none)
        assert "--password" in caught.value.hint


def test_a_wrong_password(files: Path):
    for wrong in ("住建局2023", "x", "很长" * 200):
        with pytest.raises(BadData, match=r"台账\.xlsx.*密码不对") as caught:
            read(files / "台账.xlsx", wrong)
        assert caught.value.hint


def test_damage_ends_in_a_sentence(files: Path, tmp_path: Path):
    whole = (files / "台账.xlsx").read_bytes()
    path = tmp_path / "台账.xlsx"
    for size in range(600, len(whole), len(whole) // 7):
        path.write_bytes(whole[:size])
        with pytest.raises(BadData):
            read(path, PASSWORD)


def test_endless_rounds_are_not_begun(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(locked, "MAX_ROUNDS", 99_999)
    path = tmp_path / "台账.xlsx"
    path.write_bytes(agile(PASSWORD))
    with pytest.raises(BadData, match="加密方式"):
        read(path, PASSWORD)


def test_a_huge_old_one_is_not_begun(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(locked, "MAX_OLD", 1000)
    path = tmp_path / "台账.xls"
    path.write_bytes(rc4(PASSWORD))
    with pytest.raises(BadData, match="过大"):
        read(path, PASSWORD)


def test_where_nothing_can_decrypt_the_clerk_is_told_another_way(tmp_path: Path, monkeypatch):
    monkeypatch.setitem(sys.modules, "msoffcrypto", None)
    path = tmp_path / "台账.xlsx"
    path.write_bytes(agile(PASSWORD))
    with pytest.raises(BadData, match="加密") as caught:
        read(path, PASSWORD)
    assert "--password" not in caught.value.hint
    assert "取消打开密码" in caught.value.hint
