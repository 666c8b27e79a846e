"""双城区: straight to the company of the estate with a copy to the street, answered within hours, five categories."""

from datetime import date

from kit import Office, counted

KINDS = {
    "房屋维修": (40, "阳台漏雨"),
    "小区卫生": (25, "门前垃圾堆积"),
    "物业服务": (22, "报修无人应答"),
    "物业费缴纳": (18, "物业费收费标准不清楚"),
    "车位管理": (15, "车位被占"),
}
ANSWERED = {
    "房屋维修": "11:30",
    "小区卫生": "9:54",
    "物业服务": "11:00",
    "物业费缴纳": "14:00",
    "车位管理": "10:12",
}
BRIEF = (
    "截至2023年11月30日，双城区“实时转件、直达项目、限时响应”，共转件122件："
    "房屋维修42件（平均2.5小时响应）、小区卫生25件（平均54分钟响应）、物业服务22件（平均2小时响应）、"
    "物业费缴纳18件（平均5小时响应）、车位管理15件（平均1.2小时响应），响应及时率100%（122/122）。"
    "已办结122件，未办结0件；满意率100%。"
)


def work(folder):
    office = Office(folder, "双城区", "2023-11-06")
    rows = list(counted("双城区", date(2023, 11, 6), KINDS))
    for n, row in enumerate(rows):
        row |= {"来源": ("投诉", "12345", "信访")[n % 3], "来源单号": f"示{n + 1:04}"}
    office.reads("投诉台账.csv", rows)

    # one told of by many: its siblings elsewhere are looked for, its cause is traced
    office("edit 1 标签+=群体,重大")
    office("add --like 1 -e 第五小区,第六小区 --new -y")
    cause = "根本原因=合同没有写明屋面巡查，巡查流于形式"
    office(f"edit 1 {cause}")
    office(f"edit -S 反复投诉 {cause} -y")
    office("assign -S 待交办 --by-rule --on '2023-11-06 9:00' -y")
    for kind, time in ANSWERED.items():
        office(f"progress -S 待签收 -c {kind} -m 已联系业主 --on '2023-11-06 {time}' -y")
    office.on("2023-11-08")
    office("done -S 整改中 -m 已整改，已告知业主 --photo 整改后.png --by 李强 -y")
    office.strikes("-S 待验收", "社区", "街道", "区")
    office.on("2023-11-30")
    return office


def test_the_figures_come_out_in_five_categories_with_their_response_times(office):
    assert office.brief == BRIEF


def test_it_goes_to_the_company_of_the_estate_with_a_copy_to_the_street(office):
    for issue in office.issues("--source 12345 --all"):
        assert issue["lead_unit"] == issue["company"]
        assert issue["cc_units"] == [issue["subdistrict"]]


def test_nothing_was_forced_and_the_ledger_is_whole(office):
    assert office.whole
