"""Strings of XML workbooks: texts made of runs, as cells, shared strings and comments have them."""

from ledger.sheets.values import clean, unescape

OFF = ("0", "false", "off")


class Runs:
    """Gathers one string at a time: its runs joined without phonetics, struck through when all of it is."""

    __slots__ = ("_kept", "_parts", "_phonetic", "_strike")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._phonetic = self._strike = False
        self._kept = False

    def __bool__(self) -> bool:
        return bool(self._parts)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element by its local name."""
        if name == "rPh":
            self._phonetic = True
        elif name == "strike":
            self._strike = attributes.get("val") not in OFF

    def end(self, name: str, text: str) -> None:
        """End an element; `text` is what stood in it."""
        if name in ("t", "text") and not self._phonetic:
            self._parts.append(text)
            self._kept |= not (self._strike or not text.strip())
        elif name == "rPh":
            self._phonetic = False
        elif name == "r":
            self._strike = False

    def take(self) -> tuple[str, bool]:
        """The string gathered ("" for blanks), and whether it is struck through; begins anew."""
        text = "".join(self._parts)
        if not text.isprintable() or "_x" in text:
            text = clean(unescape(text))
        struck = not self._kept
        self._parts.clear()
        self._kept = False
        return ("", False) if not text or text.isspace() else (text, struck)
