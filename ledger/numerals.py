"""Chinese numerals (三, 十五, 二〇二三, 两) as numbers."""

from typing import Final

ZERO: Final = "零〇○"
DIGITS: Final = {
    **dict.fromkeys(ZERO, 0),
    **dict(zip("一二三四五六七八九", range(1, 10), strict=True)),
}
TENS: Final = {"十": 1, "廿": 2, "卅": 3}
NUMERAL: Final = f"[{''.join(DIGITS)}两{''.join(TENS)}百]"


def number(text: str) -> int:
    """The number below 1000 that a numeral names, or the digits of a year read one by one.

    >>> number("十五"), number("二十五"), number("廿五"), number("两"), number("一百二十")
    (15, 25, 25, 2, 120)
    >>> number("二〇二三"), number("二三")
    (2023, 23)

    Raises ValueError when the characters make no number.
    """
    if len(text) > 1 and all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    hundreds, sign, rest = text.rpartition("百")
    return _tens(rest.lstrip(ZERO) if sign else rest) + (_digit(hundreds) * 100 if sign else 0)


def numeral(number: int) -> str:
    """The numeral of a number from 1 to 99, as headings are counted.

    >>> numeral(3), numeral(10), numeral(12), numeral(20), numeral(45)
    ('三', '十', '十二', '二十', '四十五')
    """
    signs = " 一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return f"{signs[tens] if tens > 1 else ''}{'十' if tens else ''}{signs[ones]}".replace(" ", "")


def _tens(text: str) -> int:
    for char, tens in TENS.items():
        if char in text:
            head, _, tail = text.partition(char)
            return (_digit(head) if head else tens) * 10 + (_digit(tail) if tail else 0)
    return _digit(text) if text else 0


def _digit(char: str) -> int:
    if char == "两":
        return 2
    if char not in DIGITS:
        raise ValueError(char)
    return DIGITS[char]
