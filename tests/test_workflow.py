"""The procedure: what is allowed when, what each step demands and says, what it leaves behind."""

from datetime import date, timedelta

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from ledger import catalogue
from ledger.errors import LedgerError, NotAllowed, Usage
from ledger.models import OPEN, Action, Issue, Status
from ledger.needs import Given
from ledger.profile import Profile
from ledger.workflow import (
    NEXT,
    STEP,
    STEPS,
    apply,
    decide,
    next_command,
    refusal,
    register,
    reverse,
    settled,
)

TODAY = date(2024, 1, 15)
PROFILE = Profile(
    name="试验区", levels=("社区", "街道"), callback_for=("12345",), photo_for=("环境卫生",),
    cause_for=("重大", "群体", "反复"),
)  # fmt: skip
PHOTO = ({"kind": "after", "name": "后.jpg", "sha256": "0" * 64, "on": "2024-01-15"},)

# The table of transitions as the procedure is told to clerks: a column is a state, x is allowed.
TABLE = """
action    registered assigned in_progress done deferred closed void
assign    x          .        .           .    .        .      .
accept    .          x        .           .    .        .      .
claim     x          x        .           .    .        .      .
return    .          x        x           .    .        .      .
plan      .          x        x           .    .        .      .
progress  .          x        x           .    x        .      .
extend    .          x        x           .    .        .      .
defer     .          .        x           .    x        .      .
resume    .          .        .           .    x        .      .
done      .          .        x           .    x        .      .
verify    .          .        .           x    .        .      .
fail      .          .        .           x    .        .      .
callback  .          .        .           x    .        .      .
close     .          .        .           x    .        .      .
strike    .          .        x           .    .        .      .
reopen    .          .        .           .    .        x      .
restore   .          .        .           .    .        .      x
void      x          x        x           x    x        .      .
edit      x          x        x           x    x        .      .
attach    x          x        x           x    x        .      .
repeat    x          x        x           x    x        .      .
tag       x          x        x           x    x        x      x
link      x          x        x           x    x        x      x
purge     .          .        .           .    .        x      x
"""
HEAD, *LINES = [line.split() for line in TABLE.strip().splitlines()]
ALLOWED = {
    (Action(action), Status(state)): mark == "x"
    for action, *marks in LINES
    for state, mark in zip(HEAD[1:], marks, strict=True)
}
LEADS_TO = {
    "assign": "assigned", "accept": "in_progress", "claim": "in_progress", "return": "registered",
    "defer": "deferred", "resume": "in_progress", "done": "done", "fail": "in_progress",
    "close": "closed", "strike": "closed", "reopen": "in_progress", "restore": "done",
    "void": "void",
}  # fmt: skip
FACTS = {
    Action.ASSIGN: {"lead_unit": "恒安物业"},
    Action.CLAIM: {"lead_unit": "区城管局"},
    Action.RETURN: {"reason": "属地不符", "basis": "小区属利民街道"},
    Action.PLAN: {"milestones": [{"step": "施工", "by": "2024-01-31"}]},
    Action.EXTEND: {"due_on": date(2024, 2, 20), "reason": "设备到货", "approved_by": "赵刚"},
    Action.DEFER: {"reason": "季节", "review_on": date(2024, 4, 30), "approved_by": "赵刚"},
    Action.VERIFY: {"level": "社区"},
    Action.FAIL: {"requirement": "换开关", "due_on": date(2024, 1, 25)},
    Action.CALLBACK: {"reached": True, "satisfaction": "满意"},
    Action.REOPEN: {"reason": "再次漏水", "basis": "12345再次来电"},
    Action.RESTORE: {"reason": "查明属实"},
    Action.VOID: {"reason": "不属实", "approved_by": "赵刚"},
    Action.EDIT: {"estate": "怡园三期"},
    Action.ATTACH: {"attachments": PHOTO},
    Action.TAG: {"tags": ("回头看",)},
    Action.PURGE: {"basis": "保存期满"},
}


def given(action, **other):
    """All that a step can want; `other` takes the place of single facts."""
    facts = {k: v for k, v in {**FACTS.get(action, {}), **other}.items() if v is not None}
    return Given(by="李明", on=TODAY, note="现场看过", facts=facts)


