from dataclasses import astuple

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
)
from voc.domain.numbers import rounded
from voc.errors import TaxonomyError

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


PARTS = {"peak": 0.1, "end": 0.2, "mean": 0.5, "trend": 0.15, "high": 0.05}


def table(**weights: float) -> str:
    return "[weights]\n" + "".join(f"{name} = {weight}\n" for name, weight in weights.items())


def test_weights_are_read_by_name() -> None:
    assert PeakEndWeights.parse(table(**PARTS)) == PeakEndWeights(**PARTS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[weights",
        "weights = 1",
        table(**PARTS | {"peak": 0.2}),
        table(**PARTS | {"peak": -0.1, "end": 0.4}),
        table(peak=0.5, end=0.5),
        table(**PARTS).replace("0.15", '"much"'),
    ],
    ids=["empty", "damaged", "no table", "more than one", "negative", "not all", "no number"],
)
def test_weights_that_make_no_score_are_refused(text: str) -> None:
    with pytest.raises(TaxonomyError, match="峰终分权重表无法读取"):
        PeakEndWeights.parse(text)


@pytest.mark.parametrize("weights", [(0.5, 0.6), (1.2, -0.2), (0.0, 0.0)])
def test_weights_that_are_negative_or_do_not_sum_to_one_are_a_mistake(weights: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="sum to one"):
        PeakEndWeights(*weights)


def test_without_fitted_weights_worst_point_and_end_count_alike() -> None:
    assert astuple(PeakEndWeights()) == (0.5, 0.5, 0.0, 0.0, 0.0)
