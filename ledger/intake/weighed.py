"""Where a row stands: what its columns say is weighed, the most telling first."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from ledger.intake.outcome import falls_short
from ledger.intake.states import (
    CLAUSE,
    OWN,
    STILL,
    STRUCK,
    WAITING,
    answer,
    remarked,
    spoken,
    unbegun,
    waiting,
    word,
)
from ledger.intake.text import key
from ledger.intake.vocabulary import Vocabulary
from ledger.models import Status

GOING: Final = re.compile("正在|[办理置修改工商调批征]中$")
STRUCK_OFF: Final = re.compile(
    "(?![没未还]).{0,4}?(?:已经?|都|全|就)?[勾划消销](?:[号账项案]|掉|完|去)*了"
)
"""What says in a column for the strike-off, and only there, that an issue is: 划了 are also lines for parking."""
APPLIED: Final = re.compile("(?:已|正在?|拟)?(?:申请|申报|报请|提请|待)[销消](?:号|项|案|账)")
"""Who asks for the strike-off says that the work is done."""
UNSOLVED: Final = re.compile("[没未](?:能|有|得到)?(?:解决|办结|完成|修好|处理好|整改)[。！]?$")
TRIED: Final = re.compile(
    rf"(?:[还仍尚]?[没未][^\W\d_]{{0,2}}[好完成妥]|{STILL})(?:[，,；;（( ](.*)|$)"
)
"""Work that did not succeed yet: 没修好，等配件; 未修完."""
TOLD: Final = re.compile("^(?:已(?:恢复|通[水电气热]|更?换|修|清|拆|装|补)|恢复|正常)|了$")
"""通开了, 已通电: what was done; not 待指派."""
UNTOUCHED: Final = re.compile("[未没](?:处理|受理|派|办理|启动|开始)")
AWAITING: Final = ("等", "待")
"""What is not begun is not begun by somebody's waiting for an answer."""
ASIDE: Final = (Status.DEFERRED, Status.VOID)
REPEATED: Final = 4096
WEIGHED: Final = ("lead_unit", "person", "closed_on", "done_on", "verified_on")
"""The fields of a row whose being filled counts."""


class Verdict(NamedTuple):
    """The state, and the text that decided it ("" when only dates or units did).

    `by` names the column of a text that tells of the work and not of its state, "" for one that tells that.
    """

    status: Status
    text: str = ""
    by: str = ""


class Told(NamedTuple):
    """What a row says of its state: `values` need hold no more than the WEIGHED ones.

    `texts` are those of the columns strike (是否销号), status, progress, verify_result, truth (是否属实), rebound (是否反弹), remarks;
    `hint` is the state that stood in a date column. `results`: the column of the progress tells results
    (处理结果), so that work which it names is done. `dated`: the sheet has a column for the day of finishing or of
    striking off, `finishing`: for the first.
    `graded`: its column for the state tells what is under way (正在解决) from what is not (未解决).
    `answering`: the remarks are what tells of the work (备注（后来咋样）).
    `staged`: that column names the step at which an issue stands (案卷阶段：处置).
    """

    texts: Mapping[str, str]
    values: Mapping[str, Any]
    hint: str | None = None
    results: bool = False
    dated: bool = False
    finishing: bool = False
    graded: bool = False
    staged: bool = False
    answering: bool = False

    @property
    def unit(self) -> bool:
        return bool(self.values.get("lead_unit") or self.values.get("person"))


def decide(told: Told, vocabulary: Vocabulary) -> Verdict:
    """The state of a row. 是否销号 beats all but a rebound; a no there only rules out `closed`."""
    rebound = told.texts.get("rebound", "")
    if answer(rebound, vocabulary) and not told.texts.get("status"):
        return Verdict(status=Status.IN_PROGRESS, text=rebound)
    strike = told.texts.get("strike", "")
    struck = answer(strike, vocabulary)
    off = STRUCK_OFF.fullmatch(strike)
    state = None if struck is not None else word(strike, vocabulary, unit=told.unit)
    void = word(told.texts.get("status", ""), vocabulary, unit=told.unit) is Status.VOID
    day = told.values.get("closed_on") and not strike and not void
    if struck or off or state is Status.CLOSED or day:
        return Verdict(status=Status.CLOSED, text=strike or told.texts.get("status", ""))
    if strike in OWN and not told.texts.get("status"):
        return Verdict(status=OWN[strike], text=strike)
    found = _named(told, vocabulary) or _unstruck(strike, state, vocabulary)
    found = found or _inferred(told, state, vocabulary)
    if found.status is Status.CLOSED and strike:
        found = Verdict(status=Status.DONE, text=found.text)
    return found


