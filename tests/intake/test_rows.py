from datetime import date, datetime

import pytest

from ledger.intake.drafts import Role
from ledger.models import Status

HEAD = ("序号", "街道", "问题描述", "责任单位", "整改时限", "整改情况", "完成时间")
ONE = (1, "靖宇街道", "路灯不亮", "区城管局", date(2023, 9, 5), "已更换灯泡", date(2023, 9, 4))
TWO = (2, "靖宇街道", "井盖缺失", "区住建局", "9月9日", "正在采购", None)
THREE = (3, "太古街道", "楼道堆物", "区消防队", "10月底前", None, None)


def test_a_plain_table(read, make):
    found = read(make(HEAD, ONE, TWO, THREE))
    assert [draft.row for draft in found.drafts] == [2, 3, 4]
    first, second, third = (draft.values for draft in found.drafts)
    assert first["due_on"] == date(2023, 9, 5)
    assert "due_text" not in first
    assert first["status"] is Status.DONE
    assert first["origin"] == {"file": "台账.xlsx", "sheet": "台账", "row": 2}
    assert (second["due_on"], second["due_text"], second["due_precision"]) == (
        date(2023, 9, 9), "9月9日", "inferred-year",
    )  # fmt: skip
    assert second["status"] is Status.IN_PROGRESS
    assert third["due_precision"] == "month"
    assert third["status"] is Status.ASSIGNED
    assert not found.problems


def test_rows_that_are_no_issues(read, make):
    found = read(
        make(
            HEAD,
            ("一、靖宇街道",),
            ONE,
            (None, "小计", 1),
            HEAD,
            ("二、太古街道（1件）",),
            THREE,
            (4,),
            (1, 2, 3, 4, 5, 6, 7),
            ("太古街道小计", "1件"),
            ("合计", "2件"),
            ("备注：本表按月上报。",),
            ("填表人：王某", None, "审核人：李某"),
            merges=["A2:G2", "A6:G6"],
        )
    )
    layout = found.layouts[0]
    assert [draft.row for draft in found.drafts] == [3, 7]
    assert dict(layout.groups) == {
        2: "section", 4: "subtotal", 5: "repeat", 6: "section", 8: "blank", 9: "repeat", 10: "subtotal", 11: "subtotal",
    }  # fmt: skip
    assert (layout.data, layout.footer) == ((2, 11), (12, 13))
    assert [d.values["extra"]["分组"] for d in found.drafts] == [
        "一、靖宇街道",
        "二、太古街道（1件）",
    ]
    assert layout.meta["审核人"] == "李某"


def test_only_merged_cells_are_filled_down(read, make):
    rows = [
        (1, "靖宇街道", "路灯不亮", "区城管局"),
        (2, None, "井盖缺失", None),
        (3, None, "墙皮脱落"),
    ]
    found = read(make(HEAD[:4], *rows, merges=["B2:B3"]))
    assert [d.values.get("subdistrict") for d in found.drafts] == ["靖宇街道", "靖宇街道", None]
    assert [d.values.get("lead_unit") for d in found.drafts] == ["区城管局", None, None]


def test_one_issue_over_several_rows(read, make):
    head = ("序号", "问题描述", "整改措施", "责任人")
    rows = [
        (1, "外墙脱落", "设置围挡", "王某"),
        (None, None, "重新粘贴", "李某"),
        (2, "井盖缺失", "补装", "张某"),
    ]
    found = read(make(head, *rows, merges=["A2:A3", "B2:B3"]))
    assert [d.row for d in found.drafts] == [2, 4]
    assert found.drafts[0].values["measures"] == "设置围挡\n重新粘贴"
    assert found.layouts[0].groups == {3: "part"}


