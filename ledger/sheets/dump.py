"""Issues as plain files for other programs and to be read again: JSON lines and CSV."""

import csv as tables
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from ledger import models
from ledger.errors import BadData
from ledger.models import Issue, Kind

PHOTOS: Final = "photos"
PHOTOS_LABEL: Final = "照片"
YES, NO = "是", "否"
BY_HEADER: Final = {PHOTOS_LABEL: PHOTOS} | {f.label: f.name for f in models.FIELDS.values()}
EXTRA: Final = f"{models.FIELDS['extra'].label}/"
SEPARATOR: Final = "、"
RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
HARMLESS: Final = re.compile(r"[+-]?\d[\d ().-]*")


def guard(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula; numbers and phones stay as they are.

    >>> guard("=1+1"), guard("-5"), guard("+86 139"), guard("'=1"), guard("'好'")
    ("'=1+1", '-5', '+86 139', "''=1", "'好'")
    """
    return f"'{text}" if _risky(text.lstrip("'")) else text


def unguard(text: str) -> str:
    """The reverse of `guard`, for every text that `guard` can have made.

    >>> unguard("'=1+1"), unguard("''=1"), unguard("'好'"), unguard("-5")
    ('=1+1', "'=1", "'好'", '-5')
    """
    return text[1:] if text.startswith("'") and _risky(text.lstrip("'")) else text


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
        fields |= shown.keys()
    known = [name for name in (*models.FIELDS, PHOTOS) if name in fields]
    return known + [f"extra/{path}" for path in paths]


def csv(issues: Sequence[Issue], chosen: Sequence[str] | None = None) -> bytes:
    """A table with Chinese headers, UTF-8 with a mark (BOM) and line ends, as Excel and WPS open it.

    Columns are `chosen` names as `columns` gives them, else all of them. Texts are guarded against
    formulas; dates are ISO 8601, lists joined by 、, objects JSON: `parse` reads them back.
    """
    names = columns(issues) if chosen is None else list(chosen)
    out = io.StringIO()
    writer = tables.writer(out, lineterminator="\r\n")
    writer.writerow([guard(_header(name)) for name in names])
    for issue in issues:
        shown = models.public(issue)
        writer.writerow([guard(_text(name, shown)) for name in names])
    return out.getvalue().encode("utf-8-sig")


def parse(data: bytes) -> list[dict[str, Any]]:
    """The issues of a table that `csv` wrote, as `models.public` told them.

    Values of extra columns come back as texts. Raises BadData when a column is not one of ours.
    """
    rows = tables.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    names = [_name(unguard(header)) for header in next(rows, [])]
    return [_issue(dict(zip(names, map(unguard, row), strict=True))) for row in rows]


def _issue(cells: Mapping[str, str]) -> dict[str, Any]:
    told = {name: _value(name, text) for name, text in cells.items() if text}
    extra = {k.removeprefix("extra/"): told.pop(k) for k in list(told) if k.startswith("extra/")}
    return told | ({"extra": extra} if extra else {})


def _name(header: str) -> str:
    """The name of the column that a header of ours stands for."""
    if header.startswith(EXTRA):
        return "extra/" + header.removeprefix(EXTRA)
    if header not in BY_HEADER:
        raise BadData(
            f"不是本程序导出的表格：没有“{header}”这一列", "普通表格请用 ledger import 导入"
        )
    return BY_HEADER[header]


def _value(name: str, text: str) -> Any:
    """The value that `_text` wrote."""
    if name.startswith("extra/"):
        return text
    match Kind.OBJECT if name == PHOTOS else models.FIELDS[name].kind:
        case Kind.FLAG:
            return text == YES
        case Kind.STATUS:
            return str(next(status for status in models.Status if status.label == text))
        case Kind.COUNT:
            return int(text)
        case Kind.MONEY:
            return float(text)
        case Kind.WORDS if not text.startswith("["):
            return text.split(SEPARATOR)
        case Kind.WORDS | Kind.OBJECT:
            return json.loads(text)
        case _:
            return text


def _plain(word: str) -> bool:
    """Whether a word of a list can stand between separators."""
    return bool(word) and SEPARATOR not in word and not word.startswith("[")


def _header(name: str) -> str:
    if name.startswith("extra/"):
        return EXTRA + name.removeprefix("extra/")
    return PHOTOS_LABEL if name == PHOTOS else models.FIELDS[name].label


def _text(name: str, shown: Mapping[str, Any]) -> str:
    """One cell; a status is written as its label, as clerks know it."""
    if name.startswith("extra/"):
        value = shown.get("extra", {}).get(name.removeprefix("extra/"))
    else:
        value = shown.get(name)
    match value:
        case None:
            return ""
        case bool():
            return YES if value else NO
        case str() if name == "status":
            return models.Status(value).label
        case list() if all(isinstance(item, str) and _plain(item) for item in value):
            return SEPARATOR.join(value)
        case list() | dict():
            return models.dumps(value)
        case _:
            return str(value)
