"""Which numbers and days are those of the channel that a problem came through, and which the sender's own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledger.intake.profile import Profile

MOST: Final = 0.8
HOTLINE: Final = re.compile("12345|热线|平台")
"""Sources that give every order a number of their own; visits and letters have none."""


@dataclass(frozen=True)
class Channels:
    """The columns of a table, the names of their headings' meanings; `named` for a register of a channel (信访台账)."""

    levels: Mapping[int, tuple[str, ...]]
    names: Mapping[int, str]
    profiles: Mapping[int, Profile]
    named: bool

    def another(self, column: int, _: Profile) -> str | None:
        """Of the numbers of several channels (12345工单号, 信访件号) the first is the source's."""
        first = min(c for c, name in self.names.items() if name == "source_no")
        return "other_nos" if column > first and "other_nos" not in self.names.values() else None

    def published(self, column: int, _: Profile) -> str | None:
        """发布时间 of what the public writes is the day of the report."""
        posts = "source" in self.names.values() and "reported_on" not in self.names.values()
        return "reported_on" if posts and "发布" in self.levels[column][-1] else None

    def own_number(self, _: int, profile: Profile) -> str | None:
        """A number is that of the source in a register of a channel, or when only a platform gives such ones."""
        counts = profile.serials >= MOST or (profile.counting and self._mixed)
        given = self.named and profile.numbers < 1 and not counts
        return "source_no" if given or profile.long_numbers >= MOST else None

    @property
    def _mixed(self) -> bool:
        """Whether some of the sources give numbers and others none: 12345 beside visits."""
        told = (self.profiles[c].texts for c, name in self.names.items() if name == "source")
        lines = ([bool(HOTLINE.search(text)) for text in texts] for texts in told)
        return any(any(some) and not all(some) for some in lines)
