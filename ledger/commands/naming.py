"""What a name means: the directory (名录) as a command finds it, and the names that were used before."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from ledger import catalogue, directory, matching
from ledger.commands.writing import Session
from ledger.directory import Entry
from ledger.errors import Usage
from ledger.models import Field
from ledger.papers import PAPERS
from ledger.profile import Profile
from ledger.store import Reader
from ledger.store import numbered as kept
from ledger.store.records import ESTATE, UNIT


class Roll(NamedTuple):
    """One of the two lists that the directory consists of: how it is kept, what a clerk calls it, what it tells."""

    prefix: str
    noun: str
    label: str
    fields: Mapping[str, Field]

    def entries(self, store: Reader) -> dict[str, Entry]:
        """What the office itself entered, by the name under which it was entered first."""
        told = store.settings(self.prefix)
        return {key: directory.typed(told[key]) for key in sorted(told)}


MOST: Final = 5
UNITS: Final = Roll(UNIT, "unit", "单位", directory.UNIT)
ESTATES: Final = Roll(ESTATE, "estate", "小区", directory.ESTATE)


def units(store: Reader, profile: Profile) -> list[Entry]:
    """Every unit of the directory: those that the district begins with, and over them what the office entered."""
    own = UNITS.entries(store)
    shipped = directory.shipped(
        profile.district,
        profile.subdistricts,
        catalogue.communities(profile.district),
        profile.units,
    )
    return [*(unit for unit in shipped if unit.name not in own), *own.values()]


def estates(store: Reader) -> list[Entry]:
    """Every estate of the directory."""
    return list(ESTATES.entries(store).values())


def companies(store: Reader, profile: Profile) -> list[Entry]:
    """The companies (企业) of the directory."""
    return [unit for unit in units(store, profile) if unit.kind == "企业"]


def used_units(store: Reader) -> list[str]:
    """The units and companies that issues, papers and the register of estates name."""
    companies = (estate.company for estate in estates(store) if estate.company)
    issues = (name for column in ("lead_unit", "company") for name in store.names(column))
    papers = (
        name for column in ("company", "addressee") for name in kept.names(store, PAPERS, column)
    )
    return list(dict.fromkeys((*issues, *companies, *papers)))


def unit(name: str, work: Session, *, new: bool = False) -> str:
    """The unit that a name means. Raises Usage with the nearest for one that is neither known nor `new`."""
    known, used = units(work.store, work.profile), used_units(work.store)
    found = _meant(name, known, used)
    if not new:
        _check_one(name, found, UNITS.label)
    if found or new:
        return found[0] if found else name
    raise unknown(name, UNITS.label, [*_names(known), *used], "加 --new")


def estate(name: str, work: Session, *, new: bool = False) -> str:
    """The estate that a name means; an office that keeps no register may name any.

    Raises Usage with the nearest for one that is neither known nor `new`.
    """
    known = estates(work.store)
    if not known:
        return name
    used = work.store.names("estate")
    found = _meant(name, known, used)
    if new:
        return found[0] if len(found) == 1 else name
    _check_one(name, found, ESTATES.label)
    if found:
        return found[0]
    raise unknown(name, ESTATES.label, [*_names(known), *used], f"，先 ledger estate add {name}")


def told(name: str, column: str, work: Session, *, new: bool) -> str:
    """The company or estate that a name means, which may be a part of the only one that fits.

    Raises Usage with the nearest for one that is neither known nor `new`.
    """
    of_estates = column == ESTATES.noun
    known = estates(work.store) if of_estates else companies(work.store, work.profile)
    used = [*work.store.names(column), *kept.names(work.store, PAPERS, column)]
    found = _meant(name, known, used)
    every = list(dict.fromkeys((*_names(known), *used)))
    fitting = found or [one for one in every if name in one]
    if len(fitting) == 1 or (found and not new):
        return fitting[0]
    if new:
        return name
    label = ESTATES.label if of_estates else "物业企业"
    _check_one(name, fitting, label)
    raise unknown(name, label, every, "加 --new")


def _meant(name: str, known: Sequence[Entry], used: Iterable[str]) -> list[str]:
    """The names that one means: of the directory, else of those that were used before."""
    found = directory.meant(name, known) or directory.meant(name, [Entry(one) for one in used])
    return list(dict.fromkeys(entry.name for entry in found))


def _names(entries: Iterable[Entry]) -> list[str]:
    return [entry.name for entry in entries]


def _check_one(name: str, found: Sequence[str], label: str) -> None:
    """Raises Usage when a name may mean several."""
    if len(found) > 1:
        raise Usage(f"{label}“{name}”不止一个：{'、'.join(found[:MOST])}", "写全名称再试一次")


def unknown(name: str, label: str, names: Iterable[str], new: str) -> Usage:
    """What is told of a name that nobody knows: the nearest names, and what makes it known."""
    near = matching.nearest(name, names)
    way = f"确为新{label}{new}"
    hint = f"是不是：{'、'.join(near)}？{way}" if near else way
    return Usage(f"名录里没有{label}“{name}”", hint)
