"""What the sheets of a workbook have in common: shared strings, formats, the way in which places are told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ledger.sheets.formats import Formats

_MEASURE: Final = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,20})?")
_REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")


class _Columns(dict[str, int]):
    """Column numbers by their letters; 0 for what are no letters."""

    def __missing__(self, letters: str) -> int:
        number = 0
        if letters.isascii() and letters.isalpha() and len(letters) <= 3:
            for letter in letters.upper():
                number = number * 26 + ord(letter) - 64
        return self.setdefault(letters, number)


COLUMNS: Final = _Columns()


def corner(reference: str) -> tuple[int, int] | None:
    """Row and column of a reference such as B12."""
    found = _REFERENCE.fullmatch(reference.strip())
    return (int(found[2]), COLUMNS[found[1]]) if found else None


def measure(text: str | None) -> float:
    """A height or a width as a file tells it; 0 when it tells none that can be."""
    return float(text) if text and _MEASURE.fullmatch(text) else 0.0


@dataclass
class Shared:
    """What the sheets of a workbook share: strings by their index as written, formats.

    Of strings that are struck through `struck_strings` holds the words that are, as `runs.parted` tells them.
    `mixed_strings` read otherwise in cells that are struck through.
    """

    strings: Mapping[str, str] = field(default_factory=dict)
    struck_strings: Mapping[str, str] = field(default_factory=dict)
    mixed_strings: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    formats: Formats = field(default_factory=Formats)
