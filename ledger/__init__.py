"""问题台账: one ledger of residents' problems, from registration (登记) to strike-off (销号)."""

__version__ = "0.1.0"
