"""Handed out: who leads, who helps, who gets a copy; accepted, returned, counted back from the limit."""

from zipfile import ZipFile

import pytest

from ledger.errors import Exit

ADD = "add 电梯停运 -e 怡园 -s 新华街道 --source 12345 --new"


@pytest.fixture
def office(ledger):
    ledger.ok(ADD)
    return ledger


def test_straight_to_the_manager_with_a_copy_to_the_street(office):
    said = office.ok("assign 1 --to 恒安物业/王强 --cc 新华街道 --new")
    assert "待交办 -> 待签收  给 恒安物业 王强，抄告 新华街道" in said.err
    issue = office.issue()
    assert (issue.lead_unit, issue.person) == ("恒安物业", "王强")
    assert (issue.co_units, issue.cc_units) == ((), ("新华街道",))
    shown = office.ok("show 1").out
    assert "抄告" in shown
    assert "抄告单位 新华街道" in shown
    assert office.listed("-u", "恒安物业")[0]["cc_units"] == ["新华街道"]
    assert office.listed("-u", "新华街道") == []  # who gets a copy has nothing to do


@pytest.mark.parametrize(
    ("to", "co", "person"),
    [
        ("区城管局/区工信局", ("区工信局",), None),
        ("区城管局/区工信局/王强", ("区工信局",), "王强"),
        ("区城管局", (), None),
    ],
)
def test_after_the_slash_comes_who_does_it(office, to, co, person):
    office.ok(f"assign 1 --to {to} --co 区消防救援大队")
    issue = office.issue()
    assert (issue.co_units, issue.person) == ((*co, "区消防救援大队"), person)
    assert [one["number"] for one in office.listed("-u", "区消防救援大队")] == ["2024-0001"]


@pytest.mark.parametrize(
    "word", ["区城管局/安居物业", "区城管局 --cc 新华街", "区城管局 --co 城管科"]
)
def test_an_unknown_unit_is_named_and_nothing_is_written(office, word):
    said = office(f"assign 1 --to {word}")
    assert said.code == Exit.USAGE
    assert "名录里没有单位" in said.err
    assert office.kinds() == ["register"]


def test_a_copy_stands_on_the_paper_and_goes_with_a_return(office):
    office.ok("assign 1 --to 区城管局 --cc 新华街道,区工信局 --document -o 文书")
    office.ok(ADD)
    office.ok("assign 2 --to 区城管局 --document -o 文书")
    told = {}
    for file in sorted((office.path.parent / "文书").iterdir()):
        with ZipFile(file) as package:
            told[file.name] = package.read("word/document.xml").decode("utf-8")
    first, second = told.values()
    assert "抄送：新华街道、区工信局" in first
    assert "抄送" not in second  # nobody gets a copy: no line
    office.ok("return 1 --reason 职能交叉 --basis 归工信")
    assert office.issue().cc_units == ()
    assert "退回单位 区城管局" in office.ok("show 1").out
    office.ok("undo")
    assert office.issue().cc_units == ("新华街道", "区工信局")
    assert office.findings() == []


def test_a_column_for_copies_is_read_and_written(office):
    office.ok("assign 1 --to 区城管局 --cc 新华街道,区工信局")
    office.ok("export --all --format csv -o 台账.csv")
    other = office.at(db=office.path.with_name("二.db"))
    other.ok("init --district 道里区 --by 张敏")
    other.ok("import 台账.csv -y")
    assert other.issue().cc_units == ("新华街道", "区工信局")
