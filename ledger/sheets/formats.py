"""What the styles part of a workbook says of its cells: number formats and strike-through."""

from dataclasses import dataclass, field

from ledger.sheets.collect import Damaged
from ledger.sheets.package import Archive, Names
from ledger.sheets.runs import OFF
from ledger.sheets.values import BUILTIN, PLAIN, Format, number_format


@dataclass
class Formats:
    """By the style of a cell (its `s` as written): formats that change a number; styles struck through."""

    numbers: dict[str, Format] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)


def read_formats(archive: Archive, part: str) -> Formats:
    """The formats of a workbook. A missing or broken styles part means that there are none."""
    reader = _Reader()
    try:
        if part in archive:
            archive.parse(part, reader.start)
    except Damaged:
        pass
    return reader.formats


class _Reader:
    def __init__(self) -> None:
        self.formats = Formats()
        self.names = Names()
        self.section = ""
        self.codes = {str(key): code for key, code in BUILTIN.items()}
        self.fonts = 0
        self.struck_fonts: set[str] = set()
        self.styles = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self.names[tag]
        if name in ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "dxfs"):
            self.section = name
        elif name == "numFmt" and self.section == "numFmts":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif self.section == "fonts":
            self.font(name, attributes)
        elif name == "xf" and self.section == "cellXfs":
            self.style(attributes)

    def font(self, name: str, attributes: dict[str, str]) -> None:
        if name == "font":
            self.fonts += 1
        elif name == "strike" and attributes.get("val") not in OFF:
            self.struck_fonts.add(str(self.fonts - 1))

    def style(self, attributes: dict[str, str]) -> None:
        key = str(self.styles)
        self.styles += 1
        form = number_format(self.codes.get(attributes.get("numFmtId", ""), ""))
        if form != PLAIN:
            self.formats.numbers[key] = form
        if attributes.get("fontId", "0") in self.struck_fonts:
            self.formats.struck.add(key)
