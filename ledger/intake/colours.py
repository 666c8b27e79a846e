"""Rows that a clerk marked with colours (标红): what these mean, as far as the sheet says it, and which rows have them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ledger.intake import states
from ledger.intake.grid import NOTHING, Tint
from ledger.intake.sheet import Sheet
from ledger.intake.text import key
from ledger.intake.vocabulary import Vocabulary

NAMES: Final = "红橙橘黄绿蓝紫粉灰"
SAME: Final = {"橘": "橙", "粉": "红"}
LIKE: Final = {"橙": "黄", "黄": "橙"}
"""What one calls 橙 another calls 黄."""
CLAUSE: Final = re.compile(r"[，,；;。、|\n]")
SAID: Final = re.compile(
    rf"(?P<none>其余|[未不没]有?标(?:[注记出]|[{NAMES}]?色?|颜色)|[无白](?:颜|底)?色|没有?颜色)"
    rf"|(?:标[注记识出]?[为成]?|[涂填]成?)[深浅]?(?P<marked>[{NAMES}])色?(?P<of>[字底])?"
    rf"|[深浅]?(?P<named>[{NAMES}])(?:[色灯]|(?=[字底]|\s*[:：=＝—-]))(?P<part>[字底])?"
)
"""A colour as sentences name it: 标红, 绿色, 黄底; what has none."""
LEAD: Final = re.compile(
    r"(?:备?注|说明|图例|颜色(?:说明|含义)?|其中|填表|标识|[请用以对将把凡为]|[本上下]?表格?[中内里]?|底色|字体|\d+|[:：.．（()）【】\s])*"
)
LINK: Final = re.compile(
    r"^(?:[体纹色的行项者为是指均都则用请以]|[黑白]字|填充|背景|标[注记识出]|显示|单元格|部分|问题|表示|代表|即(?!将)|[^\w√×])+"
)
TAIL: Final = re.compile(r"(?:的|项目?|者|(?<!进)行|问题|事项|部分|[用以请则为]|[^\w√×])+$")
SAYS: Final = re.compile(r"[体纹色的行项]*\s*(?:[:：=＝—-]|表示|代表|[为是指])|的")
SWATCH: Final = re.compile(rf"[\s■□●○◆★▲█▇]*([{NAMES}]?)色?[\s■□●○◆★▲█▇]*")
LATE: Final = re.compile("(?:已|即?将|快|临近|严重)*(?:超期|逾期|超时限?|过期|到期|临期)")
UNFINISHED: Final = "未整改"
BRIEF: Final = 10
HALF: Final = 0.5
STRIPES: Final = 6

Look = tuple[tuple[int, Tint], ...]
"""The colours of a row by column."""
Mark = tuple[int, str, str]
"""A column, the part of the cell (字, 底) that has a colour, its name."""


class Marks(NamedTuple):
    """`told` holds for rows what their colours say of the state, in the words of the legend, with the column of each;
    `untold` how many rows have a colour of which nothing says what it means.
    """

    told: Mapping[int, Mapping[str, int]] = NOTHING
    untold: Mapping[str, int] = NOTHING


def legend(sheet: Sheet, rows: Iterable[int], vocabulary: Vocabulary) -> dict[str, str]:
    """What colours stand for, by name (红, 红字, 绿底; "" for no colour): a state in words, "" for anything else.

    Sentences say it (标红的为未整改), or a colour with a word in or beside its cell.
    """
    found: dict[str, str] = {}
    for row in rows:
        said = [pair for text in sheet.texts[row].values() for pair in _said(text, vocabulary)]
        for name, text in (*said, *_swatches(sheet, row, vocabulary)):
            if told := _told(name, text, vocabulary):
                found[name] = found.get(name) or told
            elif SAYS.match(text):
                found.setdefault(name, "")
    if not any(told for name, told in found.items() if name):
        found.pop("", None)
    return found


def explains(sheet: Sheet, row: int, vocabulary: Vocabulary) -> bool:
    """Whether a row only explains colours: each of its texts is the name of a state with a colour of its own."""
    if row not in sheet.grid.colours:
        return False
    texts = [text for text in sheet.texts[row].values() if not SWATCH.fullmatch(text)]
    said = [text for text in texts if text.isdecimal() or not LEAD.fullmatch(text)]
    return 0 < len(said) <= len(list(_swatches(sheet, row, vocabulary)))


def _said(text: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Each colour that a text names and what it says of it: behind it where the clause begins with one, else before it;
    on its other side where neither is a state.
    """
    for clause in CLAUSE.split(text):
        found = list(SAID.finditer(clause))
        ends = [0, *(match.end() for match in found)]
        starts = [*(match.start() for match in found), len(clause)]
        names = [(m["marked"] or m["named"] or "", m["of"] or m["part"] or "") for m in found]
        before, behind = (
            [
                (SAME.get(name, name) + part, clause[end:start])
                for (name, part), end, start in zip(names, ends[n:], starts[n:], strict=False)
            ]
            for n in (0, 1)
        )
        lead = LEAD.match(clause)
        ways = (behind, before) if lead and lead.end() == starts[0] else (before, behind)
        told = (way for way in ways if any(_told(*pair, vocabulary) for pair in way))
        yield from next(told, ways[0])


