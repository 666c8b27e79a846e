"""The pictures of an import: compared with those that issues have, kept beside the ledger, named on events."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from ledger.commands.busy import Busy
from ledger.commands.session import say
from ledger.errors import BadData
from ledger.intake.comparing import FINAL
from ledger.intake.drafts import PhotoRef, Reading
from ledger.intake.plan import Item, Plan, Verdict

LISTED: Final = 5


class Album:
    """The pictures of the files of one import; each is read, made fit and kept once."""

    def __init__(self, readings: Iterable[Reading], ledger: Path) -> None:
        self._media = {key: reading.media for reading in readings for key in reading.media}
        self._ledger = ledger
        self._digests: dict[str, str] = {}
        self._kept: dict[str, Mapping[str, str] | None] = {}
        self._seen: dict[str, set[tuple[str, str]]] = {}

    def planned(self, made: Plan) -> Plan:
        """The plan with the pictures that are new to their issues; those alone are an update, too."""
        if not self._media:
            return made
        late: list[str] = []
        planned = Plan(items=[self._planned(item, late) for item in made.items])
        if late:
            say(f"注意：已销号或终结的不再附图片，{len(late)} 条有新的：{_some(late)}")
        return planned

    def _planned(self, item: Item, late: list[str]) -> Item:
        if not item.draft.photos:
            return item
        photos = self._new(item)
        if item.issue is None:
            return item
        if photos and item.issue.status in FINAL and item.issue.number:
            late.append(f"{item.issue.number} 号")
            return item
        verdict = Verdict.UPDATE if photos and item.verdict is Verdict.SAME else item.verdict
        return item._replace(verdict=verdict, photos=photos)

    def _new(self, item: Item) -> tuple[PhotoRef, ...]:
        """What the issue has not yet, by stage and content: a picture may have been kept turned, or shown small."""
        held = item.issue.attachments if item.issue else ()
        known = {(a["kind"], a.get("original", a["sha256"])) for a in held}
        known = self._seen.setdefault(item.subject, known)
        told = [(ref, self._digest(ref.key)) for ref in item.draft.photos]
        if held and any((ref.stage, digest) not in known for ref, digest in told if digest):
            known |= self._shown(held)
        new = tuple(ref for ref, digest in told if digest and (ref.stage, digest) not in known)
        known |= {(ref.stage, digest) for ref, digest in told}
        return new

    def _shown(self, held: Iterable[Mapping[str, Any]]) -> set[tuple[str, str]]:
        """The photos as an export shows them in their cells, by stage and content."""
        from ledger.store import attachments, images

        files = [(a["kind"], attachments.kept(self._ledger, a["sha256"], a["name"])) for a in held]
        small = [(kind, images.small(file.read_bytes())) for kind, file in files if file.is_file()]
        return {(kind, sha256(shown[0]).hexdigest()) for kind, shown in small if shown}

    def _digest(self, key: str) -> str:
        """The hash of the picture as the file holds it, "" for one that cannot be read."""
        if key not in self._digests:
            try:
                self._digests[key] = sha256(self._media[key][key]).hexdigest()
            except BadData:
                self._digests[key] = ""
        return self._digests[key]

    def keep(self, items: Iterable[Item]) -> None:
        """Put the pictures of these rows beside the ledger, before anything refers to them."""
        refs = {ref.key: ref for item in items for ref in item.added}
        odd: dict[str, list[str]] = {}
        with Busy() as busy:
            for number, ref in enumerate(refs.values(), 1):
                busy.say(f"正在保存图片（{number}/{len(refs)}）")
                self._kept[ref.key] = self._keep(ref, odd)
        for what, cells in odd.items():
            say(f"注意：{len(cells)} 张图片{what}：{_some(cells)}")

    def _keep(self, ref: PhotoRef, odd: dict[str, list[str]]) -> Mapping[str, str] | None:
        """What an event tells of the kept picture; None for one that could not be kept."""
        from ledger.store import attachments, images

        try:
            data = self._media[ref.key][ref.key]
            picture = images.fit(data)
            name = f"{Path(ref.name).stem}{picture.ending}"
            digest = attachments.keep_bytes(self._ledger, picture.data, name)
        except BadData as error:
            odd.setdefault(f"没有收（{error}）", []).append(ref.cell)
            return None
        if not picture.sound:
            odd.setdefault("打不开或过大，已原样保存", []).append(ref.cell)
        told = {"name": name, "sha256": digest}
        if picture.data is not data:
            told["original"] = sha256(data).hexdigest()
        return told

    def attachments(self, items: Iterable[Item], on: date) -> tuple[dict[str, Any], ...]:
        """The new pictures of rows as their event names them, the same picture once for each stage."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for item in items:
            for ref in item.added:
                if told := self._kept[ref.key]:
                    entry = {"kind": ref.stage, **told, "on": on.isoformat(), "cell": ref.cell}
                    found.setdefault((ref.stage, told["sha256"]), entry)
        return tuple(found.values())


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:LISTED]) + ("……" if len(names) > LISTED else "")