def issue(status, **other):
    """An issue that lacks nothing for whatever may follow."""
    told = {
        "source": "12345", "category": "环境卫生", "estate": "怡园小区", "lead_unit": "恒安物业",
        "due_on": date(2024, 1, 31), "attachments": PHOTO, "person": "王强",
    }  # fmt: skip
    if status is Status.DONE:
        told |= {"done_on": TODAY, "done_by": "张敏"}
    if status is Status.CLOSED:
        told |= {
            "closed_on": TODAY,
            "left_on": TODAY,
            "done_on": TODAY,
            "entered_on": date(2024, 1, 2),
        }
    if status is Status.VOID:
        told |= {"left_on": TODAY, "status_before": Status.DONE, "reason": "不属实"}
    return Issue(uid="u1", number="2024-0017", status=status, **told | other)


def proved(**other):
    """Reported finished, verified at every level, called back: ready to be struck off."""
    told = {"levels": ("社区", "街道"), "reached": True, "satisfaction": "满意"}
    return issue(Status.DONE, **told | {"callback_on": TODAY} | other)


def ready(action, status):
    return proved() if action is Action.CLOSE and status is Status.DONE else issue(status)


def test_the_table_is_whole():
    assert {action for action, _ in ALLOWED} == {step.action for step in STEPS}
    assert {status for _, status in ALLOWED} == set(Status)
    assert len(STEPS) == len(STEP)


@pytest.mark.parametrize(("action", "status"), ALLOWED)
def test_a_step_is_allowed_exactly_where_the_procedure_says(action, status):
    before = ready(action, status)
    error = refusal(before, action, given(action), PROFILE)
    if not ALLOWED[action, status]:
        assert isinstance(error, NotAllowed)
        assert str(error) == f"2024-0017 现为“{status.label}”，不能{action.deed}"
        with pytest.raises(NotAllowed):
            decide(before, action, given(action), PROFILE)
        return
    assert error is None
    after = apply(before, decide(before, action, given(action), PROFILE))
    assert after.version == before.version + 1
    if action is not Action.PROGRESS:
        assert after.status == LEADS_TO.get(str(action), status)


@pytest.mark.parametrize("status", Status)
def test_the_way_forward_names_a_step_that_is_allowed(status):
    verbs = {"reopen": {Action.REOPEN, Action.RESTORE}, "verify": {Action.VERIFY, Action.FAIL}}
    command, verb, number, *_ = next_command(issue(status), PROFILE).split()
    assert (command, number) == ("ledger", "2024-0017")
    assert any(ALLOWED[a, status] for a in verbs.get(verb, {Action(verb)}))


def test_every_state_but_verification_has_one_way_forward():
    assert {*NEXT, Status.DONE} == set(Status)


def test_the_first_progress_counts_as_acceptance():
    for before, after in (
        (Status.ASSIGNED, Status.IN_PROGRESS),
        (Status.IN_PROGRESS, Status.IN_PROGRESS),
        (Status.DEFERRED, Status.DEFERRED),
    ):
        assert done(issue(before), Action.PROGRESS).status is after


def done(before, action, **other):
    """The issue after a step."""
    return apply(before, decide(before, action, given(action, **other), PROFILE))


