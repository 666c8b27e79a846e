"""Headings that nobody listed: what they mean by their last word and the marks before it."""

import tomllib
from pathlib import Path

import pytest

from ledger.intake import grammar

MEANT = {
    "due_on": "计划化解时间 要求办结日期 整改截止日 限改日期 责令完成时间 拟办结 承诺修复日期 目标日期 最晚哪天办完 限时回告 销号时限 预计销号时间 物业说啥时候弄完 啥时候能修好 限几日办完",
    "done_on": "实际化解时间 了结日期 修复日 报结日期 实办结 实际办结 哪天办完的 问题解决日期 处置完毕时间 完修日期 哪天弄好的 完事日期 恢复运行日期",
    "reported_on": "巡查日期 收件日 报修日 接单日 提报日 哪天来的 走访日期 群众来电时间 哪天提的 发言时间 接单时间 发起时间 下单日期 呼入时间",
    "entered": "录入时间 信息采集日期",
    "assigned_on": "转派日期 派发时间 派工日期",
    "verified_on": "街道复核日期 整改验收时间 回头看时间",
    "callback_on": "二次回访时间",
    "closed_on": "销账时间 闭环日期 关闭时间 关单日期",
    "lead_unit": "承接单位 牵头科室 包保单位 转给单位 派修班组 落实部门 承办街道 接单班组 责任股室 处理站所 承办小组 执法中队",
    "co_units": "配合方 协同处理部门 参与报到部门 配合责任单位",
    "company": "受检单位 前期物业",
    "person": "落实人 盯办人 处置人 归谁管 找了谁 报给谁了 包联干部 具体负责同志 物业谁负责 谁修的 执法人员 接单人 抢单师傅 上门师傅 跟进人员 执行人",
    "holder": "当前处理人 当前处理人姓名 当前节点处理人",
    "complainant": "报修人 爆料人 谁反映的 来人 群众姓名 谁提的 被安置人 产权人 信访群众",
    "verifier": "核验人",
    "leader": "包联领导 督办领导",
    "phone": "报修电话 爆料人手机 呼入号码",
    "person_phone": "盯办人手机 承办人联系方式 接单人电话",
    "description": "地址及问题描述 现场描述 诉求简述 存在乱象 反映事由 诉求要点 缺陷情形 反映的啥事 反映情况 现状描述 说的事 隐患具体情况 咋回事",
    "progress": "目前进度 处置经过 回告摘要 进度说明 咋办的 化解情况 弄得咋样了",
    "verify_result": "复核结论 回头看结论",
    "callback_text": "回访记录",
    "satisfaction": "满意星级 满不满意 业主评价 群众认可度 满意与否 满意否 回访满意 是否认可",
    "status": "当前环节 办结与否 整改否 修复与否 办完没有 是否化解 修没修好 办没办 当前阶段",
    "strike": "是否对账销号",
    "source_no": "客诉单号 报障单号",
    "source": "信访形式 来件渠道 渠道 受理途径",
    "category": "问题归类 问题归属 隐患领域 大类名称 问题大类名称 事件一级类目",
    "subcategory": "小类名称 案卷小类 二级类目 问题二级分类 二级问题类型 问题细类",
    "severity": "风险分级",
    "measures": "整治举措 处置办法 解决对策",
    "requirement": "整治标准",
    "location": "点位名称 隐患点 位置描述 详细地址描述 问题点位描述 案发地情况 地点说明 地址详情",
    "estate": "所涉小区 小区名 哪个小区",
    "building": "楼号单元 几栋几单元 房间号 哪个楼",
    "doc_no": "告知书编号",
    "cost": "需投入",
}
NOBODY = "发起人 发起人部门 录入人 历史审批人姓名 开工日期 竣工日期 建成时间 首播日 检查单位 督查单位 接待人 谁接的 值班电话 工作内容 资金来源 房屋类型 缴费状态 是否追踪 是否动用维修资金 信用评价 质保期限 装修时间 使用情况 办理结果分类"
BY_PARENTS = [
    (("收件登记", "时间"), "reported_on"),
    (("转交办理", "时间"), "assigned_on"),
    (("答复了结", "时间"), "done_on"),
    (("计划", "完成时间"), "due_on"),
    (("包案领导", "姓名"), "leader"),
    (("投诉人", "姓名"), "complainant"),
    (("责任单位", "联系电话"), "person_phone"),
    (("答复了结", "结果"), "progress"),
    (("办结与否", "日期"), "done_on"),
    (("时间", "派单"), "assigned_on"),
    (("时间", "应办结"), "due_on"),
    (("日期", "接报"), "reported_on"),
]


