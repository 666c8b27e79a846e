"""Every row that came back, judged: as it was sent, as it came back, as the ledger is now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ledger import catalogue
from ledger.commands import exchange, session
from ledger.commands.env import Env
from ledger.commands.options import Write
from ledger.commands.replies import Row
from ledger.commands.writing import LISTED, words_of
from ledger.errors import BadData
from ledger.intake.plan import Item, Verdict
from ledger.intake.reply import Rules, events, failed, fresh, item, values_then
from ledger.intake.returned import Answer, Answers
from ledger.intake.sent import RETURNED, SENT, Sent, typed
from ledger.models import Issue
from ledger.profile import Profile
from ledger.store import Reader
from ledger.workflow import apply

if TYPE_CHECKING:
    from ledger.intake.drafts import Reading
    from ledger.sheets.gather import Source

WITHDRAWN: Final = "登记已撤销"


class Back(NamedTuple):
    """A file that came back, what it says, and its rows."""

    source: Source
    reading: Reading
    answers: Answers

    @property
    def sent(self) -> Sent:
        return self.answers.returned.sent


class Planned(NamedTuple):
    """The verdict on every row, what it was judged by, and the end of the history it was made against."""

    rows: Sequence[Row]
    rules: Rules
    head: tuple[int, bytes]


def planned(
    env: Env, store: Reader, profile: Profile, write: Write, found: Sequence[Back]
) -> Planned:
    on = session.day(write.on, env, store) if write.on else env.today
    used = {name: store.names(name) for name in LISTED}
    used["satisfaction"] = sorted(catalogue.vocabulary().satisfactions)
    rules = Rules(profile, words_of(profile), used, "", on)
    state = _issues(store, found)
    disputed = _disputed(found)
    rows: list[Row] = []
    for place, back in enumerate(found):
        mine = rules._replace(receiver=back.sent.receiver)
        for answer in back.answers.rows:
            if answer.sent is None:
                continue
            issue = state.get(answer.sent.uid)
            then = _then(store, answer, issue)
            firm = disputed.get((back.sent.key, answer.sent.uid), frozenset())
            made = item(answer, issue, then, mine, firm) if issue else failed(answer, WITHDRAWN)
            rows.append(Row(place, back.sent.receiver, answer, made))
            if issue and made.changes and made.verdict is not Verdict.ERROR:
                state[issue.uid] = _after(issue, made, mine)
    return Planned([*rows, *_added(store, profile, found)], rules, store.head())


def _issues(store: Reader, found: Sequence[Back]) -> dict[str, Issue]:
    """The issues that rows speak of, as they are now."""
    uids = [row.sent.uid for back in found for row in back.answers.rows if row.sent]
    return {issue.uid: issue for issue in store.candidates(uids=uids)}


def _then(store: Reader, answer: Answer, issue: Issue | None) -> Mapping[str, Any]:
    """What the ledger said of an issue when it went out."""
    if issue is None or answer.sent is None or not answer.edits:
        return {}
    as_sent = store.as_of(issue.uid, answer.sent.version)
    return values_then(as_sent or issue)


def _disputed(found: Sequence[Back]) -> dict[tuple[str, str], frozenset[str]]:
    """What two copies of the same workbook tell differently: header paths by workbook and issue."""
    told: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for back in found:
        for answer in back.answers.rows:
            for edit in answer.edits if answer.sent else ():
                told[back.sent.key, answer.sent.uid][edit.column.path].add(edit.text)  # type: ignore[union-attr]
    return {
        at: frozenset(path for path, texts in paths.items() if len(texts) > 1)
        for at, paths in told.items()
    }


def _after(issue: Issue, made: Item, rules: Rules) -> Issue:
    for event in events(issue, made.changes, rules):
        issue = apply(issue, event)
    return issue


def _added(store: Reader, profile: Profile, found: Sequence[Back]) -> list[Row]:
    """The rows that receivers added, judged as an import is; the same one in two copies counts once."""
    added = [
        (place, back.sent, answer, answer.draft._replace(errors=answer.errors))
        for place, back in enumerate(found)
        for answer in back.answers.rows
        if answer.sent is None and answer.draft
    ]
    drafts = [fresh(draft, sent.field, sent.receiver) for _, sent, _, draft in added]
    seen = set[tuple[str, str]]()
    rows = []
    for (place, sent, answer, _), one in zip(
        added, exchange.planned(store, [drafts], profile).items, strict=True
    ):
        told = {name: value for name, value in one.draft.values.items() if name != "origin"}
        again = (sent.key, repr(sorted(told.items())))
        twice = one.verdict is Verdict.NEW and again in seen
        seen.add(again)
        kept = one._replace(verdict=Verdict.SAME) if twice else one
        rows.append(Row(place, sent.receiver, answer, kept))
    return rows


def awaited(store: Reader, found: Sequence[Back]) -> list[str]:
    """Who got a workbook in the same dispatch and has not returned it yet."""
    back = {one.sent.key for one in found} | set(store.settings(RETURNED))
    dispatches = {one.sent.dispatch for one in found}
    return [
        sent.receiver
        for sent in reversed(sents(store))
        if sent.dispatch in dispatches and sent.key not in back
    ]


def sents(store: Reader) -> list[Sent]:
    """What went out, the newest first. Raises BadData when nothing ever did."""
    found = [typed(key, told) for key, told in store.settings(SENT).items()]
    if not found:
        raise BadData("还没有发过表，没有可收的", "先发：ledger export --split-by 街道 -o 下发")
    return found