# What each step demands: the step, what is taken away or wrong, and what the clerk is told.
IN_PROGRESS = issue(Status.IN_PROGRESS)
DONE = issue(Status.DONE)
WITHOUT = {
    "assign": (Action.ASSIGN, issue(Status.REGISTERED), {"lead_unit": None}, "缺责任单位", "--to 单位"),
    "claim": (Action.CLAIM, issue(Status.REGISTERED), {"lead_unit": None}, "缺认领单位", "-u 单位"),
    "return without reason": (Action.RETURN, IN_PROGRESS, {"reason": None}, "缺退单原因或原因不在清单内", "--reason 属地不符|权属不清|职能交叉|其他"),
    "return for an unknown reason": (Action.RETURN, IN_PROGRESS, {"reason": "太忙"}, "缺退单原因或原因不在清单内", "--reason 属地不符|权属不清|职能交叉|其他"),
    "return without basis": (Action.RETURN, IN_PROGRESS, {"basis": None}, "缺依据", "--basis 依据"),
    "return too late": (Action.RETURN, IN_PROGRESS, {"return_by": "2024-01-14T23:59"}, "签收后的退单期限已过", "协调由谁办理后改派；确需例外加 --force（记入日志）"),
    "plan without steps": (Action.PLAN, IN_PROGRESS, {"milestones": None}, "缺节点", "ledger plan 2024-0017 勘查=3天 施工=10天 自验=2天"),
    "plan without a limit": (Action.PLAN, IN_PROGRESS._replace(due_on=None), {}, "还没有整改时限，无从倒排", "ledger edit 2024-0017 整改时限=日期"),
    "extend without limit": (Action.EXTEND, IN_PROGRESS, {"due_on": None}, "缺新时限", "-d 日期"),
    "extend without reason": (Action.EXTEND, IN_PROGRESS, {"reason": None}, "缺原因", "--reason 原因"),
    "extend without approver": (Action.EXTEND, IN_PROGRESS, {"approved_by": None}, "缺批准人", "--approved-by 姓名"),
    "extend to the same day": (Action.EXTEND, IN_PROGRESS, {"due_on": date(2024, 1, 31)}, "新时限不晚于原时限", "-d 更晚的日期"),
    "extend too late": (Action.EXTEND, IN_PROGRESS._replace(due_on=date(2024, 1, 14)), {}, "已过整改时限，延期应在到期前申请", 'ledger progress 2024-0017 -m "说明未按期原因"'),
    "extend too often": (Action.EXTEND, IN_PROGRESS._replace(extensions=2), {}, "延期次数已用完", "ledger defer 2024-0017 --until 复核日 --reason 原因 --approved-by 姓名"),
    "purge without basis": (Action.PURGE, issue(Status.CLOSED), {"basis": None}, "缺依据", "--basis 依据"),
    "edit of the limit": (Action.EDIT, IN_PROGRESS, {"due_on": date(2024, 3, 1)}, "改整改时限要办延期", "ledger extend 2024-0017 -d 新时限 --reason 原因 --approved-by 姓名；是录入写错的，加 --reason 写明"),
    "edit to a past limit": (Action.EDIT, IN_PROGRESS._replace(due_on=None), {"due_on": date(2000, 3, 1)}, "整改时限已经过了", "--reason 写明确是那天；写错了的，改写以后的日期"),
    "edit that empties": (Action.EDIT, IN_PROGRESS, {"description": ""}, "问题描述、来源不能空着", "等号后面写上新的内容"),
    "defer without reason": (Action.DEFER, IN_PROGRESS, {"reason": None}, "缺挂账原因或原因不在清单内", "--reason 季节|资金|产权|历史遗留|涉法涉诉|规划|其他"),
    "defer without review day": (Action.DEFER, IN_PROGRESS, {"review_on": None}, "缺复核日", "--until 日期"),
    "defer without approver": (Action.DEFER, IN_PROGRESS, {"approved_by": None}, "缺批准人", "--approved-by 姓名"),
    "defer until today": (Action.DEFER, IN_PROGRESS, {"review_on": TODAY}, "复核日应晚于今天", "--until 日期"),
    "verify once more": (
        Action.VERIFY,
        proved(),
        {"level": None},
        "各级验收都已通过",
        "ledger close 2024-0017",
    ),
    "verify the wrong level": (Action.VERIFY, DONE, {"level": "街道"}, "不是下一级验收", "ledger verify 2024-0017 --pass --level 社区"),
    "verify as the reporter": (Action.VERIFY, DONE._replace(done_by="李明"), {}, "由李明报验，验收人不能是报验人或责任人", "换一人验收（--by 姓名）；确需例外加 --force --reason 理由（记入日志）"),
    "verify as the responsible": (Action.VERIFY, DONE._replace(person="李明"), {}, "由张敏报验，验收人不能是报验人或责任人", "换一人验收（--by 姓名）；确需例外加 --force --reason 理由（记入日志）"),
    "fail as the reporter": (Action.FAIL, DONE._replace(done_by="李明"), {}, "由李明报验，验收人不能是报验人或责任人", "换一人验收（--by 姓名）；确需例外加 --force --reason 理由（记入日志）"),
    "fail without requirement": (Action.FAIL, DONE, {"requirement": None}, "缺补充整改要求", "--requirement 要求"),
    "fail without limit": (Action.FAIL, DONE, {"due_on": None}, "缺新时限", "-d 日期"),
    "callback without rating": (Action.CALLBACK, DONE, {"satisfaction": None}, "缺满意度或满意度不在清单内", "--satisfaction 满意|基本满意|不满意|未评价，未接通用 --unreached"),
    "callback with an unknown rating": (Action.CALLBACK, DONE, {"satisfaction": "很好"}, "缺满意度或满意度不在清单内", "--satisfaction 满意|基本满意|不满意|未评价，未接通用 --unreached"),
    "close unverified": (Action.CLOSE, proved(levels=("社区",)), {}, "还没有街道级验收", "ledger verify 2024-0017 --pass --level 街道"),
    "close without callback": (Action.CLOSE, proved(reached=None, callback_on=None, satisfaction=None), {}, "缺回访记录", "ledger callback 2024-0017 --satisfaction 满意"),
    "close when nobody answered": (Action.CLOSE, proved(reached=False, satisfaction=None), {}, "缺回访记录", "ledger callback 2024-0017 --satisfaction 满意"),
    "close against the resident": (Action.CLOSE, proved(satisfaction="不满意"), {}, "回访“不满意”，需重新整改", "ledger verify 2024-0017 --fail --requirement 补充整改要求 -d 新时限"),
    "close without photo": (Action.CLOSE, proved(attachments=()), {}, "缺整改后照片", "ledger attach 2024-0017 照片.jpg --after"),
    "close a case of many": (Action.CLOSE, proved(tags=("群体",)), {}, "没有倒查根本原因", "ledger edit 2024-0017 根本原因=…"),
    "close a grave case": (Action.CLOSE, proved(severity="重大"), {}, "没有倒查根本原因", "ledger edit 2024-0017 根本原因=…"),
    "close what was told again": (Action.CLOSE, proved(repeats=1), {}, "没有倒查根本原因", "ledger edit 2024-0017 根本原因=…"),
    "strike a case of many": (Action.STRIKE, IN_PROGRESS._replace(tags=("群体",)), {}, "没有倒查根本原因", "ledger edit 2024-0017 根本原因=…"),
    "strike without photo": (Action.STRIKE, IN_PROGRESS._replace(attachments=()), {}, "缺整改后照片", "--photo 照片.jpg"),
    "reopen without reason": (Action.REOPEN, issue(Status.CLOSED), {"reason": None}, "缺原因", "--reason 原因"),
    "reopen without basis": (Action.REOPEN, issue(Status.CLOSED), {"basis": None}, "缺依据", "--basis 依据"),
    "restore without reason": (Action.RESTORE, issue(Status.VOID), {"reason": None}, "缺原因", "--reason 原因"),
    "void without reason": (Action.VOID, IN_PROGRESS, {"reason": "忘了"}, "缺终结原因或原因不在清单内", "--reason 不属实|重复|不予受理|已解释说明|录入错误"),
    "void a duplicate of nothing": (Action.VOID, IN_PROGRESS, {"reason": "重复"}, "重复件要指明并入哪一号（不能是它自己）", "--into 编号"),
    "void without approver": (Action.VOID, IN_PROGRESS, {"approved_by": None}, "缺批准人", "--approved-by 姓名"),
}  # fmt: skip


