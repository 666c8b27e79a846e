"""Sheets sent out to receivers and collected: what the clerk sees, what stands in the files, what the ledger has."""

import itertools
import json
import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import collecting
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Drawing
from PIL import Image

from ledger import catalogue
from ledger.models import Status

HEADINGS = (
    "序号", "街道", "小区", "问题描述", "投诉人", "联系电话", "责任单位", "整改时限", "整改情况", "是否完成", "完成时间",
    "满意度", "备注",
)  # fmt: skip
ROWS = (
    ("利民街道", "怡园小区", "二楼阳台栏杆开裂", "王丽", "13912345601", "利民街道", "已联系物业", "否"),
    ("利民街道", "怡园小区", "单元门损坏关不上", "李敏", "13912345602", "利民街道", "门已订货", "否"),
    ("利民街道", "怡园小区", "楼道照明不亮", "张强", "13912345603", "利民街道", "正在查线路", "否"),
    ("康安街道", "康宁小区", "下水管道堵塞返水", "赵芳", "13912345604", "康安街道", "已派人疏通", "否"),
    ("康安街道", "康宁小区", "电梯频繁停运", "孙伟", "13912345605", "康安街道", "等配件", "否"),
)  # fmt: skip
PLACES = {title: index for index, title in enumerate(HEADINGS, 1)}
FIRST = 4
LIMIN, KANGAN = "利民街道_整改台账_20240115.xlsx", "康安街道_整改台账_20240115.xlsx"


def form(path: Path, rows=ROWS) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "问题台账"
    sheet["A1"] = "物业问题整改台账"
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(HEADINGS))
    sheet["A2"] = "填报单位："
    for column, title in enumerate(HEADINGS, 1):
        sheet.cell(FIRST - 1, column, title)
    for number, row in enumerate(rows, 1):
        street, estate, words, who, phone, unit, progress, done = row
        told = (number, street, estate, words, who, phone, unit, date(2024, 1, 31), progress, done)
        for column, value in enumerate((*told, None, None, None), 1):
            sheet.cell(FIRST + number - 1, column, value)
    sheet.cell(FIRST + len(rows), 1, "填表人：")
    book.save(path)


@pytest.fixture
def sent(ledger, tmp_path):
    """Five issues of two streets, sent out."""
    form(tmp_path / "整改台账.xlsx")
    ledger.ok("import 整改台账.xlsx -y")
    ledger.ok("export --split-by 街道 --fill 整改情况,是否完成,完成时间,满意度,备注 -o 下发")
    return ledger


class Street:
    """A street office with the sheet that it was sent."""

    def __init__(self, name: str = LIMIN) -> None:
        self.book = load_workbook(f"下发/{name}")
        self.sheet = self.book.active

    def row(self, words: str) -> int:
        return next(
            r for r in range(1, 40) if self.sheet.cell(r, PLACES["问题描述"]).value == words
        )

    def fills(self, words: str, **cells) -> "Street":
        for title, value in cells.items():
            self.sheet.cell(self.row(words), PLACES[title]).value = value
        return self

    def adds(self, **cells) -> "Street":
        free = next(r for r in range(FIRST, 40) if not self.sheet.cell(r, PLACES["问题描述"]).value)
        for title, value in cells.items():
            self.sheet.cell(free, PLACES[title]).value = value
        return self

    def returns(self, name: str = "利民.xlsx") -> str:
        Path("交回").mkdir(exist_ok=True)
        self.book.save(f"交回/{name}")
        return f"交回/{name}"


def table(said):
    """The counts of each file: rows, same, updated, new, conflicts, errors."""
    rows = re.findall(r"^(\S+) +" + r" +".join([r"(\d+)"] * 6) + "$", said.err, re.MULTILINE)
    return {name: tuple(map(int, figures)) for name, *figures in rows}


# -- sending -----------------------------------------------------------------------------------


def test_each_receiver_gets_its_rows_in_the_districts_form(ledger, tmp_path):
    form(tmp_path / "整改台账.xlsx")
    ledger.ok("import 整改台账.xlsx -y")
    said = ledger.ok("export --split-by 街道 --month 2024-01 --fill 整改情况,备注 -o 下发/1月")
    assert said.out == (
        "下发/1月/利民街道_整改台账_202401.xlsx\t3\n下发/1月/康安街道_整改台账_202401.xlsx\t2\n"
    )
    assert said.err.startswith(
        "合计 5 条，与台账2024年1月期末数一致。可填列：整改情况、备注；其余列已锁定，末尾空 5 行可填新问题\n"
    )
    sheet = load_workbook("下发/1月/康安街道_整改台账_202401.xlsx").active
    assert sheet["A1"].value == "物业问题整改台账"
    assert sheet["A2"].value == "填报单位：康安街道"
    words = [sheet.cell(row, 4).value for row in range(FIRST, FIRST + 8)]
    assert words == ["下水管道堵塞返水", "电梯频繁停运", *[None] * 5, None]
    assert [sheet.cell(row, 1).value for row in range(FIRST, FIRST + 8)] == [
        *range(1, 8), "填表人：",
    ]  # fmt: skip


def test_only_what_shall_be_filled_in_is_open(sent):
    sheet = Street().sheet
    assert sheet.protection.sheet
    assert not sheet.protection.password
    opened = {
        row: [HEADINGS[c - 1] for c in range(1, 14) if not sheet.cell(row, c).protection.locked]
        for row in (1, FIRST - 1, FIRST, FIRST + 2, FIRST + 3, FIRST + 8)
    }
    fill = ["整改情况", "是否完成", "完成时间", "满意度", "备注"]
    assert opened == {
        1: [], FIRST - 1: [], FIRST: fill, FIRST + 2: fill, FIRST + 3: list(HEADINGS),
        FIRST + 8: ["序号"],  # 填表人：
    }  # fmt: skip
    assert sheet.column_dimensions["N"].hidden
    assert not sheet.column_dimensions["M"].hidden


