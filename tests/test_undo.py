"""Every operation can be taken back, exactly, and taken back again; what came later is never trampled."""

import re
import sqlite3
from contextlib import closing

import pytest

from ledger.errors import Exit
from ledger.models import FIELDS, Action, public

SHEET = """序号,问题来源,工单编号,街道,小区,问题描述,责任单位,整改时限
1,12345,2401150001,新华街道,怡园小区,一单元楼道灯不亮,恒安物业,2024-01-31
2,信访,2401150002,新华街道,怡园小区,地下室积水,恒安物业,2024-02-10
3,12345,2401150003,新华街道,和平小区,电梯停运,金都物业,2024-02-20
"""
LATER = SHEET.replace("2024-02-20", "2024-03-20").replace("2024-02-10", "2024-02-28")

ADD = "add 水压不足 -e 怡园小区 --source 12345 -c 供热"
ASSIGNED = (ADD, "assign 1 --to 恒安物业 --new -d 2024-02-10")
WHISTLED = (ADD, "whistle 1 --kind 应急 --to 区城管局 --on 2024-01-14")
AT_WORK = (*ASSIGNED, "accept 1")
DONE = (*AT_WORK, "done 1 -m 更换增压泵 --photo 后.jpg")
PASSED = (*DONE, *["verify 1 --pass --by 李明"] * 3)
READY = (*PASSED, "callback 1 --satisfaction 满意")
CLOSED = (*READY, "close 1 --doc 销〔2024〕1号")
SAMPLED = (*CLOSED, "sample draw --size 1 --seed 7")

