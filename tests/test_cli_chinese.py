"""No English reaches a clerk: every kind of help and mistake, on a small program and on `ledger`."""

import errno
import re
import stat
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from ledger import cli
from ledger.commands import ask
from ledger.commands.argv import repaired
from ledger.commands.chinese import in_chinese
from ledger.commands.env import Env
from ledger.commands.funnel import Funnel, state_folder
from ledger.errors import BadData, Conflict, Exit, NotFound

ENV = Env(
    db=None,
    today=date(2024, 1, 15),
    user=None,
    width=80,
    terminal_in=False,
    terminal_out=False,
    color=False,
)
TERMINAL = ENV._replace(terminal_in=True, terminal_out=True)


class Level(StrEnum):
    COMMUNITY = "社区"
    DISTRICT = "区"


def due(text: str) -> date:
    if text == "年底":
        message = "“年底”不是日期"
        raise typer.BadParameter(message)
    return date.fromisoformat(text)


app = typer.Typer(
    name="app",
    cls=Funnel,
    context_settings={"help_option_names": ["-h", "--help"]},
    add_completion=False,
)
sub = typer.Typer(no_args_is_help=True)
app.add_typer(sub, name="calendar", help="工作日表。")


@app.callback()
def root() -> None:
    """小程序。"""


@app.command()
def assign(
    ctx: typer.Context,
    *,
    number: str,
    more: Annotated[list[str] | None, typer.Argument(metavar="编号…", help="别的编号")] = None,
    to: Annotated[str, typer.Option("--to", "-t", metavar="单位", help="责任单位")] = "金都物业",
    level: Annotated[Level, typer.Option()] = Level.DISTRICT,
    on: Annotated[datetime | None, typer.Option(help="日子")] = None,
    size: Annotated[int, typer.Option(min=1, max=9, help="条数")] = 3,
    days: Annotated[int | None, typer.Option()] = None,
    cost: Annotated[float | None, typer.Option()] = None,
    until: Annotated[date | None, typer.Option(parser=due, metavar="日期")] = None,
    pair: Annotated[tuple[str, int] | None, typer.Option()] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不再询问")] = False,
) -> None:
    """交办。

    示例：
      app assign 17 --to 金都物业
    """
    ask.confirm(ctx.obj, f"交办 {number}", yes=yes)
    typer.echo(f"已交办 {number} {more} {to} {level} {on} {size} {days} {cost} {until} {pair}")


@app.command(deprecated=True)
def sign() -> None:
    """签收。"""
    typer.echo("已签收")


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    folder: Annotated[Path | None, typer.Option(exists=True, file_okay=False)] = None,
    unit: Annotated[str, typer.Option("--unit", envvar="UNIT", show_envvar=True)] = ...,
) -> None:
    """读入。"""
    typer.echo(f"{file} {folder} {unit}")


@app.command()
def fail(kind: str) -> None:
    """出错。"""
    raise {
        "crash": RuntimeError("boom 13912342201"),
        "abort": typer.Abort(),
        "interrupt": KeyboardInterrupt(),
        "end": EOFError(),
        "missing": NotFound("没有 99 号", "ledger list --all"),
        "conflict": Conflict("别人改过\x1b[31m"),
        "bad": BadData("看不懂"),
        "full": OSError(errno.ENOSPC, "No space left on device", "台账.db"),
        "large": OSError(errno.EFBIG, "File too large"),
        "denied": PermissionError(errno.EACCES, "Permission denied", "月报.xlsx"),
        "gone": FileNotFoundError(errno.ENOENT, "No such file or directory", "表.xlsx"),
        "pipe": BrokenPipeError(errno.EPIPE, "Broken pipe"),
        "exit": typer.Exit(4),
    }[kind]


@sub.command()
def year(year: str) -> None:
    """一年的工作日。"""
    typer.echo(year)


in_chinese(app)

OWN = {
    *("app", "ledger", "assign", "sign", "import", "fail", "calendar", "year", "list", "add"),
    *("help", "to", "level", "on", "size", "days", "cost", "until", "pair", "yes", "unit"),
    *("overdue", "folder", "UNIT", "version", "h", "t", "y", "e", "no"),
}


def run(words, *, program=app, env=ENV, given=None, typed=None):
    said = CliRunner().invoke(program, words, obj=env, input=typed, env=given)
    return said.exit_code, said.stdout, said.stderr


