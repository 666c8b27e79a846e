"""Make the import cases a01..a24:  python tests/cases/build_a.py   (openpyxl, xlwt; the same bytes every time)

Each case is a small model: sheets of cells where a cell may carry what a careful clerk reads from it. The writers put the cells
into .xlsx, .xls or .csv and the very same cells give truth.json (contract: corpus README and score.py), so that the two cannot
disagree. Streets and communities are real divisions of Harbin; people, firms, estates and complaints are invented."""

# ruff: noqa: C408, DTZ001, SIM905, T201   (a script of texts: names stand in one string, dates are what a clerk typed)
import datetime as dt
import io
import json
import random
import re
import shutil
import zipfile
from pathlib import Path

import xlwt
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter as letter

HERE = Path(__file__).resolve().parent
OPEN = ["registered", "assigned", "in_progress"]  # not finished; which of the three is not certain
WAITING = ["registered", "assigned"]
REFUSED = ["不是", "没有", "未找到", "找不到", "未识别", "无法识别", "认不出", "不像"]


# ---------------------------------------------------------------- cells
class V:
    """A cell with its truth stated. text: the written text must survive somewhere in the issue."""

    def __init__(self, value, text=True, fmt=None, comment=None, **truth):
        self.value, self.text, self.fmt, self.comment, self.truth = value, text, fmt, comment, truth


class Fx:
    """A formula and the value that the office program had cached for it."""

    def __init__(self, formula, cached):
        self.formula, self.cached = formula, cached


class Day:
    """A date as somebody writes it; `iso` is what it means."""

    def __init__(self, date, style="real"):
        self.iso = date.isoformat() if date else None
        self.precision = "inferred-year" if style in ("md", "md前", "mdot", "cnmd", "d") else "day"
        self.fmt = {
            "real": "yyyy/m/d",
            "realcn": 'yyyy"年"m"月"d"日"',
            "time": "yyyy/m/d h:mm",
        }.get(style)
        self.value = date if style in ("real", "realcn") else written(date, style)


class Up:
    """Same as the cell above: merged with it."""


UP = Up()
DIGITS = "〇一二三四五六七八九"


def chinese(n):
    tens, ones = divmod(n, 10)
    return ("" if not tens else ("十" if tens == 1 else DIGITS[tens] + "十")) + (
        "" if tens and not ones else DIGITS[ones]
    )


def serial(d):
    return (d - dt.date(1899, 12, 30)).days


def written(d, style):
    year, month, day = d.year, d.month, d.day
    assert style != "mdot" or day > 3, "3.1 may be 3.10 with its zero lost"
    return {
        "time": lambda: dt.datetime(year, month, day, 8 + day % 9, month * day % 60),
        "d": lambda: f"{day}日",
        "dot": lambda: f"{year}.{month}.{day}",
        "dash": lambda: f"{d:%Y-%m-%d}",
        "slash": lambda: f"{year}/{month}/{day}",
        "cn": lambda: f"{year}年{month}月{day}日",
        "md": lambda: f"{month}月{day}日",
        "md前": lambda: f"{month}月{day}日前",
        "mdot": lambda: f"{month}.{day}",
        "number": lambda: int(f"{d:%Y%m%d}"),
        "short": lambda: f"{year % 100}.{month}.{day}",
        "stamp": lambda: f"{d:%Y-%m-%d} {8 + day % 9:02d}:{month * day % 60:02d}:{day:02d}",
        "serial": lambda: str(serial(d)),
        "wide": lambda: f"{year}．{month}．{day}".translate(
            {ord("0") + i: 0xFF10 + i for i in range(10)}
        ),
        "chinese": lambda: (
            "".join(DIGITS[int(c)] for c in str(year)) + f"年{chinese(month)}月{chinese(day)}日"
        ),
        "cnmd": lambda: f"{chinese(month)}月{chinese(day)}日",
    }[style]()


class Col:
    """`父>子=kind`; kind: a field, - nothing, x extra, t the text must survive, s a status column."""

    def __init__(self, text):
        head, self.kind = text.rsplit("=", 1)
        self.path = head.split(">")
        self.key = "/".join(re.sub(r"\s+", "", p) for p in self.path)


def cols(text):
    return [Col(t) for t in text.split("|")]


STATUS = {
    "已办结": "done",
    "已整改": "done",
    "已解决": "done",
    "已完成": "done",
    "已化解": "done",
    "完成": "done",
    "待复查": "done",
    "待验收": "done",
    "办理中": "in_progress",
    "整改中": "in_progress",
    "处理中": "in_progress",
    "正在化解": "in_progress",
    "正在解决": "in_progress",
    "未整改": WAITING,
    "未办结": OPEN,
    "未化解": WAITING,
    "待整改": WAITING,
    "待签收": WAITING,
    "已闭环": "closed",
    "已销号": "closed",
    "已化解并销号": "closed",
    "无效": "void",
}


def derive(columns, cells, base):
    """The truth of one issue from its row of cells."""
    truth, extra, texts = dict(base), {}, []
    for col, cell in zip(columns, cells, strict=True):
        if isinstance(cell, V):
            more = dict(cell.truth)
            extra |= more.pop("extra", {})
            texts += more.pop("texts", [])
            truth |= more
            if cell.text and isinstance(cell.value, str):
                texts.append(cell.value)
            if cell.comment:
                texts.append(cell.comment)
        elif cell is None or col.kind == "-":
            continue
        elif isinstance(cell, Day):
            if col.kind == "due":
                truth |= {"due_on": cell.iso, "due_precision": cell.precision}
            elif col.kind not in "xt":
                truth[col.kind] = cell.iso
        elif col.kind == "s":
            truth |= {"status": STATUS[cell], "status_text": cell}
        elif col.kind == "x":
            extra[col.key] = cell
        elif col.kind == "t":
            texts.append(str(cell))
        else:
            truth[col.kind] = cell
    if extra:
        truth["extra"] = extra
    if texts:
        truth["texts"] = texts
    return truth


# ---------------------------------------------------------------- sheets
class Sheet:
    def __init__(self, name="Sheet1", top=1, left=1, hidden=False, issues=True, **base):
        self.name, self.r, self.left, self.hidden, self.base, self.wanted = (
            name,
            top,
            left,
            hidden,
            base,
            issues,
        )
        self.cells, self.formats, self.comments, self.merges = {}, {}, {}, []
        self.hidden_rows, self.hidden_cols, self.struck, self.issues = set(), set(), set(), []
        self.columns, self.last = [], {}

    @property
    def width(self):
        return len(self.columns)

    def set(self, r, c, cell):
        if isinstance(cell, V) and cell.comment:
            self.comments[r, c] = cell.comment
        value, fmt = (cell.value, cell.fmt) if isinstance(cell, (V, Day)) else (cell, None)
        if value is not None:
            self.cells[r, c] = value
            self.formats[r, c] = fmt

    def title(self, *lines, width):
        """Lines merged over the whole width."""
        for text in lines:
            self.set(self.r, self.left, text)
            self.merges.append((self.r, self.left, self.r, self.left + width - 1))
            self.r += 1
        return self

    def line(self, *cells):
        for i, cell in enumerate(cells):
            self.set(self.r, self.left + i, cell)
        self.r += 1
        return self

    def head(self, columns):
        """Header over as many rows as the deepest path; parents merged across, short paths merged down."""
        self.columns = columns
        depth = max(len(c.path) for c in columns)
        for level in range(depth):
            start = 0
            while start < len(columns):
                path = columns[start].path
                end = start
                if level < len(path) - 1:
                    while (
                        end + 1 < len(columns)
                        and columns[end + 1].path[: level + 1] == path[: level + 1]
                    ):
                        end += 1
                if level < len(path):
                    low = depth - 1 if level == len(path) - 1 else level
                    self.set(self.r + level, self.left + start, path[level])
                    if low > level or end > start:
                        self.merges.append(
                            (self.r + level, self.left + start, self.r + low, self.left + end)
                        )
                start = end + 1
        self.r += depth
        return self

    def row(self, *cells, hidden=False, struck=False, **truth):
        """One issue."""
        full = []
        for i, cell in enumerate(cells):
            c = self.left + i
            if cell is UP:
                first = self.last[i][1]
                self.merges = [m for m in self.merges if m[:2] != (first, c)] + [
                    (first, c, self.r, c)
                ]
                full.append(self.last[i][0])
            else:
                self.set(self.r, c, cell)
                self.last[i] = (cell, self.r)
                full.append(cell)
        if hidden:
            self.hidden_rows.add(self.r)
        if struck:
            self.struck.add(self.r)
        if self.wanted:
            self.issues.append(
                derive(self.columns, full, self.base) | truth | {"row": self.r, "sheet": self.name}
            )
        self.r += 1
        return self

    def more(self, *cells):
        """A row that continues the one above: its texts belong to the same fields."""
        for i, cell in enumerate(cells):
            self.set(self.r, self.left + i, cell)
            if cell:
                self.issues[-1][self.columns[i].kind] += cell
        self.r += 1
        return self


THIN = Border(*[Side(style="thin")] * 4)


