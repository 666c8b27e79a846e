"""Nothing stands in the documents that is not so: examples are run, names looked up, lists compared."""

import re
import shlex
import tomllib
from pathlib import Path

import examples
import generate
import pytest

from ledger.cli import ALIASES, COMMANDS, declared
from ledger.commands.chinese import Group

ROOT = Path(__file__).resolve().parents[1]
README, MANUAL, MECHANISMS = (ROOT / name for name in examples.DOCUMENTS)
ARCHITECTURE, DECISIONS = (ROOT / "docs" / f"{name}.md" for name in ("architecture", "decisions"))
FOR_CLERKS = [README, MANUAL, ROOT / "CHANGELOG.md", MECHANISMS]
FOR_DEVELOPERS = [ARCHITECTURE, DECISIONS, ROOT / "CONTRIBUTING.md"]
EVERY = [*FOR_CLERKS, *FOR_DEVELOPERS, *generate.pages(), *(ROOT / "data").rglob("*.md")]
NAMED = [ARCHITECTURE, ROOT / "CONTRIBUTING.md"]
THIS_MACHINE = re.compile(r"/(?:work|root|tmp|var|mnt)/|[A-Z]:\\Users|/home/(?!zhangmin/台账)")


def named(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", [README, MANUAL, MECHANISMS], ids=named)
def test_every_example_prints_to_the_letter_what_the_document_shows(document, tmp_path):
    text = document.read_text("utf-8")
    assert "```console\n$ " in text
    assert examples.retold(text, tmp_path) == text


def test_readme_names_two_commands_near_its_top():
    head = README.read_text("utf-8").split("\n## ")[0]
    blocks = re.findall(r"^```sh\n(.*?)^```$", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert blocks == [
        "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/ledger demo\n",
        "sh scripts/test\n",
    ]
    assert all(block in head for block in blocks)


@pytest.mark.parametrize(
    ("path", "most"),
    [(README, 150), (ROOT / "CONTRIBUTING.md", 60)],
    ids=["README", "CONTRIBUTING"],
)
def test_what_everyone_reads_is_short(path, most):
    assert len(path.read_text("utf-8").splitlines()) <= most


def test_a_decision_takes_at_most_eight_lines():
    decisions = DECISIONS.read_text("utf-8").split("\n## ")[1:]
    assert decisions
    assert all(len(decision.split("\n", 1)[1].strip().splitlines()) <= 8 for decision in decisions)
    assert all(re.match(r"\d{4}-\d\d-\d\d \S", d) for d in decisions[:-1])


def test_manual_has_a_line_for_every_verb():
    lines = re.findall(
        r"^\| `(\w+)` \| (\S+) \| (\S+) \| `(.+)` \|$", MANUAL.read_text("utf-8"), re.MULTILINE
    )
    told = [(name, tuple(aliases.split("、")), summary) for name, aliases, summary, _ in lines]
    assert sorted(told) == sorted((n, verb.aliases, verb.summary) for n, verb in COMMANDS.items())
    assert all(example.startswith(f"ledger {name}") for name, _, _, example in lines)


def commands_in(path):
    """The commands that a document names in the course of its sentences."""
    return re.findall(r"`ledger ([^`\n]+)`", path.read_text("utf-8"))


@pytest.mark.parametrize("path", [*FOR_CLERKS, *NAMED], ids=named)
def test_commands_that_documents_name_can_be_typed(path):
    for line in commands_in(path):
        for piece in line.split("| ledger "):
            assert known(shlex.split(piece)), piece


def known(words):
    """Whether the verb and all options exist."""
    name = ALIASES.get(words[0], words[0])
    if name not in COMMANDS:
        return words == ["--help"] or name == "命令"
    command = declared(name)
    if isinstance(command, Group) and len(words) > 1:
        command = command.commands["new" if command.starts(words[1]) else words[1]]
    told = (opt for param in command.params for opt in (*param.opts, *param.secondary_opts))
    options = {*told, "--help"}
    return all(word in options for word in words[1:] if re.match("--?[a-zA-Z]", word))


ROW = re.compile(
    r"^\| (\S+) \| (.+) \| `ledger ([^`]+)` \| \[例\]\(#(\S+)\) \| `(test_\w+)(?:\.py)?::(\w+)` \|$",
    re.MULTILINE,
)


def test_each_mechanism_has_a_command_an_example_and_a_test():
    text = MECHANISMS.read_text("utf-8")
    sections = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    rows = ROW.findall(text)
    assert len(rows) == len(re.findall(r"^\| \S+区 \|", text, re.MULTILINE))
    assert "[退出码" not in text
    assert {district for district, *_ in rows} == sections.keys() - {"总表"}
    for district, _, command, section, file, function in rows:
        verb = command.split()[0]
        assert district == section
        assert f"$ ledger {verb}" in sections[section], command
        source = next((ROOT / "tests").rglob(f"{file}.py")).read_text("utf-8")
        assert f"def {function}(" in source, (file, function)


def test_architecture_names_every_module():
    words = set(re.findall(r"\w+", ARCHITECTURE.read_text("utf-8")))
    assert {file.stem for file in (ROOT / "ledger").rglob("*.py")} - words == {"__init__"}


def test_changelog_has_the_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert re.search(
        rf"^## {re.escape(version)} - \d{{4}}-\d\d-\d\d$",
        FOR_CLERKS[2].read_text("utf-8"),
        re.MULTILINE,
    )


@pytest.mark.parametrize("path", EVERY, ids=named)
def test_no_document_names_a_path_of_one_machine(path):
    assert not THIS_MACHINE.search(path.read_text("utf-8"))


@pytest.mark.parametrize("path", [*FOR_CLERKS, *FOR_DEVELOPERS], ids=named)
def test_links_lead_somewhere(path):
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_generated_documents_are_current():
    for path, text in (generate.pages() | generate.copy()).items():
        assert path.read_text("utf-8") == text, f"{path.name}: python scripts/generate.py"
