"""The district's profile: what the shipped ones say, what is refused in a file, what a change does and does not do."""

import re
import shlex
import sys
import time
import tomllib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import catalogue, contradictions
from ledger.errors import Exit
from ledger.models import Issue
from ledger.profile import CheckItem, LimitRule, Profile, RouteRule, parse, unparse
from ledger.profiletext import ENTRIES, places, written
from ledger.standing import route

NINE = ("道里区", "香坊区", "呼兰区", "道外区", "平房区", "阿城区", "南岗区", "松北区", "双城区")
ADD = "add 漏水 -e 怡园 -s 新华街道 -c 供热 --source 12345"


@pytest.fixture
def office(ledger, tmp_path):
    """A clerk at a fresh ledger of any district."""

    def of(district):
        clerk = ledger.at(db=tmp_path / f"{district}.db")
        clerk.ok(f"init --district {district} --by 张敏")
        return clerk

    return of


# --- the shipped ones


def test_there_is_a_profile_for_each_of_the_nine_and_a_neutral_one():
    assert set(catalogue.districts()) == {*NINE, "默认"}


@pytest.mark.parametrize("district", [*catalogue.areas(), "默认"])
def test_no_shipped_profile_contradicts_itself(district):
    assert list(contradictions.of(catalogue.profile(district))) == []


def test_songbei_has_three_classes_and_nine_fields():
    songbei = catalogue.profile("松北区")
    assert songbei.categories == ("专班成员单位处理", "属地街道处理", "区住建局处理")
    fields = "水 电 气 热 质量 房产 安全 维修资金 物业"
    assert songbei.subcategories[0] == ("区住建局处理", *fields.split())


def test_nangang_has_nine_aspects_and_each_of_the_six_departments_leads_one():
    nangang = catalogue.profile("南岗区")
    leads = {rule.to for rule in nangang.routing if "{" not in rule.to}
    assert (len(nangang.categories), leads) == (9, set(nangang.units))
    assert {rule.category for rule in nangang.routing} == {*nangang.categories, "*"}


def test_shuangcheng_answers_within_hours_and_tells_the_street():
    shuangcheng = catalogue.profile("双城区")
    assert all(rule.response.endswith("小时") for rule in shuangcheng.limits)
    assert shuangcheng.routing[0] == RouteRule(to="{物业企业}", cc=("{街道}",))


# --- which rule is meant


def test_the_first_rule_that_fits_counts_and_a_subcategory_is_a_category():
    profile = Profile(
        limits=(
            LimitRule("信访", "热", "1天"),
            LimitRule("*", "热", "3天"),
            LimitRule(limit="9天"),
        )
    )
    assert [
        profile.limit_for(*kind).limit  # type: ignore[union-attr]
        for kind in [("信访", "区住建局处理", "热"), ("来电", "热"), ("信访", "水"), (None, None)]
    ] == ["1天", "3天", "9天", "9天"]
    assert Profile().limit_for("信访", "热") is None


def test_levels_may_differ_by_source(office):
    office = office("道外区")
    for source in ("社区排查", "信访"):
        office.ok(f"add 楼道灯不亮 -e 怡园 -s 靖宇街道 -c 楼道照明 --source {source} --new")
    office.ok("claim 1,2 -u 区住建局")
    office.ok("done 1,2 -m 已更换 --by 李强")
    for level in ("社区", "街道", "区"):
        office.ok(f"verify 1,2 --pass --level {level} -y")
    assert "还没有市级验收" in office("close 1").err
    assert "ledger callback 2 --satisfaction 满意" in office.ok("show 2 --why").out
    office.ok("verify 1 --pass --level 市")
    office.ok("close 1")
    assert office.issue("1").levels == ("社区", "街道", "区", "市")
    assert "各级验收都已通过" in office("verify 2 --pass --level 市").err
    assert office.findings() == []


# --- what a file may not say

