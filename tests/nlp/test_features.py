from collections.abc import Sequence
from itertools import pairwise
from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.strategies import TEXTS
from voc.domain.conversation import Speaker
from voc.nlp.features import CHARACTER_GRAMS, Rows, Vocabulary, terms_of
from voc.nlp.masking.spans import MASK
from voc.nlp.passage import Passage, passage_of
from voc.nlp.tokenizer import Tokenizer

TERMS = st.sampled_from(["w:转账", "w:闪退", "c:转", "c:账", "c:闪退", "c:转账"])
ROWS = st.lists(st.sets(TERMS), max_size=8)
SAID = ("转账闪退，又闪退", "网点远", "", "闪退。转账慢")


def said(text: str, tokenizer: Tokenizer) -> Passage:
    return passage_of(text, tokenizer, utterance=0, speaker=Speaker.CUSTOMER)


def weighed(*terms: str, idf: Sequence[float] = ()) -> Vocabulary:
    return Vocabulary(sorted(terms), np.array(idf or [1.0] * len(terms), dtype=np.float32))


def cells(rows: Rows, vocabulary: Vocabulary, n: int) -> dict[str, float]:
    inside = slice(int(rows.starts[n]), int(rows.starts[n + 1]))
    return {vocabulary.terms[c]: float(v) for c, v in zip(rows.columns[inside], rows.values[inside], strict=True)}


def test_words_pairs_and_characters_are_terms(tokenizer: Tokenizer) -> None:
    assert terms_of(said("转账闪退", tokenizer)) == {
        *("w:转账", "w:闪退", "w:转账 闪退"),
        *("c:转", "c:账", "c:闪", "c:退"),
        *("c:转账", "c:账闪", "c:闪退"),
        *("c:转账闪", "c:账闪退", "c:转账闪退"),
    }


def test_no_term_reaches_over_the_end_of_a_clause(tokenizer: Tokenizer) -> None:
    both = terms_of(said("转账，闪退", tokenizer))
    assert both == terms_of(said("转账", tokenizer)) | terms_of(said("闪退", tokenizer))


def grams(text: str) -> set[str]:
    return {text[i : i + n] for n in CHARACTER_GRAMS for i in range(len(text) - n + 1)}


@given(TEXTS)
def test_every_character_gram_of_a_clause_is_a_term(plain_tokenizer: Tokenizer, text: str) -> None:
    passage = said(text, plain_tokenizer)
    clauses = [passage.text[a:b] for a, b in passage.clauses]
    unmasked = [piece for clause in clauses for piece in clause.split(MASK)]
    found = {term[2:] for term in terms_of(passage) if term.startswith("c:")}
    assert found == {gram for piece in unmasked for gram in grams(piece)}


@given(st.lists(TEXTS, max_size=3))
def test_every_term_of_a_text_has_a_cell_in_its_row_and_in_that_of_its_clause(
    plain_tokenizer: Tokenizer, texts: list[str]
) -> None:
    """Reading with the vocabulary finds the same terms as listing them does."""
    passages = [said(text, plain_tokenizer) for text in texts]
    terms = [terms_of(passage) for passage in passages]
    vocabulary = Vocabulary.fit(terms, least=1)
    whole, clauses = vocabulary.rows(passages)
    ends = [0, *np.cumsum([len(passage.clauses) for passage in passages])]
    for n, (first, last) in enumerate(pairwise(ends)):
        assert set(cells(whole, vocabulary, n)) == terms[n]
        assert {term for k in range(first, last) for term in cells(clauses, vocabulary, k)} == terms[n]
    assert (len(whole), len(clauses)) == (len(passages), ends[-1])


def test_a_vocabulary_holds_what_is_frequent_enough_sorted_with_its_inverse_frequency() -> None:
    vocabulary = Vocabulary.fit([{"w:b", "w:a"}, {"w:b"}, {"w:a", "w:c"}], least=2)
    assert vocabulary.terms == ("w:a", "w:b")
    assert vocabulary.idf == pytest.approx([log(4 / 3) + 1] * 2)
    assert vocabulary.idf.dtype == np.float32


def test_a_term_counts_once_for_a_row_that_names_it_twice() -> None:
    assert Vocabulary.fit([["w:a", "w:a"]], least=2).terms == ()


@given(ROWS, st.integers(1, 3))
def test_the_order_of_the_rows_changes_no_vocabulary(rows: list[set[str]], least: int) -> None:
    one, other = Vocabulary.fit(rows, least=least), Vocabulary.fit(rows[::-1], least=least)
    assert one.terms == other.terms
    assert one.idf.tolist() == other.idf.tolist()
    assert all(sum(term in row for row in rows) >= least for term in one.terms)


