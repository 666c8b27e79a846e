"""How the records of every register beside the issues are kept: a row each, its links to issues."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from ledger import numbered
from ledger.errors import BadData
from ledger.models import Event, dumps
from ledger.needs import Given
from ledger.numbered import Numbered, R, Register
from ledger.registers import REGISTERS
from ledger.store.engine import Engine, insertion
from ledger.store.rows import CHECK_HINT

if TYPE_CHECKING:
    from ledger.store.reader import Reader
    from ledger.store.repository import Store

COLUMNS: Final = (
    "uid", "kind", "year", "serial", "doc_no", "given_on", "ended_on", "withdrawn", "version",
)  # fmt: skip
"""What has a column of its own, because it is looked up; the rest of a record is one JSON object."""
UPDATE: Final = (
    "UPDATE record SET doc_no = :doc_no, given_on = :given_on, ended_on = :ended_on,"
    " withdrawn = :withdrawn, version = :version, body = :body WHERE uid = :uid"
)
ORDER: Final = "given_on, uid"


def to_row(register: Register[R], record: R) -> dict[str, Any]:
    """The row of a record."""
    known = numbered.told(register, record)
    row = {name: known.pop(name, None) for name in COLUMNS}
    row["withdrawn"] = int(record.withdrawn)
    where = {"register": register.name, "series": register.series(record.kind)}
    return {**where, **row, "body": dumps(known)}


def from_row(register: Register[R], row: Mapping[str, Any]) -> R:
    """The record that a row holds. Raises BadData for what no command wrote."""
    known = {name: row[name] for name in COLUMNS if name in register.fields}
    try:
        return numbered.of(register, {**known, **json.loads(row["body"])})
    except (ValueError, TypeError, KeyError) as error:
        raise BadData(
            f"{register.label} {row['doc_no']} 的记录读不懂，台账文件被改动过", CHECK_HINT
        ) from error


def every(reader: "Reader", register: Register[R]) -> list[R]:
    """All records, those taken back too, the earliest first."""
    return _records(reader, register, f"register = :register ORDER BY {ORDER}")


def unended(reader: "Reader", register: Register[R]) -> list[R]:
    """The records of which something is still awaited, the earliest first."""
    condition = "register = :register AND ended_on IS NULL AND withdrawn = 0"
    return _records(reader, register, f"{condition} ORDER BY {ORDER}")


def about(reader: "Reader", register: Register[R], uids: Iterable[str]) -> list[R]:
    """The records about any of these issues, the earliest first."""
    found: dict[str, R] = {}
    for uid in dict.fromkeys(uids):
        condition = (
            "register = :register AND uid IN (SELECT record FROM record_issue WHERE issue = :uid)"
        )
        found |= {record.uid: record for record in _records(reader, register, condition, uid=uid)}
    return sorted(found.values(), key=lambda record: (record.given_on, record.uid))


def named(reader: "Reader", register: Register[R], words: str, year: int) -> R | None:
    """The record of that number, or the one that 督办8 means in that year or else in the latest before it."""
    found = _records(
        reader, register, "doc_no = :words AND register = :register", words=words.strip()
    )
    meant = register.handle(words)
    if not found and meant:
        which = "year <= :year ORDER BY year DESC LIMIT 1" if meant.year is None else "year = :year"
        found = _records(
            reader,
            register,
            f"register = :register AND series = :series AND serial = :serial AND {which}",
            **meant._asdict() | {"year": meant.year or year},
        )
    return found[-1] if found else None


def _records(reader: "Reader", register: Register[R], condition: str, **told: Any) -> list[R]:
    rows = reader.engine.run(
        f"SELECT * FROM record WHERE {condition}", register=register.name, **told
    )
    return [from_row(register, row) for row in rows]


def taken(reader: "Reader", doc_no: str) -> bool:
    """Whether a record in force bears that number."""
    sql = "SELECT 1 FROM record WHERE doc_no = :doc_no AND withdrawn = 0 LIMIT 1"
    return bool(reader.engine.run(sql, doc_no=doc_no))


def names(reader: "Reader", register: Register[R], field: str) -> list[str]:
    """The distinct values of a text field in a register: the companies, estates or addressees that papers name."""
    rows = reader.engine.run(
        "SELECT DISTINCT json_extract(body, '$.' || :field) AS name FROM record"
        " WHERE register = :register ORDER BY 1",
        register=register.name,
        field=field,
    )
    return [row["name"] for row in rows if row["name"]]


def numbers(reader: "Reader", records: Sequence[Numbered]) -> dict[str, str]:
    """The numbers of the issues that records are about, by uid."""
    uids = (uid for record in records for uid in record.issues)
    return {issue.uid: issue.number for issue in reader.with_uids(uids)}


def next_serial(reader: "Reader", register: Register[R], kind: str, year: int) -> int:
    """The next number of a kind and year; as no record ever goes, none is given twice."""
    (row,) = reader.engine.run(
        "SELECT coalesce(max(serial), 0) + 1 AS n FROM record"
        " WHERE register = :register AND series = :series AND year = :year",
        register=register.name,
        series=register.series(kind),
        year=year,
    )
    return int(row["n"])


def record(store: "Store", register: Register[R], before: R | None, event: Event) -> R:
    """Append the event and store what it makes of the record; None: it creates it."""
    after = numbered.fold(register, before, event)
    store.append(register.name, [event])
    row = to_row(register, after)
    if before is None:
        store.engine.run(insertion("record", row), **row)
        if after.issues:
            store.engine.many(insertion("record_issue", ("issue", "record")), _links(after))
    else:
        store.engine.run(UPDATE, **row)
    return after


def _links(record: Numbered) -> list[dict[str, str]]:
    return [{"issue": uid, "record": record.uid} for uid in record.issues]


def taken_back(
    store: "Store", uid: str, events: Sequence[Event], given: Given
) -> tuple[list[str], list[str]] | None:
    """Undo what an operation did to a record: its number restored, or kept. None: no record."""
    rows = store.engine.run("SELECT * FROM record WHERE uid = :uid", uid=uid)
    if not rows:
        return None
    register = REGISTERS[rows[0]["register"]]
    before = from_row(register, rows[0])
    back = numbered.taken_back(register, before, events, given)
    if back is None:
        return [], [before.doc_no]
    record(store, register, before, back)
    return [before.doc_no], []


def differing(engine: Engine, records: Mapping[str, tuple[str, Any]]) -> Iterator[str]:
    """Where the rows are not what the events make (`records`: register and record by uid), a sentence each."""
    kept = {row["uid"]: row for row in engine.each("SELECT * FROM record")}
    series: dict[tuple[str, int], list[int]] = {}
    for uid, (name, told) in records.items():
        register, row = REGISTERS[name], kept.pop(uid, None)
        if row != to_row(register, told):
            how = "缺失" if row is None else "被改动"
            yield f"{register.label} {told.doc_no} 的记录{how}"
        key = told.kind.label if register.apart else register.label
        series.setdefault((key, told.year), []).append(told.serial)
    for row in kept.values():
        yield f"{REGISTERS[row['register']].label} {row['doc_no']} 没有历史记录"
    wanted = {
        (link["issue"], link["record"]) for _, told in records.values() for link in _links(told)
    }
    found = {(row["issue"], row["record"]) for row in engine.each("SELECT * FROM record_issue")}
    if wanted != found:
        yield "文书和问题的联系被改动"
    for label, year in numbered.gaps(series):
        yield f"{label}〔{year}〕的编号有缺或有重"
