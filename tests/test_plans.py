"""How SQLite goes about the questions of everyday commands: by an index, never through the whole ledger."""

from contextlib import closing
from datetime import UTC, datetime

import pytest

from ledger.models import Action
from ledger.needs import Given
from ledger.papers import PAPERS, PaperKind
from ledger.profile import Profile
from ledger.selection import Filter
from ledger.store import Author, Reader, numbered
from ledger.store.engine import Engine, connect
from ledger.store.repository import Store
from ledger.whistles import WHISTLES
from ledger.workflow import decide, register

OF_OPEN_ISSUES = ("issue_pressing", "issue_open_status")


class Explained(Engine):
    """An engine that notes how each statement is carried out before it is."""

    def __init__(self, connection):
        super().__init__(connection)
        self.plans = {}

    def note(self, sql, named):
        rows = self.connection.execute(f"EXPLAIN QUERY PLAN {sql}", named)
        self.plans[sql] = [row[3] for row in rows]

    def run(self, sql, **named):
        self.note(sql, named)
        return super().run(sql, **named)

    def each(self, sql, **named):
        self.note(sql, named)
        return super().each(sql, **named)

    def many(self, sql, rows):
        self.note(sql, rows[0])
        super().many(sql, rows)

    def lengthy(self):
        """The steps that grow with the ledger: reading through more than the open issues, sorting for a page."""
        return [
            f"{step}: {sql}"
            for sql, steps in self.plans.items()
            for step in steps
            if (step.startswith("SCAN") and not any(index in step for index in OF_OPEN_ISSUES))
            or (step == "USE TEMP B-TREE FOR ORDER BY" and "LIMIT" in sql)
        ]


@pytest.fixture
def engine(ledger):
    ledger.ok("add 二楼阳台栏杆开裂 -e 怡园三期 -s 新华街道 --source 来电")
    ledger.ok("add 电梯停运 -e 怡园三期 --source 来电 --new")
    with closing(connect(ledger.path)) as connection:
        yield Explained(connection)


LOOKS = {
    "list": lambda reader, today: list(reader.find(Filter(), today, limit=20)),
    "how many are open": lambda reader, today: reader.count(Filter(), today),
    "overdue": lambda reader, today: list(reader.find(Filter(overdue=True), today, limit=20)),
    "by number": lambda reader, _today: reader.get("2024-0001"),
    "by short number": lambda reader, _today: reader.get("1"),
    "several": lambda reader, _today: reader.issues(["2024-0001", "2024-0002"]),
    "history": lambda reader, _today: reader.history(reader.get("1").uid),
    "history with papers": lambda reader, _today: reader.course(reader.get("1").uid),
    "papers about issues": lambda reader, _today: numbered.about(
        reader, PAPERS, [reader.get("1").uid]
    ),
    "next paper": lambda reader, _today: numbered.next_serial(reader, PAPERS, PaperKind.URGE, 2024),
    "paper by number": lambda reader, _today: numbered.named(reader, PAPERS, "督办1", 2024),
    "anything awaited": lambda reader, _today: reader.awaits("whistle"),
    "what is awaited": lambda reader, _today: numbered.unended(reader, WHISTLES),
    "文号 taken": lambda reader, _today: numbered.taken(reader, "督办〔2024〕第1号"),
    "same estate": lambda reader, _today: reader.newest_of("怡园三期"),
    "known unit": lambda reader, _today: reader.knows("lead_unit", "物业办"),
    "known company": lambda reader, _today: reader.knows("company", "某物业"),
    "candidates": lambda reader, _today: reader.candidates(
        numbers=["2024-0001"], source_nos=["2401030077"], prints=["0" * 24]
    ),
    "last told": lambda reader, _today: reader.last_told([reader.get("1").uid]),
    "setting": lambda reader, _today: reader.setting("profile"),
    "fingerprint": lambda reader, _today: reader.fingerprint(),
}


@pytest.mark.parametrize("look", LOOKS)
def test_looking_does_not_grow_with_the_ledger(ledger, engine, look):
    LOOKS[look](Reader(engine), ledger.env.today)
    assert engine.plans
    assert engine.lengthy() == []


def test_writing_does_not_grow_with_the_ledger(ledger, engine):
    author = Author(by="张敏", seat="A", at=datetime(2024, 1, 15, 9, tzinfo=UTC), command="add")
    given = Given(by="张敏", on=ledger.env.today, facts={"estate": "金都府邸"})
    engine.connection.execute("BEGIN IMMEDIATE")
    store = Store(engine, author)
    (number,) = store.next_numbers("2024")
    told = register(store.uid(), number, {"description": "漏水"}, given, Action.REGISTER)
    issue = store.add(told)
    store.record(issue, decide(issue, Action.EDIT, given, Profile()))
    engine.connection.execute("ROLLBACK")
    assert any(sql.startswith("UPDATE issue") for sql in engine.plans)
    assert engine.lengthy() == []


def test_a_table_read_through_would_be_noticed(engine):
    engine.run("SELECT count(*) FROM issue WHERE remarks = :words", words="x")
    engine.run("SELECT number FROM issue ORDER BY remarks LIMIT 20")
    assert len(engine.lengthy()) == 3
