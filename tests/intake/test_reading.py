from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import catalogue
from ledger.errors import Usage
from ledger.intake import reading
from ledger.intake.context import Context
from ledger.intake.drafts import How, Role
from ledger.intake.grid import Book, Grid, Merge
from ledger.intake.text import shown
from ledger.models import FIELDS, plain

WORDS = catalogue.vocabulary()
HEADS = (
    "序号",
    "街道",
    "问题描述",
    "责任单位",
    "整改时限",
    "整改情况",
    "责任单位/责任人",
    "联系电话",
    "是否销号",
    "备注",
    "时间",
)
TEXTS = (
    "路灯不亮", "小计", "合计", "一、", "填表人：", "是", "√", "已完成", "9月底前", "2023.2.30", "/", '=DISPIMG("x",1)', "13945678901",
    "道里区新阳路街道", "\u200b", " \n", "（", "区城管局、王某", "1", "45204", "8.1",
)  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(HEADS),
    st.sampled_from(TEXTS),
    st.text(max_size=6),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(date(1900, 1, 1)),
    st.datetimes(),
    st.just(time(8, 30)),
)
PLACES = st.integers(1, 14)
MERGES = st.builds(Merge, PLACES, PLACES, PLACES, PLACES)


@st.composite
def grids(draw):
    """Any cells anywhere; most often a header above rows of anything."""
    width = draw(st.integers(1, 8))
    rows = draw(
        st.dictionaries(
            PLACES, st.dictionaries(st.integers(1, width), VALUES, max_size=8), max_size=12
        )
    )
    if draw(st.booleans()):
        rows[draw(st.integers(1, 3))] = dict(enumerate(draw(st.permutations(HEADS)), 1))
    merges = draw(st.lists(MERGES, max_size=4))
    return Grid(
        name=draw(st.sampled_from(("台账", "新阳路街道", "汇总"))), rows=rows, merges=merges
    )


def says(value):
    return bool(shown(value))


CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CALM
@given(grids())
def test_reading_never_raises_and_accounts_for_every_row(grid):
    context = Context(today=date(2023, 10, 20), streets=frozenset({"新阳路街道"}))
    found = reading.read(Book(name="台账.xlsx", container="xlsx", sheets=[grid]), WORDS, context)
    seen = [draft.row for draft in found.drafts]
    assert len(seen) == len(set(seen))
    for layout in found.layouts:
        if layout.role is Role.LEDGER and layout.data[0]:
            inside = range(layout.data[0], layout.data[1] + 1)
            shown = {r for r in inside if any(says(v) for v in grid.rows.get(r, {}).values())}
            assert shown <= set(seen) | set(layout.groups)
            assert not set(seen) & set(layout.groups)


@CALM
@given(grids())
def test_what_maps_to_no_field_is_kept_under_its_path(grid):
    book = Book(name="台账.xlsx", container="xlsx", sheets=[grid])
    found = reading.read(book, WORDS, Context(today=date(2023, 10, 20)))
    for draft in found.drafts:
        layout = next(x for x in found.layouts if x.data[0] <= draft.row <= x.data[1])
        extra = draft.values.get("extra", {})
        for column in layout.columns:
            if column.how is How.EXTRA and says(grid.rows[draft.row].get(column.index, "")):
                assert column.path in extra


@CALM
@given(grids())
def test_drafts_hold_only_known_fields_with_values(grid):
    book = Book(name="台账.xlsx", container="xlsx", sheets=[grid])
    for draft in reading.read(book, WORDS, Context(today=date(2023, 10, 20))).drafts:
        assert draft.values.keys() <= FIELDS.keys()
        assert all(value not in (None, "", (), {}) for value in draft.values.values())
        for name, value in draft.values.items():
            plain(name, value)


def test_a_sheet_that_does_not_exist_is_refused(read, make):
    with pytest.raises(Usage, match="没有的表"):
        read(make(("问题描述", "整改情况"), ("路灯不亮", "已换")), sheets=("没有的表",))


def test_a_table_far_down_and_far_right_costs_nothing(read, make):
    far = Grid(
        name="台账",
        rows={1: {1: "问题描述", 2: "整改情况"}, 2: {1: "路灯不亮"}, 1_048_576: {16_384: "x"}},
        merges=[Merge(1, 3, 1_048_576, 16_384), Merge(2, 1, 1_048_576, 1)],
    )
    found = read(far)
    assert [draft.row for draft in found.drafts] == [2, 1_048_576]
