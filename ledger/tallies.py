"""Which tables the report of whistles has: how departments answered, how they were rated."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Final

from ledger.figures import SATISFIED, Figure, rate
from ledger.periods import Period
from ledger.tables import TOTAL, Heading, Report, Table, TableColumn
from ledger.whistles import ACTS, REPORT, SIGN, Whistle, late, reached

Pair = tuple[Whistle, str]
"""A whistle and one of the departments that it called."""


def whistles(
    blown: Sequence[Whistle], period: Period, heading: Heading, numbers: Mapping[str, str], now: str
) -> Report:
    """How departments answered the whistles of a period, as it stands `now` (`numbers`: issues by uid)."""
    called = [(one, unit) for one in blown for unit in one.units]
    units: dict[str, list[Pair]] = {}
    for pair in called:
        units.setdefault(pair[1], []).append(pair)
    ordered = sorted(units.items(), key=lambda item: (-len(item[1]), item[0]))
    whole = _answers(called, numbers, now)
    return Report(
        title=f"{heading.district}吹哨报到情况（{period.title}）",
        period=period,
        heading=heading,
        summary=_whistled(blown, called, whole, period),
        tables=(
            Table(
                title="按部门",
                columns=(
                    TableColumn(label="部门", figures=False, width=22),
                    *(TableColumn(label=label, width=18, full=True) for label in whole),
                ),
                rows=tuple((unit, *_answers(of, numbers, now).values()) for unit, of in ordered),
                total=(TOTAL, *whole.values()),
                notes=NOTES,
            ),
        ),
    )


NOTES: Final = (
    "按时签收率＝按时签收÷应签收，按时报到率＝按时报到÷应报到；应签收、应报到是已到时限或已应哨的家次",
    "满意率＝（非常满意＋满意＋基本满意）÷街道已评价的家次",
)


def _answers(called: Sequence[Pair], numbers: Mapping[str, str], now: str) -> dict[str, Figure]:
    """How often departments were called, answered in time, and how they were rated."""
    rated = [(one, unit) for one, unit in called if unit in one.ratings]
    content = [(one, unit) for one, unit in rated if one.ratings[unit] in SATISFIED]
    return {
        "吹哨": _count(called, numbers),
        "按时签收率": _in_time(called, SIGN, numbers, now),
        "按时报到率": _in_time(called, REPORT, numbers, now),
        "评价": _count(rated, numbers),
        "满意率": rate(len(content), len(rated), _behind(content, numbers)),
    }


def _count(pairs: Sequence[Pair], numbers: Mapping[str, str]) -> Figure:
    return Figure(value=len(pairs), numbers=_behind(pairs, numbers))


def _in_time(called: Sequence[Pair], stage: str, numbers: Mapping[str, str], now: str) -> Figure:
    """Who reached a stage in time, of those who have reached it or should have."""
    due = [
        (one, unit)
        for one, unit in called
        if reached(one, unit, stage) is not None or late(one, unit, stage, now)
    ]
    good = [(one, unit) for one, unit in due if not late(one, unit, stage, now)]
    return rate(len(good), len(due), _behind(good, numbers))


def _behind(pairs: Iterable[Pair], numbers: Mapping[str, str]) -> tuple[str, ...]:
    """The issues for which these whistles were blown."""
    return tuple(sorted({numbers[uid] for one, _ in pairs for uid in one.issues}))


def _whistled(
    blown: Sequence[Whistle], called: Sequence[Pair], whole: Mapping[str, Figure], period: Period
) -> str:
    if not blown:
        return f"{period.title}没有吹哨。"
    rates = [
        f"{label}{figure.said_fully}"
        for label, figure in whole.items()
        if figure.whole and figure.part is not None
    ]
    acts = [name.rstrip("0123456789") for name in chain.from_iterable(one.acts for one in blown)]
    joint = [f"{kind}{acts.count(kind)}次" for kind in ACTS if kind in acts]
    streets = {one.subdistrict for one in blown if one.subdistrict}
    return (
        "，".join(
            (
                f"{period.title}，{f'{len(streets)}个街道' if streets else ''}吹哨{len(blown)}次，应哨{len(called)}家次",
                *rates,
                *joint,
            )
        )
        + "。"
    )
