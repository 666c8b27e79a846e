"""Units and estates entered and changed: what both lists of the directory (名录) have in common."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import typer

from ledger import directory, matching
from ledger.commands import naming, pairs, session, writing
from ledger.commands.env import Env
from ledger.commands.naming import UNITS, Roll
from ledger.commands.options import Write
from ledger.commands.session import say
from ledger.commands.writing import Session
from ledger.directory import KINDS, Entry, Names, called
from ledger.errors import Usage
from ledger.models import Kind, dumps

NAMING: Final = {"parent": None, "subdistrict": "街道", "company": "企业"}
"""What names a unit, and the kind that it must be of."""
EXAMPLES: Final = {"unit": "电话=0451-85550000", "estate": "物业企业=恒安物业"}


def known(roll: Roll, work: Session) -> list[Entry]:
    """Every entry of a list, those that the district begins with too."""
    if roll is UNITS:
        return naming.units(work.store, work.profile)
    return naming.estates(work.store)


def add(roll: Roll, env: Env, write: Write, name: str, words: Sequence[str]) -> None:
    """Enter a unit or an estate. Raises Usage when it is there already, under this name or another."""
    with writing.writing(env, write) as work:
        every = known(roll, work)
        fresh = _begun(roll, _vetted(name, roll), work)
        _check_free(roll, fresh, every)
        entry = _changed(roll, fresh, words, work)
        _check_free(roll, entry, every)
        save(roll, work, entry, key=entry.name)
        say(f"名录已记下{roll.label}：{line(roll, entry)}")
        if near := Names(every).alike(entry.name):
            say(f"注意：和 {'、'.join(near)} 相像；是同一个就 ledger undo，再给它加别名：")
            say(f"  ledger {roll.noun} edit {near[0]} 别名+={entry.name}")
        say(f"看它：ledger {roll.noun} show {entry.name}      撤销：ledger undo")
        _tell(entry, write)


def _begun(roll: Roll, name: str, work: Session) -> Entry:
    """The entry with what goes without saying: the kind of a unit, where the last issue of an estate lies."""
    if roll is UNITS:
        return Entry(name, directory.kind_of(name))
    where: dict[str, Any] = writing.place_of(name, work)
    return Entry(name, **where)


def edit(roll: Roll, env: Env, write: Write, name: str, words: Sequence[str]) -> None:
    """Change an entry; a former name stays as another one. Issues keep what they said."""
    with writing.writing(env, write) as work:
        every = known(roll, work)
        before = one(name, roll, every)
        others = [entry for entry in every if entry is not before]
        after = _changed(roll, before, words, work)
        renamed = after.name != before.name
        if renamed:
            _vetted(after.name, roll)
            after = after._replace(aliases=tuple(dict.fromkeys((*after.aliases, before.name))))
        _check_free(roll, after, others)
        _check_tree(after, others)
        if after == before:
            say(f"{before.name} 没有变化")
            return
        save(roll, work, after, key=key_of(roll, before, work))
        say("\n".join(differences(roll, before, after)))
        if renamed:
            say(f"已登记的问题仍写“{before.name}”，查找时算作“{after.name}”")
        say("撤销：ledger undo")
        _tell(after, write)


def one(name: str, roll: Roll, every: Sequence[Entry]) -> Entry:
    """The entry that a name means. Raises Usage with the nearest, or with all that it may mean."""
    found = directory.meant(name, every)
    if len(found) == 1:
        return found[0]
    if found:
        told = "、".join(f"{entry.name}（{entry.parent or '未写上级'}）" for entry in found)
        raise Usage(f"{roll.label}“{name}”不止一个：{told}", "写全名称")
    names = [entry.name for entry in every]
    raise naming.unknown(name, roll.label, names, f"，先 ledger {roll.noun} add {name}")


def _vetted(name: str, roll: Roll) -> str:
    """A name that can be kept. Raises Usage."""
    told = session.tidy(name)
    if not matching.squeeze(told):
        raise Usage(f"{roll.label}的名称是空的", f"应像 ledger {roll.noun} add 名称 字段=值")
    return told


def key_of(roll: Roll, entry: Entry, work: Session) -> str:
    """Under what an entry is kept: the name under which it was entered first."""
    own = roll.entries(work.store)
    return next((key for key, kept in own.items() if kept.name == entry.name), entry.name)


def save(roll: Roll, work: Session, entry: Entry, *, key: str) -> None:
    """Keep an entry under its key."""
    work.store.set(f"{roll.prefix}{key}", directory.plain(entry), on=work.on)


def _changed(roll: Roll, entry: Entry, words: Sequence[str], work: Session) -> Entry:
    """The entry after 字段=值 and the like. Raises Usage."""
    units = Names(naming.units(work.store, work.profile))
    for word in words:
        if "=" not in word:
            labels = "、".join(field.label for field in roll.fields.values())
            raise Usage(f"“{word}”看不懂", f"应像 {EXAMPLES[roll.noun]}；可用的字段：{labels}")
        pair = pairs.parsed(word)
        key = pairs.field_of(pair, roll.fields, {"名称": "name"})
        if roll.fields[key].kind is Kind.WORDS:
            told: Any = pair.words(getattr(entry, key))
        else:
            told = checked(key, session.tidy(pair.value), units) or None
        entry = entry._replace(**{key: told})
    return entry


def checked(key: str, value: str, units: Names) -> str:
    """A value of an entry: kinds are of the list, units that it names are called as the directory calls them.

    Raises Usage with the nearest for an unknown kind, parent or street; a company need not be in the directory.
    """
    if value and key == "kind" and value not in KINDS:
        raise Usage(f"没有单位类型“{value}”", f"可用的类型：{'、'.join(KINDS)}")
    if not value or key not in NAMING:
        return value
    found = [unit for unit in units.meant(value) if NAMING[key] in (None, unit.kind)]
    if len(found) == 1:
        return found[0].name
    if key == "company":
        return value
    label = NAMING[key] or UNITS.label
    raise naming.unknown(value, label, units.names, f"，先 ledger unit add {value}")


def _check_free(roll: Roll, entry: Entry, others: Sequence[Entry]) -> None:
    """Raises Usage when another entry goes by one of the entry's names."""
    for name in (entry.name, *entry.aliases):
        place = matching.place(name)
        taken = next((e for e in others if place in map(matching.place, called(e))), None)
        if taken:
            whose = f"，是“{taken.name}”的另一个名称" if name != taken.name else ""
            raise Usage(
                f"名录里已有{roll.label}“{name}”{whose}",
                f"改它：ledger {roll.noun} edit {taken.name} 字段=值",
            )