BAD = {
    'sources = "信访"': "第 1 行：来源：区县配置“sources”应是一列文字",
    'colour = ["红"]': "第 1 行：colour：区县配置里没有“colour”这一项",
    "on_the_spot = 1": "第 1 行：立行立改：区县配置“on_the_spot”应是true 或 false",
    'limits = [\n  { limit = "3天" },\n  { days = 3 },\n]': "第 3 行：时限第 2 条：limits 的每一条只有",
    "limits = [\n  { limit = 3 },\n]": "第 2 行：时限第 1 条：区县配置“limits 的 limit”应是文字",
    'limits = [\n  { limit = "三天" },\n]': "第 2 行：时限第 1 条：“三天”不是时限",
    'limits = [\n  { source = "信访" },\n]': "第 2 行：时限第 1 条：没有写 limit",
    'limits = [{ source = "信仿", limit = "3天" }]': "来源里没有“信仿”，是不是 信访",
    'limits = [{ category = "供暖", limit = "3天" }]': "类别、小类里没有“供暖”，是不是 供热",
    'limits = [{ limit = "3天", response = "100小时" }]': "响应 100小时 比办结 3天 还长",
    '[[limits]]\nlimit = "3天"\n\n[[limits]]\nsource = "信访"\nlimit = "5天"': "第 4 行：时限第 2 条：用不到：这些问题第 1 条已经管了",
    'levels = ["街道",\n"区",\n"街道"]': "第 3 行：验收层级第 3 条：“街道”写了两次",
    "levels = []": "第 1 行：验收层级：不能是空的",
    'chains = [{ levels = ["街到"] }]': "验收层级里没有“街到”，是不是 街道",
    'void_reasons = ["不属实"]': "第 1 行：终结原因：少了“重复”，手续要用到它",
    'satisfactions = ["好"]': "满意度：少了“不满意”",
    'callback_for = ["市长热线"]': "要回访的来源第 1 条：来源里没有“市长热线”",
    'sources = ["来电"]': "没有写、照原来的：要回访的来源第 1 条：来源里没有“12345”",
    'photo_for = ["外墙"]': "类别、小类里没有“外墙”，是不是 外墙保温",
    '[subcategories]\n"供热" = ["不热", "不热"]': "第 2 行：小类第 1 条：“不热”写了两次",
    '[subcategories]\n"供暖" = ["不热"]': "第 2 行：小类第 1 条：类别里没有“供暖”，是不是 供热",
    'routing = [{ to = "区城建局" }]': "单位、街道里没有“区城建局”，是不是 区住建局",
    'routing = [{ co = ["区住建局"] }]': "交办规则第 1 条：没有写 to",
    'routing = [{ to = "区住建局", cc = ["区住建局"] }]': "“区住建局”写了两次",
    'routing = [{ subdistrict = "没有街道", to = "{街道}" }]': "街道里没有“没有街道”",
    'routing = [{ to = "区住建局" },\n{ category = "供热", to = "供热公司" }]': "第 2 行：交办规则第 2 条：用不到",
    'summary = "共{受里}件"': "第 1 行：文字稿：没有口径“{受里}”，应像 {受理}",
    'summary = "{来源.受理}件"': "没有口径“{来源.受理}”",
    'summary = "{本期.上期}件"': "没有口径“{本期.上期}”",
    'campaigns = ["整治", "整治二期"]': "专项第 1 条：“整治”是“整治二期”的一部分",
    'prefix = "3"': "编号前缀“3”应是几个字母或汉字",
    "max_extensions = -1": "最多延期次数：不能小于 0",
    'office = "物业办\nunits = []': "第 1 行：写法不对。文字和中文名称加双引号",
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), BAD.items(), ids=BAD)
def test_a_contradiction_is_named_with_file_and_line(ledger, tmp_path, text, told):
    file = tmp_path / "道里区.toml"
    file.write_text(text, "utf-8")
    said = ledger("profile check 道里区.toml")
    assert (said.code, said.out) == (Exit.BAD_DATA, "")
    assert "道里区.toml" in said.err
    assert told in said.err
    before = ledger.setting("profile")
    assert ledger("profile edit --from 道里区.toml -y").code == Exit.BAD_DATA
    assert ledger.setting("profile") == before


