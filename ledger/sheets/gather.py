"""Which workbooks are meant by files, folders and zips of them, and what is left aside."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final, NamedTuple

from ledger.errors import BadData
from ledger.sheets.collect import MAX_BYTES, too_large
from ledger.sheets.faults import HEADINGS
from ledger.sheets.package import BROKEN, MAX_ENTRIES, MAX_INFLATED
from ledger.sheets.read import LOCK, check, telling
from ledger.sheets.values import clean

TABLES: Final = frozenset((
    ".xlsx", ".xlsm", ".xltx", ".xls", ".xlt", ".et", ".ett", ".ods", ".xlsb", ".csv", ".tsv", ".mht",
))  # fmt: skip
PACKED: Final = (".zip", ".rar", ".7z")
MAX_FILES: Final = 1000
_ZIP: Final = b"PK\x03\x04"
_DOCUMENT: Final = ("xl/", "word/", "ppt/", "[content_types].xml", "mimetype", "content.xml")
_FAULTS: Final = b"\xef\xbb\xbf" + ",".join(HEADINGS).encode()
_IN_UTF8: Final = 0x800
_UNPACK: Final = "先解压，再导入解压出来的文件夹"


class Source(NamedTuple):
    """A workbook to read.

    `name` is what its issues remember: the file's own, for a member of a zip 1月.zip/利民街道.xlsx.
    `named` tells a file that the clerk asked for from one that was found.
    """

    name: str
    path: Path
    member: str = ""
    named: bool = True
    sha256: str = ""

    @property
    def stem(self) -> str:
        """Its own name without folders and ending."""
        return PurePosixPath(self.name).stem

    def content(self) -> Path | bytes:
        """The file, or the bytes of a member. Raises BadData when they cannot be had."""
        return _inflated(self.path, self.member) if self.member else self.path

    def data(self) -> bytes:
        """All of it."""
        content = self.content()
        return content if isinstance(content, bytes) else content.read_bytes()

    def form(self) -> bytes | None:
        """The whole of it where it is an xlsx, which can be filled again."""
        data = self.data()
        return data if any(name.startswith("xl/") for name in _names(io.BytesIO(data))) else None


class Aside(NamedTuple):
    """What was found and is not read, and why (in Chinese)."""

    name: str
    reason: str


def gather(paths: Iterable[Path]) -> tuple[list[Source], list[Aside]]:
    """The workbooks that are meant, in order, and what was left aside.

    A folder stands for the workbooks in it (not in its folders), a zip for all in it; both in the order of
    their names, figures by size. Copies of a file are taken once. Raises BadData when a folder or zip holds
    no workbook, a zip holds zips or inflates beyond all measure, or a file is not there.
    """
    sources: list[Source] = []
    aside: list[Aside] = []
    taken: dict[str, str] = {}
    inflated = 0
    for item in _expanded(paths):
        if isinstance(item, Aside):
            aside.append(item)
            continue
        with telling(item.name):
            data = item.data()
            inflated += len(data) if item.member else 0
            if inflated > MAX_INFLATED or len(sources) >= MAX_FILES:
                raise too_large(f"超过 {MAX_FILES} 个，或解压以后超过 {MAX_INFLATED >> 20} MB")
        digest = sha256(data).hexdigest()
        if digest in taken:
            aside.append(Aside(item.name, f"与“{taken[digest]}”内容相同"))
        elif data.startswith(_FAULTS) and not item.named:
            aside.append(Aside(item.name, "错误清单"))
        else:
            taken[digest] = item.name
            sources.append(item._replace(sha256=digest))
    return sources, aside


def _expanded(paths: Iterable[Path]) -> Iterator[Source | Aside]:
    for path in paths:
        if path.is_dir():
            yield from _filled(path, _folder(path))
        else:
            check(path)
            yield from _file(path, named=True)


def _filled(path: Path, found: Iterable[Source | Aside]) -> Sequence[Source | Aside]:
    """What a folder or zip holds. Raises BadData when no workbook is among it."""
    listed = list(found)
    if not any(isinstance(item, Source) for item in listed):
        raise BadData(f"“{path.name or path}”里没有表格文件", "检查是不是给错了文件夹或压缩包")
    return listed


def _folder(path: Path) -> Iterator[Source | Aside]:
    with telling(str(path)):
        children = sorted(path.iterdir(), key=lambda child: _natural(child.name))
    for child in children:
        if _invisible(child.name):
            continue
        if child.is_dir():
            yield Aside(child.name, "文件夹里的文件夹")
        elif child.suffix.lower() == ".zip":
            yield from _file(child, named=False)
        elif reason := _unwanted(child.name):
            yield Aside(child.name, reason)
        else:
            yield Source(name=child.name, path=child, named=False)


def _file(path: Path, *, named: bool) -> Iterable[Source | Aside]:
    """The file itself, or what is in it when it is a zip of files."""
    with telling(path.name), path.open("rb") as file:
        is_zip = file.read(len(_ZIP)) == _ZIP
        names = _names(file) if is_zip else []
    if not names or any(name.startswith(_DOCUMENT) for name in names):
        return [Source(name=path.name, path=path, named=named)]
    with telling(path.name):
        return _filled(path, _members(path))


def _names(file: BinaryIO) -> list[str]:
    """The names in a zip, as workbooks compare them; none when it is no sound zip."""
    try:
        with zipfile.ZipFile(file) as archive:
            return [name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()]
    except BROKEN:
        return []


def _members(path: Path) -> Iterator[Source | Aside]:
    """What lies in a zip. Raises BadData when that is more zips, or under a password."""
    with zipfile.ZipFile(path) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MAX_ENTRIES:
        raise too_large(f"压缩包里超过 {MAX_ENTRIES // 10_000} 万个文件")
    for name, info in sorted(((_legible(i), i) for i in infos), key=lambda pair: _natural(pair[0])):
        shown, parts = f"{path.name}/{name}", PurePosixPath(name).parts
        if any(map(_invisible, parts)):
            continue
        if name.lower().endswith(PACKED):
            raise BadData(f"里面还有压缩包“{name}”", _UNPACK)
        if reason := _unwanted(parts[-1]):
            yield Aside(shown, reason)
        elif info.flag_bits & 1:
            raise BadData("压缩包带有密码", _UNPACK)
        else:
            yield Source(name=shown, path=path, member=info.filename, named=False)


def _inflated(path: Path, member: str) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as file:
            data = file.read(MAX_BYTES + 1)
    except BROKEN as error:
        raise BadData("从压缩包里解不出来", _UNPACK) from error
    if len(data) > MAX_BYTES:
        raise too_large(f"超过 {MAX_BYTES >> 20} MB")
    return data


def _legible(info: zipfile.ZipInfo) -> str:
    """The name of a member: where the zip does not say UTF-8 it is that or GBK, which zipfile cannot know."""
    name = info.filename
    if not info.flag_bits & _IN_UTF8:
        try:
            raw = name.encode("cp437")
            name = _decoded(raw)
        except UnicodeEncodeError:  # told in a second, Unicode name
            pass
    return clean(name.replace("\\", "/")).replace("\n", " ")


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _invisible(name: str) -> bool:
    """Whether a clerk never sees the file: what systems leave in folders."""
    return name.startswith(".") or name.lower() in ("__macosx", "thumbs.db", "desktop.ini")


def _unwanted(name: str) -> str:
    """Why a file that nobody named is not read, "" when it is."""
    if name.startswith(LOCK):
        return "打开文件时产生的临时文件"
    return "" if PurePosixPath(name).suffix.lower() in TABLES else "不是表格"


def _natural(name: str) -> list[tuple[int, str]]:
    """Names in the order that a person expects: 2月 before 10月."""
    return [
        (int(part), "") if part.isdecimal() and part.isascii() else (-1, part.casefold())
        for part in re.findall(r"[0-9]+|[^0-9]+", name)
    ]
