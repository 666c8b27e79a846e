"""Figures of the registers: rates with their denominators, nothing out of nothing."""

from ledger.tallies import rate


def test_rate_of_nothing_is_no_rate():
    assert rate(0, 0).text == "-"
    assert rate(49, 50, ("1",)).text == "98.0%（49/50）"