@pytest.mark.parametrize("case", WITHOUT)
def test_refusal_names_what_is_missing_and_what_supplies_it(case):
    action, before, facts, missing, supply = WITHOUT[case]
    error = refusal(before, action, given(action, **facts), PROFILE)
    assert isinstance(error, LedgerError)
    assert str(error) == f"2024-0017 不能{action.deed}：{missing}"
    assert error.hint == supply
    assert type(error) is (Usage if supply.startswith("-") else NotAllowed)


NOTED = (Action.PROGRESS, Action.DONE, Action.STRIKE)


@pytest.mark.parametrize("action", NOTED)
def test_words_are_demanded(action):
    error = refusal(IN_PROGRESS, action, Given(by="李明", on=TODAY), PROFILE)
    assert isinstance(error, Usage)
    assert (str(error), error.hint) == (f"2024-0017 不能{action.deed}：缺情况说明", '-m "说明"')


def test_district_may_switch_striking_on_the_spot_off():
    strict = PROFILE._replace(on_the_spot=False)
    error = refusal(IN_PROGRESS, Action.STRIKE, given(Action.STRIKE), strict)
    assert isinstance(error, NotAllowed)
    assert str(error) == "2024-0017 不能立行立改销号：本区不允许立行立改直接销号"
    assert error.hint == 'ledger done 2024-0017 -m "整改情况"'


