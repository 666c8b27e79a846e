"""The past of an issue as a sheet recounts it: what happened on which day, as far as its columns tell."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from ledger.models import Action, Event

DAYS: Final = (
    ("reported_on", "受理", "", ("source",)),
    ("assigned_on", Action.ASSIGN.label, "", ("lead_unit",)),
    ("done_on", Action.DONE.label, "", ("lead_unit", "progress")),
    ("verified_on", Action.VERIFY.label, "verifier", ("verify_result",)),
    ("callback_on", Action.CALLBACK.label, "", ("callback_text", "satisfaction")),
    ("closed_on", Action.CLOSE.label, "", ()),
)
"""Fields that hold a day, in the order of the procedure: what happened then, the field of who did it, those of what was said."""

SHEETS: Final = (Action.IMPORT, Action.UPDATE)


class Past(NamedTuple):
    """What a sheet recounts of one day (ISO 8601): who did it, "" if it does not say, what, and the words for it."""

    on: str
    by: str
    what: str
    words: str


def past(event: Event) -> list[Past]:
    """What the sheet behind an event recounts, earliest first; nothing for what did not come from a sheet."""
    return sorted(_told(event), key=lambda told: told.on) if event.kind in SHEETS else []


def _told(event: Event) -> Iterator[Past]:
    for name, what, by, words in DAYS:
        if day := event.new.get(name):
            said = [text for field in words if (text := event.new.get(field))]
            yield Past(day, event.new.get(by) or "", what, "；".join(["据来表", *said]))
