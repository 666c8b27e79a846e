"""阿城区: the street whistles, departments report; a company that is called in pays for the new cabinet."""

from kit import Office

COMPANY = "哈尔滨金都恒远物业服务有限公司"
BRIEF = (
    "截至2023年12月20日，阿城区依照“街道吹哨、部门报到”的原则，街道吹哨4次，部门报到14家次，"
    "召开专题会1次，联合执法3次，约谈1次；共处理问题4件，已全部整改完成；"
    "哈尔滨金都恒远物业服务有限公司出资28万元。"
)
CASES = (
    (
        "业主圈占楼前公共空间，拒不拆除",
        "侵占公共空间",
        "民主小区",
        "金城街道",
        "区城管局,区公安分局,区住建局",
    ),
    (
        "3号楼楼道堆放杂物，多次劝说不清理",
        "楼道堆物",
        "昌平小区",
        "金城街道",
        "区消防救援大队,区公安分局,区住建局",
    ),
    (
        "消防通道上锁，消防车进不去",
        "消防通道",
        "热电小区",
        "金城街道",
        "区消防救援大队,区公安分局,区城管局,区住建局",
    ),
)


def work(folder):
    office = Office(folder, "阿城区", "2023-10-16")
    power(office)
    for what, category, estate, street, units in CASES:
        together(office, what, category, estate, street, units)
    office.on("2023-12-20")
    return office


def power(office):
    """金都府邸二期: power cuts day after day; a meeting, a talk, and the company replaces the cabinet."""
    office("unit", "add", COMPANY, "上级=金都街道", "联系人=孙国栋", "别名=金都恒远")
    office("estate add 金都府邸小区二期 街道=金都街道 物业企业=金都恒远")
    office(
        'add "供电高压柜故障，频繁停电，业主上访" -e 金都府邸小区二期 -c 供电 --source 街道吹哨 --tag 群体,重大'
    )
    office("assign 1 --to 供电公司 --co 区住建局,金都街道")
    office(
        "whistle 1 --kind 攻坚克难 --to 区住建局,供电公司,区公安分局,区信访局 --at 8:30 -m 高压柜故障频发停电"
    )
    office("respond 哨1 -u 区住建局,供电公司,区公安分局,区信访局 --stage 签收 --at 9:10")
    office("respond 哨1 -u 区住建局,供电公司,区公安分局,区信访局 --stage 报到 --at 15:00")
    office.on("2023-10-18")
    who = "--who 区住建局,供电公司,金都街道,金都恒远"
    office(
        f"whistle act 哨1 --kind 专题会 --chair 王区长 {who} -m 高压柜由物业企业出资更换，10月底前送电"
    )
    talk = "--person 孙国栋 --time 10月19日9时 --place 区住建局"
    office(f"oversight interview 1 --company 金都恒远 {talk} -m 设备失修，频发停电")
    office.on("2023-10-30")
    office("oversight outcome 约谈1 --result 处理结果 -m 企业承诺自行出资更换")
    office("progress 1 -m 更换高压柜，恢复供电 --cost 28万 --paid-by 金都恒远")
    office("respond 哨1 -u 区住建局,供电公司,区公安分局,区信访局 --stage 办结 --rating 满意")
    finish(office, 1, "新高压柜已投运，停电问题解决")


def together(office, what, category, estate, street, units):
    """Who does not mend it is visited by all departments together."""
    office("add", what, "-e", estate, "-s", street, "-c", category, "--source", "街道吹哨", "--new")
    number = max(int(issue["number"][-4:]) for issue in office.issues("--all"))
    office(f"assign {number} --by-rule")
    office(f"accept {number}")
    office(f"whistle {number} --kind 综合执法 --to {units} --at 9:00")
    whistle = f"哨{number}"
    for stage, time in (("签收", "9:20"), ("联系", "10:00"), ("报到", "14:00")):
        office(f"respond {whistle} -u {units} --stage {stage} --at {time}")
    office(f"whistle act {whistle} --kind 联合执法 --who {units},{street} -m 现场清理，当事人签字")
    office(f"respond {whistle} -u {units} --stage 办结 --at 16:00 --rating 满意")
    finish(office, number, "联合执法，已清理")


def finish(office, number, what):
    office(f"done {number} -m {what} --photo 整改后.png --by 李强")
    for level in ("社区", "街道", "区"):
        office(f"verify {number} --pass --level {level} --method 现场")
    office(f"close {number}")


def test_the_figures_of_the_article_come_out(office):
    assert office.brief == BRIEF


def test_the_company_that_paid_is_told_with_its_talk(office):
    assert "约谈 1" in office("unit show 金都恒远")
    assert "28万元" in office("report brief")
    (number,) = office("report brief --explain 出资情况 --ids").split()
    assert number == "2023-0001"


def test_nothing_was_forced_and_the_ledger_is_whole(office):
    assert office.whole
