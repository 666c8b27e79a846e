"""Where the issues of one table stand: what its columns say of each, and what is doubtful in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ledger.intake import states
from ledger.intake.body import Body
from ledger.intake.fills import Fills, Notes
from ledger.intake.mapping import Mapped
from ledger.intake.sheet import Sheet
from ledger.intake.states import Verdict
from ledger.intake.vocabulary import Vocabulary
from ledger.models import Status

LOOK: Final = 400
TICKS: Final = 3
SIGNS: Final = "√✓✔☑"
UNTICKED: Final = "否"
ANSWER: Final = re.compile("[（(].*(?:后来|结果|办理|处理|整改|进展|[怎咋]么?样).*[）)]")
STEP: Final = re.compile("阶段|环节|节点|步骤|流程")
RUNNING: Final = re.compile(
    "进展|进度|过程|经过|目前|眼下|现在|推进|动态|[怎咋]么?样|(?:咋|怎么)(?:解决|办|处理)$"
)


@dataclass(frozen=True, kw_only=True)
class Judge:
    """Judges the rows of one table. `telling` maps columns to what they say beside their own field."""

    sheet: Sheet
    body: Body
    columns: Sequence[Mapped]
    telling: Mapping[int, str]
    vocabulary: Vocabulary
    fills: Fills
    done_is_closed: bool

    def judge(self, row: int, notes: Notes) -> None:
        """Puts the state of a row into `notes`, with the words that told it and with what is doubtful."""
        filled = tuple(filter(notes.values.get, states.WEIGHED))
        if unticked := self._ticked and "status" not in notes.told and "done_on" not in filled:
            notes.told["status"] = UNTICKED
        told = self._decided(tuple(notes.told.items()), filled, notes.hint)
        verdict = states.measured(told, notes.values)
        if verdict.status is Status.CLOSED and "closed_on" not in self._filled:
            self.fills.strike(verdict.text, notes)
        if verdict.status is Status.DONE and self._closes:
            verdict = verdict._replace(status=Status.CLOSED)
        notes.values["status"] = verdict.status
        notes.supposed = unticked or not verdict.text or bool(verdict.by)
        if (text := notes.told.get("status")) and notes.state:
            self._named(row, text, verdict, notes)
        if verdict.by:
            self._doubt(row, verdict.by, verdict.text, "没有写状态，按这句暂作", verdict, notes)
        elif self._left_open(verdict) and (remark := notes.told.get("remarks")):
            self._doubt(row, "remarks", remark, "没有写办到哪一步，暂作", verdict, notes)
        reason = notes.reason or ("" if verdict.text == verdict.status.label else verdict.text)
        if verdict.status in (Status.DEFERRED, Status.VOID) and reason:
            notes.values["reason"] = reason

    def _named(self, row: int, text: str, verdict: Verdict, notes: Notes) -> None:
        """Keeps the words of the column for the state, and tells of those that nobody knows."""
        if notes.state is None:
            return
        notes.values.setdefault("status_text", text)
        if notes.state.name == "progress" and "progress" not in self._filled:
            notes.values["progress"] = text  # 完成情况：已完成 reports of the work as well
        if text != verdict.text and not states.understood(text, self.vocabulary):
            reason = f"不是认得的状态，暂作“{verdict.status.label}”"
            notes.problems.append(self.fills.doubt(row, notes.state, text, reason))

    def _doubt(
        self, row: int, name: str, text: str, why: str, verdict: Verdict, notes: Notes
    ) -> None:
        """Tells of a text in the column of that name from which the state was only supposed."""
        where = next(m for m in self.columns if self.telling.get(m.column.index) == name)
        reason = f"{why}“{verdict.status.label}”"
        notes.problems.append(self.fills.doubt(row, where, text, reason))

    def _left_open(self, verdict: Verdict) -> bool:
        return not verdict.text and verdict.status in states.WAITING

    @cached_property
    def _decided(self) -> states.Decide:
        return states.deciding(
            self.vocabulary,
            results=self._results,
            dated=bool(self._filled & {"done_on", "closed_on"}),
            graded=self._graded,
            answering=any(m.name == "remarks" and ANSWER.search(m.path) for m in self.columns),
            staged=any(m.name == "status" and STEP.search(m.path) for m in self.columns),
        )

    @cached_property
    def _filled(self) -> frozenset[str]:
        return frozenset(name for mapped in self.columns for name in mapped.column.fields)

    @cached_property
    def _closes(self) -> bool:
        """Whether what is done is struck off: so the clerk said, and no column tells of the strike-off."""
        striking = any(m.name in ("strike", "closed_on") for m in self.columns)
        return self.done_is_closed and not striking

    @cached_property
    def _column(self) -> int:
        """The column for the state, 0 if there is none."""
        return next((m.column.index for m in self.columns if m.name == "status"), 0)

    @cached_property
    def _graded(self) -> bool:
        """Whether the column for the state says 正在整改 of some rows: then 未整改 says that nothing was begun."""
        rows = self.body.rows[:LOOK] if self._column else ()
        texts = {self.sheet.text(row, self._column) for row in rows}
        return Status.IN_PROGRESS in (
            states.spoken(text, self.vocabulary, unit=True) for text in texts
        )

    @cached_property
    def _ticked(self) -> bool:
        """Whether the column for the state only holds signs of yes, and not in every row: 办结 √."""
        column = self._column
        rows = self.body.rows if column else ()
        texts = [self.sheet.text(self.body.source(row, column), column) for row in rows]
        told = [text for text in texts if text]
        return len(texts) > len(told) >= TICKS and all(text in SIGNS for text in told)

    @cached_property
    def _results(self) -> bool:
        """Whether the column that reports on the work tells what came of it, and not how far it is."""
        leaf = next((m.path.split("/")[-1] for m in self.columns if m.name == "progress"), "")
        return not RUNNING.search(leaf)
