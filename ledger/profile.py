"""What a district decides (区县配置): its words, its verification chain, what 销号 demands, its limits."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypeVar

from ledger.errors import BadData

LONGEST_PREFIX: Final = 8


class LimitRule(NamedTuple):
    """How long one kind of issue may take; "*" fits every value."""

    source: str
    category: str
    limit: str


class ResponseRule(NamedTuple):
    """How soon a unit answers what it is handed: 签收, 首次联系, and 退单 after it accepted; "" sets no clock."""

    source: str = "*"
    category: str = "*"
    accept_in: str = ""
    contact_in: str = ""
    return_in: str = ""


class PlanRule(NamedTuple):
    """The usual steps of a kind of work (倒排工期), as a clerk would type them: 勘查=3天 施工=10天 自验=2天."""

    source: str = "*"
    category: str = "*"
    steps: str = ""


Rule = TypeVar("Rule", LimitRule, ResponseRule, PlanRule)


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
    response: tuple[ResponseRule, ...] = ()
    plans: tuple[PlanRule, ...] = ()
    whistles: tuple[WhistleRule, ...] = ()
    ratings: tuple[str, ...] = ("满意", "基本满意", "不满意")
    rebound_limit: str = "5个工作日"
    checklist: tuple[CheckItem, ...] = ()

    @property
    def named_sources(self) -> tuple[tuple[str, ...], ...]:
        """Each source that a rule may name, with what else it is called."""
        others = {name: tuple(words) for name, *words in self.source_words}
        ruled = (rule.source for rule in self.rules if rule.source != "*")
        names = dict.fromkeys((*self.sources, *self.callback_for, *ruled))
        return tuple((name, *others.get(name, ())) for name in names)

    @property
    def rules(self) -> tuple[LimitRule | ResponseRule | PlanRule, ...]:
        """Every rule that speaks of a source and a category."""
        return (*self.limits, *self.response, *self.plans)

    def limit_for(self, source: str | None, category: str | None) -> LimitRule | None:
        """The limit for the source and the category."""
        return _first(self.limits, source, category)

    def response_for(self, source: str | None, category: str | None) -> ResponseRule | None:
        """How soon a unit answers what comes from the source and is of the category."""
        return _first(self.response, source, category)

    def plan_for(self, source: str | None, category: str | None) -> PlanRule | None:
        """The usual steps of such work."""
        return _first(self.plans, source, category)


def _first(rules: tuple[Rule, ...], source: str | None, category: str | None) -> Rule | None:
    """The first rule that fits: they are listed from special to general."""
    for rule in rules:
        if rule.source in ("*", source) and rule.category in ("*", category):
            return rule
    return None


RULES: Final[Mapping[str, Any]] = {
    "limits": LimitRule,
    "response": ResponseRule,
    "plans": PlanRule,
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
    if isinstance(item, LimitRule | ResponseRule | PlanRule | WhistleRule | CheckItem):
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
    for key in ("return_reasons", "defer_reasons", "void_reasons", "satisfactions", "ratings"):
        if not getattr(profile, key):
            raise BadData(f"区县配置“{key}”不能为空")
    for item in profile.checklist:
        if not isinstance(item.points, int | float) or item.points <= 0:
            raise BadData(f"考评项目“{item.item}”的分值应是大于 0 的数", "应像 points = 5")
    for rule in profile.rules:
        for word, words, label in (
            (rule.source, profile.sources, "来源"),
            (rule.category, profile.categories, "类别"),
        ):
            if word != "*" and words and word not in words:
                raise BadData(
                    f"区县配置的时限规则提到未列出的{label}“{word}”", f"先把它加入{label}"
                )
