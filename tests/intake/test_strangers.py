"""Habits of sheets that nobody designed: rows, headings and marks beside the issues."""

from datetime import date

import pytest

from ledger.intake.drafts import Role
from ledger.models import Status

STREETS = frozenset(("红旗街道", "安静街道", "成高子镇"))
HEAD = ("序号", "小区", "问题描述", "责任单位", "整改情况")
ONE = (1, "怡园小区", "路灯不亮", "区城管局", "已更换灯泡")
TWO = (2, "松乐小区", "井盖缺失", "区住建局", "正在采购")


def words(found, name="description"):
    return [draft.values.get(name) for draft in found.drafts]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("示例", "某某小区", "灯不亮", "某单位", "已换"), "sample"),
        (("填写要求：一事一行", None, "写清地点"), "sample"),
        (("制表人：王某", None, "第1页 共3页"), "note"),
        ((None, "备注", "以下由第二组核对"), "note"),
        (("说明：动工前先报批",), "note"),
        ((None, "全区合计", "2项", "3家", "1项"), "subtotal"),
    ],
)
def test_rows_between_the_issues(row, kind, read, make):
    found = read(make(HEAD, ONE, row, TWO))
    assert words(found) == ["路灯不亮", "井盖缺失"]
    assert found.layouts[0].groups == {3: kind}
    assert "分组" not in found.drafts[1].values.get("extra", {})


def test_a_row_without_number_goes_on_with_the_one_above(read, make):
    more = (None, None, "，老人摸黑上楼", None, "并加装感应灯")
    found = read(make(HEAD, ONE, more, TWO))
    assert words(found) == ["路灯不亮，老人摸黑上楼", "井盖缺失"]
    assert words(found, "progress")[0] == "已更换灯泡\n并加装感应灯"
    assert [(p.cell, p.fatal) for p in found.problems] == [("C3", False), ("E2", False)]


def test_an_issue_of_its_own_is_never_joined(read, make):
    own = (None, "白桦小区", "墙皮脱落", "区住建局", None)
    assert words(read(make(HEAD, ONE, own))) == ["路灯不亮", "墙皮脱落"]


def test_a_second_table_with_other_columns(read, make):
    other = ("序号", "小区", "问题描述", "未完成原因", "整改时限")
    found = read(
        make(
            ("红旗街道问题清单",), ("填报日期：2023年12月5日",), HEAD, ONE, ("表二：未完成的",), other,
            (1, "松乐小区", "井盖缺失", "等待材料", "12月20日"),
        )
    )  # fmt: skip
    second = found.drafts[1].values
    assert [layout.header for layout in found.layouts] == [(3, 3), (6, 6)]
    assert second["due_on"] == date(2023, 12, 20)
    assert second["extra"] == {"未完成原因": "等待材料"}


def test_an_issue_of_two_rows_with_cells_of_their_own_is_read_as_one(read, make):
    grid = make(
        ("编次", "上行：存在问题", "完成期限"),
        (None, "下行：整改措施"),
        ("1", "路灯不亮", "9月1日"),
        (None, "更换灯泡"),
        ("2", "井盖缺失", "9月2日"),
        (None, "补装井盖"),
        merges=["A1:A2", "C1:C2", "A3:A4", "C3:C4", "A5:A6", "C5:C6"],
    )
    found = read(grid)
    assert words(found) == ["路灯不亮", "井盖缺失"]
    assert words(found, "measures") == ["更换灯泡", "补装井盖"]
    assert [draft.row for draft in found.drafts] == [3, 5]
    assert found.layouts[0].folded


def test_a_doubt_in_a_further_row_names_the_cell_that_a_clerk_sees(read, make):
    grid = make(
        ("编次", "存在问题", "责任单位"),
        (None, "整改措施", "完成期限"),
        ("1", "路灯不亮", "物业办"),
        (None, "更换灯泡", "2024.13.5"),
        ("2", "井盖缺失", "物业办"),
        (None, "补装井盖", "9月2日"),
        merges=["A1:A2", "A3:A4", "A5:A6"],
    )
    assert [problem.cell for problem in read(grid).problems] == ["C4"]


def petitions(make, *ways):
    """Issues of two rows, the text of each in one wide cell; what is merged is told by `ways`."""
    rows = [
        ("序号", "信访日期", "信访人", "责任单位", "办理状态"),
        (None, "信访内容", None, "办理情况"),
        (1, "2023-12-1", "蔚春生", "安静街道", "已办结"),
        (None, "楼道照明断电", None, "已垫付电费"),
        (2, "2023-12-4", "桑艳", "红旗街道", "办理中"),
        (None, "车位租金不公开", None, "已要求公开"),
        (3, "2023-12-5", "滑建军", "安静街道", "办理中"),
        (None, "阳台渗水", None, "已联系物业"),
    ]
    areas = {
        "header number": ["A1:A2"],
        "header wide": ["B2:C2", "D2:E2"],
        "numbers": ["A3:A4", "A5:A6", "A7:A8"],
        "wide": [f"{area[0]}{n}:{area[1]}{n}" for area in ("BC", "DE") for n in (4, 6, 8)],
    }
    return make(*rows, merges=[area for way in ways for area in areas[way]])


@pytest.mark.parametrize(
    "ways",
    [
        ("header number", "header wide", "numbers", "wide"),
        ("header number", "header wide", "numbers"),
        ("header number", "numbers", "wide"),
        ("header number", "numbers"),
        ("header wide", "numbers", "wide"),
        ("header number", "header wide", "wide"),
        ("header wide", "wide"),
    ],
)
def test_wide_cells_below_wide_headings_are_of_the_same_issue(ways, read, make):
    found = read(petitions(make, *ways))
    assert words(found) == ["楼道照明断电", "车位租金不公开", "阳台渗水"]
    assert words(found, "progress") == ["已垫付电费", "已要求公开", "已联系物业"]
    assert words(found, "complainant") == ["蔚春生", "桑艳", "滑建军"]
    assert words(found, "reported_on") == [date(2023, 12, day) for day in (1, 4, 5)]
    assert [draft.row for draft in found.drafts] == [3, 5, 7]
    assert not any("extra" in draft.values for draft in found.drafts)


