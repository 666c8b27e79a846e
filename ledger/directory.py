"""The directory (名录): units and estates, what else each is called, and which of them a name means."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from ledger import matching
from ledger.models import Field, Kind


class Entry(NamedTuple):
    """A unit (单位: an office, a street, a company) or an estate (小区), as the directory knows it.

    A unit belongs to its `parent`; its `duty` is what residents turn to it for: such units stand on the
    public list of contacts (便民公示). An estate lies in a street and a community and is run by a company,
    its `person` being the project manager. `extra` holds what else an office's list tells.
    """

    name: str
    kind: str | None = None
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    duty: str | None = None
    subdistrict: str | None = None
    community: str | None = None
    company: str | None = None
    person: str | None = None
    phone: str | None = None
    remarks: str | None = None
    extra: Mapping[str, Any] | None = None


def _fields(**labels: str) -> Mapping[str, Field]:
    words = {"aliases": Kind.WORDS}
    return {name: Field(text, words.get(name, Kind.TEXT), None) for name, text in labels.items()}


UNIT: Final = _fields(
    name="单位", kind="类型", parent="上级", aliases="别名", duty="负责事项", person="联系人",
    phone="电话", remarks="备注",
)  # fmt: skip
ESTATE: Final = _fields(
    name="小区", aliases="别名", subdistrict="街道", community="社区", company="物业企业",
    person="项目经理", phone="电话", remarks="备注",
)  # fmt: skip
"""What is told of units and of estates."""

KINDS: Final = {
    "市": "市(政府)?$",
    "区": "[区县](政府)?$",
    "街道": "(街道|镇|乡|街办)(办|办事处|人民政府|政府)?$",
    "社区": "(社区|村)(居委会|居民委员会|村委会|村民委员会)?$|(居委会|村委会|居民委员会)$",
    "部门": "",
    "企业": "公司$|物业$|集团$|企业$|服务中心$",
    "专班": "专班$|工作组$|领导小组$|指挥部$",
    "媒体": "日报|晚报|电视台|广播|报社|融媒体|客户端",
}
"""The kinds of units, from the top of the tree down, and what their names look like."""
GUESSED: Final = ("社区", "街道", "专班", "媒体", "企业", "市", "区")


def kind_of(name: str) -> str:
    """The kind of a unit, by its name.

    >>> [kind_of(name) for name in ("红旗街道", "恒安物业", "省报社社区居委会", "区住建局", "道里区", "市12345办公室")]
    ['街道', '企业', '社区', '部门', '区', '部门']
    """
    return next((kind for kind in GUESSED if re.search(KINDS[kind], name)), "部门")


def plain(entry: Entry) -> dict[str, Any]:
    """The entry as JSON knows it: what is known of it."""
    told = {name: value for name, value in entry._asdict().items() if value}
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in told.items()
    }


def typed(told: Mapping[str, Any]) -> Entry:
    """The reverse of `plain`."""
    values: dict[str, Any] = {**told, "aliases": tuple(told.get("aliases", ()))}
    return Entry(**values)


def called(entry: Entry) -> tuple[str, ...]:
    """What the entry is called: its name, its other names, a street also 红旗办.

    >>> called(Entry("红旗街道", "街道", aliases=("红街",)))
    ('红旗街道', '红街', '红旗办')
    """
    street = entry.kind == "街道" and entry.name.endswith("街道")
    short = (f"{entry.name.removesuffix('街道')}办",) if street else ()
    return (entry.name, *entry.aliases, *short)


class Names:
    """Entries found by what they are called.

    >>> street, community = Entry("红旗街道", "街道"), Entry("红旗社区居委会", "社区")
    >>> names = Names([street, community])
    >>> [[unit.name for unit in names.meant(word)] for word in ("红旗街道办", "红旗社区", "红旗", "红")]
    [['红旗街道'], ['红旗社区居委会'], ['红旗街道'], []]
    >>> Names([Entry("红旗小区")]).meant("红旗家园")
    []
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._slots: list[Entry] = []
        self._found: list[dict[str, list[int]]] = [{} for _ in WAYS]
        self._pairs: list[set[str]] = []
        for entry in entries:
            self.add(entry)

    @property
    def names(self) -> list[str]:
        return [entry.name for entry in self._slots]

    def add(self, entry: Entry) -> None:
        self._slots.append(entry)
        self._pairs.append(matching.pairs(matching.bare(entry.name)))
        self._index(len(self._slots) - 1, entry)

    def replace(self, before: Entry, after: Entry) -> None:
        """`after` in the place of `before`, whose names it keeps."""
        place = next(i for i, entry in enumerate(self._slots) if entry is before)
        self._slots[place] = after
        self._index(place, after)

    def _index(self, place: int, entry: Entry) -> None:
        for name in called(entry):
            for way, found in zip(WAYS, self._found, strict=True):
                places = found.setdefault(way(name), [])
                if place not in places:
                    places.append(place)

    def meant(self, word: str) -> list[Entry]:
        """The entries that a name means: the same to the letter, else for the same place, else but for 小区, 街道…."""
        for way, found in zip(WAYS, self._found, strict=True):
            entries = [self._slots[i] for i in found.get(way(word), ())]
            if way is matching.bare:
                entries = [e for e in entries if any(_for_short(word, n) for n in called(e))]
            if entries:
                return entries
        return []

    def alike(self, name: str) -> list[str]:
        """The names that may be a slip of the pen away from one, the likest first; other phases (二期) are none.

        >>> Names([Entry("怡园三期"), Entry("怡园二期南区")]).alike("怡园二期南苑")
        ['怡园二期南区']
        """
        whole = DIGITS.sub("", matching.place(name))
        wanted = matching.pairs(matching.bare(name))
        scored = [
            (2 * common / (len(wanted) + len(pairs)), entry.name)
            for pairs, entry in zip(self._pairs, self._slots, strict=True)
            if (common := len(wanted & pairs))
            and entry.name[0] == name[0]
            and DIGITS.sub("", matching.place(entry.name)) != whole
        ]
        return [like for score, like in sorted(scored, reverse=True) if score >= ALIKE][:MOST]


