"""平房区: two books side by side, residents' letters and the works on old estates, both finished."""

from datetime import date

from kit import Office, complaints, problems, settled, take

JANUARY = date(2023, 1, 3)
LETTERS = ("12345", "信访", "来访", "来电")
BRIEF = (
    "截至2023年12月20日，平房区累计梳理本年度物业行业信访台账2682件，已全部整改完成；"
    "城镇老旧小区居住环境专项整治台账共计245项问题，已全部整改完成，其中245项完成销号验收。"
)


def work(folder):
    office = Office(folder, "平房区", "2023-11-20")
    told = take(2682, complaints("平房区", JANUARY, 300, LETTERS))
    office.reads("信访台账.csv", map(settled, told[30:]), "--campaign", "信访台账")
    office.reads("信访新增.csv", told[:30], "--campaign", "信访台账")
    works = take(
        245, problems("平房区", date(2023, 11, 13), 5, ("环境卫生", "绿化管护", "楼道堆物"))
    )
    for row in works:
        row |= {"来源": "社区排查", "问题描述": "整治：" + row["问题描述"]}
    office.reads("整治台账.csv", works, "--campaign", "整治台账")

    office("assign -S 待交办 --by-rule -y")
    office("accept -S 待签收 -y")
    office.on("2023-12-08")
    office("context 整治台账")
    office("edit -S 整改中 -e 青年小区 标签+=示范小区 -y")
    office("done -S 整改中 -m 党员带头，已整改 --photo 整改后.png --by 李强 -y")
    office.strikes("-S 待验收", "社区", "街道", "区")
    office("context 信访台账")
    office("done -S 整改中 -m 已整改 --photo 整改后.png --by 李强 -y")
    office.strikes("-S 待验收", "街道")
    office("context --clear")
    office(
        "estate add 青年小区 街道=兴建街道 社区=青年社区 物业企业=哈尔滨松涛物业服务有限公司 项目经理=王强 电话=0451-5555****"
    )
    office("unit edit 供热公司 负责事项=供热、报修 电话=0451-5555****")
    office("unit contacts -o 便民公示.xlsx")
    office.on("2023-12-20")
    return office


def test_the_figures_of_the_article_come_out(office):
    assert office.brief == BRIEF


def test_each_book_is_told_on_its_own(office):
    assert "信访台账共受理问题2682件" in office("report brief --campaign 信访台账")
    assert "整治台账共受理问题245件" in office("report brief --campaign 整治台账")


def test_nothing_was_forced_and_the_ledger_is_whole(office):
    assert office.whole
