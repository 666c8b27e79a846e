"""举一反三: the same problem looked for at other estates, and registered there with a link between both."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ledger.commands import session
from ledger.commands.env import Env
from ledger.commands.pairs import LIST
from ledger.commands.session import place
from ledger.commands.writing import Session
from ledger.errors import Usage
from ledger.models import Action, Issue
from ledger.profile import Profile
from ledger.store import Reader, Recorded
from ledger.workflow import decide

COPIED: Final = (
    "description", "title", "category", "subcategory", "source", "severity", "requirement", "tags",
    "campaign",
)  # fmt: skip
LIKE: Final = "like"
SIBLINGS: Final = "siblings"
"""The facts of events: which issue one was registered after, and which were registered after one."""


def values(model: Issue, told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What to register at each of the estates that are told, after an issue that may be found there, too."""
    estates = [name.strip() for name in LIST.split(told.get("estate", "")) if name.strip()]
    if not estates:
        example = f"应像 ledger add --like {model.number} -e 怡园二期,金都府邸"
        raise Usage("没有说登记到哪些小区", example)
    copied = {name: value for name in COPIED if (value := getattr(model, name))}
    remark = {"remarks": f"举一反三：{model.number}"}
    return [{**copied, **remark, **told, "estate": estate} for estate in estates]


def link(work: Session, model: Issue, issues: Sequence[Issue]) -> None:
    """Let the issue tell what was registered after it, whatever its state."""
    given = work.given(facts={SIBLINGS: [issue.number for issue in issues]})
    work.store.record(model, decide(model, Action.LINK, given, work.profile))


def linked(
    history: Sequence[Recorded], store: Reader, env: Env, profile: Profile
) -> list[tuple[str, str]]:
    """The issues that the history of one is linked to, as they stand: label and text. Nothing is looked up without a link."""
    facts = [item.event.facts for item in history if item.event.facts]
    numbers = [told[LIKE] for told in facts if LIKE in told]
    numbers += [number for told in facts for number in told.get(SIBLINGS, ())]
    found = store.issues(list(dict.fromkeys(numbers))) if numbers else ()
    lines = [
        f"{session.short(issue.number, profile, env)} 号  {place(issue)}  {issue.status.label}"
        for issue in found
        if not issue.withdrawn
    ]
    return [("举一反三", "\n".join(lines))]
