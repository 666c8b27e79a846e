"""What a list of units or a register of estates means: its rows as entries of the directory, read as ledgers are."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from ledger import matching
from ledger.directory import KINDS, Entry, kind_of, together
from ledger.intake import body as bodies
from ledger.intake import cells, search
from ledger.intake.body import Body
from ledger.intake.grammar import Grammar
from ledger.intake.grid import Book, Grid
from ledger.intake.header import Band, completed
from ledger.intake.mapping import paths
from ledger.intake.sheet import Sheet, view
from ledger.intake.text import bare, key
from ledger.intake.vocabulary import Meaning, Vocabulary
from ledger.models import Field, Kind

SECTION: Final = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[、.．)）]\s*")
NOBODY: Final = re.compile("无|没有|弃管")
NO_GRAMMAR: Final = Grammar(ends={}, asked={}, starts={}, marks={})
JOINED: Final = ("duty", "person", "phone")
"""What several rows of one unit may tell, each its own."""


class Listed(NamedTuple):
    """An entry with the rows that tell it, as a clerk finds them: “名录”第 3 行."""

    entry: Entry
    place: str


class Entries(NamedTuple):
    """What a book lists: entries by name, what each column was taken for, why rows and sheets were left out."""

    listed: Sequence[Listed]
    columns: Sequence[tuple[str, str]]
    faults: Sequence[str]
    aside: Sequence[str]


def words_of(vocabulary: Vocabulary, headers: Mapping[str, Sequence[str]]) -> Vocabulary:
    """The vocabulary with the headings of a list in the place of those of ledgers."""
    ignored = {text: told for text, told in vocabulary.headers.items() if told.kind == "ignored"}
    named = {
        key(text): Meaning(name, "field", None, rank)
        for name, texts in headers.items()
        for rank, text in enumerate(texts)
    }
    return replace(vocabulary, headers=ignored | named, stems={}, grammar=NO_GRAMMAR, named={})


def read(
    book: Book, parts: Mapping[str, Field], words: Vocabulary, streets: frozenset[str]
) -> Entries:
    """Reads every visible sheet; rows that tell of one unit become one entry. Never raises on what stands in it."""
    found: dict[str, Listed] = {}
    columns: dict[str, str] = {}
    faults: list[str] = []
    aside: list[str] = []
    for grid in book.sheets:
        page = None if grid.hidden else _page(grid, parts, words, streets)
        if page is None:
            aside.append(f"“{grid.name}”{'已隐藏' if grid.hidden else '没有看得懂的表头'}")
            continue
        columns |= page.columns
        for row in page.rows():
            if isinstance(row, str):
                faults.append(row)
            else:
                name = matching.place(row.entry.name)
                found[name] = _joined(found[name], row) if name in found else row
    return Entries(list(found.values()), list(columns.items()), faults, aside)


def _joined(before: Listed, after: Listed) -> Listed:
    """Two rows of one: what each tells stands side by side."""
    told: dict[str, Any] = {}
    for name in JOINED:
        values = [getattr(one.entry, name) for one in (before, after)]
        told[name] = "、".join(dict.fromkeys(value for value in values if value)) or None
    both = together(before.entry, after.entry)._replace(**told)
    return Listed(both, f"{before.place}、{after.place}")


@dataclass(frozen=True, kw_only=True)
class Page:
    """One table that lists units or estates. `fields` tells which column fills what; the others are kept by their path."""

    parts: Mapping[str, Field]
    sheet: Sheet
    body: Body
    fields: Mapping[int, str]
    paths: Mapping[int, str]
    street: str
    streets: frozenset[str]
    empty: frozenset[str]

    @property
    def columns(self) -> dict[str, str]:
        """Each heading with the label of what it fills, "" for what is kept as it is."""
        labels = self.parts
        return {
            self.paths[c]: labels[name].label if name else "" for c, name in self.fields.items()
        }

    def rows(self) -> Iterator[Listed | str]:
        """The entry of each row, or why there is none."""
        for row in self.body.rows:
            place = f"“{self.sheet.grid.name}”第 {row} 行"
            values = self._values(row)
            if "name" in values:
                yield Listed(Entry(**values), place)
            else:
                yield f"{place}：没有{self.parts['name'].label}名称"

    def _values(self, row: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        extra: dict[str, str] = {}
        for column, name in self.fields.items():
            text = self.sheet.cell(self.body.source(row, column), column)[1]
            if not text or text.lower() in self.empty:
                continue
            if not name or (name == "company" and NOBODY.match(text)):
                extra[self.paths[column]] = text
            elif self.parts[name].kind is Kind.WORDS:
                values[name] = cells.several(text)
            else:
                values[name] = " ".join(text.split())
        if extra:
            values["extra"] = extra
        return self._placed(values, self.body.sections.get(row, ()))

    def _placed(self, values: dict[str, Any], sections: Sequence[str]) -> dict[str, Any]:
        """The values, with the street that a section or the name of the sheet tells, and the kind of a unit."""
        told = (street(s.lstrip("一二三四五六七八九十、.（）() "), self.streets) for s in sections)
        where = next(filter(None, told), self.street)
        if "subdistrict" in self.parts and where:
            values.setdefault("subdistrict", where)
        if "kind" in self.parts and "name" in values:
            told = values.get("kind", "")
            known = next((kind for kind in KINDS if kind in told), None)
            if told and known is None:
                values.setdefault("extra", {})[self.parts["kind"].label] = told
            values["kind"] = known or kind_of(values["name"])
        return values


def _page(
    grid: Grid, parts: Mapping[str, Field], words: Vocabulary, streets: frozenset[str]
) -> Page | None:
    """The table of a sheet; None when no column names units or estates."""
    sheet = view(grid)
    band = search.find(sheet, words) if sheet.filled else None
    fields = _fields(band, words) if band else {}
    if band is None or "name" not in fields.values():
        return None
    body = bodies.read(sheet, band, words)
    band = completed(band, sheet, body.rows)
    ignored = [c for c, texts in band.levels.items() if _kind(texts, words) == "ignored"]
    fields = {c: fields.get(c, "") for c in band.levels if c not in ignored}
    return Page(
        parts=parts,
        sheet=sheet,
        body=body,
        fields=fields,
        paths=MappingProxyType(paths(band)),
        street=street(grid.name, streets),
        streets=streets,
        empty=words.empty,
    )


def street(text: str, streets: frozenset[str]) -> str:
    """The street of the district that a text names as a whole, "" if none."""
    place = matching.place(text)
    return next((name for name in streets if matching.place(name) == place), "")


def _meaning(texts: tuple[str, ...], words: Vocabulary) -> Meaning | None:
    """What a heading fills: known word for word, with or without what stands in brackets."""
    forms = ("".join(texts[-2:]), texts[-1])
    short = (shape(text) for text in forms for shape in (key, bare))
    return next((words.headers[text] for text in short if text in words.headers), None)


def _kind(texts: tuple[str, ...], words: Vocabulary) -> str:
    meaning = _meaning(texts, words)
    return meaning.kind if meaning else ""


def _fields(band: Band, words: Vocabulary) -> dict[int, str]:
    """Which column fills what: of two for one the better-named, then the first."""
    claims = sorted(
        (meaning.rank, column, meaning.name)
        for column, texts in band.levels.items()
        if (meaning := _meaning(texts, words)) and meaning.kind == "field"
    )
    won: dict[str, int] = {}
    for _, column, name in claims:
        won.setdefault(name, column)
    return {column: name for name, column in won.items()}
