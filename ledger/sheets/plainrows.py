"""Rows of a worksheet as spreadsheet programs write them: numbers, texts and shared strings, no formulas."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache, partial
from typing import Final

from ledger.intake.grid import Tint, Value
from ledger.sheets.collect import MAX_TEXT
from ledger.sheets.runs import OFF
from ledger.sheets.shared import COLUMNS, Shared
from ledger.sheets.shortcut import ATTRIBUTES, SPACE, TEXT, Shortcut, remaining
from ledger.sheets.values import Format, numeric, shaped, words

REPEATED: Final = 4096
SHORT: Final = 10
WIDE: Final = 200
MANY: Final = 1_000
"""A shorter sheet is read before another pattern is worth its making."""

# Atomic groups, not possessive repeats of groups: before 3.11.5 Python got those wrong (gh-106052).
_LETTERS: Final = "(?:[A-W][A-Z]{2}|[A-Z]{1,2})"  # as far as column WZZ
_STYLE, _TYPE = ' s="[0-9]{1,6}"', ' t="[a-zA-Z]{1,9}"'
_INLINE: Final = '<is><t(?>(?: xml:space="preserve")?)>'
_CELL: Final = (
    f'<c r="{_LETTERS}[0-9]{{1,7}}"(?>(?:{_STYLE}(?>(?:{_TYPE})?)|{_TYPE}(?>(?:{_STYLE})?))?)'
    f"(?:/>|>(?>(?:<v>{TEXT}</v>|{_INLINE}{TEXT}</t></is>)?)</c>)"
)
_BEGIN: Final = f'{SPACE}<row r="([0-9]{{1,7}})"({ATTRIBUTES})'
_ROW: Final = re.compile(f"{_BEGIN}(?:/>|>((?>(?:{_CELL})*))</row>)")
_PARTS: Final = re.compile(f'<c r="([A-Z]++)[0-9]++"([^>]*+>(?>(?:<v>|{_INLINE})?))([^<]*+)')
_OPENING: Final = re.compile(b"<sheetData>")
_ATTRIBUTE: Final = re.compile('([A-Za-z0-9:]+)="([^"]*)"')

Read = Callable[[str], Value | None]
Keep = Callable[[dict[str, str], dict[int, Value], dict[int, Tint]], None]


class _Unusual(Exception):
    """A cell or a row that only the parser's handlers understand."""


