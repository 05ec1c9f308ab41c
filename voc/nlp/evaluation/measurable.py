"""What can be measured on some records at all: labels that are all alike tell nothing of a model."""

from collections.abc import Callable, Iterable, Sequence

from voc.domain.measures import Measure
from voc.domain.taxonomy import Cause
from voc.nlp.evaluation.judged import Judged
from voc.nlp.evaluation.report import measure, statistics_of
from voc.nlp.gold import Gold

CAUSES = {Measure(str(cause)): cause for cause in Cause}


def measurable(golds: Sequence[Gold], measures: Iterable[Measure]) -> frozenset[Measure]:
    """Those of the measures that labels allow.

    An F1 needs records with the label and ones without: whoever always gives the only answer is right always. The mean
    over the causes needs all three of them, the factors need one labelled factor; anything else is left in.
    """
    return frozenset(m for m in measures if _allowed(golds, m))


def _allowed(golds: Sequence[Gold], wanted: Measure) -> bool:
    if wanted is Measure.MACRO_F1:
        return all(_allowed(golds, cause) for cause in CAUSES)
    if wanted is Measure.DISSATISFIED_F1:
        return _both(golds, lambda gold: gold.dissatisfied)
    if wanted in CAUSES:
        return _both(golds, lambda gold: CAUSES[wanted] in gold.causes)
    return wanted is not Measure.FACTOR_F1 or any(gold.factors for gold in golds)


def _both(golds: Sequence[Gold], labelled: Callable[[Gold], bool]) -> bool:
    return len({labelled(gold) for gold in golds}) == 2


def measure_told(judged: Sequence[Judged], *, enough: bool) -> dict[str, float | int | None]:
    """The measures of the reference definition, with None in place of figures that no case or one label alone stands
    behind; in place of all of them where there are not `enough` records. `n` is the number of records always."""
    found = measure(judged)
    if not enough or not judged:
        return {"n": len(judged)} | {name: None for name in found if name != "n"}
    statistics = statistics_of(judged)
    told = measurable([j.gold for j in judged], [m for m, s in statistics.items() if s.n])
    untold = {str(m) for m in statistics if m not in told}
    return {name: None if name in untold else value for name, value in found.items()}
