"""What written dates and deadlines mean: the forms that offices write, one row each."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.dates import Base, read, read_day, typed
from ledger.errors import Usage
from ledger.workdays import parse

CALENDAR = parse(
    (Path(__file__).parent.parent / "data" / "workdays.csv").read_text("utf-8").splitlines()
)
MONDAY = date(2024, 1, 15)

# base day Monday 2024-01-15; a result without a year is in 2024, a~b is a period
FORMS = """
2024-03-15 2024.3.15 2024/3/15 20240315 2024年3月15日 2024年3月15号 3月15日 3.15 3/15 24年3月15日 = 03-15
二〇二四年三月十五日 二零二四年三月十五日 ２０２４年３月１５日 三月十五日 45366 24.3.15 3月15日下班前 = 03-15
3月15日17:00前 3月15日下午5点 2024年3月15日（周五） 预计3月15日前完成 '2024-03-15 2024。3。15 = 03-15
今天 今日 当日 当天 立行立改 立即整改 即知即改 = 01-15
明天 明日 次日 24小时内 1天 = 01-16
后天 = 01-17
大后天 3天内 三日内 接到通知后3日内 = 01-18
昨天 = 01-14
前天 = 01-13
本周五 周五 星期五 = 01-19
下周三 下星期三 = 01-24
下周一 = 01-22
这周日 本周日 = 01-21
下下周三 = 01-31
本周内 本周 = 01-15~01-21
下周 = 01-22~01-28
8月底前 8月底 2024年8月底前 8月份月底 = 08-01~08-31
8月下旬 = 08-21~08-31
8月中旬 = 08-11~08-20
8月上旬 = 08-01~08-10
3月初 = 03-01~03-10
月底 本月底 月底前 本月底前 月内 = 01-01~01-31
下月底 下个月底前 = 02-01~02-29
年底前 年底 年内 2024年 今年底 2024年内 二〇二四年底 = 01-01~12-31
明年6月底前 = 2025-06-01~2025-06-30
2023年三季度 2023年第三季度末 = 2023-07-01~2023-09-30
三季度 第三季度 三季度末前 = 07-01~09-30
2024年第一季度 本季度 本季度末 = 01-01~03-31
上半年 年中 = 01-01~06-30
2023年下半年 = 2023-07-01~2023-12-31
2023年 去年 去年底 = 2023-01-01~2023-12-31
2024年3月 2024-03 2024.3 3月 = 03-01~03-31
上个月 = 2023-12-01~2023-12-31
7个工作日内 7个工作日 = 01-24
一周内 1周 = 01-22
半个月内 十五日内 15天后 = 01-30
即日起30日内 = 02-14
自交办之日起15个工作日内 = 02-04
两个月内 = 03-15
半年内 = 07-15
2年内 = 2026-01-15
本月25日前 1月25日 二十五号 25日前 = 01-25
下个月10号 = 02-10
春节前 2024年春节前 = 02-09
国庆节前 十一前 = 09-30
五一前 = 04-30
元旦前 = 12-31
10月1日前 国庆 = 10-01
2023.8.25-2023.9.30 = 2023-08-25~2023-09-30
8月25日至9月30日 从8月25日到9月30日 8.25~9.30 = 08-25~09-30
9月1日-10日 2024.9.1-9.10 2024.9.1-10 = 09-01~09-10
12月20日至1月10日 = 12-20~2025-01-10
8月至10月 = 08-01~10-31
"""


def rows():
    for line in FORMS.strip().splitlines():
        texts, _, days = line.rpartition(" = ")
        ends = [day if len(day) > 5 else f"2024-{day}" for day in days.split("~")]
        first = date.fromisoformat(ends[0]) if len(ends) == 2 else None
        for text in texts.split():
            yield text, first, date.fromisoformat(ends[-1])


@pytest.mark.parametrize(("text", "first", "last"), list(rows()))
def test_forms(text, first, last):
    reading = read(text, Base(today=MONDAY), CALENDAR)
    assert (reading.since, reading.on) == (first, last)


# base day 2023-10-20, assigned on 2023-09-01: text, day, precision, ongoing
DEADLINES = [
    ("2023.8.25", "2023-08-25", "day", False),
    (20230825, "2023-08-25", "day", False),
    (45163, "2023-08-25", "day", False),
    (45163.5, "2023-08-25", "day", False),
    (datetime.fromisoformat("2023-08-25T10:00"), "2023-08-25", "day", False),
    (date(2023, 8, 25), "2023-08-25", "day", False),
    ("2023-8-25 00:00:00", "2023-08-25", "day", False),
    ("2023-08-25 08:30", "2023-08-25", "day", False),
    ("8.25", "2023-08-25", "inferred-year", False),
    ("8月25日前", "2023-08-25", "inferred-year", False),
    (8.25, "2023-08-25", "inferred-year", False),
    (8.4, "2023-08-04", "inferred-year", False),
    ("8.10", "2023-08-10", "inferred-year", False),
    ("7月5日前", "2023-07-05", "inferred-year", False),
    ("9月1日-10日", "2023-09-10", "inferred-year", False),
    ("2023年9月1日-10日", "2023-09-10", "day", False),
    ("8月底前", "2023-08-31", "month", False),
    ("2022年8月底之前", "2022-08-31", "month", False),
    ("2017年10月底以前", "2017-10-31", "month", False),
    ("2026年9月中旬", "2026-09-20", "month", False),
    ("10月上旬", "2023-10-10", "month", False),
    ("2023.10", "2023-10-31", "month", False),
    (2023.8, "2023-08-31", "month", False),
    ("本月底前", "2023-10-31", "month", False),
    ("明年5月底前", "2024-05-31", "month", False),
    ("三季度末", "2023-09-30", "quarter", False),
    ("2024年上半年", "2024-06-30", "half", False),
    ("年底前", "2023-12-31", "year", False),
    ("2024年底前，并长期坚持", "2024-12-31", "year", True),
    ("2024年底前完成整改并长期坚持", "2024-12-31", "year", True),
    ("立行立改", "2023-09-01", "immediate", False),
    ("立行立改，长期坚持", "2023-09-01", "immediate", True),
    ("立行立改并长期坚持", "2023-09-01", "immediate", True),
    ("长期坚持", None, None, True),
    ("持续推进", None, None, True),
    ("常态化管理", None, None, True),
    ("3日内", "2023-09-04", "duration", False),
    ("1周内", "2023-09-08", "duration", False),
    ("10日内", "2023-09-11", "duration", False),
    ("15个工作日内", "2023-09-22", "duration", False),
    (15, "2023-09-16", "duration", False),
    ("15", "2023-09-16", "duration", False),
]


@pytest.mark.parametrize(("value", "day", "precision", "ongoing"), DEADLINES, ids=repr)
def test_deadlines(value, day, precision, ongoing):
    reading = read(value, Base(today=date(2023, 10, 20), start=date(2023, 9, 1)), CALENDAR)
    expected = (date.fromisoformat(day) if day else None, precision, ongoing, "")
    assert (reading.on, reading.precision, reading.ongoing, reading.note) == expected


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2023.2.30", "没有这一天"),
        ("13月1日", "没有这一天"),
        ("2月30日", "没有这一天"),
        ("2123年3月1日", "1990 至 2100"),
        ("9999周内", "1990 至 2100"),
        (date(1899, 1, 5), "1990 至 2100"),
        ("明年开春后", "没有说明是哪一天"),
        ("预计明年开春后整改", "没有说明是哪一天"),
        ("供暖期前", "没有说明是哪一天"),
        ("尽快", "没有说明是哪一天"),
        ("漏雨", "不是日期"),
        ("同步推进", "不是日期"),
        ("未完成", "不是日期"),
        ("对接会后48小时", "不是日期"),
        (12345, "不是日期"),
        ("12345", "不是日期"),
        (-3, "不是日期"),
        (2023, "不是日期"),
        (True, "不是日期"),
        (time(8, 30), "不是日期"),
        (float("nan"), "不是日期"),
        ("8月前", "不是日期"),
        ("8-5", "不是日期"),
        ("3-5", "不是日期"),
        ("正月十五", "不是日期"),
        ("3天前", "不是日期"),
        ("百十日", "不是日期"),
        ("8月25日\n9月1日", "不是日期"),
        ("10.11.12", "哪一年"),
        ("9月30日至9月1日", "起止颠倒"),
        ("2031年春节前", "2031 年"),
        ("年前", "不是日期"),
    ],
    ids=repr,
)
def test_what_names_no_day_is_refused_with_the_reason(value, reason):
    reading = read(value, Base(today=date(2023, 10, 20)), CALENDAR)
    assert reading.on is None
    assert reason in reading.note


@pytest.mark.parametrize("value", ["", " ", "/", "—", "——", "无", "待定", "1970-01-01", 0])
def test_nothing_written_is_no_problem(value):
    reading = read(value, Base(today=MONDAY), CALENDAR)
    assert (reading.on, reading.precision, reading.note) == (None, None, "")


@pytest.mark.parametrize(
    "day", [date(1970, 1, 1), datetime.fromisoformat("1899-12-30T00:00"), date(1900, 1, 1)]
)
def test_the_zeros_of_platforms_are_empty_cells(day):
    assert read_day(day, Base(today=MONDAY)).note == ""


@pytest.mark.parametrize(
    ("value", "either"),
    [(8.1, "8月1日或8月10日"), (8.2, "8月2日或8月20日"), (2023.1, "2023年1月或2023年10月")],
)
def test_a_number_that_lost_its_zero_is_ambiguous(value, either):
    reading = read(value, Base(today=MONDAY), CALENDAR)
    assert (reading.on, reading.precision) == (None, "ambiguous")
    assert either in reading.note


def test_a_lost_zero_that_makes_no_day_is_not_ambiguous():
    assert read(2.3, Base(today=MONDAY), CALENDAR).on == date(2024, 2, 3)


def test_a_doubtful_day_is_read_with_a_note():
    base = Base(today=MONDAY)
    assert read("25日", base, CALENDAR).on == date(2024, 1, 25)
    assert "25日内" in read("25日", base, CALENDAR).note
    assert read("45163", base, CALENDAR).on == date(2023, 8, 25)
    assert "序号" in read("45163", base, CALENDAR).note


@pytest.mark.parametrize(
    ("text", "status", "day"),
    [
        ("已完成", "done", None),
        ("已整改", "done", None),
        ("√", "done", None),
        ("9月6日已完成", "done", date(2023, 9, 6)),
        ("已于2023年9月6日整改完成", "done", date(2023, 9, 6)),
        ("已销号（2023.9.8）", "closed", date(2023, 9, 8)),
    ],
)
def test_a_status_in_a_date_column(text, status, day):
    reading = read(text, Base(today=date(2023, 10, 20)), CALENDAR)
    assert (reading.status, reading.on, reading.note) == (status, day, "")


def test_the_year_is_the_ledgers_then_the_starts_then_todays():
    today, start = date(2024, 3, 1), date(2023, 9, 1)
    years = [
        read("8月25日", base, CALENDAR).on.year
        for base in (
            Base(today=today, start=start, year=2022),
            Base(today=today, start=start),
            Base(today=today),
        )
    ]
    assert years == [2022, 2023, 2024]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1月5日", "2024-01-05"),
        ("12.28", "2023-12-28"),
        ("2023年12月20日完成", "2023-12-20"),
        ("已于12月20日完成", "2023-12-20"),
        ("2023-12-20 09:12:33", "2023-12-20"),
    ],
)
def test_facts(text, day):
    base = Base(today=date(2024, 1, 20), start=date(2023, 12, 15))
    assert read_day(text, base).on == date.fromisoformat(day)


def test_a_fact_without_a_year_never_lies_far_ahead():
    assert read_day("12月28日", Base(today=MONDAY)).on == date(2023, 12, 28)
    assert read_day("1月20日", Base(today=MONDAY)).on == date(2024, 1, 20)


@pytest.mark.parametrize(
    "text", ["8月", "8月25日前", "2023年三季度", "8.1-8.9", "3天内", "立行立改", "15", "预计3月1日"]
)
def test_a_period_or_a_limit_is_no_fact(text):
    reading = read_day(text, Base(today=MONDAY))
    assert reading.on is None
    assert reading.note


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天", "2024-01-15"),
        ("周五", "2024-01-19"),
        ("下周一", "2024-01-22"),
        ("月底", "2024-01-31"),
        ("3天", "2024-01-18"),
        ("3d", "2024-01-18"),
        ("2周", "2024-01-29"),
        ("2w", "2024-01-29"),
        ("5个工作日", "2024-01-22"),
        ("5wd", "2024-01-22"),
        ("1月15日", "2024-01-15"),
        ("1.15", "2024-01-15"),
        ("1-15", "2024-01-15"),
        ("20240115", "2024-01-15"),
        ("25日", "2024-01-25"),
    ],
)
def test_what_a_clerk_types(text, day):
    assert typed(text, MONDAY, CALENDAR) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["15", "尽快", "2.30", "2024-13-01", "长期坚持", "", "已完成", "2023"]
)
def test_what_a_clerk_types_in_error_is_refused_with_a_way_out(text):
    with pytest.raises(Usage) as error:
        typed(text, MONDAY, CALENDAR)
    assert text in str(error.value)
    assert error.value.hint


DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
WAYS = [
    "%Y-%m-%d",
    "%Y.%m.%d",
    "%Y/%m/%d",
    "%Y%m%d",
    "%Y年%m月%d日",
    "%Y年%m月%d日前",
    "%Y-%m-%d 00:00:00",
]
CHINESE = "〇一二三四五六七八九十"


def numeral(number):
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else CHINESE[tens] + "十"
    return head + (CHINESE[ones] if ones else "")


@given(day=DAYS, way=st.sampled_from(WAYS), today=DAYS)
def test_every_full_form_reads_back(day, way, today):
    base = Base(today=today)
    padded = day.strftime(way)
    assert read(padded, base, CALENDAR).on == day
    assert read_day(padded.removesuffix("前"), base).on == day


@given(day=DAYS)
def test_every_date_in_chinese_numerals_reads_back(day):
    year = "".join(CHINESE[int(digit)] for digit in str(day.year))
    text = f"{year}年{numeral(day.month)}月{numeral(day.day)}日"
    assert read(text, Base(today=MONDAY), CALENDAR).on == day


CHARACTERS = (
    "年 月 日 号 天 个 周 前 后 内 底 初 半 上 下 本 明 至 到 - ~ . / : 0 1 2 9 十 百 二 两"
)
WORDS = "季度 工作日 小时 春节 已完成 长期坚持 2024 8.25 立行立改 中旬"
PIECES = st.sampled_from([" ", *CHARACTERS.split(), *WORDS.split()])


@given(
    value=st.lists(PIECES, max_size=8).map("".join)
    | st.text(max_size=12)
    | st.floats()
    | st.integers()
    | st.datetimes()
    | st.times()
)
def test_reading_never_raises_and_never_leaves_its_century(value):
    base = Base(today=MONDAY, start=date(2024, 1, 2))
    for reading in (read(value, base, CALENDAR), read_day(value, base)):
        assert reading.on is None or 1990 <= reading.on.year <= 2100


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10.21", "2023-10-21"),
        ("1.8", "2024-01-08"),
        ("2月底前", "2024-02-29"),
        ("2024.11.3", "2024-11-03"),
    ],
)
def test_months_of_a_season_lie_on_both_sides_of_new_year(text, day):
    base = Base(today=date(2024, 4, 1), year=2023, season=True)
    assert read(text, base, CALENDAR).on == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("6月3日 热线", date(2023, 6, 3)),
        ("2022年9月6号业主大会", date(2022, 9, 6)),
        ("2023-06-03来访", date(2023, 6, 3)),
        ("9月30日未完成", None),
        ("6月3日至5日", None),
        ("6月3日，随后又去了三趟才修好", None),
    ],
)
def test_a_day_with_a_few_words_beside_it_is_read_and_noted(text, day):
    reading = read_day(text, Base(today=MONDAY), beside=True)
    assert (reading.on, bool(reading.note)) == (day, True)
    assert read_day(text, Base(today=MONDAY)).on is None
