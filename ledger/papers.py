"""Papers (文书, 监管记录): their kinds, their shape, their numbers."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from ledger.models import Action, Day, Kind, Named, Text, Texts, declared, field
from ledger.numbered import Handle, Register


class PaperKind(Named):
    """What kind of paper; its label is the word of its number series (督办〔2024〕第8号)."""

    ASSIGN = "assign", "交办"
    NOTICE = "notice", "整改"
    URGE = "urge", "催办"
    SUPERVISE = "supervise", "督办"
    REFER = "refer", "移交"
    INTERVIEW = "interview", "约谈"
    CRITICIZE = "criticize", "通报"
    DEDUCT = "deduct", "扣分"
    BLACKLIST = "blacklist", "红黑榜"
    CALLBACK = "callback", "回访"
    APPLY = "apply", "销号申请"
    CLOSE = "close", "销号"


FORMS: Final[Mapping[PaperKind, str]] = {
    PaperKind.ASSIGN: "交办单",
    PaperKind.NOTICE: "整改通知书",
    PaperKind.URGE: "催办通知书",
    PaperKind.SUPERVISE: "督办单",
    PaperKind.REFER: "移交执法函",
    PaperKind.INTERVIEW: "约谈通知书",
    PaperKind.CALLBACK: "回访记录",
    PaperKind.APPLY: "销号申请单",
    PaperKind.CLOSE: "销号验收单",
}
"""The kinds that are printed, each with the name of its document."""
OVERSIGHT: Final = (
    PaperKind.URGE,
    PaperKind.SUPERVISE,
    PaperKind.REFER,
    PaperKind.INTERVIEW,
    PaperKind.CRITICIZE,
    PaperKind.DEDUCT,
    PaperKind.BLACKLIST,
)
"""The kinds that are 监管手段: what `ledger oversight` registers."""


class Paper(NamedTuple):
    """One paper (文书) as the ledger knows it: the fold of its events. `issues` are uids.

    `doc_no` is what stands on it: its own number in the series of its kind and year, or the one
    that the clerk told. A paper taken back is `withdrawn`; its number stays used.
    """

    uid: str = field("标识")
    kind: PaperKind = field("种类")
    year: int = field("年份", Kind.COUNT)
    serial: int = field("序号", Kind.COUNT)
    doc_no: str = field("文号")
    given_on: date = field("日期", Kind.DATE)
    by: str = field("经办人")
    addressee: Text = field("主送单位")
    issues: Texts = field("问题", Kind.WORDS, unknown=())
    company: Text = field("物业企业")
    estate: Text = field("小区")
    note: Text = field("事由")
    due_on: Day = field("办结期限", Kind.DATE)
    cycle: Text = field("反馈周期")
    leader: Text = field("督办领导")
    clue: Text = field("违法线索")
    time: Text = field("约谈时间")
    place: Text = field("约谈地点")
    person: Text = field("被约谈人")
    requirement: Text = field("要求")
    points: float | None = field("分值", Kind.MONEY)
    clause: Text = field("依据条款")
    valid_until: Day = field("有效期至", Kind.DATE)
    board: Text = field("榜别")
    edition: Text = field("期次")
    result: Text = field("结果")
    result_on: Day = field("结果日期", Kind.DATE)
    basis: Text = field("结果依据")
    withdrawn: bool = field("已撤回", Kind.FLAG, unknown=False)
    version: int = field("版本", Kind.COUNT, unknown=0)


def number(prefix: str, kind: PaperKind, year: int, serial: int) -> str:
    """The number as it is printed.

    >>> number("里住建", PaperKind.SUPERVISE, 2024, 8)
    '里住建督办〔2024〕第8号'
    """
    return f"{prefix}{kind.label}〔{year}〕第{serial}号"


TYPED: Final = re.compile(r"(\D+?)(?:[〔\[［(（]?(\d{4})[〕\]］)）年-]+)?第?(\d{1,6})号?")


def handle(text: str) -> Handle | None:
    """The paper that is named, None for what names none.

    >>> handle("督办8")
    Handle(series='supervise', year=None, serial=8)
    >>> handle("里住建销号申请〔2023〕第12号")
    Handle(series='apply', year=2023, serial=12)
    >>> [PaperKind(handle(text).series).label for text in ("销号3", "移交执法2", "黑榜1", "督办单〔2024〕第8号")]
    ['销号', '移交', '红黑榜', '督办']
    """
    found = TYPED.fullmatch(text.strip().replace(" ", ""))
    if not found:
        return None
    kind = _kind(found[1])
    return Handle(str(kind), int(found[2]) if found[2] else None, int(found[3])) if kind else None


def _kind(word: str) -> PaperKind | None:
    """The kind that a word ends with, or else the only one of which it is a part (移交执法, 黑榜)."""
    names = {kind: (kind.label, FORMS.get(kind, kind.label)) for kind in PaperKind}
    ends = [kind for kind, told in names.items() if word.endswith(told)]
    parts = [kind for kind, told in names.items() if len(word) > 1 and any(word in n for n in told)]
    if ends:
        return max(ends, key=lambda kind: len(kind.label))
    return parts[0] if len(parts) == 1 else None


def _heading(made: Mapping[str, Any]) -> list[str]:
    kind = PaperKind(made["kind"])
    whom = made.get("addressee") or made.get("company")
    return [FORMS.get(kind, kind.label), made["doc_no"], *([whom] if whom else [])]


PAPERS: Final[Register[Paper]] = Register(
    name="paper",
    label="文书",
    listed="ledger oversight list 或 ledger document list",
    shape=Paper,
    fields=declared(Paper),
    created=Action.PAPER,
    handle=handle,
    heading=_heading,
    said=(
        "kind", "year", "serial", "doc_no", "given_on", "by", "addressee", "company", "estate", "issues",
        "result_on",
    ),
    kinds=PaperKind,
    apart=True,
)  # fmt: skip
