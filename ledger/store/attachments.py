"""The folder of attachments: each file once, under the hash of its content."""

import os
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
    """Copy a file into the folder, a photo upright and without its place; its hash.

    Raises BadData when it is empty or too large.
    """
    from ledger.store.images import fit

    if not 0 < file.stat().st_size <= LARGEST:
        raise _refused(file.name)
    return keep_bytes(ledger, fit(file.read_bytes()).data, file.name)


def keep_bytes(ledger: Path, data: bytes, name: str) -> str:
    """Put a file of this content into the folder; its hash. Raises BadData when it is empty or too large."""
    from hashlib import sha256

    if not 0 < len(data) <= LARGEST:
        raise _refused(name)
    digest = sha256(data).hexdigest()
    place = kept(ledger, digest, name)
    if place.exists():
        return digest
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = place.with_name(place.name + ".part")
    with part.open("wb") as copy:
        copy.write(data)
        copy.flush()
        os.fsync(copy.fileno())
    part.replace(place)
    return digest


def _refused(name: str) -> BadData:
    return BadData(f"文件是空的或超过 50 MB：{name}", "换一个文件")


def sound(ledger: Path, digest: str, name: str) -> bool:
    """Whether the file with this hash is there and is what it was."""
    from hashlib import file_digest

    try:
        with kept(ledger, digest, name).open("rb") as file:
            return file_digest(file, "sha256").hexdigest() == digest
    except OSError:
        return False
