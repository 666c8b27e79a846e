"""What the rows that went leave behind in other parts: their texts and pictures are taken out."""

import re
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from ledger.sheets.parts import Package
from ledger.sheets.surgery import Edit, elements, removed, splice

CELL: Final = rb"<(?:[^\s<>/:]+:)?c\s[^<>]*?\bt\s*=\s*[\"']s[\"']"
SHARED: Final = re.compile(
    CELL + rb"[^<>]*>\s*<(?:[^\s<>/:]+:)?v(?:\s[^<>]*)?>\s*(\d+)\s*<|" + CELL
)
CALLED: Final = re.compile(rb"DISPIMG\(\s*(?:&quot;|\")([^\"&]{1,99})", re.IGNORECASE)
CELL_IMAGES: Final = "xl/cellimages.xml"


class Shown(NamedTuple):
    """What the sheets of a workbook show: shared texts by number, pictures in cells by name, picture parts.

    `texts` is None when cells are written in a way that is not understood.
    """

    texts: frozenset[int] | None
    called: frozenset[bytes]
    pictures: frozenset[str]


def shown(package: Package) -> Shown:
    """What is shown now, to be held against what is shown when rows have gone."""
    sheets = [package.parts[part] for part in package.sheets.values()]
    numbers = {number for data in sheets for number in SHARED.findall(data)}
    called = frozenset(name for data in sheets for name in CALLED.findall(data))
    texts = None if b"" in numbers else frozenset(map(int, numbers))
    return Shown(texts, called, frozenset(_pictures(package)))


def clear(package: Package, before: Shown) -> None:
    """Empty every shared text and take every picture away that was shown before and is no more."""
    now = shown(package)
    if before.texts is not None and now.texts is not None:
        _empty_texts(package, before.texts - now.texts)
    _clear_cell_images(package, before.called - now.called)
    for part in before.pictures - set(_pictures(package)):
        if part in package.parts:
            package.drop(part)


def _empty_texts(package: Package, gone: Collection[int]) -> None:
    """Texts keep their numbers; one that is not shown any more says nothing."""
    name = package.first(package.workbook, "sharedStrings")
    if name and gone:
        data = package.parts[name]
        package.parts[name] = splice(data, _emptied(data, gone))


def _emptied(data: bytes, gone: Collection[int]) -> Iterator[Edit]:
    texts = [element for element in elements(data) if element.name == "si"]
    for number, element in enumerate(texts):
        if number in gone and element.inner != element.close:
            match = re.match(rb"<([^\s<>/:]+:)?", data[element.start : element.inner])
            prefix = (match and match[1]) or b""
            yield Edit(element.inner, element.close, b"<" + prefix + b"t/>")


def _clear_cell_images(package: Package, gone: Collection[bytes]) -> None:
    """The pictures that WPS keeps in cells go with the last cell that calls them."""
    name = next((part for part in package.parts if part.lower() == CELL_IMAGES), None)
    if name is None or not gone:
        return
    data = package.parts[name]
    found = elements(data)
    edits = []
    for index, element in enumerate(found):
        if element.name == "cellImage":
            inner = (e for e in found[index:] if e.start < element.end and e.name == "cNvPr")
            own = next(inner, element).attributes.get("name", "").encode()
            edits += [removed(element)] if own in gone else []
    package.parts[name] = splice(data, edits)


def _pictures(package: Package) -> Iterator[str]:
    """The parts of pictures that a drawing shows."""
    for part, data in package.parts.items():
        for key, (kind, target) in package.related(part).items():
            if kind == "image" and re.search(rb"[\"']" + re.escape(key.encode()) + rb"[\"']", data):
                yield target
