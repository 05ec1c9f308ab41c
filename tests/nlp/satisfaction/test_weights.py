from dataclasses import asdict

import numpy as np
import pytest

from voc.domain.curve import Curve, curve_of, peak_end_score
from voc.domain.moments import PeakEndWeights
from voc.nlp.satisfaction.weights import PARTS, fit_weights

RANDOM = np.random.default_rng(3)
TALKS = [[round(float(v), 2) for v in RANDOM.uniform(-1, 1, RANDOM.integers(3, 12))] for _ in range(400)]
CURVES = [curve for talk in TALKS if (curve := curve_of(talk)) is not None]


def levels(weights: PeakEndWeights) -> list[int]:
    """Three levels by the score that these weights give."""
    scores = [peak_end_score(talk, weights) or 0.0 for talk in TALKS]
    low, high = np.percentile(scores, [33, 67])
    return [1 + (score > low) + (score > high) for score in scores]


def test_weights_that_made_the_levels_are_found_again() -> None:
    true = PeakEndWeights(peak=0.2, end=0.4, mean=0.3, trend=0.1, high=0.0)
    found = fit_weights(CURVES, levels(true))
    assert asdict(found) == pytest.approx(asdict(true), abs=0.05)


def test_parts_that_are_not_asked_for_weigh_nothing() -> None:
    found = fit_weights(CURVES, levels(PeakEndWeights()), parts=("peak", "end"))
    assert (found.mean, found.trend, found.high) == (0, 0, 0)
    assert found.peak == pytest.approx(0.5, abs=0.05)


def test_a_part_that_would_count_against_satisfaction_is_left_out() -> None:
    against = [4 - level for level in levels(PeakEndWeights(peak=0, end=0, high=1))]
    bad_high = [a + b for a, b in zip(against, levels(PeakEndWeights(peak=0, end=1)), strict=True)]
    found = fit_weights(CURVES, bad_high, parts=("high", "end"))
    assert found == PeakEndWeights(peak=0, end=1)


def test_levels_that_fall_as_every_part_rises_cannot_be_fitted() -> None:
    with pytest.raises(ValueError, match="no part"):
        fit_weights(CURVES, [4 - level for level in levels(PeakEndWeights(peak=0, end=0, mean=1))], parts=("mean",))


def test_dialogues_count_as_much_as_is_said() -> None:
    some = [*levels(PeakEndWeights(peak=1, end=0))[:200], *levels(PeakEndWeights(peak=0, end=1))[200:]]
    first = fit_weights(CURVES, some, counts=[1.0] * 200 + [0.001] * 200)
    second = fit_weights(CURVES, some, counts=[0.001] * 200 + [1.0] * 200)
    assert first.peak > 0.8
    assert second.end > 0.8


def test_rounded_weights_still_sum_to_one() -> None:
    found = fit_weights(CURVES, levels(PeakEndWeights(peak=0.3, end=0.3, mean=0.4)))
    assert sum(asdict(found).values()) == pytest.approx(1, abs=1e-9)
    assert all(round(weight, 3) == weight for weight in asdict(found).values())
    assert tuple(sorted(asdict(found))) == tuple(sorted(PARTS))


def test_the_parts_are_numbers_of_a_curve() -> None:
    assert all(isinstance(getattr(Curve(*[0.0] * 14), part), float) for part in PARTS)