def save_xlsx(path, sheets):
    book, cached = Workbook(), {}
    book.remove(book.active)
    for number, s in enumerate(sheets, 1):
        ws = book.create_sheet(s.name)
        ws.sheet_state = "hidden" if s.hidden else "visible"
        for (r, c), value in sorted(s.cells.items()):
            if isinstance(value, Fx):
                cached[number, f"{letter(c)}{r}"] = value.cached
            cell = ws.cell(r, c, value.formula if isinstance(value, Fx) else value)
            cell.alignment, cell.border = Alignment(wrap_text=True, vertical="center"), THIN
            if s.formats[r, c]:
                cell.number_format = s.formats[r, c]
            if r in s.struck:
                cell.font = Font(strike=True)
        for (r, c), text in s.comments.items():
            ws.cell(r, c).comment = Comment(text, "物业科")
        for r1, c1, r2, c2 in s.merges:
            ws.merge_cells(start_row=r1, start_column=c1, end_row=r2, end_column=c2)
        for r in s.hidden_rows:
            ws.row_dimensions[r].hidden = True
        for c in s.hidden_cols:
            ws.column_dimensions[letter(c)].hidden = True
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2024-01-01T00:00:00Z", data)
            if found := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name):
                data = with_cached(
                    data.decode(), {k[1]: v for k, v in cached.items() if k[0] == int(found[1])}
                ).encode()
            new.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def with_cached(xml, values):
    """openpyxl writes formulas without values; put in what Excel would have stored."""

    def fill(m):
        value = values[m[1]]
        kind = ' t="str"' if isinstance(value, str) else ""
        return f'<c r="{m[1]}"{m[2]}{kind}><f>{m[3]}</f><v>{value}</v></c>'

    return (
        re.sub(
            r'<c r="([A-Z]+\d+)"((?: s="\d+")?)[^>]*><f>(.*?)</f><v ?/?>(?:</v>)?</c>', fill, xml
        )
        if values
        else xml
    )


def save_xls(path, sheets):
    book = xlwt.Workbook(encoding="utf-8")
    for s in sheets:
        ws = book.add_sheet(s.name)
        top_left = {m[:2]: m for m in s.merges}
        styles = {
            f: xlwt.easyxf("align: wrap on", num_format_str=f or "General")
            for f in set(s.formats.values())
        }
        for (r, c), value in sorted(s.cells.items()):
            style = styles[s.formats[r, c]]
            if m := top_left.get((r, c)):
                ws.write_merge(r - 1, m[2] - 1, c - 1, m[3] - 1, value, style)
            else:
                ws.write(r - 1, c - 1, value, style)
    book.save(str(path))


def save_csv(path, sheet, encoding, sep=","):
    """Quotes only where needed; a guard like ="123" is written as the exporting platforms write it."""

    def cell(value):
        text = "" if value is None else str(value)
        return (
            text
            if text.startswith('="') or not re.search(f'[{sep}"\r\n]', text)
            else '"' + text.replace('"', '""') + '"'
        )

    rows = max(r for r, _ in sheet.cells)
    lines = [
        sep.join(cell(sheet.cells.get((r, c))) for c in range(1, sheet.width + 1)).rstrip(
            sep if r == rows else ""
        )
        for r in range(1, rows + 1)
    ]
    path.write_bytes("".join(line + "\r\n" for line in lines).encode(encoding))


def case(name, district, what, today, files, expect="import", **more):
    """files: {file name: [sheets]}, or {file name: (sheet, encoding, separator)} for text."""
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    issues = []
    for file, content in files.items():
        if isinstance(content, tuple):
            save_csv(folder / file, *content)
            found = [{k: v for k, v in i.items() if k != "sheet"} for i in content[0].issues]
        else:
            (save_xls if file.endswith(".xls") else save_xlsx)(folder / file, content)
            found = [i for s in content for i in s.issues]
        issues += [i | {"file": file} for i in found] if len(files) > 1 else found
    if expect == "refuse":
        more["message_any"], issues = REFUSED, []
    head = {
        "case": name,
        "district": district,
        "what": what,
        "expect": expect,
        "today": today,
        **more,
        "files": list(files),
    }
    body = ",\n".join("  " + json.dumps(i, ensure_ascii=False) for i in issues)
    text = (
        json.dumps(head, ensure_ascii=False, indent=1)[:-2]
        + ',\n "issues": [\n'
        + body
        + "\n ]\n}\n"
    )
    (folder / "truth.json").write_text(text, "utf-8")
    print(f"{name:<30} {len(issues):>4} rows")


# ---------------------------------------------------------------- invented content
# theme, complaint, measure, result
PROBLEMS = [
    p.split(";")
    for p in """
卫生;{b}号楼后身绿篱里塑料袋、烟头成片，保洁一周没来过;补扫一遍并改为每天两次巡扫;绿篱内杂物已捡净，保洁排班表已上墙
卫生;{b}号楼{u}单元门口厨余桶冒尖，汤水顺着坡道往下淌;加密收运，桶位改到背阴处;桶位已挪走，坡道冲刷干净
卫生;地库{n}区积尘结块，{b}号楼业主推婴儿车一路黑印;安排洗地车夜间作业;地库已冲洗两遍，照片报社区
供水;{b}号楼{f}层以上傍晚水流像细线，洗澡洗到一半没水;请供水公司测压并检修增压泵;增压泵叶轮已换，高层出水正常
排水;{b}号楼{u}单元地漏返水，一楼厨房泡了两回;疏通立管并加装防返水阀;立管已通，阀门装好，连看三天未返
排水;{b}号楼南侧化粪池冒溢，人行道上污水结成薄冰;抽运化粪池并清掏主管;已抽运四车，路面除冰完毕
照明;{b}号楼{u}单元声控灯坏了{n}层，老人摸黑上楼;更换灯头并巡查其他单元;灯头全部换新，晚间试亮正常
用电;{b}号楼配电箱没上锁，线头露在外面;加锁并包扎线头;箱门加了三角锁，线头已处理
消防;{b}号楼{u}单元疏散楼梯被旧沙发、酸菜缸占去一半;通知住户限期搬离，逾期统一清运;楼梯已腾空，住户写了保证
消防;{b}号楼{n}个消火栓箱打不开，箱里没有水带;修箱门、配水带并做月检;水带配齐，月检卡已挂
电梯;{b}号楼{u}单元电梯平层不准，出门要迈一大步;维保单位调校平层感应器;平层误差调回标准，已试运行
电梯;{b}号楼{u}单元电梯里有焦糊味，呼救铃按了没人接;停梯检查抱闸，恢复值班室通话;抱闸片已换，通话恢复
停车;{b}号楼前划线车位被地锁圈占{n}个;张贴告知，到期统一拆锁;地锁拆除，车位恢复共用
停车;外来货车整夜停在{b}号楼北侧，急救车进不来;设限高杆并夜间巡查;限高杆立好，夜间未再发现
违建;{b}号楼{u}单元顶楼用彩钢瓦围出一间，压住排气道;送达告知书，劝其自拆;住户自拆完毕，排气道通畅
违建;{b}号楼一楼住户把绿地圈成菜园还盖了鸡舍;联合执法清除并补种;鸡舍拆除，草籽已撒
收费;物业费每平方米涨{n}毛没贴公示，{b}号楼业主要看成本账;停止新标准，公开上年收支;收支表张贴，多收部分抵扣
收费;{b}号楼业主称动用维修资金没人找他签字;调取表决票逐户核对;表决票已核对并公示
噪声;{b}号楼一楼棋牌室过了半夜还有人吵闹;社区民警上门约谈经营者;经营者签字承诺，夜间闭门
噪声;{b}号楼换热站水泵嗡嗡响，{u}单元住户睡不着;加橡胶垫，夜间降频;夜间实测下降，住户认可
房屋;{b}号楼{u}单元{f}层西山墙返霜，屋里长毛;外墙补做保温，室内铲除霉斑;西山墙保温已补，观察一周
房屋;{b}号楼屋面卷材翘边，下雨时顶层拿盆接水;揭旧重铺，女儿墙收口;卷材重铺完，淋水试验不漏
房屋;{b}号楼雨搭水泥块往下掉，砸坏一辆电动车;拉警戒带，铲除松块后抹灰;松块清净，雨搭抹灰刷漆
绿化;{b}号楼旁杨树枯枝悬着，刮风时没人敢走;请园林部门修剪;枯枝锯除，断枝运走
绿化;{b}号楼前草坪踩成土路，雨后全是泥;铺汀步石并补草;汀步石铺好，草皮已返绿
门禁;{b}号楼{u}单元可视对讲呼不通，外来人员随便进;更换主机和门吸;主机已换，门能自动关上
供热;{b}号楼{u}单元{f}层暖气片上半截凉，屋里坐不住人;放气、冲洗支管并调平衡阀;支管冲洗完，回水温度正常
道路;{b}号楼东侧方砖塌了{n}处，轮椅过不去;换砖并夯实垫层;方砖换好，轮椅试推顺畅
道路;主路减速带螺栓冒头，{b}号楼前扎坏{n}条轮胎;拆旧换新并加反光贴;减速带换成橡胶整条
安保;门岗晚上没人值守，{b}号楼快递丢了{n}件;补足夜班，调取录像;夜班到岗，录像交派出所
宠物;{b}号楼有住户散养大型犬不拴绳，接孩子的老人害怕;登记犬只，劝导拴绳;犬只办证，住户已拴绳
充电;{b}号楼{u}单元有人从窗户扯线给电动车充电;收缴飞线，引导到充电棚;飞线收走，充电棚增加插口
设施;健身器材断裂{n}台，{b}号楼孩子磕破了腿;停用围挡，更换配件;配件更换，验过受力
服务;物业前台电话整天占线，{b}号楼报修没有回音;增设报修小程序和备用号码;备用号码公布，报修当天派工
服务;{b}号楼业主要求公开保洁、保安的人数和班次;在公示栏公开并按月更新;名单班次已公示
燃气;{b}号楼{u}单元楼道闻到煤气味，阀井盖子丢了;燃气公司测漏，补井盖;接头重新密封，井盖补上
""".strip().splitlines()
]
ESTATES = "松韵家园 柳条小区 榆荫花园 春晓佳苑 和畅园 云杉小区 丁香里小区 宏达新居 银杏公寓 工友新村 滨北家园 福临嘉园 星河里 白桦林小区 临河名邸 兴盛里".split()
FIRMS = "哈尔滨市沐林物业服务有限公司 黑龙江卓安物业管理有限公司 哈尔滨舒宁物业服务有限公司 黑龙江惠邻物业有限责任公司 龙腾嘉业物业哈尔滨分公司".split()
SURNAMES = "关佟鄂白崔闫尚邢辛冷庄祝邵耿迟兰滕修车戚"
GIVEN = "立民 淑兰 海波 晓梅 振东 桂芝 文涛 丽娟 长河 艳红 守信 雅芳 国栋 春燕 志刚 玉凤 明远 秋菊 双喜 金玲".split()


