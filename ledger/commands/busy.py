"""A sign of life on stderr while something lasts; nothing where nobody looks."""

import sys
from threading import Lock, Timer
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from rich.status import Status

PATIENCE: Final = 0.5  # seconds


class Busy:
    """Says what is going on once it has lasted for `after` seconds. `pause` before anything else is said."""

    def __init__(self, *, after: float = PATIENCE) -> None:
        self._shown = sys.stderr is not None and sys.stderr.isatty()
        self._after = after
        self._lock = Lock()
        self._text = ""
        self._timer: Timer | None = None
        self._status: Status | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.pause()

    def say(self, text: str) -> None:
        """What is going on from now on."""
        with self._lock:
            self._text = text
            if self._status:
                self._draw()
            elif self._shown and not self._timer:
                self._timer = Timer(self._after, self._begin)
                self._timer.daemon = True
                self._timer.start()

    def pause(self) -> None:
        """Take the line away until the next `say`."""
        with self._lock:
            if self._timer:
                self._timer.cancel()
            if self._status:
                self._status.stop()
            self._timer = self._status = None

    def _begin(self) -> None:
        with self._lock:
            if self._timer:  # not paused meanwhile
                self._draw()

    def _draw(self) -> None:
        from ledger.render import spinner

        if self._status:
            self._status.stop()
        self._status = spinner(self._text)
        self._status.start()
