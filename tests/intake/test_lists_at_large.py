"""Hundreds of lists as offices keep them, written by others: which are ledgers of problems, and which column tells the problem.

Each block of lists.txt begins with that column ("-": not asked, 否: no ledger), the title ("-": none) and the name of
the sheet; the headings and a few rows follow.
"""

from pathlib import Path

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
