"""Limits (整改时限) as a calendar for phones and mail programs (RFC 5545): one whole day each."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from ledger.models import Issue

WIDTH: Final = 75
ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
CONTROL: Final = dict.fromkeys((*range(9), *range(11, 32), 127))


def calendar(issues: Iterable[Issue], at: datetime) -> bytes:
    """The limits of these issues; those without a day are left out.

    The identity of an entry is that of its issue, so that a later file moves it instead of doubling it.
    """
    stamp = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ledger//问题台账//ZH",
        "CALSCALE:GREGORIAN",
    ]
    for issue in issues:
        if issue.due_on is not None:
            lines += _entry(issue, issue.due_on, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _entry(issue: Issue, due: date, stamp: str) -> Iterator[str]:
    place = issue.estate or issue.location or issue.community or issue.subdistrict or ""
    what = issue.description or issue.title or ""
    told = (
        ("责任单位", issue.lead_unit), ("问题", what), ("时限", issue.due_text), ("状态", issue.status.label),
    )  # fmt: skip
    yield "BEGIN:VEVENT"
    yield f"UID:{issue.uid}@ledger"
    yield f"DTSTAMP:{stamp}"
    yield f"SEQUENCE:{issue.version}"
    yield f"DTSTART;VALUE=DATE:{due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(f'{issue.number} {place} {what[:30]}整改到期')}"
    yield f"DESCRIPTION:{_text(chr(10).join(f'{k}：{v}' for k, v in told if v))}"
    if place:
        yield f"LOCATION:{_text(place)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(text: str) -> str:
    return text.translate(CONTROL).translate(ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, each after the first with a blank before it; letters stay whole."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode("utf-8", "replace"))
        if size + octets > WIDTH:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece
