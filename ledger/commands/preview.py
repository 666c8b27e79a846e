"""What an import shows before it writes: how the sheets were read, doubts, conflicts one by one."""

from collections.abc import Sequence
from typing import Any, Final

from ledger import render
from ledger.commands.ask import ask
from ledger.commands.env import Env
from ledger.commands.session import say
from ledger.errors import Cancelled
from ledger.intake.drafts import How, Layout, Problem, Reading, Role
from ledger.intake.grid import letters
from ledger.intake.plan import Item, Plan, Verdict
from ledger.models import FIELDS, Status, plain

WAYS: Final = {"S": "skip", "U": "update", "N": "new"}
MOST: Final = 20
GROUPS: Final = {
    "section": "分节行",
    "subtotal": "小计行",
    "blank": "空行",
    "repeat": "重复表头",
    "part": "续行",
    "sample": "示例行",
    "note": "说明行",
}
SAMPLE: Final = 18
SURE: Final = 0.8
UNSHOWN: Final = "due_precision"
"""How sharp a limit is: a code that its words tell better."""


def readings(found: Sequence[Reading], env: Env) -> None:
    """The sheets of the files, the header that was found, each column with its field; a form once."""
    shown: set[str] = set()
    for reading in found:
        if len(found) > 1:
            say(f"文件“{reading.file}”：{len(reading.drafts)} 行")
        for layout in reading.layouts:
            if layout.role is not Role.LEDGER:
                why = f"（{layout.why}）" if layout.why else ""
                say(f"工作表“{layout.sheet}”：{layout.role}，未导入{why}")
        _ledgers([layout for layout in reading.layouts if layout.role is Role.LEDGER], shown, env)


def _ledgers(layouts: Sequence[Layout], shown: set[str], env: Env) -> None:
    """Where the tables stand; their columns unless a table of the same form was `shown`."""
    for mark in dict.fromkeys(layout.fingerprint for layout in layouts):
        alike = [layout for layout in layouts if layout.fingerprint == mark]
        for layout in alike:
            say(_where(layout))
        if mark not in shown:
            _columns(alike[0], env)
            shown.add(mark)


def _where(layout: Layout) -> str:
    top, bottom = layout.header
    first, last = layout.data
    header = f"表头第 {top} 行" if top == bottom else f"表头第 {top}-{bottom} 行"
    header = "没有表头" if layout.headless else header
    kinds: dict[str, int] = {}
    for kind in layout.groups.values():
        kinds[kind] = kinds.get(kind, 0) + 1
    told = [f"{GROUPS.get(kind, kind)} {count}" for kind, count in kinds.items()]
    told += [f"含隐藏行 {layout.hidden_rows}"] if layout.hidden_rows else []
    skipped = f"，其中{'、'.join(told)}" if told else ""
    footer = f"，第 {layout.footer[0]} 行起是表尾" if layout.footer[0] else ""
    pictures = f"，图片 {layout.pictures} 张" if layout.pictures else ""
    left = f"，另有图片 {layout.pictures_left} 张不在数据行，不收" if layout.pictures_left else ""
    untold = "；没有一列写办到哪一步，各行按未办登记" if layout.stateless else ""
    marked = "、".join(f"{count} 行标了{name}色" for name, count in layout.colours.items())
    marked = marked and f"；{marked}，表里没有写颜色的意思，请核对"
    years = "、".join(map(str, layout.years))
    guessed = years and f"；没有写年份的日期按 {years} 年读，原话照留"
    into = layout.joined
    same = (
        f"；{into.rows} 行与“{into.into}”写的是同一批问题，并入那里" if into and into.rows else ""
    )
    where = f"工作表“{layout.sheet}”：{header}，数据 {first}-{last} 行"
    return f"{where}{skipped}{footer}{pictures}{left}{untold}{marked}{guessed}{same}"


def _columns(layout: Layout, env: Env) -> None:
    rows = [
        [
            letters(column.index),
            column.path.replace("\n", ""),
            "、".join(FIELDS[name].label for name in column.fields if name in FIELDS),
            column.sample.replace("\n", " ")[:SAMPLE],
            f"{column.how}" if column.confidence >= SURE else f"{column.how}（不确定）",
        ]
        for column in layout.columns
        if column.how is not How.IGNORED
    ]
    looks = [
        render.Column("列", 1, 2, 3),
        render.Column("表中列", 1, 8, 28),
        render.Column("对应字段", 1, 8, 20),
        render.Column("样例", 3, 8, 30),
        render.Column("把握", 2, 6, 14),
    ]
    say(render.table(looks, rows, env.width).text)


