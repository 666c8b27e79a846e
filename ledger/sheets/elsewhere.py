"""References to moved rows in the parts around a sheet: pictures, comments, tables, charts, names."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from ledger.errors import BadData
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

ANCHORS = ("twoCellAnchor", "oneCellAnchor")


def follow(package: Package, shifts: Mapping[str, Shift]) -> None:
    """Bring every part that refers to rows of these sheets up to date."""
    for name, shift in shifts.items():
        for kind, target in package.related(package.sheets[name]).values():
            change = CHANGES.get(kind)
            if change and target in package.parts:
                data = package.parts[target]
                package.parts[target] = splice(data, change(elements(data), shift, data))
            elif kind == "vmlDrawing" and target in package.parts:
                package.parts[target] = _vml(package.parts[target], shift)
    charts = [name for name in package.parts if "/charts/" in name and name.endswith(".xml")]
    for part in (package.workbook, *charts):
        data = package.parts[part]
        package.parts[part] = splice(data, _formulas(elements(data), shifts))


def _formulas(found: list[Element], shifts: Mapping[str, Shift]) -> Iterator[Edit]:
    """Names of the workbook and series of charts name their sheets."""
    for element in found:
        if element.name in ("definedName", "f") and element.text:
            text = moved_formula(element.text, "", shifts)
            if text != element.text:
                yield with_text(element, text)


def _refs(found: list[Element], shift: Shift, data: bytes) -> Iterator[Edit]:
    """Comments and tables: a comment goes along with its cell or away with it."""
    for element in found:
        ref = element.attributes.get("ref")
        if ref is None:
            continue
        moved = moved_ranges(ref, shift)
        if moved != ref:
            yield with_attributes(data, element, {"ref": moved}) if moved else removed(element)


def _drawing(found: list[Element], shift: Shift, _: bytes) -> Iterator[Edit]:
    """A picture belongs to the row that holds its middle."""
    rows: dict[int, list[Element]] = defaultdict(list)
    for element in found:
        if element.name == "row" and found[found[element.up].up].name in ANCHORS:
            rows[found[element.up].up].append(element)
    for index, ends in rows.items():
        middle = sum(int(row.text) for row in ends) // len(ends) + 1
        now = shift.row(middle)
        if now is None:
            yield removed(found[index])
        elif now != middle:
            yield from (with_text(row, str(int(row.text) + now - middle)) for row in ends)


def _vml(data: bytes, shift: Shift) -> bytes:
    """The frames of comments; old programs write VML that is no XML: it then stays as it is."""
    try:
        found = elements(data)
    except BadData:
        return data
    anchors = {e.up: e for e in found if e.name == "Anchor"}
    edits: list[Edit] = []
    for row in found:
        if row.name != "Row" or not row.text.strip().isdigit():
            continue
        old = int(row.text) + 1
        now = shift.row(old)
        if now is None:
            edits.append(removed(found[found[row.up].up]))
        elif now != old:
            edits.append(with_text(row, str(now - 1)))
            if anchor := anchors.get(row.up):
                edits.append(with_text(anchor, _anchored(anchor.text, now - old)))
    return splice(data, edits)


def _anchored(text: str, rows: int) -> str:
    """An anchor is column, offset, row, offset twice."""
    numbers = [part.strip() for part in text.split(",")]
    return ", ".join(
        str(int(part) + rows) if index in (2, 6) and part.isdigit() else part
        for index, part in enumerate(numbers)
    )


CHANGES: Mapping[str, Callable[[list[Element], Shift, bytes], Iterator[Edit]]] = {
    "drawing": _drawing,
    "comments": _refs,
    "threadedComment": _refs,
    "table": _refs,
}
