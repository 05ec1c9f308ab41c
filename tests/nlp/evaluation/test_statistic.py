import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.evaluation import Figure
from voc.domain.numbers import wilson_interval
from voc.nlp.evaluation import f1
from voc.nlp.evaluation.statistic import (
    RESAMPLES,
    Statistic,
    f1_of,
    figures_of,
    from_counts,
    mean_of,
    overlap,
    ratio,
    resampled,
    share_in,
    share_of,
)

Pairs = list[tuple[bool, bool]]


def test_nothing_divided_by_nothing_is_what_it_is_told() -> None:
    found = ratio(np.array([1.0, 0.0]), np.array([4.0, 0.0]), empty=0.5)
    assert found.tolist() == [0.25, 0.5]


def test_a_share_counts_only_cases() -> None:
    share = share_of([True, None, False, True])
    assert (share.n, share.hits, share.value(4)) == (3, 2, pytest.approx(2 / 3))
    assert share_of([None], empty=1.0).value(1) == 1.0


def test_cases_may_come_several_to_a_record() -> None:
    share = share_in([(3, 4), (0, 0), (1, 6)])
    assert (share.n, share.value(3)) == (10, pytest.approx(0.4))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1))
def test_f1_is_the_plain_one(pairs: Pairs) -> None:
    statistic = f1_of(pairs)
    assert statistic.value(len(pairs)) == pytest.approx(f1(pairs))
    assert statistic.n == sum(a or b for a, b in pairs)


def test_a_record_drawn_twice_counts_twice() -> None:
    pairs = [(True, True), (True, False), (False, True)]
    weights = np.array([[2.0, 1.0, 0.0]])
    twice = f1_of([pairs[0], pairs[0], pairs[1]])
    assert f1_of(pairs).of(weights)[0] == twice.value(3)


def test_a_mean_is_of_measures_of_the_same_records() -> None:
    both = mean_of([share_of([True, False]), share_of([True, True])], n=2)
    assert (both.n, both.value(2)) == (2, 0.75)
    assert mean_of([], n=5).value(3) == 0.0
    assert mean_of([], n=5).n == 0


def test_a_plain_share_has_the_wilson_interval() -> None:
    cases = [True] * 9 + [False]
    assert figures_of({"a": share_of(cases)}, 10)["a"] == Figure(0.9, 10, wilson_interval(9, 10))


def test_other_measures_have_the_interval_that_holds_most_resamples() -> None:
    pairs = [(True, n % 4 > 0) for n in range(80)]
    figure = figures_of({"a": f1_of(pairs)}, 80)["a"]
    drawn = resampled({"a": f1_of(pairs)}, 80)["a"]
    assert figure.interval is not None
    low, high = figure.interval
    assert figure.value is not None
    assert 0.7 < low < figure.value < high < 1.0
    assert drawn.shape == (RESAMPLES,)
    assert np.mean((drawn >= low - 1e-4) & (drawn <= high + 1e-4)) >= 0.95


def test_what_cannot_vary_has_no_interval_and_what_has_no_case_no_value() -> None:
    figures = figures_of({"all right": f1_of([(True, True)] * 5), "none": f1_of([(False, False)] * 5)}, 5)
    assert figures == {"all right": Figure(1.0, 5), "none": Figure(None, 0)}


def test_resamples_are_always_the_same() -> None:
    statistic = overlap([(1, 3), (2, 4), (0, 5)], n=3, empty=0.0)
    one, two = (resampled({"a": statistic}, 3)["a"] for _ in range(2))
    assert one.tolist() == two.tolist()
    assert len(set(one.tolist())) > 5


def test_resamples_draw_as_many_records_as_there_are() -> None:
    counted = from_counts(7, [[1.0]] * 7, lambda sums: sums[:, 0])
    assert set(resampled({"a": counted}, 7)["a"].tolist()) == {7.0}


def test_measures_are_taken_on_the_same_resamples() -> None:
    share = share_of([True, False, False, True, True])
    drawn = resampled({"a": share, "b": Statistic(5, lambda weights: share.of(weights) * 2)}, 5)
    assert np.allclose(2 * drawn["a"], drawn["b"])
    assert resampled({}, 5) == {}
