"""Our own tables carried to another ledger, and back."""

import json

import pytest

from ledger.intake import own
from ledger.models import Issue
from ledger.readings import PRECISIONS
from ledger.sheets import dump
from ledger.sheets.read import read_content

ADD = ("add", "地下室积水", "-e", "怡园小区", "--source", "信访")


@pytest.fixture
def two(fresh, tmp_path):
    """Two ledgers of the same district, each with a number 1 of its own, and the first one's table."""
    ours, theirs = (fresh.at(db=tmp_path / name) for name in ("甲.db", "乙.db"))
    for clerk in (ours, theirs):
        clerk.path.write_bytes(fresh.path.read_bytes())
    ours.ok("add", "电梯停运", "-e", "和平小区", "--source", "信访")
    theirs.ok(*ADD)
    table = tmp_path / "甲.csv"
    ours.ok("export", "--all", "--format", "csv", "-o", str(table))
    return ours, theirs, str(table)


def test_a_table_of_another_ledger_never_overwrites_by_number(two):
    _, theirs, table = two
    theirs.ok("import", table, "-y")
    assert [i.description for i in theirs.issues()] == ["地下室积水", "电梯停运"]


def test_our_own_table_untouched_changes_nothing(two):
    ours, _, table = two
    before = ours.issues()
    said = ours.ok("import", table, "-y")
    assert "新增 0，更新 0，相同 1，冲突 0，错误 0" in said.err
    assert ours.issues() == before


@pytest.mark.parametrize("code", PRECISIONS)
def test_how_sharp_a_limit_is_stands_in_words_and_is_read_back(code):
    table = dump.csv([Issue(uid="u1", number="2024-0001", due_precision=code)])
    assert PRECISIONS[code] in table.decode()
    for told in (table, table.replace(PRECISIONS[code].encode(), code.encode())):
        (draft,) = own.read(read_content(told, "甲.csv")).drafts
        assert draft.values["due_precision"] == code


def test_other_programs_are_told_the_code(two):
    ours, _, _ = two
    (told,) = json.loads(ours.ok("list --json").out)
    assert told["due_precision"] == "duration"
    ours.ok("void 1 --reason 不属实 --approved-by 赵刚")
    said = ours.ok("export --format csv --all")
    assert ",按期限推算," in said.out
    assert ",待交办," in said.out  # the state before it was voided
