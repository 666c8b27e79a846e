"""Columns whose headings say nothing: what they hold is told by their values and by what the table lacks."""

import pytest

from ledger.intake import asked
from ledger.intake.drafts import How, Role
from ledger.models import Status

TROUBLE = ("楼道灯不亮，摸黑上楼", "下水管堵了，返水", "单元门关不上")
DAYS = ("11月3号", "11月5号", "11月8号")
PHONES = ("13812345678", "13912345678", "13712345678")
NAMES = ("王一", "李二明", "张三")
UNITS = ("佳和物业公司", "新华社区", "区城管局")


def table(make, columns):
    return make(tuple(columns), *zip(*columns.values(), strict=True))


def mapped(read, make, columns):
    found = read(table(make, columns)).layouts[0]
    return {c.path: (c.fields[0] if c.fields else None, c.how) for c in found.columns}


INFERRED = [
    # before the problem: who speaks and when
    ({"瞅见那回": DAYS, "啥事": TROUBLE}, "瞅见那回", "reported_on"),
    ({"甲": NAMES, "乙": PHONES, "啥事": TROUBLE}, "甲", "complainant"),
    ({"甲": NAMES, "乙": PHONES, "啥事": TROUBLE}, "乙", "phone"),
    (
        {"门牌号": ("1号楼", "2号楼", "3号楼"), "打得通的": PHONES, "啥事": TROUBLE},
        "打得通的",
        "phone",
    ),
    # behind it: who deals with it, until when, what came of it
    ({"啥事": TROUBLE, "@了哪边": UNITS}, "@了哪边", "lead_unit"),
    ({"啥事": TROUBLE, "甲": ("月底前", "12月30日前", "年底前")}, "甲", "due_on"),
    ({"啥事": TROUBLE, "归置没": ("归置了", "没归置", "归置一半")}, "归置没", "status"),
    ({"啥事": TROUBLE, "眼下呢": ("灯换了新的", "管子通开了", "等配件")}, "眼下呢", "progress"),
]


@pytest.mark.parametrize(("columns", "heading", "field"), INFERRED)
def test_what_no_heading_says_is_inferred_and_marked(columns, heading, field, read, make):
    assert mapped(read, make, columns)[heading] == (field, How.CONTENT)


LEFT = [
    # what the table has already is not looked for twice
    ({"登记日期": DAYS, "甲": DAYS, "啥事": TROUBLE}, "甲"),
    ({"啥事": TROUBLE, "责任单位": UNITS, "甲": UNITS}, "甲"),
    # a day behind the problem may be any
    ({"啥事": TROUBLE, "处理情况": ("修好了", "已疏通", "没修"), "甲": DAYS}, "甲"),
    # whose telephone it is cannot be told
    ({"啥事": TROUBLE, "楼长": NAMES, "电话": PHONES}, "电话"),
    # whether something can be done, or is to be done again, is not how far it is
    ({"啥事": TROUBLE, "能当场办不": ("能", "不能", "能")}, "能当场办不"),
    ({"啥事": TROUBLE, "还办不办": ("不办了", "办", "不办了")}, "还办不办"),
    # temperatures are no days
    ({"甲": (15.5, 16.2, 17.1), "啥事": TROUBLE}, "甲"),
]


@pytest.mark.parametrize(("columns", "heading"), LEFT)
def test_what_cannot_be_told_stays_an_extra_column(columns, heading, read, make):
    columns = {**columns, "小区": ("甲小区", "乙小区", "丙小区"), "备注": ("急", "缓", "急")}
    assert mapped(read, make, columns)[heading][0] is None


ANSWERS = [
    ("收拾没", "收拾了", Status.DONE),
    ("收拾没有", "还没收拾", Status.REGISTERED),
    ("拾掇利索没", "拾掇了一半", Status.IN_PROGRESS),
    ("拾没拾掇", "拾掇完了", Status.DONE),
    ("交差没", "交了", Status.DONE),
    ("拾掇了吗", "没呢", Status.REGISTERED),
]