def test_every_contradiction_is_listed_at_once(ledger, tmp_path):
    text = 'prefix = "3"\nlevels = []\nlimits = [\n{ limit = "x" },\n{ source = "信仿", limit = "3天" },\n]\n'
    (tmp_path / "新.toml").write_text(text, "utf-8-sig")
    lines = ledger("profile check 新.toml").err.splitlines()
    assert [line.split("：")[0] for line in lines] == [
        f"新.toml 第 {n} 行" for n in (1, 2, 4, 5, 5)
    ]


def test_a_sound_file_and_the_ledgers_own_are_found_sound(ledger):
    assert "区县配置：没有矛盾" in ledger.ok("profile check").err
    shipped = catalogue.path("profiles", "松北区.toml")
    assert "没有矛盾" in ledger.ok("profile", "check", str(shipped)).err


# --- as text

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=8)
SOME = st.lists(WORDS, max_size=9).map(tuple)
PROFILES = st.builds(
    Profile,
    name=st.just("某区"),
    district=st.just(""),
    office=WORDS,
    sources=SOME,
    subcategories=st.lists(SOME.filter(bool), max_size=3).map(tuple),
    limits=st.lists(st.builds(LimitRule, WORDS, WORDS, WORDS, WORDS), max_size=3).map(tuple),
    checklist=st.lists(
        st.builds(CheckItem, WORDS, WORDS, st.floats(0, 100), WORDS), max_size=3
    ).map(tuple),
    routing=st.lists(st.builds(RouteRule, WORDS, to=WORDS, co=SOME), max_size=3).map(tuple),
    on_the_spot=st.booleans(),
    max_extensions=st.integers(0, 9),
)


@given(profile=PROFILES)
def test_a_profile_comes_back_from_its_text_and_from_json(profile):
    assert parse(tomllib.loads(written(profile)), base=Profile(name="某区")) == profile
    assert parse(unparse(profile)) == profile


def test_every_key_stands_in_the_text_with_its_line():
    songbei = catalogue.profile("松北区")
    text = written(songbei)
    lines = text.split("\n")
    found = places(text)
    for key in ENTRIES:
        assert lines[found[key, None] - 1].startswith(f"{key} ="), key
    for index, rule in enumerate(songbei.routing):
        assert rule.to in lines[found["routing", index] - 1]
    assert set(ENTRIES) == set(Profile._fields) - {"name", "district"}


# --- shown and changed


def test_a_profile_is_shown_in_words_at_80_columns(office):
    said = office("松北区").ok("profile show")
    assert max(map(len, said.out.splitlines())) <= 80
    assert "区住建局处理（水、电、气、热、质量、房产、安全、维修资金、物" in said.out
    assert "不限  消防通道      区消防救援大队    {街道}" in said.out
    assert "不限  热    3天   24小时" in said.out
    assert "同自带的松北区配置" in said.err


def test_single_words_are_changed_by_name(ledger):
    said = ledger.ok(
        "profile edit 填报单位=物业科 photo_for=环境卫生,给排水 on_the_spot=否 max_extensions=1"
    )
    assert "填报单位：道里区住房和城乡建设局物业办 -> 物业科" in said.err
    assert "要整改后照片的类别：加 给排水。去 外墙保温；墙面脏乱" in said.err
    now = parse(ledger.setting("profile"))
    assert (now.office, now.on_the_spot, now.max_extensions) == ("物业科", False, 1)
    shown = ledger.ok("profile show").err
    assert "不同的：填报单位、要整改后照片的类别、立行立改、最多延期次数" in shown
    ledger.ok("undo")
    assert "没有改动" in ledger.ok("profile edit office=道里区住房和城乡建设局物业办").err
    assert ledger("profile edit on_the_spot=也许").code == Exit.BAD_DATA


def test_a_profile_is_written_to_a_file_and_taken_back(ledger, tmp_path):
    assert "ledger profile edit --from 本区.toml" in ledger.ok("profile show -o 本区.toml").err
    assert "没有改动" in ledger.ok("profile edit --from 本区.toml").err
    text = (tmp_path / "本区.toml").read_text("utf-8").replace("7个工作日", "6个工作日")
    (tmp_path / "本区.toml").write_text(text, "utf-8")
    ledger.ok("profile edit --from 本区.toml -y")
    assert parse(ledger.setting("profile")).limits[0].limit == "6个工作日"


