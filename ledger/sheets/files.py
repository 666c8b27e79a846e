"""Writing a file so that it is either the old one or the new one, never something between."""

import contextlib
import errno
import os
import tempfile
from itertools import chain, count
from pathlib import Path

from ledger.errors import BadData, Conflict, LedgerError

LOCKS = ("~${}", ".~lock.{}#")
"""What Excel and WPS, and LibreOffice, put beside a file while it is open."""
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_atomic(path: Path, data: bytes) -> None:
    """Put `data` at `path`, durably: after a power cut there is the old file or the new one.

    Raises BadData when the folder is missing or `path` is one, Conflict when another program holds the file,
    it may not be written or the disk is full; a file that was there is then untouched.
    """
    if path.is_dir():
        raise BadData(f"“{path}”是文件夹，不能写成文件", "给出文件名，例如 台账.xlsx")
    for lock in LOCKS:
        if (mark := path.with_name(lock.format(path.name))).exists():
            hint = f"关闭它再试，或另存为“{free(path).name}”；没有打开的，删去“{mark.name}”"
            raise Conflict(f"“{path.name}”正在被 Excel 或 WPS 使用，没有写成", hint)
    try:
        _replace(path, data)
    except OSError as error:
        raise _told(path, error) from error


def free(path: Path) -> Path:
    """The path, or where something is already, one beside it."""
    others = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in count(2))
    return next(place for place in chain((path,), others) if not place.exists())


def _replace(path: Path, data: bytes) -> None:
    """A link keeps being a link: the file that it points to is replaced."""
    target = path.resolve()
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EROFS, "read-only", str(target))
    handle, name = tempfile.mkstemp(prefix=".ledger-", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(target.parent)


def _mode(target: Path) -> int:
    """The mode of the file that is replaced, else what the umask leaves (mkstemp gives 0600)."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; Windows knows no handle on a folder and needs none."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _told(path: Path, error: OSError) -> LedgerError:
    """The sentence and the next step for what the operating system said."""
    spare = free(path).name
    if error.errno in FULL:
        return Conflict(f"磁盘空间不足，“{path.name}”没有写成", "清理磁盘或换一个位置再试")
    if error.errno == errno.EROFS and not path.exists():
        return Conflict(
            f"文件夹“{path.absolute().parent}”是只读的，“{path.name}”没有写成", "换一个文件夹"
        )
    if error.errno == errno.EROFS:
        hint = f"取消只读属性，或另存为“{spare}”"
        return Conflict(f"“{path.name}”是只读的，没有改动它", hint)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return BadData(f"没有文件夹“{path.parent}”", "先建立这个文件夹，或换一个位置")
    if isinstance(error, PermissionError) and path.exists():
        hint = f"关闭它再试，或另存为“{spare}”"
        return Conflict(f"“{path.name}”正在被 Excel 或 WPS 使用，没有写成", hint)
    if isinstance(error, PermissionError):
        return Conflict(f"没有权限写入文件夹“{path.parent}”", "换一个有写权限的文件夹")
    return Conflict(f"“{path.name}”没有写成（{error.strerror}）", "换一个位置再试")