def test_closed_lists_are_drop_downs(sent):
    lists = {str(d.sqref): d.formula1 for d in Street().sheet.data_validations.dataValidation}
    assert lists == {"J4:J11": '"是,否"', "L4:L11": '"满意,基本满意,不满意,未评价"'}


def test_nothing_of_another_receiver_is_in_a_file(ledger, tmp_path):
    """Neither in texts that no cell shows any more nor in pictures."""
    form(tmp_path / "整改台账.xlsx")
    book = load_workbook("整改台账.xlsx")
    for row, colour in ((FIRST, "red"), (FIRST + 3, "blue")):
        Image.new("RGB", (40, 30), colour).save(f"{colour}.png")
        book.active.add_image(Drawing(f"{colour}.png"), f"M{row}")
    book.create_sheet("汇总")["A1"] = "康安街道 赵芳 13912345604"
    book.save("整改台账.xlsx")
    shared(tmp_path / "整改台账.xlsx")
    ledger.ok("import 整改台账.xlsx -y")
    ledger.ok("export --split-by 街道 -o 下发")
    with zipfile.ZipFile(f"下发/{LIMIN}") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    everything = b"".join(parts.values()).decode("utf-8", "replace")
    for _, _, words, who, phone, *_ in ROWS[3:]:
        assert [text for text in (words, who, phone) if text in everything] == []
    assert all(text in everything for _, _, *told in ROWS[:3] for text in told[:3])
    assert sum(name.startswith("xl/media/") for name in parts) == 1
    assert load_workbook(f"下发/{LIMIN}").sheetnames == ["问题台账"]


