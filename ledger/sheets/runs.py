"""Strings of workbooks: texts made of runs, of which some may be struck through."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final

from ledger.sheets.values import clean, unescape

OFF: Final = ("0", "false", "off")
SAYS_NOTHING: Final = " \t\r\n\xa0\u3000、，。；：,.;:"
"""What a line may leave out by chance: it is no new text."""


def parted(pieces: Sequence[tuple[str, bool]]) -> tuple[str, str | None]:
    """A text without the words that are struck through, and those words.

    They are "" when the line goes through all that is said, which is the text then, and None without a line.

    >>> parted([("站前社区", True), (" 市综合执法局", False)])
    ('市综合执法局', '站前社区')
    >>> parted([("站前社区", True), ("。", False)]), parted([("站前社区", False), (" ", True)])
    (('站前社区。', ''), ('站前社区 ', None))
    """
    whole = "".join(text for text, _ in pieces)
    if not any(line for _, line in pieces):
        return whole, None
    joined = (
        (line, "".join(map(itemgetter(0), run))) for line, run in groupby(pieces, itemgetter(1))
    )
    words = "；".join(text.strip() for line, text in joined if line and not text.isspace())
    if not words:
        return whole, None
    left = "".join(text for text, line in pieces if not line).strip()
    return (left, words) if left.strip(SAYS_NOTHING) else (whole, "")


class Runs:
    """Gathers one string at a time, without phonetics. A run without properties looks as its cell does."""

    __slots__ = ("_line", "_lines", "_phonetic", "_texts", "mixed")

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._lines: list[bool | None] = []
        self._phonetic = self.mixed = False
        self._line: bool | None = None

    def __bool__(self) -> bool:
        return bool(self._texts)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element by its local name."""
        if name == "rPh":
            self._phonetic = True
        elif name == "rPr":
            self._line, self.mixed = False, True
        elif name == "strike":
            self._line = attributes.get("val") not in OFF

    def end(self, name: str, text: str) -> None:
        """End an element; `text` is what stood in it."""
        if name in ("t", "text") and not self._phonetic:
            self._texts.append(text)
            self._lines.append(self._line)
        elif name == "rPh":
            self._phonetic = False
        elif name == "r":
            self._line = None

    def seen(self, *, struck: bool = False) -> tuple[str, str | None]:
        """The string gathered ("" for blanks) and its words that are struck through, as `parted` tells them,
        in a cell that is `struck` through or not.
        """
        words = None
        if struck or True in self._lines:
            lines = [struck if line is None else line for line in self._lines]
            text, words = parted(list(zip(self._texts, lines, strict=True)))
        else:  # as nearly all are
            text = "".join(self._texts)
        text = _plain(text)
        return ("", None) if not text or text.isspace() else (text, words and _plain(words))

    def take(self, *, struck: bool = False) -> tuple[str, str | None]:
        """The same; begins anew."""
        found = self.seen(struck=struck)
        self._texts.clear()
        self._lines.clear()
        self.mixed = False
        return found


def _plain(text: str) -> str:
    return text if text.isprintable() and "_x" not in text else clean(unescape(text))
