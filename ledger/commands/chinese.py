"""Typer in Chinese: commands, groups and their help pages as plain text, drawn without rich."""

import inspect
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from ledger.commands.env import Env
from ledger.errors import Usage
from ledger.render import GAP, measure, wrap

if TYPE_CHECKING:
    from typer._click import Command as Declared
    from typer._click import Context, HelpFormatter, Parameter

    Base = TyperCommand
else:
    Base = object

WIDEST: Final = 100
LABELS_WIDEST: Final = 30
EXAMPLES: Final = "示例："
NEW: Final = "new"
"""The command of a noun that may be left out."""
# What a value is called when its parameter names none; keys are the type names of Typer 0.28.
KINDS: Final = {
    "int": "整数",
    "int range": "整数",
    "float": "数",
    "float range": "数",
    "datetime": "日期",
    "boolean": "是否",
    "filename": "文件",
    "file": "文件",
    "path": "路径",
    "directory": "文件夹",
    "uuid": "标识",
}


class Chinese(Base):
    """What commands and groups have in common: Chinese names of things, a Chinese help page."""

    def __init__(self, *args: Any, **attrs: Any) -> None:
        super().__init__(*args, **attrs)
        for param in self.params:
            if param.metavar is None:
                param.metavar = kind(param)

    def get_help_option(self, ctx: "Context") -> TyperOption | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本帮助"
        return option

    def format_usage(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        pieces = ["[选项]", *(place(param) for param in arguments(self))]
        formatter.write(f"用法：{' '.join([ctx.command_path, *pieces])}\n")

    def format_help(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        width = min(ctx.obj.width if isinstance(ctx.obj, Env) else 80, WIDEST)
        self.format_usage(ctx, formatter)
        paragraphs = [prose(notice(self) + (self.help or ""), width)]
        sections = [(title, entries) for title, entries in self.sections(ctx) if entries]
        indent = names_width([name for _, entries in sections for name, _ in entries])
        for title, entries in sections:
            paragraphs.append([f"{title}：", *listing(entries, indent, width)])
        for lines in filter(None, paragraphs):
            formatter.write("\n".join(["", *lines, ""]))

    def sections(self, ctx: "Context") -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """The titles of the help page and what is listed under them: names with explanations."""
        options = [p for p in self.get_params(ctx) if isinstance(p, TyperOption) and not p.hidden]
        yield "参数", [(value_name(param), about(param, ctx)) for param in arguments(self)]
        yield "选项", [(spelled(param), about(param, ctx)) for param in options]

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            vars(error)["ctx"] = vars(error).get("ctx") or ctx  # the parser forgets it
            raise

    def invoke(self, ctx: "Context") -> Any:
        if self.deprecated:
            typer.echo(f"注意：{notice(self).strip()}", err=True)
        deprecated, self.deprecated = self.deprecated, False
        try:
            return super().invoke(ctx)
        finally:
            self.deprecated = deprecated


class Command(Chinese, TyperCommand):
    """A command whose help and errors are Chinese."""


class Group(Chinese, TyperGroup):
    """A group of commands whose help and errors are Chinese."""

    def format_usage(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        formatter.write(f"用法：{ctx.command_path} [选项] 命令 [参数]…\n")

    def sections(self, ctx: "Context") -> Iterator[tuple[str, list[tuple[str, str]]]]:
        yield from self.commands_listed()
        yield from super().sections(ctx)

    def commands_listed(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """The commands by title, each with the first line of its help."""
        commands = [command for command in self.commands.values() if not command.hidden]
        yield "命令", [(str(command.name), summary(command)) for command in commands]

    def resolve_command(self, ctx: "Context", args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command meant by the first word. Raises Usage, with likely names, for none."""
        command = self.get_command(ctx, args[0])
        if command is None and self.starts(args[0]):
            return NEW, self.commands[NEW], args
        if command is None:
            raise Usage(f"没有“{args[0]}”命令", self.suggestion(ctx, args[0]))
        return args[0], command, args[1:]

    def starts(self, word: str) -> bool:
        """Whether a word that is no command begins what a new entry is told: `whistle 17`, `inspect 小区`."""
        return NEW in self.commands and not (word.isascii() and word.isalpha())

    def suggestion(self, ctx: "Context", word: str) -> str:
        """What the clerk may have meant by a word that is no command."""
        return meant(word, self.list_commands(ctx)) or f"{ctx.command_path} --help 看全部命令"


def in_chinese(app: typer.Typer) -> typer.Typer:
    """The same Typer app, its commands and groups (all levels) declared as Chinese ones."""
    for command in app.registered_commands:
        command.cls = Command
    for group in app.registered_groups:
        group.cls = Group
        if group.typer_instance:
            in_chinese(group.typer_instance)
    return app


def meant(word: str, known: Sequence[str]) -> str:
    """A question naming the known words that look like this one; empty when none does."""
    from difflib import get_close_matches

    likely = get_close_matches(word, known) or get_close_matches(word, known, cutoff=0.5)
    return f"是不是要用 {' 或 '.join(likely)}？" if likely else ""


def kind(param: "Parameter") -> str:
    """What the value of a parameter is called when it has no name of its own."""
    if getattr(param, "is_flag", False):
        return ""
    choices = getattr(param.type, "choices", ())
    if choices:
        return "|".join(value_text(choice) for choice in choices)
    names = [part.name for part in getattr(param.type, "types", [param.type])]
    return " ".join(KINDS.get(name, "文字") for name in names)


def arguments(command: "Declared") -> list["Parameter"]:
    """The arguments of a command that its help shows."""
    return [
        param
        for param in command.params
        if param.param_type_name == "argument" and not getattr(param, "hidden", False)
    ]


def value_name(param: "Parameter") -> str:
    """What the value of a parameter is called in a sentence, be it one or several."""
    return str(param.metavar).rstrip("…")


def place(argument: "Parameter") -> str:
    """How an argument stands in the usage line."""
    name = value_name(argument) + ("…" if argument.nargs != 1 else "")
    return name if argument.required else f"[{name}]"


def spelled(option: TyperOption) -> str:
    """All ways to write an option, the short one first, and what its value is called."""
    names = ", ".join(sorted(option.opts, key=len))
    opposite = ", ".join(sorted(option.secondary_opts, key=len))
    value = "" if option.is_flag or option.count else option.metavar
    return " ".join(filter(None, [names, opposite and f"/ {opposite}", value]))


def about(param: "Parameter", ctx: "Context") -> str:
    """The explanation of a parameter with its default, its limits and whether it is demanded."""
    notes = ["必填"] if param.required else []
    default = default_text(param, ctx)
    if default:
        notes.append(f"默认：{default}")
    limits = limits_text(param.type)
    if limits:
        notes.append(limits)
    if param.envvar and getattr(param, "show_envvar", False):
        names = [param.envvar] if isinstance(param.envvar, str) else param.envvar
        notes.append(f"环境变量：{'、'.join(names)}")
    return (getattr(param, "help", None) or "") + (f"（{'；'.join(notes)}）" if notes else "")


def default_text(param: "Parameter", ctx: "Context") -> str:
    shown = getattr(param, "show_default", False)
    if isinstance(shown, str):
        return shown
    value = param.get_default(ctx, call=False)
    if not shown or value is None or value is False or callable(value):
        return ""
    if value is True:
        return param.opts[0]
    return "、".join(map(value_text, value if isinstance(value, (list, tuple)) else [value]))


def limits_text(type_: Any) -> str:
    """From where to where a number may go; empty for what has no limits."""
    low, high = getattr(type_, "min", None), getattr(type_, "max", None)
    if low is None and high is None:
        return ""
    if high is None:
        return f"不小于 {low}"
    return f"不大于 {high}" if low is None else f"{low} 到 {high}"


def value_text(value: Any) -> str:
    return str(value.value if isinstance(value, Enum) else value)


def notice(command: "Declared") -> str:
    """The line that warns of a command which will go; empty for others."""
    if not command.deprecated:
        return ""
    instead = command.deprecated if isinstance(command.deprecated, str) else ""
    return f"“{command.name}”命令已停用，以后的版本不再提供。{instead}\n"


def summary(command: "Declared") -> str:
    """One line on a command: its short help, else the first line of its help."""
    return command.short_help or (command.help or "").partition("\n")[0]


def prose(text: str, width: int) -> list[str]:
    """Lines as they were typed, long ones wrapped; examples never are."""
    lines: list[str] = []
    example = False
    for line in inspect.cleandoc(text).split("\n"):
        example = line.startswith(EXAMPLES) or (example and bool(line.strip()))
        lines += [line] if example else wrap(line, width)
    return lines if any(lines) else []


def names_width(names: Sequence[str]) -> int:
    """Where explanations begin: beside the longest name that is not too long."""
    widths = (measure(name) for name in names)
    return GAP + max((cells for cells in widths if cells <= LABELS_WIDEST), default=0) + GAP


def listing(entries: Sequence[tuple[str, str]], indent: int, width: int) -> list[str]:
    """Names in a column, their explanations beside them (below a name that is too long)."""
    lines = []
    for name, text in entries:
        first, *rest = wrap(text, max(width - indent, 10))
        start = f"{'':{GAP}}{name}{'':{GAP}}"
        if measure(start) > indent:
            lines.append(start.rstrip())
            start = ""
        lines.append(f"{start}{'':{indent - measure(start)}}{first}".rstrip())
        lines += [" " * indent + line for line in rest]
    return lines
