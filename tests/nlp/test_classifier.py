from collections.abc import Sequence
from math import exp, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.contacts import answers
from voc.domain.conversation import Speaker
from voc.domain.taxonomy import Cause, Taxonomy
from voc.nlp.classifier import (
    DISSATISFIED,
    NOTHING,
    VALENCE,
    LinearLabels,
    Logistic,
    TextModel,
    as_matrix,
    labels_of,
    sigmoid,
)
from voc.nlp.features import Vocabulary, terms_of
from voc.nlp.passage import Passage, passage_of
from voc.nlp.tokenizer import Tokenizer

VALUES = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.floats(-9, 9))
SAID = ("手机银行闪退，进不去", "非得去网点才能办，气死我了", "", "。。。", "态度差")


def floats(*values: float) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    return np.array(values, dtype=np.float32)


MODEL = TextModel(
    vocabulary=Vocabulary(["c:闪退", "w:网点", "w:转账"], floats(1, 1, 1)),
    labels=("dissatisfied", "rule"),
    whole=LinearLabels(
        np.array([[1, -1], [2, 4], [8, 0.5]], dtype=np.float32), floats(0.5, -1), floats(2, 0.5), floats(-1, 3)
    ),
    clause=LinearLabels(
        np.array([[5, 0], [0, 6], [7, 7]], dtype=np.float32), floats(-2, 0), floats(1, 1), floats(0, 0)
    ),
)


def said(tokenizer: Tokenizer, *texts: str) -> list[Passage]:
    return [passage_of(text, tokenizer, utterance=n, speaker=Speaker.CUSTOMER) for n, text in enumerate(texts)]


def test_the_model_answers_dissatisfied_the_causes_factors_and_valence(taxonomy: Taxonomy) -> None:
    labels = labels_of(taxonomy)
    assert labels[:4] == (DISSATISFIED, *Cause)
    assert set(labels[4:-1]) == {factor.code for factor in taxonomy.factors}
    assert labels[-1] == VALENCE
    assert len(labels) == 29


@given(st.floats(-1e4, 1e4))
def test_the_sigmoid_is_a_probability_and_its_own_mirror(logit: float) -> None:
    assert 0.0 <= sigmoid(logit) <= 1.0
    assert sigmoid(logit) + sigmoid(-logit) == pytest.approx(1)
    assert sigmoid(logit) <= sigmoid(logit + 1)


def test_logits_of_a_whole_text_are_calibrated_sums(tokenizer: Tokenizer) -> None:
    (found,) = MODEL.answers(said(tokenizer, "网点，转账，闪退"))
    word = sqrt(0.5)  # two words share a row of length one
    raw = [1 + word * 2 + word * 8 + 0.5, -1 + word * 4 + word * 0.5 - 1]
    assert found.of("dissatisfied") == pytest.approx(2 * raw[0] - 1)
    assert found.of("rule") == pytest.approx(0.5 * raw[1] + 3)


def test_clauses_are_read_by_weights_of_their_own(tokenizer: Tokenizer) -> None:
    (found,) = MODEL.answers(said(tokenizer, "网点，转账，闪退"))
    assert found.of_clauses("dissatisfied") == [-2, 5, 3]
    assert found.of_clauses("rule") == [6, 7, 0]


def test_the_clause_that_says_most_and_the_one_that_says_least_can_be_asked_for(taxonomy: Taxonomy) -> None:
    found = answers(taxonomy, {"rule": 9.0}, {"rule": 1.0}, {"rule": 3.0}, {"rule": -2.0})
    assert [found.top("rule", rank) for rank in range(4)] == [3, 1, -2, NOTHING]
    assert (found.top("rule"), found.lowest("rule"), found.of("rule")) == (3, -2, 9)


def test_a_text_without_a_clause_says_nothing_for_a_label_and_feels_nothing(tokenizer: Tokenizer) -> None:
    (found,) = MODEL.answers(said(tokenizer, "。。。"))
    assert found.clauses == []
    assert (found.top("rule"), found.lowest("rule")) == (NOTHING, 0.0)
    assert (found.of("dissatisfied"), found.of("rule")) == (2 * 0.5 - 1, 0.5 * -1 + 3)


def test_no_passages_have_no_answers() -> None:
    assert MODEL.answers([]) == ()


def rough_model(passages: Sequence[Passage]) -> TextModel:
    """Numbers whose sums do depend on the order of adding."""
    random = np.random.default_rng(5)
    vocabulary = Vocabulary.fit(map(terms_of, passages), least=1)

    def lines() -> LinearLabels:
        weights = random.normal(size=(len(vocabulary.terms), 29)).astype(np.float32)
        return LinearLabels(weights, *random.normal(size=(3, 29)).astype(np.float32))

    return TextModel(vocabulary, tuple(map(str, range(29))), lines(), lines())


@given(st.permutations(range(len(SAID))), st.integers(1, len(SAID)))
def test_the_answers_of_a_passage_do_not_depend_on_the_batch(
    tokenizer: Tokenizer, order: Sequence[int], count: int
) -> None:
    passages = said(tokenizer, *SAID)
    model = rough_model(passages)
    alone = [model.answers([passage])[0] for passage in passages]
    for n, found in zip(order[:count], model.answers([passages[n] for n in order[:count]]), strict=True):
        assert found.whole == alone[n].whole
        assert found.clauses == alone[n].clauses


def test_a_logistic_adds_weighted_numbers_to_its_bias() -> None:
    model = Logistic(-1.0, {"score": 2.0, "rules": 0.5})
    assert model.logit({"score": 1.5, "rules": 2, "other": 100}) == 3.0
    assert model.logit({}) == -1.0
    assert model.probability({"score": 1.0}) == pytest.approx(1 / (1 + exp(-1)))


@given(VALUES.flatmap(lambda v: st.tuples(st.just(v), st.permutations(list(v.items())))), VALUES)
def test_the_order_of_names_changes_no_digit_of_a_logit(
    drawn: tuple[dict[str, float], list[tuple[str, float]]], weights: dict[str, float]
) -> None:
    values, shuffled = drawn
    turned = dict(reversed(weights.items()))
    assert Logistic(0.1, weights).logit(values) == Logistic(0.1, turned).logit(dict(shuffled))


def test_named_numbers_become_a_matrix_with_zeros_for_what_is_missing() -> None:
    matrix = as_matrix([{"a": 1.0, "x": 9.0}, {"b": 2.0}], ["a", "b", "c"])
    assert matrix.tolist() == [[1.0, 0.0, 0.0], [0.0, 2.0, 0.0]]


def test_no_rows_are_a_matrix_too() -> None:
    assert as_matrix([], ["a", "b"]).shape == (0, 2)
    assert as_matrix([{}], []).shape == (1, 0)
