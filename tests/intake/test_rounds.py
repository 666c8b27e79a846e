"""Columns that report on the work time and again: the last that is filled counts, the others stay beside it."""

import pytest

from ledger.models import Status

HEAD = ("序号", "小区", "存在问题", "责任单位")
ROWS = (
    (1, "金域小区", "3栋漏水", "金域物业", "已联系施工队", "正在施工", "已完成防水，业主确认"),
    (2, "阳光花园", "电梯停运", "奥的斯", "等待配件", "无变化", None),
    (3, "阳光花园", "门禁失灵", "蓝天物业", "已更换读卡器", None, None),
    (4, "滨河里", "楼道堆物", "滨河社区", "张贴通知", "入户劝导", "清理一半"),
)
TOLD = ("已完成防水，业主确认", "等待配件", "已更换读卡器", "清理一半")
STATES = (Status.DONE, Status.IN_PROGRESS, Status.DONE, Status.IN_PROGRESS)


@pytest.mark.parametrize(
    "names",
    [
        ("第一周进展", "第二周进展", "第三周进展"),
        ("9月进展情况", "10月进展情况", "11月上旬进展情况"),
        ("首次处理情况", "二次处理情况", "三次处理情况"),
        ("9.8进展", "9.15进展", "9.22进展"),
    ],
)
def test_the_last_report_tells_how_far_the_work_is(names, read, make):
    found = read(make((*HEAD, *names), *ROWS)).drafts
    assert tuple(draft.values["progress"] for draft in found) == TOLD
    assert tuple(draft.values["status"] for draft in found) == STATES
    assert found[0].values["extra"][names[0]] == "已联系施工队"
    assert found[1].values["extra"][names[1]] == "无变化"


def test_the_column_of_now_counts_wherever_it_stands(read, make):
    names = ("本周进展", "上周进展")
    found = read(make((*HEAD, *names), (*ROWS[0][:4], "已完成防水", "正在施工"))).drafts
    assert found[0].values["progress"] == "已完成防水"


def test_reports_under_one_heading_that_only_name_a_time(read, make):
    above = (*HEAD, "进展情况", None, None)
    below = (*(None,) * 4, "6月底", "7月底", "8月底")
    merges = ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1")
    found = read(make(above, below, *ROWS, merges=merges)).drafts
    assert tuple(draft.values["progress"] for draft in found) == TOLD


def test_columns_that_count_down_are_read_backwards(read, make):
    names = ("第三周进展", "第二周进展", "第一周进展")
    found = read(make((*HEAD, *names), (*ROWS[0][:4], "已完成防水", "正在施工", "已联系"))).drafts
    assert found[0].values["progress"] == "已完成防水"


def test_what_is_no_number_counts_nothing(read, make):
    names = ("第十十周进展", "第一十百周进展", "第9周进展")
    assert len(read(make((*HEAD, *names), *ROWS)).drafts) == len(ROWS)


def test_a_column_that_the_clerk_names_counts_alone(read, make):
    names = ("第一周进展", "第二周进展", "第三周进展")
    given = {"第一周进展": "progress"}
    found = read(make((*HEAD, *names), *ROWS), given=given).drafts
    assert [draft.values["progress"] for draft in found] == [row[4] for row in ROWS]


def test_houses_and_batches_are_no_times(read, make):
    names = ("3-1整改情况", "3-2整改情况")
    found = read(make((*HEAD, *names), (*ROWS[0][:4], "已修好", "未修"))).drafts
    assert found[0].values["progress"] == "已修好"
