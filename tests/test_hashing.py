"""The hashes without OpenSSL are those of hashlib."""

import hashlib
import subprocess
import sys

CODE = """
import sys
from ledger.hashing import blake2b, sha256
print("hashlib" in sys.modules, sha256("漏水".encode()).hexdigest(), blake2b(b"", digest_size=12).hexdigest())
"""


def test_hashes_are_those_of_hashlib():
    said = subprocess.check_output([sys.executable, "-c", CODE], text=True).split()
    wanted = (hashlib.sha256("漏水".encode()), hashlib.blake2b(b"", digest_size=12))
    assert said == ["False", *(digest.hexdigest() for digest in wanted)]
