"""What the cell styles of a workbook say that a filled cell depends on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ledger.sheets.surgery import Element, elements
from ledger.sheets.values import BUILTIN, number_format

USUAL_SIZE = 11.0


@dataclass(frozen=True)
class Look:
    """One cell style: shown as a date? wrapped? how high are the letters (points)?"""

    dated: bool = False
    wrapped: bool = False
    size: float = USUAL_SIZE


@dataclass(frozen=True)
class Stylesheet:
    """The styles by their index (`s` of a cell)."""

    looks: Mapping[int, Look] = field(default_factory=dict)

    def look(self, style: str | None) -> Look:
        return self.looks.get(int(style or 0), Look())


def read(data: bytes | None) -> Stylesheet:
    """The styles of a workbook; without a styles part every cell looks plain."""
    if data is None:
        return Stylesheet()
    found = elements(data)
    formats = {
        element.attributes.get("numFmtId"): element.attributes.get("formatCode", "")
        for element in found
        if element.name == "numFmt"
    }
    sizes = _sizes(found)
    wrapping = {element.up for element in found if _wraps(element)}
    looks: dict[int, Look] = {}
    for index, element in enumerate(found):
        if element.name == "xf" and found[element.up].name == "cellXfs":
            number = element.attributes.get("numFmtId", "0")
            font = int(element.attributes.get("fontId", "0"))
            looks[len(looks)] = Look(
                dated=_is_date(number, formats.get(number)),
                wrapped=index in wrapping,
                size=sizes[font] if font < len(sizes) else USUAL_SIZE,
            )
    return Stylesheet(looks)


def _sizes(found: list[Element]) -> list[float]:
    fonts = [i for i, e in enumerate(found) if e.name == "font" and found[e.up].name == "fonts"]
    sizes = {e.up: float(e.attributes.get("val", USUAL_SIZE)) for e in found if e.name == "sz"}
    return [sizes.get(index, USUAL_SIZE) for index in fonts]


def _wraps(element: Element) -> bool:
    return element.name == "alignment" and element.attributes.get("wrapText") in ("1", "true")


def _is_date(number: str, code: str | None) -> bool:
    """Whether a number in this format is shown as a day or a time; codes of the file go first."""
    form = number_format(code or BUILTIN.get(int(number), "General"))
    return form.day or form.clock
