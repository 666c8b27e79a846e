"""The directory (名录): one place for the names of units and estates, by hand and from sheets, undone like anything."""

import json
from pathlib import Path

import openpyxl
import pytest

from ledger import catalogue, directory
from ledger.directory import Entry, Names
from ledger.errors import Exit

ADD = "add {} -e {} --source 日常检查"


def book(path, *sheets):
    """A workbook of these sheets: name, rows, merged areas."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows, *merged in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for area in merged:
            sheet.merge_cells(area)
    made.save(path)
    return path


@pytest.fixture
def listed(ledger):
    """A company that runs two estates of a street."""
    ledger.ok("unit add 恒安物业 上级=新阳路街道 联系人=王强 电话=0451-85550000 别名=恒安")
    ledger.ok(
        "estate add 怡园三期 街道=新阳路街道 社区=建国社区 物业企业=恒安 项目经理=赵刚 别名=怡园C区"
    )
    ledger.ok("estate add 怡园二期 街道=新阳路街道办 企业=恒安物业")
    return ledger


def estates(clerk, *words):
    return {
        one["name"]: one for one in json.loads(clerk.ok("estate", "list", "--json", *words).out)
    }


def units(clerk, *words):
    return {one["name"]: one for one in json.loads(clerk.ok("unit", "list", "--json", *words).out)}


# --- what the directory holds


def test_it_begins_with_the_divisions_and_offices_of_the_district(ledger):
    known = units(ledger)
    assert known["道里区"] == {"name": "道里区", "kind": "区"}
    assert known["新阳路街道"] == {"name": "新阳路街道", "kind": "街道", "parent": "道里区"}
    assert known["区住建局"]["kind"] == "部门"
    communities = units(ledger, "--kind", "社区")
    assert communities["省报社社区居委会"]["parent"] == "兆麟街道"
    assert (
        len(communities) == len(catalogue.communities("道里区")) - 1
    )  # 前进村 stands in two streets


def test_units_are_a_tree(listed):
    lines = listed.at(terminal_out=True, width=100).ok("unit list").out.splitlines()
    names = [line.split("  ")[0] for line in lines]
    street = names.index("　新阳路街道")
    assert names[street - 1].startswith("　兆麟街道")
    assert names[street + 1] == "　　恒安物业"


def test_units_that_it_names_are_called_as_the_directory_calls_them(listed):
    known = estates(listed)
    assert known["怡园三期"]["company"] == "恒安物业"
    assert known["怡园二期"]["subdistrict"] == "新阳路街道"


def test_an_estate_takes_its_place_from_its_last_issue(ledger):
    ledger.ok("add 漏水 -e 金都府邸 -s 新华街道 --source 日常检查")
    assert "问题里有、名册里没有：金都府邸" in ledger.ok("estate list").err
    ledger.ok("estate add 金都府邸")
    assert estates(ledger)["金都府邸"]["subdistrict"] == "新华街道"
    assert "问题里有" not in ledger.ok("estate list").err


# --- one name for one thing

TAKEN = {
    "unit add 恒安物业": ("名录里已有单位“恒安物业”", "ledger unit edit 恒安物业"),
    "unit add 恒安": (
        "名录里已有单位“恒安”，是“恒安物业”的另一个名称",
        "ledger unit edit 恒安物业",
    ),
    "unit add 新阳路街道办事处": (
        "名录里已有单位“新阳路街道办事处”",
        "ledger unit edit 新阳路街道",
    ),
    "unit add 甲物业 别名=恒安": ("名录里已有单位“恒安”", "ledger unit edit 恒安物业"),
    "estate add 怡园3期": ("名录里已有小区“怡园3期”", "ledger estate edit 怡园三期"),
    "estate edit 怡园二期 名称=怡园C区": ("名录里已有小区“怡园C区”", "ledger estate edit 怡园三期"),
}
MISTAKES = {
    "unit edit 恒安 类型=企事业": ("没有单位类型“企事业”", "企业"),
    "unit edit 恒安 上级=新羊路街道": ("名录里没有单位“新羊路街道”", "是不是：新阳路街道？"),
    "unit edit 新阳路街道 上级=恒安物业": ("不能是它的上级", "先改下面那一个的上级"),
    "unit edit 恒安 上级=恒安": ("不能是它的上级", "先改下面那一个的上级"),
    "unit edit 恒安 电话": ("“电话”看不懂", "电话=0451-85550000"),
    "unit edit 恒安 电话+=110": ("“电话”只有一个值", "电话=值"),
    "unit edit 恒安 电画=110": ("没有可修改的字段“电画”", "是不是：电话"),
    "unit edit 恒安物叶 电话=110": ("名录里没有单位“恒安物叶”", "是不是：恒安物业？"),
    "unit edit 前进村 电话=110": ("单位“前进村”不止一个", "写全名称"),
    "unit add 。 电话=110": ("单位的名称是空的", "ledger unit add 名称"),
    "estate add 怡园四期 街道=新羊路": ("名录里没有街道“新羊路”", "是不是：新阳路街道？"),
    "estate show 怡园五其": ("名录里没有小区“怡园五其”", "是不是：怡园"),
    "unit list --kind 公司": ("没有单位类型“公司”", "可用的类型"),
    "unit contacts": ("名录里还没有写了负责事项和电话的单位", "负责事项="),
}


@pytest.mark.parametrize("words", TAKEN | MISTAKES)
def test_nothing_is_entered_twice_and_mistakes_are_told(listed, words):
    before = listed.operations()
    said = listed(words)
    error, hint = said.err.splitlines()
    wanted = (TAKEN | MISTAKES)[words]
    assert said.code == Exit.USAGE
    assert wanted[0] in error
    assert wanted[1] in hint
    assert listed.operations() == before


def test_names_that_look_alike_are_entered_and_told(listed):
    said = listed.ok("unit add 恒安物叶")
    assert "和 恒安物业 相像" in said.err
    assert "ledger unit edit 恒安物业 别名+=恒安物叶" in said.err
    assert "相像" not in listed.ok("estate add 怡园四期").err


def test_words_are_added_and_taken_away(listed):
    listed.ok("unit edit 恒安 别名+=恒安公司，恒物")
    listed.ok("unit edit 恒安物业 别名-=恒安")
    assert units(listed)["恒安物业"]["aliases"] == ["恒安公司", "恒物"]
    assert "没有变化" in listed.ok("unit edit 恒安物业 别名-=无此名").err


# --- registering by the directory


def test_an_issue_is_placed_by_the_register_under_the_name_that_counts(listed):
    listed.ok(ADD.format("漏水", "怡园C区"))
    issue = listed.issue()
    assert (issue.estate, issue.subdistrict) == ("怡园三期", "新阳路街道")
    assert (issue.community, issue.company) == ("建国社区", "恒安物业")
    assert issue.district == "道里区"


def test_an_unknown_estate_is_told_with_the_nearest_where_a_register_is_kept(listed):
    said = listed(ADD.format("漏水", "怡园三七"))
    assert said.code == Exit.USAGE
    assert "错误：名录里没有小区“怡园三七”" in said.err
    assert "是不是：怡园三期" in said.err
    assert listed.issues() == []
    listed.ok(ADD.format("漏水", "怡园三七") + " --new")
    listed.ok(ADD.format("停电", "怡园三七"))
    said = listed("edit 1 小区=怡园三八")
    assert "名录里没有小区“怡园三八”" in said.err
    listed.ok("edit 1 小区=怡园3期")
    assert listed.issue().estate == "怡园三期"


def test_without_a_register_any_estate_is_taken_as_it_is_typed(ledger):
    ledger.ok(ADD.format("漏水", "怡园小区"))
    ledger.ok(ADD.format("停电", "怡园-小区"))
    assert [issue.estate for issue in ledger.issues()] == ["怡园小区", "怡园-小区"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("恒安", "恒安物业"),
        ("新阳路街道办事处", "新阳路街道"),
        ("新阳路街道办", "新阳路街道"),
        ("新阳路办", "新阳路街道"),
        ("新阳路", "新阳路街道"),
        ("省报社社区", "省报社社区居委会"),
    ],
)
def test_units_are_handed_issues_under_the_name_that_counts(listed, typed, meant):
    listed.ok(ADD.format("漏水", "怡园三期"))
    listed.ok(f"assign 1 --to {typed}")
    assert listed.issue().lead_unit == meant


def test_filters_know_every_name(listed):
    listed.ok(ADD.format("漏水", "怡园三期"))
    listed.ok("assign 1 --to 恒安物业")
    listed.ok("add 停电 -e 别处 -s 新华街道 --source 来电 --new -u 区住建局")
    for words in ("-e 怡园C区", "-u 恒安", "--company 恒安"):
        assert [i["number"] for i in listed.listed(*words.split())] == ["2024-0001"], words
    assert [i["number"] for i in listed.listed("-e", "~怡园C区")] == ["2024-0002"]


# --- names change, the past does not


def test_a_renamed_unit_leaves_the_past_as_it_was(listed):
    listed.ok(ADD.format("漏水", "怡园三期"))
    listed.ok("assign 1 --to 恒安物业")
    before = listed.issue(), listed.history()
    said = listed.ok("unit edit 恒安物业 名称=新恒安物业")
    assert "已登记的问题仍写“恒安物业”" in said.err
    assert (listed.issue(), listed.history()) == before
    known = units(listed)
    assert known["新恒安物业"]["aliases"] == ["恒安", "恒安物业"]
    assert "恒安物业" not in known
    assert "1 件：待签收 1" in listed.ok("unit show 新恒安物业").out
    assert len(listed.listed("-u", "新恒安物业")) == 1
    listed.ok(ADD.format("停电", "怡园三期") + " -u 恒安物业")
    assert listed.issue("2").lead_unit == "新恒安物业"


def test_everything_is_an_operation_that_is_undone(listed):
    before = units(listed), estates(listed)
    for words in (
        "unit edit 恒安 名称=新恒安",
        "unit edit 新阳路街道 电话=84610000",
        "estate add 怡园九期",
    ):
        listed.ok(words)
    for _ in range(3):
        listed.ok("undo")
    assert (units(listed), estates(listed)) == before
    listed.ok("unit edit 恒安 电话=1")
    code = listed.operations()[-1]
    listed.ok("unit edit 恒安 电话=2")
    said = listed(f"undo {code}")
    assert said.code == Exit.REFUSED
    assert "之后都改过了，没有可以撤回的：单位“恒安物业”" in said.err
    assert listed.findings() == []


def test_a_dry_run_keeps_nothing(listed):
    before = listed.operations()
    listed.ok("unit add 金都物业 -n")
    listed.ok("estate edit 怡园三期 项目经理=王强 -n")
    assert listed.operations() == before


# --- from sheets

CONTACTS = (
    "通讯录",
    [
        ["道里区物业管理工作通讯录"],
        ["填报单位：区住建局物业办", None, None, None, "2024年1月"],
        ["序号", "单位名称", "类别", "服务内容", "联系人", "联系电话", "传真"],
        [1, "道里供水公司", "企业", "停水、水压", "刘洋", "0451-84610001", None],
        [2, "道里电业局", "供电", "停电", None, 95598, None],
        [3, "道里供热公司", "企业", "供热", "赵刚", "0451-84610003", "0451-84610004"],
        [4, "新阳路街道办事处", "街道", None, "李明", "0451-84610005", None],
        [5, "道里供热公司", "企业", "供热投诉", "赵刚", "0451-84610006", None],
        [6, None, None, "燃气", None, "96677", None],
        [None] * 6,
        ["制表人：张敏", None, None, "审核人："],
    ],
    "A1:G1",
)
REGISTER = (
    "新阳路街道办",
    [
        ["序号", "社区", "小区名称", "物业服务企业", "项目经理", "联系电话", "建成年代"],
        [1, "建国社区", "怡园三期", "恒安", "王强", "13900000000", 1998],
        [2, None, "怡园四期", "恒安物业", "王强", "13900000000", 2001],
        [3, "工农社区", "松光胡同8号院", "无物业", "/", None, None],
    ],
    "B2:B3",
)
SECTIONS = (
    "全区",
    [
        ["小区", "物业企业"],
        ["一、兆麟街道"],
        ["红旗小区", "金都物业"],
        ["二、新阳路街道"],
        ["红旗家园", "金都物业"],
    ],
)


def test_a_list_of_contacts_is_read_as_the_office_keeps_it(ledger, tmp_path):
    book(tmp_path / "通讯录.xlsx", CONTACTS)
    said = ledger("unit import 通讯录.xlsx -y")
    assert said.code == Exit.BAD_DATA
    assert "“通讯录”第 9 行：没有单位名称" in said.err
    assert "已写入名录：新增 3，更新 1，相同 0，错误 1" in said.err
    known = units(ledger)
    assert known["道里供水公司"] == {
        "name": "道里供水公司", "kind": "企业", "duty": "停水、水压", "person": "刘洋", "phone": "0451-84610001",
    }  # fmt: skip
    assert known["道里供热公司"]["duty"] == "供热、供热投诉"
    assert known["道里供热公司"]["phone"] == "0451-84610003、0451-84610006"
    assert known["道里供热公司"]["extra"] == {"传真": "0451-84610004"}
    assert (known["道里电业局"]["kind"], known["道里电业局"]["phone"]) == ("部门", "95598")
    assert known["新阳路街道"]["person"] == "李明"
    again = ledger("unit import 通讯录.xlsx -y")
    assert "没有要写入的" in again.err
    assert ledger.findings() == []


def test_a_register_of_estates_is_read_as_the_office_keeps_it(listed, tmp_path):
    book(tmp_path / "名册.xlsx", REGISTER, SECTIONS, ("说明", [["各街道填报"]]))
    said = listed.ok("estate import 名册.xlsx -y")
    assert "略过工作表“说明”" in said.err
    assert "更新  怡园三期 项目经理：赵刚 -> 王强" in said.err
    known = estates(listed)
    assert known["怡园三期"] == {
        "name": "怡园三期", "aliases": ["怡园C区"], "subdistrict": "新阳路街道", "community": "建国社区",
        "company": "恒安物业", "person": "王强", "phone": "13900000000", "extra": {"建成年代": "1998"},
    }  # fmt: skip
    assert known["怡园四期"]["community"] == "建国社区"
    assert known["松光胡同8号院"] == {
        "name": "松光胡同8号院", "subdistrict": "新阳路街道", "community": "工农社区",
        "extra": {"物业服务企业": "无物业"},
    }  # fmt: skip
    assert known["红旗小区"]["subdistrict"] == "兆麟街道"
    assert known["红旗家园"]["subdistrict"] == "新阳路街道"
    listed.ok("undo")
    assert estates(listed).keys() == {"怡园三期", "怡园二期"}


def test_a_sheet_is_shown_and_asked_about_first(listed, tmp_path):
    book(tmp_path / "名册.xlsx", REGISTER)
    before = listed.operations()
    assert "没有终端，不能询问" in listed("estate import 名册.xlsx").err
    assert "新增 2，更新 1，相同 0，错误 0；没有写入" in listed.ok("estate import 名册.xlsx -n").err
    assert listed.at(terminal_in=True)("estate import 名册.xlsx", typed="否\n").code == Exit.REFUSED
    assert listed.operations() == before
    listed.ok("estate import 名册.xlsx", typed="是\n")
    assert "怡园四期" in estates(listed)


WRONG = {
    "unit import 名册.xlsx": ("是小区名册，不是单位名单", "ledger estate import"),
    "estate import 通讯录.xlsx": ("里没有找到小区", "要有一行表头"),
    "unit import 没有.xlsx": ("没有.xlsx", ""),
}


@pytest.mark.parametrize("words", WRONG)
def test_the_wrong_sheet_is_told(ledger, tmp_path, words):
    book(tmp_path / "名册.xlsx", REGISTER)
    book(tmp_path / "通讯录.xlsx", CONTACTS)
    said = ledger(words)
    assert said.code == Exit.BAD_DATA
    assert WRONG[words][0] in said.err
    assert WRONG[words][1] in said.err
    assert len(ledger.operations()) == 1


def test_what_nobody_knows_in_a_sheet_is_kept_and_told(ledger, tmp_path):
    rows = [["小区", "街道", "物业企业"], ["怡园三期", "新羊路街道", "恒安物业"]]
    book(tmp_path / "名册.xlsx", ("小区", rows))
    said = ledger.ok("estate import 名册.xlsx -y")
    assert "名录里没有街道“新羊路街道”，照写" in said.err
    assert estates(ledger)["怡园三期"]["subdistrict"] == "新羊路街道"


def test_a_list_goes_out_and_comes_back(listed, tmp_path):
    book(tmp_path / "名册.xlsx", REGISTER)
    listed.ok("estate import 名册.xlsx -y")
    listed.ok("estate list -o 小区.xlsx")
    listed.ok("unit list --kind 企业,街道 -o 单位.xlsx")
    for words in ("estate import 小区.xlsx -y", "unit import 单位.xlsx -y"):
        assert "没有要写入的" in listed.ok(words).err
    sheet = openpyxl.load_workbook("小区.xlsx").worksheets[0]
    assert sheet["A1"].value == "小区名册"
    assert "建成年代" in [cell.value for cell in sheet[3]]


# --- what it is good for


def test_residents_are_told_whom_to_call(listed, tmp_path):
    book(tmp_path / "通讯录.xlsx", CONTACTS)
    listed("unit import 通讯录.xlsx -y")
    listed.ok("unit edit 区住建局 负责事项=物业投诉")
    said = listed.ok("unit contacts")
    assert said.out.splitlines() == [
        "负责事项\t单位\t电话",
        "停电\t道里电业局\t95598",
        "停水、水压\t道里供水公司\t0451-84610001",
        "供热、供热投诉\t道里供热公司\t0451-84610003、0451-84610006",
    ]
    assert "没有电话的没有列出：区住建局" in said.err
    posted = listed.ok("unit contacts -e 怡园C区").out.splitlines()
    assert posted[1:3] == [
        "物业服务\t恒安物业 赵刚\t0451-85550000",
        "街道事务\t新阳路街道\t0451-84610005",
    ]
    listed.ok("unit contacts -e 怡园三期 -o 公示.xlsx")
    assert openpyxl.load_workbook("公示.xlsx").worksheets[0]["A1"].value == "怡园三期便民公示"


def test_everything_about_a_unit_or_estate_in_one_place(listed):
    listed.ok(ADD.format("漏水", "怡园三期") + " -u 恒安物业")
    shown = listed.ok("unit show 恒安").out
    for words in ("恒安物业", "0451-85550000", "在管小区  怡园三期、怡园二期", "1 件：待签收 1"):
        assert words in shown
    assert "辖区小区  怡园三期、怡园二期" in listed.ok("unit show 新阳路街道").out
    shown = listed.ok("estate show 怡园C区").out
    for words in ("怡园三期", "赵刚", "1 件，未完成 1 件：待签收 1"):
        assert words in shown


def test_texts_of_people_and_files_are_data(ledger, tmp_path):
    rows = [["单位", "电话", "备注"], ["甲\x1b物业", "'=1+1", "{{字段}} [red]"]]
    book(
        tmp_path / "单位.xlsx",
        ("单位", [[str(c).replace("\x1b", "") for c in row] for row in rows]),
    )
    ledger.ok("unit import 单位.xlsx -y")
    ledger.ok("unit", "add", "乙'; DROP TABLE issue;--物业", '备注=[bold]x[/bold]%_"')
    known = units(ledger)
    assert known["甲物业"]["remarks"] == "{{字段}} [red]"
    name = "乙'; DROP TABLE issue;--物业"
    assert known[name]["remarks"] == '[bold]x[/bold]%_"'
    ledger.ok("unit", "edit", name, "电话=110")
    assert ledger.findings() == []


def test_headings_are_claimed_once_only():
    for noun, fields in (("unit", directory.UNIT), ("estate", directory.ESTATE)):
        headings = catalogue.headings(noun)
        assert headings.keys() == fields.keys()
        texts = [text for told in headings.values() for text in told]
        assert len(texts) == len(set(texts))


def test_a_loop_of_parents_is_no_endless_tree():
    units = [Entry("甲", "部门", "乙"), Entry("乙", "部门", "甲"), Entry("丙", "企业", "甲")]
    assert sorted(unit.name for _, unit in directory.tree(units)) == ["丙", "乙", "甲"]


def test_what_is_replaced_keeps_its_names():
    before, after = Entry("恒安物业"), Entry("恒安物业", aliases=("恒安",), phone="1")
    names = Names([before])
    names.replace(before, after)
    assert names.meant("恒安") == names.meant("恒安物业") == [after]
    assert Path(catalogue.path("directory.toml")).is_file()
