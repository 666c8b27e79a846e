"""Lists of units and registers of estates read from spreadsheets into the directory (名录)."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from ledger import catalogue, matching
from ledger.commands import entries, incoming, naming, session, writing
from ledger.commands.ask import confirm
from ledger.commands.entries import NAMING, checked
from ledger.commands.env import Env
from ledger.commands.naming import ESTATES, UNITS, Roll
from ledger.commands.options import Write
from ledger.commands.session import say
from ledger.commands.writing import Session
from ledger.directory import Entry, Names, called, together
from ledger.errors import BadData, Conflict, Exit, Usage
from ledger.intake.entries import Entries, read, words_of

if TYPE_CHECKING:
    from ledger.intake.grid import Book
    from ledger.sheets.gather import Source

SHOWN = 10


class Change(NamedTuple):
    """One entry as a sheet has it: under which name it is kept, before (None: new) and after."""

    key: str
    before: Entry | None
    after: Entry


class Plan(NamedTuple):
    """What an import of a list would do: what is new or changed, how many stay the same, what is wrong."""

    changes: Sequence[Change]
    same: int
    faults: Sequence[str]
    notes: Sequence[str]


class Agreed(NamedTuple):
    """A plan that the clerk has seen, and the end of the history that it was made against."""

    plan: Plan
    head: tuple[int, bytes]


def import_(roll: Roll, env: Env, write: Write, files: Sequence[str], password: str | None) -> None:
    """Read lists, show what they would change, ask, write in one operation. Raises typer.Exit(4) when rows are at fault."""
    found = _read(roll, env, files, password)
    for one in found:
        _say_columns(roll, one)
    with writing.writing(env, Write(by=write.by, on=write.on)) as work:
        plan, head = _planned(roll, found, work), work.store.head()
    _say_plan(roll, plan)
    if not plan.changes:
        say("没有要写入的：名录里都已有")
    elif write.dry_run:
        say(f"试运行：{_counts(plan)}；没有写入")
    else:
        confirm(env, f"将写入（{_counts(plan)}）", yes=write.yes)
        _write(roll, env, write, Agreed(plan, head))
    if plan.faults:
        say(f"{len(plan.faults)} 行没有写入：改好表里这几行，再导入一次")
        raise typer.Exit(Exit.BAD_DATA)


def _read(roll: Roll, env: Env, files: Sequence[str], password: str | None) -> list[Entries]:
    """What each workbook lists. Raises BadData for one that lists nothing."""
    with session.reading(env) as (store, profile):
        streets = frozenset((*profile.subdistricts, *store.names("subdistrict")))
    estate_names = catalogue.headings(ESTATES.noun)["name"]
    words = words_of(catalogue.vocabulary(), catalogue.headings(roll.noun))

    def understood(source: "Source", book: "Book") -> Entries | str:
        told = read(book, roll.fields, words, streets)
        if roll is UNITS and any(path in estate_names for path, _ in told.columns):
            raise BadData(
                f"“{source.name}”是小区名册，不是单位名单", "用 ledger estate import 导入"
            )
        if told.listed or told.faults:
            return told
        why = "；".join(told.aside) or "没有内容"
        label = roll.fields["name"].label
        if not source.named:
            return why
        raise BadData(
            f"“{source.name}”里没有找到{label}：{why}",
            f"要有一行表头，其中一列是{label}，如 {label}、电话；自带的列名见 ledger {roll.noun} list -o 样子.xlsx",
        )

    found = incoming.opened(env, files, password, understood)
    if not found:
        raise BadData(f"没有找到{roll.label}名录", "检查是不是给错了文件夹或压缩包")
    return found


def _planned(roll: Roll, found: Sequence[Entries], work: Session) -> Plan:
    """What is to be changed, against the directory as it is now."""
    names = Names(entries.known(roll, work))
    units = Names(naming.units(work.store, work.profile))
    own = {entry.name: key for key, entry in roll.entries(work.store).items()}
    changes: list[Change] = []
    faults = [fault for one in found for fault in one.faults]
    notes: list[str] = []
    same = 0
    for listed in (row for one in found for row in one.listed):
        try:
            entry, doubts = _checked(listed.entry, units)
            before, after = _merged(entry, names)
        except Usage as error:
            faults.append(f"{listed.place}：{error}；{error.hint}")
            continue
        notes += [f"{listed.place}：{doubt}，照写" for doubt in doubts]
        if after == before:
            same += 1
            continue
        if before is None:
            near = names.alike(after.name)
            notes += (
                [f"{listed.place}：“{after.name}”像 {'、'.join(near)}，作为新的记"] if near else []
            )
            names.add(after)
        else:
            names.replace(before, after)
        changes.append(Change(own.get(after.name, after.name), before, after))
    return Plan(changes, same, faults, notes)


def _checked(entry: Entry, units: Names) -> tuple[Entry, list[str]]:
    """The entry with the units that it names as the directory calls them, and which of them nobody knows."""
    told: dict[str, Any] = {}
    doubts = []
    for key in NAMING:
        try:
            told[key] = checked(key, getattr(entry, key) or "", units) or None
        except Usage as error:
            doubts.append(str(error))
    return entry._replace(**told), doubts


def _merged(entry: Entry, names: Names) -> tuple[Entry | None, Entry]:
    """The entry that a row means as it is (None: new), and as the row makes it. Raises Usage when it may mean several."""
    told = [one for name in (entry.name, *entry.aliases) for one in names.meant(name)]
    if not told:
        return None, entry
    before = told[0]
    if any(one is not before for one in told):
        raise Usage(
            f"“{entry.name}”不止一个：{'、'.join(dict.fromkeys(one.name for one in told))}",
            "在表里写全名称，或先给名录里的改名",
        )
    if matching.place(entry.name) in map(matching.place, called(before)):
        entry = entry._replace(name=before.name)
    fresh = tuple(name for name in entry.aliases if name not in called(before))
    return before, together(before, entry._replace(aliases=fresh))


def _say_columns(roll: Roll, found: Entries) -> None:
    told = "，".join(f"{path}={label}" for path, label in found.columns if label)
    kept = "、".join(path for path, label in found.columns if not label)
    say(
        f"读到 {len(found.listed)} 个{roll.label}。列：{told}"
        + (f"；原样留着：{kept}" if kept else "")
    )
    for why in found.aside:
        say(f"略过工作表{why}")


def _say_plan(roll: Roll, plan: Plan) -> None:
    new = [change for change in plan.changes if change.before is None]
    for change in new[:SHOWN]:
        say(f"  新增  {entries.line(roll, change.after)}")
    if len(new) > SHOWN:
        say(f"  ……新增共 {len(new)} 个")
    lines = list(_updates(roll, plan))
    for line in lines[:SHOWN]:
        say(f"  更新  {line}")
    if len(lines) > SHOWN:
        say(f"  ……更新共 {len(lines)} 处")
    for note in plan.notes[:SHOWN]:
        say(f"  注意  {note}")
    if len(plan.notes) > SHOWN:
        say(f"  ……要注意的共 {len(plan.notes)} 处")
    for fault in plan.faults:
        say(f"  错误  {fault}")


def _updates(roll: Roll, plan: Plan) -> Iterator[str]:
    for change in plan.changes:
        if change.before is not None:
            yield from entries.differences(roll, change.before, change.after)


def _counts(plan: Plan) -> str:
    new = sum(change.before is None for change in plan.changes)
    return f"新增 {new}，更新 {len(plan.changes) - new}，相同 {plan.same}，错误 {len(plan.faults)}"


def _write(roll: Roll, env: Env, write: Write, agreed: Agreed) -> None:
    """Keep what was agreed to. Raises Conflict when the ledger has changed since it was shown."""
    with writing.writing(env, write) as work:
        if work.store.head() != agreed.head:
            raise Conflict("台账刚被别人改过，没有写入", "再导入一次")
        for change in agreed.plan.changes:
            entries.save(roll, work, change.after, key=change.key)
        say(f"已写入名录：{_counts(agreed.plan)}。撤销：ledger undo")
