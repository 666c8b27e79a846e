"""What was complained of again: all that estates told, and how often issues were told of again."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ledger.models import Action
from ledger.standing import Said

if TYPE_CHECKING:
    from ledger.store.reader import Reader


def said(reader: "Reader") -> Iterator[Said]:
    """What each issue that counts says, if it can repeat another."""
    rows = reader.engine.each(
        "SELECT uid, estate, building, coalesce(reported_on, entered_on) AS day,"
        " coalesce(description, title) AS words FROM issue WHERE withdrawn IS NOT 1"
        " AND estate IS NOT NULL AND day IS NOT NULL AND words IS NOT NULL"
    )
    for row in rows:
        yield Said(**{**row, "day": date.fromisoformat(row["day"])})


def told_again(reader: "Reader", first: date, last: date) -> Counter[str]:
    """How often each issue (uid) was told of again in these days; what an undo took back does not count."""
    rows = reader.engine.run(
        "SELECT entity_id, count(*) AS n FROM event JOIN payload ON payload.seq = event.seq"
        " WHERE kind = :kind AND json_extract(body, '$.on') BETWEEN :first AND :last"
        " AND NOT EXISTS (SELECT 1 FROM operation back WHERE back.undo_of = event.operation"
        " AND NOT EXISTS (SELECT 1 FROM operation again WHERE again.undo_of = back.id))"
        " GROUP BY entity_id",
        kind=str(Action.REPEAT),
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return Counter({row["entity_id"]: row["n"] for row in rows})