@given(st.lists(TEXTS, max_size=4))
def test_words_and_characters_of_a_row_have_length_one_each(plain_tokenizer: Tokenizer, texts: list[str]) -> None:
    passages = [said(text, plain_tokenizer) for text in texts]
    vocabulary = Vocabulary.fit([terms_of(passage) for passage in passages], least=1)
    for rows in vocabulary.rows(passages):
        for n in range(len(rows)):
            lengths: dict[str, float] = {}
            for term, value in cells(rows, vocabulary, n).items():
                lengths[term[0]] = lengths.get(term[0], 0.0) + value * value
            assert list(lengths.values()) == pytest.approx([1.0] * len(lengths), abs=1e-5)


def test_values_grow_with_the_logarithm_of_the_count(tokenizer: Tokenizer) -> None:
    vocabulary = weighed("w:转账", "w:闪退", idf=[1.0, 2.0])
    whole, clauses = vocabulary.rows([said("闪退，闪退，转账很闪退", tokenizer)])
    length = sqrt(1 + (2 * (1 + log(3))) ** 2)
    assert cells(whole, vocabulary, 0) == pytest.approx({"w:转账": 1 / length, "w:闪退": 2 * (1 + log(3)) / length})
    assert cells(clauses, vocabulary, 0) == cells(clauses, vocabulary, 1) == pytest.approx({"w:闪退": 1.0})
    assert cells(clauses, vocabulary, 2) == pytest.approx({"w:转账": 1 / sqrt(5), "w:闪退": 2 / sqrt(5)})


def test_a_pair_of_words_is_found_only_within_a_clause(tokenizer: Tokenizer) -> None:
    vocabulary = weighed("w:转账 闪退")
    whole, _ = vocabulary.rows([said("转账闪退", tokenizer), said("转账，闪退", tokenizer)])
    assert [cells(whole, vocabulary, n) for n in range(2)] == [{"w:转账 闪退": 1.0}, {}]


def test_characters_are_found_only_within_a_clause(tokenizer: Tokenizer) -> None:
    vocabulary = weighed("c:账,闪", "c:账")
    whole, _ = vocabulary.rows([said("转账，闪退", tokenizer)])
    assert set(cells(whole, vocabulary, 0)) == {"c:账"}


@pytest.mark.parametrize("vocabulary", [weighed("w:甲"), weighed("c:甲"), weighed()], ids=["words", "grams", "none"])
def test_a_text_of_unknown_words_is_an_empty_row(vocabulary: Vocabulary, tokenizer: Tokenizer) -> None:
    for rows in vocabulary.rows([said("转账闪退", tokenizer)]):
        assert (len(rows), rows.columns.tolist(), rows.values.tolist()) == (1, [], [])
        assert (rows.columns.dtype.name, rows.values.dtype.name) == ("int64", "float64")


def test_no_passage_gives_no_row() -> None:
    assert [len(rows) for rows in weighed("w:甲").rows([])] == [0, 0]


@given(st.permutations(SAID), st.integers(0, len(SAID)))
def test_the_row_of_a_passage_does_not_depend_on_the_others(tokenizer: Tokenizer, texts: list[str], count: int) -> None:
    passages = [said(text, tokenizer) for text in texts[:count]]
    vocabulary = Vocabulary.fit([terms_of(said(text, tokenizer)) for text in SAID], least=1)
    together, together_clauses = vocabulary.rows(passages)
    start = 0
    for n, passage in enumerate(passages):
        alone, alone_clauses = vocabulary.rows([passage])
        assert cells(together, vocabulary, n) == cells(alone, vocabulary, 0)
        for k in range(len(passage.clauses)):
            assert cells(together_clauses, vocabulary, start + k) == cells(alone_clauses, vocabulary, k)
        start += len(passage.clauses)


def test_masked_characters_hold_nothing(plain_tokenizer: Tokenizer) -> None:
    masked = said("闪退电话***********", plain_tokenizer)
    bare = said("闪退电话", plain_tokenizer)
    assert terms_of(masked) == terms_of(bare)


def test_rows_are_multiplied_with_weights_one_by_one() -> None:
    rows = Rows(np.array([0, 2, 1]), np.array([1.0, 2.0, 3.0]), np.array([0, 2, 2, 3]))
    weights = np.array([[1, 10], [2, 20], [4, 40]], dtype=np.float32)
    assert rows.times(weights).tolist() == [[9, 90], [0, 0], [6, 60]]


def test_empty_rows_multiply_to_zero() -> None:
    empty = Rows(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(3, dtype=np.int64))
    assert empty.times(np.ones((4, 2), dtype=np.float32)).tolist() == [[0, 0], [0, 0]]
