"""Several lists of one workbook that tell of the same issues: read as one, filled one by one."""

import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.drawing.image import Image
from PIL import Image as Pillow

from ledger.models import Status

PROBLEMS = (
    ("序号", "问题编号", "问题来源", "具体问题", "发现时间"),
    (1, "XF-01", "群众来信", "金水湾小区消防通道被私家车长期占用，救火车进不来", "2023-11-02"),
    (2, "XF-02", "现场走访", "怡园三期高层住宅的消防泵房无人值守，设备停在手动位置", "2023-11-02"),
    (3, "XF-03", "市委巡察", "恒安物业收取的装修垃圾清运费没有公示，业主多次投诉", "2023-11-06"),
    (4, "XF-04", "现场走访", "兆麟小区2号楼电梯安全标志过期三个月没有更换", "2023-11-08"),
)
OWNERS = (
    ("序号", "问题编号", "问题摘要", "责任领导", "牵头单位", "配合单位", "责任人"),
    (1, "XF-03", "清运费没有公示", "王强", "区发改局", "区住建局", "孙丽"),
    (2, "XF-01", "消防通道被占用", "王强", "区消防大队", "区城管局", "赵刚"),
    (3, "XF-02", "泵房无人值守", "李敏", "恒安物业", "区消防大队", "周洋"),
)
WORK = (
    ("序号", "问题编号", "整改措施", "整改时限", "整改进展", "是否销号"),
    (1, "XF-02", "安排两班值守", date(2023, 12, 30), "两班人员已到岗", "是"),
    (2, "XF-01", "划黄线、装隔离桩", date(2023, 12, 15), "正在施工", "否"),
    (3, "XF-09", "更换照明灯", date(2023, 12, 31), "正在采购", "否"),
)  # fmt: skip


def saved(path: Path, **sheets: tuple[tuple[object, ...], ...]) -> str:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append((f"住宅小区消防集中整治{name}",))
        for row in rows:
            sheet.append(row)
    book.save(path)
    return str(path)


def cells(path: str | Path, sheet: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(min_row=3, values_only=True))


@pytest.fixture
def book(tmp_path) -> str:
    return saved(tmp_path / "三张清单.xlsx", 问题清单=PROBLEMS, 责任清单=OWNERS, 整改清单=WORK)


def test_rows_of_one_number_are_one_issue_in_whatever_order(ledger, book):
    said = ledger.ok("import", book, "--yes")
    assert (
        "“责任清单”：表头第 2 行，数据 3-5 行；3 行与“问题清单”写的是同一批问题，并入那里"
        in said.err
    )
    assert (
        "“整改清单”：表头第 2 行，数据 3-5 行；2 行与“问题清单”写的是同一批问题，并入那里"
        in said.err
    )
    assert "读到 5 行：新增 5" in said.err
    first, second, third, fourth, alone = ledger.issues()
    assert (first.origin["sheet"], first.origin["row"]) == ("问题清单", 3)
    assert first.description == PROBLEMS[1][3]
    assert (first.lead_unit, first.person, first.measures) == (
        "区消防大队",
        "赵刚",
        "划黄线、装隔离桩",
    )
    assert first.extra["责任清单/问题摘要"] == "消防通道被占用"
    assert (first.status, second.status) == (Status.IN_PROGRESS, Status.CLOSED)
    assert (third.lead_unit, third.status, third.measures) == ("区发改局", Status.ASSIGNED, None)
    assert (fourth.lead_unit, fourth.status) == (None, Status.REGISTERED)
    assert (alone.origin["sheet"], alone.measures) == ("整改清单", "更换照明灯")
    assert ledger.findings() == []


def test_a_second_import_says_nothing_new_and_undo_takes_all_back(ledger, book):
    ledger.ok("import", book, "--yes")
    assert "新增 0，更新 0，相同 5" in ledger.ok("import", book, "--yes").err
    ledger.ok("undo", "B0001", "--yes")
    assert ledger.listed("--all") == []
    assert ledger.findings() == []


def test_each_list_is_filled_with_its_own_part(ledger, book, tmp_path):
    ledger.ok("import", book, "--yes")
    out = tmp_path / "o.xlsx"
    ledger.ok("export", "--all", "-o", str(out))
    for sheet in ("问题清单", "责任清单", "整改清单"):
        assert cells(out, sheet) == cells(book, sheet)
    ledger.ok("edit", "1", "责任单位=区交警大队", "问题描述=通道又被占了")
    ledger.ok(
        "add", "北门路灯不亮", "--source", "12345", "-s", "康安街道", "-u", "区城管局", "--new"
    )
    ledger.ok("export", "--all", "-o", str(out), "--yes")
    assert cells(out, "问题清单")[0][3] == "通道又被占了"
    assert cells(out, "责任清单")[1][1:6] == (
        "XF-01",
        "消防通道被占用",
        "王强",
        "区交警大队",
        "区城管局",
    )
    number = ledger.issues()[-1].number
    assert cells(out, "问题清单")[-1][:4] == (5, number, "12345", "北门路灯不亮")
    assert cells(out, "责任清单")[-1][:5] == (4, number, "北门路灯不亮", None, "区城管局")
    assert cells(out, "整改清单")[-1][:3] == (4, number, None)
    told = json.loads(ledger("import", str(out), "--dry-run", "--json").out)
    assert told["counts"] == {"new": 0, "update": 0, "same": 6, "conflict": 0, "error": 0}