def test_every_need_of_every_step_is_in_these_tables():
    told = {(case[0], case[3]) for case in WITHOUT.values()}
    told |= {(action, "缺情况说明") for action in NOTED}
    told.add((Action.STRIKE, "本区不允许立行立改直接销号"))
    words = {"next_level": "街道", "done_by": "李明"}
    levels = {(step.action, need.missing.format(**words)) for step in STEPS for need in step.needs}
    assert levels <= told


def test_all_that_is_missing_is_told_at_once():
    error = refusal(DONE, Action.CLOSE, Given(by="李明", on=TODAY), PROFILE)
    assert error is not None
    assert str(error) == "2024-0017 不能销号：还没有社区级验收；缺回访记录"
    assert error.hint.split("；") == [
        "ledger verify 2024-0017 --pass --level 社区",
        "ledger callback 2024-0017 --satisfaction 满意",
    ]


def test_levels_pass_in_order_and_then_it_may_be_closed():
    now = DONE._replace(reached=True, callback_on=TODAY, satisfaction="满意")
    for level in PROFILE.levels:
        assert isinstance(refusal(now, Action.CLOSE, given(Action.CLOSE), PROFILE), NotAllowed)
        now = done(now, Action.VERIFY, level=level)
        assert (now.status, now.levels[-1], now.verifier) == (Status.DONE, level, "李明")
    assert isinstance(
        refusal(now, Action.VERIFY, given(Action.VERIFY, level="街道"), PROFILE), NotAllowed
    )
    assert done(now, Action.CLOSE).closed_on == TODAY


def test_failed_verification_starts_the_proofs_again():
    after = done(proved(), Action.FAIL)
    assert (after.status, after.levels, after.done_on, after.reached) == (
        Status.IN_PROGRESS, (), None, None,
    )  # fmt: skip
    assert (after.requirement, after.due_on, after.failures) == ("换开关", date(2024, 1, 25), 1)
    assert after.original_due_on == date(2024, 1, 31)


@pytest.mark.parametrize(
    ("source", "answer", "closes"),
    [
        ("12345", {"satisfaction": "满意"}, True),
        ("12345", {"satisfaction": "未评价"}, True),
        ("12345", {"satisfaction": "不满意"}, False),
        ("12345", {"reached": False, "satisfaction": None}, False),
        ("日常检查", {"satisfaction": "不满意"}, True),
        (None, {"satisfaction": "不满意"}, False),
        (None, {"satisfaction": "满意"}, True),
        ("日常检查", {"reached": False, "satisfaction": None}, True),
    ],
)
def test_callback_decides_where_the_source_demands_it(source, answer, closes):
    before = proved(source=source, reached=None, callback_on=None, satisfaction=None)
    called = done(before, Action.CALLBACK, **answer)
    error = refusal(called, Action.CLOSE, given(Action.CLOSE), PROFILE)
    assert (error is None) is closes


def test_a_later_callback_takes_the_place_of_an_earlier_one():
    called = done(proved(), Action.CALLBACK, reached=False, satisfaction=None)
    assert refusal(called, Action.CLOSE, given(Action.CLOSE), PROFILE)
    again = done(called, Action.CALLBACK)
    assert refusal(again, Action.CLOSE, given(Action.CLOSE), PROFILE) is None


def test_force_with_a_reason_passes_the_rules_and_is_recorded():
    words = given(Action.CLOSE, reason="局长会议决定")._replace(force=True)
    event = decide(DONE, Action.CLOSE, words, PROFILE)
    assert event.facts == {"reason": "局长会议决定", "force": True}
    assert apply(DONE, event).status is Status.CLOSED


def test_force_without_a_reason_passes_nothing():
    words = given(Action.CLOSE)._replace(force=True)
    assert isinstance(refusal(DONE, Action.CLOSE, words, PROFILE), NotAllowed)


