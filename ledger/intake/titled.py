"""The places that a title names by their form, wherever they lie: 平江街道7月群众诉求台账, 麦岛家园业主问题汇总."""

import re
from functools import lru_cache
from typing import Final

HAN: Final = r"[^\W\d_a-zA-Z]"
BEFORE: Final = re.compile(
    r"\s*(?:附件[\d一二三四五六七八九十]*[：:、.]?|\d{1,2}[.、．_-]\s*|中共)?\s*(?:(?:19|20)\d\d(?:年度?)?[-—.]?)?"
    r"(?:上半年|下半年|第?[一二三四1-4]季度|\d{1,2}月份?)?[（(]?"
    rf"(?:{HAN}{{2,3}}(?:省|自治区))?(?:{HAN}{{1,4}}?(?:市|自治州|盟)(?!场|政|民))?"
    rf"(?:{HAN}{{1,5}}?(?:(?<![小社园片校厂院景矿])区(?!域)|县|[左右前后中]旗))?"
    rf"(?:{HAN}{{2,20}}?(?:有限责任公司|有限公司|公司|集团))?"
)
STREET: Final = re.compile(
    rf"(?P<place>(?P<name>{HAN}{{2,5}}?)(?:街道(?!口)|(?<![城小乡集村重市])镇(?!区|域)|(?<!城)乡(?!镇|村)))"
    r"(?:党工委|党委|工委|工作委员会|办事处|人民政府|政府|办(?!理|公|案))?"
)
COMMUNITY: Final = re.compile(
    rf"(?P<place>(?P<name>{HAN}{{2,8}}?)(?:社区(?!化)|村(?=村委会|村民委员会)|(?<=[^新])村(?![民镇庄容级务干落])))"
    r"(?:居委会|居民委员会|党委|党总支|党支部|工作站|村委会|村民委员会)?"
)
PART: Final = r"(?:[一二三四五六七八九十\d]{1,2}期|[A-Za-z一二三四东西南北]区)?"
ESTATE: Final = re.compile(
    rf"(?P<place>(?P<name>{HAN}{{2,8}}?)(?:"
    rf"(?:小区|花园|家园|花苑|嘉园|佳园|[雅丽新馨景华御家文]苑|公寓|新村|新居|佳苑|名苑|名邸|名都|华庭|华府|府邸|公馆|雅居|丽都|庭院){PART}"
    rf"|(?:[院里城园府居苑湾墅庭邸境郡轩阁坊座]|天地|国际|广场|大厦|一品|半岛){PART}(?=业主|住户|物业(?:问题|投诉|诉求|整改)|停车(?:管理)?投诉|投诉|报修|报事)"
    rf"|{PART}(?=业主委员会|业委会|物管会|物业服务中心|物业服务处|物业管理处|物业项目部|项目部|管理处)))"
)
GENERAL: Final = re.compile(
    "行政|自然|空心|后进|传统|城中|两委|[各某该辖涉区县市省局委等个]|老旧|住宅|弃管|失管|全[部国体街镇]|本[街社小镇年月]|年度|每月|季度|无物业|物业|重点|新建|智慧|封闭|开放|改造|商品|保障|安置|回迁|问题|居民|业主|"
    "群众|乡镇|街镇|镇街|城镇|城乡|农村|平安|美丽|文明|示范|红色|零散|散楼|单体|部[分门]|试点|绿色|宜居|棚改|既有|高层|多层|管理|服务|检查|巡查|整治|整改|排查|专项|创建|维修|"
    "领导|责任|基层|群体|小区|社区|街道|台账|清单|汇总|登记|记录|投诉|诉求|矛盾|信访|热线|完整|三供|移交|中心|特色|社会|停车|电梯|关于|[有相]关|所[属有在]|公司|科室|[大中支]队|"
    "派出所|工作站|供热|换热|泵站|房$|房改|三无|无[主人]|散居|拆迁|督办|交办|办理|[类分]类|类[型别]|项目|事项|各项|[前后近长暖]期|处[理置]|干部|支部|学生|职工|员工|人才"
)
PARTS: Final = re.compile(r"[（()）【】\[\]\s：:_—.-]+")
JOINED: Final = re.compile(r"\s*[、和与及，,/]")


@lru_cache(maxsize=4096)
def places(text: str) -> dict[str, str]:
    """Street, community and estate that a title begins with, or that a part of it set off by brackets or a dash names.

    Names that are none (老旧小区, 各街道) and lists of several name no place.

    >>> places("昆明市五华区莲华街道虹山社区民情台账")
    {'subdistrict': '莲华街道', 'community': '虹山社区'}
    >>> places("物业问题台账（平江街道）"), places("城镇老旧小区改造问题台账")
    ({'subdistrict': '平江街道'}, {})
    """
    found, _ = _begun(text)
    if found:
        return found
    parts = [part for part in PARTS.split(text)[1:] if part]
    whole = [told for part in parts for told, end in [_begun(part)] if told and end == len(part)]
    return whole[0] if len(whole) == 1 else {}


def _begun(text: str) -> tuple[dict[str, str], int]:
    """The places that a text begins with, one after the other, and where they end."""
    start = BEFORE.match(text)
    at = start.end() if start else 0
    found: dict[str, str] = {}
    for name, form in (("subdistrict", STREET), ("community", COMMUNITY), ("estate", ESTATE)):
        told = form.match(text, at)
        if not told or GENERAL.search(told["name"]) or _bare_village(told[0], found):
            continue
        if JOINED.match(text, told.end()):
            return {}, 0
        found[name], at = told["place"], told.end()
    return found, at


def _bare_village(text: str, found: dict[str, str]) -> bool:
    """Whether a text is a village by its last word alone (新民村) where no town before it tells that it is one."""
    return text.endswith("村") and not found.get("subdistrict", "").endswith(("镇", "乡"))
