"""Single cells of a sheet part as bytes: writing a value, moving to another row, formulas restated."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final
from xml.sax.saxutils import escape

from ledger.intake.grid import Value
from ledger.sheets.surgery import (
    Edit,
    Element,
    cleaned,
    elements,
    retagged,
    splice,
    with_attributes,
)

HAS_FORMULA: Final = re.compile(rb"<(?:[^\s<>/:]+:)?f[\s/>]")
PLACE: Final = re.compile(rb"^(<[^\s<>]+ (?:[^<>]*? )?)r=\"[A-Z]+\d+\"")
EXACT: Final = 10**15
DAY: Final = timedelta(days=1)
EPOCHS: Final = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001


def serial(day: date, *, since_1904: bool) -> str:
    """The number by which a spreadsheet knows the day and the time of day, from 1901 on."""
    moment = day if isinstance(day, datetime) else datetime.combine(day, time())
    passed = moment.replace(tzinfo=None) - EPOCHS[since_1904]
    return f"{passed / DAY:.6f}" if passed.seconds else str(passed.days)


def shown(value: Value) -> str:
    """A day or time as text, for a column that has no number format for it."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)


def written(address: str, style: str | None, value: Value | None, made: "Maker") -> bytes:
    """A new cell; text is always inline text, so nothing becomes a formula.

    A day is written as a number when the style shows it as a day, else as text.
    """
    match value:
        case None | "":
            return made.cell(address, style)
        case bool():
            return made.cell(address, style, "b", str(int(value)))
        case int() | float() if abs(value) < EXACT and math.isfinite(value):
            return made.cell(address, style, "", repr(value))
        case date() if made.dated(style) and value.year > made.first_year:
            return made.cell(address, style, "", serial(value, since_1904=made.since_1904))
        case _:
            return made.text(address, style, shown(value))


class Maker:
    """Makes cells in the ways of one workbook: the prefix of its XML, its epoch, its formats."""

    def __init__(
        self, prefix: str, dated: Callable[[str | None], bool], *, since_1904: bool
    ) -> None:
        self.prefix, self.dated, self.since_1904 = prefix, dated, since_1904
        self.first_year = 1904 if since_1904 else 1900

    def cell(self, address: str, style: str | None, kind: str = "", value: str = "") -> bytes:
        p = self.prefix
        inside = f"<{p}v>{value}</{p}v>" if value else ""
        return self._wrap(address, style, kind, inside)

    def text(self, address: str, style: str | None, text: str) -> bytes:
        p = self.prefix
        inside = f'<{p}is><{p}t xml:space="preserve">{escape(cleaned(text))}</{p}t></{p}is>'
        return self._wrap(address, style, "inlineStr", inside)

    def _wrap(self, address: str, style: str | None, kind: str, inside: str) -> bytes:
        p = self.prefix
        head = f'<{p}c r="{address}"' + (f' s="{style}"' if style else "")
        head += f' t="{kind}"' if kind else ""
        return (f"{head}>{inside}</{p}c>" if inside else f"{head}/>").encode()


def tag_end(cell: bytes) -> int:
    """Where the start tag of a cell ends; quoted values of a cell hold no angle bracket."""
    return cell.index(b">") + 1


def readdressed(cell: bytes, address: str, style: str | None = None) -> bytes:
    """The same cell at another place, with its own style or the one given."""
    if style is None:  # the usual case, a hundred thousand times in a large form
        match = PLACE.match(cell)
        if match:
            return match[1] + b'r="' + address.encode() + b'"' + cell[match.end() :]
    end = tag_end(cell)
    changes = {"r": address} if style is None else {"r": address, "s": style}
    return retagged(cell[:end], changes) + cell[end:]


def formula_of(cell: bytes) -> Element | None:
    """The formula of a cell, if it has one."""
    if not HAS_FORMULA.search(cell):
        return None
    return next((element for element in elements(cell) if element.name == "f"), None)


def restated(cell: bytes, text: str, area: str | None) -> bytes:
    """A formula cell with another formula, and its old result.

    A shared formula becomes one of its own; `area` is where an array formula reaches now.
    """
    formula = next(element for element in elements(cell) if element.name == "f")
    tag = cell[formula.start : formula.inner]
    if formula.attributes.get("t") == "shared":
        tag = retagged(tag, {"t": None, "si": None, "ref": None})
    elif area is not None and "ref" in formula.attributes:
        tag = retagged(tag, {"ref": area})
    return splice(cell, [Edit(formula.start, formula.end, _closed(tag, text))])


def with_result(cell: bytes, result: float | None) -> bytes:
    """A formula cell with this number as its result, or with none until it is calculated."""
    found = elements(cell)
    old = next((element for element in found if element.name == "v"), None)
    text = "" if result is None else f"{result:.15g}"
    if (old.text if old else "") == text:
        return cell
    formula = next(element for element in found if element.name == "f")
    name = _name(cell[formula.start : formula.inner])[:-1] + b"v"
    new = b"<" + name + b">" + text.encode() + b"</" + name + b">" if text else b""
    place = (old.start, old.end) if old else (formula.end, formula.end)
    edits = [Edit(*place, new)]
    if "t" in found[0].attributes:
        edits.append(with_attributes(cell, found[0], {"t": None}))
    return splice(cell, edits)


def _closed(tag: bytes, text: str) -> bytes:
    """The whole element, because an empty one (shared) had no end tag."""
    opened = tag.removesuffix(b"/>").rstrip() + b">" if tag.endswith(b"/>") else tag
    return opened + escape(text).encode() + b"</" + _name(tag) + b">"


def _name(tag: bytes) -> bytes:
    """The name of an element as written, with its prefix."""
    return tag[1:].split(b" ")[0].rstrip(b"/>")
