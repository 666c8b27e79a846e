"""Rows marked by colour: what a legend says of them is their state, without one the clerk is asked to look."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
import xlwt
from openpyxl.styles import Color, Font, PatternFill

from ledger.errors import Exit

HEAD = ("序号", "小区", "问题描述", "整改措施")
ROWS = [(n, "金星小区", f"{n}号楼单元门损坏", "更换门锁") for n in range(1, 7)]
LEGEND = "注：标红的为未整改，黄色为整改中，绿色底的已完成"
RED, YELLOW, GREEN, BLUE = "FFFF0000", "FFFFFF00", "FF92D050", "FFDDEBF7"
Marks = Mapping[int, str | Color | Font]
"""How rows of the table, counted from 1, are marked."""


def filled(colour: str | Color) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    """A workbook with a title, the table and a note below it; each marked in whole rows or in some columns."""

    def run(
        marks: Marks,
        *,
        note: str = "",
        head: Sequence[str] = HEAD,
        rows: Sequence[Sequence[object]] = ROWS,
        columns: Sequence[int] = (),
    ) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(["物业问题台账"])
        sheet.append(list(head))
        for cell in sheet[2]:
            cell.fill = filled("FFBDD7EE")
        for row in rows:
            sheet.append(list(row))
        for row, mark in marks.items():
            for column in columns or range(1, len(head) + 1):
                cell = sheet.cell(row + 2, column)
                if isinstance(mark, Font):
                    cell.font = mark
                else:
                    cell.fill = filled(mark)
        if note:
            sheet.append([])
            sheet.append([note])
        path = tmp_path / "台账.xlsx"
        book.save(path)
        return path

    return run


def states(ledger) -> list[str]:
    return [issue["status"] for issue in sorted(ledger.listed("--all"), key=lambda i: i["number"])]


WHOLE = {1: RED, 2: GREEN, 3: GREEN, 5: YELLOW}
MEANT = ["registered", "done", "done", "registered", "in_progress", "registered"]


@pytest.mark.parametrize("columns", [(), (1,), (3,)], ids=["row", "serial", "description"])
def test_a_legend_tells_the_state(ledger, save, columns):
    said = ledger.ok("import", "-y", str(save(WHOLE, note=LEGEND, columns=columns)))
    assert states(ledger) == MEANT
    assert "颜色" not in said.err
    assert ledger.issue("2").status_text == "已完成（绿底）"
    assert "待验收" in ledger.ok("show 2").out
    assert ledger.kinds("2") == ["import"]
    assert ledger.findings() == []


SENTENCES = [
    "红色：超期；黄色：整改中；绿色：已销号",
    "未整改的标红，正在整改的标黄，已整改的标绿",
    "红色表示未整改，黄色代表整改中，绿色是已整改",
    "红-未整改 黄-整改中 绿-已整改",
    "说明：未整改（红色）、整改中（黄色）、已整改（绿色）",
    "注：标红的未整改，标黄的整改中，其余均已整改",
]


@pytest.mark.parametrize("note", SENTENCES)
def test_legends_in_sentences(ledger, save, note):
    rest = "其余" in note
    ended = "closed" if "已销号" in note else "done"
    path = save({1: RED, 2: YELLOW} if rest else {1: RED, 2: YELLOW, 3: GREEN}, note=note)
    ledger.ok("import", "-y", str(path))
    assert states(ledger)[:3] == ["registered", "in_progress", ended]
    assert states(ledger)[3:] == ["done" if rest else "registered"] * 3


@pytest.mark.parametrize("place", ["above", "below"])
def test_a_legend_of_coloured_cells(ledger, tmp_path, place):
    book = openpyxl.Workbook()
    sheet = book.active
    swatches = [["图例", None, "未整改", "已整改"]]
    above, below = (swatches, []) if place == "above" else ([], swatches)
    for row in (["物业问题台账"], *above, HEAD, *ROWS, *below):
        sheet.append(list(row))
    row, first = (2, 4) if above else (9, 3)
    sheet.cell(row, 2).fill, sheet.cell(row, 4).fill = filled(RED), filled(GREEN)
    sheet.cell(first, 1).fill, sheet.cell(first + 1, 1).fill = filled(GREEN), filled(RED)
    book.save(tmp_path / "台账.xlsx")
    ledger.ok("import", "-y", "台账.xlsx")
    assert states(ledger) == ["done", *["registered"] * 5]
    assert ledger.issue("2").status_text == "未整改（红色）"


def test_a_red_font_is_a_mark_and_a_link_is_none(ledger, save):
    red, link = Font(color=RED), Font(color="FF0000FF", underline="single")
    path = save({2: red, 3: link}, note="注：标红的已整改，蓝色为未整改", columns=(3,))
    ledger.ok("import", "-y", str(path))
    assert states(ledger)[:3] == ["registered", "done", "registered"]
    assert ledger.issue("3").status_text is None


def test_a_colour_of_the_theme_is_named_with_its_tint(ledger, save):
    marks = {1: Color(theme=6, tint=0.6), 2: Color(theme=9, tint=0.4), 3: Color(indexed=10)}
    note = "绿色已整改，橙色整改中，红色未整改"
    ledger.ok("import", "-y", str(save(marks, note=note)))
    assert [ledger.issue(n).status_text for n in "123"] == [
        "已整改（绿色）", "整改中（橙色）", "未整改（红色）",
    ]  # fmt: skip


def test_a_word_in_the_row_beats_its_colour(ledger, save):
    rows = [
        (1, "金星小区", "单元门损坏", "已整改"),
        (2, "金星小区", "路灯不亮", "未整改"),
        (3, "金星小区", "井盖缺失", None),
    ]
    path = save(
        {1: RED, 2: RED, 3: GREEN},
        note=LEGEND,
        head=(*HEAD[:3], "整改状态"),
        rows=rows,
        columns=(1,),
    )
    said = ledger.ok("import", "-y", str(path))
    assert states(ledger) == ["done", "registered", "done"]
    assert (
        "第 3 行“序号”（A3）：颜色的意思是未整改（红色），与行里写的不一致，按写的作“待验收”"
        in said.err
    )
    assert said.err.count("存疑") == 1


def test_colours_that_contradict_each_other_tell_nothing(ledger, save, tmp_path):
    path = save({1: RED, 2: GREEN}, note=LEGEND)
    book = openpyxl.load_workbook(path)
    book.active["D3"].fill = filled(GREEN)
    book.save(path)
    said = ledger.ok("import", "-y", str(path))
    assert states(ledger)[:2] == ["registered", "done"]
    assert "标的颜色有几个意思（未整改（红色）、已完成（绿底））" in said.err


def test_a_colour_that_was_changed_is_news_and_one_that_stayed_is_none(ledger, save):
    path = save({1: RED, 2: RED, 3: RED}, note=LEGEND)
    ledger.ok("import", "-y", str(path))
    ledger.ok("assign 1 --to 金星物业 --new")
    ledger.ok("accept 1")
    ledger.ok("export --all -o 导出.xlsx")  # red as it was
    assert "相同 6" in ledger.ok("import -y 导出.xlsx").err
    save({1: GREEN, 2: RED, 3: RED}, note=LEGEND)
    said = ledger("import", "-y", str(path))
    assert (said.code, "状态  台账 整改中  本表 待验收" in said.err) == (Exit.CONFLICT, True)
    ledger.ok("import", "-y", "--on-conflict", "update", str(path))
    assert states(ledger)[:2] == ["done", "registered"]
    assert ledger.issue().status_text == "已完成（绿底）"
    assert ledger.findings() == []


def test_without_a_legend_the_clerk_is_asked_to_look(ledger, save):
    said = ledger.ok("import", "-y", str(save({1: RED, 2: RED, 3: GREEN, 4: GREEN, 5: GREEN})))
    assert "2 行标了红色、3 行标了绿色，表里没有写颜色的意思，请核对" in said.err
    assert set(states(ledger)) == {"registered"}


@pytest.mark.parametrize(
    "marks",
    [{1: BLUE, 3: BLUE, 5: BLUE}, {2: BLUE, 4: BLUE, 6: BLUE}, dict.fromkeys(range(1, 7), BLUE),
     {1: BLUE, 2: "FFD9D9D9", 3: BLUE, 4: "FFD9D9D9", 5: BLUE, 6: "FFD9D9D9"}, {1: "FFFFFFFF", 2: "FFF2F2F2"}],
    ids=["odd", "even", "all", "two", "white"],
)  # fmt: skip
def test_shading_marks_nothing(ledger, save, marks):
    said = ledger.ok("import", "-y", str(save(marks)))
    assert "色" not in said.err


def test_a_shaded_column_marks_nothing_and_hides_no_mark(ledger, save):
    path = save(dict.fromkeys(range(1, 7), BLUE), columns=(1,))
    book = openpyxl.load_workbook(path)
    book.active["C5"].font = Font(color=RED)
    book.save(path)
    assert "1 行标了红色，表里" in ledger.ok("import", "-y", str(path)).err


def test_where_a_column_tells_the_state_unexplained_colours_are_not_told(ledger, save):
    rows = [(*row[:3], "已整改") for row in ROWS]
    said = ledger.ok("import", "-y", str(save({1: RED}, head=(*HEAD[:3], "整改状态"), rows=rows)))
    assert "色" not in said.err


def test_what_the_legend_says_of_other_things_is_no_state(ledger, save):
    said = ledger.ok("import", "-y", str(save({1: RED}, note="注：标红的为重点督办问题")))
    assert "色" not in said.err
    assert set(states(ledger)) == {"registered"}


def test_an_empty_cell_for_the_state_may_be_coloured(ledger, save):
    rows = [(*row[:3], "未整改" if row[0] > 2 else None) for row in ROWS]
    path = save({1: GREEN}, note=LEGEND, head=(*HEAD[:3], "整改状态"), rows=rows, columns=(4,))
    ledger.ok("import", "-y", str(path))
    assert states(ledger)[:3] == ["done", "registered", "registered"]


def test_an_old_workbook(ledger, tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    looks = {
        1: xlwt.easyxf("pattern: pattern solid, fore_colour red"),
        2: xlwt.easyxf("font: colour green"),
    }
    for r, row in enumerate((HEAD, *ROWS)):
        for c, value in enumerate(row):
            sheet.write(r, c, value, looks.get(r, xlwt.Style.default_style))
    sheet.write(len(ROWS) + 2, 0, "注：标红的为未整改，绿色的已整改")
    book.save(str(tmp_path / "台账.xls"))
    ledger.ok("import", "-y", "台账.xls")
    assert states(ledger)[:3] == ["registered", "done", "registered"]
    assert ledger.issue("1").status_text == "未整改（红色）"


def test_an_open_document(ledger, tmp_path):
    def row(cells: Sequence[object], style: str = "") -> str:
        look = f' table:style-name="{style}"' if style else ""
        texts = (
            f"<table:table-cell{look}><text:p>{cell}</text:p></table:table-cell>" for cell in cells
        )
        return f"<table:table-row>{''.join(texts)}</table:table-row>"

    styles = (
        '<style:style style:name="ce1"><style:table-cell-properties fo:background-color="#ff0000"/></style:style>'
        '<style:style style:name="ce2"><style:text-properties fo:color="#00a933"/></style:style>'
    )
    rows = [
        row(cells, look) for cells, look in zip(ROWS, ("ce1", "ce2", "", "", "", ""), strict=True)
    ]
    note = row(["注：标红的为未整改，绿字的已整改"])
    content = (
        f"<office:document-content><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="台账">{row(HEAD)}{"".join(rows)}{note}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "台账.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    ledger.ok("import", "-y", "台账.ods")
    assert states(ledger)[:3] == ["registered", "done", "registered"]
    assert ledger.issue("2").status_text == "已整改（绿字）"
