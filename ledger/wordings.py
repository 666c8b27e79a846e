"""A district's own sentence for a 简报: a text with figures in {}, and the issues behind each of them."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Final, NamedTuple

from ledger import oversight, responses, whistles
from ledger.figures import DEFINITIONS, Figure, Stay, measure
from ledger.findings import found
from ledger.papers import Paper
from ledger.periods import Period
from ledger.samples import Sample
from ledger.sayings import AMONG, OF, Said
from ledger.summaries import latest, sorted_out, summary, written
from ledger.tables import Heading
from ledger.whistles import Whistle


class Records(NamedTuple):
    """What a ledger holds beside its issues."""

    papers: Sequence[Paper] = ()
    samples: Sequence[Sample] = ()
    whistles: Sequence[Whistle] = ()

    def about(self, uids: Collection[str]) -> "Records":
        """Those about any of these issues."""
        return Records(
            [one for one in self.papers if any(uid in uids for uid in one.issues)],
            [one for one in self.samples if any(uid in uids for uid in one.issues)],
            [one for one in self.whistles if any(uid in uids for uid in one.issues)],
        )


class Basis(NamedTuple):
    """What a sentence is told from: the stays of all issues, the days, whose it is, what else there is."""

    counted: Sequence[Stay]
    period: Period
    heading: Heading
    records: Records

    @property
    def samples(self) -> list[Sample]:
        return [one for one in self.records.samples if self._by_then(one)]

    @property
    def whistles(self) -> list[Whistle]:
        return [one for one in self.records.whistles if self._by_then(one)]

    def _by_then(self, one: Sample | Whistle) -> bool:
        return one.given_on <= self.period.last and not one.withdrawn

    @property
    def numbers(self) -> dict[str, str]:
        """The numbers of all issues by uid."""
        return {stay.issue.uid: stay.issue.number for stay in self.counted}


ANSWERED: Final = ("签收及时率", "响应及时率")
PLACE: Final = re.compile(r"\{([^{}]*)\}")
SENTENCE: Final = re.compile(r"[^。]*。|[^。]+")


def places(wording: str) -> list[str]:
    """What stands in {}."""
    return PLACE.findall(wording)


def unknown(wording: str) -> list[str]:
    """What stands in {} in a district's own wording and is no figure."""
    return [place for place in places(wording) if not known(place)]


def known(place: str) -> bool:
    match place.split("."):
        case [name]:
            return name in BESIDE or name in AMONG
        case [table, name] if table in TABLES:
            return name in TABLES[table][1]
        case [of, words, name]:
            return of in OF and bool(words) and name in AMONG
    return False


def worded(wording: str, basis: Basis) -> str:
    """The district's own sentences: of every issue entered up to the period's end, as it stood then.

    A sentence all of whose figures are nothing is left out.
    """
    return "".join(_sentence(text, basis) for text in SENTENCE.findall(wording))


def general(basis: Basis) -> str:
    """What a district without words of its own says: see summaries.summary, and how soon units answered."""
    counted, period, heading, records = basis
    sums = oversight.totals(records.papers, period.last)
    told = summary(counted, period, heading.district, heading.campaign, sums)
    rates = [f"{label}{figure.said_fully}" for label, figure in _clocks(basis) if figure.whole]
    return told + (f"交办后{'，'.join(rates)}。" if rates else "")


def _clocks(basis: Basis) -> list[tuple[str, Figure]]:
    """How soon units answered in the period, by the clocks that ran."""
    issues = {stay.issue.uid: stay.issue for stay in basis.counted}.values()
    every = responses.handings(issues)
    told = responses.measure(every, basis.period, basis.heading.made_on)
    return [(label, told[label]) for label in ANSWERED]


def _sentence(text: str, basis: Basis) -> str:
    told = {place: read(place, basis) for place in places(text)}
    figures = [said for place, said in told.items() if place not in NAMED]
    if figures and all(said.nothing for said in figures):
        return ""
    return PLACE.sub(lambda place: told[place[1]].text, text)


def read(place: str, basis: Basis) -> Said:
    """One figure that is `known`.

    {受理} is all issues, {来源.信访、来访.受理} those whose source contains one of the words, {标签.历史遗留.受理}
    those with the tag, {各类别} each category with its count, {本期.新增} an indicator of the period,
    {抽查.满意率} what samples found, {督办单} what was given and {吹哨} who was called.
    """
    *kind, name = place.split(".")
    if kind and kind[0] in TABLES:
        figure = TABLES[kind[0]][0](basis)[name]
        return Said(figure.said, figure.numbers)
    if name in BESIDE:
        return BESIDE[name](basis)
    begun = latest(basis.counted, basis.period.last)
    among = [stay for stay in begun if not kind or _is(stay, *kind)]
    return AMONG[name](sorted_out(among, basis.period))


def _is(stay: Stay, of: str, names: str) -> bool:
    """Whether a text contains one of the names, or one of the tags is one."""
    told = OF[of](stay.issue) or ()
    return any(name in told for name in names.split("、"))


TABLES: Final[Mapping[str, tuple[Callable[[Basis], Mapping[str, Figure]], Iterable[str]]]] = {
    "本期": (lambda basis: measure(basis.counted, basis.period), DEFINITIONS),
    "抽查": (lambda basis: found(basis.samples, basis.numbers), ("已查", "合格率", "满意率")),
}
"""What makes figures that have names of their own, and the names."""


def _answered(label: str, basis: Basis) -> Said:
    figure = dict(_clocks(basis))[label]
    return Said(figure.said_fully, figure.numbers)


def _given(label: str, basis: Basis) -> Said:
    """How many papers of a kind were given, counted as a report counts them."""
    last, papers = basis.period.last, basis.records.papers
    kind, _ = oversight.COUNTED[label]
    standing = [p for p in papers if p.kind is kind and oversight.stands(p, last)]
    return Said(f"{oversight.totals(papers, last)[label]:g}", _behind(standing, basis))


def _behind(records: Iterable[Paper | Whistle], basis: Basis) -> tuple[str, ...]:
    numbers = basis.numbers
    uids = chain.from_iterable(one.issues for one in records)
    return tuple(sorted({numbers[uid] for uid in uids if uid in numbers}))


def _whistled(basis: Basis) -> Said:
    return Said(str(len(basis.whistles)), _behind(basis.whistles, basis))


def _reported(basis: Basis) -> Said:
    """部门报到, by department and whistle."""
    came = [
        one
        for one in basis.whistles
        for unit in one.units
        if whistles.reached(one, unit, whistles.REPORT)
    ]
    return Said(str(len(came)), _behind(came, basis))


def _acted(kind: str, basis: Basis) -> Said:
    """How often departments acted or met together."""
    acts = [one for one in basis.whistles for name in one.acts if name.startswith(kind)]
    return Said(str(len(acts)), _behind(acts, basis))


NAMED: Final[Mapping[str, Callable[[Basis], Said]]] = {
    "截至": lambda basis: Said(written(basis.period.last)),
    "本期": lambda basis: Said(basis.period.title),
    "区": lambda basis: Said(basis.heading.district),
    "活动": lambda basis: Said(basis.heading.campaign),
}
BESIDE: Final[Mapping[str, Callable[[Basis], Said]]] = {
    **NAMED,
    "总体": lambda basis: Said(general(basis).removesuffix("。")),
    **{label: partial(_answered, label) for label in ANSWERED},
    **{label: partial(_given, label) for label in oversight.COUNTED},
    "吹哨": _whistled,
    "报到": _reported,
    **{kind: partial(_acted, kind) for kind in whistles.ACTS},
}