def test_the_wide_cells_may_stand_above_the_narrow_ones(read, make):
    rows = [("序号", "信访内容", None, "办理情况"), (None, "信访日期", "信访人", "责任单位")]
    merges = ["A1:A2", "B1:C1"]
    for n, what in enumerate(("楼道照明断电", "车位租金不公开", "阳台渗水"), 1):
        rows += [(n, what, None, "已回复"), (None, f"2023-12-{n}", "桑艳", "安静街道")]
        merges += [f"A{2 * n + 1}:A{2 * n + 2}", f"B{2 * n + 1}:C{2 * n + 1}"]
    found = read(make(*rows, merges=merges))
    assert words(found) == ["楼道照明断电", "车位租金不公开", "阳台渗水"]
    assert words(found, "reported_on") == [date(2023, 12, day) for day in (1, 2, 3)]


@pytest.mark.parametrize("group", [["D1:F1"], []])
@pytest.mark.parametrize("tall", ["A", "AB", "ABC"])
def test_a_heading_over_several_others_groups_them_however_many_rows_an_issue_takes(
    group, tall, read, make
):
    rows = [
        ("序号", "小区", "存在问题", "整改情况"),
        (None, None, None, "整改措施", "责任单位", "责任人"),
    ]
    for n in range(1, 5):
        rows += [(n, "怡园小区", f"{n}号楼漏雨", "更换防水", "区住建局", "桑艳")]
        rows += [(None, None, None, "清理排水口", "区城管局", "盖明")]
    merges = [*group, "A1:A2", "B1:B2", "C1:C2"]
    merges += [f"{column}{top}:{column}{top + 1}" for column in tall for top in (3, 5, 7, 9)]
    layout = read(make(*rows, merges=merges)).layouts[0]
    assert not layout.folded
    assert "整改情况/整改措施" in [column.path for column in layout.columns]


def test_a_table_below_a_wide_title_with_wide_cells_in_every_second_row_keeps_its_header(
    read, make
):
    rows, merges = [("问题清单",), HEAD], ["A1:E1"]
    for n in range(1, 5):
        rows += [(n, "怡园小区", f"{n}号楼漏雨", "区住建局", None), (None, f"回访{n}：居民认可")]
        merges += [f"B{2 * n + 2}:E{2 * n + 2}"]
    layout = read(make(*rows, merges=merges)).layouts[0]
    assert (layout.folded, layout.header) == (None, (2, 2))


@pytest.mark.parametrize(
    ("above", "sheet", "file", "expected"),
    [
        ("红旗街道物业问题清单", "Sheet1", "a.xlsx", {"subdistrict": "红旗街道"}),
        ("主持：安静街道办事处", "Sheet1", "a.xlsx", {"subdistrict": "安静街道"}),
        ("填报单位：成高子镇政府", "Sheet1", "a.xlsx", {"subdistrict": "成高子镇"}),
        ("问题清单", "Sheet1", "红旗街道明细.xlsx", {"subdistrict": "红旗街道"}),
        ("红旗街道、安静街道问题清单", "Sheet1", "a.xlsx", {}),
        ("平江街道7月诉求台账", "Sheet1", "a.xlsx", {"subdistrict": "平江街道"}),
        ("填报：华强街道党政办", "Sheet1", "a.xlsx", {"subdistrict": "华强街道"}),
        ("黑龙江卓安物业管理有限公司", "Sheet1", "a.xlsx", {"company": "黑龙江卓安物业管理有限公司"}),
        ("卓安物业有限公司来件登记表", "Sheet1", "a.xlsx", {"company": "卓安物业有限公司"}),
    ],
)  # fmt: skip
def test_who_keeps_the_sheet(above, sheet, file, expected, read, make):
    found = read(
        make((above,), HEAD, ONE, name=sheet, merges=["A1:E1"]), name=file, streets=STREETS
    )
    values = found.drafts[0].values
    assert {k: values[k] for k in ("subdistrict", "company") if k in values} == expected


@pytest.mark.parametrize("section", ["一、红旗街道（3件）", "（一）红旗街道", "二、红旗街道 2件"])
def test_sections_name_streets(section, read, make):
    found = read(make(HEAD, (section,), ONE, merges=["A2:E2"]), streets=STREETS)
    assert words(found, "subdistrict") == ["红旗街道"]


@pytest.mark.parametrize(
    ("section", "field", "value"),
    [
        ("一、资金归集方面", "category", "资金归集方面"),
        ("表二：环境秩序类", "category", None),
        ("（二）停车秩序类问题（3件）", "category", "停车秩序类问题"),
        ("三、市城管局", "lead_unit", "市城管局"),
        ("安居小区", "estate", "安居小区"),
        ("一、基本情况", "category", None),
    ],
)
def test_sections_name_kinds_units_and_estates(section, field, value, read, make):
    head, one = ("序号", "存在问题", "整改情况", "备注"), ("1", "路灯不亮", "正在更换", "")
    found = read(make(head, (section,), one, merges=["A2:D2"]))
    assert found.drafts[0].values.get(field) == value
    assert found.drafts[0].values["extra"]["分组"] == section


