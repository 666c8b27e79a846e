"""呼兰区: seven problems left from long ago, solved by departments and streets; every estate judged by a checklist."""

from kit import Office, company, places

LEGACY = (
    ("二热源动迁楼", "供电线路老旧小区总跳闸", "供电", "供电公司"),
    ("农行小区", "外墙垃圾清理", "环境卫生", "兰河街道"),
    ("亿兴小区", "业主私搭乱建执法不进小区", "私搭乱建", "区综合行政执法局"),
    ("园丁三号楼", "自来水管水压不足", "给排水", "供水公司"),
    ("世亨园小区", "供热室温不达标", "供热", "供热公司"),
    ("大河宸院C栋", "燃气管道安装问题", "燃气", "燃气公司"),
    ("怡园三期", "二楼阳台栏杆开裂问题", "房屋维修", "兰河街道"),
)
BRIEF = (
    "截至2023年12月20日，呼兰区充分协调各职能部门与各街道办事处、社区，相继解决了"
    "二热源动迁楼供电线路老旧小区总跳闸、农行小区外墙垃圾清理、亿兴小区业主私搭乱建执法不进小区、"
    "园丁三号楼自来水管水压不足、世亨园小区供热室温不达标、大河宸院C栋燃气管道安装问题、"
    "怡园三期二楼阳台栏杆开裂问题等7件历史遗留问题。"
)


def work(folder):
    office = Office(folder, "呼兰区", "2023-09-11")
    for estate, what, category, _ in LEGACY:
        office(
            "add",
            what,
            "-e",
            estate,
            "-s",
            "兰河街道",
            "-c",
            category,
            "--source",
            "12345",
            "--tag",
            "历史遗留",
            "--new",
        )
    office("assign --tag 历史遗留 --by-rule -y")
    office("accept --tag 历史遗留 -y")
    office("progress 1 -m 区住建局、供电公司、街道会商，列入改造")
    office.on("2023-09-15")
    office("extend 1-7 -d 2023-12-15 --reason 历史遗留，需多部门协调 --approved-by 主管区长 -y")
    office.on("2023-12-04")
    office("done --tag 历史遗留 -m 已解决 --photo 整改后.png --by 李强 -y")
    office.strikes("-S 待验收", "社区", "街道", "区")

    team = "--team 区物业办,兰河街道,物业企业代表"
    estates = [place for place in places("呼兰区") if place["街道"] == "兰河街道"]
    estates += [
        {"小区": old[0], "街道": "兰河街道", "物业企业": company(n)} for n, old in enumerate(LEGACY)
    ]
    for place in estates:
        office(
            "estate", "add", place["小区"], f"街道={place['街道']}", f"物业企业={place['物业企业']}"
        )
    for n, place in enumerate(estates):
        off = "--off '4=2 楼道有杂物' --issues" if n == 0 else "--off 8=1"
        office(f"inspect {place['小区']} {team} {off}")
    office.on("2023-12-20")
    return office


def test_the_figures_of_the_article_come_out(office):
    assert office.brief == BRIEF


def test_the_list_of_old_problems_is_there(office):
    assert "历史遗留问题共7件，已解决销号7件" in office("report tag 历史遗留 --brief")


def test_an_inspection_makes_issues(office):
    (issue,) = office.issues("--source 监督考评")
    assert "楼道有杂物" in issue["description"]


def test_nothing_was_forced_and_the_ledger_is_whole(office):
    assert office.whole
