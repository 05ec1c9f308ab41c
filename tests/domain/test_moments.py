from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.moments import (
    NEUTRAL_BAND,
    Moment,
    MomentKind,
    PeakEndWeights,
    Phase,
    TurnedBy,
    find_moments,
    peak_end_score,
)
from voc.domain.numbers import rounded

VALENCES = st.lists(st.none() | st.floats(-1, 1).map(rounded), max_size=12)


def phases_for(valences: list[float | None]) -> list[Phase]:
    return [list(Phase)[i % len(Phase)] for i in range(len(valences))]


def moments_of(valences: list[float | None]) -> dict[MomentKind, Moment]:
    return {m.kind: m for m in find_moments(valences, phases_for(valences))}


def test_every_kind_has_a_chinese_label_of_its_own() -> None:
    for names in (Phase, MomentKind, TurnedBy):
        assert len({name.label for name in names}) == len(names)


def test_the_later_of_equally_bad_points_is_the_peak_and_of_equally_good_ones_the_high() -> None:
    moments = moments_of([-0.5, 0.6, None, -0.5, 0.6, 0.0])
    assert moments[MomentKind.PEAK].utterance == 3
    assert moments[MomentKind.HIGH].utterance == 4


def test_moments_carry_the_phase_of_their_utterance() -> None:
    assert find_moments([0.0, -0.6, 0.6], [Phase.GREETING, Phase.ANSWERING, Phase.CLOSING]) == (
        Moment(MomentKind.PEAK, 1, Phase.ANSWERING, -0.6),
        Moment(MomentKind.HIGH, 2, Phase.CLOSING, 0.6),
        Moment(MomentKind.END, 2, Phase.CLOSING, 0.0),
    )


def test_what_is_within_the_neutral_band_is_neither_peak_nor_high() -> None:
    assert set(moments_of([-NEUTRAL_BAND, NEUTRAL_BAND])) == {MomentKind.END}


@pytest.mark.parametrize(
    ("valences", "end"),
    [([-0.4], -0.4), ([0.9, -0.4, None, 0.2], -0.1), ([-0.8, 0.3, 0.3, None, None], 0.3), ([0.1, 0.0001], 0.0501)],
)
def test_the_end_is_the_mean_of_the_last_two_customer_utterances(valences: list[float | None], end: float) -> None:
    assert moments_of(valences)[MomentKind.END].valence == end


@given(VALENCES)
def test_moments_are_the_extremes_of_what_the_customer_said(valences: list[float | None]) -> None:
    spoken = [v for v in valences if v is not None]
    moments = moments_of(valences)
    assert (MomentKind.END in moments) == bool(spoken)
    assert (MomentKind.PEAK in moments) == any(v < -NEUTRAL_BAND for v in spoken)
    assert (MomentKind.HIGH in moments) == any(v > NEUTRAL_BAND for v in spoken)
    for kind, extreme in ((MomentKind.PEAK, min), (MomentKind.HIGH, max)):
        if kind in moments:
            assert valences[moments[kind].utterance] == moments[kind].valence == extreme(spoken)
    if spoken:
        assert min(spoken) - 1e-4 <= moments[MomentKind.END].valence <= max(spoken) + 1e-4


@given(VALENCES)
def test_the_score_lies_between_minus_one_and_one_and_falls_with_the_worst_point(valences: list[float | None]) -> None:
    moments = find_moments(valences, phases_for(valences))
    scores = [peak_end_score(moments, PeakEndWeights(weight, 1 - weight)) for weight in (0.0, 0.5, 1.0)]
    known = [score for score in scores if score is not None]
    assert len(known) == (3 if moments else 0)
    assert all(-1 <= score <= 1 for score in known)
    # Linear in the weights.
    steps = [b - a for a, b in pairwise(known)]
    assert all(step == pytest.approx(steps[0], abs=2e-4) for step in steps)


def test_the_score_weighs_peak_and_end() -> None:
    moments = find_moments([-0.8, 0.2, 0.4], [Phase.ANSWERING] * 3)
    assert peak_end_score(moments, PeakEndWeights(0.6, 0.4)) == -0.36


def test_moments_without_an_end_have_no_score() -> None:
    assert peak_end_score((Moment(MomentKind.HIGH, 0, Phase.CLOSING, 0.6),), PeakEndWeights()) is None
