"""Coefficients of agreement for labels without order."""

from collections import Counter
from collections.abc import Sequence
from math import fsum

from voc.domain.numbers import rounded

Unit = tuple[str, ...]
"""The labels that a case got, one a person; people who gave none are left out."""


def raw_agreement(units: Sequence[Unit]) -> float | None:
    """Share of agreeing pairs of answers, every case alike; None where no case has two answers.

    >>> raw_agreement([("a", "a"), ("a", "b"), ("a",)])
    0.5
    """
    paired = _paired(units)
    cases = sum(paired.values())
    return rounded(fsum(times * _agreeing(unit) for unit, times in paired.items()) / cases) if cases else None


def _agreeing(unit: Unit) -> float:
    n = len(unit)
    return fsum(count * (count - 1) for count in Counter(unit).values()) / (n * (n - 1))


def cohen_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Agreement of two people beyond chance, each with his own habits (Cohen 1960); at most 1.

    None where nothing was answered by both, or both gave one and the same label throughout.

    >>> cohen_kappa([("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15)
    0.4
    """
    if not pairs:
        return None
    n, times = len(pairs), Counter(pairs)
    first, second = Counter[str](), Counter[str]()
    for (one, other), count in times.items():
        first[one] += count
        second[other] += count
    expected = fsum(count * second[label] for label, count in first.items()) / (n * n)
    if expected == 1:
        return None
    observed = sum(count for (one, other), count in times.items() if one == other) / n
    return rounded((observed - expected) / (1 - expected))


def krippendorff_alpha(units: Sequence[Unit]) -> float | None:
    """Agreement of any number of people beyond chance, with answers missing (Krippendorff 2011, nominal); at most 1.

    None where no case has two answers, or all answers are the same.

    >>> krippendorff_alpha([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b"), ("a",)])
    0.5333
    """
    paired = _paired(units)
    totals = Counter[str]()
    for unit, times in paired.items():
        for label in unit:
            totals[label] += times
    n = sum(totals.values())
    expected = n * n - sum(count * count for count in totals.values())
    if not expected:
        return None
    observed = fsum(times * len(unit) * (1 - _agreeing(unit)) for unit, times in paired.items())
    return rounded(1 - (n - 1) * observed / expected)


def _paired(units: Sequence[Unit]) -> Counter[Unit]:
    """The cases with two answers or more, equal ones together: a resample of many cases holds few different ones."""
    return Counter({unit: times for unit, times in Counter(units).items() if len(unit) > 1})
