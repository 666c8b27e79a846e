"""A filled form made ready to be sent out: locked but for some columns, drop-downs, a hidden mark on each row."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from xml.sax.saxutils import escape

from ledger.intake.grid import Merge, address
from ledger.sheets.cells import Maker
from ledger.sheets.parts import Package
from ledger.sheets.surgery import (
    Edit,
    Element,
    elements,
    removed,
    retagged,
    splice,
    with_attributes,
)
from ledger.sheets.template import PREFIX, merge, place

AREA: Final = re.compile(r"\$?[A-Za-z]+\$?\d+(?::\$?[A-Za-z]+\$?\d+)?")
MARK_WIDTH: Final = "9"
LONGEST_LIST: Final = 255
ALLOWED: Final = ("formatColumns", "formatRows", "insertRows", "sort", "autoFilter")
"""What a clerk may still do in a locked sheet; pictures may be put in as well."""
BEFORE_LOCK: Final = ("sheetData", "sheetCalcPr")
BEFORE_LISTS: Final = (
    "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The words that a column takes in some rows."""

    column: int
    rows: tuple[int, int]
    words: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Seal:
    """What is done to one sheet.

    `open` tells for each row the columns that may be changed. `marks` are hidden texts by row, written into
    `mark_column`, which should be the first one beside the table: so it is sorted with it.
    """

    sheet: str
    open: Mapping[int, Sequence[int]]
    marks: Mapping[int, str]
    mark_column: int
    choices: Sequence[Choice] = ()


def sealed(workbook: bytes, seals: Sequence[Seal]) -> bytes:
    """The workbook with these sheets locked, without a password; everything else stays byte for byte."""
    package = Package(workbook)
    styles = Styles(package)
    for seal in seals:
        part = package.sheets[seal.sheet]
        package.parts[part] = _Part(package.parts[part], seal, styles).rewritten()
    styles.save()
    return package.to_bytes()