def test_sections_within_sections(read, make):
    head, last = ("序号", "存在问题", "整改情况", "备注"), ("4", "门禁失灵", "正在更换", "")
    found = read(
        make(
            head,
            ("一、靖宇街道",),
            ("（一）停车秩序类",),
            ("1", "占用绿地停车", "正在划线", ""),
            ("(二)环境卫生类",),
            ("2", "垃圾三天未清", "正在清运", ""),
            ("太古街道",),
            ("3", "路灯不亮", "正在更换", ""),
            ("三、振江街道",),
            last,
            merges=[f"A{row}:D{row}" for row in (2, 3, 5, 7, 9)],
        ),
        streets=frozenset({"靖宇街道", "太古街道", "振江街道"}),
    )
    told = [(d.values["subdistrict"], d.values.get("category")) for d in found.drafts]
    assert told == [
        ("靖宇街道", "停车秩序类"), ("靖宇街道", "环境卫生类"), ("太古街道", None), ("振江街道", None),
    ]  # fmt: skip
    assert found.drafts[1].values["extra"]["分组"] == "一、靖宇街道 / (二)环境卫生类"
    assert found.drafts[3].values["extra"]["分组"] == "三、振江街道"


@pytest.mark.parametrize(
    ("section", "sheet", "status"),
    [
        ("一、已整改（2项）", "Sheet1", "done"),
        ("二、正在整改", "Sheet1", "in_progress"),
        ("三、未整改", "Sheet1", "registered"),
        ("四、其他", "未整改", "registered"),
        ("四、其他", "已整改", "done"),
        ("四、其他", "整改中（5件）", "in_progress"),
    ],
)
def test_sections_and_sheets_tell_the_state_where_no_column_does(
    section, sheet, status, read, make
):
    head, one = ("序号", "问题", "地点", "整改时限"), ("1", "路灯不亮", "3号楼", "7月5日")
    found = read(make(head, (section,), one, name=sheet, merges=["A2:D2"]))
    assert found.drafts[0].values["status"] == status


def test_ditto_marks_stand_for_the_value_above(read, make):
    head = ("序号", "小区", "存在问题", "责任单位", "受理时间", "整改时限")
    found = read(
        make(
            head,
            ("1", "和谐小区", "路灯不亮", "同上", "2024.3.1", "3月5日"),
            ("2", "〃", "井盖破损", "城管局", "同上", "同上"),
            ("小计", "2件"),
            ("3", '"', "同上", "〃", "2024.3.8", ""),
        )
    )
    first, second, third = (draft.values for draft in found.drafts)
    assert [v["estate"] for v in (first, second, third)] == ["和谐小区"] * 3
    assert first["lead_unit"] == "同上"  # nothing stands above it
    assert (second["reported_on"], second["due_on"]) == (first["reported_on"], first["due_on"])
    assert (third["description"], third["lead_unit"]) == ("井盖破损", "城管局")
    assert "due_on" not in third


@pytest.mark.parametrize(
    ("heads", "cells", "values"),
    [
        (("反映人", "电话"), ("吴艳", "8533-6021"), {"phone": "8533-6021"}),
        (("反映人", "电话"), ("吴艳", "内线 6021"), {"phone": "内线 6021"}),
        (
            ("信访人姓名及电话", "人数"),
            ("言胜利等17人（13207310123）", "17"),
            {"complainant": "言胜利等17人", "phone": "13207310123"},
        ),
        (("建设单位", "物业企业"), ("城投集团", "恒信物业"), {"company": "恒信物业"}),
        (("区域", "评价"), ("中心花园", "5星"), {"location": "中心花园", "satisfaction": "5星"}),
        (("涉及地点", "编号"), ("南岗区", "A1"), {"district": "南岗区"}),
        (
            ("楼门", "承办班组"),
            ("3栋2单元", "一班"),
            {"building": "3栋2单元", "lead_unit": "一班"},
        ),
        (
            ("楼门室", "复查单位"),
            ("4-3-602", "沙园市监所"),
            {"building": "4-3-602", "verifier": "沙园市监所"},
        ),
        (
            ("责任单位", "联系人", "联系人电话"),
            ("区房管局", "小韩", "13335011274"),
            {"person": "小韩", "person_phone": "13335011274"},
        ),
        (
            ("平台", "发布时间"),
            ("抖音", "2023-08-18"),
            {"source": "抖音", "reported_on": date(2023, 8, 18)},
        ),
        (("来信人", "手机"), ("孟**", "138xxxx0002"), {"phone": "138xxxx0002"}),
        (
            ("整改责任人及职务", "验收情况及时间"),
            ("张涛（副主任）", "11.02已看过"),
            {"person": "张涛（副主任）", "verify_result": "11.02已看过"},
        ),
        (
            ("复查是否合格", "是否申请销号"),
            ("不合格", "是"),
            {"verify_result": "不合格", "status": "in_progress"},
        ),
    ],
)
def test_what_values_of_other_offices_mean(heads, cells, values, read, make):
    found = read(make(("序号", "存在问题", "整改情况", *heads), ("1", "路灯不亮", "", *cells)))
    assert {name: found.drafts[0].values.get(name) for name in values} == values


def test_a_title_stands_beside_the_content(read, make):
    head = ("序号", "案由", "提出人", "主要内容", "主办单位")
    row = ("1", "关于加装电梯的建议", "隋晓梅", "审批环节多、费用高", "区住建局")
    values = read(make(head, row)).drafts[0].values
    assert (values["title"], values["description"]) == (row[1], row[3])


def test_less_than_was_planned_is_under_way(read, make):
    head = ("序号", "存在问题", "整改措施", "整改结果")
    rows = [
        ("1", "步道破损", "翻新400平方米", "步道已翻新350平方米"),
        ("2", "消防器材缺失", "补齐12套", "已补齐12套"),
    ]
    found = read(make(head, *rows))
    assert words(found, "status") == [Status.IN_PROGRESS, Status.DONE]
    assert len(found.problems) == 2  # read from the report, so a person is asked to look


def test_a_column_of_states_tells_the_state_whatever_its_heading(read, make):
    head = ("序号", "存在问题", "责任单位", "红黄绿")
    rows = [
        (str(n), f"路灯{n}不亮", "城管局", w)
        for n, w in enumerate(("绿灯", "已办结", "黄灯", "待派遣"), 1)
    ]
    assert words(read(make(head, *rows)), "status") == [
        "in_progress", "done", "in_progress", "registered",
    ]  # fmt: skip


