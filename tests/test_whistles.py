"""街道吹哨、部门报到: who was called, by when each must answer, who was late, how each was rated."""

import json
from datetime import date

import pytest

from ledger import whistles
from ledger.errors import Exit
from ledger.profile import WhistleRule, parse, unparse
from ledger.store import Author, open_writing
from ledger.whistles import FINISH, REPORT, SIGN, Whistle
from ledger.workdays import EMPTY

ADD = "add 高压柜停电 -e 金都府邸 -s 新华街道 --source 日常检查 -c 供电 --new"
BLOW = "whistle 1 --kind 综合执法 --to 区城管局,区公安分局 --on 2024-01-15T9:00"


@pytest.fixture
def street(ledger):
    """1 has a whistle for two departments, blown on Monday at nine; 2 and 3 have none. It is Tuesday."""
    for words in (ADD, ADD, ADD):
        ledger.ok(words)
    later = ledger.at(today=date(2024, 1, 16))
    later.ok(BLOW)
    return later


def called(**told):
    told = {
        "uid": "w", "kind": "应急", "year": 2024, "serial": 1, "doc_no": "哨2024-1",
        "given_on": date(2024, 1, 15), "by": "张敏", "blown": "2024-01-15 09:00", "units": ("甲", "乙"),
    } | told  # fmt: skip
    return Whistle(**told)


def shown(clerk, number="哨1"):
    (whistle,) = json.loads(clerk.ok(f"whistle show {number} --json").out)
    return whistle


# --- blowing


def test_whistle_gets_a_number_and_its_clocks_and_stands_in_the_course_of_the_issue(street):
    said = street.ok(
        "whistle 2,3 --kind 工作推进 --to 区工信局 --on 2024-01-15T16:30 -m 停电 --from 李明 -d 1月31日"
    )
    assert said.err.splitlines() == [
        "哨2024-2  工作推进哨  区工信局  2、3 号",
        "  签收 2024-01-15 17:30，联系 2024-01-16 16:30，报到 2024-01-18，办结 2024-01-31 前",
        "应哨：ledger respond 哨2024-2 -u 区工信局 --stage 签收      撤销：ledger undo",
    ]
    for number in ("2", "3"):
        assert (
            "吹哨\t哨2024-2；工作推进哨；区工信局；街道 新华街道；吹哨人 李明；事项 停电；办结期限 2024-01-31"
            in street.ok(f"show {number}").out
        )
    assert "哨2024-2" not in street.ok("show 1").out
    assert street.issue("2").status == "registered"
    assert street.findings() == []


def test_word_new_may_be_written_and_options_may_come_first(street):
    street.ok("whistle new 2 --kind 应急 --to 区城管局")
    street.ok("whistle --kind 应急 --to 区城管局 3")
    assert street.ok("whistle list").out.count("应急") == 2


def test_of_a_day_that_is_past_only_the_day_is_known(street):
    street.ok("whistle 2 --kind 综合执法 --to 区城管局 --on 2024-01-11")
    assert shown(street, "哨2")["deadlines"] == {
        "签收": "2024-01-11",
        "联系": "2024-01-11",
        "报到": "2024-01-12",
    }
    street.ok("respond 哨2 --stage 签收 --on 2024-01-11")
    assert "超时" in street.ok("respond 哨2 --stage 报到 --on 2024-01-15").err


def test_issue_that_is_called_for_again_is_told_so(street):
    assert "1 号已吹哨 2 次" in street.ok(BLOW).err


def test_rules_that_change_later_do_not_touch_what_was_blown(street):
    before = shown(street)["deadlines"]
    author = Author(by="张敏", seat="A", at=street.env.now(), command="试验")
    with open_writing(street.path, lambda _store: author) as store:
        rules = [{"kind": "综合执法", "sign": "2小时"}, {"kind": "夜间"}]
        profile = parse({"whistles": rules}, base=parse(store.setting("profile")))
        store.set("profile", unparse(profile), on=street.env.today)
    assert shown(street)["deadlines"] == before
    assert "签收 2024-01-15 11:00 前" in street.ok(BLOW).err
    assert "deadlines" not in shown(
        street, street.ok("whistle 2 --kind 夜间 --to 区城管局").err.split()[0]
    )


