"""The monthly report: counted by hand, checked by a second way of counting, and told in words."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import Usage
from ledger.figures import DEFINITIONS, INDICATORS, measure, stays
from ledger.models import Issue, Status
from ledger.papers import Paper, PaperKind
from ledger.reports import Figure, Heading, Period, Records, explain, month

SEPTEMBER = Period(first=date(2023, 9, 1), last=date(2023, 9, 30), title="2023年9月")
OCTOBER = Period(first=date(2023, 10, 1), last=date(2023, 10, 31), title="2023年10月")
HEADING = Heading(district="道里区", made_on=date(2023, 10, 8), fingerprint="7f3a")


def day(text):
    return date.fromisoformat(f"2023-{text}") if text else None


def issue(number, entered, status=Status.IN_PROGRESS, **facts):
    days = {name: day(text) for name, text in facts.items() if name.endswith("_on")}
    facts = {"subdistrict": "工农街道", "source": "12345", **facts, **days}
    return Issue(uid=f"u{number}", number=number, status=status, entered_on=day(entered), **facts)


def past(how, entered, left, **facts):
    return {
        "round": 1,
        "how": how,
        "entered_on": f"2023-{entered}",
        "left_on": f"2023-{left}",
        **{name: f"2023-{text}" for name, text in facts.items()},
    }


# what happened in September is in the comment of each line
ISSUES = [
    # open since August, too late
    issue("1", "08-10", due_on="08-31", source="信访"),
    # struck on time: reported finished within the limit, struck after it
    issue("2", "08-10", Status.CLOSED, due_on="09-05", done_on="09-04", closed_on="09-08"),
    # struck, but too late; the resident is content
    issue(
        "3",
        "08-20",
        Status.CLOSED,
        due_on="09-05",
        done_on="09-10",
        closed_on="09-12",
        satisfaction="满意",
        callback_on="09-11",
    ),
    # new and struck without a limit; the resident is not content
    issue("4", "09-02", Status.CLOSED, closed_on="09-03", satisfaction="不满意"),
    # new, deferred, late all the same: not overdue
    issue("5", "09-03", Status.DEFERRED, due_on="09-10", subdistrict="新阳路街道"),
    # new, reported finished, waiting
    issue("6", "09-04", Status.DONE, due_on="09-20", done_on="09-19", subdistrict="新阳路街道"),
    # new and ended
    issue("7", "09-05", Status.VOID, left_on="09-06", subdistrict=None),
    # struck in August, came back in September
    issue("8", "09-15", round=2, rounds=(past("close", "08-01", "08-15"),), due_on="10-15"),
    # ended in September, taken back in September
    issue("9", "09-20", rounds=(past("void", "08-01", "09-10"),), source="媒体"),
    # entered in October
    issue("10", "10-02"),
    # withdrawn: never counted
    issue("11", "09-02", withdrawn=True),
    # struck in October, open at the end of September
    issue("12", "09-25", Status.CLOSED, due_on="09-28", closed_on="10-05"),
]

BY_HAND = {
    "期初": ("1", "2", "3", "9"),
    "新增": ("12", "4", "5", "6", "7"),
    "反弹": ("8", "9"),
    "销号": ("2", "3", "4"),
    "终结": ("7", "9"),
    "期末": ("1", "12", "5", "6", "8", "9"),
    "待验收": ("6",),
    "挂账": ("5",),
    "超期": ("1", "12"),
    "超期销号": ("3",),
    "按期销号率": ("2",),
    "满意率": ("3",),
}


@pytest.mark.parametrize("label", DEFINITIONS)
def test_each_indicator_counts_what_was_counted_by_hand(label):
    assert measure(stays(ISSUES), SEPTEMBER)[label].numbers == BY_HAND[label]


def test_rates_tell_their_denominator():
    figures = measure(stays(ISSUES), SEPTEMBER)
    assert figures["按期销号率"].text == "50.0%（1/2）"
    assert figures["满意率"].text == "50.0%（1/2）"
    assert measure((), SEPTEMBER)["满意率"].text == "-"


def test_a_rate_is_whole_only_when_all_are_in():
    assert Figure(value=1999 / 2000, part=1999, whole=2000).short == "99.9%"
    assert Figure(value=2 / 3, part=2, whole=3).short == "66.7%"
    assert Figure(value=1.0, part=7, whole=7).short == "100.0%"


def test_tables_of_the_report():
    report = month(ISSUES, SEPTEMBER, HEADING)
    titles = [table.title for table in report.tables]
    assert titles == ["总体", "按街道", "按类别", "按来源", "超期清单", "挂账清单"]
    assert report.title == "道里区物业问题台账月报（2023年9月）"
    assert "期初 4＋新增 5＋反弹 2－销号 3－终结 2＝期末 6，核对一致" in report.tables[0].notes
    assert any("恢复：9" in note for note in report.tables[0].notes)
    assert [row[0] for row in report.tables[1].rows] == ["工农街道", "新阳路街道", "未填写"]
    late = [(row[0], row[5], row[6], row[7].value) for row in report.tables[4].rows]
    assert late == [
        ("1", "2023-08-31", "超期未销号", 30),
        ("12", "2023-09-28", "超期未销号", 2),
        ("3", "2023-09-05", "超期销号", 5),
    ]


def test_the_sentence_for_the_bulletin():
    given = [
        Paper(kind=PaperKind.REFER, given_on=day("08-30"), issues=("u1", "u2")),
        Paper(kind=PaperKind.SUPERVISE, given_on=day("09-30")),
        Paper(kind=PaperKind.DEDUCT, given_on=day("10-01"), points=6.0),
        Paper(kind=PaperKind.BLACKLIST, given_on=day("09-01"), board="红"),
    ]
    report = month(ISSUES, SEPTEMBER, HEADING, Records(papers=given))
    assert report.tables[0].notes[-1] == "监管手段：督办单 1"
    assert report.summary == (
        "截至2023年9月30日，道里区共受理问题10件（12345信访问题8件、信访投诉案件1件、媒体反映问题1件），"
        "已完成整改4件（其中销号3件），正在整改4件，挂账1件，终结1件，移交执法部门2件，下达整改督办单1个。"
        "2023年9月新增5件、反弹2件、销号3件、期末超期2件，按期销号率50%、满意率50%。"
    )


def test_a_campaign_is_named_and_an_empty_ledger_says_so():
    heading = Heading(district="道外区", campaign="“民呼我为”主题活动", made_on=date(2023, 10, 8))
    report = month([], SEPTEMBER, heading)
    assert report.summary == "从开展“民呼我为”主题活动以来，截至2023年9月30日，道外区没有受理问题。"
    assert report.title == "道外区“民呼我为”主题活动问题台账月报（2023年9月）"


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("超期", ("1", "12")),
        ("合计.超期", ("1", "12")),
        ("新阳路街道.挂账", ("5",)),
        ("街道.工农街道.反弹", ("8", "9")),
        ("来源.媒体.终结", ("9",)),
        ("工农街道．满意率", ("3",)),
    ],
)
def test_a_figure_is_explained_by_its_issues(question, numbers):
    assert explain(month(ISSUES, SEPTEMBER, HEADING), question) == numbers


@pytest.mark.parametrize(
    ("question", "hint"),
    [
        ("金都街道.超期", "工农街道.超期"),
        ("工农街道.收入", "期初、新增"),
        ("未填写.新增", "街道.未填写.新增"),
    ],
)
def test_what_cannot_be_explained_names_what_can(question, hint):
    with pytest.raises(Usage) as error:
        explain(month(ISSUES, SEPTEMBER, HEADING), question)
    assert question in str(error.value)
    assert hint in error.value.hint


def test_periods():
    today = date(2024, 1, 15)
    firsts = {
        text: Period.month(text, today).first for text in ("2023-09", "2023年9月", "上月", "本月")
    }
    assert firsts == {
        "2023-09": date(2023, 9, 1),
        "2023年9月": date(2023, 9, 1),
        "上月": date(2023, 12, 1),
        "本月": date(2024, 1, 1),
    }
    assert Period.month("2023-02", today).last == date(2023, 2, 28)
    assert Period.month("本月", today).last == today
    with pytest.raises(Usage, match="2024年2月还没有到"):
        Period.month("2024-02", today)
    for text in ("9", "2023", "三季度", "2023-13", "2023-09-01", "尽快"):
        with pytest.raises(Usage, match=text):
            Period.month(text, today)


FIRST = date(2023, 8, 1)


@st.composite
def histories(draw):
    """An issue that enters, leaves and comes back on ever later days, and its facts as the ledger keeps them."""
    gaps = draw(st.lists(st.integers(1, 30), min_size=1, max_size=6))
    days = [FIRST + timedelta(days=sum(gaps[: n + 1])) for n in range(len(gaps))]
    hows = draw(st.lists(st.sampled_from(["close", "void"]), min_size=3, max_size=3))
    held = list(zip(days[::2], days[1::2], hows, strict=False))
    open_now = len(days) % 2 == 1
    entered, left, how = (days[-1], None, "") if open_now else held.pop()
    rounds = tuple(
        {"round": 1, "how": how, "entered_on": str(start), "left_on": str(end)}
        for start, end, how in held
    )
    states = [Status.REGISTERED, Status.IN_PROGRESS, Status.DONE, Status.DEFERRED]
    ended = {"close": Status.CLOSED, "void": Status.VOID}
    code = draw(st.uuids()).hex
    return Issue(
        uid=code,
        number=code,
        status=ended[how] if how else draw(st.sampled_from(states)),
        subdistrict=draw(st.sampled_from(["工农街道", "新阳路街道", None])),
        category=draw(st.sampled_from(["供电", "卫生"])),
        source=draw(st.sampled_from(["12345", "信访", "{热线}", None])),
        entered_on=entered,
        closed_on=left if how == "close" else None,
        left_on=left if how else None,
        due_on=draw(st.none() | st.dates(FIRST, date(2023, 11, 30))),
        rounds=rounds,
    )


def in_the_books(issue, on):
    """Counted another way: how often it has entered and left by the end of a day."""
    days = [round_[name] for round_ in issue.rounds for name in ("entered_on", "left_on")]
    days += [str(day) for day in (issue.entered_on, issue.left_on) if day]
    return sum(text <= str(on) for text in days) % 2 == 1


@given(st.lists(histories(), max_size=8))
def test_the_flow_agrees_with_the_books_of_each_day(issues):
    report = month(issues, SEPTEMBER, HEADING)
    figures = measure(stays(issues), SEPTEMBER)
    count = {label: len(figure.numbers) for label, figure in figures.items()}
    eve = SEPTEMBER.first - timedelta(days=1)
    assert count["期初"] == sum(in_the_books(issue, eve) for issue in issues)
    assert count["期末"] == sum(in_the_books(issue, SEPTEMBER.last) for issue in issues)
    assert "核对一致" in report.tables[0].notes[0]
    assert count["期末"] == len(measure(stays(issues), OCTOBER)["期初"].numbers)
    assert count["期末"] >= count["待验收"] + count["挂账"] + count["超期"]


@given(st.lists(histories(), max_size=8))
def test_rows_sum_to_the_total_and_all_totals_agree(issues):
    tables = month(issues, SEPTEMBER, HEADING).tables[1:4]
    for table in tables:
        for index, indicator in enumerate(INDICATORS, start=1):
            parts = [number for row in table.rows for number in row[index].numbers]
            assert sorted(parts) == sorted(table.total[index].numbers), indicator.label
            wholes = [row[index].whole or 0 for row in table.rows]
            assert sum(wholes) == (table.total[index].whole or 0)
    assert tables[0].total == tables[1].total == tables[2].total


@given(st.lists(histories(), max_size=8))
def test_the_parts_of_the_sentence_add_up(issues):
    text = month(issues, SEPTEMBER, HEADING).summary

    def told(pattern):
        return sum(int(number) for number in re.findall(pattern, text))

    whole = told(r"共受理问题(\d+)件")
    assert whole == sum(any(stay.entered <= SEPTEMBER.last for stay in stays([i])) for i in issues)
    parts = r"已完成整改(\d+)件", r"正在整改(\d+)件", r"挂账(\d+)件", r"终结(\d+)件"
    assert sum(told(pattern) for pattern in parts) == whole
    inside = text.partition("（")[2].partition("）")[0]
    assert sum(int(number) for number in re.findall(r"(\d+)件", inside)) == whole
