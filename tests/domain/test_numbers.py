from math import copysign

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.numbers import difference_interval, rate_change_p, rounded, wilson_interval

COUNTS = st.integers(0, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@given(st.floats(-1e6, 1e6))
def test_rounding_moves_a_number_by_half_a_unit_of_the_fourth_decimal_at_most(value: float) -> None:
    assert abs(rounded(value) - value) <= 0.5e-4 + 1e-9


def test_there_is_no_negative_zero() -> None:
    assert copysign(1, rounded(-0.00001)) == 1.0


# Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
@pytest.mark.parametrize(
    ("count", "total", "interval"),
    [
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_wilson_agrees_with_the_published_intervals(count: int, total: int, interval: tuple[float, float]) -> None:
    assert wilson_interval(count, total) == interval


@given(COUNTS)
def test_wilson_holds_the_share_and_stays_between_zero_and_one(counts: tuple[int, int]) -> None:
    count, total = counts
    low, high = wilson_interval(count, total)
    assert 0.0 <= low <= high <= 1.0
    if total:
        assert low <= rounded(count / total) <= high


@given(COUNTS)
def test_wilson_of_the_others_is_the_mirror_image(counts: tuple[int, int]) -> None:
    count, total = counts
    low, high = wilson_interval(count, total)
    assert wilson_interval(total - count, total) == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_a_wider_level_gives_a_wider_interval() -> None:
    low, high = wilson_interval(3, 40)
    wide_low, wide_high = wilson_interval(3, 40, z=2.575829)
    assert wide_low < low < high < wide_high


# Newcombe 1998, "Interval estimation for the difference between independent proportions", table II, method 10.
@pytest.mark.parametrize(
    ("counts", "interval"),
    [
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((6, 7, 2, 7), (0.0582, 0.8062)),
        ((5, 56, 0, 29), (-0.0381, 0.1926)),
        ((0, 10, 0, 20), (-0.1611, 0.2775)),
        ((0, 10, 0, 10), (-0.2775, 0.2775)),
        ((10, 10, 0, 20), (0.6791, 1.0)),
        ((10, 10, 0, 10), (0.6075, 1.0)),
    ],
)
def test_differences_agree_with_the_published_intervals(
    counts: tuple[int, int, int, int], interval: tuple[float, float]
) -> None:
    assert difference_interval(*counts) == pytest.approx(interval, abs=1e-4)


@pytest.mark.parametrize("counts", [(0, 0, 3, 10), (3, 10, 0, 0), (0, 0, 0, 0)])
def test_a_difference_with_nothing_can_be_anything(counts: tuple[int, int, int, int]) -> None:
    assert difference_interval(*counts) == (-1.0, 1.0)


@given(COUNTS, COUNTS)
def test_turning_a_difference_round_turns_its_interval_round(one: tuple[int, int], other: tuple[int, int]) -> None:
    low, high = difference_interval(*one, *other)
    assert difference_interval(*other, *one) == pytest.approx((-high, -low), abs=1e-9)


@given(st.integers(0, 30), st.integers(1, 500), st.integers(0, 30), st.integers(1, 500))
def test_the_test_of_a_changed_rate_is_a_probability_and_does_not_mind_which_side_comes_first(
    count: int, total: int, base_count: int, base_total: int
) -> None:
    p = rate_change_p(count, total, base_count, base_total)
    assert 0.0 <= p <= 1.0
    assert p == pytest.approx(rate_change_p(base_count, base_total, count, total), abs=2e-4)


def test_a_single_contact_after_none_is_no_rise() -> None:
    assert rate_change_p(1, 51, 0, 400) > 0.05
    assert difference_interval(1, 51, 0, 400)[0] > 0