def strangers(text, typed):
    """English words that are neither our commands and options nor what the clerk typed."""
    known = OWN | set(cli.COMMANDS) | set(re.findall("[A-Za-z]+", typed))
    return [word for word in re.findall("[A-Za-z]+", text) if word not in known]


MISTAKES = {
    "asign 17": ("没有“asign”命令", "是不是要用 assign 或 sign？"),
    "nosuch": ("没有“nosuch”命令", "app --help 看全部命令"),
    "--nosuch": ("没有“--nosuch”选项", "app --help 看用法"),
    "assign": ("缺少文字", "app assign --help 看用法"),
    "assign 17 --to": ("选项 --to 后面缺少单位", "app assign --help 看用法"),
    "assign 17 --untli x": ("没有“--untli”选项", "是不是要用 --until？"),
    "assign 17 --zzzzz": ("没有“--zzzzz”选项", "app assign --help 看用法"),
    "assign 17 -z": ("没有“-z”选项", "app assign --help 看用法"),
    "assign 17 --level 省": ("--level：“省”不在可用的词之内", "可用：社区、区"),
    "assign 17 --on 2024.13.5": (
        "--on：“2024.13.5”不是日期，应像 2024-01-31",
        "app assign --help 看用法",
    ),
    "assign 17 --size 10": ("--size：“10”超出范围", "可用：1 到 9"),
    "assign 17 --size many": ("--size：“many”不是整数", "可用：1 到 9"),
    "assign 17 --days 两": ("--days：“两”不是整数", "app assign --help 看用法"),
    "assign 17 --cost 约五元": ("--cost：“约五元”不是数", "app assign --help 看用法"),
    "assign 17 --until 年底": ("--until：“年底”不是日期", "app assign --help 看用法"),
    "assign 17 --until 13月": ("--until：“13月”不能识别", "app assign --help 看用法"),
    "assign 17 --pair 甲": (
        "选项 --pair 后面缺少文字 整数（要有 2 个）",
        "app assign --help 看用法",
    ),
    "assign 17 --pair 甲 乙": ("--pair：“乙”不是整数", "app assign --help 看用法"),
    "assign 17 --yes=no": ("选项 --yes 后面不带值", "app assign --help 看用法"),
    "import 没有.xlsx --unit 甲": ("文件：“没有.xlsx”不存在", "app import --help 看用法"),
    "import / --unit 甲": ("文件：“/”是文件夹，这里要文件", "app import --help 看用法"),
    "import /dev/null --unit 甲 --folder pyproject.toml": (
        "--folder：“pyproject.toml”是文件，这里要文件夹",
        "app import --help 看用法",
    ),
    "import /dev/null": ("缺少选项 --unit 文字", "app import --help 看用法"),
    "sign 17 18": ("多出参数“17 18”", "app sign --help 看用法"),
    "calendar yaer": ("没有“yaer”命令", "是不是要用 year？"),
    "": ("缺少命令", "app --help 看用法"),
    "--install-completion": ("没有“--install-completion”选项", "app --help 看用法"),
    "assign 17": ("交办 17？没有终端，不能询问", "确定要做，加 -y"),
}


@pytest.mark.parametrize("words", MISTAKES)
def test_mistake_is_told_in_two_chinese_lines(words):
    message, hint = MISTAKES[words]
    code, out, err = run(words)
    assert (code, out, err) == (Exit.USAGE, "", f"错误：{message}\n提示：{hint}\n")
    assert strangers(err, words) == []


PAGES = ("--help", "-h", "assign --help", "import --help", "sign -h", "calendar --help")


@pytest.mark.parametrize("words", PAGES)
def test_help_page_is_chinese_and_fits(words):
    code, out, err = run(words)
    assert (code, err, strangers(out, words)) == (0, "", [])
    assert out.startswith("用法：app ")
    assert "显示本帮助" in out


