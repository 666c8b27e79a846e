"""What short words say of where an issue stands, and which columns hold such words."""

import pytest

from ledger.intake.states import remarked, word
from ledger.models import Status

SHAPES = {
    Status.DONE: "完事了 落实了 化解成功 已签协议 达成调解协议 没有了 妥了 回了 修完待业主签字 弄好了 已改完 处理了 换完了 已劝离 已解释 全部清完 修复了 已修 搞定 已返工完成 重新整改完成 办了 办成了 解释清楚了 已拆净 已完工",
    Status.IN_PROGRESS: "正弄着 等配件 等街里回话 长期推进 持续跟进 已报修 已上报 还在谈 拖着呢 已开工 办了一半 反弹 部分解决 已完成一半 完成约80% 整改率95% 已完成大半 完一半 办一半 弄了一半 没办利索 取得阶段性成效 调解未果 停工 仍不合格 部分",
    Status.CLOSED: "销了 销掉了 已销了号",
    Status.DEFERRED: "先放着",
    Status.ASSIGNED: "已转街道 已转交城管局 还有 没修好 还没弄 待业主签字 未修完 没弄好",
}
NOTHING = "良好 状况良好 正常 计划改完 拟拆除 楼道不清 等级高 业主不满意 物业好 已约谈 好 挺好"
NOT_YET = (
    "无法解决 难以解决 暂时解决 下周修好 明天修好了 月底前完成 年底完成 限期完成 保证完成 快修好了 材料已到位 设计完成 主体完成 是否完成 完成了吗 "
    "已责令整改 已通知整改 已要求拆除 已联系维修 已安排更换 已派人处理 已转物业处理 已承诺整改 已计划更换 已开始整改 已整改不彻底 已解决又反弹"
)
DONE = "按要求完成 提前完成 目前已完成 设备更换完成 11月底已完成 春节前已完成 完成未验收 当场解决 待申请人确认"


@pytest.mark.parametrize(
    ("text", "status"),
    [(text, status) for status, words in SHAPES.items() for text in words.split()],
)
def test_states_by_their_shape(text, status, vocabulary):
    assert word(text, vocabulary, unit=True) is status


@pytest.mark.parametrize("text", (NOTHING + " " + NOT_YET).split())
def test_short_words_that_tell_no_state(text, vocabulary):
    assert word(text, vocabulary, unit=True) is None


@pytest.mark.parametrize("text", DONE.split())
def test_what_only_looks_unfinished(text, vocabulary):
    assert word(text, vocabulary, unit=True) is Status.DONE


def test_what_was_only_ordered_is_told_as_a_doubt(read, make):
    head, row = ("问题描述", "责任单位", "整改状态"), ("屋面漏雨", "安居物业", "已责令整改")
    found = read(make(head, row))
    assert found.drafts[0].values["status"] is Status.ASSIGNED
    assert [problem.text for problem in found.problems] == ["已责令整改"]


def test_a_remark_that_awaits_the_examination_tells_of_work_done(vocabulary):
    assert remarked("待审计局复核", vocabulary, unit=True) is Status.DONE


HEAD = ("序号", "小区", "问题", "办理结果", "落实情况")


def test_of_two_reports_the_one_of_states_is_the_status(read, make):
    rows = [
        ("1", "金星小区", "门禁坏了", "物业换锁", "已落实"),
        ("2", "金星小区", "井盖缺失", "下周来勘查", "正在落实"),
        ("3", "金星小区", "楼道堆物", "当日清走", "已落实"),
        ("4", "金星小区", "水压不足", "检修水泵", "已落实"),
    ]
    found = read(make(HEAD, *rows)).drafts
    assert [draft.values["status_text"] for draft in found] == [row[4] for row in rows]
    assert [draft.values["progress"] for draft in found] == [row[3] for row in rows]


