"""Fill a district's own workbook (表样) with rows; every other part of it stays byte for byte."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ledger.errors import BadData
from ledger.intake.drafts import Layout, Role
from ledger.intake.grid import Value
from ledger.sheets import cells, remains, stylesheet, totals
from ledger.sheets.band import Band
from ledger.sheets.elsewhere import follow
from ledger.sheets.formrow import FormRow
from ledger.sheets.parts import MARK, Package
from ledger.sheets.pasted import Thumbnail, paste
from ledger.sheets.references import Shift
from ledger.sheets.sheetpart import SheetPart
from ledger.sheets.stylesheet import Stylesheet
from ledger.sheets.surgery import Edit, elements, retagged, splice
from ledger.sheets.template import Template, place

CALCULATED_AFTER = ("sheets", "functionGroups", "externalReferences", "definedNames")

__all__ = ["FormRow", "FormSheet", "fill"]


@dataclass(frozen=True)
class FormSheet:
    """One sheet of the form: how it is laid out, and the rows that shall stand in its data rows."""

    layout: Layout
    rows: Sequence[FormRow]


def fill(
    workbook: bytes,
    sheets: Sequence[FormSheet],
    edits: Mapping[tuple[str, str], Value] | None = None,
    picture: Callable[[Any], Thumbnail | None] = lambda _: None,
    heading: Mapping[tuple[str, str], Value] | None = None,
) -> bytes:
    """The workbook with these rows between header and footer of these sheets.

    Whatever refers to moved rows moves along: merges, formulas of all sheets, validations,
    conditional formats, print areas, page breaks, pictures, comments. `edits` gives new texts to
    cells (sheet, address) outside the data rows, `heading` such as are put in only when anything else
    changes (the day of the data), `picture` makes small what rows name as pictures. Texts
    and pictures of rows that went are in no part any more. Raises BadData when the bytes are no workbook or
    have no such sheet.
    """
    lower = _lower_tables(sheets)
    if lower:
        workbook, edits = fill(workbook, lower, edits, picture, heading), None
        sheets = [sheet for sheet in sheets if sheet not in lower]
    package = Package(workbook)
    work = _Work(package)
    bands = {sheet.layout.sheet: work.band(sheet) for sheet in sheets}
    if not edits and not any(band.changed for band in bands.values()):
        return workbook
    edits = {**(edits or {}), **(heading or {})}
    shifts = {name: band.shift for name, band in bands.items() if band.shift.moves}
    calculates = totals.calculates(package)
    loses = bool(edits) or any(band.loses for band in bands.values())
    before = remains.shown(package) if loses else None
    for name, part in package.sheets.items():
        band = bands.get(name)
        template = band.old if band else work.template(Layout(sheet=name, role=Role.OTHER))
        texts = {place: text for (sheet, place), text in edits.items() if sheet == name}
        mark = "" if calculates else MARK
        changed = SheetPart(template, band, shifts, texts, work.made, mark).rewritten()
        package.parts[part] = changed
        if band and MARK.encode() in changed:
            package.streams[part] = band.pieces
    follow(package, shifts)
    _recalculated(package)
    if calculates:
        totals.refresh(package, work.strings, _changed(bands, shifts, edits))
        package.parts[package.workbook] = _calculating(package.parts[package.workbook])
    if before:
        remains.clear(package, before)
    for name, band in bands.items():
        shown = {cell: [item and picture(item) for item in told] for cell, told in band.pictures()}
        if shown:
            paste(package, package.sheets[name], shown)
    return package.to_bytes()


def _lower_tables(sheets: Sequence[FormSheet]) -> list[FormSheet]:
    """All tables of a sheet but its first: they are filled before it, from below, as nothing above moves."""
    tops: dict[str, int] = {}
    for sheet in sheets:
        top = sheet.layout.data[0]
        tops[sheet.layout.sheet] = min(top, tops.get(sheet.layout.sheet, top))
    return [sheet for sheet in sheets if sheet.layout.data[0] != tops[sheet.layout.sheet]]


class _Work:
    """What all sheets of one workbook share: its texts, its styles, its epoch."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.looks = self._looks()
        self.strings = self._strings()
        found = elements(package.parts[package.workbook])
        settings = next((e.attributes for e in found if e.name == "workbookPr"), {})
        self.since_1904 = settings.get("date1904") in ("1", "true")
        self.made = self._maker("")

    def band(self, sheet: FormSheet) -> Band:
        template = self.template(sheet.layout)
        return Band(template, sheet.rows, self._maker(template.prefix))

    def template(self, layout: Layout) -> Template:
        part = self.package.sheets.get(layout.sheet)
        if part is None:
            raise BadData(f"表样里没有工作表“{layout.sheet}”", "换一份表样，或重新导入它")
        return Template(self.package.parts[part], layout, self.looks, self.strings)

    def _maker(self, prefix: str) -> cells.Maker:
        def dated(style: str | None) -> bool:
            return self.looks.look(style).dated

        return cells.Maker(prefix, dated, since_1904=self.since_1904)

    def _looks(self) -> Stylesheet:
        name = self.package.first(self.package.workbook, "styles")
        return stylesheet.read(self.package.parts[name] if name else None)

    def _strings(self) -> list[str]:
        """The shared texts, without the readings (拼音) above them."""
        name = self.package.first(self.package.workbook, "sharedStrings")
        found = elements(self.package.parts[name]) if name else []
        numbers = {
            index: n for n, index in enumerate(i for i, e in enumerate(found) if e.name == "si")
        }
        texts = [""] * len(numbers)
        for element in found:
            if element.name == "t" and found[element.up].name != "rPh":
                up = element.up if element.up in numbers else found[element.up].up
                if up in numbers:
                    texts[numbers[up]] += element.text
        return texts


def _changed(
    bands: Mapping[str, Band], shifts: Mapping[str, Shift], edits: Mapping[tuple[str, str], Value]
) -> dict[str, totals.Changed]:
    """What reads otherwise on each sheet now, for its formulas and those that look at it."""
    found = {name: band.changes() for name, band in bands.items()}
    for name, where in edits:
        row, column = place(where)
        now = shifts[name].row(row) if name in shifts else row
        changed = found.get(name, totals.Changed())
        found[name] = replace(changed, cells=changed.cells | {(now or row, column)})
    return found


def _recalculated(package: Package) -> None:
    """The order of calculation is found anew by the program that opens the workbook."""
    chain = package.first(package.workbook, "calcChain")
    if chain:
        package.drop(chain)


def _calculating(data: bytes) -> bytes:
    """The workbook part with the wish to be calculated when it is opened."""
    found = elements(data)
    for element in found:
        if element.name == "calcPr":
            tag = data[element.start : element.inner]
            return splice(
                data, [Edit(element.start, element.inner, retagged(tag, {"fullCalcOnLoad": "1"}))]
            )
    last = [e for e in found if e.name in CALCULATED_AFTER][-1]
    prefix = re.match(rb"<((?:[^\s<>/:]+:)?)", data[last.start :])
    tag = b"<" + (prefix[1] if prefix else b"") + b'calcPr fullCalcOnLoad="1"/>'
    return splice(data, [Edit(last.end, last.end, tag)])
