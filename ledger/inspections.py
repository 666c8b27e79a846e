"""Inspections (监督考评): a checklist, a score sheet of an estate, its sum; never a grade."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final, NamedTuple

from ledger.errors import Usage
from ledger.models import Action, Kind, Object, Text, Texts, declared, field
from ledger.numbered import Handle, Register, handle
from ledger.profile import CheckItem

WORD: Final = "考评"
KINDS: Final = ("监督考评", "物业考评", "日常检查")
SOURCE: Final = "监督考评"
"""Where an issue comes from that an inspection found."""
NOTHING: Final[Mapping[str, Any]] = {}
TYPED: Final = re.compile(
    r"(\d{1,3})\s*[=＝]\s*(\d{1,3}(?:\.\d+)?)\s*分?[\s:：，,]*(.*)", re.DOTALL
)


class Inspection(NamedTuple):
    """One score sheet: the estate, who looked, what was deducted by number of the item; the score is the sum."""

    uid: str = field("标识")
    kind: str = field("方式")
    year: int = field("年份", Kind.COUNT)
    serial: int = field("序号", Kind.COUNT)
    doc_no: str = field("考评号")
    given_on: date = field("日期", Kind.DATE)
    by: str = field("经办人")
    estate: str = field("小区")
    full: float = field("满分", Kind.MONEY)
    score: float = field("得分", Kind.MONEY)
    subdistrict: Text = field("街道")
    company: Text = field("物业企业")
    team: Texts = field("考评人", Kind.WORDS, unknown=())
    deductions: Object = field("扣分", Kind.OBJECT, unknown=NOTHING)
    issues: Texts = field("问题", Kind.WORDS, unknown=())
    note: Text = field("说明")
    withdrawn: bool = field("已撤回", Kind.FLAG, unknown=False)
    version: int = field("版本", Kind.COUNT, unknown=0)


def _handle(text: str) -> Handle | None:
    return handle("inspection", WORD, text)


def _heading(made: Mapping[str, Any]) -> list[str]:
    score = f"{made['score']:g} 分（满分 {made['full']:g}）"
    return [made["kind"], made["doc_no"], made["estate"], score]


INSPECTIONS: Final[Register[Inspection]] = Register(
    name="inspection",
    label="考评",
    listed="ledger inspect list",
    shape=Inspection,
    fields=declared(Inspection),
    created=Action.INSPECT,
    handle=_handle,
    heading=_heading,
    said=(
        "kind", "year", "serial", "doc_no", "given_on", "by", "estate", "full", "score", "deductions",
        "issues", "subdistrict", "company",
    ),
)  # fmt: skip


class Deduction(NamedTuple):
    """Points taken off for one item of the checklist, and why."""

    number: int
    item: CheckItem
    points: float
    text: str

    @property
    def words(self) -> str:
        """What is wrong: in the inspector's words, else the item that is not kept."""
        return self.text or f"{self.item.group}不达标：{self.item.item}"


def deduction(typed: str, checklist: Sequence[CheckItem]) -> Deduction:
    """What a clerk typed: 4=2 楼道有杂物. Raises Usage for no item, no points, or more points than the item has."""
    found = TYPED.fullmatch(typed.strip())
    if not found:
        raise Usage(f"扣分“{typed}”读不懂", '应像 --off "4=2 楼道有杂物"（第 4 项扣 2 分）')
    number, points = int(found[1]), float(found[2])
    if not 1 <= number <= len(checklist):
        raise Usage(f"考评表没有第 {number} 项", "各项：ledger inspect items")
    item = checklist[number - 1]
    if not 0 < points <= item.points:
        raise Usage(
            f"第 {number} 项“{item.item}”满分 {item.points:g} 分，不能扣 {points:g} 分",
            f"写大于 0、不超过 {item.points:g} 的数",
        )
    return Deduction(number, item, points, found[3].strip())


def deductions(typed: Sequence[str], checklist: Sequence[CheckItem]) -> list[Deduction]:
    """As `deduction`, in the order of the items. Raises Usage for an item that is named twice."""
    found = sorted(deduction(one, checklist) for one in typed)
    for one, other in pairwise(found):
        if one.number == other.number:
            raise Usage(f"第 {one.number} 项写了两次", "一项写一次，扣分加在一起")
    return found


def full(checklist: Sequence[CheckItem]) -> float:
    return sum(item.points for item in checklist)


def scored(checklist: Sequence[CheckItem], taken: Sequence[Deduction]) -> dict[str, Any]:
    """What of a score sheet follows from the checklist and the deductions: the sum is all the arithmetic there is.

    >>> list_ = (CheckItem("卫生", "清扫", 10), CheckItem("绿化", "养护", 5))
    >>> scored(list_, [deduction("1=2.5 楼道有杂物", list_)])["score"]
    12.5
    """
    whole = full(checklist)
    return {
        "full": whole,
        "score": round(whole - sum(one.points for one in taken), 2),
        "deductions": {
            str(one.number): {"item": one.item.item, "points": one.points, "text": one.text}
            for one in taken
        },
    }
