"""The only reader of data/: knowledge that is no code, as values."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ledger.errors import Usage
from ledger.intake.text import key
from ledger.intake.vocabulary import Meaning, Vocabulary
from ledger.models import Status
from ledger.profile import Profile, parse
from ledger.workdays import Calendar

WEAK = 1000


def path(*parts: str) -> Path:
    """A file or folder of data/: inside the installed package, else beside it in a checkout."""
    here = Path(__file__).resolve().parent
    packaged = here / "data"
    return (packaged if packaged.is_dir() else here.parent / "data").joinpath(*parts)


def table(name: str) -> dict[str, Any]:
    """A TOML file of data/ as it stands."""
    import tomllib

    return tomllib.loads(path(name).read_text("utf-8"))


@cache
def vocabulary() -> Vocabulary:
    """The words of data/fields.toml and data/words.toml."""
    fields, words = table("fields.toml"), table("words.toml")
    meanings = list(_meanings(fields))
    return Vocabulary(
        headers={key(text): meaning for text, meaning, is_whole in meanings if is_whole},
        stems=_stems(meanings),
        **_words(words),
    )


def _meanings(fields: dict[str, Any]) -> Iterator[tuple[str, Meaning, bool]]:
    """Each heading or ending with its meaning, and whether it is a whole heading."""
    kinds = {"fields": "field", "groups": "group", "photos": "photo"}
    for text in fields["ignored"]["headers"]:
        yield text, Meaning("ignored", "ignored", None, 0), True
    for section, kind in kinds.items():
        for name, entry in fields[section].items():
            fills = name if kind == "field" else entry.get("field")
            for rank, text in enumerate(entry.get("headers", ())):
                yield text, Meaning(name, kind, fills, rank), True
            for rank, text in enumerate(entry.get("weak", ())):
                yield text, Meaning(name, kind, fills, WEAK + rank, weak=True), True
            for rank, text in enumerate(entry.get("stems", ())):
                yield text, Meaning(name, kind, fills, WEAK // 2 + rank), False


def _stems(meanings: list[tuple[str, Meaning, bool]]) -> dict[str, Meaning]:
    whole = {
        key(t): m for t, m, is_whole in meanings if is_whole and not m.weak and len(key(t)) > 1
    }
    return whole | {key(text): meaning for text, meaning, is_whole in meanings if not is_whole}


def _words(words: dict[str, Any]) -> dict[str, Any]:
    rows, heading, sheets, whose = words["rows"], words["heading"], words["sheets"], words["whose"]
    states = {s: words["status"][s] for s in ("closed", "done", "in_progress", "deferred", "void")}
    return {
        "states": {key(text): Status(state) for state, texts in states.items() for text in texts},
        "waiting": _keys(words["status"]["waiting"]),
        "deferred_hints": tuple(words["hints"]["deferred"]),
        "yes": _signs(words["answers"]["yes"]),
        "no": _signs(words["answers"]["no"]),
        "severities": _keys(words["levels"]["severity"]),
        "satisfactions": _keys(words["levels"]["satisfaction"]),
        "empty": frozenset(text.lower() for text in words["empty"]["words"]),
        "empty_dates": tuple(words["empty"]["dates"]),
        "subtotals": _keys(rows["subtotals"]),
        "footers": tuple(key(text) for text in rows["footers"]),
        "notes": tuple(key(text) for text in rows["notes"]),
        "samples": _keys(rows["samples"]),
        "heading_units": _keys(heading["units"]),
        "heading_days": _keys(heading["days"]),
        "guides": _keys(sheets["guides"]),
        "summaries": tuple(sheets["summaries"]),
        "channels": tuple(sheets["channels"]),
        "resident_marks": tuple(whose["resident"]),
        "unit_marks": tuple(whose["unit"]),
        "tags": tuple(words["tags"]["words"]),
    }


def _keys(texts: list[str]) -> frozenset[str]:
    return frozenset(key(text) for text in texts)


def _signs(texts: list[str]) -> frozenset[str]:
    return frozenset(key(text) or text for text in texts)


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    import csv

    with path("divisions", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def areas() -> tuple[str, ...]:
    """The districts, counties and cities (区县市) of Harbin."""
    return tuple(row["name"] for row in _rows("areas"))


def streets(area: str) -> tuple[str, ...]:
    """The streets, towns and townships (街道、镇、乡) of an area, in the order of their codes."""
    return tuple(row["name"] for row in _rows("streets") if row["areaName"] == area)


def communities(area: str) -> tuple[tuple[str, str], ...]:
    """Each community or village (社区、村) of an area with its street: (name, street)."""
    return tuple(
        (row["name"], row["streetName"]) for row in _rows("communities") if row["areaName"] == area
    )


def districts() -> tuple[str, ...]:
    """The names of the shipped profiles (区县配置)."""
    return tuple(sorted(file.stem for file in path("profiles").glob("*.toml")))


def profile(district: str) -> Profile:
    """The shipped profile of a district, on top of the neutral one. Raises Usage for a name nobody knows.

    A district of Harbin without a file of its own gets the neutral profile with its streets.
    """
    if district not in districts() and district not in areas():
        raise Usage(f"没有“{district}”的区县配置", f"可用：{'、'.join(areas())}")
    base = parse(table("profiles/默认.toml"))
    told = table(f"profiles/{district}.toml") if district in districts() else {}
    named = {"name": district, "district": district, "subdistricts": list(streets(district))}
    return parse(named | told, base=base)


def calendar(changes: dict[str, list[str]]) -> Calendar:
    """The working days of data/workdays.csv, with a ledger's own changes (day -> [休 or 班, name])."""
    from ledger.workdays import parse as lines_to_calendar

    lines = path("workdays.csv").read_text("utf-8").splitlines()
    return lines_to_calendar(
        [*lines, *(f"{day},{kind},{name}" for day, (kind, name) in changes.items())]
    )


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
