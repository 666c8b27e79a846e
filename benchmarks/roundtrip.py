"""Workbooks of offices read in and written back: unchanged, and after 30 new issues and 5 strike-offs.

    python benchmarks/roundtrip.py FOLDER_OR_FILE … [--keep FOLDER] [--pages]

For each workbook: every part of the unchanged export is compared byte for byte; the changed export must be
sound (`soundness.py`), be opened by openpyxl without a warning, and tell the ledger's issues when it is read again.
With --pages LibreOffice draws the workbook, its unchanged export and one with a single issue struck off, and the
shares of pixels that differ are told.
"""

import io
import json
import shutil
import sys
import tempfile
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from ledgers import CLERK, values
from openpyxl import load_workbook
from soundness import faults
from strangers import drawn
from typer.testing import CliRunner

from ledger import cli
from ledger.commands.env import Env
from ledger.models import Action, Issue, Status
from ledger.needs import Given
from ledger.selection import Filter
from ledger.store import Author, open_reading, open_writing
from ledger.workflow import event_of, register

NEW, STRUCK = 30, 5
DAY = date(2024, 1, 20)


class Office:
    """One ledger in a folder of its own."""

    def __init__(self, folder: Path, district: str) -> None:
        self.path = folder / "台账.db"
        self.env = Env(self.path, DAY, CLERK, 100, False, False, False)
        self.run("init", "--district", district)

    def run(self, *words: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli.app, [*words], obj=self.env, env={"LEDGER_DEBUG": "1"})
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.stderr

    def issues(self) -> list[Issue]:
        with open_reading(self.path) as store:
            return list(store.find(Filter(closed_too=True), DAY, order="number"))

    def changed(self, new: int = NEW, struck: int = STRUCK) -> None:
        """New issues in places that the ledger knows, the first open ones struck off."""
        known = self.issues()
        author = Author(by=CLERK, seat="A", at=self.env.now(), command="add")
        given = Given(by=CLERK, on=DAY)
        with open_writing(self.path, lambda _: author) as store:
            numbers = store.next_numbers("2024", new)
            for index, (number, told) in enumerate(zip(numbers, values(new), strict=True)):
                like = known[index * len(known) // new] if known else None
                places = ("subdistrict", "community", "estate", "company", "lead_unit")
                told |= {name: getattr(like, name) for name in places if like}
                told |= {"status": Status.IN_PROGRESS, "done_on": None, "closed_on": None}
                event = register(store.uid(), number, told, given, Action.IMPORT)
                store.record_all([(None, event)])
            for issue in [i for i in known if i.status is not Status.CLOSED][:struck]:
                facts = {"status": Status.CLOSED, "closed_on": DAY, "done_on": DAY, "left_on": DAY}
                event = event_of(issue, Action.UPDATE, given, facts)
                store.record_all([(issue, event)])


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class Found(NamedTuple):
    """What one workbook showed."""

    name: str
    issues: int
    same: str
    faults: Sequence[str]
    lost: Sequence[str]


def tried(
    source: Path, folder: Path, ways: Sequence[str] = (), *, pages: bool = False
) -> Found | None:
    """One workbook there and back, twice; None when it holds no issues."""
    office = Office(folder, _district(source))
    code, said = office.run(
        "import", str(source), "--yes", "--errors", str(folder / "错误.xlsx"), *ways
    )
    count = len(office.issues())
    if not count:
        return None
    plain, changed = folder / "unchanged.xlsx", folder / "changed.xlsx"
    office.run("export", "--all", "--form", str(source), "-o", str(plain))
    old, new = parts(source.read_bytes()), parts(plain.read_bytes())
    other = [name for name in old.keys() | new.keys() if old.get(name) != new.get(name)]
    if pages:
        office.changed(0, 1)
        one = folder / "one.xlsx"
        office.run("export", "--all", "--form", str(source), "-o", str(one))
        print(
            f"      pages: {drawn(source, plain.read_bytes()):.5f} unchanged,"
            f" {drawn(source, one.read_bytes()):.5f} with one issue struck off"
        )
    office.changed()
    code, said = office.run("export", "--all", "--form", str(source), "-o", str(changed))
    if code:
        return Found(source.name, count, str(other or "all"), [said], [])
    before = set(faults(source))
    wrong = [fault for fault in faults(changed) if fault not in before]
    wrong += list(_opened(changed, source))
    return Found(
        source.name,
        count,
        str(other or "all"),
        wrong,
        list(_lost(office, changed, _district(source), ways)),
    )


def _opened(path: Path, source: Path) -> Iterator[str]:
    def noises(path: Path) -> list[str]:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            load_workbook(path)
        return [str(w.message) for w in caught]

    try:
        before = noises(source)
    except Exception:  # noqa: BLE001
        return
    yield from (noise for noise in noises(path) if noise not in before)


def _lost(office: Office, changed: Path, district: str, ways: Sequence[str]) -> Iterator[str]:
    """Issues that the changed export does not tell again as the ledger knows them."""
    folder = changed.parent
    (folder / "again").mkdir()
    again = Office(folder / "again", district)
    again.run("import", str(changed), "--yes", "--errors", str(folder / "错误.xlsx"), *ways)
    told, kept = again.issues(), office.issues()
    if len(told) != len(kept):
        yield f"{len(kept)} issues, {len(told)} read again"

    columns = {name for issue in told for name in PLACES if getattr(issue, name)}
    left = Counter(_words(issue, columns) for issue in told)
    for issue in kept:
        words = _words(issue, columns)
        if left[words]:
            left[words] -= 1
        else:
            yield f"{issue.number} {words}"


PLACES = ("estate", "subdistrict")


def _words(issue: Issue, columns: set[str]) -> tuple[str, ...]:
    """What an issue is told by: its problem, and its places as far as the form has columns for them."""
    said = [issue.description or issue.title, *(getattr(issue, n) for n in PLACES if n in columns)]
    return tuple("".join((text or "").split()) for text in said)


def _district(source: Path) -> str:
    truth = source.with_name("truth.json")
    told = json.loads(truth.read_text(encoding="utf-8")) if truth.exists() else {}
    return str(told.get("district") or "道里区")


def main(arguments: Sequence[str]) -> None:
    keep = Path(arguments[arguments.index("--keep") + 1]) if "--keep" in arguments else None
    names = [a for a in arguments if a not in ("--keep", "--pages", str(keep))]
    files = [
        f
        for name in names
        for f in (sorted(Path(name).rglob("*.xlsx")) if Path(name).is_dir() else [Path(name)])
    ]
    for source in files:
        folder = Path(tempfile.mkdtemp(prefix="roundtrip-"))
        try:
            found = tried(source, folder, pages="--pages" in arguments)
            label = f"{source.parent.name}/{source.name}"
            if found is None:
                print(f"- {label}: no issues")
                continue
            print(
                f"{'ok ' if not found.faults and not found.lost and found.same == 'all' else 'BAD'} {label}: {found.issues} issues, same parts {found.same}"
            )
            for line in [*found.faults[:6], *found.lost[:4]]:
                print(f"      {line}")
            if keep:
                keep.mkdir(exist_ok=True)
                for kind in ("unchanged", "changed"):
                    if (folder / f"{kind}.xlsx").exists():
                        shutil.copy(
                            folder / f"{kind}.xlsx",
                            keep / f"{source.parent.name}-{source.stem}-{kind}.xlsx",
                        )
        except Exception as error:  # noqa: BLE001
            import traceback

            print(f"ERR {source.name}: {type(error).__name__} {error}")
            traceback.print_exc(limit=-2)
        finally:
            shutil.rmtree(folder)
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
