"""A row of a ledger becomes a draft: typed values, everything else kept beside them, doubts told."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

from ledger.intake import asked, cells, sections, states
from ledger.intake.body import Body
from ledger.intake.context import Context
from ledger.intake.drafts import SECTION_COLUMN, Draft, How, PhotoRef, Problem
from ledger.intake.fills import STARTS, WORDS, Cell, Fills, Notes, Way
from ledger.intake.heading import Heading
from ledger.intake.judged import Judge
from ledger.intake.mapping import Mapped
from ledger.intake.rounds import FILLS, last, rounds
from ledger.intake.sheet import Sheet
from ledger.intake.times import DAYS
from ledger.intake.vocabulary import Vocabulary
from ledger.intake.whole import Whole

WHAT: Final = (*WORDS, "category", "subcategory", "measures", "requirement", "progress")
TOLD: Final = ("strike", "status", "progress", "verify_result", "truth", "rebound", "remarks")
WORDY: Final = re.compile("[^\\W\\d_A-Za-z一二三四五六七八九十百零〇第条项号之]|[★☆※▲]")
"""More than the number of a row: 急."""
UNDECIDED: Final = "待定"
"""It fills no field, but is more than nothing."""


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
    colours: Mapping[int, Mapping[str, int]]

    def draft(self, row: int) -> tuple[Draft, list[Problem]]:
        """The draft of a row, and what was doubtful in it."""
        texts, values = self._whole.read(row)
        silent, marked = self.vocabulary.silent_starts, self._marked
        notes = Notes({
            name: text
            for index, name in self._plain
            if (text := texts.get(index)) and (text[0] not in silent or self._speaks(text))
        })  # fmt: skip
        notes.period = self._periods.get(row) if self._periods else None
        for index, mapped, way in self._others:
            if marked:
                self.fills.marks(row, mapped, self.sheet.text(row, index), notes)
            if text := texts.get(index):
                value = values[index]
                cell = (text if type(value) is str else value, text)
                if way is None:
                    self._cell(row, mapped, cell, notes)
                elif (text[0] not in silent or self._speaks(text)) and not way(
                    row, mapped, cell, notes
                ):
                    notes.extra[mapped.column.path] = cells.kept(*cell)
        for name, columns in self._rounds.items():
            if told := last(t for c in columns if (t := texts.get(c)) and self._speaks(t)):
                notes.told[name] = notes.values[FILLS[name]] = told
        if UNDECIDED in texts.values():
            notes.extra |= {
                m.path: UNDECIDED for m in self.columns if texts.get(m.column.index) == UNDECIDED
            }
        self._loose(row, notes)
        self._places(row, notes)
        if "source_no" not in notes.values and (numbers := notes.values.pop("other_nos", ())):
            notes.values |= {"source_no": numbers[0], "other_nos": numbers[1:]}
        self._judge(row, notes)
        errors = self._missing(row, notes)
        if notes.extra:
            notes.values["extra"] = notes.extra
        sheet = self.sheet.grid.name
        notes.values["origin"] = {"file": self.file, "sheet": sheet, "row": row}
        photos = self.photos.get(row, ())
        draft = Draft(notes.values, sheet, row, errors, photos, notes.supposed, notes.coloured)
        return draft, [*notes.problems, *errors]

    @cached_property
    def fills(self) -> Fills:
        return Fills(
            grid=self.sheet.grid,
            heading=self.heading,
            vocabulary=self.vocabulary,
            context=self.context,
        )

    @cached_property
    def _periods(self) -> Mapping[int, sections.Period]:
        year = self.heading.year or self.context.today.year
        return sections.periods(self.sheet, self.body.groups, self.body.rows, year)

    @cached_property
    def _rounds(self) -> Mapping[str, Sequence[int]]:
        """The columns that report time and again, where the latest of them fills their field; a clerk may have said another."""
        found = rounds({m.column.index: (m.name, m.path) for m in self.columns})
        filling = {m.column.index for m in self.columns if m.column.fields}
        return {name: columns for name, columns in found.items() if columns[-1] in filling}

    @cached_property
    def _marked(self) -> bool:
        grid = self.sheet.grid
        return bool(grid.comments or grid.struck or grid.crossed or grid.formulas)

    @cached_property
    def _filled(self) -> frozenset[str]:
        return frozenset(name for mapped in self.columns for name in mapped.column.fields)

    @cached_property
    def _plain(self) -> Sequence[tuple[int, str]]:
        """The columns whose texts fill one field as they stand, and do nothing else; none where cells carry marks."""
        return [
            (m.column.index, m.column.fields[0])
            for m in self.columns
            if self._only_fills(m) and self.fills.plain(m)
        ]

    def _only_fills(self, mapped: Mapped) -> bool:
        """Whether the cells of a column fill fields and do nothing else."""
        column = mapped.column
        return bool(column.fields) and column.how is not How.IGNORED and not self._tells(mapped)

    def _tells(self, mapped: Mapped) -> bool:
        """Whether the cells of a column may say something beside their own field."""
        return mapped.kind == "choice" or mapped.column.index in self._telling or self._marked

    @cached_property
    def _others(self) -> Sequence[tuple[int, Mapped, Way | None]]:
        """The other columns, those that others are read against first; with how they fill fields if they do only that."""
        plain = dict(self._plain)
        others = [m for m in self.columns if m.column.index not in plain and not self._silent(m)]
        others.sort(key=lambda m: not set(m.column.fields) & set(STARTS))
        return [
            (m.column.index, m, self.fills.way(m) if self._only_fills(m) else None) for m in others
        ]

    def _silent(self, mapped: Mapped) -> bool:
        """Whether nothing that a column says is kept: 序号, but for words among its numbers (急)."""
        if mapped.column.how is not How.IGNORED or self._tells(mapped):
            return False
        told = (self.sheet.text(row, mapped.column.index) for row in self.body.rows)
        return not any(WORDY.search(text) for text in told if not text.isdecimal())

    @cached_property
    def _speaks(self) -> Callable[[str], bool]:
        return partial(cells.speaks, vocabulary=self.vocabulary)

    @cached_property
    def _whole(self) -> Whole:
        return Whole(self.sheet, self.body)

    @cached_property
    def _judge(self) -> Callable[[int, Notes], None]:
        return Judge(
            sheet=self.sheet,
            body=self.body,
            columns=self.columns,
            telling=self._telling,
            vocabulary=self.vocabulary,
            fills=self.fills,
            done_is_closed=self.context.done_is_closed,
            colours=self.colours,
        ).judge

    def _loose(self, row: int, notes: Notes) -> None:
        """Tells of rows without a number that were taken for the rest of this one."""
        for part in self.body.parts.get(row, ()):
            if part in self.body.loose:
                column, text = next(iter(self.sheet.texts[part].items()))
                mapped = next(m for m in self.columns if m.column.index == column)
                reason = f"没有序号，接在第 {row} 行后面"
                notes.problems.append(self.fills.doubt(part, mapped, text, reason))

    def _cell(self, row: int, mapped: Mapped, cell: Cell, notes: Notes) -> None:
        column = mapped.column
        said = self._speaks(cell[1])
        if mapped.kind == "choice":
            self._choice(mapped, cell[1], notes)
        elif said and column.index in self._telling:
            self._tell(mapped, cell[1], notes)
        if column.how is How.IGNORED and not WORDY.search(cell[1]):
            return
        if not column.fields or (said and not self.fills.fill(row, mapped, cell, notes)):
            notes.extra[column.path] = cells.kept(*cell)

    def _choice(self, mapped: Mapped, text: str, notes: Notes) -> None:
        """A √ under one of several headings says what the heading says."""
        if not states.answer(text, self.vocabulary):
            return
        leaf = mapped.path.split("/")[-1]
        if mapped.name in TOLD:
            notes.told[mapped.name], notes.state = leaf, mapped
        else:
            notes.values.setdefault(mapped.name, leaf)

    @cached_property
    def _telling(self) -> Mapping[int, str]:
        """The columns that say something beside their own field, and what it is about: the state, tags, reasons."""
        names = {
            m.column.index: "status"
            if m.column.fields == ("status",) and m.name != "strike"
            else m.name
            for m in self.columns
        }
        return {c: name for c, name in names.items() if name in (*TOLD, "undone_reason", "tags")}

    def _tell(self, mapped: Mapped, text: str, notes: Notes) -> None:
        """Notes what a column says beside its own field."""
        name = self._telling[mapped.column.index]
        if name != "strike" and (meant := self.heading.legend.get(text)):
            text = f"{meant}（{text}）"
        if mapped.column.index in self._asking:
            text = self._answered(name, mapped, text)
        if name in TOLD and (mapped.column.fields or name not in notes.told):
            notes.told[name] = text
            notes.state = mapped if name == "status" else notes.state
        if name == "undone_reason":
            notes.reason = notes.reason or text
        if name == "tags":
            yes = states.answer(text, self.vocabulary)
            where = mapped.path if yes else "" if yes is False else text
            if tags := tuple(tag for tag in self.vocabulary.tags if tag in where):
                notes.values["tags"] = (*notes.values.get("tags", ()), *tags)

    @cached_property
    def _asking(self) -> frozenset[int]:
        """The columns for the state whose headings ask whether: 收拾没."""
        states_of = (c for c, name in self._telling.items() if name in ("status", "strike"))
        leaves = {m.column.index: m.path.split("/")[-1] for m in self.columns}
        asks = (c for c in states_of if asked.ends(leaves[c]) or asked.bare(leaves[c]))
        return frozenset(asks)

    def _answered(self, name: str, mapped: Mapped, text: str) -> str:
        """A cell with its answer put first in the words of a state, where it gives one that nobody would know otherwise."""
        known = states.understood(text, self.vocabulary)
        answer = "" if known else asked.answered(mapped.path.split("/")[-1], text)
        if answer and name == "strike":
            return "是" if answer == asked.DONE else "否"
        return f"{answer}（{text}）" if answer else text

    def _places(self, row: int, notes: Notes) -> None:
        """What the heading and the section say of every row, where no column says it."""
        defaults = self._defaults
        if within := self.body.sections.get(row):
            told = sections.told(within, self.vocabulary, self.context)
            notes.extra[SECTION_COLUMN] = " / ".join(section for section, _ in told)
            for section, values in told:
                defaults = {**defaults, **self._untold(values)}
                if (day := self.fills.day_of(section)) and "reported_on" not in self._filled:
                    notes.values.setdefault("reported_on", day)
        for name, text in defaults.items():
            if name in DAYS:
                self.fills.day_for_all(name, text, notes)
            else:
                (notes.told if name == "status" else notes.values).setdefault(name, text)
        house, told = self.heading.defaults.get("building", ""), notes.values.get("building", "")
        if house and told and not cells.HOUSE.match(told):  # 2单元501 on the sheet 1号楼
            notes.values["building"] = house + told

    @cached_property
    def _defaults(self) -> Mapping[str, str]:
        return self._untold(self.heading.defaults)

    def _untold(self, values: Mapping[str, str]) -> dict[str, str]:
        """The values for which there is no column."""
        return {name: text for name, text in values.items() if name not in self._filled}

    @cached_property
    def _wanted(self) -> tuple[str, ...]:
        """The fields of which one must say what is wrong."""
        return WORDS if self._filled & set(WORDS) else WHAT

    def _missing(self, row: int, notes: Notes) -> tuple[Problem, ...]:
        """The fatal problem of a row that does not say what is wrong, where its sheet has a place for it."""
        if any(map(notes.values.get, self._wanted)):
            return ()
        where = next((m for name in WHAT for m in self.columns if name in m.column.fields), None)
        if where is None and notes.extra:
            return ()
        index = where.column.index if where else min(self.sheet.texts[row])
        return (
            Problem(
                sheet=self.sheet.grid.name,
                cell=self.sheet.grid.address(row, index),
                label=where.path if where else "问题描述",
                text="",
                reason="没有写是什么问题",
                fatal=True,
            ),
        )
