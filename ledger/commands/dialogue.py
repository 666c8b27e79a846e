"""The clerk corrects how a sheet was understood, before anything is planned."""

import re
from collections.abc import Sequence
from typing import Final

from ledger.commands import incoming, preview
from ledger.commands.ask import ask
from ledger.commands.env import Env
from ledger.commands.incoming import Incoming, Ways
from ledger.commands.session import say
from ledger.errors import Usage
from ledger.intake.drafts import Column, How, Reading, Role
from ledger.intake.grid import letters
from ledger.intake.header import by_letter
from ledger.intake.mapping import field_of

CERTAIN: Final = (How.REMEMBERED, How.GIVEN, How.IGNORED)


def agreed(env: Env, words: Sequence[str], ways: Ways, *, yes: bool) -> list[Incoming]:
    """The files as the clerk agrees to read them: asked on a terminal while a column is unsure."""
    while True:
        found = incoming.read(env, words, ways)
        readings = [reading for _, reading in found]
        preview.readings(readings, env)
        doubtful = unsure(readings)
        if yes or not env.terminal_in or not doubtful:
            return found
        names = dict.fromkeys(map(_called, doubtful))
        say(f"不确定的列：{'、'.join(names)}")
        changes = _answer(env)
        if not changes:
            return found
        ways = ways._replace(given={**ways.given, **changes})


def _called(column: Column) -> str:
    """A column as the clerk knows it: G 责任人; one without a heading by its letter alone."""
    letter, path = letters(column.index), column.path
    return path if path == by_letter(column.index) else f"{letter} {path}"


def unsure(readings: Sequence[Reading]) -> list[Column]:
    """The columns whose field was guessed, and those that were understood only by what stands in them."""
    return [
        column
        for reading in readings
        for layout in reading.layouts
        if layout.role is Role.LEDGER
        for column in layout.columns
        if column.fields and column.how not in CERTAIN and column.confidence < preview.SURE
    ]


def _answer(env: Env) -> dict[str, str]:
    """Corrections by column, none when the clerk agrees; asked again until they can be understood."""
    while True:
        typed = ask(
            env,
            "要改，就写 列=字段（如 G=责任人 或 7=责任人；等号后空着，留作附加列）；不改，按回车：",
        )
        try:
            return corrections(typed)
        except Usage as error:
            say(f"{error}。{error.hint}")


def corrections(typed: str) -> dict[str, str]:
    """Column letters to fields, from what was typed: numbers count from the first column.

    >>> corrections("7=责任人 H=")
    {'G': '责任人', 'H': ''}

    Raises Usage for what is no pair and for a field that nobody knows.
    """
    found: dict[str, str] = {}
    for word in re.split(r"[\s,，;；]+", typed.replace("＝", "=").strip()):
        column, equals, field = word.partition("=")
        if not word:
            continue
        if not equals or not column:
            raise Usage(f"“{word}”看不懂", "应像 G=责任人")
        field_of(field)
        found[letters(int(column)) if column.isdecimal() else column.upper()] = field
    return found
