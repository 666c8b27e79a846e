"""Samples (抽查、随机复查、回头看): drawn so that anybody can draw them again, what was found of each issue."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from ledger.errors import NotAllowed, Usage
from ledger.hashing import blake2b
from ledger.models import Action, Day, Kind, Object, Text, Texts, declared, field
from ledger.numbered import Handle, Register, handle

WORD: Final = "抽查"
KINDS: Final = (WORD, "随机复查", "回头看")
GOOD: Final = "合格"
BAD: Final = "不合格"
NOTHING: Final[Mapping[str, Any]] = {}
SIZE: Final = re.compile(r"(\d{1,6})(?:件)?|(\d{1,3})(?:\.(\d))?[%％]")
WHOLE: Final = 1000


class Sample(NamedTuple):
    """One sample: how many there were to draw from, the seed, the issues drawn; `findings` by uid.

    With the fingerprint (the ledger as it was), the scope and the seed the same issues are drawn again.
    """

    uid: str = field("标识")
    kind: str = field("方式")
    year: int = field("年份", Kind.COUNT)
    serial: int = field("序号", Kind.COUNT)
    doc_no: str = field("抽查号")
    given_on: date = field("日期", Kind.DATE)
    by: str = field("经办人")
    population: int = field("总数", Kind.COUNT)
    seed: int = field("种子", Kind.COUNT)
    scope: str = field("范围")
    fingerprint: str = field("台账指纹")
    issues: Texts = field("问题", Kind.WORDS, unknown=())
    note: Text = field("说明")
    findings: Object = field("结果", Kind.OBJECT, unknown=NOTHING)
    ended_on: Day = field("查完日期", Kind.DATE)
    withdrawn: bool = field("已撤回", Kind.FLAG, unknown=False)
    version: int = field("版本", Kind.COUNT, unknown=0)


def _handle(text: str) -> Handle | None:
    return handle("sample", WORD, text)


def _heading(made: Mapping[str, Any]) -> list[str]:
    drawn = f"{made['population']} 件中抽 {len(made['issues'])} 件"
    return [made["kind"], made["doc_no"], drawn]


SAMPLES: Final[Register[Sample]] = Register(
    name="sample",
    label="抽查",
    listed="ledger sample list",
    shape=Sample,
    fields=declared(Sample),
    created=Action.SAMPLE,
    handle=_handle,
    heading=_heading,
    said=(
        "kind", "year", "serial", "doc_no", "given_on", "by", "population", "seed", "scope", "fingerprint",
        "issues", "ended_on",
    ),
    inner={"on": None, "satisfaction": "满意度"},
)  # fmt: skip


def size(text: str, population: int) -> int:
    """How many to draw: 20, or a part of all (rounded up), never more than there are. Raises Usage.

    >>> size("5%", 2682), size("20", 2682), size("20", 17)
    (135, 20, 17)
    """
    found = SIZE.fullmatch(text.strip())
    count, percent, tenths = found.groups("0") if found else ("0", "0", "0")
    permille = int(percent + tenths)
    if not (int(count) or 0 < permille <= WHOLE):
        raise Usage(f"“{text}”不是抽查的数量", "应像 --size 20 或 --size 5%")
    return min(int(count) or -(-population * permille // WHOLE), population)


def draw(numbers: Sequence[str], count: int, seed: int) -> list[str]:
    """The `count` numbers that a seed draws, by number: the same whatever else is in the ledger, on every machine.

    Each number has its place by the hash of seed and number; the first places are drawn.

    >>> draw(["2024-0001", "2024-0002", "2024-0003", "2024-0004"], 2, 7)
    ['2024-0002', '2024-0003']
    """
    placed = sorted(numbers, key=lambda number: _place(seed, number))
    return sorted(placed[:count])


def _place(seed: int, number: str) -> bytes:
    return blake2b(f"{seed} {number}".encode(), digest_size=16).digest()


class Finding(NamedTuple):
    """What was found of an issue: whether it is as it should be, how content the resident is, in which words."""

    good: bool
    satisfaction: str | None
    text: str


def found(sample: Sample, uid: str, number: str, finding: Finding, on: date) -> dict[str, Any]:
    """What changes when an issue was looked at. Raises NotAllowed for one that was not drawn, or is known; Usage."""
    if uid not in sample.issues:
        raise NotAllowed(
            f"{sample.doc_no} 没有抽到 {number} 号", f"抽到的：ledger sample show {sample.doc_no}"
        )
    if known := sample.findings.get(uid):
        raise NotAllowed(
            f"{sample.doc_no} 的 {number} 号已经记过：{known['result']}", "记错了先 ledger undo"
        )
    if not finding.good and not finding.text:
        raise Usage(f"{number} 号不合格，缺情况", '-m "哪里没有整改到位"')
    told = {
        "on": on.isoformat(),
        "result": GOOD if finding.good else BAD,
        "satisfaction": finding.satisfaction,
        "text": finding.text,
    }
    ended = sample.findings.keys() | {uid} >= set(sample.issues)
    kept = {f"findings/{uid}": {name: value for name, value in told.items() if value}}
    return kept | ({"ended_on": on} if ended else {})


def left(sample: Sample) -> list[str]:
    """The issues drawn that nobody has looked at yet."""
    return [uid for uid in sample.issues if uid not in sample.findings]
