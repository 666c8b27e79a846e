"""The rows that an import could not take, for the one who corrects them: in their own form, or as a list."""

import csv
import io
from collections.abc import Sequence

from ledger.intake.drafts import Draft, Reading, Role
from ledger.intake.grid import address
from ledger.sheets.dump import guard

REASON = "错误原因"
HEADINGS = ("文件", "工作表", "行", "单元格", "列", "原文", "原因")


def faults(drafts: Sequence[Draft]) -> bytes:
    """One line a fault, UTF-8 with a mark as Excel and WPS open it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for draft in drafts:
        file = str(draft.values.get("origin", {}).get("file", ""))
        for problem in draft.errors:
            told = (
                draft.sheet,
                str(draft.row),
                problem.cell,
                problem.label,
                problem.text,
                problem.reason,
            )
            writer.writerow([guard(text) for text in (file, *told)])
    return out.getvalue().encode("utf-8-sig")


def corrected_form(workbook: bytes, reading: Reading) -> bytes:
    """The workbook with only the rows that were refused, and a last column that says why.

    Corrected there, it can be imported as it is: the column of reasons is passed over.
    """
    from ledger.sheets.fill import FormRow, FormSheet, fill

    sheets, edits = [], {}
    for layout in reading.layouts:
        if layout.role is not Role.LEDGER:
            continue
        last = max(column.index for column in layout.columns) + 1
        edits[layout.sheet, address(layout.header[1], last)] = REASON
        rows = [
            FormRow(source=draft.row, values={last: "；".join(str(e) for e in draft.errors)})
            for draft in reading.drafts
            if draft.errors and draft.sheet == layout.sheet
        ]
        sheets.append(FormSheet(layout, rows))
    return fill(workbook, sheets, edits)
