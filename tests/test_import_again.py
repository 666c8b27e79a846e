"""What comes back from a form of our own, or a sender's own sheet once more, changes only what it says anew."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ledger.models import Action, Event
from ledger.recounted import past

HEADER = ["序号", "受理日期", "具体位置", "问题描述", "责任单位", "整改时限", "整改进展"]
ROWS = [
    (1, "2023-11-05", "利民路3号门前", "路面塌陷", "区城管局", "12月20日前", "正在整改"),
    (2, "2023-11-06", "康安路西侧", "井盖缺失", "区城管局", "长期坚持", "已解决"),
    (3, "2023-11-07", "兆麟小区2号楼", "楼道堆物", "恒安物业", "2023-12-30", "已销号"),
    (4, "2023-11-08", "康宁小区", "外墙渗水", "恒安物业", "2024年开春", "挂账"),
]


def saved(path: Path, *rows: tuple[object, ...]) -> str:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return str(path)


def planned(ledger, path: str) -> dict[str, object]:
    return json.loads(ledger("import", path, "--dry-run", "--json").out)


@pytest.mark.parametrize("form", ["问题台账", "信访台账", "12345台账"])
def test_an_export_in_another_form_says_nothing_new(form, ledger, tmp_path):
    ledger("import", saved(tmp_path / "区.xlsx", HEADER, *ROWS), "--yes")
    out = str(tmp_path / "o.xlsx")
    assert ledger("export", "--all", "--form", form, "-o", out).code == 0
    plan = planned(ledger, out)
    assert plan["counts"] == {"new": 0, "update": 0, "same": 4, "conflict": 0, "error": 0}


def test_a_limit_in_the_same_words_is_the_same_limit(ledger, tmp_path):
    head = ["截至2023年12月25日"]
    row = (1, None, "利民路3号门前", "路面塌陷", "区城管局", "12月20日前", "正在整改")
    ledger("import", saved(tmp_path / "12月.xlsx", head, HEADER, row), "--yes")
    assert ledger.issue("1").due_on.isoformat() == "2023-12-20"
    later = saved(tmp_path / "1月.xlsx", ["截至2024年1月10日"], HEADER, row)
    assert planned(ledger, later)["counts"]["same"] == 1
    moved = (*row[:5], "1月20日前", row[6])
    other = saved(tmp_path / "再.xlsx", ["截至2024年1月10日"], HEADER, moved)
    (told,) = planned(ledger, other)["rows"]
    assert told["changes"]["due_on"] == "2024-01-20"


@pytest.mark.parametrize("due", [("-d", "2024-01-26"), ()])
def test_a_limit_of_the_ledgers_own_comes_back_as_the_same(due, ledger, tmp_path):
    """The form writes its days as words, which the ledger has not for a limit told or reckoned here."""
    ledger("import", saved(tmp_path / "区.xlsx", HEADER, *ROWS[2:]), "--yes")
    ledger.ok("add", "路灯不亮", "-e", "兆麟小区", "--source", "信访", *due)
    limit = ledger.issue("3").due_on
    out = str(tmp_path / "o.xlsx")
    ledger.ok("export", "--all", "-o", out)
    assert planned(ledger, out)["counts"]["same"] == 3
    sheet = openpyxl.load_workbook(out)
    (row,) = (r for r in sheet.active.iter_rows() if r[3].value == "路灯不亮")
    assert row[5].value == str(limit)
    row[5].value = "2024年3月底前"
    sheet.save(out)
    (_, _, told) = planned(ledger, out)["rows"]
    assert told["changes"] == {}
    assert told["conflicts"] == {
        "due_on": "2024-03-31",
        "due_text": "2024年3月底前",
        "due_precision": "month",
    }


def test_a_section_counted_anew_is_no_change(ledger, tmp_path):
    def sheet(name: str, section: str) -> str:
        return saved(tmp_path / name, HEADER, (section,), *ROWS)

    ledger("import", sheet("a.xlsx", "一、停车秩序类（4件）"), "--yes")
    assert planned(ledger, sheet("b.xlsx", "一、停车秩序类（7件）"))["counts"]["same"] == 4
    assert planned(ledger, sheet("c.xlsx", "一、环境卫生类（4件）"))["counts"]["same"] == 0


def test_the_days_of_a_sheet_stand_in_the_history(ledger, tmp_path):
    head = ["问题描述", "来源", "受理日期", "责任单位", "整改情况", "完成日期", "回访日期", "回访情况", "销号日期"]  # fmt: skip
    row = ["路面塌陷", "信访", "2023-11-05", "区城管局", "已修复路面", "2023-11-20", "2023-11-22", "满意", "2023-11-25"]  # fmt: skip
    ledger("import", saved(tmp_path / "a.xlsx", head, row), "--yes")
    lines = [line.split("\t") for line in ledger("log 1").out.splitlines()[1:]]
    assert [(day, what) for day, _, what, *_ in lines] == [
        ("2023-11-05", "受理"), ("2023-11-20", "报验"), ("2023-11-22", "回访"), ("2023-11-25", "销号"), ("2024-01-15", "导入"),
    ]  # fmt: skip
    assert "已修复路面" in lines[1][3]
    assert {line[-1] for line in lines} == {"A0002"}


def test_what_a_later_version_tells_of_the_past_stands_there_too(ledger, tmp_path):
    head = ["问题描述", "责任单位", "整改情况", "完成日期"]
    ledger(
        "import", saved(tmp_path / "a.xlsx", head, ["路面塌陷", "区城管局", "正在修", ""]), "--yes"
    )
    later = ["路面塌陷", "区城管局", "已修复路面", "2024-01-10"]
    ledger("import", saved(tmp_path / "b.xlsx", head, later), "--yes")
    lines = [line.split("\t") for line in ledger("log 1").out.splitlines()[1:]]
    assert [(day, what) for day, _, what, *_ in lines[1:]] == [
        ("2024-01-10", "报验"), ("2024-01-15", "导入更新"),
    ]  # fmt: skip


def test_a_sheet_recounts_in_the_order_of_the_days():
    changes = {"done_on": "2023-11-20", "closed_on": "2023-11-19", "callback_text": "满意"}
    kept = Event("u1", Action.IMPORT, date(2024, 1, 15), "张敏", new=changes)
    assert [told.what for told in past(kept)] == ["销号", "报验"]
    assert past(kept._replace(kind=Action.EDIT)) == []


@pytest.mark.parametrize("form", ["问题台账", "信访台账", "12345台账"])
def test_what_has_no_estate_is_known_by_our_printed_number(form, ledger, tmp_path):
    head = ["序号", "社区", "问题描述", "责任单位", "整改情况"]
    rows = [
        (1, "北环社区", "垃圾箱没人倒", "社区", "已清"),
        (2, "北环社区", "路灯不亮", "社区", "正在修"),
    ]
    ledger("import", saved(tmp_path / "区.xlsx", head, *rows), "--yes")
    out = str(tmp_path / "o.xlsx")
    assert ledger("export", "--all", "--form", form, "-o", out).code == 0
    assert planned(ledger, out)["counts"]["new"] == 0
    book = openpyxl.load_workbook(out)
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value == "路灯不亮"]
    cells[0].value = "二楼漏水到一楼客厅"
    book.save(out)
    assert planned(ledger, out)["counts"]["new"] == 1


def test_the_days_of_a_sheet_are_dated_steps_of_the_history(ledger, tmp_path):
    rows = (
        "小区,问题描述,责任单位,受理日期,交办日期,完成日期,整改情况,回访日期,满意度",
        "怡园,漏水,安居物业,2023-12-01,2023-12-02,2023-12-20,已更换立管,2023-12-25,满意",
    )
    (tmp_path / "表.csv").write_text("\n".join(rows), encoding="utf-8")
    ledger.ok("import 表.csv -y")
    (event,) = json.loads(ledger.ok("log 1 --json").out)
    steps = [(step["on"], step["what"]) for step in event["recounted"]]
    assert steps == [
        ("2023-12-01", "受理"),
        ("2023-12-02", "交办"),
        ("2023-12-20", "报验"),
        ("2023-12-25", "回访"),
    ]
    shown = ledger.ok("log 1").out
    assert all(day in shown for day, _ in steps)


def test_a_day_that_a_form_writes_without_its_year_comes_back_as_the_same(ledger, tmp_path):
    head = ("反映时间", "小区", "问题描述", "整改进展")
    rows = [
        ("11.2", "兆麟小区", "路面塌陷", "正在整改"),
        ("11.5", "兆麟小区", "路灯不亮", "已解决"),
    ]
    ledger("import", saved(tmp_path / "区.xlsx", head, *rows), "--yes")
    ledger.ok("add", "单元门坏了", "-e", "兆麟小区", "--source", "来电")
    ledger.ok("edit", "3", "受理日期=2023-11-08")
    out = str(tmp_path / "o.xlsx")
    ledger.ok("export", "--all", "-o", out)
    sheet = openpyxl.load_workbook(out)
    assert [row[0].value for row in sheet.active.iter_rows(min_row=2)] == ["11.2", "11.5", "11.8"]
    assert planned(ledger, out)["counts"]["same"] == 3


@pytest.mark.parametrize(("title", "years"), [((), [2023]), (("2023年11月台账",), [])])
def test_a_year_that_nothing_tells_is_said_and_the_words_are_kept(title, years, ledger, tmp_path):
    head = ("反映时间", "具体位置", "问题描述", "整改进展")
    row = ("11月2号", "利民路3号", "路面塌陷", "正在整改")
    path = saved(tmp_path / "区.xlsx", *filter(None, [title]), head, row)
    (sheet,) = planned(ledger, path)["sheets"]
    assert sheet["assumed_years"] == years
    said = ledger.ok("import", path, "--yes").err
    assert ("没有写年份的日期按 2023 年读，原话照留" in said) == bool(years)
    issue = ledger.issue("1")
    assert issue.reported_on == date(2023, 11, 2)
    assert (issue.extra or {}) == ({"反映时间": "11月2号"} if years else {})


def test_a_guessed_year_makes_no_fact_of_a_day_to_come(ledger, tmp_path):
    """Today is 15 January 2024: what happened on 28 December was last year, as was a day in February."""
    head = ("反映时间", "小区", "问题描述", "完成时间")
    rows = [("12.28", "兆麟小区", "路面塌陷", "1.5"), ("2.1", "兆麟小区", "路灯不亮", None)]
    ledger("import", saved(tmp_path / "区.xlsx", head, *rows), "--yes")
    first, second = ledger.issues()
    assert (first.reported_on, first.done_on) == (date(2023, 12, 28), date(2024, 1, 5))
    assert first.extra == {"反映时间": "12.28", "完成时间": "1.5"}
    assert second.reported_on == date(2023, 2, 1)
