"""What an import leaves beside the issues: the forms that are remembered, the rows that were refused."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ledger.commands.incoming import Incoming
from ledger.commands.session import say
from ledger.commands.writing import Session
from ledger.intake import own
from ledger.intake.drafts import How, Role
from ledger.store import Form

OLD: Final = (".xls", ".et")
LARGEST_FORM: Final = 20 * 1024 * 1024
"""A larger workbook is mostly photos; it would be copied into every backup of the ledger."""


def save_errors(found: Sequence[Incoming], target: str | None) -> None:
    """The refused rows of each file: in its own form where it is a workbook that can be filled, else as a list."""
    from ledger.sheets.faults import corrected_form, faults
    from ledger.sheets.files import free, write_atomic

    refused = [item for item in found if any(draft.errors for draft in item.reading.drafts)]
    for number, (source, reading) in enumerate(refused, 1):
        bad = [draft for draft in reading.drafts if draft.errors]
        plain = reading.beside or any(
            layout.fingerprint == own.FORM or layout.folded or layout.headless
            for layout in reading.layouts
        )
        form = None if plain else source.form()
        place = Path(target or f"{source.stem}_错误{'.xlsx' if form else '.csv'}")
        if not target:  # one that is there may hold corrections
            place = free(place)
        elif number > 1:
            place = place.with_stem(f"{place.stem}-{number}")
        write_atomic(place, corrected_form(form, reading) if form else faults(bad))
        then = "改好后可直接再导入" if form else "照着在原表里改好，再导入一次"
        say(f"错误行 {len(bad)} 行另存：{place}（{then}）")


def remember(work: Session, found: Sequence[Incoming]) -> None:
    """The forms of the files, one of each: streets fill in copies of the same."""
    forms = {
        frozenset(layout.fingerprint for layout in item.reading.layouts): item
        for item in reversed(found)
    }
    for item in reversed(forms.values()):
        _remember(work, item)


def _remember(work: Session, item: Incoming) -> None:
    """The form of a workbook: how its columns went to fields, and the workbook itself as the template."""
    source, reading = item
    told = [layout for layout in reading.layouts if layout.role is Role.LEDGER]
    ledgers = [layout for layout in told if not layout.headless]
    if told and not ledgers:
        say(f"“{source.name}”没有表头，不能作表样：加一行列名，再 ledger form add")
        return
    data = source.form()
    if data is None:
        if source.name.lower().endswith(OLD):
            say(f"“{source.name}”不能作表样：用 Excel 或 WPS 另存为 .xlsx，再 ledger form add")
        return
    if reading.beside:
        say(f"“{source.name}”里有左右并排的表，不能照着填：改成上下排，再 ledger form add")
        return
    mapping = {
        layout.fingerprint: {c.path: c.fields for c in layout.columns if c.how is not How.IGNORED}
        for layout in ledgers
    }
    at = work.env.now().isoformat(timespec="seconds")
    kept = data if len(data) <= LARGEST_FORM else b""
    work.store.keep_form(Form(source.stem, source.name, at, mapping, kept), on=work.on)
    say(f"列对应已记为表样“{source.stem}”，下次自动使用")
