"""道里区: letters and 12345 handled, and how companies were held to it: referred, supervised, deducted, listed."""

from datetime import date, timedelta

from kit import Office, company, complaints, settled, take, weekly

BEGUN = date(2023, 8, 25)
OCTOBER = date(2023, 10, 9)
STREETS = (
    "兆麟街道",
    "新阳路街道",
    "抚顺街道",
    "共乐街道",
    "新华街道",
    "安和街道",
    "建国街道",
    "康安街道",
)
BRIEF = (
    "从开展“民呼我为 宜居冰城”主题活动以来，道里区共受理信访投诉案件243件、处理12345信访问题3517件、"
    "移交执法部门66件、下达整改督办单56个、信用信息登记扣分288分、行业黑榜通报5家。"
)


def work(folder):
    office = Office(folder, "道里区", "2023-12-04")
    orders = take(3517, complaints("道里区", BEGUN, 90, ["12345"]))
    for row in orders[:36]:
        row |= {"类别": "私搭乱建", "问题描述": "一楼私搭阳光房，占用绿地"}
    for row in orders[36:66]:
        row |= {"类别": "消防通道", "问题描述": "消防通道被地锁占用"}
    office.reads("12345工单.csv", map(settled, orders))
    letters = take(243, complaints("道里区", BEGUN, 90, ["信访", "来访", "来信", "来电"]))
    office.reads("信访台账.csv", map(settled, letters[56:]))
    office.reads("未办结.csv", weekly(letters[:56], OCTOBER, STREETS))

    office("oversight refer -c 私搭乱建 --all --to 区综合行政执法局 -y")
    office("oversight refer -c 消防通道 --all --to 区消防救援大队 -y")
    office("oversight outcome 移交1 --result 处理结果 -m 已立案，限期拆除")
    for week in range(7):
        monday = OCTOBER + timedelta(weeks=week)
        those = f"-S 整改中 --since {monday} --until {monday} -y"
        office(f"oversight supervise {those} -d 10个工作日 --cycle 周 -m 逾期未整改")
        if week < 6:
            office(f"oversight deduct {those} --points 6 --clause 第12条")
    for n in range(5):
        board = "--edition 2023年第4期 -m 督办后仍未整改"
        office(f"oversight blacklist --company {company(n)} {board}")

    office.on("2023-12-11")
    office("done -S 整改中 -m 督办后已整改 --photo 整改后.png --by 李强 -y")
    office.strikes("-S 待验收", "社区", "街道", "区")
    return office


def test_the_figures_of_the_article_come_out(office):
    assert office.brief == BRIEF


def test_each_figure_is_explained_by_its_issues(office):
    for figure, n in {"移交执法": 66, "来源.12345.受理": 3517, "督办单": 56, "扣分": 48}.items():
        numbers = office(f"report brief --explain {figure} --ids").split()
        assert len(set(numbers)) == n


def test_a_company_has_its_whole_record(office):
    said = office(f"unit show {company(0)}")
    assert "督办单 7" in said
    assert "扣分 36" in said
    assert "黑榜 1" in said


def test_nothing_was_forced_and_the_ledger_is_whole(office):
    assert office.whole
