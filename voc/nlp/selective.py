"""Abstention by a stated risk: from which confidence on verdicts may stand without a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, log2
from operator import itemgetter


@dataclass(frozen=True, slots=True)
class Selection:
    """Verdicts at or above `threshold` stand; none does where it is None.

    With probability 1 − `delta` over the choice of calibration records their error is at most `bound`, on records of
    the same kind; `risk` is what was asked for, `coverage` the share that stands and `records` the number used. Where
    the asked risk cannot be shown, `bound` is above `risk`.
    """

    risk: float
    delta: float
    threshold: float | None
    coverage: float
    bound: float
    records: int

    def stands(self, confidence: float) -> bool:
        """Whether a verdict may stand without a person.

        >>> EVERYTHING.stands(0.1), nothing_stands(risk=0.1, records=3).stands(1.0)
        (True, False)
        """
        return self.threshold is not None and confidence >= self.threshold


def nothing_stands(*, risk: float, records: int, delta: float = 0.05) -> Selection:
    """Where nothing can be promised of the verdicts: all of them go to people."""
    return Selection(risk=risk, delta=delta, threshold=None, coverage=0.0, bound=1.0, records=records)


# For verdicts that nobody promises anything of, as those of a model that is being fitted.
EVERYTHING = Selection(risk=1.0, delta=0.05, threshold=0.0, coverage=1.0, bound=1.0, records=0)


def select(judged: Sequence[tuple[float, bool]], *, risk: float, delta: float = 0.05) -> Selection:
    """The lowest threshold whose verdicts are shown to err in at most a share `risk` of cases.

    `judged` holds (confidence, right) of records that nothing was fitted on. Selection with guaranteed risk (Geifman
    and El-Yaniv 2017): the exact binomial upper bound of the error above each tried threshold, `delta` shared among the
    thresholds tried. Where no threshold reaches the risk, the one with the lowest bound is taken; nothing stands where
    nothing is known.

    >>> found = select([(0.9, True)] * 99 + [(0.2, False)] * 100, risk=0.10)
    >>> found.threshold, round(found.coverage, 3), found.bound < 0.10
    (0.9, 0.497, True)
    """
    if not judged:
        return nothing_stands(risk=risk, delta=delta, records=0)
    steps = _steps(judged)
    share = delta / max(1, ceil(log2(len(judged))))
    tried = _tried(len(steps), len(judged))
    found = [_selection(steps[k], len(judged), risk, delta, share) for k in tried]
    kept = [s for s in found if s.bound <= risk]
    return max(kept, key=lambda s: s.coverage) if kept else min(found, key=lambda s: (s.bound, s.coverage))


def _steps(judged: Sequence[tuple[float, bool]]) -> list[tuple[float, int, int]]:
    """For each confidence that occurs, highest first: itself, records and errors at or above it."""
    steps, count, errors = [], 0, 0
    for confidence, group in groupby(sorted(judged, key=lambda pair: -pair[0]), key=itemgetter(0)):
        rights = [right for _, right in group]
        count, errors = count + len(rights), errors + rights.count(False)
        steps.append((confidence, count, errors))
    return steps


def _tried(steps: int, records: int) -> list[int]:
    """As many thresholds as the bound pays for, evenly over the ranks, the last one among them."""
    most = max(1, ceil(log2(records)))
    return sorted({ceil((k + 1) * steps / most) - 1 for k in range(most)})


def _selection(step: tuple[float, int, int], records: int, risk: float, delta: float, share: float) -> Selection:
    # Only here: selecting belongs to training, and reading a model should not wait for scipy.
    from scipy.special import betaincinv

    threshold, count, errors = step
    bound = 1.0 if errors == count else float(betaincinv(errors + 1, count - errors, 1 - share))
    return Selection(risk, delta, threshold, round(count / records, 4), round(bound, 4), records)