@pytest.mark.parametrize(("heading", "text", "state"), ANSWERS)
def test_an_answer_in_the_verb_of_the_question(heading, text, state, read, make):
    columns = {"啥事": TROUBLE, heading: (text, "已完成", "未完成")}
    assert read(table(make, columns)).drafts[0].values["status"] is state


def test_a_heading_that_asks_nothing_has_no_verbs():
    assert asked.verbs("整改情况") == asked.verbs("能修不") == ()


QUIET = ("三楼拐角有只花盆", "门口摆着鞋架", "球声到半夜")


def test_a_sheet_is_a_ledger_where_its_sister_is(read, make):
    heads = ("登记日期", "小区", "业主", "说的啥", "找的谁", "完事没")
    rest = (DAYS, ("甲小区",) * 3, NAMES)
    found = read(
        *(
            table(
                make, dict(zip(heads, (*rest, said, NAMES, ("完事了",) * 3), strict=True))
            )._replace(name=name)
            for name, said in (("9月", QUIET), ("10月", TROUBLE))
        )
    )
    assert [layout.role for layout in found.layouts] == [Role.LEDGER] * 2
    alone = read(table(make, dict(zip(heads, (*rest, QUIET, NAMES, ("完事了",) * 3), strict=True))))
    assert [layout.role for layout in alone.layouts] == [Role.OTHER]


def test_undecided_is_no_value_but_is_kept(read, make):
    columns = {
        "问题描述": TROUBLE,
        "整改时限": ("待定", "12月1日", "无"),
        "责任单位": ("待定", *UNITS[1:]),
    }
    draft = read(table(make, columns)).drafts[0].values
    assert draft["extra"] == {"整改时限": "待定", "责任单位": "待定"}
    assert not {"due_on", "due_text", "lead_unit"} & draft.keys()


def test_words_that_say_that_they_go_on(read, make):
    rows = [(1, TROUBLE[0], "已修好"), (None, "（接上）还有两盏", None), (2, TROUBLE[1], "未修")]
    found = read(make(("序号", "问题描述", "办理情况"), *rows))
    assert [draft.values["description"] for draft in found.drafts] == [
        f"{TROUBLE[0]}（接上）还有两盏",
        TROUBLE[1],
    ]


OFFICE = [
    ("领导批示", ("请住建局牵头办理，一周内报结果", "请城管局尽快疏通", "已阅，请街道处理")),
    ("以往整改", ("去年已修过", "已修", "未修")),
    ("照片拍了没", ("拍了", "没拍", "拍了")),
    ("领导批了没", ("批了", "没批", "批了")),
    ("上报没上报", ("上报了", "没上报", "上报了")),
    ("所属季度", ("一季度", "二季度", "一季度")),
    ("签收日期", DAYS),
    ("举报热线", ("0451-82345678", "0451-82345678", "0451-82345679")),
    ("公示", ("已公示", "已公示", "未公示")),
]


@pytest.mark.parametrize(("heading", "values"), OFFICE)
def test_columns_of_an_office_are_not_guessed(heading, values, read, make):
    columns = {"小区": ("甲", "乙", "丙"), "问题描述": TROUBLE, "责任单位": UNITS, heading: values}
    found = read(table(make, columns))
    assert found.layouts[0].columns[-1].fields == ()
    assert {draft.values["status"] for draft in found.drafts} == {Status.ASSIGNED}


def test_a_ledger_s_own_numbers_are_no_orders(read, make):
    columns = {"序号": ("WY-001", "WY-002", "WY-003"), "问题描述": TROUBLE, "责任单位": UNITS}
    assert mapped(read, make, columns)["序号"][0] is None


def test_officials_are_no_complainants(read, make):
    columns = {"网格员": NAMES, "电话": PHONES, "问题描述": TROUBLE, "责任单位": UNITS}
    found = mapped(read, make, columns)
    assert (found["网格员"][0], found["电话"][0]) == (None, None)
