"""A spreadsheet file of any kind to a book of grids: what it is decides its content, never its name."""

import re
import zipfile
from pathlib import Path
from typing import Final

from ledger.errors import BadData, Conflict
from ledger.intake.grid import Book
from ledger.sheets.collect import MAX_BYTES, too_large
from ledger.sheets.markup import read_html, read_mht, read_spreadsheetml
from ledger.sheets.package import UNLOCK
from ledger.sheets.text import read_text
from ledger.sheets.xls import encrypted, read_xls
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


def read(path: Path) -> Book:
    """The sheets of a file.

    Read are xlsx, xlsm and et (zip), xls and et (OLE), csv, tsv and other text tables, web pages and
    SpreadsheetML 2003, each under any name. Raises BadData with the next step for everything else and
    whatever is wrong with a file, Conflict when it may not be opened (another program holds it).
    """
    _check(path)
    try:
        return _book(path)
    except BadData as error:
        raise BadData(f"无法读取“{path.name}”：{error}", error.hint) from error
    except PermissionError as error:
        hint = "关闭正在使用它的 WPS 或 Excel 再试；仍不行就复制到自己的文件夹"
        raise Conflict(f"“{path.name}”没有读取权限，或正被其他程序占用", hint) from error
    except OSError as error:
        raise BadData(f"无法读取“{path.name}”", "复制到本机的文件夹再试") from error
    except MemoryError as error:
        raise too_large(f"“{path.name}”装不进内存") from error


def _check(path: Path) -> None:
    """Raises BadData when there is nothing to read."""
    if path.name.startswith("~$"):
        hint = f"导入“{path.name.removeprefix('~$')}”本身"
        raise BadData(f"“{path.name}”是打开文件时产生的临时文件，没有内容", hint)
    try:
        size = path.stat().st_size
    except PermissionError as error:
        raise Conflict(f"“{path}”没有读取权限", "复制到自己的文件夹再试") from error
    except (OSError, ValueError) as error:
        hint = "检查文件名和文件夹；可把文件拖进窗口代替输入"
        raise BadData(f"没有找到文件“{path}”", hint) from error
    if path.is_dir():
        raise BadData(f"“{path}”是文件夹，不是表格文件", "给出其中的文件，例如 台账.xlsx")
    if not size:
        raise BadData(f"“{path.name}”是空文件（0 字节）", "重新下载，或向发送人重新索要")


def _book(path: Path) -> Book:
    with path.open("rb") as file:
        head = file.read(4096)
    for magic, kind in _OTHERS:
        if head.startswith(magic):
            raise BadData(f"这是{kind}，不是表格", _CHOOSE)
    if head.startswith(_ZIP) or (_is_binary(head) and zipfile.is_zipfile(path)):
        sheets, notes = read_zip(path)
        return Book(name=path.name, container="xlsx", sheets=sheets, notes=notes)
    if path.stat().st_size > MAX_BYTES:
        raise too_large(f"超过 {MAX_BYTES >> 20} MB")
    return _whole(path, path.read_bytes())


def _is_binary(head: bytes) -> bool:
    """Whether it may be a zip behind some garbage."""
    return b"\0" in head and not head.startswith(_OLE)


def _whole(path: Path, data: bytes) -> Book:
    """The book of a file that is read in one piece."""
    visible = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    notes: list[str] = []
    if data.startswith(_OLE) and encrypted(data):
        raise BadData("文件带有打开密码，已加密", UNLOCK)
    if data.startswith(_OLE) or _BARE_XLS.match(data):
        container, sheets = "xls", read_xls(data)
    elif visible.startswith(b"<") and _SHEETS_2003.search(visible):
        container, sheets = "xml", read_spreadsheetml(data)
    elif visible.startswith(b"<") and _WEB.search(visible):
        container, sheets = "html", read_html(data, path.stem)
    elif _MAIL.match(visible) and b"MIME-Version:" in visible:
        container, sheets = "mht", read_mht(data, path.stem)
    else:
        grid, notes = read_text(data, path.stem)
        container, sheets = "csv", [grid]
    return Book(name=path.name, container=container, sheets=sheets, notes=notes)
