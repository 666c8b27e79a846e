"""What in a district's profile (区县配置) cannot be, or contradicts itself: each with the rule in which it stands."""

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import combinations
from typing import Any, Final, NamedTuple

from ledger.errors import BadData, Usage
from ledger.matching import nearest
from ledger.milestones import parts
from ledger.needs import DUPLICATE, UNHAPPY
from ledger.profile import ANY, OWN, RULES, Profile, RouteRule, parse, rule, shaped
from ledger.profiletext import ENTRIES
from ledger.wordings import unknown
from ledger.workdays import HOURS, Limit

LONGEST_PREFIX: Final = 8
KNOWN_LEVELS: Final = ("社区", "街道", "区", "市")
NEVER_EMPTY: Final = (
    "levels", "return_reasons", "defer_reasons", "void_reasons", "satisfactions", "ratings",
)  # fmt: skip
FEW: Final = 8
NEEDED: Final = (("void_reasons", DUPLICATE), ("satisfactions", UNHAPPY))


class Finding(NamedTuple):
    """What is wrong, and where: a key of the profile, and the place in its list if it is one of several."""

    key: str
    place: int | None
    told: str

    def __str__(self) -> str:
        label = ENTRIES[self.key].label if self.key in ENTRIES else self.key
        which = "" if self.place is None else f"第 {self.place + 1} 条"
        return f"{label}{which}：{self.told}"


def found(data: Mapping[str, Any], base: Profile) -> list[Finding]:
    """Everything wrong with what a file tells, on top of `base`; nothing means that it can be taken."""
    misshapen = [finding for key, value in data.items() for finding in _misshapen(key, value)]
    return misshapen or list(of(parse(data, base=base)))


def sound(profile: Profile) -> Profile:
    """The profile itself. Raises BadData with the first thing that is wrong with it."""
    for finding in of(profile):
        raise BadData(f"这样区县配置有矛盾：{finding}", "有关的几项一起改：ledger profile edit")
    return profile


def of(profile: Profile) -> Iterator[Finding]:
    """What contradicts itself in a profile, in the order of its keys."""
    for key in ENTRIES:
        if key in CHECKS:
            yield from sorted(CHECKS[key](profile), key=_in_order)
        value = getattr(profile, key)
        if isinstance(value, tuple) and key not in RULES:
            yield from _each_once(key, [v if isinstance(v, str) else v[0] for v in value])


def _in_order(finding: Finding) -> int:
    return -1 if finding.place is None else finding.place


def _misshapen(key: str, value: Any) -> Iterator[Finding]:
    several = key in RULES and isinstance(value, list)
    for index, one in enumerate(value) if several else [(None, value)]:
        try:
            shaped(key, one) if index is None else rule(key, one)
        except BadData as error:
            yield Finding(key, index, f"{error}；{error.hint}" if error.hint else str(error))


def _each_once(key: str, words: list[str]) -> Iterator[Finding]:
    for index, word in enumerate(words):
        if word in words[:index]:
            yield Finding(key, index, f"“{word}”写了两次")
        elif not word.strip():
            yield Finding(key, index, "有一个是空的")
    if key in NEVER_EMPTY and not words:
        yield Finding(key, None, "不能是空的")
    for needed_in, word in NEEDED:
        if key == needed_in and words and word not in words:
            yield Finding(key, None, f"少了“{word}”，手续要用到它")


def _unlisted(word: str, listed: Collection[str], label: str) -> str:
    """What to say of a word that the profile does not list; "" when it does, or lists none at all."""
    if word == ANY or not listed or word in listed:
        return ""
    if near := nearest(word, listed):
        return f"{label}里没有“{word}”，是不是 {'、'.join(near)}"
    return f"{label}里没有“{word}”，有 {'、'.join([*listed][:FEW])}" + "等" * (len(listed) > FEW)


def _named(key: str, index: int, *told: str) -> Iterator[Finding]:
    yield from (Finding(key, index, text) for text in told if text)


def _kinds(profile: Profile) -> tuple[str, ...]:
    """What a rule may call a category."""
    return (*profile.categories, *(word for _, *row in profile.subcategories for word in row))


def _prefix(profile: Profile) -> Iterator[Finding]:
    prefix = profile.prefix
    if prefix and not (prefix.isalpha() and len(prefix) <= LONGEST_PREFIX):
        yield Finding("prefix", None, f"编号前缀“{prefix}”应是几个字母或汉字，应像 DL")


def _subcategories(profile: Profile) -> Iterator[Finding]:
    for index, (category, *words) in enumerate(profile.subcategories):
        yield from _named("subcategories", index, _unlisted(category, profile.categories, "类别"))
        yield from _named(
            "subcategories",
            index,
            *(f"“{w}”写了两次" for w in dict.fromkeys(words) if words.count(w) > 1),
        )


def _callbacks(profile: Profile) -> Iterator[Finding]:
    for index, word in enumerate(profile.callback_for):
        yield from _named("callback_for", index, _unlisted(word, profile.sources, "来源"))


def _photos(profile: Profile) -> Iterator[Finding]:
    for index, word in enumerate(profile.photo_for):
        yield from _named("photo_for", index, _unlisted(word, _kinds(profile), "类别、小类"))


def _extensions(profile: Profile) -> Iterator[Finding]:
    if profile.max_extensions < 0:
        yield Finding("max_extensions", None, "不能小于 0")


