"""Rows of any kind: a table for who looks at a terminal, tab-separated for other programs."""

from collections.abc import Sequence

import typer

from ledger import render
from ledger.commands.env import Env


def put_rows(columns: Sequence[render.Column], rows: Sequence[Sequence[str]], env: Env) -> None:
    """The rows on stdout; a terminal is shown nothing where there are none."""
    if not env.terminal_out:
        typer.echo(render.tsv([column.title for column in columns], rows))
    elif rows:
        typer.echo(render.table(columns, rows, env.width, color=env.color).text)
