"""Workbooks that are zips of XML: xlsx, xlsm, and the et of WPS, as any writer makes them."""

import io
import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ledger.errors import BadData
from ledger.intake.grid import Book, Grid
from ledger.sheets.collect import MAX_CELLS, MAX_TEXT, Collector, Damaged, too_large
from ledger.sheets.formats import read_formats
from ledger.sheets.ods import is_ods, read_ods
from ledger.sheets.package import Archive, Names, parse
from ledger.sheets.pictures import Again, Finder, Media
from ledger.sheets.runs import OFF, Runs
from ledger.sheets.shared import Shared, corner
from ledger.sheets.shortcut import SPACE, TEXT, Shortcut, remaining
from ledger.sheets.values import EPOCH, EPOCH_1904, clean, words
from ledger.sheets.worksheet import read_worksheet

_STRINGS = re.compile(rb"<sst(?: [^<>]*)?>")
_STRING = re.compile(
    f'{SPACE}<si><t(?>(?: xml:space="preserve")?)>({TEXT})</t>'
    '(?>(?:<phoneticPr fontId="[0-9]+"(?: type="[A-Za-z]+")?(?: alignment="[A-Za-z]+")?/>)?)</si>'
)
AS_XLSX = "用 WPS 或 Excel 打开，另存为 xlsx 后再导入"


