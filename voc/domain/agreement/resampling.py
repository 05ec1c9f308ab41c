"""Intervals by drawing the cases anew (bootstrap, Efron 1979)."""

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

RESAMPLES = 500
LEAST_CASES = 5

T = TypeVar("T")


def bootstrap_interval(
    cases: Sequence[T], statistic: Callable[[Sequence[T]], float | None], *, seed: int = 0, resamples: int = RESAMPLES
) -> tuple[float, float] | None:
    """Where the middle 95 % of the statistic of resampled cases lie; the same cases and seed give the same interval.

    None with fewer than 5 cases, or where the statistic is undefined on half of the resamples or more.

    >>> bootstrap_interval([1.0, 2.0], lambda cases: sum(cases) / len(cases)) is None
    True
    """
    if len(cases) < LEAST_CASES:
        return None
    rng = random.Random(seed)
    drawn = [statistic(rng.choices(cases, k=len(cases))) for _ in range(resamples)]
    values = sorted(value for value in drawn if value is not None)
    if 2 * len(values) <= resamples:
        return None
    return _quantile(values, 0.025), _quantile(values, 0.975)


def _quantile(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, max(0, round(share * (len(values) - 1))))]
