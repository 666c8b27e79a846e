"""What goes wrong is told in one Chinese sentence with a way out, and nothing has changed."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from ledger import errors
from ledger.commands.funnel import Interrupted, told
from ledger.errors import Exit, LedgerError
from ledger.profile import Profile

# words (or words and what is typed on a terminal): exit code, sentence, hint (each a pattern)
MISTAKES = {
    "import 没有.xlsx -y": (Exit.BAD_DATA, "没有找到文件“没有.xlsx”", "检查文件名"),
    "import '' -y": (Exit.BAD_DATA, "没有找到文件“”", "写出文件名"),
    "import 空.xlsx -y": (Exit.BAD_DATA, "“空.xlsx”：是空文件", "重新下载"),
    "import 图.xlsx -y": (Exit.BAD_DATA, "“图.xlsx”.*图片", "xlsx、xls 或 csv"),
    "import 乱.xlsx -y": (Exit.BAD_DATA, "“乱.xlsx”", "."),
    "import 通知.csv -y": (Exit.BAD_DATA, "“通知.csv”里没有找到台账", "--map"),
    "import 表.csv": (Exit.USAGE, "没有终端，不能询问", "加 -y"),
    "import 表.csv --on-conflict 全部": (Exit.USAGE, "没有“全部”这种办法", "skip、update、stop、new"),
    "import 表.csv --map 责任人": (Exit.USAGE, "--map 的“责任人”看不懂", "--map G=责任人"),
    "add 漏水 -e 怡园 --source 来电 -d 年底前后": (Exit.USAGE, "“年底前后”", "."),
    "add 漏水 -e 怡园 --source 来电 --on 2024-13-01": (Exit.USAGE, "“2024-13-01”", "."),
    "list --since 明儿": (Exit.USAGE, "“明儿”", "."),
    "show 99": (Exit.NO_SUCH_NUMBER, "台账里没有 99 号", "ledger list"),
    "show 2022-0001": (Exit.NO_SUCH_NUMBER, "台账里没有 2022-0001 号", "ledger list"),
    f"show {10**30}": (Exit.NO_SUCH_NUMBER, f"台账里没有 {10**30} 号", "ledger list"),
    "close 99": (Exit.NO_SUCH_NUMBER, "台账里没有 99 号", "ledger list"),
    "add 漏水 -e 怡园 --source 来电 --into ²": (Exit.NO_SUCH_NUMBER, "台账里没有 ² 号", "."),
    "void 2 --reason 重复 --into 99 --approved-by 赵刚": (Exit.NO_SUCH_NUMBER, "台账里没有 99 号", "."),
    "show 十七": (Exit.USAGE, "“十七”不是编号", "2023-0017"),
    "close 5-3": (Exit.USAGE, "编号范围“5-3”前大后小", "写成 3-5"),
    "close 1-99999999": (Exit.USAGE, "编号范围“1-99999999”太长", "筛选条件"),
    "assign 2 --to 恒安物业有限公司": (Exit.USAGE, "名录里没有单位“恒安物业有限公司”", "--new"),
    "add 漏水 -e 怡园 --source 来电 -c 外星人": (Exit.USAGE, "没有类别“外星人”", "可用的类别：.*供热"),
    "add 漏水 -e 怡园 --source 来电 -c 供水": (Exit.USAGE, "没有类别“供水”", "是不是：供热、供电？可用的类别：.*给排水"),
    "add 漏水 -e 怡园 --source 微博": (Exit.USAGE, "没有问题来源“微博”", "可用的问题来源：.*12345"),
    "add 漏水 -e 怡园": (Exit.USAGE, "缺来源", "--source 12345"),
    "add 漏水 --source 来电": (Exit.USAGE, "缺小区或街道", "-e 小区"),
    "add -e 怡园 --source 来电": (Exit.USAGE, "缺问题描述", "ledger add"),
    "list -S 办理中": (Exit.USAGE, "没有状态“办理中”", "可用的状态：待交办"),
    "list --columns 编号,电话": (Exit.USAGE, "没有列“电话”", "可用的列：编号"),
    "list --sort 大小": (Exit.USAGE, "没有次序“大小”", "紧迫"),
    "list --format docx": (Exit.USAGE, "没有格式“docx”", "table"),
    "list --due-in 三": (Exit.USAGE, "--due-in 的“三”不是数", "--due-in 3"),
    "list --due-in 99999999999": (Exit.USAGE, "--due-in 的“99999999999”", "--due-in 3"),
    "list -L 很多": (Exit.USAGE, "条数“很多”不是数", "-L 50"),
    f"list -L {10**25}": (Exit.USAGE, "条数", "-L 50"),
    "edit 2 颜色=红": (Exit.USAGE, "没有可修改的字段“颜色”", "可用的字段"),
    "edit 小区=怡园": (Exit.USAGE, "没有说改哪一号", "ledger edit 17"),
    "edit 2": (Exit.USAGE, "没有说改什么", "ledger edit 17"),
    "edit 2 整改时限=改天": (Exit.USAGE, "“改天”", "."),
    "progress 2 -m 好 --cost 两千": (Exit.USAGE, "金额“两千”不是数", "--cost 2800"),
    "progress 2 -m 好 --cost nan": (Exit.USAGE, "金额“nan”不是数", "--cost 2800"),
    "edit 3 楼栋=3": (Exit.REFUSED, "2024-0003 现为“已销号”，不能修改", "ledger reopen 2024-0003"),
    "done 3 -m 好": (Exit.REFUSED, "2024-0003 现为“已销号”，不能报验", "ledger reopen 2024-0003"),
    "close 3": (Exit.REFUSED, "2024-0003 现为“已销号”，不能销号", "ledger reopen 2024-0003"),
    "verify 2": (Exit.USAGE, "没有说验收通过还是不通过", "--pass 或 --fail"),
    "close 2 --force": (Exit.USAGE, "例外销号要写明理由", "--force --reason"),
    "attach 2 没有.jpg": (Exit.BAD_DATA, "找不到文件：没有.jpg", "检查文件名"),
    "attach 2 空.xlsx": (Exit.BAD_DATA, "文件是空的", "换一个文件"),
    "attach 2 图.xlsx --before --after": (Exit.USAGE, "只能选一个", "--before"),
    "close -S 待交办": (Exit.REFUSED, "没有一条可以销号", "."),
    "assign -S 待交办 --to 区城管局": (Exit.USAGE, "没有终端，不能询问", "加 -y"),
    "assign 2 -S 待交办 --to 区城管局": (Exit.USAGE, "编号和筛选条件不能同时用", "只写"),
    "list 2 --overdue": (Exit.USAGE, "编号和筛选条件不能同时用", "只写"),
    "assign --to 区城管局": (Exit.USAGE, "没有说是哪些问题", "写编号"),
    "restore 备份.db": (Exit.BAD_DATA, "找不到备份文件：备份.db", "备份放在"),
    "restore 没有.db -y": (Exit.BAD_DATA, "找不到备份文件：没有.db", "备份放在"),
    "export --form 没有的": (Exit.USAGE, "没有表样“没有的”", "."),
    "export --format pdf": (Exit.USAGE, "没有格式“pdf”", "xlsx"),
    "export --format csv -o 表.csv/甲.csv": (Exit.BAD_DATA, ".", "."),
    "backup -o 表.csv/甲.db": (Exit.BAD_DATA, ".", "."),
    "export -o 没有/甲.xlsx": (Exit.BAD_DATA, "没有文件夹", "先建立"),
    "report month -o 没有/甲.xlsx": (Exit.BAD_DATA, "没有文件夹", "先建立"),
    "backup -o 没有/甲.db": (Exit.BAD_DATA, "没有文件夹", "换一个文件夹"),
    "import 没有.xlsx": (Exit.BAD_DATA, "没有找到文件", "检查文件名"),
    "form add 没有.xlsx": (Exit.BAD_DATA, "找不到文件", "检查文件名"),
    "document use 督办单 没有.docx": (Exit.BAD_DATA, "找不到文件", "检查文件名"),
    "config 颜色": (Exit.USAGE, "没有设置“颜色”", "clerk"),
    "config seat 甲": (Exit.USAGE, "席位代号“甲”应是一个大写字母", "--seat A"),
    "config office 物业科": (Exit.USAGE, "“office”在区县配置里", "ledger profile edit office="),
    "profile edit prefix=3": (Exit.BAD_DATA, "编号前缀“3”", "ledger profile edit"),
    "profile edit 科室=物业科": (Exit.USAGE, "“科室=物业科”看不懂", "office"),
    "profile edit limits=3天": (Exit.USAGE, "“limits”有好几条", "ledger profile edit"),
    "profile edit": (Exit.USAGE, "没有终端，不能打开编辑器", "--from"),
    "profile edit --from 没有.toml": (Exit.BAD_DATA, "没有文件“没有.toml”", "文件名"),
    "calendar 二〇二四年": (Exit.USAGE, "不是年份", "ledger calendar 2024"),
    "calendar 2024-02-10 加班": (Exit.USAGE, "“加班”应写 休 或 班", "ledger calendar"),
    "init --district 道理区": (Exit.USAGE, "没有区县配置“道理区”", "道里区"),
    "init": (Exit.USAGE, "没有说是哪个区", "--district"),
    "undo A9": (Exit.USAGE, "没有操作 A9", "ledger log"),
    "log 99": (Exit.NO_SUCH_NUMBER, "台账里没有 99 号", "ledger list"),
    "check --against 9:00": (Exit.REFUSED, "台账里没有指纹 9:00", "."),
}  # fmt: skip
OURS = {
    "ask", "MB", "DL", "ledger", "xlsx", "xls", "csv", "jsonl", "docx", "pdf", "ics", "masked", "full", "table", "tsv", "skip", "update", "stop",
    "new", "map", "sheet", "due", "in", "cost", "nan", "LEDGER", "DB", "undo", "log", "list", "show",
    "reopen", "reason", "basis", "pass", "fail", "force", "before", "during", "after", "seat",
    "against", "db", "jpg", "pressing", "number", "entered", "add", "edit", "source", "district",
    "verify", "assign", "to", "init", "config", "calendar", "WPS", "Excel", "help", "import", "day",
    "clerk", "campaign", "profile", "check", "from", "toml", "prefix", "doc", "office", "utf", "gbk", "limits", "categories", "sources",
}  # fmt: skip


@pytest.fixture
def desk(fresh, tmp_path, monkeypatch):
    """A ledger where 1 may be two numbers, 2 is open and 3 struck off, beside files that are no ledgers."""
    monkeypatch.chdir(tmp_path)
    clerk = fresh.at(db=tmp_path / "问题台账.db")
    clerk.path.write_bytes(fresh.path.read_bytes())
    last_year = clerk.at(today=clerk.env.today.replace(year=2023))
    last_year.ok("add 漏水 -e 怡园小区 --source 来电")
    for words in ("门禁坏", "路灯不亮", "井盖松"):
        clerk.ok("add", words, "-e", "怡园小区", "--source", "日常检查", "--new")
    for words in ("claim 3 -u 区城管局 --new", "done 3 -m 换了", "close 3 --force --reason 试验"):
        clerk.ok(words)
    Path("空.xlsx").write_bytes(b"")
    Path("图.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    Path("乱.xlsx").write_bytes(b"PK\x03\x04" + bytes(range(256)) * 4)
    Path("通知.csv").write_text("各街道：\n请于月底前报送台账。\n", encoding="utf-8")
    Path("表.csv").write_text(
        "序号,问题来源,小区,问题描述\n1,来电,和平小区,停水\n", encoding="utf-8"
    )
    return clerk


def foreign(text):
    """English words that a clerk has no use for; keys of the profile stand in its file."""
    known = OURS | {part for key in Profile._fields for part in key.split("_")}
    return [word for word in re.findall("[A-Za-z]{2,}", text) if word not in known]


def snapshot(folder):
    """Every file with its content."""
    files = (path for path in Path(folder).rglob("*") if path.is_file())
    return {path: sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("words", MISTAKES)
def test_mistake_is_told_in_one_sentence_and_changes_nothing(desk, words):
    code, sentence, hint = MISTAKES[words]
    before = snapshot(".")
    said = desk(words)
    error, way_out = said.err.splitlines()[-2:]
    assert re.fullmatch(f"错误：.*{sentence}.*", error)
    assert re.fullmatch(f"提示：.*{hint}.*", way_out)
    assert (said.code, said.out) == (code, "")
    typed = {*re.findall("[A-Za-z]{2,}", words)}
    assert set(foreign((error + way_out).replace(str(desk.path.parent), ""))) <= typed
    assert snapshot(".") == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("list", "还没有台账"),
        ("add 漏水 -e 怡园 --source 来电", "还没有台账"),
        ("import 表.csv -y", "还没有台账"),
        ("undo", "还没有台账"),
        ("backup", "还没有台账"),
        ("export --format csv", "还没有台账"),
        ("init --district 里 --by 张敏 --seat 甲", "席位代号“甲”应是一个大写字母"),
        ("init --district 道里区 --seat 甲 --by 张敏", "席位代号“甲”应是一个大写字母"),
    ],
)
def test_without_a_ledger_the_way_to_one_is_told(desk, tmp_path, words, sentence):
    before = snapshot(".")
    said = desk.at(db=tmp_path / "新.db")(words)
    error, way_out = said.err.splitlines()
    assert error.startswith(f"错误：{sentence}")
    assert way_out.startswith("提示：")
    assert said.code != 0
    assert snapshot(".") == before


@pytest.mark.parametrize("answer", ["", "\n", "否\n", "n\n"])
@pytest.mark.parametrize(
    "words", ["assign -S 待交办 --to 区城管局 --new", "import 表.csv", "restore 备份.db"]
)
def test_no_is_an_answer(desk, words, answer):
    desk.ok("backup -o 备份.db")
    before = snapshot(".")
    said = desk(words, typed=answer)
    assert said.code == Exit.REFUSED
    assert said.err.splitlines()[-1].endswith("已取消，没有改动")
    assert snapshot(".") == before


def test_clerk_must_be_known(desk):
    desk.ok("config clerk ''")
    said = desk("edit 2 楼栋=3")
    assert (said.code, said.err.splitlines()) == (
        Exit.USAGE,
        ["错误：不知道经办人是谁", "提示：加 --by 姓名，或设一次：ledger config clerk 姓名"],
    )


def test_numbers_from_a_pipe_are_asked_about(desk):
    """Standard input is used up by the numbers: nobody can be asked, so -y is needed."""
    before = snapshot(".")
    said = desk.piped("2\n", "assign", "-", "--to", "区城管局", "--new")
    assert (said.code, said.err.splitlines()[-1]) == (Exit.USAGE, "提示：确定要做，加 -y")
    assert snapshot(".") == before
    said = desk.piped("2\n", "assign", "-", "--to", "区城管局", "--new", "-y")
    assert said.code == Exit.OK, said.err
    said = desk.piped("3\n", "reopen", "-", "--reason", "又坏", "--basis", "来电", "-y")
    assert said.code == Exit.OK, said.err


def classes(base):
    return {base, *(each for sub in base.__subclasses__() for each in classes(sub))}


def test_every_kind_of_error_is_raised_by_some_mistake_here():
    """Conflicts need another window: tests of the store have one."""
    codes = {code for code, _, _ in MISTAKES.values()}
    shown = {Exit.REFUSED, Exit.USAGE, Exit.NO_SUCH_NUMBER, Exit.BAD_DATA}
    assert codes == shown
    ours = {each for each in classes(LedgerError) if each.__module__ == errors.__name__}
    assert {each.code for each in ours} == shown | {Exit.CONFLICT}
    assert told(KeyboardInterrupt()).code == Interrupted.code == Exit.CANCELLED


def test_a_short_number_means_this_years_issue_and_is_refused_when_no_year_is_meant(desk):
    assert "2024-0001" in desk.ok("show 1").out
    next_year = desk.at(today=desk.env.today.replace(year=2025))
    said = next_year("show 1")
    assert (said.code, said.out) == (Exit.USAGE, "")
    assert said.err == "错误：1 号不止一个：2023-0001、2024-0001\n提示：写全编号再试一次\n"