# --- answering


def test_answers_are_held_against_the_clock(street):
    assert "超时" not in street.ok("respond 哨1 -u 城管 --stage 签收 --on 2024-01-15T10:00").err
    said = street.ok("respond 哨1 -u 区公安分局 --stage 签收 --on 2024-01-15T10:01 -m 电话签收")
    assert said.err.splitlines()[0] == "哨2024-1  区公安分局  签收 2024-01-15 10:01  超时"
    course = street.ok("show 1").out
    assert "应哨\t电话签收；哨2024-1；区公安分局 签收 2024-01-15 10:01" in course


def test_when_all_have_finished_the_whistle_is_over(street):
    street.ok("respond 哨1 -u 区城管局,区公安分局 --stage 办结 --on 2024-01-15T15:00")
    assert shown(street)["ended_on"] == "2024-01-15"
    assert street.ok("whistle list").out.splitlines()[1:] == []
    assert "2024-01-15 办结" in street.ok("whistle list --all").out
    street.ok("undo")
    assert "ended_on" not in shown(street)


def test_one_department_can_be_taken_back_after_another_has_answered(street):
    street.ok("respond 哨1 -u 区城管局 --stage 报到 --on 2024-01-15T9:30")
    street.ok("respond 哨1 -u 区公安分局 --stage 报到 --on 2024-01-15T9:40")
    street.ok(f"undo {street.operations()[-2]}")
    assert shown(street)["answers"] == {"区公安分局/报到": "2024-01-15 09:40"}
    assert street.findings() == []


def test_street_rates_who_came(street):
    street.ok("respond 哨1 -u 区城管局 --stage 报到 --on 2024-01-15T9:30 --rating 满意")
    assert shown(street)["ratings"] == {"区城管局": "满意"}
    said = street("respond 哨1 -u 区公安分局 --rating 不满意")
    assert said.code == Exit.REFUSED
    assert "区公安分局还没有报到，不能评价" in said.err


def test_meeting_and_joint_action_are_kept_with_the_whistle(street):
    street.ok(
        'whistle act 哨1 --kind 专题会 --who 区住建局,供电公司 --chair 赵刚 -m "由企业更换高压柜"'
    )
    street.ok("whistle act 1 --kind 联合执法 --who 区城管局,区公安分局 -m 拆除两处")
    street.ok("whistle act 1 --kind 领导批示 --chair 赵刚 -m 一周解决")
    assert shown(street)["acts"] == {
        "专题会1": {"on": "2024-01-16", "who": ["区住建局", "供电公司"], "chair": "赵刚", "text": "由企业更换高压柜"},
        "联合执法1": {"on": "2024-01-16", "who": ["区城管局", "区公安分局"], "text": "拆除两处"},
        "领导批示1": {"on": "2024-01-16", "chair": "赵刚", "text": "一周解决"},
    }  # fmt: skip
    assert "专题会1 参加 区住建局、供电公司，主持 赵刚，由企业更换高压柜" in street.ok("show 1").out


def test_act_that_was_taken_back_gives_its_place_to_nobody_else(street):
    for text in ("甲", "乙"):
        street.ok(f"whistle act 1 --kind 联合执法 --who 区城管局 -m {text}")
    street.ok(f"undo {street.operations()[-2]}")
    street.ok("whistle act 1 --kind 联合执法 --who 区城管局 -m 丙")
    assert [act["text"] for act in shown(street)["acts"].values()] == ["乙", "丙"]


def test_money_is_told_with_who_paid(street):
    street.ok("assign 1 --to 恒安物业 --new")
    street.ok("progress 1 -m 更换高压柜 --cost 28万元 --paid-by 恒安物业")
    street.ok("progress 1 -m 更换电缆 --cost 2000 --paid-by 区财政")
    issue = street.issue()
    assert (issue.cost, issue.payer) == (282_000, "恒安物业、区财政")
    assert "282,000.00 元 恒安物业、区财政" in street.ok("show 1").out


