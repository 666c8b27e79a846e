"""Write docs/generated, what can be told from the code itself, and data/words.json. `python scripts/generate.py`

A test compares the files with what this program would write.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from examples import printed

from ledger import catalogue, errors, models
from ledger.cli import COMMANDS, declared
from ledger.commands.chinese import Group
from ledger.commands.env import Env
from ledger.commands.tour import EXITS
from ledger.errors import Exit, LedgerError
from ledger.models import FIELDS, Action, Issue, Status
from ledger.needs import Given
from ledger.profile import Profile
from ledger.workflow import STEPS, Step

FOLDER: Final = Path(__file__).resolve().parents[1] / "docs" / "generated"
NOTE: Final = "Written by `python scripts/generate.py`; not to be edited.\n"
ENV: Final = Env(
    db=None, today=date(2024, 1, 15), user=None, width=80,
    terminal_in=False, terminal_out=False, color=False,
)  # fmt: skip
ENDS: Final = (Action.VOID, Action.RESTORE)


def pages() -> dict[Path, str]:
    """Every generated file with its text."""
    texts = {"commands": commands(), "fields": fields(), "steps": steps(), "errors": failures()}
    return {FOLDER / f"{name}.md": text for name, text in texts.items()}


def copy() -> dict[Path, str]:
    """The copy of the tables of words that a start of the program reads instead of TOML."""
    tables = [catalogue.table(name) for name in catalogue.WORDS]
    told = {"of": catalogue.edition(), "tables": tables}
    return {catalogue.path(catalogue.COPY): json.dumps(told, ensure_ascii=False, indent=0) + "\n"}


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [titles, ["---"] * len(titles), *rows]
    cells = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def page(title: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", NOTE.strip(), *parts]) + "\n"


def commands() -> str:
    """The help of every command and sub-command, as a clerk sees it."""
    texts = (
        f"## {' '.join(words)}\n\n```text\n{printed([*words, '--help'], ENV, []).strip()}\n```"
        for words in _words()
    )
    return page("Commands", *texts)


def _words() -> Iterator[list[str]]:
    for name in COMMANDS:
        yield [name]
        command = declared(name)
        if isinstance(command, Group):
            yield from ([name, sub] for sub in command.commands)


def fields() -> str:
    """The fields of an issue: JSON keys, Chinese labels, kinds."""
    rows = (
        (f"`{name}`", field.label, str(field.kind), "no" if name in models.INTERNAL else "yes")
        for name, field in FIELDS.items()
    )
    told = "The keys of `--json` and of `ledger export --format jsonl`; a key is absent when nothing is known."
    return page("Fields of an issue", told, table(("key", "label", "kind", "in JSON"), rows))


def steps() -> str:
    """The procedure: a diagram and the table of steps with what each must have."""
    drawn = sorted({arrow for step in STEPS if step.action not in ENDS for arrow in _arrows(step)})
    diagram = "\n".join(
        f"    {before} --> {after}: {' '.join(a.label for a in actions)}"
        for (before, after), actions in _bundled(drawn).items()
    )
    labels = "\n".join(f'    state "{status.label}" as {status}' for status in Status)
    rows = (
        (
            f"`{step.action}` {step.action.label}",
            "、".join(status.label for status in step.before),
            step.after.label if step.after else "stays, or the effect decides",
            "；".join(need.missing for need in step.needs) or "–",
        )
        for step in STEPS
    )
    return page(
        "Steps of the procedure",
        "Any open issue may end as 终结 (`void`), which `restore` leads back to the state before; these arrows are not drawn.",
        f"```mermaid\nstateDiagram-v2\n{labels}\n    [*] --> registered: 登记\n{diagram}\n```",
        table(("step", "from", "to", "refused with"), rows),
    )


def _arrows(step: Step) -> Iterator[tuple[str, str, Action]]:
    """Where a step leads from each state, whether or not a unit has the issue; steps that stay are left out."""
    for before in step.before:
        for unit in (None, "单位"):
            issue = Issue(uid="", number="2024-0001", status=before, lead_unit=unit)
            given = Given(by="", on=ENV.today, facts={"attachments": ()})
            after = step.after or step.effect(issue, given, Profile()).get("status", before)
            if after != before:
                yield str(before), str(after), step.action


def _bundled(arrows: Iterable[tuple[str, str, Action]]) -> dict[tuple[str, str], list[Action]]:
    bundles: dict[tuple[str, str], list[Action]] = {}
    for before, after, action in arrows:
        bundles.setdefault((before, after), []).append(action)
    return bundles


def failures() -> str:
    """Exit codes, and the errors that lead to them."""
    codes = ((str(int(code)), code.name, EXITS[code]) for code in Exit)
    classes = (
        (f"`{name}`", str(int(kind.code)), (kind.__doc__ or "").strip())
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, LedgerError)
    )
    return page(
        "Errors and exit codes",
        table(("code", "name", "what a clerk is told"), codes),
        table(("error", "code", "what it means"), classes),
    )


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in (pages() | copy()).items():
        path.write_text(text, "utf-8")
        print(path.name)


if __name__ == "__main__":
    main()
