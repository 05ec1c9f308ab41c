"""Which of many texts say nearly the same."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil

# Two texts say nearly the same when so much of their pairs of letters is shared, and they are not too short.
ALIKE = 0.6
SHORTEST = 6
_FINE = 1e-9
Pairs = frozenset[str]


def said_again(texts: Sequence[str], times: int) -> list[bool]:
    """For each text whether at least `times` of all, itself among them, say nearly the same.

    Two that do share one of the rarest pairs of each (prefix filtering, Chaudhuri et al. 2006), so that hardly any
    others are compared.

    >>> said_again(["我的卡转不出去", "我的卡转不出去呀", "网点在哪里呢"], 2)
    [True, True, False]
    """
    pairs = [_pairs(text) for text in texts]
    counts = Counter(own for own in pairs if own)
    if counts.total() < times:
        return [False] * len(texts)
    rare = dict(zip(counts, _rarest(counts), strict=True))
    holders: dict[str, list[Pairs]] = {}
    for own, few in rare.items():
        for pair in few:
            holders.setdefault(pair, []).append(own)
    again = {
        own: _is_again(own, (one for pair in few for one in holders[pair]), counts, times) for own, few in rare.items()
    }
    return [again.get(own, False) for own in pairs]


def _is_again(own: Pairs, others: Iterator[Pairs], counts: Mapping[Pairs, int], times: int) -> bool:
    count, seen = counts[own], {own}
    for other in others:
        if count >= times:
            break
        if other not in seen:
            seen.add(other)
            count += counts[other] if _alike(own, other) else 0
    return count >= times


def _rarest(counts: Mapping[Pairs, int]) -> Iterator[list[str]]:
    """Of each set of pairs so many of the rarest that whatever is like it has one of them among its own."""
    holding = Counter(pair for own in counts for pair in own)
    for own in counts:
        shared = ceil(ALIKE / (2 - ALIKE) * len(own) - _FINE)
        yield sorted(own, key=lambda pair: (holding[pair], pair))[: len(own) - shared + 1]


def _pairs(text: str) -> Pairs:
    """Pairs of neighbouring letters; none of a text too short to be told from others."""
    letters = "".join(filter(str.isalnum, text))
    return frozenset(map("".join, pairwise(letters))) if len(letters) >= SHORTEST else frozenset()


def _alike(left: Pairs, right: Pairs) -> bool:
    """Dice coefficient of the pairs (Dice 1945)."""
    return 2 * len(left & right) >= ALIKE * (len(left) + len(right))
