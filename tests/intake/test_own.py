"""What `ledger` wrote as a table comes back as it was."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ledger.intake import own
from ledger.intake.grid import Book
from ledger.models import FIELDS, Issue, Status
from ledger.sheets import dump
from ledger.sheets.text import read_text

TEXTS = st.text("水电气热=+-@\"',，、；\n[]{}()0123abc", min_size=1).map(str.strip).filter(bool)
PLAIN = Issue(uid="v", number="2023-0002", description="路灯不亮")


def book(issues):
    grid, _ = read_text(dump.csv(issues), "台账")
    return Book(name="台账.csv", container="csv", sheets=[grid])


@given(
    description=TEXTS,
    phone=TEXTS,
    tags=st.lists(TEXTS),
    cost=st.floats(min_value=0.01, max_value=1e9),
    due=st.dates(),
    status=st.sampled_from(Status),
    extra=st.dictionaries(TEXTS, TEXTS.filter(lambda text: text[0] not in "[{"), max_size=3),
)
def test_what_is_exported_is_read_back(description, phone, tags, cost, due, status, extra):
    issue = Issue(
        uid="u",
        number="2023-0001",
        description=description,
        phone=phone,
        tags=tuple(tags),
        cost=cost,
        due_on=due,
        status=status,
        extra=extra or None,
        ongoing=True,
        rounds=({"round": 1, "how": "close", "left_on": "2023-09-01"},),
    )
    drafts = own.read(book([issue, PLAIN])).drafts
    for draft, wanted in zip(drafts, (issue, PLAIN), strict=True):
        told = {n: v for n, v in draft.values.items() if n != "origin"}
        assert told == {
            name: value
            for name, value in wanted._asdict().items()
            if name not in own.SETTLED and value not in (None, False, (), 0)
        }


def test_a_table_of_others_is_not_ours():
    grid, _ = read_text("编号,小区名称\r\n1,丰润\r\n".encode(), "x")
    assert not own.is_own(Book(name="x", container="csv", sheets=[grid]))


def test_a_value_that_cannot_be_read_back_is_a_fault_of_its_row():
    data = dump.csv([PLAIN._replace(due_on=date(2024, 1, 15)), PLAIN])
    (first, second) = own.read(book_of(data.replace(b"2024-01-15", "年底".encode()))).drafts
    assert [str(e) for e in first.errors] == ["第 2 行“整改时限”（D2）：“年底”读不懂"]
    assert not second.errors


def book_of(data):
    grid, _ = read_text(data, "台账")
    return Book(name="台账.csv", container="csv", sheets=[grid])


def test_every_field_is_settled_or_read():
    assert set(own.SETTLED) <= set(FIELDS)
