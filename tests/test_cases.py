"""Sheets as strangers keep them, each with the issues that a careful clerk reads out of it."""

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger.models import public

FOLDER = Path(__file__).parent / "cases"
CASES = sorted(path.parent for path in FOLDER.glob("*/truth.json"))
PLACE = ("row", "sheet", "file")
SETS = ("co_units", "tags")
CODES = ("status", "due_precision")


def plain(value: Any) -> str:
    """A text as it is compared: without white space, invisible characters and differences of width."""
    text = unicodedata.normalize("NFKC", str(value))
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c)[0] != "C")


def texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)
    elif value is not None:
        yield plain(value)


def fits(name: str, wanted: Any, got: Any) -> bool:
    """Whether a field holds what the truth says; a list offers several right answers, null means nothing."""
    if name in SETS:
        return sorted(map(plain, wanted or ())) == sorted(map(plain, got or ()))
    options = wanted if isinstance(wanted, list) else [wanted]
    return any(
        not got if option in (None, False) else got is not None and same(option, got)
        for option in options
    )


def same(wanted: Any, got: Any) -> bool:
    if isinstance(wanted, int | float) and isinstance(got, int | float):
        return abs(wanted - got) < 0.005
    return plain(wanted) == plain(got)


def faults(wanted: dict[str, Any], got: dict[str, Any]) -> Iterator[str]:
    """What an issue of the ledger gets wrong, and which texts of its row stand nowhere in it."""
    beside = {plain(path): value for path, value in got.get("extra", {}).items()}
    for name, value in wanted.items():
        if name == "extra":
            for path, text in value.items():
                found = [beside.get(plain(p)) for p in (path, path.split("/")[-1])]
                if not any(same(text, item) for item in found if item is not None):
                    yield f"extra {path}: {text!r}, not {found[0]!r}"
        elif name == "photos":
            if {k: n for k, n in got.get("photos", {}).items() if k in value} != value:
                yield f"photos: {value}, not {got.get('photos')}"
        elif name not in (*PLACE, "texts") and not fits(name, value, got.get(name)):
            yield f"{name}: {value!r}, not {got.get(name)!r}"
    whole = "\n".join(texts({k: v for k, v in got.items() if k != "origin"}))
    for text in kept(wanted):
        pieces = [plain(piece) for piece in re.split(r"[\s,，;；:：、/()（）|]+", text)]
        if plain(text) not in whole and not all(piece in whole for piece in pieces):
            yield f"lost: {text!r}"


def kept(wanted: dict[str, Any]) -> Iterator[str]:
    yield from wanted.get("texts", ())
    for name, value in wanted.items():
        day = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)
        if isinstance(value, str) and name not in (*PLACE, *CODES) and not day:
            yield value


def compared(truth: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[str]:
    """All that is wrong with a ledger: rows missing or too many, fields, lost texts."""
    told: list[str] = []
    free = list(found)
    for wanted in truth:
        got = next((issue for issue in free if speaks_of(issue, wanted)), None)
        if got is None:
            told.append(f"not found: {wanted}")
            continue
        free.remove(got)
        told += [
            f"{wanted.get('sheet', '')}!{wanted.get('row', '')} {f}" for f in faults(wanted, got)
        ]
    return told + [f"too many: {issue['origin']}" for issue in free]


def speaks_of(issue: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether an issue comes from the row of the truth, or, where that names none, has its words."""
    origin = issue["origin"]
    if "row" in wanted:
        return all(origin[name] == wanted[name] for name in PLACE if name in wanted)
    name = next(n for n in ("source_no", "description", "title") if wanted.get(n))
    return fits(name, wanted[name], issue.get(name))


def ledger_of(clerk) -> list[dict[str, Any]]:
    """The issues as JSON promises them."""
    return [json.loads(json.dumps(public(issue))) for issue in clerk.issues()]


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_stranger_s_sheet(folder: Path, tmp_path: Path, fresh):
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    later = truth.get("then", {})
    names = truth.get("files") or sorted(
        p.name for p in folder.iterdir() if p.name not in ("truth.json", later.get("reimport"))
    )
    files = [str(folder / name) for name in names]
    clerk = fresh.at(db=tmp_path / "台账.db", today=date.fromisoformat(truth["today"]))
    clerk.ok("init", "--district", truth["district"])
    said = clerk("import", *files, "--yes")
    if truth["expect"] == "refuse":
        assert said.code
        assert any(word in said.err for word in truth.get("message_any", [""]))
        assert not clerk.issues()
        return
    assert said.code == 0, said.err
    first = ledger_of(clerk)
    assert compared(truth["issues"], first) == []
    if later:
        again = files if later["reimport"] == "same" else [str(folder / later["reimport"])]
        clerk.ok(
            "import", *again, "--yes", "--on-conflict", "update"
        )  # what it strikes is agreed to
        if later["reimport"] == "same":
            assert ledger_of(clerk) == first
        else:
            assert compared([unplaced(i) for i in later["issues"]], ledger_of(clerk)) == []


def unplaced(issue: dict[str, Any]) -> dict[str, Any]:
    """An issue of a later version: an issue keeps the row that it first came from."""
    return {name: value for name, value in issue.items() if name not in PLACE}
