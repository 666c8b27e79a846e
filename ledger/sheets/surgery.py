"""Change an XML part at single places and keep every other byte."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape

from ledger.errors import BadData

LONGEST = 32_767
CUT = "…（全文见台账）"
TAG = re.compile(rb"<[^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*>")
ATTRIBUTE = re.compile(rb"([^\s=<>\"'/]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")

UNSAFE = re.compile("[&<>\\r\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x")
"""A text without any of these can be written as it is, if it is not too long."""


class Element(NamedTuple):
    """One element by its local name, its attributes as written, and its bytes.

    The element is data[start:end], its content data[inner:close]; `up` is the index of its parent
    in the same list, -1 for the root.
    """

    name: str
    attributes: Mapping[str, str]
    text: str
    start: int
    inner: int
    close: int
    end: int
    up: int


class Edit(NamedTuple):
    """Replace data[start:end]."""

    start: int
    end: int
    new: bytes


def local(name: str) -> str:
    """The name without its prefix, which every program chooses freely."""
    return name.rpartition(":")[2]


def elements(data: bytes, leaves: Collection[str] = ()) -> list[Element]:
    """All elements in the order of their start tags; those inside `leaves` are left out.

    Offsets come from the parser, so prefixes, quotes, comments and the order of attributes may
    vary. Raises BadData when the part is not well-formed or holds a DOCTYPE.
    """
    return _Scan(data, frozenset(leaves)).run()


class _Scan:
    """One run of the parser over one part; inside leaves it only looks for their end."""

    def __init__(self, data: bytes, leaves: frozenset[str]) -> None:
        self.data, self.leaves = data, leaves
        self.found: list[Element | None] = []
        self.open: list[tuple[int, str, Mapping[str, str], int, int, list[str]]] = []
        self.leaf = ""
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EndElementHandler = self.stop
        self.listen()

    def listen(self) -> None:
        self.leaf = ""
        self.parser.StartElementHandler = self.start
        self.parser.CharacterDataHandler = self.characters

    def run(self) -> list[Element]:
        try:
            self.parser.Parse(self.data, True)
        except expat.ExpatError as error:
            raise BadData("表样里有损坏的部分", "用 Excel 或 WPS 打开它另存一次再试") from error
        return [element for element in self.found if element is not None]

    def refuse(self, *_: Any) -> None:
        raise BadData("表样里有不允许的文档类型声明（DOCTYPE）", "用 Excel 或 WPS 另存一次再试")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        tag = TAG.match(self.data, at)
        inner = tag.end() if tag else at
        plain = local(name)
        self.open.append((len(self.found), plain, attributes, at, inner, []))
        self.found.append(None)
        if plain in self.leaves:
            self.leaf = name
            self.parser.StartElementHandler = None
            self.parser.CharacterDataHandler = None

    def characters(self, text: str) -> None:
        if self.open:
            self.open[-1][5].append(text)

    def stop(self, name: str) -> None:
        if self.leaf:
            if name != self.leaf:
                return
            self.listen()
        index, plain, attributes, start, inner, texts = self.open.pop()
        if self.data[inner - 2 : inner] == b"/>":
            close = end = inner
        else:
            close = self.parser.CurrentByteIndex
            end = self.data.index(b">", close) + 1
        up = self.open[-1][0] if self.open else -1
        self.found[index] = Element(plain, attributes, "".join(texts), start, inner, close, end, up)


def splice(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The data with the edits made; an edit inside one that was made before it is dropped."""
    out, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if edit.start < at:
            continue
        out += [data[at : edit.start], edit.new]
        at = edit.end
    return b"".join([*out, data[at:]])


def retagged(tag: bytes, changes: Mapping[str, str | None]) -> bytes:
    """A start tag with attributes set, added, or (None) taken away."""
    left = dict(changes)

    def change(match: re.Match[bytes]) -> bytes:
        name = match[1].decode()
        if name not in left:
            return match[0]
        value = left.pop(name)
        return b"" if value is None else match[1] + b'="' + _quoted(value) + b'"'

    tag = ATTRIBUTE.sub(change, tag)
    added = b"".join(
        b' %s="%s"' % (name.encode(), _quoted(value))
        for name, value in left.items()
        if value is not None
    )
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + added + tag[end:] if added else tag


def _quoted(value: str) -> bytes:
    return escape(value, {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}).encode()


def with_attributes(data: bytes, element: Element, changes: Mapping[str, str | None]) -> Edit:
    """The edit that changes attributes of an element."""
    return Edit(
        element.start, element.inner, retagged(data[element.start : element.inner], changes)
    )


def with_text(element: Element, text: str) -> Edit:
    """The edit that changes the text of an element that has an end tag."""
    return Edit(element.inner, element.close, escape(text).encode())


def removed(element: Element) -> Edit:
    """The edit that takes an element away."""
    return Edit(element.start, element.end, b"")


def cleaned(text: str) -> str:
    r"""The text as a cell may hold it: legal XML, no accidental escape, never cut silently.

    >>> cleaned("a\x0bb _x0041_")
    'a_x000B_b _x005F_x0041_'
    """
    text = ESCAPED.sub("_x005F_", text.replace("\r\n", "\n"))
    text = ILLEGAL.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    if len(text) <= LONGEST // 2 or len(text.encode("utf-16-le")) // 2 <= LONGEST:
        return text
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - len(CUT))]
    return kept.decode("utf-16-le", "ignore") + CUT
