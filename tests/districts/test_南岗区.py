"""南岗区: nine aspects, each with its lead department; what waits for the renovation of old estates is put off."""

from datetime import date

from kit import Office, counted

ASPECTS = {
    "房屋本体": (20, "外墙皮脱落"),
    "环境卫生": (18, "门前垃圾堆积"),
    "私搭乱建": (9, "一楼私搭小棚"),
    "楼道堆物": (12, "楼道堆放杂物"),
    "消防通道": (8, "消防通道被占"),
    "管线杆线": (11, "飞线杂乱下垂"),
    "园区绿化": (14, "门前绿地损毁"),
    "停车秩序": (10, "门前乱停车"),
    "配套设施": (6, "没有休闲座椅和照明"),
}
BRIEF = (
    "截至2023年12月20日，南岗区按九个方面排查认领问题108件，由各牵头部门分工负责："
    "区城管局牵头环境卫生18件、园区绿化14件；区住建局牵头房屋本体20件；"
    "区消防救援大队牵头楼道堆物12件、消防通道8件；区综合行政执法局牵头停车秩序10件、私搭乱建9件；"
    "区工信局牵头管线杆线11件；区旧改办牵头配套设施6件。"
    "已完成整改91件，其中销号91件，正在整改11件，因待规划改造挂账6件。"
)


def work(folder):
    office = Office(folder, "南岗区", "2023-09-18")
    found = counted("南岗区", date(2023, 9, 18), ASPECTS)
    office.reads("九个方面排查.csv", ({**row, "来源": "社区排查"} for row in found))
    office("assign -S 待交办 --by-rule -y")
    office("accept -S 待签收 -y")
    office("plan -S 整改中 -y")
    later = "--until 2024-05-31 --reason 规划 --interim 先装临时照明 --opinion 同意随旧改一并解决"
    office(f"defer -c 配套设施 {later} --approved-by 赵刚 -y")
    office("progress -c 消防通道 --milestone 勘查 -m 当日到现场 -y")
    office.on("2023-09-20")
    office("done -c 消防通道 -m 已清理并施划标线 --photo 整改后.png --by 李强 -y")
    office.on("2023-09-22")
    office("progress -S 整改中 --milestone 勘查 -y")
    office.on("2023-10-08")
    office("done -S 整改中 -c ~管线杆线 -m 已整改 --photo 整改后.png --by 李强 -y")
    office.strikes("-S 待验收", "社区", "街道", "区")
    office.on("2023-12-20")
    return office


def test_the_figures_come_out_with_nine_aspects_and_their_leads(office):
    assert office.brief == BRIEF


def test_each_aspect_went_to_its_lead_by_rule(office):
    led = {issue["category"]: issue["lead_unit"] for issue in office.issues("--all")}
    assert led.keys() == ASPECTS.keys()
    assert led["私搭乱建"] == "区综合行政执法局"
    assert led["消防通道"] == "区消防救援大队"


def test_a_step_that_should_be_finished_is_seen(office):
    assert len(office.issues("-S 节点滞后")) == 11


def test_nothing_was_forced_and_the_ledger_is_whole(office):
    assert office.whole
