"""Pictures that Excel keeps inside a cell (放置在单元格中): from the cell's mark to the part of the picture."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ledger.sheets.package import Archive, Names

IMAGE: Final = "_rvRel:LocalImageIdentifier"


def read_placed(archive: Archive, relations: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """The part of the picture for each mark (`vm`) that a cell may carry.

    A mark names a value in the metadata, that a rich value, that one of the relations to pictures.
    """
    parts = {kind: part for kind, part in relations.values() if part in archive}
    if not parts.keys() >= {"sheetMetadata", "rdRichValueStructure", "rdRichValue", "richValueRel"}:
        return {}
    metadata, values = _Metadata(), _Values()
    archive.parse(parts["sheetMetadata"], metadata.start)
    archive.parse(parts["rdRichValueStructure"], values.start_structure)
    archive.parse(parts["rdRichValue"], values.start, end=values.end, text=values.buffer.append)
    pictures = _related(archive, parts["richValueRel"])
    found = {
        str(mark): pictures.get(values.images.get(value, ""), "")
        for mark, value in enumerate(metadata.values, 1)
    }
    return {mark: part for mark, part in found.items() if part in archive}


def _related(archive: Archive, part: str) -> dict[str, str]:
    """The parts of the pictures by their place in the list."""
    listed: list[str] = []
    names = Names()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if names[tag] == "rel":
            listed.append(next((v for k, v in attributes.items() if names[k] == "id"), ""))

    archive.parse(part, start)
    targets = archive.relations(part)
    return {str(i): targets[name][1] for i, name in enumerate(listed) if name in targets}


@dataclass
class _Metadata:
    """`values` tells for each mark, in order, the index of its rich value ("" for others)."""

    names: Names = field(default_factory=Names)
    types: list[str] = field(default_factory=list)
    future: dict[str, list[str]] = field(default_factory=dict)
    marks: list[tuple[str, str]] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    section: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self.names[tag]
        if name == "metadataType":
            self.types.append(attributes.get("name", ""))
        elif name in ("futureMetadata", "cellMetadata", "valueMetadata"):
            self.section = name
            self.blocks = self.future.setdefault(attributes.get("name", ""), [])
        elif name == "bk" and self.section == "futureMetadata":
            self.blocks.append("")
        elif name == "rvb" and self.blocks:
            self.blocks[-1] = attributes.get("i", "")
        elif name == "bk" and self.section == "valueMetadata":
            self.marks.append(("", ""))
        elif name == "rc" and self.marks:
            self.marks[-1] = attributes.get("t", ""), attributes.get("v", "")

    @property
    def values(self) -> list[str]:
        kinds = {
            (str(kind), str(index)): value
            for kind, name in enumerate(self.types, 1)
            for index, value in enumerate(self.future.get(name, ()))
        }
        return [kinds.get(mark, "") for mark in self.marks]


@dataclass
class _Values:
    """`images` tells for each rich value that is a picture its place in the list of relations."""

    names: Names = field(default_factory=Names)
    buffer: list[str] = field(default_factory=list)
    structures: dict[str, list[str]] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    count: int = 0
    place: int = 0

    def start_structure(self, tag: str, attributes: dict[str, str]) -> None:
        if self.names[tag] == "s":
            self.keys = self.structures.setdefault(str(len(self.structures)), [])
        elif self.names[tag] == "k":
            self.keys.append(attributes.get("n", ""))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.buffer.clear()
        if self.names[tag] == "rv":
            self.keys = self.structures.get(attributes.get("s", ""), [])
            self.place = 0

    def end(self, tag: str) -> None:
        if self.names[tag] == "rv":
            self.count += 1
        elif self.names[tag] == "v":
            if self.place < len(self.keys) and self.keys[self.place] == IMAGE:
                self.images[str(self.count)] = "".join(self.buffer).strip()
            self.place += 1
