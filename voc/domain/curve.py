"""The course of feeling over a contact as numbers, and the one score of how it is remembered."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import log, sqrt

from voc.domain.moments import END_UTTERANCES, NEUTRAL_BAND, PeakEndWeights
from voc.domain.numbers import rounded

# What each utterance further back counts in `recent`, as a share of the next one.
FADING = 0.8
OPENING_UTTERANCES = 2


@dataclass(frozen=True, slots=True)
class Curve:
    """The course of one speaker's valences; all but `spread` and `length` lie in -1…1, shares and places in 0…1.

    `mean` of all; `trend`: half of what the later half is above the earlier one; `peak`: the lowest one and `high`: the
    best, zero where none leaves the neutral band; `end`: mean of the last two; `last`; `opening`: mean of the first
    two; `late`: mean of the later half; `recent`: mean in which each utterance counts 0.8 of the next one;
    `negative_share` and `positive_share`: of utterances outside the neutral band; `peak_place`: where the lowest point
    lies (1: the last utterance), zero without one; `spread`: standard deviation; `length`: logarithm of the number of
    utterances.

    Which parts of an experience are remembered: Kahneman, Fredrickson, Schreiber & Redelmeier 1993 (peak and end),
    Fredrickson & Kahneman 1993 (how long it lasted hardly matters); in real call-centre calls Bolo et al. 2023 (feeling
    at the end weighs more) and De Cleen et al. 2025 (good feeling weighs more than bad, hence `high` beside `peak`).
    """

    mean: float
    trend: float
    peak: float
    high: float
    end: float
    last: float
    opening: float
    late: float
    recent: float
    negative_share: float
    positive_share: float
    peak_place: float
    spread: float
    length: float

    @property
    def values(self) -> tuple[float, ...]:
        """All of them, in the order above."""
        return astuple(self)


def curve_of(valences: Sequence[float | None]) -> Curve | None:
    """The curve of valences of shape `(n_utterances,)`, None where another speaks; None where nobody is left.

    >>> curve = curve_of([None, -0.6, None, 0.0, 0.3])
    >>> curve.mean, curve.peak, curve.high, curve.end, curve.trend
    (-0.1, -0.6, 0.3, 0.15, 0.45)
    >>> curve_of([None, None]) is None
    True
    """
    spoken = [v for v in valences if v is not None]
    if not spoken:
        return None
    count, mean, low = len(spoken), _mean(spoken), min(spoken)
    half = max(1, count // 2)
    bad = low < -NEUTRAL_BAND
    return Curve(
        mean=rounded(mean),
        trend=rounded((_mean(spoken[-half:]) - _mean(spoken[:half])) / 2),
        peak=rounded(low) if bad else 0.0,
        high=rounded(max(spoken)) if max(spoken) > NEUTRAL_BAND else 0.0,
        end=rounded(_mean(spoken[-END_UTTERANCES:])),
        last=rounded(spoken[-1]),
        opening=rounded(_mean(spoken[:OPENING_UTTERANCES])),
        late=rounded(_mean(spoken[-half:])),
        recent=rounded(_recent(spoken)),
        negative_share=rounded(sum(v < -NEUTRAL_BAND for v in spoken) / count),
        positive_share=rounded(sum(v > NEUTRAL_BAND for v in spoken) / count),
        # Of equally bad points the later one is meant, as for the moments.
        peak_place=rounded(max(i for i, v in enumerate(spoken, start=1) if v == low) / count) if bad else 0.0,
        spread=rounded(sqrt(_mean([(v - mean) ** 2 for v in spoken]))),
        length=rounded(log(count)),
    )


def peak_end_score(
    valences: Sequence[float | None], weights: PeakEndWeights, *, end: float | None = None
) -> float | None:
    """One number for how a contact is remembered, -1…1; None where the customer did not speak.

    `weights.mean · mean + weights.trend · trend + …` of the customer's curve. `end`: how the contact ended for the
    customer where something better is known than the last two valences (farewells are polite whatever happened).

    >>> peak_end_score([-0.8, None, 0.2, 0.4], PeakEndWeights(peak=0.6, end=0.4))
    -0.36
    >>> peak_end_score([0.0, 0.4], PeakEndWeights()), peak_end_score([None], PeakEndWeights())
    (0.1, None)
    """
    curve = curve_of(valences)
    if curve is None:
        return None
    return rounded(
        weights.mean * curve.mean
        + weights.trend * curve.trend
        + weights.peak * curve.peak
        + weights.high * curve.high
        + weights.end * (curve.end if end is None else end)
    )


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)


def _recent(spoken: Sequence[float]) -> float:
    shares = [FADING**back for back in reversed(range(len(spoken)))]
    return sum(s * v for s, v in zip(shares, spoken, strict=True)) / sum(shares)
