"""Text tables: csv, tsv and what hotline platforms export under other names."""

import csv
import io
import re
from itertools import islice
from typing import Final

from ledger.errors import BadData
from ledger.intake.grid import Grid
from ledger.sheets.collect import Collector, too_large
from ledger.sheets.dump import unguard
from ledger.sheets.encoding import decode
from ledger.sheets.values import clean

_DELIMITERS: Final = ",\t;|"
_GUARD: Final = re.compile(r'="(.*)"', re.DOTALL)
_NUMBER_AS_TEXT: Final = re.compile(r"'\d[^']*")
_STRANGE: Final = 0.05
_LINES: Final = 50
_ODD: Final = re.compile("[\x01-\x08\x0e-\x1f\ufffd]")


def read_text(data: bytes, name: str) -> tuple[Grid, list[str]]:
    """The one sheet of a text table, every cell a text as it stands, and what is to be said about it.

    The guards of export programs are taken off: ="0139", trailing tabs, the ' before = + - @.
    Raises BadData when the bytes are no text.
    """
    text, unreadable = decode(data)
    if len(_ODD.findall(text)) + text.count("\0") > max(8, len(text) * _STRANGE):
        raise BadData("这不是表格文件，也不是文本", "选择 xlsx、xls 或 csv 格式的台账再导入")
    notes = [f"有 {unreadable} 处文字无法识别，显示为“\ufffd”"] if unreadable else []
    return _table(text.replace("\0", ""), name), notes


def _table(text: str, name: str) -> Grid:
    sheet = Collector(name)
    text, delimiter = _delimiter(text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row, cells in enumerate(rows, 1):
            for column, cell in enumerate(cells, 1):
                if cell:
                    sheet.put(row, column, clean(unguarded(cell)))
    except csv.Error as error:
        raise too_large("有单元格长得不正常，可能缺了一个引号") from error
    return sheet.grid()


def unguarded(cell: str) -> str:
    r"""The cell without what export programs put around it so that Excel would not change it.

    >>> unguarded('="0139"'), unguarded("'=1+1"), unguarded("20230101\t"), unguarded("'0139")
    ('0139', '=1+1', '20230101', '0139')
    """
    cell = cell.rstrip("\t")
    if guard := _GUARD.fullmatch(cell):
        return guard[1].replace('""', '"')
    return cell[1:] if _NUMBER_AS_TEXT.fullmatch(cell) else unguard(cell)


def _delimiter(text: str) -> tuple[str, str]:
    """The text without a first line sep=…, and the character that parts its cells."""
    if said := re.match(r"sep=([,\t;|])(?:\r\n|\r|\n)", text, re.IGNORECASE):
        return text[said.end() :], said[1]
    return text, max(_DELIMITERS, key=lambda mark: _regularity(text, mark))


def _regularity(text: str, mark: str) -> tuple[int, int]:
    """How many of the first rows have the same number of cells, more than one; and how many cells."""
    rows = csv.reader(io.StringIO(text[: 64 << 10], newline=""), delimiter=mark)
    try:
        widths = [len(row) for row in islice(rows, _LINES)]
    except csv.Error:
        return 0, 0
    several = [width for width in widths if width > 1]
    commonest = max(several, key=several.count, default=0)
    return several.count(commonest), commonest
