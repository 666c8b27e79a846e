"""The options that many verbs share, each spelled once."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Final, NamedTuple, get_type_hints

import typer

Text = str | None


def option(*names: str, metavar: str = "", help: str) -> Any:  # noqa: A002
    """An option with its Chinese value name and explanation."""
    return typer.Option(*names, metavar=metavar or None, help=help, show_default=False)


class Choice(NamedTuple):
    """Which issues: numbers, or filters (the same words in every verb)."""

    numbers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="编号…",
            help="如 17、17,41,50-55、2023-0017；- 从标准输入读",
            show_default=False,
        ),
    ] = None
    status: Annotated[
        Text,
        option("-S", "--status", metavar="状态", help="待交办、整改中、超期、待回访……；~ 表示不是"),
    ] = None
    subdistrict: Annotated[
        Text, option("-s", "--subdistrict", metavar="街道", help="街道、镇、乡")
    ] = None
    community: Annotated[Text, option("--community", metavar="社区", help="社区、村")] = None
    estate: Annotated[
        Text, option("-e", "--estate", metavar="小区", help="小区，可写一部分或拼音首字母")
    ] = None
    unit: Annotated[Text, option("-u", "--unit", metavar="单位", help="责任单位或配合单位")] = None
    company: Annotated[Text, option("--company", metavar="企业", help="物业企业")] = None
    category: Annotated[Text, option("-c", "--category", metavar="类别", help="问题类别")] = None
    source: Annotated[Text, option("--source", metavar="来源", help="问题来源")] = None
    severity: Annotated[Text, option("--severity", metavar="等级", help="等级")] = None
    tag: Annotated[Text, option("--tag", metavar="标签", help="标签")] = None
    overdue: Annotated[bool, option("--overdue", help="只要超期的")] = False
    due_in: Annotated[Text, option("--due-in", metavar="天数", help="几天内到期的")] = None
    since: Annotated[Text, option("--since", metavar="日期", help="这天起入账的")] = None
    until: Annotated[Text, option("--until", metavar="日期", help="到这天入账的")] = None
    reopened: Annotated[bool, option("--reopened", help="只要反弹的")] = False
    batch: Annotated[Text, option("--batch", metavar="批次", help="某一导入批次，如 B0007")] = None
    keyword: Annotated[
        Text, option("-k", "--keyword", metavar="关键词", help="描述、标题、小区、备注里的词")
    ] = None
    everything: Annotated[bool, option("--all", help="连同已销号和终结的")] = False


class Write(NamedTuple):
    """How to write: who, on which day, with or without asking."""

    by: Annotated[
        Text, option("--by", metavar="姓名", help="经办人；不写时用 LEDGER_USER 或设置里的姓名")
    ] = None
    on: Annotated[Text, option("--on", metavar="日期", help="事情发生的那天；不写是今天")] = None
    dry_run: Annotated[bool, option("-n", "--dry-run", help="只看会怎样，不写入")] = False
    yes: Annotated[bool, option("-y", "--yes", help="不再询问")] = False
    json: Annotated[bool, option("--json", help="把改动后的问题按 JSON 输出")] = False


class Show(NamedTuple):
    """How to print."""

    json: Annotated[bool, option("--json", help="按 JSON 输出")] = False
    format: Annotated[Text, option("--format", metavar="格式", help="table、tsv、csv 或 jsonl")] = (
        None
    )
    ids: Annotated[bool, option("--ids", help="只输出编号，一行一个")] = False
    columns: Annotated[Text, option("--columns", metavar="列,…", help="要哪些列")] = None
    sort: Annotated[
        Text,
        option("--sort", metavar="次序", help="紧迫（默认）、编号、入账"),
    ] = None
    limit: Annotated[Text, option("-L", "--limit", metavar="条数", help="最多几条；0 为不限")] = (
        None
    )
    wide: Annotated[bool, option("--wide", help="列出全部列")] = False
    no_header: Annotated[bool, option("--no-header", help="不要表头")] = False


Note = Annotated[Text, option("-m", "--note", metavar="文字", help="说明；- 从标准输入读")]
Due = Annotated[Text, option("-d", "--due", metavar="时限", help="如 1月15日、5个工作日、月底")]
Reason = Annotated[Text, option("--reason", metavar="原因", help="原因")]
Basis = Annotated[Text, option("--basis", metavar="依据", help="依据")]
Doc = Annotated[Text, option("--doc", metavar="文号", help="文号")]
Approver = Annotated[Text, option("--approved-by", metavar="姓名", help="批准人")]
Photos = Annotated[
    list[str] | None,
    option("--photo", metavar="文件", help="照片，可写多次"),
]
Force = Annotated[bool, option("--force", help="确需例外，须写 --reason；记入日志")]
NewUnit = Annotated[bool, option("--new", help="确为名录里没有的新单位")]


SHARED: Final = (Choice, Write, Show)
KEYWORD: Final = inspect.Parameter.KEYWORD_ONLY


def spread(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with each parameter of a shared type replaced by that type's options.

    An option that the command declares itself takes the place of the shared one of that name.
    """
    hints = get_type_hints(command, include_extras=True)
    own = inspect.signature(command).parameters
    shared = {name: hints[name] for name in own if hints[name] in SHARED}
    parameters = []
    for name, parameter in own.items():
        if name in shared:
            parameters += [option for option in _options(shared[name]) if option.name not in own]
        else:
            parameters.append(parameter.replace(annotation=hints[name], kind=KEYWORD))

    @wraps(command)
    def spelled(**told: Any) -> Any:
        for name, shape in shared.items():
            names = [name for name in shape._fields if name not in own]
            told[name] = shape(**{option: told.pop(option) for option in names})
        return command(**told)

    spelled.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    spelled.__annotations__ = {p.name: p.annotation for p in parameters}
    del spelled.__wrapped__
    return spelled


def _options(shape: Any) -> list[inspect.Parameter]:
    return [
        inspect.Parameter(name, KEYWORD, default=default, annotation=shape.__annotations__[name])
        for name, default in shape._field_defaults.items()
    ]
