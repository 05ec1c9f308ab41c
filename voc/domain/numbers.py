"""Numbers as they are compared, sorted and written."""

from math import exp, fsum, lgamma, log, sqrt

DECIMALS = 4


def rounded(value: float) -> float:
    """Round to four decimals, before any threshold or sort, so that the last digits of a sum decide nothing.

    >>> rounded(0.123449), rounded(-0.00001)
    (0.1234, 0.0)
    """
    return round(value, DECIMALS) + 0.0


def wilson_interval(count: int, total: int, *, z: float = 1.959964) -> tuple[float, float]:
    """Interval of a share (Wilson 1927), 95 % by default; `(0.0, 1.0)` where nothing was counted.

    >>> wilson_interval(3, 40)
    (0.0258, 0.1986)
    >>> wilson_interval(0, 0)
    (0.0, 1.0)
    """
    if total == 0:
        return 0.0, 1.0
    share = count / total
    centre = share + z * z / (2 * total)
    half = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return rounded(max(0.0, (centre - half) / scale)), rounded(min(1.0, (centre + half) / scale))


def difference_interval(count: int, total: int, base_count: int, base_total: int) -> tuple[float, float]:
    """Interval of `count/total - base_count/base_total` (Newcombe 1998, method 10, without continuity correction).

    >>> difference_interval(11, 60, 9, 400)
    (0.0806, 0.2772)
    >>> difference_interval(1, 0, 1, 10)
    (-1.0, 1.0)
    """
    if total == 0 or base_total == 0:
        return -1.0, 1.0
    share, base = count / total, base_count / base_total
    low, high = wilson_interval(count, total)
    base_low, base_high = wilson_interval(base_count, base_total)
    gap = share - base
    return (
        rounded(gap - sqrt((share - low) ** 2 + (base_high - base) ** 2)),
        rounded(gap + sqrt((high - share) ** 2 + (base - base_low) ** 2)),
    )


def paired_interval(gained: int, lost: int, total: int) -> tuple[float, float]:
    """95 % interval of `(gained - lost)/total`, where the same things were judged twice (Agresti & Min 2005).

    Wald's interval after half a case is added to each of the four kinds; `(-1.0, 1.0)` where nothing was judged.

    >>> paired_interval(9, 3, 100)
    (-0.0095, 0.1272)
    >>> paired_interval(0, 0, 0)
    (-1.0, 1.0)
    """
    if total == 0:
        return -1.0, 1.0
    count, changed, gap = total + 2, gained + lost + 1, gained - lost
    half = 1.959964 * sqrt(changed - gap * gap / count) / count
    return rounded(max(-1.0, gap / count - half)), rounded(min(1.0, gap / count + half))


def rate_change_p(count: int, total: int, base_count: int, base_total: int) -> float:
    """Two-sided p-value that two rates are the same (exact conditional test, Przyborowski & Wilenski 1940).

    Given how many there are in all, the later ones are binomial; all outcomes no likelier than the seen one count.
    Holds for the small counts at which intervals of shares are too narrow.

    >>> rate_change_p(1, 51, 0, 400), rate_change_p(9, 51, 16, 400), rate_change_p(0, 0, 3, 9)
    (0.1131, 0.0011, 1.0)
    """
    both = count + base_count
    if not both or not total or not base_total:
        return 1.0
    share = total / (total + base_total)
    likelihoods = [_binomial(k, both, share) for k in range(both + 1)]
    seen = likelihoods[count] * (1 + 1e-9)
    return rounded(min(1.0, fsum(p for p in likelihoods if p <= seen)))


def _binomial(count: int, total: int, share: float) -> float:
    ways = lgamma(total + 1) - lgamma(count + 1) - lgamma(total - count + 1)
    return exp(ways + count * log(share) + (total - count) * log(1 - share))
