from datetime import date

import pytest

from ledger.errors import Usage
from ledger.intake.drafts import How

NAMES = ("王一", "李二明", "张三")
PHONES = ("0451-82156033", "13945678901", "139****2924")
DAYS = (date(2023, 9, 1), "2023.9.2", "9月3日")


def columns(read, make, heads, values, **told):
    """One column per heading with three values each, beside a column for the problem."""
    rows = [[f"{n}号楼路灯不亮", *(column[n] for column in values)] for n in range(3)]
    found = read(make(("问题描述", *heads), *rows), **told)
    return {c.path: (c.fields, c.how) for c in found.layouts[0].columns}


SINGLE = [
    ("整改时限", DAYS, "due_on", How.EXACT),
    ("整改期限", DAYS, "due_on", How.SYNONYM),
    ("市局交办整改期限", DAYS, "due_on", How.STEM),
    ("街道（镇）", ("靖宇街道", "太古街道", "幸福镇"), "subdistrict", How.SYNONYM),
    ("复查\n时间 ", DAYS, "verified_on", How.SYNONYM),
    ("计划完成时间（未完成的填写）", DAYS, "due_on", How.SYNONYM),
    ("本级主办责任单位", ("区城管局", "区住建局", "区水务局"), "lead_unit", How.STEM),
    ("隐患类别", ("一般", "较大", "重大"), "severity", How.SYNONYM),
    ("隐患类别", ("消防", "用电", "燃气"), "category", How.CONTENT),
    ("问题类别", ("一般隐患", "重大隐患", "一般隐患"), "severity", How.CONTENT),
    ("办理情况", ("是", "否", "是"), "status", How.CONTENT),
    ("办理情况", ("已更换灯泡", "管线已改造", "住户自行拆除"), "progress", How.SYNONYM),
    ("完成时间", ("9月底前", "四季度", "2024年6月底前"), "due_on", How.CONTENT),
    ("完成时间", DAYS, "done_on", How.SYNONYM),
    ("事件发生地", ("道里区安静街道", "哈尔滨市道里区新阳路街道", "道里区新发镇"), "subdistrict", How.CONTENT),
    ("项目经理", NAMES, "person", How.SYNONYM),
    ("维修人②", NAMES, "person", How.STEM),
    ("处置单位二", ("区住建局", "区城管局", "市照明中心"), "lead_unit", How.STEM),
    ("回复单位", ("区住建局", "区城管局", "红旗街道办事处"), "lead_unit", How.STEM),
    ("所属专业部门", ("区住建局", "联通分公司", "市照明中心"), "lead_unit", How.STEM),
    ("是否销号", ("是", "√", "否"), "status", How.SYNONYM),
]  # fmt: skip


@pytest.mark.parametrize(("head", "values", "field", "how"), SINGLE)
def test_one_column(head, values, field, how, read, make):
    found = columns(read, make, (head, "备注"), (values, ("", "", "")))
    assert list(found.values())[1] == ((field,), how)


FALSE_FRIENDS = [
    "整改类型",
    "追责问题情况",
    "时间",
    "项目数(个)",
    "是否为最终办理结果",
    "市交办办结期限",
]


@pytest.mark.parametrize("head", FALSE_FRIENDS)
def test_false_friends_stay_beside(head, read, make):
    found = columns(read, make, (head, "整改情况"), (("甲", "乙", "丙"), ("好", "好", "好")))
    assert list(found.values())[1] == ((), How.EXTRA)


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (("投诉人", "联系电话"), ("complainant", "phone")),
        (("责任人", "联系电话"), ("person", "person_phone")),
        (("项目经理", "电话"), ("person", "person_phone")),
        (("联系人", "联系电话"), ("complainant", "phone")),
        (("找了谁", "电话"), ("person", "person_phone")),
        (("师傅", "师傅电话"), ("person", "person_phone")),
    ],
)
def test_a_phone_belongs_to_its_neighbour(heads, expected, read, make):
    found = columns(read, make, (*heads, "整改情况"), (NAMES, PHONES, ("好", "好", "好")))
    assert tuple(fields for fields, _ in found.values())[1:3] == tuple((f,) for f in expected)


def test_a_phone_beside_somebody_unknown_is_nobodys(read, make):
    found = columns(read, make, ("楼长", "电话", "整改情况"), (NAMES, PHONES, ("好", "好", "好")))
    assert found["电话"] == ((), How.EXTRA)


