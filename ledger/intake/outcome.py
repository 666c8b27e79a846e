"""How far the work has come by the words of a report on it: 已更换灯具，恢复照明; 等待配件; 联系车主挪车."""

import re
from dataclasses import dataclass
from typing import Final

from ledger.models import Status

CLAUSE: Final = re.compile(r"[，。；,;!！?？\n]")


@dataclass(frozen=True, kw_only=True)
class Signs:
    """What the clauses of a report are looked through for; each is explained in data/words.toml, [report]."""

    nothing: re.Pattern[str]
    at_work: re.Pattern[str]
    ended: re.Pattern[str]
    handed_in: re.Pattern[str]
    open: re.Pattern[str]
    prepared: re.Pattern[str]
    begun: re.Pattern[str]
    done: re.Pattern[str]
    perfect: re.Pattern[str]
    already: re.Pattern[str]
    aside: re.Pattern[str]

    def outcome(self, text: str) -> Status | None:
        """VOID, DONE or IN_PROGRESS as the clauses tell it, the last word counting most; None when no clause does.

        正在 speaks for the whole unless the last clause says that it has ended since; what was done stays done
        when later clauses only tell of steps (安排每周巡查).
        """
        clauses = [clause.strip() for clause in CLAUSE.split(text) if clause.strip()]
        if any(self.nothing.search(clause) for clause in clauses):
            return Status.VOID
        if any(map(self.at_work.search, clauses)) and not self.ended.search(clauses[-1]):
            return Status.IN_PROGRESS
        steps = False
        for clause in reversed(clauses):
            if self.handed_in.search(clause):
                return Status.DONE
            if self.open.search(clause):
                return Status.IN_PROGRESS
            if self._ended(clause):
                return Status.DONE
            steps = steps or self._begun(clause)
        return Status.IN_PROGRESS if steps else None

    def _begun(self, clause: str) -> bool:
        step = self.prepared.search(clause) or self.begun.search(clause)
        return bool(step) and not self.aside.search(clause)

    def _ended(self, clause: str) -> bool:
        """Whether a clause tells of work that is done: 更换管件, 已公示; not of 已联系厂家, 责令物业更换."""
        if self.prepared.search(clause) and not self.ended.search(clause):
            return False
        step = self.begun.search(clause)
        if self.done.search(clause):
            return bool(self.perfect.search(clause) or not step)
        return bool(self.already.search(clause)) and not step and not self.aside.search(clause)
