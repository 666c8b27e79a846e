"""A row of a ledger becomes a draft: typed values, everything else kept beside them, doubts told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from ledger import dates
from ledger.intake import cells, states
from ledger.intake.body import Body
from ledger.intake.context import Context
from ledger.intake.drafts import Draft, How, PhotoRef, Problem
from ledger.intake.grid import Value, address
from ledger.intake.heading import Heading, named, street
from ledger.intake.mapping import Mapped
from ledger.intake.sheet import Sheet
from ledger.intake.text import PICTURE, clean
from ledger.intake.vocabulary import Vocabulary
from ledger.models import FIELDS, Kind, Status

STARTS: Final = ("assigned_on", "reported_on")
WORDS: Final = ("description", "title")
WHAT: Final = (*WORDS, "category", "subcategory", "measures", "requirement", "progress")
TOLD: Final = ("strike", "status", "progress", "verify_result", "truth", "remarks")
SECTION: Final = "分组"
COMMENT: Final = "（批注）"


Cell = tuple[Value, str]


@dataclass
class Notes:
    """What comes out of one row while it is read."""

    values: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    state: Mapped | None = None
    hint: str | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Reads the rows of one table."""

    sheet: Sheet
    body: Body
    columns: Sequence[Mapped]
    heading: Heading
    vocabulary: Vocabulary
    context: Context
    file: str
    photos: Mapping[int, tuple[PhotoRef, ...]]

    def draft(self, row: int) -> tuple[Draft, list[Problem]]:
        """The draft of a row, and what was doubtful in it."""
        notes = Notes()
        for mapped in self._in_order:
            if self._marked:
                self._marks(row, mapped, notes)
            cell = self._joined(row, mapped.column.index)
            if cell[1]:
                self._cell(row, mapped, cell, notes)
        self._places(row, notes)
        self._state(row, notes)
        errors = self._missing(row, notes)
        if notes.extra:
            notes.values["extra"] = notes.extra
        origin = {"file": self.file, "sheet": self.sheet.grid.name, "row": row}
        values = {name: notes.values[name] for name in FIELDS if name in notes.values}
        draft = Draft(
            values=values | {"origin": origin},
            sheet=self.sheet.grid.name,
            row=row,
            errors=errors,
            photos=self.photos.get(row, ()),
        )
        return draft, [*notes.problems, *errors]

    @property
    def _marked(self) -> bool:
        grid = self.sheet.grid
        return bool(grid.comments or grid.struck or grid.formulas)

    @cached_property
    def _filled(self) -> frozenset[str]:
        return frozenset(name for mapped in self.columns for name in mapped.column.fields)

    @cached_property
    def _in_order(self) -> list[Mapped]:
        """Columns that others are read against come first: the day of reporting, of handing over."""
        return sorted(self.columns, key=lambda m: not set(m.column.fields) & set(STARTS))

    def _marks(self, row: int, mapped: Mapped, notes: Notes) -> None:
        """What a cell carries beside its value: a comment is kept, a line through the problem is doubtful."""
        grid = self.sheet.grid
        place = (row, mapped.column.index)
        if comment := clean(grid.comments.get(place, "")):
            notes.extra[f"{mapped.path}{COMMENT}"] = comment
        if place in grid.struck and set(mapped.column.fields) & set(WORDS):
            notes.problems.append(
                self._doubt(row, mapped, self.sheet.text(*place), "有删除线，可能已作废")
            )
        if place in grid.formulas and grid.rows.get(row, {}).get(place[1]) is None:
            formula = f"={grid.formulas[place]}"
            if not PICTURE.match(formula):
                notes.problems.append(
                    self._doubt(row, mapped, formula, "公式没有保存结果，请打开文件重新保存")
                )

    def _joined(self, row: int, column: int) -> Cell:
        """The cell of an issue in a column; what further rows of the same issue say is added below it."""
        cell = self.sheet.cell(self.body.source(row, column), column)
        parts = self.body.parts.get(row, ())
        more = [text for part in parts if (text := self.sheet.text(part, column))]
        if not more:
            return cell
        text = "\n".join(filter(None, [cell[1], *more]))
        return text, text

    def _cell(self, row: int, mapped: Mapped, cell: Cell, notes: Notes) -> None:
        column = mapped.column
        said = cells.speaks(cell[1], self.vocabulary)
        if mapped.kind == "choice":
            self._choice(mapped, cell[1], notes)
        elif said:
            self._tell(mapped, cell[1], notes)
        if column.how is How.IGNORED:
            return
        if not column.fields or (said and not self._fill(row, mapped, cell, notes)):
            notes.extra[column.path] = cells.kept(*cell)

    def _choice(self, mapped: Mapped, text: str, notes: Notes) -> None:
        """A √ under one of several headings says what the heading says."""
        if not states.answer(text, self.vocabulary):
            return
        leaf = mapped.path.split("/")[-1]
        if mapped.name == "status":
            notes.told["status"], notes.state = leaf, mapped
        else:
            notes.values.setdefault(mapped.name, leaf)

    def _tell(self, mapped: Mapped, text: str, notes: Notes) -> None:
        """Notes what a column says beside its own field: on the state, on tags, on reasons."""
        name = (
            "status"
            if mapped.column.fields == ("status",) and mapped.name != "strike"
            else mapped.name
        )
        if name in TOLD and (mapped.column.fields or name not in notes.told):
            notes.told[name] = text
            notes.state = mapped if name == "status" else notes.state
        if name == "undone_reason":
            notes.reason = notes.reason or text
        if name == "tags":
            yes = states.answer(text, self.vocabulary)
            where = mapped.path if yes else "" if yes is False else text
            tags = tuple(tag for tag in self.vocabulary.tags if tag in where)
            notes.values["tags"] = (*notes.values.get("tags", ()), *tags)

    def _fill(self, row: int, mapped: Mapped, cell: Cell, notes: Notes) -> bool:
        """Fills the fields of a column from a cell; False when the cell says more than they hold."""
        text = cell[1]
        name = mapped.column.fields[0]
        if mapped.name == "joint":
            found = cells.people(text, mapped.column.fields)
            notes.values |= found.values
            return found.whole
        if name == "due_on":
            return self._due(row, mapped, cell, notes)
        if name == "status":
            notes.values["status_text"] = text
            return True
        match FIELDS[name].kind:
            case Kind.DATE:
                return self._day(row, mapped, cell, notes)
            case Kind.MONEY:
                return self._money(row, mapped, cell, notes)
            case Kind.WORDS:
                notes.values[name] = (*notes.values.get(name, ()), *cells.several(text))
                return True
        return self._text(row, mapped, cell, notes)

    def _text(self, row: int, mapped: Mapped, cell: Cell, notes: Notes) -> bool:
        value, text = cell
        name = mapped.column.fields[0]
        if name == "source_no" and cells.broken_number(value):
            notes.problems.append(
                self._doubt(row, mapped, text, "超过 15 位的数字可能已丢末尾几位，请核对")
            )
        if name == "subdistrict" and (parts := cells.area(text)):
            notes.values = parts | notes.values | {"subdistrict": parts["subdistrict"]}
            return False
        place = street(text, self.context.streets) if name == "subdistrict" else ""
        if place and place != text:  # 承旭街道办事处 is the office of 承旭街道
            notes.values["subdistrict"] = place
            return False
        if name == "lead_unit" and len(units := cells.several(text)) > 1:
            notes.values["lead_unit"] = units[0]
            notes.values["co_units"] = (*units[1:], *notes.values.get("co_units", ()))
            return False
        notes.values[name] = text
        return True

    def _money(self, row: int, mapped: Mapped, cell: Cell, notes: Notes) -> bool:
        amount = cells.money(
            cell[0], ten_thousands="万" in mapped.path + self.heading.meta.get("单位", "")
        )
        if amount is None:
            notes.problems.append(
                self._doubt(row, mapped, cell[1], "不是金额，应像 1200 或 3.5万元")
            )
            return False
        notes.values["cost"] = amount
        return True

    def _base(self, notes: Notes) -> dates.Base:
        start = next((notes.values[name] for name in STARTS if name in notes.values), None)
        return dates.Base(
            today=self.heading.day or self.context.today,
            start=start,
            year=self.heading.year,
            month=self.heading.month,
        )

    def _day(self, row: int, mapped: Mapped, cell: Cell, notes: Notes) -> bool:
        """A fact's day; a cell that tells the hour as well, or no day at all, keeps its text beside it."""
        value, text = cell
        name = mapped.column.fields[0]
        base = self._base(notes)
        found = dates.read_day(value, replace(base, start=None) if name in STARTS else base)
        notes.hint = notes.hint or found.status
        if found.on:
            notes.values[name] = found.on
        elif name == "done_on" and not notes.hint:
            notes.hint = states.word(text, self.vocabulary, unit=True)
        if found.note:
            notes.problems.append(self._doubt(row, mapped, text, found.note))
        return bool(found.on) and not found.note and not cells.clocked(value)

    def _due(self, row: int, mapped: Mapped, cell: Cell, notes: Notes) -> bool:
        """The limit: what is written, and the day that it means."""
        value, text = cell
        found = cells.limit(value, self._base(notes), self.context.calendar)
        notes.hint = notes.hint or found.status
        told = {"due_on": found.on, "due_precision": found.precision, "ongoing": found.ongoing}
        notes.values |= {name: item for name, item in told.items() if item}
        if not cells.plain_day(value):
            notes.values["due_text"] = text
        if found.note:
            notes.problems.append(self._doubt(row, mapped, text, found.note))
        return True

    def _places(self, row: int, notes: Notes) -> None:
        """What the heading and the section say of every row, where no column says it."""
        defaults: Mapping[str, str] = self.heading.defaults
        if section := self.body.sections.get(row):
            notes.extra[SECTION] = section
            defaults = {**defaults, **named(section, self.context)}
        for name, text in defaults.items():
            if name not in self._filled:
                notes.values.setdefault(name, text)

    def _state(self, row: int, notes: Notes) -> None:
        verdict = states.decide(notes.told, notes.values, self.vocabulary, notes.hint)
        status = verdict.status
        striking = any(m.name in ("strike", "closed_on") for m in self.columns)
        if status is Status.DONE and self.context.done_is_closed and not striking:
            status = Status.CLOSED
        notes.values["status"] = status
        if (text := notes.told.get("status")) and notes.state:
            notes.values.setdefault("status_text", text)
            if not states.understood(text, self.vocabulary):
                notes.problems.append(
                    self._doubt(row, notes.state, text, f"不是认得的状态，暂作“{status.label}”")
                )
        if verdict.hinted:
            told = next(m for m in self.columns if m.name == "remarks")
            notes.problems.append(
                self._doubt(row, told, verdict.text, f"没有写状态，按这句暂作“{status.label}”")
            )
        reason = notes.reason or verdict.text
        if status in (Status.DEFERRED, Status.VOID) and reason:
            notes.values["reason"] = reason
        if not notes.values.get("tags"):
            notes.values.pop("tags", None)

    def _missing(self, row: int, notes: Notes) -> tuple[Problem, ...]:
        """The fatal problem of a row that does not say what is wrong, where its sheet has a place for it."""
        has_words = bool(self._filled & set(WORDS))
        if any(notes.values.get(name) for name in (WORDS if has_words else WHAT)):
            return ()
        where = next((m for name in WHAT for m in self.columns if name in m.column.fields), None)
        if where is None and notes.extra:
            return ()
        index = where.column.index if where else min(self.sheet.texts[row])
        return (
            Problem(
                sheet=self.sheet.grid.name,
                cell=address(row, index),
                label=where.path if where else "问题描述",
                text="",
                reason="没有写是什么问题",
                fatal=True,
            ),
        )

    def _doubt(self, row: int, mapped: Mapped, text: str, reason: str) -> Problem:
        return Problem(
            sheet=self.sheet.grid.name,
            cell=address(row, mapped.column.index),
            label=mapped.path,
            text=text,
            reason=reason,
        )
