"""The lines above the header of a form: the day of the data, the unit that reports."""

import re
from datetime import date
from typing import Final

from ledger.intake.drafts import Layout
from ledger.intake.grid import Grid, address
from ledger.sheets.counts import texts

DAY: Final = re.compile(
    r"((?:截至|截止|截止到|填报时间|填报日期|填表日期|制表时间|制表日期|报送时间)\s*?[:：]?\s*?)"
    r"(?:\d{4}|\s+)(年|[-./])(?:\d{1,2}|\s+)(月|[-./])(?:\d{1,2}|\s+)(日?)"
)
UPDATED: Final = re.compile(r"\d{4}(年)\d{1,2}(月)\d{1,2}(日\s*更新)")
UNIT: Final = re.compile(r"((?:填报|交办|制表)单位\s*[:：])\s*")


def headed(layout: Layout, grid: Grid, day: date, unit: str = "") -> dict[tuple[str, str], str]:
    """New texts for the cells above the header: the day in the form's own way of writing it.

    `unit` is put in only where the form leaves it open. The result goes to `fill` as edits.
    """
    found = {}
    for row in range(1, layout.header[0]):
        for column, text in texts(grid, row).items():
            new = DAY.sub(lambda m: f"{m[1]}{day.year}{m[2]}{day.month}{m[3]}{day.day}{m[4]}", text)
            new = UPDATED.sub(lambda m: f"{day.year}{m[1]}{day.month}{m[2]}{day.day}{m[3]}", new)
            new = f"{new}{unit}" if UNIT.fullmatch(new) else new
            if new != text:
                found[layout.sheet, address(row, column)] = new
    return found
