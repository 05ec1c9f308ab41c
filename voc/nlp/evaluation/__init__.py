"""How far analyses agree with labelled records: F1, calibration, coverage and risk, evidence overlap, moments."""

from collections.abc import Iterable

from voc.nlp.evaluation.calibration import expected_calibration_error
from voc.nlp.evaluation.comparison import compare
from voc.nlp.evaluation.judged import Judged
from voc.nlp.evaluation.measurable import measurable
from voc.nlp.evaluation.report import evaluation_of, measure
from voc.nlp.evaluation.telling import measure_told

__all__ = [
    "Judged",
    "compare",
    "evaluation_of",
    "expected_calibration_error",
    "f1",
    "measurable",
    "measure",
    "measure_told",
]


def f1(pairs: Iterable[tuple[bool, bool]]) -> float:
    """F1 of (labelled, found); 1.0 where there is nothing to find and nothing was found.

    >>> f1([(True, True), (True, False), (False, False)])
    0.6666666666666666
    """
    both = total = 0
    for gold, found in pairs:
        both += gold and found
        total += gold + found
    return 2 * both / total if total else 1.0
