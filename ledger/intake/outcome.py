"""How far the work has come by the words of a report on it: 已更换灯具，恢复照明; 等待配件; 联系车主挪车."""

import re
from dataclasses import dataclass
from typing import Final

from ledger.intake.text import heard
from ledger.models import Status
from ledger.numerals import number

CLAUSE: Final = re.compile(r"[，。；,;!！?？\n]|—{2,}")
LATER: Final = re.compile("拟|计划|打算|准备")
AMOUNT: Final = re.compile(
    r"(共|总共|总计|合计|总长|全长|总面积|应\w{0,2})?\s*(?<![\d.])(\d+(?:\.\d+)?|[一二三四五六七八九十百两]{1,4}(?!块))\s*"
    "(路(?!口|面|灯|段|边)|平方米|平米|㎡|立方米|公里|延长米|米|处|个(?!月|工作|小时)|户|台|盏|只|套|块|樘|吨|部|根|棵|株|件|间|扇|具|辆|家|条|座)"
)
WHOLLY: Final = re.compile(r"全部|均|都|完毕|抽查|回访|其余|完成(?!\s*\d)")


@dataclass(frozen=True, kw_only=True)
class Signs:
    """What the clauses of a report are looked through for; each is explained in data/words.toml, [report]."""

    nothing: re.Pattern[str]
    at_work: re.Pattern[str]
    ended: re.Pattern[str]
    handed_in: re.Pattern[str]
    open: re.Pattern[str]
    put_off: re.Pattern[str]
    untouched: re.Pattern[str]
    ahead: re.Pattern[str]
    prepared: re.Pattern[str]
    begun: re.Pattern[str]
    done: re.Pattern[str]
    perfect: re.Pattern[str]
    already: re.Pattern[str]
    aside: re.Pattern[str]

    def outcome(self, text: str) -> Status | None:
        """VOID, DEFERRED, DONE, IN_PROGRESS, or REGISTERED for untouched, as the clauses tell it; None when no clause does.

        The last word counts most: 正在 speaks for the whole unless the last clause says that it has ended since; what
        was done stays done when later clauses only tell of steps (安排每周巡查) or look ahead.
        """
        clauses = [clause.strip() for clause in CLAUSE.split(heard(text)) if clause.strip()]
        told = [clause for clause in clauses if not self.ahead.search(clause)]
        clauses = self._done_before(told or clauses)
        if any(self.nothing.search(clause) for clause in clauses):
            return Status.VOID
        if any(map(self.at_work.search, clauses)) and not self.ended.search(clauses[-1]):
            return Status.IN_PROGRESS
        late = any(map(self.put_off.search, clauses))
        if late and (self.put_off.search(clauses[-1]) or not self._ended(clauses[-1])):
            return Status.DEFERRED
        if any(map(self.untouched.search, clauses)) and not any(map(self._moved, clauses)):
            return Status.REGISTERED
        steps = False
        for clause in reversed(clauses):
            if self.handed_in.search(clause) and not self._only_prepared(clauses):
                return Status.DONE
            if self.open.search(clause):
                return Status.IN_PROGRESS
            if self._ended(clause):
                return Status.DONE
            steps = steps or self._begun(clause)
        return Status.IN_PROGRESS if steps else None

    def _done_before(self, clauses: list[str]) -> list[str]:
        """The clauses up to a plan for another time, where the work itself was done: 已更换，计划明年再查一遍."""
        for at, clause in enumerate(clauses):
            plan = LATER.match(clause) and self.put_off.search(clause)
            if plan and any(map(self._ended, clauses[:at])):
                return clauses[:at]
        return clauses

    def _only_prepared(self, clauses: list[str]) -> bool:
        """Whether no work was done, only its steps: 已报价，等物业确认."""
        return any(map(self.prepared.search, clauses)) and not any(map(self._ended, clauses))

    def _moved(self, clause: str) -> bool:
        """Whether a clause tells that something was done."""
        idle = self.untouched.search(clause)
        return not idle and (self._ended(clause) or self._begun(clause))

    def _begun(self, clause: str) -> bool:
        step = self.prepared.search(clause) or self.begun.search(clause)
        return bool(step) and not self.aside.search(clause)

    def _ended(self, clause: str) -> bool:
        """Whether a clause tells of work that is done: 更换管件, 已公示; not of 已联系厂家, 责令物业更换."""
        first, and_, _ = clause.partition("并")
        if and_ and self._ended(first):
            return True  # 已清理并安排日巡
        step = self.prepared.search(clause)
        if step and not (self.ended.search(clause) or self._followed(clause, step.end())):
            return False
        step = self.begun.search(clause)
        if self.done.search(clause):
            return bool(self.perfect.search(clause) or not step)
        return bool(self.already.search(clause)) and not step and not self.aside.search(clause)

    def _followed(self, clause: str, at: int) -> bool:
        """Whether a clause goes on from a step to what came of it: 联系上车主挪走了."""
        return clause.endswith(("了", "好", "完", "毕")) and bool(self.done.search(clause, at))


def falls_short(told: str, planned: str) -> bool:
    """Whether a report names less than what was planned, or than the whole that it names itself.

    >>> falls_short("步道已翻新350平方米", "步道翻新400平方米"), falls_short("共11处，已修8处", "")
    (True, True)
    >>> falls_short("更换灯具8盏，全部点亮", "更换灯具10盏")
    False
    """
    if WHOLLY.search(told):
        return False
    whole = {unit: _amount(n) for _, n, unit in AMOUNT.findall(planned)}
    whole |= {unit: _amount(n) for sign, n, unit in AMOUNT.findall(told) if sign}
    parts = [(unit, _amount(n)) for sign, n, unit in AMOUNT.findall(told) if not sign]
    units = [unit for unit, _ in parts]
    return any(n < whole.get(unit, 0) for unit, n in parts if units.count(unit) == 1)


def _amount(text: str) -> float:
    """The number that figures or a numeral tell; 0 for characters that make none."""
    if text[0].isdecimal():
        return float(text)
    try:
        return number(text)
    except ValueError:
        return 0.0
