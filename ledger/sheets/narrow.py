"""A filled form without anything of the rows that are not in it: sheets, texts, pictures that nobody refers to."""

import re
from collections.abc import Collection, Iterator
from functools import partial
from typing import Final

from ledger.sheets.parts import Package
from ledger.sheets.remains import clear_cell_images, empty_texts, shown
from ledger.sheets.surgery import Edit, Element, elements, local, removed, splice, with_attributes
from ledger.sheets.traces import results, untraced

PICTURES: Final = ("image", "hyperlink")
RULES: Final = ("formula1", "formula2", "formula", "f")
WORD: Final = r"(?<![\w.$]){}(?![\w.$!(])"
SHEET: Final = r"(?:(?<![\w.']){0}|'{0}')!"
PROPERTIES: Final = "docProps/app.xml"


def narrowed(workbook: bytes, sheets: Collection[str]) -> bytes:
    """The workbook with these sheets and those that they draw words from, and no text or picture of any other row.

    What a spreadsheet program shows of these sheets does not change.
    """
    package = Package(workbook)
    _drop_sheets(package, _wanted(package, sheets))
    untraced(package)
    seen = shown(package)
    empty_texts(package, lambda number: number not in seen.texts)
    clear_cell_images(package, lambda name: name not in seen.called)
    _unlink_pictures(package)
    _drop_lost(package)
    return package.to_bytes()


def _wanted(package: Package, sheets: Collection[str]) -> set[str]:
    """The sheets, and those that their drop-downs and conditional formats draw from, by a name or directly."""
    rules = "\n".join(
        element.text
        for name in sheets
        for element in elements(package.parts[package.sheets[name]], leaves={"c"})
        if element.name in RULES
    )
    named = [
        element.text
        for element in elements(package.parts[package.workbook])
        if element.name == "definedName"
        and re.search(WORD.format(re.escape(element.attributes.get("name", ""))), rules)
    ]
    drawn = "\n".join((rules, *named))
    return {name for name in package.sheets if name in sheets or _speaks_of(drawn, [name])}


def _drop_sheets(package: Package, wanted: Collection[str]) -> None:
    """Take the other sheets away, with the names that speak of them."""
    gone = [name for name in package.sheets if name not in wanted]
    if not gone:
        return
    data = package.parts[package.workbook]
    package.parts[package.workbook] = splice(data, _listing(data, gone))
    for name in gone:
        package.drop(package.sheets[name])
    package.sheets = {name: part for name, part in package.sheets.items() if name in wanted}
    for part in package.sheets.values():
        data = package.parts[part]
        package.parts[part] = splice(
            data, results(elements(data), partial(_speaks_of, sheets=gone))
        )
    if PROPERTIES in package.parts:
        package.drop(PROPERTIES)


def _speaks_of(formula: str, sheets: Collection[str]) -> bool:
    return any(re.search(SHEET.format(re.escape(name)), formula) for name in sheets)


def _listing(data: bytes, gone: Collection[str]) -> Iterator[Edit]:
    """The list of sheets and of names without those that go; names of one sheet count sheets anew."""
    found = elements(data)
    names = [e.attributes.get("name", "") for e in found if e.name == "sheet"]
    left = [name for name in names if name not in gone]
    for element in found:
        if element.name == "sheet" and element.attributes.get("name", "") in gone:
            yield removed(element)
        elif element.name == "definedName":
            yield from _name(data, element, (names, left))
        elif element.name == "workbookView":
            yield with_attributes(data, element, {"activeTab": None, "firstSheet": None})


def _name(data: bytes, element: Element, sheets: tuple[list[str], list[str]]) -> Iterator[Edit]:
    names, left = sheets
    own = element.attributes.get("localSheetId")
    home = names[int(own)] if own and int(own) < len(names) else None
    gone = [name for name in names if name not in left]
    if home in gone or _speaks_of(element.text, gone):
        yield removed(element)
    elif home:
        yield with_attributes(data, element, {"localSheetId": str(left.index(home))})


def _unlink_pictures(package: Package) -> None:
    """Links to pictures that no part names any more go."""
    for rels in [part for part in package.parts if part.endswith(".rels")]:
        folder, _, file = rels.rpartition("_rels/")
        owner = package.parts.get(folder + file.removesuffix(".rels"))
        if owner is not None:
            data = package.parts[rels]
            package.parts[rels] = splice(data, _unnamed(elements(data), _ids(owner)))


def _ids(data: bytes) -> set[str]:
    """The relationships that a part uses. VML of old programs is no XML: it is searched as text."""
    return {
        value.decode()
        for name, value in re.findall(rb"([\w:]+)\s*=\s*[\"']([^\"']+)[\"']", data)
        if local(name.decode()) in ("id", "embed", "link", "relid", "pict", "href")
    }


def _unnamed(found: list[Element], used: Collection[str]) -> Iterator[Edit]:
    for element in found:
        kind = element.attributes.get("Type", "").rpartition("/")[2]
        if kind in PICTURES and element.attributes.get("Id") not in used:
            yield removed(element)


def _drop_lost(package: Package) -> None:
    """Parts that can no longer be reached from the workbook go."""
    reached, ahead = set[str](), [""]
    while ahead:
        part = ahead.pop()
        for _, target in package.related(part).values():
            if target in package.parts and target not in reached:
                reached.add(target)
                ahead.append(target)
    for name in list(package.parts):
        folder, _, file = name.rpartition("_rels/")
        owner = folder + file.removesuffix(".rels")
        kept = name == "[Content_Types].xml" or name in reached
        if name.endswith(".rels"):
            kept = not owner or owner in reached
        if not kept and name in package.parts:
            package.drop(name)