def test_who_paid_is_told_by_the_name_of_the_directory(street):
    street.ok("unit add 哈尔滨恒安物业有限公司 别名=恒安")
    street.ok("assign 1 --to 恒安")
    street.ok("progress 1 -m 更换高压柜 --cost 28万 --paid-by 恒安")
    assert street.issue().payer == "哈尔滨恒安物业有限公司"


MISTAKES = {
    "whistle 1 --to 区城管局": ("没有说是哪种哨", "--kind 工作推进|攻坚克难|综合执法|应急"),
    "whistle 1 --kind 联欢 --to 区城管局": ("没有哨种“联欢”", "工作推进、攻坚克难"),
    "whistle 1 --kind 应急": ("没有说叫哪些部门", "--to 部门,部门"),
    "whistle 1 --kind 应急 --to 区城管句": ("名录里没有单位“区城管句”", "区城管局"),
    "whistle --kind 应急 --to 区城管局": ("没有说为什么事吹哨", "写编号"),
    "whistle 99 --kind 应急 --to 区城管局": ("台账里没有 99 号", "ledger list"),
    "whistle 1 --kind 应急 --to 区城管局 --on 2024-01-15T25:00": ("--on 的“25:00”不是钟点", "应像 16:40"),
    "whistle 1 --kind 应急 --to 区城管局 -d 2024-01-10": ("时限 2024-01-10 早于办理的那天（2024-01-16）", "--on 当时的日期"),
    "whistle lst": ("没有“lst”命令", "list"),
    "whistle 3 --kind 应急 --to 区城管局": ("2024-0003 现为“终结”，不用吹哨", "ledger show 3"),
    "respond 哨1 -u 区城管局": ("没有说到了哪一步", "--stage 签收|联系|报到|办结"),
    "respond 哨1 -u 区城管局 --stage 到场": ("没有环节“到场”", "报到"),
    "respond 哨1 --stage 签收": ("哨2024-1 叫了 2 家", "-u 区城管局|区公安分局"),
    "respond 哨1 -u 区工信局 --stage 签收": ("哨2024-1 里没有“区工信局”", "区城管局、区公安分局"),
    "respond 哨1 -u 区 --stage 签收": ("哨2024-1 里不止一个“区”", "区城管局、区公安分局"),
    "respond 哨9 -u 区城管局 --stage 签收": ("没有吹哨“哨9”", "ledger whistle list --all"),
    "respond 督办1 -u 区城管局 --stage 签收": ("没有吹哨“督办1”", "ledger whistle list --all"),
    "respond 哨1 -u 区城管局 --stage 签收 --on 2024-01-15T8:00": ("签收早于吹哨（2024-01-15 09:00）", "--on 9:30"),
    "respond 哨1 -u 区公安分局 --stage 联系 --on 2024-01-15T9:20": ("哨2024-1 区公安分局 联系已经记过（2024-01-15 09:10）", "ledger undo"),
    "respond 哨1 -u 区公安分局 --rating 很好": ("没有评价“很好”", "满意、基本满意、不满意"),
    "whistle act 哨1 -m 开会": ("没有说是哪种方式", "--kind 联合执法|联合行动|专题会|领导批示"),
    "whistle act 哨1 --kind 专题会": ("专题会缺议定事项、参加单位、主持人", "--chair 姓名"),
    "whistle act 哨1 --kind 联合执法 -m 拆除": ("联合执法缺参加单位", "--who 单位"),
    "whistle list --month 某月": ("“某月”不是月份", "2023-09"),
    "progress 2 -m 换 --paid-by 恒安物业": ("没有说出了多少钱", "--cost 28万"),
    "progress 2 -m 换 --cost 二十万": ("金额“二十万”不是数", "--cost 28万"),
}  # fmt: skip


@pytest.mark.parametrize("words", MISTAKES)
def test_mistake_is_told_with_a_way_out_and_nothing_is_kept(street, words):
    street.ok("void 3 --reason 不属实 --approved-by 赵刚")
    street.ok("respond 哨1 -u 区公安分局 --stage 联系 --on 2024-01-15T9:10")
    before = street.operations()
    said = street(words)
    error, hint = said.err.splitlines()[-2:]
    assert said.code != 0
    assert error == f"错误：{MISTAKES[words][0]}" or error.startswith(f"错误：{MISTAKES[words][0]}")
    assert MISTAKES[words][1] in hint
    assert street.operations() == before


