"""Tables side by side: which sheets are cut apart, and which only have a blank column."""

from datetime import date

import pytest

from ledger.intake.drafts import Role
from ledger.models import Status

CHECKS = ("序号", "用户地址", "隐患描述", "安检日期", "整改期限", "整改状态")
CHECKED = (
    (1, "广安小区11-2-302", "胶管穿墙敷设", "2025-11-04", "2025-11-14", "已整改"),
    (2, "建设花园2-1-102", "灶具无熄火保护", "2025-11-06", "2025-11-21", "未整改"),
    (3, "师专家属院7-1-203", "阀门手柄断裂", "2025-11-11", "2025-11-12", "整改中"),
)
CALLS = ("工单号", "来电人", "电话", "反映内容", "接报时间", "处置状态")
CALLED = (
    ("RQ251103018", "谷雨田", "13932800176", "报警器半夜乱叫", "2025-11-03", "已办结"),
    ("RQ251107022", "国秀敏", "15631852290", "充值卡插表不显示", "2025-11-07", "办理中"),
)
NOW = date(2025, 12, 15)


def rows(left, right, gap=(None,)):
    """Two tables row by row, each with headings of its own, the right one after a gap."""
    width = len(left[0])
    for n in range(max(len(left), len(right))):
        first = left[n] if n < len(left) else (None,) * width
        yield (*first, *gap, *(right[n] if n < len(right) else ()))


def descriptions(reading):
    return [draft.values.get("description") for draft in reading.drafts]


def headers(reading):
    return [[c.path.split("/")[-1] for c in layout.columns] for layout in reading.layouts]


def whole(reading):
    """Whether a sheet was read as one table, as far as it was read."""
    return len(reading.layouts) == 1 and not reading.beside


@pytest.mark.parametrize("turned", [False, True], ids=["left longer", "right longer"])
def test_headings_of_their_own_beside_a_blank_column(turned, read, make):
    tables = [(CHECKS, *CHECKED), (CALLS, *CALLED)]
    left, right = reversed(tables) if turned else tables
    title, names = ("城南站问题处置情况",), ("表1", *(None,) * 6, "表2")
    merges = ["A1:M1", "A2:F2", "H2:M2"]
    found = read(make(title, names, *rows(left, right), merges=merges), today=NOW)
    assert headers(found) == [list(left[0]), list(right[0])]
    assert len(found.drafts) == 5
    assert {"报警器半夜乱叫", "阀门手柄断裂"} <= set(descriptions(found))
    assert [draft.row for draft in found.drafts] == [
        4,
        5,
        *([6] * (not turned)),
        4,
        5,
        *([6] * turned),
    ]
    assert found.beside


def test_an_order_number_in_place_of_a_name_above(read, make):
    found = read(make(*rows((CHECKS, *CHECKED), (CALLS, *CALLED))), today=NOW)
    assert headers(found) == [list(CHECKS), list(CALLS)]
    assert [draft.values.get("source_no") for draft in found.drafts][3:] == [
        "RQ251103018",
        "RQ251107022",
    ]


def test_left_over_and_new_without_a_blank_column(read, make):
    names = ("一、上月遗留", None, None, None, None, "二、本月新增")
    left = (
        ("序号", "小区", "遗留问题", "责任单位", "整改进展"),
        (1, "怡园", "地下室积水", "安居物业", "已抽排"),
        (2, "河畔", "外墙脱落", "区房产集团", "正在招标"),
    )
    right = (
        ("序号", "上报日期", "问题描述", "整改时限", "整改状态"),
        (1, "2025-11-03", "楼道堆物", "2025-11-20", "已整改"),
        (2, "2025-11-05", "路灯不亮", "2025-11-20", "整改中"),
        (3, "2025-11-09", "井盖破损", "2025-11-25", "整改中"),
    )
    sheet = make(names, *rows(left, right, ()), merges=["A1:E1", "F1:J1"])
    found = read(sheet, today=NOW)
    assert descriptions(found) == ["地下室积水", "外墙脱落", "楼道堆物", "路灯不亮", "井盖破损"]
    assert headers(found) == [list(left[0]), list(right[0])]
    assert found.beside


def test_neither_is_numbered_but_each_tells_whom_since_when_and_how_far(read, make):
    names = ("物业巡查", None, None, None, None, "居民来电")
    left = (
        ("小区", "存在问题", "发现日期", "整改状态"),
        ("怡园", "地下室积水", "2025-11-02", "整改中"),
        ("河畔", "外墙脱落", "2025-11-03", "已整改"),
    )
    right = (
        ("来电人", "反映内容", "来电日期", "处理状态"),
        ("米春生", "电梯停运", "2025-11-04", "已办结"),
    )
    found = read(make(names, *rows(left, right), merges=["A1:D1", "F1:I1"]), today=NOW)
    assert descriptions(found) == ["地下室积水", "外墙脱落", "电梯停运"]
    assert [draft.values["status"] for draft in found.drafts][1:] == [Status.DONE, Status.DONE]