@pytest.mark.parametrize("heading", ["现状", "目前情况", "眼下咋样"])
def test_a_column_of_few_short_states_is_the_status(heading, read, make):
    told = ("完事了", "正弄着", "完事了", "还没弄", "完事了", "正弄着")
    rows = [(str(n), f"{n}号楼路灯不亮", text) for n, text in enumerate(told, 1)]
    found = read(make(("序号", "啥问题", heading), *rows)).drafts
    assert [draft.values.get("status_text") for draft in found] == list(told)


def test_reports_that_all_differ_stay_reports(read, make):
    rows = [("1", "灯坏", "已更换"), ("2", "门坏", "已修好"), ("3", "漏水", "已补漏")]
    found = read(make(("序号", "问题", "处理情况"), *rows)).drafts
    assert [draft.values["progress"] for draft in found] == ["已更换", "已修好", "已补漏"]


def test_signs_mean_what_the_legend_says(read, make):
    rows = [
        ("1", "单元门坏了", "√"),
        ("2", "电梯更新", "△"),
        ("3", "外墙渗水", "×"),
        ("4", "井盖缺失", "√"),
    ]
    legend = ("图例：√已完成 △推进中 ×未启动",)
    found = read(make(legend, ("序号", "存在问题", "进度"), *rows, merges=["A1:C1"])).drafts
    told = [draft.values["status"] for draft in found]
    assert told == [Status.DONE, Status.IN_PROGRESS, Status.REGISTERED, Status.DONE]
    assert found[1].values["status_text"] == "△"


def test_beside_who_leads_the_others_help(read, make):
    head = ("序号", "存在问题", "牵头单位", "责任单位", "完成时限")
    [draft] = read(
        make(head, ("1", "接管弃管小区", "区住建局", "各街道办事处、区财政局", "4月30日前"))
    ).drafts
    assert draft.values["lead_unit"] == "区住建局"
    assert draft.values["co_units"] == ("各街道办事处", "区财政局")


def test_the_state_of_an_approval_is_not_that_of_the_matter(read, make):
    head = ("审批编号", "审批状态", "完成时间", "小区", "问题现象", "整改进度")
    told = ("施工中", "已完工", "未动工", "已完工")
    rows = [
        (f"2024090210{n}", "已完成", "2024-09-03", "西典家园", f"{n}号楼门坏", text)
        for n, text in enumerate(told)
    ]
    found = read(make(head, *rows)).drafts
    assert [draft.values["status_text"] for draft in found] == list(told)
    assert not any("done_on" in draft.values for draft in found)


@pytest.mark.parametrize(("told", "whose"), [("来源", None), ("纠纷事由", "崔连仲")])
def test_whose_name_the_party_is(told, whose, read, make):
    head = ("序号", "小区", "当事人", "问题", told)
    [draft] = read(make(head, ("1", "学府名苑", "崔连仲", "临窗改门", "甲"))).drafts
    assert draft.values.get("complainant") == whose


def test_sheets_of_one_form_are_read_alike(read, make):
    head = ("序号", "问题", "责任人", "完成情况")
    many = [(str(n), f"{n}号楼灯坏", "于国权", ("已完成", "处理中")[n % 2]) for n in range(1, 9)]
    few = [("1", "公厕外溢", "葛洪", "已完成"), ("2", "狗粪遍地", "葛洪", "每周回看清扫")]
    found = read(make(head, *many, name="承旭街道"), make(head, *few, name="永治街道"))
    assert [draft.values["status_text"] for draft in found.drafts[8:]] == ["已完成", "每周回看清扫"]
    assert found.layouts[1].columns[3].how.value == "同表"


def test_a_rebound_opens_a_matter_again_where_no_column_says_how_it_stands(read, make):
    head = ("序号", "投诉内容", "原处理结果", "是否反弹", "回头看时间")
    rows = [
        ("1", "盖板翘起", "盖板已更换", "是", "2024-05-14"),
        ("2", "油烟扰民", "饭店改道排烟", "否", "2024-05-14"),
    ]
    found = read(make(head, *rows)).drafts
    assert [draft.values["status"] for draft in found] == [Status.IN_PROGRESS, Status.DONE]