def _check_tree(after: Entry, others: Sequence[Entry]) -> None:
    """Raises Usage when a unit would lie above itself."""
    if after.name in directory.lineage(after, others):
        raise Usage(f"“{after.parent}”在“{after.name}”下面，不能是它的上级", "先改下面那一个的上级")


def differences(roll: Roll, before: Entry, after: Entry) -> list[str]:
    """What a change made of an entry, a line for each field."""
    labels = {name: field.label for name, field in roll.fields.items()} | {"extra": "附加列"}
    pairs_of = {name: (text(getattr(before, name)), text(getattr(after, name))) for name in labels}
    return [
        f"{before.name} {labels[name]}：{old or '空'} -> {new or '空'}"
        for name, (old, new) in pairs_of.items()
        if old != new
    ]


def text(value: Any) -> str:
    """A value as a clerk reads it."""
    if isinstance(value, Mapping):
        return "；".join(f"{path} {told}" for path, told in value.items())
    return "、".join(value) if isinstance(value, tuple) else str(value or "")


def parts(roll: Roll, entry: Entry) -> list[str]:
    """What a list tells of an entry, in order."""
    return [text(getattr(entry, name)) for name in roll.fields]


def line(roll: Roll, entry: Entry) -> str:
    """An entry in one line: its name, and what is known of it."""
    return "  ".join(filter(None, parts(roll, entry)))


def facts(roll: Roll, entry: Entry) -> list[tuple[str, str]]:
    """What is known of an entry besides its name: label and text."""
    labels = [field.label for field in roll.fields.values()]
    told = list(zip(labels, parts(roll, entry), strict=True))[1:]
    return [*told, *((path, str(value)) for path, value in (entry.extra or {}).items())]


def _tell(entry: Entry, write: Write) -> None:
    if write.json:
        typer.echo(dumps(directory.plain(entry)))
