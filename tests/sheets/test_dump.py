import csv
import io
import json
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from ledger import models
from ledger.models import Issue, Status
from ledger.sheets import dump
from ledger.sheets.dump import guard, unguard

LAMP = Issue(
    uid="u1",
    number="2023-0001",
    description="路灯不亮\u2028三盏",
    reported_on=date(2023, 9, 1),
    co_units=("区城管局", "香坊供电"),
    complainant="=王芳",
    phone="+86 139",
    ongoing=True,
    status=Status.CLOSED,
    extra={"问题/层级": "-丙", "件": 3},
)
PLAIN = Issue(uid="u2", number="2023-0002")


def table(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_each_issue_is_one_line_of_json():
    lines = dump.jsonl([LAMP, PLAIN]).decode().split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == [models.public(LAMP), models.public(PLAIN)]


def test_the_table_is_what_spreadsheets_open():
    data = dump.csv([LAMP, PLAIN])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 3
    lamp, plain = table(data)
    assert lamp["编号"] == "2023-0001"
    assert lamp["受理日期"] == "2023-09-01"
    assert lamp["配合单位"] == "区城管局、香坊供电"
    assert lamp["投诉人"] == "'=王芳"
    assert lamp["联系电话"] == "+86 139"
    assert lamp["长期坚持"] == "是"
    assert lamp["状态"] == "已销号"
    assert lamp["附加列/问题/层级"] == "'-丙"
    assert lamp["附加列/件"] == "3"
    assert plain["投诉人"] == ""


def test_every_field_that_is_told_has_its_column():
    told = models.public(LAMP)
    labels = {models.FIELDS[name].label for name in told if name not in ("extra", "photos")}
    assert labels < set(table(dump.csv([LAMP]))[0])


def test_a_list_whose_words_hold_the_separator_is_json():
    odd = Issue(uid="u", number="1", tags=("甲、乙", "丙"))
    assert json.loads(table(dump.csv([odd]))[0]["标签"]) == ["甲、乙", "丙"]


@given(st.text())
@example("'=1")
@example("''")
@example("\t")
@example("-5")
def test_guarding_is_undone(text):
    guarded = guard(text)
    assert unguard(guarded) == text
    assert not guarded.startswith(dump.RISKY) or dump.HARMLESS.fullmatch(guarded)
