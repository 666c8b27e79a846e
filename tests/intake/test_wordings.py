"""States that clerks and platforms word in their own way, by the parts of the wording."""

import pytest

from ledger.intake import states
from ledger.models import Status

TOLD = {
    Status.DONE: "待评价 待业主评价 待用户确认 待报修人验收确认 待结案 待关单 待街道复查 待满意度测评 已评价 程序终结 三级终结 审核认定办结 已出具答复意见书 息诉罢访 已通过",
    Status.IN_PROGRESS: "复查不通过 验收未通过 核查不合格 未通过验收 不合格 返工 退回重办 已退回重新办理 二次整改 已打回 验收退回 已接单 已上门",
    Status.DEFERRED: "已申请延期 同意延期 已批准延期 拟延期办理 报请挂账 已缓办 申请延时 已挂单 暂停 已申请延期至8月20日 同意延期15天",
    Status.VOID: "无需处理 无须整改 不需要处理 不予派遣 不再受理 不予重复受理 误报 测试工单 无效投诉 已忽略 通过后撤销",
}
OTHER = "待确认 待办结 待安全评价 无需回访 测试 待付款 调解终结"


@pytest.mark.parametrize(
    ("text", "status"), [(text, status) for status, texts in TOLD.items() for text in texts.split()]
)
def test_wordings_by_their_parts(text, status, vocabulary):
    assert vocabulary.worded(text) is status
    assert states.word(f"{text}（5月6日）", vocabulary, unit=True) is status


@pytest.mark.parametrize("text", OTHER.split())
def test_what_only_looks_like_them(text, vocabulary):
    assert vocabulary.worded(text) is None


def test_a_report_is_not_read_by_them(read, make):
    head, row = ("问题描述", "责任单位", "整改情况"), ("屋面漏雨", "区住建局", "返修，已不漏")
    [draft] = read(make(head, row)).drafts
    assert draft.values["status"] is Status.DONE


@pytest.mark.parametrize(
    ("step", "unit", "status"),
    [
        ("处置", "区城管局", Status.IN_PROGRESS),
        ("派遣", None, Status.REGISTERED),
        ("任务派遣", "区城管局", Status.ASSIGNED),
        ("核查", "区城管局", Status.DONE),
        ("返工", "区城管局", Status.IN_PROGRESS),
        ("结案", "区城管局", Status.DONE),
    ],
)
@pytest.mark.parametrize("head", ["案卷阶段", "当前环节", "流程节点"])
def test_the_step_at_which_an_issue_stands(head, step, unit, status, read, make):
    found = read(make(("问题描述", "责任单位", head), ("井盖翻起", unit, step)))
    assert [draft.values["status"] for draft in found.drafts] == [status]
    assert not found.problems


def test_the_name_of_a_step_is_no_state_elsewhere(read, make):
    found = read(make(("问题描述", "责任单位", "办理状态"), ("井盖翻起", "区城管局", "核查")))
    assert [problem.text for problem in found.problems] == ["核查"]


def test_who_comes_again_has_no_other_case(vocabulary):
    assert states.remarked("重复信访", vocabulary, unit=True) is None
    assert states.remarked("重复工单", vocabulary, unit=True) is Status.VOID


@pytest.mark.parametrize(
    ("strike", "report", "status"),
    [
        ("申请销号", "已加装净化器，待检测", Status.DONE),
        ("申请销号", "未整改", Status.ASSIGNED),
        ("申请销号，街道不同意", "正在返工", Status.IN_PROGRESS),
        ("未销号", "已更换灯具", Status.DONE),
    ],
)
def test_who_asks_for_the_strike_off_says_that_the_work_is_done(strike, report, status, read, make):
    head = ("问题描述", "责任单位", "整改情况", "销号情况")
    (draft,) = read(make(head, ("油烟直排", "区城管局", report, strike))).drafts
    assert draft.values["status"] is status