class Gen:
    """Names, places and complaints of one case; seeded by its name."""

    def __init__(self, seed, building=True):
        self.rng = random.Random(seed)
        self.stock, self.used, self.building = [], set(), building

    def pick(self, items):
        return self.rng.choice(items)

    def name(self):
        return self.pick(SURNAMES) + self.pick(GIVEN)

    def phone(self):
        return f"13{self.pick('5689')}0451{self.rng.randrange(10000):04d}"

    def land(self):
        return f"0451-8400{self.rng.randrange(10000):04d}"

    def estate(self):
        return self.pick(ESTATES)

    def firm(self):
        return self.pick(FIRMS)

    def problem(self):
        """(theme, complaint, measure, result, building), never twice the same complaint."""
        if not self.stock:
            self.stock = self.rng.sample(PROBLEMS, len(PROBLEMS))
        theme, what, measure, result = self.stock.pop()
        while True:
            v = dict(
                b=self.rng.randint(1, 38),
                u=self.rng.randint(1, 6),
                f=self.rng.randint(3, 17),
                n=self.rng.randint(2, 9),
            )
            text = what.format(**v)
            if text not in self.used:
                self.used.add(text)
                return theme, text, measure, result, f"{v['b']}号楼"

    def days(self, n, first, last):
        """n dates in order."""
        span = (last - first).days
        return [first + dt.timedelta(d) for d in sorted(self.rng.choices(range(span + 1), k=n))]

    def after(self, d, low, high):
        return d + dt.timedelta(self.rng.randint(low, high))


D = dt.date


# ---------------------------------------------------------------- the cases
def a01():
    g = Gen("a01")
    s = Sheet("明细", subdistrict=["红旗街道", "红旗街道办事处"])
    c = cols(
        "序号=-|所在社区=community|小区=estate|反映人=complainant|反映人电话=phone|反映日期=reported_on|反映的主要问题=description|"
        "问题归类=category|经办人=person|答复期限=due|处理经过=progress|是否办结=t|办结日期=done_on|备注=remarks"
    )
    s.title(
        "红旗街道物业领域群众诉求办理明细",
        "说明：本表由各社区每周五下班前报街道物业办，一事一行，勿改动列次；已经办结的请写明办结日期。",
        width=len(c),
    )
    s.line(
        "填报单位：红旗街道办事处",
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        "截至2024年6月14日",
    ).head(c)
    s.line(
        "示例",
        "某某社区",
        "某某小区",
        "张三",
        "13800000000",
        "5月1日",
        "楼道灯不亮，老人上下楼不便",
        "设施",
        "李四",
        "5月8日",
        "已更换灯泡",
        "是",
        "5月6日",
        "此行勿删",
    )
    s.line(
        "填写要求",
        "写全称",
        "写备案名",
        "实名",
        "11位手机号",
        "X月X日",
        "时间、地点、事由写清楚",
        "从下拉中选",
        "社区人员",
        "X月X日",
        "50字以内",
        "是或否",
        "X月X日",
        "选填",
    )
    places = "香茗社区 顺水社区 香电社区 新地社区 珠江社区 红旗社区 建北社区 菜艺社区".split()
    for i, d in enumerate(g.days(21, D(2024, 4, 8), D(2024, 6, 12)), 1):
        theme, what, _, result, _ = g.problem()
        done = i % 4 != 0
        s.row(
            i,
            g.pick(places),
            g.estate(),
            g.name(),
            g.phone() if i % 5 else None,
            Day(d, "md"),
            what,
            theme,
            g.name(),
            Day(g.after(d, 5, 10), "md"),
            result if done else None,
            V("是", status="done") if done else V("否", status=OPEN),
            Day(min(g.after(d, 1, 6), D(2024, 6, 14)), "md") if done else None,
            "居民送来感谢信" if i == 7 else "同一住户第二次反映" if i == 12 else None,
        )
    s.line("填表人：迟海波", None, None, "审核：邵雅芳", None, None, "联系电话：0451-84005566")
    case(
        "a01-example-requirement-rows",
        "香坊区",
        "title, note and unit rows above; an example row and a row of filling requirements under the header; "
        "the street stands only in 填报单位, the year only in the 截至 text",
        "2024-06-20",
        {"红旗街道物业诉求明细.xlsx": [s]},
    )


def a02():
    g = Gen("a02")
    s = Sheet("整治清单")
    kinds, states = ["环境卫生", "设施设备", "消防安全", "停车秩序"], ["已整改", "整改中", "未整改"]
    group = {"卫生": 0, "绿化": 0, "宠物": 0, "消防": 2, "充电": 2, "燃气": 2, "停车": 3}
    c = cols(
        "序号=-|基本情况>位置>街道=subdistrict|基本情况>位置>小区=estate|基本情况>位置>楼号=building|基本情况>物业服务企业=company|"
        "问题情况>发现日期=reported_on|问题情况>具体表现=description|"
        + "|".join(f"问题情况>问题归属（打√）>{k}=t" for k in kinds)
        + "|整改情况>责任人=person|整改情况>整改时限=due|"
        + "|".join(f"整改情况>整改结果（打√）>{k}=t" for k in states)
        + "|整改情况>完成日期=done_on|备注=remarks"
    )
    s.title(
        "道外区住宅小区安全环境整治清单",
        "报送单位：道外区住建局物业科        统计截止：2023年11月30日",
        width=len(c),
    ).head(c).line(*range(1, len(c) + 1))
    for i, d in enumerate(g.days(24, D(2023, 8, 3), D(2023, 11, 6)), 1):
        theme, what, _, _, where = g.problem()
        kind, state = group.get(theme, 1), g.pick([0, 0, 0, 1, 2])
        tick = "✓" if i % 6 == 0 else "√"
        s.row(
            i,
            g.pick(["靖宇街道", "南直路街道", "新一街道", "水泥路街道"]),
            g.estate(),
            where,
            g.firm(),
            Day(d, "dot"),
            what,
            *[V(tick, text=False, category=kinds[kind]) if k == kind else None for k in range(4)],
            g.name(),
            Day(g.after(d, 14, 24), "dot"),
            *[
                V(tick, text=False, status=STATUS[states[state]]) if k == state else None
                for k in range(3)
            ],
            Day(g.after(d, 3, 13), "dot") if state == 0 else None,
            "需动用维修资金" if i == 9 else None,
        )
    s.line("分管领导：", None, None, None, "科室负责人：", None, None, None, None, "制表：耿文涛")
    case(
        "a02-three-level-one-hot",
        "道外区",
        "three-level header, a row of column numbers, category and status as √ in one of several columns",
        "2023-12-04",
        {"道外区小区整治清单(11月).xlsx": [s]},
    )


