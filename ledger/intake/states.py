"""Where an imported issue stands: read from the columns that speak of it, the most telling first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ledger.intake.text import key
from ledger.intake.vocabulary import Vocabulary
from ledger.models import Status

CLAUSE: Final = re.compile(r"[，。；,;!！\n（(]")
DUPLICATE: Final = re.compile(r"[与和同].{1,16}重复|并入第")
UNDER_WAY: Final = "正在"
BRIEF: Final = 6
TELLING: Final = 3
ENDED: Final = (
    "完",
    "毕",
    "结",
    "改",
    "好",
    "复",
    "清",
    "清理",
    "解决",
    "处理",
    "更换",
    "拆除",
    "维修",
    "到位",
    "成",
)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The state, and the text that decided it ("" when only dates or units did); `hinted` when that is a remark."""

    status: Status
    text: str = ""
    hinted: bool = False


def word(text: str, vocabulary: Vocabulary, *, unit: bool) -> Status | None:
    """The state that a text tells: as a whole, by its first clause, or by how that begins; None if it does not."""
    waiting = Status.ASSIGNED if unit else Status.REGISTERED
    for short in (key(text), key(CLAUSE.split(text)[0])):
        if short in vocabulary.states:
            return vocabulary.states[short]
        if short in vocabulary.waiting:
            return waiting
    first = key(CLAUSE.split(text)[0])
    starts = vocabulary.state_starts if first.startswith(vocabulary.state_starts) else ()
    for start in starts:
        if first.startswith(start) and vocabulary.states.get(start) is not Status.VOID:
            return vocabulary.states.get(start, waiting)
    if any(hint in text for hint in vocabulary.deferred_hints):
        return Status.DEFERRED
    if first.startswith(UNDER_WAY):
        return Status.IN_PROGRESS
    return _shape(key(text), waiting)


def _shape(short: str, waiting: Status) -> Status | None:
    """The state that a few characters tell by their shape alone: 已修复, 未办, 清理中."""
    if len(short) > BRIEF:
        return None
    if short.startswith(("未", "待", "尚未", "没", "还没")):
        return waiting
    if short.endswith("中") or short.startswith("正"):
        return Status.IN_PROGRESS
    ended = short.startswith("已") and short.endswith(ENDED)
    spoken = short.removesuffix("了").endswith(ENDED) and short.endswith("了")
    return Status.DONE if ended or spoken else None


def remarked(text: str, vocabulary: Vocabulary, *, unit: bool) -> Status | None:
    """The state that a remark tells beyond doubt: by its whole first clause, or a duplicate by its pointing to another."""
    first = CLAUSE.split(text)[0]
    if DUPLICATE.search(text):
        return Status.VOID
    if len(key(first)) >= TELLING and (
        len(key(first)) <= BRIEF or first.startswith(("已", "正在"))
    ):
        return word(first, vocabulary, unit=unit)
    return None


def answer(text: str, vocabulary: Vocabulary) -> bool | None:
    """Yes or no, None when a text is neither."""
    short = key(text) or text.strip()
    return True if short in vocabulary.yes else False if short in vocabulary.no else None


def understood(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text tells a state or answers yes or no."""
    return answer(text, vocabulary) is not None or word(text, vocabulary, unit=True) is not None


def decide(
    told: Mapping[str, str], values: Mapping[str, Any], vocabulary: Vocabulary, hint: str | None
) -> Verdict:
    """The state of a row.

    `told` are the texts of the columns strike (是否销号), status, progress, verify_result, truth (是否属实), remarks;
    `hint` is the state that stood in a date column. 是否销号 beats all; a no there only rules out `closed`.
    """
    unit = bool(values.get("lead_unit"))
    strike = told.get("strike", "")
    struck = answer(strike, vocabulary)
    state = None if struck is not None else word(strike, vocabulary, unit=unit)
    if struck or state is Status.CLOSED or (not strike and values.get("closed_on")):
        return Verdict(status=Status.CLOSED, text=strike or told.get("status", ""))
    found = _told(told, vocabulary, unit=unit) or _inferred(values, hint, state)
    if found.status is Status.CLOSED and strike:
        found = Verdict(status=Status.DONE, text=found.text)
    return found


def _told(told: Mapping[str, str], vocabulary: Vocabulary, *, unit: bool) -> Verdict | None:
    for name in ("status", "truth", "progress", "verify_result"):
        text = told.get(name, "")
        yes = answer(text, vocabulary)
        if name == "truth":
            state = Status.VOID if "不属实" in text else None
        elif yes is not None:
            state = Status.DONE if yes else Status.ASSIGNED if unit else Status.REGISTERED
        else:
            state = word(text, vocabulary, unit=unit) if text else None
        if state:
            return Verdict(status=state, text=text)
    return _remarked(told, vocabulary, unit=unit)


def _remarked(told: Mapping[str, str], vocabulary: Vocabulary, *, unit: bool) -> Verdict | None:
    """What the remarks tell where no column for the state says anything."""
    text = told.get("remarks", "")
    state = remarked(text, vocabulary, unit=unit) if text and not told.get("status") else None
    return Verdict(status=state, text=text, hinted=True) if state else None


def _inferred(values: Mapping[str, Any], hint: str | None, strike: Status | None) -> Verdict:
    """The guess when no word tells the state: by dates, by units."""
    if values.get("done_on"):
        return Verdict(status=Status.DONE)
    if hint:
        return Verdict(status=Status(hint))
    if strike:
        return Verdict(status=strike)
    return Verdict(status=Status.ASSIGNED if values.get("lead_unit") else Status.REGISTERED)
