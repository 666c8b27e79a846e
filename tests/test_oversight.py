"""监管手段: registered under numbers of their own, counted as reports count them, never a state of an issue."""

import json
import re
import sqlite3
from contextlib import closing
from datetime import date

import pytest
from sqlite_utils import Database

from ledger import oversight
from ledger.errors import Exit
from ledger.models import FIELDS as ISSUE_FIELDS
from ledger.models import Status
from ledger.papers import OVERSIGHT, PAPERS, Paper, PaperKind
from ledger.store import migrations, open_reading, schema
from ledger.store import numbered as kept

FIRM = "哈尔滨恒安物业管理有限公司"
ADD = "add 高压柜停电 -e 金都府邸 -s 新华街道 --source 日常检查 -c 供电 --new"


@pytest.fixture
def office(ledger):
    """1 and 2 are with 恒安物业, 3 is with 金都物业, 4 with nobody."""
    for words in (ADD, ADD, ADD, ADD, f"edit 1,2 物业企业={FIRM}"):
        ledger.ok(words)
    ledger.ok("assign 1 2 --to 恒安物业 --new -d 2024-01-31")
    ledger.ok("assign 3 --to 金都物业 --new -d 2024-02-10")
    return ledger


def every(clerk):
    with open_reading(clerk.path) as store:
        return kept.every(store, PAPERS)


def paper(kind, day="2024-01-15", **told):
    told = {"issues": (), "company": None, "points": None} | told
    return Paper(
        uid="p", kind=kind, year=2024, serial=1, doc_no="", given_on=date.fromisoformat(day),
        by="张敏", **told,
    )  # fmt: skip


# --- what is registered

GIVEN = {
    "urge 1": "催办〔2024〕第1号  恒安物业  1 号",
    "supervise 1 2 -d 2024-02-20": "督办〔2024〕第1号  恒安物业  1、2 号  时限 2024-02-20",
    "supervise --company 恒安 -d 2024-02-20 -m 推诿": f"督办〔2024〕第1号  {FIRM}  时限 2024-02-20",
    "refer 1 --to 区城管局": "移交〔2024〕第1号  区城管局  1 号",
    "refer --to 区城管局 --clue 私搭乱建": "移交〔2024〕第1号  区城管局",
    "interview 1": f"约谈〔2024〕第1号  {FIRM}  1 号",
    "interview --to 金都物业 -m 多次停电": "约谈〔2024〕第1号  金都物业",
    "criticize 1 2": f"通报〔2024〕第1号  {FIRM}  1、2 号",
    "deduct 1 --points 6 --clause 第12条": f"扣分〔2024〕第1号  {FIRM}  1 号  扣 6 分",
    "deduct --company 恒安 --points 0.5 -m 拒不整改": f"扣分〔2024〕第1号  {FIRM}  扣 0.5 分",
    "blacklist 1": f"红黑榜〔2024〕第1号  {FIRM}  1 号  黑榜",
    "blacklist --company 恒安 --list 红榜 -m 服务好": f"红黑榜〔2024〕第1号  {FIRM}  红榜",
    "blacklist --company 恒安 --list 重点监管 -m 屡次投诉 -e 金都": f"红黑榜〔2024〕第1号  {FIRM}  重点监管榜",
}


@pytest.mark.parametrize("words", GIVEN)
def test_each_gets_a_number_and_changes_no_issue(office, words):
    before = office.issues()
    said = office.ok(f"oversight {words}")
    assert said.err.splitlines()[0] == GIVEN[words]
    assert "撤销：ledger undo" in said.err
    assert office.issues() == before
    assert len(every(office)) == 1
    assert office.findings() == []


def test_it_stands_in_the_course_of_each_issue(office):
    office.ok("oversight supervise 1 2 -d 2024-02-20 --cycle 周 --leader 赵刚 -m 停电三次")
    office.ok("oversight outcome 督办1 --result 回执 -m 已收到")
    for number in ("1", "2"):
        shown = office.ok(f"show {number}").out
        assert (
            "督办单\t督办〔2024〕第1号；恒安物业；事由 停电三次；办结期限 2024-02-20；反馈周期 周；督办领导 赵刚"
            in shown
        )
        assert "处理结果\t已收到；文号 督办〔2024〕第1号；结果 回执" in shown
    assert "督办" not in office.ok("show 3").out
    assert office.kinds("1")[-2:] == ["paper", "outcome"]


