"""What the terminal shows: cleaned text, columns that line up, tables and cards; the only rich."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from rich.status import Status

GAP: Final = 2
RICH_ROWS: Final = 100  # a rich table costs 0.3 ms a row: it is for what a person reads
NOT_FIRST: Final = frozenset("，。、；：？！）》】〕」』”’％…—·,.;:?!)]}%")
NOT_LAST: Final = frozenset("（《【〔「『“‘([{")
URGENT: Final = (
    ("超期?[0-9]*天?|不满意|验收不通过", "bold red"),
    ("今日到期|剩[0-3]天|临期", "yellow"),
    ("已销号", "green"),
)
# One cell in some terminals, two in Chinese consoles: inside a table neither would line up.
AMBIGUOUS: Final = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "—": "-", "–": "-", "·": ".", "→": "->"}
    | {"×": "x", "●": "*", "℃": "C", "─": "-", "│": "|", "★": "*", "√": "v", "■": "#"}
)


class _Widths(dict[str, int]):
    """Cells that a character takes, remembered; of ambiguous ones the larger figure."""

    def __missing__(self, char: str) -> int:
        if unicodedata.category(char) in ("Mn", "Me"):
            cells = 0
        else:
            cells = 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        self[char] = cells
        return cells


_WIDTHS: Final = _Widths()


def measure(text: str) -> int:
    """How many cells a text takes at most.

    >>> measure("12号楼")
    6
    """
    return len(text) if text.isascii() else sum(map(_WIDTHS.__getitem__, text))


def clean(text: str) -> str:
    r"""A text that does nothing to a terminal but show itself, in one line.

    Line ends become ⏎, tabs blanks; whatever controls the screen or hides is shown as a code.

    >>> print(clean("漏水\n\x1b[31m"))
    漏水⏎\x1b[31m
    """
    return text if text.isprintable() else "".join(map(_shown, text.replace("\r\n", "\n")))


def _shown(char: str) -> str:
    if char == "\n":
        return "⏎"
    if char == "\t":
        return " "
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return char.encode("unicode_escape").decode("ascii")
    return char


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells; numbers stay whole, punctuation where it belongs.

    >>> wrap("更换增压泵2401，恢复供水", 14)
    ['更换增压泵', '2401，恢复供水']
    """
    lines = []
    while measure(text) > width:
        cut = _cut(text, width)
        lines.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    if text or not lines:
        lines.append(text)
    return lines


def _cut(text: str, width: int) -> int:
    """Where a line may end: at most `width` cells, at least one character."""
    room, cut = width, 0
    while cut < len(text) and _WIDTHS[text[cut]] <= room:
        room -= _WIDTHS[text[cut]]
        cut += 1
    cut = max(cut, 1)
    start = cut
    while start and _joined(text[start - 1], text[start]):
        start -= 1
    cut = start or cut
    for back in range(cut, max(cut - 5, 0), -1):
        left, right = text[back - 1], text[back]
        if right not in NOT_FIRST and left not in NOT_LAST and not _joined(left, right):
            return back
    return cut


def _joined(left: str, right: str) -> bool:
    """Whether two neighbours belong to one number or one English word."""
    return (left + right).isascii() and left.isalnum() and right.isalnum()


class Column(NamedTuple):
    """A column of a table: the smaller its rank, the later it is given up.

    Its texts wrap between `least` and `most` cells; it never takes more than they need. One that is `whole` (numbers,
    days) never wraps.
    """

    title: str
    rank: int
    least: int
    most: int
    right: bool = False
    whole: bool = False


class Page(NamedTuple):
    """A drawn table, and the titles of the columns for which the terminal is too narrow."""

    text: str
    hidden: tuple[str, ...]


def fit(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> dict[int, int]:
    """The cells given to each column that finds room, by its place; in order of the table.

    Columns are taken by rank until one does not fit; what is left goes, cell by cell, to the
    column that needs most.
    """
    needs = [
        min(max(measure(cell) for cell in (column.title, *(row[i] for row in rows))), column.most)
        for i, column in enumerate(columns)
    ]
    room = width + GAP
    given: dict[int, int] = {}
    for i in sorted(range(len(columns)), key=lambda i: columns[i].rank):
        least = min(needs[i], max(columns[i].least, measure(columns[i].title)))
        least = needs[i] if columns[i].whole else least
        if given and least + GAP > room:
            break
        given[i] = min(least, width)
        room -= given[i] + GAP
    while room > 0 and any(needs[i] > cells for i, cells in given.items()):
        hungry = max(given, key=lambda i: needs[i] - given[i])
        given[hungry] += 1
        room -= 1
    return dict(sorted(given.items()))


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int, *, color: bool = False
) -> Page:
    """The rows as aligned text, no line wider than `width`; with colour (a page of them) by rich."""
    cells = [[clean(cell).translate(AMBIGUOUS) for cell in row] for row in rows]
    given = fit(columns, cells, width)
    shown = [columns[i] for i in given]
    widths = list(given.values())
    wrapped = [[wrap(row[i], cell_width) for i, cell_width in given.items()] for row in cells]
    head = _lines([[column.title] for column in shown], shown, widths)
    rule = "-" * (sum(widths) + GAP * (len(widths) - 1))
    if color and len(rows) <= RICH_ROWS:
        text = _painted([*head, rule], wrapped, shown, widths)
    else:
        body = [line for row in wrapped for line in _lines(row, shown, widths)]
        text = "\n".join([*head, rule, *body])
    hidden = tuple(column.title for i, column in enumerate(columns) if i not in given)
    return Page(text, hidden)


def _lines(row: list[list[str]], shown: list[Column], widths: list[int]) -> list[str]:
    """One row of wrapped cells as lines of text, without blanks at their ends."""
    height = max(len(cell) for cell in row)
    lines = []
    for level in range(height):
        parts = []
        for cell, column, cells in zip(row, shown, widths, strict=True):
            parts.append(_aligned(cell[level] if level < len(cell) else "", column, cells))
        lines.append((" " * GAP).join(parts).rstrip())
    return lines


def _aligned(text: str, column: Column, cells: int) -> str:
    blank = " " * (cells - measure(text))
    return blank + text if column.right else text + blank


def _painted(
    head: list[str], rows: list[list[list[str]]], shown: list[Column], widths: list[int]
) -> str:
    """The same table drawn by rich, urgent words in colour."""
    from io import StringIO

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(
        box=None, show_header=False, pad_edge=False, padding=(0, GAP, 0, 0), collapse_padding=False
    )
    for cells in widths:
        drawn.add_column(width=cells, no_wrap=True, overflow="ignore")
    for row in rows:
        aligned = [
            "\n".join(_aligned(line, column, cells) for line in cell)
            for cell, column, cells in zip(row, shown, widths, strict=True)
        ]
        drawn.add_row(*(Text(text, style=tone(text.strip())) for text in aligned))
    out = StringIO()
    console = Console(
        file=out, force_terminal=True, width=sum(widths) + GAP * len(widths), markup=False,
        emoji=False, highlight=False, color_system="standard",
    )  # fmt: skip
    console.print(Text("\n".join(head), style="bold"), soft_wrap=True)
    console.print(drawn)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def tone(text: str) -> str:
    """The colour of a cell that is one urgent word; colour only repeats what the word says."""
    return next((style for pattern, style in URGENT if re.fullmatch(pattern, text)), "")


def tsv(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows for other programs: whole texts between tabs, one row a line; no titles, no first line."""
    lines = ["\t".join(map(clean, row)) for row in rows]
    return "\n".join(["\t".join(titles), *lines] if titles else lines)


def card(pairs: Sequence[tuple[str, str]], width: int) -> str:
    """Labels with their texts, two short ones side by side; unknown (empty) ones are left out.

    >>> print(card([("小区", "金都府邸二期"), ("来源", "12345"), ("问题", "漏水")], 60))
      小区  金都府邸二期           来源  12345
      问题  漏水
    """
    entries = [(label, text) for label, text in pairs if text]
    label_width = max((measure(label) for label, _ in entries), default=0)
    half = (width - GAP) // 2
    lines: list[str] = []
    waiting = ""
    for label, text in entries:
        start = f"{'':{GAP}}{label}{'':{label_width - measure(label) + GAP}}"
        block = _hanging(start, text, width)
        if waiting and len(block) == 1 and measure(block[0]) <= width - half:
            lines[-1] = f"{waiting}{'':{half - measure(waiting)}}{block[0]}"
            waiting = ""
            continue
        lines += block
        waiting = block[0] if len(block) == 1 and measure(block[0]) < half else ""
    return "\n".join(lines)


def _hanging(start: str, text: str, width: int) -> list[str]:
    """A text behind its label; further lines begin below the first character of the text."""
    indent = measure(start)
    parts = [line for part in text.splitlines() for line in wrap(clean(part), width - indent)]
    return [start + parts[0], *(" " * indent + part for part in parts[1:])]


def spinner(text: str) -> "Status":
    """A line on stderr that moves, for work that lasts; to be started, updated and stopped."""
    from rich.console import Console
    from rich.status import Status
    from rich.text import Text

    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    return Status(Text(clean(text)), console=console, spinner="line")
