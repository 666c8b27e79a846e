"""What a district decides (区县配置): its words, its verification chain, what 销号 demands, its limits."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Final, NamedTuple

from ledger.errors import BadData

ANY: Final = "*"


class LimitRule(NamedTuple):
    """How long one kind of issue may take; "*" fits every value.

    Its receiver must accept it within `accept`, have got to it (首次联系) within `response`, and may return it for
    `returning` after that; "" sets no clock.
    """

    source: str = ANY
    category: str = ANY
    limit: str = ""
    accept: str = ""
    response: str = ""
    returning: str = ""


class PlanRule(NamedTuple):
    """The usual steps of a kind of work (倒排工期), each as a clerk would type it: 施工=10天."""

    source: str = ANY
    category: str = ANY
    steps: tuple[str, ...] = ()


class ChainRule(NamedTuple):
    """The verification levels of one kind of issue, where they are not the usual ones."""

    source: str = ANY
    category: str = ANY
    levels: tuple[str, ...] = ()


class RouteRule(NamedTuple):
    """Whom one kind of issue is handed to (交办): lead, helpers, copies. See OWN."""

    source: str = ANY
    category: str = ANY
    subdistrict: str = ANY
    to: str = ""
    co: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()


class WhistleRule(NamedTuple):
    """One kind of whistle (哨种): within what departments must 签收, 联系 and 报到; "" where nothing is set."""

    kind: str = ""
    sign: str = ""
    contact: str = ""
    report: str = ""


class CheckItem(NamedTuple):
    """One item of the checklist of an inspection (考评项目); an issue that it finds is of `category`."""

    group: str = ""
    item: str = ""
    points: float = 0.0
    category: str = ""


KindRule = LimitRule | PlanRule | ChainRule | RouteRule
Rule = KindRule | WhistleRule | CheckItem
OWN: Final = {"{街道}": "subdistrict", "{社区}": "community", "{物业企业}": "company"}
"""What a routing rule may write for a unit: the issue's own, and where the issue has it."""
RULES: Final[Mapping[str, type[Rule]]] = {
    "limits": LimitRule,
    "plans": PlanRule,
    "chains": ChainRule,
    "routing": RouteRule,
    "whistles": WhistleRule,
    "checklist": CheckItem,
}
"""Lists of rules, read from top to bottom: the first that fits is the one. A category may be a subcategory."""
ROWS: Final = ("source_words", "subcategories")
"""Lists of words by their first: in TOML a table."""


class Profile(NamedTuple):
    """One district's procedure and words. A rule that is changed later does not touch what was decided before."""

    name: str = "默认"
    district: str = ""
    campaign: str = ""
    campaigns: tuple[str, ...] = ()
    office: str = "区住建局物业办"
    prefix: str = ""
    doc_prefix: str = ""
    sources: tuple[str, ...] = ()
    source_words: tuple[tuple[str, ...], ...] = ()
    categories: tuple[str, ...] = ()
    subcategories: tuple[tuple[str, ...], ...] = ()
    severities: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    subdistricts: tuple[str, ...] = ()
    levels: tuple[str, ...] = ("社区", "街道", "区")
    chains: tuple[ChainRule, ...] = ()
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
    plans: tuple[PlanRule, ...] = ()
    whistles: tuple[WhistleRule, ...] = ()
    ratings: tuple[str, ...] = ("满意", "基本满意", "不满意")
    rebound_limit: str = "5个工作日"
    checklist: tuple[CheckItem, ...] = ()
    routing: tuple[RouteRule, ...] = ()
    form: str = "问题台账"
    summary: str = ""

    @property
    def named_sources(self) -> tuple[tuple[str, ...], ...]:
        """Each source that a rule may name, with what else it is called."""
        others = {name: tuple(words) for name, *words in self.source_words}
        rules: tuple[KindRule, ...] = (*self.limits, *self.plans, *self.chains, *self.routing)
        ruled = (rule.source for rule in rules if rule.source != ANY)
        names = dict.fromkeys((*self.sources, *self.callback_for, *ruled))
        return tuple((name, *others.get(name, ())) for name in names)

    @property
    def all_levels(self) -> tuple[str, ...]:
        """Every verification level of any kind of issue."""
        ruled = (level for rule in self.chains for level in rule.levels)
        return tuple(dict.fromkeys((*self.levels, *ruled)))

    def limit_for(self, source: str | None, *categories: str | None) -> LimitRule | None:
        """The rule for a source and for a category, with or without its subcategory."""
        return next((r for r in self.limits if fits(r, source, categories)), None)

    def plan_for(self, source: str | None, *categories: str | None) -> PlanRule | None:
        """The usual steps of such work."""
        return next((r for r in self.plans if fits(r, source, categories)), None)

    def levels_for(self, source: str | None, *categories: str | None) -> tuple[str, ...]:
        """The verification levels in their order (验收层级)."""
        ruled = (rule.levels for rule in self.chains if fits(rule, source, categories))
        return next(ruled, self.levels)

    def category_of(self, subcategory: str) -> str | None:
        """The category to which alone a subcategory belongs."""
        owners = [name for name, *words in self.subcategories if subcategory in words]
        return owners[0] if len(owners) == 1 else None


