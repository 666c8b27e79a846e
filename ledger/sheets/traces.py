"""What a workbook remembers of its rows beside their cells: what pivots, charts, links, revisions keep of them."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from ledger.sheets.parts import Package
from ledger.sheets.surgery import Edit, Element, elements, removed, splice

KINDS: Final = (
    "pivotTable", "pivotCacheDefinition", "externalLink", "revisionHeaders", "usernames", "thumbnail",
)  # fmt: skip
LISTS: Final = ("pivotCaches", "externalReferences")
CACHES: Final = ("strCache", "numCache", "multiLvlStrCache")
CHART: Final = re.compile(r"(.*/)?charts/[^/]*\.xml")
LINKED: Final = re.compile(r"\[\d+\]")


def untraced(package: Package) -> None:
    """Take all of it away. Cells keep what they show; a chart draws itself anew from its cells."""
    owners = ("", package.workbook, *package.sheets.values())
    related = [told for owner in owners for told in package.related(owner).values()]
    if any(kind == "externalLink" for kind, _ in related):
        _unlink(package)
    for kind, part in related:
        if kind in KINDS and part in package.parts:
            package.drop(part)
    _remove(package, package.workbook, LISTS)
    for part in filter(CHART.fullmatch, package.parts):
        _remove(package, part, CACHES)


def _remove(package: Package, part: str, names: tuple[str, ...]) -> None:
    data = package.parts[part]
    edits = [removed(element) for element in elements(data) if element.name in names]
    package.parts[part] = splice(data, edits)


def _unlink(package: Package) -> None:
    """What was reckoned with other workbooks keeps its result alone: their cells are kept in this one as well."""
    for part in package.sheets.values():
        data = package.parts[part]
        package.parts[part] = splice(data, results(elements(data), _is_linked))
    data = package.parts[package.workbook]
    names = [e for e in elements(data) if e.name == "definedName" and _is_linked(e.text)]
    package.parts[package.workbook] = splice(data, map(removed, names))


def _is_linked(formula: str) -> bool:
    return bool(LINKED.search(formula))


def results(found: list[Element], lost: Callable[[str], bool]) -> Iterator[Edit]:
    """Cells with a formula that is lost keep its result alone."""
    formulas = [e for e in found if e.name == "f" and found[e.up].name == "c"]
    gone = [e for e in formulas if lost(e.text)]
    shared = {e.attributes["si"] for e in gone if "si" in e.attributes}
    yield from (removed(e) for e in formulas if e in gone or e.attributes.get("si") in shared)
