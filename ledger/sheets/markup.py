"""Tables in markup that call themselves workbooks: SpreadsheetML 2003 and web pages saved as xls."""

import html
import re
from typing import Final

from ledger.errors import BadData
from ledger.intake.grid import Grid, Tint, Value
from ledger.sheets.collect import MAX_CELLS, MAX_TEXT, Collector, Damaged, too_large
from ledger.sheets.colours import of_hex, of_web
from ledger.sheets.encoding import decode
from ledger.sheets.package import Names, parse
from ledger.sheets.runs import parted
from ledger.sheets.values import PLAIN, Format, clean, iso, number, number_format

_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
_DECLARATION: Final = re.compile(r"^\s*<\?xml.*?\?>", re.DOTALL)
_FAR: Final = 1_048_576


def read_spreadsheetml(data: bytes) -> list[Grid]:
    """The sheets of an XML workbook of 2003, whatever encoding it declares. Raises BadData."""
    declared = _DECLARED.match(data)
    text, _ = decode(data, declared[1].decode() if declared else "")
    reader = _Workbook2003()
    whole = _DECLARATION.sub("", text).encode("utf-8", "replace")
    parse(iter([whole]), reader.start, end=reader.end, text=reader.buffer.append)
    if not reader.sheets:
        raise Damaged("没有工作表")
    return [sheet.grid() for sheet in reader.sheets]


class _Workbook2003:
    """Handlers for SpreadsheetML: rows and cells count on, `Index` jumps, merges move the count."""

    def __init__(self) -> None:
        self.names = Names()
        self.sheets: list[Collector] = []
        self.buffer: list[str] = []
        self.pieces: list[tuple[str, bool]] = []
        self.formats: dict[str, Format] = {}
        self.tints: dict[str, Tint] = {}
        self.style = ""
        self.row = self.column = self.across = 0
        self.cell: dict[str, str] = {}
        self.kind = ""
        self.note = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self.names[tag]
        found = {self.names[key]: value for key, value in attributes.items()}
        if name == "Worksheet":
            room = self.sheets[-1].room if self.sheets else MAX_CELLS
            self.sheets.append(Collector(clean(found.get("Name", "")), room=room))
            self.row = self.column = 0
        elif name == "Style":
            self.style = found.get("ID", "")
        elif name == "NumberFormat":
            self.formats[self.style] = number_format(found.get("Format", ""))
        elif name in ("Interior", "Font") and not self.sheets:
            told = {"fill" if name == "Interior" else "font": of_hex(found.get("Color", ""))}
            self.tints[self.style] = self.tints.get(self.style, Tint())._replace(**told)
        elif name in ("Data", "Visible"):
            self.buffer.clear()
            self.pieces.clear()
            self.kind = found.get("Type", "")
        elif name == "S":
            self.piece(struck=False)
        elif name == "Comment":
            self.note = True
        elif self.sheets:
            self.place(name, found)

    def place(self, name: str, found: dict[str, str]) -> None:
        """Where a column, row or cell lies, which is told by counting."""
        if name == "Column":
            self.column = _index(found, self.column)
            if found.get("Hidden") == "1":
                sheet, last = self.sheets[-1], self.column + _count(found, "Span")
                sheet.hidden_columns.update(sheet.columns(self.column, last))
            self.column += _count(found, "Span")
        elif name == "Row":
            self.row, self.column, self.across = _index(found, self.row), 0, 0
            if found.get("Hidden") == "1":
                self.sheets[-1].hidden_rows.add(self.row)
        elif name == "Cell":
            self.column = _index(found, self.column + self.across)
            self.across, down = _count(found, "MergeAcross"), _count(found, "MergeDown")
            self.cell = found
            if any(tint := self.tints.get(found.get("StyleID", ""), Tint())):
                self.sheets[-1].tint(self.row, {self.column: tint})
            right, bottom = self.column + self.across, self.row + down
            self.sheets[-1].merge(self.row, self.column, bottom, right)

    def end(self, tag: str) -> None:
        name = self.names[tag]
        if name == "S":
            self.piece(struck=True)
        elif name == "Data" and self.sheets:
            self.piece(struck=False)
            self.data()
        elif name == "Comment":
            self.note = False
        elif name == "Visible" and self.sheets:
            self.sheets[-1].hidden = "".join(self.buffer).strip() != "SheetVisible"

    def piece(self, *, struck: bool) -> None:
        """What was said since the last piece."""
        self.pieces.append(("".join(self.buffer), struck))
        self.buffer.clear()

    def data(self) -> None:
        sheet, place = self.sheets[-1], (self.row, self.column)
        if self.note:
            sheet.comments[place] = clean("".join(text for text, _ in self.pieces)).strip()
            return
        text, struck = parted(self.pieces)
        sheet.strike(*place, struck and clean(struck))
        value: Value = clean(text)
        if self.kind == "DateTime":
            value = iso(text)
        elif self.kind == "Boolean":
            value = text.strip() == "1"
        elif self.kind == "Number":
            value = number(text)
            if not isinstance(value, str):
                form = self.formats.get(self.cell.get("StyleID", ""), PLAIN)
                sheet.put_number(*place, value, form)
                return
        sheet.put(*place, value)


def _count(found: dict[str, str], name: str) -> int:
    text = found.get(name, "")
    return min(int(text[:9]), _FAR) if text.isascii() and text.isdigit() else 0


def _index(found: dict[str, str], before: int) -> int:
    """The 1-based place that `Index` names, else the next one."""
    return _count(found, "Index") or before + 1


