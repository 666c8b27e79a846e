"""道外区: found by communities, claimed, planned back from the limit, verified up to the city, struck off one by one."""

from datetime import date

from kit import Office, company, complaints, problems, settled, take, weekly

BEGUN = date(2023, 8, 25)
OCTOBER = date(2023, 10, 9)
STREETS = (
    "靖宇街道",
    "太古街道",
    "东莱街道",
    "滨江街道",
    "仁里街道",
    "南市街道",
    "崇俭街道",
    "振江街道",
    "东原街道",
)
ITEMS = ("环境卫生", "墙体保温", "墙面脏乱", "楼道照明", "给排水")
BRIEF = (
    "截至2023年12月20日，道外区在此次专项整治中共排查问题90个，已全部整改完成，"
    "其中90个按照市住建局要求履行了销号验收程序。"
    "从开展“民呼我为 宜居冰城”主题活动以来，道外区共受理信访投诉案件155件、处理12345信访问题2750件、"
    "下达整改督办单45个、行业黑榜通报1家。"
)


def work(folder):
    office = Office(folder, "道外区", "2023-10-09")
    found = take(90, problems("道外区", OCTOBER, 1, ITEMS))
    for row in found:
        row |= {"来源": "社区排查", "问题描述": "排查发现" + row["问题描述"]}
    office.reads("社区排查.csv", found)
    office("claim -S 待交办 -c 墙体保温 -u 区旧改办 -d 60天 -y")
    office("assign -S 待交办 --by-rule -y")
    office("accept -S 待签收 -y")
    office("plan -S 整改中 -y")
    office.on("2023-10-12")
    office("progress -S 整改中 --milestone 勘查 -y")
    office.on("2023-10-26")
    office("progress -S 整改中 -c ~墙体保温 --milestone 施工 -y")
    office("done -S 整改中 -c ~墙体保温 -m 已整改 --photo 整改后.png --by 李强 -y")
    office.on("2023-12-05")
    office("progress -S 整改中 -c 墙体保温 --milestone 施工 -y")
    office("done -S 整改中 -m 补做保温层 --photo 整改后.png --by 李强 -y")
    office("export -S 待验收 --document 销号申请单 -o 文书 -y")
    office.strikes("-S 待验收", "社区", "街道", "区", "市")

    office.on("2023-12-11")
    orders = take(2750, complaints("道外区", BEGUN, 90, ["12345"]))
    office.reads("12345工单.csv", map(settled, orders))
    letters = take(155, complaints("道外区", BEGUN, 90, ["信访"]))
    office.reads("信访台账.csv", map(settled, letters[45:]))
    office.reads("未办结.csv", weekly(letters[:45], OCTOBER, STREETS))
    for week in range(5):
        monday = f"2023-{('10-09', '10-16', '10-23', '10-30', '11-06')[week]}"
        those = f"-S 整改中 --since {monday} --until {monday} -y"
        office(f"oversight supervise {those} -d 5个工作日 -m 逾期未整改")
    office(f"oversight blacklist --company {company(3)} -m 督办后仍未整改")
    office.on("2023-12-20")
    office("done -S 整改中 -m 督办后已整改 --photo 整改后.png --by 李强 -y")
    office.strikes("-S 待验收", "社区", "街道", "区")
    return office


def test_the_figures_of_the_article_come_out(office):
    assert office.brief == BRIEF


def test_each_of_the_ninety_went_through_four_levels(office):
    found = office.issues("--source 社区排查 --all")
    assert len(found) == 90
    for issue in found:
        assert issue["status"] == "closed"
        assert issue["levels"] == ["社区", "街道", "区", "市"]
        assert [step["step"] for step in issue["milestones"]] == ["勘查", "施工", "自验"]


def test_nothing_was_forced_and_the_ledger_is_whole(office):
    assert office.whole
