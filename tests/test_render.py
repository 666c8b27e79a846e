"""Tables and cards stay within the terminal, lose nothing and do nothing to the terminal."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from ledger.masking import mask_name, mask_phone, mask_text
from ledger.render import (
    NOT_FIRST,
    NOT_LAST,
    Column,
    card,
    clean,
    fit,
    measure,
    table,
    tone,
    tsv,
    wrap,
)

COLUMNS = (
    Column("编号", 1, 4, 11),
    Column("状态", 1, 6, 6),
    Column("剩余", 1, 8, 8),
    Column("小区", 2, 12, 22),
    Column("责任单位", 4, 10, 24),
    Column("时限", 5, 10, 10),
    Column("天数", 6, 4, 6, right=True),
    Column("问题", 3, 18, 60),
)
ROWS = (
    ("17", "整改中", "超9天", "金都府邸二期", "金都物业", "2024-01-12", "9", "高压柜故障频发停电"),
    ("61", "待交办", "剩1天", "亿兴小区", "", "2024-01-22", "-1", "业主私搭乱建，执法不进小区"),
    ("52", "挂账", "", "香滨小区", "海富物业", "", "", "室内漏雨、墙皮脱落（冬季无法施工）"),
)
ESCAPES = re.compile("\x1b\\[[0-9;]*m")
WORDS = st.text(st.sampled_from("漏水，。（）：12aZ “”…·\n\t\x1b𠮷㛃ê\u0301") | st.characters())
CELLS = st.text(max_size=80) | WORDS
WIDTHS = st.integers(50, 199)


def test_table_of_a_clerk():
    page = table(COLUMNS, ROWS, 66)
    assert page.text.split("\n") == [
        "编号  状态    剩余   小区          责任单位  问题",
        "------------------------------------------------------------------",
        "17    整改中  超9天  金都府邸二期  金都物业  高压柜故障频发停电",
        "61    待交办  剩1天  亿兴小区                业主私搭乱建，执法不",
        "                                             进小区",
        "52    挂账           香滨小区      海富物业  室内漏雨、墙皮脱落",
        "                                             （冬季无法施工）",
    ]
    assert page.hidden == ("时限", "天数")


def test_figures_stand_to_the_right():
    page = table(
        (Column("街道", 1, 4, 8), Column("超期", 2, 4, 6, right=True)), [("利民", "12")], 50
    )
    assert page.text == "街道  超期\n----------\n利民    12"


def test_table_without_rows_shows_its_head():
    assert table(COLUMNS[:2], [], 80).text == "编号  状态\n----------"


@given(st.lists(st.tuples(*[CELLS] * len(COLUMNS)), max_size=4), WIDTHS)
@example([("1" * 200,) * len(COLUMNS)], 50)
def test_no_line_is_wider_than_the_terminal(rows, width):
    for color in (False, True):
        text = ESCAPES.sub("", table(COLUMNS, rows, width, color=color).text)
        assert all(cell_len(line) <= width for line in text.split("\n"))
        assert color or all(measure(line) <= width for line in text.split("\n"))
        assert "\x1b" not in text


@given(WIDTHS)
def test_columns_are_given_up_by_rank(width):
    given_up = [i for i in range(len(COLUMNS)) if i not in fit(COLUMNS, ROWS, width)]
    kept = [COLUMNS[i].rank for i in range(len(COLUMNS)) if i not in given_up]
    assert all(COLUMNS[i].rank >= max(kept) for i in given_up)
    assert {"编号", "状态", "剩余"} <= {COLUMNS[i].title for i in fit(COLUMNS, ROWS, width)}


def test_colour_repeats_the_words_and_is_drawn_by_rich():
    plain = table(COLUMNS, ROWS, 80).text
    painted = table(COLUMNS, ROWS, 80, color=True).text
    assert "\x1b[1;31m超9天" in painted
    assert ESCAPES.sub("", painted) == plain


def test_many_rows_are_plain_even_in_colour():
    rows = ROWS * 40
    assert table(COLUMNS, rows, 80, color=True) == table(COLUMNS, rows, 80)


@pytest.mark.parametrize(
    ("word", "style"),
    [("超12天", "bold red"), ("超期", "bold red"), ("今日到期", "yellow"), ("漏水超期未修", "")],
)
def test_only_a_word_of_its_own_is_coloured(word, style):
    assert tone(word) == style


def test_characters_of_two_widths_stay_out_of_tables():
    page = table(COLUMNS[-1:], [("“电梯”停运…维修→更换",)], 80)
    assert page.text.endswith('\n"电梯"停运...维修->更换')


@given(WORDS, st.integers(2, 80))
def test_wrapping_keeps_every_character_but_blanks(text, width):
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(measure(line) <= width for line in lines)


def test_wrapping_keeps_punctuation_and_numbers_in_place():
    text = "3号楼电梯（品牌：蒂森）2401030077停运，业主反映“多次报修”；物业、街道已到场。" * 4
    for width in range(16, 60):
        lines = wrap(text, width)
        assert not any(line[0] in NOT_FIRST for line in lines)
        assert not any(line[-1] in NOT_LAST for line in lines)
        assert sum(line.count("2401030077") for line in lines) == 4


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("漏水", "漏水"),
        ("两行\r\n第二行", "两行⏎第二行"),
        ("a\tb", "a b"),
        ("\x1b]0;x\x07", "\\x1b]0;x\\x07"),
        ("\x9b31m", "\\x9b31m"),
        ("付\u202e款", "付\\u202e款"),
        ("\u2067x\u200b\ufeff", "\\u2067x\\u200b\\ufeff"),
        ("坏\udcb0", "坏\\udcb0"),
        ("\x00\x7f", "\\x00\\x7f"),
        ("行\u2028分\u2029", "行\\u2028分\\u2029"),
        ("全角　空格", "全角　空格"),
        ("[/b] :warning:", "[/b] :warning:"),
    ],
)
def test_cleaned_text_shows_what_it_hides(text, shown):
    assert clean(text) == shown
    assert table(COLUMNS[-1:], [(text,)], 80, color=True).text.endswith(shown)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_tsv_is_one_line_a_row_with_all_columns(rows):
    lines = tsv(("编号", "问题"), rows).split("\n")
    assert len(lines) == len(rows) + 1
    assert {line.count("\t") for line in lines} == {1}


def test_tsv_cuts_nothing_and_may_go_without_titles():
    assert tsv((), [("17", "漏" * 300)]) == "17\t" + "漏" * 300


@given(st.lists(st.tuples(st.sampled_from(["小区", "责任单位"]), CELLS), max_size=6), WIDTHS)
def test_card_stays_within_the_terminal(pairs, width):
    text = card(pairs, width)
    assert all(measure(line) <= width for line in text.split("\n"))
    assert all(label in text for label, value in pairs if value)


def test_card_of_a_long_text_hangs():
    assert card(
        [("小区", "金都府邸"), ("街道", ""), ("问题", "高压柜故障\n" + "停电" * 6)], 30
    ) == ("  小区  金都府邸\n  问题  高压柜故障\n        停电停电停电停电停电停\n        电")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("13912342201", "139****2201"),
        ("139 1234 2201", "139****2201"),
        ("0451-84555307", "0451-8****5307"),
        ("13912342201、0451-84555307", "139****2201、0451-8****5307"),
        ("84555307", "8****5307"),
        ("无", "无"),
    ],
)
def test_phone_is_masked(text, masked):
    assert mask_phone(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("找王师傅13912342201修", "找王师傅139****2201修"),
        ("工单20240103000177012345", "工单20240103000177012345"),
        ("身份证230102198001011234。", "身份证230102****1234。"),
        ("2024-01-15 12345 84555307", "2024-01-15 12345 84555307"),
    ],
)
def test_personal_numbers_are_masked_inside_texts(text, masked):
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    ("name", "masked"), [("曾庆华", "曾**"), ("王强", "王**"), ("王女士", "王女士"), ("", "")]
)
def test_name_is_masked(name, masked):
    assert mask_name(name) == masked
