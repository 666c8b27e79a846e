"""How issues lie in their rows: a new one as the fold of its event would, and back without loss."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.models import FIELDS, Action, Issue, Kind, Status
from ledger.needs import Given
from ledger.store.rows import created, from_row, to_row
from ledger.workflow import apply, register

GIVEN = Given(by="张敏", on=date(2024, 1, 15), facts={"batch": "B0001"})
TEXT = st.text("漏水，（）12 \n<", min_size=1, max_size=6)
OBJECT = st.dictionaries(TEXT, st.one_of(TEXT, st.integers(0, 9)), max_size=2)
VALUES = {
    Kind.TEXT: TEXT,
    Kind.DATE: st.dates(date(1990, 1, 1), date(2100, 12, 31)),
    Kind.COUNT: st.integers(0, 9),
    Kind.MONEY: st.sampled_from([0.0, 0.1, 2800.0]),
    Kind.FLAG: st.booleans(),
    Kind.WORDS: st.lists(TEXT, max_size=2).map(tuple),
    Kind.STATUS: st.sampled_from(Status),
}
SEVERAL = ("attachments", "rounds")
TOLD = {
    name: VALUES.get(field.kind, OBJECT)
    if name not in SEVERAL
    else st.lists(OBJECT, max_size=2).map(tuple)
    for name, field in FIELDS.items()
    if name not in ("uid", "number", "version", "status_before")
}


@settings(deadline=None)
@given(st.fixed_dictionaries({}, optional=TOLD))
def test_new_issue_lies_in_its_row_as_its_event_tells_it(told):
    event = register("u1", "2024-0017", told, GIVEN, Action.IMPORT)
    whole = to_row(apply(None, event))
    columns, (row,) = created([event])
    told = dict(zip(columns, row, strict=True))
    assert {name: told.get(name) for name in whole} == whole
    assert told.keys() <= whole.keys()


@settings(deadline=None)
@given(st.fixed_dictionaries({}, optional=TOLD))
def test_issue_comes_back_from_its_row(told):
    issue = Issue(uid="u1", number="2024-0017", **told)
    again = from_row(to_row(issue))
    assert to_row(again) == to_row(issue)