def test_issues_not_chosen_stand_on_none_of_the_lists(ledger, book, tmp_path):
    ledger.ok("import", book, "--yes")
    out = tmp_path / "o.xlsx"
    ledger.ok("export", "2", "-o", str(out))
    numbers = [
        [row[1] for row in cells(out, name)] for name in ("问题清单", "责任清单", "整改清单")
    ]
    assert numbers == [["XF-02"], ["XF-02"], ["XF-02"]]


def test_what_is_hidden_is_hidden_on_every_list(ledger, tmp_path):
    problems = (
        PROBLEMS[0],
        *((*row[:3], f"{row[3]}，联系13812345678", row[4]) for row in PROBLEMS[1:]),
    )
    owners = (OWNERS[0], *((*row[:2], f"{row[2]}13812345678", *row[3:]) for row in OWNERS[1:]))
    book = saved(tmp_path / "清单.xlsx", 问题清单=problems, 责任清单=owners)
    ledger.ok("import", book, "--yes")
    out = tmp_path / "o.xlsx"
    ledger.ok("export", "--all", "--masked", "-o", str(out))
    for name in ("问题清单", "责任清单"):
        assert "13812345678" not in str(cells(out, name))


def test_several_lists_are_not_sent_out(ledger, book, tmp_path):
    ledger.ok("import", book, "--yes")
    said = ledger("export", "--split-by", "单位", "-o", str(tmp_path / "下发"))
    assert said.code == 2
    assert "把一个问题分写在几张工作表上，不能发下去填" in said.err
    assert not (tmp_path / "下发").exists()


def test_what_the_lists_contradict_each_other_in_is_told(ledger, tmp_path):
    owners = (
        ("问题编号", "责任单位", "整改时限", "责任人", "联系电话", "状态"),
        *(
            (row[1], "恒安物业", date(2023, 12, 20), "赵刚", "84600001", "未整改")
            for row in PROBLEMS[1:]
        ),
    )
    work = (
        ("问题编号", "整改措施", "整改时限", "整改进展", "状态"),
        *(
            (row[1], "限期清理", date(2023, 12, 20 + (row[0] == 2)), "已清理", "已完成")
            for row in PROBLEMS[1:]
        ),
    )
    book = saved(tmp_path / "清单.xlsx", 问题清单=PROBLEMS, 责任清单=owners, 整改清单=work)
    said = ledger.ok("import", book, "--yes")
    assert "读到 4 行：新增 4" in said.err
    told = "“整改清单”第 4 行“整改时限”（C4）：“2023-12-21”与“责任清单”第 4 行的“2023-12-20”不一致，按这里的记"
    assert told in said.err
    assert (
        "“责任清单”第 4 行“状态”（F4）：“未整改”与“整改清单”第 4 行的“已完成”不一致，按那里的记"
        in said.err
    )
    second = ledger.issue("2")
    assert (str(second.due_on), second.status) == ("2023-12-21", Status.DONE)
    assert second.extra["责任清单/整改时限"] == "2023-12-20"
    assert "新增 0，更新 0，相同 4" in ledger.ok("import", book, "--yes").err
    out = tmp_path / "o.xlsx"
    ledger.ok("export", "--all", "-o", str(out))
    for sheet in ("问题清单", "责任清单", "整改清单"):
        assert cells(out, sheet) == cells(book, sheet)


def test_a_photo_stays_on_the_list_that_has_it(ledger, tmp_path):
    path = tmp_path / "清单.xlsx"
    photo = ("整改后照片",)
    saved(path, 问题清单=PROBLEMS, 责任清单=(OWNERS[0] + photo, *OWNERS[1:]), 整改清单=(WORK[0] + photo, *WORK[1:]))  # fmt: skip
    book = openpyxl.load_workbook(path)
    data = io.BytesIO()
    Pillow.new("RGB", (20, 20)).save(data, "PNG")
    book["整改清单"].add_image(Image(data), "G3")
    book.save(path)
    ledger.ok("import", str(path), "--yes")
    (kept,) = ledger.issue("2").attachments
    assert (kept["kind"], kept["cell"]) == ("after", "整改清单!G3")
    ledger.ok("export", "--all", "-o", str(tmp_path / "o.xlsx"))
    out = openpyxl.load_workbook(tmp_path / "o.xlsx")
    assert [len(sheet._images) for sheet in out] == [0, 0, 1]


def test_a_column_of_two_lists_stays_blank_where_it_was(ledger, tmp_path):
    problems = ((*PROBLEMS[0], "网格"), *((*row, None) for row in PROBLEMS[1:]), (5, "XF-05", "现场走访", "单元门损坏", "2023-11-09", "四网格"))  # fmt: skip
    owners = ((*OWNERS[0], "网格"), *((*row, "一网格") for row in OWNERS[1:]))
    book = saved(tmp_path / "清单.xlsx", 问题清单=problems, 责任清单=owners)
    ledger.ok("import", book, "--yes")
    assert ledger.issue("1").extra["网格"] == "一网格"
    out = tmp_path / "o.xlsx"
    ledger.ok("export", "--all", "-o", str(out))
    for sheet in ("问题清单", "责任清单"):
        assert cells(out, sheet) == cells(book, sheet)


def test_the_plan_says_which_sheet_goes_on_with_which(ledger, book):
    told = json.loads(ledger.ok("import", book, "--dry-run", "--json").out)["sheets"]
    assert {sheet["sheet"]: sheet["joins"] for sheet in told} == {
        "问题清单": None,
        "责任清单": "问题清单",
        "整改清单": "问题清单",
    }
