from hypothesis import given
from hypothesis import strategies as st

from voc.nlp.text import automaton_of

WORDS = st.sets(st.text("转账慢卡", min_size=1, max_size=3))
TEXTS = st.text("转账慢卡,", max_size=12)


@given(WORDS, TEXTS)
def test_every_place_of_every_word_is_found(words: set[str], text: str) -> None:
    found = list(automaton_of({word: word for word in words}).iter(text)) if words else []
    places = [(end - 1, text[start:end]) for start in range(len(text)) for end in range(start + 1, len(text) + 1)]
    assert sorted(found) == sorted(place for place in places if place[1] in words)


def test_no_words_are_an_empty_automaton() -> None:
    assert len(automaton_of({})) == 0
