"""No text from people acts: not on the terminal, not as markup, formula or SQL; and none is lost."""

import csv
import io
import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.errors import Exit

NASTY = (
    "\x1b[31m红\x1b[0m", "\x1b]0;标题\x07", "\x1b]52;c;aGk=\x07", "\x9b31m", "\u202e倒过来", "\u2067藏",
    "零\u200b宽", "\x00", "甲\x00乙", "\ufeff头", "行一\n行二", "列\t列", "回\r车", "\u2028", "\x85",
    "[red]红[/red]", "[/b]", "[link=http://x]点[/link]", ":warning:", "{0}%s%(x)s", "\\n\\x1b",
    "=cmd|'/c calc'!A0", '=HYPERLINK("http://x","点")', "+1+1", "-1+1", "@SUM(A1)", "\t=1", "'=1",
    "'; DROP TABLE issue; --", '" OR 1=1', "%", "_", "a' || 'b", ":p0", "?", "\\", "_x0041_", "#REF!",
    "🏠漏水🚰", "👨‍👩‍👧", "𠮷䶮㐂鿍", "é", "１２３", "<b>&amp;</b>", "NULL", "nan", "無", "\uffff", "\ue000",
    "\ud800", "\udce4\udcb8", "甲" * 500,
)  # fmt: skip
LETTERS = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=()), min_size=1, max_size=30),
    st.lists(st.sampled_from(NASTY), min_size=2, max_size=3).map("".join),
)
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?\d[\d ().-]*")


def kept(text):
    """What the ledger keeps of a text: outer white space and NUL are not a clerk's words."""
    return text.replace("\0", "").strip()


def harmless(shown):
    """Nothing that controls a terminal, hides or turns text; lines and tabs only where tables have them."""
    return [
        char
        for char in shown
        if char not in "\n\t" and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    ]


def registered(clerk, text):
    """Whether a text could be registered, as description, estate and name of the complainant."""
    said = clerk(
        "add", "--source", "来电", "--new", "-e", f"怡园{text}", "--complainant", f"王{text}", "--",
        f"漏水{text}",
    )  # fmt: skip
    if said.code == Exit.OK:
        return True
    assert said.code == Exit.BAD_DATA
    error, hint = said.err.splitlines()
    assert error.startswith("错误：文字里有读不出的字符")
    assert hint.startswith("提示：")
    return False


@pytest.fixture
def office(ledger):
    """A ledger on a terminal too narrow for comfort, and the same through a pipe."""
    return ledger.at(terminal_out=True, color=False)


@given(LETTERS)
@settings(max_examples=60)
def check_text(clerk, text):
    before = len(clerk.issues())
    if not registered(clerk, text):
        assert any(unicodedata.category(char) == "Cs" for char in text)
        assert len(clerk.issues()) == before
        return
    issue = clerk.issues()[-1]
    assert issue.description == kept(f"漏水{text}")
    assert issue.estate == kept(f"怡园{text}")
    piped = clerk.at(terminal_out=False)
    shown = clerk.ok("show", issue.number, "--show-phone")
    for said in (shown, clerk.ok("list"), clerk.ok("log", issue.number), piped.ok("list")):
        assert harmless(said.out + said.err) == []
    lines = clerk.ok("export", "--format", "jsonl", "--all").out.rstrip("\n").split("\n")
    assert json.loads(lines[-1])["description"] == issue.description
    assert len(lines) == before + 1
    assert json.loads(piped.ok("list", "--json", "-L", "0").out)
    clerk.ok("export", "--format", "csv", "--all", "-o", "出.csv", "-y")
    table = list(
        csv.reader(io.StringIO(Path("出.csv").read_bytes().decode("utf-8-sig"), newline=""))
    )
    assert len(table) == before + 2
    assert dict(zip(table[0], table[-1], strict=True))["问题描述"] == issue.description
    assert clerk.findings() == []


def test_text_survives_and_does_nothing(office):
    check_text(office)


@pytest.mark.parametrize("text", [text for text in NASTY if FORMULA.match(text)])
def test_no_cell_is_a_formula(ledger, text):
    ledger.ok("add", "--source", "来电", "-e", text, "--complainant", text, "--", text)
    told = ledger.ok("export", "--format", "csv", "--all").out.removeprefix("\ufeff")
    (head, row) = csv.reader(io.StringIO(told, newline=""))
    for cell in row:
        assert not FORMULA.match(cell) or NUMBER.fullmatch(cell)
    wanted = kept(text)
    assert dict(zip(head, row, strict=True))["问题描述"] in (wanted, f"'{wanted}")


@pytest.mark.parametrize("text", [text for text in NASTY if kept(text)])
def test_filters_take_any_text_as_text(ledger, text):
    """A condition finds what holds the very words, or nothing; it never is SQL."""
    ledger.ok("add 水压不足 -e 怡园 --source 来电")
    for option in ("-k", "-e", "-s", "-u", "-c", "--tag", "--batch"):
        said = ledger(
            "list", "--json", f"{option}={text}" if option.startswith("--") else f"{option}{text}"
        )
        assert said.code in (Exit.OK, Exit.BAD_DATA), said.err
    assert len(ledger.listed()) == 1
    assert ledger.findings() == []


@pytest.mark.parametrize("field", ["备注", "楼栋", "标签", "责任单位", "问题描述"])
@pytest.mark.parametrize("text", ["\x1b[31m", "[red]", "=1+1", "'; --", "\ud800", "甲\x00乙", "🏠"])
def test_an_edited_text_is_as_harmless(ledger, field, text):
    ledger.ok("add 水压不足 -e 怡园 --source 来电")
    said = ledger("edit", "1", f"{field}={text}")
    assert said.code in (Exit.OK, Exit.BAD_DATA)
    shown = ledger.at(terminal_out=True).ok("show 1")
    assert harmless(said.err + shown.out) == []
    assert ledger.findings() == []


@pytest.mark.parametrize("option", ["--by", "--reason", "--basis", "-m", "--approved-by"])
def test_a_text_that_no_file_can_hold_is_refused(ledger, option):
    ledger.ok("add 水压不足 -e 怡园 --source 来电 -u 恒安物业 --new")
    before = ledger.path.read_bytes()
    words = {"--reason": "其他", "--basis": "甲", "-m": "乙", "--by": "丙"} | {option: "\udce4丁"}
    verb = "void" if option == "--approved-by" else "return"
    if verb == "void":
        words = {"--reason": "不属实", option: "\udce4丁"}
    said = ledger(verb, "1", *(word for pair in words.items() for word in pair))
    assert said.code in (Exit.BAD_DATA, Exit.USAGE)
    assert said.err.startswith("错误：")
    assert ledger.path.read_bytes() == before
