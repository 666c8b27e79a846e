"""Files, folders and zips to the workbooks that are meant."""

import io
import zipfile
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from ledger.errors import BadData
from ledger.sheets import gather as gathering
from ledger.sheets.faults import faults
from ledger.sheets.gather import Aside, gather
from ledger.sheets.read import read_content


def xlsx(text: str = "电梯停运") -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["序号", text])
    book.save(out)
    return out.getvalue()


def zipped(parts: dict[str, bytes], codec: str = "") -> bytes:
    """A zip; with a codec its names are written as old programs do: in it, without saying so."""
    out = io.BytesIO()
    written = {name: name for name in parts}
    if codec:  # names of the same length stand in their places until they are written
        written = {name: chr(65 + n) * len(name.encode(codec)) for n, name in enumerate(parts)}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(written[name], data)
    data = out.getvalue()
    for name, stand_in in written.items():
        data = data.replace(stand_in.encode(), name.encode(codec)) if codec else data
    return data


def names(*paths: Path) -> list[str]:
    return [source.name for source in gather(paths)[0]]


def test_a_file_is_itself_whatever_its_ending(tmp_path: Path):
    path = tmp_path / "台账.dat"
    whole = xlsx()
    path.write_bytes(whole)
    (source,), aside = gather([path])
    assert (source.name, source.stem, source.named, aside) == ("台账.dat", "台账", True, [])
    assert source.sha256 == sha256(whole).hexdigest()
    assert source.form() == whole


def test_a_folder_is_its_workbooks_by_name(tmp_path: Path):
    for number in (10, 2, 1):
        (tmp_path / f"{number}月.xlsx").write_bytes(xlsx(f"{number}"))
    (tmp_path / "说明.docx").write_bytes(b"PK")
    (tmp_path / "~$1月.xlsx").write_bytes(b"x")
    (tmp_path / ".DS_Store").write_bytes(b"x")
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    (tmp_path / "问题台账.db").write_bytes(b"SQLite format 3")
    (tmp_path / "台账_错误.csv").write_bytes(faults([]))
    (tmp_path / "旧").mkdir()
    (tmp_path / "旧" / "0月.xlsx").write_bytes(xlsx("0"))
    sources, aside = gather([tmp_path])
    assert [source.name for source in sources] == ["1月.xlsx", "2月.xlsx", "10月.xlsx"]
    assert not any(source.named for source in sources)
    assert set(aside) == {
        Aside("说明.docx", "不是表格"),
        Aside("问题台账.db", "不是表格"),
        Aside("~$1月.xlsx", "打开文件时产生的临时文件"),
        Aside("台账_错误.csv", "错误清单"),
        Aside("旧", "文件夹里的文件夹"),
    }


@pytest.mark.parametrize("codec", ["", "gbk", "utf-8"])
def test_a_zip_is_the_workbooks_in_it(tmp_path: Path, codec: str):
    path = tmp_path / "1月.zip"
    parts = {
        "街道/利民街道.xlsx": xlsx("利民"),
        "街道/照片.jpg": b"\xff\xd8",
        "__MACOSX/街道/._利民街道.xlsx": b"x",
        "康安街道.csv": "序号,问题".encode(),
    }
    path.write_bytes(zipped(parts, codec))
    sources, aside = gather([path])
    assert {(s.name, s.stem) for s in sources} == {
        ("1月.zip/街道/利民街道.xlsx", "利民街道"),
        ("1月.zip/康安街道.csv", "康安街道"),
    }
    assert aside == [Aside("1月.zip/街道/照片.jpg", "不是表格")]
    for source in sources:
        inner = source.name.removeprefix("1月.zip/")
        assert source.sha256 == sha256(parts[inner]).hexdigest()
        book = read_content(source.content(), source.name)
        assert (book.name, book.sheets[0].rows[1][1]) == (source.name, "序号")
    assert [source.form() is not None for source in sources] == [
        source.name.endswith("xlsx") for source in sources
    ]


