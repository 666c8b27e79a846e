"""Workbooks under a password: decrypted in memory, with msoffcrypto where it is installed."""

import io
import struct
from collections.abc import Callable
from typing import Any, Final

from ledger.errors import BadData
from ledger.sheets.collect import Damaged, too_large
from ledger.sheets.package import UNLOCK

Password = str | Callable[[], str | None] | None

READ_ONLY: Final = "VelvetSweatshop"  # Excel encrypts with it what it only marks as read-only
MAX_ROUNDS: Final = 1_000_000  # programs write 100,000; a hostile file would keep us busy for hours
MAX_OLD: Final = 16 << 20  # the library takes ten times the size of an xls


class Locked(BadData):
    """The content is encrypted and no password was given (打开密码)."""

    def __init__(self, hint: str = UNLOCK) -> None:
        super().__init__("文件带有打开密码，已加密", hint)


def unlock(data: bytes, password: Password = None) -> bytes:
    """The workbook inside an encrypted one: xlsx of 2007 and later, xls of 97 and later.

    `password` is asked for only when the file does not open without. Raises Locked when there is none or
    nothing to decrypt with, BadData for a wrong one and for ways of encryption that are unknown here.
    """
    try:
        import msoffcrypto  # noqa: F401
    except ImportError as error:
        raise Locked from error
    plain = _opened(data, READ_ONLY)
    if plain is not None:
        return plain
    told = password() if callable(password) else password
    if not told:
        raise Locked(f"加 --password 密码；或{UNLOCK}")
    plain = _opened(data, told)
    if plain is None:
        raise BadData("密码不对", "核对大小写、全角半角和前后空格再试，或向发送人核实密码")
    return plain


def _opened(data: bytes, password: str) -> bytes | None:
    """The decrypted bytes, None when the password is another."""
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    out = io.BytesIO()
    try:
        file = OfficeFile(io.BytesIO(data))
        if file.format == "ooxml":
            _check_rounds(file)
            file.load_key(password=password, verify_password=True)
        else:
            file = OfficeFile(_filled(data))
            file.load_key(password=password)
        file.decrypt(out)
    except InvalidKeyError:
        return None
    except DecryptionError as error:
        raise BadData("加密方式不能识别", UNLOCK) from error
    except BadData:
        raise
    except Exception as error:  # the library has no one error for broken files
        raise Damaged("已加密的内容读不出来") from error
    return out.getvalue()


def _check_rounds(file: Any) -> None:
    if file.type == "agile" and file.info["spinValue"] > MAX_ROUNDS:
        raise BadData("加密方式不能识别", UNLOCK)


def _filled(data: bytes) -> io.BytesIO:
    """An xls whose last record takes in the zeros behind it, over which the library trips."""
    from olefile import OleFileIO

    if len(data) > MAX_OLD:
        raise too_large(f"加密的 xls 超过 {MAX_OLD >> 20} MB")
    file = io.BytesIO(data)
    ole = OleFileIO(file, write_mode=True)
    stream = ole.openstream("Workbook").read()
    last = end = 0
    while end + 4 <= len(stream) and any(stream[end : end + 2]):
        last, end = end, end + 4 + int.from_bytes(stream[end + 2 : end + 4], "little")
    size = len(stream) - last - 4
    if end < len(stream) and size < 1 << 16:
        ole.write_stream(
            "Workbook", stream[: last + 2] + struct.pack("<H", size) + stream[last + 4 :]
        )
    return file
