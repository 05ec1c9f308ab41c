"""Which of many texts say nearly the same."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate, chain, pairwise
from math import ceil, floor, isqrt

# Two texts say nearly the same when so much of their pairs of letters is shared, and they are not too short.
ALIKE = 0.6
SHORTEST = 6
_FINE = 1e-9
Pairs = frozenset[str]


def said_again(texts: Sequence[str], times: int) -> list[bool]:
    """For each text whether at least `times` of all, itself among them, say nearly the same.

    >>> said_again(["我的卡转不出去", "我的卡转不出去呀", "网点在哪里呢"], 2)
    [True, True, False]
    """
    pairs = [_pairs(text) for text in texts]
    counts = Counter(own for own in pairs if own)
    if counts.total() < times:
        return [False] * len(texts)
    compared = _Compared(counts)
    again = {own: count >= times or compared.is_again(own, times) for own, count in counts.items()}
    return [again.get(own, False) for own in pairs]


class _Compared:
    """Sets of pairs, of which hardly any two are compared.

    Two that are alike share one of the rarest pairs of each (prefix filtering, Chaudhuri et al. 2006). Where that is a
    common one, such as of an opening that all have, they share common ones only: then they are counted by what they
    have of these and by their size, all of the same at once.
    """

    def __init__(self, counts: Mapping[Pairs, int]) -> None:
        self._counts = counts
        holding = Counter(pair for own in counts for pair in own)
        common = [pair for pair, held in holding.items() if held > isqrt(len(counts))]
        self._bits = {pair: 1 << number for number, pair in enumerate(common)}
        self._rare: dict[Pairs, list[str]] = {}
        self._holders: dict[str, list[Pairs]] = {}
        self._sizes: dict[int, Counter[int]] = {}
        for own, count in counts.items():
            rarest = sorted(own, key=lambda pair: (holding[pair], pair))[: len(own) - _least_shared(own) + 1]
            self._rare[own] = [pair for pair in rarest if pair not in self._bits]
            for pair in self._rare[own]:
                self._holders.setdefault(pair, []).append(own)
            if len(self._rare[own]) < len(rarest):
                self._sizes.setdefault(self._common(own), Counter())[len(own)] += count
        # By their common pairs, the sizes of all and how many are no larger.
        self._alike_ones = [(common, *_summed(sizes)) for common, sizes in self._sizes.items()]
        self._known: dict[tuple[int, int], int] = {}

    def is_again(self, own: Pairs, times: int) -> bool:
        common = self._common(own)
        count = self._by_common(common, len(own), times) if common in self._sizes else 0
        seen = set[Pairs]()
        for other in chain((own,), (one for pair in self._rare[own] for one in self._holders[pair])):
            if count >= times:
                break
            if other not in seen:
                seen.add(other)
                count += self._counts[other] if self._only_by_rare(own, common, other) else 0
        return count >= times

    def _by_common(self, common: int, size: int, times: int) -> int:
        """How many are alike by common pairs alone, or `times` where they are more."""
        if (common, size) not in self._known:
            count = 0
            for other, sizes, no_larger in self._alike_ones:
                count += no_larger[bisect_right(sizes, _largest((common & other).bit_count()) - size)]
                if count >= times:
                    break
            self._known[common, size] = count
        return self._known[common, size]

    def _only_by_rare(self, own: Pairs, common: int, other: Pairs) -> bool:
        if not _alike(own, other):
            return False
        return _largest((common & self._common(other)).bit_count()) < len(own) + len(other)

    def _common(self, own: Pairs) -> int:
        return sum(self._bits[pair] for pair in own if pair in self._bits)


def _summed(sizes: Mapping[int, int]) -> tuple[list[int], list[int]]:
    """
    >>> _summed({9: 2, 7: 1})
    ([7, 9], [0, 1, 3])
    """
    known = sorted(sizes)
    return known, list(accumulate((sizes[size] for size in known), initial=0))


def _pairs(text: str) -> Pairs:
    """Pairs of neighbouring letters; none of a text too short to be told from others."""
    letters = "".join(filter(str.isalnum, text))
    return frozenset(map("".join, pairwise(letters))) if len(letters) >= SHORTEST else frozenset()


def _alike(left: Pairs, right: Pairs) -> bool:
    """Dice coefficient of the pairs (Dice 1945)."""
    return len(left) + len(right) <= _largest(len(left & right))


def _largest(shared: int) -> int:
    """How many pairs two texts may have together that share so many."""
    return floor(2 * shared / ALIKE + _FINE)


def _least_shared(own: Pairs) -> int:
    """How many pairs whatever is like some shares with them."""
    return ceil(ALIKE / (2 - ALIKE) * len(own) - _FINE)
