"""Options that many verbs share, each spelled once, and how a verb takes a named tuple of them."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Final, NamedTuple

import typer

from ledger.errors import Usage

Text = str | None


def option(*names: str, metavar: str = "", help: str) -> Any:  # noqa: A002
    """An option with its Chinese value name and explanation."""
    return typer.Option(*names, metavar=metavar or None, help=help, show_default=False)


class Write(NamedTuple):
    """How to write: who, on which day, with or without asking."""

    by: Annotated[
        Text, option("--by", metavar="姓名", help="经办人；不写时用 LEDGER_USER 或设置里的姓名")
    ] = None
    on: Annotated[
        Text, option("--on", metavar="日期", help="事情发生的那天，可带钟点；不写是现在")
    ] = None
    dry_run: Annotated[bool, option("-n", "--dry-run", help="只看会怎样，不写入")] = False
    yes: Annotated[bool, option("-y", "--yes", help="不再询问")] = False
    json: Annotated[bool, option("--json", help="把改动后的问题按 JSON 输出")] = False


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


class Told(NamedTuple):
    """What a clerk tells of every 监管手段."""

    note: Note = None
    doc: Annotated[
        Text,
        option("--doc", metavar="文号", help="印在文书上的文号；不写用台账自己的编号"),
    ] = None
    new: Annotated[bool, option("--new", help="确为台账里没有的企业、小区或单位")] = False


class Printed(NamedTuple):
    """Whether a paper is printed, and where to."""

    document: Annotated[bool, option("--document", help="同时打印文书（.docx）")] = False
    output: Annotated[
        Text,
        option("-o", "--output", metavar="文件夹", help="文书放到哪个文件夹，或写成哪个 .docx"),
    ] = None

    @property
    def wanted(self) -> bool:
        return self.document or self.output is not None


def listed(words: str | None) -> list[str]:
    """The words in a list as a clerk types it, each once."""
    parts = (words or "").translate(TO_COMMA).split(",")
    return list(dict.fromkeys(word.strip() for word in parts if word.strip()))


def money(text: str | None) -> float | None:
    """The yuan that a clerk typed: 2800, 28万, 28万元. Raises Usage."""
    if text is None:
        return None
    told = text.replace(",", "").strip().removesuffix("元")
    number = told.removesuffix("万")
    try:
        amount = float(number) * (TEN_THOUSAND if told != number else 1)
    except ValueError:
        amount = -1.0
    if not 0 <= amount < 1e12:
        raise Usage(f"金额“{text}”不是数", "应像 --cost 2800 或 --cost 28万")
    return amount


TEN_THOUSAND: Final = 10_000
TO_COMMA: Final = str.maketrans("，、", ",,")
KEYWORD: Final = inspect.Parameter.KEYWORD_ONLY


def spread(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with each parameter of a shared type replaced by that type's options.

    An option that the command declares itself takes the place of the shared one of that name.
    """
    hints = inspect.get_annotations(command, eval_str=True)
    own = inspect.signature(command).parameters
    shared = {name: hints[name] for name in own if _is_shared(hints[name])}
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


def _is_shared(hint: Any) -> bool:
    """Whether a parameter stands for several options: a named tuple of them (Write, Choice, Show)."""
    return isinstance(hint, type) and issubclass(hint, tuple)


def _options(shape: Any) -> list[inspect.Parameter]:
    return [
        inspect.Parameter(name, KEYWORD, default=default, annotation=shape.__annotations__[name])
        for name, default in shape._field_defaults.items()
    ]
