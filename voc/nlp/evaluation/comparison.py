"""Two models on the same records: whether one is worse, and how sure that is."""

from collections.abc import Mapping, Sequence

import numpy as np

from voc.domain.evaluation import Difference
from voc.domain.measures import Measure
from voc.domain.numbers import rounded
from voc.nlp.evaluation.judged import Judged
from voc.nlp.evaluation.report import statistics_of
from voc.nlp.evaluation.statistic import Statistic, middle, resampled

# Rounding of two figures must not make a case of its own.
_SLACK = 0.0001


def compare(
    candidate: Sequence[Judged], current: Sequence[Judged], tolerances: Mapping[Measure, float]
) -> tuple[Difference, ...]:
    """Candidate less current, for the measures that both have a case of; paired bootstrap: the same resamples.

    Both hold the same contacts in the same order, at least one. Each measure has its tolerance, which is never less
    than one of the cases behind it: of seven content calls, one more false alarm tells nothing.
    """
    count = len(candidate)
    ours, theirs = (_statistics(judged, tolerances) for judged in (candidate, current))
    # Of no case at all there is no figure: a model that always abstains errs in none of the rest, as there is none.
    measured = [m for m in tolerances if ours[m].n and theirs[m].n]
    drawn, base = (resampled({m: s[m] for m in measured}, count) for s in (ours, theirs))
    made = []
    for m in measured:
        gaps = drawn[m] - base[m]
        worse = gaps > 0 if m.lower_is_better else gaps < 0
        made.append(
            Difference(
                measure=m,
                candidate=rounded(ours[m].value(count)),
                current=rounded(theirs[m].value(count)),
                interval=middle(gaps),
                worse_share=rounded(float(np.mean(worse))),
                tolerance=_allowed(tolerances[m], max(ours[m].n, theirs[m].n)),
            )
        )
    return tuple(made)


def _statistics(judged: Sequence[Judged], measures: Mapping[Measure, float]) -> dict[Measure, Statistic]:
    known = statistics_of(judged)
    return {m: known[m] for m in measures}


def _allowed(tolerance: float, cases: int) -> float:
    return max(tolerance, rounded(1 / cases + _SLACK))