def _unstruck(strike: str, state: Status | None, vocabulary: Vocabulary) -> Verdict | None:
    """What the column for the strike-off tells of the work: that it is handed in (申请销号), or how far it is (未销号，正在整改)."""
    if APPLIED.fullmatch(strike) or vocabulary.report.handed_in.search(strike):
        return Verdict(status=Status.DONE, text=strike)
    more = _after(strike, vocabulary) if state in WAITING else None
    return Verdict(status=more, text=strike) if more else None


def _after(text: str, vocabulary: Vocabulary) -> Status | None:
    """What the clauses behind the first one tell of the work: 否，施工中; 未办结，正在推进."""
    rest = CLAUSE.split(text)[1:]
    told = (word(c, vocabulary, unit=True) or vocabulary.report.outcome(c) for c in rest)
    return next((found for found in told if found), None)


Decide = Callable[[tuple[tuple[str, str], ...], tuple[str, ...], str | None], Verdict]


def deciding(vocabulary: Vocabulary, **sheet: bool) -> Decide:
    """`decide` for the rows of a sheet: by their texts, those of WEIGHED that are filled, the hint."""

    @lru_cache(REPEATED)
    def decided(
        texts: tuple[tuple[str, str], ...], filled: tuple[str, ...], hint: str | None
    ) -> Verdict:
        values = dict.fromkeys(filled, True)
        return decide(Told(texts=dict(texts), values=values, hint=hint, **sheet), vocabulary)

    return decided


def _named(told: Told, vocabulary: Vocabulary) -> Verdict | None:
    """What a column says in words of its own."""
    for name in ("status", "truth", "progress", "verify_result"):
        text = told.texts.get(name, "")
        yes = answer(text, vocabulary)
        if not text:
            state = None
        elif name == "truth":
            state = Status.VOID if "不属实" in text else None
        elif yes is not None:
            state = Status.DONE if yes else waiting(unit=told.unit)
        elif name == "progress":
            state = _reported(text, vocabulary, unit=told.unit)
        elif name == "status" and told.staged and key(text) in vocabulary.steps:
            state = vocabulary.steps[key(text)] or waiting(unit=told.unit)
        else:
            state = word(text, vocabulary, unit=told.unit)
        if state in WAITING and name == "verify_result":
            state = Status.IN_PROGRESS  # somebody has looked: 未整改到位
        waits = state in WAITING and name in ("status", "progress")
        if waits and (seen := _seen(told, vocabulary)):
            return Verdict(status=seen, text=told.texts["verify_result"], by="verify_result")
        tried = name == "status" and TRIED.match(text)
        if tried and vocabulary.report.outcome(tried[1] or "") is Status.IN_PROGRESS:
            return Verdict(status=Status.IN_PROGRESS, text=text)
        left = key(CLAUSE.split(text)[0]) in vocabulary.unfinished
        more = _after(text, vocabulary) if state in WAITING else None
        if more in (Status.IN_PROGRESS, Status.DEFERRED):
            return Verdict(status=more, text=text)
        if state in WAITING and (yes is False or tried or left):
            return _begun(told, vocabulary) or Verdict(status=state, text=text)
        if state:
            return Verdict(status=state, text=text)
    return None


def _seen(told: Told, vocabulary: Vocabulary) -> Status | None:
    """How far the work has come by what a later look found."""
    text = told.texts.get("verify_result", "")
    return vocabulary.report.outcome(text) if text else None


def _begun(told: Told, vocabulary: Vocabulary) -> Verdict | None:
    """What a row that is not finished (否, 未完成) tells beside: of work under way, of a deferral."""
    remarks = told.texts.get("remarks", "")
    beside = remarked(remarks, vocabulary, unit=True)
    idle = remarks.startswith(AWAITING) and UNTOUCHED.match(told.texts.get("status", ""))
    if beside in (Status.DEFERRED, Status.IN_PROGRESS) and not (told.graded or idle):
        return Verdict(status=beside, text=remarks, by="remarks")
    text = told.texts.get("progress", "")
    if told.graded or not text or spoken(text, vocabulary, unit=True) in WAITING:
        return None
    work = vocabulary.report.outcome(text) in (Status.DONE, Status.IN_PROGRESS)
    return Verdict(status=Status.IN_PROGRESS, text=text) if work else None