def test_force_passes_no_level():
    for now, level in ((proved(), None), (DONE, "街道"), (DONE, None)):
        words = given(Action.VERIFY, level=level, reason="急")._replace(force=True)
        assert isinstance(refusal(now, Action.VERIFY, words, PROFILE), NotAllowed)


def test_force_passes_no_state_and_no_missing_word():
    words = given(Action.FAIL, requirement=None, reason="急")._replace(force=True)
    assert isinstance(refusal(DONE, Action.FAIL, words, PROFILE), Usage)
    assert isinstance(refusal(IN_PROGRESS, Action.FAIL, words, PROFILE), NotAllowed)


def test_reopening_begins_a_round_and_keeps_the_last_one():
    after = done(issue(Status.CLOSED, levels=("社区", "街道")), Action.REOPEN)
    assert (after.number, after.round, after.closed_on, after.levels) == (
        "2024-0017", 2, None, (),
    )  # fmt: skip
    assert after.rounds == (
        {"round": 1, "how": "close", "entered_on": "2024-01-02", "due_on": "2024-01-31",
         "done_on": "2024-01-15", "left_on": "2024-01-15"},
    )  # fmt: skip
    again = done(after._replace(status=Status.CLOSED, closed_on=TODAY), Action.REOPEN)
    assert again.round == 3
    assert again.rounds[:1] == after.rounds


def test_reopening_what_nobody_has_in_hand_waits_to_be_assigned():
    after = done(issue(Status.CLOSED, lead_unit=None), Action.REOPEN)
    assert after.status is Status.REGISTERED


@pytest.mark.parametrize("status", OPEN)
def test_void_and_restore_lead_back_to_the_state_before(status):
    voided = done(issue(status), Action.VOID)
    assert (voided.status, voided.left_on, voided.reason) == (Status.VOID, TODAY, "不属实")
    after = done(voided, Action.RESTORE)
    assert (after.status, after.left_on, after.status_before) == (status, None, None)
    assert (after.round, after.closed_on) == (1, None)


@pytest.mark.parametrize("action", FACTS)
def test_facts_are_told_once(action):
    status = next(s for s in Status if ALLOWED[action, s])
    event = decide(ready(action, status), action, given(action), PROFILE)
    assert not event.facts.keys() & {name for name, (_, new) in event.changes.items() if new}


DAYS = st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))


@examples(st.sampled_from(Status), DAYS, DAYS, DAYS, st.sampled_from(Status), DAYS)
def test_closed_and_void_always_have_left_on_a_day_and_others_never(
    was, was_closed, was_left, done_on, status, closed_on
):
    before = Issue(uid="u1", number="2024-0001", status=was, closed_on=was_closed, left_on=was_left)
    told = {"status": status, "done_on": done_on, "closed_on": closed_on}
    now = before._replace(**settled(before, told, Given(by="张敏", on=TODAY)))
    assert (now.left_on is not None) == (now.status in (Status.CLOSED, Status.VOID))
    assert now.closed_on == (closed_on if now.status not in OPEN else None)


@examples(DAYS, DAYS, DAYS, DAYS)
def test_a_new_issue_is_entered_on_a_known_day(reported_on, assigned_on, done_on, closed_on):
    values = {
        "reported_on": reported_on, "assigned_on": assigned_on, "done_on": done_on,
        "closed_on": closed_on, "status": Status.CLOSED,
    }  # fmt: skip
    event = register("u1", "2024-0001", values, Given(by="张敏", on=TODAY), Action.IMPORT)
    now = apply(None, event)
    told = reported_on or assigned_on or min(d for d in (done_on, closed_on, TODAY) if d)
    assert (now.number, now.entered_on) == ("2024-0001", told)
    assert (now.closed_on, now.left_on) == (closed_on, closed_on or done_on or TODAY)


@pytest.mark.parametrize(("action", "status"), [key for key, allowed in ALLOWED.items() if allowed])
def test_reversing_a_step_gives_everything_back(action, status):
    before = ready(action, status)
    after = apply(before, decide(before, action, given(action), PROFILE))
    event = reverse(after, decide(before, action, given(action), PROFILE), given(Action.UNDO))
    if action is Action.PURGE:
        assert event is None
        return
    assert event is not None
    assert apply(after, event)._replace(version=before.version) == before


