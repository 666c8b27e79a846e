"""What a start of the program loads and how it leaves: facts, no stopwatch."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from ledger.__main__ import PUT_OFF, PutOff

ROOT = Path(__file__).parent.parent
HEAVY = {
    *("rich", "click", "sqlite_utils", "openpyxl", "xlrd", "pydantic", "prompt_toolkit", "hashlib"),
    *("pandas", "numpy", "ledger.sheets", "ledger.intake", "ledger.reports", "ledger.figures"),
    *("ledger.contradictions", "ledger.profiletext", "ledger.commands.repeated"),
}


def start(*words, **variables):
    """The finished process of `ledger 词…`, as a user starts it."""
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "ledger", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **variables},
        capture_output=True,
        check=False,
    )


def loaded(process):
    """The modules that a process imported, and what else it said on stderr."""
    lines = process.stderr.decode("utf-8").splitlines()
    times = [line for line in lines if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in times}, [
        line for line in lines if line not in times
    ]


def test_version_is_answered_at_once():
    process = start("--version")
    modules, said = loaded(process)
    assert (process.returncode, process.stdout.decode(), said) == (0, "问题台账 0.1.0\n", [])
    assert not modules & {*HEAVY, "typer", "ledger.cli", "re", "dataclasses", "pathlib", "json"}


@pytest.mark.parametrize("words", [("--help",), ("nosuch",), ("--nosuch",)])
def test_help_and_typing_errors_load_no_command(words):
    process = start(*words)
    modules, _ = loaded(process)
    assert process.returncode == (0 if words == ("--help",) else 2)
    assert not modules & {*HEAVY, "sqlite3", "ledger.store", "ledger.commands.register"}


EVERYDAY = (
    "add 漏水 -e 怡园三期 -s 新华街道 --source 日常检查 -u 物业办 --new",
    "list",
    "show 1",
    "accept 1",
    "oversight urge 1",
    "whistle 1 --kind 应急 --to 区城管局",
    "respond 哨1 --stage 报到",
    "done 1 -m 已修好",
    *(f"verify 1 --pass --level {level} --by 李明" for level in ("社区", "街道", "区")),
    "close 1",
)


def test_everyday_commands_load_nothing_heavy(ledger):
    for words in EVERYDAY:
        process = start(*words.split(), LEDGER_DB=str(ledger.path), LEDGER_TODAY="2024-01-15")
        modules, said = loaded(process)
        assert process.returncode == 0, said
        assert "ledger.store" in modules
        assert not modules & {*HEAVY, *PUT_OFF}, words


@pytest.mark.parametrize("name", PUT_OFF)
def test_module_put_off_is_the_module_once_it_is_used(name, monkeypatch):
    real = import_module(name)
    monkeypatch.setitem(sys.modules, name, PutOff(name))
    stand_in = import_module(name)
    assert stand_in is not real
    assert "__file__" not in dir(stand_in)  # nothing was loaded yet
    assert all(hasattr(stand_in, public) for public in dir(real))
    assert import_module(name) is not stand_in
    assert not hasattr(stand_in, "no_such_thing")


def test_reader_that_has_seen_enough_is_no_error():
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run(
        [sys.executable, "-m", "ledger", "--help"],
        cwd=ROOT,
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (process.returncode, process.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is played by /dev/full")
@pytest.mark.parametrize("word", ["--help", "--version"])
def test_full_disk_is_told(word):
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            [sys.executable, "-m", "ledger", word],
            cwd=ROOT,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert process.returncode != 0
    assert "磁盘" in process.stderr.decode("utf-8")


def test_gbk_console_shows_rare_names():
    process = start("𠮷䶮✓", PYTHONIOENCODING="gbk")
    said = process.stderr.decode("gb18030")
    assert "错误：没有“𠮷䶮✓”命令" in said
