"""What is forgiven in the words of a command line: the marks of a Chinese keyboard."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

SECRET: Final = ("--password", "--phone", "--complainant")
PERSONAL: Final = ("联系电话", "电话", "投诉人", "phone", "complainant")
HIDDEN: Final = tuple(f"{name}=" for name in (*SECRET, *PERSONAL))
DASHES: Final = "－—–―‐"
# patterns stay texts until a word needs them: compiling costs every command
OPTION: Final = rf"([-{DASHES}]+)([A-Za-z][A-Za-z{DASHES}-]*)(?:([=＝])((?s:.*)))?"
FIGURES: Final = r"[0-9０-９][0-9０-９,，、.．/／:：－-]*"
TO_ASCII: Final = str.maketrans("０１２３４５６７８９，、．／：－", "0123456789,,./:-")
TO_DASH: Final = str.maketrans(dict.fromkeys(DASHES, "-"))
FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
BLANK: Final = "\N{IDEOGRAPHIC SPACE}"
FIRST: Final = frozenset(f"-{DASHES}0123456789０１２３４５６７８９")


def repaired(words: Sequence[str]) -> list[str]:
    """The words with full-width dashes, figures and blanks made plain where nothing else is meant.

    Texts are left alone: only options, lists of figures and the command itself are touched.

    >>> repaired(["ｌｉｓｔ", "——due", "－y", "１７，４１", "楼道——漏水"])
    ['list', '--due', '-y', '17,41', '楼道——漏水']
    """
    if not words:
        return []
    verb, *rest = words[0].split(BLANK)
    parts = [verb.translate(FULL_WIDTH), *filter(None, rest)]
    end = words.index("--") if "--" in words else len(words)
    plain = (piece for word in [*parts, *words[1:end]] for piece in _pieces(word))
    return [*map(_plain, plain), *words[max(end, 1) :]]


def recorded(words: Sequence[str]) -> str:
    """The command line for the journal, without what is secret and without who complained.

    >>> recorded(["import", "甲.xlsx", "--password", "秘密", "-y"]), recorded(["edit", "7", "投诉人=王强"])
    ('import 甲.xlsx --password *** -y', 'edit 7 投诉人=***')
    """
    return " ".join(
        "***"
        if before in SECRET
        else f"{word.partition('=')[0]}=***"
        if word.startswith(HIDDEN)
        else word
        for before, word in pairwise(("", *words))
    )


def _pieces(word: str) -> Iterator[str]:
    """The word, cut at full-width blanks if figures and options stand between them."""
    parts = [part for part in word.split(BLANK) if part] if BLANK in word else []
    if parts and all(re.fullmatch(FIGURES, part) or re.fullmatch(OPTION, part) for part in parts):
        yield from parts
    else:
        yield word


def _plain(word: str) -> str:
    if word[:1] not in FIRST or (word.isascii() and "=" not in word):
        return word
    if re.fullmatch(FIGURES, word):
        return word.translate(TO_ASCII)
    option = re.fullmatch(OPTION, word)
    if option is None:
        return word
    dashes, name, equals, value = option.groups("")
    if len(name) == 1:  # -e=小区 is meant as -e 小区
        return f"-{name}{value}"
    if f"{dashes}{name}{equals}".isascii():
        return word
    start = "-" if dashes in ("-", "－") else "--"
    return start + name.translate(TO_DASH) + equals.translate(FULL_WIDTH) + value
