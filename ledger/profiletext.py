"""A district's profile (区县配置) as a clerk edits it: TOML with explanations, and on which line of it each rule stands."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from ledger.profile import RULES, Profile, Rule


class Entry(NamedTuple):
    """What is said of a key: its name for the clerk, what it decides."""

    label: str
    told: str = ""


HEAD: Final = """\
# {name} 区县配置。改好存盘，程序先核对，再问要不要用；自己写的 # 注释不保留。
# 规则从上到下取第一条合适的；没有写 source、category、subdistrict 的，不限。
"""
SUMMARY: Final = """\
写进简报的那段话（ledger report brief），{} 里写口径；空着用通用的说法。可以写：
  {截至} {区} {活动} {本期}，{总体} 是通用的说法
  {受理} {已完成} {已销号} {未完成} {正在整改} {挂账} {终结} {进度} {挂账情况} {已销号问题} {资金} {出资情况}
  {各来源} {各专项} {各街道} {各类别} {各小类} {各责任单位} {各标签} {各类别响应} {分工}
  以上都可以只算一部分：{来源.信访、来访.受理}、{类别.供热.进度}、{标签.历史遗留.已销号问题}
  {本期.新增} {本期.满意率} 等月报“总体”里的指标，{签收及时率} {响应及时率}
  {抽查.已查} {抽查.合格率} {抽查.满意率}
  {移交执法} {督办单} {约谈} {通报批评} {扣分} {黑榜}
  {吹哨} {报到} {联合执法} {联合行动} {专题会} {领导批示}
