"""What stands above and below a table and holds for all of its rows: title, day, year, unit, place."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from ledger.intake import colours, states, times, titled
from ledger.intake.cells import AREA, ESTATE, HOUSE
from ledger.intake.context import Context
from ledger.intake.grid import NOTHING
from ledger.intake.sheet import Sheet
from ledger.intake.text import bare, clean, key
from ledger.intake.vocabulary import Meaning, Vocabulary

PAIR: Final = re.compile(
    r"([^\s:：]{2,12}(?:[（(][^）)]*[）)])?)\s*[:：]\s*(.*?)(?=\s{2,}|\s+[^\s:：]{2,16}\s*[:：]|$)"
)
SIGN: Final = re.compile(
    r"[“\"'（(]?([√✓✔×✗✘△▲▽○●◎☆★◇◆□■])[”\"'）)]?\s*(?:表示|代表|是指|为|的?是|[=＝：:—-]+)?\s*([^\W\d_a-zA-Z]{2,10})"
)
BRACKET: Final = re.compile(r"([^（(]+)[（(]([^（）()]+)[）)]")
STAMP: Final = re.compile(r"[（(]\s*(?:盖章|公章|签字|签章|签名)\s*[）)]")
NUMBERING: Final = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[、.．)）]|第[一二三四五六七八九十]{1,3}[部类批章][、：:]?)\s*"
)
COUNT: Final = re.compile(
    r"[（(]?\s*(?:共|计|合计)?\s*\d+\s*[件项个条户起处宗栋](?:问题|诉求|事项|矛盾|纠纷|隐患)?\s*[）)]?\s*$"
)
FIRM: Final = re.compile(r"[^\s：:，]{2,24}?(?:公司|集团)(?:[^\s：:，]{2,8}分公司)?")
COMMUNITY: Final = re.compile(r"[^\W_a-zA-Z]{2,8}社区(?:居委会|居民委员会)?")
STREET: Final = re.compile(r"[^\W\d_a-zA-Z]{2,6}(?:街道?|[镇乡])")
STANDING: Final = re.compile(r"(?:已|未|正在|待|尚未|在办|没|还|办|弄|修).*|.*中")
WITHIN: Final = re.compile(r"([^\W\d_]{2,6}?(?:街道|[镇乡]))([^\W\d_]{2,}(?:社区|村))")
LONG_NAME: Final = 4
LABELLED: Final = 300
OF_SOME: Final = re.compile("问题|事项|诉求|隐患|工单|案件|清单|台账")
"""What a title over a table names besides their state; a state alone explains a sign or a colour."""
MATTERS: Final = re.compile(
    "(?:问题|事项|诉求|隐患|项目|工单|案件)?(?:清单|台账|列表|一览表|部分)?$"
)
AT_HAND: Final = re.compile("^(?:手里|手头|目前|眼下|现在)")
PLACES: Final = ("district", "subdistrict", "community", "estate", "company")


class Heading(NamedTuple):
    """`defaults` are the fields that the heading or the name of the sheet tells of every row.

    `month` is the first day of the month that the table is about, if it names just one. With `season` it is about
    a winter over New Year, and `year` is the first of the two. `legend` says which states signs in the cells stand for, `colours` what colours do.
    """

    title: str
    meta: Mapping[str, str]
    day: date | None
    year: int | None
    month: date | None
    defaults: Mapping[str, str]
    season: bool = False
    legend: Mapping[str, str] = NOTHING
    colours: Mapping[str, str] = NOTHING

    @property
    def until(self) -> date | None:
        """The day up to which the table tells, which one that its labels name for every row (检查日期) is not."""
        return None if self.defaults.keys() & set(times.DAYS) else self.day


def read(
    sheet: Sheet,
    rows: tuple[Iterable[int], Iterable[int]],
    vocabulary: Vocabulary,
    context: Context,
    file: str,
) -> Heading:
    """Reads the rows above the header and the rows of the foot, the names of the sheet and of the file."""
    above, below = (
        [piece for row in part for text in _texts(sheet, row) for piece in _opened(text)]
        for part in rows
    )
    meta = pairs(below) | pairs(above)
    title = _title(above)
    day = times.day_told(above, meta, vocabulary, context.today)
    first = times.season_told((title, sheet.grid.name, file))
    told_years = (meta[label] for label in times.YEARS if label in meta)
    year = first or (
        day.year if day else times.year_told((*told_years, title, sheet.grid.name, file))
    )
    if day and (found := times.UNTIL.search(" ".join(above))):
        meta["截至"] = found[1]
    if year:
        meta["年"] = str(year)
    names = (sheet.grid.name.strip(), title, file)
    told = (*(named(text, context) for text in (sheet.grid.name, *meta.values())), _titled(above))
    told = (*told, standing(sheet.grid.name, vocabulary), _house(sheet.grid.name))
    told = (*told, _estate(sheet.grid.name), _street(sheet.grid.name, title))
    defaults = labelled(meta, vocabulary, context) | times.for_all(pairs(above), vocabulary)
    told = (*told, _within((title, sheet.grid.name, file), context.streets))
    lines = [text for text in above if not PAIR.search(text)]
    stated = (standing(text, vocabulary) for text in lines if OF_SOME.search(text))
    for place in (*told, *stated, *map(titled.places, (*lines, sheet.grid.name, file))):
        defaults = place | defaults
    return Heading(
        title=title,
        meta=meta,
        day=day,
        year=year,
        month=times.month_told(names, year or context.today.year),
        defaults=defaults,
        season=first is not None,
        legend=_legend((*above, *below), vocabulary),
        colours=colours.legend(sheet, [row for part in rows for row in part], vocabulary),
    )


def following(told: Heading, first: Heading | None) -> Heading:
    """The heading of a further table on a sheet: what it leaves out stands above the first one."""
    if first is None:
        return told
    return Heading(
        title=told.title or first.title,
        meta={**first.meta, **told.meta},
        day=told.day or first.day,
        year=told.year or first.year,
        month=told.month or first.month,
        defaults={**first.defaults, **told.defaults},
        season=told.season or (first.season and not told.year),
        legend={**first.legend, **told.legend},
        colours={**first.colours, **told.colours},
    )


def _texts(sheet: Sheet, row: int) -> list[str]:
    """The texts of a row; a label whose value stands in the next cell is joined to it."""
    texts: list[str] = []
    for text in sheet.texts.get(row, {}).values():
        if texts and texts[-1].endswith((":", "：")) and not PAIR.search(text):
            texts[-1] += text
        else:
            texts.append(text)
    return texts


def _opened(text: str) -> list[str]:
    """A text, and apart from it what it tells in a last bracket: 金水湾小区（物业：宏达物业）."""
    bracket = BRACKET.fullmatch(text.strip())
    return [bracket[1], bracket[2]] if bracket and PAIR.match(bracket[2]) else [text]


@lru_cache(maxsize=4096)
def street(text: str, streets: frozenset[str]) -> str:
    """The street that a text names as a whole, "" if none: 红旗街道, 红旗街道办事处 or 红旗办 for 红旗街道."""
    text = clean(text)
    short = text.removesuffix("人民政府").removesuffix("政府").removesuffix("办事处")
    for name in (text, short, text.removesuffix("办") + "街道"):
        if name in streets:
            return name
    inside = AREA.fullmatch(short)
    if inside and inside["district"]:  # 呼兰区利民街道
        return inside["street"]
    known = not streets or short.endswith("街道")  # 街道 is part of no other name
    return short if known and len(short) < 9 and AREA.fullmatch(short) else ""


def pairs(texts: Iterable[str]) -> dict[str, str]:
    """填报单位：… 填报人：… as a mapping; labels without a value are left out."""
    found: dict[str, str] = {}
    for text in texts:
        for label, value in PAIR.findall(STAMP.sub("", text[:LABELLED])):
            if clean(value):
                found.setdefault(bare(label), clean(value))
    return found


def _title(texts: Iterable[str]) -> str:
    plain = [text for text in texts if not PAIR.search(text) and not times.ANY_DAY.search(text)]
    titles = [text for text in plain if not FIRM.fullmatch(text)]
    return (titles or plain or [""])[0]


def _titled(texts: Iterable[str]) -> dict[str, str]:
    """The property firm (物业企业) that a title begins with."""
    plain = (text for text in texts if not PAIR.search(text))
    firm = next((m[0] for text in plain if (m := FIRM.match(text))), "")
    return {"company": firm} if "物业" in firm else {}


def _within(texts: Iterable[str], streets: frozenset[str]) -> dict[str, str]:
    """The one street that a title, the name of the sheet or of the file holds."""
    for text in texts:
        found = [name for name in streets if name in text]
        longest = [
            name for name in found if not any(name in more for more in found if more != name)
        ]
        if len(longest) == 1:
            return {"subdistrict": longest[0]}
    return {}


def named(text: str, context: Context) -> dict[str, str]:
    """The place that a text names as a whole, numbering and counts aside: 二、红旗街道（3件）."""
    text = COUNT.sub("", NUMBERING.sub("", clean(text))).strip("【】[]〔〕 ")
    if place := street(text, context.streets):
        return {"subdistrict": place}
    community = COMMUNITY.fullmatch(text)
    return {"community": text} if text in context.communities or community else {}


def _house(text: str) -> dict[str, str]:
    """The building that the name of a sheet tells of all of its rows: 1号楼."""
    return {"building": text.strip()} if HOUSE.fullmatch(text.strip()) else {}


def _street(name: str, title: str) -> dict[str, str]:
    """The street that a sheet is named after and its title begins with, known or not: 西北角街."""
    whole = STREET.fullmatch(name.strip()) and title.startswith(name.strip())
    return {"subdistrict": name.strip()} if whole else {}


def _estate(name: str) -> dict[str, str]:
    """The estate that a sheet is named after: 新疆西苑, not 群里."""
    whole = len(name.strip()) >= LONG_NAME and ESTATE.fullmatch(name.strip())
    return {"estate": name.strip()} if whole and not titled.GENERAL.search(name) else {}


def standing(text: str, vocabulary: Vocabulary) -> dict[str, str]:
    """The state that the name of a sheet, a table or a section tells of all of its rows: 未整改, 二、正在整改问题（5件）."""
    plain = COUNT.sub("", NUMBERING.sub("", text.strip()))
    text = MATTERS.sub("", AT_HAND.sub("", plain)).removesuffix("的")
    told = STANDING.fullmatch(text) and states.spoken(text, vocabulary, unit=True)
    return {"status": text} if told else {}


def _legend(texts: Iterable[str], vocabulary: Vocabulary) -> dict[str, str]:
    """What signs stand for, as far as it is a state: √ may also mark what must be filled in."""
    found = ((sign, told.removesuffix("的")) for sign, told in SIGN.findall(" ".join(texts)))
    return {sign: told for sign, told in found if states.understood(told, vocabulary)}


def labelled(meta: Mapping[str, str], vocabulary: Vocabulary, context: Context) -> dict[str, str]:
    """What labels with their values (填报单位：…, 小区：…) tell of every row below them."""
    found: dict[str, str] = {}
    known = {label: vocabulary.meaning((label,)) for label in meta}
    for label in sorted(meta, key=lambda label: not (m := known[label]) or not m[0].weak):
        meaning, value = known[label], meta[label]
        if label in vocabulary.heading_units:
            found |= _unit(value, context)
        elif meaning and meaning[0].fills and _of_all(meaning[0]):
            found |= _apart(meaning[0].fills, value)
    return found


def _apart(name: str, value: str) -> dict[str, str]:
    """The place that a label names; the town before a community is one of its own: 尚志镇兴盛社区."""
    whole = WITHIN.fullmatch(value) if name == "community" else None
    return {"subdistrict": whole[1], name: whole[2]} if whole else {name: value}


def _of_all(meaning: Meaning) -> bool:
    """Whether what a label in the heading names holds for every row: places, 责任单位; not a mere 部门."""
    firm = meaning.fills == "lead_unit" and not meaning.weak
    return meaning.kind == "field" and (meaning.fills in PLACES or firm)


def _unit(name: str, context: Context) -> dict[str, str]:
    """What kind of place the reporting unit is."""
    if place := street(name, context.streets):
        return {"subdistrict": place}
    community = re.fullmatch(r"(.*(?:社区|村))(?:居委会|居民委员会|村委会|委员会)?", name)
    if community:
        return {"community": community[1]}
    firm = "物业" in name and key(name).endswith("公司")
    return {"company": name} if firm else titled.places(name)
