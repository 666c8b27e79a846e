"""A command that is killed at any moment has done all of its work or none, and what was confirmed is there."""

import os
import random
import signal
import sys
import time
from shutil import rmtree
from typing import NamedTuple

import pytest

from ledger import cli
from ledger.store import files

ROWS = 150
CHANGES = {"execute", "executemany", "backup", "fsync", "replace", "unlink", "copyfile", "mkdir"}


class Trial(NamedTuple):
    """A command, the file whose opening begins the writing, what it says at the end, how many issues there are then."""

    words: tuple[str, ...]
    begins: str
    confirmed: str
    issues: int


TRIALS = {
    "add": Trial(
        ("add", "门禁坏", "-e", "和平小区", "--source", "来电", "-u", "恒安物业", "--new"),
        ".db",
        "已登记",
        2,
    ),
    "import": Trial(("import", "表.csv", "-y"), ".part", "已写入批次", ROWS + 1),
}

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def office(ledger, tmp_path):
    """A ledger with one issue, a sheet of many rows, and every module loaded (a fork starts at once)."""
    sheet = "序号,问题来源,工单编号,小区,问题描述,责任单位,整改时限\n" + "".join(
        f"{n},12345,24011500{n:04d},怡园{n % 40}期,第{n}户漏水,恒安物业,2024-02-{n % 28 + 1:02d}\n"
        for n in range(1, ROWS + 1)
    )
    (tmp_path / "表.csv").write_text(sheet, encoding="utf-8")
    ledger.ok("add 水压不足 -e 怡园小区 --source 12345")
    rehearsal = ledger.at(db=tmp_path / "排练.db")
    for trial in TRIALS.values():
        rehearsal.path.write_bytes(ledger.path.read_bytes())
        rehearsal.ok(*trial.words)
    return ledger


def started(clerk, trial, said, kill_at=0):
    """The process of a command; with `kill_at` it kills itself at that change of the disk.

    A process that outlives that writes how many there were.
    """
    said.write_text("")
    child = os.fork()
    if child:
        return child
    counted = [0]
    try:
        with said.open("w", encoding="utf-8", buffering=1) as stream:
            sys.stdout = sys.stderr = stream
            if kill_at:
                watch_from(trial.begins, counted, kill_at)
            cli.app(trial.words, obj=clerk.env)
    finally:
        sys.setprofile(None)
        said.with_suffix(".count").write_text(str(counted[0]))
        os._exit(0)


def watch_from(begins, counted, kill_at):
    """Once a database of such a name is opened, count what is about to change the disk, and what just has."""

    def watch(_frame, event, called):
        if event in ("c_call", "c_return") and called.__name__ in CHANGES:
            counted[0] += not isinstance(called.__self__, str)  # str.replace
            if counted[0] == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    def opening(event, args):
        if event == "sqlite3.connect" and begins in str(args[0]):
            sys.setprofile(watch)

    sys.addaudithook(opening)


def ended(child):
    """The signal that ended a process, 0 if it came to its own end."""
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def judged(clerk, trial, said):
    """All or nothing; confirmed is there; the ledger is sound and can be worked with."""
    numbers = [issue.number for issue in clerk.issues()]
    assert len(numbers) in (1, trial.issues)
    if trial.confirmed in said.read_text(encoding="utf-8"):
        assert len(numbers) == trial.issues
    assert clerk.findings() == []
    return len(numbers) == trial.issues


@pytest.fixture
def again(office):
    """The ledger as it was before each trial."""
    before = office.path.read_bytes()

    def fresh():
        office.path.write_bytes(before)
        office.path.with_name(office.path.name + "-journal").unlink(missing_ok=True)
        rmtree(files.backups(office.path), ignore_errors=True)
        return office

    return fresh


@pytest.mark.parametrize("name", TRIALS)
def test_killed_at_every_change_of_the_disk(again, tmp_path, name):
    """Just before each statement, flush and rename, and just after it."""
    trial, said = TRIALS[name], tmp_path / "说.txt"
    assert ended(started(again(), trial, said, kill_at=10**9)) == 0
    total = int(said.with_suffix(".count").read_text())
    kept = []
    for point in range(1, total + 1):
        clerk = again()
        assert ended(started(clerk, trial, said, kill_at=point)) == signal.SIGKILL
        kept.append(judged(clerk, trial, said))
    assert total > 40
    assert kept == sorted(kept)  # once it is there, it stays
    assert {True, False} == set(kept)


@pytest.mark.parametrize(("name", "trials"), [("add", 80), ("import", 60)])
def test_killed_at_a_random_moment(again, tmp_path, name, trials):
    trial, said = TRIALS[name], tmp_path / "说.txt"
    began = time.perf_counter()
    assert ended(started(again(), trial, said)) == 0
    whole = time.perf_counter() - began
    chance = random.Random(2024)
    deaths = 0
    for n in range(trials):
        clerk = again()
        child = started(clerk, trial, said)
        time.sleep(whole * (n + chance.random()) / trials)
        os.kill(child, signal.SIGKILL)
        deaths += ended(child) == signal.SIGKILL
        judged(clerk, trial, said)
    assert deaths > trials / 4
    clerk.ok("add", "又一件", "-e", "江畔小区", "--source", "来电", "--new")
