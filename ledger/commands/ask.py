"""Questions to the clerk: only on a terminal, and every one has an option that answers it."""

from contextlib import suppress
from pathlib import Path
from typing import Final

import typer

from ledger.commands.env import Env
from ledger.errors import Cancelled, Usage

YES: Final = ("是", "好", "确认", "y", "yes")
NO: Final = ("否", "不", "n", "no", "")
NOTHING_DONE: Final = "已取消，没有改动"


def confirm(env: Env, question: str, *, yes: bool) -> None:
    """Return when the clerk agrees (or has agreed by -y).

    Raises Cancelled for No, an empty answer and the end of input, Usage where nobody can be asked.
    """
    if yes:
        return
    if not env.terminal_in:
        raise Usage(f"{question}？没有终端，不能询问", "确定要做，加 -y")
    answer = None
    while answer not in (*YES, *NO):
        answer = ask(env, f"{question}？（是/否，默认否）：").lower()
    if answer in NO:
        raise Cancelled(NOTHING_DONE)


def may_replace(env: Env, target: Path, *, yes: bool) -> None:
    """As `confirm`, when a file is there already that would be lost; a pipe or a device is none."""
    if target.is_file() and target.stat().st_size:
        confirm(env, f"{target} 已有，覆盖它", yes=yes)


def ask(env: Env, prompt: str) -> str:
    """One line from the clerk, without outer blanks. Raises Cancelled at the end of input."""
    with suppress(ImportError):  # without it Backspace spoils Chinese; Windows needs none
        import readline  # noqa: F401
    if not env.terminal_out:  # data goes elsewhere, the question must not
        typer.echo(prompt, err=True, nl=False)
        prompt = ""
    try:
        return input(prompt).strip()
    except EOFError:
        typer.echo(err=True)
        raise Cancelled(NOTHING_DONE) from None
    except KeyboardInterrupt:
        typer.echo(err=True)
        raise


def hidden(env: Env, prompt: str) -> str:
    """A secret from the clerk, not shown while it is typed. Raises Cancelled at the end of input."""
    try:
        return str(
            typer.prompt(
                prompt, default="", hide_input=True, show_default=False, prompt_suffix="",
                err=not env.terminal_out,
            )
        )  # fmt: skip
    except typer.Abort:
        raise Cancelled(NOTHING_DONE) from None
