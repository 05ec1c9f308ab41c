"""Two models on the same records: whether one is worse, and how sure that is."""

from collections.abc import Sequence

import numpy as np

from voc.domain.evaluation import Difference
from voc.domain.measures import Measure
from voc.domain.numbers import rounded
from voc.nlp.evaluation.causes import verdict_statistics
from voc.nlp.evaluation.judged import Judged
from voc.nlp.evaluation.statistic import middle, resampled


def compare(
    candidate: Sequence[Judged], current: Sequence[Judged], measures: Sequence[Measure]
) -> tuple[Difference, ...]:
    """Candidate less current, for measures of the verdict; paired bootstrap: both on the same resampled records.

    Both hold the same contacts in the same order, at least one.
    """
    count = len(candidate)
    ours, theirs = ({m: s[m] for m in measures} for s in map(verdict_statistics, (candidate, current)))
    drawn, base = resampled(ours, count), resampled(theirs, count)
    made = []
    for m in measures:
        gaps = drawn[m] - base[m]
        values = rounded(ours[m].value(count)), rounded(theirs[m].value(count))
        made.append(Difference(m, *values, middle(gaps), rounded(float(np.mean(gaps < 0)))))
    return tuple(made)
