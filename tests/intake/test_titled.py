"""Places that a title names, wherever in the country they lie."""

import pytest

from ledger.intake.titled import places

NAMED = [
    ("平江街道7月群众诉求台账", {"subdistrict": "平江街道"}),
    ("2024年7月苏州市姑苏区平江街道办事处群众诉求台账", {"subdistrict": "平江街道"}),
    ("红旗街道办物业问题台账", {"subdistrict": "红旗街道"}),
    ("周庄镇人民政府信访台账", {"subdistrict": "周庄镇"}),
    ("歌乐山镇新开寺村村委会问题台账", {"subdistrict": "歌乐山镇", "community": "新开寺村"}),
    ("物业问题台账（平江街道）", {"subdistrict": "平江街道"}),
    ("2024年问题清单-麦岛家园.xlsx", {"estate": "麦岛家园"}),
    ("石溪乡大湾村人居环境问题清单", {"subdistrict": "石溪乡", "community": "大湾村"}),
    ("虹山社区居委会民情台账", {"community": "虹山社区"}),
    ("附件1：莲华街道虹山社区民情台账", {"subdistrict": "莲华街道", "community": "虹山社区"}),
    ("麦岛家园业主委员会2024年问题记录", {"estate": "麦岛家园"}),
    ("阳光花园一期业主诉求汇总", {"estate": "阳光花园一期"}),
    ("杭州绿润物业服务有限公司和睦院项目部报事台账", {"estate": "和睦院"}),
    ("中海城业主群问题接龙", {"estate": "中海城"}),
]
NO_PLACE = (
    "城镇老旧小区改造问题台账", "包河区2023年老旧小区改造问题整改表", "雁塔区小区周边环境巡查问题清单", "各街道问题汇总", "全市乡镇街道问题清单",
    "平江街道、桃花坞街道问题台账", "燕山小区、历山小区问题", "智慧社区建设问题台账", "某小区业主反映问题", "电梯业主诉求", "业主委员会问题",
    "城乡社区治理问题", "物业小区问题台账", "江岸区住房保障和房屋管理局物业投诉登记簿", "问题台账（平江街道、桃花坞街道）", "关于解决进乡小区停车难的建议", "整改中", "7月", "Sheet1", "",
)  # fmt: skip


@pytest.mark.parametrize(("title", "told"), NAMED)
def test_a_title_names_the_place_that_it_is_about(title, told):
    assert places(title) == told


@pytest.mark.parametrize("title", NO_PLACE)
def test_a_title_of_a_kind_of_places_or_of_several_names_none(title):
    assert places(title) == {}


def test_the_estate_of_a_register_of_complaints():
    assert places("学府雅苑停车管理投诉台账") == {"estate": "学府雅苑"}
    assert places("金谷家园停车管理投诉台账") == {"estate": "金谷家园"}
