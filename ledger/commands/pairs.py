"""字段=值, 字段+=值, 字段-=值: what a clerk types to change fields."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from ledger import matching
from ledger.errors import Usage
from ledger.models import Field, Kind

NONE: Final[Mapping[str, str]] = MappingProxyType({})
LIST: Final = re.compile("[,，、]")


class Pair(NamedTuple):
    """A field as the clerk named it, what is to be done with it (=, +=, -=), and the value."""

    name: str
    sign: str
    value: str

    def words(self, before: tuple[str, ...]) -> tuple[str, ...]:
        """The words of a field after the change: put in the place of those before, added to them, taken from them.

        >>> Pair("标签", "+=", "回头看，群体").words(("群体", "重大"))
        ('群体', '重大', '回头看')
        >>> Pair("标签", "-=", "群体").words(("群体", "重大"))
        ('重大',)
        """
        told = tuple(word.strip() for word in LIST.split(self.value) if word.strip())
        if self.sign == "-=":
            return tuple(word for word in before if word not in told)
        return tuple(dict.fromkeys((*(before if self.sign == "+=" else ()), *told)))


def parsed(word: str) -> Pair:
    """The pair that a word spells; it must hold an equals sign."""
    name, _, value = word.partition("=")
    sign = f"{name[-1:]}=" if name[-1:] in ("+", "-") else "="
    return Pair(name.rstrip("+-").strip() if sign != "=" else name.strip(), sign, value.strip())


def field_of(pair: Pair, fields: Mapping[str, Field], short: Mapping[str, str] = NONE) -> str:
    """The field that a pair names by its label or the only one of which it is a part, its name or a short word.

    += and -= are for lists of words. Raises Usage with the nearest.
    """
    named = {field.label: key for key, field in fields.items()} | {key: key for key in fields}
    names = {**named, **short}
    around = [name for name in named if pair.name and pair.name in name]
    if len(around) == 1:
        names.setdefault(pair.name, named[around[0]])
    if pair.name not in names:
        near = matching.nearest(pair.name, names)
        every = "、".join(field.label for field in fields.values())
        hint = f"是不是：{'、'.join(near)}？" if near else f"可用的字段：{every}"
        raise Usage(f"没有可修改的字段“{pair.name}”", hint)
    key = names[pair.name]
    if pair.sign != "=" and fields[key].kind is not Kind.WORDS:
        label = fields[key].label
        raise Usage(f"“{label}”只有一个值，不能用 {pair.sign}", f"写成 {label}=值")
    return key
