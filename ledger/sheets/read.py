"""A spreadsheet file of any kind to a book of grids: what it is decides its content, never its name."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import BinaryIO, Final

from ledger.errors import BadData, Conflict
from ledger.intake.grid import Book
from ledger.sheets.collect import MAX_BYTES, too_large
from ledger.sheets.locked import Locked, Password, unlock
from ledger.sheets.markup import read_html, read_mht, read_spreadsheetml
from ledger.sheets.text import read_text
from ledger.sheets.xls import read_xls
from ledger.sheets.xlsx import read_zip

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_BARE_XLS: Final = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")
_SHEETS_2003: Final = re.compile(rb"<(?:\w+:)?Workbook\b")
_WEB: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|meta|table|body|style|div|tr)\b", re.IGNORECASE
)
_MAIL: Final = re.compile(
    rb"(?:From|Date|Subject|MIME-Version|Content-[\w-]+|X-[\w-]+):", re.IGNORECASE
)
LOCK: Final = "~$"
_CHOOSE: Final = "选择 xlsx、xls 或 csv 格式的台账再导入"
_OTHERS: Final = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"SQLite format 3", "数据库文件"),
    (b"{\\rtf", "文字文件（RTF）"),
)


def read(path: Path, password: Password = None) -> Book:
    """The sheets of a file on disk, as `read_content`; also raises BadData when there is no such file."""
    check(path)
    return read_content(path, path.name, password)


def read_content(content: Path | bytes, name: str, password: Password = None) -> Book:
    """The sheets of what lies in a file or is one already.

    Read are xlsx, xlsm and et (zip), ods, xls and et (OLE), csv, tsv and other text tables, web pages and
    SpreadsheetML 2003, each under any name; `password` opens what is encrypted and is asked for only then.
    Raises BadData with the next step for everything else and whatever is wrong with a file, Conflict when
    it may not be opened (another program holds it).
    """
    with (
        telling(name),
        io.BytesIO(content) if isinstance(content, bytes) else content.open("rb") as file,
    ):
        return _book(file, content, name, password)


@contextmanager
def telling(name: str) -> Iterator[None]:
    """Whatever goes wrong in here is told with the name of the file."""
    try:
        yield
    except BadData as error:
        if f"“{name}”" in str(error):
            raise
        raise BadData(f"无法读取“{name}”：{error}", error.hint) from error
    except PermissionError as error:
        hint = "关闭正在使用它的 WPS 或 Excel 再试；仍不行就复制到自己的文件夹"
        raise Conflict(f"“{name}”没有读取权限，或正被其他程序占用", hint) from error
    except OSError as error:
        raise BadData(f"无法读取“{name}”", "复制到本机的文件夹再试") from error
    except MemoryError as error:
        raise too_large(f"“{name}”装不进内存") from error


def check(path: Path) -> None:
    """Raises BadData when there is nothing to read."""
    if path.name.startswith(LOCK):
        hint = f"导入“{path.name.removeprefix(LOCK)}”本身"
        raise BadData(f"“{path.name}”是打开文件时产生的临时文件，没有内容", hint)
    try:
        path.stat()
    except PermissionError as error:
        raise Conflict(f"“{path}”没有读取权限", "复制到自己的文件夹再试") from error
    except (OSError, ValueError) as error:
        hint = "检查文件名和文件夹；可把文件拖进窗口代替输入"
        raise BadData(f"没有找到文件“{path}”", hint) from error
    if path.is_dir():
        raise BadData(f"“{path}”是文件夹，不是表格文件", "给出其中的文件，例如 台账.xlsx")


def _book(file: BinaryIO, content: Path | bytes, name: str, password: Password) -> Book:
    head = file.read(4096)
    if not head:
        raise BadData("是空文件（0 字节）", "重新下载，或向发送人重新索要")
    for magic, kind in _OTHERS:
        if head.startswith(magic):
            raise BadData(f"这是{kind}，不是表格", _CHOOSE)
    if head.startswith(_ZIP) or (_is_binary(head) and zipfile.is_zipfile(file)):
        return read_zip(content, name)
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_large(f"超过 {MAX_BYTES >> 20} MB")
    return _whole(data, name, password)


def _is_binary(head: bytes) -> bool:
    """Whether it may be a zip behind some garbage."""
    return b"\0" in head and not head.startswith(_OLE)


def _whole(data: bytes, name: str, password: Password) -> Book:
    """The book of a file that is read in one piece."""
    visible = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    stem = PurePath(name).stem
    notes: list[str] = []
    if data.startswith(_OLE) or _BARE_XLS.match(data):
        return _old(data, name, password)
    if visible.startswith(b"<") and _SHEETS_2003.search(visible):
        container, sheets = "xml", read_spreadsheetml(data)
    elif visible.startswith(b"<") and _WEB.search(visible):
        container, sheets = "html", read_html(data, stem)
    elif _MAIL.match(visible) and b"MIME-Version:" in visible:
        container, sheets = "mht", read_mht(data, stem)
    else:
        grid, notes = read_text(data, stem)
        container, sheets = "csv", [grid]
    return Book(name=name, container=container, sheets=sheets, notes=notes)


def _old(data: bytes, name: str, password: Password) -> Book:
    """An OLE file: an old workbook, or one of any kind under a password."""
    try:
        return read_xls(data, name)
    except Locked:
        plain = unlock(data, password)
    if plain.startswith(_ZIP):
        return read_zip(plain, name)
    return read_xls(plain, name)