class Styles:
    """The cell styles of a workbook: all locked, each with an open twin when it is asked for."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._part = package.first(package.workbook, "styles")
        self._data = package.parts[self._part] if self._part else b""
        self._found = elements(self._data) if self._data else []
        self._formats = [
            index
            for index, e in enumerate(self._found)
            if e.name == "xf" and self._found[e.up].name == "cellXfs"
        ]
        self._twins: dict[int, int] = {}

    @property
    def known(self) -> bool:
        """Whether there are styles at all; without them every cell is locked for good."""
        return bool(self._formats)

    def open(self, style: str | None) -> str:
        """The style of the same looks whose cells may be changed."""
        old = min(int(style or 0), len(self._formats) - 1)
        new = self._twins.setdefault(old, len(self._formats) + len(self._twins))
        return str(new)

    def save(self) -> None:
        """Put the twins into the workbook; what its maker had left open is locked now."""
        if not self._part or not self._formats:
            return
        parent = self._found[self._found[self._formats[0]].up]
        twins = b"".join(self._twin(self._found[self._formats[old]]) for old in self._twins)
        count = str(len(self._formats) + len(self._twins))
        own = set(self._formats)
        locks = [
            with_attributes(self._data, e, {"locked": None})
            for e in self._found
            if e.name == "protection" and e.up in own and "locked" in e.attributes
        ]
        edits = [
            with_attributes(self._data, parent, {"count": count}),
            *locks,
            Edit(parent.close, parent.close, twins),
        ]
        self._package.parts[self._part] = splice(self._data, edits)

    def _twin(self, old: Element) -> bytes:
        tag = self._data[old.start : old.inner]
        prefix, children = _prefix(self._data, old), self._children(old)
        opened = retagged(tag, {"applyProtection": "1"})
        opened = opened.removesuffix(b"/>").rstrip() + b">" if opened.endswith(b"/>") else opened
        lock = f'<{prefix}protection locked="0"/>'.encode()
        return b"".join(
            [opened, children.get("alignment", b""), lock, children.get("extLst", b""),
             f"</{prefix}xf>".encode()]
        )  # fmt: skip

    def _children(self, old: Element) -> dict[str, bytes]:
        index = self._found.index(old)
        return {e.name: self._data[e.start : e.end] for e in self._found if e.up == index}


class _Part:
    """One sheet part being sealed."""

    def __init__(self, data: bytes, seal: Seal, styles: Styles) -> None:
        self.data, self.seal, self.styles = data, seal, styles
        self.found = elements(data, leaves={"c"})
        self.body = next(e for e in self.found if e.name == "sheetData")
        self.prefix = _prefix(data, self.body)
        self.made = Maker(self.prefix, lambda _style: False, since_1904=False)

    def rewritten(self) -> bytes:
        edits = [*self._cells(), *self._lists(), *self._hidden()]
        if self.styles.known:
            edits += self._lock()
        return splice(self.data, edits)

    # -- cells ---------------------------------------------------------------------------------

    def _cells(self) -> Iterator[Edit]:
        number = 0
        cells: dict[int, Element] = {}
        row: Element | None = None
        for element in self.found:
            if element.name == "row":
                if row is not None:
                    yield from self._row(row, number, cells)
                number, row, cells = int(element.attributes.get("r", number + 1)), element, {}
            elif element.name == "c" and row is not None:
                ref = element.attributes.get("r")
                cells[place(ref)[1] if ref else max(cells, default=0) + 1] = element
        if row is not None:
            yield from self._row(row, number, cells)

    def _row(self, row: Element, number: int, cells: Mapping[int, Element]) -> Iterator[Edit]:
        """Open cells take the open style; those that are missing are made, in their order."""
        changed: dict[int, bytes] = {}
        if self.styles.known:
            for column in self.seal.open.get(number, ()):
                cell = cells.get(column)
                style = cell.attributes.get("s") if cell else row.attributes.get("s")
                changed[column] = self._opened(address(number, column), cell, style)
        mark = self.seal.marks.get(number)
        if mark is not None:
            where = address(number, self.seal.mark_column)
            changed[self.seal.mark_column] = self.made.text(where, None, mark)
        if not changed:
            return
        xml = {c: self.data[e.start : e.end] for c, e in cells.items()} | changed
        content = b"".join(xml[column] for column in sorted(xml))
        tag = retagged(self.data[row.start : row.inner], {"spans": None})
        opened = tag.removesuffix(b"/>").rstrip() + b">" if tag.endswith(b"/>") else tag
        yield Edit(row.start, row.end, opened + content + f"</{self.prefix}row>".encode())

    def _opened(self, where: str, cell: Element | None, style: str | None) -> bytes:
        new = self.styles.open(style)
        if cell is None:
            return self.made.cell(where, new)
        tag = retagged(self.data[cell.start : cell.inner], {"r": where, "s": new})
        return tag + self.data[cell.inner : cell.end]

    # -- around --------------------------------------------------------------------------------

    def _hidden(self) -> Iterator[Edit]:
        """The column of the marks does not show."""
        column, p = self.seal.mark_column, self.prefix
        new = f'<{p}col min="{column}" max="{column}" width="{MARK_WIDTH}" hidden="1" customWidth="1"/>'
        around = next((e for e in self.found if e.name == "cols"), None)
        if around is None:
            yield Edit(self.body.start, self.body.start, f"<{p}cols>{new}</{p}cols>".encode())
            return
        at = around.close
        for element in (e for e in self.found if e.name == "col"):
            low, high = int(element.attributes["min"]), int(element.attributes["max"])
            if low > column:
                at = min(at, element.start)
            if low <= column <= high:
                yield Edit(element.start, element.end, self._parted(element, column, new))
                return
        yield Edit(at, at, new.encode())

    def _parted(self, element: Element, column: int, new: str) -> bytes:
        """A run of columns with one of them taken out."""
        low, high = int(element.attributes["min"]), int(element.attributes["max"])
        tag = self.data[element.start : element.inner]
        tag = tag if tag.endswith(b"/>") else tag[:-1] + b"/>"
        left = retagged(tag, {"max": str(column - 1)}) if low < column else b""
        right = retagged(tag, {"min": str(column + 1)}) if column < high else b""
        return left + new.encode() + right

    def _lock(self) -> Iterator[Edit]:
        allowed = "".join(f' {name}="0"' for name in ALLOWED)
        old = next((e for e in self.found if e.name == "sheetProtection"), None)
        new = f'<{self.prefix}sheetProtection sheet="1"{allowed}/>'.encode()
        if old is not None:
            yield Edit(old.start, old.end, new)
        else:
            at = self._after(BEFORE_LOCK)
            yield Edit(at, at, new)
        yield from (removed(e) for e in self.found if e.name == "protectedRanges")

    def _lists(self) -> Iterator[Edit]:
        """Drop-downs for columns that take certain words, where the form has none of its own."""
        p, made = self.prefix, []
        for choice in self.seal.choices:
            words, (first, last) = ",".join(choice.words), choice.rows
            plain = not any(mark in word for word in choice.words for mark in ',"')
            if not words or not plain or len(words) > LONGEST_LIST or self._validated(choice):
                continue
            area = f"{address(first, choice.column)}:{address(last, choice.column)}"
            made.append(
                f'<{p}dataValidation type="list" allowBlank="1" showErrorMessage="1" errorTitle="只能选"'
                f' error="从下拉列表里选一项" sqref="{area}"><{p}formula1>"{escape(words)}"</{p}formula1>'
                f"</{p}dataValidation>"
            )
        if not made:
            return
        old = next((e for e in self.found if e.name == "dataValidations"), None)
        xml = "".join(made)
        if old is None:
            at = self._after(BEFORE_LISTS)
            whole = f'<{p}dataValidations count="{len(made)}">{xml}</{p}dataValidations>'
            yield Edit(at, at, whole.encode())
            return
        count = int(old.attributes.get("count", "0")) + len(made)
        yield with_attributes(self.data, old, {"count": str(count)})
        yield Edit(old.close, old.close, xml.encode())

    def _validated(self, choice: Choice) -> bool:
        """Whether the form itself checks the column among these rows."""
        first, last = choice.rows
        return any(
            area.left <= choice.column <= area.right and area.top <= last and area.bottom >= first
            for area in self._areas
        )

    @cached_property
    def _areas(self) -> list[Merge]:
        """What the form itself checks."""
        ranges = [
            e.text if e.name == "sqref" else e.attributes.get("sqref", "")
            for e in self.found
            if e.name in ("dataValidation", "sqref")
        ]
        return [merge(area) for text in ranges for area in text.split() if AREA.fullmatch(area)]

    def _after(self, names: Sequence[str]) -> int:
        """Where an element may stand that comes after all of these."""
        root = self.found[0]
        return max(e.end for e in self.found if e.name in names and self.found[e.up] is root)


def _prefix(data: bytes, element: Element) -> str:
    match = PREFIX.match(data, element.start)
    return f"{match[1].decode()}:" if match and match[1] else ""
