"""Which sheets of a workbook tell of the same issues, and which only look so."""

import pytest

HEAD = ("序号", "问题描述", "责任单位", "整改时限")
TEXTS = ("消防通道被占用", "单元门损坏", "路灯不亮", "垃圾没有清运", "外墙渗水")
UNITS = ("恒安物业", "区城管局", "区供电局", "环卫处", "金都物业")


def rows(*columns):
    return list(zip(*columns, strict=True))


def running(texts=TEXTS):
    return rows(range(1, len(texts) + 1), texts)


def told(reading):
    return [(d.sheet, d.row, d.values.get("description")) for d in reading.drafts]


@pytest.fixture
def problems(make):
    return make(("序号", "问题", "来源"), *((n, t, "信访") for n, t in running()), name="问题清单")


def test_running_numbers_count_where_the_words_are_the_same(read, make, problems):
    work = [(n, f"{t}。", "马上整改", "已完成") for n, t in running()]
    reading = read(problems, make(("序号", "问题", "整改措施", "整改情况"), *work, name="整改清单"))
    assert told(reading) == [("问题清单", n + 1, t) for n, t in running()]
    assert {d.values["measures"] for d in reading.drafts} == {"马上整改"}
    assert [layout.stateless for layout in reading.layouts] == [False, False]


def test_running_numbers_alone_join_nothing(read, make, problems):
    others = ("电梯困人", "水管爆裂", "噪音扰民", "违规养犬", "公共收益不公开")
    work = [(n, t, "马上整改", "已完成") for n, t in running(others)]
    reading = read(problems, make(("序号", "问题", "整改措施", "整改情况"), *work, name="整改清单"))
    assert len(reading.drafts) == 10


def test_the_number_that_refers_to_another_list_is_found_beside_the_running_one(
    read, make, problems
):
    back = list(reversed(running()))
    work = [(at, n, t, "马上整改", "已完成") for at, (n, t) in enumerate(back, 1)]
    head = ("序号", "问题序号", "问题", "整改措施", "整改情况")
    reading = read(problems, make(head, *work, name="整改清单"))
    assert told(reading) == [("问题清单", n + 1, t) for n, t in running()]


def test_the_fuller_sheet_tells_the_problem_though_it_comes_second(read, make):
    short = [(f"A-{n}", t[:4], u) for n, t, u in rows(range(5), TEXTS, UNITS)]
    full = [(f"A-{n}", f"小区里{t}，业主反映多次", "12345") for n, t in enumerate(TEXTS)]
    reading = read(
        make(("编号", "问题摘要", "责任单位"), *short, name="责任清单"),
        make(("编号", "问题描述", "问题来源"), *full, name="问题清单"),
    )
    assert {d.sheet for d in reading.drafts} == {"问题清单"}
    assert [d.values["lead_unit"] for d in reading.drafts] == list(UNITS)


def test_a_list_without_the_problem_is_one_beside_the_list_that_tells_it(read, make):
    full = [(f"A-{n}", t, "12345") for n, t in enumerate(TEXTS)]
    owners = [(f"A-{n}", u, "王强") for n, u in enumerate(UNITS)]
    numbered = make(("问题编号", "问题描述", "问题来源"), *full, name="问题清单")
    listed = make(("问题编号", "责任单位", "责任领导"), *owners, name="责任清单")
    reading = read(numbered, listed)
    assert [d.values["lead_unit"] for d in reading.drafts] == list(UNITS)
    assert not any(d.errors for d in reading.drafts)
    others = [(f"B-{n}", u, "王强") for n, u in enumerate(UNITS)]
    alone = read(numbered, make(("问题编号", "责任单位", "责任领导"), *others, name="责任清单"))
    assert [layout.role.name for layout in alone.layouts] == ["LEDGER", "OTHER"]


def test_what_one_row_lacks_another_one_tells(read, make):
    full = [(f"A-{n}", t, "12345") for n, t in enumerate(TEXTS)]
    full[1] = ("A-1", None, "12345")
    owners = [(f"A-{n}", t, u) for n, t, u in rows(range(5), TEXTS, UNITS)]
    reading = read(
        make(("问题编号", "问题描述", "问题来源"), *full, name="问题清单"),
        make(("问题编号", "问题摘要", "责任单位"), *owners, name="责任清单"),
    )
    assert len(reading.drafts) == 5
    assert not any(d.errors for d in reading.drafts)
    assert not any(problem.fatal for problem in reading.problems)


