"""Forms filled in for one issue each: every label is a column, every form a row."""

import pytest

from ledger.intake.drafts import Role
from ledger.models import Status

TITLE = ("物业服务问题交办单",)
CARD = (
    ("交办编号", "物交〔2023〕31号", "交办日期", "2023年10月9日"),
    ("问题来源", "市民热线", "小区名称", "英语学院家属院"),
    ("联系电话", "13938812266", "承办单位", "区住建局物业科"),
    ("问题描述", "楼顶光伏板支架松脱，刮风时哐哐响"),
    ("办理结果", "支架重新锚固，已完成"),
    ("以上请按期办结，逾期将予通报批评。",),
    ("承办人签字", None, "交办单位盖章"),
)
SECOND = (
    ("交办编号", "物交〔2023〕32号", "交办日期", "2023年10月15日"),
    ("问题来源", "媒体曝光", "小区名称", "牡丹城南苑"),
    ("联系电话", None, "承办单位", "区人防办"),
    ("问题描述", "人防地下室租给网店当仓库，堆满纸箱"),
    ("办理结果", None),
)


def test_a_form_is_one_issue(read, make):
    found = read(make(TITLE, *CARD))
    layout, (draft,) = found.layouts[0], found.drafts
    assert (layout.role, layout.headless) == (Role.LEDGER, True)
    assert draft.values["description"] == "楼顶光伏板支架松脱，刮风时哐哐响"
    assert (draft.values["lead_unit"], draft.values["estate"]) == (
        "区住建局物业科",
        "英语学院家属院",
    )
    assert draft.values["status"] is Status.DONE
    extra = draft.values["extra"]
    assert extra["交办编号"] == "物交〔2023〕31号"
    assert extra["其他内容"] == "以上请按期办结，逾期将予通报批评。"


def test_forms_one_below_the_other(read, make):
    found = read(make(TITLE, *CARD, TITLE, *SECOND)).drafts
    assert [draft.values["estate"] for draft in found] == ["英语学院家属院", "牡丹城南苑"]
    assert [draft.row for draft in found] == [5, 13]


def test_a_doubt_names_the_cell_where_the_value_stands(read, make):
    found = read(make(TITLE, *CARD, ("整改时限", "9月31日")))
    assert [problem.cell for problem in found.problems if problem.label == "整改时限"] == ["B9"]


@pytest.mark.parametrize(
    "rows",
    [
        (
            ("问题描述", "填写具体问题"),
            ("责任单位", "填写单位全称"),
            ("整改时限", "写到日"),
            ("状态", "下拉选择"),
        ),
        (
            ("姓名", "李强", "入职日期", "2020年3月1日"),
            ("部门", "工程部", "电话", "13900001111"),
            ("住址", "河沟街"),
        ),
    ],
)
def test_what_explains_headings_or_asks_for_no_problem_is_no_form(rows, read, make):
    assert read(make(*rows)).drafts == []


def test_a_label_may_come_twice_and_a_blank_form_is_left_out(read, make):
    twice = (
        ("交办日期", "2023年10月9日"),
        ("投诉人", "张三", "联系电话", "13938812266"),
        ("责任人", "李四", "联系电话", "13900001111"),
        ("责任单位", "和兴物业", "（盖章）"),
        ("问题描述", "路灯不亮"),
        ("整改情况", "已换灯泡"),
    )
    blank = tuple((row[0], None, *row[2:3]) for row in twice)
    (draft,) = read(make(TITLE, *twice, TITLE, *blank)).drafts
    assert (draft.values["phone"], draft.values["person_phone"]) == ("13938812266", "13900001111")
    assert draft.values["lead_unit"] == "和兴物业"


def test_forms_side_by_side_are_not_half_read(read, make):
    rows = [(*row[:2], None, *row[:2]) for row in SECOND]
    assert read(make(TITLE, *rows)).drafts == []


def test_what_belongs_to_a_cell_goes_with_it(read, make):
    grid = make(TITLE, *SECOND)
    found = read(grid._replace(comments={(5, 2): "已核实", (9, 9): "无关"}))
    assert found.drafts[0].values["extra"]["问题描述（批注）"] == "已核实"
