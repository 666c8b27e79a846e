"""How personal data is hidden where it is only shown: phones, names and identity numbers."""

import re
from typing import Final

# each with the fewest digits that it needs: most texts have less, and compiling costs every command
ID_CARD: Final = 17, r"(?<![0-9A-Za-z])(\d{6})\d{8}(\d{3}[\dXx])(?![0-9A-Za-z])"
MOBILE: Final = 11, r"(?<![0-9A-Za-z])(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?![0-9A-Za-z])"
LANDLINE: Final = 10, r"(?<![0-9A-Za-z])(0\d{2,3}[- ]?\d)\d{2,3}(\d{4})(?![0-9A-Za-z])"
TITLES: Final = ("先生", "女士", "小姐", "同志", "师傅", "大爷", "大妈", "阿姨")


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
