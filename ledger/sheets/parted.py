"""What each of several sheets says of one issue: where nothing changed, what it said itself."""

from collections.abc import Mapping
from typing import Any

from ledger.intake.drafts import Draft, How, Layout
from ledger.intake.fills import WORDS
from ledger.models import FIELDS, Issue, typed


def said(issue: Issue, draft: Draft, row: Draft, layout: Layout) -> Issue:
    """The issue as this row of its draft shall tell it: what is as it was read, or was kept beside, in its own words."""
    if not draft.parts:
        return issue
    now, then, own = issue.extra or {}, draft.values.get("extra", {}), row.values.get("extra", {})
    values = {
        name: row.values.get(name, typed(name, None))
        for name, value in draft.values.items()
        if name in FIELDS and name not in ("extra", "origin") and value == getattr(issue, name)
    }
    kept = {column: now.get(f"{row.sheet}/{column.path}") for column in layout.columns}
    words = {
        name: text
        for column, text in kept.items()
        for name in column.fields
        if text and name in WORDS
    }
    same = {path: own.get(path) for path, text in then.items() if now.get(path) == text}
    beside = {path: now.get(f"{row.sheet}/{path}") for path in own if then.get(path) != own[path]}
    return issue._replace(
        **values | words, extra={**now, **same, **beside}, attachments=_here(issue, draft, row)
    )


def _here(issue: Issue, draft: Draft, row: Draft) -> tuple[Mapping[str, Any], ...]:
    """The photos of an issue without those that stand in its other rows."""
    others = {
        (photo.stage, photo.cell)
        for part in draft.parts
        if part is not row
        for photo in part.photos
    }
    return tuple(
        item for item in issue.attachments if (item["kind"], item.get("cell")) not in others
    )


def numbered(issue: Issue, layout: Layout) -> Issue:
    """A new issue with its number in the column by which the rows of several sheets are one, where it has none there."""
    column = layout.joined.column if layout.joined else None
    if column is None or column.how is not How.EXTRA:
        return issue
    return issue._replace(extra={column.path: issue.number, **(issue.extra or {})})
