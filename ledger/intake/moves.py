"""Where a sheet's word may move an issue that the ledger knows: forward along the procedure, as far as it allows."""

from datetime import date
from typing import Final

from ledger.models import Action, Issue, Status
from ledger.needs import Given
from ledger.profile import Profile
from ledger.workflow import STEP, lacking

STEPS: Final = {STEP[a].after: a for a in (Action.ASSIGN, Action.ACCEPT, Action.DONE, Action.CLOSE)}
LINE: Final = (Status.REGISTERED, *STEPS)
ELSEWHERE: Final = {
    Status.DEFERRED: "挂账要写明原因、复核日和批准人：ledger defer",
    Status.VOID: "终结要写明原因和批准人：ledger void",
}


def objection(issue: Issue, to: Status, profile: Profile) -> str:
    """Why the procedure refuses to move the issue there on a sheet's word alone, "" when it does not.

    The words of the steps' own commands count as told by the sheet; what 销号 demands must be in the ledger.
    """
    if to is issue.status:
        return ""
    if to in ELSEWHERE:
        return ELSEWHERE[to]
    if issue.status is Status.VOID:
        return "终结的凭依据恢复：ledger reopen"
    start = Status.IN_PROGRESS if issue.status is Status.DEFERRED else issue.status
    first, last = (LINE.index(status) for status in (start, to))
    if last < first:
        return f"“{issue.status.label}”不能凭表退回“{to.label}”"
    given = Given(by="", on=date.min)
    missing = [
        need.missing
        for status in LINE[first + 1 : last + 1]
        for need in lacking(issue, STEPS[status], given, profile)
        if not need.option
    ]
    return "；".join(missing)
