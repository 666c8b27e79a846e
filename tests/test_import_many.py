"""Several files, folders and zips in one `ledger import`: one batch, or nothing."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from ledger.store import open_reading

HEADER = ["序号", "受理日期", "小区", "问题描述", "责任单位", "整改时限"]


def sheet(*issues: str, estate: str = "怡园小区") -> bytes:
    """A street's ledger with these problems."""
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    for number, issue in enumerate(issues, 1):
        book.active.append([number, "2024-01-05", estate, issue, "利民街道办事处", "2024-01-20"])
    book.save(out)
    return out.getvalue()


def counts() -> bytes:
    """A summary, which lists no issues."""
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["街道", "问题数", "完成数", "完成率"])
    for street in ("利民街道", "康安街道", "兆麟街道"):
        book.active.append([street, 3, 2, 0.67])
    book.save(out)
    return out.getvalue()


def locked(password: str) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(sheet("楼道堆物"))).encrypt(password, out)
    return out.getvalue()


@pytest.fixture
def folder(ledger, tmp_path: Path) -> Path:
    """Two streets' ledgers in a folder, a zip and a file beside it."""
    inside = tmp_path / "1月报表"
    inside.mkdir()
    (inside / "利民街道.xlsx").write_bytes(sheet("电梯停运", "二楼漏水"))
    (inside / "汇总.xlsx").write_bytes(counts())
    (inside / "说明.docx").write_bytes(b"x")
    with zipfile.ZipFile(tmp_path / "12345.zip", "w") as archive:
        archive.writestr("康安街道.xlsx", sheet("路灯不亮", estate="康宁小区"))
    (tmp_path / "兆麟街道.xlsx").write_bytes(sheet("消防通道堵塞", estate="兆麟小区"))
    return tmp_path


def test_all_become_one_batch(ledger, folder: Path):
    said = ledger.ok("import 1月报表 12345.zip 兆麟街道.xlsx --yes")
    assert "汇总.xlsx" in said.err
    assert "说明.docx" in said.err
    assert "批次 B0001" in said.err
    issues = {issue.description: issue for issue in ledger.issues()}
    assert issues.keys() == {"电梯停运", "二楼漏水", "路灯不亮", "消防通道堵塞"}
    assert {text: issue.origin["file"] for text, issue in issues.items()} == {
        "电梯停运": "利民街道.xlsx",
        "二楼漏水": "利民街道.xlsx",
        "路灯不亮": "12345.zip/康安街道.xlsx",
        "消防通道堵塞": "兆麟街道.xlsx",
    }
    with open_reading(ledger.path) as store:
        (told,) = [o.detail["files"] for o in store.operations() if "files" in o.detail]
    assert [file["name"] for file in told] == [
        "利民街道.xlsx",
        "12345.zip/康安街道.xlsx",
        "兆麟街道.xlsx",
    ]
    plain = (folder / "兆麟街道.xlsx").read_bytes()
    assert told[2]["sha256"] == hashlib.sha256(plain).hexdigest()
    assert ledger.findings() == []


def test_the_batch_is_undone_as_one_and_a_second_time_nothing_is_new(ledger, folder: Path):
    ledger.ok("import 1月报表 12345.zip --yes")
    assert "没有要写入的" in ledger.ok("import 1月报表 12345.zip --yes").err
    ledger.ok("undo B0001 --yes")
    assert all(issue.withdrawn for issue in ledger.issues())


def test_one_bad_file_stops_all(ledger, folder: Path):
    bad = folder / "1月报表" / "友谊街道.xlsx"
    for data, words in (
        (sheet("甲")[:-500], "损坏"),
        (b"", "空文件"),
        (locked("x"), "加密"),
        (b"PK\x03\x04", "损坏"),
    ):
        bad.write_bytes(data)
        before = ledger.path.read_bytes()
        said = ledger("import 1月报表 12345.zip --yes")
        assert said.code == 4
        assert "友谊街道.xlsx" in said.err
        assert words in said.err
        assert "移开" in said.err
        assert ledger.path.read_bytes() == before


def test_a_named_file_without_a_ledger_is_refused(ledger, folder: Path):
    said = ledger("import 1月报表/汇总.xlsx 1月报表/利民街道.xlsx --yes")
    assert said.code == 4
    assert "汇总.xlsx" in said.err
    assert ledger.issues() == []


def test_a_folder_with_summaries_only(ledger, folder: Path):
    (folder / "1月报表" / "利民街道.xlsx").unlink()
    said = ledger("import 1月报表 --yes")
    assert (said.code, ledger.issues()) == (4, [])
    assert "没有找到台账" in said.err


def test_streets_that_fill_in_one_form_leave_one(ledger, folder: Path):
    said = ledger.ok("import 1月报表 12345.zip 兆麟街道.xlsx --yes")
    assert said.err.count("已记为表样") == 1
    assert said.err.count("对应字段") == 1


def test_the_plan_names_the_file_of_each_row(ledger, folder: Path):
    plan = json.loads(ledger.ok("import 1月报表 12345.zip -n --json").out)
    assert [row["file"] for row in plan["rows"]] == [
        "利民街道.xlsx",
        "利民街道.xlsx",
        "12345.zip/康安街道.xlsx",
    ]
    assert {sheet["file"] for sheet in plan["sheets"]} == {row["file"] for row in plan["rows"]}


def test_a_password_is_given_once_and_not_kept(ledger, folder: Path):
    inside = folder / "1月报表"
    (inside / "友谊街道.xlsx").write_bytes(locked("秘密2024"))
    said = ledger("import", "1月报表", "--password", "秘密2023", "--yes")
    assert (said.code, "密码不对" in said.err) == (4, True)
    ledger.ok("import", "1月报表", "--password", "秘密2024", "--yes")
    assert "楼道堆物" in {issue.description for issue in ledger.issues()}
    with open_reading(ledger.path) as store:
        assert "import 1月报表 --password *** --yes" in [o.command for o in store.operations()]
    assert "秘密2024".encode() not in ledger.path.read_bytes()


def test_a_password_is_asked_for_on_a_terminal(ledger, folder: Path):
    path = folder / "友谊街道.xlsx"
    path.write_bytes(locked("secret"))
    (folder / "友谊街道2.xlsx").write_bytes(locked("secret"))
    said = ledger.ok("import 友谊街道.xlsx 友谊街道2.xlsx --yes", typed="secret\n")
    assert (said.out + said.err).count("输入密码") == 1
    assert "secret" not in said.out + said.err
    assert ledger("import 友谊街道.xlsx --yes", typed="").code == 1


def test_refused_rows_of_each_file_are_kept_apart(ledger, folder: Path):
    for name in ("甲", "乙"):
        (folder / name).mkdir()
        (folder / name / "台账.xlsx").write_bytes(sheet("", f"{name}漏水"))
    for words in ("", " --errors 错.xlsx", ""):  # corrections of the first time are not lost
        said = ledger(f"import 甲 乙 --yes{words}")
        assert said.code == 4
        assert said.err.count("另存：") == 2
    kept = {file.stem for file in folder.glob("*错*.xlsx")}
    numbered = {f"台账_错误{n}" for n in ("", "-2", "-3", "-4")}
    assert kept == {"错", "错-2", *numbered}
