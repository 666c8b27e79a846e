"""道里区: letters and 12345 handled, and how companies were held to it: referred, supervised, deducted, listed."""

from datetime import date, timedelta

from kit import Office, company, complaints, settled, take

FIRST = date(2023, 8, 25)
LETTERS = ("信访", "来访", "来信", "来电")
FIGURES = (
    "从开展“民呼我为 宜居冰城”主题活动以来，道里区共受理信访投诉案件243件、处理12345信访问题3517件、"
    "移交执法部门66件、下达整改督办单56个、信用信息登记扣分288分、行业黑榜通报5家。"
)


def work(folder):
    office = Office(folder, "道里区", "2023-08-25")
    office.on("2023-12-04")
    every = complaints("道里区", FIRST, 90)
    lines = [{**row, "来源": "12345"} for row in take(3517, every)]
    for n, row in enumerate(lines):
        row["来源单号"] = f"示{n + 1:05}"
    for row in lines[:36]:
        row |= {"类别": "私搭乱建", "问题描述": row["小区"] + "一楼私搭阳光房，占用绿地"}
    for row in lines[36:66]:
        row |= {"类别": "消防通道", "问题描述": row["小区"] + "消防通道被地锁占用"}
    office.reads("12345工单.csv", map(settled, lines))
    letters = [{**row, "来源": LETTERS[n % 4]} for n, row in enumerate(take(243, every))]
    for n, row in enumerate(letters):
        row["来源单号"] = f"示信访{n + 1:03}"
    office.reads("信访台账.csv", map(settled, letters[:187]))

    # what nobody had finished: 8 streets, each with one more every week
    for n, row in enumerate(letters[187:]):
        row |= {
            "受理日期": date(2023, 10, 9) + timedelta(weeks=n // 8),
            "责任单位": STREETS[n % 8],
            "街道": STREETS[n % 8],
            "物业企业": company(n),
            "状态": "整改中",
        }
    office.reads("信访台账_未办结.csv", letters[187:])

    office("oversight refer -c 私搭乱建 --all --to 区综合行政执法局 -y")
    office("oversight refer -c 消防通道 --all --to 区消防救援大队 -y")
    office("oversight outcome 移交1 --result 处理结果 -m 已立案，限期拆除")
    for week in range(7):
        monday = date(2023, 10, 9) + timedelta(weeks=week)
        office(f"oversight supervise -S 整改中 --since {monday} --until {monday} -d 10个工作日 -m 逾期未整改 -y")
        if week < 6:
            office(f"oversight deduct -S 整改中 --since {monday} --until {monday} --points 6 --clause 第12条 -y")
    for n in range(5):
        office(f"oversight blacklist --company {company(n)} --edition 2023年第4期 -m 督办后仍未整改")

    office.on("2023-12-11")
    office("done -S 整改中 -m 督办后已整改 --by 李强 -y")
    for level in ("社区", "街道", "区"):
        office(f"verify -S 待验收 --pass --level {level} -m 现场看过，属实 -y")
    office("callback -S 待验收 --satisfaction 满意 -y")
    office("close -S 待销号 -y")
    return office


STREETS = ("兆麟街道", "新阳路街道", "抚顺街道", "共乐街道", "新华街道", "安和街道", "建国街道", "康安街道")


def test_the_figures_of_the_article_come_out(office):
    assert office.brief == FIGURES


def test_nothing_was_forced_and_the_ledger_is_whole(office):
    assert office("check").startswith("核对无误")
    assert "--force" not in office("log -L 0")
