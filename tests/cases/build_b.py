"""Write the cases b01 to b22: forms of company clerks, village committees, petition offices, fire brigades, media and audit offices.

    python tests/cases/build_b.py     writes the folders beside this file anew, byte for byte the same

One data model per case writes the cells and the truth: a column is (header path, field), a record a row of values.
field: a key of the issue · "extra" (kept under its header path) · None (the text must survive) · "-" (not asked).
V(cell, fmt, **truth) is a cell whose meaning differs from its text.  Names, firms and numbers are made up.
"""

# ruff: noqa: C408, RUF005, Q003   (tables of texts: records are joined with +)
import csv
import datetime as dt
import html
import io
import json
import re
import shutil
import struct
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import xlwt
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter as letter
from xlwt.CompoundDoc import XlsDoc

HERE = Path(__file__).resolve().parent
TODAY = "2023-10-20"
OPEN = ["registered", "assigned", "in_progress"]
NOT_CLOSED = OPEN + ["done", "deferred", "void"]
YEARLESS = ["day", "inferred-year"]  # a range without a year: the end of the range, by either name
REFUSED = ["不是", "没有", "未找到", "找不到", "未识别", "无法识别", "认不出", "不像"]


# ---------------------------------------------------------------- the model
class V:
    """A cell and what it means."""

    def __init__(self, cell, fmt=None, **truth):
        self.cell, self.fmt, self.truth = cell, fmt, truth


def day(text, iso, precision="inferred-year", field="due"):
    """A date as written in a column of dates."""
    if field != "due":
        return V(text, **{field: iso})
    return V(text, due_on=iso, due_text=text, due_precision=precision)


def on(month, number, year=2023):
    return dt.date(year, month, number)


def yes(text, status="done", **more):
    return V(text, status=status, **more)


class Sheet:
    def __init__(self, name="Sheet1"):
        self.name, self.rows, self.merges, self.issues, self.cols, self.defaults = (
            name,
            [],
            [],
            [],
            [],
            {},
        )

    def put(self, *cells):
        self.rows.append(list(cells))
        return len(self.rows)

    def title(self, text, width):
        n = self.put(text)
        self.merges.append((n, 1, n, width))

    def head(self, *cols):
        """Header rows from paths: equal neighbours of a level are merged across, short paths downward."""
        self.cols = [((path,) if isinstance(path, str) else path, field) for path, field in cols]
        depth, first = max(len(p) for p, _ in self.cols), len(self.rows) + 1
        for level in range(depth):
            self.put(*[p[level] if level < len(p) else None for p, _ in self.cols])
        for level in range(depth - 1):
            start = 0
            for c in range(1, len(self.cols) + 1):
                same = (
                    c < len(self.cols)
                    and len(self.cols[c][0]) > level + 1
                    and self.cols[c][0][: level + 1] == self.cols[start][0][: level + 1]
                )
                if not same:
                    if c - start > 1:
                        self.merges.append((first + level, start + 1, first + level, c))
                        self.rows[first + level - 1][start + 1 : c] = [None] * (c - start - 1)
                    start = c
        for c, (path, _) in enumerate(self.cols):
            if len(path) < depth:
                self.merges.append((first + len(path) - 1, c + 1, first + depth - 1, c + 1))

    def add(self, *record, write=True, row=None, sheet=True):
        """One record: its row and its truth."""
        if len(record) != len(self.cols):
            raise ValueError(f"{len(record)} cells for {len(self.cols)} columns: {record}")
        n = self.put(*record) if write else row
        truth = {**self.defaults, "texts": []}
        for (path, field), value in zip(self.cols, record, strict=True):
            if isinstance(value, V):
                for key, item in value.truth.items():
                    if key == "texts":
                        truth["texts"] += item
                    elif key == "extra":
                        truth.setdefault("extra", {}).update(item)
                    else:
                        truth[key] = item
            elif value in (None, "") or field == "-":
                continue
            elif isinstance(value, (dt.date, dt.datetime)) and field:
                truth[field] = value.isoformat()[:10]
                if field == "due_on":
                    truth["due_precision"] = "day"
            elif field == "extra":
                truth.setdefault("extra", {})["/".join(clean(p) for p in path)] = str(value)
            elif field:
                truth[field] = value
            elif isinstance(value, str):
                truth["texts"].append(value)
        truth["row"] = n
        if sheet:
            truth["sheet"] = self.name
        if not truth["texts"]:
            del truth["texts"]
        self.issues.append(truth)
        return n


def clean(text):
    return re.sub(r"\s+", "", text)


def plain(value):
    return value.cell if isinstance(value, V) else value


# ---------------------------------------------------------------- writers
def xlsx(sheets, styled=0):
    book = openpyxl.Workbook()
    book.remove(book.active)
    thin = Side(style="thin")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    for sheet in sheets:
        ws = book.create_sheet(sheet.name)
        for r, row in enumerate(sheet.rows, 1):
            for c, value in enumerate(row, 1):
                cell = ws.cell(r, c, plain(value))
                if isinstance(plain(value), dt.date):
                    cell.number_format = (isinstance(value, V) and value.fmt) or "yyyy/m/d"
                cell.border, cell.alignment = border, Alignment(wrap_text=True, vertical="center")
                if r == 1:
                    cell.font = Font(name="黑体", size=16)
        width = max(map(len, sheet.rows))
        for r in range(len(sheet.rows) + 1, len(sheet.rows) + 1 + styled):
            for c in range(1, width + 1):
                ws.cell(r, c).border = border
        for r1, c1, r2, c2 in sheet.merges:
            ws.merge_cells(start_row=r1, start_column=c1, end_row=r2, end_column=c2)
    out = io.BytesIO()
    book.save(out)
    return rezip(out.getvalue())


