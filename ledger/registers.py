"""The registers beside the issues, by the name that tells their events apart."""

from collections.abc import Mapping
from typing import Any, Final

from ledger.inspections import INSPECTIONS
from ledger.numbered import Register
from ledger.papers import PAPERS
from ledger.samples import SAMPLES
from ledger.whistles import WHISTLES

REGISTERS: Final[Mapping[str, Register[Any]]] = {
    register.name: register for register in (PAPERS, WHISTLES, SAMPLES, INSPECTIONS)
}
