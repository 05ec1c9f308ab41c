"""Whether conditions on one number can hold together."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple

from voc.domain.expressions import Comparison, ScoreIs, Silence, UtteranceCount, ValenceIs

Numeric = Silence | UtteranceCount | ValenceIs | ScoreIs
_FINE = 1e-6
# Lowest and highest number there can be, and how near another one can be to it.
_RANGES: dict[type, tuple[float, float, float]] = {
    Silence: (0.0, float("inf"), _FINE),
    UtteranceCount: (0.0, float("inf"), 1.0),
    ValenceIs: (-1.0, 1.0, _FINE),
    ScoreIs: (0.0, 1.0, _FINE),
}


def possible(conditions: Sequence[Numeric]) -> bool:
    """Whether one number satisfies all of some conditions of one kind, of which there is at least one.

    Of a range that is not empty, a bound or a number next to one is a part: no others need be tried.

    >>> possible([UtteranceCount(Comparison.MORE, 5), UtteranceCount(Comparison.LESS, 6)])
    False
    """
    return any(all(held) for held in _held(conditions))


def always(conditions: Sequence[Numeric]) -> bool:
    """Whether every number there can be satisfies one of some conditions of one kind, of which there is at least one.

    >>> always([UtteranceCount(Comparison.LESS, 5), UtteranceCount(Comparison.AT_LEAST, 5)])
    True
    """
    return all(any(held) for held in _held(conditions))


def _held(conditions: Sequence[Numeric]) -> Iterable[list[bool]]:
    """For each number worth a try, which of the conditions hold."""
    low, high, step = _RANGES[type(conditions[0])]
    compared: list[tuple[Comparison, float]] = [astuple(condition) for condition in conditions]
    near = {low, *(bound + by for _, bound in compared for by in (-step, 0.0, step))}
    return (
        [comparison.holds(number, bound) for comparison, bound in compared] for number in near if low <= number <= high
    )