def a03():
    g = Gen("a03")
    c = "工单号=source_no|来电日期=reported_on|来电人=complainant|联系方式=phone|诉求地点=location|诉求简述=description|承接单位=lead_unit|转派日期=assigned_on|要求办结日期=due|办理状态=s|回访情况=callback_text"
    units = ["爱建街道办事处", "康安街道办事处", "群力街道办事处", *FIRMS[:2]]
    sheets, counts = [], []
    for month, n in ((1, 12), (2, 9), (3, 14)):
        columns = cols(c + ("|满意程度=satisfaction" if month == 3 else ""))
        s = Sheet(f"{month}月")
        s.title(
            f"{month}月份热线转办登记",
            *["（本月起增加满意程度一栏）"] * (month == 3),
            width=len(columns),
        ).head(columns)
        for i, d in enumerate(g.days(n, D(2024, month, 2), D(2024, month, 22)), 1):
            _, what, _, _, where = g.problem()
            state = g.pick(["已办结", "已办结", "办理中"])
            back = (
                f"{month}月{d.day + 5}日电话回访，{g.pick(['来电人认可', '来电人表示已解决', '来电人未接，短信告知'])}"
                if state == "已办结"
                else None
            )
            s.row(
                f"DL2024{month:02d}{i:04d}",
                Day(d, "d"),
                g.name(),
                g.phone(),
                g.estate() + where,
                what,
                g.pick(units),
                Day(d + dt.timedelta(1), "d"),
                Day(d + dt.timedelta(8), "md"),
                state,
                back,
                *([g.pick(["满意", "基本满意"]) if back else None] if month == 3 else []),
            )
        sheets.append(s)
        counts.append((f"{month}月", n, sum(i["status"] == "done" for i in s.issues)))
    t = (
        Sheet("统计", issues=False)
        .title("一季度热线办理情况统计", width=4)
        .line("月份", "受理件数", "办结件数", "办结率")
    )
    for m, n, k in counts:
        t.line(m, n, k, f"{k / n:.1%}")
    t.line("合计", sum(x[1] for x in counts), sum(x[2] for x in counts), None)
    case(
        "a03-month-sheets-day-only",
        "道里区",
        "one sheet per month; dates say only the day (3日): month from the sheet, year from the file name; no 序号; a statistics sheet",
        "2024-04-10",
        {"2024年一季度物业热线转办登记.xlsx": [*sheets, t]},
    )


def a04():
    g = Gen("a04")
    layouts = {
        "花园街道": "序号=-|巡查日期=reported_on|社区=community|点位=location|乱象描述=description|类型=category|责任主体=lead_unit|整改期限=due|复查日期=verified_on|复查结论=verify_result|状态=s",
        "奋斗路街道": "序号=-|社区=community|点位=location|巡查日期=reported_on|发现的问题=description|问题类型=category|责任单位=lead_unit|整改截止日=due|复查日期=verified_on|复查结论=verify_result|当前状态=s",
        "芦家街道": "序号=-|检查日期=reported_on|所在社区=community|具体点位=location|存在乱象=description|责任单位=lead_unit|类型=category|整改期限=due|状态=s|复查日期=verified_on|复查结论=verify_result",
        "荣市街道 ": "编号=x|巡查日期=reported_on|社区=community|点位=location|乱象描述=description|类型=category|责任主体=lead_unit|整改期限=due|复查日期=verified_on|复查结论=verify_result|状态=s",
    }
    towns = {
        "花": "花园街社区 海城街社区 工大社区",
        "奋": "比乐社区 士课社区 国庆社区",
        "芦": "黄河路社区 宣庆社区 平治社区",
        "荣": "三姓社区 颐园社区 龙江社区",
    }
    sheets = [
        Sheet("填表说明", issues=False)
        .line("填表说明")
        .line("1. 每个街道一张表，由城管中队汇总后报区城管局。")
        .line("2. 状态从 待整改、整改中、待复查、已闭环 中选填。")
    ]
    for name, layout in layouts.items():
        street = name.strip()
        columns = cols(layout)
        s = Sheet(name, subdistrict=street)
        s.title(f"{street}小区及门前乱象巡查处置表", width=len(columns)).head(columns)
        for i, d in enumerate(g.days(9, D(2023, 5, 4), D(2023, 7, 10)), 1):
            theme, what, *_ = g.problem()
            state = g.pick(["已闭环", "已闭环", "待复查", "整改中", "待整改"])
            cells = {
                "序号": i,
                "编号": f"RS-{i:03d}",
                "reported_on": Day(d),
                "community": g.pick(towns[name[0]].split()),
                "location": g.estate(),
                "description": what,
                "category": theme,
                "lead_unit": g.pick(FIRMS),
                "due": Day(d + dt.timedelta(7)),
                "s": state,
                "verified_on": Day(d + dt.timedelta(9)) if state == "已闭环" else None,
                "verify_result": "合格" if state == "已闭环" else None,
            }
            s.row(*[cells[k.path[0] if k.kind in "-x" else k.kind] for k in columns])
        sheets.append(s)
    draft = (
        Sheet("底稿", hidden=True, issues=False)
        .title("花园街道小区及门前乱象巡查处置表（底稿）", width=11)
        .head(cols(layouts["花园街道"]))
    )
    for i in range(1, 6):
        theme, what, *_ = g.problem()
        draft.row(
            i,
            Day(D(2022, 9, i)),
            "工大社区",
            g.estate(),
            what,
            theme,
            FIRMS[0],
            Day(D(2022, 9, i + 7)),
            None,
            None,
            "整改中",
        )
    total = (
        Sheet("汇总表", issues=False)
        .title("各街道巡查处置情况汇总", width=4)
        .line("街道", "发现数", "闭环数", "闭环率")
    )
    for s in sheets[1:]:
        k = sum(i["status"] == "closed" for i in s.issues)
        total.line(s.name.strip(), len(s.issues), k, f"{k / len(s.issues):.0%}")
    case(
        "a04-street-sheets-drift",
        "南岗区",
        "one sheet per street with drifting headers and order, street only in the sheet name (one with a trailing space); "
        "a hidden draft, an instruction sheet and a summary sheet that are no data",
        "2023-07-31",
        {"南岗区小区乱象巡查.xlsx": [*sheets, draft, total]},
    )


def a05():
    g = Gen("a05")
    s = Sheet("排查化解")
    c = cols(
        "编号=x|排查日期=reported_on|小区=estate|矛盾纠纷内容=description|纠纷类型=category|风险等级=severity|包联领导=leader|化解责任单位=lead_unit|化解时限=due|化解进展=progress|化解状态=s"
    )
    s.title("松北区物业管理矛盾纠纷排查化解台账", "（2024年上半年）", width=len(c)).head(c)
    dues = [
        V("6月底前", due_text="6月底前", due_on="2024-06-30", due_precision="month"),
        V("5月20日前", due_text="5月20日前", due_on="2024-05-20", due_precision="inferred-year"),
        V("2024年二季度", due_text="2024年二季度", due_on="2024-06-30", due_precision="quarter"),
        V("2024年6月", due_text="2024年6月", due_on="2024-06-30", due_precision="month"),
        V("年底前", due_text="年底前", due_on="2024-12-31", due_precision="year"),
        V("立行立改", due_text="立行立改", due_precision="immediate"),
        V("长期坚持", due_text="长期坚持", due_on=None, ongoing=True),
        V("2024年5月中旬", due_text="2024年5月中旬", due_on="2024-05-20"),
    ]
    total, turn = 0, 0
    for k, (street, code, n) in enumerate(
        (
            ("太阳岛街道", "TYD", 6),
            ("松浦街道", "SP", 7),
            ("万宝街道", "WB", 5),
            ("对青山镇", "DQS", 4),
        )
    ):
        label = f"{'一二三四'[k]}、{street}（{n}件）"
        (s.title(label, width=len(c)) if k % 2 == 0 else s.line(label))
        s.base = {"subdistrict": street}
        for i, d in enumerate(g.days(n, D(2024, 1, 9), D(2024, 4, 20)), 1):
            theme, what, _, result, _ = g.problem()
            state = g.pick(["已化解", "已化解", "正在化解", "未化解"])
            s.row(
                f"{code}-{i:02d}",
                Day(d, "dash"),
                g.estate(),
                what,
                theme,
                g.pick(["低", "中", "高"]),
                g.name(),
                g.pick(
                    [
                        street + "办事处" if street.endswith("道") else street + "政府",
                        "区住建局",
                        "区司法局",
                    ]
                ),
                dues[turn % len(dues)],
                result if state == "已化解" else None,
                state,
            )
            turn += 1
        total += n
        (
            s.line("小计", None, None, f"{n}件")
            if k == 0
            else s.title(f"{street}小计：{n}件", width=len(c))
            if k == 1
            else s.line(None, f"{street}合计", None, n)
            if k == 2
            else s.line("本镇小计", n)
        )
    s.line("总  计", None, None, total).line("注：风险等级由镇街初评、区级复核。")
    case(
        "a05-groups-and-subtotals",
        "松北区",
        "group rows per street (merged or not), subtotals in four styles, a grand total; deadline texts by month, quarter, year",
        "2024-05-06",
        {"矛盾纠纷排查化解台账.xlsx": [s]},
    )