def test_what_was_not_done_is_put_off_or_begun_by_the_remarks(read, make):
    head = ("序号", "存在问题", "责任单位", "是否整改", "备注")
    rows = [("1", "屋面漏雨", "房管局", "否", "挂账，待旧改"), ("2", "线路老化", "物业", "×", "正在施工"), ("3", "井盖破损", "城管局", "否", "未到期")]  # fmt: skip
    assert words(read(make(head, *rows)), "status") == ["deferred", "in_progress", "assigned"]


def test_yes_and_no_in_columns_of_their_own(read, make):
    head = ("序号", "小区", "存在问题", "是否整改", "")
    rows = [("1", "安居", "飞线充电", "√", ""), ("2", "安居", "楼道堆物", "", "√")]
    found = read(
        make(
            head,
            ("", "", "", "是", "否"),
            *rows,
            merges=["D1:E1", "A1:A2", "B1:B2", "C1:C2"],
        )
    )
    assert words(found, "status") == ["done", "registered"]


@pytest.mark.parametrize(
    "foot",
    [
        ("检查人：", "审批人：", "2023年8月10日"),
        ("本月投诉4件，已处理2件，处理率50%",),
        ("以上共3项",),
    ],
)
def test_signatures_and_counts_below_are_no_issues(foot, read, make):
    assert len(read(make(HEAD, ONE, foot)).drafts) == 1


def test_the_unit_named_above_is_that_of_every_row(read, make):
    head = ("序号", "存在问题", "整改情况")
    found = read(make(("责任单位：区城管局", "", "单位：区住建局"), head, ("1", "路灯不亮", "")))
    assert words(found, "lead_unit") == ["区城管局"]


@pytest.mark.parametrize(
    ("sheet", "title"), [("1月", "热线转办登记"), ("Sheet1", "2024年1月份热线转办登记")]
)
def test_a_day_alone_lies_in_the_month_of_the_sheet(sheet, title, read, make):
    head = ("工单号", "来电日期", "诉求内容", "转派日期", "办理状态")
    rows = [("A1", "3日", "水压低", "4日", "办理中"), ("A2", "31日", "漏水", "1日", "已办结")]
    grid = make((title,), head, *rows, name=sheet, merges=["A1:E1"])
    found = read(grid, name="2024年一季度.xlsx", today=date(2024, 4, 1))
    days = [(d.values["reported_on"], d.values["assigned_on"]) for d in found.drafts]
    assert days == [
        (date(2024, 1, 3), date(2024, 1, 4)),
        (date(2024, 1, 31), date(2024, 2, 1)),
    ]
    assert not found.problems


def test_marks_under_one_of_several_headings(read, make):
    head = ("序号", "问题描述", "问题归属（打√）", None, "整改结果（打√）", None, "责任人")
    leaves = (None, None, "环境卫生", "设施设备", "已整改", "整改中", None)
    rows = [
        (1, "垃圾成堆", "√", None, "√", None, "王某"),
        (2, "灯不亮", None, "√", None, "√", "李某"),
    ]
    merges = ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2"]
    found = read(make(head, leaves, *rows, merges=merges))
    assert words(found, "category") == ["环境卫生", "设施设备"]
    assert words(found, "status") == [Status.DONE, Status.IN_PROGRESS]
    assert found.drafts[0].values["extra"]["问题归属（打√）/环境卫生"] == "√"


def test_one_heading_over_two_columns(read, make):
    head = ("序号", "反映人及电话", None, "反映事由", "办结与否及日期", None, "责任单位")
    rows = [
        (n, f"王{n}", f"1394502001{n}", f"{n}号楼漏水", "是", "9月11日", "区住建局")
        for n in (1, 2, 3)
    ]
    found = read(make(head, *rows, merges=["B1:C1", "E1:F1"]))
    first = found.drafts[0].values
    assert (first["complainant"], first["phone"]) == ("王1", "13945020011")
    assert (first["status"], first["done_on"]) == (Status.DONE, date(2023, 9, 11))


@pytest.mark.parametrize(
    ("remark", "status"),
    [
        ("已办结，信访人息访", Status.DONE),
        ("正在协调供热单位", Status.IN_PROGRESS),
        ("与第9件重复，并入第9件办理", Status.VOID),
        ("重复登记，作废", Status.VOID),
        ("重复投诉，同5号", Status.VOID),
        ("补偿方案正在与3户协商", Status.IN_PROGRESS),
        ("暂缓，待通信公司出资", Status.DEFERRED),
        ("9月3日已完成", Status.DONE),
        ("整改通知书已张贴在单元门上", Status.ASSIGNED),
    ],
)
def test_remarks_tell_the_state_only_beyond_doubt(remark, status, read, make):
    head = ("序号", "问题描述", "责任单位", "处理状态", "备注")
    found = read(
        make(
            head, (1, "漏水", "区住建局", None, remark), (2, "灯不亮", "区住建局", "整改中", remark)
        )
    )
    assert words(found, "status") == [status, Status.IN_PROGRESS]
    assert found.problems


def test_a_problem_under_a_heading_that_nobody_knows_is_guessed_with_doubt(read, make):
    head = ("序号", "小区", "群众心声", "责任单位", "整改时限")
    rows = [
        (n, "怡园小区", f"{n}号楼单元门坏了三个月没人管", "区住建局", "9月5日") for n in (1, 2, 3)
    ]
    layout = read(make(head, *rows)).layouts[0]
    assert [(c.fields, c.confidence < 0.8) for c in layout.columns][2] == (("description",), True)


def test_a_price_list_is_no_ledger(read, make):
    head = ("序号", "项目名称", "维修说明", "单位", "单价（元）", "备注")
    rows = [(1, "更换灯泡", "含灯头", "只", 38, None), (2, "疏通管道", "含清运", "次", 120, None)]
    assert read(make(head, *rows)).layouts[0].role is Role.OTHER


