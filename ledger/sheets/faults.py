"""The rows that an import could not take, as a table for the one who corrects them."""

import csv
import io
from collections.abc import Sequence

from ledger.intake.drafts import Draft
from ledger.sheets.dump import guard

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
