"""The ledger file as a file: found, made, copied, put back."""

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ledger.errors import BadData, LedgerError, Usage
from ledger.store import schema
from ledger.store.engine import connect, explained

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


def opened(path: Path) -> sqlite3.Connection:
    """A connection to an existing ledger, brought to today's schema. Raises LedgerErrors that say what is wrong."""
    if path.is_dir():
        raise Usage(f"这是文件夹，不是台账文件：{path}", "用 LEDGER_DB 指明台账文件")
    if not path.exists():
        raise LedgerError(f"还没有台账：{path}", "先建台账：ledger init --district 道里区")
    try:
        connection = connect(path)
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


def create(path: Path) -> sqlite3.Connection:
    """A new, empty ledger file; only its owner may read it. Raises Usage when there is something already."""
    if path.exists() and path.stat().st_size:
        raise Usage(f"这里已有台账：{path}", "换一个文件夹，或用 LEDGER_DB 指明另一个文件")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        connection = connect(path, create=True)
    except OSError as error:
        raise LedgerError(f"建不了台账文件：{path}", "检查文件夹的写入权限") from error
    schema.build(connection)
    return connection


def backups(path: Path) -> Path:
    """The folder of a ledger's own backups."""
    return path.with_name(path.stem + "_备份")


def backup(path: Path, target: Path | None = None, *, at: datetime | None = None) -> Path:
    """A checked copy of the ledger: to `target`, else into its backup folder, where the oldest make room."""
    moment = (at or datetime.now(UTC).astimezone()).strftime("%Y%m%d-%H%M%S")
    copy = target or _free(backups(path) / f"{path.stem}_{moment}.db")
    copy.parent.mkdir(parents=True, exist_ok=True)
    part = copy.with_name(copy.name + ".part")
    part.unlink(missing_ok=True)
    try:
        _copy(path, part)
        part.replace(copy)
    except sqlite3.Error as error:
        raise explained(part, error) from error
    finally:
        part.unlink(missing_ok=True)
    if target is None:
        for old in sorted(copy.parent.glob(f"{path.stem}_*.db"))[:-KEEP]:
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
    source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    part.touch(mode=0o600)
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


def restore(path: Path, source: Path) -> Path | None:
    """Put a backup in the ledger's place; where today's ledger was kept (None if there was none).

    Raises BadData when the backup is no sound ledger; the ledger is then untouched.
    """
    if not source.is_file():
        raise Usage(f"找不到备份文件：{source}", f"备份放在：{backups(path)}")
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        _copy(source, part)
        connection = connect(part)
        try:
            if schema.found(connection) == 0:
                raise BadData(f"这不是台账备份：{source}")
        finally:
            connection.close()
        kept = backup(path) if path.exists() else None
        part.replace(path)
    except sqlite3.Error as error:
        raise BadData(f"这不是台账备份，或已损坏：{source}", "换一个备份文件") from error
    finally:
        for left in (part, part.with_name(part.name + "-journal")):
            left.unlink(missing_ok=True)
    return kept
