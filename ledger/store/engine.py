"""Runs SQL on one SQLite file: settings, one transaction, errors told in Chinese."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from ledger.errors import BadData, Conflict, LedgerError

APPLICATION: Final = 0x54415A31
SETTINGS: Final = (
    "journal_mode=TRUNCATE",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "cache_size=-16384",
)
FIRST_WAIT: Final = 2_000
LONGEST_WAIT: Final = 58_000
AT_ONCE: Final = 100
"""Rows that one statement inserts: of 80 columns a quarter of the parameters that SQLite takes."""


def insertion(table: str, columns: Iterable[str], mark: str = ":{}") -> str:
    """INSERT into these columns, of named parameters or of what else `mark` makes of a name."""
    names = tuple(columns)
    quoted = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({quoted}) VALUES ({', '.join(map(mark.format, names))})"


class Engine:
    """Runs SQL with :name parameters, which other engines' drivers spell alike; `changed` counts the rows written."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection, self.changed = connection, 0

    def run(self, sql: str, **named: Any) -> list[dict[str, Any]]:
        """The rows that `sql` gives, each as a mapping of column to value."""
        cursor = self.connection.execute(sql, named)
        self.changed = cursor.rowcount
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def each(self, sql: str, **named: Any) -> Iterator[dict[str, Any]]:
        """As `run`, row by row, for what may be large."""
        cursor = self.connection.execute(sql, named)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))

    def many(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """`sql` once for each row of parameters; `changed` is the sum."""
        self.changed = self.connection.executemany(sql, rows).rowcount

    def insert(self, table: str, columns: Iterable[str], rows: Iterable[Sequence[Any]]) -> None:
        """New rows, each the values of `columns` in order: named parameters take twice as long.

        Many by one statement take a sixth less than one by one.
        """
        names = tuple(columns)
        first, more = insertion(table, names, "?"), f", ({', '.join('?' * len(names))})"
        left = iter(rows)
        while portion := list(islice(left, AT_ONCE)):
            values = [*chain.from_iterable(portion)]
            self.connection.execute(first + more * (len(portion) - 1), values)


def in_silence() -> None:
    """Nobody is there to be told that another program is waited for."""


def connect(
    path: Path, waiting: Callable[[], None] = in_silence, *, create: bool = False
) -> sqlite3.Connection:
    """A connection with every setting that the promises on storage rest on (docs/decisions.md)."""
    mode = "rwc" if create else "rw"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,  # no transaction but ours
    )
    try:
        journal, *others = SETTINGS  # the first looks into the file
        patiently(connection, f"PRAGMA {journal}", waiting)
        for setting in others:
            connection.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


def patiently(connection: sqlite3.Connection, sql: str, waiting: Callable[[], None]) -> None:
    """Run `sql`; another program that holds the file is waited for, then and later, up to a minute.

    `waiting` is called once when that takes longer than a moment.
    """
    connection.execute(f"PRAGMA busy_timeout = {FIRST_WAIT}")
    try:
        connection.execute(sql)
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        waiting()
        connection.execute(f"PRAGMA busy_timeout = {LONGEST_WAIT}")
        connection.execute(sql)
    connection.execute(f"PRAGMA busy_timeout = {LONGEST_WAIT}")


@contextmanager
def reading(path: Path, connection: sqlite3.Connection) -> Iterator[Engine]:
    """One consistent view; nothing is written."""
    with _told(path):
        connection.execute("BEGIN")
        try:
            yield Engine(connection)
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


@contextmanager
def writing(
    path: Path, connection: sqlite3.Connection, waiting: Callable[[], None]
) -> Iterator[Engine]:
    """One `with` is one transaction: after any error nothing is left behind."""
    with _told(path):
        patiently(connection, "BEGIN IMMEDIATE", waiting)
        try:
            yield Engine(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # after a full disk SQLite has rolled back already
                connection.execute("ROLLBACK")
            raise


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise explained(path, error) from error


def explained(path: Path, error: sqlite3.Error) -> LedgerError:
    """What SQLite's failure means to a clerk, and the next step."""
    said = str(error)
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_DBMOVED:
        return Conflict("台账刚被另一窗口还原，没有写入", "用 ledger list 看还原后的台账，再做一次")
    if "locked" in said or "busy" in said:
        return Conflict(f"台账文件正被另一窗口占用：{path}", "等它做完后再试一次，台账没有改动")
    if "full" in said:
        return Conflict("磁盘已满，没有写入，台账没有改动", "清理磁盘后再试一次")
    if "readonly" in said:
        return Conflict(f"台账文件是只读的，没有写入：{path}", "检查文件和文件夹的写入权限")
    if "not a database" in said:
        return BadData(
            f"这不是台账文件：{path}", "用 LEDGER_DB 指明台账文件，或用 ledger init 新建"
        )
    if "malformed" in said or "no such table" in said:
        return BadData(f"台账文件已损坏或不完整：{path}", "用 ledger restore 从备份还原")
    if "unable to open" in said:
        return Conflict(f"打不开台账文件：{path}", "检查路径，或用 ledger init 新建台账")
    if "disk I/O" in said:
        return Conflict(f"读写台账文件出错：{path}", "检查磁盘空间和文件夹权限后再试一次")
    return BadData(
        f"台账文件出错（{said}）：{path}", "用 ledger check 核对，必要时用 ledger restore 还原"
    )
