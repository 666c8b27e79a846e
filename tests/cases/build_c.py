"""Cases c01–c20: ledgers as a dozen other offices keep them.  build_c.py writes them anew, byte for byte."""

import csv
import datetime as dt
import json
import random
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import xlwt
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter


def split(line, between=None):
    return line.split(between)


HERE = Path(__file__).parent
FORMATS = {
    "dot": "{0.year}.{0.month}.{0.day}", "pad": "{0:%Y.%m.%d}", "iso": "{0:%Y-%m-%d}",
    "cn": "{0.year}年{0.month}月{0.day}日", "md": "{0.month}月{0.day}日", "mdot": "{0.month}.{0.day}",
    "md前": "{0.month}月{0.day}日前", "slash": "{0.year}/{0.month}/{0.day}", "time": "{0:%Y-%m-%d %H:%M:%S}",
}  # fmt: skip
YEARLESS = {"md", "mdot", "md前"}
REFUSAL = ["不是", "没有", "未找到", "找不到", "未识别", "无法识别", "认不出", "不像"]

# fmt: off
# Each topic lists kind, problem, measure, words when done, words when still open.
PROPERTY = [
    ("环境卫生", "{b}号楼{u}单元楼道长期无人清扫，墙面小广告成片", "增派保洁员，每日清扫两次", "楼道已清扫，小广告已铲除", "保洁员已到位，正在逐层清理"),
    ("环境卫生", "{b}号楼垃圾桶满溢，夏天蚊蝇多、气味大", "增加清运频次，更换破损垃圾桶", "垃圾桶已更换3个，每日清运两次", "清运合同正在重新签订"),
    ("房屋维修", "{b}号楼{u}单元顶层{f}01室雨天漏雨，棚顶大面积发霉", "申请维修资金重做防水", "防水已重做，雨后回看未再渗漏", "维修资金正在走征求意见程序"),
    ("房屋维修", "{b}号楼{u}单元单元门闭门器损坏，冬季灌风", "更换闭门器和门锁", "闭门器已更换，门体开关正常", "配件已订购，尚未到货"),
    ("给排水", "{b}号楼{u}单元一楼返水，污水漫进{f}户居民家中", "疏通主管线，更换塌陷管段", "主管线已疏通，更换管段4米", "塌陷管段需破路，正在办理手续"),
    ("给排水", "{b}号楼六楼以上早晚水压不足，洗衣机进不去水", "检修二次加压设备", "加压泵已检修，水压恢复正常", "已联系供水公司，等待更换水泵"),
    ("停车秩序", "{b}号楼前消防车位被私装地锁{f}处，业主多次争吵", "张贴通告后统一拆除", "地锁已全部拆除，重新划线", "已张贴通告，尚有车主未配合"),
    ("公共设施", "{b}号楼北侧路灯{f}盏不亮，老人夜间出行不便", "更换灯具，检修线路", "路灯已修复并试亮", "线路老化，正在报价"),
    ("公共设施", "{b}号楼旁健身器材松动，孩子玩耍有危险", "停用并更换器材", "器材已加固，警示牌已设", "已设围挡停用，等待厂家维修"),
    ("违建圈占", "{b}号楼一楼住户在绿地上搭棚子种菜，约{f}0平方米", "联合执法限期恢复绿地", "棚子已拆除，绿地已恢复", "已下达限期拆除通知"),
    ("收费服务", "{b}号楼业主反映物业收取{f}年电梯费但不公示明细", "公示收支明细，接受业主查询", "收支明细已在公告栏公示", "物业企业正在整理账目"),
    ("噪声扰民", "{b}号楼地下水泵昼夜轰鸣，{u}单元住户睡不好觉", "加装减震垫和隔声门", "减震垫已装，噪声检测达标", "已请第三方检测，待出报告"),
]
HEAT = [
    ("温度不达标", "{b}号楼{u}单元{f}02室暖气片不热，家里有老人和婴儿", "入户排气", "入户排气后温度回升", "立杠堵塞，正在分段排查"),
    ("温度不达标", "{b}号楼{u}单元顶楼供水循环差，晚上温度低", "调节入口阀门", "阀门已调，次日复测达标", "换热站正在调整参数"),
    ("漏水", "{b}号楼{u}单元{f}01室暖气管接头漏水，泡了地板", "更换管件", "接头已更换，恢复供热", "待该户业主在家配合更换"),
    ("未供热", "{b}号楼{u}单元至今没来热，全单元{f}户受影响", "打开单元阀门", "单元阀门已开，已供热", "支线爆管抢修中"),
    ("收费争议", "{b}号楼{u}单元住户申请停供后仍被催收热费", "核对停供手续", "已核对手续，退回多收费用", "收费大厅正在核对台账"),
]
FIRE = [
    ("占用消防通道", "{b}号楼南侧消防通道长期停放机动车，消防车无法转弯", "划黄线、立警示牌，劝离车辆", "车辆已清离，黄线已划", "已张贴通告，仍有车辆夜间停放"),
    ("设置障碍物", "{b}号楼东出入口加装固定水泥墩{f}个，宽度不足4米", "拆除水泥墩，改为活动隔离柱", "水泥墩已拆除，改为可移动隔离柱", "与业主代表协商，待确定拆除时间"),
    ("违章搭建", "{b}号楼{u}单元后侧搭建铁皮仓房占压消防通道", "联合执法拆除", "铁皮仓房已拆，建筑垃圾已清运", "执法部门已立案"),
    ("堆放杂物", "{b}号楼{u}单元{f}楼缓台堆放旧沙发和纸壳", "限期清理", "杂物已清，共{f}车", "住户在外地，已电话告知"),
    ("标识缺失", "{b}号楼周边消防车登高操作场地标线磨损看不清", "重新施划标线", "标线已重新施划", "待气温合适时施划"),
    ("门禁锁闭", "小区{u}号门常年锁闭，{b}号楼居民无法就近疏散", "保持畅通，值班值守", "大门已打开并设专人看守", "钥匙交接中"),
]
CHARGE = [
    ("飞线充电", "{b}号楼{u}单元{f}楼从窗户拉线到楼下给电动车充电", "剪线并教育", "线已拆除，车主签了承诺书", "车主不在家，已留告知单"),
    ("飞线充电", "{b}号楼车棚内私接插排{f}个，电线裸露", "拆除插排，安装充电桩", "插排已拆，充电桩已投用", "充电桩已招标，未进场"),
    ("入户充电", "{b}号楼{u}单元{f}01室把电动车电瓶带回家充电", "入户劝导，张贴提示", "已劝导，电瓶已移到室外", "已劝导两次，仍有反复"),
    ("违规停放", "{b}号楼{u}单元门洞内停放电动车{f}台", "统一移到指定车棚", "电动车已全部移出", "车棚正在扩建"),
]
LIFT = [
    ("困人", "{b}号楼{u}单元电梯在{f}楼停住，困{u}人约二十分钟，业主要求查明原因", "更换门锁触点，全面检修", "门锁触点已更换，试运行正常", "维保人员正在排查控制柜"),
    ("困人", "{b}号楼{u}单元电梯关门后不动，{f}楼老人被困，业主反映一个月内第三次", "更换主板，延长保养时间", "主板已更换，三天观察无故障", "主板缺货，电梯停用待修"),
    ("异响", "{b}号楼{u}单元电梯运行抖动，到{f}楼有明显异响", "更换导靴", "导靴已更换，运行平稳", "已约检验机构评估"),
    ("停用", "{b}号楼{u}单元电梯停用半个月，{f}楼以上住户上下楼困难", "动用维修资金大修", "曳引机已大修，恢复运行", "维修资金表决票正在收集"),
]
RENEWAL = [
    ("墙体保温", "{b}号楼山墙保温层空鼓，{f}层窗口下方有脱落", "铲除空鼓部位重新施工", "空鼓部位已返工，验收合格", "脚手架已搭设，正在施工"),
    ("给排水", "{b}号楼改造后新铺排水管坡度不够，{u}单元门前积水", "返工调整坡度", "排水管已返工，通水试验合格", "施工队已进场开挖"),
    ("道路", "{b}号楼前新铺路面下沉{f}处，雨后积水", "切割后重铺", "路面已重铺", "等待回填土沉降稳定"),
    ("弱电管线", "{b}号楼{u}单元改造后弱电线缆未入槽，垂在{f}楼窗前", "运营商统一梳理入槽", "线缆已入槽捆扎", "三家运营商只到场一家"),
    ("楼道照明", "{b}号楼{u}单元楼道声控灯改造后不亮", "更换声控开关", "声控灯已修复", "施工单位已接单"),
    ("屋面防水", "{b}号楼{u}单元屋面改造后仍渗水，{f}02室墙皮脱落", "保修期内重做防水", "防水已重做", "气温低，无法施工"),
    ("绿化", "{b}号楼后绿地施工后未恢复，裸土扬尘", "补植草坪和灌木", "草坪已补植", "苗木已订，待栽植季节"),
]
FEES = [
    ("物业费", "{b}号楼{u}单元{f}02室因屋面漏雨未修，拖欠{y}年以来物业费", "", "达成协议，物业维修后业主补交", "双方同意再谈一次"),
    ("物业费", "{b}号楼{u}单元{f}01室认为保洁不到位，拒交{y}年度物业费", "", "减免两个月，余额当场交清", "业主要求先整改再交费"),
    ("停车费", "{b}号楼业主对{y}年地面停车费标准有异议，{f}户联名拒交", "", "按业主大会决议收取，双方签字", "等待业主大会表决结果"),
    ("水电公摊", "{b}号楼{u}单元{f}户认为公摊电费计算有误", "", "重新核算，退还多收部分", "物业正在调取抄表记录"),
]
# fmt: on