def test_a_file_changes_what_it_tells_and_nothing_else(ledger, tmp_path):
    before = parse(ledger.setting("profile"))
    (tmp_path / "改.toml").write_text('limits = [{ limit = "9天" }]\n', "utf-8")
    assert ledger("profile edit --from 改.toml").code == Exit.USAGE
    assert "试运行" in ledger.ok("profile edit --from 改.toml -n").err
    said = ledger.ok("profile edit --from 改.toml -y")
    assert "时限：加 办结 9天。去 来源 12345，办结 7个工作日，响应 24小时；办结 15天" in said.err
    assert parse(ledger.setting("profile")) == before._replace(limits=(LimitRule(limit="9天"),))
    assert ledger("profile edit office=甲 --from 改.toml").code == Exit.USAGE


@pytest.fixture
def editing(tmp_path, monkeypatch):
    """Sets an editor that puts one text in the place of another, each time it is opened."""

    def use(*changes):
        lines = [f"text = text.replace({old!r}, {new!r})" for old, new in changes]
        script = tmp_path / "editor.py"
        script.write_text(
            "import pathlib, sys\nfile = pathlib.Path(sys.argv[1])\ntext = file.read_text('utf-8')\n"
            + "\n".join(lines)
            + "\nfile.write_text(text, 'utf-8')\n",
            "utf-8",
        )
        monkeypatch.setenv("VISUAL", shlex.join([sys.executable, str(script)]))

    return use


def test_the_editor_opens_on_the_profile_and_what_it_leaves_is_taken(ledger, editing):
    editing(("7个工作日", "5个工作日"), ("# 等级", "# 我的注释"))
    said = ledger.ok("profile edit", typed="是\n")
    assert "区县配置将改 1 项" in said.err
    assert parse(ledger.setting("profile")).limits[0].limit == "5个工作日"


def test_a_contradiction_in_the_editor_is_shown_and_can_be_mended(ledger, editing):
    editing(("7个工作日", "七天"), ("七天" * 2, "3天"))
    said = ledger("profile edit", typed="q\n")
    assert (said.code, "区县配置 第" in said.err, "“七天”不是时限" in said.err) == (1, True, True)
    editing(("7个工作日", "七天"), ("年份前", "年份的前面"))
    assert ledger.operations() == ["A0001"]


def test_an_editor_that_is_not_there_or_fails_changes_nothing(ledger, monkeypatch):
    monkeypatch.setenv("VISUAL", "/没有/编辑器")
    assert "打不开编辑器" in ledger("profile edit", typed="").err
    monkeypatch.setenv("VISUAL", f"{sys.executable} -c 'raise SystemExit(1)'")
    assert ledger("profile edit", typed="").code == Exit.REFUSED
    assert ledger.operations() == ["A0001"]


# --- the past


def test_rules_changed_later_never_rewrite_the_past(ledger, tmp_path):
    ledger.ok(ADD)
    ledger.ok("add 门禁坏 -e 怡园 -s 新华街道 -c 房屋维修 --source 日常检查")
    ledger.ok("claim 2 -u 区住建局")
    ledger.ok("done 2 -m 已换 --by 李强")
    for level in ("社区", "街道", "区"):
        ledger.ok(f"verify 2 --pass --level {level}")
    ledger.ok("close 2")
    before, course = ledger.issues(), ledger.history("1") + ledger.history("2")
    month = ledger.ok("report month 本月").out.split("台账指纹")[0]
    (tmp_path / "新.toml").write_text(
        'levels = ["社区", "街道", "区", "市"]\ncategories = ["其他"]\nphoto_for = ["其他"]\n'
        'limits = [{ limit = "1天" }]\nvoid_reasons = ["重复"]\n'
        'routing = [{ to = "区信访局" }]\n',
        "utf-8",
    )
    ledger.ok("profile edit --from 新.toml -y")
    edited = ledger.operations()[-1]
    assert ledger.issues() == before
    assert ledger.history("1") + ledger.history("2") == course
    assert ledger.ok("report month 本月").out.split("台账指纹")[0] == month
    assert ledger.findings() == []
    assert str(ledger.issue("1").due_on) == "2024-01-24"  # as it was promised
    ledger.ok("add 又一件 -e 怡园 -s 新华街道 -c 其他 --source 12345")
    assert str(ledger.issue("3").due_on) == "2024-01-16"  # by the rules of today
    ledger.ok(f"undo {edited}")
    assert parse(ledger.setting("profile")) == catalogue.profile("道里区")