def problems(readings: Sequence[Reading]) -> None:
    """What was doubtful, each with its cell; the rest counted."""
    found = [(reading, problem) for reading in readings for problem in reading.problems]
    for reading, problem in sorted(found, key=lambda pair: not pair[1].fatal)[:MOST]:
        file = f"“{reading.file}”" if len(readings) > 1 else ""
        sheet = f"“{problem.sheet}”" if len(reading.layouts) > 1 else ""
        say(f"  {'错误' if problem.fatal else '存疑'}：{file}{sheet}{problem}")
    if len(found) > MOST:
        say(f"  ……共 {len(found)} 处")


def moves(made: Plan) -> None:
    """Every status that the sheets tell otherwise than the ledger: from where to where, which issues, why not."""
    found: dict[tuple[Status, Status, str], list[str]] = {}
    for item in made.items:
        if item.issue and item.moved:
            found.setdefault((*item.moved, item.refused), []).append(item.issue.number)
    for (old, new, refused), numbers in found.items():
        why = f"，按手续不能改（{refused}）" if refused else ""
        say(f"  状态 {old.label} -> {new.label} {len(numbers)} 条{why}：{'、'.join(numbers)}")


def conflict(number: int, total: int, item: Item) -> None:
    """One row that both changed, or whose step the procedure refuses: ledger and sheet side by side."""
    if item.issue is None:
        return
    say(
        f"冲突 {number}/{total}  第 {item.draft.row} 行：{item.issue.number} 号 {item.issue.description or ''}"[
            :100
        ]
    )
    for name, value in item.clashes.items():
        label, now = FIELDS[name].label, getattr(item.issue, name)
        if name != UNSHOWN:
            say(f"    {label}  台账 {as_text(name, now)}  本表 {as_text(name, value)}")


def as_text(name: str, value: Any) -> str:
    """The value of a field in a line for the clerk."""
    shown = plain(name, value)
    if isinstance(value, Status):
        return value.label
    return str(shown) if shown not in (None, "") else "空"


def decide(items: Sequence[Item], env: Env) -> list[Item]:
    """The conflicts decided by the clerk. Raises Cancelled."""
    out, rest = [], ""
    for item in items:
        if item.verdict is not Verdict.CONFLICT or item.issue is None:
            out.append(item)
            continue
        answer = rest or _answer(env, item.issue.number)
        if answer == "A":
            answer = rest = "U"
        out.append(item.resolved(WAYS[answer]))
    return out


def _answer(env: Env, number: str) -> str:
    while True:
        answer = (
            ask(
                env, f"[S] 留台账  U 用本表更新 {number} 号  N 另立新号  A 其余都更新  Q 放弃："
            ).upper()
            or "S"
        )
        if answer == "Q":
            raise Cancelled("已取消，没有改动")
        if answer in (*WAYS, "A"):
            return answer


def plain_plan(made: Plan, readings: Sequence[Reading]) -> dict[str, Any]:
    """The plan for `--json`."""
    return {
        "counts": {verdict.name.lower(): count for verdict, count in made.counts.items()},
        "sheets": [_sheet(r.file, layout) for r in readings for layout in r.layouts],
        "rows": [_row(item) for item in made.items],
        "problems": [_problem(r.file, problem) for r in readings for problem in r.problems],
    }


def _sheet(file: str, layout: Layout) -> dict[str, Any]:
    columns = [
        {
            "column": letters(c.index),
            "path": c.path,
            "fields": list(c.fields),
            "how": c.how.name.lower(),
            "confidence": c.confidence,
        }
        for c in layout.columns
    ]
    return {
        "file": file,
        "sheet": layout.sheet,
        "role": layout.role.name.lower(),
        "header": None if layout.headless else list(layout.header),
        "data": list(layout.data),
        "columns": columns,
        "why": layout.why or None,
        "joins": layout.joined.into if layout.joined and layout.joined.rows else None,
        "assumed_years": list(layout.years),
        "colours": dict(layout.colours),
        "stateless": layout.stateless,
    }


def _row(item: Item) -> dict[str, Any]:
    return {
        "file": item.draft.values["origin"]["file"],
        "sheet": item.draft.sheet,
        "row": item.draft.row,
        "verdict": item.verdict.name.lower(),
        "number": (item.issue and item.issue.number) or None,
        "changes": {name: plain(name, value) for name, value in item.changes.items()},
        "conflicts": {name: plain(name, value) for name, value in item.clashes.items()},
        "refused": item.refused or None,
    }


def _problem(file: str, problem: Problem) -> dict[str, Any]:
    names = ("sheet", "cell", "label", "text", "reason", "fatal")
    return {"file": file} | {name: getattr(problem, name) for name in names}