ESTATES = split(
    "祥和家园 福顺新城 金地佳园 学府雅居 滨江小区 宏达花园 丽景苑 康安小区 东升名苑 育才小区 惠民新区 松花绿苑"
)
FIRMS = [f"{n}物业服务有限公司" for n in ("安居", "鸿运达", "冰城管家", "润泽", "恒通", "家和")]
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜"
GIVEN = split(
    "志刚 桂兰 海涛 淑芬 建国 晓明 丽娟 永强 秀荣 春雨 国栋 红梅 立新 佳琪 宏伟 凤英 铁成 亚男 长林 玉珍"
)


class V:
    """One cell and what a careful clerk knows from it."""

    def __init__(self, cell, **truth):
        self.cell, self.truth = cell, truth


def text(field, value):
    return V(value, **{field: value}) if value else V(value)


def keep(value):
    return V(value, texts=[str(value)]) if value else V(value)


def extra(path, value):
    return V(value, extra={path: value})


def written(day, style):
    return day if style == "date" else FORMATS[style].format(day)


def date(field, day, style):
    return V(written(day, style), **{field: f"{day:%Y-%m-%d}"}) if day else V(None)


def due(day, style):
    precision = "inferred-year" if style in YEARLESS else "day"
    return limit(written(day, style), f"{day:%Y-%m-%d}", precision)


def limit(words, day, precision):
    told = {"due_on": day, "due_precision": precision}
    if isinstance(words, str):
        told["due_text"] = words
    return V(words, **told)


def status(word, state):
    return V(word, status_text=word, status=state)


def below(value):
    """The same value in the lower cells of a merge."""
    return V(None, **value.truth)


class Sheet:
    def __init__(self, name, start=1):
        self.name, self.rows, self.merges, self.issues, self.heads = (
            name,
            [[]] * (start - 1),
            [],
            [],
            set(),
        )

    def put(self, *cells):
        self.rows.append(list(cells))
        return len(self.rows)

    def wide(self, words, width, high=1):
        row = self.put(words)
        self.rows += [[]] * (high - 1)
        self.merges.append((row, 1, row + high - 1, width))

    def head(self, words):
        """A header of one level, or of two where a word reads 父/子."""
        parts = [w.split("/") for w in words]
        if all(len(p) == 1 for p in parts):
            self.heads.add(self.put(*words))
            return
        tops = [p[0] if i == 0 or parts[i - 1][0] != p[0] else None for i, p in enumerate(parts)]
        row = self.put(*tops)
        self.put(*[p[1] if len(p) > 1 else None for p in parts])
        self.heads |= {row, row + 1}
        for i, p in enumerate(parts):
            if len(p) == 1:
                self.merges.append((row, i + 1, row + 1, i + 1))
            elif tops[i]:
                self.merges.append((row, i + 1, row, i + sum(q[0] == p[0] for q in parts)))

    def add(self, *values, **more):
        values = [v if isinstance(v, V) else V(v) for v in values]
        row, issue = self.put(*[v.cell for v in values]), {}
        for told in [v.truth for v in values] + [more]:
            for key, value in told.items():
                if key == "texts":
                    issue.setdefault(key, []).extend(value)
                elif key == "extra":
                    issue.setdefault(key, {}).update(value)
                else:
                    issue[key] = value
        self.issues.append(issue | {"row": row} | ({"sheet": self.name} if self.name else {}))

    def down(self, column, first):
        if len(self.rows) > first:
            self.merges.append((first, column, len(self.rows), column))


