"""The one fixture that tests of commands share: a clerk at a fresh ledger, without a subprocess."""

import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import copyfile
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from typer.testing import CliRunner

from ledger import cli
from ledger.commands.env import Env
from ledger.models import Issue
from ledger.store import Author, Reader, Recorded, check, open_reading, open_writing

TODAY = date(2024, 1, 15)  # a Monday

# Files of a shared machine answer when they like: a slow example is no finding.
settings.register_profile(
    "ledger", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("ledger")


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Clerk:
    """Types commands and reads the ledger as an auditor would."""

    env: Env

    @property
    def path(self) -> Path:
        assert self.env.db is not None
        return self.env.db

    def at(self, **surroundings: Any) -> "Clerk":
        """The same clerk elsewhere: another ledger, day, user or terminal."""
        return Clerk(self.env._replace(**surroundings))

    def __call__(self, *words: str, typed: str | None = None) -> Said:
        """Run one command, given as one line or word by word. What is not foreseen is raised.

        `typed` is answered on a terminal; without it there is no terminal.
        """
        env = self.env._replace(terminal_in=True) if typed is not None else self.env
        line: Sequence[str] = shlex.split(words[0]) if len(words) == 1 else words
        result = CliRunner().invoke(
            cli.app, line, obj=env, input=typed, env={"LEDGER_DEBUG": "1", "COLUMNS": "80"}
        )
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.stdout, result.stderr)

    def ok(self, *words: str, typed: str | None = None) -> Said:
        """As a call, for what must succeed."""
        said = self(*words, typed=typed)
        assert said.code == 0, said.err
        return said

    def piped(self, text: str, *words: str) -> Said:
        """As a call, with `text` on a standard input that is no terminal."""
        result = CliRunner().invoke(cli.app, words, obj=self.env, input=text)
        return Said(result.exit_code, result.stdout, result.stderr)

    def ruled(self, **rules: Any) -> None:
        """Give the district these rules."""
        author = Author("张敏", "A", self.env.now(), "测试")
        with open_writing(self.path, lambda _store: author) as store:
            store.set("profile", {**store.setting("profile"), **rules}, on=self.env.today)

    def issue(self, number: str = "1") -> Issue:
        with open_reading(self.path) as store:
            return store.get(number)

    def issues(self) -> list[Issue]:
        """Every issue of the ledger by number, withdrawn ones too."""
        with open_reading(self.path) as store:
            return everything(store)

    def history(self, number: str = "1") -> list[Recorded]:
        with open_reading(self.path) as store:
            return store.course(store.get(number).uid)

    def kinds(self, number: str = "1") -> list[str]:
        """What happened to an issue, in one word each."""
        return [str(recorded.event.kind) for recorded in self.history(number)]

    def operations(self) -> list[str]:
        """The codes of all operations, oldest first."""
        with open_reading(self.path) as store:
            return [operation.code for operation in reversed(store.operations())]

    def setting(self, key: str) -> Any:
        with open_reading(self.path) as store:
            return store.setting(key)

    def findings(self) -> list[str]:
        """What `check` finds wrong."""
        with open_reading(self.path) as store:
            return list(check.findings(store.engine))

    def listed(self, *words: str) -> list[dict[str, Any]]:
        """The issues that `list` shows, as JSON objects."""
        return list(json.loads(self.ok("list", "--json", *words).out))


def everything(store: Reader) -> list[Issue]:
    """Every issue of an open ledger by number, withdrawn ones too."""
    rows = store.engine.run("SELECT number FROM issue ORDER BY number")
    return store.issues([row["number"] for row in rows])


def init(folder: Path, district: str = "道里区", *, today: date = TODAY) -> Clerk:
    """A clerk (张敏) with an empty ledger in this folder."""
    env = Env(
        db=folder / "问题台账.db",
        today=today,
        user=None,
        width=80,
        terminal_in=False,
        terminal_out=False,
        color=False,
    )
    clerk = Clerk(env)
    clerk.ok("init", "--district", district, "--by", "张敏")
    return clerk


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    """An empty ledger that tests copy; making one costs more than a test."""
    return init(tmp_path_factory.mktemp("fresh"))


@pytest.fixture
def ledger(tmp_path: Path, fresh: Clerk, monkeypatch: pytest.MonkeyPatch) -> Clerk:
    """A clerk (张敏, 道里区, 2024-01-15) with an empty ledger of their own."""
    monkeypatch.chdir(tmp_path)
    copyfile(fresh.path, tmp_path / fresh.path.name)
    return fresh.at(db=tmp_path / fresh.path.name)