def test_a_cell_of_separators_names_no_units(read, make):
    found = read(make((*HEAD, "配合单位"), (*ONE, "、")))
    assert "co_units" not in found.drafts[0].values


def test_an_apostrophe_that_guards_a_number_is_no_part_of_it(read, make):
    found = read(
        make(("序号", "工单号", "问题描述", "责任单位"), (1, "'0231200158", "'绊脚'", "区住建局"))
    )
    assert words(found, "source_no") == ["0231200158"]
    assert words(found) == ["'绊脚'"]


THREE = (("甲", "乙", "丙"), ("13936540921", "15104612238", "18645116703"))
DAYS = ("2023-01-01", "2023-03-05", "2023-11-30")
LISTS = {
    "业主姓名 联系电话 房号 计费起始 计费截止 应收金额 欠费金额": (DAYS, DAYS, (1, 2, 3), (1, 2, 3)),
    "业主姓名 联系电话 房号 欠费截止日 催缴时间 催缴情况": (DAYS, DAYS, ("月底交", "没人", "拒缴，称漏水")),
    "户主 联系电话 楼号 应缴日期 实缴日期 催缴结果": (DAYS, DAYS, ("已缴", "未缴", "已缴")),
    "车主姓名 联系电话 房号 开始日期 到期日期 状态": (DAYS, DAYS, ("有效", "已完成", "有效")),
    "业主姓名 联系电话 房号 交纳日期 验收日期 状态": (DAYS, DAYS, ("未完成", "已完成", "已完成")),
}  # fmt: skip


@pytest.mark.parametrize("heads", LISTS)
def test_people_places_and_dates_alone_are_no_issues(heads, read, make):
    columns = (*THREE, ("1-1-302", "1-1-501", "1-2-1102"), *LISTS[heads])
    found = read(make(tuple(heads.split()), *zip(*columns, strict=True)))
    assert [layout.role for layout in found.layouts] == [Role.OTHER]


def test_a_list_of_orders_by_their_numbers_is_a_ledger(read, make):
    head = ("工单编号", "承办单位", "办结时限", "办理状态")
    row = ("20231101001", "区住建局", "2023-12-05", "办理中")
    assert read(make(head, row)).layouts[0].role is Role.LEDGER


NOT_LEDGERS = {
    "收文登记簿": "收文号 收文日期 来文单位 文号 文件标题 承办科室 承办人 办理情况|1 2024-01-17 市住建局 杭建物12号 关于印发要点的通知 物业科 曾文 已传阅",
    "春节走访慰问表": "序号 走访日期 慰问对象 类别 住址 慰问单位 慰问品 走访情况 完成情况|1 2024-01-20 傅春生 军属 17号楼 物业项目部 慰问金 家中安好 已完成",
    "检查计划": "序号 检查事项 受检小区 物业公司 计划时间 检查单位 责任人 完成情况|1 防汛准备 锦绣花园 佳和物业 2024年1月 联合检查组 王国庆 已完成",
    "快递代收登记": "序号 日期 收件人 房号 电话 快递公司 单号 领取时间 状态|1 2023-11-01 张伟 3-1-301 13804510000 顺丰 SF01 2023-11-02 已领取",
    "业主表扬登记表": "序号 日期 表扬人 房号 形式 被表扬人 表扬事由 奖励情况 状态|1 2024-01-22 罗佳怡 12-3 感谢信 吴建国 送老人回家 月度评优 已完成",
    "差旅费报销明细": "序号 出差人 出差日期 目的地 事由 合计 审批人 状态|1 张伟 2023-11-01 北京 参加培训 800 赵刚 已报销",
    "停车位租赁": "车位编号 车位性质 状态 承租人 房号 车牌号 起租日 到期日|B2 地面 已租 许子涵 1-2 浙A1 2024-01-01 2024-12-31",
    "安全隐患排查工作计划": "序号 排查专题 排查范围 排查内容 计划时间 牵头科室 工作要求|1 春节前消防 高层住宅 消火栓、通道 1月15日 安监所 全覆盖",
    "信访档案移交清单": "序号 案卷号 案卷题名 年度 件数 页数 保管期限|1 XF.2015-01 2015年信访卷宗 2015 15 134 30年",
    "督办文件目录": "件号 责任者 文号 题名 日期 页数 保管期限|1 区委督查室 区督4号 关于印发要点的通知 20230213 6 永久",
    "供应商评价表": "序号 供应商名称 供应内容 评价日期 评价人 评价结果 等级|1 宏远公司 保洁用品 2023-11-01 李娜 合格 A",
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_LEDGERS)
def test_a_list_that_speaks_of_nothing_wrong_is_no_ledger(name, read, make):
    head, row = (tuple(line.split()) for line in NOT_LEDGERS[name].split("|"))
    found = read(make((name,), head, row, row, row), name=f"{name}.xlsx")
    assert [(layout.role, bool(layout.why)) for layout in found.layouts] == [(Role.OTHER, True)]


@pytest.mark.parametrize(
    "table",
    [
        "序号 议题 牵头单位 完成时限 进展情况 状态|1 充电桩选址 区住建局 2024-03-01 开过两次会 推进中",
        "序号 日期 小区 报修内容 处理人 完成情况|1 2024-03-01 怡园小区 开锁 老王 已完成",
        "社区 小区 楼栋单元 堆物情况 责任人 是否清理 清理时间|亚麻 怡园小区 3号楼 门口堵满纸箱 王刚 是 3月1日|亚麻 怡园小区 4号楼 过道锁着童车挡路 王刚 否",
    ],
)
def test_what_is_to_be_done_or_tells_of_damage_is_one(table, read, make):
    layout = read(make(*(tuple(line.split()) for line in table.split("|")))).layouts[0]
    assert layout.role is Role.LEDGER