def test_a_building_before_its_staircase(read, make):
    numbers = ("5", "6", "8")
    found = columns(read, make, ("楼", "单元", "室"), (numbers, numbers, numbers))
    assert [fields for fields, _ in found.values()][1:] == [("building",), (), ()]


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        ("责任单位/责任人", ("lead_unit", "person")),
        ("责任人及联系电话", ("person", "person_phone")),
        ("反映人、电话", ("complainant", "phone")),
        ("牵头整改部门责任人及联系电话", ("lead_unit", "person", "person_phone")),
    ],
)
def test_joint_headings(head, fields, read, make):
    found = columns(read, make, (head, "整改情况"), (NAMES, ("好", "好", "好")))
    assert list(found.values())[1][0] == fields


@pytest.mark.parametrize("head", ["物业（使用）单位", "物业(管理)公司"])
def test_brackets_inside_a_word_join_nothing(head, read, make):
    firms = ("无物业（社区代管）", "恒安物业（二分公司）", "恒安物业公司")
    rows = [("路灯不亮", firm, "已更换") for firm in firms]
    found = read(make(("问题描述", head, "整改情况"), *rows))
    assert tuple(draft.values["company"] for draft in found.drafts) == firms


def test_two_columns_never_fill_one_field(read, make):
    heads = ("整改时限", "完成时限", "备注", "自用备注", "整改时限")
    found = columns(read, make, heads, (DAYS, DAYS, NAMES, NAMES, DAYS))
    assert found["整改时限"] == (("due_on",), How.EXACT)
    assert found["完成时限"] == ((), How.EXTRA)
    assert found["自用备注"] == ((), How.EXTRA)
    assert found["整改时限（F列）"] == ((), How.EXTRA)


def test_the_first_of_two_numbered_remarks_is_the_remark(read, make):
    found = columns(read, make, ("备注一", "备注二"), (NAMES, NAMES))
    assert [fields for fields, _ in found.values()][1:] == [("remarks",), ()]


def test_who_does_the_work_goes_before_who_has_it_on_the_desk(read, make):
    heads = ("当前处理人姓名", "录入时间", "报修时间", "维修人")
    found = columns(read, make, heads, (NAMES, DAYS, DAYS, NAMES))
    assert [fields for fields, _ in found.values()][1:] == [(), (), ("reported_on",), ("person",)]
    alone = columns(read, make, heads[:2], (NAMES, DAYS))
    assert [fields for fields, _ in alone.values()][1:] == [("person",), ("reported_on",)]


def test_values_that_contradict_the_heading_win(read, make):
    found = columns(
        read, make, ("责任单位", "完成时间", "联系电话"), ((1, 2, 3), ("好", "差", "中"), NAMES)
    )
    assert [fields for fields, _ in found.values()][1:] == [(), (), ()]


def test_the_clerk_has_the_last_word(read, make):
    heads, values = ("整改时限", "甲", "乙"), (DAYS, DAYS, NAMES)
    given = {"整改时限": "", "C": "整改时限", "乙": "person"}
    found = columns(read, make, heads, values, given=given)
    assert list(found.values())[1:] == [
        ((), How.EXTRA),
        (("due_on",), How.GIVEN),
        (("person",), How.GIVEN),
    ]


@pytest.mark.parametrize(
    ("given", "words"),
    [({"整改时限": "没有的字段"}, "没有的字段"), ({"没有的列": "整改时限"}, "没有的列")],
)
def test_a_mapping_that_names_nothing_is_refused(given, words, read, make):
    with pytest.raises(Usage, match=words):
        columns(read, make, ("整改时限",), (DAYS,), given=given)


def test_a_form_is_remembered_by_its_headings(read, make):
    first = read(make(("问题描述", "办法", "整改情况"), ("路灯不亮", "换灯", "已换灯泡")))
    layout = first.layouts[0]
    memory = {
        layout.fingerprint: {c.path: c.fields for c in layout.columns} | {"办法": ("measures",)}
    }
    again = read(
        make(("问题描述", "办 法", "整改情况"), ("井盖缺失", "补装", None)), remembered=memory
    )
    assert again.layouts[0].columns[1].how is How.REMEMBERED
    assert again.drafts[0].values["measures"] == "补装"


def test_days_and_limits_of_several_levels(read, make):
    def fields(*heads):
        row = tuple("2023-09-0" + str(n) for n in range(1, len(heads) + 1))
        [layout] = read(make(("问题描述", "整改情况", *heads), ("灯不亮", "正在修", *row))).layouts
        return {column.path: column.fields for column in layout.columns[2:]}

    assert fields("社区验收时间", "街道验收时间")["街道验收时间"] == ("verified_on",)
    assert fields("延期申请时间")["延期申请时间"] == ()
    assert fields("市办结时限", "区办结时限") == {
        "市办结时限": ("city_due_on",), "区办结时限": ("due_on",),
    }  # fmt: skip
