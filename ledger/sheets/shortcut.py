"""Elements that nearly every program writes in the same few ways, read without a parser: in a fifth of the time."""

import re
from collections.abc import Callable, Generator, Iterator
from typing import Final, NamedTuple

LONGEST: Final = 1 << 20

SPACE: Final = "[ \t\n]*+"
TEXT: Final = "[^<>&\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]*+"
"""Text that stands for itself: a parser hands it on as it is."""
ATTRIBUTES: Final = '(?>(?: [A-Za-z][A-Za-z0-9]*+(?>(?::[A-Za-z0-9]++)?)="[ !#-%\'-;=?-~]*+")*)'
"""Attributes without anything that a parser would change; whether one stands twice is not seen."""
_DECLARATION: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\s[^<>?]*\?>)?")
_ENCODING: Final = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)")
_NO_ELEMENT: Final = re.compile(rb"<[!?]")


class Shortcut(NamedTuple):
    """Elements `<name …>…</name>` that follow one another after the `opening` tag.

    `keep` takes those that `plain` finds at a place, as a parser's handlers would; it may decline one.
    """

    opening: re.Pattern[bytes]
    name: str
    plain: Callable[[str, int], re.Match[str] | None]
    keep: Callable[[re.Match[str]], bool]


def remaining(pieces: Iterator[bytes], way: Shortcut) -> Iterator[bytes]:
    """What a parser must still see of a part of XML: everything but the elements that are kept meanwhile, in order.

    From where anything is out of the ordinary (comments, another encoding, nesting) that is all the rest.
    """
    waiting = next(pieces, b"")
    opening = way.opening.search(waiting)
    if opening and _ordinary(waiting[: opening.start()]):
        yield waiting[: opening.end()]
        waiting = yield from _shortened(waiting[opening.end() :], pieces, way)
    yield waiting
    yield from pieces


def _ordinary(head: bytes) -> bool:
    """Whether a part begins in UTF-8 and without anything that could hide elements from a parser."""
    declaration = _DECLARATION.match(head)
    encoding = declaration and _ENCODING.search(declaration[0])
    other = declaration and _NO_ELEMENT.search(head, declaration.end())
    return not other and (not encoding or encoding[1].lower() == b"utf-8")


def _hides(waiting: bytes) -> bool:
    """Whether comments and the like may hide elements; most parts hold neither sign of them."""
    return (b"!" in waiting or b"?" in waiting) and bool(_NO_ELEMENT.search(waiting))


def _shortened(
    waiting: bytes, pieces: Iterator[bytes], way: Shortcut
) -> Generator[bytes, None, bytes]:
    """The elements that are not plain; returns what nobody looked into."""
    end = f"</{way.name}>".encode()
    while not _hides(waiting):
        size = waiting.rfind(end) + len(end)
        if size >= len(end):
            try:
                text = waiting[:size].decode()
            except UnicodeDecodeError:
                break
            done = yield from _others(text, way)
            if done < len(text):
                return text[done:].encode() + waiting[size:]
            waiting = waiting[size:]
        piece = next(pieces, b"")
        if not piece or len(waiting) > LONGEST:
            return waiting + piece
        waiting += piece
    return waiting


def _others(text: str, way: Shortcut) -> Generator[bytes, None, int]:
    """The elements of a text that are not plain, those side by side together; returns how far they go."""
    begin, end = re.compile(f"{SPACE}<{way.name}[ >]"), f"</{way.name}>"
    at = kept = 0
    while at < len(text):
        found = way.plain(text, at)
        if found and kept < at:
            yield text[kept:at].encode()
            kept = at
        if found and way.keep(found):
            at = kept = found.end()
            continue
        following = text.find(end, at) + len(end)
        if not begin.match(text, at) or text.count(f"<{way.name}", at, following) != 1:
            break
        at = following
    if kept < at:
        yield text[kept:at].encode()
    return at
