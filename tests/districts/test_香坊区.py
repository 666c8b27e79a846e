"""香坊区: what was left of two years' complaints looked at again; what winter forbids is put off, not finished."""

from datetime import date

from kit import Office, complaints, settled, take

JANUARY = date(2022, 1, 4)
STREETS = ("新成街道", "红旗街道", "六顺街道", "健康路街道", "成高子镇", "幸福镇")
BRIEF = (
    "从开展“民呼我为 宜居冰城”主题活动以来，截至2023年12月28日，香坊区共受理问题617件"
    "（12345信访问题206件、信访投诉案件205件、投诉问题206件），已完成整改612件（其中销号612件），"
    "因冬季无法施工挂账5件。对近两年投诉较为集中的小区及棘手问题进行“回头看”，"
    "将17件未处理投诉派至所属街道办事处、镇政府，现已完成整改12件，正在整改5件（因冬季无法施工挂账5件）。"
    "区住建局物业办抽查50件，居民满意率达98%。"
)


def work(folder):
    office = Office(folder, "香坊区", "2023-11-06")
    told = take(617, complaints("香坊区", JANUARY, 600, ["投诉", "12345", "信访"]))
    office.reads("两年投诉.csv", map(settled, told[17:]))
    left = told[:17]
    for n, row in enumerate(left):
        row |= {"街道": STREETS[n % 6], "受理日期": date(2023, 10, 30)}
    for row in left[:5]:
        row |= {"类别": "房屋维修", "问题描述": "顶层室内漏雨，墙皮脱落"}
    office.reads("未处理.csv", left)

    office("report top --since 2022-01-01 --explain 合计.投诉 --ids")
    office("edit -S 待交办 标签+=回头看 -y")
    office("assign --tag 回头看 --by-rule -y")
    office.on("2023-11-08")
    office("accept --tag 回头看 -y")
    office.on("2023-11-20")
    paused = "--interim 屋面先苫盖，室内接水 --opinion 对阶段性解决办法满意"
    office(
        f"defer --tag 回头看 -k 室内漏雨 --until 2024-04-30 --reason 季节 {paused} --approved-by 赵刚 -y"
    )
    office("done --tag 回头看 -S 整改中 -m 物业企业已整改 --photo 整改后.png --by 李强 -y")
    office.strikes("-S 待验收", "街道", "区")

    office.on("2023-12-27")
    office("sample draw --kind 抽查 --size 50 --seed 7")
    drawn = office("sample show 抽查1 --ids").split()
    office(f"sample record 抽查1 {','.join(drawn[1:])} --pass --satisfaction 满意")
    office(f"sample record 抽查1 {drawn[0]} --pass --satisfaction 不满意 -m 嫌等得太久")
    office.on("2023-12-28")
    return office


def test_the_figures_of_the_article_come_out(office):
    assert office.brief == BRIEF


def test_what_winter_forbids_comes_back_by_itself_in_spring(office):
    office.on("2024-04-30")
    assert len(office.issues("-S 到复核日")) == 5
    office.on("2023-12-28")


def test_the_rate_has_its_denominator(office):
    assert "98%（49/50）" in office("report sample 2023-12")


def test_nothing_was_forced_and_the_ledger_is_whole(office):
    assert office.whole