def test_help_page_of_a_command():
    assert run("assign --help")[1] == (
        "用法：app assign [选项] 文字 [编号…]\n"
        "\n"
        "交办。\n"
        "\n"
        "示例：\n"
        "  app assign 17 --to 金都物业\n"
        "\n"
        "参数：\n"
        "  文字              （必填）\n"
        "  编号              别的编号\n"
        "\n"
        "选项：\n"
        "  -t, --to 单位     责任单位（默认：金都物业）\n"
        "  --level 社区|区   （默认：区）\n"
        "  --on 日期         日子\n"
        "  --size 整数       条数（默认：3；1 到 9）\n"
        "  --days 整数\n"
        "  --cost 数\n"
        "  --until 日期\n"
        "  --pair 文字 整数\n"
        "  -y, --yes         不再询问\n"
        "  -h, --help        显示本帮助\n"
    )


def test_group_that_wants_a_command_shows_its_help():
    code, out, err = run("calendar")
    assert (code, out, strangers(err, "")) == (Exit.USAGE, "", [])
    assert "year        一年的工作日。" in err


def test_deprecated_command_says_so_and_works():
    code, out, err = run("sign")
    assert (code, out) == (0, "已签收\n")
    assert err == "注意：“sign”命令已停用，以后的版本不再提供。\n"
    assert "已停用" in run("sign --help")[1]


@pytest.mark.parametrize(
    ("kind", "code", "said"),
    [
        ("missing", 3, "错误：没有 99 号\n提示：ledger list --all\n"),
        ("conflict", 5, "错误：别人改过\\x1b[31m\n"),
        ("bad", 4, "错误：看不懂\n"),
        ("abort", 1, "已取消，没有改动\n"),
        ("end", 1, "已取消，没有改动\n"),
        ("interrupt", 130, "已取消，没有改动\n"),
        ("full", 5, "错误：磁盘已满，写不下“台账.db”\n提示：腾出空间后再做一次\n"),
        (
            "denied",
            5,
            """错误：不能打开“月报.xlsx”：没有权限或正被占用
提示：关闭打开它的程序（如 WPS）后再试
""",
        ),
        ("gone", 4, "错误：找不到“表.xlsx”\n提示：看看路径对不对\n"),
        ("pipe", 0, ""),
        ("exit", 4, ""),
    ],
)
def test_failure_is_told_with_its_exit_code(kind, code, said):
    assert run(["fail", kind]) == (code, "", said)


def test_crash_goes_to_a_private_log_without_phones(tmp_path):
    for _ in range(2):
        code, out, err = run("fail crash", given={"XDG_STATE_HOME": str(tmp_path)})
    log = tmp_path / "ledger" / "错误.log"
    assert (code, out) == (Exit.INTERNAL, "")
    assert err == f"错误：程序内部出错，台账数据没有改动\n提示：详情已写入 {log}\n"
    assert log.read_text("utf-8").count("RuntimeError: boom 139****2201") == 2
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700


def test_crash_where_no_log_can_be_written(tmp_path):
    (tmp_path / "ledger").write_text("在这里的是文件")
    _, _, err = run("fail crash", given={"XDG_STATE_HOME": str(tmp_path)})
    assert err.endswith("提示：加 LEDGER_DEBUG=1 可看详情\n")


def test_crash_shows_itself_to_developers():
    with pytest.raises(RuntimeError):
        CliRunner().invoke(
            app, "fail crash", env={"LEDGER_DEBUG": "1"}, obj=ENV, catch_exceptions=False
        )


def test_log_is_kept_with_the_user(monkeypatch):
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setenv("LOCALAPPDATA", "/本机")
    assert state_folder() == Path("/本机/ledger")
    monkeypatch.delenv("LOCALAPPDATA")
    assert state_folder() == Path.home() / ".local" / "state" / "ledger"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("是\n", 0), ("Y\n", 0), ("好\n", 0), ("\n", 1), ("否\n", 1), ("也许\n不\n", 1), ("", 1)],
)
def test_question_defaults_to_no(typed, code):
    result = run("assign 17", env=TERMINAL, typed=typed)
    assert result[0] == code
    assert ("已交办" in result[1]) == (code == 0)
    assert result[2].lstrip("\n") == ("" if code == 0 else "已取消，没有改动\n")
    assert strangers(result[1] + result[2], "assign 17 None Y") == []