def test_one_for_each_unit_unless_it_is_told_for_whom(office):
    said = office.ok("oversight supervise 1 2 3 -d 2024-02-20")
    assert [line.split("  ")[:3] for line in said.err.splitlines()[:2]] == [
        ["督办〔2024〕第1号", "恒安物业", "1、2 号"],
        ["督办〔2024〕第2号", "金都物业", "3 号"],
    ]
    assert "督办 2 份（操作 A0009）。撤销：ledger undo A0009" in said.err
    said = office.ok("oversight supervise 1 2 3 --to 新华街道 -d 2024-02-20")
    assert "督办〔2024〕第3号  新华街道  1、2、3 号" in said.err


def test_numbers_have_no_gap_and_are_not_given_twice(office):
    office.ok("oversight urge 1")
    office.ok("oversight urge 1 -n")
    office("oversight urge 4")
    office.ok("undo")
    office.ok("oversight urge 1")
    office.ok("oversight supervise 1 -d 2024-02-20")
    said = office.ok("oversight urge 3 --on 2023-12-30")
    assert "ledger document print 催办2023-1 " in said.err
    office.ok("document print 催办2023-1 -o 催.docx")
    given = [(p.doc_no, p.withdrawn) for p in every(office)]
    assert sorted(given) == [
        ("催办〔2023〕第1号", False),
        ("催办〔2024〕第1号", True),
        ("催办〔2024〕第2号", False),
        ("督办〔2024〕第1号", False),
    ]
    assert office.findings() == []


def test_the_office_has_its_own_word_before_the_number(office):
    office.ok("profile edit doc_prefix=里住建")
    office.ok("oversight urge 1")
    office.ok("oversight urge 2 --doc 里住建函〔2024〕21号")
    assert [p.doc_no for p in every(office)] == ["里住建催办〔2024〕第1号", "里住建函〔2024〕21号"]
    office.ok("oversight outcome 里住建催办〔2024〕第1号 --result 回执")
    office.ok("oversight outcome 里住建函〔2024〕21号 --result 回执")


def test_a_known_company_is_meant_by_a_part_of_its_name_and_papers_make_names_known(office):
    office.ok("oversight deduct --company 道里新居物业 --points 3 -m 脏乱 --new")
    office.ok("oversight deduct --company 新居物业 --points 2 -m 脏乱")
    office.ok("oversight refer 1 --to 区法院 --new")
    office.ok("oversight refer 2 --to 区法院")
    assert [p.company for p in every(office)][:2] == ["道里新居物业"] * 2


MISTAKES = {
    "deduct --company 恒安 -m 拒不整改": ("不能扣分：缺分值", "--points 6"),
    "deduct --company 恒安 --points 6": ("不能扣分：缺扣分依据", "--clause 条款"),
    "deduct --points 6 --clause 第3条": ("不能扣分：缺物业企业", "--company 企业"),
    "deduct 3 --points 6 --clause 第3条": ("不能扣分：缺物业企业", "--company 企业"),
    "deduct --company 恒安 --points 六": ("分值“六”不是大于 0 的数", "--points 6"),
    "deduct --company 恒安 --points -3": ("分值“-3”不是大于 0 的数", "--points 6"),
    "deduct --company 恒安 --points nan": ("分值“nan”不是大于 0 的数", "--points 6"),
    "deduct --company 恒安物叶 --points 3 -m 脏": ("名录里没有物业企业“恒安物叶”", f"是不是：{FIRM}？确为新物业企业加 --new"),
    "supervise 1": ("不能督办：缺办结期限", "-d 期限"),
    "supervise 4 -d 月底": ("不能督办：缺责任单位", "--to 单位"),
    "supervise 1 -d 2024-01-14": ("不能督办：期限比出文的那天还早", "-d 更晚的日期"),
    "supervise 1 -d 月底 --cycle 年": ("没有反馈周期“年”", "周、半月、月"),
    "supervise 1 -d 月底 --to 某某局": ("名录里没有单位“某某局”", "--new"),
    "supervise 1 3 -d 月底 --doc 督〔2024〕1号": ("有 2 份，一个文号不够", "去掉 --doc"),
    "refer 1": ("不能移交：缺执法部门", "--to 执法部门"),
    "refer --to 区城管局": ("不能移交：缺违法线索", "--clue"),
    "interview -m 停电": ("不能约谈：没有说对谁", "--company 企业"),
    "criticize --company 恒安": ("不能通报：缺事由", "-m"),
    "blacklist --company 恒安 -m 脏 --list 白": ("没有榜“白”", "黑、红、重点监管"),
    "urge": ("不能催办：没有说是哪些问题；缺责任单位", "写编号，如 17"),
    "urge 99": ("台账里没有 99 号", "ledger list"),
    "outcome 督办9 --result 回执": ("没有文书“督办9”", "ledger oversight list"),
    "outcome 九号 --result 回执": ("没有文书“九号”", "ledger oversight list"),
    "outcome 通报1": ("没有说是什么结果", "--result 已告知|撤销"),
    "outcome 通报1 --result 移出": ("没有结果“移出”", "已告知、撤销"),
    "outcome 通报1 --result 撤销": ("通〔2024〕1号 撤销要写依据", "--basis 依据"),
    "outcome 整改1 --result 回执": ("整改〔2024〕第1号 不是监管手段", "ledger oversight list"),
    "list --kind 罚款": ("没有监管手段“罚款”", "催办、督办"),
    "list --month 某月": ("“某月”不是月份", "2023-09"),
    "supervise 2 -d 月底 --doc 通〔2024〕1号": ("文号“通〔2024〕1号”已经用过", "换一个 --doc"),
}  # fmt: skip


