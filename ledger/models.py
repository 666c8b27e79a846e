"""What an issue (问题), an event and a table are: shapes only."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Self


class Named(StrEnum):
    """A code that is stored, with the label (中文) that is shown."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_, member.label = code, label
        return member


class Status(Named):
    """Where an issue stands. What may follow what is told by workflow.STEPS."""

    REGISTERED = "registered", "待交办"
    ASSIGNED = "assigned", "待签收"
    IN_PROGRESS = "in_progress", "整改中"
    DONE = "done", "待验收"
    CLOSED = "closed", "已销号"
    DEFERRED = "deferred", "挂账"
    VOID = "void", "终结"


DAY_END: Final = "T23:59"
"""How the end of a day is told as a moment (2024-01-15T23:59)."""


def readable(moment: str) -> str:
    """A moment as a clerk reads it; the end of a day is that day.

    >>> readable("2024-01-15T14:30"), readable("2024-01-15T23:59"), readable("2024-01-15")
    ('2024-01-15 14:30', '2024-01-15', '2024-01-15')
    """
    return moment.removesuffix(DAY_END).replace("T", " ")


WORKING: Final = (Status.REGISTERED, Status.ASSIGNED, Status.IN_PROGRESS)
"""With the unit: the clock of the limit runs."""
OPEN: Final = (*WORKING, Status.DONE, Status.DEFERRED)


class Action(Named):
    """What can happen to an issue, or to a paper or another record about it; the kind of an event."""

    REGISTER = "register", "登记"
    IMPORT = "import", "导入"
    UPDATE = "update", "导入更新"
    EDIT = "edit", "修改"
    TAG = "tag", "标签"
    REPEAT = "repeat", "再次反映"
    LINK = "link", "举一反三"
    ATTACH = "attach", "附件"
    ASSIGN = "assign", "交办"
    ACCEPT = "accept", "签收"
    CLAIM = "claim", "认领"
    RETURN = "return", "退单"
    PLAN = "plan", "倒排工期"
    PROGRESS = "progress", "进展"
    EXTEND = "extend", "延期"
    DEFER = "defer", "挂账"
    RESUME = "resume", "恢复"
    DONE = "done", "报验"
    VERIFY = "verify", "验收通过"
    FAIL = "fail", "验收不通过"
    CALLBACK = "callback", "回访"
    CLOSE = "close", "销号"
    STRIKE = "strike", "立行立改销号"
    REOPEN = "reopen", "反弹"
    RESTORE = "restore", "撤销终结"
    VOID = "void", "终结"
    EXPORT = "export", "导出"
    UNDO = "undo", "撤销"
    PAPER = "paper", "文书"
    OUTCOME = "outcome", "处理结果"
    WHISTLE = "whistle", "吹哨"
    RESPOND = "respond", "应哨"
    RATE = "rate", "部门评价"
    ACT = "act", "联动"
    SAMPLE = "sample", "抽查"
    FINDING = "finding", "抽查结果"
    INSPECT = "inspect", "考评"
    PURGE = "purge", "清除个人信息"

    @property
    def deed(self) -> str:
        """The action as what one can or cannot do; most labels are that already."""
        return DEEDS.get(self, self.label)


DEEDS: Final = {
    Action.PROGRESS: "记进展",
    Action.FAIL: "判为验收不通过",
    Action.ATTACH: "加附件",
    Action.TAG: "改标签",
}


class Kind(StrEnum):
    """How a field is kept, read and shown."""

    TEXT = "text"
    DATE = "date"
    COUNT = "count"
    MONEY = "money"
    FLAG = "flag"
    WORDS = "words"
    OBJECT = "object"
    STATUS = "status"


Text = str | None
Day = date | None
Texts = tuple[str, ...]
Object = Mapping[str, Any]


class Field(NamedTuple):
    """What is declared about a field of an issue: label, kind, and the value of one that nobody told."""

    label: str
    kind: Kind
    unknown: Any


def field(label: str, kind: Kind = Kind.TEXT, *, unknown: Any = None) -> Any:
    """The declaration of a field, in the place of its default."""
    return Field(label, kind, unknown)