def a06():
    g = Gen("a06")
    s = Sheet("登记本", company=FIRMS[2], estate="云杉小区")
    c = cols(
        "序号=-|登记时间=reported_on|房号=t|业主姓名=complainant|电话=phone|报修（投诉）事项=description|接待人=x|处理结果=progress|完成时间=done_on|业主评价=satisfaction"
    )
    days, n = g.days(36, D(2023, 3, 1), D(2023, 5, 30)), 0
    for page in range(3):
        s.title("报修投诉登记本", f"物业公司：{FIRMS[2]}    项目：云杉小区", width=len(c)).head(c)
        for _ in range(12):
            d, (_, what, _, result, _) = days[n], g.problem()
            n += 1
            done = n % 6 != 0
            s.row(
                n,
                Day(d, "time"),
                f"{n % 9 + 1}-{n % 3 + 1}-{n * 7 % 12 + 1}02",
                g.name(),
                g.phone() if n % 4 else g.land(),
                what,
                g.name(),
                result if done else None,
                Day(g.after(d, 1, 5), "real") if done else None,
                g.pick(["满意", "基本满意", "满意", "不满意"]) if done else None,
                status="done" if done else OPEN,
            )
        s.line("本页小计", None, None, None, None, "12件").line(
            "制表人：车明远", None, None, None, None, f"第{page + 1}页 共3页"
        )
    case(
        "a06-header-on-each-page",
        "平房区",
        "title, heading and header repeated on each of three printed pages with page totals and page feet; estate and firm only in the heading",
        "2023-06-05",
        {"云杉小区报修投诉登记.xlsx": [s]},
    )


def a07():
    g = Gen("a07")
    s = Sheet("利民")
    base = {"subdistrict": ["利民街道", "利民街道办事处"]}
    one = cols(
        "序号=-|社区=community|小区=estate|事项内容=description|承办单位=lead_unit|承办人=person|办结日期=done_on|居民评价=satisfaction"
    )
    two = cols(
        "序号=-|社区=community|小区=estate|事项内容=description|承办单位=lead_unit|未办结原因=x|拟办结时间=due|督办领导=leader"
    )
    places = "兴业社区 燕京社区 常青社区 华远社区 名流社区".split()
    units = ["利民街道办事处", "区城管局", "区供热办", *FIRMS[3:]]
    s.title("物业类民生事项办理情况表", width=8).line(
        "上报单位：呼兰区利民街道办事处", None, None, None, None, None, "上报时间：2023年12月5日"
    )
    s.title("表一：已办结事项", width=8).head(one)
    s.base = base | {"status": "done"}
    for i, d in enumerate(g.days(14, D(2023, 10, 9), D(2023, 12, 1)), 1):
        s.row(
            i,
            g.pick(places),
            g.estate(),
            g.problem()[1],
            g.pick(units),
            g.name(),
            Day(d, "dot"),
            g.pick(["满意", "基本满意"]),
        )
    s.r += 1
    s.title("表二：正在办理事项", width=8).head(two)
    s.base = base | {"status": ["in_progress", "assigned"]}
    dues = [
        V("12月底前", due_text="12月底前", due_on="2023-12-31", due_precision="month"),
        Day(D(2023, 12, 20), "md"),
        V("2024年5月底前", due_on="2024-05-31", due_precision="month"),
        Day(D(2024, 1, 15), "cn"),
    ]
    for i in range(1, 11):
        s.row(
            i,
            g.pick(places),
            g.estate(),
            g.problem()[1],
            g.pick(units),
            g.pick(
                [
                    "产权单位已注销，正在找主管部门",
                    "冬季不具备施工条件",
                    "业主意见未达成一致",
                    "等待维修资金审批",
                ]
            ),
            dues[i % 4],
            g.name(),
        )
    s.line("填报人：祝艳红", None, None, "审核人：庄国栋")
    case(
        "a07-two-tables-stacked",
        "呼兰区",
        "two tables with different columns one below the other on one sheet; the status stands in the table's heading",
        "2023-12-06",
        {"利民街道物业类民生事项.xlsx": [s]},
    )


def a08():
    g = Gen("a08")
    s = Sheet("遗留问题", top=2, left=2)
    c = cols(
        "序号=-|街道=subdistrict|小区=estate|分序号=-|存在问题=description|整改措施=measures|责任单位=lead_unit|责任人=person|联系电话=person_phone|完成时限=due|目前进度=progress|是否销号=t"
    )
    s.title("阿城区老旧小区改造遗留问题清单", "报送：区旧改办    2024年3月8日", width=len(c)).head(
        c
    )
    number = 0
    for street, estates in (
        ("金城街道", [("松韵家园", 4), ("工友新村", 3), ("星河里", 1)]),
        ("河东街道", [("兴盛里", 5), ("滨北家园", 2)]),
        ("通城街道", [("银杏公寓", 3), ("和畅园", 4)]),
    ):
        new_street = True
        for estate, n in estates:
            number += 1
            unit, who, call = (
                g.pick(["区旧改办", "区供热办", f"{street}办事处", "区排水公司"]),
                g.name(),
                g.land(),
            )
            for i in range(1, n + 1):
                _, what, measure, result, _ = g.problem()
                struck, lone = g.pick([True, True, False]), number == 4 and i > 3
                first = i == 1
                s.row(
                    number if first else UP,
                    street if new_street else UP,
                    estate if first else UP,
                    i,
                    what,
                    measure,
                    V("区住建局", lead_unit="区住建局")
                    if number == 4 and i == 4
                    else unit
                    if first
                    else UP,
                    V(None, person=None) if lone else who if first else UP,
                    V(None, person_phone=None) if lone else call if first else UP,
                    Day(D(2024, 3 + i, 15 + i), "realcn"),
                    result if struck else "正在组织施工",
                    V("是", text=False, status="closed")
                    if struck
                    else V("否", text=False, status=OPEN),
                )
                new_street = False
    s.line("审核人：关长河")
    case(
        "a08-merges-and-subnumbers",
        "阿城区",
        "blank first column and row; 序号, street, estate, unit, person and phone merged down with a 分序号 per problem; unmerged blanks stay blank",
        "2024-03-10",
        {"旧改遗留问题清单0308.xlsx": [s]},
    )


