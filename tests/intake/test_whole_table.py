"""What holds for a table as a whole, or for a row as a whole, and when it does not."""

from datetime import date

import pytest

from ledger.intake.drafts import Role
from ledger.models import Status

HEADS = ("序号", "小区", "问题描述", "责任单位", "整改情况")
ROWS = [
    (1, "甲小区", "楼道灯不亮", "区城管局", "未整改"),
    (2, "乙小区", "外墙渗水", "佳和物业公司", "已整改"),
    (3, "丙小区", "电梯异响", "区住建局", "未整改"),
]

LABELS = [
    ("交办时间：2023年5月20日", "assigned_on", date(2023, 5, 20)),
    ("下发时间：2023年5月20日", "assigned_on", date(2023, 5, 20)),
    ("检查时间：2023-11-03", "reported_on", date(2023, 11, 3)),
    ("整改期限：2023年12月31日前", "due_on", date(2023, 12, 31)),
    # no day, a span, another time, the day of the sheet itself
    ("检查时间：2023年6月", "reported_on", None),
    ("检查时间：6月3日至6月10日", "reported_on", None),
    ("下次检查时间：2023年9月3日", "reported_on", None),
    ("填报时间：2023年9月3日", "reported_on", None),
]


@pytest.mark.parametrize(("label", "name", "day"), LABELS)
def test_a_day_above_the_table_holds_for_all_of_its_rows(label, name, day, read, make):
    found = read(make(("问题整改台账",), (label,), HEADS, *ROWS))
    assert [draft.values.get(name) for draft in found.drafts] == [day] * 3


def struck(make, row, columns=range(1, 6)):
    return make(HEADS, *ROWS, struck=frozenset((row, column) for column in columns))


def test_an_open_row_struck_through_is_cancelled_and_told(read, make):
    found = read(struck(make, 2))
    assert found.drafts[0].values["status"] is Status.VOID
    assert any("终结" in problem.reason for problem in found.problems)


def test_a_finished_row_and_one_struck_in_part_keep_their_state(read, make):
    assert read(struck(make, 3)).drafts[1].values["status"] is Status.DONE
    assert read(struck(make, 2, (3,))).drafts[0].values["status"] is Status.ASSIGNED


def test_a_line_is_no_word_where_nothing_else_tells_the_state(read, make):
    rows = [row[:4] for row in ROWS]
    whole = frozenset((2, column) for column in range(1, 5))
    found = read(make(HEADS[:4], *rows, struck=whole))
    assert found.drafts[0].values["status"] is Status.ASSIGNED


SENT_BACK = [
    ("已完成，又退回来了", Status.IN_PROGRESS),
    ("已整改，被打回重做", Status.IN_PROGRESS),
    ("已完成，资料退回存档", Status.DONE),
    ("已整改，无需返工", Status.DONE),
]


@pytest.mark.parametrize(("text", "state"), SENT_BACK)
def test_what_was_sent_back_is_not_finished(text, state, read, make):
    rows = [(*ROWS[0][:4], text), *ROWS[1:]]
    assert read(make(HEADS, *rows)).drafts[0].values["status"] is state


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("建设项目质量问题整改台账", Role.LEDGER),
        ("收文督办台账", Role.LEDGER),
        ("办公室收文传阅登记", Role.OTHER),
    ],
)
def test_lists_of_papers_and_buildings(name, role, read, make):
    heads = ("文件标题", "来文单位", "承办科室", "办理时限", "办理状态")
    rows = [
        (f"关于做好第{n}季度工作的通知", "区政府办", "综合办", "2023-12-01", "办结")
        for n in "一二三"
    ]
    whole = make((name,), HEADS, *ROWS) if role is Role.LEDGER else make((name,), heads, *rows)
    assert read(whole).layouts[0].role is role


def test_a_sentence_that_tells_of_trouble_is_no_foot(read, make):
    last = ("五月下旬甲小区居民反映电梯异响尚未处理",)
    found = read(make(("日期", *HEADS[1:]), *(("12月1日", *row[1:]) for row in ROWS), last))
    assert found.drafts[-1].errors
