"""What the rows that went leave behind in other parts: their texts and pictures are taken out."""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from ledger.sheets.parts import Package
from ledger.sheets.surgery import Edit, elements, removed, splice

CELL: Final = rb"<(?:[^\s<>/:]+:)?c\s[^<>]*?\bt\s*=\s*[\"']s[\"']"
SHARED: Final = re.compile(
    CELL + rb"[^<>]*>\s*<(?:[^\s<>/:]+:)?v(?:\s[^<>]*)?>\s*(\d+)\s*<|" + CELL
)
CALLED: Final = re.compile(rb"DISPIMG\(\s*(?:&quot;|\")([^\"&]{1,99})", re.IGNORECASE)
CELL_IMAGES: Final = "cellimages.xml"


class Shown(NamedTuple):
    """What the sheets of a workbook show: shared texts by number, pictures in cells by name, picture parts."""

    texts: frozenset[int]
    called: frozenset[bytes]
    pictures: frozenset[str]


def shown(package: Package) -> Shown:
    """What is shown now."""
    sheets = [package.parts[part] for part in package.sheets.values()]
    numbers = {number for data in sheets for number in SHARED.findall(data)}
    called = frozenset(name for data in sheets for name in CALLED.findall(data))
    plain = (
        b"" not in numbers
    )  # else some cell is written in a way that only the parser understands
    texts = map(int, numbers) if plain else (n for data in sheets for n in _parsed(data))
    return Shown(frozenset(texts), called, frozenset(_pictures(package)))


def _parsed(sheet: bytes) -> Iterator[int]:
    """The numbers of the shared texts that the cells of a sheet show."""
    found = elements(sheet)
    for element in found:
        shared = element.name == "v" and found[element.up].attributes.get("t") == "s"
        if shared and element.text.isdigit():
            yield int(element.text)


def clear(package: Package, before: Shown) -> None:
    """Empty every shared text and take every picture away that was shown before and is no more."""
    now = shown(package)
    empty_texts(package, (before.texts - now.texts).__contains__)
    clear_cell_images(package, (before.called - now.called).__contains__)
    for part in before.pictures - set(_pictures(package)):
        if part in package.parts:
            package.drop(part)


def empty_texts(package: Package, gone: Callable[[int], bool]) -> None:
    """The shared texts of which it is true say nothing any more; all keep their numbers."""
    name = package.first(package.workbook, "sharedStrings")
    if name:
        data = package.parts[name]
        package.parts[name] = splice(data, _emptied(data, gone))


def _emptied(data: bytes, gone: Callable[[int], bool]) -> Iterator[Edit]:
    texts = [element for element in elements(data) if element.name == "si"]
    for number, element in enumerate(texts):
        if gone(number) and element.inner != element.close:
            match = re.match(rb"<([^\s<>/:]+:)?", data[element.start : element.inner])
            prefix = (match and match[1]) or b""
            yield Edit(element.inner, element.close, b"<" + prefix + b"t/>")


def clear_cell_images(package: Package, gone: Callable[[bytes], bool]) -> None:
    """Of the pictures that WPS keeps in cells those go of whose name it is true: no cell calls them any more."""
    name = next((part for part in package.parts if part.lower().endswith(CELL_IMAGES)), None)
    if name is None:
        return
    data = package.parts[name]
    found = elements(data)
    edits = []
    for index, element in enumerate(found):
        if element.name == "cellImage":
            inner = (e for e in found[index:] if e.start < element.end and e.name == "cNvPr")
            own = next(inner, element).attributes.get("name", "").encode()
            edits += [removed(element)] if gone(own) else []
    package.parts[name] = splice(data, edits)


def _pictures(package: Package) -> Iterator[str]:
    """The parts of pictures that a drawing shows."""
    for part, data in package.parts.items():
        for key, (kind, target) in package.related(part).items():
            if kind == "image" and re.search(rb"[\"']" + re.escape(key.encode()) + rb"[\"']", data):
                yield target
