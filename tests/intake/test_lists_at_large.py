"""Hundreds of lists as offices keep them, written by others: which are ledgers of problems, and which column tells the problem.

Each block of lists.txt begins with that column ("-": not asked, 否: no ledger), the title ("-": none) and the name of
the sheet; the headings and a few rows follow.
"""

from pathlib import Path

import pytest

from ledger.intake.drafts import Reading, Role

LISTS = (Path(__file__).parent / "lists.txt").read_text("utf-8").strip().split("\n\n")
NO_LEDGER = "否"


def listed(block: str, read, make) -> tuple[str, Reading]:
    first, *lines = block.split("\n")
    wanted, title, sheet = first.split("\t")
    rows = [tuple(cell or None for cell in line.split("\t")) for line in lines]
    above = [] if title == "-" else [(title,)]
    return wanted, read(make(*above, *rows, name=sheet))


def test_ledgers_are_told_from_other_lists(read, make):
    told = [listed(block, read, make) for block in LISTS]
    wrong = [
        block
        for block, (wanted, found) in zip(LISTS, told, strict=True)
        if (found.layouts[0].role is Role.LEDGER) is (wanted == NO_LEDGER)
    ]
    assert {wanted == NO_LEDGER for wanted, _ in told} == {True, False}
    assert wrong == []


def test_the_column_of_the_problem_is_found(read, make):
    wrong = []
    for block in LISTS:
        wanted, found = listed(block, read, make)
        if wanted not in (NO_LEDGER, "-"):
            columns = (
                c for c in found.layouts[0].columns if {"description", "title"} & {*c.fields}
            )
            if wanted not in [column.path for column in columns]:
                wrong.append(block)
    assert wrong == []


QUESTIONS = ("几楼能封阳台？", "物业费几月交？", "谁管电梯？", "装修要报备吗？", "车位归谁？")


@pytest.mark.parametrize(
    ("head", "rows", "why"),
    [
        (
            ("序号", "问题", "参考答复"),
            [(n, q, "按规定办") for n, q in enumerate(QUESTIONS)],
            "一问一答",
        ),
        (
            ("日期", "摘要", "收入", "支出", "经办人", "票据类型"),
            [(f"3月{n}日", "付门禁维修费", None, 200, "老秦", "发票") for n in range(1, 6)],
            "收支",
        ),
    ],
)
def test_why_a_list_is_no_ledger_is_told(head, rows, why, read, make):
    layout = read(make(("清单",), head, *rows)).layouts[0]
    assert layout.role is Role.OTHER
    assert why in layout.why


def test_a_list_whose_problems_all_say_none_is_no_ledger(read, make):
    head = ("序号", "项目", "目标", "牵头单位", "存在问题", "完成时限")
    rows = [(n, f"口袋公园{n}", "9处", "园林局", "无", "9月12日") for n in range(1, 6)]
    assert read(make(("挂图作战推进表",), head, *rows)).layouts[0].role is Role.OTHER


def test_questions_of_residents_are_problems(read, make):
    head = ("序号", "问题描述", "责任单位", "整改情况")
    rows = [(n, f"{n}号楼漏水什么时候修？", "和兴物业", "已修好") for n in range(1, 6)]
    assert len(read(make(("12345热线问题台账",), head, *rows)).drafts) == len(rows)
