"""The hash chain (台账指纹): each event's hash covers its predecessor, its operation and its payload.

digest = H(salt, body); hash = H(prev, seq, H(operation), kind, entity, entity_id, digest); every part is
length-prefixed, H is SHA-256. The salt keeps a digest from telling its payload,
so that payloads can be erased for the law's sake (`Store.purge`): the chain covers digests alone.
"""

import sys
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import hashlib

GENESIS: Final = bytes(32)
OPERATION_PARTS: Final = (
    "id",
    "uid",
    "code",
    "at",
    "by",
    "os_user",
    "seat",
    "host",
    "command",
    "program",
    "undo_of",
    "detail",
)


EVENT_PARTS: Final = ("seq", "kind", "entity", "entity_id", "digest")


def joined(*parts: Any) -> bytes:
    """The hash of the parts in order; None and "" differ, so do ("ab", "c") and ("a", "bc")."""
    return _sha256()(b"".join(map(_framed, parts))).digest()


def _framed(part: Any) -> bytes:
    """A part after its length."""
    data = part if isinstance(part, bytes) else b"\0" if part is None else f"\1{part}".encode()
    return len(data).to_bytes(4, "big") + data


@lru_cache(16)
def _again(*parts: Any) -> bytes:
    """Parts that are the same in event after event."""
    return b"".join(map(_framed, parts))


@cache
def _sha256() -> "Callable[[bytes], hashlib._Hash]":
    """OpenSSL's where something has loaded it (an import, `check`): it is quicker over much text. Else Python's own."""
    if "hashlib" in sys.modules:
        from hashlib import sha256
    else:
        from ledger.hashing import sha256
    return sha256


def operation_hash(row: dict[str, Any]) -> bytes:
    """The hash of every column of an operation."""
    return joined(*(row[part] for part in OPERATION_PARTS))


def link(prev: bytes, operation: bytes, event: Sequence[Any]) -> bytes:
    """The hash of one event, told by its EVENT_PARTS."""
    seq, kind, entity, entity_id, digest = event
    parts = (
        _framed(prev),
        _framed(seq),
        _again(operation, kind, entity),
        *map(_framed, (entity_id, digest)),
    )
    return _sha256()(b"".join(parts)).digest()


def short(seq: int, head: bytes) -> str:
    """The fingerprint as reports print it: how many events, and the beginning of the last hash."""
    return f"{seq}:{head.hex()[:16]}"
