"""Dissatisfaction and causes."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations

from voc.domain.evaluation import ClassScore, Confusion, Figure
from voc.domain.measures import Measure
from voc.domain.numbers import rounded, wilson_interval
from voc.domain.taxonomy import Cause
from voc.nlp.evaluation.judged import Judged
from voc.nlp.evaluation.statistic import Statistic, f1_of, mean_of, share_of

CONTENT, UNSPECIFIED = "content", "unspecified"
# Every answer there can be: content, unspecified, and each set of causes, small ones first.
ANSWERS = (CONTENT, UNSPECIFIED, *("+".join(some) for size in (1, 2, 3) for some in combinations(Cause, size)))

Pairs = Sequence[tuple[bool, bool]]


def cause_pairs(judged: Sequence[Judged], cause: Cause) -> Pairs:
    """Whether each record is labelled and answered with a cause."""
    return [(cause in j.gold.causes, cause in j.analysis.found_causes) for j in judged]


def verdict_statistics(judged: Sequence[Judged]) -> Mapping[Measure, Statistic]:
    """F1 of dissatisfaction, of each cause and their mean; the primary cause; complaints without a reason."""
    by_cause = {cause: f1_of(cause_pairs(judged, cause)) for cause in Cause}
    concerned = sum(bool(j.gold.causes or j.analysis.found_causes) for j in judged)
    return {
        Measure.DISSATISFIED_F1: f1_of((j.gold.dissatisfied, j.analysis.dissatisfied) for j in judged),
        **{Measure(str(cause)): by_cause[cause] for cause in Cause},
        Measure.MACRO_F1: mean_of([by_cause[cause] for cause in Cause], n=concerned),
        Measure.PRIMARY_ACCURACY: share_of(
            j.analysis.primary == j.gold.primary if j.gold.dissatisfied and j.gold.primary else None for j in judged
        ),
        Measure.UNSPECIFIED_F1: f1_of((_labelled(j) == UNSPECIFIED, _answered(j) == UNSPECIFIED) for j in judged),
    }


def class_score(code: str, pairs: Pairs, f1: Figure, *, support: int) -> ClassScore:
    """Precision and recall with Wilson intervals, beside an F1 that was measured already."""
    both, wanted = sum(g and f for g, f in pairs), sum(g for g, _ in pairs)
    found = sum(f for _, f in pairs)
    return ClassScore(code, support, found, _share(both, found), _share(both, wanted), f1)


def _share(count: int, total: int) -> Figure:
    return Figure(rounded(count / total), total, wilson_interval(count, total)) if total else Figure(None, 0)


def answers_confusion(judged: Sequence[Judged]) -> Confusion:
    """Sets of causes as labelled and as answered; only answers that occur."""
    return confusion([(_labelled(j), _answered(j)) for j in judged], ANSWERS)


def confusion(pairs: Sequence[tuple[str, str]], labels: Iterable[str]) -> Confusion:
    """Counts of (labelled, answered), for those of the labels that occur, in their order.

    >>> confusion([("a", "b"), ("a", "a")], "cba").counts
    ((0, 0), (1, 1))
    """
    known = {label for pair in pairs for label in pair}
    kept = tuple(label for label in labels if label in known)
    seen = _tally(pairs)
    return Confusion(kept, tuple(tuple(seen.get((row, column), 0) for column in kept) for row in kept))


def _tally(pairs: Iterable[Hashable]) -> Mapping[Hashable, int]:
    seen: dict[Hashable, int] = {}
    for pair in pairs:
        seen[pair] = seen.get(pair, 0) + 1
    return seen


def _labelled(j: Judged) -> str:
    return _answer(j.gold.dissatisfied, j.gold.causes)


def _answered(j: Judged) -> str:
    return _answer(j.analysis.dissatisfied, j.analysis.found_causes)


def _answer(dissatisfied: bool, causes: Iterable[Cause]) -> str:
    """
    >>> _answer(True, {Cause.RULE, Cause.PERSON}), _answer(True, ()), _answer(False, ())
    ('person+rule', 'unspecified', 'content')
    """
    claimed = set(causes)
    return "+".join(c for c in Cause if c in claimed) or (UNSPECIFIED if dissatisfied else CONTENT)