def fixed(path):
    """Rewrite the zip without the time of day."""
    with zipfile.ZipFile(path) as z:
        parts = [(i.filename, z.read(i)) for i in z.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, body in parts:
            new = (
                re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2023-10-20T08:00:00Z", body)
                if name == "docProps/core.xml"
                else body
            )
            z.writestr(zipfile.ZipInfo(name, (2023, 10, 20, 8, 0, 0)), new, zipfile.ZIP_DEFLATED)


def xlsx(path, sheets):
    book, line = openpyxl.Workbook(), Side(style="thin")
    book.remove(book.active)
    for s in sheets:
        page, width = book.create_sheet(s.name), max(map(len, s.rows))
        top = min(s.heads, default=1)
        for r, cells in enumerate(s.rows, 1):
            for c, value in enumerate(cells, 1):
                if value is None:
                    continue
                cell = page.cell(r, c, value)
                if isinstance(value, (dt.date, dt.datetime)):
                    cell.number_format = (
                        "yyyy/m/d h:mm" if isinstance(value, dt.datetime) else "yyyy/m/d"
                    )
                cell.font = Font(
                    name="黑体" if r in s.heads else "宋体",
                    size=18 if r < top and r == 1 else 11,
                    bold=r in s.heads,
                )
            for c in range(1, width + 1):
                page.cell(r, c).alignment = Alignment(
                    wrap_text=True,
                    vertical="center",
                    horizontal="center" if r in s.heads or r == 1 else None,
                )
                if r >= top:
                    page.cell(r, c).border = Border(left=line, right=line, top=line, bottom=line)
        for r1, c1, r2, c2 in s.merges:
            page.merge_cells(start_row=r1, start_column=c1, end_row=r2, end_column=c2)
        for c in range(1, width + 1):
            page.column_dimensions[get_column_letter(c)].width = 14
    book.save(path)
    fixed(path)


def xls(path, sheets):
    book, days = xlwt.Workbook(), xlwt.easyxf(num_format_str="yyyy-m-d")
    plain = xlwt.easyxf("align: wrap on; borders: left thin, right thin, top thin, bottom thin")
    for s in sheets:
        page, merged = book.add_sheet(s.name), {m[:2]: m for m in s.merges}
        for r, cells in enumerate(s.rows, 1):
            for c, value in enumerate(cells, 1):
                style = days if isinstance(value, dt.date) else plain
                if (r, c) in merged:
                    r1, c1, r2, c2 = merged[r, c]
                    page.write_merge(r1 - 1, r2 - 1, c1 - 1, c2 - 1, value, style)
                elif value is not None:
                    page.write(r - 1, c - 1, value, style)
    book.save(str(path))


def text_table(encoding):
    def write(path, sheets):
        with path.open("w", encoding=encoding, newline="") as f:
            csv.writer(f, lineterminator="\r\n").writerows(sheets[0].rows)

    return write


def case(name, district, what, today, files, refuse=False, then=None):
    """files: {file name: [Sheet]}; then: (file name, [Sheet], issues)."""
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for file, sheets in {**files, **({then[0]: then[1]} if then else {})}.items():
        kind = file.rsplit(".", 1)[1]
        write = {
            "xlsx": xlsx,
            "xls": xls,
            "csv": text_table("gbk" if name.startswith("c02") else "utf-8-sig"),
        }[kind]
        write(folder / file, sheets)
    issues = [i for s in next(iter(files.values())) for i in s.issues]
    truth = {
        "case": name,
        "district": district,
        "what": what,
        "expect": "refuse" if refuse else "import",
        "today": today,
        "files": list(files),
    }
    if refuse:
        truth["message_any"] = REFUSAL
    truth["issues"] = issues
    if then:
        truth["then"] = {"reimport": then[0], "issues": then[2]}
    lines = json.dumps(truth, ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(lines + "\n", "utf-8")


class Hand:
    """One office's made-up people, places and days."""

    def __init__(self, seed, start, days=40):
        self.r, self.start, self.days, self.said = (
            random.Random(seed),
            dt.date.fromisoformat(start),
            days,
            set(),
        )

    def __getattr__(self, name):
        return getattr(self.r, name)

    def name(self):
        return self.choice(SURNAMES) + self.choice(GIVEN)

    def phone(self):
        return f"1{self.choice('35789')}{self.randint(0, 9)}0451{self.randint(1000, 9999)}"

    def day(self):
        return self.start + dt.timedelta(self.randrange(self.days))

    def sorted_days(self, n):
        return sorted(self.day() for _ in range(n))

    def problem(self, topic, prefix=""):
        while True:
            kind, words, *rest = self.choice(topic)
            at = {
                "b": self.randint(1, 28),
                "u": self.randint(1, 6),
                "f": self.randint(2, 9),
                "y": self.randint(2019, 2022),
            }
            words = prefix + words.format(**at)
            if words not in self.said:
                self.said.add(words)
                return kind, words, *[x.format(**at) for x in rest]

    def clock(self, day):
        return dt.datetime.combine(
            day, dt.time(self.randint(8, 17), self.randint(0, 59), self.randint(0, 59))
        )


def after(day, n):
    return day + dt.timedelta(n)


def c01():
    h, s = Hand(1, "2023-09-04", 50), Sheet("Sheet1")
    s.wide("呼兰区物业矛盾纠纷排查化解工作台账", 13)
    s.wide("填报单位：利民街道办事处          填报人：杨丽娟          填报日期：2023年11月8日", 13)
    s.head(
        split(
            "序号 排查时间 所属社区 小区名称 当事人双方 矛盾纠纷主要内容 纠纷类型 调处责任单位 包保领导 化解措施 化解时限 化解进展 是否化解"
        )
    )
    days = iter(h.sorted_days(24))
    n = 0
    for community in ("兴业社区", "燕京社区", "常青社区", "华远社区"):
        cell, first = text("community", community), len(s.rows) + 1
        for _ in range(6):
            n, day, estate = n + 1, next(days), h.choice(ESTATES)
            kind, words, act, done, open_ = h.problem(PROPERTY)
            ok = h.random() < 0.6
            s.add(n, date("reported_on", day, "md"), cell, text("estate", estate), keep(f"业主{h.name()}与{h.choice(FIRMS)}"),
                  text("description", words), text("category", kind), text("lead_unit", community + "居委会"), text("leader", h.choice(["佟长林", "葛玉珍"])),
                  text("measures", act), due(after(day, 20), "md前"), text("progress", done if ok else open_),
                  status("是", "done") if ok else status("否", ["assigned", "in_progress"]), subdistrict=["利民街道", "利民街道办事处"])  # fmt: skip
            cell = below(cell)
        s.down(3, first)
    s.put("单位负责人（签字）：", None, None, None, None, None, "审核人：")
    case(
        "c01-disputes-hulan",
        "呼兰区",
        "街道矛盾纠纷台账：社区纵向合并，填报单位行，日期无年份，签字行",
        "2023-11-10",
        {"物业矛盾纠纷台账（利民）.xlsx": [s]},
    )


def c02():
    h = Hand(2, "2023-10-08", 8)
    head = split(
        "工单编号,工单类别,受理时间,来电人,来电号码,诉求标题,诉求内容,所属街道,诉求地址,承办单位,转办时间,办结时限,办理状态,办理结果,办结时间,市民评价",
        ",",
    )
    orders = []
    for n, day in enumerate(h.sorted_days(52)):
        kind, words, _, done, _ = h.problem(PROPERTY, h.choice(ESTATES))
        street = h.choice(["花园街道", "奋斗路街道", "革新街道", "哈西街道"])
        orders.append({"no": f"2310{day.day:02}{n:05}", "kind": h.choice(["投诉", "求助", "投诉", "建议"]), "at": h.clock(day), "who": h.name() if h.random() < 0.8 else "",
                       "phone": h.phone(), "title": f"关于{kind}问题", "words": words, "street": street, "place": f"{h.choice(['学府路', '西大直街', '中兴大道'])}{h.randint(3, 300)}号",
                       "unit": h.choice([f"{street}办事处", "区住建局", "区城管局"]), "state": h.choice(["已办结", "办理中", "待签收"]) if n < 44 else "待签收",
                       "result": done, "mark": h.choice(["满意", "基本满意", "不满意", ""])})  # fmt: skip

    def sheet(chosen):
        s = Sheet("")
        s.head(head)
        state = {"已办结": "done", "办理中": "in_progress", "待签收": "assigned"}
        for o in chosen:
            ok, sent = o["state"] == "已办结", o["at"] + dt.timedelta(hours=3)
            s.add(text("source_no", o["no"]), text("category", o["kind"]), date("reported_on", o["at"], "time"), text("complainant", o["who"]), text("phone", o["phone"]),
                  text("title", o["title"]), text("description", o["words"]), text("subdistrict", o["street"]), text("location", o["place"]), text("lead_unit", o["unit"]),
                  date("assigned_on", sent, "time"), due(sent + dt.timedelta(7), "time"), status(o["state"], state[o["state"]]), text("progress", o["result"] if ok else ""),
                  date("done_on", sent + dt.timedelta(4), "time") if ok else V(""), text("satisfaction", o["mark"] if ok else ""))  # fmt: skip
        return s

    first = sheet(orders[:44])
    for o in orders[3:40:4]:
        o["state"] = "已办结"
    later = sheet(orders[:2:-1])
    told = later.issues + first.issues[:3]
    told = [{k: v for k, v in i.items() if k not in ("row", "sheet")} for i in told]
    case("c02-hotline-gbk-twice", "南岗区", "12345转办导出csv(GBK)，几天后再导一次：状态变化、新单、倒序、旧单缺席", "2023-10-20",
         {"12345转办_1018.csv": [first]}, then=("12345转办_1020.csv", [later], told))  # fmt: skip


def c03():
    h, s = Hand(3, "2018-03-01", 1400), Sheet("信访积案")
    s.wide("五常市住建领域信访积案化解台账", 14)
    s.wide("截至2023年9月30日", 14)
    s.head(
        split(
            "序号 信访人/姓名 信访人/人数 信访人/联系电话 信访事项 涉及小区 初访时间 责任主体/包案领导 责任主体/责任单位 责任主体/责任人 化解措施 化解时限 目前进展情况 是否息访"
        )
    )
    for n in range(1, 18):
        _, words, act, done, open_ = h.problem(PROPERTY + RENEWAL)
        ok = h.random() < 0.4
        when = h.choice(
            [
                ("2023年12月底前", "2023-12-31", "month"),
                ("2023年10月31日", "2023-10-31", "day"),
                ("2024年6月底前", "2024-06-30", "month"),
                ("2023年底前", "2023-12-31", "year"),
            ]
        )
        s.add(n, text("complainant", h.name()), extra("信访人/人数", h.randint(1, 40)), text("phone", h.phone()), text("description", words), text("estate", h.choice(ESTATES)),
              date("reported_on", h.day(), "pad"), text("leader", h.name()), text("lead_unit", h.choice(["五常镇政府", "市住建局", "市供热公司", "拉林满族镇政府"])), text("person", h.name()),
              text("measures", act), limit(*when), text("progress", done if ok else open_), V("是", status=["done", "closed"]) if ok else V("否", status=["assigned", "in_progress"]))  # fmt: skip
    s.put("填表人：", None, None, "联系电话：", None, None, "主管领导：")
    case(
        "c03-old-petitions-xls",
        "五常市",
        "信访积案 .xls，两级表头，时限为月底/年底",
        "2023-10-08",
        {"信访积案化解台账.xls": [s]},
    )


def c04():
    h, s = Hand(4, "2023-07-01"), Sheet("遗留问题")
    s.wide("阿城区老旧小区改造遗留问题清单（2023年）", 13, 2)
    s.head(
        split(
            "序号 小区名称 改造年度 遗留问题描述 问题类别 责任部门 施工单位 责任人 联系电话 整改措施 完成时限 整改进度 备注"
        )
    )
    n = 0
    for mark, street, count in (
        ("一", "金城街道", 12),
        ("二", "通城街道", 9),
        ("三", "河东街道", 10),
    ):
        s.wide(f"{mark}、{street}（{count}个问题）", 13)
        for _ in range(count):
            n += 1
            kind, words, act, done, open_ = h.problem(RENEWAL)
            state = h.choice(
                [
                    ("已完成", "done"),
                    ("已完成", "done"),
                    ("施工中", "in_progress"),
                    ("未开工", ["assigned", "registered"]),
                ]
            )
            when = h.choice(
                [
                    ("10月底前", "2023-10-31", "month"),
                    ("11月15日前", "2023-11-15", "inferred-year"),
                    ("2024年6月底前", "2024-06-30", "month"),
                    ("2024年5月", "2024-05-31", "month"),
                ]
            )
            s.add(n, text("estate", h.choice(ESTATES)), extra("改造年度", h.choice([2020, 2021, 2022])), text("description", words), text("category", kind), text("lead_unit", h.choice(["区旧改办", "区住建局", street + "办事处"])),
                  keep(h.choice(["龙建市政工程公司", "宏业建筑安装公司"])), text("person", h.name()), text("person_phone", h.phone()), text("measures", act), limit(*when), V(state[0], status=state[1], texts=[state[0]]),
                  text("remarks", h.choice([done if state[0] == "已完成" else open_, ""])), subdistrict=street)  # fmt: skip
    s.put("合计", f"{n}个问题")
    case(
        "c04-renewal-leftovers",
        "阿城区",
        "旧改遗留问题：标题两行高，街道为分组行，整改进度栏填状态",
        "2023-10-16",
        {"老旧小区改造遗留问题清单.xlsx": [s]},
    )


def c05():
    h, s = Hand(5, "2023-09-01", 20), Sheet("销号表")
    s.wide("尚志市住宅小区消防通道整治销号表", 13)
    s.put("单位：尚志镇人民政府", *[None] * 10, "2023年10月")
    s.head(
        split(
            "序号 社区 小区 点位 问题类型 存在问题 责任单位 责任人及电话 整改期限 整改完成时间 验收人 验收时间 是否销号"
        )
    )
    n = 0
    for community in ("笃信社区", "纺织社区", "兴盛社区"):
        town, first = text("community", community), len(s.rows) + 1
        for estate in h.sample(ESTATES, 3):
            cell, top = text("estate", estate), len(s.rows) + 1
            for _ in range(h.randint(2, 4)):
                n, day, who, tel = n + 1, h.day(), h.name(), h.phone()
                kind, words, *_ = h.problem(FIRE)
                done, passed = h.random() < 0.75, h.random() < 0.8
                closed = done and passed
                flag = (
                    status("已销号", "closed")
                    if closed
                    else status("未销号", "done" if done else ["assigned", "in_progress"])
                )
                s.add(n, town, cell, keep(h.choice(["小区东门", "小区南侧道路", "楼前主路", "中心广场"])), text("category", kind), text("description", words), text("lead_unit", h.choice(["镇应急办", "市消防大队", h.choice(FIRMS)])),
                      V(f"{who} {tel}", person=who, person_phone=tel), due(after(day, 15), "mdot"), date("done_on", after(day, 11), "mdot") if done else V(None), text("verifier", h.name() if closed else ""),
                      date("verified_on", after(day, 14), "mdot") if closed else V(None), flag)  # fmt: skip
                town, cell = below(town), below(cell)
            s.down(3, top)
        s.down(2, first)
    s.put("验收单位（盖章）：", None, None, None, None, "验收组成员签字：")
    case(
        "c05-fire-lanes-strike",
        "尚志市",
        "社区、小区两层纵向合并；日期如 9.16 文本；责任人及电话同格；是否销号",
        "2023-10-20",
        {"消防通道整治销号表.xlsx": [s]},
    )


def c06():
    h, s = Hand(6, "2023-11-06"), Sheet("日报")
    s.wide("方正县供热投诉日报（2023年11月6日—11月9日）", 11)
    s.head(
        split("序号 时间 用户姓名 联系电话 住址 反映问题 室温（℃） 供热单位 处理情况 是否解决 备注")
    )
    for i in range(4):
        day = after(h.start, i)
        s.wide(f"{day.month}月{day.day}日（星期{'一二三四'[i]}）", 11)
        for n in range(1, h.randint(7, 12)):
            _, words, _, done, open_ = h.problem(HEAT)
            state = h.choice(
                [
                    ("是", "done"),
                    ("是", "done"),
                    ("处理中", "in_progress"),
                    ("否", ["assigned", "in_progress", "registered"]),
                ]
            )
            firm = h.choice(["方正县热力公司", "鑫源供热公司"])
            s.add(n, f"{h.randint(7, 20)}:{h.randint(10, 59)}", text("complainant", h.name()), text("phone", h.phone()), text("location", f"方正镇{h.choice(ESTATES)}"), text("description", words), keep(h.randint(12, 21)),
                  V(firm, lead_unit=[firm, None], company=[firm, None], texts=[firm]), text("progress", done if state[0] == "是" else open_), status(*state), text("remarks", h.choice(["", "", "独居老人", "重复来电"])), reported_on=f"{day:%Y-%m-%d}")  # fmt: skip
    case(
        "c06-heating-daily",
        "方正县",
        "供热日报：日期只在分组行，时间栏只有钟点，每日重新编号",
        "2023-11-10",
        {"供热投诉日报1106-1109.xlsx": [s]},
    )


def c07():
    h = Hand(7, "2023-09-11", 20)
    stairs, flying, gear, total = (
        Sheet("楼道堆物"),
        Sheet("飞线充电"),
        Sheet("通道及设施"),
        Sheet("汇总"),
    )
    stairs.head(split("社区 小区 楼栋单元 堆物情况 责任人 是否清理 清理时间 备注"))
    for _ in range(22):
        words = f"{h.randint(2, 6)}楼{h.choice(['缓台', '走廊', '门口'])}堆放{h.choice(['旧家具', '酸菜缸', '纸壳', '婴儿车和鞋柜', '装修剩料'])}{h.randint(1, 9)}{h.choice(['处', '件', '堆'])}"
        ok = h.random() < 0.7
        stairs.add(text("community", h.choice(["东风社区", "奋斗社区", "文化社区"])), text("estate", h.choice(ESTATES)), text("building", f"{h.randint(1, 20)}号楼{h.randint(1, 5)}单元"), text("description", words), text("person", h.name()),
                   status("√", "done") if ok else status("×", ["assigned", "registered"]), date("done_on", h.day(), "md") if ok else V(None), text("remarks", h.choice(["", "租户", "已约谈"])))  # fmt: skip
    flying.wide("宾州镇飞线充电整治台账", 9)
    flying.head(
        split("序号 排查日期 小区名称 飞线情况描述 处置措施 责任单位 整改期限 完成日期 整改状态")
    )
    for n, day in enumerate(h.sorted_days(18), 1):
        _, words, act, _, _ = h.problem(CHARGE)
        ok = h.random() < 0.6
        flying.add(n, date("reported_on", day, "date"), text("estate", h.choice(ESTATES)), text("description", words), text("measures", act), text("lead_unit", h.choice(FIRMS)), due(after(day, 7), "date"),
                   date("done_on", after(day, 5), "date") if ok else V(None), status("已整改", "done") if ok else status("整改中", "in_progress"))  # fmt: skip
    gear.wide("消防通道及设施问题整改表", 10)
    gear.head(
        split(
            "序号 小区基本情况/小区 小区基本情况/物业公司 问题描述 隐患等级 整改/责任单位 整改/责任人 整改/时限 整改/完成情况 验收人"
        )
    )
    for n in range(1, 16):
        _, words, _, done, open_ = h.problem(FIRE)
        ok = h.random() < 0.6
        gear.add(n, text("estate", h.choice(ESTATES)), text("company", h.choice(FIRMS)), text("description", words), text("severity", h.choice(["一般", "一般", "较大"])), text("lead_unit", h.choice(["县消防大队", "宾州镇政府", "县住建局"])),
                 text("person", h.name()), due(after(h.day(), 20), "cn"), V(done if ok else open_, progress=done if ok else open_), text("verifier", h.name() if ok else ""))  # fmt: skip
    total.wide("宾县住宅小区消防安全专项整治汇总", 5)
    total.head(split("序号 类别 排查问题数 已整改 整改率"))
    for n, s in enumerate((stairs, flying, gear), 1):
        ok = sum(i.get("status") == "done" for i in s.issues)
        total.put(n, s.name, len(s.issues), ok, f"{ok * 100 // len(s.issues)}%")
    total.put("合计", None, sum(len(s.issues) for s in (stairs, flying, gear)))
    case(
        "c07-four-sheets-fire",
        "宾县",
        "四张表：无标题无序号的√×表、真日期表、两级表头表、汇总（不导入）",
        "2023-10-16",
        {"消防安全专项整治（四表）.xlsx": [stairs, flying, gear, total]},
    )


def c08():
    h, s = Hand(8, "2023-09-20", 30), Sheet("电梯投诉")
    s.wide("萨尔图区电梯困人及故障投诉处置情况登记表", 14)
    s.put(*[None] * 11, "制表日期：2023.10.26")
    s.head(
        split(
            "序号 投诉日期 投诉渠道 小区名称 物业服务企业 投诉内容 维保单位 责任单位 整改要求 整改时限 处理结果 办理状态 回访日期 满意度"
        )
    )
    for n, day in enumerate(h.sorted_days(21), 1):
        _, words, act, done, open_ = h.problem(LIFT)
        ok, span, firm = h.random() < 0.7, h.choice([3, 5, 7, 10]), h.choice(FIRMS)
        s.add(n, date("reported_on", day, "dot"), text("source", h.choice(["12345热线", "96333电梯应急", "业主来访", "社区上报"])), text("estate", h.choice(ESTATES)), text("company", firm), text("description", words),
              keep(h.choice(["大庆捷安电梯公司", "通达电梯维保部"])), text("lead_unit", h.choice([firm, "区市场监管局"])), text("requirement", act), limit(f"{span}日内", f"{after(day, span)}", "duration"),
              text("progress", done if ok else open_), status("已办结", "done") if ok else status("办理中", "in_progress"), date("callback_on", after(day, span), "dot") if ok else V("/"), text("satisfaction", h.choice(["满意", "基本满意", "满意"])) if ok else V("/"))  # fmt: skip
    s.wide("注：96333为全市电梯应急救援平台；“/”表示尚未回访。", 14)
    case(
        "c08-lift-trapped",
        "道里区",
        "他市（大庆）登记表：时限“N日内”，/ 表示空，制表日期在右上角",
        "2023-10-27",
        {"电梯困人投诉登记.xlsx": [s]},
    )


def c09():
    h, s = Hand(9, "2023-06-01", 100), Sheet("调解登记")
    s.wide("依兰县物业服务纠纷调解登记簿", 12)
    s.head(
        split(
            "调解编号 受理日期 申请人 联系电话 被申请人（物业企业） 所在小区 纠纷类别 纠纷事项 争议金额（元） 调解员 调解意见 调解状态"
        )
    )
    for n, day in enumerate(h.sorted_days(26), 1):
        kind, words, _, done, open_ = h.problem(FEES)
        ok = h.random() < 0.6
        s.add(keep(f"依物调〔2023〕{n:03}号"), date("reported_on", day, "date"), text("complainant", h.name()), text("phone", h.phone()), text("company", h.choice(FIRMS)), text("estate", h.choice(ESTATES)), text("category", kind),
              text("description", words), keep(h.randint(300, 6000) + 0.5), keep(h.choice(["董立新", "佟桂兰"])), keep(done if ok else open_), V("调解成功", status=["done", "closed"], texts=["调解成功"]) if ok else V("调解中", status="in_progress", texts=["调解中"]))  # fmt: skip
    case(
        "c09-fee-mediation-xls",
        "依兰县",
        "调解登记 .xls：编号代替序号，争议金额不是整改资金",
        "2023-10-12",
        {"物业费纠纷调解登记.xls": [s]},
    )


def c10():
    h = Hand(10, "2023-10-09", 20)
    patrol, draw = Sheet("巡查记录"), Sheet("双随机检查")
    patrol.wide("哈西街道物业小区日常巡查记录（10月份）", 9)
    patrol.head(
        split("巡查日期 巡查人员 巡查小区 发现问题 处理方式 责任单位 整改情况 复查日期 复查结果")
    )
    for day in sorted({h.day() for _ in range(11)}):
        cells = [
            date("reported_on", day, "md"),
            keep(f"{h.name()}、{h.name()}"),
            text("estate", h.choice(ESTATES)),
        ]
        first = len(patrol.rows) + 1
        for _ in range(h.randint(1, 4)):
            _, words, *_ = h.problem(PROPERTY)
            ok = h.random() < 0.7
            patrol.add(*cells, text("description", words), keep(h.choice(["现场整改", "下达整改通知书", "转交物业企业"])), text("lead_unit", h.choice(FIRMS)), V("已整改", status="done", texts=["已整改"]) if ok else V("正在整改", status="in_progress", texts=["正在整改"]),
                       date("verified_on", after(day, 7), "md") if ok else V(None), text("verify_result", "合格") if ok else V(None))  # fmt: skip
            cells = [below(c) for c in cells]
        for column in (1, 2, 3):
            patrol.down(column, first)
    draw.wide("2023年物业服务企业“双随机、一公开”检查发现问题整改情况表", 11)
    draw.head(
        split(
            "序号 检查日期 被检查企业 项目名称 执法检查人员 检查发现的问题 整改要求 整改期限 整改完成情况 复查人 复查时间"
        )
    )
    for n, day in enumerate(h.sorted_days(16), 1):
        _, words, act, done, open_ = h.problem(PROPERTY)
        ok = h.random() < 0.6
        draw.add(n, date("reported_on", day, "iso"), text("company", h.choice(FIRMS)), text("estate", h.choice(ESTATES)), keep(h.name()), text("description", words), text("requirement", act), due(after(day, 10), "iso"),
                 text("progress", ("已完成，" if ok else "未完成，") + (done if ok else open_)), text("verifier", h.name() if ok else ""), date("verified_on", after(day, 12), "iso") if ok else V(None))  # fmt: skip
    case(
        "c10-patrol-and-random",
        "南岗区",
        "巡查日期/人员/小区三列同合并；第二张为双随机检查整改表",
        "2023-11-15",
        {"巡查及双随机检查.xlsx": [patrol, draw]},
    )


def c11():
    h, s = Hand(11, "2023-08-10", 50), Sheet("媒体曝光", 2)
    s.wide("东安区媒体曝光物业问题整改情况统计表", 12)
    s.head(
        split(
            "序号 曝光日期 曝光媒体 曝光问题 涉及小区 主办单位 协办单位 要求办结日期 整改落实情况 办结日期 是否办结 是否回复媒体"
        )
    )
    for n, day in enumerate(h.sorted_days(16), 1):
        _, words, _, done, open_ = h.problem(PROPERTY)
        ok, help_ = (
            h.random() < 0.7,
            h.sample(["七星街道办事处", "区城管执法局", "新安街道办事处"], h.randint(1, 2)),
        )
        s.add(n, date("reported_on", day, "md"), text("source", h.choice(["牡丹江晨报", "电视台《民生直通车》", "抖音短视频", "今日头条"])), text("description", words), text("estate", h.choice(ESTATES)), text("lead_unit", h.choice(["区住建局", "区供热办", "区城管执法局"])),
              V("、".join(help_), co_units=help_), due(after(day, 10), "md"), text("progress", done if ok else open_), date("done_on", after(day, 8), "md") if ok else V("——"), status("是", "done") if ok else status("否", ["assigned", "in_progress"]), extra("是否回复媒体", h.choice(["是", "否"])))  # fmt: skip
    s.put(None, "审核：", None, None, "制表：", None, None, None, "2023年10月18日")
    case(
        "c11-media-exposed",
        "道里区",
        "他市（牡丹江）媒体曝光表：首行空，标题叫统计表但逐条列问题，—— 表示空",
        "2023-10-20",
        {"媒体曝光问题整改.xlsx": [s]},
    )


def c12():
    h, s = Hand(12, "2023-10-16", 5), Sheet("每日清单")
    s.wide("梨园街道接诉即办每日清单（10月16日-20日）", 14)
    s.head(
        split(
            "序号 派单日期 工单编号 诉求人 联系电话 诉求类别 诉求内容 点位地址 承办科室 首接责任人 办理时限 办理情况 是否解决 是否满意"
        )
    )
    last = None
    for n, day in enumerate(h.sorted_days(78), 1):
        if last and day != last:
            s.put()
        last = day
        kind, words, _, done, open_ = h.problem(PROPERTY + HEAT)
        ok = h.random() < 0.6
        good = h.choice(["满意", "不满意", "基本满意"]) if ok else None
        s.add(n, date("assigned_on", day, "date"), text("source_no", f"{day:%Y%m%d}{n:04}T"), text("complainant", h.name() if n % 5 else "匿名"), text("phone", h.phone()), text("category", kind), text("description", words),
              text("location", f"{h.choice(['翠屏', '京洲', '云景'])}{h.choice(['里', '园', '东里'])}{h.randint(1, 40)}号楼"), text("lead_unit", h.choice(["平安建设办", "城市管理办", "物业科", "综合行政执法队"])), text("person", h.name()), due(after(day, 7), "date"),
              text("progress", done if ok else open_), status("已解决", "done") if ok else status("未解决", ["assigned", "in_progress"]), text("satisfaction", good))  # fmt: skip
    case(
        "c12-same-day-list",
        "道里区",
        "他市（北京）接诉即办清单78条：每日之间空一行，真日期",
        "2023-10-24",
        {"接诉即办每日清单.xlsx": [s]},
    )


def c13():
    h, red, black = Hand(13, "2023-08-01", 60), Sheet("红榜"), Sheet("黑榜")
    red.wide("呼兰区物业服务“红榜”（三季度）", 5)
    red.head(split("序号 物业企业 物业项目 所属街道 上榜理由"))
    for n, why in enumerate(
        ("保洁及时，业主满意率高", "主动为老人送菜上门", "电梯更新改造推进快"), 1
    ):
        red.put(n, FIRMS[n], ESTATES[n], "利民街道", why)
    black.wide("呼兰区物业服务“黑榜”问题整改情况（三季度）", 11)
    black.put("填报单位：呼兰区住建局物业办", *[None] * 8, "填报时间：2023年10月12日")
    black.head(
        split(
            "序号 物业企业 物业项目 所属街道 上榜问题 整改要求 整改时限 整改进展 信用扣分 整改是否完成 备注"
        )
    )
    for n in range(1, 19):
        _, words, act, done, open_ = h.problem(PROPERTY)
        ok = h.random() < 0.6
        black.add(n, text("company", h.choice(FIRMS)), text("estate", h.choice(ESTATES)), text("subdistrict", h.choice(["利民街道", "兰河街道", "建设路街道", "学院路街道"])), text("description", words), text("requirement", act), due(after(h.day(), 30), "md前"),
                  text("progress", done if ok else open_), extra("信用扣分", h.choice([1, 2, 3, 5])), status("是", "done") if ok else status("否", ["assigned", "in_progress", "registered"]), text("remarks", h.choice(["", "已约谈负责人"])))  # fmt: skip
    case(
        "c13-red-and-black",
        "呼兰区",
        "红榜（表扬，无问题）与黑榜两张表；只有黑榜是问题",
        "2023-10-16",
        {"红黑榜问题整改.xlsx": [red, black]},
    )


def c14():
    h, s = Hand(14, "2023-09-01"), Sheet("包案表")
    s.wide("阿城区区级领导包案化解物业信访突出问题一览表", 10)
    s.wide("（截至2023年10月20日）", 10)
    s.head(
        split("序号 包案领导 职务 信访突出问题 反映人 责任单位 配合单位 化解期限 工作进展 办理状态")
    )
    n = 0
    for leader, post in (
        ("庞志刚", "区委副书记"),
        ("佟海涛", "副区长"),
        ("葛国栋", "副区长"),
        ("乔立新", "区政协副主席"),
        ("佘宏伟", "人大副主任"),
    ):
        cells, first = [text("leader", leader), keep(post)], len(s.rows) + 1
        for _ in range(h.randint(2, 5)):
            n += 1
            _, words, _, done, open_ = h.problem(PROPERTY + RENEWAL, h.choice(ESTATES))
            state = h.choice(
                [
                    ("已化解", "done", done),
                    ("化解中", "in_progress", open_),
                    ("化解中", "in_progress", open_),
                ]
            )
            help_ = h.sample(["区信访局", "区城管局", "区自然资源局", "金都街道办事处"], 2)
            when = h.choice(
                [
                    ("2023年12月31日", "2023-12-31", "day"),
                    ("11月底前", "2023-11-30", "month"),
                    ("12月15日前", "2023-12-15", "inferred-year"),
                ]
            )
            s.add(n, *cells, text("description", words), text("complainant", h.name()), text("lead_unit", h.choice(["区住建局", "区旧改办", "金城街道办事处"])), V("\n".join(help_), co_units=help_), limit(*when), text("progress", state[2]), V(state[0], status=state[1] if state[0] == "化解中" else ["done", "closed"], status_text=state[0]))  # fmt: skip
            cells = [below(c) for c in cells]
        s.down(2, first)
        s.down(3, first)
    case(
        "c14-leaders-cases",
        "阿城区",
        "包案领导、职务纵向合并；配合单位每行一个",
        "2023-10-24",
        {"区领导包案表.xlsx": [s]},
    )


def c15():
    h, s = Hand(15, "2023-10-01", 14), Sheet("")
    s.head(
        split(
            "事件编号,上报时间,所属街道,所属社区,网格名称,网格员,网格员电话,事件大类,事件小类,事件描述,事发地点,处置部门,处置时限,事件状态,办结时间,处置结果",
            ",",
        )
    )
    kinds = {"环境卫生": "市容环境", "停车秩序": "交通秩序", "违建圈占": "城市管理"}
    for n, day in enumerate(h.sorted_days(46), 1):
        kind, words, _, done, _ = h.problem(PROPERTY + CHARGE)
        state = h.choice(
            [
                ("已办结", "done"),
                ("已办结", "done"),
                ("处置中", "in_progress"),
                ("待处置", "assigned"),
            ]
        )
        at, ok, street, community = (
            h.clock(day),
            state[0] == "已办结",
            *h.choice(
                [
                    ("金城街道", "昌平社区"),
                    ("金城街道", "朝阳社区"),
                    ("通城街道", "铁路社区"),
                    ("通城街道", "新华社区"),
                ]
            ),
        )
        s.add(keep(f"AC-WG-{day:%m%d}-{n:03}"), date("reported_on", at, "time"), text("subdistrict", street), text("community", community), keep(f"{community}第{h.randint(1, 9)}网格"), keep(h.name()), keep(h.phone()), text("category", kinds.get(kind, "物业管理")), text("subcategory", kind),
              text("description", words), text("location", f"{h.choice(ESTATES)}院内"), text("lead_unit", h.choice(["区城管局", "区住建局", f"{street}办事处"])), due(at + dt.timedelta(5), "time"), status(*state), date("done_on", at + dt.timedelta(3), "time") if ok else V(""), text("progress", done if ok else ""))  # fmt: skip
    case(
        "c15-grid-events-csv",
        "阿城区",
        "网格平台导出csv(UTF-8 BOM)：网格员电话既不是投诉人也不是责任人",
        "2023-10-20",
        {"网格上报事项.csv": [s]},
    )


def c16():
    h, s = Hand(16, "2023-09-01"), Sheet("Sheet1")
    s.wide("附件2", 9)
    s.wide("南岗区业主委员会（物管会）诉求清单", 9)
    s.wide("（革新街道办事处，2023年9月）", 9)
    s.head(
        split("序号 小区名称 业委会主任 联系电话 诉求事项 诉求类型 责任部门 答复办理情况 办理状态")
    )
    for n, estate in enumerate(ESTATES[:8], 1):
        who, tel = h.name(), h.phone()
        cells = [
            V(n),
            text("estate", estate),
            V(who, complainant=[who, None], texts=[who]),
            V(tel, phone=[tel, None], texts=[tel]),
        ]
        first = len(s.rows) + 1
        for _ in range(h.randint(1, 4)):
            kind, words, _, done, open_ = h.problem(PROPERTY)
            state = h.choice(
                [
                    ("已解决", "done", done),
                    ("正在解决", "in_progress", open_),
                    ("未解决", ["assigned", "registered"], open_),
                ]
            )
            s.add(
                *cells,
                text("description", words),
                text("category", kind),
                text(
                    "lead_unit",
                    h.choice(["区住建局", "革新街道办事处", "区城管局", "市供排水集团"]),
                ),
                text("progress", state[2]),
                status(*state[:2]),
            )
            cells = [below(c) for c in cells]
        for column in (1, 2, 3, 4):
            s.down(column, first)
    case(
        "c16-committee-wishes",
        "南岗区",
        "业委会诉求：附件号、标题、括号行共三行；序号与小区等四列合并，每行一件诉求",
        "2023-10-12",
        {"业委会诉求清单.xlsx": [s]},
    )


def c17():
    h, s = Hand(17, "2023-10-02", 15), Sheet("12319")
    s.wide("12319城管热线物业类转办单汇总", 13)
    s.head(
        split(
            "转办单号 转办日期 案件来源 反映内容 发生地址 所属街道 联系人 联系电话 承办单位 办结期限 处理结果 办结日期 结案状态"
        )
    )
    for n, day in enumerate(h.sorted_days(35), 1):
        _, words, _, done, open_ = h.problem(PROPERTY)
        ok = h.random() < 0.65
        s.add(text("source_no", f"12319-{day:%Y%m%d}-{n:04}"), V(int(f"{day:%Y%m%d}"), assigned_on=f"{day}"), text("source", h.choice(["电话", "微信公众号", "市长信箱"])), text("description", words), text("location", f"{h.choice(['靖宇街', '南极街', '红旗大街'])}{h.randint(1, 200)}号"), text("subdistrict", h.choice(["靖宇街道", "太古街道", "兴建街道"])),
              text("complainant", h.name()), text("phone", h.phone()), text("lead_unit", h.choice(["区住建局物业办", "区城管局", "靖宇街道办事处"])), V(int(f"{after(day, 7):%Y%m%d}"), due_on=f"{after(day, 7)}", due_precision="day"), text("progress", done if ok else open_), V(int(f"{after(day, 5):%Y%m%d}"), done_on=f"{after(day, 5)}") if ok else V(None), status("已结案", ["done", "closed"]) if ok else status("处理中", "in_progress"))  # fmt: skip
    case(
        "c17-12319-orders",
        "道外区",
        "12319转办单：无序号，日期为 20231012 这样的数",
        "2023-10-20",
        {"12319转办单.xlsx": [s]},
    )


def c18():
    h, s = Hand(18, "2023-09-05", 35), Sheet("吹哨报到")
    s.wide("阿城区“街道吹哨、部门报到”事项清单", 12)
    s.head(
        split(
            "序号 吹哨/吹哨时间 吹哨/吹哨街道 吹哨/吹哨事项 报到/牵头部门 报到/参与部门 报到/报到时间 办理/整改措施 办理/完成时限 办理/办理情况 办理/是否办结 街道评价"
        )
    )
    for n, day in enumerate(h.sorted_days(20), 1):
        _, words, act, done, open_ = h.problem(PROPERTY + FIRE, h.choice(ESTATES))
        ok, help_ = (
            h.random() < 0.6,
            h.sample(
                ["区公安分局", "区消防救援大队", "区市场监管局", "区供排水公司"], h.randint(1, 3)
            ),
        )
        s.add(n, V(written(day, "slash"), reported_on=[f"{day}", None], assigned_on=[f"{day}", None]), text("subdistrict", h.choice(["金城街道", "河东街道", "阿什河街道", "通城街道"])), text("description", words), text("lead_unit", h.choice(["区住建局", "区城管局"])), V("、".join(help_), co_units=help_), V(written(after(day, 1), "slash")), text("measures", act), due(after(day, 15), "slash"),
              text("progress", done if ok else open_), status("是", "done") if ok else status("否", ["assigned", "in_progress"]), keep(h.choice(["好", "较好", "一般"]) if ok else ""))  # fmt: skip
    s.wide("备注：参与部门应于接哨后24小时内到场。", 12)
    case(
        "c18-whistle-items",
        "阿城区",
        "吹哨报到：两级表头，报到时间不是受理日期，末行备注",
        "2023-10-20",
        {"吹哨报到事项清单.xlsx": [s]},
    )


def c19():
    h, s = Hand(19, "2023-09-01"), Sheet("通报")
    s.wide("南岗区各街道9月份物业类投诉办理情况统计通报", 9)
    s.put("统计时间：2023年9月1日—9月30日", *[None] * 7, "单位：件")
    s.head(split("序号 街道 受理总数 已办结 办理中 超期 办结率 满意率 排名"))
    for n, street in enumerate(
        split(
            "花园街道 奋斗路街道 革新街道 文化街道 大成街道 芦家街道 荣市街道 哈西街道 保健路街道 新春街道"
        ),
        1,
    ):
        total, done = h.randint(80, 300), h.randint(50, 80)
        s.put(
            n,
            street,
            total,
            done,
            total - done - 2,
            2,
            f"{done * 100 / total:.1f}%",
            f"{h.randint(80, 99)}%",
            h.randint(1, 10),
        )
    s.put("合计", None, 1873, 655)
    case(
        "c19-refuse-bulletin",
        "南岗区",
        "拒收：各街道投诉办理统计通报，没有一条具体问题",
        "2023-10-10",
        {"9月投诉办理通报.xlsx": [s]},
        refuse=True,
    )


def c20():
    h, s = Hand(20, "2024-05-01", 30), Sheet("计划")
    s.wide("巴彦县2024年老旧小区改造施工进度计划表", 9)
    s.head(
        split(
            "序号 小区名称 建筑面积（㎡） 改造内容 施工单位 计划开工 计划竣工 项目负责人 联系电话"
        )
    )
    for n, estate in enumerate(ESTATES, 1):
        day = h.day()
        s.put(
            n,
            estate,
            h.randint(4000, 30000),
            h.choice(["屋面防水、外墙保温", "给排水管网、路面硬化", "楼道粉刷、照明改造"]),
            h.choice(["龙建市政工程公司", "宏业建筑安装公司"]),
            day,
            after(day, 120),
            h.name(),
            h.phone(),
        )
    case(
        "c20-refuse-works-plan",
        "巴彦县",
        "拒收：改造施工进度计划，只有要干的活，没有问题",
        "2024-04-20",
        {"2024年施工计划.xlsx": [s]},
        refuse=True,
    )


if __name__ == "__main__":
    for build in (
        c01,
        c02,
        c03,
        c04,
        c05,
        c06,
        c07,
        c08,
        c09,
        c10,
        c11,
        c12,
        c13,
        c14,
        c15,
        c16,
        c17,
        c18,
        c19,
        c20,
    ):
        build()
