"""What an issue (问题), an event and a table are: shapes only."""

import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, Final, NamedTuple, Self


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


WORKING: Final = (Status.REGISTERED, Status.ASSIGNED, Status.IN_PROGRESS)
"""With the unit: the clock of the limit runs."""
OPEN: Final = (*WORKING, Status.DONE, Status.DEFERRED)


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


Text = str | None
Day = date | None
Texts = tuple[str, ...]
Object = Mapping[str, Any]


class Issue(NamedTuple):
    """One problem (问题) as the ledger knows it: the fold of its events.

    A field is one line here: its label (中文) and, unless it is a text, its kind. Columns of the store,
    JSON keys and the words of `edit` follow from it. Texts stand as in their source apart from outer
    white space; unknown is None. (A named tuple: a dataclass of this size costs every command 2 ms.)
    """

    uid: Annotated[str, "标识"]
    number: Annotated[str, "编号"]
    source: Annotated[Text, "问题来源"] = None
    source_no: Annotated[Text, "来源单号"] = None
    sender_no: Annotated[Text, "来表编号"] = None
    reported_on: Annotated[Day, "受理日期", Kind.DATE] = None
    assigned_on: Annotated[Day, "交办日期", Kind.DATE] = None
    district: Annotated[Text, "区"] = None
    subdistrict: Annotated[Text, "街道"] = None
    community: Annotated[Text, "社区"] = None
    estate: Annotated[Text, "小区"] = None
    building: Annotated[Text, "楼栋"] = None
    location: Annotated[Text, "地点"] = None
    company: Annotated[Text, "物业企业"] = None
    category: Annotated[Text, "类别"] = None
    subcategory: Annotated[Text, "小类"] = None
    title: Annotated[Text, "标题"] = None
    description: Annotated[Text, "问题描述"] = None
    severity: Annotated[Text, "等级"] = None
    tags: Annotated[Texts, "标签", Kind.WORDS] = ()
    complainant: Annotated[Text, "投诉人"] = None
    phone: Annotated[Text, "联系电话"] = None
    lead_unit: Annotated[Text, "责任单位"] = None
    co_units: Annotated[Texts, "配合单位", Kind.WORDS] = ()
    person: Annotated[Text, "责任人"] = None
    person_phone: Annotated[Text, "责任人电话"] = None
    leader: Annotated[Text, "责任领导"] = None
    requirement: Annotated[Text, "整改要求"] = None
    measures: Annotated[Text, "整改措施"] = None
    due_on: Annotated[Day, "整改时限", Kind.DATE] = None
    due_text: Annotated[Text, "时限原文"] = None
    due_precision: Annotated[Text, "时限精度"] = None
    ongoing: Annotated[bool, "长期坚持", Kind.FLAG] = False
    progress: Annotated[Text, "整改情况"] = None
    done_on: Annotated[Day, "完成日期", Kind.DATE] = None
    status: Annotated[Status, "状态", Kind.STATUS] = Status.REGISTERED
    status_text: Annotated[Text, "状态原文"] = None
    verifier: Annotated[Text, "验收人"] = None
    verified_on: Annotated[Day, "验收日期", Kind.DATE] = None
    verify_result: Annotated[Text, "验收意见"] = None
    closed_on: Annotated[Day, "销号日期", Kind.DATE] = None
    callback_on: Annotated[Day, "回访日期", Kind.DATE] = None
    callback_text: Annotated[Text, "回访情况"] = None
    satisfaction: Annotated[Text, "满意度"] = None
    doc_no: Annotated[Text, "文号"] = None
    cost: Annotated[float | None, "整改资金（元）", Kind.MONEY] = None
    remarks: Annotated[Text, "备注"] = None
    extra: Annotated[Object | None, "附加列", Kind.OBJECT] = None
    attachments: Annotated[tuple[Object, ...], "附件", Kind.OBJECT] = ()
    origin: Annotated[Object | None, "来源文件", Kind.OBJECT] = None
    entered_on: Annotated[Day, "入账日期", Kind.DATE] = None
    original_due_on: Annotated[Day, "原时限", Kind.DATE] = None
    done_by: Annotated[Text, "报验人"] = None
    levels: Annotated[Texts, "已通过验收", Kind.WORDS] = ()
    reached: Annotated[bool | None, "回访接通", Kind.FLAG] = None
    review_on: Annotated[Day, "复核日", Kind.DATE] = None
    reason: Annotated[Text, "挂账或终结原因"] = None
    into: Annotated[Text, "并入编号"] = None
    status_before: Annotated[Status | None, "终结前状态", Kind.STATUS] = None
    left_on: Annotated[Day, "离账日期", Kind.DATE] = None
    extensions: Annotated[int, "延期次数", Kind.COUNT] = 0
    returns: Annotated[int, "退单次数", Kind.COUNT] = 0
    failures: Annotated[int, "验收不通过次数", Kind.COUNT] = 0
    repeats: Annotated[int, "再次反映次数", Kind.COUNT] = 0
    rounds: Annotated[tuple[Object, ...], "以往轮次", Kind.OBJECT] = ()
    withdrawn: Annotated[bool, "已撤回", Kind.FLAG] = False
    round: Annotated[int, "轮次", Kind.COUNT] = 1
    version: Annotated[int, "版本", Kind.COUNT] = 0


class Field(NamedTuple):
    """What is declared about a field of an issue."""

    name: str
    label: str
    kind: Kind


def _declared(name: str, annotation: Any) -> Field:
    label, *kind = annotation.__metadata__
    return Field(name, label, kind[0] if kind else Kind.TEXT)


FIELDS: Final[Mapping[str, Field]] = MappingProxyType(
    {name: _declared(name, annotation) for name, annotation in Issue.__annotations__.items()}
)
DEFAULTS: Final[Mapping[str, Any]] = MappingProxyType(
    {name: Issue._field_defaults.get(name) for name in FIELDS}
)


def plain(name: str, value: Any) -> Any:
    """The value of a field as JSON knows it: dates in ISO 8601, statuses as codes, lists."""
    if value is None:
        return None
    match FIELDS[name].kind:
        case Kind.TEXT:  # most fields
            return value
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
        case Kind.TEXT:
            return value
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


def dumps(value: Any) -> str:
    """JSON text for files, pipes and the store: Chinese stays readable, keys keep their order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Event(NamedTuple):
    """One thing that happened to one issue: the facts told, and the fields that it changed.

    `changes` maps a field to (old, new), both as `plain` makes them; a field not named is unchanged.
    `on` is the day it happened (which may lie before the day it was recorded).
    """

    issue: str
    kind: Action
    on: date
    by: str
    changes: Mapping[str, tuple[Any, Any]]
    note: str = ""
    facts: Mapping[str, Any] = MappingProxyType({})


class Operation(NamedTuple):
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
    detail: Mapping[str, Any] = MappingProxyType({})
