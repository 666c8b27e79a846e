"""A cell fills the fields of its column: typed, with what it says beyond them kept and what is doubtful told."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from ledger import dates
from ledger.intake import cells, states
from ledger.intake.context import Context
from ledger.intake.drafts import Problem
from ledger.intake.grid import Grid, Value
from ledger.intake.heading import Heading, street
from ledger.intake.mapping import Mapped
from ledger.intake.sections import Period
from ledger.intake.text import PICTURE, clean
from ledger.intake.vocabulary import Vocabulary
from ledger.models import FIELDS, Kind

WORDS: Final = ("description", "title")
COMMENT: Final = "（批注）"
CROSSED: Final = "（划去）"
LAST_DAY: Final = 31
SPOKEN_DAY: Final = re.compile(
    "[上这本]*(?:周|星期|礼拜)[一二三四五六日天]|大?前[天日]|[昨今当次][天日]"
)
"""It is known only to whoever knows when it was written."""
YEARLESS: Final = "inferred-year"
STARTS: Final = ("assigned_on", "reported_on")

Cell = tuple[Value, str]


@dataclass
class Notes:
    """What comes out of one row while it is read; `yearless` once a day of it was read whose year nobody wrote."""

    values: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    state: Mapped | None = None
    hint: str | None = None
    reason: str = ""
    supposed: bool = False
    coloured: bool = False
    yearless: bool = False
    period: Period | None = None

    @property
    def start(self) -> date | None:
        """The day on which the issue began, as far as it is read."""
        return next((self.values[name] for name in STARTS if name in self.values), None)


BY_FIELD: Final = {
    "due_on": "_due",
    "city_due_on": "_city_due",
    "status": "_status",
    "source_no": "_source_no",
    "subdistrict": "_street",
    "lead_unit": "_unit",
    "cc_units": "_copied",
}
BY_KIND: Final = {Kind.DATE: "_day", Kind.MONEY: "_money", Kind.WORDS: "_several"}
"""The methods of `Fills` for fields that are more than a text, and for kinds."""
Way = Callable[[int, Mapped, Cell, Notes], bool]
"""How the cells of a column are read: row, column, cell, what comes out of it; False as `Fills.fill` says it."""


@dataclass(frozen=True, kw_only=True)
class Fills:
    """Reads the cells of one table of a sheet."""

    grid: Grid
    heading: Heading
    vocabulary: Vocabulary
    context: Context
    _bases: dict[tuple[date | None, Period | None], dates.Base] = field(
        default_factory=dict, init=False
    )
    years: set[int] = field(default_factory=set, init=False)
    """The years that days were taken to lie in whose year nobody wrote."""

    def fill(self, row: int, mapped: Mapped, cell: Cell, notes: Notes) -> bool:
        """Fills the fields of a column from a cell; False when the cell says more than they hold."""
        return self.way(mapped)(row, mapped, cell, notes)

    def plain(self, mapped: Mapped) -> bool:
        """Whether the texts of a column fill one field as they stand."""
        return bool(mapped.column.fields) and self.way(mapped) == self._text

    def way(self, mapped: Mapped) -> Way:
        """How a column is read."""
        name = mapped.column.fields[0]
        usual = BY_KIND.get(FIELDS[name].kind, "_text")
        way: Way = getattr(self, "_joint" if mapped.name == "joint" else BY_FIELD.get(name, usual))
        return way

    def _joint(self, _row: int, mapped: Mapped, cell: Cell, notes: Notes) -> bool:
        found = cells.people(cell[1], mapped.column.fields)
        notes.values |= found.values
        return found.whole

    def _status(self, _row: int, _mapped: Mapped, cell: Cell, notes: Notes) -> bool:
        notes.values["status_text"] = cell[1]
        return True

    def _several(self, _row: int, mapped: Mapped, cell: Cell, notes: Notes) -> bool:
        name, several = mapped.column.fields[0], cells.several(cell[1])
        if several:
            notes.values[name] = (*notes.values.get(name, ()), *several)
        return bool(several)

    def _source_no(self, row: int, mapped: Mapped, cell: Cell, notes: Notes) -> bool:
        if cells.broken_number(cell[0]):
            reason = "超过 15 位的数字可能已丢末尾几位，请核对"
            notes.problems.append(self.doubt(row, mapped, cell[1], reason))
        return self._text(row, mapped, cell, notes)

    def _street(self, row: int, mapped: Mapped, cell: Cell, notes: Notes) -> bool:
        text = cell[1]
        if parts := cells.area(text):
            notes.values = {**parts, **notes.values, "subdistrict": parts["subdistrict"]}
            return False
        place = street(text, self.context.streets)
        if place and place != text:  # 承旭街道办事处 is the office of 承旭街道
            notes.values["subdistrict"] = place
            return False
        return self._text(row, mapped, cell, notes)

    def _unit(self, row: int, mapped: Mapped, cell: Cell, notes: Notes) -> bool:
        if len(units := cells.units(cell[1])) > 1:
            notes.values["lead_unit"] = units[0]
            notes.values["co_units"] = (*units[1:], *notes.values.get("co_units", ()))
            return False
        return self._text(row, mapped, cell, notes)

    def _copied(self, row: int, mapped: Mapped, cell: Cell, notes: Notes) -> bool:
        """Who gets a copy; of streets it is the one where the estate lies, if nothing else tells it."""
        if place := street(cell[1], self.context.streets):
            notes.values.setdefault("subdistrict", place)
        return self._several(row, mapped, cell, notes)

    def _text(self, _row: int, mapped: Mapped, cell: Cell, notes: Notes) -> bool:
        notes.values[mapped.column.fields[0]] = cell[1]
        return True

    def _money(self, row: int, mapped: Mapped, cell: Cell, notes: Notes) -> bool:
        amount = cells.money(
            cell[0], ten_thousands="万" in mapped.path + self.heading.meta.get("单位", "")
        )
        if amount is None:
            notes.problems.append(
                self.doubt(row, mapped, cell[1], "不是金额，应像 1200 或 3.5万元")
            )
            return False
        notes.values["cost"] = amount
        return True

    def _base(self, start: date | None, period: Period | None = None) -> dates.Base:
        """What the dates of an issue that began on a day are read against; a period that rows are under beats the heading's."""
        if (start, period) not in self._bases:
            self._bases[start, period] = dates.Base(
                today=self.heading.day or self.context.today,
                start=start,
                year=period.year if period else self.heading.year,
                month=period.month if period else self.heading.month,
                season=self.heading.season and not period,
            )
        return self._bases[start, period]

    def _day(self, row: int, mapped: Mapped, cell: Cell, notes: Notes) -> bool:
        """A fact's day; a cell that tells the hour as well, no day at all, or one whose year is guessed keeps its text beside it."""
        value, text = cell
        name = mapped.column.fields[0]
        if cells.sure_day(value):
            notes.values[name] = value
            return True
        base = self._base(notes.start if name != STARTS[-1] else None, notes.period)
        if base.month and type(value) is int and 0 < value <= LAST_DAY:
            value = f"{value}日"  # of the month that the table or a row above names
        if not base.start and not self.heading.day and SPOKEN_DAY.fullmatch(text):
            reason = "看不出是哪一天，请写成年月日"
            notes.problems.append(self.doubt(row, mapped, text, reason))
            return False
        found = dates.read_day(value, base, beside=name in STARTS)
        notes.hint = notes.hint or found.status
        if day := self._fact(found, base, notes):
            notes.values[name] = day
        elif name == "done_on" and not notes.hint:
            notes.hint = states.word(text, self.vocabulary, unit=True)
        if found.note:
            notes.problems.append(self.doubt(row, mapped, text, found.note))
        guessed = notes.yearless and found.precision == YEARLESS
        return bool(day) and not (found.note or guessed or cells.clocked(value))

    def _fact(self, found: dates.Reading, base: dates.Base, notes: Notes) -> date | None:
        """The day that was read; where neither its cell nor the heading nor a sure day of the issue tells the year, the last such day."""
        told = base.year or self.heading.day or (base.start and not notes.yearless)
        if not found.on or found.precision != YEARLESS or told:
            return found.on
        day = dates.past(found.on, self.context.today)
        notes.yearless = True
        self.years.add(day.year)
        return day

    def day_of(self, section: str) -> date | None:
        """The day that a section is about as a whole: 11月6日（星期一）."""
        return dates.read_day(section, self._base(None)).on

    def day_for_all(self, name: str, text: str, notes: Notes) -> None:
        """Fills a day or a limit that the heading names for every row: 整改期限：6月10日前."""
        if name in notes.values:
            return
        if name == "due_on":
            found = cells.limit(text, self._base(None), self.context.calendar)
            told = {"due_on": found.on, "due_precision": found.precision, "due_text": text}
            notes.values |= told if found.on else {}
            return
        day = dates.read_day(text, self._base(None)).on
        if day and day <= self.context.today:
            notes.values[name] = day

    def strike(self, text: str, notes: Notes) -> None:
        """Notes the day in a text such as 9月26日销号, which may well lie after the day that the heading names."""
        base = dates.Base(today=self.context.today, start=notes.start, year=self.heading.year)
        found = dates.read_day(states.STRUCK.sub("", text), base)
        if day := self._fact(found, base, notes):
            notes.values["closed_on"] = day

    def marks(self, row: int, mapped: Mapped, text: str, notes: Notes) -> None:
        """What a cell carries beside its value: comments and words crossed out are kept, a problem struck through is doubtful."""
        place = (row, mapped.column.index)
        if comment := clean(self.grid.comments.get(place, "")):
            notes.extra[f"{mapped.path}{COMMENT}"] = comment
        if crossed := clean(self.grid.crossed.get(place, "")):
            notes.extra[f"{mapped.path}{CROSSED}"] = crossed
        if place in self.grid.struck and set(mapped.column.fields) & set(WORDS):
            notes.problems.append(self.doubt(row, mapped, text, "有删除线，可能已作废"))
        if place in self.grid.formulas and self.grid.rows.get(row, {}).get(place[1]) is None:
            formula = f"={self.grid.formulas[place]}"
            if not PICTURE.match(formula):
                reason = "公式没有保存结果，请打开文件重新保存"
                notes.problems.append(self.doubt(row, mapped, formula, reason))

    def _due(self, row: int, mapped: Mapped, cell: Cell, notes: Notes) -> bool:
        """The limit: what is written, and the day that it means."""
        value, text = cell
        if cells.sure_day(value):
            notes.values["due_on"], notes.values["due_precision"] = value, "day"
        else:
            found = self._limit(row, mapped, cell, notes)
            told = {
                "due_on": found.on,
                "due_precision": found.precision,
                "ongoing": found.ongoing,
            }
            notes.values |= {name: item for name, item in told.items() if item}
            if not cells.plain_day(value):
                notes.values["due_text"] = text
        self._in_order(row, mapped, text, notes)
        return True

    def _city_due(self, row: int, mapped: Mapped, cell: Cell, notes: Notes) -> bool:
        """The limit of the city beside the district's own."""
        value, text = cell
        day = value if cells.sure_day(value) else self._limit(row, mapped, cell, notes).on
        if day:
            notes.values["city_due_on"] = day
        self._in_order(row, mapped, text, notes)
        return bool(day) and not cells.clocked(value)

    def _limit(self, row: int, mapped: Mapped, cell: Cell, notes: Notes) -> dates.Reading:
        base = self._base(notes.start, notes.period)
        found = cells.limit(cell[0], base, self.context.calendar)
        notes.hint = notes.hint or found.status
        if found.note:
            notes.problems.append(self.doubt(row, mapped, cell[1], found.note))
        return found

    def _in_order(self, row: int, mapped: Mapped, text: str, notes: Notes) -> None:
        """Doubts a district's limit that lies after the city's."""
        own, city = notes.values.get("due_on"), notes.values.get("city_due_on")
        if own and city and own > city:
            reason = f"区级时限 {own} 晚于市级时限 {city}"
            notes.problems.append(self.doubt(row, mapped, text, reason))

    def doubt(self, row: int, mapped: Mapped, text: str, reason: str) -> Problem:
        """What is doubtful in a cell."""
        return Problem(
            sheet=self.grid.name,
            cell=self.grid.address(row, mapped.column.index),
            label=mapped.path,
            text=text,
            reason=reason,
        )
