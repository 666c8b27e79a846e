"""Brings a ledger file to the shape that this program knows, and refuses what it does not know."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ledger.errors import BadData
from ledger.models import FIELDS
from ledger.store.engine import APPLICATION

STEPS: Final = 6
"""How many migrations `ledger.store.migrations` holds."""

VERSION: Final = STEPS * 1000 + len(FIELDS)
"""Grows with every migration and with every field, so that an older program refuses a newer ledger."""


def found(connection: sqlite3.Connection) -> int:
    """The version of an opened file; 0 for an empty one. Raises BadData for what is no ledger or too new."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application == 0 and version == 0:
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables == 0:
            return 0
    if application != APPLICATION:
        raise BadData("这不是台账文件", "用 LEDGER_DB 指明台账文件，或用 ledger init 新建")
    if version > VERSION:
        raise BadData("台账文件由更新版本的程序写成，未作改动", "先升级 ledger 再打开")
    return int(version)


def migrate(connection: sqlite3.Connection, path: Path, backup: Callable[[Path], Path]) -> None:
    """Bring the file to VERSION, after a backup. Loads sqlite_utils only when there is work."""
    version = found(connection)
    if version == VERSION:
        return
    if version == 0:
        raise BadData(f"这是空文件，不是台账：{path}", "用 ledger init 新建台账")
    backup(path)
    build(connection)


def build(connection: sqlite3.Connection) -> None:
    """Run the migrations that the file lacks, in one transaction."""
    from sqlite_utils import Database

    from ledger.store import migrations

    connection.execute("PRAGMA foreign_keys = OFF")  # a table is made anew; cannot be said later
    connection.execute("BEGIN IMMEDIATE")
    try:
        db = Database(connection)
        migrations.steps.apply(db)
        migrations.add_missing_fields(db)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