def test_the_state_is_told_by_the_sheet_that_has_a_word_for_it(read, make):
    full = [(f"A-{n}", t, "已更换") for n, t in enumerate(TEXTS)]
    struck = [(f"A-{n}", t, "2023-12-01", "是") for n, t in enumerate(TEXTS)]
    reading = read(
        make(("问题编号", "问题描述", "整改情况"), *full, name="问题清单"),
        make(("问题编号", "问题描述", "销号时间", "是否销号"), *struck, name="销号清单"),
    )
    assert {str(d.values["status"]) for d in reading.drafts} == {"closed"}
    assert not reading.problems


def test_where_no_sheet_has_a_word_for_the_state_that_is_said_once(read, make):
    full = [(f"A-{n}", t, "12345") for n, t in enumerate(TEXTS)]
    owners = [(f"A-{n}", t, u) for n, t, u in rows(range(5), TEXTS, UNITS)]
    reading = read(
        make(("问题编号", "问题描述", "问题来源"), *full, name="问题清单"),
        make(("问题编号", "问题摘要", "责任单位"), *owners, name="责任清单"),
    )
    assert [layout.stateless for layout in reading.layouts] == [True, False]
    assert {str(d.values["status"]) for d in reading.drafts} == {"assigned"}


def test_a_limit_that_names_a_day_beats_one_that_names_none(read, make):
    full = [(f"A-{n}", t, "2023-12-31") for n, t in enumerate(TEXTS)]
    work = [(f"A-{n}", t, "尽快", "加固") for n, t in enumerate(TEXTS)]
    reading = read(
        make(("问题编号", "问题描述", "整改时限"), *full, name="问题清单"),
        make(("问题编号", "问题描述", "整改时限", "整改措施"), *work, name="整改清单"),
    )
    assert {str(d.values["due_on"]) for d in reading.drafts} == {"2023-12-31"}
    assert {d.values["extra"]["整改清单/整改时限"] for d in reading.drafts} == {"尽快"}
    assert any("按那里的记" in problem.reason for problem in reading.problems)


@pytest.mark.parametrize("names", [("10月", "11月"), ("利民街道", "康安街道")])
def test_months_and_streets_stay_apart(read, make, names):
    first, second = (
        make(HEAD, *((n, f"{t}{at}", u, "12月底") for n, t, u in rows(range(1, 6), TEXTS, UNITS)), name=name)
        for at, name in enumerate(names)
    )  # fmt: skip
    assert len(read(first, second).drafts) == 10


def test_streets_with_one_more_column_and_the_same_complaints_stay_apart(read, make):
    first = [(f"A-{n}", t, "利民街道", u, "12月底") for n, t, u in rows(range(5), TEXTS, UNITS)]
    second = [(f"A-{n}", t, "康安街道", u, "12月底", "已完成") for n, t, u in rows(range(5), TEXTS, UNITS)]  # fmt: skip
    head = ("编号", "问题描述", "街道", "责任单位", "整改时限")
    reading = read(make(head, *first, name="甲"), make((*head, "整改情况"), *second, name="乙"))
    assert len(reading.drafts) == 10


def test_the_same_form_twice_stays_as_it_was(read, make):
    full = [(f"A-{n}", t, u) for n, t, u in rows(range(5), TEXTS, UNITS)]
    head = ("编号", "问题描述", "责任单位")
    reading = read(make(head, *full, name="导出"), make(head, *full, name="导出2"))
    assert len(reading.drafts) == 10


def test_a_number_that_two_registers_both_give_joins_nothing(read, make):
    letters = [(f"2023-{n:03}", t, "张三") for n, t in enumerate(TEXTS, 1)]
    others = ("电梯困人两次", "水管爆裂淹水", "噪音扰民严重", "违规养犬咬人", "公共收益不公开")
    calls = [(f"2023-{n:03}", t, "已完成") for n, t in enumerate(others, 1)]
    reading = read(
        make(("编号", "反映问题", "来信人"), *letters, name="信件"),
        make(("编号", "投诉内容", "办理结果"), *calls, name="热线"),
    )
    assert len(reading.drafts) == 10


def test_a_list_of_something_else_under_the_same_numbers_stays_out(read, make):
    full = [(f"A-{n}", t, "12345") for n, t in enumerate(TEXTS)]
    devices = [(f"A-{n}", "水泵", "DN50", 3) for n in range(5)]
    reading = read(
        make(("编号", "问题描述", "问题来源"), *full, name="问题清单"),
        make(("编号", "设备", "型号", "台数"), *devices, name="设备清单"),
    )
    assert [layout.role.name for layout in reading.layouts] == ["LEDGER", "OTHER"]
    assert len(reading.drafts) == 5
