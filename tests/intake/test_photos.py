"""Pictures are bound to the issue of their row, under the stage that their column names."""

from ledger.intake.drafts import Reading
from ledger.intake.grid import Picture

HEADER = ["序号", "问题描述", "责任单位", "整改时限", "整改前照片", "整改后照片", "备注"]
NOTICE = (
    ["整改台账"],
    HEADER,
    [1, "路灯不亮", "甲物业", "2023-10-01", None, None, "急"],
    [2, "电梯停运", "乙物业", "2023-10-02", None, None, "急"],
    [3, "墙皮脱落", "丙物业", "2023-10-03", None, None, "急"],
    ["单位负责人：（盖章）"],
)


def picture(cell: str) -> Picture:
    return Picture(int(cell[1:]), ord(cell[0]) - 64, "image1.png", f"1!{cell}")


def bound(reading: Reading) -> dict[int, list[tuple[str, str]]]:
    """Stage and cell of the pictures of each row."""
    return {
        draft.row: [(photo.stage, photo.cell) for photo in draft.photos]
        for draft in reading.drafts
        if draft.photos
    }


def test_the_column_tells_the_stage(read, make):
    cells = ["E3", "E3", "F3", "G4", "A5", "J5"]
    (layout,) = (found := read(make(*NOTICE, pictures=[picture(c) for c in cells]))).layouts
    assert bound(found) == {
        3: [("before", "台账!E3"), ("after", "台账!F3")],
        4: [("evidence", "台账!G4")],
        5: [("evidence", "台账!A5"), ("evidence", "台账!J5")],
    }
    assert (layout.pictures, layout.pictures_left) == (6, 0)


def test_two_pictures_of_one_cell_are_both_kept(read, make):
    twins = [Picture(3, 5, "image1.png", "1!a"), Picture(3, 5, "image2.png", "1!b")]
    (draft, *_) = read(make(*NOTICE, pictures=twins)).drafts
    assert [photo.key for photo in draft.photos] == ["1!a", "1!b"]


def test_seals_in_heading_and_foot_are_left_and_counted(read, make):
    found = read(make(*NOTICE, pictures=[picture(c) for c in ("A1", "E2", "E6", "C9", "E4")]))
    assert bound(found) == {4: [("before", "台账!E4")]}
    assert (found.layouts[0].pictures, found.layouts[0].pictures_left) == (1, 4)


def test_a_merged_cell_belongs_to_all_of_its_rows(read, make):
    pictures = [picture("E4"), picture("G5")]
    found = read(make(*NOTICE, merges=["E3:E4", "F5:G5"], pictures=pictures))
    assert bound(found) == {
        3: [("before", "台账!E4")],
        4: [("before", "台账!E4")],
        5: [("after", "台账!G5")],
    }


def test_rows_that_continue_an_issue_give_it_their_pictures(read, make):
    rows = [
        *NOTICE[:3],
        [None, None, "乙物业", None, None, None, "又及"],
        [],
        *NOTICE[4:],
    ]
    merges = ["A3:A4", "B3:B4"]
    found = read(make(*rows, merges=merges, pictures=[picture("E4"), picture("F5")]))
    assert bound(found) == {3: [("before", "台账!E4"), ("after", "台账!F5")]}


def test_groups_have_no_pictures(read, make):
    rows = [*NOTICE[:4], ["二、道里区"], *NOTICE[4:]]
    found = read(make(*rows, merges=["A5:G5"], pictures=[picture("E5")]))
    assert (bound(found), found.layouts[0].pictures_left) == ({}, 1)


def test_each_of_two_tables_counts_its_own(read, make):
    second = ["编号", "存在问题", "牵头单位", "完成时限", "整改前照片", "整改后照片", "说明"]
    rows = [*NOTICE[1:5], [], second, [1, "下水堵塞", "甲物业", "2023-10-05", None, None, "急"]]
    found = read(make(*rows, pictures=[picture("E2"), picture("F7"), picture("E6")]))
    assert bound(found) == {2: [("before", "台账!E2")], 7: [("after", "台账!F7")]}
    assert [layout.pictures for layout in found.layouts] == [1, 1]
    assert sum(layout.pictures_left for layout in found.layouts) == 1
