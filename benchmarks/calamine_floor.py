"""The floor of an import: the sheet of importing.py read by python-calamine, checked, kept with events and indexes.

    python benchmarks/calamine_floor.py SHEET DATABASE      (an environment with python-calamine)

Cells are checked by column (needed ones, dates, blanks), issues and an event each go into one durable transaction
with five indexes in place. Nothing is understood, compared or chained: no import that does more can be faster.
"""

import sqlite3
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

COLUMNS = (
    "serial", "source", "source_no", "reported_on", "district", "subdistrict", "community", "estate",
    "building", "company", "category", "description", "complainant", "phone", "lead_unit", "person",
    "due_on", "progress", "done_on", "closed_on",
)  # fmt: skip
DATES, NEEDED = (3, 16, 18, 19), (1, 3, 7, 11)
SCHEMA = f"""
CREATE TABLE issue (id INTEGER PRIMARY KEY, {", ".join(f"{name} TEXT" for name in COLUMNS)}) STRICT;
CREATE TABLE event (
    id INTEGER PRIMARY KEY, issue INTEGER NOT NULL REFERENCES issue (id), at TEXT NOT NULL, "by" TEXT NOT NULL,
    kind TEXT NOT NULL, new TEXT
) STRICT;
CREATE INDEX event_issue ON event (issue);
CREATE INDEX open_subdistrict ON issue (subdistrict, due_on) WHERE closed_on IS NULL;
CREATE INDEX open_due ON issue (due_on) WHERE closed_on IS NULL;
CREATE INDEX reported ON issue (reported_on, subdistrict);
CREATE INDEX closed ON issue (closed_on, subdistrict) WHERE closed_on IS NOT NULL;
"""


def checked(rows: Iterable[list[Any]], bad: list[tuple[int, Any]]) -> Iterator[list[Any]]:
    """The rows as they are kept: dates in ISO 8601, blanks None; what lacks something goes to `bad`."""
    for serial, cells in enumerate(rows, 1):
        row: list[Any] = [cell if isinstance(cell, date) else str(cell) or None for cell in cells]
        for index in DATES:
            if row[index] is not None:
                if not isinstance(row[index], date):
                    bad.append((serial, row[index]))
                row[index] = str(row[index])
        if not all(row[index] for index in NEEDED):
            bad.append((serial, row))
        yield [serial, *row]


def main(sheet: str, database: str) -> None:
    Path(database).unlink(missing_ok=True)
    rows = CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).iter_rows()
    next(rows)
    db = sqlite3.connect(database, isolation_level=None)
    for setting in ("journal_mode=TRUNCATE", "synchronous=FULL", "foreign_keys=ON"):
        db.execute(f"PRAGMA {setting}")
    db.executescript(SCHEMA)
    bad: list[tuple[int, Any]] = []
    events: list[tuple[Any, ...]] = []

    def noted() -> Iterator[list[Any]]:
        for row in checked(rows, bad):
            events.append((row[0], "2024-01-15T10:00:00", "张敏", "import", row[3]))
            yield row

    db.execute("BEGIN IMMEDIATE")
    db.executemany(f"INSERT INTO issue VALUES (?{', ?' * len(COLUMNS)})", noted())
    db.executemany('INSERT INTO event (issue, at, "by", kind, new) VALUES (?, ?, ?, ?, ?)', events)
    db.execute("COMMIT")
    assert not bad, bad[:3]


if __name__ == "__main__":
    main(*sys.argv[1:])