def test_one_issue_over_several_merged_rows(read, make):
    head = ("序号", "问题描述", "整改措施", "责任人")
    rows = [(1, "外墙脱落", "设置围挡", "王某"), (), (2, "井盖缺失", "补装", "张某"), ()]
    merges = [f"{column}{row}:{column}{row + 1}" for column in "ABCD" for row in (2, 4)]
    found = read(make(head, *rows, merges=merges))
    assert [d.row for d in found.drafts] == [2, 4]
    assert (found.layouts[0].data, found.layouts[0].groups) == ((2, 5), {3: "part", 5: "part"})


def test_two_tables_on_one_sheet(read, make):
    other = ("编号", "投诉人", "投诉内容", "承办单位", "办结时限", "办理情况")
    found = read(
        make(HEAD, ONE, TWO, (), other, ("T1", "王某", "停车难", "区交警队", "9月3日", None))
    )
    assert [layout.header for layout in found.layouts] == [(1, 1), (5, 5)]
    assert [draft.row for draft in found.drafts] == [2, 3, 6]
    assert found.drafts[2].values["complainant"] == "王某"


STATES = [
    ("是", "已完成", Status.CLOSED),
    ("√", None, Status.CLOSED),
    ("已销号", None, Status.CLOSED),
    ("否", "已完成", Status.DONE),
    ("未销号", "整改完毕，居民满意", Status.DONE),
    ("否", "正在整改，材料已进场", Status.IN_PROGRESS),
    (None, "√", Status.DONE),
    (None, "未整改", Status.ASSIGNED),
    ("否", "阶段性办结", Status.DEFERRED),
    ("否", "因冬季无法施工，预计明年开春后整改", Status.DEFERRED),
    (None, "不属实", Status.VOID),
    (None, "已销号", Status.CLOSED),
    ("否", "已销号", Status.DONE),
    ("否", None, Status.ASSIGNED),
    (None, None, Status.ASSIGNED),
]


@pytest.mark.parametrize(("strike", "progress", "status"), STATES)
def test_where_an_issue_stands(strike, progress, status, read, make):
    head = ("问题描述", "责任单位", "整改进展", "是否销号")
    found = read(
        make(
            head,
            ("路灯不亮", "区城管局", progress, strike),
            ("墙皮脱落", "区住建局", "已粉刷", "是"),
        )
    )
    assert found.drafts[0].values["status"] is status


def test_done_counts_as_closed_only_without_a_column_for_that(read, make):
    plain = make(("问题描述", "整改状态"), ("路灯不亮", "已完成"), ("井盖缺失", "未完成"))
    own = make(
        ("问题描述", "整改状态", "是否销号"),
        ("路灯不亮", "已完成", "否"),
        ("井盖缺失", "未完成", "否"),
    )
    assert read(plain).drafts[0].values["status"] is Status.DONE
    assert read(plain, done_is_closed=True).drafts[0].values["status"] is Status.CLOSED
    assert read(own, done_is_closed=True).drafts[0].values["status"] is Status.DONE
    assert read(plain).drafts[1].values["status"] is Status.REGISTERED


def test_doubtful_cells_are_told_and_keep_their_text(read, make):
    head = ("受理日期", "问题描述", "整改时限", "完成时间", "整改资金（万元）")
    rows = [
        (date(2023, 9, 1), "路灯不亮", "2023.2.30", "2023-09-04", 3.5),
        (date(2023, 9, 1), "井盖缺失", "长期坚持", "看情况", "若干"),
        (date(2023, 9, 1), "墙皮脱落", "/", "1970-01-01", "2万元"),
    ]
    found = read(make(head, *rows))
    first, second, third = (draft.values for draft in found.drafts)
    assert (first["due_text"], first.get("due_on"), first["cost"]) == ("2023.2.30", None, 35000)
    assert second["ongoing"] is True
    assert second["extra"] == {"完成时间": "看情况", "整改资金（万元）": "若干"}
    assert not {"due_text", "done_on", "extra"} & third.keys()
    assert third["cost"] == 20000
    assert {problem.cell for problem in found.problems} == {"C2", "D3", "E3"}
    assert not any(problem.fatal for problem in found.problems)
    assert "第 2 行“整改时限”（C2）：“2023.2.30”" in str(found.problems[0])


