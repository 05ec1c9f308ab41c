import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.evaluation.cases import CASES, CONTENT, causes, judged
from voc.domain.measures import Measure
from voc.domain.numbers import wilson_interval
from voc.domain.taxonomy import Cause
from voc.nlp.evaluation import expected_calibration_error
from voc.nlp.evaluation.calibration import calibration_statistics, reliability, stated_causes
from voc.nlp.evaluation.judged import Judged
from voc.nlp.evaluation.statistic import figures_of, resampled

COMPLAINT = {"dissatisfied": True, "causes": ["product"]}
PAIRS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1)


@given(PAIRS)
def test_calibration_error_lies_between_zero_and_one(pairs: list[tuple[float, bool]]) -> None:
    assert 0.0 <= expected_calibration_error(pairs) <= 1.0 + 1e-12


@given(st.lists(st.booleans(), min_size=1))
def test_certainty_that_is_always_right_has_no_calibration_error(hits: list[bool]) -> None:
    assert expected_calibration_error([(float(hit), hit) for hit in hits]) == 0.0
    assert expected_calibration_error([(1.0 - hit, hit) for hit in hits]) == 1.0


def test_calibration_is_compared_bin_by_bin() -> None:
    pairs = [(0.12, True), (0.18, False), (0.85, False), (1.0, True)]
    assert expected_calibration_error(pairs) == pytest.approx((abs(0.3 - 1) + 0.85 + 0.0) / 4)
    assert expected_calibration_error(pairs, bins=1) == pytest.approx(abs(2.15 - 2) / 4)
    assert expected_calibration_error([]) == 0.0


@given(PAIRS)
def test_the_table_holds_what_the_error_is_made_of(pairs: list[tuple[float, bool]]) -> None:
    bins = reliability(pairs)
    assert sum(b.n for b in bins) == len(pairs)
    gaps = sum(b.n * abs(b.stated - b.observed) for b in bins) / len(pairs)
    assert gaps == pytest.approx(expected_calibration_error(pairs), abs=1e-3)
    assert all(b.low <= b.stated + 1e-4 and b.stated <= b.high + 1e-4 for b in bins)


def test_bins_without_anything_are_left_out() -> None:
    [low, high] = reliability([(0.0, False), (0.05, True), (0.95, True), (1.0, True)])
    assert (low.low, low.high, low.n, low.stated, low.observed) == (0.0, 0.1, 2, 0.025, 0.5)
    assert low.interval == wilson_interval(1, 2)
    assert (high.low, high.high, high.n, high.observed) == (0.9, 1.0, 2, 1.0)


def test_each_cause_has_its_own_error_beside_that_of_all() -> None:
    cases = [case for case, _ in CASES]
    statistics = calibration_statistics(cases)
    everything = [pair for cause in Cause for pair in stated_causes(cases, cause)]
    assert statistics[Measure.ECE].n == 3 * len(cases)
    assert statistics[Measure.ECE].value(len(cases)) == pytest.approx(expected_calibration_error(everything))
    rule = expected_calibration_error(stated_causes(cases, Cause.RULE))
    assert statistics[Measure.ECE_RULE].value(len(cases)) == pytest.approx(rule)


def test_the_interval_of_a_calibration_error_lies_around_it() -> None:
    # Well calibrated: resamples can only look worse, and most of them lie above the value.
    pairs = [(p / 10 + 0.05, n < p) for p in range(10) for n in range(10)]
    sums = [judged(gold=COMPLAINT if hit else CONTENT, causes=causes(0.0, p, 0.0)) for p, hit in pairs]
    statistic = calibration_statistics(sums)[Measure.ECE_PRODUCT]
    drawn = resampled({"a": statistic}, len(sums))["a"]
    figure = figures_of({"a": statistic}, len(sums))["a"]
    assert figure.value == pytest.approx(0.05)
    assert np.mean(drawn > 0.05) > 0.95
    assert figure.interval is not None
    assert 0.0 <= figure.interval[0] < 0.05 < figure.interval[1] < np.percentile(drawn, 97.5)


@given(st.lists(st.sampled_from([case for case, _ in CASES]), min_size=1, max_size=30))
def test_no_calibration_error_lies_outside_its_interval(some: list[Judged]) -> None:
    for figure in figures_of(calibration_statistics(some), len(some)).values():
        if figure.interval is not None:
            assert figure.value is not None
            assert 0.0 <= figure.interval[0] <= figure.value <= figure.interval[1] <= 1.0