def test_words_of_state_come_before_yes_and_no(read, make):
    head = ("序号", "事件描述", "处置部门", "案件状态", "是否结案")
    told = ("已结案", "处置中", "已结案", "已结案")
    rows = [
        (str(n), f"{n}号楼井盖破损", "区住建局", t, "是" if t == "已结案" else "否")
        for n, t in enumerate(told, 1)
    ]
    found = read(make(head, *rows)).drafts
    assert [draft.values["status_text"] for draft in found] == list(told)


def test_ticks_in_columns_without_a_common_heading(read, make):
    head = ("序号", "居民反映的问题", "主办单位", "已办结", "正在办理", "未办理")
    rows = [
        ("1", "塑料布被风撕破", "镇城建办", "√", "", ""),
        ("2", "砖掉下来", "镇城建办", "", "√", ""),
        ("3", "井盖翘起", "镇城建办", "", "", "√"),
    ]
    found = read(make(head, *rows)).drafts
    told = [draft.values["status"] for draft in found]
    assert told == [Status.DONE, Status.IN_PROGRESS, Status.ASSIGNED]


def test_a_row_of_filling_rules_is_no_issue(read, make):
    head = ("序号", "小区", "存在问题", "整改期限", "整改状态")
    rules = ("按1、2、3填写", "填写全称", "一事一行，写清部位", "年/月/日", "已整改/整改中/未整改")
    found = read(make(head, rules, ("1", "呼兰师苑", "溢流口无防虫网", "2023-07-18", "已整改")))
    assert [draft.row for draft in found.drafts] == [3]
    assert found.layouts[0].groups == {2: "sample"}


def test_an_issue_of_another_channel_has_the_number_of_that(read, make):
    head = ("序号", "12345工单号", "信访件号", "诉求内容", "整改时限")
    rows = [
        ("1", "SC240103008812", "", "垃圾没人收", "2024-01-10"),
        ("2", "", "SCXF2024-0006", "井盖锈穿", "2024-02-01"),
        ("3", "SC240111002", "SCXF2024-0010", "路灯不亮", "2024-02-03"),
    ]
    found = read(make(head, *rows)).drafts
    told = [(d.values["source_no"], d.values.get("other_nos") or ()) for d in found]
    assert told == [
        ("SC240103008812", ()),
        ("SCXF2024-0006", ()),
        ("SC240111002", ("SCXF2024-0010",)),
    ]


def test_a_span_of_days_ends_with_its_last(read, make):
    head = ("序号", "问题", "办结时间", "办理状态")
    rows = [("1", "不热", "2024-10-22", "已办结"), ("2", "漏水", "2024-10-27", "已办结")]
    found = read(make(("时间段：2024年10月21日至10月31日",), head, *rows, merges=["A1:D1"])).drafts
    assert [str(draft.values["done_on"]) for draft in found] == ["2024-10-22", "2024-10-27"]


def test_our_own_words_under_struck_off_are_the_state(read, make):
    head = ("问题描述", "责任单位", "整改情况", "备注", "销号状态")
    told = ("待交办", "待签收", "整改中", "待验收", "终结", "挂账")
    rows = [
        (f"{n}号楼灯不亮", "安居物业", "已联系厂家", "等待资金", text)
        for n, text in enumerate(told)
    ]
    found = read(make(head, *rows))
    assert [draft.values["status"].label for draft in found.drafts] == list(told)
    assert not any("reason" in draft.values for draft in found.drafts)


def test_a_sign_that_marks_what_must_be_filled_in_stays_a_yes(read, make):
    head, row = (
        ("问题描述", "小区", "责任单位", "是否完成"),
        ("灯不亮", "金星小区", "安居物业", "√"),
    )
    found = read(make(("注：√为必填项",), head, row))
    assert found.drafts[0].values["status"] is Status.DONE
    assert not found.problems
