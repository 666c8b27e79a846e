"""One row to stand among the data of a form."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from ledger.intake.grid import Value

NOTHING: Final[Mapping[Any, Any]] = MappingProxyType({})
PART: Final = "part"


def goes_on(kind: str) -> bool:
    """Whether such a row goes on with the issue above: part, and where issues take more than two rows part2 …"""
    return kind.startswith(PART)


class FormRow(NamedTuple):
    """One row to stand among the data of a form.

    `source` is the row of the form that it is: every cell that `values` does not name stays as it
    was. Without a source it is a new row in the looks of the rows of its `kind` (data, section,
    subtotal …), with formulas where they have formulas. A column that is merged downwards is
    merged again over neighbours that say the same. `pictures` are put into the cells of their
    columns.
    """

    values: Mapping[int, Value | None] = NOTHING
    kind: str = "data"
    source: int | None = None
    pictures: Mapping[int, Sequence[Any]] = NOTHING
