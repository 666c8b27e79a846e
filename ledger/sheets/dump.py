"""Issues as plain files for other programs and to be read again: JSON lines and CSV."""

import csv as tables
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from ledger import models
from ledger.models import Issue
from ledger.readings import PRECISIONS

PHOTOS: Final = "photos"
PHOTOS_LABEL: Final = "照片"
YES, NO = "是", "否"
EXTRA: Final = f"{models.FIELDS['extra'].label}/"
SEPARATOR: Final = "、"
RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
HARMLESS: Final = re.compile(r"[+-]?\d[\d ().-]*")


def guard(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula; numbers and phones stay as they are.

    >>> guard("=1+1"), guard("-5"), guard("+86 139"), guard("'=1"), guard("'0139")
    ("'=1+1", '-5', '+86 139', "''=1", "''0139")
    """
    return f"'{text}" if text.startswith("'") or _risky(text) else text


def unguard(text: str) -> str:
    """The reverse of `guard`, for every text that `guard` can have made.

    >>> unguard("'=1+1"), unguard("''=1"), unguard("'好'"), unguard("-5")
    ('=1+1', "'=1", "'好'", '-5')
    """
    guarded = text.startswith("''") or (text.startswith("'") and _risky(text[1:]))
    return text[1:] if guarded else text


def _risky(text: str) -> bool:
    return text.startswith(RISKY) and not HARMLESS.fullmatch(text)


def jsonl(issues: Iterable[Issue]) -> bytes:
    """One issue a line as `models.public` makes it, UTF-8; only a line feed ends a line."""
    return "".join(f"{models.dumps(models.public(issue))}\n" for issue in issues).encode()


def columns(issues: Iterable[Issue]) -> list[str]:
    """The names of all columns that some issue fills: fields in their order, then extra columns.

    An extra column is named `extra/` and its header path.
    """
    fields: set[str] = set()
    paths: dict[str, None] = {}
    for issue in issues:
        shown = models.public(issue)
        paths |= dict.fromkeys(shown.pop("extra", {}))
        fields |= shown.keys() if any(shown[PHOTOS].values()) else shown.keys() - {PHOTOS}
    known = [name for name in (*models.FIELDS, PHOTOS) if name in fields]
    return known + [f"extra/{path}" for path in paths]


def csv(issues: Sequence[Issue]) -> bytes:
    """A table with Chinese headers, UTF-8 with a mark (BOM) and line ends, as Excel and WPS open it.

    Columns are all that `columns` gives. Texts are guarded against
    formulas; dates are ISO 8601, lists joined by 、, objects JSON: `intake.own` reads them back.
    """
    names = columns(issues)
    out = io.StringIO()
    writer = tables.writer(out, lineterminator="\r\n")
    writer.writerow([guard(_header(name)) for name in names])
    for issue in issues:
        shown = models.public(issue)
        writer.writerow([guard(_text(name, shown)) for name in names])
    return out.getvalue().encode("utf-8-sig")


def _plain(word: str) -> bool:
    """Whether a word of a list can stand between separators."""
    return bool(word) and SEPARATOR not in word and not word.startswith("[")


def _header(name: str) -> str:
    if name.startswith("extra/"):
        return EXTRA + name.removeprefix("extra/")
    return PHOTOS_LABEL if name == PHOTOS else models.FIELDS[name].label


def _text(name: str, shown: Mapping[str, Any]) -> str:
    """One cell; what is kept as a code is written as its label, as clerks know it."""
    if name.startswith("extra/"):
        value = shown.get("extra", {}).get(name.removeprefix("extra/"))
    else:
        value = shown.get(name)
    match value:
        case None:
            return ""
        case bool():
            return YES if value else NO
        case str() if name in ("status", "status_before"):
            return models.Status(value).label
        case str() if name == "due_precision":
            return PRECISIONS.get(value, value)
        case list() if all(isinstance(item, str) and _plain(item) for item in value):
            return SEPARATOR.join(value)
        case list() | dict():
            return models.dumps(value)
        case _:
            return str(value)
