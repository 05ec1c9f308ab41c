import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voc.domain.reading import read
from voc.domain.search import grams, grams_of_phrase, occurrences, phrase_of, searchable
from voc.errors import InputError

TEXTS = st.text(st.sampled_from("年费轉转账，。 ＡaB1!㈱\U00020000é"), max_size=12)


@given(TEXTS, TEXTS, TEXTS)
@example("\U00020000", "年", "")
def test_a_text_that_holds_a_phrase_has_all_its_grams(before: str, phrase: str, after: str) -> None:
    assert set(grams_of_phrase(phrase)) <= set(grams(f"{before} {phrase} {after}"))


@given(TEXTS)
def test_grams_ascend_once_each_and_fit_into_32_bits(text: str) -> None:
    found = grams(text)
    assert list(found) == sorted(set(found))
    assert all(-(2**31) <= gram < 2**31 for gram in found)


def test_a_phrase_of_one_character_is_looked_up_by_that_character() -> None:
    assert grams_of_phrase("卡") == (ord("卡"),) == grams("卡")


@given(TEXTS, st.data())
def test_a_phrase_is_found_wherever_it_stands_and_marked_in_the_given_text(text: str, drawn: st.DataObject) -> None:
    reading = read(text)
    start = drawn.draw(st.integers(0, len(reading.text)))
    phrase = reading.text[start : drawn.draw(st.integers(start, len(reading.text)))]
    spans = list(occurrences(reading, phrase)) if phrase else []
    assert len(spans) == (reading.text.count(phrase) if phrase else 0)
    assert all(phrase in read(text[first:last]).text for first, last in spans)


def test_a_phrase_is_read_like_the_texts() -> None:
    assert phrase_of("　ＡＰＰ 轉帳 ") == "app 转账"
    assert searchable("ＡＰＰ 轉帳") == "app转账"


@pytest.mark.parametrize("text", ["", " ", "！", "...", "(-)"])
def test_a_phrase_of_which_an_index_holds_nothing_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="至少要有一个字"):
        phrase_of(text)
