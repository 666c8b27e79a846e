"""The steps from an empty file to today's schema; a step that has been released is never edited."""

import json
from datetime import UTC, datetime
from typing import Any, Final

from sqlite_utils import Database, Migrations

from ledger.models import FIELDS, Kind, dumps
from ledger.store.engine import insertion
from ledger.store.rows import from_row, to_row

steps = Migrations("ledger")

TYPES: Final = {Kind.COUNT: "INTEGER", Kind.MONEY: "REAL", Kind.FLAG: "INTEGER"}
DERIVED: Final = {
    "serial": "INTEGER", "fingerprint": "TEXT", "open": "INTEGER NOT NULL", "urgency": "TEXT"
}  # fmt: skip
"""Columns that the repository derives from an issue, for look-ups that must not grow with the ledger."""

TABLES: Final = """
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE counter (series TEXT PRIMARY KEY, n INTEGER NOT NULL CHECK (n > 0)) STRICT;
CREATE TABLE operation (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, code TEXT NOT NULL UNIQUE, at TEXT NOT NULL,
    "by" TEXT NOT NULL, os_user TEXT NOT NULL, seat TEXT NOT NULL, host TEXT NOT NULL,
    command TEXT NOT NULL, program TEXT NOT NULL,
    undo_of INTEGER UNIQUE REFERENCES operation (id), detail TEXT
) STRICT;
CREATE TABLE event (
    seq INTEGER PRIMARY KEY, operation INTEGER NOT NULL REFERENCES operation (id), kind TEXT NOT NULL,
    entity TEXT NOT NULL CHECK (entity IN ('issue', 'setting')), entity_id TEXT NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32), prev BLOB NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE TABLE payload (
    seq INTEGER PRIMARY KEY REFERENCES event (seq), salt BLOB NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE TABLE form (
    name TEXT PRIMARY KEY, file TEXT NOT NULL, at TEXT NOT NULL, mapping TEXT NOT NULL,
    workbook BLOB NOT NULL
) STRICT;
CREATE INDEX event_entity ON event (entity_id, seq);
CREATE INDEX event_operation ON event (operation);
"""
GUARDS: Final = """
CREATE TRIGGER event_is_final BEFORE UPDATE ON event
BEGIN SELECT raise(ABORT, 'events never change'); END;
CREATE TRIGGER event_stays BEFORE DELETE ON event
BEGIN SELECT raise(ABORT, 'events never go'); END;
CREATE TRIGGER operation_is_final BEFORE UPDATE ON operation
BEGIN SELECT raise(ABORT, 'operations never change'); END;
CREATE TRIGGER operation_stays BEFORE DELETE ON operation
BEGIN SELECT raise(ABORT, 'operations never go'); END;
CREATE TRIGGER issue_stays BEFORE DELETE ON issue
BEGIN SELECT raise(ABORT, 'issues never go'); END
"""
DEMANDS: Final = {
    "uid": " PRIMARY KEY NOT NULL", "number": " UNIQUE NOT NULL", "status": " NOT NULL",
    "version": " NOT NULL",
}  # fmt: skip
LEFT_HAS_DAY: Final = "CHECK ((status IN ('closed', 'void')) = (left_on IS NOT NULL))"
INDEXES: Final = """
CREATE INDEX issue_serial ON issue (serial);
CREATE INDEX issue_source_no ON issue (source_no) WHERE source_no IS NOT NULL;
CREATE INDEX issue_sender_no ON issue (sender_no) WHERE sender_no IS NOT NULL;
CREATE INDEX issue_fingerprint ON issue (fingerprint) WHERE fingerprint IS NOT NULL;
CREATE INDEX issue_pressing ON issue (urgency, serial, uid) WHERE open = 1;
CREATE INDEX issue_estate ON issue (estate, uid);
CREATE INDEX issue_lead_unit ON issue (lead_unit);
CREATE INDEX issue_company ON issue (company);
CREATE INDEX issue_open_status ON issue (status, due_on) WHERE open = 1;
"""

