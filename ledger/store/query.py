"""A filter in SQL: fixed column names, every value a parameter."""

from datetime import date, timedelta
from typing import Any, Final

from ledger.models import OPEN, Action, Status, dumps
from ledger.selection import RECURRING, Filter

EMPTY: Final = "无"
NOT_WITHDRAWN: Final = "withdrawn IS NOT 1"
IS_OPEN: Final = (
    "open = 1"  # the withdrawn never are; asked twice, the count of a page reads every row
)
CHOICES: Final = (
    "campaign", "subdistrict", "community", "estate", "company", "source", "severity",
)  # fmt: skip
TEXTS: Final = (
    "description",
    "title",
    "estate",
    "location",
    "progress",
    "remarks",
    "number",
    "source_no",
    "other_nos",
)
ORDERS: Final = {
    "pressing": "open DESC, urgency, serial, uid",
    "number": "number, uid",
    "entered": "entered_on, number, uid",
}
SOON: Final = 3
BATCH: Final = "json_extract(operation.detail, '$.batch')"
CHANGED: Final = (
    "EXISTS (SELECT 1 FROM event WHERE event.operation = operation.id"
    f" AND event.kind <> '{Action.EXPORT}')"
)
"""What an operation did that only recorded an export is nothing to take back."""
WORKING: Final = "status IN ('registered', 'assigned', 'in_progress')"


class Where:
    """Collects the conditions of one filter."""

    def __init__(self) -> None:
        self.conditions: list[str] = []
        self.named: dict[str, Any] = {}

    def parameter(self, value: Any) -> str:
        name = f"p{len(self.named)}"
        self.named[name] = value
        return f":{name}"

    def among(self, column: str, values: tuple[Any, ...]) -> str:
        return f'"{column}" IN ({", ".join(self.parameter(value) for value in values)})'

    def contains(self, column: str, word: str) -> str:
        if word == EMPTY:
            return f"coalesce(\"{column}\", '') = ''"
        return f"instr(coalesce(\"{column}\", ''), {self.parameter(word)}) > 0"

    def choice(self, words: tuple[str, ...], *columns: str) -> None:
        """Any of the wanted words in any of the columns, and none of the words marked with ~.

        Of several columns the first is the one that can be empty (无).
        """
        wanted = [word for word in words if not word.startswith("~")]
        if wanted:
            either = [condition for word in wanted for condition in self._in(word, columns)]
            self.conditions.append(f"({' OR '.join(either)})")
        for word in words:
            if word.startswith("~"):
                none = [f"NOT {condition}" for condition in self._in(word[1:], columns)]
                self.conditions.append(f"({' AND '.join(none)})")

    def _in(self, word: str, columns: tuple[str, ...]) -> list[str]:
        places = columns[:1] if word == EMPTY else columns
        return [self.contains(column, word) for column in places]

    @property
    def sql(self) -> str:
        return " AND ".join(self.conditions)


def where(wanted: Filter, today: date) -> Where:
    """The conditions for `wanted`; the derived words 待回访 and 待销号 narrow to 待验收 only (see Store.find)."""
    out = Where()
    if wanted.numbers:
        out.conditions.append(out.among("number", wanted.numbers))
    _status(out, wanted, today)
    for name in CHOICES:
        out.choice(getattr(wanted, name), name)
    out.choice(wanted.category, "category", "subcategory")
    out.choice(wanted.unit, "lead_unit", "co_units")
    out.choice(wanted.handed, "handings")
    out.choice(wanted.tag, "tags")
    if wanted.keyword:
        out.choice((wanted.keyword,), *TEXTS)
    if wanted.overdue:
        out.conditions.append(_overdue(out, today))
    if wanted.due_in is not None:
        out.conditions.append(_within(out, today, wanted.due_in))
    if wanted.since:
        out.conditions.append(f"entered_on >= {out.parameter(wanted.since.isoformat())}")
    if wanted.until:
        out.conditions.append(f"entered_on <= {out.parameter(wanted.until.isoformat())}")
    if wanted.reopened:
        out.conditions.append("round > 1")
    if wanted.batch:
        out.conditions.append(_batch(out, wanted.batch))
    return out


def _overdue(out: Where, today: date) -> str:
    return f"{WORKING} AND due_on < {out.parameter(today.isoformat())}"


def _within(out: Where, today: date, days: int) -> str:
    first, last = today.isoformat(), (today + timedelta(days=days)).isoformat()
    return f"{WORKING} AND due_on BETWEEN {out.parameter(first)} AND {out.parameter(last)}"


def _recurring(out: Where, wanted: Filter) -> str:
    """Told again, marked so, or found to repeat another."""
    found = out.parameter(dumps(wanted.recurring))
    marked = out.contains("tags", RECURRING)
    return f"repeats > 0 OR {marked} OR uid IN (SELECT value FROM json_each({found}))"


def _batch(out: Where, batch: str) -> str:
    code = out.parameter(batch)
    return (
        "uid IN (SELECT entity_id FROM event JOIN operation ON operation.id = event.operation"
        f" WHERE {code} IN (operation.code, {BATCH}))"
    )


def _run_out(out: Where, wanted: Filter, clock: str) -> str:
    """Whether a clock of the last handing-out has run out."""
    last = f"json_extract(handings, '$[#-1].{clock}')"
    running = "json_extract(handings, '$[#-1].returned') IS NULL"
    return f"{last} < {out.parameter(wanted.now)} AND {running}"


def _behind(out: Where, today: date) -> str:
    """Whether a milestone was due and is not done."""
    return (
        "EXISTS (SELECT 1 FROM json_each(milestones) WHERE json_extract(value, '$.done') IS NULL"
        f" AND json_extract(value, '$.by') < {out.parameter(today.isoformat())})"
    )


def _status(out: Where, wanted: Filter, today: date) -> None:
    if not wanted.status:
        every = wanted.closed_too or wanted.numbers
        out.conditions.append(NOT_WITHDRAWN if every else IS_OPEN)
        return
    out.conditions.append(NOT_WITHDRAWN)
    derived = {
        "超期": _overdue(out, today),
        "临期": _within(out, today, SOON),
        "待回访": "status = 'done'",
        "待销号": "status = 'done'",
        "反复投诉": _recurring(out, wanted),
        "到复核日": "status = 'deferred'"
        f" AND coalesce(review_on, '') <= {out.parameter(today.isoformat())}",
        "签收超时": f"status = 'assigned' AND {_run_out(out, wanted, 'accept_by')}",
        "响应超时": f"{WORKING} AND {_run_out(out, wanted, 'respond_by')}"
        f" AND json_extract(handings, '$[#-1].responded') IS NULL",
        "节点滞后": f"{WORKING} AND {_behind(out, today)}",
    }
    negated = tuple(word[1:] for word in wanted.status if word.startswith("~"))
    plainly = tuple(word for word in wanted.status if word in set(Status))
    either = [out.among("status", plainly)] if plainly else []
    either += [f"({derived[word]})" for word in wanted.status if word in derived]
    if either:
        out.conditions.append(f"({' OR '.join(either)})")
    elif not wanted.closed_too:
        out.conditions.append(out.among("status", tuple(s for s in OPEN if s not in negated)))
    if negated:
        out.conditions.append(f"NOT {out.among('status', negated)}")
