from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.nlp.training.small import linear, logistic

ROWS = [({"x": float(n), "y": float(n % 2)}, n >= 5) for n in range(10)]


@pytest.mark.parametrize(("answer", "likely"), [(True, True), (False, False)])
def test_where_there_is_nothing_to_tell_apart_the_answer_is_constant(answer: bool, likely: bool) -> None:
    fitted = logistic([({"x": 1.0}, answer), ({"x": -5.0}, answer)], strength=1.0)
    assert fitted.weights == {}
    assert (fitted.probability({"x": 99.0}) > 0.9) == likely


def test_without_rows_the_answer_is_no() -> None:
    assert logistic([], strength=1.0).probability({}) < 0.1


def test_what_tells_the_answers_apart_is_learned() -> None:
    fitted = logistic(ROWS, strength=1.0)
    assert fitted.weights["x"] > abs(fitted.weights["y"])
    assert [fitted.probability(values) > 0.5 for values, _ in ROWS] == [answer for _, answer in ROWS]


def test_less_strength_gives_smaller_weights() -> None:
    assert logistic(ROWS, strength=0.01).weights["x"] < logistic(ROWS, strength=10.0).weights["x"]


def test_numbers_that_a_row_does_not_name_count_as_zero() -> None:
    rows = [({"x": 1.0}, True), ({}, False), ({"x": 2.0, "z": 1.0}, True), ({"z": 1.0}, False)]
    fitted = logistic(rows, strength=10.0)
    assert sorted(fitted.weights) == ["x", "z"]
    assert fitted.probability({"x": 1.0}) > 0.5 > fitted.probability({})


def test_weighed_evenly_a_rare_answer_counts_as_much_as_a_frequent_one() -> None:
    rows = [({"x": 1.0}, n % 10 == 0) for n in range(200)]
    assert logistic(rows, strength=1.0).probability({"x": 1.0}) == pytest.approx(0.1, abs=0.02)
    assert logistic(rows, strength=1.0, even=True).probability({"x": 1.0}) == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(("answers", "likely"), [([True, False, True], True), ([True, False], False)])
def test_rows_that_name_nothing_are_answered_as_most_of_them(answers: list[bool], likely: bool) -> None:
    fitted = logistic([({}, answer) for answer in answers], strength=1.0)
    assert fitted.weights == {}
    assert (fitted.probability({}) > 0.9) == likely


@settings(max_examples=15)
@given(st.permutations(ROWS))
def test_weights_are_written_with_six_decimals_and_hardly_depend_on_the_order(
    rows: list[tuple[dict[str, float], bool]],
) -> None:
    fitted, plain = logistic(rows, strength=1.0), logistic(ROWS, strength=1.0)
    assert fitted.weights == pytest.approx(plain.weights, abs=1e-3)
    assert all(weight == round(weight, 6) for weight in (*fitted.weights.values(), fitted.bias))


def test_a_line_is_stretched_to_spread_as_widely_as_what_was_wanted() -> None:
    rows = [({"x": x}, x / 10) for x in (-4.0, -2.0, 0.0, 1.0, 5.0)]
    for ridge in (0.1, 1000.0):
        fitted = linear(rows, ridge=ridge)
        answers = [fitted.logit(values) for values, _ in rows]
        assert sqrt(sum(y * y for y in answers)) == pytest.approx(sqrt(sum(y * y for _, y in rows)), abs=1e-3)
        assert answers == sorted(answers)


def test_where_nothing_is_felt_a_line_is_flat() -> None:
    fitted = linear([({"x": 1.0}, 0.0), ({"x": 2.0}, 0.0)], ridge=1.0)
    assert (fitted.bias, fitted.weights) == (0.0, {"x": 0.0})
