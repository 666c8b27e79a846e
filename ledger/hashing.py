"""SHA-256 and BLAKE2b from Python's own modules: hashlib would load OpenSSL, dearer than all the hashing of a command.

`random` takes SHA-512 from beside hashlib in the same way.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import blake2b, sha256
else:
    try:
        from _blake2 import blake2b

        try:
            from _sha2 import sha256
        except ImportError:  # Python 3.11
            from _sha256 import sha256
    except ImportError:  # another Python than CPython
        from hashlib import blake2b, sha256

__all__ = ["blake2b", "sha256"]