PAPERS: Final = """
CREATE TABLE paper (
    uid TEXT PRIMARY KEY NOT NULL, kind TEXT NOT NULL, year INTEGER NOT NULL,
    serial INTEGER NOT NULL CHECK (serial > 0), doc_no TEXT NOT NULL, given_on TEXT NOT NULL,
    "by" TEXT NOT NULL, addressee TEXT, issues TEXT, company TEXT, estate TEXT, note TEXT, due_on TEXT, cycle TEXT,
    leader TEXT, clue TEXT, time TEXT, place TEXT, person TEXT, requirement TEXT, points REAL,
    clause TEXT, valid_until TEXT, board TEXT, edition TEXT, result TEXT, result_on TEXT,
    basis TEXT, withdrawn INTEGER, version INTEGER NOT NULL, UNIQUE (kind, year, serial)
) STRICT;
CREATE TABLE paper_issue (
    issue TEXT NOT NULL REFERENCES issue (uid), paper TEXT NOT NULL REFERENCES paper (uid),
    PRIMARY KEY (issue, paper)
) STRICT, WITHOUT ROWID;
CREATE TABLE template (
    kind TEXT PRIMARY KEY NOT NULL, file TEXT NOT NULL, at TEXT NOT NULL, body BLOB NOT NULL
) STRICT;
CREATE INDEX paper_doc_no ON paper (doc_no);
"""
PAPER_GUARD: Final = """
CREATE TRIGGER paper_stays BEFORE DELETE ON paper
BEGIN SELECT raise(ABORT, 'papers never go'); END
"""
ENTITIES: Final = ("'issue', 'setting'", "'issue', 'setting', 'paper'")


@steps()
def m001_the_ledger(db: Database) -> None:
    """Operations, events with their payloads, and the issues that are their fold."""
    _script(db, TABLES)
    types = {name: TYPES.get(field.kind, "TEXT") for name, field in FIELDS.items()} | DERIVED
    columns = [f'"{name}" {kind}{DEMANDS.get(name, "")}' for name, kind in types.items()]
    db.conn.execute(f"CREATE TABLE issue ({', '.join(columns)}, {LEFT_HAS_DAY}) STRICT")
    _script(db, INDEXES)
    _script(db, GUARDS, ";\nCREATE TRIGGER")


@steps()
def m002_papers(db: Database) -> None:
    """Papers (文书) with numbers of their own, events about them, the office's own templates."""
    _script(db, PAPERS)
    db.conn.execute(PAPER_GUARD.strip())
    _reword(db, "event", *ENTITIES)


RECORDS: Final = """
CREATE TABLE record (
    uid TEXT PRIMARY KEY NOT NULL, register TEXT NOT NULL, series TEXT NOT NULL, kind TEXT NOT NULL,
    year INTEGER NOT NULL, serial INTEGER NOT NULL CHECK (serial > 0), doc_no TEXT NOT NULL,
    given_on TEXT NOT NULL, ended_on TEXT, withdrawn INTEGER NOT NULL, version INTEGER NOT NULL,
    body TEXT NOT NULL, UNIQUE (register, series, year, serial)
) STRICT;
CREATE TABLE record_issue (
    issue TEXT NOT NULL REFERENCES issue (uid), record TEXT NOT NULL REFERENCES record (uid),
    PRIMARY KEY (issue, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_doc_no ON record (doc_no);
CREATE INDEX record_given ON record (register, given_on, uid);
CREATE INDEX record_unended ON record (register, given_on, uid) WHERE ended_on IS NULL;
"""
RECORD_GUARD: Final = """
CREATE TRIGGER record_stays BEFORE DELETE ON record
BEGIN SELECT raise(ABORT, 'records never go'); END
"""
REGISTERED: Final = (ENTITIES[1], f"{ENTITIES[1]}, 'whistle', 'sample', 'inspection'")
PAPER_COLUMNS: Final = ("uid", "kind", "year", "serial", "doc_no", "given_on", "version")


def _reword(db: Database, table: str, old: str, new: str) -> None:
    """Change a CHECK in place (sqlite.org/lang_altertable.html, section 7): no row is touched."""
    (version,) = db.conn.execute("PRAGMA schema_version").fetchone()
    db.conn.execute("PRAGMA writable_schema = ON")
    db.conn.execute(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?",
        [old, new, table],
    )
    db.conn.execute(f"PRAGMA schema_version = {version + 1}")
    db.conn.execute("PRAGMA writable_schema = RESET")


