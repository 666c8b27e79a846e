"""Columns for one level of verification (社区核查人, 区验收人): each tells of its own level alone."""

import re
from datetime import date
from typing import Any, Final

from ledger.models import Issue

PARTS: Final = {"verifier": "by", "verified_on": "on", "verify_result": "result"}
LEVELS: Final = "社区|街道|区|市"
LEVEL: Final = re.compile(LEVELS)
TOLD: Final = re.compile(
    f"({LEVELS})级?(?:核查|验收|审核|复核|核验)(?:(?P<by>人员?)|(?P<on>日期|时间)|(?P<result>意见|结果|结论|情况))"
)


def named(path: str, name: str) -> str:
    """The level that the heading of a column about verification begins with, "" for none."""
    found = LEVEL.match(_heading(path)) if name in PARTS else None
    return found[0] if found else ""


def value(path: str, name: str, issue: Issue) -> Any:
    """The value of a field in a column: of verification only what the ledger knows of the column's level."""
    level = named(path, name)
    if not level or not issue.levels:
        return getattr(issue, name)
    if not issue.verifications:
        return getattr(issue, name) if issue.levels[-1] == level else None
    told = _of(issue, level).get(PARTS[name])
    return date.fromisoformat(told) if told and name == "verified_on" else told


def beside(path: str, issue: Issue) -> str | None:
    """What a column that fills no field tells of one level."""
    found = TOLD.fullmatch(_heading(path))
    return _of(issue, found[1]).get(str(found.lastgroup)) if found else None


def _of(issue: Issue, level: str) -> Any:
    return next((one for one in issue.verifications if one["level"] == level), {})


def _heading(path: str) -> str:
    return path.rpartition("/")[2]
