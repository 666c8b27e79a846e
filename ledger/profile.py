"""What a district decides (区县配置): its words, its verification chain, what 销号 demands, its limits."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from ledger.errors import BadData

LONGEST_PREFIX: Final = 8


class LimitRule(NamedTuple):
    """How long one kind of issue may take; "*" fits every value."""

    source: str
    category: str
    limit: str


class WhistleRule(NamedTuple):
    """One kind of whistle (哨种): within what departments must 签收, 联系 and 报到; "" where nothing is set."""

    kind: str
    sign: str = ""
    contact: str = ""
    report: str = ""


class CheckItem(NamedTuple):
    """One item of the checklist of an inspection (考评项目); an issue that it finds is of `category`."""

    group: str
    item: str
    points: float
    category: str = ""


class Profile(NamedTuple):
    """One district's procedure and words. A rule that is changed later does not touch what was decided before."""

    name: str = "默认"
    district: str = ""
    campaign: str = ""
    office: str = "区住建局物业办"
    prefix: str = ""
    doc_prefix: str = ""
    sources: tuple[str, ...] = ()
    source_words: tuple[tuple[str, ...], ...] = ()
    categories: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    subdistricts: tuple[str, ...] = ()
    levels: tuple[str, ...] = ("社区", "街道", "区")
    methods: tuple[str, ...] = ("现场", "资料", "电话", "抽验")
    satisfactions: tuple[str, ...] = ("满意", "基本满意", "不满意", "未评价")
    callback_for: tuple[str, ...] = ()
    photo_for: tuple[str, ...] = ()
    cause_for: tuple[str, ...] = ()
    repeat_days: int = 90
    on_the_spot: bool = True
    max_extensions: int = 2
    return_reasons: tuple[str, ...] = ("属地不符", "权属不清", "职能交叉", "其他")
    defer_reasons: tuple[str, ...] = (
        "季节",
        "资金",
        "产权",
        "历史遗留",
        "涉法涉诉",
        "规划",
        "其他",
    )
    void_reasons: tuple[str, ...] = ("不属实", "重复", "不予受理", "已解释说明", "录入错误")
    limits: tuple[LimitRule, ...] = ()
    whistles: tuple[WhistleRule, ...] = ()
    ratings: tuple[str, ...] = ("满意", "基本满意", "不满意")
    rebound_limit: str = "5个工作日"
    checklist: tuple[CheckItem, ...] = ()

    @property
    def named_sources(self) -> tuple[tuple[str, ...], ...]:
        """Each source that a rule may name, with what else it is called."""
        others = {name: tuple(words) for name, *words in self.source_words}
        ruled = (rule.source for rule in self.limits if rule.source != "*")
        names = dict.fromkeys((*self.sources, *self.callback_for, *ruled))
        return tuple((name, *others.get(name, ())) for name in names)

    def limit_for(self, source: str | None, category: str | None) -> LimitRule | None:
        """The first rule that fits the source and the category: rules are listed from special to general."""
        for rule in self.limits:
            if rule.source in ("*", source) and rule.category in ("*", category):
                return rule
        return None


RULES: Final[Mapping[str, Any]] = {
    "limits": LimitRule,
    "whistles": WhistleRule,
    "checklist": CheckItem,
}
"""What is a list of rules, and of which shape each is."""


def parse(data: Mapping[str, Any], *, base: Profile | None = None) -> Profile:
    """The profile that a file or the ledger's own copy tells; what is not told is as in `base`.

    Raises BadData for a key that no profile knows, a value of the wrong kind, or rules that contradict.
    """
    base = base or Profile()
    known = base._asdict()
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in known:
            raise BadData(f"区县配置里没有“{key}”这一项", "可用的项：" + "、".join(known))
        values[key] = _shaped(key, value, known[key])
    profile = base._replace(**values)
    _check(profile)
    return profile


def unparse(profile: Profile) -> dict[str, Any]:
    """The reverse of `parse`: plain values for JSON."""
    plain: dict[str, Any] = {}
    for name, value in profile._asdict().items():
        plain[name] = [_plain(item) for item in value] if isinstance(value, tuple) else value
    return plain


def _plain(item: Any) -> Any:
    if isinstance(item, (LimitRule, WhistleRule, CheckItem)):
        return item._asdict()
    return list(item) if isinstance(item, tuple) else item


def _shaped(key: str, value: Any, example: Any) -> Any:
    if key in RULES:
        try:
            return tuple(RULES[key](**rule) for rule in value)
        except TypeError:
            names = "、".join(RULES[key]._fields)
            raise BadData(f"{key} 的每一条应是 {names} 这几项") from None
    if key == "source_words" and isinstance(value, list):
        return tuple(_shaped(f"{key} 的每一行", row, ()) for row in value)
    if isinstance(example, tuple):
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise BadData(f"区县配置“{key}”应是一列文字")
        return tuple(value)
    if type(value) is not type(example):
        raise BadData(f"区县配置“{key}”应像 {example!r}")
    return value


def _check(profile: Profile) -> None:
    if len(set(profile.levels)) != len(profile.levels):
        raise BadData("区县配置的验收层级 levels 有重复")
    prefix = profile.prefix
    if prefix and not (prefix.isalpha() and len(prefix) <= LONGEST_PREFIX):
        raise BadData(f"编号前缀“{prefix}”应是几个字母或汉字", "应像 DL")
    if profile.repeat_days < 1:
        raise BadData(
            "区县配置“repeat_days”应是 1 或更多的天数", "几天内同一小区又反映相似的问题算反复"
        )
    for key in ("return_reasons", "defer_reasons", "void_reasons", "satisfactions", "ratings"):
        if not getattr(profile, key):
            raise BadData(f"区县配置“{key}”不能为空")
    for item in profile.checklist:
        if not isinstance(item.points, int | float) or item.points <= 0:
            raise BadData(f"考评项目“{item.item}”的分值应是大于 0 的数", "应像 points = 5")
    for rule in profile.limits:
        for word, words, label in (
            (rule.source, profile.sources, "来源"),
            (rule.category, profile.categories, "类别"),
        ):
            if word != "*" and words and word not in words:
                raise BadData(
                    f"区县配置的时限规则提到未列出的{label}“{word}”", f"先把它加入{label}"
                )