def test_a_row_without_a_problem_is_not_an_issue(read, make):
    found = read(make(HEAD, ONE, (2, "靖宇街道", None, "区住建局"), THREE))
    assert [len(draft.errors) for draft in found.drafts] == [0, 1, 0]
    problem = found.drafts[1].errors[0]
    assert (problem.cell, problem.label, problem.fatal) == ("C3", "问题描述", True)
    assert list(found.problems) == [problem]


def test_what_the_cells_hold_beside_their_field_is_kept(read, make):
    head = (
        "工单编号",
        "诉求内容",
        "交办时间",
        "整改责任单位/责任人",
        "责任单位",
        "是否疑难",
        "编号",
        "备注",
    )
    row = (
        202308200310000123,
        "停水",
        datetime.fromisoformat("2023-08-28T09:07"),
        "区水务局、王某",
        "区水务局\n区住建局",
        "是",
        7,
        "无",
    )
    found = read(
        make(
            head, row, (2, "停电", None, "李某", "区电业局", "否", 8, "好"),
            comments={(2, 2): "已打电话"}, struck=frozenset({(3, 2)}), formulas={(3, 3): "TODAY()"},
        )
    )  # fmt: skip
    values = found.drafts[0].values
    assert values["assigned_on"] == date(2023, 8, 28)
    assert (values["lead_unit"], values["co_units"], values["person"]) == (
        "区水务局",
        ("区住建局",),
        "王某",
    )
    assert values["tags"] == ("疑难",)
    assert values["extra"] == {
        "交办时间": "2023-08-28 09:07", "整改责任单位/责任人": "区水务局、王某", "责任单位": "区水务局\n区住建局", "是否疑难": "是",
        "编号": 7, "诉求内容（批注）": "已打电话",
    }  # fmt: skip
    assert "remarks" not in values
    assert {problem.cell for problem in found.problems} == {"A2", "B3", "C3"}


def test_years_are_found_near_the_issue(read, make):
    head = ("交办日期", "问题描述", "整改时限", "完成时间")
    rows = [
        (date(2023, 11, 6), "路灯不亮", "11月27日", "11月20日"),
        (date(2023, 12, 28), "井盖缺失", "1月10日", "1月5日"),
        (date(2023, 12, 28), "墙皮脱落", "12月20日", None),
    ]
    found = read(make(("截至2024年2月29日",), head, *rows, merges=["A1:D1"]))
    dates = [(d.values["due_on"], d.values.get("done_on")) for d in found.drafts]
    assert dates == [
        (date(2023, 11, 27), date(2023, 11, 20)),
        (date(2024, 1, 10), date(2024, 1, 5)),
        (date(2023, 12, 20), None),
    ]


@pytest.mark.parametrize(
    ("heading", "sheet", "expected"),
    [
        ("填报单位：兴建街道办事处（盖章）", "1月", {"subdistrict": "兴建街道"}),
        ("填报单位：", "兴建街道 ", {"subdistrict": "兴建街道"}),
        (
            "项目名称：昌盛小区    物业企业：江畔物业有限公司",
            "1月",
            {"estate": "昌盛小区", "company": "江畔物业有限公司"},
        ),
        ("填报单位：政通社区居委会", "1月", {"community": "政通社区"}),
        ("填报单位：区住建局物业办", "1月", {}),
    ],
)
def test_the_heading_speaks_for_every_row(heading, sheet, expected, read, make):
    head = ("序号", "问题描述", "整改时限", "整改情况")
    found = read(
        make((heading,), head, (1, "路灯不亮"), (2, "井盖缺失"), name=sheet, merges=["A1:D1"]),
        streets=frozenset({"兴建街道", "保国街道"}),
    )
    places = ("subdistrict", "community", "estate", "company")
    assert [{k: d.values[k] for k in places if k in d.values} for d in found.drafts] == [
        expected
    ] * 2


