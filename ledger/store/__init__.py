"""The only SQL: how issues and events are kept in one SQLite file."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.store.engine import in_silence, reading, writing
from ledger.store.files import opened
from ledger.store.reader import Reader
from ledger.store.records import Author, Form, Recorded

if TYPE_CHECKING:
    from ledger.store.repository import Store

__all__ = ["Author", "Form", "Reader", "Recorded", "open_reading", "open_writing"]


@contextmanager
def open_reading(path: Path, waiting: Callable[[], None] = in_silence) -> Iterator[Reader]:
    """The ledger as it is now; nothing can be written. Another program that holds it is waited for."""
    with closing(opened(path, waiting)) as connection, reading(path, connection) as engine:
        yield Reader(engine)


@contextmanager
def open_writing(
    path: Path, author: Callable[[Reader], Author], waiting: Callable[[], None] = in_silence
) -> Iterator["Store"]:
    """One command's transaction: all of it is kept, or after any error none of it.

    `author` says who writes, given what the ledger knows.
    """
    from ledger.store.repository import Store

    with closing(opened(path, waiting)) as connection, writing(path, connection, waiting) as engine:
        yield Store(engine, author(Reader(engine)))
