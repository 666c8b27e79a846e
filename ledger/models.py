"""What an issue (问题), an event and a table are: shapes only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Self


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


OPEN: Final = (
    Status.REGISTERED,
    Status.ASSIGNED,
    Status.IN_PROGRESS,
    Status.DONE,
    Status.DEFERRED,
)


class Action(Named):
    """What can happen to an issue; the kind of an event."""

    REGISTER = "register", "登记"
    IMPORT = "import", "导入"
    UPDATE = "update", "导入更新"
    EDIT = "edit", "修改"
    REPEAT = "repeat", "再次反映"
    ATTACH = "attach", "附件"
    ASSIGN = "assign", "交办"
    ACCEPT = "accept", "签收"
    CLAIM = "claim", "认领"
    RETURN = "return", "退单"
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
    UNDO = "undo", "撤销"


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


def column(label: str, kind: Kind = Kind.TEXT, default: Any = None) -> Any:
    """One field of an issue: its label (中文), its kind, its value when nothing is known."""
    return field(default=default, metadata={"label": label, "kind": kind})


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One problem (问题) as the ledger knows it: the fold of its events.

    A field is one line here; columns of the store, JSON keys and the words of `edit` follow from it.
    Texts stand as in their source apart from outer white space; unknown is None.
    """

    uid: str = column("标识")
    number: str = column("编号")
    source: str | None = column("问题来源")
    source_no: str | None = column("来源单号")
    reported_on: date | None = column("受理日期", Kind.DATE)
    assigned_on: date | None = column("交办日期", Kind.DATE)
    district: str | None = column("区")
    subdistrict: str | None = column("街道")
    community: str | None = column("社区")
    estate: str | None = column("小区")
    building: str | None = column("楼栋")
    location: str | None = column("地点")
    company: str | None = column("物业企业")
    category: str | None = column("类别")
    subcategory: str | None = column("小类")
    title: str | None = column("标题")
    description: str | None = column("问题描述")
    severity: str | None = column("等级")
    tags: tuple[str, ...] = column("标签", Kind.WORDS, ())
    complainant: str | None = column("投诉人")
    phone: str | None = column("联系电话")
    lead_unit: str | None = column("责任单位")
    co_units: tuple[str, ...] = column("配合单位", Kind.WORDS, ())
    person: str | None = column("责任人")
    person_phone: str | None = column("责任人电话")
    leader: str | None = column("责任领导")
    requirement: str | None = column("整改要求")
    measures: str | None = column("整改措施")
    due_on: date | None = column("整改时限", Kind.DATE)
    due_text: str | None = column("时限原文")
    due_precision: str | None = column("时限精度")
    ongoing: bool = column("长期坚持", Kind.FLAG, default=False)
    progress: str | None = column("整改情况")
    done_on: date | None = column("完成日期", Kind.DATE)
    status: Status = column("状态", Kind.STATUS, Status.REGISTERED)
    status_text: str | None = column("状态原文")
    verifier: str | None = column("验收人")
    verified_on: date | None = column("验收日期", Kind.DATE)
    verify_result: str | None = column("验收意见")
    closed_on: date | None = column("销号日期", Kind.DATE)
    callback_on: date | None = column("回访日期", Kind.DATE)
    callback_text: str | None = column("回访情况")
    satisfaction: str | None = column("满意度")
    doc_no: str | None = column("文号")
    cost: float | None = column("整改资金（元）", Kind.MONEY)
    remarks: str | None = column("备注")
    extra: Mapping[str, Any] | None = column("附加列", Kind.OBJECT)
    attachments: tuple[Mapping[str, Any], ...] = column("附件", Kind.OBJECT, ())
    origin: Mapping[str, Any] | None = column("来源文件", Kind.OBJECT)
    entered_on: date | None = column("入账日期", Kind.DATE)
    original_due_on: date | None = column("原时限", Kind.DATE)
    done_by: str | None = column("报验人")
    levels: tuple[str, ...] = column("已通过验收", Kind.WORDS, ())
    reached: bool | None = column("回访接通", Kind.FLAG)
    review_on: date | None = column("复核日", Kind.DATE)
    reason: str | None = column("挂账或终结原因")
    into: str | None = column("并入编号")
    status_before: Status | None = column("终结前状态", Kind.STATUS)
    voided_on: date | None = column("终结日期", Kind.DATE)
    extensions: int = column("延期次数", Kind.COUNT, 0)
    returns: int = column("退单次数", Kind.COUNT, 0)
    failures: int = column("验收不通过次数", Kind.COUNT, 0)
    repeats: int = column("再次反映次数", Kind.COUNT, 0)
    rounds: tuple[Mapping[str, Any], ...] = column("以往轮次", Kind.OBJECT, ())
    withdrawn: bool = column("已撤回", Kind.FLAG, default=False)
    round: int = column("轮次", Kind.COUNT, 1)
    version: int = column("版本", Kind.COUNT, 0)


