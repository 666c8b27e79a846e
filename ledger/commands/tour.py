"""For newcomers: the tour on a real sheet, and the answers of `ledger help`."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from ledger import catalogue
from ledger.commands.env import Env
from ledger.errors import Exit, LedgerError, Usage

app = typer.Typer()

DEMO_DAY: Final = date(2023, 12, 20)
DISTRICT: Final = "香坊区"
EXITS: Final = {
    Exit.OK: "做完了；本来就是这样；没有符合条件的问题",
    Exit.REFUSED: "规则不允许，或有几条没有改动，或回答了否",
    Exit.USAGE: "命令写得不对，或缺选项而又不能询问",
    Exit.NO_SUCH_NUMBER: "没有这个编号",
    Exit.BAD_DATA: "文件找不到、读不懂，数据有误，或有几行没有导入",
    Exit.CONFLICT: "两边都改过，或文件正被占用、写不进去",
    Exit.INTERNAL: "程序内部出错，台账没有改动",
    Exit.CANCELLED: "按 Ctrl-C 取消，没有改动",
}


@dataclass(frozen=True)
class Step:
    """One command of the tour: why, its words, on which day, and the exit code that is expected."""

    why: str
    words: Sequence[str]
    day: date = DEMO_DAY
    code: int = Exit.OK


@app.command("demo")
def demo(
    ctx: typer.Context,
    output: Annotated[
        str | None,
        typer.Argument(metavar="文件夹", help="结果放在哪里；不写用临时文件夹", show_default=False),
    ] = None,
) -> None:
    """用一个示例区的表格走一遍：导入、办理、销号、导出、月报、核对，不动你的台账。

    示例：
      ledger demo
    """
    folder = Path(output) if output else Path(tempfile.mkdtemp(prefix="问题台账演示-"))
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Usage(f"文件夹里已有文件：{folder}", "换一个新文件夹，或不写文件夹")
    sheet = folder / f"{DISTRICT}回头看台账（示例）.xlsx"
    shutil.copyfile(catalogue.path("samples", f"{DISTRICT}.xlsx"), sheet)
    photo = folder / "整改后.png"
    photo.write_bytes(PIXEL)
    env = ctx.obj._replace(db=folder / "演示台账.db", user="张敏", terminal_in=False)
    typer.echo("以下都是编造的示例数据，不动你的台账。每一步先写命令，再是它的输出。\n")
    chapter = 0
    for step in steps(folder, sheet, photo):
        chapter += bool(step.why)
        _carry_out(ctx.find_root().command, env, chapter, step)
    typer.echo(f"走完了。台账、导出的表和月报都在：{folder}")
    typer.echo("自己用起来：ledger init --district 你的区，再 ledger import 你的表格.xlsx")


def steps(folder: Path, sheet: Path, photo: Path) -> list[Step]:
    """The tour: the main job on a real sheet."""
    later, spring = date(2023, 12, 21), date(2023, 12, 28)
    return [
        Step("建一个台账", ["init", "--district", DISTRICT]),
        Step("把区里的表格原样导入：先看读成什么样，再写入", ["import", str(sheet), "--yes"]),
        Step("同一个表再导一次，什么也不会变", ["import", str(sheet), "--yes"]),
        Step("今天要办的", []),
        Step("登记一个新问题，街道按小区自动填，时限按来源定", [
            "add", "3号楼单元门损坏，关不上", "-e", "香滨小区", "-s", "新成街道", "-c", "房屋维修",
            "--source", "12345", "--source-no", "2312200158", "--phone", "13912345678",
        ]),
        Step("交办、签收、报验", ["assign", "18", "--to", "新成街道/安居物业", "-d", "3个工作日", "--new"]),
        Step("", ["accept", "18", "--by", "李强"], later),
        Step("", ["done", "18", "-m", "更换闭门器和门锁", "--photo", str(photo), "--by", "李强"], later),
        Step("报验的人不能自己验收", ["verify", "18", "--pass", "--by", "李强"], later, Exit.REFUSED),
        Step("换人逐级验收", ["verify", "18", "--pass", "--level", "街道", "-m", "现场看过"], later),
        Step("", ["verify", "18", "--pass", "--level", "区", "--by", "赵刚"], later),
        Step("没有回访，销不了号：缺什么、用什么命令补，都写明", ["close", "18"], later, Exit.REFUSED),
        Step("", ["callback", "18", "--satisfaction", "满意", "-m", "门能关上了"], later),
        Step("", ["close", "18"], later),
        Step("冬季不能施工的挂账，定下复核日，仍算未完成", [
            "defer", "{winter}", "--until", "2024年4月30日", "--reason", "季节",
            "--opinion", "同意开春后整改", "--approved-by", "赵刚",
        ], later),
        Step("销了号又坏了：编号不变，另起一轮", [
            "reopen", "18", "--reason", "门锁再次损坏", "--basis", "12345再次来电",
        ], spring),
        Step("一个问题的全部经过", ["show", "18"], spring),
        Step("错了就撤销，撤销也能撤销", ["undo"], spring),
        Step("", ["undo", "{last}"], spring),
        Step("原样导出区里的表", ["export", "--all", "-o", str(folder / "导出台账.xlsx")], spring),
        Step("月报：各项相加核对一致", ["report", "month", "2023-12"], spring),
        Step("", ["report", "month", "2023-12", "-o", str(folder / "2023年12月月报.xlsx")], spring),
        Step("核对历史没有被改动", ["check"], spring),
    ]  # fmt: skip


def _carry_out(program: Any, env: Env, number: int, step: Step) -> None:
    """Show a command and run it. Raises LedgerError when it does not end as the tour says."""
    words = [_known(word, env) for word in step.words]
    if step.why:
        typer.echo(f"【{number}】{step.why}")
    shown = " ".join(_quoted(word) for word in words)
    typer.echo(f"$ ledger {shown}".rstrip())
    code = _run(program, words, env._replace(today=step.day))
    typer.echo("")
    if code != step.code:
        raise LedgerError(f"演示第 {number} 步没有按预期结束（{code}）", "重新安装后再试")


def _known(word: str, env: Env) -> str:
    """Words that only the ledger knows: an issue that winter stops, the last operation."""
    if word not in ("{winter}", "{last}"):
        return word
    from ledger.commands import session
    from ledger.models import Status
    from ledger.selection import Filter

    with session.reading(env) as (store, profile):
        if word == "{last}":
            return store.operations(limit=1)[0].code
        waiting = store.find(Filter(status=(Status.IN_PROGRESS,)), env.today, order="number")
        return session.short(next(iter(waiting)).number, profile, env)


def _quoted(word: str) -> str:
    name = word.rsplit("/", 1)[-1] if word.startswith("/") else word
    return f'"{name}"' if any(c in name for c in " 　，,（）()“”") else name


def _run(program: Any, words: Sequence[str], env: Env) -> int:
    """One command of the program; its exit code. What it says on stderr is shown in its place."""
    try:
        program.main(args=list(words), obj=env)
    except SystemExit as end:
        return int(end.code or 0)
    return Exit.OK


@app.command("help")
def help_(
    ctx: typer.Context,
    topic: Annotated[
        str | None,
        typer.Argument(metavar="命令", help="命令的名称，或 exit-codes", show_default=False),
    ] = None,
) -> None:
    """命令的用法；退出码的意思。

    示例：
      ledger help assign
      ledger help exit-codes
    """
    root: Any = ctx.find_root()
    if topic is None:
        typer.echo(root.get_help())
    elif topic == "exit-codes":
        for code, meaning in EXITS.items():
            typer.echo(f"{int(code):>4}  {meaning}")
    else:
        command = root.command.get_command(root, topic)
        if command is None:
            raise Usage(f"没有“{topic}”命令", root.command.suggestion(root, topic))
        with command.make_context(topic, [], parent=root, resilient_parsing=True) as page:
            typer.echo(command.get_help(page))


PIXEL: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060"
    "0000000500015aa5e7a40000000049454e44ae426082"
)