def test_question_stays_out_of_the_data():
    env = TERMINAL._replace(terminal_out=False)
    code, out, err = run("assign 17", env=env, typed="是\n")
    assert (code, err) == (0, "交办 17？（是/否，默认否）：")
    assert out.startswith("已交办 17 ")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["list", "——due", "3天"], ["list", "--due", "3天"]),
        (["list", "－－due＝３天"], ["list", "--due=３天"]),
        (["list", "—overdue"], ["list", "--overdue"]),
        (["list", "--dry－run"], ["list", "--dry-run"]),
        (["list", "－ny"], ["list", "-ny"]),
        (["list", "-e=怡园"], ["list", "-e怡园"]),
        (["list", "--due=3天"], ["list", "--due=3天"]),
        (["ｌｉｓｔ"], ["list"]),
        (["show　１７"], ["show", "17"]),
        (["show", "１７，４１、５０－５５"], ["show", "17,41,50-55"]),
        (["show", "１７　４１　——why"], ["show", "17", "41", "--why"]),
        (["add", "２０２４．１．５"], ["add", "2024.1.5"]),
        (["add", "楼道　漏水１处，——急"], ["add", "楼道　漏水１处，——急"]),
        (["add", "——楼道"], ["add", "——楼道"]),
        (["add", "--", "——due", "１"], ["add", "--", "——due", "１"]),
        ([], []),
    ],
)
def test_marks_of_a_chinese_keyboard_are_forgiven(typed, meant):
    assert repaired(typed) == meant


def test_repaired_words_reach_the_command():
    assert run(["assign", "１７", "——to", "恒安物业", "－y"])[1].startswith(
        "已交办 17 None 恒安物业"
    )


# ---- the program itself


def test_ledger_help_needs_no_command_module():
    code, out, err = run("--help", program=cli.app)
    assert (code, err, strangers(out, "")) == (0, "", [])
    assert all(f"  {name} {verb.aliases[0]} " in out for name, verb in cli.COMMANDS.items())


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("lst", "是不是要用 list？"),
        ("登计", "是不是要用 登记？"),
        ("qqqqqqq", "ledger --help 看全部命令"),
    ],
)
def test_ledger_offers_the_likely_command(words, hint):
    assert run(words, program=cli.app) == (2, "", f"错误：没有“{words}”命令\n提示：{hint}\n")


def test_ledger_refuses_a_wrong_today():
    said = CliRunner().invoke(cli.app, "lst", env={"LEDGER_TODAY": "明天"})
    assert said.stderr == "错误：LEDGER_TODAY 的“明天”不是日期\n提示：应像 2024-01-31\n"


def test_no_word_names_two_commands():
    aliases = [alias for verb in cli.COMMANDS.values() for alias in verb.aliases]
    assert len(aliases) == len(set(aliases)) == len(cli.ALIASES)
    assert {verb.module for verb in cli.COMMANDS.values()} == set(cli.MODULES)


@pytest.mark.parametrize("module", cli.MODULES)
def test_modules_declare_exactly_their_commands(module):
    owner = pytest.importorskip(f"ledger.commands.{module}").app
    names = {item.name for item in (*owner.registered_commands, *owner.registered_groups)}
    assert names == {name for name, verb in cli.COMMANDS.items() if verb.module == module}


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_help_of_every_command_is_chinese_with_an_example(name):
    pytest.importorskip(f"ledger.commands.{cli.COMMANDS[name].module}")
    code, out, err = run([cli.COMMANDS[name].aliases[0], "--help"], program=cli.app)
    assert (code, err) == (0, "")
    assert f"示例：\n  ledger {name}" in out
    outside = re.sub(r"(?m)^  ledger .*$|--[a-z-]+|-[A-Za-z]\b", "", out)
    formats = {
        "xlsx",
        "docx",
        "xls",
        "et",
        "ods",
        "zip",
        "csv",
        "jsonl",
        "tsv",
        "table",
        "json",
        "JSON",
        "TSV",
    }
    values = {"LEDGER", "USER", "skip", "update", "new", "stop", "exit", "codes", "month"}
    values |= {"list", "show", "edit", "forget", "copy", "use", "reset", "fields", "print"}
    values |= {"Word", "WPS", "urge", "supervise", "refer", "interview", "criticize", "deduct"}
    values |= {"blacklist", "outcome", "ics", "inspect", "items", "contacts", "top", "tag"}
    values |= {"whistle", "act", "sample", "draw", "record", "brief"}
    values |= {"freeze", "week", "subdistrict", "category", "unit", "trend", "due"}
    codes = {"A", "B", "G", "DL", "a", "f"}
    known = formats | values | codes
    assert set(strangers(outside, "")) <= known
