"""Photos and papers (佐证): copied beside the ledger under their hash, named on the issue."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from ledger.commands import session
from ledger.commands.writing import Session
from ledger.errors import BadData
from ledger.models import Action, Event, Issue
from ledger.store import attachments
from ledger.workflow import decide

TRIED: Final = "0" * 64
"""Stands for the hash of a file that a dry run does not keep."""
KINDS: Final = {"before": "整改前", "during": "整改中", "after": "整改后", "evidence": "佐证"}


def attached(work: Session, issue: Issue, files: Sequence[str], kind: str) -> Event:
    """The event that attaches these files. Raises BadData for what is no readable file, NotAllowed once struck."""
    kept: list[dict[str, Any]] = []
    for name in files:
        file = Path(name)
        if not file.is_file():
            raise BadData(f"找不到文件：{name}", "检查文件名和文件夹")
        digest = attachments.keep(session.path(work.env), file) if work.kept else TRIED
        kept.append({"kind": kind, "name": file.name, "sha256": digest, "on": work.on.isoformat()})
    return decide(issue, Action.ATTACH, work.given(facts={"attachments": kept}), work.profile)
