"""Tables that `ledger` wrote itself: every column is a field by its label, every value comes back as it was."""

import json
from collections.abc import Mapping
from typing import Any, Final

from ledger.intake.drafts import Column, Draft, How, Layout, Problem, Reading, Role
from ledger.intake.grid import Book, Grid, letters
from ledger.models import FIELDS, Kind, Status, typed
from ledger.readings import PRECISIONS

LABELS: Final[Mapping[str, str]] = {field.label: name for name, field in FIELDS.items()}
EXTRA: Final = f"{FIELDS['extra'].label}/"
MARKS: Final = (FIELDS["uid"].label, FIELDS["number"].label)
FORM: Final = "ledger"
"""The fingerprint of our own tables, which are no form of a district."""
SETTLED: Final = (
    "version", "round", "rounds", "verifications", "handings", "entered_on", "original_due_on", "extensions", "returns",
    "failures", "repeats", "left_on", "origin", "attachments", "withdrawn", "status_before",
    "reason_before",
)  # fmt: skip
STATUSES: Final = {status.label: status for status in Status}
CODES: Final = {label: code for code, label in PRECISIONS.items()}


def is_own(book: Book) -> bool:
    """Whether the first row names the identity and the number of issues, as only our own tables do."""
    return any(
        set(MARKS) <= {str(v) for v in grid.rows.get(1, {}).values()} for grid in book.sheets
    )


def read(book: Book) -> Reading:
    """The issues of our own table; bookkeeping that belongs to the other ledger (轮次, 版本 …) is left out."""
    (grid,) = [
        g for g in book.sheets if set(MARKS) <= {str(v) for v in g.rows.get(1, {}).values()}
    ][:1]
    columns = tuple(_column(index, str(text)) for index, text in sorted(grid.rows[1].items()))
    drafts = [
        _draft(book.name, grid, row, columns)
        for row in sorted(grid.rows)
        if row > 1 and grid.rows[row]
    ]
    layout = Layout(
        sheet=grid.name,
        role=Role.LEDGER,
        header=(1, 1),
        data=(2, max(grid.rows)),
        columns=columns,
        confidence=1.0,
        fingerprint=FORM,
    )
    problems = [problem for draft in drafts for problem in draft.errors]
    return Reading(file=book.name, layouts=[layout], drafts=drafts, problems=problems)


def _column(index: int, text: str) -> Column:
    name = LABELS.get(text)
    if text.startswith(EXTRA):
        return Column(index=index, path=text.removeprefix(EXTRA), fields=(), how=How.EXTRA)
    if name is None or name in SETTLED:
        return Column(index=index, path=text, fields=(), how=How.IGNORED)
    return Column(index=index, path=text, fields=(name,), how=How.EXACT)


def _draft(file: str, grid: Grid, row: int, columns: tuple[Column, ...]) -> Draft:
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    errors = []
    for column in columns:
        text = str(grid.rows[row].get(column.index, ""))
        if not text:
            continue
        if column.how is How.EXTRA:
            extra[column.path] = _plain(text)
        elif column.fields:
            try:
                values[column.fields[0]] = _typed(column.fields[0], text)
            except ValueError:
                cell = f"{letters(column.index)}{row}"
                errors.append(
                    Problem(
                        sheet=grid.name,
                        cell=cell,
                        label=column.path,
                        text=text,
                        reason="读不懂",
                        fatal=True,
                    )
                )
    if extra:
        values["extra"] = extra
    values["origin"] = {"file": file, "sheet": grid.name, "row": row}
    return Draft(values=values, sheet=grid.name, row=row, errors=tuple(errors))


def _plain(text: str) -> Any:
    """A value of an extra column: lists and objects were written as JSON."""
    if text[:1] in "[{":
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def _typed(name: str, text: str) -> Any:
    """The value of a field as `sheets.dump` wrote it. Raises ValueError for anything else."""
    match FIELDS[name].kind:
        case Kind.STATUS:
            return STATUSES[text] if text in STATUSES else Status(text)
        case Kind.TEXT if name == "due_precision":
            return CODES.get(text, text)
        case Kind.WORDS:
            return tuple(json.loads(text)) if text.startswith("[") else tuple(text.split("、"))
        case Kind.COUNT:
            return int(text)
        case Kind.MONEY:
            return float(text)
        case Kind.FLAG:
            return text == "是"
        case Kind.OBJECT:
            return tuple(json.loads(text))
        case _:
            return typed(name, text)
