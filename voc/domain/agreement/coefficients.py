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
    shares = [_agreeing(unit) for unit in units if len(unit) > 1]
    return rounded(fsum(shares) / len(shares)) if shares else None


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
    n = len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = fsum(count * second[label] for label, count in sorted(first.items())) / (n * n)
    if expected == 1:
        return None
    observed = sum(one == other for one, other in pairs) / n
    return rounded((observed - expected) / (1 - expected))


def krippendorff_alpha(units: Sequence[Unit]) -> float | None:
    """Agreement of any number of people beyond chance, with answers missing (Krippendorff 2011, nominal); at most 1.

    None where no case has two answers, or all answers are the same.

    >>> krippendorff_alpha([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b"), ("a",)])
    0.5333
    """
    paired = [unit for unit in units if len(unit) > 1]
    totals = Counter(label for unit in paired for label in unit)
    n = sum(totals.values())
    expected = n * n - sum(count * count for count in totals.values())
    if not expected:
        return None
    observed = fsum(
        (len(unit) - fsum(c * c for c in Counter(unit).values()) / len(unit)) * _spread(unit) for unit in paired
    )
    return rounded(1 - (n - 1) * observed / expected)


def _spread(unit: Unit) -> float:
    """From products of counts over n to pairs over n − 1."""
    return len(unit) / (len(unit) - 1)
