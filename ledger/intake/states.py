"""What words tell of where an issue stands: whole cells, first clauses, remarks."""

import re
from typing import Final

from ledger.intake.text import heard, key
from ledger.intake.vocabulary import Vocabulary
from ledger.models import Status

CLAUSE: Final = re.compile(r"[，。；,;!！\n（(]")
DUPLICATE: Final = re.compile(r"[与和同].{1,16}重复|并入第")
STRUCK: Final = re.compile(
    r"(?:^|(?<=[\d日号，,；;、并且])|(?=已)|(?<![不未])(?=同意|予以|准予))已?(?:同意|予以|准予)?[销消][号项案账帐]$"
)
AGAIN: Final = re.compile("重复(?:信访|投诉|诉求|来电|来访|举报|反映)")
"""重复信访 as a remark says that somebody comes again, and not that his case is another one."""
DAY: Final = r"(?:20\d\d[年./-])?\d{1,2}[月./-]\d{1,2}[日号]?"
DATED: Final = re.compile(rf"^(?:{DAY}|目前|现)\s*")
ON_A_DAY: Final = re.compile(rf"{DAY}(?!前)")
UNDER_WAY: Final = "正在"
STILL: Final = "还[凉冷漏堵响滴臭黑坏塌]"
UNBEGUN: Final = re.compile(rf"[尚还]?[未没](?!见|发现|再|反弹|出现|复发)|待|{STILL}")
TAKEN_BACK: Final = re.compile(r"不彻底|未解决|反弹|[又再][坏漏堵损]|^已?完成主体|\d/\d|[吗否没]$")
"""What takes back the word with which a clause begins: 已整改又反弹, 完成了吗."""
SENT_BACK: Final = re.compile(
    r"[，。；,;](?:已|又|再次|被|已被|又被)?(?:(?:退|打)回(?:来)?(?:重[办做修]|整改)?|返工|重办)了?$"
)
LEFT: Final = re.compile(r"[，。；,;](?:还|尚|仅)?[余剩]下?\d+\s*[户处盏个栋家部台]")
WAITING: Final = (Status.REGISTERED, Status.ASSIGNED)
OWN: Final = {status.label: status for status in Status}
"""The ledger's own words: in a column of our forms that is named 销号/状态 they tell more than whether it is struck off."""
BRIEF: Final = 6
TELLING: Final = 3


def waiting(*, unit: bool) -> Status:
    """Not begun: with a unit it waits for that unit, without one to be handed over."""
    return Status.ASSIGNED if unit else Status.REGISTERED


def spoken(text: str, vocabulary: Vocabulary, *, unit: bool) -> Status | None:
    """The state that a text names: as a whole or by its first clause; None if it does not."""
    for short in (key(text), key(CLAUSE.split(text)[0])):
        if short in vocabulary.states:
            return _standing(vocabulary.states[short], text)
        if short in vocabulary.waiting:
            return waiting(unit=unit)
    return None


def _standing(state: Status, text: str) -> Status:
    """The state that the beginning of a text tells; what was sent back at its end, or is done but for a few, is not finished."""
    back = state is Status.DONE and (SENT_BACK.search(text.rstrip("。！!")) or LEFT.search(text))
    return Status.IN_PROGRESS if back else state


def word(text: str, vocabulary: Vocabulary, *, unit: bool) -> Status | None:
    """The state that a text tells: as a whole, by its first clause, or by how that begins; None if it does not."""
    text = heard(text)
    if named := spoken(text, vocabulary, unit=unit):
        return named
    first = key(CLAUSE.split(text)[0])
    if worded := vocabulary.worded(key(text)) or vocabulary.worded(first):
        later = worded is Status.IN_PROGRESS and vocabulary.report.put_off.search(text)
        return Status.DEFERRED if later else _standing(worded, text)
    if STRUCK.search(text):
        return Status.CLOSED
    begins = first.startswith(vocabulary.state_starts) and not TAKEN_BACK.search(first)
    for start in vocabulary.state_starts if begins else ():
        if first.startswith(start) and vocabulary.states.get(start) is not Status.VOID:
            return vocabulary.states.get(start, waiting(unit=unit))
    if any(hint in text for hint in vocabulary.deferred_hints):
        return Status.DEFERRED
    aside = vocabulary.report.outcome(text)
    if aside in (Status.VOID, Status.DEFERRED):
        return aside
    if first.startswith(UNDER_WAY):
        return Status.IN_PROGRESS
    return unbegun(first, unit=unit)


def named(text: str, vocabulary: Vocabulary) -> Status | None:
    """The state that a whole text is the name of: 已办结, 正在办理, 未办理; not of 完成时间."""
    short = key(text)
    told = spoken(short, vocabulary, unit=True) or vocabulary.worded(short)
    return told or unbegun(short, unit=True)


def unbegun(short: str, *, unit: bool) -> Status | None:
    """The state of a few characters that say of the work that it is not done: 未办, 待修."""
    return waiting(unit=unit) if len(short) <= BRIEF and UNBEGUN.match(short) else None


def remarked(text: str, vocabulary: Vocabulary, *, unit: bool) -> Status | None:
    """The state that a remark tells beyond doubt: by its whole first clause, by one with a day, as a duplicate by its pointing to another."""
    clauses = CLAUSE.split(text)
    first = DATED.sub("", clauses[0])
    if DUPLICATE.search(text):
        return Status.VOID
    if vocabulary.report.handed_in.search(text):
        return Status.DONE
    if any(hint in text for hint in vocabulary.deferred_hints):
        return Status.DEFERRED
    whole = vocabulary.states.get(key(first))
    if whole in (Status.DEFERRED, Status.IN_PROGRESS, Status.DONE):
        return whole
    brief = TELLING <= len(key(first)) <= BRIEF or first.startswith(("已", "正在"))
    if brief and not AGAIN.fullmatch(text) and (state := word(first, vocabulary, unit=unit)):
        return state
    dated = [clause[day.end() :] for clause in clauses[1:] if (day := ON_A_DAY.match(clause))]
    ended = (word(clause, vocabulary, unit=unit) is Status.DONE for clause in dated)
    return Status.DONE if any(ended) else None


def answer(text: str, vocabulary: Vocabulary) -> bool | None:
    """Yes or no, a yes with its day (是（5月10日）) and a no with its reason (否，正在整改) as well; None when a text is neither."""
    short = key(text) or text.strip()
    if short in vocabulary.yes or short in vocabulary.no:
        return short in vocabulary.yes
    first, *rest = map(key, CLAUSE.split(text))
    if not rest or first.isdecimal() or first not in vocabulary.yes | vocabulary.no:
        return None
    if first in vocabulary.no:
        return False
    return True if ON_A_DAY.fullmatch(rest[0]) else None


def understood(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text tells a state or answers yes or no."""
    return answer(text, vocabulary) is not None or word(text, vocabulary, unit=True) is not None
