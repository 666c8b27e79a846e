"""Word documents: filled from templates that the office edits itself, with numbers that are given once."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import make_documents
import pytest

from ledger import catalogue
from ledger.documents import docx, wording
from ledger.errors import BadData, Exit
from ledger.papers import FORMS, PAPERS, PaperKind
from ledger.store import numbered as kept
from ledger.store import open_reading

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="w14"'
ADD = "add 高压柜停电 -e 金都府邸 -s 新华街道 --source 12345 --complainant 刘敏 --phone 13904518556 -c 供电 --new"


@pytest.fixture
def office(ledger):
    for words in (ADD, ADD, "edit 1,2 楼栋=3号楼"):
        ledger.ok(words)
    return ledger


def template(body, **others):
    """A .docx with this body, and other parts by name."""
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    out = BytesIO()
    with ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        for name, text in {"document": document, **others}.items():
            package.writestr(f"word/{name}.xml", text)
    return out.getvalue()


def p(*texts):
    """A paragraph whose text is split over runs."""
    runs = "".join(
        f'<w:r><w:rPr><w:b w:val="{n}"/></w:rPr><w:t>{text}</w:t></w:r>'
        for n, text in enumerate(texts)
    )
    return f'<w:p w14:paraId="1A">{runs}</w:p>'


def table(*rows):
    cells = (f"<w:tr><w:tc>{row}</w:tc></w:tr>" for row in rows)
    return f"<w:tbl>{''.join(cells)}</w:tbl>"


def body(data, part="word/document.xml"):
    with ZipFile(BytesIO(data)) as package:
        return package.read(part).decode("utf-8")


def texts(data, part="word/document.xml"):
    """The text of each paragraph; a break is a slash."""
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", body(data, part), re.DOTALL)
    marked = (re.sub(r"<w:br/>", "<w:t>/</w:t>", paragraph) for paragraph in paragraphs)
    return ["".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", each)) for each in marked]


def filled(markup, values=None, rows=(), **others):
    return docx.fill(template(markup, **others), values or {}, list(rows))


# --- filling


@pytest.mark.parametrize(
    "runs",
    [
        ("前{{小区}}后",),
        ("前", "{{小区}}", "后"),
        ("前{", "{小", "区}", "}后"),
        ("前{{", "小区", "}}后"),
        ("前{", "{", "小", "区", "}", "}", "后"),
        ("前{{ 小区 }}后",),
        ("前｛｛小区｝｝后",),
    ],
)
def test_placeholder_is_found_however_word_split_it(runs):
    assert docx.fields(template(p(*runs))) == ["小区"]
    assert texts(filled(p(*runs), {"小区": "金都府邸"})) == ["前金都府邸后"]


def test_value_takes_the_looks_of_the_run_where_its_placeholder_begins():
    out = body(filled(p("甲", "{{小", "区}}乙"), {"小区": "金都"}))
    assert '<w:b w:val="1"/></w:rPr><w:t xml:space="preserve">金都</w:t>' in out
    assert '<w:b w:val="2"/></w:rPr><w:t xml:space="preserve">乙</w:t>' in out


def test_several_in_one_paragraph_and_none_in_another():
    out = filled(p("{{甲}}、{{乙", "}}、{{甲}}") + p("照旧 "), {"甲": "一", "乙": "二二"})
    assert texts(out) == ["一、二二、一", "照旧 "]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("<w:t>&amp;\"'", "&lt;w:t&gt;&amp;amp;\"'"),
        ("{{乙}}", "{{乙}}"),
        ("一\n二\n三", "一/二/三"),
        ("\x00响\x07\x1b[31m\ud800铃\ufffe", "响[31m铃"),
        ("𠮷䶮 🏠", "𠮷䶮 🏠"),
        ("=1+1", "=1+1"),
    ],
)
def test_value_is_data(value, shown):
    found = texts(filled(p("{{甲}}"), {"甲": value, "乙": "错"}))
    assert [text.replace("&quot;", '"') for text in found] == [shown]


def test_row_stands_once_for_each_issue():
    markup = p("{{文号}}") + table(
        p("号"), p("{{序号}}", "、{{小", "区}}{{文号}}"), p("尾{{小区}}")
    )
    rows = [{"序号": "1", "小区": "甲"}, {"序号": "2", "小区": "{{文号}}"}]
    out = filled(markup, {"文号": "督1", "小区": "共"}, rows)
    assert texts(out) == ["督1", "号", "1、甲督1", "2、{{文号}}督1", "尾共"]
    assert body(out).count("w14:paraId") == 3  # copies have no identity of their own


def test_paragraph_outside_tables_repeats_too_and_a_table_for_nothing_goes():
    rows = [{"序号": "1"}, {"序号": "2"}]
    markup = p("{{序号}}．") + table(p("头"), p("{{序号}}"))
    assert texts(filled(markup, {}, rows)) == ["1．", "2．", "头", "1", "2"]
    assert texts(filled(markup + p("完"))) == ["完"]


def test_unknown_values_are_left_to_be_written_by_hand():
    out = filled(p("在{{约谈地点}}") + table(p("{{小区}}")), {"约谈地点": "", "小区": ""})
    assert texts(out) == ["在＿＿＿＿", ""]


def test_headers_are_filled_and_other_parts_kept():
    footer = f"<w:ftr {W}>{p('{{文号}}')}</w:ftr>"
    out = filled(p("甲"), {"文号": "督1"}, footer1=footer, styles="<x>{{文号}}</x>")
    assert texts(out, "word/footer1.xml") == ["督1"]
    assert body(out, "word/styles.xml") == "<x>{{文号}}</x>"


def test_text_box_inside_a_paragraph_is_a_text_of_its_own():
    box = f"<w:p><w:r><w:t>外{{{{甲</w:t></w:r><w:r><w:txbxContent>{p('内{{乙}}')}</w:txbxContent></w:r><w:r><w:t>}}}}</w:t></w:r></w:p>"
    out = body(filled(box, {"甲": "一", "乙": "二"}))
    assert ">外一</w:t>" in out
    assert ">内二</w:t>" in out


BAD = {
    "nothing": b"",
    "no zip": b"PK\x03\x04" + bytes(99),
    "old word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
    "no xml": template("<w:p>"),
    "damaged": template(p("甲" * 99)).replace("甲甲".encode(), b"xxxxxx"),
    "entities": template("", document='<!DOCTYPE x [<!ENTITY a "b">]><w:document/>'),
    "a bomb": template("", styles=" " * (docx.LARGEST + 1)),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_docx_is_told(case):
    with pytest.raises(BadData, match=r"不是 \.docx"):
        docx.fields(BAD[case])


def test_workbook_is_no_document():
    with pytest.raises(BadData, match=r"不是 \.docx"):
        docx.fields(catalogue.path("forms", "问题台账.xlsx").read_bytes())


@pytest.mark.parametrize("text", ["{{编号", "编号}}", "{{编号}", "{编号}}"])
def test_unfinished_placeholder_is_told(text):
    with pytest.raises(BadData, match="没写完的字段"):
        docx.fields(template(p(text)))


# --- the shipped templates


@pytest.mark.parametrize("name", FORMS.values())
def test_shipped_template_is_what_the_script_makes_and_names_known_fields(name):
    data = catalogue.path("documents", f"{name}.docx").read_bytes()
    fresh = make_documents.package(make_documents.DOCUMENTS[name])
    for part in ("word/document.xml", "word/styles.xml", "word/footer1.xml", "word/settings.xml"):
        assert body(data, part) == body(fresh, part)
    assert set(docx.fields(data)) <= set(wording.KNOWN)
    assert "文号" in docx.fields(data)


def test_shipped_template_is_laid_out_after_the_standard():
    """GB/T 9704: A4, margins 37/35/28/26 mm, 22 pt 小标宋, 16 pt 仿宋, page numbers — 1 — outside."""
    data = catalogue.path("documents", "督办单.docx").read_bytes()
    xml = body(data)
    sides = re.search(r"<w:pgMar ([^>]*)>", xml)[1]
    told = {side: round(int(w) / 56.7) for side, w in re.findall(r'w:(\w+)="(\d+)"', sides)}
    assert (told["top"], told["bottom"], told["left"], told["right"]) == (37, 35, 28, 26)
    assert '<w:pgSz w:w="11906" w:h="16838"/>' in xml
    title = re.search(r"<w:r>((?!</w:r>).)*督　办　单", xml)[0]
    assert 'w:eastAsia="方正小标宋简体"' in title
    assert '<w:sz w:val="44"/>' in title
    assert 'w:line="570" w:lineRule="exact"' in body(data, "word/styles.xml")
    assert texts(data, "word/footer1.xml") == ["— 1 —"]


# --- made by commands


def made(folder="."):
    return sorted(path.name for path in Path(folder).glob("*.docx"))


def test_assigned_with_its_document(office):
    said = office.ok("assign 1 2 --to 恒安物业 --new -d 2024-01-31 --requirement 查负荷 --document")
    assert "交办〔2024〕第1号  恒安物业  1、2 号" in said.err
    assert "已写成 交办单_2024第1号_恒安物业.docx" in said.err
    assert [issue.doc_no for issue in office.issues()] == ["交办〔2024〕第1号"] * 2
    told = texts(Path("交办单_2024第1号_恒安物业.docx").read_bytes())
    assert told[:4] == [
        "道里区住房和城乡建设局物业办",
        "交办〔2024〕第1号",
        "问题交办单",
        "恒安物业：",
    ]
    assert "共2件" in told[4]
    assert "2024年1月31日前" in told[4]
    assert told[12:18] == ["1", "2024-0001", "金都府邸", "高压柜停电", "查负荷", "2024年1月31日"]
    assert "2024年1月15日" in told
    assert office.findings() == []


def test_the_offices_own_number_is_printed_when_told(office):
    office.ok("assign 1 --to 恒安物业 --new --doc 里住建〔2024〕9号 -o 交办.docx")
    assert "里住建〔2024〕9号" in texts(Path("交办.docx").read_bytes())
    assert office.issue("1").doc_no == "里住建〔2024〕9号"


def test_the_same_is_printed_under_the_number_that_it_has(office):
    office.ok("assign 1 --to 恒安物业 --new -d 2024-01-31")
    for _ in range(2):
        office.ok("export 1 --document 整改通知书 -o 整改")
    assert made("整改") == [
        "整改通知书_2024第1号_恒安物业(2).docx",
        "整改通知书_2024第1号_恒安物业.docx",
    ]
    for words in ("accept 1", "done 1 -m 好了"):
        office.ok(words)
    said = office("export 1 --document 整改通知书")
    assert (said.code, "现为“待验收”" in said.err) == (Exit.REFUSED, True)
    office.ok("verify 1 --fail --requirement 换开关 -d 2024-02-10 --by 李明")
    said = office.ok("export 1 --document 整改通知书 -o 整改")
    assert "整改〔2024〕第2号" in said.err
    (second,) = Path("整改").glob("*第2号*")
    assert "换开关" in texts(second.read_bytes())


def test_the_papers_of_striking_off(office):
    office.ok("profile edit doc_prefix=里住建")
    for words in (
        "assign 1 --to 恒安物业 --new", "accept 1", "done 1 -m 更换开关",
        *(f"verify 1 --pass --by 李明 -m 看过{level}" for level in "甲乙丙"),
    ):  # fmt: skip
        office.ok(words)
    said = office("export 1 --document 回访记录")
    assert "错误：2024-0001 还没有回访\n提示：ledger callback 2024-0001" in said.err
    office.ok("callback 1 --satisfaction 满意 -m 灯亮了")
    for form in ("回访记录", "销号申请单", "销号验收"):
        office.ok(f"export 1 --document {form} -o 销号")
    office.ok("callback 1 --satisfaction 基本满意 -m 又问一次")
    assert "回访〔2024〕第2号" in office.ok("export 1 --document 回访记录 -o 又一次").err
    record, applied, verified = (texts((Path("销号") / n).read_bytes()) for n in made("销号"))
    assert {"刘敏", "13904518556", "满意", "灯亮了", "是", "里住建回访〔2024〕第1号"} <= set(record)
    assert {"里住建销号申请〔2024〕第1号", "更换开关", "2024年1月15日"} <= set(applied)
    assert "金都府邸3号楼" in verified
    (course,) = [text for text in verified if "看过" in text]
    assert course == "/".join(
        f"{level}级　2024年1月15日　李明　验收通过　看过{note}"
        for level, note in zip(("社区", "街道", "区"), "甲乙丙", strict=True)
    )
    assert office.findings() == []


def test_every_oversight_form_is_printed(office):
    office.ok("edit 1,2 物业企业=恒安物业")
    office.ok("assign 1 2 --to 恒安物业 --new")
    for words in (
        "urge 1 --document", "supervise 1 -d 2024-02-20 --cycle 周 -m 停电 --document",
        "refer 1 --to 区城管局 --clue 私搭乱建 --document",
        "interview 1 --time 1月18日9时 --place 三楼 --person 王强 -m 停电 --document",
    ):  # fmt: skip
        office.ok(f"oversight {words} -o 监管")
    urged, supervised, referred, interviewed = (
        "\n".join(texts(next(Path("监管").glob(f"{name}*")).read_bytes()))
        for name in ("催办", "督办", "移交", "约谈")
    )
    assert "催办〔2024〕第1号" in urged
    assert "2024年2月20日前办结" in supervised
    assert "\n周\n" in supervised
    assert "违法线索：私搭乱建" in referred
    assert "区城管局：" in referred
    assert "因停电，定于1月18日9时在三楼" in interviewed
    assert "请王强准时参加" in interviewed


def test_a_letter_names_the_company_that_the_issue_does_not(office):
    office.ok("oversight refer 1 --to 区城管局 --company 恒安物业 --new --document -o 监管")
    letter = texts(next(Path("监管").glob("移交*")).read_bytes())
    assert letter.count("恒安物业") == 1


def test_what_is_refused_or_only_tried_leaves_no_file(office):
    office("oversight supervise 1 --document")
    office("assign 1 --to 恒安物业 --document")
    office.ok("assign 1 --to 恒安物业 --new --document -n")
    assert made() == []
    assert office.issue("1").doc_no is None


def test_number_is_kept_when_the_file_cannot_be_written(office):
    Path("占着").write_bytes(b"")
    said = office("oversight refer 1 --to 区城管局 -o 占着/移交.docx")
    assert said.code == Exit.BAD_DATA
    assert (
        "移交〔2024〕第1号 已记入台账；重新打印：ledger document print 移交〔2024〕第1号"
        in said.err
    )
    office.ok("document print 移交〔2024〕第1号")
    assert made() == ["移交执法函_2024第1号_区城管局.docx"]


def test_several_go_into_a_folder_not_into_one_file(office):
    office.ok("assign 1 --to 恒安物业 --new")
    office.ok("assign 2 --to 金都物业 --new")
    said = office("export 1 2 --document 整改通知书 -o 一份.docx")
    assert (said.code, "有 2 份，不能写进一个文件" in said.err) == (Exit.USAGE, True)
    office.ok("export 1 2 --document 整改通知书 -o 几份")
    assert len(made("几份")) == 2


def test_names_of_units_make_no_path(office):
    office.ok("assign", "1", "--to", "某:局\\甲*?", "--new", "--document")
    assert made() == ["交办单_2024第1号_某_局_甲__.docx"]


MISTAKES = {
    "export 1 --document 督办单": ("督办单在登记监管手段时打印", "ledger oversight supervise 编号 --document"),
    "export 1 --document 罚单": ("没有文书“罚单”", "交办单、整改通知书"),
    "export --document 交办单": ("没有说是哪些问题", "写编号"),
    "export 1 --document 交办单": ("2024-0001 现为“待交办”，还没有交办", "ledger assign 2024-0001"),
    "document print 通报1": ("通报没有文书可打印", "可打印：交办单"),
    "document print 督办3": ("没有文书“督办3”", "ledger document list"),
    "document copy 罚单": ("没有文书“罚单”", "交办单"),
    "document use 督办单 没有.docx": ("找不到文件：没有.docx", "检查"),
    "document use 督办单 别的.docx": ("模板里有不认识的字段“责任但单位”", "是不是：责任单位"),
    "document use 督办单 空的.docx": ("模板里没有 {{字段}}", "ledger document fields"),
    "document use 督办单 问题台账.db": ("这不是 .docx 文件", "另存为 .docx"),
}  # fmt: skip


@pytest.mark.parametrize("words", MISTAKES)
def test_mistake_is_told_with_a_way_out(office, words):
    Path("别的.docx").write_bytes(template(p("{{文号}}{{责任但单位}}")))
    Path("空的.docx").write_bytes(template(p("没有")))
    office.ok("oversight criticize 1 --to 区城管局")
    before = office.operations(), made()
    said = office(words)
    error, hint = said.err.splitlines()[-2:]
    assert said.code != 0
    assert error.startswith(f"错误：{MISTAKES[words][0]}")
    assert MISTAKES[words][1] in hint
    assert (office.operations(), made()) == before


def test_office_edits_its_own_template(office):
    office.ok("document copy 催办通知书")
    assert "没有覆盖" in office("document copy 催办通知书").err
    assert "没有覆盖" in office("document copy 催办通知书 -o 催办通知书模板.docx").err
    copied = Path("催办通知书模板.docx")
    assert copied.read_bytes() == catalogue.path("documents", "催办通知书.docx").read_bytes()
    office.ok("assign 1 --to 恒安物业 --new")
    Path("改好.docx").write_bytes(template(p("本局{{文", "号}}：{{主送单位}}")))
    office.ok("document use 催办通知书 改好.docx")
    assert "自己的：改好.docx（2024-01-15）" in office.ok("document list").out
    office.ok("oversight urge 1 -o 催.docx")
    assert texts(Path("催.docx").read_bytes()) == ["本局催办〔2024〕第1号：恒安物业"]
    office.ok("document reset 催办通知书")
    office.ok("document print 催办1 -o 催2.docx")
    assert "催办通知书" in texts(Path("催2.docx").read_bytes())
    assert "催办通知书\t自带\t催办〔2024〕第1号\n" in office.ok("document list").out


def test_every_field_is_listed_and_can_be_used(office):
    listed = office.ok("document fields").out.split()
    assert listed == [f"{{{{{name}}}}}" for name in wording.KNOWN]
    Path("全部.docx").write_bytes(template(p("；".join(listed[1:]))))
    office.ok("document use 督办 全部.docx")
    office.ok("assign 1 --to 恒安物业 --new")
    office.ok("oversight supervise 1 -d 2024-02-20 -o 督.docx")
    (text,) = texts(Path("督.docx").read_bytes())
    assert "{{" not in text
    assert {"督办〔2024〕第1号", "金都府邸", "12345", "2024年2月20日"} <= set(text.split("；"))


def test_papers_are_numbered_by_kind(office):
    office.ok("assign 1 2 --to 恒安物业 --new --document")
    office.ok("export 1 --document 整改通知书")
    with open_reading(office.path) as store:
        given = [(paper.kind, paper.serial) for paper in kept.every(store, PAPERS)]
    assert sorted(given) == [(PaperKind.ASSIGN, 1), (PaperKind.NOTICE, 1)]
