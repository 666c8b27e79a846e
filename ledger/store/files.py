"""The ledger file as a file: found, made, copied, put back."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from typing import Final

from ledger.errors import BadData, Conflict, LedgerError, Usage
from ledger.store import schema
from ledger.store.engine import connect, explained, in_silence, patiently

NAME: Final = "问题台账.db"
KEEP: Final = 30


def home() -> Path:
    """The folder of this user's data, by the habit of the system."""
    if os.name == "nt":
        return Path(os.environ.get("APPDATA") or Path.home()) / "ledger"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "ledger"


def find(given: Path | None) -> Path:
    """The ledger that is meant: the given one, else the one in this folder or above, else the user's own."""
    if given:
        return given
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / NAME).is_file():
            return folder / NAME
    return home() / NAME


def opened(path: Path, waiting: Callable[[], None] = in_silence) -> sqlite3.Connection:
    """A connection to an existing ledger, brought to today's schema. Raises LedgerErrors that say what is wrong."""
    _no_folder(path)
    if not path.exists():
        raise BadData(f"还没有台账：{path}", "先建台账：ledger init --district 道里区")
    try:
        connection = connect(path, waiting)
    except sqlite3.Error as error:
        raise explained(path, error) from error
    try:
        schema.migrate(connection, path, backup)
    except sqlite3.Error as error:
        connection.close()
        raise explained(path, error) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _no_folder(path: Path) -> None:
    if path.is_dir():
        raise BadData(f"这是文件夹，不是台账文件：{path}", "用 LEDGER_DB 指明台账文件")


@contextmanager
def created(path: Path) -> Iterator[Path]:
    """An empty ledger under a passing name, to be filled; it takes the name `path` when all went well.

    Only its owner may read it. Raises Usage when there is something already.
    """
    _no_folder(path)
    if path.exists() and path.stat().st_size:
        raise Usage(f"这里已有文件：{path}", "换一个文件夹，或用 LEDGER_DB 指明另一个文件")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _part_of(path) as part:
            with closing(connect(part, create=True)) as connection:
                schema.build(connection)
            yield part
            _put(part, path)
    except OSError as error:
        raise Conflict(f"建不了台账文件：{path}", "检查文件夹的写入权限和磁盘空间") from error
    except sqlite3.Error as error:
        raise explained(path, error) from error


@contextmanager
def _part_of(path: Path) -> Iterator[Path]:
    """A private file beside `path` to work on; nothing of it is left afterwards."""
    part = path.with_name(path.name + ".part")
    remains = (part, _journal(part))
    for left in remains:
        left.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        yield part
    finally:
        for left in remains:
            left.unlink(missing_ok=True)


def _journal(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def _put(part: Path, path: Path) -> None:
    """Let `part` take the place of `path`; what an interrupted write left beside that belongs to neither."""
    _journal(path).unlink(missing_ok=True)
    part.replace(path)
    if os.name != "nt":  # there a folder cannot be flushed
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def backups(path: Path) -> Path:
    """The folder of a ledger's own backups."""
    return path.with_name(path.stem + "_备份")


def backup(path: Path, target: Path | None = None, *, at: datetime | None = None) -> Path:
    """A checked copy of the ledger: to `target` (a file or a folder), else into its backup folder.

    There the oldest make room.
    """
    if target and not (target.is_dir() or target.parent.is_dir()):
        raise BadData(f"没有文件夹：{target.parent}", "插好 U 盘，或换一个文件夹")
    moment = (at or datetime.now(UTC).astimezone()).strftime("%Y%m%d-%H%M%S")
    copy = target or backups(path)
    if target is None or target.is_dir():
        copy = _free(copy / f"{path.stem}_{moment}.db")
    if copy.exists():
        raise Usage(f"已有这个文件，没有覆盖：{copy}", "换一个文件名")
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        with _part_of(copy) as part:
            _copy(path, part)
            _put(part, copy)
    except FileExistsError as error:
        raise BadData(f"这不是文件夹：{copy.parent}", "换一个文件夹") from error
    except sqlite3.Error as error:
        raise explained(path, error) from error
    if target is None:
        from glob import escape

        kept = sorted(copy.parent.glob(f"{escape(path.stem)}_*.db"), key=lambda file: file.stem)
        for old in kept[:-KEEP]:
            old.unlink()
    return copy


def _free(path: Path) -> Path:
    count = 1
    free = path
    while free.exists():
        count += 1
        free = path.with_name(f"{path.stem}-{count}{path.suffix}")
    return free


def _copy(path: Path, part: Path) -> None:
    source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
    copy = sqlite3.connect(part)
    try:
        source.backup(copy)
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise BadData(
                f"台账文件已损坏，备份没有做成：{path}", "用 ledger restore 从较早的备份还原"
            )
    finally:
        copy.close()
        source.close()
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def check_backup(path: Path, source: Path) -> None:
    """Raises BadData when there is no file to restore the ledger `path` from."""
    if not source.is_file():
        raise BadData(f"找不到备份文件：{source}", f"备份放在：{backups(path)}")


def restore(path: Path, source: Path, waiting: Callable[[], None] = in_silence) -> Path | None:
    """Put a backup in the ledger's place; where today's ledger was kept (None if there was none).

    Nobody writes meanwhile: another window is waited for, and one that waits is told. Raises BadData when the backup is no sound ledger; the ledger is then untouched.
    """
    _no_folder(path)
    check_backup(path, source)
    with _part_of(path) as part:
        try:
            _copy(source, part)
            with closing(connect(part)) as connection:
                sound = schema.found(connection)
        except sqlite3.Error as error:
            raise BadData(f"这不是台账备份，或已损坏：{source}", "换一个备份文件") from error
        if not sound:
            raise BadData(f"这是空文件，不是台账备份：{source}", "换一个备份文件")
        with _locked(path, waiting) as release:
            kept = _set_aside(path) if path.exists() else None
            release()
            _put(part, path)
    return kept


@contextmanager
def _locked(path: Path, waiting: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """Nobody else writes to the ledger; a damaged one nobody can write to. Gives what must be called before
    the file is replaced, where an open file cannot be.
    """
    try:
        connection = connect(path, waiting) if path.exists() else None
        if connection:
            patiently(connection, "BEGIN IMMEDIATE", waiting)
    except sqlite3.OperationalError as error:
        raise explained(path, error) from error
    except sqlite3.DatabaseError:
        connection = None
    close = connection.close if connection else in_silence
    try:
        yield close if os.name == "nt" else in_silence
    finally:
        close()


def _set_aside(path: Path) -> Path:
    """A backup of the ledger, or of a damaged one its very bytes."""
    try:
        return backup(path)
    except LedgerError:
        copy = _free(backups(path) / f"{path.stem}_损坏{path.suffix}")
        copyfile(path, copy)
        copy.chmod(0o600)
        return copy
