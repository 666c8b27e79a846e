"""A sign of life for those who look at a terminal, nothing for pipes."""

import io
import sys
from threading import Event

from ledger.commands.busy import Busy


class Screen(io.StringIO):
    """A terminal that tells when something is written to it."""

    def __init__(self, *, terminal: bool = True) -> None:
        super().__init__()
        self.terminal = terminal
        self.written = Event()

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> int:
        count = super().write(text)
        if "读取" in text:
            self.written.set()
        return count


def test_long_work_is_told_and_the_line_is_taken_away(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", screen := Screen())
    with Busy(after=0) as busy:
        busy.say("正在读取 [b]利民.xlsx（1/2）")
        assert screen.written.wait(10)
        busy.pause()
        assert screen.getvalue().endswith("\x1b[2K")
        screen.written.clear()
        busy.say("正在读取 康安.xlsx（2/2）")
        assert screen.written.wait(10)
    assert "[b]利民.xlsx（1/2）" in screen.getvalue()
    assert "康安.xlsx（2/2）" in screen.getvalue()


def test_short_work_says_nothing(monkeypatch):
    monkeypatch.setattr(sys, "stderr", screen := Screen())
    with Busy() as busy:
        busy.say("正在读取 利民.xlsx")
    assert screen.getvalue() == ""


def test_nobody_looks_at_a_pipe(monkeypatch):
    for stream in (Screen(terminal=False), None):
        monkeypatch.setattr(sys, "stderr", stream)
        with Busy(after=0) as busy:
            busy.say("正在读取 利民.xlsx")
        assert stream is None or stream.getvalue() == ""