class PlainRows:
    """The rows of one sheet that need no parser. `keep` gets the attributes of each, its values and its colours by column.

    In a long sheet nearly all rows are written alike: those are read by a pattern of their own, made after the
    first MANY rows and again, if it was not that of most, after ever more.
    """

    def __init__(self, shared: Shared, epoch: datetime, keep: Keep) -> None:
        self._reads, self._keep = _Reads(shared, epoch), keep
        self._widest: Sequence[tuple[str, str, str]] = ()
        self._left = self._wait = MANY
        self._usual: re.Pattern[str] | None = None
        self._columns: Sequence[tuple[int, Read]] = ()
        self._tints = _Tints(shared)
        self._tinted: Sequence[tuple[int, int, Tint]] = ()
        self._found: dict[int, Tint] = {}

    def remaining(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """What a parser must still see of the sheet."""
        return remaining(pieces, Shortcut(_OPENING, "row", self._find, self._row))

    def _find(self, text: str, at: int) -> re.Match[str] | None:
        return (self._usual and self._usual.match(text, at)) or _ROW.match(text, at)

    def _row(self, found: re.Match[str]) -> bool:
        number, attributes, *cells = found.groups()
        try:
            told = _attributes(attributes)
            values = self._usually(cells) if found.re is self._usual else self._any(cells[0] or "")
        except _Unusual:
            return False
        self._keep({"r": number, **told}, values, self._found)
        return True

    def _usually(self, texts: Sequence[str | None]) -> dict[int, Value]:
        """The values of a row that is written as most; its colours are noted."""
        tinted = self._tinted
        self._found = {c: t for n, c, t in tinted if texts[n] is not None} if tinted else {}
        return {
            column: value
            for (column, read), text in zip(self._columns, texts, strict=True)
            if text and (value := read(text)) is not None
        }

    def _any(self, cells: str) -> dict[int, Value]:
        """The values of any row; its colours are noted."""
        reads, parts = self._reads, _PARTS.findall(cells)
        values = {
            COLUMNS[letters]: value
            for letters, written, text in parts
            if text and (value := reads[written](text)) is not None
        }
        if len(self._widest) < len(parts) < WIDE:
            self._widest = parts
        self._left -= 1
        if not self._left:
            self._learn()
        self._found = self._tints.of(parts) if self._tints.any else {}
        return values

    def _learn(self) -> None:
        """Take the widest of the last rows for what most look like; each of its cells may be missing."""
        cells = [
            (letters, written, self._reads.get(written)) for letters, written, _ in self._widest
        ]
        tints = [self._tints[written] for _, written, _ in cells]
        told = [cell for cell in zip(cells, tints, strict=True) if cell[0][2] or cell[1]]
        self._columns = [(COLUMNS[letters], read or numeric) for (letters, _, read), _ in told]
        self._tinted = [(n, COLUMNS[c[0]], tint) for n, (c, tint) in enumerate(told) if tint]
        patterns = (
            f'(?>(?:<c r="{letters}[0-9]{{1,7}}"{re.escape(written)}{_rest(written, read, tint)})?)'
            for (letters, written, read), tint in zip(cells, tints, strict=True)
        )
        self._usual = re.compile(f"{_BEGIN}>{''.join(patterns)}</row>")
        self._widest, self._wait = (), self._wait * 2
        self._left = self._wait


def _rest(written: str, read: Read | None, tint: Tint | None) -> str:
    """How a cell goes on that begins so: its text is found if one knows to read it, else it has none.

    Of one with a colour it is found whether it is there.
    """
    text = f"({TEXT})" if read else "()" if tint else ""
    if written.endswith("/>"):
        return text
    close = "</v></c>" if "<v>" in written else "</t></is></c>" if "<is>" in written else "</c>"
    return f"{text}{close}"


class _Reads(dict[str, Read]):
    """How the text of a cell is read, by what is written before it."""

    def __init__(self, shared: Shared, epoch: datetime) -> None:
        super().__init__()
        self._shared, self._epoch = shared, epoch
        self._texts = _Seen(_text).__getitem__

    def __missing__(self, written: str) -> Read:
        cell, _, body = written.partition(">")
        told = dict(_ATTRIBUTE.findall(cell))
        style, kind = told.get("s", ""), told.get("t", "n")
        if style in self._shared.formats.struck or (body == "<v>") == (kind == "inlineStr"):
            raise _Unusual
        return self.setdefault(written, self._read(kind, style))

    def _read(self, kind: str, style: str) -> Read:
        if kind == "s":
            return _Seen(partial(_string, self._shared)).__getitem__
        if kind == "n":
            form = self._shared.formats.numbers.get(style)
            return _number(form, self._epoch) if form else numeric
        if kind == "b":
            return _flag
        if kind in ("str", "inlineStr", "e"):
            return self._texts
        raise _Unusual


class _Tints(dict[str, Tint | None]):
    """The colours of cells, by what is written before their text."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._colours = shared.formats.colours
        self.any = bool(self._colours)

    def __missing__(self, written: str) -> Tint | None:
        style = dict(_ATTRIBUTE.findall(written)).get("s", "")
        return self.setdefault(written, self._colours.get(style))

    def of(self, parts: Sequence[tuple[str, str, str]]) -> dict[int, Tint]:
        """The colours of the cells of a row that have any."""
        tints = ((COLUMNS[letters], self[written]) for letters, written, _ in parts)
        return {column: tint for column, tint in tints if tint}


class _Seen(dict[str, Value | None]):
    """What texts read as; the short ones that came first are remembered: most columns say the same again and again."""

    def __init__(self, read: Read) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> Value | None:
        value = self._read(text)
        if len(text) < SHORT and len(self) < REPEATED:
            self[text] = value
        return value


def _number(form: Format, epoch: datetime) -> Read:
    """Reads numbers under a format; what is seen of them otherwise (0139, 5%) is for the parser's handlers."""
    if form.zeros or form.percent is not None:
        raise _Unusual

    def read(text: str) -> Value | None:
        value = numeric(text)
        return shaped(value, form, epoch) if isinstance(value, int | float) else value

    return _Seen(read).__getitem__


def _string(shared: Shared, index: str) -> Value | None:
    if index in shared.struck_strings:
        raise _Unusual
    return shared.strings.get(index) or None


def _flag(text: str) -> Value:
    return text.strip() not in OFF


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
