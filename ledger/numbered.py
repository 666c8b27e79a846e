"""What the office numbers beside the issues (文书、哨、抽查、考评): its shape, its number, the fold of its events."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Generic, NamedTuple, Protocol, TypeVar

from ledger.models import Action, Event, Field, Kind
from ledger.needs import Given


class Numbered(Protocol):
    """What every record of a register has; a shape declares its fields as an Issue does.

    A record taken back is `withdrawn`; its number stays used. `issues` are uids. Nothing more is awaited of
    it from `ended_on`, in a register whose records come to an end.
    """

    @property
    def uid(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def serial(self) -> int: ...
    @property
    def doc_no(self) -> str: ...
    @property
    def given_on(self) -> date: ...
    @property
    def issues(self) -> tuple[str, ...]: ...
    @property
    def withdrawn(self) -> bool: ...
    @property
    def version(self) -> int: ...
    def _asdict(self) -> dict[str, Any]: ...


R = TypeVar("R", bound=Numbered)


class Handle(NamedTuple):
    """A record as a clerk names it: 督办8, 督办2023-8, 哨2024-3; without a year the latest is meant."""

    series: str
    year: int | None
    serial: int


class Register(NamedTuple, Generic[R]):
    """A register (登记簿) beside the issues: what its records are, and what they are called.

    `name` is what its events are told apart by. Records are numbered in one series a year, or each kind in its
    own (`apart`); the command `listed` shows them, `handle` reads the number that a clerk types. In a history
    `heading` says of a new record (its plain values) what it is, its number and for whom; the fields in `said`
    are silent, `inner` labels what stands inside of fields, None silences it.
    """

    name: str
    label: str
    listed: str
    shape: type[R]
    fields: Mapping[str, Field]
    created: Action
    handle: Callable[[str], Handle | None]
    heading: Callable[[Mapping[str, Any]], Sequence[str]]
    said: tuple[str, ...] = ()
    inner: Mapping[str, str | None] = MappingProxyType({})
    kinds: Callable[[str], str] = str
    apart: bool = False

    def series(self, kind: str) -> str:
        """Where a record of that kind gets its number."""
        return str(kind) if self.apart else self.name

    def unknown(self, name: str) -> Any:
        return self.fields[name].unknown


SILENT: Final = ("uid", "version")
TYPED: Final = re.compile(r"(?:〔?(\d{4})(?:-|年|〕)第?)?(\d{1,6})号?")


def handle(series: str, word: str, text: str) -> Handle | None:
    """The record that is named by a word and a number, or the number alone; None for what names none.

    >>> handle("whistle", "哨", "哨2024-3"), handle("whistle", "哨", "12").serial
    (Handle(series='whistle', year=2024, serial=3), 12)
    >>> handle("whistle", "哨", "督办3")
    """
    found = TYPED.fullmatch(text.strip().removeprefix(word).strip())
    return Handle(series, int(found[1]) if found[1] else None, int(found[2])) if found else None


def number(word: str, year: int, serial: int) -> str:
    """The number as it is printed, where the office has no other way.

    >>> number("哨", 2024, 3)
    '哨2024-3'
    """
    return f"{word}{year}-{serial}"


def plain(value: Any) -> Any:
    """A value as JSON knows it: dates in ISO 8601, lists, codes."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def typed(register: Register[R], name: str, value: Any) -> Any:
    """The reverse of `plain`: the value that a record holds."""
    if value is None:
        return register.unknown(name)
    if name == "kind":
        return register.kinds(value)
    match register.fields[name].kind:
        case Kind.DATE:
            return date.fromisoformat(value)
        case Kind.WORDS:
            return tuple(value)
        case Kind.FLAG:
            return bool(value)
        case _:
            return value


def told(register: Register[R], record: R) -> dict[str, Any]:
    """What is known of a record, in plain values."""
    return {
        name: plain(value)
        for name, value in record._asdict().items()
        if value != register.unknown(name)
    }


def of(register: Register[R], values: Mapping[str, Any]) -> R:
    """The reverse of `told`."""
    return register.shape(**{name: typed(register, name, value) for name, value in values.items()})


def issued(register: Register[R], record: R, given: Given) -> Event:
    """The event that creates `record`."""
    known = told(register, record).items()
    new = {name: value for name, value in known if name not in SILENT}
    return Event(record.uid, register.created, given.on, given.by, new)