def read_zip(source: Path | bytes, name: str) -> Book:
    """The sheets of a workbook in order, and its pictures.

    Raises BadData when the zip is damaged, encrypted, too large, or no workbook.
    """
    with Archive(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
        targets = archive.relations("")
        mains = [target for kind, target in targets.values() if kind == "officeDocument"]
        main = next((name for name in (*mains, "xl/workbook.xml") if name in archive), None)
        if main is not None and not main.endswith(".bin") and _is_workbook(archive, main):
            finder = Finder(archive, archive.relations(main), Again(source), Media())
            sheets, notes = _Workbook(archive, main, finder).read()
            return Book(name=name, container="xlsx", sheets=sheets, notes=notes, media=finder.media)
        if is_ods(archive):
            return Book(name=name, container="ods", sheets=read_ods(archive))
        raise _other(archive)


def _is_workbook(archive: Archive, main: str) -> bool:
    return main.startswith("xl/") or not any(
        name.startswith(("word/", "ppt/")) for name in archive.names()
    )


def _other(archive: Archive) -> BadData:
    """What the zip is, when it is no workbook."""
    names = archive.names()
    if "xl/workbook.bin" in names:
        return BadData("这是 xlsb 二进制工作簿，不能直接读取", AS_XLSX)
    if "mimetype" in names and "content.xml" in names:
        return BadData("这是 OpenDocument 文字或演示文件，不是表格", "选择台账的表格文件再导入")
    if any(name.startswith("word/") for name in names):
        return BadData("这是 Word 或 WPS 文字文件，不是表格", "把其中的表格复制到 xlsx 再导入")
    if any(name.startswith("ppt/") for name in names):
        return BadData("这是演示文稿，不是表格", "选择台账的表格文件再导入")
    if any(name.startswith("xl/") for name in names):
        return Damaged("缺少工作簿的目录")
    return BadData("这是压缩包，不是表格", "先解压，再导入其中的表格文件")


@dataclass
class _Entry:
    """A sheet as the workbook lists it."""

    name: str
    hidden: bool
    relation: str


@dataclass
class _Workbook:
    """The reading of one workbook."""

    archive: Archive
    main: str
    finder: Finder
    entries: list[_Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    shared: Shared = field(default_factory=Shared)
    room: int = MAX_CELLS
    epoch: datetime = EPOCH

    def read(self) -> tuple[list[Grid], list[str]]:
        names = Names()
        self.archive.parse(self.main, lambda tag, found: self._list(names[tag], found))
        if not self.entries:
            raise Damaged("没有工作表")
        relations = self.finder.relations
        parts = dict(relations.values())
        styles, theme = parts.get("styles", "xl/styles.xml"), parts.get("theme", "")
        formats = read_formats(self.archive, styles, theme)
        strings = _Strings(twice=bool(formats.struck))
        strings.read(self.archive, parts.get("sharedStrings", "xl/sharedstrings.xml"))
        self.shared = Shared(strings.texts, strings.struck, strings.mixed, formats)
        grids = [grid for e in self.entries if (grid := self._sheet(e, relations))]
        return grids, [*self.notes, *dict.fromkeys(self.finder.notes)]

    def _list(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr" and attributes.get("date1904", "0") not in OFF:
            self.epoch = EPOCH_1904
        elif name == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.entries.append(_Entry(clean(attributes.get("name", "")), hidden, relation))

    def _sheet(self, entry: _Entry, relations: Mapping[str, tuple[str, str]]) -> Grid | None:
        """The sheet of an entry; None for charts and the like, which hold no cells."""
        guess = f"xl/worksheets/sheet{self.entries.index(entry) + 1}.xml"
        kind, part = relations.get(entry.relation, ("worksheet", guess))
        if kind != "worksheet":
            return None
        if part not in self.archive:
            raise Damaged(f"缺少工作表“{entry.name}”")
        sheet = Collector(entry.name, room=self.room, epoch=self.epoch, hidden=entry.hidden)
        sheet.drawn = any(kind == "drawing" for kind, _ in self.archive.relations(part).values())
        uncalculated = read_worksheet(self.archive, part, sheet, self.shared)
        self.room = sheet.room
        if uncalculated:
            self.notes.append(
                f"工作表“{entry.name}”有 {uncalculated} 个公式没有计算结果，按空白处理"
            )
        sheet.comments = self._comments(part)
        self.finder.find(part, sheet)
        return sheet.grid()

    def _comments(self, part: str) -> dict[tuple[int, int], str]:
        """Comments (批注) by cell; a thread replaces the notice that older programs show for it."""
        found: dict[tuple[int, int], str] = {}
        relations = [r for r in self.archive.relations(part).values() if r[1] in self.archive]
        for wanted in ("comments", "threadedComment"):
            for kind, target in relations:
                if kind == wanted:
                    found |= _Comments().read(self.archive, target)
        return found


class _Strings:
    """The shared strings by their index as written, and what is struck through in them.

    Those whose runs look different are read `twice` where there are cells that are struck through.
    """

    def __init__(self, *, twice: bool) -> None:
        self.twice = twice
        self.texts: dict[str, str] = {}
        self.struck: dict[str, str] = {}
        self.mixed: dict[str, tuple[str, str | None]] = {}
        self.names = Names()
        self.buffer: list[str] = []
        self.runs = Runs()

    def read(self, archive: Archive, part: str) -> None:
        if part in archive:
            with closing(archive.pieces(part)) as pieces:
                others = remaining(pieces, Shortcut(_STRINGS, "si", _STRING.match, self.plain))
                parse(others, self.start, end=self.end, text=self.buffer.append)

    def plain(self, found: re.Match[str]) -> bool:
        """Keep a string that needed no parser."""
        text = found[1]
        if len(text) > MAX_TEXT:
            return False
        self.texts[str(len(self.texts))] = words(text) or ""
        return True

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.buffer.clear()
        name = self.names[tag]
        if name not in ("si", "t"):
            self.runs.start(name, attributes)

    def end(self, tag: str) -> None:
        name = self.names[tag]
        if name == "si":
            self.end_string()
        else:
            self.runs.end(name, "".join(self.buffer))

    def end_string(self) -> None:
        index = str(len(self.texts))
        if self.twice and self.runs.mixed:
            self.mixed[index] = self.runs.seen(struck=True)
        text, struck = self.runs.take()
        if len(text) > MAX_TEXT:
            raise too_large(f"有单元格超过 {MAX_TEXT} 个字")
        self.texts[index] = text
        if struck is not None:
            self.struck[index] = struck


class _Comments:
    """The comments of one part, those of one thread joined."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], str] = {}
        self.names = Names()
        self.buffer: list[str] = []
        self.runs = Runs()
        self.place: tuple[int, int] | None = None

    def read(self, archive: Archive, part: str) -> dict[tuple[int, int], str]:
        archive.parse(part, self.start, end=self.end, text=self.buffer.append)
        return self.found

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self.names[tag]
        self.buffer.clear()
        if name in ("comment", "threadedComment"):
            self.place = corner(attributes.get("ref", ""))
        elif name != "strike":
            self.runs.start(name, attributes)

    def end(self, tag: str) -> None:
        name = self.names[tag]
        if name in ("comment", "threadedComment"):
            self.end_comment()
        else:
            self.runs.end(name, "".join(self.buffer))
            self.buffer.clear()

    def end_comment(self) -> None:
        text = self.runs.take()[0].strip()
        if text and self.place:
            before = self.found.get(self.place)
            self.found[self.place] = f"{before}\n{text}" if before else text
