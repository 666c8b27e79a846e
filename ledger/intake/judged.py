"""Where the issues of one table stand: what its columns say of each, and what is doubtful in it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ledger.intake import states, weighed
from ledger.intake.body import Body
from ledger.intake.drafts import Problem
from ledger.intake.fills import Fills, Notes
from ledger.intake.mapping import Mapped
from ledger.intake.roles import stateless
from ledger.intake.sheet import Sheet
from ledger.intake.vocabulary import Vocabulary
from ledger.intake.weighed import Verdict
from ledger.models import WORKING, Status

LOOK: Final = 400
IDLE: Final = re.compile("[/／无不未]|尚未|没有|暂无|等待派|待派")
CANCELLED: Final = "整行有删除线"
TICKS: Final = 3
SIGNS: Final = "√✓✔☑"
UNTICKED: Final = "否"
ANSWER: Final = re.compile("[（(].*(?:后来|结果|办理|处理|整改|进展|[怎咋]么?样).*[）)]")
STEP: Final = re.compile("阶段|环节|节点|步骤|流程")
RUNNING: Final = re.compile(
    "进展|进度|过程|这会儿|信儿|下文|动静|着落|后来|经过|目前|眼下|现在|推进|动态|程度|哪了|哪步|[怎咋]么?样|(?:咋|怎么)(?:解决|办|处理)$"
)


def roughly(state: Status | None) -> Status | None:
    """The state as far as what stands elsewhere can contradict it: under way or not, struck off or not is no matter."""
    if state in (Status.REGISTERED, Status.ASSIGNED):
        return Status.IN_PROGRESS
    return Status.DONE if state is Status.CLOSED else state


@dataclass(frozen=True, kw_only=True)
class Judge:
    """Judges the rows of one table. `telling` maps columns to what they say beside their own field, `colours` rows to
    what their colours say, each with its column.
    """

    sheet: Sheet
    body: Body
    columns: Sequence[Mapped]
    telling: Mapping[int, str]
    vocabulary: Vocabulary
    fills: Fills
    done_is_closed: bool
    colours: Mapping[int, Mapping[str, int]]

    def judge(self, row: int, notes: Notes) -> None:
        """Puts the state of a row into `notes`, with the words that told it and with what is doubtful."""
        filled = tuple(filter(notes.values.get, weighed.WEIGHED))
        if unticked := self._unticked(notes, filled):
            notes.told["status"] = UNTICKED
        verdict = self._verdict(self._decided(tuple(notes.told.items()), filled, notes.hint), notes)
        notes.supposed = unticked or not verdict.text or bool(verdict.by)
        if row in self.colours:
            verdict = self._coloured(row, verdict, notes)
        if verdict.status in WORKING and self._struck(row):
            verdict = Verdict(Status.VOID, CANCELLED)
            where = next(m for m in self.columns if self.sheet.text(row, m.column.index))
            notes.problems.append(self.fills.doubt(row, where, CANCELLED, "暂作“终结”"))
        notes.values["status"] = verdict.status
        if notes.told.get("status") and notes.state:
            self._named(row, notes.state, verdict, notes)
        notes.problems += self._doubts(row, verdict, notes.told)
        reason = notes.reason or ("" if verdict.text == verdict.status.label else verdict.text)
        if verdict.status in (Status.DEFERRED, Status.VOID) and reason:
            notes.values["reason"] = reason

    def _struck(self, row: int) -> bool:
        """Whether a line goes through all that a row says, where a column tells how far the work is: it was cancelled."""
        if not (struck := self.sheet.grid.struck) or stateless(self.columns):
            return False
        own = (m.column.index for m in self.columns if m.kind != "ignored")
        filled = [column for column in own if self.sheet.text(row, column)]
        return len(filled) > 1 and all((row, column) in struck for column in filled)

    def _coloured(self, row: int, verdict: Verdict, notes: Notes) -> Verdict:
        """The verdict by the colours of a row, where neither a word nor a day in it tells its state; what they contradict is doubtful."""
        unit = bool(notes.values.get("lead_unit"))
        colours = self.colours[row]
        meant = {roughly(states.word(text, self.vocabulary, unit=unit)) for text in colours}
        text, column = next(iter(colours.items()))
        dated = verdict.status not in states.WAITING and not verdict.by
        if len(meant) > 1:
            reason = f"标的颜色有几个意思（{'、'.join(colours)}），状态没有按颜色定"
        elif notes.supposed and not dated:
            notes.told["status"], notes.supposed, notes.coloured = text, False, True
            notes.values.setdefault("status_text", text)
            filled = tuple(filter(notes.values.get, weighed.WEIGHED))
            told = self._decided(tuple(notes.told.items()), filled, notes.hint)
            return self._verdict(told, notes)
        elif roughly(verdict.status) in meant:
            return verdict
        else:
            reason = f"颜色的意思是{text}，与行里写的不一致，按写的作“{verdict.status.label}”"
        where = next((m for m in self.columns if m.column.index == column), self.columns[0])
        notes.problems.append(self.fills.doubt(row, where, "", reason))
        return verdict

    def _unticked(self, notes: Notes, filled: Collection[str]) -> bool:
        """Whether a row lacks the tick that others have, and neither a day nor an outright word says that it is done."""
        if not self._ticked or "status" in notes.told or "done_on" in filled:
            return False
        report = notes.told.get("progress", "")
        named = states.spoken(report, self.vocabulary, unit=True)
        return named not in (Status.DONE, Status.CLOSED)

    def _verdict(self, told: Verdict, notes: Notes) -> Verdict:
        """The verdict, held against what else the row says; the day of the strike-off is noted where a text names it."""
        verdict = weighed.measured(told, notes.values)
        if verdict.by == "remarks" and verdict.status is Status.DONE and notes.reason:
            return verdict._replace(status=Status.IN_PROGRESS)  # it says why it is not done
        if self._hindered(notes.reason) and verdict.status in states.WAITING and not verdict.text:
            return Verdict(Status.IN_PROGRESS, notes.reason, "undone_reason")
        if verdict.status is Status.CLOSED and "closed_on" not in self._filled:
            self.fills.strike(verdict.text, notes)
        closes = verdict.status is Status.DONE and self._closes
        return verdict._replace(status=Status.CLOSED) if closes else verdict

    def _hindered(self, reason: str) -> bool:
        """Whether a reason why it is not done tells of something that came between; not 不涉及, 未到期, 等待派单."""
        told = states.word(reason, self.vocabulary, unit=True) if reason else Status.VOID
        return told in (None, Status.IN_PROGRESS) and not IDLE.match(reason)

    def _named(self, row: int, state: Mapped, verdict: Verdict, notes: Notes) -> None:
        """Keeps the words of the column for the state, and tells of those that nobody knows."""
        text = notes.told["status"]
        notes.values.setdefault("status_text", text)
        if state.name == "progress" and "progress" not in self._filled:
            notes.values["progress"] = text  # 完成情况：已完成 reports of the work as well
        if text != verdict.text and not states.understood(text, self.vocabulary):
            reason = f"不是认得的状态，暂作“{verdict.status.label}”"
            notes.problems.append(self.fills.doubt(row, state, text, reason))

    def _doubts(self, row: int, verdict: Verdict, told: Mapping[str, str]) -> Iterator[Problem]:
        """Tells of a text from which the state was only supposed, and of one that tells more than the state that was taken."""
        label = verdict.status.label
        remark = told.get("remarks", "")
        left = not verdict.text and verdict.status in states.WAITING and remark
        if verdict.by:
            yield self._doubt(row, verdict.by, verdict.text, f"没有写状态，按这句暂作“{label}”")
        elif left and self.vocabulary.report.outcome(remark):
            yield self._doubt(row, "remarks", remark, f"没有写办到哪一步，暂作“{label}”")

    def _doubt(self, row: int, name: str, text: str, reason: str) -> Problem:
        telling = [m for m in self.columns if self.telling.get(m.column.index) == name]
        said = (m for m in telling if self.sheet.text(row, m.column.index) == text)
        where = next(said, telling[0])
        return self.fills.doubt(row, where, text, reason)._replace(guess=True)

    @cached_property
    def _decided(self) -> weighed.Decide:
        return weighed.deciding(
            self.vocabulary,
            results=self._results,
            dated=bool(self._filled & {"done_on", "closed_on"}),
            finishing="done_on" in self._filled,
            graded=self._graded,
            answering=self._answering,
            staged=any(m.name == "status" and STEP.search(m.path) for m in self.columns),
        )

    @property
    def _answering(self) -> bool:
        """Whether the remarks are what tells of the work: their heading asks for it, or no other column does."""
        asked = any(m.name == "remarks" and ANSWER.search(m.path) for m in self.columns)
        return asked or stateless(self.columns)

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