@pytest.mark.parametrize(
    ("heading", "name"), [(h, name) for name, words in MEANT.items() for h in words.split()]
)
def test_headings_by_their_grammar(heading, name, vocabulary):
    assert grammar.read(vocabulary.grammar, (heading,)) == name


@pytest.mark.parametrize("heading", NOBODY.split())
def test_headings_of_nothing_that_an_issue_has(heading, vocabulary):
    assert grammar.read(vocabulary.grammar, (heading,)) in ("", None)
    found = vocabulary.meaning((heading,))
    assert found is None or found[0].fills is None


@pytest.mark.parametrize(("levels", "name"), BY_PARENTS)
def test_upper_headings_give_their_marks(levels, name, vocabulary):
    assert grammar.read(vocabulary.grammar, levels) == name


WHOLE = {
    "complainant": "提出人 提案人 领衔代表 网友昵称 发帖人 客户名称 诉求方",
    "source": "平台 来源平台 媒体名称",
    "source_no": "帖子编号 来信编号 提案号 案卷号",
    "verifier": "复查单位 验收部门",
    "building": "楼门室 栋单元室 房间 哪栋楼 几号楼几单元",
    "subcategory": "问题二级分类 二级类目",
    "reported_on": "督导时间",
    "progress": "整改落实 进展 办理 最新动态 后续跟进",
    "co_units": "会签单位 共同责任单位",
    "description": "案情简介 内容概要",
}


@pytest.mark.parametrize(
    ("heading", "name"), [(h, name) for name, words in WHOLE.items() for h in words.split()]
)
def test_headings_of_other_offices(heading, name, vocabulary):
    assert vocabulary.meaning((heading,))[0].fills == name


def test_every_meaning_is_a_field_or_a_group(vocabulary):
    heads = {
        h for words in (vocabulary.grammar.ends, vocabulary.grammar.asked) for h in words.values()
    }
    told = {name for head in heads for name in (*head.means.values(), head.default, head.alone)}
    assert {name for name in told if name} <= vocabulary.named.keys()
    marks = set(vocabulary.grammar.marks.values())
    assert {mark for head in heads for mark in (*head.means, *head.last, *head.bent)} <= marks


WORDED = tomllib.loads(Path(__file__).with_name("headings.toml").read_text("utf-8"))
GROUPS = {
    "phone": ["number"], "person_phone": ["number"], "complainant": ["contact"], "person": ["contact", "manager"],
    "reason": ["undone_reason"],
}  # fmt: skip


@pytest.mark.parametrize("field", WORDED)
def test_how_offices_companies_and_platforms_word_it(field, vocabulary):
    """Headings thought of by people who did not know the grammar; whose a bare name or number is, neighbours tell."""
    told = {heading: meant(heading, vocabulary) for heading in WORDED[field].split()}
    if field == "none":
        missed = {h: m for h, m in told.items() if m and m.fills}
    else:
        names = [field, *GROUPS.get(field, ())]
        missed = {h: m for h, m in told.items() if not m or {m.fills, m.name}.isdisjoint(names)}
    assert missed == {}


def meant(heading, vocabulary):
    """The meaning of a heading; a / parts it from the one above."""
    upper, _, leaf = heading.partition("/")
    levels = (upper, leaf) if len(upper) > 1 and leaf and "/" not in leaf else (heading,)
    found = vocabulary.meaning(levels)
    return found[0] if found and found[0].kind != "none" else None


@pytest.mark.parametrize(
    ("levels", "field"),
    [
        (("状态", "办理"), "status"),
        (("位置", "具体"), "location"),
        (("时限", "整改"), "due_on"),
        (("地址", "单元"), "building"),
        (("位置", "街道"), "subdistrict"),
    ],
)
def test_a_level_gives_its_meaning_to_a_word_below_that_has_none(levels, field, vocabulary):
    assert vocabulary.meaning(levels)[0].fills == field
