"""Times whole processes in turn (A B C A B C …) and tells their ratios; standard library only.

A busy machine disturbs all commands of a round alike, so the ratios inside a round stay meaningful while
milliseconds do not. CPU time (user and system) is the steady figure. Linux and macOS.

    python benchmarks/timer.py "bare=python -c pass" "list=tty:ledger list"
"""

import fcntl
import os
import pty
import shlex
import struct
import sys
import termios
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from threading import Thread
from time import perf_counter
from typing import NamedTuple

TERMINAL = struct.pack("HHHH", 40, 120, 0, 0)
SURROUNDINGS = {
    # without compiled files a start takes five times as long: that is not what is asked
    name: value
    for name, value in os.environ.items()
    if name != "PYTHONDONTWRITEBYTECODE"
}
MEGABYTE = 1024 * (1024 if sys.platform == "darwin" else 1)


class Command(NamedTuple):
    """What is started: on a pseudo-terminal of 120 columns, or with its output thrown away."""

    label: str
    words: Sequence[str]
    terminal: bool = False
    variables: Mapping[str, str] = {}
    before: Callable[[], object] | None = None


class Sample(NamedTuple):
    cpu: float
    wall: float
    memory: float


class Row(NamedTuple):
    """A command's medians against another command of the same rounds."""

    label: str
    cpu: float
    wall: float
    memory: float


def run(command: Command) -> Sample:
    """One process from start to end. Raises RuntimeError when it fails: a failure is no measurement."""
    if command.before:
        command.before()
    nowhere = os.open(os.devnull, os.O_RDWR)
    screen, out = pty.openpty() if command.terminal else (None, nowhere)
    reader = None
    if screen is not None:
        fcntl.ioctl(out, termios.TIOCSWINSZ, TERMINAL)
        reader = Thread(target=_drain, args=(screen,))
        reader.start()
    places = [(os.POSIX_SPAWN_DUP2, fd, at) for at, fd in enumerate((nowhere, out, nowhere))]
    start = perf_counter()
    surroundings = {**SURROUNDINGS, **command.variables}
    pid = os.posix_spawnp(command.words[0], command.words, surroundings, file_actions=places)
    _, status, used = os.wait4(pid, 0)
    wall = perf_counter() - start
    for fd in {nowhere, out}:
        os.close(fd)
    if reader:
        reader.join()
        os.close(screen)
    if status:
        raise RuntimeError(f"{command.label} ended with {os.waitstatus_to_exitcode(status)}")
    return Sample(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / MEGABYTE)


def _drain(screen: int) -> None:
    try:
        while os.read(screen, 1 << 16):
            pass
    except OSError:  # Linux says so when the other end is closed
        pass


def compare(commands: Sequence[Command], rounds: int = 15, warm: int = 2) -> list[Row]:
    """Run the commands in turn; ratios are medians of the ratios inside a round."""
    return ratios(commands, taken(commands, rounds, warm))


def taken(commands: Sequence[Command], rounds: int, warm: int = 0) -> list[list[Sample]]:
    """What the commands took, a list for each round."""
    return [[run(command) for command in commands] for _ in range(warm + rounds)][warm:]


def ratios(
    commands: Sequence[Command], taken: Sequence[Sequence[Sample]], base: int = 0
) -> list[Row]:
    """The commands against one of them."""
    rows = []
    for command, samples in zip(commands, zip(*taken, strict=True), strict=True):
        pairs = [(sample, turn[base]) for sample, turn in zip(samples, taken, strict=True)]
        rows.append(
            Row(
                command.label,
                median(sample.cpu / base.cpu for sample, base in pairs),
                median(sample.wall / base.wall for sample, base in pairs),
                max(sample.memory for sample in samples),
            )
        )
    return rows


def printed(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [f"| {r.label} | {r.cpu:.2f} | {r.wall:.2f} | {r.memory:.0f} |" for r in rows]
    return "\n".join(["| command | × CPU | × wall | MB |", "|---|--:|--:|--:|", *lines])


def told(item: str) -> Command:
    """The command that LABEL=[tty:]WORDS names."""
    label, _, text = item.partition("=")
    return Command(label, shlex.split(text.removeprefix("tty:")), text.startswith("tty:"))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    print(printed(compare([told(item) for item in sys.argv[1:]])))