一句话里的数全是 0 的，这一句不写。"""
ENTRIES: Final[Mapping[str, Entry]] = {
    "office": Entry("填报单位", "写在报表和文书里"),
    "campaign": Entry("活动", "写在报表和文字稿里"),
    "campaigns": Entry("专项", "同时办几本台账的，各叫什么；问题用 --campaign 归入"),
    "prefix": Entry("编号前缀", "写在年份前，几个字母或汉字；空着就是 2024-0001"),
    "doc_prefix": Entry("发文代字", "写在文号前，如 里住建"),
    "sources": Entry("来源"),
    "source_words": Entry("来源的别名", "每行第一个是来源，后面是表里的别的写法"),
    "categories": Entry("类别"),
    "subcategories": Entry("小类", "每行第一个是类别，后面是它的小类"),
    "severities": Entry("等级"),
    "units": Entry("单位", "可以交办的单位；街道不用再写"),
    "subdistricts": Entry("街道", "街道、镇、乡"),
    "levels": Entry("验收层级", "一级一级验收，全过了才能销号"),
    "chains": Entry("验收层级另定的", "这些来源、类别不照上面一项"),
    "methods": Entry("核查方式"),
    "callback_for": Entry("要回访的来源", "销号前要有回访，不满意的不能销号"),
    "photo_for": Entry("要整改后照片的类别", "销号前要有整改后照片；类别、小类都可以写"),
    "on_the_spot": Entry("立行立改", "true：有说明和整改后照片的，可以一步销号"),
    "max_extensions": Entry("最多延期次数"),
    "satisfactions": Entry("满意度"),
    "return_reasons": Entry("退单原因"),
    "defer_reasons": Entry("挂账原因"),
    "void_reasons": Entry("终结原因"),
    "limits": Entry(
        "时限",
        "limit 是办结时限；交办后 accept 内签收、response 内响应，签收后 returning 内可以退单；如 5个工作日、15天、2小时",
    ),
    "plans": Entry(
        "倒排工期的节点", "认领时从时限往回排；如 勘查=3天、施工=10个工作日，或 勘查=20%"
    ),
    "routing": Entry(
        "交办规则",
        "to 责任单位，co 协办，cc 抄告；{街道}、{社区}、{物业企业} 是问题自己的；ledger assign --by-rule 照此交办",
    ),
    "whistles": Entry("哨种", "街道吹哨后几时签收、联系、到场报到；可以空着"),
    "ratings": Entry("对部门的评价"),
    "repeat_days": Entry("反复", "几天内同一小区又反映相似的问题，算反复"),
    "cause_for": Entry("要查根本原因的", "带这些标签的，销号前要有根本原因"),
    "rebound_limit": Entry("反弹时限", "抽查不合格重办的，多少天内办完"),
    "checklist": Entry("考评表", "各项和分值，查出的问题归什么类别；空着用自带的示例"),
    "form": Entry("表样", "没有记住过表样时，导出用哪个"),
    "summary": Entry(
        "文字稿",
        SUMMARY,
    ),
}
"""The keys of the file in their order; a key of `Profile` that is not here is not for the clerk to change."""
MOST_WORDS: Final = 6


def written(profile: Profile) -> str:
    """The whole profile as TOML, each key with what it decides."""
    told = profile._asdict()
    parts = [f"{_comment(key)}\n{key} = {_value(key, told[key])}" for key in ENTRIES]
    return HEAD.format(name=profile.name) + "\n" + "\n\n".join(parts) + "\n"


def _comment(key: str) -> str:
    label, told = ENTRIES[key]
    return f"# {label}：{told}".replace("\n", "\n# ") if told else f"# {label}"


def _value(key: str, value: Any) -> str:
    if key in RULES:
        return _lines(map(_rule, value))
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return _lines(map(_row, value))
    return _words(value) if isinstance(value, tuple) else _text(value)


def _lines(items: Iterator[str]) -> str:
    lines = "".join(f"    {item},\n" for item in items)
    return f"[\n{lines}]" if lines else "[]"


def _rule(rule: Rule) -> str:
    """A rule without what fits everything and what it does not say."""
    usual = rule._field_defaults
    said = ((name, value) for name, value in rule._asdict().items() if value != usual[name])
    pairs = (f"{name} = {_row(v) if isinstance(v, tuple) else _text(v)}" for name, v in said)
    return f"{{ {', '.join(pairs)} }}"


def _words(words: Sequence[str]) -> str:
    if len(words) <= MOST_WORDS:
        return _row(words)
    texts = [_text(word) for word in words]
    starts = range(0, len(texts), MOST_WORDS)
    return _lines(", ".join(texts[i : i + MOST_WORDS]) for i in starts)


def _row(words: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, words))}]"


def _text(value: str | float) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


HEADER: Final = r"\[{1,2}[^\[\]\n\"'{},]+\]{1,2}"
TOKEN: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*'
    rf"|(?m:^[ \t]*{HEADER}[ \t]*$)|[\[\]{{}}=]|[^\s\[\]{{}}=#\"',]+",
    re.DOTALL,
)
ELEMENTS: Final = frozenset("\"'{[")
Place = tuple[str, int | None]


def places(text: str) -> dict[Place, int]:
    r"""The line of each key of a TOML text, and of each element of a list: ("limits", None), ("limits", 0).

    >>> places('levels = ["社区",\n"区"]')
    {('levels', None): 1, ('levels', 0): 1, ('levels', 1): 2}
    """
    found: dict[Place, int] = {}
    table, several, key, depth, last = "", False, "", 0, ""
    for match in TOKEN.finditer(text):
        part, line = match[0].strip(), text.count("\n", 0, match.start()) + 1
        if depth == 0 and re.fullmatch(HEADER, part):
            table, several = part.strip("[] \t"), part.startswith("[[")
            _put(found, table, line, element=several)
        elif depth == 0 and part == "=":
            key = last.strip("\"'")
            if not several:
                _put(found, table or key, line, element=bool(table))
        elif depth == 1 and not table and part[0] in ELEMENTS:
            _put(found, key, line, element=True)
        depth += (part in ("[", "{")) - (part in ("]", "}"))
        last = part
    return found


def _put(found: dict[Place, int], key: str, line: int, *, element: bool) -> None:
    found.setdefault((key, None), line)
    if element:
        found[key, sum(name == key for name, _ in found) - 1] = line
