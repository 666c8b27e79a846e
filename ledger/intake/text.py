"""Text as clerks type it: cleaned for keeping, shortened to a key for comparing."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Final

from ledger.intake.grid import Value

INVISIBLE = re.compile(
    "[\u200b-\u200f\u2028-\u202e\u2060\ufeff\ue000-\uf8ff\x00-\x08\x0c-\x1f\x7f]"
)
BLANKS = re.compile(r"\s+")
SIGNS = re.compile(r"[\s_/|:()\-\[\]【】{}<>《》*※·、,。.;!?\"'“”‘’—~#]+")
SPOKEN = tuple(
    (re.compile(word), plain)
    for word, plain in (
        ("[么啥]子(?=[^\\W\\d_])", "啥"), ("[么啥]子$", "啥"), ("么事|乜嘢", "啥事"), ("嘛(?=[^\\W\\d_])", "啥"),
        ("(?<=[^\\W\\d_])(?:[冇咩]|没得)$", "没"), ("(?<=[喊找叫派给跟问])哪个(?=[去来办修弄搞的管]|$)|边个|^哪个(?=[反说提报喊讲来找投])", "谁"),
    )
)  # fmt: skip
DIALECT = frozenset("么子嘛冇咩哪边乜得")
MISSPELT = tuple(
    (re.compile(word), plain)
    for word, plain in (
        ("问提", "问题"), ("整该|^正改|正改$", "整改"), ("责[认仁]", "责任"), ("时[现线]$", "时限"), ("期[现线]$", "期限"), ("备[住柱]", "备注"), ("单为", "单位"),
        ("楼[动冻]", "楼栋"), ("电活", "电话"), ("(?<=[受办处])里(?=[人时日情结单部进]|$)", "理"), ("投拆", "投诉"), ("抱修", "报修"), ("回仿", "回访"),
        ("街到", "街道"), ("姓明", "姓名"), ("序好", "序号"), ("照篇", "照片"), ("验受", "验收"), ("登计", "登记"), ("联糸", "联系"), ("完[城咸]", "完成"),
    )
)  # fmt: skip
"""What a slip makes of the words of headings: homophones and look-alikes."""
GUARDED = frozenset("=+-@")
QUESTION = re.compile(
    r"^\s*(?:\d{1,2}\s*[、.．:)）]\s*)?(?:[如若](?:果|需|有|您|要|想)[^,，]{1,10}[,，]\s*)?"
    r"(?:请您?(?:留下|填写|输入|提供|写明|写下|注明)?(?:您的?)?)?|您(?:所在|居住|反映|遇到|要反映)?的?"
    r"|(?:是什么|是哪里|是哪个|是多少|叫什么|是|为)?[？?]\s*$"
    r"|^哪一?[个家](?=..)|(?:啥|什么)(?!时|日|事|天|样|程度)(?=.)"
)
CHOICE = re.compile(r"(.)[不没]\1")
TRANSLATION = re.compile(r"(?<=[^\x00-\x7f])\s*[A-Za-z][A-Za-z .]{3,}$")
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
MARKED = ("'", "=")
PICTURE = re.compile(r"=\s*(_xlfn\.)?DISPIMG\(", re.IGNORECASE)


def clean(text: str) -> str:
    r"""The text without invisible characters and outer white space; line breaks stay.

    >>> clean(" 3号楼\u200b\xa0 ")
    '3号楼'
    """
    if text.isprintable():
        return text.strip()
    text = text.replace("\xa0", " ").replace("\x0b", "\n").replace("\r\n", "\n").replace("\r", "\n")
    return INVISIBLE.sub("", text).strip()


def shown(value: Value) -> str:
    """A value as a clerk would read it aloud: text cleaned, days in ISO 8601, clock times to the minute."""
    return SHOWN[type(value)](value)


def _text(value: str) -> str:
    if value.isalnum():  # most are: nothing to take away
        return value
    text = value.strip() if value.isprintable() else clean(value)
    if text[:1] in MARKED:
        return "" if PICTURE.match(value) else unguarded(text)
    return text


def _flag(value: bool) -> str:
    return "是" if value else "否"


def _moment(value: datetime) -> str:
    return value.isoformat(" ", "seconds" if value.second else "minutes")


def _clock(value: time) -> str:
    return value.isoformat("minutes")


SHOWN: Final[Mapping[type[Value], Callable[[Any], str]]] = {
    str: _text,
    int: str,
    float: "{:.15g}".format,
    bool: _flag,
    date: lru_cache(maxsize=4096)(date.isoformat),  # the same days again and again
    datetime: _moment,
    time: _clock,
}
"""How a value of each type is shown."""


def unguarded(text: str) -> str:
    """The text without the apostrophe that keeps a spreadsheet from taking it for a number or a formula.

    >>> unguarded("'0139")
    '0139'
    """
    if not text.startswith("'"):
        return text
    guarded = text[1:2].isalnum() or text[1:2] in GUARDED
    return text[1:] if guarded and "'" not in text[1:] else text


def key(text: str) -> str:
    """What is compared: NFKC, lower case, no white space, no punctuation; "" when nothing is left.

    >>> key("责任单位／ 责任人（盖章）")
    '责任单位责任人盖章'
    """
    return text.lower() if text.isascii() and text.isalnum() else _key(text)


@lru_cache(maxsize=16384)
def _key(text: str) -> str:
    if text.isalnum() and unicodedata.is_normalized("NFKC", text):
        return text.lower()  # nothing to take away
    return SIGNS.sub("", unicodedata.normalize("NFKC", clean(text)).lower())


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """The key without what stands in brackets (filling instructions, units of measure) and what makes it a question.

    >>> bare("街道（镇）"), bare("4、请具体描述您反映的问题："), bare("哪个小区"), bare("修没修好")
    ('街道', '具体描述问题', '小区', '是否修好')
    >>> bare("6、如需回电，请留下您的姓名")
    '姓名'
    """
    plain = BRACKETS.sub("", unicodedata.normalize("NFKC", clean(text)))
    plain = CHOICE.sub(r"是否\1", TRANSLATION.sub("", plain))
    return key(QUESTION.sub("", plain)) or key(plain)


@lru_cache(maxsize=16384)
def spoken(text: str) -> str:
    """A heading as most people write it: without slips, and with plain words for the question words of dialects.

    >>> spoken("答应嘛时候弄好"), spoken("么子事"), spoken("搞好冇"), spoken("喊哪个去的"), spoken("责认人")
    ('答应啥时候弄好', '啥事', '搞好没', '喊谁去的', '责任人')
    """
    plain = _plainly(text, MISSPELT)
    return plain if DIALECT.isdisjoint(plain) else _plainly(plain, SPOKEN)


HEARD = tuple(
    (re.compile(word), plain)
    for word, plain in (
        ("(?<![自知利异舍其])己(?=[经整改完办处销解修结清拆换])", "已"), ("[嘞咯咧噻喽哩嘛]+(?=$|[，。,！!])", "了"), ("冇|没得|莫得", "没"), ("(?<=[还也])么(?=[弄修搞办整干动去])|么(?=这事)", "没"),
        ("([处办整修搞做弄]理?)紧", r"正在\1"), ("辣(?=[做修弄办])", "在"),
    )
)  # fmt: skip
HEARSAY = frozenset("己嘞咯咧噻喽哩嘛冇得么紧辣")


@lru_cache(maxsize=16384)
def heard(text: str) -> str:
    """An answer as most people write it: without the commonest slip, and with plain words for those of dialects.

    >>> heard("弄好嘞"), heard("还冇修好"), heard("处理紧"), heard("好咧，没麻达"), heard("己整改")
    ('弄好了', '还没修好', '正在处理', '好了，没麻达', '已整改')
    """
    return text if HEARSAY.isdisjoint(text) else _plainly(text, HEARD)


def _plainly(text: str, words: Iterable[tuple[re.Pattern[str], str]]) -> str:
    for word, plain in words:
        text = word.sub(plain, text)
    return text


@lru_cache(maxsize=16384)
def joined(text: str) -> str:
    r"""One line without white space, as a heading is quoted.

    >>> joined("复查\n时间 ")
    '复查时间'
    """
    return BLANKS.sub("", clean(text))