def test_three_tables_and_a_header_of_two_rows(read, make):
    upper = ("序号", "存在问题", "整改", None, None, *CALLS, None, *CHECKS)
    lower = (None, None, "期限", "状态")
    first = (
        (1, "地下室积水", "2025-11-20", "整改中"),
        (2, "外墙脱落", "2025-11-21", "整改中"),
    )
    body = [(*a, None, *b, None, *c) for a, b, c in zip(first, CALLED, CHECKED, strict=False)]
    merges = ["A1:A2", "B1:B2", "C1:D1"]
    found = read(make(upper, lower, *body, merges=merges), today=NOW)
    assert [len(columns) for columns in headers(found)] == [4, 6, 6]
    assert len(found.drafts) == 6
    assert found.beside


def test_a_second_table_not_begun_yet_takes_nothing_from_the_first(read, make):
    found = read(make(*rows((CHECKS, *CHECKED), (CALLS,))), today=NOW)
    assert len(found.drafts) == 3
    assert [layout.role for layout in found.layouts] == [Role.LEDGER, Role.LEDGER]


@pytest.mark.parametrize(
    ("names", "right"),
    [
        (
            ("整改前", "整改后"),
            (
                ("整改时间", "整改情况", "整改后照片", "整改结果"),
                ("2025-11-09", "已修好", "图2", "已整改"),
            ),
        ),
        (
            ("初查", "复查"),
            (("日期", "问题", "结果"), ("2025-11-09", "仍有积水", "未整改")),
        ),
        (
            ("一、问题情况", "二、整改情况"),
            (
                ("整改内容", "责任单位", "整改时限", "整改状态"),
                ("抽排", "安居物业", "2025-11-20", "整改中"),
            ),
        ),
        (
            ("受理情况", "核查情况"),
            (
                ("核查时间", "现场问题", "核查人", "办理状态"),
                ("2025-11-08", "积水", "王一", "办理中"),
            ),
        ),
    ],
    ids=lambda value: value[0] if isinstance(value[0], str) else "",
)
@pytest.mark.parametrize("numbered", [True, False], ids=["numbered", "not numbered"])
def test_groups_of_one_table_beside_a_blank_column(numbered, names, right, read, make):
    left = (("小区", "问题", "日期", "结果"), ("怡园", "地下室积水", "2025-11-02", "不合格"))
    if numbered:
        left = (("序号", *left[0]), (1, *left[1]))
    width, end = len(left[0]), len(left[0]) + 1 + len(right[0])
    above = (names[0], *(None,) * width, names[1])
    merges = [f"A1:{chr(64 + width)}1", f"{chr(66 + width)}1:{chr(64 + end)}1"]
    found = read(make(above, *rows(left, right), merges=merges), today=NOW)
    assert len(found.drafts) == 1
    assert whole(found)


def test_a_table_called_one_with_a_narrow_blank_column(read, make):
    title = ("附表1：问题台账",)
    head = ("序号", "小区", "问题描述", "上报日期", None, "责任单位", "整改状态", "备注")
    body = [(n, "怡园", f"{n}号楼漏水", "2025-11-02", None, "安居物业", "整改中") for n in (1, 2)]
    found = read(make(title, head, *body, merges=["A1:H1"]), today=NOW)
    assert len(found.drafts) == 2
    assert whole(found)
    assert len(found.layouts[0].columns) == 7


@pytest.mark.parametrize(
    "note",
    [
        (("序号", "街道", "问题数", "整改数"), (1, "红旗街道", 5, 3), (2, "友谊街道", 4, 4)),
        (
            ("序号", "颜色", "含义", "说明"),
            (1, "红", "超期", "问题超期未整改"),
            (2, "绿", "办结", "问题已整改"),
        ),
        (("序号", "责任单位", "联系人", "电话"), (1, "安居物业", "王一", "13932800176")),
        (("编号", "会议问题", "决定"), (1, "漏水集中", "加派人手")),
    ],
    ids=["statistics", "legend", "contacts", "notes"],
)
def test_what_is_no_ledger_stays_where_it_stands(note, read, make):
    found = read(make(*rows((CHECKS, *CHECKED), note)), today=NOW)
    assert descriptions(found) == ["胶管穿墙敷设", "灶具无熄火保护", "阀门手柄断裂"]
    assert whole(found)


def test_orders_that_only_some_rows_have_belong_to_those_rows(read, make):
    head = ("序号", "小区", "问题描述", "上报日期", None, *CALLS)
    body = [
        (1, "怡园", "漏水", "2025-11-02", None, *CALLED[0]),
        (2, "怡园", "停电", "2025-11-02"),
        (3, "河畔", "停水", "2025-11-03", None, *CALLED[1]),
    ]
    found = read(make(head, *body), today=NOW)
    assert len(found.drafts) == 3
    assert whole(found)


def test_orders_alone_tell_the_state_of_what_stands_left_of_them(read, make):
    left = ((*CHECKS[:4],), *(row[:4] for row in CHECKED[:2]))
    found = read(make(*rows(left, (CALLS, *CALLED))), today=NOW)
    assert len(found.drafts) == 2
    assert whole(found)


def test_a_second_table_may_begin_a_row_lower(read, make):
    left = (("入户安检隐患",) + (None,) * 5, CHECKS, *CHECKED)
    right = ((), ("来电投诉",), CALLS, *CALLED)
    found = read(make(*rows(left, right), merges=["A1:F1", "H2:M2"]), today=NOW)
    assert [layout.header for layout in found.layouts] == [(2, 2), (3, 3)]
    assert len(found.drafts) == 5
    assert found.beside
