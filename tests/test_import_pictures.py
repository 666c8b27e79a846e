"""Pictures of imported workbooks: kept with their issues, once, and never without their file."""

import io
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from openpyxl.drawing.image import Image
from PIL import Image as Pillow

from ledger.errors import Exit
from ledger.store import attachments

HEADER = [
    "序号",
    "小区",
    "问题描述",
    "责任单位",
    "整改时限",
    "整改情况",
    "整改前照片",
    "整改后照片",
    "备注",
]
ROWS = (
    [1, "怡园小区", "楼道灯不亮", "恒安物业", "2024-02-01", "整改中", None, None, None],
    [2, "怡园小区", "水压不足", "恒安物业", "2024-02-02", "整改中", None, None, None],
    [3, "河松小区", "电梯停运", "龙江物业", "2024-02-03", "整改中", None, None, None],
)


def png(shade: int) -> bytes:
    out = io.BytesIO()
    Pillow.new("RGB", (20, 20), (shade, 0, 0)).save(out, "PNG")
    return out.getvalue()


def phone_photo() -> bytes:
    """Held upright, taken at a place."""
    exif = Pillow.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Pillow.new("RGB", (80, 40)).save(out, "JPEG", exif=exif)
    return out.getvalue()


class _Raw(Image):
    """A picture whose bytes go into the workbook as they are."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(png(0)))
        self._bytes = data

    def _data(self) -> bytes:
        return self._bytes


@pytest.fixture
def workbook(tmp_path: Path):
    """Writes the ledger's workbook with these pictures by cell."""

    def write(pictures: Mapping[str, bytes], *, state: str = "整改中") -> str:
        book = openpyxl.Workbook()
        book.active.append(["问题整改台账"])
        book.active.append(HEADER)
        for row in ROWS:
            book.active.append([state if cell == "整改中" else cell for cell in row])
        book.active.append(["填表人：张敏"])
        for cell, data in pictures.items():
            book.active.add_image(_Raw(data), cell)
        path = tmp_path / "台账.xlsx"
        book.save(path)
        return str(path)

    return write


def kept(clerk) -> dict[str, list[tuple[str, str]]]:
    """Stage and cell of each issue's pictures; their files are what they are called after."""
    found = {}
    for issue in clerk.issues():
        for item in issue.attachments:
            file = attachments.kept(clerk.path, item["sha256"], item["name"])
            assert sha256(file.read_bytes()).hexdigest() == item["sha256"]
        if issue.attachments and not issue.withdrawn:
            told = [(item["kind"], item["cell"]) for item in issue.attachments]
            found[issue.number] = told
    return found


def files(clerk) -> list[Path]:
    return [path for path in attachments.folder(clerk.path).rglob("*") if path.is_file()]


FIRST = {"G3": png(1), "H3": png(2), "G5": png(1), "I5": png(3), "H6": png(4)}
KEPT = {
    "2024-0001": [("before", "Sheet!G3"), ("after", "Sheet!H3")],
    "2024-0003": [("before", "Sheet!G5"), ("evidence", "Sheet!I5")],
}


def test_pictures_go_with_their_issues(ledger, workbook):
    said = ledger.ok("import", workbook(FIRST), "--yes")
    assert kept(ledger) == KEPT
    assert len(files(ledger)) == 3
    assert "图片 4 张，另有图片 1 张不在数据行，不收" in said.err
    assert [row["photos"] for row in ledger.listed()] == [
        {"before": 1, "during": 0, "after": 1},
        {"before": 0, "during": 0, "after": 0},
        {"before": 1, "during": 0, "after": 0},
    ]
    ledger.ok("check")


def test_a_second_import_adds_nothing(ledger, workbook):
    ledger.ok("import", workbook(FIRST), "--yes")
    before = ledger.operations()
    said = ledger.ok("import", workbook(FIRST), "--yes")
    assert "相同 3" in said.err
    assert (kept(ledger), ledger.operations()) == (KEPT, before)