# The kinds of operation: what came before, the operation, what it makes of the ledger.
OPERATIONS = {
    "edit": ((ADD,), "edit 1 楼栋=3号楼 标签=群体,反复 投诉人=王芳 整改资金（元）=2800"),
    "tag what is struck": (CLOSED, "edit 1 标签+=回头看"),
    "edit many": ((ADD, "add 门禁坏 -e 和平小区 --source 来电"), "edit 1 2 备注=已核 街道=新华街道"),
    "attach": ((ADD,), "attach 1 后.jpg --before"),
    "repeat": ((ADD,), "add 还是不热 -e 怡园小区 --source 来电 --into 1"),
    "assign": ((ADD,), "assign 1 --to 恒安物业/金都物业 --new -d 2024-02-10 --person 王强 --doc 交〔2024〕3号"),
    "claim": ((ADD,), "claim 1 -u 区城管局"),
    "accept": (ASSIGNED, "accept 1"),
    "return": (AT_WORK, "return 1 --reason 属地不符 --basis 属利民街道"),
    "plan": ((*AT_WORK, "progress 1 -m 已看"), "plan 1 勘查=20% 施工=80%"),
    "tick": ((*AT_WORK, "plan 1 勘查=20% 施工=80%"), "progress 1 --milestone 勘查"),
    "extend a plan": ((*AT_WORK, "plan 1 勘查=20% 施工=80%"), "extend 1 -d 2024-03-01 --reason 到货 --approved-by 赵刚"),
    "progress": (ASSIGNED, "progress 1 -m 已购泵 --cost 2800 --photo 后.jpg"),
    "extend": (AT_WORK, "extend 1 -d 2024-03-01 --reason 设备到货 --approved-by 赵刚"),
    "defer": (AT_WORK, "defer 1 --until 2024-04-30 --reason 季节 --approved-by 赵刚"),
    "resume": ((*AT_WORK, "defer 1 --until 2024-04-30 --reason 季节 --approved-by 赵刚"), "resume 1"),
    "done": (AT_WORK, "done 1 -m 更换增压泵 --photo 后.jpg"),
    "verify": (DONE, "verify 1 --pass --by 李明 --photo 后.jpg"),
    "fail": (PASSED, "verify 1 --fail --requirement 换开关 -d 2024-03-01 --by 李明"),
    "callback": (PASSED, "callback 1 --satisfaction 不满意 -m 还是不热"),
    "close": (READY, "close 1 --doc 销〔2024〕1号"),
    "close by force": (DONE, "close 1 --force --reason 局长会议决定"),
    "strike": (AT_WORK, "close 1 --on-the-spot -m 当场修好 --photo 后.jpg"),
    "reopen": (CLOSED, "reopen 1 --reason 再次停热 --basis 12345再次来电"),
    "reopen by add": (CLOSED, "add 又不热 -e 怡园小区 --source 12345 --reopen 1"),
    "void": (DONE, "void 1 --reason 不属实 --approved-by 赵刚"),
    "void a duplicate": ((ADD, "add 门禁坏 -e 和平小区 --source 来电"), "void 2 --reason 重复 --into 1 --approved-by 赵刚"),
    "restore": ((*DONE, "void 1 --reason 不属实 --approved-by 赵刚"), "reopen 1 --reason 查明属实"),
    "many at once": ((ADD, "add 门禁坏 -e 和平小区 --source 来电"), "assign 1,2 --to 恒安物业 --new"),
    "import of updates": (("import 表.csv -y",), "import 后来.csv -y"),
    "supervise": (ASSIGNED, "oversight supervise 1 -d 2024-02-20 --cycle 周"),
    "deduct": (ASSIGNED, "oversight deduct --company 恒安物业 --new --points 6 --clause 第12条"),
    "outcome": ((*ASSIGNED, "oversight supervise 1 -d 2024-02-20"), "oversight outcome 督办1 --result 回执 -m 收到"),
    "assign with its paper": ((ADD,), "assign 1 --to 恒安物业 --new --document -o 交办"),
    "print": (ASSIGNED, "export 1 --document 整改通知书 -o 整改"),
    "whistle": ((ADD,), "whistle 1 --kind 应急 --to 区城管局 --on 2024-01-14"),
    "respond": (WHISTLED, "respond 哨1 --stage 报到 --on 2024-01-15 -m 到场"),
    "the last to finish": (WHISTLED, "respond 哨1 --stage 办结 --on 2024-01-15"),
    "rate": ((*WHISTLED, "respond 哨1 --stage 报到 --on 2024-01-15"), "respond 哨1 --rating 满意"),
    "respond and rate": (WHISTLED, "respond 哨1 --stage 报到 --on 2024-01-15 --rating 满意"),
    "act": (WHISTLED, "whistle act 哨1 --kind 联合执法 --who 区城管局 -m 拆除"),
    "sample": (CLOSED, "sample draw --size 1 --seed 7"),
    "finding": (SAMPLED, "sample record 抽查1 1 --pass --satisfaction 满意"),
    "finding that reopens": (SAMPLED, "sample record 抽查1 1 --fail -m 又停热 --reopen"),
    "inspect": ((ADD,), "inspect 怡园小区 --off 4=2"),
    "config": ((ADD,), "profile edit office=物业科"),
    "clerk": ((ADD,), "config clerk 李明"),
    "calendar": ((ADD,), "calendar 2024-02-10 班 加班"),
}  # fmt: skip


LINKED = (ADD,), "add --like 1 -e 香滨小区,金都府邸"