def _reported(text: str, vocabulary: Vocabulary, *, unit: bool) -> Status | None:
    """The state that a report on the work names outright: by a whole clause, or by a word that defers."""
    if STRUCK.search(text):
        return Status.CLOSED
    state = spoken(text, vocabulary, unit=unit)
    hinted = any(hint in text for hint in vocabulary.deferred_hints)
    if state or (hinted and vocabulary.report.outcome(text) is not Status.DONE):
        return state or Status.DEFERRED
    return vocabulary.worded(key(text)) or unbegun(key(text), unit=unit)


def _remarked(told: Told, vocabulary: Vocabulary) -> Verdict | None:
    """What the remarks tell where no column for the state says anything."""
    text = told.texts.get("remarks", "")
    silent = told.texts.get("status") or not text
    state = None if silent else remarked(text, vocabulary, unit=told.unit)
    return Verdict(status=state, text=text, by="remarks") if state else None


def _inferred(told: Told, strike: Status | None, vocabulary: Vocabulary) -> Verdict:
    """The guess when no word names the state: by dates, by what is told of the work, by units."""
    if UNSOLVED.search(told.texts.get("progress", "")):
        return Verdict(status=Status.IN_PROGRESS, text=told.texts["progress"], by="progress")
    found = _remarked(told, vocabulary)
    if told.values.get("done_on") and (not found or found.status not in ASIDE):
        return Verdict(status=Status.DONE)
    if found:
        return found
    if told.hint:
        return Verdict(status=Status(told.hint))
    found = _judged(told, vocabulary) or _going(told)
    if found or not strike:
        return found or Verdict(status=waiting(unit=told.unit))
    return Verdict(status=strike, text=told.texts["strike"])


def _looked_at(told: Told) -> bool:
    """Whether an issue that is not struck off was verified, by the day alone: one that no other day would tell finished."""
    unstruck = told.texts.get("strike") and "verify_result" not in told.texts
    return bool((unstruck or not told.finishing) and told.values.get("verified_on"))


def _going(told: Told) -> Verdict | None:
    """Work under way that nothing but the remarks tells: 补偿方案正在协商."""
    text = told.texts.get("remarks", "")
    going = GOING.search(CLAUSE.split(text)[0]) and not told.texts.get("status")
    return Verdict(status=Status.IN_PROGRESS, text=text, by="remarks") if going else None


def measured(verdict: Verdict, values: Mapping[str, Any]) -> Verdict:
    """The verdict on a report held against the amounts of the plan: 350 of 400 metres are not the whole."""
    if verdict.status is not Status.DONE or verdict.by != "progress":
        return verdict
    plan = " ".join(values.get(name) or "" for name in ("description", "measures"))
    short = falls_short(verdict.text, plan)
    return verdict._replace(status=Status.IN_PROGRESS) if short else verdict


def _judged(told: Told, vocabulary: Vocabulary) -> Verdict | None:
    """The state by what the report on the work or on its verification tells."""
    if unknown := told.texts.get("status"):
        state = vocabulary.report.outcome(unknown)
        told_so = CLAUSE.search(unknown) or TOLD.search(unknown)
        state = state if told_so or vocabulary.report.at_work.search(unknown) else None
        return Verdict(status=state) if state else None
    seen = _seen(told, vocabulary)
    names = ("verify_result", "progress") if seen else ("progress", "verify_result")
    for name in (*names, *(("remarks",) if told.answering else ())):
        text = told.texts.get(name, "")
        if not text:
            continue
        state = vocabulary.report.outcome(text)
        if name == "remarks" and not state:
            continue  # 业主在家
        if state is Status.REGISTERED:
            return Verdict(status=waiting(unit=told.unit), text=text, by=name)
        state = state or (Status.DONE if told.results else Status.IN_PROGRESS)
        if state is Status.DONE and told.dated and not _looked_at(told):
            state = Status.IN_PROGRESS
        return Verdict(status=state, text=text, by=name)
    return None
