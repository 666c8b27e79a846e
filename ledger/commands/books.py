"""What reports are made from: the issues, the records beside them, whose they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ledger.commands import session
from ledger.commands.contexts import one_campaign
from ledger.commands.env import Env
from ledger.commands.handout import heading
from ledger.commands.session import say
from ledger.models import Issue
from ledger.profile import Profile
from ledger.selection import Filter
from ledger.store import Reader

if TYPE_CHECKING:
    from ledger.periods import Period
    from ledger.tables import Heading
    from ledger.wordings import Records

FROZEN: Final = "frozen/"
"""How the key of a setting begins that holds a frozen month."""


class Books(NamedTuple):
    """What a report is made from."""

    store: Reader
    profile: Profile
    issues: Sequence[Issue]
    heading: Heading
    records: Records
    campaign: str = ""

    def of(self, campaign: str) -> Books:
        """What a report of one campaign (专项) is made from."""
        issues = [issue for issue in self.issues if issue.campaign == campaign]
        heading = replace(self.heading, campaign=campaign, wording="")
        return self.among(issues)._replace(heading=heading, campaign=campaign)

    def among(self, issues: Sequence[Issue]) -> Books:
        """The same of some issues only, with the records about any of them."""
        uids = {issue.uid for issue in issues}
        return self._replace(issues=issues, records=self.records.about(uids))


@contextmanager
def open_books(env: Env, named: str | None) -> Iterator[Books]:
    with session.reading(env) as (store, profile):
        books = read(env, store, profile)
        campaign = one_campaign(named, store, profile)
        if campaign and named is None:
            say(session.narrowed(campaign))
        yield books.of(campaign) if campaign else books


def read(env: Env, store: Reader, profile: Profile) -> Books:
    issues = list(store.find(Filter(closed_too=True), env.today, order="number"))
    return Books(store, profile, issues, heading(env, store, profile), _records(store))


def _records(store: Reader) -> Records:
    from ledger.papers import PAPERS
    from ledger.samples import SAMPLES
    from ledger.store import numbered
    from ledger.whistles import WHISTLES
    from ledger.wordings import Records

    return Records(
        numbered.every(store, PAPERS),
        numbered.every(store, SAMPLES),
        numbered.every(store, WHISTLES),
    )


def frozen_key(period: Period) -> str:
    return f"{FROZEN}{period.first:%Y-%m}"


def frozen(books: Books, period: Period) -> Any:
    """What was kept when a month was frozen: when, by whom, and the report of the campaign; None if it was not."""
    kept = books.store.setting(frozen_key(period))
    if not (kept and books.campaign):
        return kept
    report = kept.get("campaigns", {}).get(books.campaign)
    return report and {**kept, "report": report}
