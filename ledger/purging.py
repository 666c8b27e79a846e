"""What stays of an issue when who complained is forgotten (清除个人信息)."""

from typing import Any, Final

from ledger.masking import mask_name, mask_text
from ledger.models import FIELDS, Issue, Kind

KEPT_WHOLE: Final = ("uid", "number", "source_no", "sender_no", "person_phone", "doc_no", "into")


def forgotten(issue: Issue) -> dict[str, Any]:
    """Who complained goes, and their name, phones and identity numbers out of every text."""

    def masked(value: Any) -> Any:
        text = mask_text(str(value))
        if issue.complainant:
            text = text.replace(issue.complainant, mask_name(issue.complainant))
        return value if text == str(value) else text

    texts = {
        name: masked(value)
        for name, value in issue._asdict().items()
        if FIELDS[name].kind is Kind.TEXT and value and name not in KEPT_WHOLE
    }
    extra = {path: masked(value) for path, value in (issue.extra or {}).items()}
    return {**texts, "extra": extra or None, "complainant": None, "phone": None}
