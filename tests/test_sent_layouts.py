"""Every known layout sent out: a file holds the rows of its receiver alone, and untouched it tells nothing new."""

import html
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ledger import catalogue
from ledger.intake import reading
from ledger.intake.context import Context
from ledger.intake.copies import known_again
from ledger.intake.drafts import Draft, How, Layout, Reading, Role
from ledger.intake.grid import Book
from ledger.intake.returned import Answers, answers
from ledger.intake.sent import Sent
from ledger.models import Action, Issue, public
from ledger.needs import Given
from ledger.sheets.formbook import FormBook
from ledger.sheets.letter import Letter, Terms, letter, opened
from ledger.sheets.read import read_content
from ledger.workflow import apply, register

CASES = {
    path: json.loads(truth.read_text("utf-8"))
    for truth in sorted(Path(__file__).parent.glob("cases/*/truth.json"))
    for path in sorted(truth.parent.iterdir())
    if path != truth and path.suffix != ".zip"
}
SAMPLES = {
    path: json.loads(path.with_suffix(".json").read_text("utf-8"))
    for path in sorted(catalogue.path("samples").glob("*.xlsx"))
}
LAYOUTS = [path for path, truth in (CASES | SAMPLES).items() if truth.get("expect") != "refuse"]
SHIPPED = catalogue.path("forms", "问题台账.xlsx")
KEY = "01890a5d-ac96-774b-bcce-b302099a8057"
DAY = re.compile(r"(\d{2,4}[年./-])?\d{1,2}[月./-](\d{1,2}[日号]?)?(\d\d?:.*)?")
SHORT = 4


class Known(NamedTuple):
    """A sheet: its cells, what they mean, on which day it was read."""

    path: Path
    book: Book
    reading: Reading
    today: date

    @property
    def ledgers(self) -> list[Layout]:
        return [layout for layout in self.reading.layouts if layout.role is Role.LEDGER]


def known(path: Path, today: date) -> Known:
    book = read_content(path.read_bytes(), path.name)
    return Known(
        path, book, reading.read(book, catalogue.vocabulary(), Context(today=today)), today
    )


def form_of(sheet: Known) -> Known:
    """The sheet itself where it can be filled again, else the form of the program."""
    apart = not (
        sheet.reading.beside
        or any(x.folded or x.joined or x.headless for x in sheet.reading.layouts)
    )
    fills = sheet.path.suffix == ".xlsx" and zipfile.is_zipfile(sheet.path) and apart
    return sheet if fills else known(SHIPPED, sheet.today)


def issue_of(number: int, draft: Draft, today: date) -> Issue:
    given = Given(by="张敏", on=today)
    event = register(f"{number:08}{KEY[8:]}", f"{number}", draft.values, given, Action.IMPORT)
    return apply(None, event)


def sent_out(form: Known, issues: list[Issue]) -> Letter:
    """The workbook for one receiver, who fills in the last column."""
    book = FormBook(form.path.stem, form.path.read_bytes(), form.book, form.reading)
    columns = [c for x in form.ledgers for c in x.columns if c.how is not How.IGNORED]
    terms = Terms(
        form=book,
        opened=opened(book, [columns[-1].path] if columns else []),
        listed={},
        vocabulary=catalogue.vocabulary(),
        context=Context(today=form.today),
        day=form.today,
    )
    return letter(terms, "甲街道", "甲街道.xlsx", KEY, issues)


def come_back(made: Letter, today: date) -> Answers:
    sent = Sent(KEY, "甲街道.xlsx", "甲街道", "subdistrict", KEY, f"{today}", made.tables)
    returned = known_again(read_content(made.data, "改了名.xlsx"), [sent])
    assert returned is not None
    context = Context(today=today, copy_of=returned.copy)
    return answers(returned, reading.read(returned.book, catalogue.vocabulary(), context))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)
    elif isinstance(value, str):
        yield squeezed(value)


def words(issue: Issue) -> set[str]:
    """All that an issue says."""
    told = json.loads(json.dumps(public(issue)))
    return set(texts({k: v for k, v in told.items() if k not in ("uid", "number", "origin")}))


def around(form: Known) -> str:
    """What a form says above, between and below its issues; all of one that has none."""
    if not form.reading.drafts:
        return everything(form.path.read_bytes())
    inside = {
        (layout.sheet, row)
        for layout in form.ledgers
        for row in range(layout.data[0], layout.data[1] + 1)
        if layout.groups.get(row, "part") == "part"
    }
    return squeezed(
        "|".join(
            str(value)
            for grid in form.book.sheets
            for row, cells in grid.rows.items()
            if (grid.name, row) not in inside
            for value in cells.values()
        )
    )


def everything(workbook: bytes) -> str:
    """All that stands in a file, in whatever part and however it is written."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    raw = "|".join(parts)
    plain = re.sub(r"<[^>]*>", "", re.sub(r"</(?:\w+:)?(?:si|c|comment|row)>", "|", raw))
    return squeezed(html.unescape(f"{raw}|{plain}"))


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_file_has_the_rows_of_its_receiver_alone_and_comes_back_as_it_went(path: Path):
    sheet = known(path, date.fromisoformat((CASES | SAMPLES)[path]["today"]))
    issues = [
        issue_of(number, draft, sheet.today)
        for number, draft in enumerate(sheet.reading.drafts, 1)
        if not draft.errors
    ]
    mine, others = issues[::2], issues[1::2]
    form = form_of(sheet)
    made = sent_out(form, mine)

    times = Counter(word for issue in issues for word in words(issue))
    own = "|".join((around(form), *(word for issue in mine for word in words(issue))))
    found = everything(made.data)
    telling = {w for i in others for w in words(i) if len(w) >= SHORT and not DAY.fullmatch(w)}
    foreign = {word for word in telling if times[word] == 1 and word not in own}
    assert sorted(word for word in foreign if word in found) == []

    back = come_back(made, sheet.today)
    assert [row for row in back.rows if row.sent is None or row.edits or row.errors] == []
    assert sorted(row.sent.uid for row in back.rows if row.sent) == [issue.uid for issue in mine]
    assert list(back.missing) == []
