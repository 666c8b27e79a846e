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
)  # fmt: skip
UNDER_WAY = (
    "正在联系厂家", "已维修31户，其余排期中", "配件已订购，尚未到货", "围挡已设，施工单位已进场", "已下达限期拆除通知", "支线阀门正在更换，已送电暖气",
    "责令物业更换", "已约维保单位检查", "正在施工，完成70%", "28户中已撤离25户", "复检不合格", "已签订清洗合同，定于本周停水清洗",
    "账目在对", "施工队已进场更换", "已清退2户，剩1户", "施工图已出", "已完成入户调查", "已发函物业", "完成一半", "初步解决",
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


@pytest.mark.parametrize("text", ["", "，", "室温19.5度", "电话回访"])
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
