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


def test_where_all_are_right_or_all_wrong_the_interval_is_that_of_so_many_of_so_many() -> None:
    """Of the share of cases in which both agree; an F1 follows from it."""
    figures = figures_of(
        {
            "right": f1_of([(True, True)] * 40),
            "wrong": f1_of([(True, False)] * 40),
            "in half the records": share_in([(3, 3), (0, 0)] * 20),
        },
        40,
    )
    assert figures == {
        "right": Figure(1.0, 40, (0.9542, 1.0)),
        "wrong": Figure(0.0, 40, (0.0, 0.1611)),
        "in half the records": Figure(1.0, 60, (0.8389, 1.0)),
    }


@pytest.mark.parametrize(("right", "interval"), [(False, (0.0, 0.8849)), (True, (0.3423, 1.0))])
def test_resamples_without_the_one_case_say_nothing_of_it(right: bool, interval: tuple[float, float]) -> None:
    rare = f1_of([(True, right)] + [(False, False)] * 29)
    in_parts = share_in([(2 * right, 2)] + [(0, 0)] * 29)
    figures = figures_of({"rare": rare, "mean": mean_of([rare, rare], n=1), "parts": in_parts}, 30)
    assert figures["rare"] == figures["mean"] == Figure(float(right), 1, interval)
    assert figures["parts"].interval == wilson_interval(int(right), 1)
    # The figure itself is what it was, of resamples too.
    assert rare.of(np.zeros((1, 30))).tolist() == [1.0]


def test_a_part_that_nothing_stands_behind_leaves_the_mean_its_interval() -> None:
    none, many = f1_of([(False, False)] * 40), f1_of([(True, n % 4 > 0) for n in range(40)])
    interval = figures_of({"a": mean_of([none, many], n=40)}, 40)["a"].interval
    assert interval is not None
    assert 0.5 < interval[0] < interval[1] < 1.0


def test_the_interval_of_a_mean_of_which_all_is_right_lies_between_those_of_its_parts() -> None:
    many, few = f1_of([(True, True)] * 40), f1_of([(True, True)] * 5 + [None] * 35)
    figures = figures_of({"many": many, "few": few, "mean": mean_of([many, few], n=45)}, 40)
    lows = {name: figure.interval[0] for name, figure in figures.items() if figure.interval is not None}
    assert lows["few"] < lows["mean"] < lows["many"]
    unknown = mean_of([many, Statistic(40, lambda weights: np.ones(len(weights)))], n=80)
    assert figures_of({"a": unknown}, 40)["a"] == Figure(1.0, 80)


def test_what_has_no_case_has_no_value_and_what_one_record_says_in_part_no_interval() -> None:
    figures = figures_of({"none": f1_of([(False, False)]), "one": share_in([(3, 4)])}, 1)
    assert figures == {"none": Figure(None, 0), "one": Figure(0.75, 4)}


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
