"""What can go wrong, in sentences that a clerk can act on, and the exit codes."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of the program: the same table is printed by `ledger help exit-codes`."""

    OK = 0
    REFUSED = 1
    USAGE = 2
    NO_SUCH_NUMBER = 3
    BAD_DATA = 4
    CONFLICT = 5
    INTERNAL = 70
    CANCELLED = 130


class LedgerError(Exception):
    """A failure that can be told: what is the case, what to do next, an exit code."""

    code = Exit.REFUSED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class NotAllowed(LedgerError):
    """The procedure does not allow the step now (规则不允许)."""


class Usage(LedgerError):
    """The words of the command are wrong or incomplete (用法)."""

    code = Exit.USAGE


class NotFound(LedgerError):
    """No issue or record has that number (没有这个编号)."""

    code = Exit.NO_SUCH_NUMBER


class BadData(LedgerError):
    """A file is not there, or it or a value cannot be read as what it should be (数据有误)."""

    code = Exit.BAD_DATA


class Conflict(LedgerError):
    """Someone else changed it, or the file is in use or cannot be written (冲突、占用、写不进去)."""

    code = Exit.CONFLICT


class Cancelled(LedgerError):
    """The clerk said no (已取消)."""
