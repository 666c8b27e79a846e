"""Which tables the report of inspections has: estates and companies by score, and who was not inspected yet."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from ledger.figures import Figure
from ledger.inspections import Inspection
from ledger.periods import Period
from ledger.tables import TOTAL, UNKNOWN, Cell, Heading, Report, Table, TableColumn

WHOLE: Final = 100


class Place(NamedTuple):
    """Where an estate is and who runs it, as far as it is known."""

    subdistrict: str | None = None
    company: str | None = None


def inspections(
    sheets: Sequence[Inspection],
    places: Mapping[str, Place],
    period: Period,
    heading: Heading,
    numbers: Mapping[str, str],
) -> Report:
    """The score sheets of a period, the best first; `places` are all estates that there are to inspect."""
    by_estate = _grouped([(sheet.estate, sheet) for sheet in sheets])
    by_company = _grouped([(sheet.company or UNKNOWN, sheet) for sheet in sheets])
    every = {sheet.estate: Place(sheet.subdistrict, sheet.company) for sheet in sheets} | dict(
        places
    )
    left = sorted(
        (name for name in every if name not in by_estate),
        key=lambda name: (every[name].subdistrict or "", every[name].company or "", name),
    )
    return Report(
        title=f"{heading.district}监督考评（{period.title}）",
        period=period,
        heading=heading,
        summary=_summary(sheets, len(every), len(left), period),
        tables=(
            _estates(by_estate, numbers),
            _companies(by_company, every, left, numbers),
            _items(sheets, numbers),
            _uninspected(left, every),
        ),
    )


def _grouped(named: Sequence[tuple[str, Inspection]]) -> dict[str, list[Inspection]]:
    groups: dict[str, list[Inspection]] = {}
    for name, sheet in named:
        groups.setdefault(name, []).append(sheet)
    return groups


def mean(sheets: Sequence[Inspection]) -> float:
    """The average score, each sheet brought to a hundred points."""
    return sum(sheet.score * WHOLE / sheet.full for sheet in sheets) / len(sheets)


def _ranked(groups: Mapping[str, list[Inspection]]) -> list[tuple[int, str, list[Inspection]]]:
    """The groups with their places, the best first; who has the same score has the same place."""
    means = {name: round(mean(sheets), 2) for name, sheets in groups.items()}
    ordered = sorted(groups, key=lambda name: (-means[name], name))
    places = {name: 1 + sum(other > means[name] for other in means.values()) for name in ordered}
    return [(places[name], name, groups[name]) for name in ordered]


def _points(sheets: Sequence[Inspection]) -> str:
    return f"{round(mean(sheets), 2):g}"


def _behind(sheets: Sequence[Inspection], numbers: Mapping[str, str]) -> Figure:
    """How many sheets, and the issues that they found."""
    found = {numbers[uid] for sheet in sheets for uid in sheet.issues}
    return Figure(value=len(sheets), numbers=tuple(sorted(found)))


def _found(sheets: Sequence[Inspection], numbers: Mapping[str, str]) -> Figure:
    found = tuple(sorted(numbers[uid] for sheet in sheets for uid in sheet.issues))
    return Figure(value=len(found), numbers=found)


def _estates(groups: Mapping[str, list[Inspection]], numbers: Mapping[str, str]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            str(place),
            sheets[-1].subdistrict or "",
            sheets[-1].company or "",
            _behind(sheets, numbers),
            _points(sheets),
            _found(sheets, numbers),
        )
        for place, name, sheets in _ranked(groups)
    ]
    return Table(
        title="按小区",
        columns=(
            TableColumn(label="小区", figures=False, width=22),
            TableColumn(label="名次", figures=False, width=8, whole=True),
            TableColumn(label="街道", figures=False, width=16),
            TableColumn(label="物业企业", figures=False, width=26),
            TableColumn(label="考评", width=8),
            TableColumn(label="平均分", figures=False, width=10, whole=True),
            TableColumn(label="登记问题", width=10),
        ),
        rows=tuple(rows),
        notes=("平均分按每张满分 100 分折算，只供排名，不是信用等级",),
    )


def _companies(
    groups: Mapping[str, list[Inspection]],
    every: Mapping[str, Place],
    left: Sequence[str],
    numbers: Mapping[str, str],
) -> Table:
    """The companies by score; those of which nothing was inspected yet stand below."""
    runs = [place.company or UNKNOWN for place in every.values()]
    missing = [every[name].company or UNKNOWN for name in left]

    def row(name: str, place: str, sheets: Sequence[Inspection]) -> tuple[Cell, ...]:
        return (
            name,
            place,
            *_covered(runs.count(name), missing.count(name)),
            *_sums(sheets, numbers),
        )

    ranked = [row(name, str(place), sheets) for place, name, sheets in _ranked(groups)]
    others = [row(name, "", ()) for name in sorted({*missing} - groups.keys())]
    whole = [sheet for sheets in groups.values() for sheet in sheets]
    return Table(
        title="按物业企业",
        columns=(
            TableColumn(label="物业企业", figures=False, width=28),
            TableColumn(label="名次", figures=False, width=8, whole=True),
            *(TableColumn(label=label, width=10) for label in ("小区", "已考评", "未考评")),
            TableColumn(label="平均分", figures=False, width=10, whole=True),
            TableColumn(label="登记问题", width=10),
        ),
        rows=(*ranked, *others),
        total=(TOTAL, "", *_covered(len(every), len(left)), *_sums(whole, numbers)),
    )


def _covered(estates: int, missing: int) -> tuple[Figure, ...]:
    """How many estates there are, were inspected, were not."""
    return tuple(Figure(value=n) for n in (estates, estates - missing, missing))


def _sums(sheets: Sequence[Inspection], numbers: Mapping[str, str]) -> tuple[Cell, Figure]:
    """The average score, and the issues found."""
    return _points(sheets) if sheets else "", _found(sheets, numbers)


def _items(sheets: Sequence[Inspection], numbers: Mapping[str, str]) -> Table:
    """Where points were lost: each item with how often and how many."""
    lost: dict[str, list[tuple[Inspection, float]]] = {}
    for sheet in sheets:
        for one in sheet.deductions.values():
            lost.setdefault(one["item"], []).append((sheet, one["points"]))
    rows: list[tuple[Cell, ...]] = [
        (item, _behind([sheet for sheet, _ in among], numbers), f"{sum(p for _, p in among):g}")
        for item, among in sorted(lost.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]
    return Table(
        title="扣分项目",
        columns=(
            TableColumn(label="项目", figures=False, width=50),
            TableColumn(label="次数", width=8),
            TableColumn(label="共扣", figures=False, width=8, whole=True),
        ),
        rows=tuple(rows),
    )


def _uninspected(left: Sequence[str], every: Mapping[str, Place]) -> Table:
    return Table(
        title="未考评小区",
        columns=(
            TableColumn(label="小区", figures=False, width=24),
            TableColumn(label="街道", figures=False, width=18),
            TableColumn(label="物业企业", figures=False, width=28),
        ),
        rows=tuple(
            (name, every[name].subdistrict or "", every[name].company or "") for name in left
        ),
        notes=(f"台账里的小区还没有考评的 {len(left)} 个",),
    )


def _summary(sheets: Sequence[Inspection], every: int, left: int, period: Period) -> str:
    if not sheets:
        return (
            f"{period.title}没有考评，应考评小区{every}个。"
            if every
            else f"{period.title}没有考评。"
        )
    parts = [f"应考评小区{every}个，已考评{every - left}个"]
    parts += [f"未考评{left}个"] if left else []
    parts += [f"考评{len(sheets)}次，平均{_points(sheets)}分"]
    found = sum(len(sheet.issues) for sheet in sheets)
    parts += [f"登记问题{found}件"] if found else []
    return f"{period.title}，{'，'.join(parts)}。"
