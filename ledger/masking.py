"""How personal data is hidden where it is only shown: phones, names and identity numbers."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from ledger.models import Issue

# each with the fewest digits that it needs: most texts have less, and compiling costs every command
ID_CARD: Final = 17, r"(?<![0-9A-Za-z])(\d{6})\d{8}(\d{3}[\dXx])(?![0-9A-Za-z])"
MOBILE: Final = 11, r"(?<![0-9A-Za-z])(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?![0-9A-Za-z])"
LANDLINE: Final = 10, r"(?<![0-9A-Za-z])(0\d{2,3}[- ]?\d)\d{2,3}(\d{4})(?![0-9A-Za-z])"
DOORS: Final = (
    r"((?:单元|门栋|号楼|栋|幢|楼|层)\s*)\d{3,4}(?![\d年月日件户平元吨个项人次米])",  # 2单元301
    r"(?<![\d.])()\d{3,4}(?=\s*(?:室|号房|房间))",  # 301室
    r"((?<![\d-])\d{1,3}[-—－–]\d{1,2}[-—－–])\d{3,4}(?![\d-])",  # 5-2-301
)
PERSONS: Final = "姓名|投诉人|反映人|来信人|来访人|诉求人|举报人|业主|住户|户主|居民$"
HOMES: Final = "门牌|房号|住址|室号"
PHONES: Final = "电话|手机|联系方式"
TITLES: Final = ("先生", "女士", "小姐", "同志", "师傅", "大爷", "大妈", "阿姨")

KEPT: Final = (
    "uid", "number", "source_no", "sender_no", "doc_no", "into", "origin", "attachments", "rounds", "status",
    "status_before",
)  # fmt: skip


def mask_text(text: str) -> str:
    """Free text in which phones and identity numbers are hidden; work-order numbers stay.

    >>> mask_text("电话13912342201，工单20240103000177012345")
    '电话139****2201，工单20240103000177012345'
    """
    digits = sum(map(str.isdigit, text))
    for fewest, pattern in (ID_CARD, MOBILE, LANDLINE):
        if digits >= fewest:
            text = re.sub(pattern, r"\1****\2", text)
    return text


def mask_phone(phone: str) -> str:
    """A phone field: area, first digits and the last four stay readable.

    >>> mask_phone("13912342201"), mask_phone("0451-84555307"), mask_phone("84555307")
    ('139****2201', '0451-8****5307', '8****5307')
    """
    masked = mask_text(phone)
    if masked != phone:
        return masked
    return re.sub(r"(\d)\d{2,}(\d{4})", r"\1****\2", phone)


def mask_name(name: str) -> str:
    """A person's name: the surname stays, its length does not; 王女士 tells nothing and stays.

    >>> mask_name("曾庆华"), mask_name("王女士")
    ('曾**', '王女士')
    """
    name = name.strip()
    if not name or name == "匿名" or name.endswith(TITLES):
        return name
    return f"{name[0]}**"


def mask_door(text: str) -> str:
    """A text without door numbers: the building and the entrance stay.

    >>> mask_door("3号楼2单元301漏水"), mask_door("5-2-1204"), mask_door("301室、302室"), mask_door("2单元120户")
    ('3号楼2单元***漏水', '5-2-***', '***室、***室', '2单元120户')
    """
    for pattern in DOORS:
        text = re.sub(pattern, r"\1***", text)
    return text


def masked(issue: Issue) -> Issue:
    """The issue as strangers may see it: the resident's name, every phone, identity and door number hidden.

    The names of those who handle it stay: they act for their unit.
    """
    name = issue.complainant or ""
    hidden = mask_name(name)

    def told(value: Any, path: str = "") -> Any:
        if isinstance(value, Mapping):
            return {key: told(item, key) for key, item in value.items()}
        if not isinstance(value, str):
            return value
        if re.search(PERSONS, path) and not re.search(PHONES, path):
            return mask_name(value)
        text = value.replace(name, hidden) if len(name) > 1 else value
        text = mask_phone(text) if re.search(PHONES, path) else mask_door(mask_text(text))
        return re.sub(r"\d{3,4}", "***", text) if re.search(HOMES, path) else text

    hides = {field: told(value) for field, value in issue._asdict().items() if field not in KEPT}
    phones = {n: mask_phone(v) for n in ("phone", "person_phone") if (v := getattr(issue, n))}
    return issue._replace(**{**hides, **phones, "complainant": hidden or None, "rounds": ()})


def personal(issues: Iterable[Issue]) -> bool:
    """Whether any of them tells who complained."""
    return any(issue.phone or issue.complainant for issue in issues)


def revealed(values: Mapping[str, Any], issue: Issue) -> Mapping[str, Any]:
    """What a sheet that came back tells, without the masks of what the ledger knows in full."""
    if not any("**" in str(value) for value in values.values()):
        return values
    shown = masked(issue)
    left = {
        name: value
        for name, value in values.items()
        if not isinstance(value, str) or "**" not in value or getattr(shown, name) != value
    }
    if "extra" in left and shown.extra:
        told = {
            p: v for p, v in left["extra"].items() if "**" not in str(v) or shown.extra.get(p) != v
        }
        left["extra"] = told
    return left
