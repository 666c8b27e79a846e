"""A sheet while it is read: cells gathered into a grid, within limits that bound time and memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from ledger.errors import BadData
from ledger.intake.grid import Grid, Merge, Picture, Tint, Value, address
from ledger.sheets.places import Sizes
from ledger.sheets.values import EPOCH, Format, integral, shaped, shown

MAX_BYTES: Final = 64 << 20
MAX_CELLS: Final = 5_000_000
MAX_ROWS: Final = 1_048_576
LAST_COLUMN: Final = 16_384
MAX_DESCRIBED: Final = 1_000_000
MAX_TEXT: Final = 32_767
MAX_MERGES: Final = 100_000
MAX_MERGED_CELLS: Final = 2_000_000
MAX_COLOURED: Final = 500_000

_SPLIT: Final = "只留下要导入的部分，另存为一个新文件"
_AGAIN: Final = "用 WPS 或 Excel 打开，能打开就另存为 xlsx；打不开就向发送人重新索要"


def too_large(what: str) -> BadData:
    """The refusal of a file beyond the limits; `what` says which one."""
    return BadData(f"文件过大：{what}", _SPLIT)


class Damaged(BadData):
    """The content of a file is cut off or broken (损坏)."""

    def __init__(self, what: str = "") -> None:
        super().__init__(f"文件已损坏或不完整{what and f'：{what}'}", _AGAIN)


@dataclass
class Collector:
    """Gathers one sheet. Rows and columns are 1-based; blank texts are no values.

    `struck` are cells that are struck through as a whole, `crossed` the words of others that are.
    `placed` holds the marks of cells that may hold a picture; `sizes` are wanted where something is `drawn`.
    """

    name: str
    room: int = MAX_CELLS
    epoch: datetime = EPOCH
    rows: dict[int, dict[int, Value]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    struck: set[tuple[int, int]] = field(default_factory=set)
    crossed: dict[tuple[int, int], str] = field(default_factory=dict)
    colours: dict[int, dict[int, Tint]] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    placed: dict[tuple[int, int], str] = field(default_factory=dict)
    sizes: Sizes = field(default_factory=Sizes)
    drawn: bool = False
    described: int = 0
    coloured: int = 0

    def put(self, row: int, column: int, value: Value) -> None:
        """Keep a value. Raises BadData when a text or the file is beyond all measure."""
        if isinstance(value, str):
            if not value or value.isspace():
                return
            if len(value) > MAX_TEXT:
                where = f"工作表“{self.name}”的 {address(row, column)} 单元格"
                raise too_large(f"{where}超过 {MAX_TEXT} 个字")
        self.rows.setdefault(row, {})[column] = value
        self.spend(row, 1)

    def put_number(self, row: int, column: int, value: float, form: Format) -> None:
        """Keep a number under its format, with what was seen of it."""
        self.put(row, column, shaped(integral(value), form, self.epoch))
        if (text := shown(value, form)) is not None:
            self.texts[row, column] = text

    def strike(self, row: int, column: int, words: str | None) -> None:
        """Keep what is struck through in a cell: some words, all of it (""), nothing (None)."""
        if words:
            self.crossed[row, column] = words[:MAX_TEXT]
        elif words is not None:
            self.struck.add((row, column))

    def tint(self, row: int, tints: Mapping[int, Tint]) -> None:
        """Keep the colours of some cells of a row."""
        if self.coloured < MAX_COLOURED:
            self.coloured += len(tints)
            self.colours.setdefault(row, {}).update(tints)

    def spend(self, row: int, cells: int) -> None:
        """Count the cells of a row against what is left for the whole file."""
        if row > MAX_ROWS:
            raise too_large(f"工作表“{self.name}”超过 {MAX_ROWS} 行")
        self.room -= cells
        if self.room < 0:
            raise too_large(f"有内容的单元格超过 {MAX_CELLS // 10_000} 万个")

    def columns(self, first: int, last: int) -> range:
        """The columns of a description, counted: a hostile file describes all of them again and again."""
        found = range(first, min(last, LAST_COLUMN) + 1)
        self.described += len(found)
        if self.described > MAX_DESCRIBED:
            raise too_large(f"工作表“{self.name}”的列设置重复得不正常")
        return found

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Keep a merged area; one that covers half of a sheet is nobody's wish and is left out."""
        if not 1 <= (bottom - top + 1) * (right - left + 1) <= MAX_MERGED_CELLS:
            return
        if len(self.merges) >= MAX_MERGES:
            raise too_large(f"工作表“{self.name}”的合并单元格超过 {MAX_MERGES // 10_000} 万处")
        if (top, left) != (bottom, right):
            self.merges.append(Merge(top, left, bottom, right))

    def _marks(self) -> dict[int, dict[int, Tint]]:
        """The colours of rows that hold something; where nearly everything has one, they mark nothing."""
        found = self.colours if self.coloured < MAX_COLOURED else {}
        return {row: tints for row, tints in found.items() if self.rows.get(row)}

    def grid(self) -> Grid:
        """The sheet as read. Hidden rows count only where they hold something."""
        return Grid(
            name=self.name,
            rows={row: cells for row, cells in self.rows.items() if cells},
            merges=tuple(self.merges),
            hidden=self.hidden,
            hidden_rows=frozenset(self.hidden_rows & self.rows.keys()),
            hidden_columns=frozenset(self.hidden_columns),
            formulas=self.formulas,
            texts=self.texts,
            comments=self.comments,
            struck=frozenset(self.struck - self.crossed.keys()),
            crossed=self.crossed,
            colours=self._marks(),
            pictures=tuple(self.pictures),
        )
