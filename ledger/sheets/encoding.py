"""In which encoding a Chinese text file is written."""

import codecs
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_DECLARABLE: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "big5hkscs": "big5hkscs",
    "utf-8": "utf-8",
}
_SAMPLE: Final = 256 << 10
_NULS: Final = 0.1
_WIDE: Final = 0.95
_FLAWS: Final = 0.1
_LEAD: Final = 0.15
_WIDE_BYTES: Final = frozenset({0x00, 0x30, 0xFF, *range(0x4E, 0xA0)})

# Characters that fill Chinese forms and letters, the same in both scripts or simplified.
_COMMON: Final = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过"
    "发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本"
    "前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很"
    "最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度"
    "门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电"
    "数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马"
    "科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万"
    "取拉格望觉术领共确传师观清今切院让识候带导争运号楼街办序单位责任限状态编号号码投诉投拆小区"
    "整改完备注居委镇村栋户层室梯漏屋顶墙收费服务满访销转督查验项目停车消防绿垃圾公园负联系址称"
    "市日期時間問題單編號電話責任處理結果類別內容區樓號備註負責聯絡訴"
)


def decode(data: bytes, declared: str = "") -> tuple[str, int]:
    """The text of a file, and how many places of it could not be read (shown as U+FFFD).

    Rule, in order: byte order mark; the declared encoding where UTF-8 is not likelier; UTF-16 when zero bytes abound; UTF-8, few flaws
    forgiven; UTF-16 whose high bytes look Chinese; GB18030, unless Big5 makes clearly more sense. GB2312
    and GBK are always read as GB18030, which holds the rare characters of names (㙍 䶮 𠮷).
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _replaced(data[len(mark) :], name)
    name = _known(declared)
    if name and _fits(data, name) and (name == "utf-8" or not _fits(data, "utf-8")):
        return _replaced(data, name)
    return _replaced(data, guess(data[:_SAMPLE]))


def _known(name: str) -> str:
    """The codec of a declared encoding that a Chinese file may be in, "" for any other.

    UTF-16 is not among them: whoever could read the declaration was not reading UTF-16.
    """
    try:
        codec = codecs.lookup(name.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return ""
    return _DECLARABLE.get(codec, "")


def guess(sample: bytes) -> str:
    """The likeliest encoding of a text without a byte order mark."""
    if sample.count(0) >= max(1, len(sample) * _NULS):
        return "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"
    if _fits(sample, "utf-8") or _unreadable(sample, "utf-8") < _FLAWS:
        return "utf-8"
    for name, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        wide = sum(byte in _WIDE_BYTES for byte in high)
        if len(sample) % 2 == 0 and wide >= len(high) * _WIDE and _fits(sample, name):
            return name
    if _share(sample, "big5") >= _share(sample, "gb18030") + _LEAD:
        return "big5"
    return "gb18030"


def _fits(data: bytes, name: str) -> bool:
    """Whether the bytes are that encoding; a cut last character is allowed."""
    try:
        codecs.getincrementaldecoder(name)().decode(data)
    except (UnicodeError, LookupError):
        return False
    return True


def _unreadable(sample: bytes, name: str) -> float:
    """The share of places that are not that encoding among what is not ASCII."""
    wide = [char for char in sample.decode(name, "replace") if not char.isascii()]
    return wide.count("\ufffd") / len(wide) if wide else 0.0


def _share(sample: bytes, name: str) -> float:
    """The share of common characters among what is not ASCII."""
    wide = [char for char in sample.decode(name, "replace") if not char.isascii()]
    return sum(char in _COMMON for char in wide) / len(wide) if wide else 0.0


def _replaced(data: bytes, name: str) -> tuple[str, int]:
    text = data.decode(name, "replace").removeprefix("\ufeff")
    return text, text.count("\ufffd")
