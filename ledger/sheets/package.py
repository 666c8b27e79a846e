"""A workbook as a zip of XML parts: found, inflated within limits, parsed, related to each other."""

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO, Final, Self
from xml.parsers import expat

from ledger.errors import BadData
from ledger.sheets.collect import Damaged, too_large

MAX_ENTRIES: Final = 10_000
MAX_INFLATED: Final = 512 << 20
MAX_RATIO: Final = 200
LARGE_PART: Final = 64 << 20
PIECE: Final = 256 << 10

# What zipfile and zlib raise on broken archives besides BadZipFile.
BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, IndexError, OverflowError,
)  # fmt: skip


class Names(dict[str, str]):
    """Local names of elements and attributes: prefixes vary between writers and mean nothing here."""

    def __missing__(self, name: str) -> str:
        self[name] = name.rpartition(":")[2]
        return self[name]


class Archive:
    """The zip of a workbook; parts go by names in lower case with forward slashes."""

    def __init__(self, file: BinaryIO | Path) -> None:
        """Raises BadData when the file is no zip, cut off, encrypted or beyond all measure."""
        try:
            self._zip = zipfile.ZipFile(file)
        except BROKEN as error:
            raise Damaged from error
        if len(self._zip.infolist()) > MAX_ENTRIES:
            self._zip.close()
            raise too_large(f"压缩包里超过 {MAX_ENTRIES // 10_000} 万个文件")
        self._inflated = 0
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            name = info.filename.replace("\\", "/").lstrip("/").lower()
            self._parts.setdefault(name, info)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def names(self) -> list[str]:
        """The names of all parts."""
        return list(self._parts)

    def pieces(self, name: str) -> Generator[bytes]:
        """The bytes of a part, inflated piece by piece; headers lie, so the bytes are counted."""
        info, size = self._parts[name.lower()], 0
        if info.flag_bits & 1:
            raise BadData("文件带有打开密码，已加密", UNLOCK)
        try:
            with self._zip.open(info) as part:
                while piece := part.read(PIECE):
                    size += len(piece)
                    self._inflated += len(piece)
                    self._guard(size, info.compress_size)
                    yield piece
        except BROKEN as error:
            raise Damaged from error

    def _guard(self, size: int, packed: int) -> None:
        if self._inflated > MAX_INFLATED or (size > LARGE_PART and size > MAX_RATIO * packed):
            raise too_large("解压以后大得不正常")

    def parse(self, name: str, start: Callable[[str, dict[str, str]], Any], **others: Any) -> None:
        """Run a part through handlers; `others` may be `end` and `text`. Names come as written.

        Raises BadData when the part is no well-formed XML, or carries a document type (DOCTYPE).
        """
        with closing(self.pieces(name)) as pieces:
            parse(pieces, start, **others)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part relates to: id to (last word of the type, name of the target)."""
        folder, name = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}

        def start(_: str, attributes: dict[str, str]) -> None:
            if "Target" in attributes and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = kind, _resolved(folder, attributes["Target"])

        if listed in self:
            self.parse(listed, start)
        return found


UNLOCK: Final = "用 WPS 或 Excel 打开，取消打开密码（加密），保存后再导入"


def _resolved(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/").lower()


def parse(
    pieces: Iterator[bytes],
    start: Callable[[str, dict[str, str]], Any],
    end: Callable[[str], Any] | None = None,
    text: Callable[[str], Any] | None = None,
) -> None:
    """Run XML through handlers; white space before the declaration is forgiven."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 64 << 10
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _doctype
    try:
        begun = False
        for piece in pieces:
            rest = piece if begun else piece.lstrip()
            begun = begun or bool(rest)
            parser.Parse(rest, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Damaged from error
    except (ValueError, LookupError) as error:
        raise Damaged("文字编码无法识别") from error


def _doctype(*_: object) -> None:
    raise BadData(
        "文件里有不应出现的文档类型声明（DOCTYPE），为安全起见不予读取", "另存为 xlsx 再导入"
    )
