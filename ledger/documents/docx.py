"""Fills the {{字段}} of a .docx: its XML is edited, every part without placeholders stays byte for byte.

Word and WPS split a placeholder over runs as they like; a paragraph is therefore read as one text, and
a value takes the looks of the run in which its placeholder begins. A table row (outside tables a
paragraph) that holds {{序号}} stands once for each issue; a table for none at all is left out, and so is
the line of those who get a copy where nobody does.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, Final

from ledger.errors import BadData

PLACEHOLDER: Final = re.compile(r"(?:\{\{|｛｛)\s*([^{}｛｝]*?)\s*(?:\}\}|｝｝)")
BRACES: Final = re.compile(r"\{\{|\}\}|｛｛|｝｝")
REPEATED: Final = "序号"
COPIED: Final = "抄告单位"
BLANK: Final = "＿＿＿＿"
BODY: Final = "word/document.xml"
PARTS: Final = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
LARGEST: Final = 40_000_000
MOST_PARTS: Final = 2_000
UNPRINTABLE: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SINGULAR: Final = ("w14:paraId", "w14:textId")

Values = Mapping[str, str]
Node = Any  # of xml.dom.minidom, whose declared types allow no editing


def fields(template: bytes) -> list[str]:
    """The names of the placeholders of a template, each once.

    Raises BadData for what is no .docx, and for braces that make no placeholder.
    """
    found: dict[str, None] = {}
    for _, data in _read(template):
        if data is not None:
            for paragraph in _parsed(data).getElementsByTagName("w:p"):
                text = "".join(node.data for node in _texts(paragraph))
                found |= dict.fromkeys(PLACEHOLDER.findall(text))
                if BRACES.search(PLACEHOLDER.sub("", text)):
                    raise BadData(
                        f"模板里有没写完的字段：“{text.strip()[:40]}”", "写成 {{编号}} 的样子"
                    )
    return list(found)


def fill(template: bytes, values: Values, rows: Sequence[Values]) -> bytes:
    """The template with its placeholders replaced; what repeats takes `rows` before `values`.

    Raises BadData for what is no .docx, and for a placeholder that is not among the values.
    """
    from zipfile import ZIP_DEFLATED, ZipFile

    out = BytesIO()
    with ZipFile(BytesIO(template)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name, data in _read(template):
            new.writestr(
                old.getinfo(name), old.read(name) if data is None else _filled(data, values, rows)
            )
    return out.getvalue()


def _read(template: bytes) -> Iterator[tuple[str, bytes | None]]:
    """Every part by name, with the XML of those that may hold placeholders. Raises BadData."""
    import zlib
    from zipfile import BadZipFile, ZipFile, ZipInfo

    def small(parts: list[ZipInfo]) -> bool:
        return len(parts) <= MOST_PARTS and sum(part.file_size for part in parts) <= LARGEST

    try:
        with ZipFile(BytesIO(template)) as package:
            parts = package.infolist()
            if BODY not in package.namelist() or not small(parts):
                raise _no_document()
            for part in parts:
                name = part.filename
                yield name, package.read(part) if PARTS.fullmatch(name) else None
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _no_document() from error


def _no_document() -> BadData:
    return BadData("这不是 .docx 文件，或已损坏", "用 Word 或 WPS 另存为 .docx（不加密码）再试一次")


def _parsed(data: bytes) -> Node:
    from xml.dom.minidom import parseString
    from xml.parsers.expat import ExpatError

    if b"<!DOCTYPE" in data or b"\0" in data:
        raise _no_document()
    try:
        return parseString(data)  # noqa: S318 - what could harm needs a DOCTYPE
    except (ExpatError, ValueError) as error:
        raise _no_document() from error


def _filled(data: bytes, values: Values, rows: Sequence[Values]) -> bytes:
    """The XML of a part, filled; what a value says is never taken for a placeholder itself."""
    document = _parsed(data)
    blocks = _repeated(document)
    repeated = {paragraph for block in blocks for paragraph in _paragraphs(block)}
    for paragraph in _paragraphs(document):
        if _copies_nobody(paragraph, values):
            _drop(paragraph)
        elif paragraph not in repeated:
            _fill_paragraph(paragraph, values)
    for block in blocks:
        for row in rows:
            copy = block.cloneNode(deep=True)
            _anonymous(copy)
            block.parentNode.insertBefore(copy, block)
            for paragraph in _paragraphs(copy):
                _fill_paragraph(paragraph, {**values, **row})
        _drop(block if rows else _above(block, "w:tbl") or block)
    return bytes(document.toxml("utf-8", standalone=True))


def _copies_nobody(paragraph: Node, values: Values) -> bool:
    """Whether a line outside tables tells whom a copy goes to, and there is nobody."""
    named = PLACEHOLDER.findall("".join(node.data for node in _texts(paragraph)))
    return named == [COPIED] and not values.get(COPIED) and not _above(paragraph, "w:tbl")


def _repeated(document: Node) -> list[Node]:
    """The innermost table rows, or paragraphs outside tables, that stand once for each issue."""
    blocks: dict[Node, None] = {}
    for paragraph in document.getElementsByTagName("w:p"):
        text = "".join(node.data for node in _texts(paragraph))
        if REPEATED in PLACEHOLDER.findall(text):
            blocks[_above(paragraph, "w:tr") or paragraph] = None
    return list(blocks)


def _above(node: Node, tag: str) -> Node:
    above = node.parentNode
    while above is not None and getattr(above, "tagName", "") != tag:
        above = above.parentNode
    return above


def _drop(block: Node) -> None:
    """Take out the pattern of what repeats; its whole table when there is nothing to list."""
    if block.parentNode is not None:
        block.parentNode.removeChild(block)


def _anonymous(block: Node) -> None:
    """A copy must not have the identity of its original."""
    for element in block.getElementsByTagName("*"):
        for name in SINGULAR:
            if element.hasAttribute(name):
                element.removeAttribute(name)
        if element.tagName in ("w:bookmarkStart", "w:bookmarkEnd"):
            element.parentNode.removeChild(element)


def _paragraphs(block: Node) -> list[Node]:
    own = [block] if getattr(block, "tagName", "") == "w:p" else []
    return [*own, *block.getElementsByTagName("w:p")]


def _texts(paragraph: Node) -> list[Node]:
    """The texts of a paragraph in order, without those of paragraphs in its text boxes."""
    return [
        child
        for element in paragraph.getElementsByTagName("w:t")
        if _above(element, "w:p") is paragraph
        for child in element.childNodes
        if child.nodeType == child.TEXT_NODE
    ]


def _fill_paragraph(paragraph: Node, values: Values) -> None:
    """Replace what is between braces; what is not known is left to be written by hand."""
    texts = _texts(paragraph)
    found = list(PLACEHOLDER.finditer("".join(node.data for node in texts)))
    unknown = "" if _above(paragraph, "w:tbl") else BLANK
    for match in reversed(found):
        if match[1] not in values:
            raise BadData(f"模板里有不认识的字段“{match[1]}”", "全部字段：ledger document fields")
        _replace(texts, match.span(), UNPRINTABLE.sub("", values[match[1]]) or unknown)
    for node in texts if found else ():
        _lines(node)


def _replace(texts: Sequence[Node], span: tuple[int, int], value: str) -> None:
    """Put `value` where these characters of the paragraph stood: into the text in which they begin."""
    start, end = span
    at = 0
    for node in texts:
        here, at = at, at + len(node.data)
        if at <= start or here >= end:
            continue
        before, after = (
            node.data[: max(start - here, 0)],
            node.data[end - here :] if at > end else "",
        )
        node.data = before + (value if here <= start else "") + after


def _lines(node: Node) -> None:
    """Outer blanks are kept, line ends become breaks."""
    element = node.parentNode
    element.setAttribute("xml:space", "preserve")
    document, run = node.ownerDocument, element.parentNode
    first, *rest = node.data.split("\n")
    node.data = first
    place = element.nextSibling
    for line in rest:
        run.insertBefore(document.createElement("w:br"), place)
        following = element.cloneNode(deep=False)
        following.appendChild(document.createTextNode(line))
        run.insertBefore(following, place)
