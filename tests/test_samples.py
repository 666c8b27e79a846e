"""The bundled sample ledgers: read as their golden files say, and written back as they came."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from openpyxl import load_workbook

from ledger import catalogue

SAMPLES = catalogue.path("samples")
DISTRICTS = sorted(path.stem for path in SAMPLES.glob("*.xlsx"))
# What a ledger adds of its own; and what is bound to the file that an issue came from.
BOOKKEEPING = (
    "uid", "number", "version", "round", "entered_on", "left_on", "extensions", "returns", "failures",
    "repeats",
)  # fmt: skip
LATER = date(2023, 12, 22)
HEADING = "(截至|填报日期|填报时间)：?2023年12月20日"


@dataclass(frozen=True)
class Sample:
    """A sample workbook, what it should say, and a clerk at a ledger that has imported it."""

    workbook: Path
    golden: dict[str, Any]
    clerk: Any

    @property
    def issues(self) -> list[dict[str, Any]]:
        return self.golden["issues"]

    def exported(self, name: str) -> Path:
        target = self.clerk.path.parent / name
        self.clerk.ok("export", "--all", "-o", str(target))
        return target

    def number_of(self, **values: Any) -> str:
        """The only issue with these values."""
        found = self.clerk.listed("--all")
        (one,) = [issue for issue in found if values.items() <= issue.items()]
        return one["number"]


def said(issue: dict[str, Any], *without: str) -> dict[str, Any]:
    return {name: value for name, value in issue.items() if name not in (*BOOKKEEPING, *without)}


def opened(fresh: Any, folder: Path, golden: dict[str, Any]) -> Any:
    """A clerk at a new ledger of the sample's district."""
    clerk = fresh.at(db=folder / "ledger.db", today=date.fromisoformat(golden["today"]))
    clerk.ok("init", "--district", golden["district"], "--by", "张敏")
    return clerk


@pytest.fixture(scope="session", params=DISTRICTS)
def imported(
    request: pytest.FixtureRequest, fresh: Any, tmp_path_factory: pytest.TempPathFactory
) -> Sample:
    workbook = SAMPLES / f"{request.param}.xlsx"
    golden = json.loads(workbook.with_suffix(".json").read_text("utf-8"))
    clerk = opened(fresh, tmp_path_factory.mktemp("sample"), golden)
    clerk.ok("import", str(workbook), "--yes")
    return Sample(workbook, golden, clerk)


@pytest.fixture
def sample(imported: Sample, tmp_path: Path) -> Sample:
    """The imported sample in a ledger of the test's own."""
    copyfile(imported.clerk.path, tmp_path / "ledger.db")
    return Sample(imported.workbook, imported.golden, imported.clerk.at(db=tmp_path / "ledger.db"))


def cells(path: Path) -> dict[tuple[str, str], Any]:
    """All that shows of a workbook, by sheet and address: values and looks, merges, widths, heights."""
    shown: dict[tuple[str, str], Any] = {}
    for sheet in load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                looks = (cell.font, cell.border, cell.alignment, cell.fill, cell.number_format)
                shown[sheet.title, cell.coordinate] = (cell.value, *map(repr, looks))
        shown[sheet.title, "merges"] = sorted(map(str, sheet.merged_cells.ranges))
        for name, column in sheet.column_dimensions.items():
            shown[sheet.title, f"width {name}"] = column.width
        for number, line in sheet.row_dimensions.items():
            shown[sheet.title, f"height {number}"] = line.height
    return shown


def differing(before: Path, after: Path) -> dict[str, Any]:
    """What an export shows otherwise than the workbook, but for the day in its heading: address to new value."""
    old, new = cells(before), cells(after)
    assert old.keys() == new.keys()
    changed = {place: value for place, value in new.items() if value != old[place]}
    for place, value in changed.items():
        assert value[1:] == old[place][1:], f"{place} looks different"
    shown = {address: value[0] for (_, address), value in changed.items()}
    return {a: v for a, v in shown.items() if not re.search(HEADING, str(v))}


def test_every_row_is_read_as_a_careful_clerk_would(imported: Sample) -> None:
    found = imported.clerk.listed("--all", "--sort", "编号")
    assert [said(issue) for issue in found] == imported.issues


def test_importing_again_changes_nothing(sample: Sample) -> None:
    before = sample.clerk.issues()
    plan = json.loads(sample.clerk.ok("import", str(sample.workbook), "--yes", "--json").out)
    nothing = dict.fromkeys(("new", "update", "conflict", "error"), 0)
    assert plan["counts"] == nothing | {"same": len(sample.issues)}
    assert sample.clerk.issues() == before


def test_an_unchanged_ledger_is_exported_as_the_very_workbook(sample: Sample) -> None:
    assert sample.exported("导出.xlsx").read_bytes() == sample.workbook.read_bytes()