def test_zips_in_a_folder_are_opened_and_files_join_them(tmp_path: Path):
    folder = tmp_path / "1月"
    folder.mkdir()
    (folder / "b.zip").write_bytes(zipped({"内.xlsx": xlsx("内")}))
    (folder / "a.xlsx").write_bytes(xlsx("a"))
    (tmp_path / "外.xlsx").write_bytes(xlsx("外"))
    assert names(tmp_path / "外.xlsx", folder) == ["外.xlsx", "a.xlsx", "b.zip/内.xlsx"]


def test_copies_are_taken_once(tmp_path: Path):
    data = xlsx()  # made a second later it would differ
    for name in ("a.xlsx", "b.xlsx"):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "c.zip").write_bytes(zipped({"d.xlsx": data}))
    path = tmp_path / "b.xlsx"
    sources, aside = gather([path, tmp_path, path])
    assert [source.name for source in sources] == ["b.xlsx"]
    assert {item.name for item in aside} == {"a.xlsx", "b.xlsx", "c.zip/d.xlsx"}
    assert {item.reason for item in aside} == {"与“b.xlsx”内容相同"}


def test_names_that_lead_elsewhere_are_only_names(tmp_path: Path):
    folder = tmp_path / "里"
    folder.mkdir()
    path = folder / "a.zip"
    path.write_bytes(
        zipped({"../../逃.xlsx": xlsx("a"), "/etc/b.xlsx": xlsx("b"), "c\x07\n.xlsx": xlsx("c")})
    )
    before = sorted(tmp_path.rglob("*"))
    for source in gather([path])[0]:
        assert read_content(source.content(), source.name).sheets
        assert source.name.isprintable()
    assert sorted(tmp_path.rglob("*")) == before


def test_a_workbook_is_no_zip_of_files(tmp_path: Path):
    for name, data in (
        ("a.zip", xlsx()),
        ("b.zip", zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})),
        ("c.zip", zipped({"word/document.xml": b""})),
        ("d.zip", b"PK\x03\x04 broken"),
    ):
        (tmp_path / name).write_bytes(data)
        assert names(tmp_path / name) == [name]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped({"a.xlsx": xlsx(), "b.zip": zipped({"c.xlsx": xlsx()})}), "还有压缩包“b.zip”"),
        (zipped({"a.xlsx": xlsx(), "b.RAR": b"Rar!"}), "还有压缩包“b.RAR”"),
        (zipped({"说明.txt": b"a"}), "没有表格文件"),
        (zipped({"a.xlsx": bytes((64 << 20) + 1)}), "过大"),
    ],
    ids=["zip", "rar", "nothing", "bomb"],
)
def test_zips_that_are_refused(tmp_path: Path, data: bytes, words: str):
    path = tmp_path / "上报.zip"
    path.write_bytes(data)
    with pytest.raises(BadData, match=words) as caught:
        gather([path])
    assert "上报.zip" in str(caught.value)
    assert caught.value.hint


def test_many_small_bombs_are_refused(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(gathering, "MAX_INFLATED", 10_000)
    path = tmp_path / "上报.zip"
    path.write_bytes(zipped({f"{n}.xlsx": bytes([n]) * 4000 for n in range(9)}))
    with pytest.raises(BadData, match="过大"):
        gather([path])


def test_a_zip_under_a_password_and_a_damaged_one(tmp_path: Path):
    whole = zipped({"a.xlsx": xlsx()})
    secret = bytearray(whole)
    secret[6] |= 1
    secret[secret.rfind(b"PK\x01\x02") + 8] |= 1
    damaged = bytearray(whole)
    damaged[60:90] = bytes(30)
    path = tmp_path / "上报.zip"
    for data, words in ((secret, "密码"), (damaged, "解不出来")):
        path.write_bytes(data)
        with pytest.raises(BadData, match=words) as caught:
            gather([path])
        assert "解压" in caught.value.hint


def test_what_is_not_there_or_holds_nothing(tmp_path: Path):
    with pytest.raises(BadData, match="没有找到文件"):
        gather([tmp_path / "无.xlsx"])
    with pytest.raises(BadData, match="没有表格文件"):
        gather([tmp_path])
    (tmp_path / "空.xlsx").touch()
    (source,), _ = gather([tmp_path])
    with pytest.raises(BadData, match=r"空\.xlsx.*空文件"):
        read_content(source.content(), source.name)