def test_what_was_changed_since_is_not_reversed():
    event = decide(IN_PROGRESS, Action.EXTEND, given(Action.EXTEND), PROFILE)
    after = apply(IN_PROGRESS, event)._replace(due_on=TODAY + timedelta(days=90))
    assert reverse(after, event, given(Action.UNDO)) is None


def test_a_whole_life_by_command(ledger):
    """Every step as a clerk types it, with a failed verification and a second round."""
    for words in (
        "add 水压不足 -e 怡园小区 --source 12345",
        "assign 1 --to 恒安物业 --new",
        "accept 1",
        "progress 1 -m 已购增压泵 --cost 2800",
        "extend 1 -d 2024-02-20 --reason 设备到货 --approved-by 赵刚",
        "defer 1 --until 2024-04-30 --reason 季节 --approved-by 赵刚",
        "resume 1",
        "done 1 -m 更换增压泵",
        "verify 1 --fail --requirement 换开关 -d 2024-03-01 --by 李明",
        "done 1 -m 换了开关",
        "verify 1 --pass --by 李明",
        "verify 1 --pass --by 李明",
        "verify 1 --pass --by 李明",
        "callback 1 --satisfaction 满意",
        "close 1",
        "reopen 1 --reason 再次停水 --basis 12345再次来电",
    ):
        ledger.ok(words)
    now = ledger.issue()
    assert (now.status, now.round, now.cost) == (Status.IN_PROGRESS, 2, 2800)
    assert ledger.kinds() == [
        "register", "assign", "accept", "progress", "extend", "defer", "resume", "done", "fail",
        "done", "verify", "verify", "verify", "callback", "close", "reopen",
    ]  # fmt: skip
    assert ledger.findings() == []


def test_nobody_verifies_their_own_work_unless_it_is_recorded_why(ledger):
    for words in (
        "add 漏水 -s 新华街道 --source 日常检查",
        "claim 1 -u 区城管局 --new",
        "done 1 -m 修好",
    ):
        ledger.ok(words)
    assert ledger("verify 1 --pass --by 张敏").code == 1
    assert ledger("verify 1 --pass --by 张敏 --force").code == 1
    assert ledger.issue().levels == ()
    ledger.ok("verify 1 --pass --by 张敏 --force --reason 人手不足")
    last = ledger.history()[-1].event
    assert (last.kind, last.by) == (Action.VERIFY, "张敏")
    assert (last.facts["force"], last.facts["reason"]) == (True, "人手不足")
    assert "例外办理" in ledger.ok("show 1").out


def test_a_photo_of_an_earlier_round_proves_nothing_about_this_one():
    again = proved(round=2, entered_on=TODAY, attachments=({"kind": "after", "on": "2024-01-02"},))
    assert "缺整改后照片" in str(refusal(again, Action.CLOSE, given(Action.CLOSE), PROFILE))
    fresh = again._replace(attachments=({"kind": "after", "on": TODAY.isoformat()},))
    assert refusal(fresh, Action.CLOSE, given(Action.CLOSE), PROFILE) is None


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("12345", True), ("12345热线", True), ("１２３４５市民热线", True), ("市民热线转办", True),
        ("群众来访", True), ("信访局", True), ("哈尔滨日报", True), ("日常检查", False), (None, False),
    ],
)  # fmt: skip
def test_a_source_is_meant_by_any_of_its_names(source, wanted):
    profile = catalogue.profile("默认")
    error = refusal(DONE._replace(source=source), Action.CLOSE, Given(by="李明", on=TODAY), profile)
    assert ("缺回访记录" in str(error)) is wanted


def test_the_limit_of_a_source_holds_for_its_other_names(ledger, tmp_path):
    rows = ["小区,问题描述,问题来源", "怡园,漏水,12345市民热线", "怡园,停电,日常检查"]
    (tmp_path / "表.csv").write_text("\n".join(rows), encoding="utf-8")
    ledger.ok("import 表.csv -y")
    ledger.ok("assign 1 2 --to 区城管局")
    assert [str(issue.due_on) for issue in ledger.issues()] == ["2024-01-24", "2024-01-30"]
    assert ledger.issue("1").source == "12345市民热线"