@pytest.mark.parametrize("words", MISTAKES)
def test_mistake_is_told_with_a_way_out_and_uses_no_number(office, words):
    office.ok("oversight criticize 1 --doc 通〔2024〕1号")
    office.ok("export 1 --document 整改通知书 -o 整改")
    before = every(office), office.operations()
    said = office(f"oversight {words}")
    error, hint = said.err.splitlines()[-2:]
    assert said.code != 0
    assert error.startswith(f"错误：{MISTAKES[words][0]}")
    assert MISTAKES[words][1] in hint
    assert (every(office), office.operations()) == before


def test_struck_issue_is_not_urged_and_the_others_are(office):
    office.ok("void 3 --reason 不属实 --approved-by 赵刚")
    said = office("oversight urge 3")
    assert (said.code, said.err.splitlines()[0]) == (
        Exit.REFUSED,
        "错误：2024-0003 现为“终结”，不用催办",
    )
    said = office("oversight urge -S 终结", typed="是\n")
    assert said.err.splitlines()[0] == "错误：没有一条可以催办"
    said = office("oversight urge 1 3")
    assert said.code == Exit.REFUSED
    assert "3 号 未改动" in said.err
    assert [p.doc_no for p in every(office)] == ["催办〔2024〕第1号"]


def test_many_are_asked_about_and_no_is_an_answer(office):
    office.ok("assign 4 --to 金都物业")
    said = office("oversight urge -s 新华街道", typed="否\n")
    assert (said.code, every(office)) == (Exit.REFUSED, [])
    assert "将催办 2 份，4 条" in said.out + said.err
    office.ok("oversight urge -s 新华街道", typed="是\n")
    assert [len(p.issues) for p in every(office)] == [2, 2]
    assert office("oversight urge -s 新华街道").code == Exit.USAGE
    said = office.piped("1\n2\n", "oversight", "urge", "-", "-y")
    assert said.code == 0
    assert office.ok("oversight urge -s 没有的街道 -y").err == "没有符合条件的问题\n"


def test_all_due_urges_once_and_names_the_next_rung(office):
    later = office.at(today=date(2024, 2, 5))
    said = later("oversight urge --all-due")
    assert said.code == Exit.REFUSED
    assert "4 号 未改动：缺责任单位；单独办，加 --to 单位" in said.err
    later.ok("assign 4 --to 金都物业")
    assert "催办〔2024〕第1号  恒安物业  1、2 号" in said.err
    later = office.at(today=date(2024, 2, 20))
    said = later.ok("oversight urge --all-due")
    assert "已催过 2 条，可以督办：ledger oversight supervise 1,2 -d 时限" in said.err
    assert "催办〔2024〕第2号  金都物业  3、4 号" in said.err
    later = office.at(today=date(2024, 2, 21))
    assert later.ok("oversight urge --all-due").err.endswith("没有超期而未催过的问题\n")


# --- how it is counted


