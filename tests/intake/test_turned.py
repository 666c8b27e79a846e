"""Tables turned on their side: a column for each issue."""

from ledger.intake.drafts import Role
from ledger.models import Status

TITLE = ("挂牌督办事项对照表",)
TABLE = (
    ("事项", "第一项", "第二项", "第三项"),
    ("小区", "云龙家园", "宏盛家园", "格林雅苑"),
    ("问题描述", "消防主机瘫痪两年", "自备井水硬度超标", "架空层被圈占成仓储"),
    ("责任单位", "云龙物业", "区水务局", "区城管执法局"),
    ("整改时限", "2023年8月31日", "9月31日", "2023年6月30日"),
    ("整改状态", "整改中", "整改中", "已完成"),
)


def test_each_column_is_an_issue(read, make):
    found = read(make(TITLE, *TABLE))
    assert found.layouts[0].role is Role.LEDGER
    told = [draft.values for draft in found.drafts]
    assert [values["estate"] for values in told] == ["云龙家园", "宏盛家园", "格林雅苑"]
    assert [values["description"] for values in told] == list(TABLE[2][1:])
    assert told[2]["status"] is Status.DONE


def test_a_doubt_names_the_cell_where_it_stands(read, make):
    found = read(make(TITLE, *TABLE))
    assert [problem.cell for problem in found.problems if problem.label == "整改时限"] == ["C6"]


def test_nothing_that_stands_there_is_lost(read, make):
    late = {"小区": "和悦华锦", "问题描述": "靠临电顶着"}  # of which little is known yet
    table = [(*row, late.get(row[0])) for row in TABLE]
    found = read(make(TITLE, *table)._replace(comments={(4, 3): "已复核"}))
    assert [draft.values["description"] for draft in found.drafts][3] == "靠临电顶着"
    assert found.drafts[1].values["extra"]["问题描述（批注）"] == "已复核"


def test_a_table_of_rows_is_not_turned(read, make):
    rows = [(n, "云龙家园", f"{n}号楼漏水", "云龙物业", "整改中") for n in range(1, 7)]
    found = read(make(("序号", "小区", "问题描述", "责任单位", "整改状态"), *rows))
    assert [draft.row for draft in found.drafts] == [2, 3, 4, 5, 6, 7]
