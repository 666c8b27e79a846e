"""What is wrong with the words of a command, in Chinese: told from the structure of Typer's errors."""

import re
from typing import Any, Final

import typer

from ledger.commands.chinese import limits_text, meant, value_name, value_text
from ledger.errors import Usage

HAN: Final = re.compile(r"[\u4e00-\u9fff]")
SURPLUS: Final = "Got unexpected extra argument(s)"
QUOTED: Final = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
# What Typer 0.28 says about a value, and how it is told.
VERDICTS: Final = {
    "is not one of": "不在可用的词之内",
    "does not match the format": "不是日期，应像 2024-01-31",
    "is not in the range": "超出范围",
    "is not a valid int": "不是整数",
    "is not a valid float": "不是数",
    "is not a valid boolean": "应为 yes 或 no",
    "is not a valid UUID": "不是标识",
    "does not exist": "不存在",
    "is a file": "是文件，这里要文件夹",
    "is a directory": "是文件夹，这里要文件",
    "is not readable": "没有读取的权限",
    "is not writable": "没有写入的权限",
}


def explain(error: typer.TyperException) -> Usage:
    """The error as one of our own, with the way out; class names serve every version of Typer."""
    classes = [cls.__name__ for cls in type(error).__mro__]
    for name, told in TELLERS.items():
        if name in classes:
            message, hint = told(error)
            break
    else:
        message, hint = plain(error)
    return Usage(message, hint or page(error))


def page(error: Any) -> str:
    """Where the command's own help is."""
    ctx = getattr(error, "ctx", None)
    return f"{ctx.command_path if ctx else 'ledger'} --help 看用法"


def named(param: Any) -> str:
    """A parameter as the clerk types it."""
    if param is None:
        return "参数"
    return max(param.opts, key=len) if param.param_type_name == "option" else value_name(param)


def missing(error: Any) -> tuple[str, str]:
    param = error.param
    if param is None:
        return "缺少参数", ""
    if param.param_type_name == "argument":
        return f"缺少{value_name(param)}", ""
    return f"缺少选项 {named(param)} {value_name(param)}", ""


def unknown_option(error: Any) -> tuple[str, str]:
    known = error.possibilities or []
    return f"没有“{error.option_name}”选项", meant(error.option_name, known)


def option_use(error: Any) -> tuple[str, str]:
    """An option without its value, or a flag with one."""
    name = error.option_name
    params = error.ctx.command.params if error.ctx else []
    param = next((p for p in params if name in (*p.opts, *p.secondary_opts)), None)
    if param is None or param.is_flag:
        return f"选项 {name} 后面不带值", ""
    many = f"（要有 {param.nargs} 个）" if param.nargs > 1 else ""
    return f"选项 {name} 后面缺少{value_name(param)}{many}", ""


def argument_use(error: Any) -> tuple[str, str]:
    wanting = [p for p in error.ctx.command.params if p.nargs > 1] if error.ctx else []
    return "；".join(f"{value_name(p)}要有 {p.nargs} 个" for p in wanting) or "参数的个数不对", ""


def bad_value(error: Any) -> tuple[str, str]:
    """A value that its parameter does not take; sentences that our own code raised stay."""
    param, message = error.param, error.message
    name = named(param)
    for fragment, verdict in VERDICTS.items():
        if fragment in message:
            return f"{name}：“{quoted(message)}”{verdict}", allowed(param.type if param else None)
    if isinstance(error.__context__, ValueError):  # the parameter's parser refused the text
        return f"{name}：“{message}”不能识别", ""
    return plain(error, f"{name}：")


def quoted(message: str) -> str:
    """The value that a sentence of Typer quotes, else its first word."""
    value = QUOTED.search(message)
    return value[1] or value[2] or "" if value else message.partition(" ")[0]


def allowed(type_: Any) -> str:
    """Which values a type takes, where they can be told."""
    choices = getattr(type_, "choices", ())
    if choices:
        return f"可用：{'、'.join(map(value_text, choices))}"
    limits = limits_text(type_)
    return f"可用：{limits}" if limits else ""


def file_problem(error: Any) -> tuple[str, str]:
    return f"打不开文件“{error.ui_filename}”", "看看路径对不对，文件是否正被占用"


def plain(error: Any, start: str = "") -> tuple[str, str]:
    """An error that has no structure: our own sentence, or what is known by its first words."""
    message = error.message
    if HAN.search(message) and not message.startswith(SURPLUS):
        return f"{start}{message}", ""
    if message.startswith(SURPLUS):
        return f"多出参数“{message.removeprefix(SURPLUS).strip(' ()')}”", ""
    if message.startswith("Missing command"):
        return "缺少命令", ""
    return f"{start}用法不对", ""


TELLERS: Final = {
    "MissingParameter": missing,
    "NoSuchOption": unknown_option,
    "BadOptionUsage": option_use,
    "BadArgumentUsage": argument_use,
    "BadParameter": bad_value,
    "FileError": file_problem,
}