def a09():
    g = Gen("a09")
    s = Sheet("登记簿")
    c = cols(
        "序号=-|来访日期=reported_on|来访人=complainant|住址=location|反映事项=description|接待人=x|承办单位=lead_unit|办理情况=progress|办结时间=done_on"
    )
    s.title("双城区新兴街道群众来访登记簿", width=len(c)).head(c)
    tails = [
        "，春节前就找过物业，物业说等开春，到现在也没有人来看",
        "，同楼的三户老人联名写了信，要求街道出面协调",
        "，本人腿脚不便，请工作人员上门核实",
    ]
    ends = ["，并由社区每半个月回看一次", "，住户签字确认"]
    for i, d in enumerate(g.days(18, D(2024, 2, 20), D(2024, 5, 15)), 1):
        _, what, _, result, where = g.problem()
        long, done = i % 3 == 2, i % 5 != 0
        s.row(
            i,
            Day(d, "slash"),
            g.name(),
            g.estate() + where,
            what,
            g.name(),
            g.pick(["新兴街道办事处", "区住建局物业办", FIRMS[1]]),
            result if done else "已转交，待承办单位反馈",
            Day(g.after(d, 4, 14), "slash") if done else None,
            status="done" if done else OPEN,
        )
        if long:
            s.more(
                None,
                None,
                None,
                None,
                tails[i % 3 - i // 3 % 2],
                None,
                None,
                g.pick(ends) if done else None,
                None,
            )
    s.line("登记人：冷春燕", None, None, None, "本簿共18件")
    case(
        "a09-continuation-rows",
        "双城区",
        "long entries run on into the next row (no 序号, other cells empty): one issue with the joined text",
        "2024-05-20",
        {"来访登记簿.xlsx": [s]},
    )


def a10():
    g = Gen("a10")
    s = Sheet("物业类信访件")
    c = cols(
        "序号=-|信访编号=source_no|信访日期=reported_on|信访形式=source|信访人及电话=t|信访事项=description|所属街道=subdistrict|责任单位、责任人及电话=t|办理期限=due|办理结果答复=progress|备注=remarks"
    )
    s.title("道里区信访局转交物业类信访件办理台账", "2023年9月", width=len(c)).head(c)
    joins = [
        "{u}/{p}/{t}",
        "{u} {p} {t}",
        "{u}\n{p}\n{t}",
        "{u}（{p} {t}）",
        "{u}、{p}、{t}",
        "{u}：{p}，{t}",
        "{u}  {p}({t})",
    ]
    notes = [
        ("已办结", "done"),
        ("已办结，信访人息访", "done"),
        ("正在协调供热单位", "in_progress"),
        ("已办结", "done"),
        ("正在办理", "in_progress"),
        ("待开春后施工", ["deferred", *OPEN]),
    ]
    for i, d in enumerate(g.days(22, D(2023, 8, 28), D(2023, 9, 25)), 1):
        _, what, _, result, _ = g.problem()
        unit, person, call = (
            g.pick(["康安街道办事处", "爱建街道办事处", "区供热办", "区城管局", FIRMS[0]]),
            g.name(),
            g.pick([g.phone(), g.land()]),
        )
        who, whose = g.name(), g.phone()
        note, status = (
            (f"与第{i - 6}件重复，并入第{i - 6}件办理", "void")
            if i == 15
            else notes[i % len(notes)]
        )
        s.row(
            i,
            f"DLX2023{900 + i}",
            Day(d, "md"),
            g.pick(["来访", "来信", "网上信访", "领导信箱"]),
            V(
                (f"{who} {whose}", f"{who}\n{whose}", f"{who}（{whose}）", f"{who}/{whose}")[i % 4],
                text=False,
                complainant=who,
                phone=whose,
            ),
            what,
            g.pick(["康安街道", "爱建街道", "群力街道"]),
            V(
                joins[i % 7].format(u=unit, p=person, t=call),
                text=False,
                lead_unit=unit,
                person=person,
                person_phone=call,
            ),
            Day(d + dt.timedelta(15), "md"),
            f"经核，{result}" if status == "done" else None,
            V(note, remarks=[note, None], status=status),
        )
    case(
        "a10-unit-person-phone-cell",
        "道里区",
        "unit, person and phone in one cell in seven ways, complainant and phone in another; no status column, the state stands in 备注",
        "2023-10-08",
        {"信访局转交件.xlsx": [s]},
    )


def a11():
    g = Gen("a11")
    s = Sheet()
    c = cols(
        "工单编号=source_no|受理时间=reported_on|来电人=complainant|来电号码=phone|所属街道=subdistrict|事发地址=location|问题分类=category|问题标题=title|问题描述=description|派发时间=assigned_on|办结时限=due|"
        "承办单位=lead_unit|办理状态=s|办结时间=done_on|办理结果=progress|满意度=satisfaction"
    )
    s.head(c)
    for i, d in enumerate(g.days(26, D(2024, 3, 1), D(2024, 3, 20)), 1):
        theme, what, _, result, where = g.problem()
        state, no, call, estate = (
            g.pick(["已办结", "已办结", "处理中", "待签收"]),
            f"20240{300000 + i * 37:09d}",
            g.phone(),
            g.estate(),
        )
        done = state == "已办结"
        s.row(
            V(f'="{no}"', text=False, source_no=no),
            Day(d, "stamp"),
            g.name(),
            V(f"\t{call}", text=False, phone=call),
            g.pick(["哈西街道", "保健路街道", "和兴路街道"]),
            estate + where,
            theme,
            f"{estate}{theme}问题",
            f'市民反映："{what}",希望尽快处理' if i % 3 == 0 else f"市民反映：{what}",
            Day(d, "stamp"),
            Day(d + dt.timedelta(7), "stamp"),
            g.pick(["哈西街道办事处", "保健路街道办事处", "南岗区住建局"]),
            state,
            Day(g.after(d, 2, 6), "stamp") if done else None,
            result if done else None,
            g.pick(["满意", "不满意", "未评价"]) if done else None,
        )
    s.line("合计：26条", "导出人：admin", "导出时间：2024-03-21 09:12:33")
    case(
        "a11-gbk-csv-guards",
        "南岗区",
        'GBK csv of a 12345 platform: ="…" guards, tabs before phone numbers, doubled quotes, a closing line with count and export time; imported twice',
        "2024-03-21",
        {"12345工单导出20240321.csv": (s, "gbk", ",")},
        then={"reimport": "same"},
    )


def a12():
    g = Gen("a12")
    s = Sheet("项目", subdistrict=["成高子镇", "成高子镇政府", "成高子镇人民政府"])
    c = cols(
        "序号=-|村（社区）=community|小区名称=estate|需整改事项=description|责任人=person|计划>开工时间=t|计划>完成时间=due|实际>开工时间=t|实际>完成时间=done_on|是否动用维修资金=t|整改资金（元）=cost|是否完成=t|是否销号=t|备注=remarks"
    )
    s.title(
        "成高子镇小区整改事项进度表",
        "填报单位：成高子镇政府    填报日期：2023年10月16日",
        width=len(c),
    ).head(c)
    for i, d in enumerate(g.days(22, D(2023, 6, 1), D(2023, 9, 10)), 1):
        state = i % 5
        done, struck = state < 3, state == 0
        truth = "closed" if struck else "done" if done else OPEN
        s.row(
            i,
            g.pick("糖厂社区 哈成路社区 九零四社区 车具厂社区 丁家桥社区".split()),
            g.estate(),
            g.problem()[1],
            g.name(),
            Day(d),
            Day(d + dt.timedelta(30)),
            Day(g.after(d, 0, 5)) if state < 4 else None,
            Day(g.after(d, 12, 36)) if done else None,
            g.pick(["是", "否"]),
            g.rng.randrange(3, 90) * 100 if done else None,
            V("是" if done else "否", text=False, status=truth),
            V("是" if struck else "否", text=False, status=truth),
            "镇里垫付" if i == 5 else None,
        )
    s.line("合计", None, None, "22项")
    case(
        "a12-xls-plan-and-fact",
        "香坊区",
        "old .xls with a two-level header; 完成时间 twice (plan and fact), 是/否 columns of three kinds, 完成 is not 销号",
        "2023-10-17",
        {"成高子镇进度表.xls": [s]},
    )


def a13():
    g = Gen("a13")
    s = Sheet("Sheet1", company=FIRMS[1])
    c = cols(
        "序号=-|登记日期=reported_on|楼号=building|业主诉求=description|诉求分类=category|整改措施=measures|整改期限=due|责任人=person|整改结果=progress|完成情况=s"
    )
    s.title(
        FIRMS[1],
        "二〇二四年度业主诉求整改登记表",
        "（每月末交街道存档，写错处划线更正，不得涂改）",
        width=len(c),
    ).line("服务中心电话：0451-84007788").head(c)
    ways = [
        "md",
        "chinese",
        "wide",
        "serial",
        "number",
        "slash",
        "short",
        "dash",
        "mdot",
        "cn",
        "cnmd",
        "real",
    ]
    for i, d in enumerate(g.days(24, D(2024, 3, 4), D(2024, 7, 20)), 1):
        theme, what, measure, result, where = g.problem()
        way, state = ways[i % 12], g.pick(["已完成", "整改中", "未整改"])
        came = d if d.day > 3 else d + dt.timedelta(4)
        late = came + dt.timedelta(18)
        due = Day(late if late.day > 3 else late + dt.timedelta(4), ways[(i + 5) % 12])
        if i in (6, 17):
            due = V(8.1, text=False, due_on=None, due_precision="ambiguous")
        s.row(
            i,
            Day(came, way),
            where,
            what,
            theme,
            measure,
            due,
            g.name(),
            result if state == "已完成" else None,
            state,
        )
    case(
        "a13-date-habits",
        "道外区",
        "four heading rows, the year only as Chinese numerals in the title; dates in twelve habits incl. serials as text, Chinese numerals, full-width digits; "
        "8.1 typed as a number",
        "2024-08-12",
        {"业主诉求整改登记.xlsx": [s]},
    )


def a14():
    g = Gen("a14")
    s = Sheet("交办", top=2, left=3, subdistrict=["荣市街道", "荣市街道办事处"])
    c = cols(
        "项次=-|问题概述=description|提出单位=t|牵头部门=lead_unit|配合部门=co_units|交办日期=assigned_on|反馈期限=due|落实情况=progress|会议纪要文号=doc_no|备注=remarks"
    )
    s.title(
        "荣市街道物业纠纷联席会议交办事项",
        "主持：荣市街道办事处    会议地点：街道三楼会议室",
        width=len(c),
    )
    s.r += 1
    s.head(c)
    assert s.r == 6
    depts = ["区城管局", "区供热办", "区住建局", "区市场监管局", "派出所"]
    long = (
        "会上{p}介绍了前期情况：该处为{y}年建成的职工住宅，移交时资料不全，产权单位几经更名；社区已入户走访三轮，多数住户同意先应急后根治，少数住户要求一次修到位。联席会议议定先由牵头部门拿出方案并测算费用，街道负责把方案贴到单元门口征求意见，"
        "征求意见期满再报区里。若涉及维修资金，由社区组织签字，物业公司配合提供清册；若需占用公共绿地，事前告知园林部门。下次会议听取进展，届时请牵头部门带齐图纸和预算。"
    )
    for i, d in enumerate(g.days(16, D(2024, 4, 2), D(2024, 6, 4)), 1):
        _, what, _, result, _ = g.problem()
        lead, helpers = depts[i % 5], [depts[(i + k) % 5] for k in (1, 2)][: i % 3]
        said = f"{result}；费用由{g.pick(['物业公司', '牵头部门'])}承担，后续由社区盯办"
        s.row(
            i,
            what,
            g.pick(["三姓社区", "颐园社区", "龙江社区"]),
            lead,
            V("、".join(helpers), co_units=helpers) if helpers else None,
            Day(d, "cn"),
            Day(d + dt.timedelta(20), "cn"),
            V(said, progress=said, comment=f"6月{i}日{g.name()}到现场核实，属实")
            if i % 5 == 0
            else said,
            f"荣街纪〔2024〕{i // 6 + 1}号",
            long.format(p=g.name(), y=1978 + i),
        )
    case(
        "a14-c5-wide-remarks-comments",
        "南岗区",
        "the table begins at C5; very wide remarks; several units in 配合部门; cell comments that hold facts",
        "2024-07-01",
        {"联席会议交办事项.xlsx": [s]},
    )


def a15():
    g = Gen("a15")
    s = Sheet("督办")
    c = cols(
        "序号=-|督办单号=x|下发日期=assigned_on|办理天数=-|应办结日期=due|街道代码=-|属地街道=subdistrict|督办内容=description|办理单位=lead_unit|办结日期=done_on|是否超期=x"
    )
    s.title("住建局物业督办事项办理台账", width=len(c)).line(
        "单位：松北区住建局", None, None, None, None, None, None, None, None, "截至：2023年11月10日"
    ).head(c)
    streets = {"T1": "太阳岛街道", "T2": "松浦街道", "T3": "松北街道", "T4": "万宝街道"}
    first, total = s.r, 0
    for i, d in enumerate(g.days(20, D(2023, 8, 7), D(2023, 10, 12)), 1):
        r, code, n = s.r, g.pick(list(streets)), g.pick([7, 10, 15])
        total += n
        due = d + dt.timedelta(n)
        done = g.after(d, 3, 17) if i % 4 else None
        late = "是" if (done or D(2023, 11, 10)) > due else "否"
        s.row(
            Fx("=ROW()-3", r - 3),
            f"松住督〔2023〕{i}号",
            Day(d),
            n,
            V(
                Fx(f"=C{r}+D{r}", serial(due)),
                fmt="yyyy/m/d",
                due_on=due.isoformat(),
                due_precision="day",
            ),
            code,
            V(
                Fx(f"=VLOOKUP(F{r},码表!A:B,2,0)", streets[code]),
                text=False,
                subdistrict=streets[code],
            ),
            g.problem()[1],
            g.pick([*FIRMS[:3], "区供热办"]),
            Day(done) if done else None,
            V(Fx(f'=IF(J{r}>E{r},"是","否")', late), text=False, extra={"是否超期": late}),
            status="done" if done else OPEN,
        )
    s.line(
        "合计",
        None,
        None,
        Fx(f"=SUM(D{first}:D{s.r - 1})", total),
        None,
        None,
        None,
        Fx(f"=COUNTA(H{first}:H{s.r - 1})", 20),
    )
    book = Sheet("码表", issues=False).line("代码", "名称")
    for code, name in streets.items():
        book.line(code, name)
    case(
        "a15-formulas",
        "松北区",
        "序号, 应办结日期, 属地街道 and 是否超期 are formulas with cached values; a total row with SUM; a visible code list sheet",
        "2023-11-13",
        {"督办台账.xlsx": [s, book]},
    )


def a16():
    g = Gen("a16")
    s = Sheet("在办")
    c = cols(
        "序号=-|受理日期=reported_on|投诉人=complainant|联系电话=phone|小区=estate|投诉内容=description|物业公司=company|处理状态=s|处理结果=progress|备注=remarks"
    )
    s.title("投诉受理台账（内部）", width=len(c)).head(c)
    s.hidden_cols = {4}
    for i, d in enumerate(g.days(26, D(2023, 9, 1), D(2023, 11, 20)), 1):
        _, what, _, result, _ = g.problem()
        state = g.pick(["已解决", "正在解决", "待整改"])
        dead = i in (8, 19)
        cells = (
            i,
            Day(d, "dot"),
            g.name(),
            g.phone(),
            g.estate(),
            what,
            g.firm(),
            None if dead else state,
            result if state == "已解决" and not dead else None,
            "重复登记，作废" if dead else None,
        )
        s.row(
            *cells, hidden=i in (3, 11, 12, 22), struck=dead, **({"status": "void"} if dead else {})
        )
    old = Sheet("旧表勿动", hidden=True, issues=False).head(c)
    for i in range(1, 7):
        old.row(
            i,
            Day(D(2022, 5, i), "dot"),
            g.name(),
            g.phone(),
            g.estate(),
            g.problem()[1],
            g.firm(),
            "已解决",
            "见旧档",
            None,
        )
    case(
        "a16-hidden-and-struck",
        "阿城区",
        "a hidden phone column and hidden rows are data, a hidden sheet is not; two rows are struck through and marked 作废",
        "2023-11-27",
        {"投诉受理台账.xlsx": [s, old]},
    )


def a17():
    g = Gen("a17")
    s = Sheet("2023")
    c = cols(
        "台账编号=x|接诉日期=reported_on|诉求来源=source|所属街道=subdistrict|小区名称=estate|诉求人=complainant|诉求人电话=phone|诉求内容=description|诉求分类=category|主办单位=lead_unit|承办人=person|承办人电话=person_phone|"
        "办理期限=due|办结日期=done_on|销号日期=closed_on|当前状态=s|群众满意度=satisfaction"
    )
    s.title("道里区物业诉求全量台账", "2023年1月—12月", width=len(c)).head(c)
    streets = "兆麟街道 新阳路街道 抚顺街道 共乐街道 新华街道 尚志街道 斯大林街道 通江街道 经纬街道 工程街道 安静街道 建国街道 爱建街道 群力街道".split()
    for i, d in enumerate(g.days(400, D(2023, 1, 4), D(2023, 12, 15)), 1):
        theme, what, *_ = g.problem()
        state, street = (
            g.pick(["已销号"] * 4 + ["已办结", "待验收", "办理中", "未办结"]),
            g.pick(streets),
        )
        done = g.after(d, 2, 9) if state in ("已销号", "已办结", "待验收") else None
        s.row(
            f"DL-WY-{i:04d}",
            Day(d),
            g.pick(["12345热线", "区长信箱", "来访", "日常巡查"]),
            street,
            g.estate(),
            g.name(),
            g.phone(),
            what,
            theme,
            g.pick([street + "办事处", "区住建局物业办"]),
            g.name(),
            g.land(),
            Day(d + dt.timedelta(10)),
            Day(done) if done else None,
            Day(done + dt.timedelta(3)) if state == "已销号" else None,
            state,
            g.pick(["满意", "基本满意"]) if state == "已销号" else None,
        )
    case(
        "a17-four-hundred",
        "道里区",
        "a year with 400 rows and 17 columns; done, waiting for acceptance and struck off are three things; imported twice",
        "2024-01-05",
        {"道里区物业诉求全量台账.xlsx": [s]},
        then={"reimport": "same"},
        limits={"seconds": 20, "mb": 1024},
    )


def a18():
    g = Gen("a18")
    sheets = []
    for year, n in ((2022, 15), (2023, 17)):
        s = Sheet(f"{year}年度", left=2)
        c = cols(
            "发现日期=reported_on|居民小区=estate|发现的问题=description|牵头科室=lead_unit|整治举措=measures|整改到位时间=done_on|销号时间=closed_on|情况说明=t"
        )
        s.title("抚顺街道物业管理专项整治问题库", width=len(c)).head(c)
        for i, d in enumerate(g.days(n, D(year, 4, 5), D(year, 9, 20)), 1):
            _, what, measure, result, _ = g.problem()
            done = g.after(d, 5, 20) if i % 4 else None
            struck = done and i % 2
            s.row(
                Day(d, "md"),
                g.estate(),
                what,
                g.pick(["城建科", "社区建设科", "平安建设科"]),
                measure,
                Day(done, "md") if done else None,
                Day(g.after(done, 2, 9), "md") if struck else None,
                f"{result}。该小区{g.pick(['已成立业委会', '由物管会代管', '由社区托管'])}，住户{g.rng.randint(2, 9)}百余户，{g.pick(['老年人居多', '租户较多'])}，前后共开会协商{g.rng.randint(2, 6)}次，纪要存街道档案柜。",
                status="closed" if struck else "done" if done else OPEN,
            )
        sheets.append(s)
    case(
        "a18-no-number-year-in-sheet",
        "道里区",
        "no 序号, blank first column, dates without a year whose year is the sheet name, wide remarks; states only through dates",
        "2023-10-20",
        {"抚顺街道问题库.xlsx": sheets},
    )


def a19():
    g = Gen("a19")
    one = Sheet("信访件")
    c = cols(
        "顺序号=-|登记日期=reported_on|反映人姓名=complainant|反映内容=description|涉及小区=estate|包案领导=leader|办理单位=lead_unit|答复时限=due|办理状态=s|群众是否满意=satisfaction"
    )
    one.title("物业信访件办理台账", "平房区住建局物业科  2024年", width=len(c)).head(c)
    for i, d in enumerate(g.days(15, D(2024, 1, 8), D(2024, 3, 22)), 1):
        state = g.pick(["已办结", "办理中"])
        one.row(
            i,
            Day(d, "md"),
            g.name(),
            g.problem()[1],
            g.estate(),
            g.name(),
            g.pick(["友协街道办事处", "新疆街道办事处", FIRMS[4]]),
            Day(d + dt.timedelta(12), "md"),
            state,
            g.pick(["满意", "不满意"]) if state == "已办结" else None,
        )
    two = Sheet("日常检查")
    c = cols(
        "检查日期=reported_on|检查人员=x|被检查项目=estate|物业企业=company|检查发现问题=description|隐患级别=severity|限改日期=due|复查人=verifier|复查日期=verified_on|复查结果=verify_result|扣分=x"
    )
    two.title("物业项目日常检查记录", width=len(c)).head(c)
    for i, d in enumerate(g.days(18, D(2024, 2, 19), D(2024, 3, 20)), 1):
        passed = i % 3 != 0
        two.row(
            Day(d),
            f"{g.name()}、{g.name()}",
            g.estate(),
            g.firm(),
            g.problem()[1],
            g.pick(["一般", "较大"]),
            Day(d + dt.timedelta(7)),
            g.name() if passed else None,
            Day(d + dt.timedelta(8)) if passed else None,
            "整改到位" if passed else None,
            i % 4 * 0.5 if i % 4 else None,
            **({} if passed else {"status": OPEN}),
        )
    three = (
        Sheet("考核得分", issues=False)
        .title("一季度物业项目考核得分", width=6)
        .line("名次", "物业项目", "物业企业", "环境卫生", "安全秩序", "总分")
    )
    for i, e in enumerate(ESTATES[:12], 1):
        three.line(i, e, FIRMS[i % 5], 48 - i, 47 - i, 95 - 2 * i)
    case(
        "a19-two-ledgers-one-workbook",
        "平房区",
        "two ledgers with different columns in one workbook and a sheet of scores that is no ledger",
        "2024-04-02",
        {"物业科工作台账2024.xlsx": [one, two, three]},
    )


def a20():
    g = Gen("a20")
    s = Sheet()
    c = cols(
        "转办编号=t|热线单号=source_no|诉求人=complainant|联系电话=phone|诉求时间=reported_on|所属街道=subdistrict|诉求内容=description|紧急程度=severity|承办单位=lead_unit|承办人=person|联系电话=person_phone|派单时间=assigned_on|"
        "办理时限=due|处置状态=s|处置结果=progress|回访时间=callback_on|回访满意度=satisfaction"
    )
    s.columns = c
    s.line("呼兰区政务热线转办清单").line("统计区间：2023-06-01 至 2023-06-30").head(c)
    for i, d in enumerate(g.days(28, D(2023, 6, 1), D(2023, 6, 28)), 1):
        no, theme = f"RX202306{i:08d}", g.problem()
        state = "无效" if i == 13 else g.pick(["已办结", "处理中", "待签收"])
        done, call = state == "已办结", g.phone()
        result = theme[3] if done else "来电人称已自行解决并撤销，工单作废" if i == 13 else None
        s.row(
            f"ZB{i:05d}",
            V(f"'{no}", text=False, source_no=no),
            g.name(),
            V(f"'{call}", text=False, phone=call),
            Day(d, "stamp"),
            g.pick(["兰河街道", "腰堡街道", "公园路街道"]),
            f"热线反映，{theme[1]}",
            g.pick(["一般", "紧急"]),
            g.pick(["呼兰区住建局", "兰河街道办事处"]),
            g.name(),
            g.land(),
            Day(d, "stamp"),
            Day(d + dt.timedelta(5), "stamp"),
            state,
            result,
            Day(g.after(d, 4, 8), "dash") if done else None,
            g.pick(["满意", "不满意"]) if done else None,
        )
    case(
        "a20-tab-separated-csv",
        "呼兰区",
        "tab-separated text called .csv in GB18030, two heading lines, apostrophe guards, 联系电话 twice (caller and clerk), an invalid order",
        "2023-07-03",
        {"热线转办清单6月.csv": (s, "gb18030", "\t")},
    )


def a21():
    g = Gen("a21")
    s = Sheet("包案")
    c = cols(
        "序号=-|包案领导>姓名=leader|包案领导>职务=t|信访矛盾>涉及小区=estate|信访矛盾>反映问题=description|信访矛盾>涉及户数=x|是否属实=t|化解工作>化解措施=measures|化解工作>化解责任单位=lead_unit|"
        "化解工作>计划化解时间=due|化解工作>实际化解时间=done_on|化解工作>投入资金（万元）=cost|办理状态=s|销号日期=closed_on|备注=remarks"
    )
    s.title("双城区物业领域信访积案领导包案台账", width=len(c)).line(
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        "更新日期：2023年12月12日",
    ).head(c)
    n = 0
    for job, size in (("副区长", 4), ("局长", 5), ("副局长", 6), ("街道书记", 4)):
        who, money = g.name(), 0
        for k in range(size):
            n += 1
            _, what, measure, *_ = g.problem()
            state = g.pick(["已化解并销号", "已化解", "正在化解"])
            start = D(2023, 9, 1) + dt.timedelta(n * 3)
            done = g.after(start, 10, 30) if state != "正在化解" else None
            cost = g.rng.randrange(2, 90) / 10 if done and n % 2 else None
            s.row(
                n,
                who if k == 0 else UP,
                V(job, text=False) if k == 0 else UP,
                g.estate(),
                what,
                g.rng.randint(3, 120),
                V("属实" if n % 4 else "部分属实"),
                measure,
                g.pick(["区住建局", "承旭街道办事处", "承恩街道办事处"]),
                Day(start + dt.timedelta(45)),
                Day(done) if done else None,
                V(cost, text=False, cost=round(cost * 10000)) if cost else None,
                state,
                Day(done + dt.timedelta(5)) if state == "已化解并销号" else None,
                "涉及已注销企业" if n == 6 else None,
            )
            money += cost or 0
        s.line(
            "小计",
            None,
            None,
            None,
            f"{size}件",
            None,
            None,
            None,
            None,
            None,
            None,
            round(money, 1),
        )
    s.line("合计", None, None, None, f"{n}件").line("备注：积案以市信访局交办数为准。")
    case(
        "a21-leader-cases",
        "双城区",
        "two-level header, leader merged over his cases, subtotals per leader, 万元, plan and fact, 已化解 is not 已化解并销号",
        "2023-12-15",
        {"领导包案台账.xlsx": [s]},
    )


def a22():
    g = Gen("a22")
    s = (
        Sheet("11月工资", issues=False)
        .title(f"{FIRMS[2]}云杉小区项目部工资发放表", width=11)
        .line("所属月份：2023年11月", None, None, None, None, None, "单位：元")
    )
    s.line(
        "序号",
        "姓名",
        "岗位",
        "联系电话",
        "出勤天数",
        "基本工资",
        "加班费",
        "扣款",
        "实发工资",
        "签字",
        "备注",
    )
    for i in range(1, 31):
        pay, extra = 2080 + i % 7 * 150, i % 5 * 60
        s.line(
            i,
            g.name(),
            g.pick(["保洁员", "保安员", "维修工", "客服", "项目经理"]),
            g.phone(),
            20 + i % 7,
            pay,
            extra,
            i % 3 * 20,
            pay + extra - i % 3 * 20,
            None,
            "试用期" if i % 9 == 0 else None,
        )
    s.line("合计", None, None, None, None, 30 * 2500).line(
        "制表人：滕金玲", None, None, None, "审批："
    )
    case(
        "a22-refuse-payroll",
        "平房区",
        "a payroll of a property firm",
        "2023-12-10",
        {"11月工资表.xlsx": [s]},
        expect="refuse",
    )


def a23():
    g = Gen("a23")
    s = (
        Sheet("12月", issues=False)
        .title("南岗区物业办值班及考勤表", "2023年12月", width=20)
        .line("序号", "姓名", "科室", "电话", *[f"{d}日" for d in range(1, 16)], "备注")
    )
    for i in range(1, 26):
        s.line(
            i,
            g.name(),
            g.pick(["物业科", "综合科", "信访科", "执法科"]),
            g.land(),
            *["√" if (d + i) % 7 else "休" for d in range(1, 16)],
            "带班领导" if i < 4 else None,
        )
    s.line("注：√为出勤，休为轮休；值班电话24小时畅通，发现问题及时上报。")
    case(
        "a23-refuse-attendance",
        "南岗区",
        "an attendance and duty list with ticks per day",
        "2023-12-20",
        {"值班考勤12月.xlsx": [s]},
        expect="refuse",
    )


def a24():
    g = Gen("a24")
    s = Sheet("统计", issues=False).title(
        "全区物业投诉问题整改情况统计表", "填报单位：道外区住建局   统计时间：2023年10月", width=9
    )
    s.head(
        cols(
            "街道=-|投诉受理>总数=-|投诉受理>12345热线=-|投诉受理>信访=-|整改情况>已整改=-|整改情况>整改中=-|整改情况>未整改=-|整改率=-|排名=-"
        )
    )
    streets = "靖宇街道 太古街道 东莱街道 滨江街道 仁里街道 南市街道 崇俭街道 振江街道 东原街道 大兴街道 胜利街道 南马街道 民强街道 大有坊街道 南直路街道 化工街道 火车头街道 新一街道".split()
    for i, street in enumerate(streets, 1):
        hot, letters, late = g.rng.randint(20, 90), g.rng.randint(1, 9), g.rng.randint(0, 5)
        s.line(
            street,
            hot + letters,
            hot,
            letters,
            hot + letters - late - 2,
            late,
            2,
            f"{1 - (late + 2) / (hot + letters):.1%}",
            i,
        )
    s.line("合计", 1000, 910, 90, 900, 64, 36, "90.0%")
    case(
        "a24-refuse-statistics",
        "道外区",
        "a pure statistics report by street",
        "2023-11-02",
        {"物业投诉整改情况统计表.xlsx": [s]},
        expect="refuse",
    )


if __name__ == "__main__":
    for number in range(1, 25):
        globals()[f"a{number:02d}"]()
