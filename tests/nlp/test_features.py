from collections import Counter
from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.strategies import TEXTS
from voc.domain.conversation import Speaker
from voc.nlp.features import CHARACTER_GRAMS, Vocabulary, terms_of
from voc.nlp.passage import Passage, passage_of
from voc.nlp.tokenizer import Tokenizer

TERMS = st.sampled_from(["w:转账", "w:闪退", "c:转", "c:账", "c:闪退", "c:转账"])
ROWS = st.lists(st.dictionaries(TERMS, st.integers(1, 5)).map(Counter), max_size=8)


def said(text: str, tokenizer: Tokenizer) -> Passage:
    return passage_of(text, tokenizer, utterance=0, speaker=Speaker.CUSTOMER)


def test_words_pairs_and_characters_are_counted(tokenizer: Tokenizer) -> None:
    assert terms_of(said("转账 闪退", tokenizer)) == Counter(
        [
            *("w:转账", "w:闪退", "w:转账 闪退"),
            *("c:转", "c:账", "c: ", "c:闪", "c:退"),
            *("c:转账", "c:账 ", "c: 闪", "c:闪退"),
            *("c:转账 ", "c:账 闪", "c: 闪退"),
            *("c:转账 闪", "c:账 闪退"),
        ]
    )


def test_what_comes_twice_counts_twice(tokenizer: Tokenizer) -> None:
    terms = terms_of(said("闪退，又闪退", tokenizer))
    assert (terms["w:闪退"], terms["c:退"], terms["w:又 闪退"]) == (2, 2, 1)


def test_a_stretch_holds_what_lies_wholly_inside_it(tokenizer: Tokenizer) -> None:
    passage = said("转账闪退", tokenizer)
    assert terms_of(passage, start=0, end=2) == Counter(["w:转账", "c:转", "c:账", "c:转账"])
    assert terms_of(passage, start=1, end=3) == Counter(["c:账", "c:闪", "c:账闪"])
    assert terms_of(passage, start=2) == Counter(["w:闪退", "c:闪", "c:退", "c:闪退"])


def grams(text: str) -> list[str]:
    return [text[i : i + n] for n in CHARACTER_GRAMS for i in range(len(text) - n + 1)]


@given(TEXTS)
def test_every_character_gram_of_a_text_is_counted(plain_tokenizer: Tokenizer, text: str) -> None:
    passage = said(text, plain_tokenizer)
    terms = terms_of(passage)
    assert Counter(t[2:] for t in terms.elements() if t.startswith("c:")) == Counter(grams(passage.text))


def test_a_vocabulary_holds_what_is_frequent_enough_sorted_with_its_inverse_frequency() -> None:
    rows = [Counter({"w:b": 3, "w:a": 1}), Counter({"w:b": 1}), Counter({"w:a": 2, "w:c": 9})]
    vocabulary = Vocabulary.fit(rows, least=2)
    assert vocabulary.terms == ("w:a", "w:b")
    assert vocabulary.column == {"w:a": 0, "w:b": 1}
    assert vocabulary.idf == pytest.approx([log(4 / 3) + 1] * 2)
    assert vocabulary.idf.dtype == np.float32


@given(ROWS, st.integers(1, 3))
def test_the_order_of_the_rows_changes_no_vocabulary(rows: list[Counter[str]], least: int) -> None:
    one, other = Vocabulary.fit(rows, least=least), Vocabulary.fit(rows[::-1], least=least)
    assert one.terms == other.terms
    assert one.idf.tolist() == other.idf.tolist()
    assert all(sum(term in row for row in rows) >= least for term in one.terms)


@given(ROWS, st.dictionaries(TERMS, st.integers(1, 5)).map(Counter))
def test_words_and_characters_of_a_row_have_length_one_each(rows: list[Counter[str]], row: Counter[str]) -> None:
    vocabulary = Vocabulary.fit(rows, least=1)
    columns, values = vocabulary.row(row)
    assert columns.tolist() == sorted(vocabulary.column[term] for term in row if term in vocabulary.column)
    families: dict[str, list[float]] = {}
    for column, value in zip(columns, values, strict=True):
        families.setdefault(vocabulary.terms[column][0], []).append(float(value))
    assert all(sum(v * v for v in own) == pytest.approx(1, abs=1e-5) for own in families.values())
    assert set(families) <= {"w", "c"}


def test_values_grow_with_the_logarithm_of_the_count() -> None:
    vocabulary = Vocabulary.of(["w:a", "w:b"], np.array([1.0, 2.0], dtype=np.float32))
    columns, values = vocabulary.row(Counter({"w:b": 1, "w:a": 3, "w:unknown": 7}))
    length = sqrt((1 + log(3)) ** 2 + 4)
    assert columns.tolist() == [0, 1]
    assert values == pytest.approx([(1 + log(3)) / length, 2 / length])


def test_a_text_of_unknown_words_is_an_empty_row() -> None:
    columns, values = Vocabulary.of([], np.array([], dtype=np.float32)).row(Counter({"w:a": 1}))
    assert (columns.tolist(), values.tolist()) == ([], [])
    assert (columns.dtype.name, values.dtype.name) == ("int64", "float64")


def test_masked_characters_hold_nothing(plain_tokenizer: Tokenizer) -> None:
    masked = passage_of("闪退 电话***********", plain_tokenizer, utterance=0, speaker=Speaker.CUSTOMER)
    bare = passage_of("闪退 电话", plain_tokenizer, utterance=0, speaker=Speaker.CUSTOMER)
    assert terms_of(masked) == terms_of(bare)