def test_a_heading_of_a_step_alone_means_what_its_values_are(read, make):
    head = ("序号", "问题描述", "责任单位", "交办", "办结")
    rows = [
        (1, "漏水", "区住建局", "3月1日", "√"),
        (2, "灯不亮", "区住建局", "3月2日", "√"),
        (3, "门坏了", "区住建局", "3月3日", None),
        (4, "井盖丢了", "区住建局", "3月4日", "√"),
    ]
    found = read(make(head, *rows), today=date(2024, 4, 1))
    assert words(found, "assigned_on") == [date(2024, 3, day) for day in (1, 2, 3, 4)]
    done, open_ = Status.DONE, Status.ASSIGNED
    assert words(found, "status") == [done, done, open_, done]


def test_a_row_without_a_tick_is_not_finished_whatever_its_report_sounds_like(read, make):
    head = ("序号", "反映事项", "处理情况", "办结")
    rows = [(n, f"{n}号楼漏水", "已更换阀门", "√") for n in (1, 2, 3)]
    found = read(make(head, *rows, (4, "地下室进水", "水泵已抽排，查找漏点", None)))
    assert words(found, "status") == [Status.DONE] * 3 + [Status.IN_PROGRESS]
    assert [draft.supposed for draft in found.drafts] == [False, False, False, True]


def test_the_day_of_the_work_is_not_that_of_its_end(read, make):
    head = ("序号", "报修内容", "维修时间", "完工时间")
    found = read(make(head, (1, "漏水", "2023-03-02", "2023-03-04")))
    assert words(found, "done_on") == [date(2023, 3, 4)]
    assert found.drafts[0].values["extra"] == {"维修时间": "2023-03-02"}


def test_blocks_of_estates_with_the_first_title_above_the_header(read, make):
    head = ("序号", "日期", "问题", "找谁", "结果")
    rows = [
        ("一、金水湾小区（物业：宏达物业）",),
        head,
        (1, "1月6日", "下水道结冰", "宏达物业", "化开了"),
        ("二、政府家属院（没物业，社区管）",),
        head,
        (1, "3月4日", "冰溜子砸车", "东升社区", "打掉了"),
        ("三、松江明珠（物业：佳和物业）",),
        head,
        (1, "4月2日", "单元灯不亮", "佳和物业", "换了"),
    ]
    found = read(make(("社区问题账（2025年）",), *rows), today=date(2025, 7, 1))
    told = [(d.values["estate"], d.values.get("company")) for d in found.drafts]
    assert told == [
        ("金水湾小区", "宏达物业"),
        ("政府家属院", None),
        ("松江明珠", "佳和物业"),
    ]


def test_a_bracket_in_the_title_tells_of_every_row(read, make):
    head = ("序号", "问题描述", "办理情况")
    title = ("金水湾小区（物业：宏达物业）",)
    values = read(make(title, head, (1, "漏水", "已办结"))).drafts[0].values
    assert (values["estate"], values["company"]) == ("金水湾小区", "宏达物业")


def test_remarks_that_are_asked_what_came_of_it_tell_the_state(read, make):
    head = ("序号", "反映事项", "转给谁了", "进展", "备注（后来咋样）")
    rows = [
        (1, "主管漏水", "友信物业", "已办结", "换了管"),
        (2, "小广告", "友信物业", None, "2月25日铲完重新刷白了"),
        (3, "地面塌坑", "市政队", None, "坑先填了碎石，等气温上来铺油"),
    ]
    found = read(make(head, *rows))
    assert words(found, "status") == [Status.DONE, Status.DONE, Status.IN_PROGRESS]
    assert len(found.problems) == 2


def test_a_remark_that_tells_of_work_where_the_state_is_blank_is_told(read, make):
    head = ("序号", "问题描述", "责任单位", "整改状态", "备注")
    rows = [
        (1, "漏水", "安居物业", None, "井盖上写的是电信"),
        (2, "堵了", "安居物业", None, "给换了新管子"),
    ]
    found = read(make(head, *rows))
    assert [(p.cell, p.reason) for p in found.problems] == [
        ("E3", "没有写办到哪一步，暂作“待签收”")
    ]


@pytest.mark.parametrize(
    ("heads", "stateless"),
    [
        ("序号 问题描述 责任单位 整改时限", True),
        ("序号 问题描述 责任单位 完成情况", False),
        ("序号 问题描述 责任单位 是否销号", False),
    ],
)
def test_a_table_that_never_says_how_far_the_work_is_is_told_of(heads, stateless, read, make):
    found = read(make(tuple(heads.split()), (1, "漏水", "安居物业", "否")))
    assert found.layouts[0].stateless is stateless


def test_the_steps_of_a_strike_off(read, make):
    head = ("序号", "具体问题", "整改进展", "销号", None, None)
    leaves = (None, None, None, "申请日期", "批准日期", "审核结论")
    rows = [
        (1, "压件两个月", "积水排净", "2025-04-18", "2025-04-25", "同意销号"),
        (2, "只扣小企业", "正在补扣", None, None, "暂缓销号"),
    ]
    merges = ["A1:A2", "B1:B2", "C1:C2", "D1:F1"]
    found = read(make(head, leaves, *rows, merges=merges))
    assert words(found, "closed_on") == [date(2025, 4, 25), None]
    assert words(found, "status")[0] is Status.CLOSED
    assert "reported_on" not in found.drafts[0].values


def test_states_in_one_column_and_sentences_in_another(read, make):
    head = ("序号", "反映问题", "办理进展", "完成情况", "是否销号")
    rows = [
        (1, "连续停水", "泵房已移交供水公司，2月23日恢复供水", "已完成", "是"),
        (2, "楼顶加盖", "自行拆除一间，余下一间已申请强制执行", "推进中", "否"),
        (3, "围挡占道", "围挡内移2.5米，设置安全通道棚", "已完成", "否"),
    ]
    found = read(make(head, *rows))
    assert words(found, "progress") == [row[2] for row in rows]
    assert words(found, "status") == [Status.CLOSED, Status.IN_PROGRESS, Status.DONE]


