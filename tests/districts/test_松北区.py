"""松北区: what the two media and the lines bring, in three classes by who handles it, the bureau's own in nine fields."""

from datetime import date

from kit import Office, counted

SOURCES = ("哈尔滨日报", "哈尔滨广播电视台", "129民生快线", "12345", "信访", "冰城+")
CLASSES = {
    "区住建局处理/物业": (31, "物业报修不及时"),
    "区住建局处理/热": (18, "室温不达标"),
    "区住建局处理/质量": (14, "阳台墙体裂缝"),
    "区住建局处理/水": (12, "水压不足"),
    "区住建局处理/电": (9, "楼道无照明"),
    "区住建局处理/维修资金": (8, "电梯大修要用维修资金"),
    "区住建局处理/安全": (7, "外墙瓷砖松动"),
    "区住建局处理/房产": (6, "产权证办理缓慢"),
    "区住建局处理/气": (5, "燃气管道未接通"),
    "属地街道处理/": (24, "邻里堆放杂物"),
    "专班成员单位处理/消防通道": (8, "消防通道被占"),
    "专班成员单位处理/停车管理": (6, "门前乱停车"),
    "专班成员单位处理/环境卫生": (6, "门前垃圾堆积"),
}
BRIEF = (
    "截至2023年12月20日，松北区共交办信访问题154件，其中“两媒”77件；按处理单位分三大类："
    "区住建局处理110件、属地街道处理24件、专班成员单位处理20件；区住建局处理的按九大领域分："
    "物业31件、热18件、质量14件、水12件、电9件、维修资金8件、安全7件、房产6件、气5件。"
    "已完成整改146件，未完成8件（因资金未落实挂账8件）。"
)


def work(folder):
    office = Office(folder, "松北区", "2023-11-13")
    rows = list(counted("松北区", date(2023, 11, 13), CLASSES))
    for n, row in enumerate(rows):
        row |= {"来源": SOURCES[n % len(SOURCES)], "来源单号": f"示{n + 1:04}"}
    office.reads("两媒信访问题.csv", rows)
    office.on("2023-11-14")
    office("assign -S 待交办 --by-rule --on '2023-11-13 9:00' -y")
    office("accept -S 待签收 --on '2023-11-13 10:00' -y")
    office("progress -c 热 -m 已入户测温 --on '2023-11-13 15:00' -y")
    office(
        "defer -c 维修资金 --until 2024-03-31 --reason 资金 --interim 先检修 --approved-by 赵刚 -y"
    )
    office.on("2023-11-15")
    office("done -S 整改中 -m 已处理，已答复本人 --by 李强 -y")
    office("verify -S 待验收 -c 属地街道处理 --pass --level 街道 -y")
    office.strikes("-S 待验收", "区")
    office.on("2023-12-20")
    return office


def test_the_figures_come_out_in_three_classes_and_nine_fields(office):
    assert office.brief == BRIEF


def test_each_class_is_handled_by_its_own_and_verified_by_its_chain(office):
    for issue in office.issues("-S 已销号"):
        street = issue["category"] == "属地街道处理"
        assert issue["levels"] == (["街道", "区"] if street else ["区"])
        if issue["category"] == "区住建局处理":
            assert issue["lead_unit"] == "区住建局"
            assert issue["cc_units"] == [issue["subdistrict"]]


def test_nothing_was_forced_and_the_ledger_is_whole(office):
    assert office.whole
