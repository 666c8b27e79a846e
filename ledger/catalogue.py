"""The only reader of data/: knowledge that is no code, as values."""

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Usage
from ledger.profile import CheckItem, Profile, parse
from ledger.workdays import Calendar

if TYPE_CHECKING:
    from ledger.intake.vocabulary import Vocabulary

WORDS: Final = ("fields.toml", "words.toml")
COPY: Final = "words.json"


def path(*parts: str) -> Path:
    """A file or folder of data/: inside the installed package, else beside it in a checkout."""
    here = Path(__file__).resolve().parent
    packaged = here / "data"
    return (packaged if packaged.is_dir() else here.parent / "data").joinpath(*parts)


def table(name: str) -> dict[str, Any]:
    """A TOML file of data/ as it stands."""
    import tomllib

    return tomllib.loads(path(name).read_text("utf-8"))


def forms() -> tuple[str, ...]:
    """The forms (表样) that come with the program, by name."""
    return tuple(sorted(file.stem for file in path("forms").glob("*.xlsx")))


@cache
def vocabulary() -> "Vocabulary":
    """The words of data/fields.toml and data/words.toml."""
    from ledger.intake.tables import vocabulary_of

    return vocabulary_of(*_words())


def _words() -> list[dict[str, Any]]:
    """The tables of WORDS; out of their copy, which is read in a twentieth of the time, while it is one."""
    import json

    copy = json.loads(path(COPY).read_text("utf-8"))
    return copy["tables"] if copy["of"] == edition() else [table(name) for name in WORDS]


def edition() -> str:
    """What the tables of WORDS are known by: a hash of their texts."""
    from ledger.hashing import blake2b

    whole = b"\0".join(path(name).read_bytes() for name in WORDS)
    return blake2b(whole.replace(b"\r\n", b"\n"), digest_size=16).hexdigest()


@cache
def _rows(name: str, area: str | None = None) -> tuple[dict[str, str], ...]:
    """The rows of a table of divisions, all of them or those of an area."""
    import csv

    with path("divisions", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    of = None if area is None else head.index("areaName")
    return tuple(dict(zip(head, row, strict=True)) for row in rows if of is None or row[of] == area)


def areas() -> tuple[str, ...]:
    """The districts, counties and cities (区县市) of Harbin."""
    return tuple(row["name"] for row in _rows("areas"))


def streets(area: str) -> tuple[str, ...]:
    """The streets, towns and townships (街道、镇、乡) of an area, in the order of their codes."""
    return tuple(row["name"] for row in _rows("streets", area))


def communities(area: str) -> tuple[tuple[str, str], ...]:
    """Each community or village (社区、村) of an area with its street: (name, street)."""
    return tuple((row["name"], row["streetName"]) for row in _rows("communities", area))


def districts() -> tuple[str, ...]:
    """The names of the shipped profiles (区县配置)."""
    return tuple(sorted(file.stem for file in path("profiles").glob("*.toml")))


def profile(district: str) -> Profile:
    """The shipped profile of a district, on top of the neutral one. Raises Usage for a name nobody knows.

    A district of Harbin without a file of its own gets the neutral profile with its streets.
    """
    if district not in districts() and district not in areas():
        raise Usage(f"没有“{district}”的区县配置", f"可用：{'、'.join(areas())}")
    told = table(f"profiles/{district}.toml") if district in districts() else {}
    return parse(told, base=neutral(district))


def neutral(district: str) -> Profile:
    """What the file of a district is put on top of: the neutral profile with its streets."""
    named = {"name": district, "district": district, "subdistricts": list(streets(district))}
    words = {"source_words": table("words.toml")["sources"]}
    return parse({**named, **words, **table("profiles/默认.toml")})


def checklist() -> tuple[CheckItem, ...]:
    """The items of an inspection (考评) where a district has no list of its own."""
    return tuple(CheckItem(**row) for row in table("checklist.toml")["items"])


def calendar(changes: dict[str, list[str]]) -> Calendar:
    """The working days of data/workdays.csv, with a ledger's own changes (day -> [休 or 班, name])."""
    return _calendar(tuple(f"{day},{kind},{name}" for day, (kind, name) in changes.items()))


@lru_cache(maxsize=1)  # a step on many issues asks for it at each
def _calendar(changes: tuple[str, ...]) -> Calendar:
    from ledger.workdays import parse as lines_to_calendar

    return lines_to_calendar([*path("workdays.csv").read_text("utf-8").splitlines(), *changes])


@cache
def _initials() -> list[str]:
    return path("pinyin_initials.txt").read_text("ascii").strip().split(",")


def matches_initials(typed: str, name: str) -> bool:
    """Whether `typed` are pinyin initials of some part of `name` (jdfd: 金都府邸); any reading of a character counts.

    >>> matches_initials("zqh", "曾庆华"), matches_initials("yy3", "怡园三期")
    (True, False)
    """
    wanted = typed.lower()
    return any(
        all(_reads(char, letter) for char, letter in zip(name[start:], wanted, strict=False))
        for start in range(len(name) - len(wanted) + 1)
    )


def _reads(char: str, letter: str) -> bool:
    place = ord(char) - 0x4E00
    if 0 <= place < len(_initials()):
        return letter in _initials()[place]
    return char.lower() == letter
