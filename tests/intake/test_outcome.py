"""What a report on the work says of its end."""

import pytest

from ledger import catalogue
from ledger.intake.weighed import Told, decide
from ledger.models import Status

WORDS = catalogue.vocabulary()
REPORT = WORDS.report
DONE = (
    "已更换灯具，恢复照明", "10月12日更换门禁主机，投诉人表示满意", "4月13日由区城管局拆除完毕，现场已恢复。", "换了感应头，调短延时",
    "已返工完毕，待街道验收", "楼道小广告已清除，安排每周巡查", "经查年检合格，标志未及时张贴，已张贴新标志。", "夜间巡查未再发现，护栏已加固",
    "师傅上去修了，不漏了", "清理了，味小了", "双方签协议，拆除超高部分", "卸货改到6点后", "已安排保洁清理干净", "楼上赔2600元，签订调解书",
    "本周换了新锁", "换了新灯，没拍照", "修好了，没找业主收费", "已清理，没找到反弹迹象", "已劝离，未再发现又停车",
    "已修好，业主说要来做锦旗", "已把雨水管排到下水道", "已清理并安排日巡", "当天就收拾了", "弄巴适了", "洞堵上了", "加了一截弯头",
)  # fmt: skip
UNDER_WAY = (
    "正在联系厂家", "已维修31户，其余排期中", "配件已订购，尚未到货", "围挡已设，施工单位已进场", "已下达限期拆除通知", "支线阀门正在更换，已送电暖气",
    "责令物业更换", "已约维保单位检查", "正在施工，完成70%", "28户中已撤离25户", "复检不合格", "已签订清洗合同，定于本周停水清洗",
    "账目在对", "施工队已进场更换", "已清退2户，剩1户", "施工图已出", "已完成入户调查", "已发函物业", "完成一半", "初步解决",
    "扶手焊接完成，待刷漆", "正选新物业", "残联排进今年无障碍改造", "水司说要冲管，没来", "城管来清过，又回来了", "地漏又堵上了",
    "我们已向街道投诉", "转开发商客服了", "跟隔壁说好了周末剪", "水管先接了导流槽", "雨季补植", "双方协商退款", "已发告知书",
    "说管子老了要换", "物业说本周换", "已安装防护棚，修缮资金申请中", "没搞巴适",
)  # fmt: skip


@pytest.mark.parametrize("text", DONE)
def test_what_is_done(text):
    assert REPORT.outcome(text) is Status.DONE


@pytest.mark.parametrize("text", UNDER_WAY)
def test_what_is_under_way(text):
    assert REPORT.outcome(text) is Status.IN_PROGRESS


@pytest.mark.parametrize("text", ["经核，反映问题不属实", "与前一工单重复，作废处理"])
def test_what_was_nothing(text):
    assert REPORT.outcome(text) is Status.VOID


@pytest.mark.parametrize(
    "text",
    ["", "，", "室温19.5度", "电话回访", "加了业主微信沟通", "施工时间挪到5月", "邻居盖起了棚子"],
)
def test_what_says_nothing_of_the_work(text):
    assert REPORT.outcome(text) is None


@pytest.mark.parametrize(
    ("values", "status"), [({}, Status.REGISTERED), ({"lead_unit": "物业办"}, Status.ASSIGNED)]
)
@pytest.mark.parametrize(
    "texts", [{"progress": "未办"}, {"status": "否", "progress": "经核，反映问题不属实"}]
)
def test_what_was_not_begun_waits_for_its_unit_if_it_has_one(texts, values, status):
    assert decide(Told(texts=texts, values=values), WORDS).status is status