@dataclass(frozen=True)
class Field:
    """What is declared about a field of an issue."""

    name: str
    label: str
    kind: Kind


FIELDS: Final[Mapping[str, Field]] = MappingProxyType(
    {f.name: Field(f.name, f.metadata["label"], f.metadata["kind"]) for f in fields(Issue)}
)
DEFAULTS: Final[Mapping[str, Any]] = MappingProxyType({f.name: f.default for f in fields(Issue)})


def plain(name: str, value: Any) -> Any:
    """The value of a field as JSON knows it: dates in ISO 8601, statuses as codes, lists."""
    if value is None:
        return None
    match FIELDS[name].kind:
        case Kind.DATE:
            return value.isoformat()
        case Kind.WORDS:
            return list(value)
        case Kind.STATUS:
            return str(value)
        case Kind.OBJECT:
            return [dict(item) for item in value] if isinstance(value, tuple) else dict(value)
        case _:
            return value


def typed(name: str, value: Any) -> Any:
    """The reverse of `plain`: the value that an Issue holds."""
    if value is None:
        return DEFAULTS[name]
    match FIELDS[name].kind:
        case Kind.DATE:
            return date.fromisoformat(value)
        case Kind.WORDS:
            return tuple(value)
        case Kind.STATUS:
            return Status(value)
        case Kind.FLAG:
            return bool(value)
        case Kind.OBJECT:
            return tuple(value) if isinstance(value, list) else value
        case _:
            return value


INTERNAL: Final = ("attachments", "withdrawn")
PHOTO_STAGES: Final = ("before", "during", "after")


def _told(value: Any) -> bool:
    return value is not None and value is not False and value not in ((), {})


def public(issue: Issue) -> dict[str, Any]:
    """The issue as the promised JSON object: known keys only, photos counted per stage."""
    out = {
        name: plain(name, value)
        for name in FIELDS
        if name not in INTERNAL and _told(value := getattr(issue, name))
    }
    if issue.attachments:
        kinds = [item["kind"] for item in issue.attachments]
        out["photos"] = {stage: kinds.count(stage) for stage in PHOTO_STAGES if stage in kinds}
    return out


def dumps(value: Any) -> str:
    """JSON text for files, pipes and the store: Chinese stays readable, keys keep their order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened to one issue: the facts told, and the fields that it changed.

    `changes` maps a field to (old, new), both as `plain` makes them; a field not named is unchanged.
    `on` is the day it happened (which may lie before the day it was recorded).
    """

    issue: str
    kind: Action
    on: date
    by: str
    note: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    changes: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One command's changes, undone as one: who, where, when, with which words."""

    code: str
    at: str
    by: str
    seat: str
    command: str
    undo_of: str | None = None
    undone_by: str | None = None
    batch: str | None = None
    events: int = 0
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which issues are meant; the same words in every verb. Nothing told means every open issue.

    Each tuple is a choice: "甲" keeps what contains it, "~甲" keeps what does not, "无" keeps the empty.
    `status` takes the codes of Status and the derived words of `DERIVED`.
    """

    numbers: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    subdistrict: tuple[str, ...] = ()
    community: tuple[str, ...] = ()
    estate: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    batch: str | None = None
    keyword: str | None = None
    overdue: bool = False
    due_in: int | None = None
    since: date | None = None
    until: date | None = None
    reopened: bool = False
    closed_too: bool = False


DERIVED: Final = ("超期", "临期", "待回访", "待销号", "反复投诉")