def changed(record: R, action: Action, given: Given, values: Mapping[str, Any]) -> Event:
    """The event that sets the fields in `values` (typed); it names the record by its number.

    A field that holds a mapping is set key by key (answers/区城管局/报到): what others set beside it stays.
    """
    now = {name: _now(record, name) for name in values}
    new = {name: plain(value) for name, value in values.items() if plain(value) != now[name]}
    return Event(
        issue=record.uid,
        kind=action,
        on=given.on,
        by=given.by,
        new=new,
        old={name: now[name] for name in new},
        note=given.note,
        facts={"doc": record.doc_no, **given.facts},
    )


def _now(record: Numbered, name: str) -> Any:
    """What a record holds under the name of a change."""
    field, _, key = name.partition("/")
    value = getattr(record, field)
    return value.get(key) if key else plain(value)


def fold(register: Register[R], record: R | None, event: Event) -> R:
    """`record` after `event`. None: `event` creates it."""
    known: dict[str, Any] = record._asdict() if record else {"uid": event.issue, "version": 0}
    for name, new in event.new.items():
        field, _, key = name.partition("/")
        if key:
            held = {**known[field], key: new}
            known[field] = {one: value for one, value in held.items() if value is not None}
        else:
            known[field] = typed(register, field, new)
    known["version"] += 1
    return register.shape(**known)


def taken_back(
    register: Register[R], record: R, events: Sequence[Event], given: Given
) -> Event | None:
    """The event that takes `events` back, None when the same was changed since. What was created is withdrawn."""
    if events[0].kind is register.created:
        made: R | None = None
        for event in events:
            made = fold(register, made, event)
        same = made and made._asdict() == record._asdict() | {"version": made.version}
        return changed(record, Action.UNDO, given, {"withdrawn": True}) if same else None
    new: dict[str, Any] = {}
    old: dict[str, Any] = {}
    for event in reversed(events):
        if any(_now(record, name) != value for name, value in event.new.items()):
            return None
        back = {name: event.old.get(name) for name in event.new}
        old, new = {**event.new, **old}, {**new, **back}
        record = fold(register, record, event._replace(new=back, old=event.new))
    about = one(event.facts.get("about") for event in events)
    facts = {"doc": record.doc_no} | ({"about": about} if about else {})
    return Event(record.uid, Action.UNDO, given.on, given.by, new, old, given.note, facts)


def public(register: Register[R], record: R, numbers: Mapping[str, str]) -> dict[str, Any]:
    """The record as a JSON object: known keys only, its issues by number (`numbers`: uid to number)."""
    known = {n: value for n, value in told(register, record).items() if n != "withdrawn"}
    return known | {"issues": sorted(numbers[uid] for uid in record.issues)}


def called(register: Register[Any], event: Event) -> str:
    """What an event of a record is called in a history: what makes the record by the record's name (督办单)."""
    made = event.kind is register.created
    return register.heading(event.new)[0] if made else event.kind.label


def words(register: Register[Any], event: Event) -> Iterator[str]:
    """What an event made known of a record, a phrase each: its number and whom it concerns first."""
    if event.kind is register.created:
        yield from register.heading(event.new)[1:]
    else:
        yield from [event.note] if event.note else []
        yield f"文号 {event.facts['doc']}" if register.apart else str(event.facts["doc"])
    for name, new in event.new.items():
        field, _, key = name.partition("/")
        if new is not None and field not in (*SILENT, "withdrawn", *register.said):
            label = "" if key else register.fields[field].label
            about = "" if key == event.facts.get("about") else key.replace("/", " ")
            yield " ".join(part for part in (label, about, _worded(register, new)) if part)


def _worded(register: Register[Any], value: Any) -> str:
    if isinstance(value, Mapping):
        labels = {name: register.inner.get(name, "") for name in value}
        told = (
            f"{label} {_worded(register, value[name])}"
            for name, label in labels.items()
            if label is not None
        )
        return "，".join(text.strip() for text in told)
    if isinstance(value, list):
        return "、".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def one(values: Iterable[str | None]) -> str | None:
    """What all of them are; None when they differ or nothing is known."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else None


def gaps(series: Mapping[tuple[str, int], Sequence[int]]) -> Iterator[tuple[str, int]]:
    """The series and years whose numbers have a gap, or one twice."""
    for key, serials in sorted(series.items()):
        if sorted(serials) != list(range(1, len(serials) + 1)):
            yield key