_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_SHEET_NAME: Final = re.compile(r"<x:Name>([^<]*)</x:Name>")
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SKIPPED: Final = re.compile(
    r"<(script|style|title|xml)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_TOKEN: Final = re.compile(r"<([^<>]*)>|([^<]+|<)")
_TAG: Final = re.compile(r"(/?)\s*([A-Za-z][\w:]*)")
_ATTRIBUTE: Final = re.compile(r"""([\w:]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_BREAKS: Final = ("br", "p", "div", "li")
_LINES: Final = ("s", "strike", "del")
_SPACE: Final = re.compile(r"[ \t\r\n]+")


def read_html(data: bytes, name: str) -> list[Grid]:
    """The tables of a web page as one sheet, one below the other.

    Cells are texts, but where Excel left the true number (x:num). Raises BadData when there is no table.
    """
    return _with_tables([_page(data, "", name)])


def read_mht(data: bytes, name: str) -> list[Grid]:
    """The pages of a web archive that hold tables, a sheet for each. Raises BadData when there are none."""
    import email

    try:
        mail = email.message_from_bytes(data.lstrip())
        parts = [part for part in mail.walk() if part.get_content_type() == "text/html"]
        pages = [(part.get_payload(decode=True), part.get_param("charset")) for part in parts]
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Damaged from error
    return _with_tables(
        [
            _page(page, str(charset or ""), name)
            for page, charset in pages
            if isinstance(page, bytes)
        ]
    )


def _with_tables(grids: list[Grid]) -> list[Grid]:
    found = [grid for grid in grids if grid.rows]
    if not found:
        raise BadData("网页文件里没有表格", "在原系统里重新导出，或用 WPS 打开后另存为 xlsx")
    return found


def _page(data: bytes, charset: str, name: str) -> Grid:
    declared = _CHARSET.search(data[:4096])
    text, _ = decode(data, charset or (declared[1].decode() if declared else ""))
    told = _SHEET_NAME.search(text)
    sheet = Collector(clean(html.unescape(told[1])) if told else name)
    _Page(sheet).read(_SKIPPED.sub("", _COMMENT.sub("", text)))
    return sheet.grid()


class _Page:
    """A walk over the tags of a page; text outside of tables gets rows of its own, as in Excel."""

    def __init__(self, sheet: Collector) -> None:
        self.sheet = sheet
        self.row = self.column = self.depth = 0
        self.taken: dict[int, int] = {}
        self.words: list[tuple[str, bool]] = []
        self.lines = 0
        self.tint = Tint()
        self.cell: dict[str, str] | None = None

    def read(self, text: str) -> None:
        for token in _TOKEN.finditer(text):
            if token[1] is None:
                self.say(_SPACE.sub(" ", html.unescape(token[2])))
                if len(self.words) > MAX_TEXT:
                    raise too_large(f"有单元格超过 {MAX_TEXT} 个字")
            elif tag := _TAG.match(token[1]):
                attributes = {k.lower(): v.strip("\"'") for k, v in _ATTRIBUTE.findall(token[1])}
                self.tag(tag[1] + tag[2].lower(), attributes)
        self.close()

    def tag(self, name: str, attributes: dict[str, str]) -> None:
        if name.lstrip("/") in _BREAKS:
            self.line_break()
        elif name.lstrip("/") in _LINES:
            self.lines = max(self.lines + (-1 if name[0] == "/" else 1), 0)
        elif name in ("table", "/table"):
            self.close()
            self.depth = max(self.depth + (1 if name == "table" else -1), 0)
            self.taken = {}
        elif name == "tr" and self.depth:
            self.close()
            self.start_row(attributes)
        elif name in ("td", "th") and self.depth:
            self.close()
            self.start_cell(attributes)
        elif name in ("/td", "/th", "/tr"):
            self.close()

    def say(self, text: str) -> None:
        self.words.append((text, self.lines > 0))

    def line_break(self) -> None:
        if self.depth:
            self.say("\n")
        else:
            self.close()

    def start_row(self, attributes: dict[str, str]) -> None:
        self.row, self.column, self.tint = self.row + 1, 0, of_web(attributes)
        if _HIDDEN.search(attributes.get("style", "")):
            self.sheet.hidden_rows.add(self.row)

    def start_cell(self, attributes: dict[str, str]) -> None:
        """The next column that no cell above reaches down into."""
        self.row = self.row or 1
        self.column += 1
        while self.taken.get(self.column, 0) >= self.row:
            self.column += 1
            self.sheet.spend(self.row, 1)
        self.cell = attributes
        own = of_web(attributes)
        if any(tint := Tint(own.fill or self.tint.fill, own.font or self.tint.font)):
            self.sheet.tint(self.row, {self.column: tint})
        across = min(max(_count(attributes, "colspan"), 1), 1000)
        self.sheet.spend(self.row, across)
        down = min(max(_count(attributes, "rowspan"), 1), 65_536)
        right, bottom = self.column + across - 1, self.row + down - 1
        self.sheet.merge(self.row, self.column, bottom, right)
        self.taken |= dict.fromkeys(range(self.column, right + 1), bottom)

    def close(self) -> None:
        """End the cell, or the line of text outside of tables."""
        said, struck = parted(self.words)
        text = clean("\n".join(line.strip() for line in said.split("\n"))).strip()
        self.words.clear()
        self.lines = 0
        if self.cell is not None:
            self.sheet.put(self.row, self.column, _value(text, self.cell))
            self.sheet.strike(self.row, self.column, struck and clean(struck))
            self.column += min(max(_count(self.cell, "colspan"), 1), 1000) - 1
            self.cell = None
        elif text and not self.depth:
            self.row += 1
            self.sheet.put(self.row, 1, text)


def _value(text: str, attributes: dict[str, str]) -> Value:
    """The true number where Excel left one and a number was shown, else the text."""
    if "x:num" in attributes and not isinstance(number(text.replace(",", "")), str):
        return number(attributes["x:num"])
    return text
