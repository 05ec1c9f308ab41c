from random import Random

import pytest

from voc.domain.agreement.resampling import LEAST_CASES, bootstrap_interval


def mean(values: object) -> float:
    numbers = list(values)  # type: ignore[call-overload]
    return float(sum(numbers) / len(numbers))


def test_the_same_cases_give_the_same_interval() -> None:
    rng = Random(3)
    cases = [rng.random() for _ in range(50)]
    assert bootstrap_interval(cases, mean) == bootstrap_interval(cases, mean) != bootstrap_interval(cases, mean, seed=1)


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    rng = Random(5)
    found = [bootstrap_interval([rng.gauss(0, 1) for _ in range(40)], mean, resamples=200) for _ in range(200)]
    covered = [low <= 0 <= high for low, high in (interval for interval in found if interval is not None)]
    assert sum(covered) / len(covered) == pytest.approx(0.93, abs=0.05)


def test_too_few_cases_have_no_interval() -> None:
    assert bootstrap_interval([1.0] * (LEAST_CASES - 1), mean) is None
    assert bootstrap_interval([1.0] * LEAST_CASES, mean) == (1.0, 1.0)


def test_a_statistic_that_is_mostly_undefined_has_no_interval() -> None:
    assert bootstrap_interval(list(range(9)), lambda cases: None) is None
    assert bootstrap_interval(list(range(9)), lambda cases: 0.5 if 0 in cases or 1 in cases else None) == (0.5, 0.5)