@pytest.fixture
def office(ledger, tmp_path):
    (tmp_path / "后.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "表.csv").write_text(SHEET, encoding="utf-8")
    (tmp_path / "后来.csv").write_text(LATER, encoding="utf-8")
    return ledger


def state(clerk):
    """All that the ledger says: the raw rows but for their versions, the issues as told, the settings.

    A paper that was taken back stays as a row, so that its number is not given again.
    """
    with closing(sqlite3.connect(clerk.path)) as connection:
        connection.row_factory = sqlite3.Row
        rows = [dict(row) for row in connection.execute("SELECT * FROM issue ORDER BY number")]
        rows += map(dict, connection.execute("SELECT * FROM record WHERE withdrawn = 0"))
        settings = connection.execute("SELECT key, value FROM setting ORDER BY key").fetchall()
    told = [public(issue) for issue in clerk.issues()]
    for row in [*rows, *told]:
        del row["version"]
    return rows, told, [tuple(setting) for setting in settings]


@pytest.mark.parametrize("kind", OPERATIONS)
def test_undo_restores_the_exact_state_and_undoing_that_redoes_it(office, kind):
    before_it, operation = OPERATIONS[kind]
    for words in before_it:
        office.ok(words)
    before = state(office)
    office.ok(operation)
    after = state(office)
    assert after != before
    said = office.ok("undo")
    assert state(office) == before
    redo = re.search(r"要重做：(ledger undo \w+)", said.err)[1]
    office.ok(redo.removeprefix("ledger "))
    assert state(office) == after
    assert office.findings() == []


def test_every_kind_of_event_is_taken_back_in_these_tests(office):
    """A step that is new to the procedure must be named above."""
    seen = {"undo", "purge"}  # which is never taken back
    for before_it, operation in (*OPERATIONS.values(), LINKED):
        clerk = office.at(db=office.path.with_name(f"{len(seen)}{operation[:9]}.db"))
        clerk.path.write_bytes(office.path.read_bytes())
        for words in (*before_it, operation):
            clerk.ok(words)
        with closing(sqlite3.connect(clerk.path)) as connection:
            seen.update(kind for (kind,) in connection.execute("SELECT kind FROM event"))
    assert seen == set(Action) - {Action.EXPORT}  # a record of what went out stays


@pytest.mark.parametrize(
    "words", [ADD, f"{ADD} -u 恒安物业 --new --photo 后.jpg", "import 表.csv -y"]
)
def test_what_is_undone_right_after_it_was_entered_is_withdrawn(office, words):
    office.ok("add 门禁坏 -e 江畔小区 --source 来电")
    kept = state(office)
    office.ok(words)
    added = state(office)
    count = len(office.issues())
    said = office.ok("undo")
    (first, *withdrawn) = office.issues()
    assert not first.withdrawn
    assert all(issue.withdrawn for issue in withdrawn)
    assert len(office.listed("--all")) == 1
    assert office.ok("export --format jsonl --all").out.count("\n") == 1
    assert office.ok("export --format csv --all").out.count("\n") == 2
    assert office.ok("list --all --ids").out == "2024-0001\n"
    assert office.ok("list -k 怡园 --all --ids").out == ""
    office.ok("edit 1 备注=甲")
    assert kept[2] == state(office)[2]
    redo = re.search(r"要重做：ledger (undo \w+)", said.err)[1]
    office.ok(redo)
    assert state(office)[0][1:] == added[0][1:]
    assert len(office.listed("--all")) == count


def test_number_of_what_was_withdrawn_is_never_given_again(office):
    office.ok(ADD)
    office.ok("undo")
    office.ok(ADD)
    assert [issue.number for issue in office.issues()] == ["2024-0001", "2024-0002"]
    assert office.findings() == []


@pytest.mark.parametrize(
    "words",
    ["assign 1 --to 区城管局", "edit 1 楼栋=3", "void 1 --reason 不属实 --approved-by 赵刚"],
)
def test_nothing_happens_to_what_was_withdrawn(office, words):
    office.ok(ADD)
    office.ok("undo")
    before = state(office)
    said = office(words)
    assert said.code == Exit.REFUSED
    assert "2024-0001 的登记已撤销" in said.err
    assert "ledger log 2024-0001" in said.err
    assert state(office) == before


def test_undo_keeps_and_lists_what_was_changed_since(office):
    office.ok("import 表.csv -y")
    office.ok("edit 2 楼栋=3号楼")
    before = office.issue("2")
    said = office("undo B0001")
    assert said.code == Exit.REFUSED
    assert "2 条" in said.err
    assert "1 条后来改过，保留不动：2" in said.err
    assert [issue.withdrawn for issue in office.issues()] == [True, False, True]
    assert office.issue("2") == before
    assert office.findings() == []


def test_undo_that_would_trample_everything_changes_nothing(office):
    for words in (ADD, "edit 1 楼栋=3号楼", "edit 1 楼栋=4号楼"):
        office.ok(words)
    before, operations = state(office), office.operations()
    said = office("undo A0003")
    assert (said.code, office.operations()) == (Exit.REFUSED, operations)
    assert "2024-0001" in said.err
    assert "ledger log" in said.err
    assert state(office) == before


def test_undo_of_one_field_leaves_later_changes_of_others(office):
    for words in (ADD, "edit 1 楼栋=3号楼", "edit 1 备注=急"):
        office.ok(words)
    office.ok("undo A0003")
    assert (office.issue().building, office.issue().remarks) == (None, "急")


def test_undo_walks_back_operation_by_operation(office):
    states = []
    for words in DONE:
        states.append(state(office))
        office.ok(words)
    for before in reversed(states[1:]):
        office.ok("undo")
        assert state(office) == before
    office.ok("undo")
    assert office.listed("--all") == []
    said = office("undo")
    assert (said.code, said.err.splitlines()[0]) == (Exit.USAGE, "错误：没有可以撤销的操作")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ("undo A0001", Exit.REFUSED, "建台账这一步不能撤销"),
        ("undo A0099", Exit.USAGE, "没有操作 A0099"),
        ("undo B0009", Exit.USAGE, "没有批次 B0009"),
        ("undo A0002", Exit.REFUSED, "操作 A0002 已经撤销过（A0003）"),
        ("undo 1", Exit.USAGE, "没有操作 1"),
        ("undo %", Exit.USAGE, "没有操作 %"),
    ],
)
def test_what_cannot_be_undone_is_told(office, words, code, sentence):
    office.ok(ADD)
    office.ok("undo")
    operations = office.operations()
    said = office(words)
    assert (said.code, said.err.splitlines()[0]) == (code, f"错误：{sentence}")
    assert office.operations() == operations