def test_hidden_rows_are_read_and_counted(read, make):
    found = read(make(HEAD, ONE, TWO, THREE, hidden_rows=frozenset({3, 4})))
    assert len(found.drafts) == 3
    assert found.layouts[0].hidden_rows == 2


OTHERS = {
    "duty roster": [("日期", "星期", "带班领导", "值班人员", "值班电话"), (date(2023, 9, 29), "五", "傅某", "王某", "0451-84550127")],
    "address list": [("序号", "企业名称", "项目经理", "手机", "邮箱"), (1, "雪城物业", "钱某", "13945678901", "a@b.cn")],
    "prose": [("通知",), ("请各单位按时报送。",)],
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_ledger_yields_no_drafts_and_says_why(name, read, make):
    head, *rows = OTHERS[name]
    found = read(make(head, *rows, *rows))
    assert [(layout.role, bool(layout.why)) for layout in found.layouts] == [(Role.OTHER, True)]
    assert not found.drafts


def test_other_sheets_of_a_ledger(read, make):
    counts = make(
        ("街道", "问题总数", "已整改", "整改率"),
        ("靖宇街道", 12, 9, "75%"),
        ("太古街道", 4, 4, "100%"),
        name="汇总",
    )
    hidden = make(HEAD, ONE, TWO, name="旧表", hidden=True)
    guide = make(HEAD, ONE, name="填报说明")
    found = read(counts, hidden, guide, make(name="空"), make(HEAD, ONE, TWO))
    assert [layout.role for layout in found.layouts] == [
        Role.STATISTICS, Role.HIDDEN, Role.OTHER, Role.EMPTY, Role.LEDGER,
    ]  # fmt: skip
    assert all(layout.why for layout in found.layouts[:4])
    assert len(found.drafts) == 2
    assert len(read(counts, hidden, sheets=("旧表",)).drafts) == 2


def test_a_column_without_heading_is_kept_by_its_letter(read, make):
    found = read(
        make(("问题描述", "整改情况"), ("路灯不亮", "已换灯", "夜间复查"), ("井盖缺失", "已补装"))
    )
    assert found.drafts[0].values["extra"] == {"C列": "夜间复查"}
    assert "extra" not in found.drafts[1].values


def test_a_state_nobody_knows_is_told(read, make):
    found = read(make(("问题描述", "状态"), ("路灯不亮", "红灯"), ("井盖缺失", "已修复")))
    assert [draft.values["status"] for draft in found.drafts] == [Status.REGISTERED, Status.DONE]
    assert found.drafts[0].values["status_text"] == "红灯"
    assert [problem.cell for problem in found.problems] == ["B2"]


def test_joint_cells_are_taken_apart(read, make):
    head = ("问题描述", "责任单位/责任人", "反映人及电话")
    cells = [
        "区城管局/梁伟",
        "区城管局 梁伟",
        "区城管局（梁伟）",
        "区城管局\n梁伟",
        "区城管局：梁伟",
        "区城管局、梁伟",
    ]
    phones = [
        "孙岩 0451-85307016",
        "孙岩/139****8556",
        "孙岩13945678901",
        "孙岩\n85307016",
        "孙岩",
        "139****8556",
    ]
    found = read(make(head, *zip(["路灯不亮"] * 6, cells, phones, strict=True)))
    assert {(d.values["lead_unit"], d.values["person"]) for d in found.drafts} == {
        ("区城管局", "梁伟")
    }
    assert [(d.values.get("complainant"), d.values.get("phone")) for d in found.drafts] == [
        ("孙岩", "0451-85307016"),
        ("孙岩", "139****8556"),
        ("孙岩", "13945678901"),
        ("孙岩", "85307016"),
        ("孙岩", None),
        (None, "139****8556"),
    ]
    glued = [draft.values["extra"] for draft in found.drafts if "extra" in draft.values]
    assert glued == [{"反映人及电话": "孙岩13945678901"}]
