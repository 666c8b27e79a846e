"""What stands in the ledger: the day's board and the reports."""

import typer

from ledger.commands.env import Env

app = typer.Typer()


def board(env: Env) -> None:
    """Today."""
