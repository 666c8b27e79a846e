"""All that a command takes from the world outside."""

import os
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from ledger.errors import Usage

EVENING: Final = time(18)


class Env(NamedTuple):
    """The surroundings of one command; tests pass their own as `obj`."""

    db: Path | None
    today: date
    user: str | None
    width: int
    terminal_in: bool
    terminal_out: bool
    color: bool
    words: str = ""

    def now(self) -> datetime:
        """The moment; on another day that counts as today it is one of its evening, in the order of the real ones."""
        moment, day = _moment(), self.today
        if day == moment.date():
            return moment
        gone = moment - moment.replace(hour=0, minute=0, second=0, microsecond=0)
        return datetime.combine(day, EVENING, moment.tzinfo) + gone / 6  # 18:00 to 22:00

    def moment(self) -> str:
        """The same to the minute: 2024-01-15T14:30."""
        return f"{self.now():%Y-%m-%dT%H:%M}"


def surroundings(variables: Mapping[str, str] = os.environ) -> Env:
    """The Env of this process. Raises Usage when LEDGER_TODAY is no date."""
    terminal_out = _is_terminal(sys.stdout)
    path = variables.get("LEDGER_DB")
    return Env(
        db=Path(path) if path else None,
        today=_today(variables.get("LEDGER_TODAY")),
        user=variables.get("LEDGER_USER") or None,
        width=_width(variables),
        terminal_in=_is_terminal(sys.stdin),
        terminal_out=terminal_out,
        color=_color(variables, terminal=terminal_out),
    )


def _is_terminal(stream: IO[Any] | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()


def _moment() -> datetime:
    return datetime.now(UTC).astimezone()


def _today(text: str | None) -> date:
    if not text:
        return _moment().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Usage(f"LEDGER_TODAY 的“{text}”不是日期", "应像 2024-01-31") from None


def _width(variables: Mapping[str, str]) -> int:
    columns = variables.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(1).columns or 80
    except OSError:  # not a terminal
        return 80


def _color(variables: Mapping[str, str], *, terminal: bool) -> bool:
    if variables.get("NO_COLOR") or variables.get("LEDGER_NO_COLOR"):
        return False
    if variables.get("FORCE_COLOR") or variables.get("CLICOLOR_FORCE"):
        return True
    return terminal and variables.get("TERM") != "dumb"
