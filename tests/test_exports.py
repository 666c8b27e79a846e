"""What goes out: whose data are hidden, what the log remembers, photos, calendars, forms that were only shown."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from PIL import Image

from ledger.errors import Exit
from ledger.masking import masked

PHONE, NAME = "13912345678", "曾庆华"
ADD = (
    "add", "曾庆华反映3号楼2单元301漏水，电话13912345678", "-e", "怡园小区", "--source", "12345", "--complainant", NAME,
    "--phone", PHONE, "-d", "2024-01-26", "-c", "房屋维修",
)  # fmt: skip
SECRETS = (PHONE, NAME, "单元301")


@pytest.fixture
def clerk(ledger, tmp_path, monkeypatch):
    """A clerk with one complaint that names its resident."""
    monkeypatch.chdir(tmp_path)
    ledger.ok(*ADD)
    return ledger


def texts(path: str | Path) -> str:
    """Everything that any part of a workbook says."""
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def sheet(path: str):
    return load_workbook(path).active


def district_form(path: str = "台账.xlsx") -> str:
    """A district's own workbook with one issue, a total and a place to sign."""
    book = Workbook()
    book.active.append(["某区物业投诉台账"])
    book.active.append(
        ["序号", "小区名称", "投诉人", "投诉问题", "整改时限", "办理情况", "整改前照片"]
    )
    book.active.append(
        [1, "河松小区", "王芳", "电梯停运，电话13800001111", "2024-01-05", "已办结", None]
    )
    book.active.append(["合计", None, None, "1件"])
    book.active.append(["填表人：李明"])
    book.active.merge_cells("A1:G1")
    book.save(path)
    return path


# -- residents' data -------------------------------------------------------------------------------


def test_the_own_book_is_complete_and_says_so(clerk):
    said = clerk.ok("export", "-o", "台账.xlsx")
    assert all(secret in texts("台账.xlsx") for secret in SECRETS)
    assert "--masked" in said.err


WHOLE = ["list --json", "list --format csv", "list --format jsonl", "show 1 --json"]


@pytest.mark.parametrize("words", WHOLE)
def test_what_is_led_away_says_that_it_is_for_the_office(clerk, words):
    said = clerk.ok(words, typed="")  # somebody sits there, the output goes elsewhere
    assert PHONE in said.out
    assert "只供内部使用" in said.err
    assert "只供内部使用" not in clerk.ok(words).err  # a script
    assert "只供内部使用" not in clerk.at(terminal_out=True).ok(words, typed="").err
    clerk.ok("edit 1 投诉人= 电话=")
    assert "只供内部使用" not in clerk.ok(words, typed="").err


def test_an_export_without_a_file_says_so_too(clerk):
    assert "--masked" in clerk.ok("export --format csv").err
    assert "--masked" not in clerk.ok("export --format csv --masked").err


@pytest.mark.parametrize("name", ["台账.xlsx", "台账.csv", "台账.jsonl"])
def test_masked_exports_tell_no_stranger_who_complained(clerk, name):
    said = clerk.ok("export", "--masked", "-o", name)
    told = texts(name) if name.endswith("xlsx") else Path(name).read_text("utf-8")
    assert not [secret for secret in SECRETS if secret in told]
    assert "139****5678" in told
    assert "曾**反映3号楼2单元***漏水" in told
    assert "--masked" not in said.err
    assert clerk.operations() == ["A0001", "A0002"]


def test_what_is_made_to_be_sent_is_masked_by_itself(clerk):
    clerk.ok("export", "--form", "交办清单", "-o", "清单.xlsx")
    assert not [secret for secret in SECRETS if secret in texts("清单.xlsx")]
    clerk.ok("export", "-o", "时限.ics")
    assert not [secret for secret in SECRETS if secret in Path("时限.ics").read_text("utf-8")]


def test_in_full_is_remembered_and_cannot_be_taken_back(clerk):
    said = clerk.ok("export", "--full", "--form", "交办清单", "-o", "清单.xlsx")
    assert "301" in texts("清单.xlsx")
    assert "已记入日志（操作 A0003）" in said.err
    assert "export --full" in clerk.ok("log").out
    assert clerk("undo", "A0003").code == Exit.REFUSED
    assert clerk.findings() == []
    clerk.ok("undo")
    assert clerk.issue().withdrawn