def declared(shape: Any) -> Mapping[str, Field]:
    """The fields of a named tuple that declares each by `field`, in order; its defaults are put right."""
    fields = dict(shape._field_defaults)
    shape._field_defaults.update({name: told.unknown for name, told in fields.items()})
    shape.__new__.__defaults__ = tuple(shape._field_defaults.values())
    return MappingProxyType(fields)


class Issue(NamedTuple):
    """One problem (问题) as the ledger knows it: the fold of its events.

    A field is one line here: its label (中文) and, unless it is a text, its kind. Columns of the store,
    JSON keys and the words of `edit` follow from it. Texts stand as in their source apart from outer
    white space; unknown is None. (A named tuple with its facts as defaults: every command pays for this
    class at its start, and a dataclass, or Annotated types, would cost it a tenth more.)
    """

    uid: str = field("标识", unknown="")
    number: str = field("编号", unknown="")
    campaign: Text = field("专项")
    source: Text = field("问题来源")
    source_no: Text = field("来源单号")
    other_nos: Texts = field("其他单号", Kind.WORDS, unknown=())
    sender_no: Text = field("来表编号")
    reported_on: Day = field("受理日期", Kind.DATE)
    assigned_on: Day = field("交办日期", Kind.DATE)
    district: Text = field("区")
    subdistrict: Text = field("街道")
    community: Text = field("社区")
    estate: Text = field("小区")
    building: Text = field("楼栋")
    location: Text = field("地点")
    company: Text = field("物业企业")
    category: Text = field("类别")
    subcategory: Text = field("小类")
    title: Text = field("标题")
    description: Text = field("问题描述")
    severity: Text = field("等级")
    tags: Texts = field("标签", Kind.WORDS, unknown=())
    complainant: Text = field("投诉人")
    phone: Text = field("联系电话")
    lead_unit: Text = field("责任单位")
    co_units: Texts = field("配合单位", Kind.WORDS, unknown=())
    cc_units: Texts = field("抄告单位", Kind.WORDS, unknown=())
    person: Text = field("责任人")
    person_phone: Text = field("责任人电话")
    leader: Text = field("责任领导")
    requirement: Text = field("整改要求")
    measures: Text = field("整改措施")
    cause: Text = field("根本原因")
    due_on: Day = field("整改时限", Kind.DATE)
    city_due_on: Day = field("市级时限", Kind.DATE)
    due_text: Text = field("时限原文")
    due_precision: Text = field("时限精度")
    ongoing: bool = field("长期坚持", Kind.FLAG, unknown=False)
    progress: Text = field("整改情况")
    done_on: Day = field("完成日期", Kind.DATE)
    status: Status = field("状态", Kind.STATUS, unknown=Status.REGISTERED)
    status_text: Text = field("状态原文")
    verifier: Text = field("验收人")
    verified_on: Day = field("验收日期", Kind.DATE)
    verify_result: Text = field("验收意见")
    closed_on: Day = field("销号日期", Kind.DATE)
    callback_on: Day = field("回访日期", Kind.DATE)
    callback_text: Text = field("回访情况")
    satisfaction: Text = field("满意度")
    doc_no: Text = field("文号")
    cost: float | None = field("整改资金（元）", Kind.MONEY)
    payer: Text = field("出资单位")
    remarks: Text = field("备注")
    extra: Object | None = field("附加列", Kind.OBJECT)
    attachments: tuple[Object, ...] = field("附件", Kind.OBJECT, unknown=())
    origin: Object | None = field("来源文件", Kind.OBJECT)
    entered_on: Day = field("入账日期", Kind.DATE)
    original_due_on: Day = field("原时限", Kind.DATE)
    done_by: Text = field("报验人")
    levels: Texts = field("已通过验收", Kind.WORDS, unknown=())
    verifications: tuple[Object, ...] = field("各级验收", Kind.OBJECT, unknown=())
    reached: bool | None = field("回访接通", Kind.FLAG)
    review_on: Day = field("复核日", Kind.DATE)
    reason: Text = field("挂账或终结原因")
    interim: Text = field("阶段性解决办法")
    opinion: Text = field("居民意见")
    into: Text = field("并入编号")
    status_before: Status | None = field("终结前状态", Kind.STATUS)
    reason_before: Text = field("终结前原因")
    left_on: Day = field("离账日期", Kind.DATE)
    extensions: int = field("延期次数", Kind.COUNT, unknown=0)
    returns: int = field("退单次数", Kind.COUNT, unknown=0)
    failures: int = field("验收不通过次数", Kind.COUNT, unknown=0)
    repeats: int = field("再次反映次数", Kind.COUNT, unknown=0)
    milestones: tuple[Object, ...] = field("倒排工期", Kind.OBJECT, unknown=())
    handings: tuple[Object, ...] = field("交办经过", Kind.OBJECT, unknown=())
    rounds: tuple[Object, ...] = field("以往轮次", Kind.OBJECT, unknown=())
    withdrawn: bool = field("已撤回", Kind.FLAG, unknown=False)
    round: int = field("轮次", Kind.COUNT, unknown=1)
    version: int = field("版本", Kind.COUNT, unknown=0)


