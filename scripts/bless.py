"""Write the golden files anew: what `ledger` reads from each bundled sample workbook (data/samples/*.json).

Run from the root of the repository: python scripts/bless.py; then review the difference row by row.
"""

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from typer.testing import CliRunner

from ledger import cli
from ledger.commands.env import Env
from ledger.models import dumps

SAMPLES: Final = Path("data/samples")
TODAY: Final = date(2023, 12, 20)
BOOKKEEPING: Final = (
    "uid", "number", "version", "round", "entered_on", "left_on", "extensions", "returns", "failures",
    "repeats",
)  # fmt: skip


def main() -> None:
    for workbook in sorted(SAMPLES.glob("*.xlsx")):
        issues = reading(workbook)
        lines = ",\n".join(dumps(issue) for issue in issues)
        head = dumps({"today": TODAY.isoformat(), "district": workbook.stem})
        text = f'{head[:-1]},"issues":[\n{lines}\n]}}\n'
        workbook.with_suffix(".json").write_text(text, "utf-8")
        print(f"{workbook.stem}: {len(issues)}")


def reading(workbook: Path) -> list[dict[str, Any]]:
    """The issues of a workbook in the order of its rows, without what the ledger adds."""
    with TemporaryDirectory() as folder:
        db = Path(folder) / "ledger.db"
        _run(db, "init", "--district", workbook.stem, "--by", "示例")
        _run(db, "import", str(workbook), "--yes")
        issues = json.loads(_run(db, "list", "--all", "--sort", "编号", "--json"))
    return [
        {name: value for name, value in issue.items() if name not in BOOKKEEPING}
        for issue in issues
    ]


def _run(db: Path, *words: str) -> str:
    env = Env(
        db=db,
        today=TODAY,
        user=None,
        width=80,
        terminal_in=False,
        terminal_out=False,
        color=False,
    )
    result = CliRunner().invoke(cli.app, words, obj=env)
    if result.exit_code:
        raise SystemExit(result.stderr)
    return result.stdout


if __name__ == "__main__":
    main()
