"""How the office's own templates of documents are kept."""

from typing import TYPE_CHECKING, NamedTuple

from ledger.papers import PaperKind
from ledger.store.engine import insertion

if TYPE_CHECKING:
    from ledger.store.reader import Reader
    from ledger.store.repository import Store


class Template(NamedTuple):
    """The office's own template of one kind of document."""

    kind: PaperKind
    file: str
    at: str
    body: bytes


def template(reader: "Reader", kind: PaperKind) -> Template | None:
    """The office's own template, None while the shipped one is used."""
    rows = reader.engine.run("SELECT * FROM template WHERE kind = :kind", kind=str(kind))
    return Template(**rows[0] | {"kind": kind}) if rows else None


def keep_template(store: "Store", own: Template) -> None:
    """Use the office's own template from now on, in place of an earlier one."""
    forget_template(store, own.kind)
    row = own._asdict() | {"kind": str(own.kind)}
    store.engine.run(insertion("template", row), **row)


def forget_template(store: "Store", kind: PaperKind) -> None:
    """Use the shipped template again."""
    store.engine.run("DELETE FROM template WHERE kind = :kind", kind=str(kind))
