import pytest

from ledger.intake import search, sheet

ROW = ("序号", "街道", "小区名称", "问题描述", "责任单位", "整改时限", "整改情况")
DATA = [
    (1, "靖宇街道", "丰润小区", "3号楼路灯不亮，居民夜间出行不便", "区城管局", "9月5日", "已更换"),
    (2, "靖宇街道", "丰润小区", "5号楼下水堵塞，污水外溢", "区住建局", "9月9日", None),
    (3, "太古街道", "永平小区", "楼道堆放杂物，堵塞疏散通道", "区消防队", "2023.9.20", "正在清理"),
]
TITLE = ("某区问题整改台账",)
UNIT = ("填报单位：某区住建局（盖章）", None, None, "填报人：王某", None, "截至2023年9月30日")
GROUPS = ("序号", "位置", None, "问题描述", "责任单位", "整改", None)
UNDER = (None, "街道", "小区名称", None, None, "时限", "情况")
GROUP_MERGES = ("A{0}:A{1}", "B{0}:C{0}", "D{0}:D{1}", "E{0}:E{1}", "F{0}:G{0}")


def merges(top):
    return [text.format(top, top + 1) for text in GROUP_MERGES]


LAYOUTS = {
    "first row": ((1, 1), [ROW, *DATA], []),
    "title and unit": ((3, 3), [TITLE, UNIT, ROW, *DATA], ["A1:G1"]),
    "unit without title": ((2, 2), [UNIT, ROW, *DATA], []),
    "unit in two merged halves": (
        (3, 3),
        [TITLE, ("某区住建局物业办", None, None, "二〇二三年九月"), ROW, *DATA],
        ["A1:G1", "A2:C2", "D2:G2"],
    ),
    "title over three rows": (
        (4, 5),
        [TITLE, (), (), ROW, (), *DATA],
        ["A1:G3", *(f"{c}4:{c}5" for c in "ABCDEFG")],
    ),
    "numbers above": ((3, 3), [TITLE, range(1, 8), ROW, *DATA], ["A1:G1"]),
    "numbers below": ((2, 2), [TITLE, ROW, range(1, 8), *DATA], ["A1:G1"]),
    "two levels": ((2, 3), [TITLE, GROUPS, UNDER, *DATA], ["A1:G1", *merges(2)]),
    "two levels of a text file": ((1, 2), [GROUPS, UNDER, *DATA], []),
    "begins at B3": ((3, 3), [(), (), (None, *ROW), *((None, *row) for row in DATA)], []),
    "one row of data": ((2, 2), [TITLE, ROW, DATA[0]], ["A1:G1"]),
    "line breaks": ((1, 1), [tuple("\n".join(t) for t in ROW), *DATA], []),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_finds_the_header(name, make, vocabulary):
    rows, content, areas = LAYOUTS[name][0], LAYOUTS[name][1], LAYOUTS[name][2]
    band = search.find(sheet.view(make(*content, merges=areas)), vocabulary)
    assert band is not None
    assert (band.top, band.bottom) == rows
    assert band.confidence > 0.5


def test_levels_spread_merged_groups(make, vocabulary):
    band = search.find(sheet.view(make(GROUPS, UNDER, *DATA, merges=merges(1))), vocabulary)
    assert band is not None
    assert band.levels[3] == ("位置", "小区名称")
    assert band.levels[4] == ("问题描述",)
    assert band.levels[7] == ("整改", "情况")


@pytest.mark.parametrize(
    "rows",
    [
        [("关于开展专项整治的通知",), ("各街道办事处：",), ("现将有关事项通知如下。",)],
        [(1, 2, 3), (4, 5, 6), (7, 8, 9)],
        [("只有一列",), ("一",), ("二",)],
        [],
    ],
)
def test_finds_none_where_there_is_none(rows, make, vocabulary):
    assert search.find(sheet.view(make(*rows)), vocabulary) is None
