"""How much surer verdicts are righter: the coverage–risk curve, and what is left to a person."""

from collections.abc import Mapping, Sequence

import numpy as np

from voc.domain.attribution import AbstainReason
from voc.domain.evaluation import AbstainCount, CoveragePoint
from voc.domain.measures import Measure
from voc.domain.numbers import rounded
from voc.nlp.evaluation.judged import Judged
from voc.nlp.evaluation.statistic import Array, Statistic, ratio, reach_of, share_of

COVERAGE = 0.9


def risk_statistics(judged: Sequence[Judged]) -> Mapping[Measure, Statistic]:
    """Error of all, of the nine tenths with the highest confidence, and of those not left to a person; the area."""
    return {
        Measure.ERROR: share_of((not j.right for j in judged), empty=1.0),
        Measure.ERROR_AT_90_COVERAGE: _at_coverage(judged),
        Measure.COVERAGE_RISK_AREA: _area(judged),
        Measure.ABSTAINED_SHARE: share_of(j.analysis.abstained for j in judged),
        Measure.ERROR_KEPT: share_of((None if j.analysis.abstained else not j.right for j in judged), empty=1.0),
    }


def _surest_first(judged: Sequence[Judged]) -> tuple[list[int], Array, list[int]]:
    """Record numbers by falling confidence, whether each is wrong, and where a lower confidence begins."""
    order = sorted(range(len(judged)), key=lambda i: -judged[i].analysis.confidence)
    wrong = np.array([float(not judged[i].right) for i in order])
    sure = [judged[i].analysis.confidence for i in order]
    return order, wrong, [i for i in range(len(sure)) if i + 1 == len(sure) or sure[i] != sure[i + 1]]


def _at_coverage(judged: Sequence[Judged]) -> Statistic:
    order, wrong, _ = _surest_first(judged)
    kept = round(COVERAGE * len(judged))

    def of(weights: Array) -> Array:
        drawn = weights[:, order]
        before = np.cumsum(drawn, axis=1) - drawn
        taken = np.clip(kept - before, 0, drawn)
        return ratio(taken @ wrong, taken.sum(axis=1), empty=1.0)

    return Statistic(kept, of, reach=reach_of(kept))


def _area(judged: Sequence[Judged]) -> Statistic:
    """Mean risk over all coverages (Geifman & El-Yaniv 2017); verdicts of equal confidence are taken together."""
    order, wrong, ends = _surest_first(judged)

    def of(weights: Array) -> Array:
        drawn = weights[:, order]
        seen, missed = (np.cumsum(part, axis=1)[:, ends] for part in (drawn, drawn * wrong))
        steps = np.diff(seen, axis=1, prepend=0.0)
        return ratio((ratio(missed, seen, empty=0.0) * steps).sum(axis=1), steps.sum(axis=1), empty=0.0)

    return Statistic(len(judged), of, reach=reach_of(len(judged)))


def coverage_risk(judged: Sequence[Judged]) -> tuple[CoveragePoint, ...]:
    """The curve, from the surest verdicts to all; one point for each confidence that occurs."""
    order, wrong, ends = _surest_first(judged)
    missed = np.cumsum(wrong)
    return tuple(
        CoveragePoint(
            judged[order[i]].analysis.confidence,
            rounded((i + 1) / len(judged)),
            rounded(float(missed[i]) / (i + 1)),
        )
        for i in ends
    )


def abstained(judged: Sequence[Judged]) -> tuple[AbstainCount, ...]:
    """What does not wait for a person, then what waits, by reason; only reasons that occur."""
    counts = []
    for reason in (None, *AbstainReason):
        inside = [j for j in judged if j.analysis.abstain_reason is reason]
        if inside:
            counts.append(AbstainCount(reason, len(inside), sum(not j.right for j in inside)))
    return tuple(counts)
