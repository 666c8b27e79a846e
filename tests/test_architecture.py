"""What keeps the program small enough to hold in mind: the length of modules and functions, tests beside them."""

import ast
import re
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "ledger").rglob("*.py"))
LONGEST_MODULE = {"cli.py": 500, "models.py": 330}  # tables: a line a verb, a line a field
COMMAND = ("command", "callback")


def functions(module):
    """Every function of a module with its length in lines, without its signature and docstring."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1 if ast.get_docstring(node) and len(node.body) > 1 else 0]
            yield node, (node.end_lineno or 0) - first.lineno + 1


def is_command(node):
    """Declared for Typer: it has as many parameters as a clerk has words."""
    calls = [mark.func for mark in node.decorator_list if isinstance(mark, ast.Call)]
    return any(isinstance(call, ast.Attribute) and call.attr in COMMAND for call in calls)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_is_short_and_says_what_it_is_for(module):
    source = module.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_MODULE.get(module.name, 300)
    assert ast.get_docstring(ast.parse(source))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_are_short(module):
    long = {node.name: lines for node, lines in functions(module) if lines > 40}
    assert long == {}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_take_few_things(module):
    wide = {}
    for node, _ in functions(module):
        told = [*node.args.posonlyargs, *node.args.args]
        count = len([arg for arg in told if arg.arg not in ("self", "cls")])
        if count > 5 and not is_command(node):
            wide[node.name] = count
    assert wide == {}


def test_most_are_a_few_lines():
    assert median(lines for module in MODULES for _, lines in functions(module)) <= 8
    assert median(len(module.read_text("utf-8").splitlines()) for module in MODULES) <= 150


def test_no_module_is_a_drawer():
    names = {module.stem for module in MODULES}
    assert not names & {"utils", "util", "common", "helpers", "manager", "service", "misc"}


def test_every_part_is_tested():
    """By a test that mirrors it, one that imports it, or the examples in its docstrings."""
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    mirrored = {path.stem.removeprefix("test_") for path in (ROOT / "tests").iterdir()}
    untested = {
        module.stem
        for module in (ROOT / "ledger").glob("[!_]*.py")
        if module.stem not in mirrored
        and not re.search(rf"from ledger(\.{module.stem}\b| import .*\b{module.stem}\b)", tests)
        and ">>>" not in module.read_text("utf-8")
    }
    assert untested <= ALONGSIDE


# Halves of other modules, whose tests are theirs: of the procedure, of dates, of reports.
ALONGSIDE = {
    "effects",
    "standing",
    "dateforms",
    "readings",
    "summaries",
    "responses",
    "rosters",
    "purging",
}