FIELDS: Final = declared(Issue)
DEFAULTS: Final[Mapping[str, Any]] = Issue._field_defaults


def _lists(value: Any) -> Any:
    return [dict(item) for item in value] if isinstance(value, tuple) else dict(value)


def _tuples(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _by_field(of: Mapping[Kind, Callable[[Any], Any]]) -> dict[str, Callable[[Any], Any]]:
    return {name: of[field.kind] for name, field in FIELDS.items() if field.kind in of}


PLAIN: Final = _by_field(
    {Kind.DATE: date.isoformat, Kind.WORDS: list, Kind.STATUS: str, Kind.OBJECT: _lists}
)
TYPED: Final = _by_field(
    {
        Kind.DATE: date.fromisoformat,
        Kind.WORDS: tuple,
        Kind.STATUS: Status,
        Kind.FLAG: bool,
        Kind.OBJECT: _tuples,
    }
)


def plain(name: str, value: Any) -> Any:
    """The value of a field as JSON knows it: dates in ISO 8601, statuses as codes, lists."""
    convert = PLAIN.get(name)
    return convert(value) if convert and value is not None else value


def typed(name: str, value: Any) -> Any:
    """The reverse of `plain`: the value that an Issue holds."""
    if value is None:
        return DEFAULTS[name]
    convert = TYPED.get(name)
    return convert(value) if convert else value


INTERNAL: Final = ("attachments", "withdrawn")
ALWAYS: Final = ("uid", "number", "status", "round", "version")
PHOTO_STAGES: Final = ("before", "during", "after")


def public(issue: Issue) -> dict[str, Any]:
    """The issue as the promised JSON object: known keys only, photos counted per stage."""
    out = {
        name: plain(name, value)
        for name, value in zip(FIELDS, issue, strict=True)
        if name in ALWAYS or (value != DEFAULTS[name] and name not in INTERNAL)
    }
    kinds = [item["kind"] for item in issue.attachments]
    out["photos"] = {stage: kinds.count(stage) for stage in PHOTO_STAGES}
    return out


ENCODE: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":")
).encode


def dumps(value: Any) -> str:
    """JSON text for files, pipes and the store: Chinese stays readable, keys keep their order."""
    return ENCODE(value)


class Event(NamedTuple):
    """One thing that happened to one issue: the facts told, and the fields that it changed.

    `new` maps the fields that changed to what they became, `old` to what they were, both as `plain` makes them;
    what was not there before has no `old`. `on` is the day it happened (which may lie before the day it was recorded).
    """

    issue: str
    kind: Action
    on: date
    by: str
    new: Mapping[str, Any] = MappingProxyType({})
    old: Mapping[str, Any] = MappingProxyType({})
    note: str = ""
    facts: Mapping[str, Any] = MappingProxyType({})

    @property
    def changes(self) -> Mapping[str, tuple[Any, Any]]:
        """What each changed field was, and what it became."""
        return {name: (self.old.get(name), new) for name, new in self.new.items()}