def test_figures_of_the_bulletin(ledger):
    """56 督办单, 66 移交执法, 288 分, 5 家黑榜: the sentence and the line of the monthly report."""
    sheet = ["问题来源,街道,小区,问题描述,责任单位,物业企业"]
    sheet += [f"信访,新华街道,第{n}小区,漏水{n},单位{n},企业{n}" for n in range(1, 67)]
    ledger.path.with_name("表.csv").write_text("\n".join(sheet), "utf-8")
    ledger.ok("import 表.csv -y")
    ledger.ok("oversight supervise 1-56 -d 月底 -y")
    ledger.ok("oversight refer 1-66 --to 区城管局 -y")
    ledger.ok("oversight deduct 1-36 --points 8 --clause 第12条 -y")
    ledger.ok("oversight blacklist 1-5 -y")
    ledger.ok("oversight blacklist 6 --list 红")
    ledger.ok("oversight interview --company 企业1 -m 漏水 --new")
    line = "移交执法 66，督办单 56，约谈 1，扣分 288，黑榜 5"
    assert f"监管手段：{line}\n" in ledger.ok("report month 本月").out
    assert ledger.ok("oversight list --month 本月").err == f"共 100 份：{line}\n"
    assert (
        "移交执法部门66件、下达整改督办单56个、信用信息登记扣分288分、行业黑榜通报5家。"
        in ledger.ok("report month 本月 --brief").out  # 道里区 has words of its own
    )
    ledger.ok("profile edit summary=")
    brief = ledger.ok("report month 本月 --brief").out
    assert (
        "移交执法部门66件，下达整改督办单56个，约谈1次，信用信息登记扣分288分，行业黑榜通报5家"
        in brief
    )
    assert ledger.findings() == []


def test_the_line_is_of_the_month_the_sentence_of_all_time(office):
    office.ok("oversight urge 1 --on 2023-12-30")
    office.ok("oversight supervise 1 -d 月底 --on 2023-12-30")
    office.ok("oversight deduct 1 --points 2.5 -m 脏")
    report = office.ok("report month 本月").out
    assert "监管手段：扣分 2.5\n" in report
    assert "下达整改督办单1个、信用信息登记扣分2.5分" in report
    assert "监管手段：督办单 1\n" in office.ok("report month 2023-12").out


def test_what_is_revoked_counts_until_then(office):
    office.ok("oversight deduct 1 --points 6 -m 脏")
    later = office.at(today=date(2024, 2, 20))
    later.ok("oversight outcome 扣分1 --result 撤销 --basis 复核意见 -m 申诉成立")
    assert "扣分 6" in later.ok("oversight list --month 2024-01").err
    assert later.ok("oversight list --month 2024-01").out.splitlines()[1].endswith("\t撤销")
    assert later.ok("oversight list").err == "共 1 份\n"
    later.ok("undo")
    assert later.ok("oversight list").err == "共 1 份：扣分 6\n"
    assert office.findings() == []


def test_sums_are_of_bodies_issues_points_and_papers():
    given = [
        paper(PaperKind.BLACKLIST, company="甲", board="黑"),
        paper(PaperKind.BLACKLIST, company="甲", board="黑"),
        paper(PaperKind.BLACKLIST, company="乙", board="红"),
        paper(PaperKind.CRITICIZE, company="甲"),
        paper(PaperKind.CRITICIZE, company="乙"),
        paper(PaperKind.REFER, issues=("u1", "u2")),
        paper(PaperKind.REFER),
        paper(PaperKind.DEDUCT, points=0.1),
        paper(PaperKind.DEDUCT, points=0.2),
        paper(PaperKind.DEDUCT, points=9.0, withdrawn=True),
        paper(PaperKind.SUPERVISE, "2024-02-01"),
    ]
    assert oversight.totals(given, date(2024, 1, 31)) == {
        "移交执法": 3, "督办单": 0, "约谈": 0, "通报批评": 2, "扣分": 0.3, "黑榜": 1,
    }  # fmt: skip
    assert oversight.line(oversight.totals(given, date(2024, 2, 1), date(2024, 2, 1))) == "督办单 1"


def test_every_kind_has_its_rules():
    assert set(oversight.RULES) == set(PaperKind)
    assert set(oversight.OUTCOMES) == set(OVERSIGHT)
    assert {kind for kind, _ in oversight.COUNTED.values()} <= set(OVERSIGHT)


def test_list_is_filtered_and_told_as_json(office):
    office.ok("oversight urge 1")
    office.ok("oversight urge 3")
    office.ok("oversight deduct 2 --points 6 --clause 第12条 --valid-until 2025-01-15")
    office.ok("export 1 --document 整改通知书")
    assert len(office.ok("oversight list").out.splitlines()) == 4
    assert len(office.ok("oversight list --kind 催办").out.splitlines()) == 3
    assert len(office.ok("oversight list --company 金都").out.splitlines()) == 2
    assert len(office.ok("oversight list 2 3").out.splitlines()) == 3
    (told,) = json.loads(office.ok("oversight list 2 --json").out)
    assert told["issues"] == ["2024-0002"]
    assert (told["kind"], told["points"], told["valid_until"]) == ("deduct", 6.0, "2025-01-15")
    assert json.loads(office.ok("oversight urge 2 --json").out)[0]["doc_no"] == "催办〔2024〕第3号"


# --- a unit in one place


