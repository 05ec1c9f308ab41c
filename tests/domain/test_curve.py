import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.curve import Curve, curve_of, peak_end_score
from voc.domain.moments import MomentKind, PeakEndWeights, Phase, find_moments
from voc.domain.numbers import rounded

SPOKEN = st.floats(-1, 1).map(rounded)
VALENCES = st.lists(st.none() | SPOKEN, max_size=12)
# Tenths that sum to one.
WEIGHTS = st.lists(st.integers(0, 4), min_size=10, max_size=10).map(
    lambda at: PeakEndWeights(*(at.count(part) / 10 for part in range(5)))
)


def curve(*valences: float | None) -> Curve:
    found = curve_of(valences)
    assert found is not None
    return found


def test_the_curve_of_a_call_that_gets_worse_is_read_off_by_hand() -> None:
    found = curve(0.4, None, 0.0, -0.8, None, -0.2)
    assert found.mean == -0.15
    assert found.trend == -0.35
    assert (found.peak, found.high) == (-0.8, 0.4)
    assert (found.end, found.last, found.opening, found.late) == (-0.5, -0.2, 0.2, -0.5)
    # (0.512 · 0.4 + 0.64 · 0 − 0.8 · 0.8 − 0.2) / (0.512 + 0.64 + 0.8 + 1)
    assert found.recent == -0.2152
    assert (found.negative_share, found.positive_share) == (0.5, 0.25)
    assert found.peak_place == 0.75
    assert found.spread == 0.433
    assert found.length == 1.3863


def test_the_middle_utterance_belongs_to_neither_half() -> None:
    assert curve(-1.0, -1.0, 1.0, 1.0, 1.0).trend == curve(-1.0, -1.0, -1.0, 1.0, 1.0).trend == 1.0


def test_one_utterance_is_everything_but_a_trend() -> None:
    found = curve(-0.5)
    assert found == Curve(-0.5, 0.0, -0.5, 0.0, -0.5, -0.5, -0.5, -0.5, -0.5, 1.0, 0.0, 1.0, 0.0, 0.0)
    assert found.values == (-0.5, 0.0, -0.5, 0.0, *[-0.5] * 5, 1.0, 0.0, 1.0, 0.0, 0.0)


def test_within_the_neutral_band_there_is_neither_peak_nor_high() -> None:
    found = curve(-0.15, 0.15)
    assert (found.peak, found.high, found.peak_place, found.negative_share, found.positive_share) == (0, 0, 0, 0, 0)


def test_of_equally_bad_points_the_later_one_is_meant() -> None:
    assert curve(-0.5, 0.0, -0.5, 0.0).peak_place == 0.75


def test_later_utterances_count_more_in_recent() -> None:
    assert curve(-1.0, 0.0, 0.0).recent > curve(0.0, 0.0, -1.0).recent


@given(VALENCES)
def test_the_curve_says_the_same_as_the_moments(valences: list[float | None]) -> None:
    found = curve_of(valences)
    moments = {m.kind: m.valence for m in find_moments(valences, [Phase.ANSWERING] * len(valences))}
    assert (found is None) == (not moments)
    if found is not None:
        assert found.end == moments[MomentKind.END]
        assert found.peak == moments.get(MomentKind.PEAK, 0.0)
        assert found.high == moments.get(MomentKind.HIGH, 0.0)


@given(VALENCES)
def test_who_else_speaks_changes_nothing(valences: list[float | None]) -> None:
    assert curve_of(valences) == curve_of([None, *(v for v in valences if v is not None), None])


@given(st.lists(SPOKEN, min_size=1, max_size=12), WEIGHTS)
def test_the_score_lies_between_minus_one_and_one_whatever_the_weights(
    valences: list[float], weights: PeakEndWeights
) -> None:
    score = peak_end_score(valences, weights)
    assert score is not None
    assert -1 <= score <= 1


@pytest.mark.parametrize("part", ["peak", "end", "mean", "trend", "high"])
def test_each_weight_weighs_its_own_part(part: str) -> None:
    valences = [0.4, None, 0.0, -0.8, -0.2]
    weights = PeakEndWeights(**{"peak": 0.0, "end": 0.0, part: 1.0})
    assert peak_end_score(valences, weights) == getattr(curve(*valences), part)


def test_the_score_is_the_weighted_sum_of_the_parts() -> None:
    weights = PeakEndWeights(peak=0.1, end=0.2, mean=0.4, trend=0.1, high=0.2)
    # 0.4 · −0.15 + 0.1 · −0.35 + 0.1 · −0.8 + 0.2 · 0.4 + 0.2 · −0.5
    assert peak_end_score([0.4, 0.0, -0.8, -0.2], weights) == -0.195


def test_a_better_known_end_takes_the_place_of_the_last_two_valences() -> None:
    weights = PeakEndWeights(peak=0.0, end=0.5, mean=0.5)
    assert peak_end_score([0.2, 0.4], weights) == 0.3
    assert peak_end_score([0.2, 0.4], weights, end=-0.5) == -0.1
    assert peak_end_score([0.2, 0.4], weights, end=0.0) == 0.15


def test_a_customer_who_does_not_speak_has_no_score() -> None:
    assert peak_end_score([None, None], PeakEndWeights(), end=0.5) is None