STEPS = (
    ("待交办", "assign {} --to 区城管局 --new -y"),
    ("待签收", "accept {} -y"),
    ("整改中", "done {} -m 换了新的 -y"),
    ("整改中", "defer {} --reason 资金 --until 2024-05-15 --interim 先遮盖 --opinion 满意 --approved-by 赵刚 -y"),
    ("整改中", "extend {} -d 2024-02-15 --reason 设备到货 --approved-by 赵刚 -y"),
)  # fmt: skip


def test_what_was_done_since_comes_back_from_the_form_as_it_stands(sample: Sample) -> None:
    clerk = sample.clerk
    taken: set[str] = set()
    for label, step in STEPS:
        free = [i["number"] for i in clerk.listed("-S", label) if i["number"] not in taken]
        if free:
            clerk.ok(*step.format(free[0]).split())
            taken.add(free[0])
    (estate, *_) = [i["estate"] for i in clerk.listed("--all") if i.get("estate")]
    clerk.ok("add", "地下车库进水", "-e", estate, "--source", "信访", "-y")
    form = sample.exported("导出.xlsx")
    plan = json.loads(clerk.ok("import", str(form), "--dry-run", "--json").out)
    assert {row["number"]: row["verdict"] for row in plan["rows"] if row["verdict"] != "same"} == {}
    assert len(plan["rows"]) == len(sample.issues) + 1


def test_csv_carries_every_issue_to_another_ledger(
    sample: Sample, fresh: Any, tmp_path: Path
) -> None:
    table = sample.exported("导出.csv")
    (tmp_path / "other").mkdir()
    other = opened(fresh, tmp_path / "other", sample.golden)
    other.ok("import", str(table), "--yes")
    found = other.listed("--all", "--sort", "编号")
    assert [said(issue, "origin") for issue in found] == [
        said(as_text(issue), "origin") for issue in sample.issues
    ]


def as_text(issue: dict[str, Any]) -> dict[str, Any]:
    """A table of texts keeps extra columns as texts."""
    extra = {path: str(value) for path, value in issue.get("extra", {}).items()}
    return issue | ({"extra": extra} if extra else {})


def test_jsonl_is_the_list_line_by_line(sample: Sample) -> None:
    lines = sample.exported("导出.jsonl").read_text("utf-8").splitlines()
    listed = sample.clerk.listed("--all", "--sort", "编号")
    assert [json.loads(line) for line in lines] == listed


def test_an_edit_changes_one_cell_of_the_workbook(sample: Sample) -> None:
    (first, *_) = sample.clerk.listed("--all", "-S", "待验收", "--sort", "编号")
    sample.clerk.ok("edit", first["number"], "问题描述=路面有一处深坑")
    (cell,) = differing(sample.workbook, sample.exported("导出.xlsx")).items()
    assert cell[0].endswith(str(first["origin"]["row"]))
    assert cell[1] == "路面有一处深坑"


DONE: list[tuple[str, dict[str, str], dict[str, Any]]] = [
    (
        "香坊区",
        {"phone": "150****9362"},
        {"L8": "已完成", "M8": LATER, "L22": "已完成13件", "M22": "正在整改4件"},
    ),
    ("道里区", {"source_no": "示DL2023019"}, {"M23": "已修好", "R23": "已办结"}),
    ("道外区", {"building": "9号楼", "estate": "红河家园"}, {"L25": "已修好", "M25": LATER}),
    (
        "松北区",
        {"estate": "船口小镇", "status": "in_progress"},
        {"J18": "已修好", "K18": LATER, "L18": "已办结"},
    ),
    ("双城区", {"phone": "182****4437"}, {"P23": "已修好", "Q23": LATER, "R23": "已办结"}),
]


@pytest.mark.parametrize(("imported", "which", "expected"), DONE, indirect=["imported"])
def test_a_finished_issue_changes_its_row_and_the_counts(
    sample: Sample, which: dict[str, str], expected: dict[str, Any]
) -> None:
    later = sample.clerk.at(today=LATER)
    later.ok("done", sample.number_of(**which), "-m", "已修好", "--by", "李强")
    assert days(differing(sample.workbook, sample.exported("导出.xlsx"))) == expected


def days(shown: dict[str, Any]) -> dict[str, Any]:
    """openpyxl makes a moment of every day."""
    return {address: v.date() if isinstance(v, datetime) else v for address, v in shown.items()}


@pytest.mark.parametrize("imported", ["平房区"], indirect=True)
def test_the_last_strike_off_shows_in_its_row_and_in_the_summary(sample: Sample) -> None:
    later = sample.clerk.at(today=LATER)
    number = sample.number_of(status="done")
    for level, verifier in (("社区", "游春艳"), ("街道", "路小平"), ("区", "覃芳")):
        later.ok("verify", number, "--pass", "--level", level, "--by", verifier)
    later.ok("close", number)
    target = sample.exported("导出.xlsx")
    assert days(differing(sample.workbook, target)) == {"M8": LATER, "N8": "覃芳", "O8": "已销号"}
    before, after = (
        [cell.value for cell in load_workbook(path, data_only=True)["汇总"]["E"][3:8]]
        for path in (sample.workbook, target)
    )
    assert (before, after) == ([5, 5, 5, 4, 19], [5, 5, 5, 5, 20])