def fits(rule: KindRule, source: str | None, categories: tuple[str | None, ...]) -> bool:
    """Whether a rule speaks of a source and of one of these categories."""
    return rule.source in (ANY, source) and rule.category in (ANY, *categories)


def parse(data: Mapping[str, Any], *, base: Profile | None = None) -> Profile:
    """The profile that a file or the ledger's own copy tells; what is not told is as in `base`.

    Raises BadData for a key that no profile knows and for a value of the wrong kind.
    """
    base = base or Profile()
    return base._replace(**{key: shaped(key, value) for key, value in data.items()})


def unparse(profile: Profile) -> dict[str, Any]:
    """The reverse of `parse`: plain values for JSON."""
    return {name: plain(value) for name, value in profile._asdict().items()}


def plain(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    if isinstance(value, Rule):
        return {name: plain(told) for name, told in value._asdict().items()}
    return [plain(item) for item in value]


def shaped(key: str, value: Any) -> Any:
    """The value of a key as a profile holds it. Raises BadData."""
    if key not in DEFAULTS:
        raise BadData(f"区县配置里没有“{key}”这一项", "可用的项：" + "、".join(DEFAULTS))
    if key in RULES:
        return tuple(rule(key, one) for one in _listed(key, value))
    if key in ROWS:
        rows = (
            [[name, *words] for name, words in value.items()] if isinstance(value, dict) else value
        )
        return tuple(_words(f"{key} 的每一行", row) for row in _listed(key, rows))
    example = DEFAULTS[key]
    if isinstance(example, tuple):
        return _words(key, value)
    if type(value) is not type(example):
        raise BadData(f"区县配置“{key}”应是{KINDS[type(example)]}")
    return value


def rule(key: str, told: Any) -> Any:
    """One rule of a list. Raises BadData naming the words that it may have."""
    shape = RULES[key]
    usual = shape._field_defaults
    if not isinstance(told, dict) or not told.keys() <= usual.keys():
        raise BadData(f"{key} 的每一条只有 {'、'.join(usual)} 这几项", "应像 " + EXAMPLES[key])
    return shape(**{name: _worded(f"{key} 的 {name}", v, usual[name]) for name, v in told.items()})


def _worded(name: str, value: Any, example: Any) -> Any:
    if isinstance(example, tuple):
        return _words(name, value)
    if isinstance(example, str) and not isinstance(value, str):
        raise BadData(f"区县配置“{name}”应是文字")
    if isinstance(example, float) and not (type(value) in (int, float) and isfinite(value)):
        raise BadData(f"区县配置“{name}”应是数字")
    return value


def _listed(key: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise BadData(f"区县配置“{key}”应是一列", "应像 " + EXAMPLES[key])
    return value


def _words(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise BadData(f"区县配置“{key}”应是一列文字", '应像 ["社区", "街道", "区"]')
    return tuple(value)


DEFAULTS: Final[Mapping[str, Any]] = Profile._field_defaults
KINDS: Final = {str: "文字", bool: "true 或 false", int: "整数"}
EXAMPLES: Final = {
    "limits": '[{ source = "12345", category = "供热", limit = "3个工作日", response = "2小时" }]',
    "plans": '[{ category = "外墙保温", steps = ["勘查=3天", "施工=10个工作日", "自验=2天"] }]',
    "chains": '[{ source = "社区排查", levels = ["社区", "街道", "区"] }]',
    "routing": '[{ category = "供热", to = "供热公司", cc = ["{街道}"] }]',
    "whistles": '[{ kind = "应急", sign = "1小时", contact = "1小时", report = "2小时" }]',
    "checklist": '[{ group = "环境卫生", item = "楼道每日清扫", points = 5 }]',
    "source_words": '[["12345", "市民热线"]]',
    "subcategories": '[["区住建局处理", "水", "电"]]',
}