# --- two axes


def test_a_subcategory_is_told_with_its_category_or_alone(office):
    office = office("松北区")
    add = "add 漏水 -e 怡园 -s 松北街道 --source 信访 --new -c"
    said = office.ok(f"{add} 区住建局处理/热")
    assert "怡园 区住建局处理/热 漏水" in said.err
    assert "时限 2024-01-18（信访·区住建局处理·热，3天）" in said.err
    office.ok(f"{add} 物业")
    office.ok(f"{add} 属地街道处理")
    kinds = [(issue.category, issue.subcategory) for issue in office.issues()]
    assert kinds == [
        ("区住建局处理", "热"),
        ("区住建局处理", "物业"),
        ("属地街道处理", None),
    ]
    assert "没有小类“暖”" in office(f"{add} 区住建局处理/暖").err
    assert office(f"{add} 暖").code == Exit.USAGE
    assert [i["number"][-1] for i in office.listed("-c", "热,属地街道处理")] == ["1", "3"]
    assert [i["number"][-1] for i in office.listed("-c", "~热")] == ["2", "3"]
    assert office.listed("-c", "无") == []
    assert "\n按小类\n" in office.ok("report category 本月").out
    assert "2024-0001" in office.ok("report category 本月 --explain 区住建局处理/热.新增 --ids").out


# --- handed out by the rules


@pytest.fixture
def nangang(office):
    clerk = office("南岗区")
    for street, category in (
        ("花园街道", "环境卫生"), ("花园街道", "环境卫生"), ("曲线街道", "消防通道"), ("", ""),
    ):  # fmt: skip
        where = f"-s {street}" if street else "-e 无名院"
        kind = f"-c {category}" if category else ""
        clerk.ok(f"add 堆物 {where} {kind} --source 社区排查 --new")
    return clerk


def test_a_batch_is_previewed_by_unit_and_each_goes_to_its_own(nangang):
    said = nangang("assign -S 待交办 --by-rule", typed="是\n")
    assert said.code == Exit.REFUSED  # one has no rule
    assert "可以交办 3 条，不能交办 1 条" in said.err
    assert (
        "  4 号  无名院  没有合适的交办规则\n  区城管局  2 条：1、2\n  区消防救援大队  1 条：3"
        in said.err
    )
    assert re.search("3 号  曲线街道  待交办 -> 待签收  .*区消防救援大队", said.err)
    one, _, three, four = nangang.issues()
    assert (one.lead_unit, one.co_units) == ("区城管局", ("花园街道",))
    assert (three.lead_unit, str(three.due_on), four.lead_unit) == (
        "区消防救援大队",
        "2024-01-18",
        None,
    )
    nangang.ok("undo")
    assert [str(issue.status) for issue in nangang.issues()] == ["registered"] * 4


def test_nothing_is_handed_out_before_the_answer(nangang):
    assert nangang("assign -S 待交办 --by-rule", typed="否\n").code == Exit.REFUSED
    assert nangang("assign -S 待交办 --by-rule").code == Exit.USAGE
    said = nangang("assign 4 --by-rule")
    assert (said.code, "没有合适的交办规则" in said.err) == (Exit.REFUSED, True)
    assert "ledger assign 4 --to 单位" in said.err
    assert nangang("assign 1 --by-rule --to 区城管局").code == Exit.USAGE
    assert {issue.lead_unit for issue in nangang.issues()} == {None}