def test_in_full_goes_to_the_screen_too(clerk):
    said = clerk.ok("export", "--full", "--format", "csv")
    assert PHONE in said.out
    assert "已记入日志（操作 A0003）" in said.err


def test_verifiers_written_by_level_come_back_without_a_change(ledger):
    """Only what the export wrote says nothing: the same words in another column are news."""
    heads = [
        "序号",
        "小区",
        "问题描述",
        "来源",
        "整改情况",
        "社区核查人",
        "街道核查人",
        "销号情况",
        "经手",
    ]
    book = Workbook()
    for row in (heads, [1, "怡园小区", "门锁坏", "日常检查", "已更换门锁", "", "", "未销号", ""]):
        book.active.append(row)
    book.save("台账.xlsx")
    ledger.ok("import", "台账.xlsx", "-y")
    for level, who in (("社区", "石秀芝"), ("街道", "康立民")):
        ledger.ok(f"verify 1 --pass --level {level} --by {who}")
    ledger.ok("export --all -o 导出.xlsx")
    sheet = load_workbook("导出.xlsx").active
    assert [sheet["F2"].value, sheet["G2"].value] == ["石秀芝", "康立民"]
    assert "更新 0，相同 1" in ledger.ok("import 导出.xlsx -n").err
    changed = load_workbook("导出.xlsx")
    changed.active["I2"] = "石秀芝"
    changed.save("导出.xlsx")
    assert "更新 1，相同 0" in ledger.ok("import 导出.xlsx -n").err


def test_the_shipped_form_comes_back_without_a_change(clerk):
    clerk.ok("add", "门锁坏", "-e", "怡园小区", "--source", "12345")
    clerk.ok("export", "--all", "--form", "问题台账", "-o", "台账.xlsx")
    assert (
        "读到 2 行：新增 0，更新 0，相同 2，冲突 0，错误 0"
        in clerk.ok("import", "台账.xlsx", "-y").err
    )


def test_photos_that_an_export_shows_are_not_taken_in_again(clerk):
    Image.new("RGB", (1600, 900), "brown").save("前.jpg")
    clerk.ok("attach", "1", "前.jpg", "--before")
    clerk.ok("export", "--form", "整改通知单", "--full", "-o", "通知单.xlsx")
    assert "读到 1 行：新增 0，更新 0，相同 1" in clerk.ok("import", "通知单.xlsx", "-y").err
    assert len(clerk.issue().attachments) == 1


@pytest.mark.parametrize("place", [".", "夹"])
def test_a_folder_is_not_a_file(clerk, place):
    Path("夹").mkdir()
    said = clerk("export", "-o", place, "-y")
    assert said.code == Exit.BAD_DATA
    assert f"“{place}”是文件夹，不能写成文件" in said.err


def test_masked_and_full_exclude_each_other(clerk):
    assert clerk("export", "--full", "--masked", "-o", "台账.xlsx").code == Exit.USAGE
    assert not Path("台账.xlsx").exists()


def test_a_masked_file_that_comes_back_hides_nothing_in_the_ledger(clerk):
    clerk.ok("export", "--masked", "-o", "台账.csv")
    clerk.ok("import", "台账.csv", "--yes")
    assert clerk.issue().phone == PHONE
    assert clerk.issue().complainant == NAME


