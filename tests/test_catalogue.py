import unicodedata

import pytest

from ledger import catalogue
from ledger.intake.text import key
from ledger.models import FIELDS, Status

FILE = catalogue.table("fields.toml")
ENTRIES = [
    (f"{section}.{name}", entry)
    for section in ("fields", "groups", "photos")
    for name, entry in FILE[section].items()
] + [("ignored", FILE["ignored"])]
KINDS = ("headers", "weak", "stems")


def test_each_field_of_the_file_is_a_field_of_an_issue():
    assert set(FILE["fields"]) <= set(FIELDS)
    assert {e["field"] for e in FILE["groups"].values() if "field" in e} <= set(FIELDS)


@pytest.mark.parametrize("kinds", [("headers", "weak"), ("stems",)])
def test_no_heading_is_claimed_twice(kinds):
    owners = [key(t) for _, entry in ENTRIES for kind in kinds for t in entry.get(kind, ())]
    assert sorted(owners) == sorted(set(owners))


@pytest.mark.parametrize("place", ["marks", "ends", "asked", "starts"])
def test_no_part_of_headings_is_claimed_twice(place):
    if place == "marks":
        words = [word for told in FILE["marks"].values() for word in told]
    else:
        words = [word for head in FILE["heads"].values() for word in head.get(place, ())]
    assert sorted(words) == sorted(set(words))


def test_headings_are_written_in_their_normal_form_and_none_is_empty():
    texts = [text for _, entry in ENTRIES for kind in KINDS for text in entry.get(kind, ())]
    plain = [text.translate(str.maketrans("（）", "()")) for text in texts]
    assert plain == [unicodedata.normalize("NFKC", text) for text in texts]
    assert all(key(text) for text in texts)


def test_the_vocabulary_knows_every_label_that_clerks_see():
    words = catalogue.vocabulary()
    for name in FILE["fields"]:
        label = FIELDS[name].label
        found = words.headers.get(key(label)) or words.stem(label)
        assert found is None or found.fills in (name, None), (name, label, found)


def test_words_for_states_do_not_contradict_each_other():
    words = catalogue.table("words.toml")["status"]
    texts = [key(text) for group in words.values() for text in group]
    assert sorted(texts) == sorted(set(texts))
    assert set(words) - {"waiting", "unfinished"} <= {str(status) for status in Status}


def test_divisions_of_a_district():
    assert "新阳路街道" in catalogue.streets("道里区")
    assert catalogue.streets("没有的区") == ()
    assert ("省报社社区居委会", "兆麟街道") in catalogue.communities("道里区")
    assert set(catalogue.areas()) >= {"道里区", "双城区", "呼兰区"}
    assert all(catalogue.streets(area) for area in catalogue.areas())
