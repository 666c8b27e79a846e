"""What would make Excel offer to repair a workbook: checked on the bytes, apart from the code that writes them.

python benchmarks/soundness.py FILE.xlsx …
"""

import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath
from xml.etree import ElementTree as ET

ORDER = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
AREA = re.compile(
    r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?|[A-Z]{1,3}:[A-Z]{1,3}|\d+:\d+"
)
KINDS = ("b", "d", "e", "inlineStr", "n", "s", "str")


def faults(path: Path) -> list[str]:
    """Every fault of a workbook, one line each; none of a sound one."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    found = [f"part twice: {name}" for name in set(names) if names.count(name) > 1]
    trees = {}
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                trees[name] = ET.fromstring(data)
            except ET.ParseError as error:
                found.append(f"{name}: {error}")
    found += _relations(trees, parts)
    styles = next((t for n, t in trees.items() if n.endswith("styles.xml")), None)
    looks = len(_all(styles, "cellXfs/xf")) if styles is not None else 1
    strings = next(
        (t for n, t in trees.items() if n.casefold().endswith("sharedstrings.xml")), None
    )
    texts = len(_all(strings, "si")) if strings is not None else 0
    for name, tree in trees.items():
        if _local(tree) == "worksheet":
            found += [f"{name}: {fault}" for fault in _sheet(tree, looks, texts)]
    return found


def _relations(trees: dict[str, ET.Element], parts: dict[str, bytes]) -> Iterator[str]:
    for name, tree in trees.items():
        if name.endswith(".rels"):
            folder = dirname(dirname(name))
            for relation in tree:
                target = normpath(join("/", folder, relation.get("Target", ""))).lstrip("/")
                if relation.get("TargetMode") != "External" and target not in parts:
                    yield f"{name}: no part {target}"
        elif name == "[Content_Types].xml":
            for item in tree:
                part = item.get("PartName", "").lstrip("/")
                if part and part not in parts:
                    yield f"content type for no part: {part}"


def _sheet(tree: ET.Element, looks: int, texts: int) -> Iterator[str]:
    names = [_local(child) for child in tree]
    known = [ORDER.index(name) for name in names if name in ORDER]
    if known != sorted(known):
        yield f"order of elements: {names}"
    yield from _rows(tree, looks, texts)
    yield from _merges(tree)
    for element in tree.iter():
        ranges = element.get("sqref") if _local(element) != "selection" else None
        if _local(element) == "sqref":
            ranges = element.text or ""
        if ranges is not None and (not ranges.strip() or not all(map(_area, ranges.split()))):
            yield f"{_local(element)}: ranges {ranges!r}"
        if _local(element) in ("mergeCells", "dataValidations", "rowBreaks") and len(element) == 0:
            yield f"empty {_local(element)}"
        count = element.get("count")
        listed = _local(element) in ("mergeCells", "dataValidations", "rowBreaks")
        if listed and count and int(count) != len(element):
            yield f"{_local(element)}: count {count} of {len(element)}"
        formula = element.text or ""
        if _local(element) in ("f", "formula", "formula1", "formula2") and "#REF!" in formula:
            yield f"broken formula {formula!r}"


def _rows(tree: ET.Element, looks: int, texts: int) -> Iterator[str]:
    last, masters, used = 0, set(), set()
    for row in _all(tree, "sheetData/row"):
        number = int(row.get("r", last + 1))
        if number <= last or number > 1_048_576:
            yield f"row {number} after {last}"
        last, before = number, 0
        if row.get("ht") and not 0 <= float(row.get("ht", "0")) <= 409.5:
            yield f"row {number}: height {row.get('ht')}"
        for cell in row:
            place = re.fullmatch(r"([A-Z]{1,3})(\d+)", cell.get("r") or "")
            if cell.get("r") and (not place or int(place[2]) != number):
                yield f"cell {cell.get('r')} in row {number}"
            column = _column(place[1]) if place else before + 1
            if column <= before:
                yield f"row {number}: cell {cell.get('r')} out of order"
            before = column
            if int(cell.get("s") or 0) >= looks:
                yield f"{cell.get('r')}: style {cell.get('s')} of {looks}"
            value = next((e.text or "" for e in cell if _local(e) == "v"), None)
            if cell.get("t", "n") not in KINDS:
                yield f"{cell.get('r')}: type {cell.get('t')}"
            if (cell.get("t") == "s" and not (value or "").isdigit()) or (
                cell.get("t") == "s" and int(value or 0) >= texts
            ):
                yield f"{cell.get('r')}: text {value} of {texts}"
            if cell.get("t", "n") == "n" and value:
                float(value)
            for formula in (e for e in cell if _local(e) == "f"):
                if formula.get("t") == "shared":
                    (masters if formula.get("ref") else used).add(formula.get("si"))
    if used - masters:
        yield f"shared formulas without their first: {sorted(map(str, used - masters))}"


def _merges(tree: ET.Element) -> Iterator[str]:
    taken: dict[tuple[int, int], str] = {}
    for merge in _all(tree, "mergeCells/mergeCell"):
        ref = merge.get("ref", "")
        match = AREA.fullmatch(ref)
        if not match or not match[3]:
            yield f"merge {ref!r}"
            continue
        top, bottom = int(match[2]), int(match[4])
        left, right = _column(match[1]), _column(match[3])
        if bottom < top or right < left or (top, left) == (bottom, right):
            yield f"merge {ref!r}"
        for row in range(top, min(bottom, top + 20_000) + 1):
            for column in range(left, min(right, left + 300) + 1):
                if (row, column) in taken:
                    yield f"merges {taken[row, column]} and {ref} overlap"
                    break
                taken[row, column] = ref


def _area(text: str) -> bool:
    match = AREA.fullmatch(text)
    if not match:
        return False
    return not match[2] or all(0 < int(n) <= 1_048_576 for n in (match[2], match[4]) if n)


def _column(text: str) -> int:
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - 64
    return number


def _local(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _all(root: ET.Element, path: str) -> list[ET.Element]:
    found = [root]
    for name in path.split("/"):
        found = [child for parent in found for child in parent if _local(child) == name]
    return found


if __name__ == "__main__":
    for name in sys.argv[1:]:
        for fault in faults(Path(name)):
            print(f"{name}: {fault}")
