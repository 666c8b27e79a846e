"""What samples (抽查) found, as figures: how much was looked at, how much holds, how content residents are."""

from collections.abc import Iterable, Mapping, Sequence

from ledger.figures import JUDGED, SATISFIED, Figure, rate
from ledger.samples import GOOD, Sample


def found(drawn: Sequence[Sample], numbers: Mapping[str, str]) -> dict[str, Figure]:
    """What was found in samples, with the numbers of issues by uid."""
    return judged([pair for sample in drawn for pair in sample.findings.items()], numbers)


def judged(
    findings: Sequence[tuple[str, Mapping[str, str]]], numbers: Mapping[str, str]
) -> dict[str, Figure]:
    """The same of single findings, each with the uid of its issue."""

    def behind(of: Iterable[tuple[str, Mapping[str, str]]]) -> tuple[str, ...]:
        return tuple(sorted(numbers[uid] for uid, _ in of if uid in numbers))

    good = [pair for pair in findings if pair[1]["result"] == GOOD]
    rated = [pair for pair in findings if pair[1].get("satisfaction") in JUDGED]
    content = [pair for pair in rated if pair[1]["satisfaction"] in SATISFIED]
    return {
        "已查": Figure(value=len(findings), numbers=behind(findings)),
        "合格率": rate(len(good), len(findings), behind(good)),
        "满意率": rate(len(content), len(rated), behind(content)),
    }
