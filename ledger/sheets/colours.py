"""What a clerk calls the colours that a workbook names by numbers, by its palette or by its theme."""

import re
from collections.abc import Mapping, Sequence
from colorsys import hls_to_rgb, rgb_to_hls
from functools import lru_cache
from typing import Final, NamedTuple

from ledger.intake.grid import Tint

LINK: Final = "蓝"
"""What programs make of links, underlined: nobody chose it."""
PALETTE: Final = re.findall(
    r"\w+",
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF "
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF "
    "000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333",
)
"""The colours that a workbook names by `indexed` where it has no palette of its own."""
THEME: Final = re.findall(
    r"\w+", "FFFFFF 000000 EEECE1 1F497D 4F81BD C0504D 9BBB59 8064A2 4BACC6 F79646"
)
"""The colours that a workbook without a theme names by `theme`; links (10, 11) are no colour that anybody chose."""
SCHEME: Final = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)))
HUES: Final = (
    (14, "红"),
    (48, "橙"),
    (68, "黄"),
    (166, "绿"),
    (252, "蓝"),
    (322, "紫"),
    (360, "红"),
)
"""Up to which angle of the circle a hue has a name."""
CALLED: Final = {
    "red": "红", "orange": "橙", "yellow": "黄", "green": "绿", "lime": "绿", "blue": "蓝", "purple": "紫", "gray": "灰",
}  # fmt: skip
"""What web pages call colours."""
_STYLE: Final = re.compile(r"(?<![\w-])(background(?:-color)?|color)\s*:\s*(#?\w+)")
GOLD: Final = 40
PALE: Final = 0.6
LIGHTEST, DARKEST = 0.94, 0.4
FAINT: Final = 0.17
FEW: Final = 0.045


def named(red: int, green: int, blue: int) -> str:
    """What a colour of 0 to 255 each is called in one character; "" for black, white and what looks so.

    >>> named(255, 199, 206), named(0, 176, 80), named(255, 192, 0), named(255, 242, 204)
    ('红', '绿', '橙', '黄')
    >>> named(217, 217, 217), named(242, 242, 242), named(51, 51, 51)
    ('灰', '', '')
    """
    hue, light, strong = rgb_to_hls(red / 255, green / 255, blue / 255)
    spread = (max(red, green, blue) - min(red, green, blue)) / 255
    if strong < FAINT or spread < FEW:
        return "灰" if DARKEST < light < LIGHTEST else ""
    if spread < FAINT and light < DARKEST:  # slate
        return ""
    angle = hue * 360
    if angle > GOLD and light > PALE:
        angle = max(angle, HUES[1][0] + 1)
    return next(name for most, name in HUES if angle <= most)


@lru_cache(maxsize=1024)
def of_hex(text: str) -> str:
    """The name of RRGGBB, with anything before it; "" for what is no colour."""
    try:
        return named(*bytes.fromhex(text[-6:]))
    except (ValueError, TypeError):
        return ""


def of_web(told: Mapping[str, str]) -> Tint:
    """The colours of a row or a cell of a web page, as far as it tells them itself."""
    style = dict(_STYLE.findall(told.get("style", "").lower()))
    fill = style.get("background-color") or style.get("background") or told.get("bgcolor", "")
    return Tint(*(CALLED.get(c.lower()) or of_hex(c) for c in (fill, style.get("color", ""))))


class Colours(NamedTuple):
    """The colours of one workbook: its palette, and its theme in the order in which styles count it."""

    palette: Sequence[str]
    theme: Sequence[str]

    def name(self, told: Mapping[str, str]) -> str:
        """What a `color`, `fgColor` of the styles part is called; "" for none and the automatic one."""
        if "rgb" in told:
            return _shaded(told["rgb"], told)
        for key, known in (("theme", self.theme), ("indexed", self.palette)):
            index = told.get(key, "")
            if index.isdecimal() and int(index[:4]) < len(known):
                return _shaded(known[int(index[:4])], told)
        return ""


def _shaded(text: str, told: Mapping[str, str]) -> str:
    """The name of a colour made lighter or darker by its `tint`."""
    try:
        tint = min(max(float(told.get("tint", "0")), -1.0), 1.0)
        hue, light, strong = rgb_to_hls(*(part / 255 for part in bytes.fromhex(text[-6:])))
        light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
        return named(*(round(part * 255) for part in hls_to_rgb(hue, light, strong)))
    except (ValueError, TypeError):
        return ""
