"""Whether the values of a column can be those of the field that its heading names."""

import re
from typing import Final

from ledger.intake.drafts import How
from ledger.intake.hearing import HALF, MOST, SOME, Hearing
from ledger.intake.text import key
from ledger.models import FIELDS, Kind

STARTS: Final = ("reported_on", "assigned_on")
END: Final = re.compile("[完结毕竣成]|恢复|修[好复]|到位|解决")
SIGNS: Final = re.compile("记号|符号|标记")
NO_NUMBERS: Final = (
    "title", "description", "category", "subcategory", "measures", "progress", "requirement", "lead_unit",
    "co_units", "cc_units", "person", "complainant", "leader", "company", "estate", "subdistrict", "community",
    "district", "location", "verifier", "verify_result", "callback_text",
)  # fmt: skip


def fits(hearing: Hearing, field: str, column: int, how: How) -> bool:
    """Whether the values of a column can be values of the field at all; a heading that is only guessed asks for more."""
    profile, heading = hearing.profiles[column], hearing.levels[column][-1]
    if field == "due_on":
        return how is not How.STEM or profile.limits(hearing.day) >= SOME
    if field == "status" and SIGNS.fullmatch(heading) and not hearing.legend:
        return False
    if field == "done_on" and (_of_paper(hearing, column) or _on_the_way(hearing, column)):
        return False
    if field in ("complainant", "phone") and hearing.owners.accused(column):
        return False
    if FIELDS[field].kind is Kind.DATE:
        numbered = hearing.monthly and profile.day_numbers >= MOST
        return numbered or profile.days(hearing.day, beside=field in STARTS) >= SOME
    if field == "category" and profile.appeals >= MOST:
        return sum(name == "category" for name in hearing.names.values()) == 1
    if field == "severity" and profile.marks >= MOST:
        return False
    if field == "satisfaction":
        answers = max(profile.satisfactions, profile.marks)
        return how is not How.STEM or answers >= SOME
    if field == "cost":
        return how is not How.STEM or profile.numbers >= HALF
    if field == "co_units" and "谁" in heading:
        return profile.units >= HALF
    if field == "company" and how is How.STEM and profile.brief >= HALF:
        return False
    if field == "lead_unit":
        assigned = hearing.names.get(column) == "assigned_unit"
        dated = assigned and profile.days(hearing.day) >= SOME
        short = profile.short if how is How.STEM or len(key(heading)) <= len("单位") else 0
        return not dated and max(short, profile.numbers, profile.marks) < MOST
    if field in ("phone", "person_phone"):
        return max(profile.phones, profile.extensions) >= HALF
    return field not in NO_NUMBERS or profile.numbers < MOST


def _of_paper(hearing: Hearing, column: int) -> bool:
    """Whether 完成时间 is that of an approval (审批状态, 审批结果) and not of the work."""
    return "approval" in hearing.names.values() and hearing.levels[column][-1] == "完成时间"


def _on_the_way(hearing: Hearing, column: int) -> bool:
    """Whether 维修时间 is that of the work beside the one of its end: 完工时间."""
    others = (c for c, name in hearing.names.items() if name == "done_on" and c != column)
    ended = (c for c in others if _of_the_end(hearing, c) and not hearing.instead(c))
    return not _of_the_end(hearing, column) and any(ended)


def _of_the_end(hearing: Hearing, column: int) -> bool:
    return bool(END.search(hearing.levels[column][-1]))