def test_rows_that_only_name_a_year_or_a_month_date_those_below(read, make):
    head = ("日子", "谁提的", "反映的事", "完事没")
    rows = [
        ("2024年",),
        ("10月8日", "郎玉清", "化粪井满了", "完事了"),
        ("12月2日", "满永利", "水表井冻裂", "完事了"),
        ("2025年",),
        ("1月15日", "艾桂兰", "冰溜子一米长", "完事了"),
        ("2026年1月",),
        ("9日", "路秀芬", "扶手松了", "没完"),
    ]
    merges = ["A2:D2", "A5:D5", "A7:D7"]
    found = read(make(head, *rows, merges=merges), today=date(2026, 3, 20))
    assert words(found, "reported_on") == [
        date(2024, 10, 8),
        date(2024, 12, 2),
        date(2025, 1, 15),
        date(2026, 1, 9),
    ]


def test_a_section_that_names_its_estate_by_a_label(read, make):
    head = ("反映的问题", "谁来解决", "打算怎么解决", "到什么程度了")
    rows = [
        ("小区：沿河家园（无物业）",),
        ("楼道灯没人修", "富民社区", "换声控灯", "已经换完"),
        ("小区：利民嘉园（物业：宏远物业公司）",),
        ("保安亭锁着没人", "宏远物业公司", "补招两名保安", "到岗一个，还差一个"),
    ]
    found = read(make(head, *rows, merges=["A2:D2", "A4:D4"]))
    assert words(found, "estate") == ["沿河家园", "利民嘉园"]
    assert words(found, "company") == [None, "宏远物业公司"]
    assert words(found, "status") == [Status.DONE, Status.IN_PROGRESS]


def test_a_later_look_counts_more_than_the_first_report(read, make):
    head = ("序号", "排查日期", "楼号", "具体问题", "当场咋样", "回头看")
    rows = [
        (1, "9月3日", "1号楼", "堆着旧沙发", "当场清了", None),
        (2, "9月3日", "2号楼", "飞线给车充电", "没清", "9月12日看了，线拔了"),
        (3, "9月4日", "3号楼", "墙皮掉渣", "没清", "物业正刷着呢"),
        (4, "9月4日", "4号楼", "灯不亮", "没清", None),
    ]
    found = read(make(head, *rows))
    done, going, left = Status.DONE, Status.IN_PROGRESS, Status.REGISTERED
    assert words(found, "status") == [done, done, going, left]


def test_next_steps_yield_to_the_measures(read, make):
    head = ("序号", "矛盾焦点", "化解举措", "目前状态", "下步打算")
    found = read(make(head, (1, "更换物业", "街道组建专班", "化解中", "召开筹备会")))
    assert words(found, "measures") == ["街道组建专班"]


def test_remarks_that_tell_of_no_work_leave_the_state_open(read, make):
    head = ("受理日期", "问题描述", "责任单位", "备注")
    rows = [
        ("2024-01-15", "漏水", "安居物业", "业主在家"),
        ("2024-01-16", "灯不亮", "安居物业", "灯已更换"),
    ]
    found = read(make(head, *rows), today=date(2024, 2, 1))
    assert words(found, "status") == [Status.ASSIGNED, Status.DONE]
    assert [problem.cell for problem in found.problems] == ["D3"]


def test_tables_side_by_side(read, make):
    title = ("老旧小区和新建小区问题",)
    names = ("老旧小区", None, None, None, None, "新建小区", None, None, None)
    head = ("序号", "小区", "存在问题", "整改状态")
    rows = [
        (1, "百利小区", "污水井返味", "已整改", None, 1, "新城名邸", "道闸失灵", "整改中"),
        (2, "百利小区", "凉亭腐朽", "整改中", None, 2, "哈飞悦府", "墙皮起皮", "已整改"),
        (3, "康安楼区", "僵尸车占位", "已整改"),
    ]
    merges = ["A1:I1", "A2:D2", "F2:I2"]
    found = read(make(title, names, (*head, None, *head), *rows, merges=merges))
    assert words(found, "estate") == ["百利小区", "百利小区", "康安楼区", "新城名邸", "哈飞悦府"]
    assert [draft.row for draft in found.drafts] == [4, 5, 6, 4, 5]
    assert [layout.columns[1].index for layout in found.layouts] == [2, 7]
    assert found.beside


def test_the_same_headings_under_two_groups_are_one_table(read, make):
    upper = ("序号", "存在问题", "初查", None, None, "复查", None, None)
    leaves = (None, None, "日期", "人员", "结果", "日期", "人员", "结果")
    row = (1, "漏水", "2024-01-03", "王一", "不合格", "2024-01-09", "王二", "合格")
    merges = ["A1:A2", "B1:B2", "C1:E1", "F1:H1"]
    found = read(make(upper, leaves, row, merges=merges))
    assert len(found.drafts) == len(found.layouts) == 1
    assert not found.beside


def test_a_legend_says_nothing_of_the_column_that_only_answers_whether_it_is_struck(read, make):
    note = ("说明：打√就是完了",)
    head = ("序号", "毛病", "归哪家改", "干完没", "社区销没销", "哪天销的")
    rows = [
        (1, "通道停着报废车", "鸿泰物业", "√", "√", "2025-08-12"),
        (2, "楼板露筋", "区房产集团", "√", None, None),
        (3, "化粪池满溢", "疏通队", "√", "√", "2025-08-08"),
        (4, "门垛裂缝", "区房产集团", None, None, None),
    ]
    found = read(make(note, head, *rows), today=date(2025, 9, 16))
    closed, done = Status.CLOSED, Status.DONE
    assert words(found, "status") == [closed, done, closed, Status.ASSIGNED]


