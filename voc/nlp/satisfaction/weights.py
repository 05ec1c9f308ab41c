"""Fitting the weights of the peak-end score to known satisfaction."""

from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from voc.domain.curve import Curve
from voc.domain.moments import PeakEndWeights
from voc.nlp.satisfaction.linear import Numbers

PARTS = ("mean", "trend", "peak", "high", "end")
# Of the inverse penalty: next to none.
STRENGTH = 100.0
DECIMALS = 3


def fit_weights(
    curves: Sequence[Curve],
    satisfaction: Sequence[int],
    *,
    parts: Sequence[str] = PARTS,
    counts: Sequence[float] | None = None,
) -> PeakEndWeights:
    """The weights with which the score's order fits levels of satisfaction best, none negative, together one.

    A proportional-odds model (McCullagh 1980): logit P(level above k) = score · scale − threshold k. A part that would
    count against satisfaction is left out, the worst one first, and the others are fitted anew. `counts`: how much each
    dialogue counts. ValueError where no part grows with satisfaction.
    """
    given = np.ones(len(curves)) if counts is None else np.asarray(counts, dtype=np.float64)
    levels = np.asarray(satisfaction)
    left = list(parts)
    while left:
        slopes = _slopes(np.array([[getattr(curve, part) for part in left] for curve in curves]), levels, given)
        if slopes.min() > 0:
            return _weights(dict(zip(left, slopes / slopes.sum(), strict=True)))
        del left[int(slopes.argmin())]
    raise ValueError("no part of the curves grows with satisfaction")


def _slopes(numbers: Numbers, levels: Numbers, counts: Numbers) -> Numbers:
    """One row a dialogue and threshold, with a column of its own for each threshold."""
    above = np.unique(levels)[1:]
    rows = np.vstack(
        [np.hstack([numbers, np.tile(np.eye(len(above))[k], (len(levels), 1))]) for k in range(len(above))]
    )
    wanted = np.concatenate([levels >= level for level in above])
    model = LogisticRegression(C=STRENGTH, solver="lbfgs", max_iter=2000, fit_intercept=False)
    model.fit(rows, wanted, sample_weight=np.tile(counts, len(above)))
    return np.asarray(model.coef_[0, : numbers.shape[1]], dtype=np.float64)


def _weights(shares: Mapping[str, float]) -> PeakEndWeights:
    """Rounded, the largest one taking up what rounding leaves."""
    rounded = {part: round(float(shares.get(part, 0.0)), DECIMALS) for part in PARTS}
    largest = max(PARTS, key=rounded.__getitem__)
    rounded[largest] = round(rounded[largest] + 1 - sum(rounded.values()), DECIMALS)
    return PeakEndWeights(**rounded)