def test_what_was_done_again_is_what_the_next_undo_takes_back(office):
    for words in (ADD, "edit 1 楼栋=1", "edit 1 楼栋=2", "undo", "undo A0005"):
        office.ok(words)
    assert office.issue().building == "2"
    office.ok("undo")
    assert office.issue().building == "1"
    office.ok("undo")
    assert office.issue().building is None


def test_operation_that_was_done_again_can_be_undone_by_its_own_code(office):
    for words in (ADD, "edit 1 楼栋=1", "undo", "undo A0004", "undo A0003"):
        office.ok(words)
    assert office.issue().building is None


def test_sheet_is_read_anew_after_its_import_was_undone(office):
    office.ok("import 表.csv -y")
    office.ok("import 后来.csv -y")
    after = state(office)
    office.ok("undo B0002")
    said = office.ok("import 后来.csv -y")
    assert "新增 0，更新 2，相同 1，冲突 0" in said.err
    assert state(office)[0] == after[0]


def test_undo_tells_who_took_back_what(office):
    office.ok(ADD)
    office.ok("undo --by 李明")
    (register, undo) = office.history()
    assert (undo.event.kind, undo.event.by) == (Action.UNDO, "李明")
    assert undo.event.changes == {"withdrawn": (False, True)}
    log = office.ok("log").out
    assert re.search("A0003\t.*\t撤销 A0002\t", log)
    assert re.search("A0002\t.*\t被 A0003\t", log)
    assert set(register.event.changes) <= set(FIELDS)


def test_what_an_issue_was_struck_on_is_not_taken_back_behind_it(office):
    for words in CLOSED:
        office.ok(words)
    callback = office.operations()[-2]
    before = office.issue()
    said = office(f"undo {callback}")
    assert (said.code, office.issue()) == (Exit.REFUSED, before)
    assert "没有可以撤回的" in said.err


def test_history_says_what_an_undo_did(ledger):
    ledger.ok("add 漏水 -e 怡园 --source 来电")
    ledger.ok("claim 1 -u 恒安物业 --new")
    ledger.ok("undo A0003")
    assert "撤销\t状态 整改中 改 待交办" in ledger.ok("log 1").out
    ledger.ok("undo A0002")
    ledger.ok("undo A0005")
    told = ledger.ok("log 1").out
    assert "撤销\t登记已撤回" in told
    assert "撤销\t登记已恢复" in told