def _swatches(sheet: Sheet, row: int, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """The colours of cells that hold the name of a state, or stand before it."""
    texts, tints = sheet.texts[row], sheet.grid.colours.get(row, NOTHING)
    for column in sorted({*texts, *tints}):
        tint = tints.get(column, Tint())
        text = texts.get(column, "")
        swatch = SWATCH.fullmatch(text)
        name = (swatch and swatch[1]) or tint.fill or tint.font
        if swatch:
            beside = next((c for c in texts if c > column), column)
            between = (tints.get(c, tint) for c in range(column + 1, beside))
            text = texts.get(beside, "") if all(other == tint for other in between) else ""
        text = text.strip("■□●○◆★▲█▇：: ")
        if name and (states.named(text, vocabulary) or LATE.fullmatch(text)):
            yield SAME.get(name, name), text


def _told(name: str, said: str, vocabulary: Vocabulary) -> str:
    """The state that is said of a colour, with the colour: 已整改（绿色）; what is late is not finished."""
    said = LEAD.sub("", LINK.sub("", TAIL.sub("", said)), 1)
    late = LATE.match(said)
    state = said[late.end() :] if late else said
    if not 0 < len(key(state)) <= BRIEF or not states.word(state, vocabulary, unit=True):
        state = UNFINISHED if late else ""
    called = (name if name[1:] else f"{name}色") if name else "没有标色"
    return state and f"{state}（{called}{f'：{said}' if late else ''}）"


def read(
    rows: Mapping[int, Mapping[int, Tint]], meanings: Mapping[str, str], *, stated: bool
) -> Marks:
    """What the colours of the issues of a table tell. Nothing is untold where a column for the state has it `stated`.

    What most rows have (a shaded column) or every second one (stripes) marks none of them, unless the legend knows it.
    """
    looks: dict[Look, list[int]] = {}
    for row, tints in rows.items():
        looks.setdefault(tuple(tints.items()), []).append(row)
    having: dict[Mark, list[int]] = {}
    for look, alike in looks.items():
        for mark in _marks(look):
            having.setdefault(mark, []).extend(alike)
    known = {mark for mark in having if _key(mark, meanings) is not None}
    everywhere = {mark for mark in known if len(having[mark]) == len(rows)}
    shades = _shades(having, list(rows)) - (known - everywhere if known > everywhere else known)
    told: dict[int, Mapping[str, int]] = {}
    names = Counter[str]()
    for look, alike in looks.items():
        own = [mark for mark in _marks(look) if mark not in shades]
        if meant := _meant(own, meanings):
            told |= dict.fromkeys(alike, meant)
        for name in dict.fromkeys(mark[2] for mark in own if mark not in known):
            names[name] += len(alike)
    most = HALF * len(rows)
    return Marks(told, {name: n for name, n in names.items() if n <= most and not stated})


def _marks(look: Look) -> Iterator[Mark]:
    for column, tint in look:
        yield from ((column, part, name) for part, name in zip("底字", tint, strict=True) if name)


def _shades(having: Mapping[Mark, Sequence[int]], rows: Sequence[int]) -> set[Mark]:
    """The colours that most rows have, or every second one."""
    found = {mark for mark, own in having.items() if len(own) > HALF * len(rows)}
    if len(rows) >= STRIPES:
        halves = [set(rows[n::2]) for n in (0, 1)]
        halves += [{row for row in rows if row % 2 == n} for n in (0, 1)]
        found |= {mark for mark, own in having.items() if set(own) in halves}
    return found


def _key(mark: Mark, meanings: Mapping[str, str]) -> str | None:
    """The name under which the legend explains a colour, None if it does not."""
    _, part, name = mark
    names = (name + part, name, LIKE.get(name, name) + part, LIKE.get(name, name))
    return next((name for name in names if name in meanings), None)


def _meant(marks: Sequence[Mark], meanings: Mapping[str, str]) -> dict[str, int]:
    """What the colours of a row say of the state, with the first column that says it."""
    if not marks and meanings.get(""):
        return {meanings[""]: 0}
    found: dict[str, int] = {}
    for mark in marks:
        if told := meanings.get(_key(mark, meanings) or ""):
            found.setdefault(told, mark[0])
    return found
