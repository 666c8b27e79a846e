"""Working days against the State Council's notices, and the limits counted in them."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import BadData, Usage
from ledger.workdays import (
    EMPTY,
    Limit,
    add_workdays,
    between,
    due,
    is_workday,
    parse,
    unofficial,
)

CSV = Path(__file__).parent.parent / "data" / "workdays.csv"
OFFICIAL = parse(CSV.read_text("utf-8").splitlines())
DAYS = st.dates(date(2018, 1, 1), date(2026, 6, 30))


def test_data_agrees_with_the_notices_on_every_day():
    first, last = date(2018, 1, 1), date(2026, 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert [
        day for day in days if is_workday(day, OFFICIAL) != chinese_calendar.is_workday(day)
    ] == []
    assert frozenset(range(2018, 2027)) == OFFICIAL.years


def test_made_up_days_are_worked_and_days_off_are_not():
    assert is_workday(date(2023, 10, 7), OFFICIAL)
    assert not is_workday(date(2023, 10, 6), OFFICIAL)
    assert add_workdays(date(2023, 9, 28), 1, OFFICIAL) == date(2023, 10, 7)
    assert OFFICIAL.first("春节", 2024) == date(2024, 2, 10)
    assert OFFICIAL.first("春节", 2027) is None


@given(start=DAYS, n=st.integers(1, 120))
def test_between_counts_what_add_added(start, n):
    end = add_workdays(start, n, OFFICIAL)
    assert between(start, end, OFFICIAL) == n
    assert between(end, start, OFFICIAL) == -n
    assert is_workday(end, OFFICIAL)


@given(day=st.dates(date(2018, 6, 1), date(2026, 6, 30)), n=st.integers(1, 60))
def test_backwards_leads_to_the_last_start_that_still_reaches_the_day(day, n):
    earlier = add_workdays(day, -n, OFFICIAL)
    assert between(earlier, day, OFFICIAL) == n - (not is_workday(day, OFFICIAL))


def test_a_year_without_official_data_follows_the_week_and_is_told():
    assert not is_workday(date(2031, 10, 4), OFFICIAL)
    assert is_workday(date(2031, 10, 1), OFFICIAL)
    assert unofficial(date(2026, 12, 20), date(2028, 1, 5), OFFICIAL) == {2027, 2028}
    assert unofficial(date(2023, 1, 1), date(2022, 1, 1), OFFICIAL) == set()
    assert unofficial(date(2023, 1, 1), date(2023, 1, 1), EMPTY) == {2023}
    assert parse(["2027-02-08,休,春节"]).years == frozenset()


@pytest.mark.parametrize("line", ["2023-02-30,休,春节", "2023-01-01,假,元旦", "2023-01-01"])
def test_a_broken_line_is_named(line):
    with pytest.raises(BadData, match="第 2 行"):
        parse(["day,kind,name", line])


@pytest.mark.parametrize(
    ("start", "text", "end"),
    [
        ("2024-01-15", "7个工作日", "2024-01-24"),
        ("2024-01-15", "3天", "2024-01-18"),
        ("2024-01-15", "15 日", "2024-01-30"),
        ("2024-02-08", "5个工作日", "2024-02-21"),
        ("2024-01-15", "24小时", "2024-01-16"),
        ("2024-01-15", "2小时", "2024-01-15"),
        ("2024-01-15", "48小时", "2024-01-17"),
    ],
)
def test_limits(start, text, end):
    assert due(date.fromisoformat(start), Limit.parse(text), OFFICIAL) == date.fromisoformat(end)


def test_a_limit_may_count_its_first_day_or_begin_on_the_next():
    friday = date(2024, 1, 19)
    assert due(friday, Limit(amount=1, unit="工作日", next_day=False), OFFICIAL) == friday
    assert due(friday, Limit(amount=3, unit="天", next_day=False), OFFICIAL) == date(2024, 1, 21)
    assert due(friday, Limit(amount=2, unit="小时", next_day=True), OFFICIAL) == date(2024, 1, 20)


def test_limits_are_written_as_they_are_read():
    assert [str(Limit.parse(text)) for text in ("5工作日", "3日", "24小时")] == [
        "5 个工作日",
        "3 天",
        "24 小时",
    ]
    with pytest.raises(Usage, match="尽快"):
        Limit.parse("尽快")
