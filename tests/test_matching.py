"""When two clerks mean the same words."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ledger.matching import squeeze

SIGNS = " \t\r\n\u3000\u200b\ufeff()[]{}<>-_·.,、，。；;：:！!？?“”\"'‘’《》【】/|*"


@given(st.text("漏水１２ab，。（）<>=·…①㎡\u0301\u0338\u3099かﾊﾞ\u1100\u1161～%", max_size=8))
@example("a，\u0301")
@example("<\u0338")
@example("\u1100，\u1161")
def test_squeezed_words_are_normalised_and_without_signs(text):
    """The short way, taken by nearly all texts, is the long one."""
    plain = unicodedata.normalize("NFKC", text)
    assert squeeze(text) == "".join(c for c in plain if c not in SIGNS).casefold()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（金都府邸 二期）１号楼", "金都府邸二期1号楼"),
        ("电梯停运。", "电梯停运"),
        ("LED灯不亮", "led 灯 不亮"),
    ],
)
def test_same_words_are_the_same(one, other):
    assert squeeze(one) == squeeze(other)
