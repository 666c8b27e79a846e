"""Sheets that begin with the first issue: no row names the columns."""

import openpyxl
import pytest

from ledger.intake.drafts import How, Role

ROWS = (
    ("3.1", "李阿姨", "楼下烧烤摊油烟呛人，窗户不敢开", "叫城管来看过"),
    ("3.4", "刘建", "5栋2单元门锁坏了，谁都进得来", "换了新锁"),
    ("3.6", "陈爹", "楼上半夜拖椅子，吵得睡不着", "调解好了"),
    ("3.9", "唐姐", "充电棚的插座没电，三天了", "在等供电所"),
)
TITLE = ("三月份群众来社区反映的事",)


@pytest.mark.parametrize("above", [(), (TITLE,)])
def test_the_first_row_is_an_issue_where_no_row_names_the_columns(above, read, make):
    found = read(make(*above, *ROWS))
    layout = found.layouts[0]
    assert layout.role is Role.LEDGER
    assert layout.headless
    assert [draft.values["description"] for draft in found.drafts] == [row[2] for row in ROWS]
    assert found.drafts[0].values["extra"]["B列"] == "李阿姨"
    assert {c.how for c in layout.columns if c.fields} == {How.CONTENT}


def test_a_word_that_heads_columns_elsewhere_makes_no_header(read, make):
    whose = ("物业公司", "供电所", "居委会", "街道")
    found = read(make(*((*row, one) for row, one in zip(ROWS, whose, strict=True))))
    assert [draft.row for draft in found.drafts] == [1, 2, 3, 4]


def test_numbers_of_rows_and_of_ledgers_are_no_telephones(read, make):
    rows = [(f"2023-000{n}", n, row[2], row[3]) for n, row in enumerate(ROWS, 1)]
    found = read(make(*rows))
    assert len(found.drafts) == len(ROWS)
    assert "phone" not in found.drafts[0].values


def test_names_with_their_numbers_are_who_complains(read, make):
    rows = [(*row[:1], row[2], row[1], f"1391234567{n}", row[3]) for n, row in enumerate(ROWS)]
    found = read(make(*rows)).drafts[0].values
    assert (found["complainant"], found["phone"]) == ("李阿姨", "13912345670")


@pytest.mark.parametrize(
    "head",
    [
        ("日期", "谁说的", "啥事", "后来咋样"),
        ("甲", "乙", "丙", "丁"),  # names of columns that mean nothing are names all the same
    ],
)
def test_a_row_of_names_is_a_header(head, read, make):
    found = read(make(head, *ROWS))
    assert not found.layouts[0].headless
    assert len(found.drafts) == len(ROWS)


def test_numbered_sentences_in_one_column_are_issues_with_what_came_of_them(read, make):
    rows = (
        "1、3栋2单元墙面渗水，找过开发商两次，还没修",
        "2、5栋电梯按钮失灵，6月11号维保换好了",
        "3、东门岗亭的道闸抬杆慢——已调快",
        "4、地库积水",
    )
    found = read(make(("碧水湾项目6月遗留问题",), *((row,) for row in rows)))
    told = [draft.values for draft in found.drafts]
    assert [draft.row for draft in found.drafts] == [2, 3, 4, 5]
    assert [values["description"] for values in told] == [
        "3栋2单元墙面渗水",
        "5栋电梯按钮失灵",
        "东门岗亭的道闸抬杆慢",
        "地库积水",
    ]
    assert [values.get("progress") for values in told] == [
        "找过开发商两次，还没修",
        "6月11号维保换好了",
        "已调快",
        None,
    ]


def test_short_items_and_those_that_begin_with_a_house_are_read(read, make):
    rows = ("1.3栋漏水，已报修", "2.路灯不亮，已修好", "3.垃圾未清")
    found = read(make(*((row,) for row in rows))).drafts
    assert [draft.values["description"] for draft in found] == ["3栋漏水", "路灯不亮", "垃圾未清"]
    assert all("extra" not in draft.values for draft in found)


@pytest.mark.parametrize(
    "rows",
    [
        ("1、物业费按月交", "2、垃圾分类投放", "3、文明养犬", "4、不得私搭乱建"),
        ("1、3栋漏水", "3、5栋电梯坏了", "7、地库积水"),
    ],
)
def test_rules_and_sentences_that_are_not_counted_are_no_issues(rows, read, make):
    assert read(make(("住户须知",), *((row,) for row in rows))).drafts == []


def test_a_list_of_nothing_wrong_is_refused_without_a_header_as_well(read, make):
    visits = [("3.1", "李阿姨", "社区组织看望老党员，送去米面", "本人很高兴")] * 2
    found = read(make(*visits, ("3.4", "刘建", "参加社区的消防知识讲座，领了宣传册", "已签到")))
    assert found.layouts[0].role is not Role.LEDGER


def book(path, rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return str(path)


def test_it_is_imported_once_and_is_no_form(ledger, tmp_path):
    path = book(tmp_path / "三月.xlsx", ROWS)
    said = ledger.ok("import", path, "--map", "B=投诉人", "--yes").err
    assert "没有表头，数据 1-4 行" in said
    assert "“三月.xlsx”没有表头，不能作表样：加一行列名" in said
    assert ledger.issue("1").complainant == "李阿姨"
    again = ledger.ok("import", path, "--map", "B=投诉人", "--yes").err
    assert "新增 0，更新 0，相同 4" in again
    refused = ledger("form", "add", path)
    assert refused.code == 4
    assert "没有表头，不能照着填" in refused.err


def test_refused_rows_come_back_as_a_list(ledger, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = book(tmp_path / "三月.xlsx", (*ROWS, ("3.11", "周叔", None, "已答复")))
    said = ledger("import", path, "--yes")
    assert "错误行 1 行另存：三月_错误.csv（照着在原表里改好，再导入一次）" in said.err
    assert "5,C5,C列,,没有写是什么问题" in (tmp_path / "三月_错误.csv").read_text("utf-8-sig")


def test_it_stands_in_an_export_of_its_workbook_and_is_not_sent_out(ledger, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = openpyxl.Workbook()
    made.active.append(("序号", "街道", "小区", "存在问题", "整改进展"))
    made.active.append((1, "新一街道", "幸福小区", "3号楼屋面渗漏，雨天进水", "未整改"))
    notes = made.create_sheet("手记")
    for row in ROWS:
        notes.append(row)
    made.save("台账.xlsx")
    ledger.ok("import", "台账.xlsx", "--yes")
    ledger.ok("export", "--all", "-o", "o.xlsx")
    told = [tuple(c.value for c in row) for row in openpyxl.load_workbook("o.xlsx")["手记"].rows]
    assert told == list(ROWS)
    said = ledger("export", "--split-by", "街道", "-o", "下发")
    assert said.code == 2
    assert "表样“台账”的工作表“手记”没有表头，不能发下去填" in said.err
