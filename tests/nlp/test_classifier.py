from collections import Counter
from math import exp, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.taxonomy import Cause, Taxonomy
from voc.nlp.classifier import DISSATISFIED, Logistic, TextModel, as_matrix, labels_of, sigmoid
from voc.nlp.features import Vocabulary

VALUES = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.floats(-9, 9))


def floats(*values: float) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    return np.array(values, dtype=np.float32)


MODEL = TextModel(
    vocabulary=Vocabulary.of(["c:a", "w:b", "w:c"], floats(1, 1, 1)),
    labels=("dissatisfied", "rule"),
    weights=np.array([[1, -1], [2, 4], [8, 0.5]], dtype=np.float32),
    bias=floats(0.5, -1),
    slope=floats(2, 0.5),
    offset=floats(-1, 3),
)


def test_the_model_answers_dissatisfied_the_causes_and_every_factor(taxonomy: Taxonomy) -> None:
    labels = labels_of(taxonomy)
    assert labels[:4] == (DISSATISFIED, *Cause)
    assert set(labels[4:]) == {factor.code for factor in taxonomy.factors}
    assert len(labels) == 28


@given(st.floats(-1e4, 1e4))
def test_the_sigmoid_is_a_probability_and_its_own_mirror(logit: float) -> None:
    assert 0.0 <= sigmoid(logit) <= 1.0
    assert sigmoid(logit) + sigmoid(-logit) == pytest.approx(1)
    assert sigmoid(logit) <= sigmoid(logit + 1)


def test_logits_are_calibrated_sums() -> None:
    terms = Counter({"c:a": 1, "w:b": 1, "w:c": 1, "w:unknown": 4})
    word = sqrt(0.5)  # two words share a row of length one
    raw = [1 + word * 2 + word * 8 + 0.5, -1 + word * 4 + word * 0.5 - 1]
    assert MODEL.raw(terms) == pytest.approx(raw)
    assert MODEL.logits(terms) == pytest.approx({"dissatisfied": 2 * raw[0] - 1, "rule": 0.5 * raw[1] + 3})
    assert list(MODEL.logits(terms)) == ["dissatisfied", "rule"]


@given(st.dictionaries(st.sampled_from(["c:a", "w:b", "w:c", "c:?"]), st.integers(1, 3)).map(Counter))
def test_gains_are_what_a_text_adds_to_the_logit_of_an_empty_one(terms: Counter[str]) -> None:
    full, empty, gains = MODEL.logits(terms), MODEL.logits(Counter()), MODEL.gains(terms)
    assert gains == pytest.approx({label: full[label] - empty[label] for label in MODEL.labels}, abs=1e-9)


def test_an_empty_text_gains_nothing() -> None:
    assert MODEL.gains(Counter()) == {"dissatisfied": 0.0, "rule": 0.0}
    assert MODEL.raw(Counter()) == pytest.approx([0.5, -1])


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