def rezip(data):
    """The same parts with fixed dates."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2023-10-20T08:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name, (2023, 10, 20, 8, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def pack(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, text in parts.items():
            new.writestr(
                zipfile.ZipInfo(name, (2023, 10, 20, 8, 0, 0)), text.encode(), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def xls(sheets):
    book = xlwt.Workbook(encoding="utf-8")
    for sheet in sheets:
        ws = book.add_sheet(sheet.name)
        tops = {(r1, c1): (r2, c2) for r1, c1, r2, c2 in sheet.merges}
        for r, row in enumerate(sheet.rows, 1):
            for c, value in enumerate(row, 1):
                style = xlwt.XFStyle()
                if isinstance(plain(value), (dt.date, dt.time)):
                    style.num_format_str = (isinstance(value, V) and value.fmt) or "yyyy/m/d"
                if (r, c) in tops:
                    r2, c2 = tops[r, c]
                    ws.write_merge(r - 1, r2 - 1, c - 1, c2 - 1, plain(value), style)
                elif plain(value) is not None:
                    ws.write(r - 1, c - 1, plain(value), style)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def serial(value):
    return (value - dt.date(1899, 12, 30)).days


def biff5(sheet, codepage=1252):
    """An Excel 5 workbook with GBK texts under a western code page record."""

    def record(kind, *body):
        data = b"".join(body)
        return struct.pack("<HH", kind, len(data)) + data

    def name(text):
        raw = text.encode("gbk")
        return bytes([len(raw)]) + raw

    font = record(
        0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0x86, 0), name("宋体")
    )

    def xf(fmt, style):
        return record(0xE0, struct.pack("<HHHHII", 0, fmt, 0xFFF5 if style else 1, 0x20, 0, 0))

    head = [
        record(0x809, struct.pack("<HHHH", 0x500, 5, 0x1CC1, 1996)),
        record(0x42, struct.pack("<H", codepage)),
    ] + [font] * 4
    head += [xf(0, True)] * 15 + [
        xf(0, False),
        xf(14, False),
        record(0x293, struct.pack("<HBB", 0x8000, 0, 0xFF)),
    ]
    bound = name(sheet.name)
    tail = record(0x0A)
    offset = sum(map(len, head)) + 4 + 6 + len(bound) + len(tail)
    head += [record(0x85, struct.pack("<IH", offset, 0), bound), tail]
    body = [
        record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0x1CC1, 1996)),
        record(0x200, struct.pack("<HHHHH", 0, len(sheet.rows), 0, max(map(len, sheet.rows)), 0)),
    ]
    for r, row in enumerate(sheet.rows):
        for c, value in enumerate(map(plain, row)):
            if isinstance(value, dt.date):
                body.append(record(0x203, struct.pack("<HHHd", r, c, 16, serial(value))))
            elif isinstance(value, (int, float)):
                body.append(record(0x203, struct.pack("<HHHd", r, c, 15, value)))
            elif value:
                raw = value.encode("gbk")
                body.append(record(0x204, struct.pack("<HHHH", r, c, 15, len(raw)), raw))
    body.append(record(0x23E, bytes.fromhex("b60600000000000000 00")))
    stream = b"".join(head + body + [tail])
    out = io.BytesIO()
    XlsDoc().save(out, stream.ljust(4096, b"\0"))
    old, new = "Workbook\0".encode("utf-16-le"), "Book\0".encode("utf-16-le")
    data = bytearray(out.getvalue())
    at = data.index(old)
    data[at : at + len(old)] = new.ljust(len(old), b"\0")
    data[at + 64 : at + 66] = struct.pack("<H", len(new))
    return bytes(data)


def text_table(sheet, sep, encoding, bom=b""):
    out = io.StringIO()
    width = max(map(len, sheet.rows))
    writer = csv.writer(out, delimiter=sep, lineterminator="\r\n")
    for row in sheet.rows:
        cells = ["" if plain(v) is None else plain(v) for v in row]
        writer.writerow(cells + [""] * (width - len(cells)))
    return bom + out.getvalue().encode(encoding)


def spans(sheet):
    """(row, column) -> (rows, columns) of a merge, and the cells that it covers."""
    tops, hidden = {}, set()
    for r1, c1, r2, c2 in sheet.merges:
        tops[r1, c1] = r2 - r1 + 1, c2 - c1 + 1
        hidden |= {(r, c) for r in range(r1, r2 + 1) for c in range(c1, c2 + 1)} - {(r1, c1)}
    return tops, hidden


def html_xls(sheet, charset, encoding):
    tops, hidden = spans(sheet)
    lines = []
    for r, row in enumerate(sheet.rows, 1):
        cells = ""
        for c in range(1, max(map(len, sheet.rows)) + 1):
            if (r, c) in hidden:
                continue
            value = plain(row[c - 1]) if c <= len(row) else None
            down, across = tops.get((r, c), (1, 1))
            span = (f" rowspan={down}" if down > 1 else "") + (
                f" colspan={across}" if across > 1 else ""
            )
            text = (
                html.escape(str(value)).replace("\n", "<br style='mso-data-placement:same-cell'>")
                if value is not None
                else "&nbsp;"
            )
            cells += f"<td{span} style=\"mso-number-format:'\\@'\">{text}</td>"
        lines.append(f"<tr>{cells}</tr>")
    page = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type '
        f'content="text/html; charset={charset}"><style>td{{border:.5pt solid}}</style></head><body>'
        "<table border=1 cellspacing=0>\r\n" + "\r\n".join(lines) + "\r\n</table></body></html>"
    )
    return page.encode(encoding)


def spreadsheetml(sheet):
    tops, hidden = spans(sheet)
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<?mso-application progid="Excel.Sheet"?>',
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">',
        '<Styles><Style ss:ID="d"><NumberFormat ss:Format="yyyy/m/d;@"/></Style></Styles>',
        f'<Worksheet ss:Name="{escape(sheet.name)}"><Table>',
    ]
    skipped = False
    for r, row in enumerate(sheet.rows, 1):
        if not any(plain(v) is not None for v in row):
            skipped = True
            continue
        out.append(f'<Row ss:Index="{r}">' if skipped else "<Row>")
        skipped, gap = False, False
        for c, value in enumerate(map(plain, row), 1):
            if value is None:
                gap = True
                continue
            down, across = tops.get((r, c), (1, 1))
            attributes = (f' ss:Index="{c}"' if gap else "") + (
                f' ss:MergeAcross="{across - 1}"' if across > 1 else ""
            )
            attributes += f' ss:MergeDown="{down - 1}"' if down > 1 else ""
            gap = across > 1 or (r, c + 1) in hidden
            if isinstance(value, dt.date):
                out.append(
                    f'<Cell{attributes} ss:StyleID="d"><Data ss:Type="DateTime">{value}T00:00:00.000</Data></Cell>'
                )
            elif isinstance(value, (int, float)):
                out.append(f'<Cell{attributes}><Data ss:Type="Number">{value}</Data></Cell>')
            else:
                out.append(
                    f'<Cell{attributes}><Data ss:Type="String">{escape(value)}</Data></Cell>'.replace(
                        "\n", "&#10;"
                    )
                )
        out.append("</Row>")
    return "\r\n".join(out + ["</Table></Worksheet></Workbook>"]).encode()


def raw_xlsx(sheet, dimension, strict=False):
    """A workbook written part by part: inline strings, or strict OOXML with ISO dates and shared rich strings."""
    main = (
        "http://purl.oclc.org/ooxml/spreadsheetml/main"
        if strict
        else "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    )
    doc = (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
        if strict
        else "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    )
    package, decl = (
        "http://schemas.openxmlformats.org/package/2006",
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    shared, rows = {}, []
    for r, row in enumerate(sheet.rows, 1):
        cells = ""
        for c, value in enumerate(map(plain, row), 1):
            at = f"{letter(c)}{r}"
            if value is None:
                continue
            if isinstance(value, dt.date):
                cells += (
                    f'<c r="{at}" s="1" t="d"><v>{value}T00:00:00</v></c>'
                    if strict
                    else f'<c r="{at}" s="1"><v>{serial(value)}</v></c>'
                )
            elif isinstance(value, (int, float)):
                cells += f'<c r="{at}"><v>{value}</v></c>'
            elif strict:
                cells += f'<c r="{at}" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>'
            else:
                cells += f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        rows.append(f'<row r="{r}">{cells}</row>')
    merges = "".join(
        f'<mergeCell ref="{letter(a)}{r1}:{letter(b)}{r2}"/>' for r1, a, r2, b in sheet.merges
    )
    strings = "".join(
        f'<si><r><t xml:space="preserve">{escape(s[:2])}</t></r><r><rPr><b/></rPr><t xml:space="preserve">{escape(s[2:])}</t></r>'
        '<rPh sb="0" eb="1"><t>pinyin</t></rPh></si>'
        if len(s) > 2
        else f"<si><t>{escape(s)}</t></si>"
        for s in shared
    )
    over = {
        "xl/workbook.xml": "sheet.main",
        "xl/worksheets/sheet1.xml": "worksheet",
        "xl/styles.xml": "styles",
    }
    rels = [("styles", "styles.xml"), ("worksheet", "worksheets/sheet1.xml")]
    parts = {}
    if strict:
        over["xl/sharedStrings.xml"] = "sharedStrings"
        rels.append(("sharedStrings", "sharedStrings.xml"))
        parts["xl/sharedStrings.xml"] = (
            f'{decl}<sst xmlns="{main}" count="{len(shared)}" uniqueCount="{len(shared)}">{strings}</sst>'
        )
    return pack(
        {
            "[Content_Types].xml": f'{decl}<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            + "".join(
                f'<Override PartName="/{p}" ContentType="{kind}{k}+xml"/>' for p, k in over.items()
            )
            + "</Types>",
            "_rels/.rels": f'{decl}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{doc}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'{decl}<workbook xmlns="{main}" xmlns:r="{doc}"'
            + (' conformance="strict"' if strict else "")
            + f'><sheets><sheet name="{escape(sheet.name)}" sheetId="3" r:id="rId2"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'{decl}<Relationships xmlns="{package}/relationships">'
            + "".join(
                f'<Relationship Id="rId{i}" Type="{doc}/{t}" Target="{p}"/>'
                for i, (t, p) in enumerate(rels, 1)
            )
            + "</Relationships>",
            "xl/styles.xml": f'{decl}<styleSheet xmlns="{main}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="1"><fill><patternFill '
            'patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
            '<cellXfs count="2"><xf numFmtId="0" xfId="0"/><xf numFmtId="14" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>',
            "xl/worksheets/sheet1.xml": f'{decl}<worksheet xmlns="{main}"><dimension ref="{dimension}"/><sheetData>{"".join(rows)}</sheetData>'
            + (f'<mergeCells count="{len(sheet.merges)}">{merges}</mergeCells>' if merges else "")
            + "</worksheet>",
            **parts,
        }
    )


def case(name, district, what, files, issues=None, then=None, later=None, limits=None, today=TODAY):
    """files: name -> bytes in the order of import; later: the file of the second import."""
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for file, data in {**files, **(later or {})}.items():
        (folder / file).write_bytes(data)
    truth = dict(
        case=name,
        district=district,
        what=what,
        expect="refuse" if issues is None else "import",
        today=today,
        files=list(files),
    )
    if issues is None:
        truth["message_any"] = REFUSED
    else:
        truth["issues"] = issues
    if then:
        truth["then"] = then
    if limits:
        truth["limits"] = limits
    lines = json.dumps(truth, ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(lines + "\n", "utf-8")


# fmt: off
# ---------------------------------------------------------------- b01 to b06
def b01():
    s = Sheet("来件登记")
    s.title("哈尔滨北岸和居物业服务有限公司来件办理登记表", 12)
    s.put("项目：", "观江和苑", None, "物业企业：", "哈尔滨北岸和居物业服务有限公司", None, "填表日：", "2023.10.16")
    s.put("属地：", "松浦街道", None, "项目经理：", "祝长河", None, "项目部座机：", "0451-88110236")
    s.defaults = dict(estate="观江和苑", company="哈尔滨北岸和居物业服务有限公司", subdistrict="松浦街道")
    s.head(("来件\n编号", None), ("收\n件\n日", "-"), ("来件渠道", "source"), ("楼号房号", None), ("反映人", "complainant"), ("回拨电话", "phone"),
           ("反  映  事  由", "description"), ("落 实 人", "person"), ("处理\n经过", "progress"), ("办结\n与否", "-"), ("了 结 日 期", "-"), ("群众\n认可度", "-"))
    def got(text, iso):
        return V(text, reported_on=iso)
    def end(text, iso):
        return V(text, done_on=iso)
    def liked(text, *words):
        return V(text, satisfaction=[text, *words])
    never = V(None, done_on=None, closed_on=None)
    s.add("LJ-0901", got("9/4", "2023-09-04"), "前台来访", "3栋1单元602", "仲女士", "13704510012", "入户门外感应灯长亮不灭，夜里晃眼", "卜师傅",
          "换了感应头，调短延时", yes("是"), end("9/5", "2023-09-05"), liked("认可", "满意"))
    s.add("LJ-0902", got("9/6", "2023-09-06"), "业主群留言", "5栋2单元电梯厅", "网名“江边柳”", V("/", phone=None), "电梯轿厢地垫卷边，推婴儿车容易绊住", "卜师傅",
          "已撤掉旧垫，新垫在路上", yes("否", OPEN), never, None)
    s.add("LJ-0903", got("9/9", "2023-09-09"), "客服来电", "11栋", "邬先生", "13704510045", "楼西侧雨水篦子被淤泥糊死，下雨就积成水泡子", "工程部老郎",
          "掏出淤泥两袋，冲洗畅通", yes("是"), end("9/12", "2023-09-12"), liked("基本认可", "基本满意"))
    s.add("LJ-0904", got("9/15", "2023-09-15"), "前台来访", "8栋3单元101", "夏大娘", "0451-84017722", "窗根儿底下埋的排烟管朝着自家窗户冒油烟", "客服小栾",
          "上门看过两趟，餐馆答应加装净化器，还没装", yes("否", OPEN), never, None)
    s.add("LJ-0905", got("9/21", "2023-09-21"), "客服来电", "2栋地库", "康先生", "13704510078", "车位墙面返潮掉灰，落了一车盖子", "工程部老郎",
          "铲灰后刷防潮漆", yes("是"), end("10/8", "2023-10-08"), liked("不认可", "不满意"))
    s.add("LJ-0906", got("10/11", "2023-10-11"), "业主群留言", "中心广场", None, None, "儿童滑梯接缝处螺丝冒头，划破孩子裤子", "卜师傅",
          "螺丝磨平加了胶帽", yes("是"), end("10/11", "2023-10-11"), liked("认可", "满意"))
    case("b01-firm-incoming-items", "松北区", "a property firm's desk book: header words no dictionary has, spaces and line breaks between the characters, "
         "estate, firm and street in a key-value prelude spread over cells, 9/15 without a year", {"来件登记表.xlsx": xlsx([s])}, s.issues)


def b02():
    s = Sheet("转交明细")
    s.title("南岗区信访接待中心转交件办理明细", 15)
    s.title("统计截止：2023年10月12日", 15)
    s.head(("序", "-"), (("收件登记", "来件编号"), None), (("收件登记", "时间"), "reported_on"), (("收件登记", "来件形式"), "source"),
           (("反映人", "姓名"), "complainant"), (("反映人", "电话"), "phone"), ("反映事由", "description"),
           (("转交办理", "时间"), "assigned_on"), (("转交办理", "牵头处室"), "lead_unit"), (("转交办理", "落实人"), "person"), (("转交办理", "电话"), "person_phone"),
           ("限办日", "due_on"), (("答复了结", "时间"), "done_on"), (("答复了结", "结果"), "-"), (("答复了结", "说明"), None))
    def result(text, status):
        return V(text, status=status, texts=[text])
    late = V("2023.9.13", assigned_on="2023-09-13")
    s.add(1, "转〔2023〕871", on(9, 6), "来访", "滕淑兰", "13836010021", "和兴头道街一处公房楼梯扶手朽断三级，老人下楼只能扶墙", V("2023.9.7", assigned_on="2023-09-07"),
          "房产维修处", "邢江", "82510011", on(9, 22), on(9, 19), result("已答复", "done"), "扶手换新，书面答复送达本人")
    s.add(2, "转〔2023〕874", on(9, 7), "来信", "景守义", "/", "楼下饭馆烟道贴着外墙走，三楼以上开不了窗", V("2023.9.8", assigned_on="2023-09-08"),
          "环境协调处", "胥敏", "82510023", on(9, 28), None, result("办理中", "in_progress"), "已约商户和居民见面")
    s.add(3, "转〔2023〕880", on(9, 12), "网上", "雷桂清", "13836010063", "回迁房阁楼层高不够，要求退还差价", late,
          "房产维修处", "邢江", "82510011", on(9, 30), None, result("不予受理", "void"), "已进入诉讼，告知走司法途径")
    s.add(4, "转〔2023〕881", on(9, 12), "来访", "滕淑兰", "13836010021", "再次反映和兴头道街公房楼梯扶手朽断", late,
          "房产维修处", "邢江", "82510011", on(9, 30), None, result("重复件", "void"), "与871号同一事项")
    s.add(5, "转〔2023〕885", on(9, 15), "来电", "谷立平", "13836010088", "革新街一处化粪池盖板塌了半边，只用床板盖着", V("2023.9.15", assigned_on="2023-09-15"),
          "管网处", "冷秋", "82510035", on(9, 18), on(9, 17), result("已答复", "done"), "盖板已换铸铁件")
    s.add(6, "转〔2023〕890", on(9, 20), "来信", "苗长顺", "13836010102", "旧车棚拆了一半停工，铁皮刮风哗哗响", V("2023.9.21", assigned_on="2023-09-21"),
          "环境协调处", "胥敏", "82510023", on(10, 10), None, result("已移交", NOT_CLOSED), "移交街道综合执法队")
    s.add(7, "转〔2023〕896", on(9, 26), "网上", "封雅琴", "13836010119", "电梯维保记录三个月没有更新，厢内抖动厉害", V("2023.9.27", assigned_on="2023-09-27"),
          "设备处", "佟威", "82510047", on(10, 16), None, result("退回", NOT_CLOSED), "不属本处职责，退回重新分转")
    for issue in s.issues:                                # "/" is no number; the sheet must not give one date to two fields
        if issue.get("phone") == "/":
            issue["phone"] = None
        issue.setdefault("done_on", None)
        issue["closed_on"] = None
    case("b02-petition-three-times", "南岗区", "a petition office's transfer list: the column 时间 three times and 电话 twice under different groups, "
         "results 已答复/办理中/不予受理/重复件/已移交/退回", {"转交件办理明细.xlsx": xlsx([s])}, s.issues)


def b03():
    s = Sheet("Q3排查")
    s.title("道外区街面院落巡检表（2023年第三季度）INSPECTION LIST", 10)
    s.head(("NO.", "-"), ("Q01 所在街镇", "subdistrict"), ("Q02 小区（院落）名称", "estate"), ("Q03 问 题 描 述\n（写清楼栋、单元）", "description"),
           ("Q04\n整 改 时 限\n（填到日，如9.15）", "-"), ("Q05\n责任主体", "lead_unit"), ("Q06 是否办结\n（1=是，0=否）", "-"),
           ("Q07 办结日期\n（未办结不填）", "-"), ("Q08 LEVEL 紧急程度\n【特急/紧急/一般】", "severity"), ("备注 MEMO", "remarks"))
    def done(text, iso):
        return V(text, done_on=iso)
    none = V(None, done_on=None)
    s.add(1, "靖宇街道", "南勋里12号院", "12号院2号楼北山墙抹灰鼓起一人多高，砖缝外露", day("9/15", "2023-09-15"), "区城管局", yes(1), done("9.14", "2023-09-14"), "紧急", None)
    s.add(2, "靖宇街道", "同记大院", "同记大院3单元门口踏步缺角，冬天结冰更险", day("2023年9月15", "2023-09-15", "day"), "靖宇街道办事处", yes(0, OPEN), none, "一般", "等沙石料")
    s.add(3, "太古街道", "地灵里小区", "地灵里小区5号楼管道井门被拆，竖井里塞满纸壳", day("23.9.15", "2023-09-15", "day"), "太古街道办事处", yes(1), done("2023年9月11日", "2023-09-11"), "特急", None)
    s.add(4, "太古街道", "地灵里小区", "地灵里小区院心路沿石被车碾断二十多块", day("9.15前", "2023-09-15"), "区城管局", yes(0, OPEN), none, "一般", None)
    s.add(5, "太古街道", "华庭小院", "华庭小院7号楼楼顶避雷带锈断，断头垂在窗前", day("9月底", "2023-09-30", ["month", "inferred-year"]), "区住建局", yes(0, OPEN), none, "紧急", "已报区住建局计划")
    s.add(6, "滨江街道", "滨江安居院", "滨江安居院2号楼对讲主机屏幕碎裂，漏电麻手", V("立即", due_text="立即"), "滨江街道办事处", yes(1), done("2023/8/30", "2023-08-30"), "特急", None)
    s.add(7, "滨江街道", "滨江安居院", "滨江安居院6号楼门前旧沙发、木柜堆成小山", day("10.8—10.20", "2023-10-20", YEARLESS), "滨江街道办事处", yes(0, OPEN), none, "一般", None)
    s.add(8, "滨江街道", "北环旧院", "北环旧院自管锅炉房烟囱歪斜，顶部掉砖", V("待定", due_on=None), "区住建局", yes(0, OPEN), none, "紧急", "产权不清")
    case("b03-coded-bracket-headers", "道外区", "codes and English beside Chinese headers, filling instructions in brackets, spaced characters, "
         "是否办结 as 1/0, many ways of writing one day, the year in the title only", {"巡检表.xlsx": xlsx([s])}, s.issues)


def b04():
    s = Sheet("双行台账")
    s.title("平房区新疆街道重点点位包保整改双行表", 6)
    s.title("（每个点位占两行，上行填问题和单位，下行填措施和责任人；数据截至2023年10月9日）", 6)
    s.put("编次", "点位", "上行：存在问题", "上行：包保单位", "完成期限", "完成情况")
    s.put(None, None, "下行：整改措施", "下行：责任人", None, None)
    s.merges += [(3, c, 4, c) for c in (1, 2, 5, 6)]
    s.cols = [(("编次",), "-"), (("点位",), "location"), (("问题",), "description"), (("措施",), "measures"), (("单位",), "lead_unit"),
              (("责任人",), "person"), (("完成期限",), "-"), (("完成情况",), "-")]
    working = "in_progress"
    for i, (place, problem, measure, unit, person, due, state) in enumerate([
            ("新友社区友协大街81号楼", "一楼窗外私接的煤气罐棚子挡住消防登高面", "劝导自拆，三日后联合拆除", "新疆街道综合执法队", "甄海", day("9月20日", "2023-09-20"), yes("已完成")),
            ("新谊社区兴建小市场后身", "市场后门泔水桶长期敞口，招苍蝇和老鼠", "换带盖桶，每晚清运一次", "新谊社区居委会", "汤春梅", day("2023.9.25", "2023-09-25", "day"), yes("已完成")),
            ("新志社区42号楼", "楼前两棵枯杨树空心，刮风掉大枝", "报园林部门批准后伐除", "区城管局园林科", "鲍建业", day("10月15日前", "2023-10-15"), yes("正在推进", working)),
            ("新祥社区南门", "坡道太陡，轮椅上不去，扶手也没有", "按规范重做坡道并加双层扶手", "新祥社区居委会", "褚凤", day("2023年11月", "2023-11-30", "month"), yes("未完成", OPEN)),
            ("新平社区17号楼3单元", "单元雨搭漏筋，水泥块往下掉", "敲掉松动部分，钢网喷浆补强", "新疆街道城建办", "庞学军", day("10.30", "2023-10-30"), yes("正在推进", working)),
            ("新和社区休闲角", "凉亭座椅板条断了五根，钉子朝上", "整体更换防腐木板条", "新和社区居委会", "辛桂芬", day("9月28日", "2023-09-28"), yes("已完成"))], 1):
        top = s.put(i, place, problem, unit, due, state)
        s.put(None, None, measure, person)
        s.merges += [(top, c, top + 1, c) for c in (1, 2, 5, 6)]
        s.add(i, place, problem, measure, unit, person, due, state, write=False, row=top)
    case("b04-two-rows-per-record", "平房区", "one record = two sheet rows (problem and unit above, measure and person below), said in the title and in the header, "
         "the other columns merged over both rows", {"双行表.xlsx": xlsx([s])}, s.issues)


def b05():
    s = Sheet("点位清单")
    s.title("香坊区消防救援大队居民楼院风险点位清单", 12)
    s.title("制表单位：香坊区消防救援大队防火科      数据日期：2023年9月28日", 12)
    s.head(("号", "-"), ("点位名称", "location"), ("现状描述", "description"), ("风险分级", "severity"), ("整治标准", "requirement"),
           (("责任链条", "包保单位"), "lead_unit"), (("责任链条", "网格"), "extra"), (("责任链条", "楼长"), None), (("责任链条", "楼长手机"), None),
           ("限改日期", "due_on"), ("报结日期", "-"), ("复核结论", "verify_result"))
    none = V(None, done_on=None, status=OPEN)
    s.add(1, "安乐街道文治头道街33号", "楼道里停了四台充电三轮，拖线板吊在扶手上", "高", "楼道清零，院内设集中充电棚", "安乐街道办事处", "安乐03网格", "芦凤山", "15545100031",
          on(9, 10), V(on(9, 8), done_on="2023-09-08", status="done"), "合格")
    s.add(2, "新成街道红旗大街208号", "消火栓箱锁死，钥匙无人保管", "高", "箱门改为免钥匙搭扣，水带枪头配齐", "哈尔滨东城物业服务有限公司", "新成11网格", "解玉珍", "15545100042",
          on(9, 12), V(on(9, 12), done_on="2023-09-12", status=["done", "in_progress"]), "不合格")
    s.put()
    s.add(3, "进乡街道进乡街99号", "应急照明灯三层以上全部不亮\n疏散指示牌被年画盖住", "中", "灯具更换并做断电测试", "进乡街道办事处", "进乡02网格", "幺凤林", "15545100053", on(9, 30), none, None)
    s.add(4, "和平路街道三合路17号", "底商后厨与楼梯间只隔一层三合板", "高", "改砌防火墙，耐火极限不低于两小时", "和平路街道办事处", "和平07网格", "籍小飞", "15545100064", on(10, 31), none, None)
    s.add(5, "成高子镇新华委七组", "柴草垛紧靠平房后墙，离电表箱不足半米", "低", "柴草外移十米以上", "成高子镇政府", "成高子村01网格", "老毕", "15545100075",
          on(9, 20), V(on(9, 16), done_on="2023-09-16", status="done"), "合格")
    for issue in s.issues:
        issue["closed_on"] = None
    case("b05-fire-brigade-sheetml", "香坊区", "SpreadsheetML 2003 named .xls: skipped rows and cells by ss:Index, DateTime cells, a group 责任链条 with 网格 and 楼长, "
         "报结日期 is the report and no strike-off", {"风险点位清单.xls": spreadsheetml(s)}, s.issues)


def b06():
    s = Sheet("page")
    s.title("《民声直通》栏目2023年9月观众线索转办回告单", 10)
    s.head(("线索序次", "-"), ("线索内容", "description"), ("爆料人", "complainant"), ("爆料人手机", "phone"), ("转给单位", "lead_unit"), ("限时回告", "-"),
           ("回告摘要", "progress"), ("回告日", "-"), (("栏目跟踪", "首播日"), "-"), (("栏目跟踪", "是否追踪"), "extra"))
    def told(text):
        return V(text, status=NOT_CLOSED)
    silent = V("未回告", status=OPEN, done_on=None)
    s.add("一", "顾乡公园旁回迁楼，电梯停了二十多天，九楼老人下不来", "宋祎", "18645100011", "区住建局物业办", day("9月8日", "2023-09-08"), "维保合同已续签，更换主板，恢复运行", told("9月7日"), "9月12日", "是", sheet=False)
    s.add("二", "工农大街早市散后污水横流\n居民一脚泥", "观众吴大姐", "18645100022", "工农街道办事处", day("9月15日", "2023-09-15"), "增设沉淀池，每天冲洗两遍", told("9月13日"), "/", "否", sheet=False)
    s.add("三", "河柏住区 3-4 栋之间凉亭被麻将摊长期霸占 <高音喇叭> & 吵闹", V("匿名", complainant=["匿名", None]), None, "新华街道办事处", day("9月22日", "2023-09-22"), None, silent, "/", "是", sheet=False)
    s.add("四", "城乡路一处院门自动落杆砸中电动车骑手", "翟先生", "18645100044", "城乡路街道办事处", day("9月26日", "2023-09-26"), "已加防砸雷达", told("9月26日"), "9月28日", "否", sheet=False)
    s.add("五", "群力第七大道人才公寓热水一天只供一小时", "小镕", "18645100055", "区住建局物业办", day("9月30日", "2023-09-30"), None, silent, "/", "是", sheet=False)
    case("b06-media-html-gbk", "道里区", "a media office's page saved as .xls: charset says gb2312, the names need GBK, rowspan and colspan, line breaks, entities; "
         "是否追踪 is the programme's own matter and no status", {"线索转办回告单.xls": html_xls(s, "gb2312", "gbk")}, s.issues)


# ---------------------------------------------------------------- b07 to b12
def b07():
    s = Sheet("巡查反馈")
    s.title("呼兰区住宅项目专项巡查反馈问题对账表", 10)
    s.put("被巡查单位：呼兰区各住宅项目", None, None, None, None, None, None, "反馈日期：2023年9月5日")
    s.head(("序号", "-"), ("被巡查小区", "estate"), ("发现问题（逐条列明）", "description"), ("定性依据", "extra"), ("整改标准", "requirement"), ("责任主体", None),
           ("配合方", "co_units"), ("整改时限", "-"), ("整改落实情况", "progress"), ("是否对账销号", "-"))
    long = "\n".join(f"{i}. {b}号楼{u}单元第{f}层：管道井门缺失，井内堆放杂物，照明不亮" for i, (b, u, f) in
                     enumerate(((b, u, f) for b in range(1, 16) for u in range(1, 5) for f in range(1, 8)), 1))
    struck, due = "closed", on(9, 30)
    rule = "《物业服务合同》第九条"
    def with_(*units):
        return V("、".join(units), co_units=list(units))
    s.add(1, "亿兴小区", "1. 门卫脱岗，监控室无人\n2. 垃圾点未硬化\n3. 公示栏仍是上一年收支", rule, "24小时有人值守，公示更新到本季度", "哈尔滨兴呼物业有限公司", with_("兰河街道办事处"),
          due, "三条均已改完，门卫已换人", yes("是", struck))
    s.add(2, "农行小区", "1、外墙空调外机支架锈蚀；2、楼顶晾衣架拉铁丝；3、检修口无盖", rule, "支架除锈加固，拆除铁丝", "哈尔滨惠安居物业有限公司", with_("兰河街道办事处", "区城管局"),
          due, "第1、2条改完，第3条等配件", yes("否", OPEN + ["done"]))
    n = s.put("注：以上两个项目由第一巡查组负责核对，以下由第二巡查组负责核对。")
    s.merges.append((n, 1, n, 10))
    s.add(3, "园丁小区", long, "《消防法》第二十八条", "井门配齐上锁，杂物清空", "哈尔滨兴呼物业有限公司", with_("呼兰街道办事处"), on(10, 31), "正在逐单元清理", yes("否", OPEN))
    s.add(4, "怡园三期", "（一）阳台栏杆开裂；\n\n（二）裂缝处用胶带缠着\n    （三）业主自封的铝窗压在栏杆上", "《民用建筑设计统一标准》", "拆除自封窗，栏杆整体更换",
          "哈尔滨惠安居物业有限公司", with_("呼兰街道办事处", "区应急局", "区综合行政执法局"), on(11, 15), "栏杆已下单，封窗户主还在劝", yes("否", OPEN))
    s.put(None, "备注", "第3项由专家组每周复看一次")
    s.add(5, "世亨园小区", "①西区暖气不热 ②换热站缺备用泵 ③收费不开票", rule, "室温达标，备用泵到位，补开发票", "哈尔滨众暖物业有限公司", with_("区供热办"), on(10, 20), "试水结束，发票已补", yes("是", struck))
    s.title("填表人：阚丽华    复核人：阮青    负责人签字：", 10)
    case("b07-audit-many-in-one", "呼兰区", "several numbered problems in one cell stay one issue, a cell of over ten thousand characters, a full-width note and a "
         "备注 row between the records, 是否对账销号", {"巡查反馈对账表.xlsx": xlsx([s])}, s.issues)


def b08():
    s = Sheet("报修")
    s.put("阿城区河东街道供热站居民报修流水（2023年9月20日至10月15日）")
    s.head(("序号", "-"), ("楼栋", "building"), ("报修人", "complainant"), ("报修电话", "phone"), ("报修内容", "description"), ("报修日", "reported_on"),
           ("派修班组", "lead_unit"), ("应修复日", "due_on"), ("修复与否", "-"), ("修复日", "done_on"), ("用户评价", "satisfaction"))
    none = V(None, done_on=None)
    s.add(1, "河东路6号楼", "洪大娘", "18745200011", "主卧暖气片接头滴水，地板泡起皮", on(9, 25), "维修一班", on(9, 27), yes("是"), on(9, 26), "满意")
    s.add(2, "河东路6号楼", "祁先生", "18745200022", "试水时楼道立管喷水，电表箱进水跳闸", on(9, 26), "维修一班", on(9, 26), yes("是"), on(9, 26), "满意")
    s.add(3, "解放大街121号", "金玉姬", "18745200033", "厨房管子敲了之后不热，疑似有气堵", on(10, 8), "维修二班", on(10, 10), yes("否", OPEN), none, None)
    s.add(4, "解放大街123号", "寇师傅", "0451-53700044", "换热站水泵夜间嗡嗡响，一楼睡不着", on(10, 9), "设备班", on(10, 20), yes("否", OPEN), none, None)
    s.add(5, "通城佳苑2栋", "丛姑娘", "18745200055", "过滤网拆洗后忘了装回", on(10, 11), "维修二班", on(10, 12), yes("是"), on(10, 12), "不满意")
    case("b08-biff5-code-page", "阿城区", "Excel 5 workbook with GBK texts under a code page record that says 1252, real dates, words of a repair desk",
         {"报修流水.xls": biff5(s)}, s.issues)


def b09():
    s = Sheet("csv")
    s.head(("热线工单号", "source_no"), ("受理日", "-"), ("来电人", "complainant"), ("来电号码", "phone"), ("诉求要点", "description"), ("承接单位", "lead_unit"),
           ("限办日", "-"), ("办理状态", "-"), ("了结日", "-"), ("答复口径", "progress"), ("回访结论", None))
    def got(text):
        return V(text, reported_on=text[:10])
    def limit(text):
        return V(text, due_on=text[:10], due_precision="day")
    def end(text):
        return V(text, done_on=text)
    none = V("", done_on=None, closed_on=None)
    for row in [("202309130007712", got("2023-09-13 08:02"), "乔女士", "13946010011", "兆麟街某院井盖夜里响，车一过咣当一声", "兆麟街道办事处", limit("2023-09-18"), yes("已办结"), end("2023-09-16"), "加了胶圈，\n不响了", "满意"),
                ("202309130007798", got("2023-09-13 17:40"), V("匿名", complainant=["匿名", None]), "", "地下室被租作仓库，装卸吵到半夜", "尚志街道办事处", limit("2023-09-20"), yes("办理中", "in_progress"), none, "已约谈租户", ""),
                ("202309140008103", got("2023-09-14 09:15"), "宁先生", "13946010033", "通江街道石板路翘起十几块，“绊脚”", "通江街道办事处", limit("2023-09-21"), yes("已答复"), end("2023-09-20"), "石板重铺，\"样板段\"先行", "基本满意"),
                ("202309150008441", got("2023-09-15 10:00"), "乔女士", "13946010011", "还是兆麟街井盖响的事", "兆麟街道办事处", limit("2023-09-20"), yes("重复件", "void"), none, "并入7712", ""),
                ("202309150008502", got("2023-09-15 14:28"), "尤先生", "13946010055", "想查自家维修资金余额", "区住建局物业办", limit("2023-09-22"), yes("不予受理", "void"), none, "告知到窗口查询", "未接通"),
                ("202309180009020", got("2023-09-18 19:03"), "齐女士", "13946010066", "安静街道巷口路灯杆倾斜，底座螺栓少两颗", "安静街道办事处", limit("2023-09-25"), V("退回", status=NOT_CLOSED), none, "请转区路灯管理部门", "")]:
        s.add(*row, sheet=False)
    for issue in s.issues:
        del issue["row"]                                       # one record may be two lines
        issue.setdefault("texts", []).append(issue["progress"])
        issue["progress"] = [issue["progress"], None]          # 答复口径 is what the caller is told: it may stay in extra
    case("b09-utf16-tab-text", "道里区", "“Unicode text” of Excel named .csv (UTF-16 LE, tabs), line breaks and quotation marks inside cells, 15-digit order numbers, imported twice",
         {"热线工单.csv": text_table(s, "\t", "utf-16-le", b"\xff\xfe")}, s.issues, then={"reimport": "same"})


def b10():
    s = Sheet("csv")
    s.put("双城区承恩街道联办物业片区挂单盯办表")
    s.put("填报：金河物业片区办；报出日期：2023年10月11日")
    s.put("计量单位：件")
    s.head(("挂单号", None), ("接单日", "reported_on"), ("小区", "estate"), ("楼号", "building"), ("现象描述", "description"), ("处置办法", "measures"),
           ("盯办人", "person"), ("盯办人手机", "person_phone"), ("应办结日", "-"), ("实际办结", "-"), ("业主评价", "satisfaction"))
    def limit(text, iso, precision="inferred-year"):
        return day(text, iso, precision)
    def end(text, iso, status="done"):
        return V(text, done_on=iso, status=status, texts=[] if iso else [text])
    s.add("GD-01", "2023-09-02", "昌盛小区", "9号楼", "水箱间门锁坏, 谁都能进; 里面有烟头", "换锁, 钥匙交值班室", "敖师傅", "13100450011", limit("9月6日", "2023-09-06"), end("2023-09-05", "2023-09-05"), "满意", sheet=False)
    s.add("GD-02", "2023-09-04", "昌盛小区", "14号楼", "天沟长草，雨水顺墙流", "清沟除草，补刷防水", "敖师傅", "13100450011", limit("2023年9月20日前", "2023-09-20", "day"), end("未办结（雨天没法上房）", None, OPEN), None, sheet=False)
    s.add("GD-03", "2023-09-08", "金河雅居", "1号楼", "门岗夜里放进拉货大车，压坏透水砖12.5平方米", "换砖，限高杆加锁", "樊姐", "13100450033", limit("9.18", "2023-09-18"), end("9月17日", "2023-09-17"), "一般", sheet=False)
    s.add("GD-04", "2023-09-19", "金河雅居", "6号楼", "快递柜挡住盲道；且柜脚没固定", "联系快递公司移位", "樊姐", "13100450033", limit("10月底前", "2023-10-31", ["month", "inferred-year"]), end("未办结", None, OPEN), None, sheet=False)
    s.add("GD-05", "2023-10-07", "富强小区", "3号楼", "二次加压泵房地面积水没过脚面", "修排污泵，加液位报警", "敖师傅", "13100450011", limit("2023/10/10", "2023-10-10", "day"), end("2023/10/10", "2023-10-10"), "满意", sheet=False)
    s.put("合计", "5件", None, None, None, None, None, None, None, "办结3件")
    case("b10-semicolon-three-titles", "双城区", "csv with ; between the cells and three title lines (one holds a full-width ；), commas and ; inside cells, "
         "dates and words mixed in 实际办结, a closing 合计", {"挂单盯办表.csv": text_table(s, ";", "utf-8")}, s.issues)


def b11():
    s = Sheet("网格巡楼")
    s.title("松北区松浦街道网格巡楼随手记", 9)
    s.head(("序号", "-"), ("网格", "extra"), ("楼长", None), ("点位", "location"), ("现状描述", "description"), ("牵头科室", "lead_unit"), ("限改时间", "-"), ("办结与否", "-"), ("进度说明", "progress"))
    s.rows[-1] += [None, None, "颜色", "含义"]
    legend = [("红", "超过限改时间"), ("黄", "三天内到期"), ("绿", "已经办结"), ("白", "刚登记")]
    for i, row in enumerate([
            (1, "浦东01", "尚玉库", "锦绣路8号楼南侧", "玻璃幕墙胶条耷拉下来一米多长", "街道安办", day("2023.9.12", "2023-09-12", "day"), yes("是"), "胶条已重打"),
            (2, "浦东01", "尚玉库", "锦绣路10号楼地库口", "坡道防滑条磨平，车辆打滑", "街道城建办", day("2023.10.25", "2023-10-25", "day"), yes("否", OPEN), "正在找施工队报价"),
            (3, "浦东02", "慕容娟", "江湾里3号楼", "垃圾分类亭顶棚漏雨，桶里泡成汤", "街道城管办", day("2023.9.30", "2023-09-30", "day"), yes("是"), "顶棚换了阳光板"),
            (4, "浦东02", "慕容娟", "江湾里7号楼1单元", "电动车进电梯无人管，阻车系统断线", "街道安办", day("2023.10.18", "2023-10-18", "day"), yes("否", OPEN), "厂家答复月底来修"),
            (5, "浦东03", "万福来", "滨江步道北口", "健身器械旁地砖下沉成坑", "街道城建办", day("2023.11.5", "2023-11-05", "day"), yes("否", OPEN), "列入沉降复测"),
            (6, "浦东03", "万福来", "松浦小学后墙", "围墙外废弃岗亭有人烧纸", "街道城管办", day("2023.9.20", "2023-09-20", "day"), yes("是"), "岗亭已吊走")]):
        s.add(*row)
        if i < len(legend):
            s.rows[-1] += [None, None, *legend[i]]
        s.issues[-1]["severity"] = None
    case("b11-wps-legend-right", "松北区", "inline strings and a dimension that is far too large (as WPS writes), a colour legend at the right of the first records",
         {"网格巡楼.xlsx": raw_xlsx(s, "A1:XFD65536")}, s.issues, limits={"seconds": 20, "mb": 1024})


def b12():
    s = Sheet("在办件")
    s.title("南岗区政务热线二级平台在办件导出（导出时间 2023-10-12 09:00）", 12)
    s.head(("件号", None), ("渠道", "source"), ("收件日期", "reported_on"), ("事发小区", "estate"), ("反映情况", "description"), ("办理科室", "lead_unit"), ("办理要求", "requirement"),
           ("到期日", "due_on"), ("当前环节", "-"), ("完结日", "done_on"), ("涉及户数", "extra"), ("回访满意", "-"))
    def step(text, status):
        return V(text, status=status, texts=[text])
    def liked(text):
        return V(text, satisfaction=text)
    open_ = V(None, done_on=None, closed_on=None)
    s.add("二平-1101", "小程序", on(9, 18), "保健路丽园", "地库顶板渗水结成钟乳石状，滴在车漆上", "物业管理科", "三日内联系来件人", on(9, 25), step("已办结", "done"), on(9, 22), "36", liked("满意"))
    s.add("二平-1102", "电话", on(9, 20), "哈西骏苑", "新风机房被物业当员工宿舍", "物业管理科", "现场核实并附照片", on(9, 27), step("待回访", "done"), on(9, 26), "1", None)
    s.add("二平-1103", "电话", on(9, 28), "先锋路二委", "自来水早晚没压力，马桶冲不了", "公用事业科", "协调二次供水单位", on(10, 8), step("办理中", "in_progress"), open_, "120", None)
    s.add("二平-1104", "网站", on(10, 9), "王岗新村", "路口減速带断成三截，螺栓朝天", "城建科", "先设警示再维修", on(10, 16), step("待签收", "assigned"), open_, "8", None)
    s.add("二平-1105", "小程序", on(9, 11), "通达小区", "老年食堂泔水倒进雨水井", "城管科", "联合街道处理", on(9, 18), V("已销号", status="closed"), on(9, 15), "54", liked("满意"))
    case("b12-strict-ooxml", "南岗区", "strict OOXML with ISO dates (t=d), rich shared strings and phonetic runs; 反映情况 is the problem and not the progress, 当前环节 the status",
         {"在办件导出.xlsx": raw_xlsx(s, "A1", strict=True)}, s.issues)


# ---------------------------------------------------------------- b13 to b19
def b13():
    s = Sheet("院落整治")
    s.title("道外区靖宇街道院落整治责令单", 9)
    s.put("填报单位：靖宇街道办事处", None, None, None, None, "填报日期：2023年10月10日")
    s.head(("序号", "-"), ("社区", "community"), ("院落", None), ("问题表现", "description"), ("包保单位", "lead_unit"), ("包保干部", None),
           ("责令完成时间", "-"), ("办理结果", "-"), ("回头看结论", None))
    s.defaults = dict(subdistrict="靖宇街道", done_on=None, closed_on=None)
    def result(text, status):
        return V(text, status=status, texts=[text])
    groups = [("南勋社区", "区文旅局", [
                  ("南勋街五号院", "门洞木结构被白蚁蛀空，支着两根木杠", "靳永泉", day("2023年10月31日", "2023-10-31", "day"), result("稳控中", "in_progress"), "尚可"),
                  ("南勋街九号院", "院心水井口只盖块木板", "靳永泉", day("2023年9月15日", "2023-09-15", "day"), result("已化解", "done"), "属实，未反弹"),
                  ("南勋街十一号院", "二楼外廊地板踩断一块", "靳永泉", day("10月底", "2023-10-31", ["month", "inferred-year"]), result("办理中", "in_progress"), None)]),
              ("丰润社区", "区商务局", [
                  ("靖宇街204号院", "公用旱厕粪水外溢到过道", "车红梅", day("9.20", "2023-09-20"), result("已化解", "done"), "属实，未反弹"),
                  ("靖宇街220号院", "私搭煤棚连成一片，堵了后门", "车红梅", day("11月10日前", "2023-11-10"), result("稳控中", "in_progress"), "仍有异议")]),
              ("向阳社区", "区教育局", [
                  ("景阳街38号院", "排水明沟上铺的铁板被偷走三块", "向东", day("9月28日", "2023-09-28"), result("已化解", "done"), "属实，未反弹")])]
    n = 0
    for community, unit, rows in groups:
        first = len(s.rows) + 1
        for yard, problem, cadre, due, state, look in rows:
            n += 1
            s.add(n, community, yard, problem, unit, cadre, due, state, look)
        last = len(s.rows)
        for r in range(first + 1, last + 1):
            s.rows[r - 1][1] = s.rows[r - 1][4] = None
        if last > first:
            s.merges += [(first, 2, last, 2), (first, 5, last, 5)]
        s.put()
        if community == "南勋社区":
            s.title("说明：南勋社区三处院落为不可移动文物，动工前须征得文保部门同意。", 9)
    for i in range(n + 1, n + 21):
        s.put(i)
    s.put()
    s.put(None, "制表人：谌芳", None, None, "审核：", None, "街道主要负责人（签字）：")
    s.put(None, None, None, None, None, None, "（公章）")
    s.put(None, None, None, None, None, None, "2023年10月10日")
    case("b13-five-thousand-styled", "道外区", "empty rows inside, pre-numbered empty rows, a note between, 社区 and 包保单位 merged down, a signature block, then 5,000 bordered rows; "
         "责令完成时间 is the limit, 稳控中 is not done", {"院落整治责令单.xlsx": xlsx([s], styled=5000)}, s.issues, limits={"seconds": 20, "mb": 1024})


def b14():
    s = Sheet("盯办")
    s.title("香坊区红旗街道窗口来访盯办簿（2023年）", 11)
    s.cols = [(("序",), "-"), (("反映人",), "complainant"), (("反映人电话",), "phone"), (("反映事由",), "description"), (("来访日期",), "-"), (("承办人",), "person"),
              (("承办人电话",), "person_phone"), (("限办日",), "-"), (("办结与否",), "-"), (("办结日期",), "-"), (("满意与否",), "-")]
    n = s.put("序", "反映人及电话", None, "反映事由", "来访日期", "承办人及电话", None, "限办日", "办结与否及日期", None, "满意与否")
    s.merges += [(n, 2, n, 3), (n, 6, n, 7), (n, 9, n, 10)]
    def came(text, iso):
        return V(text, reported_on=iso)
    def limit(text, iso):
        return day(text, iso, YEARLESS)
    def end(text, iso):
        return V(text, done_on=iso)
    none = V(None, done_on=None, closed_on=None)
    s.add(1, "左桂珍", V(13945020011, phone="13945020011"), "楼上装修砸了承重墙，自家墙裂一道缝", came("9月6日", "2023-09-06"), "殷志", V(84600101, person_phone="84600101"),
          limit("9月13日", "2023-09-13"), yes("是"), end("9月11日", "2023-09-11"), V("满意", satisfaction="满意"))
    s.add(2, "尹长海", V(13945020022, phone="13945020022"), "物业锁了单元后门，绕路多走三百米", came("9月7日", "2023-09-07"), "殷志", V(84600101, person_phone="84600101"),
          limit("9月14日", "2023-09-14"), yes("否", OPEN), none, None)
    s.add(3, "裴秋月", "13945020033", "停车费一年涨两回，没有公示", came("9月12日", "2023-09-12"), "詹妮", "84600102", limit("9月19日", "2023-09-19"), yes("是"), end("9月19日", "2023-09-19"), V("不满意", satisfaction="不满意"))
    s.add(4, "吉忠", "无", "院内流浪狗成群，追咬上学的孩子", came("9月18日", "2023-09-18"), "詹妮", "84600102", limit("9月25日", "2023-09-25"), yes("否", OPEN), none, None)
    s.issues[-1]["phone"] = None
    s.add(5, "班玉梅", "13945020055", "楼道粉刷只刷到三层就撤了", came("10月8日", "2023-10-08"), "殷志", "84600101", limit("10月15日", "2023-10-15"), yes("是"), end("10月14日", "2023-10-14"), V("满意", satisfaction="满意"))
    case("b14-one-header-two-columns", "香坊区", "one header merged over two columns (反映人及电话, 承办人及电话, 办结与否及日期): the second is told by its values; phones as numbers",
         {"来访盯办簿.xlsx": xlsx([s])}, s.issues)


def b15():
    a = Sheet("提报")
    a.title("平房区联盟街道龙滨物业9月提报清单", 8)
    a.head(("提报码", None), ("提报日", "reported_on"), ("楼院", None), ("事项说明", "description"), ("处置人", "person"), ("拟办结", "-"), ("实办结", "-"), ("状态", "-"))
    def plan(text, iso):
        return day(text, iso, "day")
    def end(value):
        return V(value, done_on=value.isoformat() if value else None)
    a.add("LB01", on(9, 4), "联盟大街甲3号院", "岗亭玻璃碎了半块，冷风直灌", "艾德福", plan("2023.9.10", "2023-09-10"), end(on(9, 9)), yes("已完结"))
    a.add("LB02", on(9, 8), "联盟大街甲3号院", "晾衣杆被风刮倒，砸坏两辆自行车", "艾德福", plan("2023.9.12", "2023-09-12"), end(on(9, 12)), yes("已完结"))
    a.add("LB03", on(9, 21), "东轻一委", "一楼小院翻建厨房，烟囱正对二楼卧室", "满庭芳", plan("2023.10.20", "2023-10-20"), end(None), yes("处理中", "in_progress"))
    b = Sheet("接待")
    b.title("平房镇工农村村委会接待本", 8)
    b.head(("接待日", "-"), ("钟点", "-"), ("来人", "complainant"), ("说的事", "description"), ("谁接的", None), ("管事的人", "person"), ("时限（天）", "-"), ("办结情况", "-"))
    def came(month, number):
        return V(on(month, number), "mmm-yy", reported_on=on(month, number).isoformat())
    def days(n, start):
        return V(n, due_on=(start + dt.timedelta(n)).isoformat(), due_precision="duration")
    clock = V(dt.time(14, 30), "h:mm")
    b.add(came(9, 5), clock, "老贺", "村口垃圾箱没人倒，溢出来半个月了", "文书小初", "车队老冀", days(7, on(9, 5)), yes("已办结"))
    b.add(came(9, 14), clock, "佘家老三", "路灯让拖拉机刮倒一根，线还带电", "文书小初", "电工苑师傅", days(1, on(9, 14)), yes("已办结"))
    b.add(came(9, 25), clock, "外号大林子", "东头自来水管冻坏没换，天一冷又要停水", "会计", "水管员老盖", days(30, on(9, 25)), yes("正在办", "in_progress"))
    for sheet, name in ((a, "龙滨物业提报清单.xlsx"), (b, "工农村接待本.xls")):
        for issue in sheet.issues:
            issue["file"] = name
    case("b15-firm-and-village-together", "平房区", "two workbooks in one command, imported twice: a firm's list (拟办结/实办结 without the word date) and a village book as .xls "
         "(dates shown as Sep-23, a clock column, the limit as a number of days)", {"龙滨物业提报清单.xlsx": xlsx([a]), "工农村接待本.xls": xls([b])},
         a.issues + b.issues, then={"reimport": "same"})


def b16():
    def version(date, rows):
        s = Sheet("挂销号")
        s.title("阿城区信访突出问题挂号销号清单", 8)
        s.title(f"截至{date}", 8)
        s.head(("挂号", None), ("挂号日期", "-"), ("所涉小区", "estate"), ("交办事由", "description"), ("牵头部门", "lead_unit"), ("办结时限", "due_on"), ("化解情况", "-"), ("销号日期", "-"))
        for row in rows:
            s.add(*row)
        return s
    def state(text, status):
        return V(text, status=status, texts=[text])
    def struck(value):
        return V(value, closed_on=value.isoformat(), status="closed")
    none = V(None, closed_on=None)
    one = ("阿挂01", on(8, 28), "金都府邸", "二期高压柜频繁跳闸，半夜全楼断电", "区住建局", on(9, 28))
    two = ("阿挂02", on(9, 1), "上京家园", "楼顶广告牌拆后留下四个洞，漏到九楼", "区城管局", on(9, 30))
    three = ("阿挂03", on(9, 5), "会宁小区", "回迁户四年没拿到钥匙，欠过渡费", "区征收中心", on(12, 31))
    four = ("阿挂04", on(9, 11), "民权里", "物业撤场后垃圾没人清，业主自己凑钱雇车", "金城街道办事处", on(10, 11))
    five = ("阿挂05", on(10, 8), "上京家园", "消防水池被填平建了羽毛球场", "区消防救援大队", on(11, 8))
    v1 = version("2023年9月28日", [one + (state("已化解", "done"), none), two + (state("化解中", "in_progress"), none), three + (state("稳控中", "in_progress"), none),
                                four + (state("化解中", "in_progress"), none)])
    v2 = version("2023年10月12日", [five + (state("化解中", "in_progress"), none), four + (state("已化解", "done"), none), one + (state("已化解", "closed"), struck(on(10, 9))),
                                 three + (state("稳控中", "in_progress"), none), two + (state("已化解", "closed"), struck(on(10, 12)))])
    then = v2.issues
    for issue in then:
        del issue["row"], issue["sheet"]                       # where an updated issue comes from may be either file
    case("b16-later-version-by-own-number", "阿城区", "the sender's own number (挂号) is the only key: a later version in another order with changed states, strike-offs and one new item",
         {"挂号销号清单0928.xlsx": xlsx([v1])}, v1.issues, then={"reimport": "挂号销号清单1012.xlsx", "issues": then}, later={"挂号销号清单1012.xlsx": xlsx([v2])})


def b17():
    s = Sheet("处置")
    s.title("呼兰区利民街道楼院隐患处置跟踪", 7)
    s.title("截至2023年9月30日", 7)
    s.head(("项次", "-"), ("隐患点", "location"), ("隐患表现", "description"), ("处置单位", "lead_unit"), ("处置期限", "-"), ("处置完成时间", "-"), ("后续安排", None))
    def end(text, iso, status="done"):
        return V(text, done_on=iso, closed_on=None, status=status, texts=[] if iso else [text])
    rows = [("学院路春天小区2号楼", "外墙保温钉外露成排", "利民街道办事处", day("9月1日至9月15日", "2023-09-15", YEARLESS), end("已于9月10日完成", "2023-09-10"), "每月看一次"),
            ("南京路师大家属院", "变压器护栏倒伏", "呼兰供电分公司", day("2023年9月1日-9月20日", "2023-09-20", "day"), end("9月15日已完成", "2023-09-15"), None),
            ("利民开发区蓝山庭院", "消防车道画线后又被砌了花坛", "利民街道办事处", day("9.30", "2023-09-30"), end("未完成（业主阻工，等执法）", None, OPEN), "约谈业委会"),
            ("北京路幸福里", "沿街牌匾缺角，铁皮翘起", "区城管局", day("10月中旬", "2023-10-20", ["month", "inferred-year"]), end("正在施工，预计10月底完成", None, "in_progress"), "盯到拆架"),
            ("同心路阳光里", "单元门口地砖结冰层泛碱打滑", "阳光里业委会", day("2023-9-25", "2023-09-25", "day"), end("23.9.24", "2023-09-24"), None),
            ("广信街六号院", "弃管楼化粪池满溢", "利民街道办事处", day("９月２８日", "2023-09-28"), end("9.27完成", "2023-09-27"), "纳入应急物业"),
            ("萧红路书香苑", "地库采光井玻璃破损", "书香苑物业服务中心", V("待资金落实", due_on=None), end("未完成", None, OPEN), "申请维修资金")]
    for i, row in enumerate(rows, 1):
        s.add(i, *row)
    case("b17-done-dates-in-prose", "呼兰区", "no status column: 处置完成时间 says 已于9月10日完成, 9月15日已完成, 未完成（…）, 正在施工，预计10月底完成; limits as ranges and full-width digits",
         {"处置跟踪.xlsx": xlsx([s])}, s.issues)


def b18():
    sheets = []
    head = [("序", "-"), ("谁反映的", "complainant"), ("打哪个电话找他", "phone"), ("哪天来的", "-"), ("反映的啥事", "description"), ("归谁管", "person"),
            ("最晚哪天办完", "-"), ("办完没有", "-"), ("哪天办完的", "-"), ("咋办的", None)]
    def came(text, iso):
        return V(text, reported_on=iso)
    def end(text, iso):
        return V(text, done_on=iso)
    none = V(None, done_on=None, closed_on=None)
    books = {"爱新村": [("关大叔", "15804600011", came("9月3日 8:30", "2023-09-03"), "道边水沟让秸秆堵了，一下雨就进院", "治保主任栗成", day("9月10日", "2023-09-10"), yes("办完了"), end("9月8日", "2023-09-08"), "钩机掏通了"),
                       ("那家二嫂", "15804600022", came("9月11日 下午", "2023-09-11"), "邻居家猪圈味儿大，紧挨着水井", "妇女主任佟英", day("9月30日前", "2023-09-30"), yes("没办完", OPEN), none, "说好上冻前搬走"),
                       ("赵老师", "15804600033", came("9月19日", "2023-09-19"), "村小学门口没有减速带，大车跑得飞快", "村主任伊林", day("10月20日", "2023-10-20"), yes("正办着呢", "in_progress"), none, "跟镇里要材料")],
             "爱勤村": [("白姓住户", "15804600044", came("9月5日 7:50", "2023-09-05"), "变台旁边树枝搭上高压线，直冒火星", "电工葛强", day("9月6日", "2023-09-06"), yes("办完了"), end("9月6日", "2023-09-06"), "停电锯的"),
                       ("小温", "15804600055", came("9月26日", "2023-09-26"), "文化广场的灯坏了一半，扭秧歌看不见", "电工葛强", day("10月8日", "2023-10-08"), yes("没办完", OPEN), none, "灯头没货")]}
    for village, rows in books.items():
        s = Sheet(village)
        s.title(f"希勤满族乡{village}群众反映事儿本（2023年）", 10)
        s.head(*head)
        s.defaults = dict(community=[village, village + "村委会", None])
        for i, row in enumerate(rows, 1):
            s.add(i, *row)
            if village == "爱新村" and i == 2:                # the printed page ends: title and header again
                n = s.put(*s.rows[0])
                s.merges.append((n, 1, n, 10))
                s.put(*s.rows[1])
        sheets.append(s)
    case("b18-village-spoken-headers", "双城区", "village committee books in spoken words (反映的啥事, 最晚哪天办完, 办完没有), one sheet per village, title and header repeated in the middle, times after the dates",
         {"群众反映事儿本.xlsx": xlsx(sheets)}, [i for s in sheets for i in s.issues])


def b19():
    s = Sheet("资金清单")
    s.title("道里区住宅共用部位缺陷治理资金销项清单", 10)
    s.put("数据截至：2023年10月15日", None, None, None, None, None, None, None, None, "单位：万元")
    s.head(("序号", "-"), ("片区", None), ("小区名", "estate"), ("缺陷情形", "description"), (("资金", "需投入"), "-"), (("资金", "出处"), None), ("牵头处室", "lead_unit"),
           ("目标日期", "due_on"), (("销项", "与否"), "-"), (("销项", "日期"), "-"))
    s.put(*[str(i) for i in range(1, 11)])
    s.put(None, "全区合计", "5个小区", "6项缺陷", 61.8, None, None, None, "销项3项")
    def money(value):
        return V(value, cost=round(value * 10000))
    def struck(value):
        return V(value, closed_on=value.isoformat())
    none = V(None, closed_on=None)
    yes_, no = yes("是", "closed"), V("否", status=NOT_CLOSED)
    s.put(None, "小计（新阳路片区）", None, "3项", 28.5, None, None, None, "销项2项")
    s.add(1, "新阳路片区", "建河里", "阳台底板钢筋外露锈胀", money(12.5), "维修资金", "房屋安全科", on(9, 30), yes_, struck(on(9, 28)))
    s.add(2, "新阳路片区", "建河里", "女儿墙压顶松动外倾", money(6), "维修资金", "房屋安全科", on(9, 30), yes_, struck(on(9, 29)))
    s.add(3, "新阳路片区", "地段小区", "排气道串味，顶楼出口被封死", money(10), "区财政", "物业科", on(11, 30), no, none)
    s.put(None, "小计（爱建片区）", None, "3项", 33.3, None, None, None, "销项1项")
    s.add(4, "爱建片区", "紫丁香苑", "景观水系池底开裂，漏到地库", money(20.8), "开发单位自筹", "质量科", on(12, 20), no, none)
    s.add(5, "爱建片区", "上河东岸", "泵房配电柜淋水", money(0.5), "物业企业自筹", "物业科", on(9, 15), yes_, struck(on(9, 14)))
    s.add(6, "爱建片区", "海员里", "伸缩缝盖板缺失六米", money(12), "区财政", "房屋安全科", on(10, 31), no, none)
    s.put(None, "填表：舒展", None, None, "审定：", None, None, "2023年10月15日")
    case("b19-totals-on-top", "道里区", "numbers of the columns and the district total right under the header, 小计 in column B before its group, unit 万元 in the prelude, 销项/与否 and 销项/日期",
         {"资金销项清单.xlsx": xlsx([s])}, s.issues)


# ---------------------------------------------------------------- refusals
def refuse():
    s = Sheet("联络员")
    s.title("老旧小区问题整改联络员名单", 7)
    s.put("填报单位：南岗区各街道", None, None, None, None, "日期：2023年9月1日")
    s.put("序号", "责任单位", "责任人", "职务", "联系电话", "微信号", "备注")
    for i, (unit, name, job) in enumerate([("花园街道办事处", "荆一鸣", "城管办主任"), ("奋斗路街道办事处", "蓝秀娟", "物业专干"), ("革新街道办事处", "古玉良", "副主任"), ("文化街道办事处", "薄小舟", "科员"),
                                           ("哈尔滨众邻物业有限公司", "段誉峰", "项目经理"), ("哈尔滨暖屋物业有限公司", "屠芳", "客服主管")], 1):
        s.put(i, unit, name, job, f"1389000{i:04d}", f"wx_{i:03d}", "节假日值班" if i == 3 else None)
    case("b20-refuse-contacts", "南岗区", "a list of contacts with 问题整改, 责任单位 and 责任人 in it, but no problem", {"整改联络员名单.xlsx": xlsx([s])})

    s = Sheet("会议记录")
    s.title("物业问题整改推进会会议记录", 4)
    for row in [("会议时间", "2023年9月20日 14:00", "地点", "区住建局三楼会议室"), ("主持人", "季主任", "记录人", "小柴"), ("参会人员", "各街道分管副主任、物业科全体"), ("议题", "研究下一步工作安排"),
                ("发言人", "发言记录", None, "用时（分）"), ("季主任", "通报上月总体情况，要求各街道提高站位，把工作抓实抓细，不能走过场。", None, 20),
                ("花园街道", "介绍居民议事会做法，建议多开楼栋会。", None, 8), ("文化街道", "谈体会，表示回去以后认真传达会议精神。", None, 6), ("物业科", "解读考评办法，强调报送纪律。", None, 15),
                ("会议决定", "会议原则同意考评办法，散会后印发。"), ("签到", "见附页")]:
        s.put(*row)
    case("b21-refuse-minutes", "南岗区", "the record of a meeting laid out as a table: speakers and what they said, no problem with a place", {"推进会会议记录.xlsx": xlsx([s])})

    s = Sheet("价目")
    s.put("小区维修项目及材料指导价目表（2023年版）")
    s.put("序号", "项目名称", "工作内容", "规格", "单位", "单价（元）", "执行日期", "备注")
    for i, row in enumerate([("更换声控灯", "拆旧装新，含灯头", "LED 5W", "只", 38), ("疏通下水主管", "机械疏通，含清运", "DN110", "次", 260), ("补打外墙胶", "清缝、打胶", "耐候胶", "米", 22), ("更换门禁读头", "拆装、调试", "IC", "个", 180),
                             ("屋面防水修补", "铲旧、找平、铺卷材", "SBS 4mm", "平方米", 75), ("化粪池清掏", "吸污车清掏，含运费", "9号池", "座", 1500)], 1):
        s.put(str(i), *row[:4], f"{row[4]:.2f}", "2023-01-01", None)
    case("b22-refuse-prices", "道里区", "a price list of repairs (项目名称, 工作内容, 单位, 执行日期): things that could be a ledger's columns, but nothing that happened",
         {"维修价目表.csv": text_table(s, ",", "gb18030")})

# fmt: on


if __name__ == "__main__":
    for build in (
        b01,
        b02,
        b03,
        b04,
        b05,
        b06,
        b07,
        b08,
        b09,
        b10,
        b11,
        b12,
        b13,
        b14,
        b15,
        b16,
        b17,
        b18,
        b19,
        refuse,
    ):
        build()