def shared(path: Path) -> None:
    """The workbook with its texts where most programs keep them: shared, in a part of their own."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if "xl/sharedStrings.xml" in parts:
        return
    texts: list[bytes] = []

    def moved(match: re.Match[bytes]) -> bytes:
        texts.append(match[2])
        return b"<c" + match[1] + b' t="s"><v>%d</v></c>' % (len(texts) - 1)

    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        parts[name] = re.sub(
            rb'<c([^>]*) t="inlineStr"><is><t[^>]*>(.*?)</t></is></c>', moved, parts[name], flags=re.DOTALL
        )  # fmt: skip
    listed = b"".join(b"<si><t>" + text + b"</t></si>" for text in texts)
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/sharedStrings.xml"] = b"<sst " + space + b">" + listed + b"</sst>"
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    rels = "xl/_rels/workbook.xml.rels"
    link = b'<Relationship Id="rIdS" Type="' + kind + b'" Target="sharedStrings.xml"/>'
    parts[rels] = parts[rels].replace(b"</Relationships>", link + b"</Relationships>")
    told = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    kinds = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + told + b'"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", kinds)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def test_issues_without_receiver_are_listed_not_lost(sent):
    sent.ok("add 电梯困人 -e 新小区 --source 日常检查")
    said = sent("export --split-by 街道 -o 再发")
    assert said.code == 4
    assert "合计 5 条，另有 1 条没有街道、未发，与台账一致。" in said.err
    assert "未发：6。补上再发：ledger edit 编号 街道=…" in said.err


def test_files_that_are_there_are_not_overwritten_unasked(sent):
    before = Path(f"下发/{LIMIN}").read_bytes()
    said = sent("export --split-by 街道 -o 下发")
    assert said.code == 2
    assert (
        "“下发”里已有 利民街道_整改台账_20240115.xlsx等 2 个同名文件，将覆盖？没有终端" in said.err
    )
    assert Path(f"下发/{LIMIN}").read_bytes() == before
    assert sent("export --split-by 街道 -o 下发 -y").code == 0


def test_without_a_place_for_the_files_nothing_is_remembered(sent):
    Path("再发").write_text("一个文件", "utf-8")
    operations = sent.operations()
    said = sent("export --split-by 街道 -o 再发")
    assert said.code == 4
    assert "建不了文件夹“再发”" in said.err
    assert sent.operations() == operations


def test_an_office_and_its_street_are_one_receiver(ledger):
    ledger.ok("add 路灯不亮 -e 怡园小区 --source 日常检查")
    ledger.ok("add 井盖缺失 -e 怡园小区 --source 日常检查")
    ledger.ok("assign 1 --to 新华街道 --new")
    ledger.ok("assign 2 --to 新华街道办事处 --new")
    assert len(ledger.ok("export --split-by 单位 -o 下发").out.splitlines()) == 1


def test_a_dry_run_writes_neither_files_nor_record(sent):
    operations = sent.operations()
    said = sent.ok("export --split-by 单位 -o 试 -n")
    assert said.out.splitlines()[0] == "试/利民街道_整改台账_20240115.xlsx\t3"
    assert said.err.endswith("试运行：没有写文件，也没有记下\n")
    assert not Path("试").exists()
    assert sent.operations() == operations


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("--split-by 社区", "可用：街道、单位、小区"),
        ("--split-by 街道 --fill 整改进度", "列有：街道、小区、问题描述"),
        ("--split-by 街道 --format csv", "去掉 --format"),
        ("--split-by 街道 --photos", "--photos"),
        ("--fill 备注", "--split-by"),
    ],
)
def test_what_cannot_be_sent_is_said_with_a_way_out(sent, words, hint):
    said = sent(f"export -o 再发 {words}")
    assert said.code == 2
    assert hint in said.err


def test_a_ledger_without_form_sends_the_shipped_one(ledger):
    ledger.ok("add 路灯不亮 -e 怡园小区 -s 新华街道 --source 日常检查")
    ledger.ok("assign 1 --to 新华街道 --new")
    ledger.ok("export --split-by 街道 -o 下发")
    book = load_workbook("下发/新华街道_问题台账_20240115.xlsx")
    sheet = book.active
    titles = {sheet.cell(4, c).value: c for c in range(1, sheet.max_column + 1)}
    sheet.cell(5, titles["状态"]).value = "已完成"
    sheet.cell(5, titles["整改情况"]).value = "换了灯泡"
    sheet.cell(6, titles["小区"]).value = "怡园小区"
    sheet.cell(6, titles["问题描述"]).value = "井盖缺失"
    book.save("交回.xlsx")
    said = ledger.ok("merge 交回.xlsx -y")
    assert table(said) == {"交回.xlsx": (2, 0, 1, 1, 0, 0)}
    assert ledger.issue("1").status is Status.DONE
    assert ledger.issue("2").description == "井盖缺失"


# -- collecting --------------------------------------------------------------------------------


def test_what_a_street_filled_in_comes_into_the_ledger(sent):
    file = (
        Street()
        .fills("二楼阳台栏杆开裂", 整改情况="栏杆已焊好", 备注="居民在场")
        .fills("楼道照明不亮", 备注="等电业局")
        .adds(小区="怡园小区", 问题描述="井盖缺失", 整改情况="已围挡")
        .returns()
    )
    said = sent.ok(f"merge {file} -y")
    assert table(said) == {"利民.xlsx": (4, 1, 2, 1, 0, 0)}
    assert "未交回：康安街道\n" in said.err
    assert "已写入批次 B0002（操作 A0004）。撤销：ledger undo A0004\n" in said.err
    first, third, new = (sent.issue(n) for n in ("1", "3", "6"))
    assert (first.progress, first.remarks, third.remarks) == ("栏杆已焊好", "居民在场", "等电业局")
    assert (new.subdistrict, new.estate, new.description) == ("利民街道", "怡园小区", "井盖缺失")
    last = sent.history("1")[-1]
    assert (last.event.by, last.event.kind.label) == ("利民街道", "导入更新")
    assert sent.findings() == []


def test_undo_takes_a_collection_back_as_a_whole(sent):
    before = [issue._replace(version=0) for issue in sent.issues()]
    file = (
        Street()
        .fills("二楼阳台栏杆开裂", 整改情况="栏杆已焊好", 是否完成="是", 备注="好了")
        .fills("楼道照明不亮", 整改情况=None)
        .adds(小区="怡园小区", 问题描述="井盖缺失")
        .returns()
    )
    assert table(sent.ok(f"merge {file} -y"))["利民.xlsx"] == (4, 1, 2, 1, 0, 0)
    sent.ok("undo")
    after = [issue._replace(version=0) for issue in sent.issues() if not issue.withdrawn]
    assert after == before
    assert table(sent.ok(f"merge {file} -n"))["利民.xlsx"] == (4, 1, 2, 1, 0, 0)
    assert sent.findings() == []


def test_a_second_collection_of_the_same_files_changes_nothing(sent):
    file = Street().fills("楼道照明不亮", 备注="等电业局").adds(小区="怡园小区", 问题描述="井盖缺失").returns()  # fmt: skip
    sent.ok(f"merge {file} -y")
    operations, issues = sent.operations(), sent.issues()
    said = sent.ok(f"merge {file}")
    assert table(said) == {"利民.xlsx": (4, 4, 0, 0, 0, 0)}
    assert said.err.endswith("没有要写入的\n")
    assert (sent.operations(), sent.issues()) == (operations, issues)


def test_an_added_row_that_was_struck_changes_nothing_the_second_time(ledger, tmp_path):
    form(tmp_path / "整改台账.xlsx")
    book = load_workbook("整改台账.xlsx")
    book.active.cell(FIRST - 1, PLACES["满意度"]).value = "销号日期"
    book.save("整改台账.xlsx")
    ledger.ok("import 整改台账.xlsx -y")
    ledger.ok("export --split-by 街道 --fill 整改情况,是否完成,完成时间,销号日期 -o 下发")
    street = Street().adds(小区="怡园小区", 问题描述="井盖缺失", 完成时间=date(2024, 1, 10), 满意度=date(2024, 1, 12))  # fmt: skip
    file = street.returns()
    ledger.ok(f"merge {file} -y")
    assert (ledger.issue("6").status, ledger.issue("6").closed_on) == (Status.DONE, None)
    assert table(ledger.ok(f"merge {file} -n")) == {"利民.xlsx": (4, 4, 0, 0, 0, 0)}
    file = street.fills("井盖缺失", 整改情况="已换新井盖").returns()
    assert "  6 号  整改情况 已换新井盖\n" in ledger.ok(f"merge {file} -n").err


def test_untouched_sheets_are_noted_as_returned(sent):
    assert "未交回：康安街道" in sent.ok(f"merge 下发/{LIMIN} -y").err
    said = sent.ok(f"merge 下发/{KANGAN} -y")
    assert table(said) == {KANGAN: (2, 2, 0, 0, 0, 0)}
    assert "这一次发下去的都已交回\n" in said.err


def test_without_files_it_is_told_who_has_not_returned(sent):
    clerk = sent.at(terminal_out=True)
    assert clerk.ok("merge").out == "2024-01-15  发给 2 家，未交回 2 家：利民街道、康安街道\n"
    sent.ok(f"merge 下发/{LIMIN} -y")
    sent.at(today=date(2024, 2, 1)).ok("export 1 --split-by 街道 -o 二月")
    assert clerk.ok("merge").out == (
        "2024-02-01  发给 1 家，未交回 1 家：利民街道\n2024-01-15  发给 2 家，未交回 1 家：康安街道\n"
    )
    assert sent.ok("merge").out.splitlines()[1:] == [
        f"2024-01-15\t康安街道\t{KANGAN}", "2024-02-01\t利民街道\t利民街道_整改台账_20240201.xlsx",
    ]  # fmt: skip


def test_a_dry_run_of_a_collection_writes_nothing(sent):
    file = Street().fills("楼道照明不亮", 备注="等电业局").returns()
    operations = sent.operations()
    said = sent.ok(f"merge {file} -n")
    assert said.err.endswith("试运行：将写入 更新 1，新增 0；没有写入\n")
    assert "\n  3 号  备注 等电业局\n" in said.err
    assert sent.operations() == operations
    assert "未交回：利民街道" in sent.ok(f"merge 下发/{KANGAN} -n").err


def test_without_terminal_nothing_is_written_unasked(sent):
    file = Street().fills("楼道照明不亮", 备注="等电业局").returns()
    said = sent(f"merge {file}")
    assert said.code == 2
    assert "将写入（更新 1，新增 0）？没有终端，不能询问" in said.err
    assert sent.issue("3").remarks is None


# -- the procedure -----------------------------------------------------------------------------


def test_finished_in_a_sheet_is_reported_never_struck(sent):
    file = (
        Street()
        .fills("二楼阳台栏杆开裂", 整改情况="栏杆已焊好", 是否完成="是", 完成时间=date(2024, 1, 12))
        .adds(小区="怡园小区", 问题描述="井盖缺失", 整改情况="已换井盖", 是否完成="是")
        .returns()
    )
    sent.ok(f"merge {file} -y")
    issue = sent.issue("1")
    assert (issue.status, issue.done_on, issue.done_by) == (Status.DONE, date(2024, 1, 12), "利民街道")  # fmt: skip
    assert sent.kinds("1") == ["import", "done"]
    assert sent.issue("6").status is Status.DONE


def test_who_finished_has_accepted(ledger, tmp_path):
    form(tmp_path / "整改台账.xlsx", [(*ROWS[0][:6], None, "否")])
    ledger.ok("import 整改台账.xlsx -y")
    assert ledger.issue("1").status is Status.ASSIGNED
    ledger.ok("export --split-by 街道 -o 下发")
    file = Street().fills("二楼阳台栏杆开裂", 整改情况="栏杆已焊好", 是否完成="是").returns()
    ledger.ok(f"merge {file} -y")
    assert ledger.kinds("1") == ["import", "accept", "done"]


def test_a_day_of_finishing_alone_reports_too(sent):
    file = Street().fills("楼道照明不亮", 完成时间="2024.1.10", 是否完成=None).returns()
    sent.ok(f"merge {file} -y")
    assert (sent.issue("3").status, sent.issue("3").done_on) == (Status.DONE, date(2024, 1, 10))


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"是否完成": "已销号"}, "第 4 行“是否完成”（J4）：“已销号”：2024-0001 现为“整改中”，不能销号"),
        ({"是否完成": "挂账"}, "（J4）：“挂账”：2024-0001 不能挂账：缺挂账原因或原因不在清单内；缺复核日；缺批准人"),
        ({"是否完成": "快了"}, "（J4）：“快了”不是认得的状态"),
        ({"是否完成": "是", "整改情况": None}, "不能报验：缺情况说明"),
        ({"是否完成": "是", "完成时间": date(2024, 2, 1)}, "完成日期 2024-02-01 还没有到"),
        ({"完成时间": "年底"}, "第 4 行“完成时间”（K4）：“年底”没有写到哪一天"),
        ({"满意度": "凑合"}, "第 4 行“满意度”（L4）：“凑合”不在清单里：满意、基本满意"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_an_error_with_its_cell(sent, cells, reason):
    before = sent.issue("1")
    said = sent(f"merge {Street().fills('二楼阳台栏杆开裂', **cells).returns()} -y")
    assert said.code == 4
    assert table(said) == {"利民.xlsx": (3, 2, 0, 0, 0, 1)}
    assert reason in said.err
    assert sent.issue("1") == before


def test_a_usual_word_that_the_district_does_not_list_is_taken(sent):
    sent.ok(f"merge {Street().fills('楼道照明不亮', 满意度='非常满意').returns()} -y")
    assert sent.issue("3").satisfaction == "非常满意"


def test_an_issue_not_handed_over_cannot_be_reported_finished(ledger, tmp_path):
    form(tmp_path / "整改台账.xlsx", [(*ROWS[0][:5], None, None, "否")])
    ledger.ok("import 整改台账.xlsx -y")
    ledger.ok("export --split-by 街道 -o 下发")
    said = ledger(f"merge {Street().fills('二楼阳台栏杆开裂', 是否完成='是').returns()} -y")
    assert said.code == 4
    assert "2024-0001 现为“待交办”，不能报验" in said.err
    assert ledger.issue("1").status is Status.REGISTERED


def test_a_street_that_is_late_says_nothing_against_a_struck_issue(sent):
    sent.ok("close 1 --on-the-spot -m 已焊 --force --reason 演示 --photo 整改台账.xlsx")
    said = sent.ok(f"merge {Street().fills('二楼阳台栏杆开裂', 是否完成='是').returns()} -y")
    assert table(said) == {"利民.xlsx": (3, 3, 0, 0, 0, 0)}
    assert sent.issue("1").status is Status.CLOSED


def test_a_struck_issue_is_never_overwritten(sent):
    sent.ok("close 1 --on-the-spot -m 已焊 --force --reason 演示 --photo 整改台账.xlsx")
    file = Street().fills("二楼阳台栏杆开裂", 整改情况="还在焊").returns()
    said = sent(f"merge {file} --on-conflict update -y")
    assert said.code == 5
    assert table(said) == {"利民.xlsx": (3, 2, 0, 0, 1, 0)}
    assert sent.issue("1").progress == "已焊"


# -- conflicts ---------------------------------------------------------------------------------


@pytest.fixture
def clashing(sent):
    """The street and the bureau both changed 整改情况 of 1; the street alone 备注 of it."""
    Street().fills("二楼阳台栏杆开裂", 整改情况="栏杆已焊好", 备注="居民在场").returns()
    sent.ok("edit 1 整改情况=区里已派人")
    return sent


def test_unattended_the_ledgers_value_stays(clashing):
    said = clashing("merge 交回 -y")
    assert said.code == 5
    assert table(said) == {"利民.xlsx": (3, 2, 0, 0, 1, 0)}
    assert (
        "冲突 1/1  1 号 整改情况：下发 已联系物业，来表 栏杆已焊好，台账 区里已派人（利民街道 I4）"
        in said.err
    )
    issue = clashing.issue("1")
    assert (issue.progress, issue.remarks) == ("区里已派人", "居民在场")


@pytest.mark.parametrize(
    ("typed", "code", "progress", "remarks"),
    [
        ("L\n是\n", 5, "区里已派人", "居民在场"),
        ("\n是\n", 5, "区里已派人", "居民在场"),
        ("u\n是\n", 0, "栏杆已焊好", "居民在场"),
        ("X\nU\n是\n", 0, "栏杆已焊好", "居民在场"),
        ("Q\n", 1, "区里已派人", None),
        ("U\n否\n", 1, "区里已派人", None),
    ],
)
def test_conflicts_are_asked_cell_by_cell(clashing, typed, code, progress, remarks):
    said = clashing("merge 交回", typed=typed)
    assert said.code == code
    issue = clashing.issue("1")
    assert (issue.progress, issue.remarks) == (progress, remarks)


@pytest.mark.parametrize(
    ("way", "code", "progress"),
    [("skip", 5, "区里已派人"), ("update", 0, "栏杆已焊好"), ("stop", 1, "区里已派人")],
)
def test_conflicts_can_be_decided_beforehand(clashing, way, code, progress):
    assert clashing(f"merge 交回 --on-conflict {way} -y").code == code
    assert clashing.issue("1").progress == progress
    assert clashing.issue("1").remarks == (None if way == "stop" else "居民在场")


def test_both_saying_the_same_is_no_conflict(sent):
    file = Street().fills("二楼阳台栏杆开裂", 整改情况="栏杆已焊好").returns()
    sent.ok("edit 1 整改情况=栏杆已焊好")
    assert table(sent.ok(f"merge {file} -y")) == {"利民.xlsx": (3, 3, 0, 0, 0, 0)}


def test_what_the_ledger_alone_changed_stays(sent):
    sent.ok("edit 1 备注=区里写的 整改措施=焊接")
    file = Street().fills("二楼阳台栏杆开裂", 整改情况="栏杆已焊好").returns()
    assert table(sent.ok(f"merge {file} -y")) == {"利民.xlsx": (3, 2, 1, 0, 0, 0)}
    issue = sent.issue("1")
    assert (issue.progress, issue.remarks, issue.measures) == ("栏杆已焊好", "区里写的", "焊接")


def test_a_locked_column_needs_the_clerks_word(sent):
    file = Street().fills("二楼阳台栏杆开裂", 整改时限=date(2024, 3, 1)).returns()
    said = sent(f"merge {file} -y")
    assert said.code == 5
    assert (
        "1 号 整改时限（锁定的列）：下发 2024-01-31，来表 2024-03-01，台账 2024-01-31" in said.err
    )
    assert sent.issue("1").due_on == date(2024, 1, 31)
    sent.ok(f"merge {file} --on-conflict update -y")
    assert sent.issue("1").due_on == date(2024, 3, 1)


def test_a_locked_word_on_the_state_needs_the_clerks_word_too(sent):
    sent.ok("export --split-by 街道 --fill 备注 -o 二次")
    street = Street(f"../二次/{LIMIN}").fills("二楼阳台栏杆开裂", 是否完成="是")
    assert sent(f"merge {street.returns()} -y").code == 5
    assert sent.issue("1").status is Status.IN_PROGRESS


def test_a_day_of_finishing_counts_where_the_state_is_locked(sent):
    sent.ok("export --split-by 街道 --fill 完成时间 -o 二次")
    street = Street(f"../二次/{LIMIN}").fills("二楼阳台栏杆开裂", 完成时间="2024.1.11")
    sent.ok(f"merge {street.returns()} -y")
    assert (sent.issue("1").status, sent.issue("1").done_on) == (Status.DONE, date(2024, 1, 11))


def test_a_row_of_another_receiver_is_an_error(sent):
    street, other = Street(), Street(KANGAN)
    row = other.row("电梯频繁停运")
    for column in range(2, 15):
        street.sheet.cell(FIRST + 3, column).value = other.sheet.cell(row, column).value
    said = sent(f"merge {street.returns()} -y")
    assert table(said) == {"利民.xlsx": (4, 3, 0, 0, 0, 1)}
    assert "第 7 行“整行”（A7）：是别的表里的一条，没有收；在它自己的表里填" in said.err


def test_one_part_of_a_joint_cell_can_be_changed(ledger):
    book = Workbook()
    for row in (
        ("序号", "街道", "小区", "问题描述", "责任单位/责任人", "整改时限", "整改情况"),
        (1, "利民街道", "怡园小区", "二楼漏水", "利民街道/王强", "2024-01-31", "在修"),
        (2, "利民街道", "怡园小区", "路灯不亮", "利民街道/李明", "2024-01-31", "在修"),
    ):
        book.active.append(row)
    book.save("联合.xlsx")
    ledger.ok("import 联合.xlsx -y")
    assert ledger.issue("1").person == "王强"
    ledger.ok("export --split-by 街道 --fill 责任单位/责任人 -o 下发")
    book = load_workbook("下发/利民街道_联合_20240115.xlsx")
    book.active["E2"] = "利民街道/赵刚"
    book.save("交回.xlsx")
    assert table(ledger.ok("merge 交回.xlsx -y")) == {"交回.xlsx": (2, 1, 1, 0, 0, 0)}
    assert (ledger.issue("1").lead_unit, ledger.issue("1").person) == ("利民街道", "赵刚")


def test_two_copies_of_a_sheet_that_agree_count_once(sent):
    street = Street().fills("楼道照明不亮", 备注="等电业局").adds(小区="怡园小区", 问题描述="井盖缺失")  # fmt: skip
    street.returns("一.xlsx")
    street.sheet["A1"] = "物业问题整改台账（二）"
    street.returns("二.xlsx")
    said = sent.ok("merge 交回 -y")
    assert table(said) == {
        "一.xlsx": (4, 2, 1, 1, 0, 0), "二.xlsx": (4, 4, 0, 0, 0, 0), "合计": (8, 6, 1, 1, 0, 0),
    }  # fmt: skip
    assert len(sent.issues()) == 6


def test_two_copies_that_differ_are_in_conflict(sent):
    Street().fills("楼道照明不亮", 备注="等电业局", 整改情况="查完了").returns("一.xlsx")
    Street().fills("楼道照明不亮", 备注="已报电业局").returns("二.xlsx")
    said = sent("merge 交回 -y")
    assert said.code == 5
    assert table(said) == {
        "一.xlsx": (3, 2, 0, 0, 1, 0), "二.xlsx": (3, 2, 0, 0, 1, 0), "合计": (6, 4, 0, 0, 2, 0),
    }  # fmt: skip
    issue = sent.issue("3")
    assert (issue.remarks, issue.progress) == (None, "查完了")
    assert sent.findings() == []


# -- how sheets come back ----------------------------------------------------------------------


def test_a_deleted_row_is_listed_and_stays(sent):
    street = Street()
    street.sheet.delete_rows(street.row("单元门损坏关不上"))
    said = sent.ok(f"merge {street.returns()} -y")
    assert table(said) == {"利民.xlsx": (2, 2, 0, 0, 0, 0)}
    assert "“利民.xlsx”少了 1 行：2 号（台账里不动）\n" in said.err
    assert sent.issue("2").status is Status.IN_PROGRESS


def swapped(street: Street, last: int) -> Street:
    """The first and the third row change places, in the columns up to `last`."""
    top, bottom = street.row("二楼阳台栏杆开裂"), street.row("楼道照明不亮")
    for column in range(1, last + 1):
        one, other = street.sheet.cell(top, column), street.sheet.cell(bottom, column)
        one.value, other.value = other.value, one.value
    return street


@pytest.mark.parametrize("last", [14, 13], ids=["with the hidden column", "without it"])
def test_sorted_rows_are_known_again(sent, last):
    street = swapped(Street().fills("二楼阳台栏杆开裂", 备注="甲").fills("楼道照明不亮", 备注="乙"), last)  # fmt: skip
    assert table(sent.ok(f"merge {street.returns()} -y")) == {"利民.xlsx": (3, 1, 2, 0, 0, 0)}
    assert (sent.issue("1").remarks, sent.issue("3").remarks) == ("甲", "乙")


def test_a_lost_hidden_column_is_no_loss(sent):
    street = swapped(Street().fills("二楼阳台栏杆开裂", 备注="甲"), 13)
    street.sheet.delete_cols(14)
    assert table(sent.ok(f"merge {street.returns()} -y")) == {"利民.xlsx": (3, 2, 1, 0, 0, 0)}
    assert sent.issue("1").remarks == "甲"


def test_rows_copied_into_a_new_workbook_are_known_again(sent):
    street = Street().fills("二楼阳台栏杆开裂", 备注="甲", 是否完成="是")
    rows = list(street.sheet.iter_rows(FIRST - 1, FIRST + 2, max_col=13, values_only=True))
    book = Workbook()
    for row in rows:
        book.active.append([row[1], *row[3:]])
    book.save("新表.xlsx")
    assert table(sent.ok("merge 新表.xlsx -y")) == {"新表.xlsx": (3, 2, 1, 0, 0, 0)}
    assert (sent.issue("1").remarks, sent.issue("1").status) == ("甲", Status.DONE)


def test_a_typo_corrected_in_the_words_is_a_question_not_a_new_issue(sent):
    street = Street()
    street.fills("楼道照明不亮", 问题描述="3单元楼道照明不亮")
    said = sent(f"merge {street.returns()} -y")
    assert table(said) == {"利民.xlsx": (3, 2, 0, 0, 1, 0)}
    assert "3 号 问题描述（锁定的列）：下发 楼道照明不亮，来表 3单元楼道照明不亮" in said.err


def test_a_copied_row_with_other_words_is_a_new_issue(sent):
    street = Street()
    row = street.row("楼道照明不亮")
    for column in range(2, 15):
        street.sheet.cell(FIRST + 3, column).value = street.sheet.cell(row, column).value
    street.sheet.cell(FIRST + 3, PLACES["问题描述"]).value = "楼道堆放杂物"
    said = sent.ok(f"merge {street.returns()} -y")
    assert table(said) == {"利民.xlsx": (4, 3, 0, 1, 0, 0)}
    assert sent.issue("6").description == "楼道堆放杂物"


def test_a_row_copied_as_it_is_is_an_error(sent):
    street = Street()
    for column in range(2, 15):
        street.sheet.cell(FIRST + 3, column).value = street.sheet.cell(FIRST, column).value
    said = sent(f"merge {street.returns()} -y")
    assert table(said) == {"利民.xlsx": (4, 3, 0, 0, 0, 1)}
    assert "第 7 行“整行”（A7）：和第 4 行是同一条，没有收" in said.err


def test_words_beside_the_table_are_said_not_lost(sent):
    street = Street()
    street.sheet.cell(FIRST, 16).value = "请区里协调电业局"
    said = sent.ok(f"merge {street.returns()} -y")
    assert "“利民.xlsx”P4 在表外，没有收：“请区里协调电业局”" in said.err


def test_emptied_cells_empty_the_field_but_not_the_status(sent):
    file = Street().fills("楼道照明不亮", 整改情况=None, 是否完成=None, 街道=None).returns()
    assert table(sent.ok(f"merge {file} -y")) == {"利民.xlsx": (3, 2, 1, 0, 0, 0)}
    issue = sent.issue("3")
    assert (issue.progress, issue.status, issue.subdistrict) == (
        None,
        Status.IN_PROGRESS,
        "利民街道",
    )


def test_comments_are_answers_too(sent):
    street = Street()
    street.sheet.cell(FIRST, PLACES["整改情况"]).comment = Comment("业主不在家，改约周五", "利民")
    assert table(sent.ok(f"merge {street.returns()} -y")) == {"利民.xlsx": (3, 2, 1, 0, 0, 0)}
    assert sent.issue("1").extra == {"整改情况（批注）": "业主不在家，改约周五"}
    assert table(sent.ok("merge 交回 -y")) == {"利民.xlsx": (3, 3, 0, 0, 0, 0)}


def test_a_column_put_in_between_moves_nothing(sent):
    street = Street().fills("楼道照明不亮", 备注="等电业局")
    street.sheet.insert_cols(5)
    street.sheet.cell(FIRST - 1, 5).value = "街道自用"
    street.sheet.cell(FIRST, 5).value = "重点户"
    said = sent.ok(f"merge {street.returns()} -y")
    assert table(said) == {"利民.xlsx": (3, 2, 1, 0, 0, 0)}
    assert "E4 在表外，没有收：“重点户”" in said.err
    assert sent.issue("3").remarks == "等电业局"


def test_a_deleted_column_says_nothing(sent):
    street = Street().fills("楼道照明不亮", 备注="等电业局")
    street.sheet.delete_cols(PLACES["整改情况"])
    assert table(sent.ok(f"merge {street.returns()} -y")) == {"利民.xlsx": (3, 2, 1, 0, 0, 0)}
    assert sent.issue("3").progress == "正在查线路"


def test_an_issue_withdrawn_meanwhile_is_an_error(sent):
    sent.ok("undo B0001")
    said = sent(f"merge {Street().fills('楼道照明不亮', 备注='等电业局').returns()} -y")
    assert said.code == 4
    assert "第 6 行“整行”（A6）：登记已撤销" in said.err


def test_two_copies_finished_on_two_days_can_both_be_taken(sent):
    Street().fills("楼道照明不亮", 是否完成="是", 完成时间=date(2024, 1, 10)).returns("一.xlsx")
    Street().fills("楼道照明不亮", 是否完成="是", 完成时间=date(2024, 1, 11)).returns("二.xlsx")
    assert sent("merge 交回 -y").code == 5
    sent.ok("merge 交回 --on-conflict update -y")
    assert (sent.issue("3").status, sent.issue("3").done_on) == (Status.DONE, date(2024, 1, 11))
    assert sent.findings() == []


def test_pictures_come_with_their_rows(sent):
    street = Street()
    street.sheet.cell(FIRST - 1, 15).value = None
    Image.new("RGB", (40, 30), "green").save("整改后.png")
    street.sheet.add_image(Drawing("整改后.png"), f"M{FIRST}")
    assert table(sent.ok(f"merge {street.returns()} -y")) == {"利民.xlsx": (3, 2, 1, 0, 0, 0)}
    assert [item["cell"] for item in sent.issue("1").attachments] == [f"问题台账!M{FIRST}"]


def test_other_sheets_are_left_aside(sent):
    form(Path("别处.xlsx"), [("安静街道", "安静小区", "外墙脱落", "周一", "13900000000", "安静街道", "无", "否")])  # fmt: skip
    said = sent("merge 别处.xlsx")
    assert said.code == 4
    assert "没有一个是从这个台账发出去填的表" in said.err
    said = sent.ok(f"merge 别处.xlsx 下发/{LIMIN} -y")
    assert "略过（不是从这个台账发出去填的；要读入用 ledger import）：别处.xlsx" in said.err


def test_a_dispatch_that_was_undone_is_forgotten(sent):
    sent.ok("undo")
    said = sent(f"merge 下发/{LIMIN}")
    assert said.code == 4
    assert "还没有发过表" in said.err


def test_programs_get_every_verdict(sent):
    Street().fills("楼道照明不亮", 备注="等电业局").returns()
    said = sent.ok("merge 交回 -n --json")
    told = json.loads(said.out)
    (file,) = told["files"]
    assert file["sent_as"] == LIMIN
    assert [file[k] for k in ("rows", "same", "update", "new", "conflict", "error")] == [3, 2, 1, 0, 0, 0]  # fmt: skip
    (row,) = [row for row in told["rows"] if row["verdict"] == "update"]
    assert row["number"] == "2024-0003"
    assert row["changes"] == {"remarks": "等电业局"}
    assert row["edits"] == [
        {"cell": "M6", "column": "备注", "sent": "", "returned": "等电业局", "conflict": False}
    ]
    assert told["not_returned"] == ["康安街道"]


def test_chinese_name_of_the_verb(sent):
    assert sent(f"回收 下发/{LIMIN} -n").code == 0


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
def test_libreoffice_keeps_what_counts(sent):
    street = swapped(Street().fills("二楼阳台栏杆开裂", 备注="甲"), 14)
    street.adds(小区="怡园小区", 问题描述="井盖缺失")
    words = ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", "另存", street.returns()]
    subprocess.run(words, check=True, capture_output=True)
    sheet = load_workbook("另存/利民.xlsx").active
    assert sheet.protection.sheet
    assert sheet.column_dimensions["N"].hidden
    assert sheet["D4"].protection.locked
    assert not sheet["M4"].protection.locked
    assert table(sent.ok("merge 另存 -y")) == {"利民.xlsx": (4, 2, 1, 1, 0, 0)}
    assert sent.issue("1").remarks == "甲"


def test_every_edit_is_found_and_none_is_invented(tmp_path):
    size = collecting.Size(receivers=5, rows=8, edits=25, conflicts=5, added=2)
    found = collecting.run(tmp_path, size)
    assert (found.edits, found.conflicts, found.new) == (found.made, found.clashing, found.added)
    assert (len(found.made), len(found.clashing), found.errors) == (30, 5, [])


@pytest.mark.parametrize("district", ["道里区", "双城区", "香坊区"])
def test_untouched_sheets_of_a_district_come_back_without_an_edit(ledger, district):
    ledger.ok("import", str(catalogue.path("samples", f"{district}.xlsx")), "-y")
    said = ledger("export --split-by 街道 --all -o 下发")
    told = json.loads(ledger.ok("merge 下发 -n --json").out)
    assert [row for row in told["rows"] if row["verdict"] != "same" or row["edits"]] == []
    assert [file["missing"] for file in told["files"] if file["missing"]] == []
    assert len(told["files"]) == len(list(Path("下发").glob("*.xlsx")))
    assert sum(int(line.split()[-1]) for line in said.out.splitlines()) == len(told["rows"])


@pytest.fixture
def diary(ledger):
    """A form whose issues take two rows each: a line of progress in either."""
    book = Workbook()
    for row in (
        ("序号", "街道", "小区", "问题描述", "整改时限", "整改情况"),
        (1, "利民街道", "怡园小区", "主干道塌陷", "2024-03-31", "6.18踏查"),
        (None, None, None, None, None, "7.9进场"),
        (2, "康安街道", "康宁小区", "电梯停运", "2024-03-31", "6.20托管"),
        (None, None, None, None, None, "7.3缴费"),
        (3, "利民街道", "怡园小区", "化粪池塌陷", "2024-03-31", "8.1围挡"),
        (None, None, None, None, None, "8.7采购"),
    ):
        book.active.append(row)
    for column, row in itertools.product("ABCDE", (2, 4, 6)):
        book.active.merge_cells(f"{column}{row}:{column}{row + 1}")
    book.save("推进.xlsx")
    ledger.ok("import 推进.xlsx -y")
    ledger.ok("export --split-by 街道 -o 下发")
    return ledger


def test_an_issue_of_several_rows_is_sent_and_collected_as_one(diary):
    book = load_workbook("下发/利民街道_推进_20240115.xlsx")
    sheet = book.active
    assert [sheet.cell(row, 4).value for row in range(2, 7)] == ["主干道塌陷", None, "化粪池塌陷", None, None]  # fmt: skip
    assert [sheet.cell(row, 6).protection.locked for row in (2, 3, 4, 5)] == [False] * 4
    assert table(diary.ok("merge 下发 -n")) == {
        "利民街道_推进_20240115.xlsx": (2, 2, 0, 0, 0, 0),
        "康安街道_推进_20240115.xlsx": (1, 1, 0, 0, 0, 0),
        "合计": (3, 3, 0, 0, 0, 0),
    }
    sheet["F5"] = "8.9吊装"
    sheet["C6"], sheet["D6"] = "怡园小区", "井盖缺失"
    book.save("交回.xlsx")
    assert table(diary.ok("merge 交回.xlsx -y")) == {"交回.xlsx": (3, 1, 1, 1, 0, 0)}
    assert diary.issue("3").progress == "8.1围挡\n8.9吊装"
    assert diary.issue("4").description == "井盖缺失"


def test_a_masked_sheet_comes_back_without_a_change(ledger, tmp_path):
    form(tmp_path / "整改台账.xlsx")
    ledger.ok("import 整改台账.xlsx -y")
    ledger.ok("export --split-by 街道 --masked -o 下发")
    sheet = Street().sheet
    assert [sheet.cell(FIRST, PLACES[title]).value for title in ("投诉人", "联系电话")] == ["王**", "139****5601"]  # fmt: skip
    file = Street().fills("楼道照明不亮", 备注="等电业局").returns()
    assert table(ledger.ok(f"merge {file} -y")) == {"利民.xlsx": (3, 2, 1, 0, 0, 0)}
    assert (ledger.issue("3").complainant, ledger.issue("3").phone) == ("张强", "13912345603")


def test_a_form_whose_header_has_as_many_rows_as_its_issues_is_not_sent(ledger):
    path = next((Path(__file__).parent / "cases/b04-two-rows-per-record").glob("*.xlsx"))
    ledger.ok("import", str(path), "-y")
    for words in ("", f"--form {path}"):
        said = ledger(f"export --split-by 单位 --all -o 下发 {words}")
        assert said.code == 2
        assert "表头和问题都是上下几行" in said.err
        assert "或用自带的：--form 问题台账" in said.err
    ledger.ok("export --split-by 单位 --all -o 下发 --form 问题台账")
    told = json.loads(ledger.ok("merge 下发 -n --json").out)
    assert {row["verdict"] for row in told["rows"]} == {"same"}


def test_a_date_typed_as_text_is_the_same_date(sent):
    file = Street().fills("楼道照明不亮", 整改时限="2024.1.31").returns()
    assert table(sent.ok(f"merge {file} -y")) == {"利民.xlsx": (3, 3, 0, 0, 0, 0)}


def test_what_was_sent_is_not_imported_as_a_strangers(sent):
    before = sent.operations()
    said = sent("import 下发 -y")
    assert said.code == 2
    assert "是发下去的表" in said.err
    assert "ledger merge" in said.err
    assert sent.operations() == before
    sent.ok("undo")  # what was never sent is anybody's
    assert "是发下去的表" not in sent("import 下发 -y").err
