"""What each {{字段}} of a document says: of the paper itself, and of each issue in it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from ledger.models import FIELDS, Action, Event, Issue
from ledger.papers import PAPERS, Paper
from ledger.profile import Profile

INTERNAL: Final = (
    "uid",
    "version",
    "attachments",
    "origin",
    "rounds",
    "handings",
    "verifications",
    "milestones",
    "extra",
    "withdrawn",
)
LISTED_LIMITS: Final = "表列时限"


class Content(NamedTuple):
    """All that a document is made of; `events` are those of each issue, by uid."""

    paper: Paper
    issues: Sequence[Issue]
    profile: Profile
    events: Mapping[str, Sequence[Event]]


def written(value: Any) -> str:
    """A value as an official document writes it.

    >>> written(date(2024, 1, 5)), written(("社区", "街道")), written(True), written(None)
    ('2024年1月5日', '社区、街道', '是', '')
    """
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return str(getattr(value, "label", value) if value is not None else "")


def _joined(values: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(value for value in values if value))


def _verified(issue: Issue, events: Sequence[Event]) -> str:
    """验收经过: each verification of this round in a line."""
    lines: list[str] = []
    for event in events:
        if event.kind is Action.REOPEN:
            lines = []
        elif event.kind in (Action.VERIFY, Action.FAIL):
            level = event.facts.get("level")
            words = (
                f"{level}级" if level else "",
                written(event.on),
                event.by,
                event.kind.label,
                event.note,
            )
            lines.append("　".join(word for word in words if word))
    return "\n".join(lines) or issue.verify_result or ""


def _field(name: str) -> Callable[[Issue], str]:
    return lambda issue: written(getattr(issue, name))


OF_ISSUES: Final[Mapping[str, Callable[[Issue], str]]] = {
    "问题": lambda issue: issue.description or issue.title or "",
    "位置": lambda issue: "".join(filter(None, (issue.estate, issue.building, issue.location))),
    **{field.label: _field(name) for name, field in FIELDS.items() if name not in INTERNAL},
}
OF_PAPERS: Final[Mapping[str, str]] = {
    field.label: name
    for name, field in PAPERS.fields.items()
    if name not in (*INTERNAL, "kind", "year", "serial", "issues")
}
OTHERS: Final = ("序号", "验收经过", "件数", "发文单位", "区", "活动")
KNOWN: Final = tuple(dict.fromkeys((*OTHERS, *OF_PAPERS, *OF_ISSUES)))
"""Every name that a placeholder may have."""


def rows(content: Content) -> list[dict[str, str]]:
    """What is said of each issue, in the row that is its own."""
    return [
        {
            "序号": str(place),
            **{label: told(issue) for label, told in OF_ISSUES.items() if label not in OF_PAPERS},
            "小区": issue.estate or "",
            "物业企业": issue.company or content.paper.company or "",
            "验收经过": _verified(issue, content.events.get(issue.uid, ())),
        }
        for place, issue in enumerate(content.issues, 1)
    ]


def whole(content: Content) -> dict[str, str]:
    """What is said of the paper; of its issues what they have in common, or all of it in a row."""
    paper, profile = content.paper, content.profile
    each = rows(content)
    told = {label: _joined(row[label] for row in each) for row in each[:1] for label in row}
    own = {label: written(getattr(paper, name)) for label, name in OF_PAPERS.items()}
    return {
        **dict.fromkeys(KNOWN, ""),
        **told,
        **{label: value for label, value in own.items() if value},
        "办结期限": written(paper.due_on) or _limit(content.issues),
        "件数": str(len(content.issues)),
        "发文单位": profile.office,
        "区": profile.district,
        "活动": profile.campaign,
    }


def _limit(issues: Sequence[Issue]) -> str:
    """The limit that all issues have; where they differ, the table tells it."""
    limits = {issue.due_on for issue in issues}
    return written(limits.pop()) if len(limits) == 1 else LISTED_LIMITS if limits else ""