def test_unit_is_shown_with_its_issues_and_its_record(office):
    office.ok("oversight supervise 1 2 -d 2024-02-20")
    office.ok("oversight deduct --company 恒安 --points 6 -m 脏")
    shown = office.at(today=date(2024, 2, 5)).ok("unit show 恒安物业").out
    assert shown.startswith(f"恒安物业、{FIRM}\n")
    assert "2 件：待签收 2" in shown
    assert "2 件，超期 2 件" in shown
    assert "督办单 1，扣分 6" in shown
    assert "1 号  超5天  金都府邸  高压柜停电" in shown
    assert "扣分〔2024〕第1号" in shown


def test_unknown_unit_is_told_with_the_nearest(office):
    said = office("unit show 恒安物叶")
    assert said.code == Exit.USAGE
    assert said.err.startswith("错误：名录里没有单位“恒安物叶”\n提示：是不是：恒安物业")


# --- events, check, migration

FORGERIES = {
    "row changed": (
        "UPDATE record SET body = json_set(body, '$.points', 99)",
        "扣分〔2024〕第1号 的记录被改动",
    ),
    "link gone": ("DELETE FROM record_issue", "文书和问题的联系被改动"),
    "row that no event made": (
        "INSERT INTO record VALUES ('x', 'paper', 'deduct', 'deduct', 2024, 2, '假', '2024-01-15', NULL, 0, 1, '{}')",
        "文书 假 没有历史记录",
    ),
    "guard gone": ("DROP TRIGGER record_stays", "数据库结构被改动：record_stays"),
}


@pytest.mark.parametrize("case", FORGERIES)
def test_check_finds_what_was_done_to_papers(office, case):
    office.ok("oversight deduct 1 --points 6 -m 脏")
    assert office.findings() == []
    sql, finding = FORGERIES[case]
    with closing(sqlite3.connect(office.path, isolation_level=None)) as connection:
        connection.execute(sql)
    assert any(finding in sentence for sentence in office.findings())


def test_papers_never_go(office):
    office.ok("oversight deduct 1 --points 6 -m 脏")
    with (
        closing(sqlite3.connect(office.path, isolation_level=None)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="records never go"),
    ):
        connection.execute("DELETE FROM record")


def test_undo_of_a_paper_with_an_outcome_is_refused(office):
    office.ok("oversight supervise 1 -d 2024-02-20")
    office.ok("oversight outcome 督办1 --result 回执")
    said = office(f"undo {office.operations()[-2]}")
    assert said.code == Exit.REFUSED
    assert "督办〔2024〕第1号" in said.err
    office.ok("undo")
    office.ok(f"undo {office.operations()[-3]}")
    assert every(office)[0].withdrawn
    said = office("oversight outcome 督办1 --result 回执")
    assert "督办〔2024〕第1号 已撤回" in said.err


def test_older_ledger_is_brought_up_after_a_backup(tmp_path, ledger):
    """A file of the first schema gets the tables; its history is untouched and new events are told apart."""
    path = tmp_path / "旧.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        migrations.steps.apply(Database(connection), stop_before="m002_papers")
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION}")
        connection.execute(f"PRAGMA user_version = {1000 + len(ISSUE_FIELDS)}")
        connection.execute("COMMIT")
        with closing(sqlite3.connect(ledger.path)) as new:
            for table in ("operation", "event", "payload", "setting"):
                for row in new.execute(f"SELECT * FROM {table}").fetchall():
                    marks = ", ".join("?" * len(row))
                    connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)
    clerk = ledger.at(db=path)
    clerk.ok(ADD)
    clerk.ok("oversight refer 1 --to 区城管局")
    assert clerk.findings() == []
    assert list(tmp_path.glob("旧_备份/*.db"))
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="CHECK"),
    ):
        connection.execute(
            "INSERT INTO event SELECT 99, operation, kind, '别的', entity_id, digest, prev, hash FROM event LIMIT 1"
        )


def test_no_state_hides_an_issue_from_every_paper():
    assert {s for rule in oversight.RULES.values() for s in rule.states} == set(Status)


def test_texts_are_data(office):
    office.ok("oversight", "criticize", "1", "-m", "\x1b[31m=1+1\n{{文号}}'; DROP TABLE paper;--")
    shown = office.ok("show 1").out
    assert "\x1b" not in shown
    assert re.search(r"=1\+1", shown)
    assert office.findings() == []


def test_a_limit_counts_from_the_day_of_the_paper(ledger):
    ledger.ok("add 漏水 -e 怡园小区 --source 日常检查 -u 物业办 --new --on 2024-01-02")
    assert "时限 2024-01-15" in ledger.ok("oversight supervise 1 -d 5天 --on 2024-01-10").err