def test_a_rule_may_mean_the_issues_own_company_with_a_copy_to_its_street(office, tmp_path):
    office = office("双城区")
    rows = "小区,街道,物业企业,问题描述,问题来源\n甲园,双城街道,恒安物业,漏水,投诉\n乙园,双城街道,,停电,投诉\n"
    (tmp_path / "表.csv").write_text(rows, "utf-8")
    office.ok("import 表.csv -y")
    office.ok("assign 1 2 --by-rule --new")
    first, second = office.issues()
    assert (first.lead_unit, second.lead_unit) == ("恒安物业", "双城街道")
    assert (first.cc_units, second.cc_units) == (("双城街道",), ())


def test_the_first_rule_of_source_category_and_street_counts():
    profile = Profile(
        routing=(
            RouteRule("信访", "供热", "甲街道", to="供热公司"),
            RouteRule(category="供热", to="{街道}/{物业企业}", co=("{社区}",)),
            RouteRule(to="区住建局", co=("{街道}",)),
        )
    )
    heat = Issue(category="供热", subdistrict="甲街道")
    assert route(heat._replace(source="信访"), profile).to == "供热公司"
    assert route(heat, profile)[3:] == ("区住建局", ("甲街道",), ())
    owned = route(heat._replace(company="恒安物业"), profile)
    assert owned[3:] == ("甲街道/恒安物业", (), ())
    assert route(Issue(), profile)[3:] == ("区住建局", (), ())
    assert route(Issue(), Profile()) is None


# --- the district's own sentence


@pytest.fixture
def forenoon(monkeypatch):
    """Ten o'clock or some minutes later: what must be answered in two hours is due on the same day."""
    monkeypatch.setenv("TZ", f"HRB{datetime.now(UTC).hour - 10:+d}")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("forenoon")
def test_a_district_says_its_figures_in_its_own_words(office):
    office = office("双城区")
    add = "add 漏水 -e 怡园 -s 承旭街道 --new --source"
    office.ok(f"{add} 投诉 -c 小区卫生")
    office.ok(f"{add} 信访 -c 车位管理")
    office.ok(f"{add} 信访 -c 小区卫生")
    office.ok("claim 1 -u 物业科 --new")
    office.ok("done 1 -m 已清")
    told = (
        "截至2024年1月15日，双城区“实时转件、直达项目、限时响应”，共转件3件："
        "小区卫生2件（平均1分钟响应）、车位管理1件，响应及时率100%（1/1）。已办结1件，未办结2件；满意率-。"
    )
    assert office.ok("report month 本月 --brief").out == f"{told}\n"
    every = "{受理}|{来源.信访、来电.受理}|{类别.小区卫生.进度}|{来源.信访.进度}|{本期.新增}|{督办单}|{各专项}"
    office.ok("profile", "edit", f"summary={every}")
    assert (
        office.ok("report month 本月 --brief").out
        == "3|2|已完成1件，未完成1件|已完成0件，未完成2件|3|0|无\n"
    )
    office.ok("profile edit summary=")
    assert "共受理问题3件" in office.ok("report month 本月 --brief").out


@pytest.mark.parametrize("district", NINE)
def test_the_sentence_of_each_district_can_be_told_of_an_empty_ledger(office, district):
    said = office(district).ok("report month 本月 --brief").out
    assert "{" not in said
    assert district in said


def test_the_form_of_a_first_export_is_the_districts(ledger):
    ledger.ok(ADD)
    ledger.ok("profile edit form=信访台账")
    assert "表样“信访台账”" in ledger.ok("export -o 甲.xlsx").err
    ledger.ok("profile edit form=没有的")
    assert "没有表样“没有的”" in ledger("export -o 乙.xlsx").err


def test_a_district_elsewhere_begins_with_the_neutral_rules(ledger, tmp_path):
    clerk = ledger.at(db=tmp_path / "朝阳.db")
    said = clerk.ok("init --district 朝阳区 --by 张敏")
    assert "ledger profile edit" in said.out + said.err
    profile = clerk.setting("profile")
    assert (profile["name"], profile["district"]) == ("朝阳区", "朝阳区")
    assert "冰城" not in profile["campaign"]
    mistyped = ledger.at(db=tmp_path / "又一个.db")("init --district 道理区 --by 张敏")
    assert mistyped.code == 2
    assert "是不是：道里区" in mistyped.err