WAYS: Final[Sequence[Callable[[str], str]]] = (str, matching.place, matching.bare)
"""How two names are compared, the strictest first."""
ALIKE: Final = 0.6
DIGITS: Final = re.compile(r"\d+")
MOST: Final = 3


def meant(word: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries that a name means (see `Names`)."""
    return Names(entries).meant(word)


def _for_short(left: str, right: str) -> bool:
    """红旗 and 红旗小区, but never 红旗家园 and 红旗小区."""
    whole = {matching.place(left), matching.place(right)}
    return matching.bare(left) == matching.bare(right) in whole


def spellings(entries: Iterable[Entry]) -> dict[str, str]:
    """Each other name with the name that counts."""
    return {other: entry.name for entry in entries for other in entry.aliases}


def together(left: Entry, right: Entry) -> Entry:
    """What both tell of the same one: `right` goes before `left`, its other names and further columns are added."""
    told = {name: value for name, value in right._asdict().items() if value}
    other = left.name if right.name != left.name else None
    names = (*left.aliases, *right.aliases, *([right.name] if other else []))
    extra = {**(left.extra or {}), **(right.extra or {})} or None
    aliases = tuple(name for name in dict.fromkeys(names) if name != left.name)
    return left._replace(**{**told, "name": left.name, "aliases": aliases, "extra": extra})


def shipped(
    district: str,
    streets: Sequence[str],
    communities: Iterable[tuple[str, str]],
    offices: Iterable[str],
) -> Iterator[Entry]:
    """The units that a district begins with: itself, its streets with their communities, its offices."""
    if district:
        yield Entry(district, "区")
    within = district or None
    yield from (Entry(name, "街道", within) for name in streets)
    yield from (Entry(name, "社区", street) for name, street in communities if street in streets)
    yield from (Entry(name, kind_of(name), within) for name in offices)


def tree(units: Sequence[Entry]) -> Iterator[tuple[int, Entry]]:
    """Each unit with its depth, parents before what belongs to them, kinds from the top down.

    A parent that is none of the units makes no branch, nor does one that lies below its own child.

    >>> a, b, c = Entry("甲街道", "街道", "丙区"), Entry("乙社区", "社区", "甲街道"), Entry("丙区", "区")
    >>> [(depth, unit.name) for depth, unit in tree([a, b, c])]
    [(0, '丙区'), (1, '甲街道'), (2, '乙社区')]
    """
    by_name = {other: unit.name for unit in units for other in called(unit)}
    below: dict[str, list[Entry]] = {}
    for unit in units:
        parent = by_name.get(unit.parent or "", "")
        loop = unit.name in lineage(unit, units)
        below.setdefault("" if loop else parent, []).append(unit)

    def branch(parent: str, depth: int) -> Iterator[tuple[int, Entry]]:
        for unit in sorted(below.pop(parent, ()), key=_rank):
            yield depth, unit
            yield from branch(unit.name, depth + 1)

    yield from branch("", 0)


def lineage(unit: Entry, units: Iterable[Entry]) -> list[str]:
    """The names of the units above one, the nearest first; its own when it lies above itself."""
    by_name = {other: known for known in units for other in called(known)} | {unit.name: unit}
    found: list[str] = []
    above = by_name.get(unit.parent or "")
    while above and above.name not in found:
        found.append(above.name)
        above = by_name.get(above.parent or "")
    return found


def _rank(unit: Entry) -> int:
    return list(KINDS).index(unit.kind) if unit.kind in KINDS else len(KINDS)