def _rules(key: str, profile: Profile) -> Iterator[Finding]:
    """Rules that name what is not listed, and rules that no issue ever reaches."""
    kinds = _kinds(profile)
    for index, one in enumerate(getattr(profile, key)):
        yield from _named(
            key,
            index,
            _unlisted(one.source, profile.sources, "来源"),
            _unlisted(one.category, kinds, "类别、小类"),
        )
    for (first, upper), (second, lower) in combinations(enumerate(getattr(profile, key)), 2):
        if _covers(upper, lower, profile):
            yield Finding(key, second, f"用不到：这些问题第 {first + 1} 条已经管了")


def _covers(upper: Any, lower: Any, profile: Profile) -> bool:
    """Whether every issue that a rule speaks of is taken by one above it."""
    if isinstance(upper, RouteRule) and (
        upper.subdistrict not in (ANY, lower.subdistrict) or "{" in upper.to  # may find nothing
    ):
        return False
    kinds = (ANY, lower.category, profile.category_of(lower.category))
    return upper.source in (ANY, lower.source) and upper.category in kinds


def _limits(profile: Profile) -> Iterator[Finding]:
    yield from _rules("limits", profile)
    for index, one in enumerate(profile.limits):
        others = {"签收": one.accept, "响应": one.response, "退单": one.returning}
        texts = (one.limit, *filter(None, others.values()))
        bad = [text for text in texts if not _span(text)]
        told = (
            f"“{t}”不是时限，应像 5个工作日、15天、24小时" if t else "没有写 limit" for t in bad
        )
        yield from _named("limits", index, *told)
        longer = () if bad else [w for w, t in others.items() if _span(t) > _span(one.limit)]
        yield from _named(
            "limits", index, *(f"{w} {others[w]} 比办结 {one.limit} 还长" for w in longer)
        )


def _plans(profile: Profile) -> Iterator[Finding]:
    yield from _rules("plans", profile)
    for index, one in enumerate(profile.plans):
        try:
            parts(one.steps)
        except Usage as error:
            yield Finding("plans", index, str(error))
        else:
            yield from _named("plans", index, "" if one.steps else "没有写 steps")


def _span(text: str) -> int:
    """How many hours a limit takes, a working day like any other; 0 for what is none."""
    try:
        limit = Limit.parse(text)
    except Usage:
        return 0
    return limit.amount * (1 if limit.unit == "小时" else HOURS)


def _chains(profile: Profile) -> Iterator[Finding]:
    yield from _rules("chains", profile)
    known = dict.fromkeys((*profile.levels, *KNOWN_LEVELS))
    for index, one in enumerate(profile.chains):
        twice = [f"“{level}”写了两次" for level in set(one.levels) if one.levels.count(level) > 1]
        unknown = [_unlisted(level, known, "验收层级") for level in one.levels]
        missing = "" if one.levels else "没有写 levels"
        yield from _named("chains", index, missing, *sorted(twice), *unknown)


def _routing(profile: Profile) -> Iterator[Finding]:
    yield from _rules("routing", profile)
    units = (*profile.units, *profile.subdistricts, *OWN)
    for index, one in enumerate(profile.routing):
        lead = [word for word in one.to.split("/") if word]
        every = (*lead, *one.co, *one.cc)
        yield from _named(
            "routing",
            index,
            "" if lead else "没有写 to",
            _unlisted(one.subdistrict, profile.subdistricts, "街道"),
            *(_unlisted(unit, units, "单位、街道") for unit in dict.fromkeys(every)),
            *(f"“{unit}”写了两次" for unit in dict.fromkeys(every) if every.count(unit) > 1),
        )


def _whistles(profile: Profile) -> Iterator[Finding]:
    for index, one in enumerate(profile.whistles):
        texts = (one.sign, one.contact, one.report)
        told = (
            f"“{text}”不是时限，应像 1小时、3个工作日" for text in texts if text and not _span(text)
        )
        yield from _named("whistles", index, "" if one.kind else "没有写 kind", *told)


def _rebound(profile: Profile) -> Iterator[Finding]:
    if not _span(profile.rebound_limit):
        yield Finding("rebound_limit", None, f"“{profile.rebound_limit}”不是时限，应像 5个工作日")


def _repeats(profile: Profile) -> Iterator[Finding]:
    if profile.repeat_days < 1:
        yield Finding("repeat_days", None, "应是 1 或更多的天数")


def _checklist(profile: Profile) -> Iterator[Finding]:
    for index, one in enumerate(profile.checklist):
        yield from _named(
            "checklist",
            index,
            "" if one.item else "没有写 item",
            "" if one.points > 0 else f"分值 {one.points:g} 应是大于 0 的数",
            _unlisted(one.category, _kinds(profile), "类别、小类") if one.category else "",
        )


def _campaigns(profile: Profile) -> Iterator[Finding]:
    for index, name in enumerate(profile.campaigns):
        around = [other for other in profile.campaigns if name in other and name != other]
        told = (f"“{name}”是“{other}”的一部分，筛选时分不开" for other in around)
        yield from _named("campaigns", index, *told)


def _summary(profile: Profile) -> Iterator[Finding]:
    for place in unknown(profile.summary):
        yield Finding(
            "summary", None, f"没有口径“{{{place}}}”，应像 {{受理}}、{{来源.信访.受理}}、{{督办单}}"
        )


CHECKS: Final[Mapping[str, Callable[[Profile], Iterator[Finding]]]] = {
    "campaigns": _campaigns,
    "prefix": _prefix,
    "subcategories": _subcategories,
    "callback_for": _callbacks,
    "photo_for": _photos,
    "max_extensions": _extensions,
    "limits": _limits,
    "plans": _plans,
    "chains": _chains,
    "routing": _routing,
    "whistles": _whistles,
    "rebound_limit": _rebound,
    "repeat_days": _repeats,
    "checklist": _checklist,
    "summary": _summary,
}
