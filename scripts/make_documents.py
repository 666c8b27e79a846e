"""Make data/documents/*.docx, the templates of the documents, laid out after GB/T 9704—2012.

Run from the root of the repository: python scripts/make_documents.py

A4, margins 37/35/28/26 mm, title 22 pt 小标宋, body 16 pt 仿宋 on lines of exactly 28.5 pt, page numbers
— 1 — outside. The XML is written by hand: nothing here that an office does not see in Word or WPS.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ledger.documents import docx, wording
from ledger.papers import FORMS
from ledger.sheets.files import write_atomic

TARGET = Path("data/documents")
SONG, FANG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
RED = "FF0000"
MM = 56.7  # twentieths of a point
TEXT_WIDTH = round(156 * MM)
BODY, TITLE, SMALL, HEADLINE = 16, 22, 12, 30
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def run(text: str, font: str = FANG, size: int = BODY, color: str = "") -> str:
    """A text in one font, Latin letters and digits included."""
    fonts = "".join(f' w:{which}="{font}"' for which in ("ascii", "hAnsi", "eastAsia", "cs"))
    tint = f'<w:color w:val="{color}"/>' if color else ""
    looks = f'<w:rFonts{fonts} w:hint="eastAsia"/>{tint}<w:sz w:val="{size * 2}"/><w:szCs w:val="{size * 2}"/>'
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(
    text: str = "",
    looks: tuple[str, int] = (FANG, BODY),
    *,
    align: str = "both",
    indent: str = "",
    extra: str = "",
    color: str = "",
) -> str:
    """One paragraph; `indent` are attributes of w:ind, `extra` further properties (before the spacing)."""
    font, size = looks
    ind = f"<w:ind {indent}/>" if indent else ""
    content = run(text, font, size, color) if text else ""
    return f'<w:p><w:pPr>{extra}{ind}<w:jc w:val="{align}"/></w:pPr>{content}</w:p>'


def said(text: str) -> str:
    """A paragraph of the text: first line two characters in."""
    return paragraph(text, indent='w:firstLineChars="200" w:firstLine="640"')


def to(text: str) -> str:
    """主送机关: at the left margin."""
    return paragraph(text)


def title(text: str) -> str:
    return paragraph(text, (SONG, TITLE), align="center", extra=spaced(240, 240, 640))


def spaced(before: int, after: int, line: int = 570, rule: str = "exact") -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'


def letterhead() -> str:
    """红头: whose letter it is, its number, the red rule. The office may delete it."""
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="6" w:color="{RED}"/></w:pBdr>'
    return (
        paragraph("{{发文单位}}", (SONG, HEADLINE), align="center", color=RED, extra=spaced(0, 240, 800))
        + paragraph("{{文号}}", align="center", extra=rule)
    )  # fmt: skip


def number() -> str:
    """文号 of a form, at the right."""
    return paragraph("{{文号}}", (FANG, SMALL), align="right", extra=spaced(0, 120, 400))


def signed() -> str:
    """署名 and 成文日期, centred upon each other at the right, with room for the seal."""
    place = f'w:left="{round(44 * MM)}"'
    keep = "<w:keepNext/>"
    return (
        paragraph(extra=keep)
        + paragraph("{{发文单位}}", align="center", indent=place, extra=keep)
        + paragraph("{{日期}}", align="center", indent=place)
    )  # fmt: skip


def copied() -> str:
    """抄送: whom a copy goes to, after the date."""
    return paragraph("抄送：{{抄告单位}}", (FANG, 14), extra=spaced(360, 0))


def cell(text: str, width: int, *, head: bool = False, span: int = 1, align: str = "") -> str:
    looks = (HEI if head else FANG, SMALL)
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    props = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}<w:vAlign w:val="center"/></w:tcPr>'
    lines = text.split("\n")
    where = align or ("center" if head else "left")
    inner = "".join(
        paragraph(line, looks, align=where, extra=spaced(20, 20, 320)) for line in lines
    )
    return f"<w:tc>{props}{inner}</w:tc>"


def row(cells: str, *, height: int = 500, repeats: bool = False) -> str:
    head = "<w:tblHeader/>" if repeats else ""
    props = f'<w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{head}</w:trPr>'
    return f"<w:tr>{props}{cells}</w:tr>"


def table(widths: Sequence[int], rows: Iterable[str]) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def shares(*parts: int) -> list[int]:
    """Widths of columns that together fill a line."""
    whole = sum(parts)
    return [TEXT_WIDTH * part // whole for part in parts]


def listing(columns: dict[str, tuple[str, int]]) -> str:
    """The issues, a row each: heading to placeholder and share of the width."""
    widths = shares(*(share for _, share in columns.values()))
    pairs = list(zip(columns.items(), widths, strict=True))
    head = row("".join(cell(name, width, head=True) for (name, _), width in pairs), repeats=True)
    centred = ("{{序号}}", "{{编号}}", "{{整改时限}}", "{{完成日期}}", "{{状态}}", "{{责任人}}")
    one = row(
        "".join(
            cell(field, width, align="center" if field in centred else "")
            for (_, (field, _)), width in pairs
        )
    )
    return paragraph(extra=spaced(0, 0, 120)) + table(widths, [head, one])


def sheet(*lines: tuple[str, ...]) -> str:
    """A form of labels and values: two in a line, or one across with room to write."""
    widths = shares(17, 33, 17, 33)
    rows = []
    for line in lines:
        label, value, *more = line
        if more:
            cells = cell(label, widths[0], head=True) + cell(value, widths[1])
            cells += cell(more[0], widths[2], head=True) + cell(more[1], widths[3])
            rows.append(row(cells, height=560))
        else:
            tall = 1300 if value == SIGN else 1000
            cells = cell(label, widths[0], head=True) + cell(value, sum(widths[1:]), span=3)
            rows.append(row(cells, height=tall))
    return table(widths, rows)


ISSUES = {"序号": ("{{序号}}", 6), "编号": ("{{编号}}", 16), "小区": ("{{小区}}", 14), "问题": ("{{问题}}", 25)}  # fmt: skip
LIMIT = {"整改时限": ("{{整改时限}}", 21)}
SIGN = "\n\n签字：　　　　　　　　　　　　年　　月　　日"
DOCUMENTS: dict[str, tuple[str, ...]] = {
    "交办单": (
        letterhead(),
        title("问题交办单"),
        to("{{主送单位}}："),
        said("现将下列问题（共{{件数}}件）交由你单位办理。请于{{办结期限}}前整改完毕，将整改情况和整改前后的照片一并报验；不属于你单位职责的，及时书面说明依据并退回。"),
        listing({**ISSUES, "整改要求": ("{{整改要求}}", 18), **LIMIT}),
        signed(),
        copied(),
        paragraph("签收人：　　　　　　签收日期：　　　年　　月　　日", (KAI, BODY), extra=spaced(360, 0)),
    ),
    "整改通知书": (
        letterhead(),
        title("整改通知书"),
        to("{{主送单位}}："),
        said("经查，你单位负责的下列问题（共{{件数}}件）尚未整改到位。请于{{办结期限}}前按照要求整改完毕，并书面报告整改情况。逾期未整改的，将按照有关规定处理。"),
        listing({**ISSUES, "整改要求": ("{{整改要求}}", 18), **LIMIT}),
        signed(),
        copied(),
        paragraph("签收人：　　　　　　签收日期：　　　年　　月　　日", (KAI, BODY), extra=spaced(360, 0)),
    ),
    "催办通知书": (
        letterhead(),
        title("催办通知书"),
        to("{{主送单位}}："),
        said("你单位负责办理的下列问题（共{{件数}}件）已到时限，尚未办结。请抓紧组织整改，尽快报验；确有困难的，书面说明原因。"),
        listing({**ISSUES, **LIMIT, "整改情况": ("{{整改情况}}", 18)}),
        signed(),
    ),
    "督办单": (
        letterhead(),
        title("督　办　单"),
        to("{{主送单位}}："),
        said("你单位负责办理的有关问题，现予督办。请于{{办结期限}}前办结，并书面报告办理结果；办结以前，按照反馈周期报告进展。"),
        listing({**ISSUES, **LIMIT, "整改情况": ("{{整改情况}}", 18)}),
        paragraph(extra=spaced(0, 0, 120)),
        sheet(("督办事由", "{{事由}}", "督办要求", "{{要求}}"), ("督办领导", "{{督办领导}}", "反馈周期", "{{反馈周期}}")),
        signed(),
    ),
    "移交执法函": (
        letterhead(),
        title("关于移交物业管理领域违法线索的函"),
        to("{{主送单位}}："),
        said("我单位在处理物业管理问题中，发现下列情形涉嫌违反有关法律、法规，属于你单位职责范围。现将线索移交你单位，请依法处理，并将处理结果函告我单位。"),
        said("违法线索：{{违法线索}}"),
        listing({**ISSUES, "物业企业": ("{{物业企业}}", 22)}),
        said("联系人：{{经办人}}"),
        signed(),
    ),
    "约谈通知书": (
        letterhead(),
        title("约谈通知书"),
        to("{{主送单位}}："),
        said("因{{事由}}，定于{{约谈时间}}在{{约谈地点}}对你单位进行约谈。请{{被约谈人}}准时参加，并带上有关问题的整改情况和材料。"),
        listing({**ISSUES, **LIMIT, "状态": ("{{状态}}", 12)}),
        said("约谈要求：{{要求}}"),
        signed(),
    ),
    "回访记录": (
        title("回　访　记　录"),
        number(),
        sheet(
            ("编号", "{{编号}}", "问题来源", "{{问题来源}}　{{来源单号}}"),
            ("投诉人", "{{投诉人}}", "联系电话", "{{联系电话}}"),
            ("位置", "{{位置}}", "责任单位", "{{责任单位}}"),
            ("反映问题", "{{问题}}"),
            ("整改情况", "{{整改情况}}"),
            ("完成日期", "{{完成日期}}", "回访日期", "{{回访日期}}"),
            ("是否接通", "{{回访接通}}", "满意度", "{{满意度}}"),
            ("回访情况", "{{回访情况}}"),
            ("回访人", SIGN),
            ("居民", SIGN),
        ),
    ),
    "销号申请单": (
        title("问题销号申请单"),
        number(),
        paragraph("单位：{{主送单位}}　　　　日期：{{日期}}", (KAI, 14), extra=spaced(0, 120, 440)),
        listing({**ISSUES, "整改情况": ("{{整改情况}}", 18), "完成日期": ("{{完成日期}}", 21)}),
        paragraph("整改单位负责人（盖章）：　　　　　　　主管部门负责人（盖章）：", (KAI, 14), extra=spaced(600, 0)),
    ),
    "销号验收单": (
        title("问题销号验收单"),
        number(),
        sheet(
            ("编号", "{{编号}}", "问题来源", "{{问题来源}}"),
            ("位置", "{{位置}}", "责任单位", "{{责任单位}}"),
            ("问题", "{{问题}}"),
            ("整改要求", "{{整改要求}}"),
            ("整改时限", "{{整改时限}}", "完成日期", "{{完成日期}}"),
            ("整改情况", "{{整改情况}}"),
            ("验收经过", "{{验收经过}}"),
            ("回访日期", "{{回访日期}}", "满意度", "{{满意度}}"),
            ("社区意见", SIGN),
            ("街道意见", SIGN),
            ("区级意见", SIGN),
            ("销号日期", "{{销号日期}}", "经办人", "{{经办人}}"),
        ),
    ),
}  # fmt: skip


def body(parts: Iterable[str]) -> str:
    """The page of GB/T 9704 with what stands on it; Word wants a paragraph at the end."""
    sides = {"top": 37, "right": 26, "bottom": 35, "left": 28, "header": 15, "footer": 28}
    margins = " ".join(f'w:{side}="{round(mm * MM)}"' for side, mm in sides.items())
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId1"/>'
        '<w:footerReference w:type="even" r:id="rId2"/>'
        f'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar {margins} w:gutter="0"/></w:sectPr>'
    )
    content = "".join(parts)
    last = "" if content.endswith("</w:p>") else paragraph(extra=spaced(0, 0, 20))
    return f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{content}{last}{section}</w:body></w:document>'


def footer(align: str, side: str) -> str:
    """— 1 —, in 14 pt 宋体, one character from the outer edge."""
    fonts = '<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/></w:rPr>'
    page = "".join(
        f"<w:r>{fonts}{part}</w:r>"
        for part in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    place = f'<w:pPr><w:ind w:{side}="280"/><w:jc w:val="{align}"/></w:pPr>'
    return f'{HEAD}<w:ftr xmlns:w="{W}"><w:p>{place}{page}</w:p></w:ftr>'


def fonts() -> str:
    """What stands in where an official font is not installed."""
    others = {SONG: "华文中宋;宋体", FANG: "仿宋;华文仿宋", KAI: "楷体;华文楷体", HEI: "SimHei"}
    known = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>'
        for name, other in others.items()
    )
    return f'{HEAD}<w:fonts xmlns:w="{W}">{known}</w:fonts>'


def styles() -> str:
    """Every paragraph: exactly 28.5 points, 22 lines a page, no space around."""
    return (
        f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii="{FANG}" w:hAnsi="{FANG}" w:eastAsia="{FANG}"/><w:sz w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        f"{spaced(0, 0)}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>'
    )


def relations(pairs: dict[str, tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{target}"/>'
        for key, (kind, target) in pairs.items()
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def types() -> str:
    parts = {"document": "document.main", "footer1": "footer", "footer2": "footer", "styles": "styles", "settings": "settings", "fontTable": "fontTable"}  # fmt: skip
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{TYPE}.{kind}+xml"/>'
        for name, kind in parts.items()
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def package(parts: Iterable[str]) -> bytes:
    """The .docx, the same bytes each time."""
    files = {
        "[Content_Types].xml": types(),
        "_rels/.rels": relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": body(parts),
        "word/_rels/document.xml.rels": relations(
            {
                "rId1": ("footer", "footer1.xml"),
                "rId2": ("footer", "footer2.xml"),
                "rId3": ("styles", "styles.xml"),
                "rId4": ("settings", "settings.xml"),
                "rId5": ("fontTable", "fontTable.xml"),
            }
        ),
        "word/footer1.xml": footer("right", "right"),
        "word/footer2.xml": footer("left", "left"),
        "word/styles.xml": styles(),
        "word/settings.xml": f'{HEAD}<w:settings xmlns:w="{W}"><w:evenAndOddHeaders/></w:settings>',
        "word/fontTable.xml": fonts(),
    }
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, text in files.items():
            info = ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, text)
    return out.getvalue()


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    for name in FORMS.values():
        data = package(DOCUMENTS[name])
        unknown = set(docx.fields(data)) - set(wording.KNOWN)
        if unknown:
            raise SystemExit(f"{name}: {unknown}")
        write_atomic(TARGET / f"{name}.docx", data)
        print(name)


if __name__ == "__main__":
    main()
