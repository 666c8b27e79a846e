"""Hundreds of reports and answers as clerks write them, each with the state that it tells."""

from pathlib import Path

import pytest

from ledger.intake import states
from ledger.intake.weighed import Told, decide
from ledger.models import Status

HERE = Path(__file__).parent
WAITING = (Status.REGISTERED, Status.ASSIGNED)


def labelled(name: str) -> list[tuple[str, str]]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [(label, text) for label, text in (line.split("\t") for line in lines)]


def label(status: Status | None) -> str:
    return "waiting" if status in WAITING else str(status)


@pytest.mark.parametrize("wanted", ["done", "in_progress", "waiting", "deferred", "void"])
def test_reports(wanted, vocabulary):
    texts = [text for told, text in labelled("reports.tsv") if told == wanted]
    read = {
        text: label(decide(Told({"progress": text}, {"lead_unit": True}), vocabulary).status)
        for text in texts
    }
    assert len(texts) > 20
    assert {text: found for text, found in read.items() if found != wanted} == {}


def test_answers(vocabulary):
    answers = labelled("answers.tsv")
    read = [(told, text, label(states.word(text, vocabulary, unit=True))) for told, text in answers]
    assert len(answers) > 200
    assert [line for line in read if line[0] != line[2]] == []
