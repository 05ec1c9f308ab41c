import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.nlp.strategies import TEXTS
from voc.domain.reading import Reading, read

UNSEEN = "\u00ad\u180e\u200b\u200c\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff"


def pieces(reading: Reading) -> list[tuple[int, int]]:
    """The code points behind each character of a reading."""
    return [reading.span(i, i + 1) for i in range(len(reading.text))]


@given(TEXTS, st.data())
@example("e\u0301轉㈱帳", None)
def test_every_span_of_a_reading_is_a_stretch_of_the_given_text(given_text: str, drawn: st.DataObject | None) -> None:
    reading = read(given_text)
    assume(reading.text)
    places = st.integers(0, len(reading.text) - 1)
    first, last = sorted((drawn.draw(places), drawn.draw(places))) if drawn else (0, len(reading.text) - 1)
    start, end = reading.span(first, last + 1)
    assert 0 <= start < end <= len(given_text)
    assert (start, end) == (reading.span(first, first + 1)[0], reading.span(last, last + 1)[1])


@given(TEXTS)
@example("\u0301e\u0301\u0323ﬁ㈱帳😡")
@example("\ufeff闪\u200b\u200b退e\u200b\u0301㈱\u202e")
def test_the_characters_of_a_reading_cover_the_given_text_in_order(given_text: str) -> None:
    assume(read(given_text).text or not given_text)
    covered = list(dict.fromkeys(pieces(read(given_text))))
    assert "".join(given_text[start:end] for start, end in covered) == given_text


@given(TEXTS)
def test_every_character_is_read_from_the_code_points_it_points_at(given_text: str) -> None:
    reading = read(given_text)
    for span in dict.fromkeys(pieces(reading)):
        characters = "".join(c for c, own in zip(reading.text, pieces(reading), strict=True) if own == span)
        assert read(given_text[slice(*span)]).text == characters


@given(TEXTS, TEXTS)
def test_a_text_is_read_the_same_whatever_stands_before_it(before: str, text: str) -> None:
    # A mark stands on what is before it, whatever stands between them that cannot be seen.
    seen = [character for character in text if read(character).text]
    assume(not seen or not unicodedata.combining(seen[0]))
    assert read(before + text).text == read(before).text + read(text).text


@given(st.text(st.sampled_from("转账失败app123 ,.!?😡𠮷")))
def test_a_text_without_changes_is_its_own_reading(text: str) -> None:
    reading = read(text)
    assert reading == Reading(text, text)
    assert pieces(reading) == [(i, i + 1) for i in range(len(text))]


@given(TEXTS)
def test_a_reading_has_no_capital_and_no_full_width_latin_letters(text: str) -> None:
    assert not [c for c in read(text).text if "A" <= c <= "Z" or "\uff01" <= c <= "\uff5e"]


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_ascii_is_read_in_lower_case(text: str) -> None:
    assert read(text).text == text.lower()


@pytest.mark.parametrize(
    ("given_text", "text"),
    [
        ("", ""),
        ("網點櫃檯辦理轉帳", "网点柜台办理转账"),
        ("賬戶餘額", "账户余额"),
        ("唔得，喺邊度搵你嘅客服", "不得,在边度揾你的客服"),
        ("ＡＴＭ　吞卡１次", "atm 吞卡1次"),
        ("①㎡½", "1m21⁄2"),
        ("cafe\u0301", "café"),
        ("😡👍🏽", "😡👍🏽"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("甚麼態度，為甚麼", "什么态度,为什么"),
        ("我很著急，拿著卡排著隊", "我很着急,拿着卡排着队"),
        ("不瞭解，一目瞭然，都是藉口，憑藉", "不了解,一目了然,都是借口,凭借"),
        ("沒人回覆我，一直沒有答覆，反反覆覆", "没人回复我,一直没有答复,反反复复"),
        ("祇有衹能", "只有只能"),
        ("彷彿沒擡頭，彷徨", "仿佛没抬头,彷徨"),
    ],
)
def test_what_is_written_otherwise_is_read_alike(given_text: str, text: str) -> None:
    assert read(given_text).text == text


@pytest.mark.parametrize(
    "text", ["甚至", "著名品牌效果显著", "著作权", "翻来覆去", "说明覆盖范围", "声名狼藉", "聊以慰藉", "瞭望", "神祇"]
)
def test_a_character_that_is_traditional_in_other_words_only_is_left(text: str) -> None:
    assert read(text) == Reading(text, text)


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_cannot_be_seen_is_not_read_and_belongs_to_what_stands_before_it(unseen: str) -> None:
    reading = read(f"{unseen}闪{unseen}{unseen}退{unseen}")
    assert (reading.text, pieces(reading)) == ("闪退", [(0, 4), (4, 6)])
    assert read(f"回{unseen}覆").text == "回复"
    assert read(f"e{unseen}\u0301").text == "é"


def test_of_a_text_in_which_nothing_can_be_seen_nothing_is_read() -> None:
    reading = read(UNSEEN)
    assert (reading.text, reading.span(0, 0)) == ("", (0, 0))


def test_a_ligature_is_pointed_at_as_a_whole() -> None:
    reading = read("查㎡價")
    assert reading.text == "查m2价"
    assert [reading.span(1, 2), reading.span(2, 3), reading.span(3, 4)] == [(1, 2), (1, 2), (2, 3)]


def test_a_mark_belongs_to_the_character_it_stands_on() -> None:
    reading = read("e\u0301了")
    assert (reading.text, reading.span(0, 1), reading.span(1, 2)) == ("é了", (0, 2), (2, 3))
