"""The folder of attachments: each file once, under the hash of its content."""

import os
import shutil
from pathlib import Path
from typing import Final

from ledger.errors import BadData

LARGEST: Final = 50 * 1024 * 1024
SHOWN: Final = 10


def folder(ledger: Path) -> Path:
    """Where a ledger keeps its attachments."""
    return ledger.with_name(ledger.stem + "_附件")


def kept(ledger: Path, digest: str, name: str) -> Path:
    """Where the file with this hash lies."""
    return folder(ledger) / digest[:2] / f"{digest}{Path(name).suffix.lower()[:SHOWN]}"


def keep(ledger: Path, file: Path) -> str:
    """Copy a file into the folder; its hash. Raises BadData when it is empty or too large."""
    from hashlib import sha256

    size = file.stat().st_size
    if not 0 < size <= LARGEST:
        raise BadData(f"文件是空的或超过 50 MB：{file.name}", "换一个文件")
    digest = sha256(file.read_bytes()).hexdigest()
    place = kept(ledger, digest, file.name)
    if place.exists():
        return digest
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = place.with_name(place.name + ".part")
    shutil.copyfile(file, part)
    with part.open("rb+") as copy:
        os.fsync(copy.fileno())
    part.replace(place)
    return digest