OPERATIONS: Final = """
CREATE TABLE operations (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, code TEXT NOT NULL UNIQUE, at TEXT NOT NULL,
    "by" TEXT NOT NULL, os_user TEXT NOT NULL, seat TEXT NOT NULL, host TEXT NOT NULL,
    command TEXT NOT NULL, program TEXT NOT NULL,
    undo_of INTEGER REFERENCES operation (id), detail TEXT
) STRICT;
INSERT INTO operations SELECT * FROM operation;
DROP TABLE operation;
ALTER TABLE operations RENAME TO operation;
CREATE INDEX operation_undo_of ON operation (undo_of) WHERE undo_of IS NOT NULL;
CREATE TABLE workbook (sha256 TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT;
"""
OPERATION_GUARDS: Final = """
CREATE TRIGGER operation_is_final BEFORE UPDATE ON operation
BEGIN SELECT raise(ABORT, 'operations never change'); END;
CREATE TRIGGER operation_stays BEFORE DELETE ON operation
BEGIN SELECT raise(ABORT, 'operations never go'); END
"""


@steps()
def m003_undone_in_parts_and_forms_in_history(db: Database) -> None:
    """An operation can be taken back in several goes; a form is a setting, its workbook kept by its hash.

    What came from sheets without a column for the problem gets its fingerprint.
    """
    _script(db, OPERATIONS)
    _script(db, OPERATION_GUARDS, ";\nCREATE TRIGGER")
    forms = list(db.query("SELECT * FROM form"))
    db.conn.execute("DROP TABLE form")
    _keep(db, forms)
    wordless = "SELECT * FROM issue WHERE description IS NULL AND title IS NULL"
    for row in map(to_row, map(from_row, list(db.query(wordless)))):
        db.conn.execute("UPDATE issue SET fingerprint = :fingerprint WHERE uid = :uid", row)


def _keep(db: Database, forms: list[dict[str, Any]]) -> None:
    """Forms that an older program kept beside history enter it."""
    from ledger.store.engine import Engine
    from ledger.store.records import Author, Form, mapping
    from ledger.store.repository import Store

    store = Store(Engine(db.conn), Author("升级", "A", datetime.now(UTC).astimezone(), "升级台账"))
    store.detail = {"upgrade": True}
    store.author = store.author._replace(seat=store.setting("seat", "A"))
    for row in forms:
        told = mapping(json.loads(row["mapping"]))
        store.keep_form(
            Form(row["name"], row["file"], row["at"], told, row["workbook"]),
            on=store.author.at.date(),
        )


@steps()
def m004_one_table_for_every_register(db: Database) -> None:
    """Whatever is numbered beside the issues lies in one table: papers, whistles, samples, inspections."""
    _script(db, RECORDS)
    db.conn.execute(RECORD_GUARD.strip())
    for row in list(db.query("SELECT * FROM paper")):
        known = {name: value for name, value in row.items() if value is not None}
        core = {name: known.pop(name) for name in PAPER_COLUMNS}
        where = {"register": "paper", "series": row["kind"]}
        withdrawn = int(known.pop("withdrawn", 0))
        body = known | ({"issues": json.loads(row["issues"])} if row["issues"] else {})
        told = {**where, **core, "withdrawn": withdrawn, "body": dumps(body)}
        db.conn.execute(insertion("record", told), told)
    db.conn.execute("INSERT INTO record_issue SELECT issue, paper FROM paper_issue")
    db.conn.execute("DROP TABLE paper_issue")
    db.conn.execute("DROP TABLE paper")
    _reword(db, "event", *REGISTERED)


@steps()
def m005_events_tell_old_and_new_apart(_db: Database) -> None:
    """No row changes, but an older program could not read the events that are written from now on."""


@steps()
def m006_several_numbers_of_sources(db: Database) -> None:
    """What came under several numbers is found by each, without reading through the ledger."""
    add_missing_fields(db)
    db.conn.execute(
        "CREATE INDEX issue_other_nos ON issue (other_nos, uid) WHERE other_nos IS NOT NULL"
    )


def _script(db: Database, text: str, separator: str = ";") -> None:
    first, *rest = text.strip().removesuffix(";").split(separator)
    lead = separator.removeprefix(";").strip()
    for statement in [first, *(f"{lead} {part}" for part in rest)]:
        if statement.strip():
            db.conn.execute(statement)


def add_missing_fields(db: Database) -> None:
    """A field declared since the file was made becomes a nullable column."""
    present = set(db.table("issue").columns_dict)
    for name, field in FIELDS.items():
        if name not in present:
            db.table("issue").add_column(name, TYPES.get(field.kind, "TEXT"))
