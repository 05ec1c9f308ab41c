"""Whether a probability of 0.8 comes true eight times in ten."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from voc.domain.evaluation import ReliabilityBin
from voc.domain.measures import Measure
from voc.domain.numbers import rounded, wilson_interval
from voc.domain.taxonomy import Cause
from voc.nlp.evaluation.judged import Judged
from voc.nlp.evaluation.statistic import Array, Statistic, from_counts, ratio

BINS = 10
_OF_CAUSE = {
    Cause.PERSON: Measure.ECE_PERSON,
    Cause.PRODUCT: Measure.ECE_PRODUCT,
    Cause.RULE: Measure.ECE_RULE,
}

Stated = Sequence[tuple[float, bool]]


def stated_causes(judged: Sequence[Judged], cause: Cause) -> Stated:
    """The probability of a cause in each record, and whether it was labelled."""
    return [(j.analysis.causes[cause], cause in j.gold.causes) for j in judged]


def expected_calibration_error(pairs: Stated, *, bins: int = BINS) -> float:
    """ECE (Naeini et al. 2015): mean gap of stated and observed probability over equal bins, weighted by their size.

    >>> expected_calibration_error([(0.9, True), (0.9, False)])
    0.4
    """
    if not pairs:
        return 0.0
    return float(_error(_sums(pairs, bins).sum(axis=0, keepdims=True))[0])


def calibration_statistics(judged: Sequence[Judged]) -> Mapping[Measure, Statistic]:
    """The calibration error over all three causes, and of each."""
    sums = {cause: _sums(stated_causes(judged, cause), BINS) for cause in Cause}
    together = np.sum([sums[cause] for cause in Cause], axis=0)
    return {
        Measure.ECE: _leaning(len(Cause) * len(judged), together),
        **{_OF_CAUSE[cause]: _leaning(len(judged), sums[cause]) for cause in Cause},
    }


def _leaning(n: int, sums: Array) -> Statistic:
    return replace(from_counts(n, sums, _error), leans=True)


def _bin(probability: float, bins: int) -> int:
    """Bins reach from their lower bound up to the next one; the last one holds 1 as well.

    >>> _bin(0.1, 10), _bin(0.3, 10), _bin(0.7, 10), _bin(1.0, 10)
    (1, 3, 7, 9)
    """
    return max(b for b in range(bins) if b / bins <= max(probability, 0.0))


def _sums(pairs: Stated, bins: int) -> Array:
    """For each pair, in the columns of its bin: 1, the probability, and whether it came true; `(n, 3 * bins)`."""
    table = np.zeros((len(pairs), 3 * bins))
    for row, (probability, true) in zip(table, pairs, strict=True):
        at = _bin(probability, bins)
        row[[at, bins + at, 2 * bins + at]] = 1.0, probability, float(true)
    return table


def _error(sums: Array) -> Array:
    counts, stated, observed = np.split(sums, 3, axis=1)
    return ratio(np.abs(stated - observed).sum(axis=1), counts.sum(axis=1), empty=0.0)


def reliability(pairs: Stated, *, bins: int = BINS) -> tuple[ReliabilityBin, ...]:
    """Stated beside observed probability, for each bin that holds any; the interval is that of the observed share."""
    made = []
    for b in range(bins):
        inside = [(p, y) for p, y in pairs if _bin(p, bins) == b]
        if inside:
            true = sum(y for _, y in inside)
            stated, observed = sum(p for p, _ in inside) / len(inside), true / len(inside)
            bounds = wilson_interval(true, len(inside))
            low, high = rounded(b / bins), rounded((b + 1) / bins)
            made.append(ReliabilityBin(low, high, len(inside), rounded(stated), rounded(observed), bounds))
    return tuple(made)
