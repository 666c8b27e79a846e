"""When two issues are the same: one way to clean names and words, fingerprints, likeness."""

import operator
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import hashlib

SIGNS: Final = (
    "[ \t\r\n\u3000\u200b\ufeff()[\\]{}<>\\-_·.,、，。；;：:！!？?“”\"'‘’《》【】/|*（）]+"
)
NUMERALS: Final = str.maketrans("一二三四五六七八九", "123456789")
TAILS: Final = ("街道办事处", "街道办", "街道", "小区", "家园", "社区", "院区")
OFFICES: Final = (
    ("街道办事处", "街道"), ("街道办", "街道"), ("街办", "街道"), ("镇人民政府", "镇"), ("镇政府", "镇"),
    ("乡人民政府", "乡"), ("乡政府", "乡"), ("社区居民委员会", "社区"), ("社区居委会", "社区"),
    ("村村民委员会", "村"), ("村村委会", "村"), ("村民委员会", "村"), ("村委会", "村"),
)  # fmt: skip
"""How the office of a place is called, and the place."""
ENOUGH: Final = 2
NUMBER: Final = re.compile(r"\w*\d{4}-\d{4,}")
WORDLESS: Final = (
    ("category", "subcategory", "company", "complainant"),
    ("requirement", "measures"),
    ("extra",),
    ("progress",),
)
"""What tells issues of one place apart in a sheet without a column for the problem: what changes least comes first."""


@cache
def _signs() -> re.Pattern[str]:
    return re.compile(SIGNS)  # when it is needed: not every command compares


@cache
def _blake2b() -> "type[hashlib.blake2b]":
    from ledger.hashing import blake2b  # `show` and `list` need none

    return blake2b


def squeeze(text: str) -> str:
    """Text without white space, punctuation, and differences of width: what two clerks would both call the same.

    >>> squeeze("（金都府邸 二期）１号楼")
    '金都府邸二期1号楼'
    """
    short = _signs().sub("", text)
    if not (short.isalnum() and unicodedata.is_normalized("NFKC", short)):
        short = _signs().sub("", unicodedata.normalize("NFKC", text))  # dear, and rarely needed
    return short.casefold()


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """A name of an estate, street or unit without what is often left out.

    >>> bare("红旗街道办事处") == bare("红旗街道") == bare("红旗街道办")
    True
    """
    text = squeeze(name).translate(NUMERALS)
    for tail in TAILS:
        if text.endswith(tail) and len(text) - len(tail) >= ENOUGH:
            return text.removesuffix(tail)
    return text


@lru_cache(maxsize=4096)
def place(name: str) -> str:
    """A name with the office of a street, town, community or village taken for the place itself.

    >>> place("红旗街道办事处") == place("红旗街道办") == place("红旗 街道")
    True
    >>> place("红旗社区居委会"), place("前进村村委会"), place("怡园三期")
    ('红旗社区', '前进村', '怡园3期')
    """
    text = squeeze(name).translate(NUMERALS)
    for office, of in OFFICES:
        if text.endswith(office) and len(text) > len(office):
            return text.removesuffix(office) + of
    return text


def fingerprint(place: str | None, words: str | None) -> str | None:
    """The identity of an issue without a number: where, and in which words. None when there are no words."""
    if not words:
        return None
    told = f"{bare(place or '')}|{squeeze(words)}"
    return _blake2b()(told.encode("utf-8", "replace"), digest_size=12).hexdigest()


def identity(told: Mapping[str, Any]) -> str | None:
    """The fingerprint of an issue or of a row: where and in which words, never the date or the 序号.

    Without words it rests on what else is told, without anything there is none.
    """
    get = told.get
    place = get("estate") or get("location") or get("community") or get("subdistrict")
    words = get("description") or get("title")
    return fingerprint(place, words or _wordless(told))


def printed(told: Mapping[str, Any]) -> str | None:
    """The ledger's number of an issue, or what stands in the 编号 of a row like one: our forms print it there."""
    beside = told.get("extra") or {}
    texts = (told.get("number"), *(beside[path] for path in beside if path.endswith("编号")))
    return next((t for t in texts if isinstance(t, str) and NUMBER.fullmatch(t)), None)


def _wordless(told: Mapping[str, Any]) -> str:
    said = (" ".join(str(told[name]) for name in names if told.get(name)) for names in WORDLESS)
    return next(filter(None, said), "")


def likeness(left: str, right: str) -> float:
    """How alike two texts are, 0 to 1: Dice's coefficient of their character pairs (Dice 1945).

    >>> likeness("高压柜故障停电", "高压柜故障停电")
    1.0
    """
    a, b = pairs(squeeze(left)), pairs(squeeze(right))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def pairs(text: str) -> set[str]:
    """The character pairs of a text, by which `likeness` goes."""
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}


def _fits(wanted: str, name: str) -> float:
    """How well a name fits what was typed, which may be short for it."""
    if wanted and wanted in name:
        return 1.0
    short = pairs(wanted)
    found = len(short & pairs(name)) / len(short)
    same = sum(map(operator.eq, wanted, name)) / max(len(wanted), len(name), 1)
    slip = 0.7 * same if same >= 0.5 else 0.0  # 新羊路 shares no pair with 新阳路
    return max(likeness(wanted, name), found if found > 0.5 else 0.0, slip)


def meant(text: str, names: Iterable[tuple[str, ...]]) -> str | None:
    """The name that a text means; each comes with what else it is called, and the longest in the text decides.

    >>> meant("12345市民热线（转办）", [("信访",), ("12345", "市民热线")])
    '12345'
    """
    whole = squeeze(text)
    found = [(len(word), row[0]) for row in names for word in map(squeeze, row) if word in whole]
    return max(found)[1] if found else None


def nearest(word: str, names: Iterable[str], most: int = 3) -> list[str]:
    """The names that `word` may have meant, likeliest first: it is part of them, or they look alike.

    >>> nearest("恒安物叶", ["哈尔滨恒安物业管理有限公司", "金都物业"])
    ['哈尔滨恒安物业管理有限公司']
    """
    wanted = bare(word)
    scored = [(_fits(wanted, bare(name)), name) for name in dict.fromkeys(names)]
    return [name for score, name in sorted(scored, key=lambda s: -s[0]) if score > 0.3][:most]
