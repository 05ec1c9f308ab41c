"""Shares of all contacts, estimated without bias from the reviewed part of a sample."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from voc.domain.evaluation import Figure
from voc.domain.numbers import rounded, wilson_interval
from voc.domain.reviewing.sampling import Stratum

_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Observation:
    """One reviewed contact of a sample: how it was drawn, with what probability, and whether it has the property."""

    stratum: Stratum
    probability: float
    holds: bool


def estimated_share(observed: Sequence[Observation], *, complete: bool) -> Figure:
    """Share of all contacts of the plan that have a property, with its 95 % interval.

    Where every contact of the sample is `complete`ly reviewed, all of them count, each by one over its probability
    (Hájek 1971; variance as of independent draws, which errs on the wide side; never narrower than Wilson's interval at
    the effective sample size). Until then only those drawn at random
    do, as a simple random sample: what was chosen for its value is reviewed in no random order.

    >>> seen = [Observation(Stratum.VALUED, 1.0, True), Observation(Stratum.RANDOM, 0.1, False)]
    >>> estimated_share(seen, complete=True).value, estimated_share(seen, complete=False).value
    (0.0909, 0.0)
    """
    if complete:
        return _weighted(observed)
    drawn = [one.holds for one in observed if one.stratum is Stratum.RANDOM]
    if not drawn:
        return Figure(None, 0)
    return Figure(rounded(sum(drawn) / len(drawn)), len(drawn), wilson_interval(sum(drawn), len(drawn)))


def _weighted(observed: Sequence[Observation]) -> Figure:
    if not observed:
        return Figure(None, 0)
    total = fsum(1 / one.probability for one in observed)
    share = fsum(1 / one.probability for one in observed if one.holds) / total
    spread = fsum((1 - o.probability) * ((o.holds - share) / o.probability) ** 2 for o in observed)
    half = _Z * sqrt(spread) / total
    low, high = _wilson(share, total, observed)
    bounds = max(0.0, min(low, share - half)), min(1.0, max(high, share + half))
    return Figure(rounded(share), len(observed), (rounded(bounds[0]), rounded(bounds[1])))


def _wilson(share: float, total: float, observed: Sequence[Observation]) -> tuple[float, float]:
    """Wilson's interval at the effective sample size (Kish 1965), so that a sample that agrees is not called certain.

    None of what was left out is known; where nothing was, the share is exact.
    """
    if all(one.probability == 1.0 for one in observed):
        return share, share
    size = total**2 / fsum(1 / one.probability**2 for one in observed)
    middle = (share + _Z**2 / (2 * size)) / (1 + _Z**2 / size)
    half = _Z / (1 + _Z**2 / size) * sqrt(share * (1 - share) / size + _Z**2 / (4 * size**2))
    return middle - half, middle + half