def test_withdrawn_whistle_is_named_and_its_number_is_not_given_again(street):
    street.ok("undo")
    assert "哨2024-1 已撤回" in street("respond 哨1 -u 区城管局 --stage 签收").err
    assert street.ok("whistle list --all").out.splitlines()[1:] == []
    assert "哨2024-2" in street.ok(BLOW).err


# --- looking


def test_list_and_board_tell_who_has_not_come_and_who_is_late(street):
    assert "哨未报到　    1  哨2024-1" in street().out
    later = street.at(today=date(2024, 1, 17))
    assert "哨超时　　    1  哨2024-1" in later().out
    row = later.ok("whistle list").out.splitlines()[1]
    assert (
        row
        == "哨2024-1\t综合执法\t2024-01-15\t新华街道\t1\t区城管局、区公安分局\t超时：区城管局、区公安分局"
    )
    street.ok("respond 哨1 -u 区城管局,区公安分局 --stage 办结 --on 2024-01-15T10:00")
    assert "哨" not in later().out


def test_show_tells_each_department_and_the_course(street):
    street.ok("respond 哨1 -u 区城管局 --stage 报到 --on 2024-01-15T9:30")
    said = street.ok("whistle show 哨2024-1").out
    assert "区城管局\t\t\t2024-01-15 09:30\t\t" in said
    assert "应哨\t哨2024-1；区城管局 报到 2024-01-15 09:30" in said


def test_report_gives_rates_with_their_denominators(street):
    street.ok("whistle 2 --kind 应急 --to 区城管局 --on 2024-01-15T9:00")
    street.ok("respond 哨1 -u 区城管局 --stage 报到 --on 2024-01-15T9:30 --rating 满意")
    street.ok("respond 哨2 --stage 签收 --on 2024-01-15T10:30")
    street.ok("whistle act 哨1 --kind 联合执法 --who 区城管局 -m 拆除")
    later = street.at(today=date(2024, 1, 31))
    report = later.ok("report whistle 本月")
    rows = [" ".join(line.split()) for line in report.out.splitlines()]
    assert "区城管局 2 50.0%（1/2） 50.0%（1/2） 1 100.0%（1/1）" in rows
    assert "区公安分局 1 0.0%（0/1） 0.0%（0/1） 0 -" in rows
    assert (
        "2024年1月，1个街道吹哨2次，应哨3家次，按时签收率33.3%（1/3），按时报到率33.3%（1/3），"
        "满意率100%（1/1），联合执法1次。" in report.out
    )
    assert later.ok("report whistle 本月 --explain 区城管局.按时签收率 --ids").out == "2024-0001\n"
    assert "2023年12月没有吹哨。" in later.ok("report whistle 2023-12 --brief").out


# --- the core


def test_who_has_reported_has_signed_too():
    one = called(answers={"甲/报到": "2024-01-15 10:00"}, deadlines={SIGN: "2024-01-15 09:30"})
    assert whistles.reached(one, "甲", SIGN) == "2024-01-15 10:00"
    assert whistles.late(one, "甲", SIGN, "2024-01-15 10:00")
    assert whistles.awaited(one, "甲") == FINISH
    assert whistles.absent(one) == ["乙"]
    assert whistles.slow(one, "2024-01-15 09:31") == ["乙"]
    assert whistles.slow(one, "2024-01-15 09:30") == []


def test_stage_without_a_limit_is_never_late():
    assert not whistles.late(called(), "甲", REPORT, "2030-01-01")


def test_hours_run_over_midnight_and_working_days_over_the_weekend():
    rule = WhistleRule("x", sign="24小时", report="1个工作日")
    assert whistles.deadlines(rule, "2024-01-19 16:30", None, EMPTY) == {
        "签收": "2024-01-20 16:30",
        "报到": "2024-01-22",
    }
