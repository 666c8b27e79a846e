"""Rows of a worksheet as spreadsheet programs write them: numbers, texts and shared strings, no formulas."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache, partial
from typing import Final

from ledger.intake.grid import Value
from ledger.sheets.collect import MAX_TEXT
from ledger.sheets.runs import OFF
from ledger.sheets.shared import COLUMNS, Shared
from ledger.sheets.shortcut import ATTRIBUTES, SPACE, TEXT, Shortcut, remaining
from ledger.sheets.values import Format, numeric, shaped, words

REPEATED: Final = 4096
"""So many values of a kind are remembered: most columns say the same again and again."""

_LETTERS: Final = "(?:[A-W][A-Z]{2}|[A-Z]{1,2})"  # as far as column WZZ
_STYLE, _TYPE = ' s="[0-9]{1,6}"', ' t="[a-zA-Z]{1,9}"'
_INLINE: Final = '<is><t(?: xml:space="preserve")?+>'
_CELL: Final = (
    f'<c r="{_LETTERS}[0-9]{{1,7}}"(?:{_STYLE}(?:{_TYPE})?+|{_TYPE}(?:{_STYLE})?+)?+'
    f"(?:/>|>(?:<v>{TEXT}</v>|{_INLINE}{TEXT}</t></is>)?+</c>)"
)
_ROW: Final = re.compile(
    f'{SPACE}<row r="([0-9]{{1,7}})"({ATTRIBUTES})(?:/>|>((?:{_CELL})*+)</row>)'
)
_PARTS: Final = re.compile(f'<c r="([A-Z]++)[0-9]++"([^>]*+>(?:<v>|{_INLINE})?+)([^<]*+)')
_OPENING: Final = re.compile(b"<sheetData>")
_ATTRIBUTE: Final = re.compile('([A-Za-z0-9:]+)="([^"]*)"')

Read = Callable[[str], Value | None]
Keep = Callable[[dict[str, str], dict[int, Value]], None]


class _Unusual(Exception):
    """A cell or a row that only the parser's handlers understand."""


class PlainRows:
    """The rows of one sheet that need no parser. `keep` gets the attributes of each and its values by column."""

    def __init__(self, shared: Shared, epoch: datetime, keep: Keep) -> None:
        self._reads, self._keep = _Reads(shared, epoch), keep

    def remaining(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """What a parser must still see of the sheet."""
        return remaining(pieces, Shortcut(_OPENING, "row", _ROW, self._row))

    def _row(self, found: re.Match[str]) -> bool:
        number, attributes, cells = found.groups("")
        reads = self._reads
        try:
            told = _attributes(attributes)
            values = {
                COLUMNS[letters]: value
                for letters, written, text in _PARTS.findall(cells)
                if text and (value := reads[written](text)) is not None
            }
        except _Unusual:
            return False
        self._keep({"r": number, **told}, values)
        return True


class _Reads(dict[str, Read]):
    """How the text of a cell is read, by what is written before it."""

    def __init__(self, shared: Shared, epoch: datetime) -> None:
        super().__init__()
        self._shared, self._epoch = shared, epoch

    def __missing__(self, written: str) -> Read:
        cell, _, body = written.partition(">")
        told = dict(_ATTRIBUTE.findall(cell))
        style, kind = told.get("s", ""), told.get("t", "n")
        if style in self._shared.formats.struck or (body == "<v>") == (kind == "inlineStr"):
            raise _Unusual
        return self.setdefault(written, self._read(kind, style))

    def _read(self, kind: str, style: str) -> Read:
        if kind == "s":
            return partial(_string, self._shared)
        if kind == "n":
            form = self._shared.formats.numbers.get(style)
            return _number(form, self._epoch) if form else numeric
        if kind == "b":
            return _flag
        if kind in ("str", "inlineStr", "e"):
            return _text
        raise _Unusual


def _number(form: Format, epoch: datetime) -> Read:
    """Reads numbers under a format; what is seen of them otherwise (0139, 5%) is for the parser's handlers."""
    if form.zeros or form.percent is not None:
        raise _Unusual

    @lru_cache(REPEATED)
    def read(text: str) -> Value | None:
        value = numeric(text)
        return shaped(value, form, epoch) if isinstance(value, int | float) else value

    return read


def _string(shared: Shared, index: str) -> Value | None:
    if index in shared.struck_strings:
        raise _Unusual
    return shared.strings.get(index) or None


def _flag(text: str) -> Value:
    return text.strip() not in OFF


@lru_cache(REPEATED)
def _text(text: str) -> Value | None:
    if len(text) > MAX_TEXT:
        raise _Unusual
    return words(text)


@lru_cache(REPEATED)
def _attributes(written: str) -> dict[str, str]:
    """The attributes of a row but its number."""
    pairs = _ATTRIBUTE.findall(written)
    told = dict(pairs)
    if len(told) < len(pairs) or "r" in told:
        raise _Unusual
    return told
