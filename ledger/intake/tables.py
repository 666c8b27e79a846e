"""The vocabulary made of the tables in data/fields.toml and data/words.toml."""

from collections.abc import Iterator
from typing import Any, Final

from ledger.intake.grammar import Grammar, Head
from ledger.intake.text import key
from ledger.intake.vocabulary import Meaning, Vocabulary
from ledger.models import Status

WEAK: Final = 1000
MADE: Final = 100


def vocabulary_of(fields: dict[str, Any], words: dict[str, Any]) -> Vocabulary:
    """All words as a value, from the parsed tables."""
    meanings = list(_meanings(fields))
    return Vocabulary(
        headers={key(text): meaning for text, meaning, is_whole in meanings if is_whole},
        stems=_stems(meanings),
        grammar=_grammar(fields),
        named=dict(_named(fields)),
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


def _named(fields: dict[str, Any]) -> Iterator[tuple[str, Meaning]]:
    """Each field and group as the grammar of headings names it."""
    for name in fields["fields"]:
        yield name, Meaning(name, "field", name, MADE)
    for name, entry in fields["groups"].items():
        unsure = entry.get("unsure", False)
        yield (
            name,
            Meaning(name, "group", entry.get("field"), WEAK if unsure else MADE, weak=unsure),
        )


def _grammar(fields: dict[str, Any]) -> Grammar:
    heads = {
        name: Head(
            name,
            entry.get("means", {}),
            frozenset(entry.get("last", ())),
            frozenset(entry.get("bent", ())),
            entry.get("default"),
            entry.get("alone"),
            tuple(entry.get("first", ())),
        )
        for name, entry in fields["heads"].items()
    }
    words = {
        place: {
            key(w): heads[name]
            for name, entry in fields["heads"].items()
            for w in entry.get(place, ())
        }
        for place in ("ends", "asked", "starts")
    }
    words["asked"] = dict(sorted(words["asked"].items(), key=lambda item: -len(item[0])))
    marks = {key(word): mark for mark, texts in fields["marks"].items() for word in texts}
    return Grammar(**words, marks=marks)


def _stems(meanings: list[tuple[str, Meaning, bool]]) -> dict[str, Meaning]:
    whole = {
        key(t): m for t, m, is_whole in meanings if is_whole and not m.weak and len(key(t)) > 1
    }
    return whole | {key(text): meaning for text, meaning, is_whole in meanings if not is_whole}


def _words(words: dict[str, Any]) -> dict[str, Any]:
    rows, heading, sheets, whose = words["rows"], words["heading"], words["sheets"], words["whose"]
    names = ("closed", "done", "in_progress", "deferred", "void", "registered", "assigned")
    states = {name: words["status"][name] for name in names}
    return {
        "states": {key(text): Status(state) for state, texts in states.items() for text in texts},
        "steps": _steps(words["steps"]),
        "wordings": {Status(name): "|".join(told) for name, told in words["wordings"].items()},
        "unless": {Status(name): "|".join(told) for name, told in words["unless"].items()},
        "waiting": _keys(words["status"]["waiting"] + words["status"]["unfinished"]),
        "unfinished": _keys(words["status"]["unfinished"]),
        "deferred_hints": tuple(words["hints"]["deferred"]),
        "yes": _signs(words["answers"]["yes"]),
        "no": _signs(words["answers"]["no"]),
        "severities": _keys(words["levels"]["severity"]),
        "satisfactions": _keys(words["levels"]["satisfaction"]),
        "ways": _keys(words["levels"]["way"]),
        "empty": frozenset(text.lower() for text in words["empty"]["words"]),
        "empty_dates": tuple(words["empty"]["dates"]),
        "subtotals": _keys(rows["subtotals"]),
        "footers": tuple(key(text) for text in rows["footers"]),
        "notes": tuple(key(text) for text in rows["notes"]),
        "uneventful": _keys(rows["uneventful"]),
        "samples": tuple(key(text) for text in rows["samples"]),
        "heading_units": _keys(heading["units"]),
        "heading_days": _keys(heading["days"]),
        "guides": _keys(sheets["guides"]),
        "summaries": tuple(sheets["summaries"]),
        "others": tuple(sheets["others"]),
        "never": tuple(sheets["never"]),
        "subjects": tuple(sheets["subjects"]),
        "channels": tuple(sheets["channels"]),
        "resident_marks": tuple(whose["resident"]),
        "unit_marks": tuple(whose["unit"]),
        "tags": tuple(words["tags"]["words"]),
        "signs": {name: "|".join(told) for name, told in words["report"].items()},
        "trouble": {name: "|".join(told) for name, told in words["trouble"].items()},
    }


def _steps(steps: dict[str, list[str]]) -> dict[str, Status | None]:
    """The state at each step; None where that depends on whether there is a unit."""
    return {
        key(text): None if name == "waiting" else Status(name)
        for name, texts in steps.items()
        for text in texts
    }


def _keys(texts: list[str]) -> frozenset[str]:
    return frozenset(key(text) for text in texts)


def _signs(texts: list[str]) -> frozenset[str]:
    return frozenset(key(text) or text for text in texts)
