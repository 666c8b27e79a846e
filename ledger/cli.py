"""Which words a clerk may type, and the module that owns each; only the wanted one is loaded."""

from collections.abc import Iterator
from copy import copy
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple

import typer
from typer.main import get_group

from ledger import __version__
from ledger.commands.argv import recorded
from ledger.commands.chinese import in_chinese, meant
from ledger.commands.env import surroundings
from ledger.commands.funnel import Funnel
from ledger.commands.options import spread

if TYPE_CHECKING:
    from typer._click import Command, Context


class Verb(NamedTuple):
    """A command: the module that owns it, its Chinese names, one line on what it does."""

    module: str
    aliases: tuple[str, ...]
    summary: str


MODULES: Final = {
    "register": "登记",
    "looking": "查看",
    "amending": "登记",
    "handling": "办理",
    "planning": "办理",
    "striking": "办理",
    "exchange": "表格",
    "exporting": "表格",
    "collecting": "表格",
    "forms": "表格",
    "units": "名录",
    "estates": "名录",
    "oversight": "监管和文书",
    "documents": "监管和文书",
    "whistles": "吹哨和检查",
    "sampling": "吹哨和检查",
    "inspecting": "吹哨和检查",
    "reporting": "报表",
    "safekeeping": "撤销与核对",
    "upkeep": "建账与设置",
    "profiles": "建账与设置",
    "contexts": "建账与设置",
    "tour": "入门",
}
COMMANDS: Final = {
    "add": Verb("register", ("登记",), "登记一个问题"),
    "list": Verb("looking", ("列表",), "列出问题，最紧迫的在前"),
    "show": Verb("looking", ("查看",), "查看一个问题和它的经过"),
    "edit": Verb("amending", ("修改",), "修改登记的内容"),
    "attach": Verb("amending", ("附件",), "附上照片或文件"),
    "assign": Verb("handling", ("交办", "派单"), "交给责任单位，定下时限"),
    "accept": Verb("handling", ("签收",), "责任单位签收"),
    "claim": Verb("handling", ("认领",), "单位认领还没有交办的问题"),
    "plan": Verb("planning", ("倒排", "倒排工期"), "从时限往回排各节点的日期"),
    "return": Verb("handling", ("退单",), "不归本单位的退回，说明理由"),
    "progress": Verb("handling", ("进展",), "记下整改进展"),
    "extend": Verb("handling", ("延期",), "到期前申请延长时限"),
    "defer": Verb("handling", ("挂账",), "一时办不了的挂账，定下复核日"),
    "resume": Verb("handling", ("恢复",), "挂账的恢复办理"),
    "done": Verb("handling", ("报验",), "整改完成，报请验收"),
    "verify": Verb("striking", ("验收", "核查"), "验收通过或不通过"),
    "callback": Verb("striking", ("回访",), "记下回访和满意度"),
    "close": Verb("striking", ("销号",), "手续齐全的销号"),
    "reopen": Verb("striking", ("反弹", "复号"), "问题反弹，重新办理"),
    "void": Verb("striking", ("终结",), "不属实、重复等，终结并说明理由"),
    "import": Verb("exchange", ("导入",), "读入街道、单位报来的表格"),
    "export": Verb("exporting", ("导出",), "按表样导出表格"),
    "merge": Verb("collecting", ("回收",), "收回发下去填的表，逐格比对"),
    "form": Verb("forms", ("表样",), "记住的表样：列对应和原表"),
    "unit": Verb("units", ("单位",), "单位名录：街道、部门、企业，联系人和电话"),
    "estate": Verb("estates", ("小区",), "小区名册：街道、社区、企业、项目经理"),
    "oversight": Verb("oversight", ("监管",), "督办、移交执法、约谈、扣分、黑榜"),
    "document": Verb("documents", ("文书",), "文书的模板，重新打印"),
    "whistle": Verb("whistles", ("吹哨",), "街道吹哨，叫部门来一起办"),
    "respond": Verb("whistles", ("报到", "应哨"), "部门应哨：签收、联系、报到、办结"),
    "sample": Verb("sampling", ("抽查",), "随机抽查已销号的，记下结果，反弹的重办"),
    "inspect": Verb("inspecting", ("考评", "检查"), "到小区考评打分，扣分的登记成问题"),
    "report": Verb("reporting", ("报表",), "月报、周报、统计，冻结月份，每个数字可查来源"),
    "init": Verb("upkeep", ("初始化",), "新建一个台账"),
    "undo": Verb("safekeeping", ("撤销",), "撤销一次操作或一批导入"),
    "log": Verb("safekeeping", ("日志",), "谁在什么时候做了什么"),
    "check": Verb("safekeeping", ("核对",), "核对台账是否完整、数字是否相符"),
    "backup": Verb("safekeeping", ("备份",), "备份台账"),
    "restore": Verb("safekeeping", ("还原",), "用备份还原台账"),
    "purge": Verb("safekeeping", ("清除",), "销号已久的，清除投诉人的个人信息"),
    "config": Verb("upkeep", ("设置",), "查看和修改设置"),
    "context": Verb("contexts", ("专项",), "只办一个专项：列表、登记、导入、报表都按它"),
    "profile": Verb("profiles", ("配置",), "区县配置：来源、类别、手续、时限、交办规则"),
    "calendar": Verb("upkeep", ("日历",), "查看和修改工作日表"),
    "demo": Verb("tour", ("演示",), "用编造的数据试一遍"),
    "help": Verb("tour", ("帮助",), "命令的用法"),
}
ALIASES: Final = {alias: name for name, verb in COMMANDS.items() for alias in verb.aliases}


class Ledger(Funnel):
    """The program `ledger`: what it can do is a table; a command is declared when it is wanted."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> "Context":
        env = extra.get("obj") or surroundings()
        extra["obj"] = env._replace(words=recorded(args))
        return super().make_context(info_name, args, parent, **extra)

    def list_commands(self, ctx: "Context") -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: "Context", cmd_name: str) -> "Command | None":  # noqa: ARG002
        name = ALIASES.get(cmd_name, cmd_name)
        return declared(name) if name in COMMANDS else None

    def suggestion(self, ctx: "Context", word: str) -> str:
        return meant(word, [*COMMANDS, *ALIASES]) or super().suggestion(ctx, word)

    def commands_listed(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        for title in dict.fromkeys(MODULES.values()):
            verbs = [
                (name, verb) for name, verb in COMMANDS.items() if MODULES[verb.module] == title
            ]
            yield title, [(f"{name} {verb.aliases[0]}", verb.summary) for name, verb in verbs]


def declared(name: str) -> "Command":
    """The command of that English name, the only one that its module is asked for."""
    owner: typer.Typer = import_module(f"ledger.commands.{COMMANDS[name].module}").app
    wanted = typer.Typer()
    wanted.registered_commands = [copy(c) for c in owner.registered_commands if c.name == name]
    for command in wanted.registered_commands:
        command.callback = spread(command.callback) if command.callback else None
    wanted.registered_groups = [g for g in owner.registered_groups if g.name == name]
    return get_group(in_chinese(wanted)).commands[name]


app: Final = typer.Typer(
    name="ledger",
    cls=Ledger,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def main(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="显示版本")] = False,
) -> None:
    """问题台账：登记、交办、整改、验收、销号，月底出报表。

    示例：
      ledger                  今天要办的
      ledger add "二楼阳台栏杆开裂" -e 怡园小区
      ledger list --overdue   超期的
      ledger close 17         销号
    """
    if version:
        typer.echo(f"问题台账 {__version__}")
    elif ctx.invoked_subcommand is None:
        from ledger.commands.board import board

        board(ctx.obj)
