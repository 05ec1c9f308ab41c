"""Factors: each by itself, and all together."""

from collections.abc import Mapping, Sequence

from voc.domain.measures import Measure
from voc.domain.taxonomy import cause_of
from voc.nlp.evaluation.causes import Pairs
from voc.nlp.evaluation.judged import Judged
from voc.nlp.evaluation.statistic import Statistic, f1_of, mean_of, overlap

# A factor with fewer labels has no part in the macro mean.
LEAST_SUPPORT = 5


def found_factors(j: Judged) -> frozenset[str]:
    return frozenset(a.factor for a in j.analysis.attributions if a.factor)


def supports(judged: Sequence[Judged]) -> Mapping[str, int]:
    """How many records are labelled with each factor that is labelled or found anywhere, by code.

    The support is that of the labels alone, so that two models are compared on the same factors. What is found where
    factors were not labelled is neither right nor wrong, and left out here as everywhere.
    """
    codes = sorted({f for j in judged if j.gold.factors_labelled for f in (j.gold.factors | found_factors(j))})
    return {code: sum(code in j.gold.factors for j in judged) for code in codes}


def factor_pairs(judged: Sequence[Judged], code: str) -> Pairs:
    """Whether each record is labelled and answered with a factor.

    A factor that a reader accepts beside the one chosen counts as labelled where the program names it, in place of
    the missed ones of the same cause. Where factors were not labelled it is neither.
    """
    return [
        (code in _wanted(j), code in found_factors(j)) if j.gold.factors_labelled else (False, False) for j in judged
    ]


def _wanted(j: Judged) -> frozenset[str]:
    found = found_factors(j)
    accepted = (found & j.gold.factors_either) - j.gold.factors
    stood_for = {cause_of(f) for f in accepted}
    missed = {f for f in j.gold.factors - found if cause_of(f) in stood_for}
    return (j.gold.factors | accepted) - missed


def factor_statistics(judged: Sequence[Judged]) -> Mapping[Measure, Statistic]:
    """Micro-F1 (a factor that a reader also accepts counts as right) and the mean over factors with enough labels."""
    rows = [_right_of_all(j) if j.gold.factors_labelled else (0, 0) for j in judged]
    frequent = {code: n for code, n in supports(judged).items() if n >= LEAST_SUPPORT}
    each = [f1_of(factor_pairs(judged, code)) for code in frequent]
    return {
        Measure.FACTOR_F1: overlap(rows, n=sum(total > 0 for _, total in rows), empty=0.0),
        Measure.FACTOR_MACRO_F1: mean_of(each, n=sum(frequent.values())),
    }


def _right_of_all(j: Judged) -> tuple[int, int]:
    found = found_factors(j)
    return len(found & j.gold.factors_either), len(found) + len(j.gold.factors)
