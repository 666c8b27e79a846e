"""阿城区: the street whistles, departments report; a company that is called in pays for the new cabinet."""

from kit import Office

COMPANY = "哈尔滨金都恒远物业服务有限公司"
ALL = "区住建局,供电公司,区公安分局,区信访局"
CASES = (
    ("业主圈占楼前公共空间，拒不拆除", "侵占公共空间", "民主小区", "区城管局,区公安分局,区住建局"),
    ("楼道堆放杂物，多次劝说不清理", "楼道堆物", "昌平小区", "区消防救援大队,区公安分局,区住建局"),
    (
        "消防通道上锁，消防车进不去",
        "消防通道",
        "热电小区",
        "区消防救援大队,区公安分局,区城管局,区住建局",
    ),
)
BRIEF = (
    "截至2023年12月20日，阿城区依照“街道吹哨、部门报到”的原则，街道吹哨4次，部门报到14家次，"
    "召开专题会1次，联合执法3次，约谈1次；共处理问题4件，已全部整改完成；"
    "哈尔滨金都恒远物业服务有限公司出资28万元。"
)


def work(folder):
    office = Office(folder, "阿城区", "2023-10-18")
    office("unit", "add", COMPANY, "上级=金都街道", "联系人=孙国栋", "别名=金都恒远")
    office("estate add 金都府邸小区二期 街道=金都街道 物业企业=金都恒远")
    power(office)
    for number, case in enumerate(CASES, start=2):
        together(office, number, *case)
    office.on("2023-12-20")
    return office


def power(office):
    """金都府邸二期: power cuts day after day; a meeting, a talk, and the company replaces the cabinet."""
    what = "供电高压柜故障，频繁停电，业主上访"
    monday = "--on 2023-10-16"
    office(f"add {what} -e 金都府邸小区二期 -c 供电 --source 街道吹哨 --tag 群体,重大 {monday}")
    office("assign 1 --by-rule --on '2023-10-16 8:20'")
    office(f"whistle 1 --kind 攻坚克难 --to {ALL} -m 高压柜故障频发停电 --on '2023-10-16 8:30'")
    office(f"respond 哨1 -u {ALL} --stage 签收 --on '2023-10-16 9:10'")
    office(f"respond 哨1 -u {ALL} --stage 报到 --on '2023-10-16 15:00'")
    office("progress 1 -m 到现场检查高压柜 --on '2023-10-16 15:30'")
    who = "--chair 王区长 --who 区住建局,供电公司,金都街道,金都恒远"
    office(f"whistle act 哨1 --kind 专题会 {who} -m 高压柜由物业企业出资更换，月底前送电")
    talk = "--company 金都恒远 --person 孙国栋 --time 10月19日9时 --place 区住建局"
    office(f"oversight interview 1 {talk} -m 设备失修，频发停电")
    office.on("2023-10-31")
    office("oversight outcome 约谈1 --result 处理结果 -m 企业承诺自行出资更换")
    monday = "--on '2023-10-30 16:00'"
    office(f"progress 1 -m 更换高压柜，恢复供电 --cost 28万 --paid-by 金都恒远 {monday}")
    office(f"respond 哨1 -u {ALL} --stage 办结 --rating 满意 {monday}")
    finish(office, 1, "新高压柜已投运，停电问题解决")


def together(office, number, what, category, estate, units):
    """Who does not mend it is visited by all departments together."""
    office.on("2023-10-31")
    where = f"-e {estate} -s 金城街道 -c {category} --source 街道吹哨 --new"
    office(f"add {what} {where} --on 2023-10-30")
    office(f"assign {number} --by-rule --on '2023-10-30 8:50'")
    office(f"accept {number} --on '2023-10-30 9:00'")
    office(f"whistle {number} --kind 综合执法 --to {units} --on '2023-10-30 9:00'")
    for stage, time in (("签收", "9:20"), ("联系", "10:00"), ("报到", "14:00")):
        office(f"respond 哨{number} -u {units} --stage {stage} --on '2023-10-30 {time}'")
    office(f"whistle act 哨{number} --kind 联合执法 --who {units},金城街道 -m 现场清理")
    office(f"respond 哨{number} -u {units} --stage 办结 --rating 满意 --on '2023-10-30 16:00'")
    finish(office, number, "联合执法，已清理")


def finish(office, number, what):
    office(f"done {number} -m {what} --photo 整改后.png --by 李强 --on 2023-10-30")
    for level in ("社区", "街道", "区"):
        office(f"verify {number} --pass --level {level} --method 现场")
    office(f"close {number}")


def test_the_figures_of_the_article_come_out(office):
    assert office.brief == BRIEF


def test_the_company_that_paid_is_told_with_its_talk(office):
    assert "约谈 1" in office("unit show 金都恒远")
    assert office("report brief --explain 出资情况 --ids") == "2023-0001\n"
    assert office("report brief --explain 约谈 --ids") == "2023-0001\n"


def test_nothing_was_forced_and_the_ledger_is_whole(office):
    assert office.whole