def test_signs_whose_legend_is_written_in_a_sentence(read, make):
    note = ("画○的是完事的，画△的是正整着，画×的是还没整",)
    head = ("日", "门牌", "谁说的", "事", "归谁", "记号")
    rows = [
        ("2024年",),
        ("十月",),
        (8, "三号楼二门", "崔凤山", "楼道门弹簧断了", "自管会", "○"),
        (15, "五号楼三门", "尚玉兰", "台阶缺一块角", "热电物业", "△"),
        ("十一月",),
        (2, "二号楼一门", "刁文彬", "卫生间冒水", "供热站", "×"),
    ]
    found = read(
        make(note, head, *rows, merges=["A3:F3", "A4:F4", "A7:F7"]), today=date(2025, 3, 1)
    )
    assert words(found, "status") == [Status.DONE, Status.IN_PROGRESS, Status.ASSIGNED]
    assert words(found, "reported_on") == [
        date(2024, 10, 8),
        date(2024, 10, 15),
        date(2024, 11, 2),
    ]


def test_a_sheet_named_after_a_building_completes_the_doors(read, make):
    head = ("日期", "单元门牌", "啥毛病", "好没好")
    rows = [
        ("2025-01-06", "1单元501", "顶棚长绿毛", "天沟通开了，好了"),
        ("2025-01-07", "2号楼3单元", "灯不亮", "没好，等凑钱"),
    ]
    found = read(make(head, *rows, name="1号楼"))
    assert words(found, "building") == ["1号楼1单元501", "2号楼3单元"]
    assert words(found, "status") == [Status.DONE, Status.IN_PROGRESS]


def test_a_reply_on_a_day_does_not_finish_what_it_says_is_unsolved(read, make):
    head = ("热线工单号", "诉求内容", "回单日期", "回单咋说的")
    rows = [
        ("HEB202502030417", "电梯咯噔一下", "2025-02-05", "更换导靴，已解决"),
        ("HEB202502110208", "人防门关不上", "2025-02-15", "需厂家来人，正在排期，没解决"),
    ]
    found = read(make(head, *rows), today=date(2025, 3, 1))
    assert words(found, "status") == [Status.DONE, Status.IN_PROGRESS]


@pytest.mark.parametrize(
    ("progress", "status"),
    [("掏完九座", Status.IN_PROGRESS), ("掏完十四座", Status.DONE), ("全部掏完", Status.DONE)],
)
def test_amounts_in_numerals_are_held_against_the_plan(progress, status, read, make):
    head = ("序号", "存在问题", "责任单位", "整改结果")
    rows = [
        (1, "雨水井十四座被沙土灌满", "镇政府", progress),
        (2, "灯不亮", "镇政府", "已更换灯泡"),
    ]
    assert words(read(make(head, *rows)), "status")[0] is status


def test_two_groups_of_the_same_columns_are_no_tables_side_by_side(read, make):
    upper = ("整改前", None, None, "整改后", None, None)
    leaves = ("时间", "问题", "照片", "时间", "问题", "照片")
    row = ("2024-01-03", "墙皮脱落", "图1", "2024-01-09", "已修好", "图2")
    found = read(make(upper, leaves, row, merges=["A1:C1", "D1:F1"]))
    assert len(found.drafts) == 1
    assert not found.beside


def test_labels_over_tables_side_by_side_hold_for_both(read, make):
    labels = ("填报单位：红旗街道", None, None, None, None, "填报日期：2023年11月30日")
    head = ("序号", "小区", "存在问题", "整改时限")
    rows = [(1, "怡园", "漏水", "12月5日", None, 1, "河畔", "楼道杂物", "12月9日")]
    found = read(make(labels, (*head, None, *head), *rows), streets=frozenset({"红旗街道"}))
    assert words(found, "subdistrict") == ["红旗街道", "红旗街道"]
    assert words(found, "due_on") == [date(2023, 12, 5), date(2023, 12, 9)]


def test_a_day_in_three_columns(read, make):
    head = ("年", "月", "日", "房号", "反映内容", "处理结果")
    rows = [
        ("2025年", 11, 3, "6-2-302", "晾衣杆掉下来", "已固定好"),
        (None, None, 19, "1-4-101", "下水反臭", "通开了"),
        (None, 12, "2日", "3-3-403", "暖气不热", "正在放气"),
        (None, None, "上旬", "3-3-404", "灯不亮", "已更换"),
    ]
    found = read(make(head, *rows, merges=["A2:A5", "B2:B3"]), today=date(2025, 12, 20))
    days = [date(2025, 11, 3), date(2025, 11, 19), date(2025, 12, 2)]
    assert words(found, "reported_on")[:3] == days
    assert "上旬" in str(found.drafts[3].values)


@pytest.mark.parametrize(
    ("title", "over", "heading"),
    [("2025年问题登记簿", "受理日期", "受理日期"), ("问题登记簿", "2025年", "日期")],
)
def test_a_day_in_two_columns_has_the_year_of_the_title_or_of_what_stands_over_it(
    title, over, heading, read, make
):
    above = ("序号", over, None, "反映内容")
    rows = [(1, 9, 4, "阳台裂缝灌风"), (2, None, 16, "顶棚滴水"), (3, 10, 25, "井盖塌了")]
    merges = ["A1:D1", "A2:A3", "B2:C2", "D2:D3"]
    found = read(
        make((title,), above, (None, "月", "日", None), *rows, merges=merges),
        today=date(2026, 1, 20),
    )
    assert words(found, "reported_on") == [date(2025, 9, 4), date(2025, 9, 16), date(2025, 10, 25)]
    assert heading in [column.path for column in found.layouts[0].columns]


def test_a_mere_number_among_days_is_none_where_no_month_is_named(read, make):
    head = ("序号", "问题描述", "完成日期")
    rows = [(n, f"{n}号楼漏水", f"2023-11-0{n}") for n in (1, 2, 3)]
    found = read(make(head, *rows, (4, "灯不亮", 5)))
    assert words(found, "done_on")[3] is None
    assert found.drafts[3].values["extra"] == {"完成日期": 5}
