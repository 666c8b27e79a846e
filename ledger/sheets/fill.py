"""Fill a district's own workbook (表样) with rows; every other part of it stays byte for byte."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ledger.errors import BadData
from ledger.intake.drafts import Layout
from ledger.intake.grid import Merge, address
from ledger.sheets import cells, stylesheet
from ledger.sheets.band import Band, FormRow
from ledger.sheets.elsewhere import moved_drawing, moved_part, moved_vml
from ledger.sheets.parts import Package
from ledger.sheets.references import Shift, moved_formula, moved_ranges
from ledger.sheets.surgery import (
    Edit,
    Element,
    elements,
    removed,
    splice,
    with_attributes,
    with_text,
)
from ledger.sheets.template import Template, place

__all__ = ["FormRow", "FormSheet", "fill"]


@dataclass(frozen=True)
class FormSheet:
    """One sheet of the form: how it is laid out, and the rows that shall stand in its data rows."""

    layout: Layout
    rows: Sequence[FormRow]


def fill(
    workbook: bytes,
    sheets: Sequence[FormSheet],
    edits: Mapping[tuple[str, str], str] | None = None,
) -> bytes:
    """The workbook with these rows between header and footer of these sheets.

    Whatever refers to moved rows moves along: merges, formulas of all sheets, validations,
    conditional formats, print areas, page breaks, pictures, comments. `edits` gives new texts to
    cells (sheet, address) outside the data rows. Raises BadData when the bytes are no workbook or
    have no such sheet.
    """
    package = Package(workbook)
    made = _maker(package)
    bands = {sheet.layout.sheet: _band(package, sheet, made) for sheet in sheets}
    texts = dict(edits or {})
    changed = [name for name, band in bands.items() if band.changed]
    if not changed and not texts:
        return workbook
    shifts = {name: band.shift for name, band in bands.items() if band.shift.moves}
    for name, part in package.sheets.items():
        own = {place: text for (sheet, place), text in texts.items() if sheet == name}
        work = _Sheet(name, bands.get(name), shifts, own, made)
        package.parts[part] = work.rewritten(package.parts[part])
    _follow(package, shifts)
    _recalculate(package)
    return package.to_bytes()
