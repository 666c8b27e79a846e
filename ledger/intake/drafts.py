"""What the intake hands on: how a sheet is laid out, the issues drafted from it, what was doubtful."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final, NamedTuple

from ledger.intake.grid import NOTHING, Blocks

SECTION_COLUMN: Final = "分组"
"""Under which an issue keeps, beside the extra columns, the sections of the sheet that it lies in."""


class How(StrEnum):
    """Why a column went to its field, shown to the clerk as 把握."""

    EXACT = "精确"
    SYNONYM = "同义"
    STEM = "词尾"
    CONTENT = "推断"
    REMEMBERED = "记忆"
    ALIKE = "同表"
    GIVEN = "指定"
    EXTRA = "附加列"
    IGNORED = "略过"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a sheet and the field of an issue that it fills.

    `path` is the header path, levels joined by "/". `fields` names the fields that the cell fills: one as a
    rule, several for a joint cell (单位+人+电话), none when the column goes to `extra` under its path
    (How.EXTRA) or holds nothing to keep (How.IGNORED: 序号). `confidence` is between 0 and 1.
    """

    index: int
    path: str
    fields: tuple[str, ...]
    how: How
    sample: str = ""
    confidence: float = 1.0


class Role(StrEnum):
    """What a sheet is for; only a LEDGER yields drafts. The text is shown to the clerk."""

    LEDGER = "台账"
    STATISTICS = "统计表"
    HIDDEN = "隐藏工作表"
    EMPTY = "空表"
    OTHER = "不是台账"


class PhotoRef(NamedTuple):
    """A picture of a row: its stage (before, during, after, evidence), its key in `Reading.media`, name and cell."""

    stage: str
    key: str
    name: str
    cell: str


class Joined(NamedTuple):
    """How many rows of a sheet tell of issues of the sheet `into`, known by the numbers in one of its columns.

    The sheet that tells these issues in full is joined into itself.
    """

    into: str
    column: Column
    rows: int


class Layout(NamedTuple):
    """How one sheet is laid out: the form (表样) that an export fills again.

    Rows are 1-based and inclusive. `groups` are rows inside the data that are no issues, with their kind:
    "section" (一、…), "subtotal" (小计), "blank", "repeat" (header or title repeated), "part" (goes on with the
    issue above), "sample" (示例, 填写要求), "note" (说明, the foot of a page). `meta` holds what the heading
    says: keys such as 填报单位, 截至, 填报时间, 年. `photos` are the columns of pictures, by stage. Where every issue
    takes several rows, `folded` tells which, and rows and columns are those of the folded grid. `stateless` is a
    table of which no column tells how far the work is. `colours` tells how many rows have one that nothing explains.
    A table without a header has one that ends in the row before it begins. `joined` tells with which sheet's issues its rows go on, `years` in which ones days were taken to lie that are
    written without one where nothing else tells it.
    """

    sheet: str
    role: Role
    title: str = ""
    header: tuple[int, int] = (0, 0)
    data: tuple[int, int] = (0, 0)
    footer: tuple[int, int] = (0, 0)
    columns: tuple[Column, ...] = ()
    groups: Mapping[int, str] = NOTHING
    meta: Mapping[str, str] = NOTHING
    photos: Mapping[str, int] = NOTHING
    hidden_rows: int = 0
    colours: Mapping[str, int] = NOTHING
    pictures: int = 0
    pictures_left: int = 0
    confidence: float = 0.0
    fingerprint: str = ""
    folded: Blocks | None = None
    stateless: bool = False
    joined: Joined | None = None
    years: tuple[int, ...] = ()
    why: str = ""

    @property
    def filled(self) -> frozenset[str]:
        """The fields that its columns fill."""
        return frozenset(name for column in self.columns for name in column.fields)

    @property
    def headless(self) -> bool:
        """Whether no row names its columns: it is no form that could be known again or filled."""
        return self.header[1] < self.header[0]


class Problem(NamedTuple):
    """A cell that could not be taken as it stands.

    `fatal` problems keep the row out of the ledger; the others kept the text, marked it and say so. A `guess` is at
    the state, for want of a word on it.
    """

    sheet: str
    cell: str
    label: str
    text: str
    reason: str
    fatal: bool = False
    guess: bool = False

    @property
    def row(self) -> int:
        """The row of its cell, as the clerk's spreadsheet shows it."""
        return int("".join(c for c in self.cell if c.isdigit()))

    def __str__(self) -> str:
        where = f"第 {self.row} 行“{self.label}”（{self.cell}）"
        return f"{where}：“{self.text}”{self.reason}" if self.text else f"{where}：{self.reason}"


class Draft(NamedTuple):
    """One issue as a row tells it: values typed as in `models.Issue`, and where they stood.

    `values` never holds None, "" or empty tuples; `extra` (a dict of header path to value) and `origin`
    (file, sheet, row) are among them. `due_text` is set only when the cell was not a plain full date.
    `errors` are this row's fatal problems: a draft with errors is counted and listed, not written. The status
    is `supposed` when no word of the row tells it, `coloured` when its colour does. Where several sheets tell of the
    issue, `parts` are what each of them says by itself, that of its own row first.
    """

    values: Mapping[str, Any]
    sheet: str
    row: int
    errors: tuple[Problem, ...] = ()
    photos: tuple[PhotoRef, ...] = ()
    supposed: bool = False
    coloured: bool = False
    parts: "tuple[Draft, ...]" = ()

    @property
    def rows(self) -> "tuple[Draft, ...]":
        """What stands in the rows of the issue: itself, where no other sheet tells of it."""
        return self.parts or (self,)


class Page(NamedTuple):
    """What one table of a sheet gave."""

    layout: Layout
    drafts: tuple[Draft, ...] = ()
    problems: tuple[Problem, ...] = ()


class Reading(NamedTuple):
    """All that a file says: every sheet's layout, one draft for each row read, everything doubtful.

    `media` holds the bytes of the pictures, as in `grid.Book`.
    """

    file: str
    layouts: Sequence[Layout]
    drafts: Sequence[Draft]
    problems: Sequence[Problem] = ()
    media: Mapping[str, bytes] = NOTHING

    @property
    def beside(self) -> bool:
        """Whether two tables share the rows of a sheet: none of them can grow, nor can a row be told by its number."""
        tables = sorted(
            (table.sheet, table.header[0], max(table.header[1], table.data[1]))
            for table in self.layouts
            if table.header[1]
        )
        return any(a[0] == b[0] and b[1] <= a[2] for a, b in pairwise(tables))
