"""What the styles part of a workbook says of its cells: number formats, strike-through, colours."""

from dataclasses import dataclass, field

from ledger.intake.grid import Tint
from ledger.sheets.collect import Damaged
from ledger.sheets.colours import LINK, PALETTE, SCHEME, THEME, Colours
from ledger.sheets.package import Archive, Names
from ledger.sheets.runs import OFF
from ledger.sheets.values import BUILTIN, PLAIN, Format, number_format


@dataclass
class Formats:
    """By the style of a cell (its `s` as written): formats that change a number; styles struck through; colours."""

    numbers: dict[str, Format] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)
    colours: dict[str, Tint] = field(default_factory=dict)


def read_formats(archive: Archive, part: str, theme: str) -> Formats:
    """The formats of a workbook. A missing or broken styles part means that there are none, a theme like that the usual one."""
    reader = _Reader()
    try:
        if part in archive:
            archive.parse(part, reader.start)
    except Damaged:
        pass
    reader.colour(_theme(archive, theme) if reader.themed else THEME)
    return reader.formats


def _theme(archive: Archive, part: str) -> list[str]:
    """The colours of the theme part, as styles count them."""
    names, found, place = Names(), dict(zip(SCHEME, THEME, strict=True)), ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal place
        name = names[tag]
        if name in ("srgbClr", "sysClr") and place in found:
            found[place] = attributes.get("lastClr") or attributes.get("val", "")
        place = name

    try:
        if part in archive:
            archive.parse(part, start)
    except Damaged:
        pass
    return [found[name] for name in SCHEME]


class _Reader:
    def __init__(self) -> None:
        self.formats = Formats()
        self.names = Names()
        self.section = ""
        self.codes = {str(key): code for key, code in BUILTIN.items()}
        self.fonts: list[dict[str, str]] = []
        self.fills: list[dict[str, str]] = []
        self.styles: list[tuple[str, str]] = []
        self.palette: list[str] = []
        self.struck_fonts: set[str] = set()
        self.links: set[str] = set()
        self.solid = self.themed = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self.names[tag]
        if name in ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "dxfs"):
            self.section = name
        elif name == "numFmt" and self.section == "numFmts":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif self.section == "fonts":
            self.font(name, attributes)
        elif self.section == "fills":
            self.fill(name, attributes)
        elif name == "xf" and self.section == "cellXfs":
            self.style(attributes)
        elif name == "rgbColor":
            self.palette.append(attributes.get("rgb", ""))

    def font(self, name: str, attributes: dict[str, str]) -> None:
        if name == "font":
            self.fonts.append({})
        elif name == "strike" and attributes.get("val") not in OFF:
            self.struck_fonts.add(str(len(self.fonts) - 1))
        elif name == "u":
            self.links.add(str(len(self.fonts) - 1))
        elif name == "color" and self.fonts:
            self.fonts[-1] = attributes
            self.themed = self.themed or "theme" in attributes

    def fill(self, name: str, attributes: dict[str, str]) -> None:
        if name == "fill":
            self.fills.append({})
        elif name == "patternFill":
            self.solid = attributes.get("patternType", "none") not in ("none", "gray125")
        elif name == "fgColor" and self.solid and self.fills:
            self.fills[-1] = attributes
            self.themed = self.themed or "theme" in attributes

    def style(self, attributes: dict[str, str]) -> None:
        key, font = str(len(self.styles)), attributes.get("fontId", "0")
        self.styles.append((attributes.get("fillId", "0"), font))
        form = number_format(self.codes.get(attributes.get("numFmtId", ""), ""))
        if form != PLAIN:
            self.formats.numbers[key] = form
        if font in self.struck_fonts:
            self.formats.struck.add(key)

    def colour(self, theme: list[str]) -> None:
        """Name the colours of the styles, of which the palette stands at the end. Blue and underlined is a link."""
        known = Colours(self.palette or PALETTE, theme)
        fills = {str(n): known.name(told) for n, told in enumerate(self.fills)}
        fonts = {str(n): known.name(told) for n, told in enumerate(self.fonts)}
        fonts = {n: name for n, name in fonts.items() if name != LINK or n not in self.links}
        for key, (fill, font) in enumerate(self.styles):
            tint = Tint(fills.get(fill, ""), fonts.get(font, ""))
            if any(tint):
                self.formats.colours[str(key)] = tint