def test_new_pictures_alone_update_their_issue(ledger, workbook):
    ledger.ok("import", workbook(FIRST), "--yes")
    said = ledger.ok("import", workbook(FIRST | {"H4": png(5), "H5": png(3)}), "--yes")
    assert "更新 2，相同 1" in said.err
    assert ledger.kinds("2") == ["import", "update"]
    expected = {
        "2024-0001": KEPT["2024-0001"],
        "2024-0002": [("after", "Sheet!H4")],
        "2024-0003": [*KEPT["2024-0003"], ("after", "Sheet!H5")],
    }
    assert kept(ledger) == expected
    ledger.ok("undo")
    assert kept(ledger) == KEPT
    ledger.ok("undo")
    assert kept(ledger) == {}
    ledger.ok("check")


def test_pictures_taken_back_come_again_with_the_next_import(ledger, workbook):
    ledger.ok("import", workbook(FIRST), "--yes")
    ledger.ok("undo")
    ledger.ok("import", workbook(FIRST), "--yes")
    assert list(kept(ledger).values()) == list(KEPT.values())
    assert len(files(ledger)) == 3


def test_a_phone_photo_is_kept_upright_and_known_again(ledger, workbook):
    ledger.ok("import", workbook({"G3": phone_photo()}), "--yes")
    (item,) = ledger.issue().attachments
    file = attachments.kept(ledger.path, item["sha256"], item["name"])
    with Pillow.open(file) as image:
        assert (image.size, file.suffix) == ((40, 80), ".jpg")
        assert not image.getexif().get_ifd(0x8825)
    assert "相同 3" in ledger.ok("import", workbook({"G3": phone_photo()}), "--yes").err


def test_broken_pictures_are_kept_and_said_empty_ones_only_said(ledger, workbook):
    said = ledger.ok("import", workbook({"G3": png(1)[:50], "G4": b""}), "--yes")
    assert "1 张图片打不开或过大，已原样保存：Sheet!G3" in said.err
    assert "1 张图片没有收（图片是空的）：Sheet!G4" in said.err
    assert kept(ledger) == {"2024-0001": [("before", "Sheet!G3")]}


def test_what_is_struck_gets_no_more_pictures(ledger, workbook):
    ledger.ok("import", workbook(FIRST, state="已销号"), "--yes")
    assert kept(ledger) == KEPT
    said = ledger.ok("import", workbook(FIRST | {"H5": png(9)}, state="已销号"), "--yes")
    assert "已销号或终结的不再附图片，1 条有新的：2024-0003 号" in said.err
    assert kept(ledger) == KEPT


@pytest.mark.parametrize(
    ("way", "code"), [("skip", Exit.OK), ("update", Exit.OK), ("new", Exit.OK)]
)
def test_a_conflict_brings_its_pictures_whatever_is_decided(ledger, workbook, way, code):
    ledger.ok("import", workbook(FIRST), "--yes")
    ledger.ok("edit", "1", "备注=台账写的")
    path = workbook(FIRST | {"I3": png(7)})
    book = openpyxl.load_workbook(path)
    book.active["I3"] = "表里写的"
    book.save(path)
    said = ledger("import", path, "--yes", "--on-conflict", way)
    number = "2024-0004" if way == "new" else "2024-0001"
    assert "冲突 1" in said.err
    assert said.code == code
    assert kept(ledger)[number] == [*KEPT["2024-0001"], ("evidence", "Sheet!I3")]


def test_nothing_is_kept_of_a_trial(ledger, workbook):
    ledger.ok("import", workbook(FIRST), "--yes", "--dry-run")
    assert files(ledger) == []


@pytest.mark.parametrize("harm", [Path.unlink, lambda file: file.write_bytes(b"x")])
def test_check_finds_files_that_are_gone_or_changed(ledger, workbook, harm):
    ledger.ok("import", workbook(FIRST), "--yes")
    item = ledger.issue().attachments[1]
    harm(attachments.kept(ledger.path, item["sha256"], item["name"]))
    said = ledger("check")
    assert said.code == Exit.REFUSED
    assert said.out == f"2024-0001 号的附件“{item['name']}”的文件丢失或被改动\n"
    assert "附件文件夹" in said.err