def test_rows_that_are_left_out_leave_nothing_behind(clerk):
    """A form keeps its texts in a part of their own: those of other issues must not go out with it."""
    district_form()
    clerk.ok("import", "台账.xlsx", "--yes")
    with zipfile.ZipFile("台账.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    shared = _with_shared_texts(parts)
    Path("台账.xlsx").write_bytes(shared)
    clerk.ok("export", "--form", "台账.xlsx", "-e", "怡园小区", "-o", "一家.xlsx")
    told = texts("一家.xlsx")
    assert "王芳" not in told
    assert "13800001111" not in told
    assert sheet("一家.xlsx")["B3"].value == "怡园小区"


def _with_shared_texts(parts: dict[str, bytes]) -> bytes:
    """The workbook with its texts in a part of their own, as Excel and WPS write them."""
    import re

    found: list[bytes] = []

    def moved(match: re.Match[bytes]) -> bytes:
        found.append(match[2])
        return match[1] + b't="s"><v>%d</v></c>' % (len(found) - 1)

    name = "xl/worksheets/sheet1.xml"
    pattern = rb'(<c [^<>]*?)t="inlineStr"\s*>\s*<is>\s*<t[^<>]*>([^<]*)</t>\s*</is>\s*</c>'
    if b"inlineStr" in parts[name]:
        parts[name] = re.sub(pattern, moved, parts[name])
        space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        texts = b"".join(b"<si><t>%s</t></si>" % text for text in found)
        parts["xl/sharedStrings.xml"] = b'<sst xmlns="%s">%s</sst>' % (space, texts)
        kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
        entry = (
            b'<Relationship Id="rId99" Type="%s" Target="sharedStrings.xml"/></Relationships>'
            % kind
        )
        rels = "xl/_rels/workbook.xml.rels"
        parts[rels] = parts[rels].replace(b"</Relationships>", entry)
        part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", part)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_numbers_and_handlers_stay_readable(clerk):
    issue = clerk.issue()._replace(
        person="李科长", source_no="13912345678", extra={"业主姓名": NAME, "户数": 301}
    )
    shown = masked(issue)
    assert (shown.person, shown.source_no) == ("李科长", "13912345678")
    assert shown.extra == {"业主姓名": "曾**", "户数": 301}


# -- calendars -------------------------------------------------------------------------------------


def test_limits_go_into_a_calendar(clerk):
    clerk.ok("export", "-o", "时限.ics")
    told = Path("时限.ics").read_bytes()
    lines = told.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert max(map(len, lines)) <= 75
    entry = told.replace(b"\r\n ", b"").decode().split("\r\n")
    assert "DTSTART;VALUE=DATE:20240126" in entry
    assert "DTEND;VALUE=DATE:20240127" in entry
    assert f"UID:{clerk.issue().uid}@ledger" in entry
    assert any(line.startswith("SUMMARY:2024-0001 怡园小区") for line in entry)


def test_an_entry_keeps_its_identity_and_text_stays_text(clerk):
    clerk.ok("edit", "1", "问题描述=甲;乙,丙\\丁")
    clerk.ok("export", "-o", "甲.ics")
    clerk.ok("assign", "1", "--to", "区城管局", "-d", "2024-01-26")
    clerk.ok("extend", "1", "-d", "2024-01-30", "--reason", "天气", "--approved-by", "李科长")
    clerk.ok("export", "-o", "乙.ics")
    one, other = (Path(f"{n}.ics").read_text("utf-8").replace("\n ", "") for n in "甲乙")
    uid = f"UID:{clerk.issue().uid}@ledger"
    assert uid in one
    assert uid in other
    assert "甲\\;乙\\,丙\\\\丁" in one
    assert "DTSTART;VALUE=DATE:20240130" in other


# -- forms -----------------------------------------------------------------------------------------


def test_a_filled_copy_is_a_form_without_its_issues(clerk):
    said = clerk.ok("form", "add", district_form(), "--name", "区里的")
    assert "里面的问题没有导入" in said.err
    assert len(clerk.issues()) == 1
    clerk.ok("export", "--form", "区里的", "-o", "出.xlsx")
    rows = [[cell.value for cell in row][:4] for row in sheet("出.xlsx").iter_rows(min_row=3)]
    problem = "曾庆华反映3号楼2单元301漏水，电话13912345678"
    assert rows == [
        [1, "怡园小区", NAME, problem],
        ["合计", None, None, "1件"],
        ["填表人：李明", None, None, None],
    ]


def test_an_old_workbook_is_no_form_and_says_so(clerk):
    cells = "".join(f"<td>{text}</td>" for text in ("小区", "问题描述", "责任单位"))
    row = "".join(f"<td>{text}</td>" for text in ("怡园小区", "井盖缺失", "区城管局"))
    Path("旧表.xls").write_text(f"<table><tr>{cells}</tr><tr>{row}</tr></table>", "utf-8")
    said = clerk.ok("import", "旧表.xls", "-y").err
    assert "“旧表.xls”不能作表样：用 Excel 或 WPS 另存为 .xlsx，再 ledger form add\n" in said


def test_a_form_that_is_added_leaves_the_plain_export_as_it_was(clerk):
    said = clerk.ok("form", "add", district_form(), "--name", "区里的")
    assert "不写 --form 的导出照“区里的”" in said.err
    said = clerk.ok("form", "add", "台账.xlsx", "--name", "市局附表")
    assert "不写 --form 的导出照“区里的”；改照这个：ledger form use 市局附表" in said.err
    assert "（表样“区里的”）" in clerk.ok("export", "-o", "出1.xlsx").err
    assert "（表样“市局附表”）" in clerk.ok("export", "--form", "市局附表", "-o", "出2.xlsx").err
    assert "以后照“市局附表”" in clerk.ok("form", "use", "市局附表").err
    assert "（表样“市局附表”）" in clerk.ok("export", "-o", "出3.xlsx").err
    assert "不写 --form 的导出照“市局附表”" in clerk.ok("form", "list").err
    clerk.ok("undo")
    assert "不写 --form 的导出照“区里的”" in clerk.ok("form", "list").err
    clerk.ok("form", "forget", "区里的")  # what is left is taken
    assert "不写 --form 的导出照“市局附表”" in clerk.ok("form", "list").err
    assert clerk.findings() == []


@pytest.mark.parametrize(
    ("content", "code"), [(b"", Exit.BAD_DATA), ("甲,乙\n1,2\n".encode(), Exit.BAD_DATA)]
)
def test_what_cannot_be_filled_is_no_form(clerk, content, code):
    Path("表.xlsx").write_bytes(content)
    said = clerk("form", "add", "表.xlsx")
    assert said.code == code
    assert "还没有表样" in clerk.ok("form", "list").err


def test_every_shipped_form_takes_an_issue(clerk):
    names = clerk.ok("form", "list").err.split("：")[1].split("（")[0].split("、")
    assert {"问题台账", "信访台账", "12345台账", "销号申请单", "整改通知单", "交办清单"} <= set(
        names
    )
    for name in names:
        clerk.ok("export", "--form", name, "--full", "-o", f"{name}.xlsx")
        found = sheet(f"{name}.xlsx")
        last = int(found.print_title_rows.rpartition("$")[2])
        labels = [[cell.value for cell in found[row]] for row in range(3, last + 1)]
        header = [low or high for high, low in zip(labels[0], labels[-1], strict=True)]
        row = dict(zip(header, [cell.value for cell in found[last + 1]], strict=True))
        assert (row["序号"], row["编号"], row["小区"]) == (1, "2024-0001", "怡园小区")
        assert "漏水" in row["问题描述"]
        assert found.page_setup.orientation == "landscape"
        assert found.freeze_panes == f"C{last + 1}"
        large = name.endswith("台账")
        assert (last, found.page_setup.paperSize) == ((4, 8) if large else (3, 9))


def test_a_form_without_a_column_for_the_problem_says_so(clerk):
    book = Workbook()
    book.active.append(["序号", "小区名称", "类别", "整改时限", "办理情况"])
    book.active.append([1, "河松小区", "违建", "2024-01-05", "已办结"])
    book.save("表.xlsx")
    said = clerk.ok("export", "--form", "表.xlsx", "-o", "出.xlsx")
    assert "新登记的 1 条看不到问题描述" in said.err


def prefilled(path: str = "清单.xlsx") -> str:
    """A list whose second row waits for its problem, and a sheet of last year beside it."""
    book = Workbook()
    header = ["序号", "小区名称", "存在问题", "责任人", "整改时限", "整改情况"]
    rows = [
        [1, "河松小区", "电梯停运", "王芳", "2024-01-05", "已整改"],
        [2, "怡园小区", None, "李明", "2024-01-08", None],
        [3, "正大小区", "墙皮脱落", "赵雷", "2024-01-09", "未整改"],
    ]
    book.active.title, old = "今年", book.create_sheet("去年")
    for row in (header, *rows):
        book.active.append(row)
    for row in (header, [1, "昌盛小区", "路灯不亮", "孙岩", "2023-01-05", "已整改"]):
        old.append(row)
    book.save(path)
    return path


def taken_in(ledger):
    said = ledger("import", prefilled(), "--sheet", "今年", "-y", "--errors", "错误.xlsx")
    assert said.code == Exit.BAD_DATA
    assert "新增 2，更新 0，相同 0，冲突 0，错误 1" in said.err


def test_rows_that_no_import_took_stay_in_the_whole_book(ledger, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    taken_in(ledger)
    ledger.ok("export", "--all", "-o", "出.xlsx")
    assert Path("出.xlsx").read_bytes() == Path("清单.xlsx").read_bytes()
    ledger.ok("add", "楼道堆物", "-e", "正大小区", "--source", "日常检查")
    ledger.ok("export", "--all", "-o", "出.xlsx", "-y")
    found = load_workbook("出.xlsx")
    told = [[cell.value for cell in row][:4] for row in found["今年"].iter_rows(min_row=2)]
    assert told == [
        [1, "河松小区", "电梯停运", "王芳"],
        [2, "怡园小区", None, "李明"],
        [3, "正大小区", "墙皮脱落", "赵雷"],
        [4, "正大小区", "楼道堆物", None],
    ]
    assert found["去年"]["C2"].value == "路灯不亮"


@pytest.mark.parametrize("words", [("-e", "正大小区"), ("--all", "--masked")])
def test_rows_that_no_import_took_are_in_no_part_for_others(ledger, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    taken_in(ledger)
    ledger.ok("export", *words, "-o", "出.xlsx")
    assert "李明" not in texts("出.xlsx")
    assert "赵雷" in texts("出.xlsx")


def test_a_corrected_row_is_written_where_it_was_refused(ledger, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    taken_in(ledger)
    book = load_workbook("错误.xlsx")
    row = next(row for row in book.active.iter_rows() if row[1].value == "怡园小区")
    row[2].value = "井盖缺失"
    book.save("错误.xlsx")
    ledger.ok("import", "错误.xlsx", "-y")
    ledger.ok("export", "--all", "--form", "清单.xlsx", "-o", "出.xlsx")
    rows = [
        [cell.value for cell in row][:3] for row in load_workbook("出.xlsx")["今年"].iter_rows()
    ]
    assert rows[1:] == [
        [1, "河松小区", "电梯停运"],
        [2, "怡园小区", "井盖缺失"],
        [3, "正大小区", "墙皮脱落"],
    ]


# -- photos, files ---------------------------------------------------------------------------------


def photo(name: str, size: tuple[int, int] = (1600, 1200)) -> str:
    Image.new("RGB", size, (9, 99, 9)).save(name)
    return name


def test_photos_go_into_their_column_and_beside_the_file(clerk):
    district_form()
    clerk.ok("attach", "1", photo("甲.jpg"), photo("乙.png", (300, 600)), "--before")
    said = clerk.ok("export", "--form", "台账.xlsx", "--photos", "-o", "出.xlsx")
    found = sheet("出.xlsx")
    places = [(image.anchor._from.row + 1, image.anchor._from.col + 1) for image in found._images]
    assert places == [(3, 7), (3, 7)]
    assert max(max(image.width, image.height) for image in found._images) == 320
    assert found.row_dimensions[3].height >= 60
    assert "照片 2 张" in said.err
    kept = sorted(path.name for path in Path("出_照片").iterdir())
    assert kept == ["2024-0001_整改前1.jpg", "2024-0001_整改前2.png"]
    with Image.open("出_照片/2024-0001_整改前1.jpg") as kept_whole:
        assert kept_whole.size == (1600, 1200)


def test_photos_that_came_with_the_form_are_not_put_in_twice(clerk):
    from openpyxl.drawing.image import Image as Floating

    book = load_workbook(district_form())
    book.active.add_image(Floating(photo("甲.png", (40, 30))), "G3")
    book.save("台账.xlsx")
    clerk.ok("import", "台账.xlsx", "--yes")
    clerk.ok("export", "--all", "-o", "出.xlsx")
    assert len(sheet("出.xlsx")._images) == 1
    clerk.ok("export", "--all", "-e", "怡园小区", "-o", "一家.xlsx")
    assert not sheet("一家.xlsx")._images
    with zipfile.ZipFile("一家.xlsx") as archive:
        assert not [name for name in archive.namelist() if "media" in name]


REPLACING = [
    "export -o 出.xlsx",
    "export -o 出.csv",
    "report month -o 出.xlsx",
    "assign 1 --to 恒安物业 --new --document -o 出.docx",
    "export 2 --document 交办单 -o 出.docx",
    "document print 交办1 -o 出.docx",
]


@pytest.mark.parametrize("words", REPLACING)
def test_a_file_that_is_there_is_replaced_only_when_it_is_meant(clerk, words):
    clerk.ok("add 漏水 -e 怡园小区 --source 来电 --new")
    clerk.ok("assign 2 --to 恒安物业 --new --document -o 交办.docx")
    file = Path(words.split()[-1])
    file.write_bytes(b"mine")
    before = clerk.operations()
    said = clerk(words)
    assert (said.code, file.read_bytes()) == (Exit.USAGE, b"mine")
    assert f"{file} 已有，覆盖它？没有终端，不能询问" in said.err
    said = clerk(words, typed="\n")
    assert (said.code, file.read_bytes()) == (Exit.REFUSED, b"mine")
    assert clerk.operations() == before
    clerk.ok(words, typed="是\n")
    assert file.read_bytes() != b"mine"
    clerk.ok("undo") if "assign" in words else None
    clerk.ok(f"{words} -y")


def test_a_name_that_the_program_chooses_is_free(clerk):
    for name in ("问题台账_20240115.xlsx", "问题台账_20240115-2.xlsx"):
        assert f"：{name}（" in clerk.ok("export").err
    assert "将导出 1 条到 问题台账_20240115-3.xlsx" in clerk.ok("export -n").err


def test_nothing_is_asked_where_nothing_is_lost(clerk):
    assert clerk.ok("export --format csv").out
    Path("出.csv").touch()
    clerk.ok("export -o 出.csv")


@pytest.mark.parametrize("mark", ["~$台账.xlsx", ".~lock.台账.xlsx#"])
def test_a_file_that_is_open_is_left_alone(clerk, mark):
    Path("台账.xlsx").write_bytes(b"old")
    Path(mark).write_bytes(b"")
    said = clerk("export", "-o", "台账.xlsx", "-y")
    assert said.code == Exit.CONFLICT
    assert "正在被 Excel 或 WPS 使用" in said.err
    assert "台账-2.xlsx" in said.err
    assert Path("台账.xlsx").read_bytes() == b"old"


def test_a_desktop_that_opens_nothing_is_no_failure(clerk, monkeypatch):
    monkeypatch.setenv("PATH", "")
    said = clerk.ok("export", "--open", "-o", "台账.xlsx")
    assert "文件在" in said.err


# -- words crossed out in a cell -------------------------------------------------------------------


@pytest.fixture
def corrected(ledger, tmp_path, monkeypatch):
    """A ledger whose only issue came from a workbook in which a clerk crossed out words."""
    monkeypatch.chdir(tmp_path)
    book = load_workbook(district_form())
    gone = InlineFont(strike=True)
    book.active["B3"] = CellRichText(TextBlock(gone, "河柏小区"), "河松小区")
    book.active["C3"] = CellRichText(TextBlock(gone, "曾庆华"), " 王女士")
    book.active["D3"] = CellRichText("电梯停运", TextBlock(gone, f"，电话{PHONE}"))
    book.save("台账.xlsx")
    ledger.ok("import 台账.xlsx -y")
    return ledger


def test_words_crossed_out_are_kept_beside_the_value(corrected):
    issue = corrected.issue()
    assert (issue.estate, issue.complainant) == ("河松小区", "王女士")
    assert issue.description == "电梯停运"
    assert issue.extra == {
        "小区名称（划去）": "河柏小区", "投诉人（划去）": "曾庆华", "投诉问题（划去）": f"，电话{PHONE}",
    }  # fmt: skip
    assert "河柏小区" in corrected.ok("show 1").out
    assert "相同 1" in corrected.ok("import 台账.xlsx -n").err


def test_a_cell_with_words_crossed_out_stays_as_it_is_until_its_value_changes(corrected):
    corrected.ok("export -o 出.xlsx")
    assert Path("出.xlsx").read_bytes() == Path("台账.xlsx").read_bytes()
    corrected.ok("edit 1 小区=怡园小区")
    corrected.ok("export -o 又.xlsx")
    book = load_workbook("又.xlsx", rich_text=True)
    assert book.active["B3"].value == "怡园小区"
    assert isinstance(book.active["C3"].value, CellRichText)


def test_what_is_masked_is_not_told_by_words_crossed_out(corrected):
    corrected.ok("export --masked -o 出.xlsx")
    told = texts("出.xlsx")
    assert not [secret for secret in SECRETS if secret in told]
    assert "河柏小区" in told
