import io
import re
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from ledger.intake.drafts import Layout, Role
from ledger.sheets.fill import FormRow, FormSheet, fill
from ledger.sheets.surgery import LONGEST, cleaned

LAYOUT = Layout(sheet="表", role=Role.LEDGER, header=(1, 1), data=(2, 2))


def form() -> bytes:
    book = Workbook()
    book.active.title = "表"
    book.active.append(["问题", "日期"])
    book.active.append(["路灯不亮", datetime(2023, 9, 1)])  # noqa: DTZ001
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FORM = form()


def written(values):
    result = fill(FORM, [FormSheet(LAYOUT, [FormRow(values)])])
    return load_workbook(io.BytesIO(result))["表"]


def decoded(text):
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text or "")


@given(st.text(max_size=60) | st.from_regex(r"(_x[0-9A-F]{4}_){1,3}[=+@-]?", fullmatch=True))
@settings(max_examples=150, deadline=None)
def test_every_text_comes_back(text):
    cell = written({1: text})["A2"]
    assert decoded(cell.value) == text.replace("\r\n", "\n")
    assert cell.data_type in ("s", "inlineStr", "n")
    assert (cell.data_type == "n") == (text == "")


@given(st.datetimes(datetime(1901, 1, 1), datetime(2999, 12, 31)))  # noqa: DTZ001
@settings(max_examples=50, deadline=None)
def test_every_day_comes_back(moment):
    value = written({2: moment.replace(microsecond=0)})["B2"].value
    assert abs(value - moment.replace(microsecond=0)) <= timedelta(seconds=1)


def test_days_and_numbers():
    sheet = written({1: 0.1, 2: date(2024, 2, 29)})
    assert sheet["A2"].value == 0.1
    assert sheet["B2"].value == datetime(2024, 2, 29)  # noqa: DTZ001
    assert written({1: 230103199001011234})["A2"].value == "230103199001011234"
    assert written({1: float("nan")})["A2"].value == "nan"


def test_a_formula_is_only_a_text():
    cell = written({1: "=cmd|'/c calc'!A0"})["A2"]
    assert cell.value == "=cmd|'/c calc'!A0"
    assert cell.data_type != "f"


def test_a_text_that_is_too_long_says_so():
    text = cleaned("𠮷" * LONGEST)
    assert len(text.encode("utf-16-le")) // 2 <= LONGEST
    assert text.endswith("…（全文见台账）")
